"""A body's own wording and stationery, in place of what ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.records.documents import Blob
from meetingdesk.records.kept import OwnStationery, OwnWording
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: the one stationery there is: the sheet every paper is written on
SHEET = "base.docx"


def wording_of(session: Session, meeting_id: int | None) -> dict[str, str]:
    """Return the own templates of the meeting's body: name → text."""
    if meeting_id is None:
        return {}
    body = select(Meeting.body_id).where(Meeting.id == meeting_id).scalar_subquery()
    rows = session.execute(
        select(OwnWording.name, OwnWording.text).where(OwnWording.body_id == body)
    )
    return dict(rows.tuples().all())


def stationery_of(session: Session, meeting_id: int | None) -> bytes | None:
    """Return the meeting's body's own blank sheet (.docx), ``None`` for the built-in one."""
    if meeting_id is None:
        return None
    body = select(Meeting.body_id).where(Meeting.id == meeting_id).scalar_subquery()
    found = select(Blob.data).join(OwnStationery, OwnStationery.sha == Blob.sha)
    return session.scalar(found.where(OwnStationery.body_id == body, OwnStationery.name == SHEET))
