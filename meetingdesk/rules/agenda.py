"""Agenda rules: which outcomes fit, what is missing, and reading a pasted agenda (A05–A07, A36).

The outcome list depends on the kind of meeting and the type of item: the standing committee
adopts and votes, the chairpersons' meeting considers and agrees to submit, a Party-group meeting
studies (inventory 6.14). The functions say what does not fit; they never change a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.itemtypes import (
    ITEM_TYPES,
    ItemFamily,
    ItemType,
    VoteMethod,
    default_method,
    item_type,
    products,
    votes_by_default,
)
from meetingdesk.rules.kinds import KIND_RULES, MeetingKind
from meetingdesk.rules.numerals import split_number
from meetingdesk.rules.titles import is_draft, strip_draft, unbook
from meetingdesk.rules.verbs import (
    COMMON_VERBS,
    OUTCOMES,
    VERBS,
    VerbFamily,
    parse_outcome,
    verb_at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "COMMON_VERBS",
    "ITEM_TYPES",
    "OUTCOMES",
    "VERBS",
    "ItemFacts",
    "ItemFamily",
    "ItemType",
    "ParsedItem",
    "VoteMethod",
    "allowed_outcomes",
    "check_agenda",
    "check_outcome",
    "check_verb",
    "default_method",
    "item_type",
    "parse_agenda",
    "parse_item_line",
    "parse_outcome",
    "personnel_wording",
    "products",
    "votes_by_default",
]

_F = ItemFamily
_ADOPT = (
    "审议通过",
    "审议并通过",
    "表决通过",
    "审议并表决通过",
    "审议并全票通过",
    "全票通过",
    "通过",
)
_REFUSED = ("表决未通过", "未通过", "暂不付表决", "撤回")
_REVIEW = ("审议", "交办", "交由", "满意度测评", "暂不付表决")

_STANDING: dict[ItemFamily, tuple[str, ...]] = {
    _F.REPORT: (*_REVIEW, "听取", "作出决议", "作出相关决议", "审议通过"),
    _F.BUDGET: ("作出决议", "作出相关决议", "批准", *_REVIEW, *_ADOPT, *_REFUSED),
    _F.TEXT: (*_ADOPT, "作出决定", "作出决议", "批准", *_REFUSED),
    _F.BILL: (*_ADOPT, "审议", *_REFUSED),
    _F.PERSONNEL: ("审议并表决通过", "表决通过", "全票通过", "审议并通过", "通过", *_REFUSED),
    _F.RATING: ("满意度测评", "提出评议意见", "作出评议结果", "审议", "听取"),
    _F.MOTION: (*_ADOPT, "交由", "交办", "作出决定", *_REFUSED),
    _F.ELECTION: (*_ADOPT, "作出决定", "确定", "成立", *_REFUSED),
    _F.BRIEFING: ("听取", "审议", "交办", "满意度测评"),
    _F.PAPER: (*_ADOPT, "审议", *_REFUSED),
    _F.INQUIRY: ("现场询问", "交办", "跟踪督办", "满意度测评"),
}
_CHAIRS: dict[ItemFamily, tuple[str, ...]] = {
    _F.REPORT: ("研究", "同意提请", "不提请", "听取", "交办", "监督意见书", "原则通过"),
    _F.BUDGET: ("研究", "同意提请", "不提请", "听取", "交办", "监督意见书"),
    _F.TEXT: ("同意提请", "不提请", "研究", "原则通过"),
    _F.BILL: ("同意提请", "不提请", "研究"),
    _F.PERSONNEL: ("研究", "同意提请", "不提请", "听取"),
    _F.RATING: ("听取", "研究", "同意提请", "交办"),
    _F.MOTION: ("研究", "同意提请", "不提请", "交办"),
    _F.ELECTION: ("研究", "同意提请", "不提请", "原则通过"),
    _F.BRIEFING: ("听取", "研究", "交办", "转办", "监督意见书"),
    _F.PAPER: ("原则通过", "研究通过", "研究", "同意提请", "交办"),
    _F.ARRANGEMENT: ("研究", "同意提请", "原则通过"),
    _F.INQUIRY: ("研究", "现场询问", "跟踪督办", "交办"),
}
_STUDYING = ("研究贯彻", "研究部署", "安排部署", "发言", "讨论")
_CEREMONIAL = ("颁发", "宣誓")
_ANYWHERE = ("研究部署", "安排部署", "讨论", "分组讨论", "意见建议", "发言", "启动", "签署")


def allowed_outcomes(meeting_kind: str, item_type: str) -> tuple[str, ...]:
    """Return the outcome phrases that fit, the likeliest first (A36).

    An item may always have no outcome; kinds and types the tables do not know allow every
    phrase, because the desk must not block what it cannot judge.
    """
    family = _family(item_type)
    if family is _F.STUDY:
        return _STUDYING
    if family is _F.CEREMONY:
        return _CEREMONIAL
    if meeting_kind == MeetingKind.STANDING:
        return _STANDING.get(family, tuple(OUTCOMES))
    if meeting_kind == MeetingKind.CHAIRS:
        return _CHAIRS.get(family, tuple(OUTCOMES))
    if meeting_kind == MeetingKind.CHAIRS_EXTENDED:
        return ("现场询问", "跟踪督办", *_CHAIRS.get(family, ()))
    if meeting_kind == MeetingKind.PARTY_GROUP:
        return (*_STUDYING, "研究", "原则通过", "研究通过", "同意提请")
    if meeting_kind in (MeetingKind.CONGRESS, MeetingKind.STREET, MeetingKind.COMMITTEE):
        return tuple(phrase for phrase in OUTCOMES if phrase not in ("同意提请", "不提请"))
    if meeting_kind in KIND_RULES:
        return _ANYWHERE
    return tuple(OUTCOMES)


def _family(name: str) -> ItemFamily:
    return item_type(name).family


def check_outcome(meeting_kind: str, item_type: str, outcome: str) -> list[Problem]:
    """Report phrases the vocabulary lacks or that this meeting does not use for this item."""
    parsed = parse_outcome(outcome)
    allowed = allowed_outcomes(meeting_kind, item_type)
    hint = f"可选用：{'、'.join(allowed)}。"
    if not parsed.phrases and not parsed.blank:
        return [Problem(f"结果用语“{outcome}”不在词表中。{hint}", field="结果")]
    return [
        Problem(f"{meeting_kind}对“{item_type}”不用“{phrase}”。{hint}", field="结果")
        for phrase in parsed.phrases
        if phrase not in allowed
    ]


def check_verb(verb: str) -> list[Problem]:
    """Report a verb the table does not know, naming those it knows."""
    if verb in VERBS:
        return []
    known = "、".join(COMMON_VERBS)
    return [Problem(f"不认识议题动词“{verb}”。常用的动词有：{known}。", field="动词")]


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One pasted agenda line taken apart; empty strings where the line says nothing.

    ``outcome`` is filled when the line reports a result (审议并通过《…》, …，同意提请…).
    """

    verb: str
    subject: str
    submitter: str
    type: str
    number: str = ""
    problems: tuple[Problem, ...] = ()
    outcome: str = ""


