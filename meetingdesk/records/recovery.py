"""断电补录: the spells in which a meeting's paper records were typed in after a power cut."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from meetingdesk.records.base import Row, ref, short

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: how a record typed in from paper is called, on paper and on the screen
SAID = "断电后据纸质记录补录"


class Recovery(Row):
    """One spell of typing in; open while ``ended_at`` is empty. Instants are UTC.

    What is entered meanwhile carries its own mark (``from_paper``): a live entry made later
    takes the mark away again, the spell stays.
    """

    __tablename__ = "recovery"
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    begun_at: Mapped[dt.datetime]
    begun_by: Mapped[str] = short(60)
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[str] = short(60)


def open_recovery(session: Session, meeting_id: int) -> Recovery | None:
    """Return the meeting's running spell, if there is one."""
    return session.scalar(
        select(Recovery)
        .where(Recovery.meeting_id == meeting_id, Recovery.ended_at.is_(None))
        .order_by(Recovery.id.desc())
        .limit(1)
    )
