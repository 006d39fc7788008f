"""文书与附件: issued documents and attachments live inside the desk file."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.base import Base, Row, prose, ref, short
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Blob(Base):
    """File content, kept once under its SHA-256; rows point at it and may come and go."""

    __tablename__ = "blob"
    sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)

    @classmethod
    def keep(cls, session: Session, data: bytes) -> str:
        """Keep content, once however often it comes; return the name it is kept under."""
        sha = hashlib.sha256(data).hexdigest()
        if session.get(cls, sha) is None:
            session.add(cls(sha=sha, data=data))
        return sha


class IssuedDocument(Row):
    """A document as it was issued; making it again later never changes this copy."""

    __tablename__ = "issued_document"
    meeting_id: Mapped[int] = ref("meeting.id")
    kind: Mapped[str] = short(40)
    title: Mapped[str] = prose()
    number: Mapped[str] = short(60)
    issued_on: Mapped[dt.date | None]
    issued_by: Mapped[str] = short(60)
    docx_sha: Mapped[str] = short(64)
    #: digest of the document model, to tell "unchanged since" cheaply
    model_digest: Mapped[str] = short(64)
    meeting: Mapped[Meeting] = relationship()


class Attachment(Row):
    """A file put with a meeting or one of its items."""

    __tablename__ = "attachment"
    meeting_id: Mapped[int] = ref("meeting.id")
    item_id: Mapped[int | None] = ref("agenda_item.id", optional=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = short(200)
    sha: Mapped[str] = short(64)
    size: Mapped[int] = mapped_column(default=0)
    meeting: Mapped[Meeting] = relationship()


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
    #: digest of the paper's content, as in :class:`IssuedDocument`
    model_digest: Mapped[str] = short(64)
    pages: Mapped[int]
    copies: Mapped[int]
    printer: Mapped[str] = short(120)
    by: Mapped[str] = short(60)
    on: Mapped[dt.date]
