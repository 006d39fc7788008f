"""The result of a vote as one value for screen, stage, Word and PDF (计票结果).

Its plain form is the exchange format ``result`` (resources/schema/result.json).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.cardtypes import Base  # noqa: TC001 - from_dict reads the annotations

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """Where a vote or one of its questions stands; none of them is an accident."""

    PASSED = "passed"
    FAILED = "failed"
    MIXED = "mixed"
    VOID = "void"
    UNDECIDED = "undecided"
    TIE = "tie"
    SECOND_ROUND = "second_round"
    SHORTAGE = "shortage"
    GRADED = "graded"
    MEASURED = "measured"


class Level(StrEnum):
    """How grave a failed check is: voids the vote, stops the decision, or is worth saying."""

    VOID = "void"
    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing checked about the numbers, with the sentence that says how it came out."""

    key: str
    ok: bool
    level: Level
    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the same votes would mean on another base; never part of the verdict."""

    base: Base
    base_count: int
    need: int
    have: int
    met: bool
    text: str


@dataclass(frozen=True, slots=True)
class RateValue:
    """A published rate with the numbers behind it."""

    label: str
    have: int
    base: int
    text: str


@dataclass(frozen=True, slots=True)
class NextRound:
    """The vote the rule asks for next: on which questions, for how many seats, and why."""

    questions: tuple[str, ...]
    seats: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What was decided on one question and why.

    ``counts`` has blanks and unpressed keys already given their meaning; ``need``, ``have`` and
    ``short`` are votes on the decisive threshold (None for weighted and scored grades).
    """

    key: str
    label: str
    state: State
    outcome_key: str
    outcome_label: str
    counts: dict[str, int]
    blank: int
    invalid: int
    invalid_ballots: int
    valid: int
    explanation: str
    unpressed: int | None = None
    base: Base | None = None
    base_count: int | None = None
    need: int | None = None
    have: int | None = None
    short: int | None = None
    unanimous: bool = False
    consequence: str = ""
    consequence_months: int | None = None
    score: Fraction | None = None
    share: Fraction | None = None
    rank: int | None = None
    rates: tuple[RateValue, ...] = ()
    what_if: tuple[WhatIf, ...] = ()
    notes: tuple[str, ...] = ()
    failed_times: int = 0
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The whole result; ``conclusion`` is the sentence the chair can read out."""

    title: str
    round: int
    rehearsal: bool
    card_id: str
    card_title: str
    card_version: str
    guess: bool
    rule_text: str
    article: str
    source: str
    state: State
    conclusion: str
    checks: tuple[Check, ...]
    questions: tuple[QuestionResult, ...]
    numbers: dict[str, int] = field(default_factory=dict)
    seats: int | None = None
    vacancies: int | None = None
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    next_round: NextRound | None = None

    @property
    def problems(self) -> tuple[Check, ...]:
        """The failed checks that void the vote or stop the decision."""
        return tuple(c for c in self.checks if not c.ok and c.level is not Level.NOTE)

    def question(self, key: str) -> QuestionResult:
        """Return the result of one question.

        Raises:
            KeyError: there is no such question.
        """
        for found in self.questions:
            if found.key == key:
                return found
        raise KeyError(key)

    def to_dict(self) -> dict[str, Any]:
        """Return the plain exchange form: texts, whole numbers, lists and tables only."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        """Read the exchange form back.

        Raises:
            BadInput: the data is not a result.
        """
        try:
            built: Result = _build(cls, data)
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            problem = Problem(f"结果文件内容不完整或有误（{wrong}）")
            raise BadInput.of("结果文件无法读取，原有记录不受影响。", [problem]) from wrong
        return built


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, (Fraction, StrEnum)) else value


@cache
def _types_of(kind: type) -> dict[str, Any]:
    """Return the type of each field; working them out from their texts takes long."""
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def _build(kind: Any, data: Any) -> Any:
    """Build a value of the annotated type ``kind`` from its plain form."""
    if type(data) is kind:
        return data
    args = get_args(kind)
    if NoneType in args:
        return None if data is None else _build(next(a for a in args if a is not NoneType), data)
    if is_dataclass(kind):
        hints = _types_of(kind)  # type: ignore[arg-type]
        if not set(data) <= hints.keys():
            raise ValueError("、".join(sorted(set(data) - hints.keys())))
        return kind(**{k: _build(hints[k], v) for k, v in data.items()})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_build(args[0], item) for item in data)
    if get_origin(kind) is dict:
        return {str(key): _build(args[1], item) for key, item in data.items()}
    if isinstance(kind, type) and issubclass(kind, (StrEnum, Fraction)):
        return kind(data)
    raise TypeError(repr(data))
