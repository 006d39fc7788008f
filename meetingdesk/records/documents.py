"""文书与附件: issued documents and attachments live inside the desk file."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, String
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
