"""Types of agenda item: do they vote, how, and what papers they yield (A14–A21, A31, A37)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VoteMethod(StrEnum):
    """How a vote is taken (表决方式, A21; N11, N15). The register is open: others are text."""

    BALLOT = "无记名投票"
    HANDS = "举手表决"
    KEYPAD = "按表决器"
    NO_OBJECTION = "无异议通过"


class ItemFamily(StrEnum):
    """What an item is about, as far as outcomes depend on it."""

    REPORT = "报告"
    BUDGET = "预算决算"
    TEXT = "决定决议"
    BILL = "法规"
    PERSONNEL = "人事"
    RATING = "评议测评"
    MOTION = "议案"
    ELECTION = "选举"
    PROJECTS = "民生实事"
    BRIEFING = "汇报"
    PAPER = "机关文件"
    STUDY = "学习"
    ARRANGEMENT = "会务"
    INQUIRY = "询问"
    CEREMONY = "仪式"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type of item and its defaults; the default method is a setting, not law (N11).

    ``products`` are the papers normally yielded; ``gate`` tells that the chairpersons' meeting
    must first agree to submit it (A07); ``on_agenda`` is false for what only the order of day
    carries (任命书, 宣誓, 讲座).
    """

    name: str
    family: ItemFamily
    method: str = ""
    products: tuple[str, ...] = ()
    gate: bool = False
    on_agenda: bool = True
    source: str = ""

    @property
    def votes(self) -> bool:
        """Whether the item is put to the vote by default."""
        return bool(self.method)


_F, _SECRET, _HANDS = ItemFamily, VoteMethod.BALLOT.value, VoteMethod.HANDS.value
_OPINION, _REVIEW_LAW = ("审议意见书",), "监督法第十七条；A14"


def _opinion(name: str, source: str = _REVIEW_LAW) -> ItemType:
    return ItemType(name, _F.REPORT, products=_OPINION, gate=True, source=source)


def _text(name: str, product: str, source: str) -> ItemType:
    return ItemType(name, _F.TEXT, _HANDS, (product,), gate=True, source=source)


def _quiet(name: str, family: ItemFamily, source: str) -> ItemType:
    return ItemType(name, family, source=source)


