"""附件: files put with a meeting, kept inside the desk and given back byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, place, renumber, require
from meetingdesk.actions.documents import put_file
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.records.documents import Attachment, Blob
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office

#: one file may have at most so many bytes: the desk is one file that people carry about
LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file put with a meeting; ``size`` in bytes."""

    id: int
    meeting_id: int
    position: int
    name: str
    size: int


@action("添加附件")
def attach(work: Work, meeting_id: int, path: str | Path) -> int:
    """Copy a file into the desk beside a meeting and return its id.

    Raises:
        BadInput: the file cannot be read, is empty or too large.
        Refused: the meeting already has a file of that name.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    source = Path(path)
    try:
        size = source.stat().st_size
        data = source.read_bytes() if 0 < size <= LARGEST else b""
    except OSError as error:
        raise BadInput(
            f"“{source.name}”读不出来，没有添加。",
            Problem("请确认文件还在、没有在别处打开。", file=source.name),
        ) from error
    if not data:
        raise BadInput(
            f"“{source.name}”{'是空文件' if not size else '超过50MB'}，没有添加。",
            Problem("请另选文件。", file=source.name),
        )
    kept = _of(work.session, meeting.id)
    if any(a.name == source.name for a in kept):
        raise Refused(
            f"这次会议已有名为“{source.name}”的附件。",
            Problem("请先改文件名，或删除原来的附件。", file=source.name),
        )
    sha = hashlib.sha256(data).hexdigest()
    if work.session.get(Blob, sha) is None:
        work.session.add(Blob(sha=sha, data=data))
    row = Attachment(
        meeting_id=meeting.id, name=source.name, sha=sha, size=size, position=len(kept) + 1
    )
    work.session.add(row)
    work.session.flush()
    work.meeting_id, work.label = meeting.id, f"添加附件“{row.name}”"
    return row.id


@action("修改附件名")
def rename_attachment(work: Work, attachment_id: int, name: str) -> None:
    """Give a file another name."""
    row = fetch(work.session, Attachment, attachment_id)
    row.name = require(name, "附件名")
    work.meeting_id, work.label = row.meeting_id, f"附件改名为“{row.name}”"


@action("删除附件")
def detach(work: Work, attachment_id: int) -> None:
    """Take a file off the meeting; its content stays in the desk, so undo brings it back."""
    row = fetch(work.session, Attachment, attachment_id)
    work.meeting_id, work.label = row.meeting_id, f"删除附件“{row.name}”"
    work.session.delete(row)
    work.session.flush()
    renumber(_of(work.session, row.meeting_id))


@action("调整附件次序")
def move_attachment(work: Work, attachment_id: int, to: int) -> None:
    """Move a file to 0-based index ``to``."""
    row = fetch(work.session, Attachment, attachment_id)
    place(_of(work.session, row.meeting_id), row, to)
    work.meeting_id, work.label = row.meeting_id, f"调整附件“{row.name}”的次序"


def _of(session: Session, meeting_id: int) -> list[Attachment]:
    wanted = select(Attachment).where(Attachment.meeting_id == meeting_id)
    return list(session.scalars(wanted.order_by(Attachment.position, Attachment.id)))


@query
def attachments(session: Session, meeting_id: int) -> list[AttachmentView]:
    """List a meeting's files in order."""
    return [
        AttachmentView(a.id, a.meeting_id, a.position, a.name, a.size)
        for a in _of(session, meeting_id)
    ]


@query
def attached_file(session: Session, attachment_id: int) -> bytes:
    """Return a file's content, checked against its digest.

    Raises:
        Refused: the content is gone or no longer what was put in.
    """
    row = fetch(session, Attachment, attachment_id)
    blob = session.get(Blob, row.sha)
    if blob is None or hashlib.sha256(blob.data).hexdigest() != row.sha:
        raise Refused(f"附件“{row.name}”的内容已损坏。", Problem("请从备份恢复台账。"))
    return blob.data


def save_attachment(office: Office, attachment_id: int, target: Path) -> Path:
    """Write a file to ``target``, byte for byte; return it."""
    return put_file(target, attached_file(office, attachment_id))
