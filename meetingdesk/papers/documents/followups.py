"""审议意见 and the papers by which it is handed on (B01, B04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.documents.meeting import item_words
from meetingdesk.papers.wording import compose
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.followups import Opinion
from meetingdesk.rules.titles import book, strip_draft, unbook

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting


def opinions(session: Session, item: AgendaItem) -> Document:
    """审议意见: the points raised on an item, to the organ that must act (监督法 Art. 17)."""
    points = session.scalars(
        select(Opinion).where(Opinion.item_id == item.id).order_by(Opinion.position, Opinion.id)
    ).all()
    if not points:
        raise nothing("这个议题还没有审议意见", "请先登记审议意见。")
    words = meeting_words(item.meeting)
    due = max((p.due for p in points if p.due), default=None)
    words.update(
        subject=strip_draft(unbook(item.subject)),
        what=item_words(item),
        booked=book(item.subject),
        organ=next((p.organ for p in points if p.organ), item.submitted_by or ""),
        points=[p.text for p in points],
        due=due,
        has_due=due is not None,
    )
    return compose("opinions", "opinions", words, author=words["body"], date=day_of(item.meeting))


def _with_points(session: Session, meeting: Meeting) -> list[Offer]:
    wanted = select(Opinion.item_id).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    with_points = set(session.scalars(wanted))
    return [
        Offer(item.id, f"审议意见：{item.subject}")
        for item in meeting.agenda
        if item.id in with_points
    ]


MAKERS: dict[str, Maker] = {"opinions": each(opinions, _with_points)}
