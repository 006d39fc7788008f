"""The values of a meeting's records that a corrected paper may carry back into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.actions import agenda, appointments, attendance, decisions, meetings, opinions
from meetingdesk.actions import schedule as days
from meetingdesk.actions.checking.passages import known_names
from meetingdesk.records.facts import decisions_of, motions_of, posts_on, short_title_of, title_of
from meetingdesk.records.followups import Opinion
from meetingdesk.records.roster import Unit
from meetingdesk.rules.returned import bare, carried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from meetingdesk.actions.base import Work
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.rules.returned import LineChange


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record: which record and column, what it is called, where it is meant.

    ``context`` must also stand in the line: a post is that of the person named beside it.
    """

    record: str
    record_id: int
    column: str
    label: str
    value: str
    context: str = ""


def fields_of(session: Session, meeting: Meeting) -> list[Field]:
    """Return every value of the meeting's records that papers print word by word."""
    return [field for field in _all(session, meeting) if bare(field.value)]


def _all(session: Session, meeting: Meeting) -> Iterator[Field]:
    yield Field("meeting", meeting.id, "place", "会议地点", meeting.place)
    for item in meeting.agenda:
        yield Field("item", item.id, "subject", "议题", item.subject)
        yield Field("item", item.id, "reporter", "报告人", item.reporter, item.subject)
    for sitting in meeting.sittings:
        for entry in sitting.entries:
            yield Field("line", entry.id, "text", "日程", entry.text)
    for decision in decisions_of(session, meeting.id):
        yield Field("decision", decision.id, "title", "标题", decision.title)
        for line in decision.body.splitlines():
            yield Field("body", decision.id, line, "正文", line)
    for motion in motions_of(session, meeting.id):
        for person in motion.entries:
            yield Field("entry", person.id, "name", "姓名", person.name, person.post)
            yield Field("entry", person.id, "post", "职务", person.post, person.name)
    for observer in meeting.observers:
        yield Field("observer", observer.id, "text", "列席人员", observer.text)
    items = [item.id for item in meeting.agenda]
    for opinion in session.scalars(select(Opinion).where(Opinion.item_id.in_(items))):
        yield Field("opinion", opinion.id, "text", "审议意见", opinion.text)


def facts_of(session: Session, meeting: Meeting) -> dict[str, str]:
    """Return the record's values that count as data, with what each is."""
    facts = dict.fromkeys((title_of(meeting), short_title_of(meeting)), "届次")
    facts |= dict.fromkeys((item.subject for item in meeting.agenda), "标题")
    facts |= dict.fromkeys((row.title for row in decisions_of(session, meeting.id)), "标题")
    facts |= dict.fromkeys((u.name for u in session.scalars(select(Unit))), "单位")
    facts |= dict.fromkeys((u.short_name for u in session.scalars(select(Unit))), "单位")
    facts |= dict.fromkeys(posts_on(session, meeting).values(), "职务")
    for motion in motions_of(session, meeting.id):
        facts |= dict.fromkeys((entry.post for entry in motion.entries), "职务")
    facts |= dict.fromkeys((observer.post for observer in meeting.observers), "职务")
    facts |= dict.fromkeys(known_names(session, meeting), "人名")
    return {value: what for value, what in facts.items() if value}


def field_for(change: LineChange, fields: list[Field]) -> tuple[Field, str] | None:
    """Return the one field a change lies within, and its new value; ``None`` when unclear.

    Of several the longest is meant: the item's whole subject, not the title named in it.
    """
    found = [
        (field, value)
        for field in fields
        if bare(field.context) in bare(change.old)
        and (value := carried(field.value, change)) is not None
    ]
    longest = max((len(field.value) for field, _ in found), default=0)
    meant = [pair for pair in found if len(pair[0].value) == longest]
    return meant[0] if len(meant) == 1 else None


def write_field(work: Work, field: Field, value: str) -> None:
    """Put ``value`` into the record through its own action.

    Raises:
        Refused: as the action does, for example where the record is locked.
    """
    if field.record == "body":
        row = decisions.decision(work, field.record_id)
        lines = [value if line == field.column else line for line in row.body.splitlines()]
        decisions.write_body(work, field.record_id, "\n".join(lines), label="收回改稿")
        return
    edits: dict[str, Any] = {
        "meeting": meetings.edit_meeting,
        "item": agenda.edit_item,
        "line": days.edit_entry,
        "decision": decisions.edit_decision,
        "entry": appointments.edit_entry,
        "observer": attendance.edit_observer,
        "opinion": opinions.edit_opinion,
    }
    edits[field.record](work, field.record_id, **{field.column: value})
