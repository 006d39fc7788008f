"""常用材料: the checklist of papers an item of its type usually needs, with the days it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.agenda import add_material
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.documents.context import rules_of
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.rules.askedpapers import Asked, usual_papers
from meetingdesk.rules.dates import days_before

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@query
def usual_missing(session: Session, item_id: int) -> tuple[str, ...]:
    """Return the names of the usual papers an item's checklist does not have yet."""
    return tuple(paper.title for paper in _missing(fetch(session, AgendaItem, item_id)))


def _missing(item: AgendaItem) -> list[Asked]:
    there = {material.title for material in item.materials}
    return [paper for paper in usual_papers(item.type) if paper.title not in there]


@action("列出常用材料")
def list_usual(work: Work, item_ids: Sequence[int]) -> int:
    """Put the usual papers on the checklists of items; return how many were added.

    Who reports provides them; the day follows from the meeting's first day where law or the
    rules of procedure fix one, and may be changed.

    Raises:
        Refused: the checklists have them all, or the types need none.
    """
    added = 0
    for key in item_ids:
        item = fetch(work.session, AgendaItem, key)
        values = rules_of(work.session, item.meeting)
        for paper in _missing(item):
            days = values[paper.days] if paper.days else None
            add_material(
                work, item.id, title=paper.title, provider=item.reporter or item.submitted_by or "",
                due=_due(item.meeting.start, days),
            )  # fmt: skip
            added += 1
    if not added:
        raise Refused(
            "没有要增加的常用材料。", Problem("材料已经列全，或者这类议题通常不需要材料。")
        )
    work.label = f"列出常用材料{added}份"
    return added


def _due(start: dt.date | None, days: object) -> dt.date | None:
    return days_before(start, days) if start is not None and isinstance(days, int) else None