_PROPOSAL = re.compile(
    r"^(?P<who>(?:(?!关于)[^《》，。]){2,30}?)(?:提请(?:审议)?|提出(?=《|关于|有关))"
)
_WHO = re.compile(r"^(?P<who>[^《》，。“”]{2,40}?)(?=关于|《)")
_TRAILING = re.compile(r"[（(](?P<who>[^（）()]{2,30}?)(?:提请|提出)[）)]$")
# The first line with a word in the subject names the type; "$" asks for it at the very end.
_TYPE_WORDS = tuple(
    (tuple(words.split()), name)
    for words, name in (
        ("满意度测评", "满意度测评"),
        ("撤职 撤销职务", "撤职案"),
        ("辞去 辞职", "接受辞职"),
        ("代理", "代理职务"),
        ("人事免职 免职事项", "人事免职"),
        ("人事任命 任命事项", "人事任命"),
        ("人事任免 任免", "人事任免"),
        ("预算调整 预算部分调整", "预算调整"),
        ("$清单", "任务清单"),
        ("$方案", "工作方案"),
        ("$规则", "议事规则"),
        ("$协议", "合作协议"),
        ("评议工作 评议情况 评议的报告", "工作评议"),
        ("$汇报", "工作汇报"),
        ("$说明", "说明"),
        ("$通报", "通报"),
        ("决算", "决算"),
        ("审理意见 审议结果的报告 审议意见的报告", "代表议案审理意见报告"),
        ("执法检查", "执法检查报告"),
        ("整改 审计查出", "审计整改报告"),
        ("审计", "审计工作报告"),
        ("环境状况 环境保护目标", "环境状况报告"),
        ("国有资产", "国有资产管理报告"),
        ("预算执行 财政预算", "预算执行报告"),
        ("计划执行 国民经济和社会发展计划", "计划执行监督报告"),
        ("建议办理 代表建议", "代表建议办理报告"),
        ("换届选举 选举日 选举委员会 代表名额", "换届选举"),
        ("评议", "工作评议"),
        ("关于批准", "批准类决定"),
        ("条例 办法（草案 规定（草案", "地方性法规草案"),
        ("决定", "决定（草案）"),
        ("决议", "决议"),
        ("工作要点", "年度工作要点"),
        ("指导意见", "指导意见"),
        ("讲座", "专题讲座"),
        ("任命书 宣誓 聘书", "仪式"),
        ("会议有关事项 议程 日程", "会议安排"),
        ("议案", "代表议案"),
        ("精神", "传达学习"),
        ("报告", "专项工作报告"),
    )
)
_OWN_TYPE = {
    "专题询问": "专题询问",
    "质询": "质询",
    "票决": "民生实事票决",
    "票选": "票选",
    "宣誓": "仪式",
    "颁发": "仪式",
    "对照检查": "民主生活会",
}


