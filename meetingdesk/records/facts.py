"""What follows from records alone: names of a meeting, who is in office, who is present.

Shared by papers and actions, so that a title or a number is worked out in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from meetingdesk.records.appointments import Motion, MotionEntry, Statement
from meetingdesk.records.asking import asked_once
from meetingdesk.records.decisions import Decision
from meetingdesk.records.meetings import Meeting, Sitting, SittingEntry
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.roster import Body, Tenure
from meetingdesk.records.votes import Vote
from meetingdesk.rules.dates import cn_long_span
from meetingdesk.rules.itemnumbers import numbered
from meetingdesk.rules.kinds import MeetingKind, sits
from meetingdesk.rules.titles import meeting_full_title, meeting_short_title, with_draft

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

_TITLED = ("standing_committee", "congress")
#: what follows an item taken off an agenda already printed
WITHDRAWN = "（撤回）"


class Titled(NamedTuple):
    """Of a meeting what its titles and dates are made of: there may be hundreds to list."""

    id: int
    body: Body
    kind: str
    subtype: str
    term_number: int | None
    number: int | None
    start: dt.date | None
    end: dt.date | None
    date_text: str


def titled(session: Session) -> list[Titled]:
    """Return all meetings, latest first; those without a date follow, by number."""
    of = Meeting
    columns = (of.kind, of.subtype, of.term_number, of.number, of.start, of.end, of.date_text)
    listed = select(of.id, of.body_id, *columns).order_by(
        of.start.is_(None), of.start.desc(), of.number.desc(), of.id
    )
    bodies = {body.id: body for body in session.scalars(select(Body))}
    return [Titled(key, bodies[body], *rest) for key, body, *rest in session.execute(listed)]


def title_of(meeting: Meeting | Titled) -> str:
    """Return the full title: 示例市第十四届人民代表大会常务委员会第三十六次会议."""
    body = meeting.body
    if body.kind in _TITLED:
        return meeting_full_title(body.place, meeting.term_number, meeting.kind, meeting.number)
    return overlapped(body.name, meeting.subtype or meeting.kind)


def short_title_of(meeting: Meeting | Titled) -> str:
    """Return the everyday title: 市十四届人大常委会第三十六次会议."""
    body = meeting.body
    if body.kind in _TITLED:
        return meeting_short_title(
            body.level or body.place, meeting.term_number, meeting.kind, meeting.number
        )
    return overlapped(body.short_name or body.name, meeting.subtype or meeting.kind)


def overlapped(body: str, kind: str) -> str:
    """Join a body's name and a kind of meeting, what both say once: 市人大常委会党组＋党组会议."""
    for size in range(min(len(body), len(kind)), 1, -1):
        if body.endswith(kind[:size]):
            return body + kind[size:]
    return body + kind


def date_text_of(meeting: Meeting | Titled) -> str:
    """Return the date in words, the source's own words where it is not a date, or ''."""
    if meeting.start is None:
        return meeting.date_text
    return cn_long_span(meeting.start, meeting.end)


def chair_of(meeting: Meeting) -> str:
    """Return who chairs, '' when the record does not say."""
    return meeting.chair.name if meeting.chair else meeting.chair_text


def last_day(meeting: Meeting) -> dt.date | None:
    """Return the meeting's last day: decisions and letters carry it."""
    return meeting.end or meeting.start


@asked_once
def tenures_on(session: Session, term_id: int, on: dt.date) -> list[Tenure]:
    """Return the tenures in force on ``on`` (both days inclusive) in committee order.

    Their number is N, 全体组成人员 (地方组织法 Art. 51; rules.md Q5).
    """
    return list(
        session.scalars(
            select(Tenure)
            .where(
                Tenure.term_id == term_id,
                or_(Tenure.since.is_(None), Tenure.since <= on),
                or_(Tenure.until.is_(None), Tenure.until >= on),
            )
            .order_by(Tenure.committee_order, Tenure.id)
        )
    )


def due_at(session: Session, meeting: Meeting) -> list[Tenure]:
    """Return who is due at a meeting (应到) on its first day, the Party group in its own order.

    Nobody for a meeting without a date or a term.
    """
    if meeting.term_id is None or meeting.start is None:
        return []
    held = tenures_on(session, meeting.term_id, meeting.start)
    if meeting.body.kind != "standing_committee":
        return held
    due = [t for t in held if sits(meeting.kind, t.post, t.party_post)]
    if meeting.kind == MeetingKind.PARTY_GROUP:
        due.sort(key=lambda t: (t.party_order is None, t.party_order or 0))
    return due


