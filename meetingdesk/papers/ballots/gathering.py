"""From sides to ballots: the sides of one ballot lie together in the stack, in either order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.rows import PageRow, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meetingdesk.papers.ballots.layout import Layout

_MISSING = "这张票的各页没有排在一起，不能合成一张票"
_MANY = "划记多于应选"


@dataclass(frozen=True)
class Ballot:
    """The sides of one ballot as read, in the order of the form.

    ``whole`` is false when a side is missing or misplaced; then nothing of it counts without a
    person. ``over`` names the groups with more marks on all sides together than are allowed.
    """

    rows: tuple[PageRow, ...]
    whole: bool
    over: tuple[str, ...] = ()

    @property
    def marks(self) -> dict[str, tuple[str, ...]]:
        """Marked boxes by group, over all sides."""
        joined: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            for group, boxes in row.marks.items():
                joined[group] = joined.get(group, ()) + boxes
        return joined


def gather(rows: Iterable[PageRow], layout: Layout) -> Iterator[Ballot]:
    """Put the sides of ballots together; blank backs and foreign sheets fall out.

    A side that cannot be read stands for itself: it may be any.
    """
    held: list[PageRow] = []
    for row in rows:
        if row.status in (Status.BLANK, Status.FOREIGN):
            continue
        if row.status is Status.UNREADABLE:
            yield from _leave(held)
            held = []
            yield Ballot((row,), whole=False)
            continue
        if any(one.side == row.side for one in held):
            yield from _leave(held)
            held = []
        held.append(row)
        if len(held) == layout.pages:
            yield _whole(held, layout)
            held = []
    yield from _leave(held)


def _leave(held: list[PageRow]) -> Iterator[Ballot]:
    """Yield sides whose others are missing, each flagged by name."""
    for row in held:
        flagged = replace(row, status=Status.FLAGGED, why=(_MISSING, *row.why))
        yield Ballot((flagged,), whole=False)


def _whole(held: list[PageRow], layout: Layout) -> Ballot:
    ballot = Ballot(tuple(sorted(held, key=lambda row: row.side)), whole=True)
    asked = {line.partition(":")[0] for row in held for line in row.why}
    over = tuple(
        group.id
        for group in layout.groups
        if len(ballot.marks.get(group.id, ())) > group.max and group.id not in asked
    )
    if not over:
        return ballot
    why = tuple(f"{group}: 各页{_MANY}" for group in over)
    rows = tuple(replace(r, status=Status.FLAGGED, why=(*r.why, *why)) for r in ballot.rows)
    return Ballot(rows, whole=True, over=over)
