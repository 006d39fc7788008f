"""A vote as it is put to the engine: card, questions, numbers, and ballots or sums (表决输入).

This is also the exchange format ``vote`` (resources/schema/vote.json).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.cardread import Table
from meetingdesk.rules.cards import card_to_dict, parse_card
from meetingdesk.rules.cardtypes import Base, Card, Unpressed
from meetingdesk.rules.tally import (
    Pattern,
    Question,
    QuestionTally,
    Tally,
    merge,
    pattern,
    tally,
    valid,
    valid_known,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers around a vote; None where not known. Persons, sheets and items, never rates.

    ``members`` are those in office at the meeting (全体组成人员), ``statutory_seats`` the
    编制名额, ``deputies`` the 全体代表, ``valid`` and ``invalid`` whole ballots as reported.
    """

    members: int | None = None
    statutory_seats: int | None = None
    deputies: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    unreturned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    items: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One body of votes: its numbers, and ballots (``patterns``) or sums (``totals``), or both."""

    numbers: Numbers
    patterns: dict[Pattern, int] | None = None
    totals: dict[str, QuestionTally] | None = None


@dataclass(frozen=True, slots=True)
class VoteInput:
    """Everything a decision depends on.

    ``parts`` holds one count for each of the card's weighted electorates; ``seats`` replaces the
    card's 应选名额; ``failed_before`` says how often in a row a question has failed already.
    """

    card: Card
    questions: tuple[Question, ...]
    count: Count
    parts: dict[str, Count] = field(default_factory=dict)
    seats: int | None = None
    failed_before: dict[str, int] = field(default_factory=dict)
    title: str = ""
    round: int = 1
    rehearsal: bool = False

    @property
    def numbers(self) -> Numbers:
        """The numbers of the only or first count."""
        return self.count.numbers

    def to_dict(self) -> dict[str, Any]:
        """Return the plain exchange form; equal votes give equal dicts."""
        out: dict[str, Any] = {
            "title": self.title,
            "round": self.round,
            "rehearsal": self.rehearsal,
            "card": card_to_dict(self.card),
            "questions": [
                {"key": q.key, "label": q.label, "write_in": q.write_in} for q in self.questions
            ],
            **_count_out(self.count),
            "failed_before": dict(self.failed_before),
        }
        if self.seats is not None:
            out["seats"] = self.seats
        if self.parts:
            out["parts"] = {key: _count_out(part) for key, part in self.parts.items()}
        return out

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], cards: Mapping[str, Card] | None = None
    ) -> VoteInput:
        """Read the exchange form; ``card`` may be a table or the id of one of ``cards``.

        Raises:
            BadInput: with every problem found, naming the field.
        """
        problems: list[Problem] = []
        t = Table(data, "", problems)
        card = _card(t, cards or {})
        questions = tuple(_question(q) for q in t.tables("questions"))
        if not questions:
            t.wrong("questions", "至少要有一项")
        if len({q.key for q in questions}) < len(questions):
            t.wrong("questions", "key 有重复")
        parts = t.table("parts")
        vote_round = t.whole("round", 1)
        seats, failed = t.whole("seats", 1), t.table("failed_before")
        title, rehearsal = t.text("title", ""), t.flag("rehearsal")
        count = _count_in(t)
        divided = _parts_in(parts) if parts else {}
        failures = _failures_in(failed) if failed else {}
        t.finish()
        if problems or card is None:
            raise BadInput.of("表决数据有误，未作判定。", problems)
        return cls(
            card, questions, count, divided, seats, failures, title, vote_round or 1, rehearsal
        )


def _card(t: Table, cards: Mapping[str, Card]) -> Card | None:
    given = t.raw("card")
    if isinstance(given, str):
        if given not in cards:
            t.wrong("card", f"没有“{given}”这张计票规则卡")
        return cards.get(given)
    if not isinstance(given, dict):
        t.wrong("card", "要写明计票规则卡（名称或全文）")
        return None
    try:
        return parse_card(given)
    except BadInput as wrong:
        for problem in wrong.problems:
            t.wrong(f"card.{problem.field}", problem.message)
        return None


def _question(t: Table) -> Question:
    key = t.text("key")
    question = Question(key, t.text("label", key) or key, t.flag("write_in"))
    if key == "*":
        t.wrong("key", "不能用“*”")
    t.finish()
    return question


def _count_in(t: Table) -> Count:
    numbers = t.table("numbers")
    patterns = totals = None
    if t.has("ballots"):
        patterns = merge(*(_ballot_in(b) for b in t.tables("ballots")))
    if t.has("totals"):
        table = t.must_table("totals")
        totals = {key: _total_in(table.must_table(key)) for key in table.names}
    return Count(_numbers_in(numbers) if numbers else Numbers(), patterns, totals)


def _parts_in(t: Table) -> dict[str, Count]:
    parts = {}
    for key in t.names:
        part = t.must_table(key)
        parts[key] = _count_in(part)
        part.finish()
    return parts


def _failures_in(t: Table) -> dict[str, int]:
    return {key: t.whole(key) or 0 for key in t.names}


def _numbers_in(t: Table) -> Numbers:
    numbers = Numbers(**{f.name: t.whole(f.name) for f in fields(Numbers)})
    t.finish()
    return numbers


def _ballot_in(t: Table) -> dict[Pattern, int]:
    marks = t.must_table("marks")
    found = {key: marks.texts(key) for key in marks.names}
    copies = t.whole("copies", 1)
    t.finish()
    return {pattern(found): 1 if copies is None else copies}


def _total_in(row: Table) -> QuestionTally:
    choices = row.must_table("choices")
    counts = {name: choices.number(name) for name in choices.names}
    total = QuestionTally(
        counts, row.whole("blank") or 0, row.whole("invalid") or 0, row.whole("unpressed")
    )
    row.finish()
    return total


def _count_out(count: Count) -> dict[str, Any]:
    given = {f.name: getattr(count.numbers, f.name) for f in fields(Numbers)}
    out: dict[str, Any] = {"numbers": {k: v for k, v in given.items() if v is not None}}
    if count.patterns is not None:
        out["ballots"] = [
            {"marks": {key: list(marks) for key, marks in rows}, "copies": copies}
            for rows, copies in sorted(count.patterns.items())
        ]
    if count.totals is not None:
        out["totals"] = {key: total_to_dict(row) for key, row in count.totals.items()}
    return out


def total_to_dict(row: QuestionTally) -> dict[str, Any]:
    """Return the plain form of one question's sums."""
    out: dict[str, Any] = {"choices": dict(row.counts), "blank": row.blank, "invalid": row.invalid}
    if row.unpressed is not None:
        out["unpressed"] = row.unpressed
    return out


