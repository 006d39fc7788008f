"""附件: files put with a meeting, kept inside the desk and given back byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, file_content, place, renumber, require
from meetingdesk.actions.documents import put_file
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem, Material
from meetingdesk.records.documents import Attachment, Blob
from meetingdesk.records.facts import agenda_numbers
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office

#: one file may have at most so many bytes: the desk is one file that people carry about
LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file put with a meeting, or with one of its items; ``size`` in bytes."""

    id: int
    meeting_id: int
    position: int
    name: str
    size: int
    item_id: int | None = None
    #: the item's number and subject, '' for one of the whole meeting
    item: str = ""


@action("添加附件")
def attach(work: Work, meeting_id: int, path: str | Path, *, item_id: int | None = None) -> int:
    """Copy a file into the desk beside a meeting, or one of its items, and return its id.

    Raises:
        BadInput: the file cannot be read, is empty or too large.
        Refused: the meeting already has a file of that name, or the item is not of this meeting.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if item_id is not None and fetch(work.session, AgendaItem, item_id).meeting_id != meeting.id:
        raise Refused("这个议题不属于这次会议，没有添加附件。")
    source = Path(path)
    data = file_content(source, LARGEST, "没有添加")
    kept = _of(work.session, meeting.id)
    if any(a.name == source.name for a in kept):
        raise Refused(
            f"这次会议已有名为“{source.name}”的附件。",
            Problem("请先改文件名，或删除原来的附件。", file=source.name),
        )
    sha = Blob.keep(work.session, data)
    row = Attachment(
        meeting_id=meeting.id, item_id=item_id, name=source.name, sha=sha, size=len(data),
        position=len(kept) + 1,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    work.meeting_id, work.label = meeting.id, f"添加附件“{row.name}”"
    return row.id


@action("收到材料")
def deliver(work: Work, item_id: int, path: str | Path) -> str:
    """Attach a file to an item and mark the paper it brings as received; say what was done.

    The paper is the one still missing whose name and the file's contain each other, or the only
    one missing.

    Raises:
        BadInput, Refused: as :func:`attach`; nothing is marked then.
    """
    item = fetch(work.session, AgendaItem, item_id)
    attach(work, item.meeting_id, path, item_id=item.id)
    name = Path(path).name
    paper = _brought(item, Path(path).stem)
    if paper is None:
        work.label = f"添加附件“{name}”"
        return f"已添加附件“{name}”"
    paper.received = True
    work.label = f"收到材料“{paper.title}”，附件“{name}”"
    return f"已收到“{paper.title}”，存为附件“{name}”"


def _brought(item: AgendaItem, stem: str) -> Material | None:
    missing = [m for m in item.materials if not m.received]
    fitting = [m for m in missing if m.title in stem or stem in m.title]
    if len(fitting) == 1:
        return fitting[0]
    return missing[0] if len(missing) == 1 and not fitting else None


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
    """List a meeting's files in order, those of its items too."""
    rows = _of(session, meeting_id)
    words = _item_words(session, meeting_id) if any(a.item_id for a in rows) else {}
    return [
        AttachmentView(
            a.id, a.meeting_id, a.position, a.name, a.size, a.item_id,
            words.get(a.item_id, "") if a.item_id is not None else "",
        )
        for a in rows
    ]  # fmt: skip


def _item_words(session: Session, meeting_id: int) -> dict[int, str]:
    meeting = fetch(session, Meeting, meeting_id)
    numbers = agenda_numbers(meeting)
    return {
        item.id: " ".join(part for part in (numbers.get(item.id, ""), item.subject) if part)
        for item in meeting.agenda
    }


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
    """Write a file to ``target``, byte for byte; return it.

    Raises:
        Refused: the place cannot be written, or the desk no longer has the file whole.
    """
    return put_file(target, attached_file(office, attachment_id))
