"""文书: preview, write to a folder, issue (kept as it was, inside the desk file)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers import documents as papers
from meetingdesk.records.documents import Blob, IssuedDocument
from meetingdesk.records.journal import canonical
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection
    from pathlib import Path

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.papers.documents import Reference
    from meetingdesk.papers.model import Document


@dataclass(frozen=True, slots=True)
class IssuedView:
    """An issued document. ``digest`` tells whether making it again would give the same."""

    id: int
    meeting_id: int
    kind: str
    title: str
    number: str
    issued_on: dt.date | None
    issued_by: str
    digest: str


@query
def available(session: Session, meeting_id: int) -> list[Reference]:
    """List the papers that can be made now, in the office's order."""
    return papers.available(session, meeting_id)


@query
def preview(session: Session, reference: Reference) -> Document:
    """Make one paper from the records.

    Raises:
        Refused: the records it needs are not there yet.
    """
    return papers.make(session, reference)


def digest_of(document: Document) -> str:
    """Return a digest of the document's content."""
    return hashlib.sha256(canonical(asdict(document))).hexdigest()


def write(
    office: Office,
    meeting_id: int,
    folder: Path,
    *,
    only: Collection[str] = (),
    pdf: bool = False,
    progress: Callable[[int, int, str], bool] | None = None,
) -> list[Path]:
    """Write the meeting's papers as .docx (and .pdf) into ``folder``; return the files.

    ``only`` limits to kinds. ``progress(done, total, title)`` may return False to stop; what is
    written by then stays, each file whole.

    Raises:
        Refused: the folder cannot be written, an unknown kind, or nothing to write.
    """
    from meetingdesk.papers.word import render_docx

    unknown = [kind for kind in only if kind not in papers.BY_KEY]
    if unknown:
        raise Refused(
            f"没有“{'、'.join(unknown)}”这种文书。",
            Problem(f"可用：{'、'.join(papers.BY_KEY)}。", field="文书种类"),
        )
    listed = [r for r in available(office, meeting_id) if not only or r.kind in only]
    if not listed:
        raise Refused("没有可以生成的文书。", Problem("请先录入议题、日程或表决结果。"))
    written: list[Path] = []
    for number, reference in enumerate(listed, start=1):
        document = preview(office, reference)
        written.append(_put(folder / f"{reference.name}.docx", render_docx(document)))
        if pdf:
            from meetingdesk.papers.pdf import render_pdf

            written.append(_put(folder / f"{reference.name}.pdf", render_pdf(document)))
        if progress and not progress(number, len(listed), reference.title):
            break
    return written


def _put(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all: a temporary name first, then a rename."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(
            f"“{path.name}”写不进去，其余文件不受影响。",
            Problem("请确认文件夹可写、文件没有在别处打开，再试一次。", file=str(path.parent)),
        ) from error
    return path


@action("印发文书", undoable=False)
def issue(work: Work, reference: Reference, *, number: str = "", on: dt.date | None = None) -> int:
    """Keep a paper as issued, with its Word file inside the desk; return the record's id.

    Raises:
        Refused: the number is taken, or the paper cannot be made.
    """
    from meetingdesk.papers.word import render_docx

    meeting_id = _meeting_of(work.session, reference)
    document = papers.make(work.session, reference)
    number = number.strip()
    if number and work.session.scalar(
        select(IssuedDocument.id).where(IssuedDocument.number == number)
    ):
        raise Refused(f"文号“{number}”已经用过。", Problem("请改用下一个号。", field="文号"))
    data = render_docx(document)
    sha = hashlib.sha256(data).hexdigest()
    if work.session.get(Blob, sha) is None:
        work.session.add(Blob(sha=sha, data=data))
    issued = IssuedDocument(
        meeting_id=meeting_id,
        kind=reference.kind,
        title=document.title,
        number=number,
        issued_on=on or work.today,
        issued_by=work.who,
        docx_sha=sha,
        model_digest=digest_of(document),
    )
    work.session.add(issued)
    work.session.flush()
    work.meeting_id, work.label = meeting_id, f"印发《{document.title}》"
    return issued.id


def _meeting_of(session: Session, reference: Reference) -> int:
    for meeting_id in session.scalars(select(Meeting.id)):
        if reference in papers.available(session, meeting_id):
            return meeting_id
    raise Refused("这份文书所依据的记录已有变动。", Problem("请刷新后再试。"))


@query
def issued(session: Session, meeting_id: int) -> list[IssuedView]:
    """List what was issued for a meeting, latest first."""
    rows = session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.meeting_id == meeting_id)
        .order_by(IssuedDocument.id.desc())
    )
    return [
        IssuedView(
            r.id, r.meeting_id, r.kind, r.title, r.number, r.issued_on, r.issued_by, r.model_digest
        )
        for r in rows
    ]


@query
def issued_file(session: Session, issued_id: int) -> bytes:
    """Return the Word file of an issued document, byte for byte as it was issued."""
    row = fetch(session, IssuedDocument, issued_id)
    blob = session.get(Blob, row.docx_sha)
    if blob is None:
        raise Refused("印发稿的文件不在台账中。", Problem("请从备份恢复台账。"))
    return blob.data
