"""任免: motions by proposer, their entries, letters of appointment (A25–A27)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.meetings import Meeting


class Motion(Row):
    """任免案: one proposer's motion at one meeting."""

    __tablename__ = "motion"
    meeting_id: Mapped[int] = ref("meeting.id")
    item_id: Mapped[int | None] = ref("agenda_item.id", optional=True)
    position: Mapped[int] = mapped_column(default=0)
    #: 主任会议 · 市长 · 监察委员会主任 · 法院院长 · 检察长
    proposer: Mapped[str] = short(60)
    proposer_name: Mapped[str] = short(60)
    number: Mapped[str] = short(60)
    submitted_on: Mapped[dt.date | None]
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    entries: Mapped[list[MotionEntry]] = relationship(
        back_populates="motion", cascade="all, delete-orphan", order_by="MotionEntry.position"
    )


class MotionEntry(Row):
    """One action on one person: 任命 张三 为 …, 免去 李四 的 …职务."""

    __tablename__ = "motion_entry"
    motion_id: Mapped[int] = ref("motion.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    #: 任命 · 免去 · 决定任命 · 决定免去 · 批准任命 · 批准免去 · 接受辞职 · 决定代理 · 撤销职务
    verb: Mapped[str] = short(24)
    name: Mapped[str] = short(60)
    gender: Mapped[str] = short(4)
    ethnicity: Mapped[str] = short(24)
    #: full title of the post (示例市人民政府秘书长)
    post: Mapped[str] = prose()
    reason: Mapped[str] = prose()
    #: 待表决 · 通过 · 未通过 · 撤回
    state: Mapped[str] = short(12, default="待表决")
    passed_on: Mapped[dt.date | None]
    gets_letter: Mapped[bool] = mapped_column(default=False)
    must_swear: Mapped[bool] = mapped_column(default=False)
    motion: Mapped[Motion] = relationship(back_populates="entries")
    letters: Mapped[list[Letter]] = relationship(
        back_populates="entry", cascade="all, delete-orphan"
    )
    screening: Mapped[Screening | None] = relationship(
        back_populates="entry", cascade="all, delete-orphan"
    )
    statement: Mapped[Statement | None] = relationship(
        back_populates="entry", cascade="all, delete-orphan"
    )


class ExamBatch(Row):
    """任前培训考试场次: material handed out, taught, examined on three days (B20, B21)."""

    __tablename__ = "exam_batch"
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    materials_on: Mapped[dt.date | None]
    training_on: Mapped[dt.date | None]
    exam_on: Mapped[dt.date | None]
    place: Mapped[str] = short(120)
    meeting: Mapped[Meeting] = relationship()


class Screening(Row):
    """任前程序 of one nominee: training, exam, public notice (B20–B22; rules.md §2.2).

    Scores are kept in tenths of a mark (92.5 is 925); ``None`` is no score yet.
    """

    __tablename__ = "screening"
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("motion_entry.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        index=True,
        unique=True,
    )
    batch_id: Mapped[int | None] = ref("exam_batch.id", optional=True)
    trained: Mapped[bool] = mapped_column(default=False)
    score: Mapped[int | None]
    #: the score of the second try (补考)
    retake: Mapped[int | None]
    #: why no training and no exam is asked of this nominee (免考原因)
    waived: Mapped[str] = prose()
    public_from: Mapped[dt.date | None]
    public_until: Mapped[dt.date | None]
    #: what was reported while the notice was out, and what came of it
    objection: Mapped[str] = prose()
    entry: Mapped[MotionEntry] = relationship(back_populates="screening")
    batch: Mapped[ExamBatch | None] = relationship()


class Statement(Row):
    """供职发言 of one nominee: its place in the order and its time (rules.md §2.2)."""

    __tablename__ = "statement"
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("motion_entry.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        index=True,
        unique=True,
    )
    position: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    #: 供职发言 · 供职报告 · 表态发言 · 书面
    form: Mapped[str] = short(24)
    entry: Mapped[MotionEntry] = relationship(back_populates="statement")


class Letter(Row):
    """任命书: number, signer, presentation and receipt (A27)."""

    __tablename__ = "letter"
    entry_id: Mapped[int] = ref("motion_entry.id", cascade=True)
    number: Mapped[str] = short(60, unique=True)
    signer: Mapped[str] = short(60)
    issued_on: Mapped[dt.date | None]
    presented_by: Mapped[str] = short(60)
    presented_on: Mapped[dt.date | None]
    received_by: Mapped[str] = short(60)
    entry: Mapped[MotionEntry] = relationship(back_populates="letters")
