"""The rules of procedure as a declared table of parameters (row A39).

National law fixes few of these; the rest is each committee's own. Every parameter says its
default, where it comes from and how sure that is: [P] law or rule read, [S] excerpt seen,
[M] from memory. Records keep versions of the values, so a new term's rules never reach back.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.itemtypes import VoteMethod
from meetingdesk.rules.names import StrokeMode

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = int | str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the rules of procedure.

    ``choices`` limits a text value, ``least`` and ``most`` a number; ``fixed`` marks what
    national law fixes, which the desk shows but does not let the office change.
    """

    key: str
    title: str
    default: Value
    source: str
    mark: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 999
    fixed: bool = False


_BASES = ("全体组成人员", "到会", "有效", "收回", "发出")
_ORGANIC = "地方组织法第{}条"
#: what a missing 任前培训, 考试 or 公示 does: nothing, a warning, no place on the ballot (B22)
GATES = ("不要求", "提醒", "不得提请表决")
_METHODS = tuple(method.value for method in VoteMethod)
#: name lists in the roster's own order, which the office sets by hand (rules §8: 手工调整)
BY_ROLL = "名册"

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("seats", "组成人员名额", 41, _ORGANIC.format("四十七"), "P", "人", least=15, most=95),
    Parameter("quorum_base", "出席法定人数的基数", "全体组成人员", "地方组织法第五十一条", "P",
              choices=_BASES, fixed=True),
    Parameter("quorum_fraction", "出席须超过", "1/2", "地方组织法第五十一条", "P", fixed=True),
    Parameter("majority_base", "通过门槛的基数", "全体组成人员", "地方组织法第五十一条", "P",
              choices=_BASES, fixed=True),
    Parameter("majority_fraction", "通过须超过", "1/2", "地方组织法第五十一条", "P", fixed=True),
    Parameter("procedural_base", "程序性动议的基数", "到会", "上海市人大常委会议事规则第二十一条（N5）",
              "P", choices=_BASES),
    Parameter("meeting_months", "至少每几个月举行一次", 2, "地方组织法第五十一条", "P", "个月",
              least=1, most=2),
    Parameter("notice_days", "会议通知提前", 7, "上海市人大常委会议事规则第五条（N1；另见10日）", "P",
              "天", most=60),
    Parameter("bill_days", "议案送达提前", 15, "上海市人大常委会议事规则第十五条（N2）", "P", "天",
              most=60),
    Parameter("report_draft_days", "专项报告征求意见稿提前", 20, "监督法第十五条（N3）", "P", "天",
              fixed=True),
    Parameter("report_revised_days", "专项报告修改稿提前", 10, "监督法第十五条（N3）", "P", "天",
              fixed=True),
    Parameter("report_members_days", "专项报告发给组成人员提前", 7, "监督法第十五条（N3）", "P", "天",
              fixed=True),
    Parameter("motion_signers", "联名提出议案", 5, "地方组织法第五十二条（市级5人，县级3人）", "P",
              "人", least=3),
    Parameter("inquiry_signers", "联名提出质询案", 5, "地方组织法第五十三条（市级5人，县级3人）", "P",
              "人", least=3),
    Parameter("removal_fraction", "联名提出撤职案、调查委员会", "1/5", "监督法第五十六条、第六十一条",
              "P", fixed=True),
    Parameter("amendment_days", "修正案提前", 1, "上海市人大常委会议事规则第十八条（N4）", "P", "天"),
    Parameter("speech_minutes", "第一次发言", 10, "上海市人大常委会议事规则（N7）", "P", "分钟",
              most=60),
    Parameter("speech_again_minutes", "第二次发言", 5, "上海市人大常委会议事规则（N7）", "P", "分钟",
              most=60),
    Parameter("vote_method", "一般议案的表决方式", VoteMethod.HANDS.value, "A21；N11", "S",
              choices=_METHODS),
    Parameter("personnel_method", "人事任免的表决方式", VoteMethod.BALLOT.value, "N11", "S",
              choices=_METHODS),
    Parameter("personnel_singly", "任免案逐人表决", True, "全国人大常委会议事规则第三十四条（N11）", "P"),
    Parameter("failure_method", "表决器失灵时", VoteMethod.HANDS.value, "N12", "S", choices=_METHODS),
    Parameter("unpressed_key", "未按表决器", "not_counted", "全国人大2006年表决办法（N13）", "S",
              choices=("not_counted", "as_abstain", "as_absent")),
    Parameter("blank_ballot", "未作标记", "abstain", "rules 1.3", "M", choices=("abstain", "invalid")),
    Parameter("overmarked", "一项多选", "invalid_item", "深圳市2011年规则（1.3）", "S",
              choices=("invalid_item", "invalid_ballot")),
    Parameter("remote_vote", "视频参会人员的表决", "举手表决", "A12；inventory 6.11", "M",
              choices=("举手表决", "逐人点名", "不参加表决")),
    Parameter("resubmit_limit", "连续未获通过不得再提", 2, "淄博市人事任免办法第四十二条", "S", "次",
              least=1, most=9),
    Parameter("statement_time", "供职发言", "表决前", "A29；rules 2.2", "S",
              choices=("表决前", "表决后")),
    Parameter("statement_minutes", "供职发言每人", 5, "rules 2.2", "M", "分钟", most=60),
    Parameter("training_gate", "没有参加任前培训的", GATES[0], "滑县“三个不任命”（B22；县级制度）", "S",
              choices=GATES),
    Parameter("training_gap", "任前培训三段各隔", 3, "滑县“三个三”（B21）", "S", "天", most=30),
    Parameter("training_days", "任前培训间隔按", "自然日", "B21（种子未写）", "M",
              choices=("自然日", "工作日")),
    Parameter("exam_gate", "任前法律知识考试没有达到的", GATES[0],
              "滑县“三个不任命”（B22）；淄博市人事任免办法第三十九条", "S", choices=GATES),
    Parameter("exam_wanted", "任前考试须达到", "合格", "B20；滑县要求优良（B22）", "S",
              choices=("合格", "优良")),
    Parameter("exam_pass", "任前考试合格线", 60, "B20（种子未写）", "M", "分", most=100),
    Parameter("exam_good", "任前考试优良线", 80, "B20（种子未写）", "M", "分", most=100),
    Parameter("exam_retakes", "任前考试可以补考", True, "淄博市人事任免办法第三十九条", "S"),
    Parameter("publicity_gate", "任前公示没有期满的", GATES[0], "rules 2.2（党委组织部门办理）", "M",
              choices=GATES),
    Parameter("publicity_days", "任前公示", 5, "rules 2.2", "M", "天", least=1, most=30),
    Parameter("cross_posts", "核对任职回避（同时任不同机关职务）", True,
              "法官法、检察官法、监察官法", "M"),
    Parameter("letter_posts", "颁发任命书的动作", ("任命", "决定任命"), "rules 2.3", "M"),
    Parameter("letter_number", "任命书编号", "〔{year}〕第{number}号", "rules 2.3", "M"),
    Parameter("letter_seal", "任命书加盖常委会印章", True, "全国人大常委会办公厅通知（2.3，盖章可选）",
              "S"),
    Parameter("grades", "测评等次", ("满意", "基本满意", "不满意"), "rules 4.1", "S"),
    Parameter("opinion_send_days", "审议意见印发期限", 7, "浙江省监督条例第四十三条（D5）", "P", "天",
              most=90),
    Parameter("opinion_reply_months", "审议意见研究处理期限", 3, "浙江省监督条例（D4、D5；法律未规定）",
              "P", "个月", least=1, most=12),
    Parameter("rectify_months", "审计查出问题整改报告", 6, "监督法第二十七条", "P", "个月", fixed=True),
    Parameter("spot_reply_days", "现场询问书面答复", 3, "S4·林州（B27）", "S", "个工作日", most=30),
    Parameter("readings", "法规案审次", 2, "A16（种子未写，须配置）", "M", "审", least=1, most=4),
    Parameter("chairs_gate", "议题须经主任会议同意提请", True, "地方组织法第五十二条、第五十四条（A07）",
              "P"),
    Parameter("name_order", "名单笔画次序", StrokeMode.FULL_NAME.value, "rules 0.8（须问用户）", "S",
              choices=(*(mode.value for mode in StrokeMode), BY_ROLL)),
    Parameter("list_order", "名单内任免先后", "先任后免", "rules 2.4", "S",
              choices=("先任后免", "先免后任")),
    Parameter("observers_speak", "列席人员可以发言", True, "上海市人大常委会议事规则第九条（N8）", "P"),
    Parameter("public_seats", "全体会议设旁听席", False, "N9", "P"),
    Parameter("stage_photos", "大屏任免名单附照片", False, "A25（本机关习惯）", "M"),
)  # fmt: skip