def parse_item_line(text: str) -> ParsedItem:
    """Take apart one pasted line such as 一、听取和审议市人民政府关于…的报告.

    The line is kept whole as the subject when its verb is unknown, with a problem naming it.
    """
    number, rest = split_number(text)
    body = rest.rstrip("。；; 　").strip()
    if not body:
        return ParsedItem("", "", "", "", number, (Problem("这一行没有议题内容。"),))
    verb, rest = _take_verb(body)
    if not verb:
        problems = tuple(check_verb(_first_words(body)))
        return ParsedItem("", body, "", _guess_type("", body), number, problems)
    subject, outcome = _take_outcome(verb, rest)
    if not subject:
        missing = Problem(f"“{verb}”后面没有写议题。", field="标题")
        return ParsedItem(verb, "", "", "", number, (missing,), outcome)
    subject, submitter = _submitter(subject)
    return ParsedItem(verb, subject, submitter, _guess_type(verb, subject), number, (), outcome)


_NOUNS = {
    "专题讲座": "举办",
    "宪法宣誓": "宣誓",
    "供职发言": "听取",
    "满意度测评": "测评",
    "开展满意度测评": "测评",
}
_RATE = re.compile(r"对.+进行满意度测评")
_PASSED = re.compile(r"并?(表决通过|全票通过|原则通过|通过)")
_SUBMIT = re.compile(r"[，,]\s*并?(同意提请|作出(?:相关)?决议|作出决定)[^，。；《》]*$")


def _take_verb(body: str) -> tuple[str, str]:
    """Split off the verb; a ceremony or lecture is often named without one."""
    for noun, verb in _NOUNS.items():
        if body.startswith(noun):
            return verb, body
    if _RATE.match(body):
        return "测评", body
    verb = verb_at(body)
    return verb, body[len(verb) :]


def _take_outcome(verb: str, rest: str) -> tuple[str, str]:
    """Split a reported result off the subject: 并通过了《…》, 《…》，同意提请…审议."""
    passed = _PASSED.match(rest)
    outcome = ""
    if passed:
        whole = verb + passed.group()
        outcome = whole if whole in OUTCOMES else passed[1]
        rest = rest[passed.end() :]
    agreed = _SUBMIT.search(rest)
    if agreed:
        outcome, rest = agreed[1], rest[: agreed.start()]
    return rest.lstrip("了：: ").strip(), outcome