def posts_on(session: Session, meeting: Meeting) -> dict[int, str]:
    """Return person id → post held on the meeting's first day."""
    if meeting.term_id is None or meeting.start is None:
        return {}
    return {t.person_id: t.post for t in tenures_on(session, meeting.term_id, meeting.start)}


def present_of(meeting: Meeting) -> int | None:
    """Return 到会: members marked 出席 on a roll, else the figure of a record, else None.

    A record taken over names some of those present only, so its names are not counted.
    """
    there = [a for a in meeting.attendance if a.state == "出席" and a.person_id is not None]
    if any(not a.name_text for a in there):
        return len(there)
    return meeting.present_total


def present_now(meeting: Meeting) -> int | None:
    """Return who is in the hall: :func:`present_of` without those who left and are not back."""
    present = present_of(meeting)
    if present is None:
        return None
    return present - sum(a.away for a in meeting.attendance if a.person_id is not None)


def printed_title_of(decision: Decision) -> str:
    """Return the title as printed: with （草案） exactly until adoption (A17)."""
    return decision.title if decision.state == "通过" else with_draft(decision.title)


def entry_text(entry: SittingEntry) -> str:
    """Return a line of the order of day: its own text, or its item's verb and subject.

    An item withdrawn since is marked; it was printed and is not taken.
    """
    words = entry.text
    if not words and entry.item is not None:
        words = item_words(entry.item.verb, entry.item.subject)
    withdrawn = entry.item is not None and entry.item.withdrawn
    return f"{words}{WITHDRAWN}" if withdrawn else words


def agenda_numbers(meeting: Meeting) -> dict[int, str]:
    """Return item id → number on the agenda: as printed, late ones as 12.1, else 1, 2, 3 ….

    An agenda not printed yet counts without the withdrawn items.
    """
    listed = [i for i in meeting.agenda if i.on_agenda]
    if not any(i.printed_number for i in listed):
        listed = [i for i in listed if not i.withdrawn]
    made = numbered([i.printed_number for i in listed])
    return {item.id: number for item, number in zip(listed, made, strict=True)}


def item_words(verb: str, subject: str) -> str:
    """Return an item in words; 新任命人员宪法宣誓 already has its verb."""
    return subject if subject.endswith(verb) else f"{verb}{subject}"


@asked_once
def sittings_of(session: Session, meeting_id: int) -> list[Sitting]:
    """Return a meeting's half-days in order, with their lines and the items of these."""
    lines = selectinload(Sitting.entries).joinedload(SittingEntry.item)
    wanted = select(Sitting).where(Sitting.meeting_id == meeting_id).options(lines)
    return list(session.scalars(wanted.order_by(Sitting.position)))


@asked_once
def decisions_of(session: Session, meeting_id: int) -> list[Decision]:
    """Return a meeting's decisions in order."""
    wanted = select(Decision).where(Decision.meeting_id == meeting_id)
    return list(session.scalars(wanted.order_by(Decision.position, Decision.id)))


@asked_once
def motions_of(session: Session, meeting_id: int) -> list[Motion]:
    """Return a meeting's appointment motions in order."""
    entries = selectinload(Motion.entries)
    wanted = select(Motion).where(Motion.meeting_id == meeting_id).options(entries)
    return list(session.scalars(wanted.order_by(Motion.position, Motion.id)))


@asked_once
def ceremonies_of(session: Session, meeting_id: int) -> list[Ceremony]:
    """Return a meeting's oath ceremonies in order."""
    wanted = select(Ceremony).where(Ceremony.meeting_id == meeting_id)
    return list(session.scalars(wanted.order_by(Ceremony.position, Ceremony.id)))


@asked_once
def votes_of(session: Session, meeting_id: int) -> list[Vote]:
    """Return a meeting's votes in order."""
    wanted = select(Vote).where(Vote.meeting_id == meeting_id)
    return list(session.scalars(wanted.order_by(Vote.position, Vote.id)))


@asked_once
def statements_of(session: Session, meeting_id: int) -> list[Statement]:
    """Return a meeting's 供职发言 in order; nominees withdrawn do not speak."""
    wanted = (
        select(Statement)
        .join(MotionEntry, Statement.entry_id == MotionEntry.id)
        .join(Motion, MotionEntry.motion_id == Motion.id)
        .where(Motion.meeting_id == meeting_id, MotionEntry.state != "撤回")
        .order_by(Statement.position, Statement.id)
    )
    return list(session.scalars(wanted))
