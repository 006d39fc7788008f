"""文书: preview, write to a folder, issue (kept as it was, inside the desk file), withdraw."""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.agenda_printed import freeze
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.numbering import check_number
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers import documents as papers
from meetingdesk.papers.documents.own import stationery_of
from meetingdesk.papers.model import content_of
from meetingdesk.records.documents import Blob, IssuedDocument
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.journal import canonical
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Sequence
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


#: what has become of a paper
NOT_ISSUED, ISSUED, CHANGED = "未印发", "已印发", "印发后有改动"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that can be made now; ``state`` is 未印发, 已印发 or 印发后有改动."""

    reference: Reference
    #: 会前 · 会中 · 会后
    stage: str
    kind_title: str
    state: str
    #: 文号 of the last issue, '' when it has none
    number: str = ""
    #: the title on the paper, '' while none of its kind was issued
    printed: str = ""

    @property
    def id(self) -> Reference:
        """What tells papers of a meeting apart."""
        return self.reference

    @property
    def title(self) -> str:
        """The paper's title in lists."""
        return self.reference.title


@query
def available(session: Session, meeting_id: int, kinds: Collection[str] = ()) -> list[Reference]:
    """List the papers that can be made now, in the office's order; of ``kinds`` only, if given."""
    return papers.available(session, meeting_id, kinds)


@query
def preview(session: Session, reference: Reference) -> Document:
    """Make one paper from the records.

    Raises:
        Refused: the records it needs are not there yet.
    """
    return papers.make(session, reference)


@query
def stationery(session: Session, reference: Reference) -> bytes | None:
    """Return the blank sheet that a paper's body has of its own, if any."""
    return stationery_of(session, papers.meeting_id_of(session, reference))


def digest_of(document: Document) -> str:
    """Return a digest of the document's content."""
    return hashlib.sha256(canonical(content_of(document))).hexdigest()


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
    unknown = [kind for kind in only if kind not in papers.BY_KEY]
    if unknown:
        raise Refused(
            f"没有“{'、'.join(unknown)}”这种文书。",
            Problem(f"可用：{'、'.join(papers.BY_KEY)}。", field="文书种类"),
        )
    listed = [r for r in available(office, meeting_id) if not only or r.kind in only]
    if not listed:
        raise Refused("没有可以生成的文书。", Problem("请先录入议题、日程或表决结果。"))
    formats = ("docx", "pdf") if pdf else ("docx",)
    written: list[Path] = []
    for path in write_steps(office, listed, folder, formats=formats):
        written.append(path)
        done, rest = divmod(len(written), len(formats))
        if progress and not rest and not progress(done, len(listed), listed[done - 1].title):
            break
    return written


def write_steps(
    office: Office,
    references: Sequence[Reference],
    folder: Path,
    *,
    formats: Sequence[str] = ("docx",),
) -> Iterator[Path]:
    """Write papers one file a step, so that a window can breathe, and stop, between two.

    Pages are laid out with fonts that belong to the main thread; this is why it is no thread.

    Raises:
        Refused: the folder cannot be written, or a paper cannot be made.
    """
    from meetingdesk.papers.word import render_docx

    for reference in references:
        document = preview(office, reference)
        for ending in formats:
            if ending == "pdf":
                from meetingdesk.papers.pdf import render_pdf

                data = render_pdf(document)
            else:
                data = render_docx(document, stationery(office, reference))
            yield put_file(folder / f"{reference.name}.{ending}", data)


def already_there(
    references: Sequence[Reference], folder: Path, *, formats: Sequence[str] = ("docx",)
) -> list[str]:
    """Return the names of files in ``folder`` that writing would replace."""
    names = [f"{r.name}.{ending}" for r in references for ending in formats]
    return [name for name in names if (folder / name).exists()]


@query
def folder_name(session: Session, meeting_id: int) -> str:
    """Return the name of a folder for a meeting's papers: 市十四届…第三十六次会议文书."""
    words = f"{short_title_of(fetch(session, Meeting, meeting_id))}文书"
    return re.sub(r'[\\/:*?"<>|\s]+', "", words)