def parse_agenda(text: str) -> list[ParsedItem]:
    """Take apart a pasted agenda, one item a line; blank lines are passed over.

    Every problem carries the line it stands on, counted as the person counts.
    """
    items = []
    for row, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            item = parse_item_line(line)
            placed = tuple(replace(problem, row=row) for problem in item.problems)
            items.append(replace(item, problems=placed))
    return items


def _first_words(body: str) -> str:
    """Return what stands where a verb should: up to an organ, a title or four characters."""
    return re.split(r"[市省县区《“关有]", body, maxsplit=1)[0][:4] or body[:4]


def _submitter(subject: str) -> tuple[str, str]:
    trailing = _TRAILING.search(subject)
    if trailing:
        return subject[: trailing.start()].strip(), trailing["who"]
    for pattern in (_PROPOSAL, _WHO):
        found = pattern.match(subject)
        if found:
            return subject, found["who"].removesuffix("的").removesuffix("作")
    return subject, ""


def _guess_type(verb: str, subject: str) -> str:
    if verb in _OWN_TYPE:
        return _OWN_TYPE[verb]
    if verb and VERBS[verb].family is VerbFamily.STUDY:
        return "传达学习"
    end = unbook(strip_draft(subject)).rstrip("》")
    for words, name in _TYPE_WORDS:
        if any(end.endswith(word[1:]) if word[0] == "$" else word in subject for word in words):
            return name
    return "其他"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the completeness check needs to know of one item."""

    title: str
    type: str
    verb: str = ""
    outcome: str = ""
    products: tuple[str, ...] = ()


def check_agenda(meeting_kind: str, items: Sequence[ItemFacts]) -> list[Problem]:
    """Hint at what an agenda lacks: verbs, outcomes, resolutions, draft marks (A17, A18, A36).

    Session 36 heard the final accounts and no resolution approving them is on record
    (inventory 6.17): that is the kind of gap this finds.
    """
    problems: list[Problem] = []
    for row, item in enumerate(items, start=1):
        found = check_verb(item.verb) if item.verb else []
        found += check_outcome(meeting_kind, item.type, item.outcome) if item.outcome else []
        if meeting_kind == MeetingKind.STANDING:
            found += _gaps(item, items)
        problems += [replace(problem, row=row) for problem in found]
    if meeting_kind == MeetingKind.PARTY_GROUP:
        problems += _first_topic(items)
    return problems


def _gaps(item: ItemFacts, items: Sequence[ItemFacts]) -> list[Problem]:
    problems = []
    if _family(item.type) is _F.BUDGET and not _has_resolution(item, items):
        what = item_type(item.type).name
        problems.append(Problem(f"有{what}议题，没有对应的决议。请核对是否应当作出决议。"))
    adopted = any(OUTCOMES[p].adopts for p in parse_outcome(item.outcome).phrases)
    if adopted and _family(item.type) in (_F.TEXT, _F.BILL) and is_draft(item.title):
        problems.append(Problem(f"“{item.title}”已经通过，标题仍带“（草案）”。"))
    return problems


def _has_resolution(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    said = any("决议" in phrase for phrase in parse_outcome(item.outcome).phrases)
    subject = "决算" if item_type(item.type).name == "决算" else "预算"
    listed = any(other.type == "决议" and subject in other.title for other in items)
    return said or listed or "决议" in item.products


def _first_topic(items: Sequence[ItemFacts]) -> list[Problem]:
    """The Party group studies first (“第一议题”, A37)."""
    families = [_family(item.type) for item in items]
    if _F.STUDY in families[1:] and families[0] is not _F.STUDY:
        return [Problem("传达学习议题请列为“第一议题”，放在最前面。", row=1)]
    return []


def personnel_wording(*, appoints: bool, removes: bool) -> str:
    """Return 人事任免事项, 人事任命事项 or 人事免职事项: the wording follows the content (A26)."""
    if appoints and removes:
        return "人事任免事项"
    return "人事免职事项" if removes else "人事任命事项"