BY_KEY: dict[str, Parameter] = {parameter.key: parameter for parameter in PARAMETERS}


def defaults() -> dict[str, Value]:
    """Return every parameter's default."""
    return {parameter.key: parameter.default for parameter in PARAMETERS}


def merged(changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the defaults with the office's own values; unknown keys are left out."""
    return defaults() | {key: value for key, value in changes.items() if key in BY_KEY}


def check_value(key: str, value: Value) -> list[Problem]:
    """Report why ``value`` may not stand for parameter ``key``."""
    parameter = BY_KEY.get(key)
    if parameter is None:
        return [Problem(f"议事规则没有“{key}”这一项。")]
    message = _fault(parameter, value)
    return [Problem(message, field=parameter.title)] if message else []


def check_values(values: Mapping[str, Value]) -> list[Problem]:
    """Report every unsound value of a set."""
    return [problem for key, value in values.items() for problem in check_value(key, value)]


def _fault(parameter: Parameter, value: Value) -> str:
    if parameter.fixed and value != parameter.default:
        return f"由法律规定（{parameter.source}），不能修改。"
    if type(value) is not type(parameter.default):
        return f"“{value}”的类型不对，默认值是“{parameter.default}”。"
    if parameter.choices and value not in parameter.choices:
        return f"“{value}”不在可选范围：{'、'.join(parameter.choices)}。"
    if isinstance(value, tuple) and not _distinct(value):
        return "至少填写一项，各项不能为空或者重复。"
    number = isinstance(value, int) and not isinstance(value, bool)
    if number and not parameter.least <= value <= parameter.most:  # type: ignore[operator]
        return f"应在{parameter.least}至{parameter.most}{parameter.unit}之间，现为{value}。"
    return ""


def _distinct(values: tuple[str, ...]) -> bool:
    return bool(values) and all(values) and len(set(values)) == len(values)


def fraction(values: Mapping[str, Value], key: str) -> Fraction:
    """Return a fraction parameter exactly, e.g. ``quorum_fraction`` → 1/2."""
    return Fraction(str(values[key]))
