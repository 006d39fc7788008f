"""What scanning leaves on the desk: stacks taken into counts, and pictures of doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.records.ballots import ScanDoubt, ScanStack
from meetingdesk.records.votes import Count

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class StackView:
    """A stack taken into a count."""

    id: int
    count: int
    name: str
    pages: int
    ballots: int
    doubts: int


def kept_stacks(session: Session, vote_id: int) -> list[ScanStack]:
    """Return the stacks taken into the counts of a vote, as rows."""
    rows = select(ScanStack).where(ScanStack.vote_id == vote_id).order_by(ScanStack.id)
    return list(session.scalars(rows))


@query
def stacks_of(session: Session, vote_id: int) -> list[StackView]:
    """List the stacks taken into the counts of a vote."""
    views = []
    for row in kept_stacks(session, vote_id):
        count = session.get(Count, row.count_id) if row.count_id else None
        held = session.scalars(select(ScanDoubt).where(ScanDoubt.stack_id == row.id)).all()
        views.append(
            StackView(
                row.id, count.number if count else 0, row.name, row.pages, row.ballots, len(held)
            )
        )
    return views


@action("删除扫描存疑的图像", undoable=False, journalled=False)
def drop_crops(work: Work, vote_id: int) -> int:
    """Delete the pictures of ruled doubts, as the office chooses; rulings stay. Return how many."""
    rows = work.session.scalars(select(ScanDoubt).where(ScanDoubt.vote_id == vote_id)).all()
    for row in rows:
        row.crop = None
    work.also.add("scan_doubt")
    return len(rows)
