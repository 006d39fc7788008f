"""The columns of a result's counts, the same on screen, stage and paper; each row adds up.

What a rule gives no meaning (blanks where there is no 弃权, keys not pressed) has a column of its
own: else the numbers of a row are fewer than the ballots, and whoever signs cannot tell why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.rules.cardtypes import Blank, Medium, Unpressed

if TYPE_CHECKING:
    from collections.abc import Collection

    from meetingdesk.rules.cardtypes import Card
    from meetingdesk.rules.results import QuestionResult, Result

#: the keys of the two columns that are no choice
SILENT, INVALID = "_silent", "_invalid"


@dataclass(frozen=True, slots=True)
class CountColumn:
    """One column: the key of its choice, its head, and the number of each question by key.

    A question without a number here is a written name (另选他人), which stands on few ballots.
    """

    key: str
    label: str
    votes: dict[str, int]

    @property
    def spare(self) -> bool:
        """Whether it is no choice: what counts as nothing, what is invalid."""
        return self.key in (SILENT, INVALID)


def count_columns(card: Card, result: Result, printed: Collection[str]) -> tuple[CountColumn, ...]:
    """Return the columns of ``result``; ``printed`` are the keys of the questions put to the vote.

    The choices in the card's order, then what counts as nothing if there is any, then the invalid
    items: always of ballots, else only if there are any. Of a question put to the vote by one body
    they add up to the ballots returned, those pressed or raised to the people present.
    """
    rows = result.questions
    columns = [
        CountColumn(c.key, c.label, {row.key: row.counts.get(c.key, 0) for row in rows})
        for c in card.choices
    ]
    silent = {row.key: _silent(card, row) for row in rows if row.key in printed}
    if any(silent.values()):
        columns.append(CountColumn(SILENT, _silent_label(card), silent))
    invalid = {row.key: row.invalid + row.invalid_ballots for row in rows}
    if card.ballot.medium is Medium.PAPER or any(invalid.values()):
        columns.append(CountColumn(INVALID, "无效", invalid))
    return tuple(columns)


def _silent(card: Card, row: QuestionResult) -> int:
    """Return the items left unmarked that are neither 弃权 nor invalid."""
    abstain = card.abstain_key is not None
    blank = 0 if card.ballot.blank is Blank.INVALID or abstain else row.blank
    taken = abstain and card.ballot.unpressed is Unpressed.AS_ABSTAIN
    return blank + (0 if taken else row.unpressed or 0)


def _silent_label(card: Card) -> str:
    if card.ballot.medium is Medium.KEYPAD:
        return "未按"
    if card.ballot.medium is Medium.HANDS:
        return "未表态"
    return "未选" if len(card.choices) == 1 else "空白"
