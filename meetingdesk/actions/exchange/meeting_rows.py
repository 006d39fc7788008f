"""A meeting record becoming rows: what it does not say stays empty, its own words are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.exchange.bodies import BodyName, ensure_body, ensure_term
from meetingdesk.actions.exchange.meeting_check import iso_date
from meetingdesk.actions.exchange.people import People, read_name
from meetingdesk.actions.exchange.record import (
    ATTENDANCE_KEYS,
    ITEM_KEYS,
    MEETING_KEYS,
    blank,
    kept_blanks,
    meeting_record,
)
from meetingdesk.errors import BadInput, Problem
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.meetings import Attendance, Meeting, Observer
from meetingdesk.rules.itemtypes import item_type

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from meetingdesk.actions.base import Work


def write_meeting(
    work: Work,
    record: dict[str, Any],
    name: BodyName,
    existing: Meeting | None,
    people: People,
    file: str,
) -> None:
    """Write a checked ``record`` into ``existing`` or a new meeting.

    Raises:
        BadInput: the record would not come out again as it went in.
    """
    session = work.session
    body = ensure_body(session, name)
    meeting = existing or Meeting(body_id=body.id, kind=record["kind"])
    with session.no_autoflush:
        _fill(meeting, record, work.today)
        meeting.body = body
        meeting.term = ensure_term(session, body, record["term"] or name.term)
        chair = read_name(record["chair"] or "")
        unsure = "未" in chair.role  # 主持未明写
        meeting.chair = people.called(chair.name) if chair.name and not unsure else None
        if existing is None:
            session.add(meeting)
    session.flush()
    for rows in (meeting.attendance, meeting.observers, meeting.agenda):
        rows.clear()
    session.flush()
    meeting.attendance.extend(_attendance(record, people))
    meeting.observers.extend(_observers(record["observers"]))
    meeting.agenda.extend(_item(item, at) for at, item in enumerate(record["agenda"], start=1))
    session.flush()
    if meeting_record(meeting, record["id"]) != record:
        message = "这条记录有台账存不下的写法，请核对。"
        raise BadInput(
            f"“{file}”没有导入，台账没有改动。", Problem(message, file=file, field=record["id"])
        )


def _fill(meeting: Meeting, record: dict[str, Any], today: dt.date) -> None:
    start = iso_date(record["date"])
    attendance = record["attendance"]
    meeting.external_id = record["id"]
    meeting.kind = record["kind"]
    meeting.subtype = record.get("subtype") or ""
    meeting.term_number, meeting.number = record["term"], record["no"]
    meeting.start, meeting.end = start, iso_date(record["end"])
    meeting.date_text = "" if start else record["date"] or ""
    meeting.date_note = record.get("date_note") or ""
    meeting.mode = record.get("mode") or ""
    meeting.chair_text = record["chair"] or ""
    meeting.chair_phrase = record.get("chair_phrase") or ""
    meeting.state = "筹备" if start and start > today else "已结束"
    meeting.present_total = attendance["present_total"]
    meeting.attendance_phrase = attendance.get("phrase") or ""
    meeting.absent_text = attendance["absent_leaders"]
    meeting.notes = record.get("notes") or ""
    meeting.source = record.get("source") or ""
    meeting.quote = record.get("quote") or ""
    meeting.shape = {
        "body": record["body"],
        "kept": kept_blanks(record, MEETING_KEYS),
        "attendance": kept_blanks(attendance, ATTENDANCE_KEYS),
    }


def _attendance(record: dict[str, Any], people: People) -> Iterator[Attendance]:
    for at, text in enumerate(record["attendance"]["named"], start=1):
        name = read_name(text).name
        row = Attendance(position=at, name_text=text, state="出席")
        row.person = people.called(name) if name else None
        yield row


_LEADERS = re.compile(r"一府一委两院|^副?(?:市|省|县|区|州)长|法院院长|检察院检察长|监委主任")
_CATEGORIES = (
    (_LEADERS, "一府一委两院领导"),
    (re.compile(r"委室|副秘书长|人大常委会.*机构"), "委室负责同志"),
    (re.compile(r"法院|检察院"), "两院负责同志"),
    (re.compile(r"县|区|乡|街道"), "下级人大负责同志"),
    (re.compile(r"人大代表|代表$"), "人大代表"),
    (re.compile(r"政府|局|部门"), "政府部门负责同志"),
)


def _observers(texts: Sequence[str]) -> Iterator[Observer]:
    for at, text in enumerate(texts, start=1):
        category = next((name for form, name in _CATEGORIES if form.search(text)), "其他")
        yield Observer(
            position=at, text=text, category=category, leader=bool(_LEADERS.search(text))
        )


def _item(record: dict[str, Any], at: int) -> AgendaItem:
    outcome = record["outcome"]
    return AgendaItem(
        position=at,
        printed_number=str(record["seq"]),
        on_agenda=item_type(record["type"]).on_agenda,
        verb=record["verb"],
        subject=record["subject"],
        type=record["type"],
        submitted_by=record["submitted_by"] or None,
        outcome="" if blank(outcome) else outcome,
        vote_method=record.get("vote_method") or "",
        tally_text=record.get("tally") or "",
        via=record.get("via") or "",
        needs_vote=not blank(record.get("vote_method")),
        artefacts=record.get("artefacts") or None,
        objects=record.get("subjects") or None,
        shape={"seq": record["seq"], "kept": kept_blanks(record, ITEM_KEYS)},
    )
