"""审议意见: points raised on an item, for the letter to the organ (B01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.followups import Opinion

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OpinionView:
    """One point of the opinions on an item."""

    id: int
    item_id: int
    position: int
    text: str
    organ: str
    due: dt.date | None


@action("登记审议意见")
def add_opinion(
    work: Work, item_id: int, *, text: str, organ: str = "", due: dt.date | None = None
) -> int:
    """Add a point to the opinions on an item; return its id."""
    item = fetch(work.session, AgendaItem, item_id)
    opinion = Opinion(
        item_id=item.id,
        text=require(text, "审议意见"),
        organ=organ.strip(),
        due=due,
        position=len(_of(work.session, item.id)) + 1,
    )
    work.session.add(opinion)
    work.session.flush()
    work.meeting_id, work.label = item.meeting_id, "登记审议意见"
    return opinion.id


@action("修改审议意见")
def edit_opinion(work: Work, /, opinion_id: int, **values: object) -> None:
    """Change a point's text, organ or date."""
    opinion = fetch(work.session, Opinion, opinion_id)
    assign(opinion, values, frozenset({"text", "organ", "due"}))
    require(opinion.text, "审议意见")
    work.meeting_id, work.label = opinion.item.meeting_id, "修改审议意见"


@action("删除审议意见")
def delete_opinion(work: Work, opinion_id: int) -> None:
    """Delete a point."""
    opinion = fetch(work.session, Opinion, opinion_id)
    item = opinion.item
    work.meeting_id, work.label = item.meeting_id, "删除审议意见"
    work.session.delete(opinion)
    work.session.flush()
    renumber(_of(work.session, item.id))


@action("调整审议意见次序")
def move_opinion(work: Work, opinion_id: int, to: int) -> None:
    """Move a point to 0-based index ``to``."""
    opinion = fetch(work.session, Opinion, opinion_id)
    place(_of(work.session, opinion.item_id), opinion, to)
    work.meeting_id, work.label = opinion.item.meeting_id, "调整审议意见次序"


def _of(session: Session, item_id: int) -> list[Opinion]:
    return list(
        session.scalars(
            select(Opinion).where(Opinion.item_id == item_id).order_by(Opinion.position, Opinion.id)
        )
    )


@query
def opinions(session: Session, item_id: int) -> list[OpinionView]:
    """List the points on an item."""
    return [
        OpinionView(o.id, o.item_id, o.position, o.text, o.organ, o.due)
        for o in _of(session, item_id)
    ]
