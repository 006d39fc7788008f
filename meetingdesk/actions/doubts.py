"""疑难票: ballots laid aside while counting, and what they count as once ruled.

A doubtful item is marked :data:`DOUBT`; a sheet doubtful as a whole bears it under
:data:`~meetingdesk.rules.tally.WHOLE` beside the marks as read. Until it is ruled such a ballot
stands in no sum. Rulings are kept for ballots marked alike, never for one ballot among them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.records.tallies import Ruling
from meetingdesk.records.votes import DOUBT, read_marks
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

__all__ = [
    "DOUBT",
    "Patterns",
    "as_read",
    "doubtful_items",
    "is_doubtful",
    "resolved",
    "rulings_of",
    "set_aside",
    "still_open",
    "undoubted",
]

Patterns = dict[Pattern, int]


def is_doubtful(sheet: Pattern) -> bool:
    """Say whether a ballot was laid aside."""
    return any(DOUBT in given for _, given in sheet)


def doubtful_items(sheet: Pattern) -> tuple[str, ...]:
    """Return the question keys in doubt, :data:`WHOLE` among them."""
    return tuple(key for key, given in sheet if DOUBT in given)


def as_read(sheet: Pattern) -> Pattern:
    """Return the marks with doubtful items illegible, to check or compare the rest of them."""
    return tuple(
        (key, (ILLEGIBLE,) if DOUBT in given else given)
        for key, given in sheet
        if not (key == WHOLE and DOUBT in given)
    )


def undoubted(patterns: Mapping[Pattern, int]) -> Patterns:
    """Return the ballots that were not laid aside."""
    return {sheet: copies for sheet, copies in patterns.items() if not is_doubtful(sheet)}


def set_aside(patterns: Mapping[Pattern, int]) -> Patterns:
    """Return the ballots that were laid aside."""
    return {sheet: copies for sheet, copies in patterns.items() if is_doubtful(sheet)}


def rulings_of(session: Session, vote_id: int) -> list[Ruling]:
    """Return the rulings of a vote, in the order of the marks."""
    rows = select(Ruling).where(Ruling.vote_id == vote_id)
    rows = rows.order_by(Ruling.marks, Ruling.ruled, Ruling.who, Ruling.why)
    return list(session.scalars(rows))


def still_open(patterns: Mapping[Pattern, int], rulings: list[Ruling]) -> Patterns:
    """Return how many ballots of each kind still want a ruling; below 0: ruled too often."""
    left = Counter(set_aside(patterns))
    for row in rulings:
        left[read_marks(row.marks)] -= row.copies
    return {sheet: number for sheet, number in sorted(left.items()) if number}


def resolved(patterns: Mapping[Pattern, int], rulings: list[Ruling]) -> Patterns:
    """Return the ballots with each doubtful one as it was ruled; all must have been ruled."""
    total = Counter(undoubted(patterns))
    for row in rulings:
        total[read_marks(row.ruled)] += row.copies
    return dict(sorted(total.items()))
