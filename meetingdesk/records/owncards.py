"""本机规则卡: rule cards a body keeps in the desk, every save a version of its own.

A vote freezes its card when it is opened; these rows only serve the votes to come, so an older
version is kept to be read, never to be applied again by itself.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.base import Row, prose, ref, short
from meetingdesk.records.roster import Body


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
