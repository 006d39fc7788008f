"""Count ballots (计票): marks to sums, by the card's ballot rule.

Ballots are a multiset: a pattern of marks and how many ballots bear it. There is no first or
last ballot, so no order can influence a sum or betray a voter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.cardtypes import (
    Blank,
    Card,
    Fault,
    Medium,
    Missing,
    Selection,
    Unpressed,
    WriteIn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ILLEGIBLE = "?"
"""The mark of an item nobody can read (无法辨认)."""
WHOLE = "*"
"""The question key that, marked illegible, rules the whole ballot void (整票无效)."""

Pattern = tuple[tuple[str, tuple[str, ...]], ...]
"""A ballot's marks: ``((question, (choice, …)), …)``, sorted, unmarked questions left out."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the ballot: a person, a project, a motion; ``write_in`` for 另选他人."""

    key: str
    label: str
    write_in: bool = False


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """What was marked for one question, before blanks are given a meaning.

    ``invalid`` counts items spoilt on otherwise good ballots; ``unpressed`` is None when the
    keypad or the hall did not report it (then it is what is left of those present).
    """

    counts: dict[str, int]
    blank: int = 0
    invalid: int = 0
    unpressed: int | None = None

    @property
    def total(self) -> int:
        """All items seen, blank and invalid ones included."""
        return sum(self.counts.values()) + self.blank + self.invalid + (self.unpressed or 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one count; ``invalid_ballots`` are void as a whole."""

    questions: dict[str, QuestionTally]
    returned: int | None = None
    invalid_ballots: int = 0
    issued: int | None = None
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Ballots issued that did not come back (未收回); 0 where unknown."""
        if self.issued is None or self.returned is None:
            return 0
        return max(self.issued - self.returned, 0)


def pattern(marks: Mapping[str, Iterable[str]]) -> Pattern:
    """Return the canonical pattern of one ballot; unmarked questions leave no trace."""
    rows = ((key, tuple(sorted(set(given)))) for key, given in marks.items())
    return tuple(sorted(row for row in rows if row[1]))


def gather(ballots: Iterable[Mapping[str, Iterable[str]]]) -> dict[Pattern, int]:
    """Return the multiset of some ballots."""
    return dict(sorted(Counter(map(pattern, ballots)).items()))


def merge(*multisets: Mapping[Pattern, int]) -> dict[Pattern, int]:
    """Return the sum of several multisets (bundles, two machines)."""
    total: Counter[Pattern] = Counter()
    for patterns in multisets:
        total.update(patterns)
    return dict(sorted(total.items()))


def tally(
    card: Card,
    questions: Sequence[Question],
    patterns: Mapping[Pattern, int],
    *,
    seats: int | None = None,
    issued: int | None = None,
    returned: int | None = None,
) -> Tally:
    """Count a multiset of ballots under ``card``.

    ``seats`` replaces the card's number of seats for the limit on names chosen; ``returned``
    is the number of sheets counted by hand (default: as many as there are patterns).

    Raises:
        BadInput: a pattern names an unknown question or choice, or its copies are not positive.
    """
    _refuse_unknown(card, questions, patterns)
    counts = {q.key: dict.fromkeys(card.keys, 0) for q in questions}
    blank = dict.fromkeys(counts, 0)
    invalid = dict.fromkeys(counts, 0)
    reasons: Counter[str] = Counter()
    for marks, copies in patterns.items():
        read = _read(card, questions, dict(marks), seats)
        if isinstance(read, str):
            reasons[read] += copies
            continue
        for key, choice in read.items():
            if choice is None:
                blank[key] += copies
            elif choice == ILLEGIBLE:
                invalid[key] += copies
            else:
                counts[key][choice] += copies
    keypad = card.ballot.medium in (Medium.KEYPAD, Medium.HANDS)
    rows = {
        key: QuestionTally(
            counts[key],
            blank=0 if keypad else blank[key],
            invalid=invalid[key],
            unpressed=blank[key] if keypad else None,
        )
        for key in counts
    }
    sheets = sum(patterns.values()) if returned is None else returned
    return Tally(rows, sheets, sum(reasons.values()), issued, dict(sorted(reasons.items())))


def _read(
    card: Card, questions: Sequence[Question], marks: dict[str, tuple[str, ...]], seats: int | None
) -> dict[str, str | None] | str:
    """Return each question's choice (None blank, ``?`` invalid), or why the ballot is void."""
    if WHOLE in marks:
        return "整票无法辨认"
    rule, read = card.ballot, dict[str, str | None]()
    for question in questions:
        given = marks.get(question.key, ())
        if not given:
            if not question.write_in:
                read[question.key] = None
        elif ILLEGIBLE in given:
            if rule.illegible is Fault.BALLOT:
                return "有无法辨认的事项"
            read[question.key] = ILLEGIBLE
        elif len(given) > 1:
            if rule.double is Fault.BALLOT:
                return "同一项多选"
            read[question.key] = ILLEGIBLE
        else:
            read[question.key] = given[0]
    if card.selection is None:
        return read
    _judge_write_ins(card, card.selection, questions, read)
    return _out_of_limits(card.selection, read, seats) or read


def _judge_write_ins(
    card: Card, selection: Selection, questions: Sequence[Question], read: dict[str, str | None]
) -> None:
    """Spoil written names the rule does not allow: 弃权者不能另选他人 (rules.md §1.3)."""
    names = [q.key for q in questions if q.write_in and read.get(q.key) == selection.choice]
    others = {q.key for q in questions if not q.write_in}
    against = sum(read[key] == card.against_key for key in others) if card.against_key else 0
    allowed = {WriteIn.NO: 0, WriteIn.WITH_AGAINST: against, WriteIn.FREE: len(names)}
    if len(names) > allowed[selection.write_in]:
        for key in names:
            read[key] = ILLEGIBLE


def _out_of_limits(
    selection: Selection, read: dict[str, str | None], seats: int | None
) -> str | None:
    """Say why the number of names chosen voids the ballot (选举法 Art.44), if it does."""
    chosen = sum(choice == selection.choice for choice in read.values())
    most = selection.choose_at_most or seats or selection.seats
    if most is not None and chosen > most:
        return "所选人数（项数）多于应选名额"
    if chosen < selection.choose_at_least:
        return "所选人数（项数）少于规定"
    return None


def _refuse_unknown(
    card: Card, questions: Sequence[Question], patterns: Mapping[Pattern, int]
) -> None:
    known = {q.key for q in questions} | {WHOLE}
    marks = {*card.keys, ILLEGIBLE}
    problems = []
    for number, (rows, copies) in enumerate(patterns.items(), 1):
        if copies < 1:
            problems.append(Problem("张数应为正整数", row=number, field="copies"))
        for key, given in rows:
            if key not in known:
                problems.append(Problem("票上没有这一项", row=number, field=key))
            elif not set(given) <= marks:
                problems.append(Problem("票上没有这样的选项", row=number, field=key))
    if problems:
        raise BadInput.of("录入的票与票样不符，未作计票。", problems)


def effective(card: Card, row: QuestionTally, missing: int = 0) -> dict[str, int]:
    """Return the counts after blanks, unpressed keys and missing ballots got their meaning."""
    counts = {key: row.counts.get(key, 0) for key in card.keys}
    abstain = card.abstain_key
    if abstain is not None:
        if card.ballot.blank is Blank.ABSTAIN:
            counts[abstain] += row.blank
        if card.ballot.unpressed is Unpressed.AS_ABSTAIN:
            counts[abstain] += row.unpressed or 0
        if card.ballot.missing is Missing.ABSTAIN:
            counts[abstain] += missing
    return counts


def invalid_items(card: Card, row: QuestionTally) -> int:
    """Return the items of a question that do not count (the blank ones if the card says so)."""
    return row.invalid + (row.blank if card.ballot.blank is Blank.INVALID else 0)


def valid(card: Card, row: QuestionTally) -> int:
    """Return the valid votes on one question (有效票): what was cast and may count."""
    counts = effective(card, row)
    cast = sum(counts[c.key] for c in card.choices if c.counts_in_valid)
    if card.abstain_key is None and card.ballot.blank is Blank.ABSTAIN:
        cast += row.blank
    return cast


def valid_known(card: Card, row: QuestionTally) -> int:
    """Return the valid votes without those who do not know (有效不含不了解)."""
    counts = effective(card, row)
    return valid(card, row) - sum(
        counts[c.key] for c in card.choices if c.is_unknown and c.counts_in_valid
    )
