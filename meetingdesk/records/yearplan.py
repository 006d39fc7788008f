"""年度议题计划: what a body means to take up in a year, and where each point went (A05, A07)."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.roster import Body


class YearPlan(Row):
    """The plan of one body for one year."""

    __tablename__ = "year_plan"
    __table_args__ = (UniqueConstraint("body_id", "year"),)
    body_id: Mapped[int] = ref("body.id", cascade=True)
    year: Mapped[int]
    body: Mapped[Body] = relationship()
    entries: Mapped[list[PlanEntry]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="PlanEntry.position"
    )


class PlanEntry(Row):
    """One point of a plan: when it is due, as the plan words it, and what is to be taken up."""

    __tablename__ = "plan_entry"
    plan_id: Mapped[int] = ref("year_plan.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    #: 3月 · 第三季度 · 上半年 · 第三十八次会议
    timing: Mapped[str] = short(40)
    verb: Mapped[str] = short(24)
    subject: Mapped[str] = prose()
    type: Mapped[str] = short(60)
    submitted_by: Mapped[str] = short(120)
    reporter: Mapped[str] = short(120)
    #: '' as its items say · 已完成 by hand · 推迟
    state: Mapped[str] = short(12)
    reason: Mapped[str] = prose()
    plan: Mapped[YearPlan] = relationship(back_populates="entries")
    links: Mapped[list[PlanLink]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="PlanLink.id"
    )


class PlanLink(Row):
    """An agenda item made from a point of the plan; read both ways."""

    __tablename__ = "plan_link"
    __table_args__ = (UniqueConstraint("entry_id", "item_id"),)
    entry_id: Mapped[int] = ref("plan_entry.id", cascade=True)
    item_id: Mapped[int] = ref("agenda_item.id", cascade=True)
    entry: Mapped[PlanEntry] = relationship(back_populates="links")
    item: Mapped[AgendaItem] = relationship()
