"""表决与测评: votes with N pinned, their questions, counts and unordered ballots.

A secret ballot has no row of its own: equal ballots are one row of :class:`BallotPattern`
with a number of copies, keyed by its marks. No member, no time, no order of entry exists
that could be matched with the roll (地方组织法 Art. 39; rules.md Q21). The journal never
sees these rows.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Base, Row, prose, ref, short
from meetingdesk.records.meetings import Meeting


class Vote(Row):
    """One vote: questions × choices × a rule card, frozen when opened.

    ``members`` is N (全体组成人员 in office that day), ``present`` 到会, both pinned at opening;
    ``card`` is the rule card's own copy, ``result`` the certified result object.
    """

    __tablename__ = "vote"
    meeting_id: Mapped[int] = ref("meeting.id")
    item_id: Mapped[int | None] = ref("agenda_item.id", optional=True)
    parent_id: Mapped[int | None] = ref("vote.id", optional=True)
    position: Mapped[int] = mapped_column(default=0)
    #: 表决 · 任免 · 测评
    kind: Mapped[str] = short(24)
    title: Mapped[str] = prose()
    #: 无记名投票 · 举手表决 · 按表决器
    method: Mapped[str] = short(24)
    secret: Mapped[bool] = mapped_column(default=True)
    #: 拟定 · 已开票 · 计票 · 已确认 · 作废
    state: Mapped[str] = short(12, default="拟定")
    members: Mapped[int | None]
    statutory_seats: Mapped[int | None]
    present: Mapped[int | None]
    issued: Mapped[int | None]
    returned: Mapped[int | None]
    card_name: Mapped[str] = short(60)
    card: Mapped[dict[str, Any] | None]
    opened_on: Mapped[dt.date | None]
    certified_on: Mapped[dt.date | None]
    result: Mapped[dict[str, Any] | None]
    digest: Mapped[str] = short(64)
    code: Mapped[str] = short(16)
    #: 总监票人, 监票人, 计票人
    teller_chief: Mapped[str] = short(60)
    tellers: Mapped[str] = short(120)
    counters: Mapped[str] = short(120)
    note: Mapped[str] = prose()
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    questions: Mapped[list[Question]] = relationship(
        back_populates="vote", cascade="all, delete-orphan", order_by="Question.position"
    )
    counts: Mapped[list[Count]] = relationship(
        back_populates="vote", cascade="all, delete-orphan", order_by="Count.number"
    )


class Question(Row):
    """One row of the sheet: an object of evaluation, a person, a draft."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("vote_id", "key"),)
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = short(24)
    text: Mapped[str] = prose()
    detail: Mapped[str] = prose()
    entry_id: Mapped[int | None] = ref("motion_entry.id", optional=True)
    unit_id: Mapped[int | None] = ref("unit.id", optional=True)
    decision_id: Mapped[int | None] = ref("decision.id", optional=True)
    vote: Mapped[Vote] = relationship(back_populates="questions")


class Count(Row):
    """One counting of a vote by one person; a second, blind one may follow."""

    __tablename__ = "count"
    __table_args__ = (UniqueConstraint("vote_id", "number"),)
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    number: Mapped[int]
    counter: Mapped[str] = short(60)
    #: 录票 · 完成
    state: Mapped[str] = short(12, default="录票")
    vote: Mapped[Vote] = relationship(back_populates="counts")


class BallotPattern(Base):
    """``copies`` ballots marked alike. Kept in the order of the key, never of entry.

    ``marks`` is canonical JSON: question key → sorted list of marked choices.
    """

    __tablename__ = "ballot_pattern"
    __table_args__ = ({"sqlite_with_rowid": False},)
    count_id: Mapped[int] = mapped_column(
        ForeignKey("count.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    marks: Mapped[str] = mapped_column(Text, primary_key=True)
    copies: Mapped[int]
