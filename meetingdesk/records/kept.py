"""文书: what is kept of papers beside the issued ones: changed lines, own words and sheets, prints."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetingdesk.records.base import Row, prose, ref, short


class KeptLine(Row):
    """A line of a paper changed by hand in Word and kept: it survives making the paper again.

    ``old`` is the line as made, ``nth`` which of equal ones, ``new`` what stands there: '' where it
    was struck, several lines where some were added.
    """

    __tablename__ = "kept_line"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "part", "old", "nth"),)
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    kind: Mapped[str] = short(40)
    subject_id: Mapped[int]
    part: Mapped[str] = short(40)
    old: Mapped[str] = prose()
    nth: Mapped[int] = mapped_column(default=0)
    new: Mapped[str] = prose()
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]


class OwnWording(Row):
    """A body's own wording template in place of the one that ships."""

    __tablename__ = "own_wording"
    __table_args__ = (UniqueConstraint("body_id", "name"),)
    body_id: Mapped[int] = ref("body.id", cascade=True)
    name: Mapped[str] = short(60)
    text: Mapped[str] = prose()
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]


class OwnStationery(Row):
    """A body's own blank sheet (.docx) in place of the one that ships."""

    __tablename__ = "own_stationery"
    __table_args__ = (UniqueConstraint("body_id", "name"),)
    body_id: Mapped[int] = ref("body.id", cascade=True)
    name: Mapped[str] = short(60)
    sha: Mapped[str] = short(64)
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]


class PrintedPaper(Row):
    """What went to a printer: the index of what was printed."""

    __tablename__ = "printed_paper"
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    kind: Mapped[str] = short(40)
    title: Mapped[str] = prose()
    #: digest of the paper's content, as in :class:`~meetingdesk.records.documents.IssuedDocument`
    model_digest: Mapped[str] = short(64)
    pages: Mapped[int]
    copies: Mapped[int]
    printer: Mapped[str] = short(120)
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]
