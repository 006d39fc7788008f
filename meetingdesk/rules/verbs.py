"""Agenda verbs and outcome phrases: the two controlled vocabularies (rows A05, A36, A37).

听取 hears and yields nothing; 听取和审议 yields 审议意见. 审议通过 belongs to the standing
committee, 原则通过 / 研究通过 / 同意提请 to the chairpersons' meeting. Synonyms keep their own
wording on paper; the table only says what they mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class VerbFamily(StrEnum):
    """What a verb does with its subject."""

    DELIBERATE = "审议"
    HEAR_DELIBERATE = "听取和审议"
    HEAR = "听取"
    CONSIDER = "研究"
    STUDY = "传达学习"
    REVIEW = "审查"
    DECIDE = "决定"
    BALLOT = "票决"
    QUESTION = "询问"
    CEREMONY = "仪式"
    LECTURE = "讲座"
    SUBMIT = "提出"
    TALK = "交流"
    WORK = "部署"


@dataclass(frozen=True, slots=True)
class Verb:
    """One agenda verb; ``canonical`` is the wording it is a synonym of."""

    word: str
    family: VerbFamily
    canonical: str


def _verbs() -> dict[str, Verb]:
    words = {
        VerbFamily.HEAR_DELIBERATE: "听取和审议 听取并审议 听取审议 听取、审议",
        VerbFamily.DELIBERATE: "审议 书面审议",
        VerbFamily.HEAR: "听取 书面听取 通报",
        VerbFamily.CONSIDER: "研究 讨论研究 研究讨论 讨论 听取和研究",
        VerbFamily.STUDY: "传达学习 学习贯彻 学习 传达 集体学习",
        VerbFamily.REVIEW: "审查 初步审查 审查和批准",
        VerbFamily.DECIDE: "决定 确定 成立 表决 批准 通过 作出 补选 任免 推选 接受",
        VerbFamily.BALLOT: "票决 票选 选举 测评",
        VerbFamily.QUESTION: "专题询问 询问 质询",
        VerbFamily.CEREMONY: "颁发 宣誓 揭牌",
        VerbFamily.LECTURE: "举办",
        VerbFamily.SUBMIT: "提出 提请",
        VerbFamily.TALK: "交流研讨 讲话 典型发言 发言 签署 对照检查 收听收看",
        VerbFamily.WORK: "部署 召开 动员 总结",
    }
    table: dict[str, Verb] = {}
    for family, listed in words.items():
        first, *_ = listed.split()
        for word in listed.split():
            synonym = family is VerbFamily.HEAR_DELIBERATE
            table[word] = Verb(word, family, first if synonym else word)
    return table


VERBS: dict[str, Verb] = _verbs()
COMMON_VERBS = (
    "听取",
    "听取和审议",
    "审议",
    "书面审议",
    "研究",
    "讨论",
    "讨论研究",
    "传达学习",
    "审查",
    "初步审查",
    "通报",
    "决定",
    "确定",
    "表决",
    "票决",
    "选举",
    "专题询问",
    "质询",
    "颁发",
    "宣誓",
    "举办",
)
_LONGEST_FIRST = sorted(VERBS, key=len, reverse=True)


def verb_at(text: str) -> str:
    """Return the verb ``text`` begins with (the longest that fits), or an empty string."""
    return next((word for word in _LONGEST_FIRST if text.startswith(word)), "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome phrase and what it means.

    ``adopts``: the text is passed and loses （草案）; ``by_vote``: the phrase says votes were
    taken; ``follow_up``: something must still happen (原则通过 → final text, 交办 → reply).
    """

    phrase: str
    adopts: bool = False
    by_vote: bool = False
    follow_up: str = ""


OUTCOMES: dict[str, Outcome] = {
    outcome.phrase: outcome
    for outcome in (
        Outcome("审议通过", adopts=True),
        Outcome("审议并通过", adopts=True),
        Outcome("表决通过", adopts=True, by_vote=True),
        Outcome("举手表决通过", adopts=True, by_vote=True),
        Outcome("审议并表决通过", adopts=True, by_vote=True),
        Outcome("审议并全票通过", adopts=True, by_vote=True),
        Outcome("全票通过", adopts=True, by_vote=True),
        Outcome("通过", adopts=True),
        Outcome("表决未通过", by_vote=True),
        Outcome("未通过", by_vote=True),
        Outcome("原则通过", follow_up="按会议意见修改后印发定稿"),
        Outcome("研究通过"),
        Outcome("同意提请", follow_up="列入常委会会议议程"),
        Outcome("不提请", follow_up="告知提请机关"),
        Outcome("研究"),
        Outcome("研究部署"),
        Outcome("研究贯彻", follow_up="贯彻意见转为任务"),
        Outcome("安排部署"),
        Outcome("审议", follow_up="整理审议意见"),
        Outcome("听取"),
        Outcome("初步审查"),
        Outcome("作出决议", adopts=True),
        Outcome("作出相关决议", adopts=True),
        Outcome("作出决定", adopts=True),
        Outcome("作出评议结果"),
        Outcome("批准", adopts=True),
        Outcome("确定", adopts=True),
        Outcome("成立", adopts=True),
        Outcome("满意度测评", by_vote=True, follow_up="通报测评结果"),
        Outcome("提出评议意见", follow_up="印发评议意见"),
        Outcome("暂不付表决", follow_up="继续审议"),
        Outcome("撤回"),
        Outcome("交办", follow_up="跟踪办理"),
        Outcome("交由", follow_up="跟踪办理"),
        Outcome("转办", follow_up="跟踪办理"),
        Outcome("监督意见书", follow_up="跟踪整改"),
        Outcome("现场询问", follow_up="书面答复"),
        Outcome("跟踪督办", follow_up="跟踪整改"),
        Outcome("票决出", adopts=True, by_vote=True),
        Outcome("票选", by_vote=True),
        Outcome("当选", adopts=True, by_vote=True),
        Outcome("颁发"),
        Outcome("宣誓"),
        Outcome("签署"),
        Outcome("分组讨论"),
        Outcome("讨论"),
        Outcome("意见建议"),
        Outcome("发言"),
        Outcome("启动"),
    )
}
_PHRASES = "|".join(sorted(OUTCOMES, key=len, reverse=True))
# What follows these two names another body's future act (同意提请常委会会议审议).
_PHRASE = re.compile(rf"(同意提请|不提请|交由)[^；;，,]*|({_PHRASES})")
_ASIDE = re.compile(r"（[^（）]*）")
_BLANK = {"", "—", "－", "-", "无"}


@dataclass(frozen=True, slots=True)
class ParsedOutcome:
    """The known phrases in a recorded outcome; ``blank`` when none is recorded on purpose."""

    phrases: tuple[str, ...]
    blank: bool


def parse_outcome(text: str) -> ParsedOutcome:
    """Find the outcome phrases in free text such as 审议通过；交由市政府办理, in order.

    An aside in brackets counts only when the text outside it names no outcome. A chairpersons'
    meeting often has no outcome (—): that is blank, not wrong (inventory 6.14).
    """
    outside = _ASIDE.sub("", text).strip()
    if outside in _BLANK:
        return ParsedOutcome((), blank=True)
    found = list(_PHRASE.finditer(outside)) or list(_PHRASE.finditer(text))
    return ParsedOutcome(tuple(dict.fromkeys(one[1] or one[2] for one in found)), blank=False)
