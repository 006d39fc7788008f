"""Compare two independent counts (复核): where they differ, never which one is right.

The differences carry no values, so a screen cannot steer the third look at the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.rules.tally import tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.rules.cardtypes import Card
    from meetingdesk.rules.tally import Pattern, Question, QuestionTally, Tally


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two counts disagree; ``question`` is empty for the sheet totals.

    ``what`` is ``returned``, ``invalid_ballots``, ``ballots``, ``blank``, ``invalid``,
    ``unpressed`` or the key of a choice.
    """

    question: str
    label: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether two counts agree, and every place where they do not."""

    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether the counts are the same everywhere."""
        return not self.differences

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that differ, each once, in ballot order."""
        return tuple(dict.fromkeys(d.question for d in self.differences if d.question))


def compare_tallies(
    card: Card, questions: Sequence[Question], first: Tally, second: Tally
) -> Agreement:
    """Compare the sums of two counts."""
    found = []
    for what, words in (("returned", "收回票数"), ("invalid_ballots", "无效票数")):
        if getattr(first, what) != getattr(second, what):
            found.append(Difference("", "整体", what, f"{words}不一致"))
    for question in questions:
        one, two = first.questions.get(question.key), second.questions.get(question.key)
        if one is None or two is None:
            if one is not two:
                text = f"{question.label}：只有一次计票录入了此项"
                found.append(Difference(question.key, question.label, "entered", text))
            continue
        found += _compare_rows(card, question, one, two)
    return Agreement(tuple(found))


def _compare_rows(
    card: Card, question: Question, one: QuestionTally, two: QuestionTally
) -> list[Difference]:
    cells = [(c.key, c.label, one.counts.get(c.key), two.counts.get(c.key)) for c in card.choices]
    cells += [
        ("blank", "空白", one.blank, two.blank),
        ("invalid", "无效", one.invalid, two.invalid),
        ("unpressed", "未按", one.unpressed, two.unpressed),
    ]
    return [
        Difference(question.key, question.label, key, f"{question.label}：“{label}”不一致")
        for key, label, left, right in cells
        if left != right
    ]


def compare_ballots(
    card: Card,
    questions: Sequence[Question],
    first: Mapping[Pattern, int],
    second: Mapping[Pattern, int],
    *,
    seats: int | None = None,
) -> Agreement:
    """Compare two counts ballot by ballot, as multisets.

    Two slips can cancel out in the sums; then the sums agree and only ``ballots`` differs.
    """
    sums = compare_tallies(
        card,
        questions,
        tally(card, questions, first, seats=seats),
        tally(card, questions, second, seats=seats),
    )
    if sums.agrees and dict(first) != dict(second):
        text = "各项合计一致，但逐票比较有不同的票"
        return Agreement((Difference("", "整体", "ballots", text),))
    return sums
