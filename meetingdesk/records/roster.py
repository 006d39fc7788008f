"""名册: bodies, terms (届), people, units and offices held from–to.

N (全体组成人员 in office on a date) is never stored here: it is derived from
:class:`Tenure` for any date and pinned to each vote.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.base import Row, prose, ref, short


class Body(Row):
    """A body that meets: a standing committee, its party group, a congress, another."""

    __tablename__ = "body"
    #: 示例市人民代表大会常务委员会
    name: Mapped[str] = short(120, unique=True)
    #: 市人大常委会
    short_name: Mapped[str] = short(60)
    #: 示例市
    place: Mapped[str] = short(40)
    #: 市 · 县 · 省 · 乡
    level: Mapped[str] = short(8)
    #: standing_committee · congress · party_group · other
    kind: Mapped[str] = short(24)
    terms: Mapped[list[Term]] = relationship(
        back_populates="body", cascade="all, delete-orphan", order_by="Term.number"
    )


class Term(Row):
    """届: one term of a body. ``statutory_seats`` is 编制名额 (地方组织法 Art. 47)."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("body_id", "number"),)
    body_id: Mapped[int] = ref("body.id", cascade=True)
    number: Mapped[int]
    start: Mapped[dt.date | None]
    end: Mapped[dt.date | None]
    statutory_seats: Mapped[int | None]
    body: Mapped[Body] = relationship(back_populates="terms")
    tenures: Mapped[list[Tenure]] = relationship(
        back_populates="term", cascade="all, delete-orphan", order_by="Tenure.committee_order"
    )


class Unit(Row):
    """A department, court, commission …: full name for paper, short name for lists."""

    __tablename__ = "unit"
    #: 示例市商务局
    name: Mapped[str] = short(120, unique=True)
    #: 市商务局
    short_name: Mapped[str] = short(60)
    #: 政府部门 · 常委会机构 · 监察 · 法院 · 检察院 · 其他
    kind: Mapped[str] = short(24)
    position: Mapped[int] = mapped_column(default=0)


class Person(Row):
    """A person. The name is stored unpadded; 张　三 is typography."""

    __tablename__ = "person"
    name: Mapped[str] = short(60, index=True)
    gender: Mapped[str] = short(4)
    ethnicity: Mapped[str] = short(24)
    birth: Mapped[dt.date | None]
    #: full pinyin and initials, for sorting and search: ``zhang san|zs``
    pinyin: Mapped[str] = short(200, index=True)
    note: Mapped[str] = prose()
    tenures: Mapped[list[Tenure]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


class Tenure(Row):
    """An office held in a term, from ``since`` until ``until`` (last day inclusive).

    ``until`` None means still in office. ``committee_order`` and ``party_order`` are the
    two protocol orders (常委会序, 党组序); ``party_post`` is '' for one outside the
    party group, who is 列席 at its meetings.
    """

    __tablename__ = "tenure"
    person_id: Mapped[int] = ref("person.id", cascade=True)
    term_id: Mapped[int] = ref("term.id", cascade=True)
    #: 主任 · 副主任 · 秘书长 · 委员
    post: Mapped[str] = short(24)
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]
    leave_reason: Mapped[str] = short(60)
    committee_order: Mapped[int] = mapped_column(default=0)
    #: 书记 · 副书记 · 成员 · ''
    party_post: Mapped[str] = short(24)
    party_order: Mapped[int | None]
    person: Mapped[Person] = relationship(back_populates="tenures", lazy="joined")
    term: Mapped[Term] = relationship(back_populates="tenures")
