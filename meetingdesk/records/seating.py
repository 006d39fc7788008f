"""座次: the hall of a meeting and who sits where (rules §8)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from meetingdesk.records.base import Row, ref, short
from meetingdesk.records.meetings import Observer
from meetingdesk.records.roster import Person
from meetingdesk.rules.seating import Room, Spot


class SeatingPlan(Row):
    """The hall of one meeting. ``aisles`` lists the columns before which an aisle runs."""

    __tablename__ = "seating_plan"
    __table_args__ = (UniqueConstraint("meeting_id"),)
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    rows: Mapped[int]
    columns: Mapped[int]
    aisles: Mapped[list[Any] | None]
    #: seats on the platform; 0 for a hall without one
    platform: Mapped[int] = mapped_column(default=0)
    #: No. 2 sits at No. 1's left hand (左为上)
    left_first: Mapped[bool] = mapped_column(default=True)
    seats: Mapped[list[Seat]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="Seat.id"
    )

    @property
    def room(self) -> Room:
        """The hall as the rules measure it."""
        return Room(self.rows, self.columns, tuple(self.aisles or ()), self.platform)


class Seat(Row):
    """A seat taken by a member or an observer; the hall's other seats are free."""

    __tablename__ = "seat"
    plan_id: Mapped[int] = ref("seating_plan.id", cascade=True)
    #: 主席台 · 会场
    zone: Mapped[str] = short(8)
    row: Mapped[int] = mapped_column(default=0)
    column: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = ref("person.id", optional=True, cascade=True)
    observer_id: Mapped[int | None] = ref("observer.id", optional=True, cascade=True)
    plan: Mapped[SeatingPlan] = relationship(back_populates="seats")
    person: Mapped[Person | None] = relationship(lazy="joined")
    observer: Mapped[Observer | None] = relationship(lazy="joined")

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return Spot(self.zone, self.row, self.column)

    @property
    def name(self) -> str:
        """Who sits there."""
        if self.person is not None:
            return self.person.name
        return (self.observer.name or self.observer.text) if self.observer is not None else ""


def plan_of(session: Session, meeting_id: int) -> SeatingPlan | None:
    """Return a meeting's seating plan, None when none was made."""
    return session.scalar(select(SeatingPlan).where(SeatingPlan.meeting_id == meeting_id))
