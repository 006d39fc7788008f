"""表决与测评: votes with N pinned, their questions and counts; for ballots see ``tallies.py``."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from meetingdesk.rules.tally import Pattern


#: the mark of an item the clerk will not decide alone (疑难)
DOUBT = "!"


class Vote(Row):
    """One vote: questions × choices × a rule card, frozen when opened.

    ``members`` is N (全体组成人员 in office that day), ``present`` 到会, both pinned at opening;
    ``card`` is the rule card's own copy, ``result`` the certified result object.
    """

    __tablename__ = "vote"
    meeting_id: Mapped[int] = ref("meeting.id")
    item_id: Mapped[int | None] = ref("agenda_item.id", optional=True)
    #: the vote this one repeats or follows (重新投票, 另行选举, 再次测评)
    parent_id: Mapped[int | None] = ref("vote.id", optional=True)
    #: what this vote is to its parent: 重新投票 · 再次投票 · 另行选举 · 再次测评 …
    relation: Mapped[str] = short(12)
    position: Mapped[int] = mapped_column(default=0)
    #: 表决 · 任免 · 测评 · 选举 · 票决 · 程序 · 无异议
    kind: Mapped[str] = short(24)
    title: Mapped[str] = prose()
    #: 无记名投票 · 举手表决 · 按表决器 · 无异议通过 · 汇总
    method: Mapped[str] = short(24)
    secret: Mapped[bool] = mapped_column(default=True)
    #: 拟定 · 已开票 · 计票 · 已确认 · 作废
    state: Mapped[str] = short(12, default="拟定")
    members: Mapped[int | None]
    statutory_seats: Mapped[int | None]
    present: Mapped[int | None]
    issued: Mapped[int | None]
    returned: Mapped[int | None]
    #: 应选名额, and how many one ballot may choose where that is another number
    seats: Mapped[int | None]
    choose_at_most: Mapped[int | None]
    #: a result taken over as sums: electorate ('' for the only one) → numbers and totals
    sums: Mapped[dict[str, Any] | None]
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
    #: the digest of the form where the vote came in as a 计票任务 to be counted only; else ''
    job: Mapped[str] = short(64)
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    questions: Mapped[list[Question]] = relationship(
        back_populates="vote", cascade="all, delete-orphan", order_by="Question.position"
    )
    counts: Mapped[list[Count]] = relationship(
        back_populates="vote", cascade="all, delete-orphan", order_by="Count.number"
    )
    #: set where another vote must wait for this one
    before: Mapped[VoteOrder | None] = relationship(
        back_populates="vote", cascade="all, delete-orphan", foreign_keys="VoteOrder.vote_id"
    )


class VoteOrder(Row):
    """``vote_id`` (修正案, 单独表决) must be certified before ``whole_id`` may be opened."""

    __tablename__ = "vote_order"
    __table_args__ = (UniqueConstraint("vote_id"),)
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    whole_id: Mapped[int] = ref("vote.id")
    #: 修正案 · 单独表决
    what: Mapped[str] = short(12)
    vote: Mapped[Vote] = relationship(back_populates="before", foreign_keys=[vote_id])


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
    #: 逐张 · 合计 (唱票 sheet: sums only)
    way: Mapped[str] = short(12, default="逐张")
    #: ballots in a bundle, 0 for none: where entry stops to compare with the paper slip
    bundle: Mapped[int] = mapped_column(default=10)
    #: who typed this in from paper after a power cut and when, else ''
    from_paper: Mapped[str] = short(120)
    vote: Mapped[Vote] = relationship(back_populates="counts")


def read_marks(text: str) -> Pattern:
    """Return the pattern behind the stored ``marks`` of a ballot."""
    return tuple((key, tuple(given)) for key, given in sorted(json.loads(text).items()))
