"""决定草案 → 决定: drafts with versions, adoption with 题注 (A17–A20)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.meetings import Meeting


class Decision(Row):
    """A 决定 or 决议. ``title`` never carries （草案）; the state says whether it is printed."""

    __tablename__ = "decision"
    meeting_id: Mapped[int] = ref("meeting.id")
    item_id: Mapped[int | None] = ref("agenda_item.id", optional=True)
    position: Mapped[int] = mapped_column(default=0)
    #: 决定 · 决议 · 地方性法规 · 办法
    kind: Mapped[str] = short(24)
    title: Mapped[str] = prose()
    drafted_by: Mapped[str] = short(120)
    submitted_by: Mapped[str] = short(120)
    #: 草案 · 通过 · 未通过 · 撤回
    state: Mapped[str] = short(12, default="草案")
    adopted_on: Mapped[dt.date | None]
    #: 题注 as pinned at adoption
    adoption_note: Mapped[str] = prose()
    effective_on: Mapped[dt.date | None]
    #: text agreed with other cities: its wording is locked (A20)
    joint: Mapped[bool] = mapped_column(default=False)
    #: the body text of the current version: one paragraph a line
    body: Mapped[str] = prose()
    #: whether the 修改对照表 has a column with the source of each change
    show_sources: Mapped[bool] = mapped_column(default=False)
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    versions: Mapped[list[DecisionVersion]] = relationship(
        back_populates="decision", cascade="all, delete-orphan", order_by="DecisionVersion.number"
    )


class DecisionVersion(Row):
    """One kept version of a draft's text."""

    __tablename__ = "decision_version"
    decision_id: Mapped[int] = ref("decision.id", cascade=True)
    number: Mapped[int]
    body: Mapped[str] = prose()
    label: Mapped[str] = short(60)
    author: Mapped[str] = short(60)
    on: Mapped[dt.date | None]
    #: 修改依据 of this version's changes: 法制工作委员会, 常委会一审意见 …
    source: Mapped[str] = prose()
    decision: Mapped[Decision] = relationship(back_populates="versions")
    clauses: Mapped[list[ClauseSource]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="ClauseSource.id"
    )


class ClauseSource(Row):
    """修改依据 of one changed paragraph, where it differs from the version's own.

    ``old`` and ``new`` are the paragraph before and after ('' where there is none).
    """

    __tablename__ = "clause_source"
    version_id: Mapped[int] = ref("decision_version.id", cascade=True)
    old: Mapped[str] = prose()
    new: Mapped[str] = prose()
    source: Mapped[str] = prose()
    version: Mapped[DecisionVersion] = relationship(back_populates="clauses")