def sums(vote: VoteInput, count: Count) -> Tally:
    """Return the sums of one count: of its ballots if it has them, else of its totals."""
    numbers = count.numbers
    if count.patterns is not None:
        return tally(
            vote.card,
            vote.questions,
            count.patterns,
            seats=vote.seats,
            issued=numbers.issued,
            returned=numbers.returned,
        )
    return Tally(dict(count.totals or {}), numbers.returned, numbers.invalid or 0, numbers.issued)


def base_count(base: Base, card: Card, numbers: Numbers, row: QuestionTally) -> int | None:
    """Return the number a threshold is measured on for one question, None when not known.

    Never below 0: more keys unpressed than people present is an error the checks name.
    """
    if base is Base.VALID:
        return valid(card, row)
    if base is Base.VALID_KNOWN:
        return valid_known(card, row)
    if base is Base.PRESENT and card.ballot.unpressed is Unpressed.AS_ABSENT:
        present = numbers.present
        return None if present is None else max(present - (row.unpressed or 0), 0)
    return {
        Base.MEMBERS: numbers.members,
        Base.SEATS: numbers.statutory_seats,
        Base.PRESENT: numbers.present,
        Base.ISSUED: numbers.issued,
        Base.RETURNED: numbers.returned,
        Base.DEPUTIES: numbers.deputies,
        Base.ITEMS: numbers.items,
    }[base]
