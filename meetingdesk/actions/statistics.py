"""统计: the figures of a period, each with the records behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.base import query
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.statistics import Behind, Figure
from meetingdesk.records.statistics import figures as figures_of

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

__all__ = ["Behind", "Figure", "figures"]


@query
def figures(
    session: Session, since: dt.date, until: dt.date, *, body_id: int | None = None
) -> list[Figure]:
    """Return the figures from ``since`` to ``until``, both days inclusive.

    Raises:
        Refused: the period ends before it begins.
    """
    if until < since:
        raise Refused(
            "统计的起止日期先后颠倒。", Problem("请把较早的日期放在前面。", field="起止日期")
        )
    return figures_of(session, since, until, body_id)
