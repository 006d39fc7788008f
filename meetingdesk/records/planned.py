"""How the points of a year's plan stand, told by the agendas that carry them (A05, A07)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.facts import agenda_numbers, short_title_of
from meetingdesk.records.links import ItemLink
from meetingdesk.records.yearplan import PlanLink
from meetingdesk.rules.yearplan import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.records.yearplan import PlanEntry

_CONSENT = "同意提请"


def items_of(session: Session, entries: Sequence[PlanEntry]) -> dict[int, list[AgendaItem]]:
    """Return the standing items made from points, and those taken over from them (同意提请)."""
    session.flush()
    keys = [entry.id for entry in entries]
    direct = session.scalars(
        select(PlanLink)
        .where(PlanLink.entry_id.in_(keys))
        .order_by(PlanLink.id)
        .options(joinedload(PlanLink.item).joinedload(AgendaItem.meeting))
    ).all()
    onward: dict[int, list[AgendaItem]] = {}
    for link in session.scalars(
        select(ItemLink).where(ItemLink.source_id.in_([link.item_id for link in direct]))
    ):
        onward.setdefault(link.source_id, []).append(link.item)
    made: dict[int, list[AgendaItem]] = {key: [] for key in keys}
    for planned in direct:
        of_point = made[planned.entry_id]
        for item in (planned.item, *onward.get(planned.item_id, ())):
            if not item.withdrawn and item not in of_point:
                of_point.append(item)
    return made


def standing(entry: PlanEntry, items: Sequence[AgendaItem]) -> Standing:
    """Tell how a point stands: by its items, without any by what was said by hand."""
    if any(_finished(item) for item in items):
        return Standing.DONE
    if items:
        return Standing.LISTED
    return Standing(entry.state) if entry.state else Standing.OPEN


def _finished(item: AgendaItem) -> bool:
    """Whether an item is dealt with; consent to submit it only passes it on."""
    if _CONSENT in item.outcome:
        return False
    return bool(item.outcome.strip()) or item.meeting.state == "已结束"


def place_words(item: AgendaItem) -> str:
    """Say where an item stands: 市十四届人大常委会第三十六次会议第3项."""
    number = agenda_numbers(item.meeting).get(item.id, "")
    return short_title_of(item.meeting) + (f"第{number}项" if number else "")