def put_file(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all: a temporary name first, then a rename.

    Raises:
        Refused: the place cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # the place may not even be a folder
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
    if number:
        check_number(work.session, fetch(work.session, Meeting, meeting_id).body_id, number)
    data = render_docx(_numbered(document, number), stationery_of(work.session, meeting_id))
    sha = Blob.keep(work.session, data)
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
    if reference.kind == "agenda":
        freeze(fetch(work.session, Meeting, meeting_id))
    work.meeting_id, work.label = meeting_id, f"印发《{document.title}》"
    return issued.id


def _numbered(document: Document, number: str) -> Document:
    """The paper with the number it is issued under in its 版头."""
    if not number or document.letterhead is None:
        return document
    return replace(document, letterhead=replace(document.letterhead, number=number))


def _meeting_of(session: Session, reference: Reference) -> int:
    """Return the meeting a paper belongs to.

    Raises:
        Refused: its record is gone or would now make another paper.
    """
    meeting_id = papers.meeting_id_of(session, reference)
    if meeting_id is not None and reference in papers.available(session, meeting_id):
        return meeting_id
    raise Refused("这份文书所依据的记录已有变动。", Problem("请刷新后再试。"))


@action("撤回印发")
def withdraw(work: Work, issued_id: int) -> None:
    """Take an issued document off the list; its number is free again, undo brings it back."""
    row = fetch(work.session, IssuedDocument, issued_id)
    work.meeting_id, work.label = row.meeting_id, f"撤回印发《{row.title}》"
    work.session.delete(row)


@query
def next_number(session: Session, kind: str, year: int) -> str:
    """Return the number after the last one issued for a kind: 示人常〔2026〕16号, or ''.

    A new year starts again from 1. GB/T 9704—2012 §7.2.5: 年份, 顺序号 without 第.
    """
    last = session.scalar(
        select(IssuedDocument.number)
        .where(IssuedDocument.kind == kind, IssuedDocument.number != "")
        .order_by(IssuedDocument.id.desc())
        .limit(1)
    )
    found = re.fullmatch(r"(.*〔)(\d{4})(〕)(\d+)(号.*)", last or "")
    if found is None:
        return ""
    head, its_year, close, number, tail = found.groups()
    following = int(number) + 1 if int(its_year) == year else 1
    return f"{head}{year}{close}{following}{tail}"


@query
def overview(session: Session, meeting_id: int) -> list[Paper]:
    """List the papers that can be made now with what has become of each.

    A paper is known again by kind and title; equal digests mean it would be the same today.
    """
    issued_now: dict[tuple[str, str], IssuedDocument] = {}
    for row in session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.meeting_id == meeting_id)
        .order_by(IssuedDocument.id)
    ):
        issued_now[row.kind, row.title] = row
    kinds = {kind for kind, _ in issued_now}
    found: list[Paper] = []
    for reference in papers.available(session, meeting_id):
        kind = papers.BY_KEY[reference.kind]
        state, number, printed = NOT_ISSUED, "", ""
        if reference.kind in kinds and (made := _made(session, reference)) is not None:
            printed = made.title
            last = issued_now.get((reference.kind, printed))
            if last is not None:
                number = last.number
                state = ISSUED if last.model_digest == digest_of(made) else CHANGED
        found.append(Paper(reference, kind.stage, kind.title, state, number, printed))
    return found


def _made(session: Session, reference: Reference) -> Document | None:
    """Make a paper only to compare it; one that cannot be made now compares with nothing."""
    try:
        return papers.make(session, reference)
    except Refused:
        return None


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
    """Return the Word file of an issued document, byte for byte as it was issued.

    Raises:
        Refused: the desk no longer has it, or it is not what was issued.
    """
    row = fetch(session, IssuedDocument, issued_id)
    blob = session.get(Blob, row.docx_sha)
    if blob is None:
        raise Refused("印发稿的文件不在台账中。", Problem("请从备份恢复台账。"))
    if hashlib.sha256(blob.data).hexdigest() != row.docx_sha:
        raise Refused(
            f"印发稿《{row.title}》的文件与印发时不一致，没有取出。",
            Problem("台账文件可能受损，请从备份恢复台账。"),
        )
    return blob.data


def save_issued(office: Office, issued_id: int, target: Path) -> Path:
    """Write an issued document's stored file to ``target``, byte for byte; return it.

    Raises:
        Refused: the file is not in the desk or damaged, or ``target`` cannot be written.
    """
    return put_file(target, issued_file(office, issued_id))
