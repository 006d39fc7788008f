"""任免核对: every objection to the entries of a meeting, with what the desk knows of holders.

Law (rules 2.1), repeats, the committee's own roster, posts that exclude each other, and what
earlier meetings of the same body passed.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from meetingdesk.actions.procedure import rules_of
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.facts import motions_of, tenures_on
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules import incumbents
from meetingdesk.rules.appointments import Entry, check_entry
from meetingdesk.rules.incumbents import Adopted, Known
from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.rules.procedure import Value


def settings_of(session: Session, meeting: Meeting) -> dict[str, Value]:
    """Return the body's parameters in force at the meeting."""
    return rules_of(session, meeting.body_id, meeting.start or dt.date.max)


def members_of(session: Session, meeting: Meeting) -> dict[str, str]:
    """Return name → post of those in office on the meeting's first day."""
    if meeting.term_id is None or meeting.start is None:
        return {}
    held = tenures_on(session, meeting.term_id, meeting.start)
    return {tenure.person.name: tenure.post for tenure in held}


def entries_of(session: Session, meeting_id: int) -> list[MotionEntry]:
    """Return the meeting's entries in the order they are voted on, those withdrawn left out."""
    return [
        entry
        for motion in motions_of(session, meeting_id)
        for entry in motion.entries
        if entry.state != "撤回"
    ]


def plain(entry: MotionEntry) -> Entry:
    """Return an entry as the rules know it."""
    return Entry(entry.verb, entry.name, entry.post, entry.motion.proposer)


def known_of(session: Session, meeting: Meeting, entries: Collection[Entry]) -> Known:
    """Gather what the desk knows about these people and posts before this meeting."""
    values = settings_of(session, meeting)
    return Known(
        members_of(session, meeting),
        _history(session, meeting, entries),
        meeting.body.place,
        cross=bool(values["cross_posts"]),
    )


def _history(session: Session, meeting: Meeting, entries: Collection[Entry]) -> list[Adopted]:
    if not entries or meeting.start is None:
        return []
    rows = session.execute(
        select(MotionEntry.verb, MotionEntry.name, MotionEntry.post, MotionEntry.passed_on)
        .join(Motion, MotionEntry.motion_id == Motion.id)
        .join(Meeting, Motion.meeting_id == Meeting.id)
        .where(
            MotionEntry.state == "通过",
            Meeting.body_id == meeting.body_id,
            Meeting.id != meeting.id,
            Meeting.start < meeting.start,
            or_(
                MotionEntry.name.in_({entry.name for entry in entries}),
                MotionEntry.post.in_({entry.post for entry in entries}),
            ),
        )
        .order_by(Meeting.start, Motion.position, MotionEntry.position)
    )
    return [Adopted(*row) for row in rows]


def told(entries: Sequence[Entry], at: int, known: Known) -> tuple[str, ...]:
    """Say everything there is to object to one entry among those of its meeting."""
    entry = entries[at]
    law = [p.message for p in check_entry(entry.verb, entry.post, entry.proposer, known.home)]
    if entries.count(entry) > 1:
        law.append(f"{entry.name}的这一项在本次会议中重复。")
    return (*law, *incumbents.objections(entries, at, known))


def reviewed(
    session: Session, meeting: Meeting
) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Return entry id → what there is to object, and → the committee post still to be left.

    Entries withdrawn are not looked at.
    """
    rows = entries_of(session, meeting.id)
    entries = [plain(row) for row in rows]
    known = known_of(session, meeting, entries)
    objected = {row.id: told(entries, at, known) for at, row in enumerate(rows)}
    leaving = {
        row.id: post
        for row, entry in zip(rows, entries, strict=True)
        if (post := incumbents.resignation(entry, known))
        and incumbents.resigns(entries, entry.name, known.home) is None
    }
    return objected, leaving


def objections(session: Session, meeting: Meeting) -> dict[int, tuple[str, ...]]:
    """Return entry id → what there is to object; entries withdrawn are not looked at."""
    return reviewed(session, meeting)[0]


def committee_post(meeting: Meeting, post: str) -> str:
    """Return a member's full title: 示例市第十四届人民代表大会常务委员会委员."""
    place, number = meeting.body.place, meeting.term_number
    term = f"第{han(number)}届" if number else ""
    return f"{place}{term}{meeting.body.name.removeprefix(place)}{post}"
