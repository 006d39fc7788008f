"""人员: what the office keeps of people beside the roster: photos, strokes of their characters."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from meetingdesk.records.base import Row, ref, short
from meetingdesk.rules.strokes import Written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.rules.names import Override


class Portrait(Row):
    """照片: a person's photo, its JPEG kept once as a blob under ``sha``."""

    __tablename__ = "portrait"
    __table_args__ = (UniqueConstraint("person_id"),)
    person_id: Mapped[int] = ref("person.id", cascade=True)
    sha: Mapped[str] = short(64)


class StrokeNote(Row):
    """笔画: what the office says of a character's strokes; it goes before the shipped list.

    ``first`` are the first strokes as digits (横竖撇点折 = 1–5), or all of them; ``after`` names the
    character it directly follows instead, which settles ties the norm leaves open (rules §8).
    """

    __tablename__ = "stroke_note"
    __table_args__ = (UniqueConstraint("char"),)
    char: Mapped[str] = short(4)
    strokes: Mapped[int] = mapped_column(default=0)
    first: Mapped[str] = short(64)
    after: Mapped[str] = short(4)
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]

    @property
    def override(self) -> Override:
        """The same as the rules take it."""
        return self.after or Written(self.strokes, self.first)


def stroke_overrides(session: Session) -> dict[str, Override]:
    """Return what the office says of characters, for every list in the order of strokes."""
    return {note.char: note.override for note in session.scalars(select(StrokeNote))}
