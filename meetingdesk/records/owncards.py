"""本机规则卡: rule cards a body keeps in the desk, every save a version of its own.

A vote freezes its card when it is opened; these rows only serve the votes to come, so an older
version is kept to be read, never to be applied again by itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from meetingdesk.errors import BadInput
from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.cards import read_cards
from meetingdesk.records.roster import Body
from meetingdesk.rules.cards import Card, parse_card


class OwnCard(Row):
    """A rule card of a body. ``name`` is what a vote stores; ``base`` the card it began as."""

    __tablename__ = "own_card"
    body_id: Mapped[int] = ref("body.id", cascade=True)
    name: Mapped[str] = short(60, unique=True)
    base: Mapped[str] = short(60)
    #: 停用: no longer offered to new votes
    retired: Mapped[bool] = mapped_column(default=False)
    body: Mapped[Body] = relationship()
    versions: Mapped[list[OwnCardVersion]] = relationship(
        back_populates="card", cascade="all, delete-orphan", order_by="OwnCardVersion.number"
    )


class OwnCardVersion(Row):
    """One version: the whole card as a plain table, who saved it and why."""

    __tablename__ = "own_card_version"
    __table_args__ = (UniqueConstraint("card_id", "number"),)
    card_id: Mapped[int] = ref("own_card.id", cascade=True)
    number: Mapped[int]
    values: Mapped[dict[str, Any]]
    note: Mapped[str] = prose()
    saved_by: Mapped[str] = short(60)
    saved_on: Mapped[dt.date | None]
    card: Mapped[OwnCard] = relationship(back_populates="versions")


def own_cards(session: Session, body_id: int | None = None) -> dict[str, tuple[OwnCard, Card]]:
    """Return the cards kept in the desk by name, each in its latest version, of one body or all.

    A version that a newer program wrote and this one cannot read is left out.
    """
    wanted = select(OwnCard).options(selectinload(OwnCard.versions)).order_by(OwnCard.id)
    if body_id is not None:
        wanted = wanted.where(OwnCard.body_id == body_id)
    found: dict[str, tuple[OwnCard, Card]] = {}
    for row in session.scalars(wanted):
        with contextlib.suppress(BadInput):
            if row.versions:
                found[row.name] = (row, parse_card(row.versions[-1].values))
    return found


def find_card(session: Session | None, name: str) -> Card | None:
    """Return the card a vote names: one that came with the program, else one of the desk."""
    shipped = read_cards().get(name)
    if shipped is not None or session is None or not name:
        return shipped
    row = session.scalar(select(OwnCard).where(OwnCard.name == name))
    return parse_card(row.versions[-1].values) if row is not None and row.versions else None
