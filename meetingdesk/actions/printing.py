"""打印记录: which papers went to a printer, how many, and whether they are still the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.documents import digest_of
from meetingdesk.errors import Refused
from meetingdesk.papers import documents as papers
from meetingdesk.records.kept import PrintedPaper

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from meetingdesk.papers.documents import Reference
    from meetingdesk.papers.model import Document


@dataclass(frozen=True, slots=True)
class PrintedView:
    """One print: ``pages`` of one copy, ``sheets`` of paper used by all copies.

    ``stale`` tells that none of the meeting's papers of the kind is what was printed any more.
    """

    id: int
    title: str
    kind_title: str
    pages: int
    copies: int
    printer: str
    by: str
    on: dt.date
    stale: bool


@action("打印", undoable=False)
def note_print(
    work: Work, reference: Reference, document: Document, *, pages: int, copies: int, printer: str
) -> int:
    """Put a print into the index; return its id.

    Raises:
        Refused: the paper's record is gone.
    """
    meeting_id = papers.meeting_id_of(work.session, reference)
    if meeting_id is None:
        raise Refused("这份文书所依据的记录已经不在台账中。")
    row = PrintedPaper(
        meeting_id=meeting_id,
        kind=reference.kind,
        title=document.title,
        model_digest=digest_of(document),
        pages=pages,
        copies=copies,
        printer=printer,
        by=work.who,
        on=work.today,
    )
    work.session.add(row)
    work.session.flush()
    work.meeting_id, work.label = meeting_id, f"打印《{document.title}》{copies}份"
    return row.id


@query
def printed(session: Session, meeting_id: int) -> list[PrintedView]:
    """List what was printed for a meeting, latest first."""
    rows = session.scalars(
        select(PrintedPaper)
        .where(PrintedPaper.meeting_id == meeting_id)
        .order_by(PrintedPaper.id.desc())
    ).all()
    kinds = {row.kind for row in rows}
    now = set()
    for reference in papers.available(session, meeting_id) if rows else ():
        if reference.kind in kinds:
            try:
                now.add(digest_of(papers.make(session, reference)))
            except Refused:
                continue
    return [
        PrintedView(
            row.id, row.title, _kind_title(row.kind), row.pages, row.copies, row.printer,
            row.by, row.on, row.model_digest not in now,
        )
        for row in rows
    ]  # fmt: skip


def _kind_title(kind: str) -> str:
    known = papers.BY_KEY.get(kind)
    return known.title if known else kind
