"""Lines of a paper changed by hand and kept, put back whenever it is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.papers.returned import Kept
from meetingdesk.records.kept import KeptLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.documents.kinds import Reference


def kept_rows(session: Session, reference: Reference) -> list[KeptLine]:
    """Return the kept lines of a paper in the order they were kept."""
    wanted = select(KeptLine).where(
        KeptLine.kind == reference.kind,
        KeptLine.subject_id == reference.subject_id,
        KeptLine.part == reference.part,
    )
    return list(session.scalars(wanted.order_by(KeptLine.id)))


def kept_lines(session: Session, reference: Reference) -> list[Kept]:
    """Return the kept lines of a paper as its maker needs them."""
    return [Kept(row.old, row.nth, row.new) for row in kept_rows(session, reference)]