ITEM_TYPES: dict[str, ItemType] = {
    item.name: item
    for item in (
        _opinion("专项工作报告"),
        _opinion("计划执行监督报告", "监督法第二十二条；A14"),
        _opinion("预算执行报告", "监督法第二十二条；A14"),
        _opinion("审计工作报告", "监督法第二十三条；A14"),
        _opinion("审计整改报告", "监督法第二十七条；D6"),
        _opinion("执法检查报告", "监督法第三十六条；D7"),
        _opinion("环境状况报告", "D6"),
        _opinion("国有资产管理报告", "D6"),
        _opinion("代表建议办理报告", "D12"),
        ItemType(
            "决算",
            _F.BUDGET,
            _HANDS,
            ("审议意见书", "决议"),
            gate=True,
            source="监督法第十九条；A18",
        ),
        ItemType(
            "预算调整",
            _F.BUDGET,
            _HANDS,
            ("审议意见书", "决议"),
            gate=True,
            source="地方组织法第五十条；A18",
        ),
        _text("决定（草案）", "决定", "A17"),
        _text("批准类决定", "决定", "A19"),
        _text("区域协同决定", "决定", "A20"),
        _text("换届选举决定", "决定", "选举法"),
        _text("决议", "决议", "A18"),
        _text("议事规则", "规则", "A39"),
        ItemType(
            "地方性法规草案",
            _F.BILL,
            _HANDS,
            ("法规", "公告"),
            gate=True,
            source="立法法第八十七条；A16",
        ),
        ItemType(
            "人事任免",
            _F.PERSONNEL,
            _SECRET,
            ("任免名单", "任命书"),
            gate=True,
            source="地方组织法第五十条；A25",
        ),
        ItemType(
            "人事任命",
            _F.PERSONNEL,
            _SECRET,
            ("任命名单", "任命书"),
            gate=True,
            source="地方组织法第五十条；A25",
        ),
        ItemType("人事免职", _F.PERSONNEL, _SECRET, ("免职名单",), gate=True, source="A26"),
        ItemType(
            "接受辞职", _F.PERSONNEL, _HANDS, ("决定",), gate=True, source="地方组织法第三十二条"
        ),
        ItemType(
            "代理职务",
            _F.PERSONNEL,
            _SECRET,
            ("决定",),
            gate=True,
            source="地方组织法第五十条、第五十五条",
        ),
        ItemType("撤职案", _F.PERSONNEL, _SECRET, ("决定",), gate=True, source="监督法第六十二条"),
        ItemType(
            "工作评议", _F.RATING, _SECRET, ("评议意见", "评议结果"), gate=True, source="A23、A24"
        ),
        ItemType("满意度测评", _F.RATING, _SECRET, ("测评结果",), source="A23、A24"),
        ItemType("代表议案审理意见报告", _F.MOTION, _HANDS, ("决定",), gate=True, source="B"),
        _quiet("代表议案", _F.MOTION, "地方组织法第五十二条"),
        ItemType("换届选举", _F.ELECTION, _HANDS, ("决定",), gate=True, source="选举法"),
        ItemType("民生实事票决", _F.PROJECTS, _SECRET, ("票决结果",), source="rules 6.1"),
        ItemType("票选", _F.PROJECTS, _SECRET, ("票选结果",), source="rules 6.1"),
        _quiet("工作汇报", _F.BRIEFING, "A15"),
        _quiet("机关工作汇报", _F.BRIEFING, "A15"),
        _quiet("工作报告", _F.BRIEFING, "A15"),
        _quiet("说明", _F.BRIEFING, "A15"),
        _quiet("通报", _F.BRIEFING, "A15"),
        _quiet("预算监督", _F.BRIEFING, "监督法；A15"),
        _quiet("决算初审", _F.BRIEFING, "监督法；A18"),
        _quiet("初步审查", _F.BRIEFING, "监督法；A18"),
        _quiet("年度工作要点", _F.PAPER, "A36"),
        _quiet("指导意见", _F.PAPER, "A36"),
        _quiet("工作方案", _F.PAPER, "A36"),
        _quiet("任务清单", _F.PAPER, "B06"),
        _quiet("合作协议", _F.PAPER, "A20"),
        _quiet("传达学习", _F.STUDY, "A37"),
        _quiet("民主生活会", _F.STUDY, "A04"),
        _quiet("会议安排", _F.ARRANGEMENT, "A07"),
        _quiet("专题询问", _F.INQUIRY, "监督法第四十七条；D8"),
        _quiet("质询", _F.INQUIRY, "地方组织法第五十三条；Q12"),
        ItemType("仪式", _F.CEREMONY, on_agenda=False, source="A27、A28"),
        ItemType("专题讲座", _F.CEREMONY, on_agenda=False, source="A31"),
        _quiet("其他", _F.OTHER, "A05"),
    )
}

# What people write beside the names above, from real records; the first fit wins.
_ALIASES = (
    ("工作评议＋", "工作评议"),
    ("预算调整", "预算调整"),
    ("决算/", "决算"),
    ("决算初审", "决算初审"),
    ("决算", "决算"),
    ("会议安排", "会议安排"),
    ("人事免职", "人事免职"),
    ("人事", "人事任免"),
    ("撤职", "撤职案"),
    ("辞职", "接受辞职"),
    ("代理", "代理职务"),
    ("法规", "地方性法规草案"),
    ("条例", "地方性法规草案"),
    ("评议", "工作评议"),
    ("测评", "满意度测评"),
    ("审查", "初步审查"),
    ("决定", "决定（草案）"),
    ("讲座", "专题讲座"),
    ("汇报", "工作汇报"),
)


def item_type(text: str) -> ItemType:
    """Return the type called ``text``, by name or by alias; else an unvoted type of that name.

    A remark such as （会前） does not change the type.
    """
    name = text.strip()
    for candidate in (name, name.split("（")[0]):
        if candidate in ITEM_TYPES:
            return ITEM_TYPES[candidate]
    for part, known in _ALIASES:
        if part in name:
            return ITEM_TYPES[known]
    return ItemType(name, ItemFamily.OTHER)


def votes_by_default(text: str) -> bool:
    """Tell whether items of this type are put to the vote unless the office says otherwise."""
    return item_type(text).votes


def default_method(text: str) -> str:
    """Return the default vote method of the type, empty when it does not vote (A21)."""
    return item_type(text).method


def products(text: str) -> tuple[str, ...]:
    """Return the papers the type yields (审议意见书, 决议, 决定 …)."""
    return item_type(text).products
