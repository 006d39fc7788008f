"""The parts of a rule card (计票规则卡): what a vote asks, how ballots count, what decides.

A card is a plain value; :mod:`meetingdesk.rules.cards` parses it from a TOML table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from meetingdesk.rules.majority import Op


class Base(StrEnum):
    """The number a threshold is measured on (计算基数); never a bare percentage."""

    MEMBERS = "全体组成人员"
    SEATS = "编制名额"
    PRESENT = "到会"
    ISSUED = "发出"
    RETURNED = "收回"
    VALID = "有效"
    VALID_KNOWN = "有效不含不了解"
    DEPUTIES = "全体代表"
    ITEMS = "件数"

    @property
    def label(self) -> str:
        """The words put before the number in an explanation."""
        return _BASE_WORDS[self][0]

    @property
    def noun(self) -> str:
        """The name of the number itself, as in a rule: 到会人数."""
        return "到会人数" if self is Base.PRESENT else self.label

    @property
    def unit(self) -> str:
        """The measure word put after the number: 人, 名, 张 or 件."""
        return _BASE_WORDS[self][1]


_BASE_WORDS = {
    Base.MEMBERS: ("全体组成人员", "人"),
    Base.SEATS: ("编制名额", "名"),
    Base.PRESENT: ("到会", "人"),
    Base.ISSUED: ("发出票", "张"),
    Base.RETURNED: ("收回票", "张"),
    Base.VALID: ("有效票", "张"),
    Base.VALID_KNOWN: ("有效票（不含不了解）", "张"),
    Base.DEPUTIES: ("全体代表", "人"),
    Base.ITEMS: ("件数", "件"),
}


class Kind(StrEnum):
    """What sort of vote a card serves."""

    DECISION = "表决"
    APPOINTMENT = "任免"
    EVALUATION = "测评"
    SELECTION = "票决"
    ELECTION = "选举"
    PROCEDURAL = "程序"
    ACCLAMATION = "无异议"


class Medium(StrEnum):
    """How the vote is taken."""

    PAPER = "票"
    KEYPAD = "表决器"
    HANDS = "举手"
    ACCLAMATION = "无异议"
    RECORD = "汇总"


class Blank(StrEnum):
    """What an unmarked item on a returned ballot means."""

    ABSTAIN = "abstain"
    INVALID = "invalid"


class Fault(StrEnum):
    """How far a doubly marked or illegible item spoils the ballot."""

    ITEM = "invalid_item"
    BALLOT = "invalid_ballot"


class Missing(StrEnum):
    """What an issued ballot that never came back means."""

    NOT_RETURNED = "not_returned"
    ABSTAIN = "abstain"


class Unpressed(StrEnum):
    """What an unpressed key (未按表决器) means."""

    NOT_COUNTED = "not_counted"
    AS_ABSTAIN = "as_abstain"
    AS_ABSENT = "as_absent"


class TieAt(StrEnum):
    """Whether exactly reaching a threshold marked ``op = "tie"`` meets it (恰为半数)."""

    MET = "met"
    MISSED = "missed"


class TiePolicy(StrEnum):
    """What is done when votes tie at the last seat (末位票数相等)."""

    REVOTE = "revote"
    BALLOT_ORDER = "ballot_order"
    ALL_IN = "all_in"
    ORGAN_DECIDES = "organ_decides"


class ShortagePolicy(StrEnum):
    """What is done when fewer than the seats get enough votes (不足应选名额)."""

    REVOTE = "revote"
    LEAVE_VACANT = "leave_vacant"
    ORGAN_DECIDES = "organ_decides"


class WriteIn(StrEnum):
    """Whether other names may be written (另选他人)."""

    NO = "no"
    WITH_AGAINST = "with_against"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a voter can mark for a question."""

    key: str
    label: str
    score: Fraction | None = None
    counts_in_valid: bool = True
    is_abstain: bool = False
    is_unknown: bool = False
    is_against: bool = False


@dataclass(frozen=True, slots=True)
class BallotRule:
    """How marks on a ballot count (rules.md §1.3)."""

    medium: Medium = Medium.PAPER
    secret: bool = True
    blank: Blank = Blank.ABSTAIN
    double: Fault = Fault.ITEM
    illegible: Fault = Fault.ITEM
    missing: Missing = Missing.NOT_RETURNED
    unpressed: Unpressed = Unpressed.NOT_COUNTED


@dataclass(frozen=True, slots=True)
class Threshold:
    """``count OP fraction × base``; ``by_tie_rule`` when the card's tie setting chose the op."""

    op: Op
    fraction: Fraction
    base: Base
    by_tie_rule: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows a grade: 限期整改, 重新报告, 再次测评 …; ``months`` is the time limit."""

    text: str
    months: int | None = None
    retest: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the ordered outcomes; ``threshold`` is None only for the final ``else``."""

    key: str
    label: str
    choices: tuple[str, ...] = ()
    threshold: Threshold | None = None
    passed: bool | None = None
    second_round: bool = False
    consequence: Consequence | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A grade by mean score: ``at_least ≤ score < below`` (the top band includes its end)."""

    key: str
    label: str
    at_least: Fraction
    below: Fraction
    passed: bool | None = None
    consequence: Consequence | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A published rate, e.g. 满意率 = 满意 ÷ 有效."""

    label: str
    choices: tuple[str, ...]
    base: Base


@dataclass(frozen=True, slots=True)
class Ranking:
    """Order the questions by mean score, or by the share of ``choices`` on ``base``.

    Equal values share a rank; ``first`` and ``last`` say how many ranks are announced.
    """

    by_score: bool
    choices: tuple[str, ...] = ()
    base: Base | None = None
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Selection:
    """Choosing ``seats`` among the questions (票决、选举) by votes for ``choice``."""

    choice: str
    threshold: Threshold | None
    seats: int | None = None
    choose_at_most: int | None = None
    choose_at_least: int = 0
    ties: TiePolicy = TiePolicy.REVOTE
    shortage: ShortagePolicy = ShortagePolicy.REVOTE
    write_in: WriteIn = WriteIn.NO


@dataclass(frozen=True, slots=True)
class Electorate:
    """One group of voters with its exact weight; a card's weights sum to 1."""

    key: str
    label: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Card:
    """A complete rule of one kind of vote, frozen with every vote taken under it."""

    id: str
    title: str
    kind: Kind
    version: str
    choices: tuple[Choice, ...]
    source: str
    article: str = ""
    doubts: tuple[str, ...] = ()
    guess: bool = False
    ballot: BallotRule = BallotRule()
    quorum: Threshold | None = None
    outcomes: tuple[Outcome, ...] = ()
    bands: tuple[Band, ...] = ()
    rates: tuple[Rate, ...] = ()
    ranking: Ranking | None = None
    selection: Selection | None = None
    electorates: tuple[Electorate, ...] = ()
    what_if: tuple[Base, ...] = ()
    tie_at_threshold: TieAt | None = None
    reject_limit: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The choice keys in ballot order."""
        return tuple(choice.key for choice in self.choices)

    @property
    def abstain_key(self) -> str | None:
        """The key of the abstaining choice (弃权), if the card has one."""
        return next((c.key for c in self.choices if c.is_abstain), None)

    @property
    def against_key(self) -> str | None:
        """The key of the choice against (反对), if the card has one."""
        return next((c.key for c in self.choices if c.is_against), None)

    def labels(self, keys: tuple[str, ...]) -> str:
        """Return the labels of ``keys`` joined as printed: 满意＋基本满意."""
        return "＋".join(c.label for c in self.choices if c.key in keys)
