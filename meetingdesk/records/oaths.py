"""宪法宣誓: ceremonies and those who swore (A28)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.base import Row, ref, short
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Ceremony(Row):
    """One oath ceremony; ``text_version`` names the oath text in force (2018)."""

    __tablename__ = "ceremony"
    meeting_id: Mapped[int] = ref("meeting.id")
    position: Mapped[int] = mapped_column(default=0)
    date: Mapped[dt.date | None]
    place: Mapped[str] = short(120)
    #: 单独 · 集体
    form: Mapped[str] = short(12, default="集体")
    leader: Mapped[str] = short(60)
    chair: Mapped[str] = short(60)
    witness: Mapped[str] = short(60)
    organiser: Mapped[str] = short(120)
    anthem: Mapped[bool] = mapped_column(default=False)
    emblem: Mapped[bool] = mapped_column(default=False)
    text_version: Mapped[str] = short(12, default="2018")
    meeting: Mapped[Meeting] = relationship()
    takers: Mapped[list[OathTaker]] = relationship(
        back_populates="ceremony", cascade="all, delete-orphan", order_by="OathTaker.position"
    )


class OathTaker(Row):
    """One person of a ceremony, sworn or to be sworn later (补宣)."""

    __tablename__ = "oath_taker"
    ceremony_id: Mapped[int] = ref("ceremony.id", cascade=True)
    entry_id: Mapped[int | None] = ref("motion_entry.id", optional=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = short(60)
    post: Mapped[str] = short(200)
    sworn: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = short(120)
    made_up_on: Mapped[dt.date | None]
    ceremony: Mapped[Ceremony] = relationship(back_populates="takers")
    entry: Mapped[MotionEntry | None] = relationship()


def left_to_swear(session: Session, meeting_id: int) -> list[tuple[MotionEntry, bool]]:
    """Return who passed, must swear and has not, in order, and whether a ceremony lists them."""
    rows = session.scalars(
        select(MotionEntry)
        .join(Motion)
        .where(
            Motion.meeting_id == meeting_id,
            MotionEntry.state == "通过",
            MotionEntry.must_swear.is_(True),
        )
        .order_by(Motion.position, MotionEntry.position)
    ).all()
    if not rows:
        return []
    listed = session.execute(
        select(OathTaker.entry_id, OathTaker.sworn).where(OathTaker.entry_id.is_not(None))
    ).all()
    sworn = {entry_id for entry_id, done in listed if done}
    planned = {entry_id for entry_id, _ in listed}
    return [(row, row.id in planned) for row in rows if row.id not in sworn]
