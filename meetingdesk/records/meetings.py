"""会议: meetings numbered within the term, sittings by half-day, attendance, observers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.roster import Body, Person, Term
from meetingdesk.rules.presence import is_away


class Meeting(Row):
    """One meeting of a body.

    What a record does not say is ``None`` or '', never a guess. ``date_text`` keeps a
    date the source gives only in part (``2020-05``). ``present_total`` is a figure taken
    over from a record; where a roll was taken, the roll counts.
    """

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("body_id", "kind", "term_number", "number"),)
    #: identifier in an exchange file (``SC-14-36``)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    body_id: Mapped[int] = ref("body.id")
    term_id: Mapped[int | None] = ref("term.id", optional=True)
    #: the term's number, kept beside ``term_id`` for bodies whose terms are not registered
    term_number: Mapped[int | None]
    #: 常委会会议 · 主任会议 · 党组会议 … (see rules.titles)
    kind: Mapped[str] = short(40)
    subtype: Mapped[str] = short(80)
    number: Mapped[int | None]
    start: Mapped[dt.date | None]
    end: Mapped[dt.date | None]
    date_text: Mapped[str] = short(60)
    date_note: Mapped[str] = prose()
    #: 现场 · 现场+视频 · 视频 · '' unknown
    mode: Mapped[str] = short(60)
    place: Mapped[str] = short(120)
    chair_id: Mapped[int | None] = ref("person.id", optional=True)
    #: the chair as the record writes it, where no person is registered
    chair_text: Mapped[str] = short(120)
    chair_phrase: Mapped[str] = short(60)
    #: 筹备 · 进行 · 已结束
    state: Mapped[str] = short(12, default="筹备")
    agenda_adopted: Mapped[bool] = mapped_column(default=False)
    present_total: Mapped[int | None]
    attendance_phrase: Mapped[str] = prose()
    #: names the source itself says are missing from the list (``None``: it says nothing)
    absent_text: Mapped[list[Any] | None]
    notice_on: Mapped[dt.date | None]
    notes: Mapped[str] = prose()
    source: Mapped[str] = prose()
    quote: Mapped[str] = prose()
    #: keys of the exchange record that were present but empty, so it goes out as it came in
    shape: Mapped[dict[str, Any] | None]

    body: Mapped[Body] = relationship(lazy="joined")
    term: Mapped[Term | None] = relationship()
    chair: Mapped[Person | None] = relationship(lazy="joined")
    sittings: Mapped[list[Sitting]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Sitting.position"
    )
    attendance: Mapped[list[Attendance]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Attendance.position"
    )
    observers: Mapped[list[Observer]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Observer.position"
    )
    agenda: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="AgendaItem.position"
    )


class Sitting(Row):
    """半日: one sitting of the order of day, apart from the agenda."""

    __tablename__ = "sitting"
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    date: Mapped[dt.date | None]
    #: 上午 · 下午 · 晚上
    half: Mapped[str] = short(8)
    #: 9:00
    time: Mapped[str] = short(12)
    #: 全体会议 · 分组会议 · 联组会议 · 专题讲座 …
    form: Mapped[str] = short(24)
    place: Mapped[str] = short(120)
    chair: Mapped[str] = short(60)
    meeting: Mapped[Meeting] = relationship(back_populates="sittings")
    entries: Mapped[list[SittingEntry]] = relationship(
        back_populates="sitting", cascade="all, delete-orphan", order_by="SittingEntry.position"
    )


class SittingEntry(Row):
    """One line of the order of day; may point at an agenda item or be a ceremony/lecture."""

    __tablename__ = "sitting_entry"
    sitting_id: Mapped[int] = ref("sitting.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[int | None] = ref("agenda_item.id", optional=True)
    text: Mapped[str] = prose()
    sitting: Mapped[Sitting] = relationship(back_populates="entries")
    item: Mapped[AgendaItem | None] = relationship()


class Attendance(Row):
    """A member's presence. ``name_text`` is the record's own wording where imported."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = ref("person.id", optional=True)
    name_text: Mapped[str] = short(200)
    #: 出席 · 请假 · 缺席 · 未登记
    state: Mapped[str] = short(12, default="未登记")
    #: 现场 · 视频 · ''
    mode: Mapped[str] = short(12)
    reason: Mapped[str] = short(120)
    approved_by: Mapped[str] = short(60)
    #: who typed this in from paper after a power cut and when, else ''
    from_paper: Mapped[str] = short(120)
    meeting: Mapped[Meeting] = relationship(back_populates="attendance")
    person: Mapped[Person | None] = relationship(lazy="joined")
    movements: Mapped[list[Movement]] = relationship(
        back_populates="attendance",
        cascade="all, delete-orphan",
        order_by="Movement.at, Movement.id",
        lazy="selectin",
    )

    @property
    def away(self) -> bool:
        """Whether one marked 出席 is out of the hall now: 离席 or 早退 without 返回."""
        return self.state == "出席" and is_away([m.kind for m in self.movements])


class Movement(Row):
    """进出: an arrival or departure during the meeting, at a local time."""

    __tablename__ = "movement"
    attendance_id: Mapped[int] = ref("attendance.id", cascade=True)
    at: Mapped[dt.datetime]
    #: 迟到 · 离席 · 返回 · 早退
    kind: Mapped[str] = short(8)
    attendance: Mapped[Attendance] = relationship(back_populates="movements")

    @property
    def time_words(self) -> str:
        """The time of day: 10:32."""
        return f"{self.at.hour}:{self.at.minute:02}"


class Observer(Row):
    """列席: a non-voting attendee or group, by category (A11)."""

    __tablename__ = "observer"
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    #: 一府一委两院领导 · 委室 · 政府部门 · 两院 · 代表 · 下级人大 · 其他
    category: Mapped[str] = short(40)
    #: the whole entry as printed (``市政府有关部门负责同志``)
    text: Mapped[str] = prose()
    unit: Mapped[str] = short(120)
    name: Mapped[str] = short(60)
    post: Mapped[str] = short(120)
    #: leaders are written right after the attendance sentence, the rest at the end
    leader: Mapped[bool] = mapped_column(default=False)
    meeting: Mapped[Meeting] = relationship(back_populates="observers")
