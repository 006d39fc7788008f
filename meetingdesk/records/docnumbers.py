"""文号: the pattern of each body's numbers by kind of paper, and numbers that were never used."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from meetingdesk.records.base import Row, prose, ref, short


class NumberPattern(Row):
    """How the papers of a kind are numbered; kind '' is for all kinds without a pattern."""

    __tablename__ = "number_pattern"
    __table_args__ = (UniqueConstraint("body_id", "kind"),)
    body_id: Mapped[int] = ref("body.id", cascade=True)
    kind: Mapped[str] = short(40)
    pattern: Mapped[str] = short(120)


class VoidNumber(Row):
    """A number that no paper has, with the reason: skipped, spoilt, used before this program."""

    __tablename__ = "void_number"
    __table_args__ = (UniqueConstraint("body_id", "number"),)
    body_id: Mapped[int] = ref("body.id", cascade=True)
    number: Mapped[str] = short(60)
    reason: Mapped[str] = prose()
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]
