"""``import meeting`` and its way back: records of meetings, all of a file or nothing.

What a record does not say stays unknown: no date, member or vote is guessed (inventory 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.exchange.bodies import BodyName, find_body, read_body
from meetingdesk.actions.exchange.meeting_check import (
    LABELS,
    odd_verbs,
    place_of,
    read_meetings,
    series_of,
)
from meetingdesk.actions.exchange.meeting_rows import write_meeting
from meetingdesk.actions.exchange.people import People
from meetingdesk.actions.exchange.reading import bad_file, write_json
from meetingdesk.actions.exchange.record import made_id, meeting_record
from meetingdesk.actions.exchange.rehearse import no_practice
from meetingdesk.actions.exchange.report import (
    DIFFERS,
    NEW,
    SAME,
    Finding,
    ImportReport,
    refuse,
)
from meetingdesk.errors import BadInput, Problem
from meetingdesk.records.appointments import Motion
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import Attachment, IssuedDocument
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


#: tables whose rows hang on a meeting: (name, column of the meeting)
_HANGS_ON = (
    ("表决", Vote.meeting_id),
    ("决定", Decision.meeting_id),
    ("任免案", Motion.meeting_id),
    ("宣誓仪式", Ceremony.meeting_id),
    ("已印发的文书", IssuedDocument.meeting_id),
    ("附件", Attachment.meeting_id),
)
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class _Plan:
    """One record and what would become of it."""

    record: dict[str, Any]
    body: BodyName
    existing: Meeting | None
    finding: Finding


def _plans(session: Session, records: Sequence[dict[str, Any]], file: str) -> list[_Plan]:
    known = {m.external_id or made_id(m): m for m in session.scalars(select(Meeting))}
    plans, problems = [], []
    for number, record in enumerate(records, start=1):
        body, existing = read_body(record["body"]), known.get(record["id"])
        place = place_of(number, record)
        if body.term is not None and record["term"] not in (None, body.term):
            problems.append(
                Problem(
                    f"机构写的是第{body.term}届，届写的是{record['term']}，请核对。",
                    file=file,
                    field=f"{place}·届",
                )
            )
        taken = _same_number(session, body, record)
        if taken is not None and taken is not existing:
            problems.append(
                Problem(
                    f"台账中已有{series_of(record)}（{taken.external_id or made_id(taken)}）。",
                    file=file,
                    field=f"{place}·次数",
                )
            )
        finding = _held_against(existing, record)
        if existing is not None and finding.state == DIFFERS:
            problems += _hanging(session, existing, file, place)
        plans.append(_Plan(record, body, existing, finding))
    refuse(file, problems)
    return plans


def _same_number(session: Session, body: BodyName, record: dict[str, Any]) -> Meeting | None:
    row = find_body(session, body)
    if row is None or record["no"] is None:
        return None
    return session.scalars(
        select(Meeting).where(
            Meeting.body_id == row.id,
            Meeting.kind == record["kind"],
            Meeting.term_number.is_not_distinct_from(record["term"]),
            Meeting.number == record["no"],
        )
    ).first()


def _held_against(existing: Meeting | None, record: dict[str, Any]) -> Finding:
    name = f"{record['id']}　{series_of(record)}"
    if existing is None:
        return Finding(name, NEW)
    ours = meeting_record(existing, record["id"])
    if ours == record:
        return Finding(name, SAME)
    keys = [k for k in (*ours, *record) if ours.get(k, _ABSENT) != record.get(k, _ABSENT)]
    return Finding(name, DIFFERS, tuple(dict.fromkeys(LABELS.get(k, k) for k in keys)))


def _hanging(session: Session, meeting: Meeting, file: str, place: str) -> list[Problem]:
    found = [
        name
        for name, column in _HANGS_ON
        if session.scalar(select(func.count()).where(column == meeting.id))
    ]
    found += ["日程"] if meeting.sittings else []
    if not found:
        return []
    message = f"台账中这次会议已有{'、'.join(found)}，不能用文件覆盖。请在台账中逐项修改。"
    return [Problem(message, file=file, field=place)]


@query
def preview_meetings(session: Session, path: str | Path) -> ImportReport:
    """Tell what importing the file would change; nothing is written.

    Raises:
        BadInput: the file could not be imported.
    """
    path = Path(path)
    records = read_meetings(path)
    plans = _plans(session, records, path.name)
    return ImportReport(
        "meeting", path.name, tuple(p.finding for p in plans), odd_verbs(records, path.name)
    )


@action("导入会议记录")
def import_meetings(work: Work, path: str | Path) -> ImportReport:
    """Take over every record of the file; one bad record and nothing is written.

    Raises:
        BadInput: naming file, record and field of every fault.
    """
    path = Path(path)
    records = read_meetings(path)
    plans = _plans(work.session, records, path.name)
    people = People(work.session)
    for plan in plans:
        if plan.finding.state != SAME:
            write_meeting(work, plan.record, plan.body, plan.existing, people, path.name)
    report = ImportReport(
        "meeting",
        path.name,
        tuple(p.finding for p in plans),
        odd_verbs(records, path.name),
        written=True,
    )
    work.label = f"导入会议记录“{path.name}”（{len(plans)}条）"
    return report


@query
def meeting_records(
    session: Session, meeting_ids: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    """Return the exchange records of the meetings (all of the desk when not told which)."""
    wanted = select(Meeting).order_by(Meeting.id)
    if meeting_ids is not None:
        wanted = wanted.where(Meeting.id.in_(meeting_ids))
    taken = set(session.scalars(select(Meeting.external_id)))
    records = []
    for meeting in session.scalars(wanted):
        name = meeting.external_id or made_id(meeting)
        while meeting.external_id is None and name in taken:
            name = f"{name}-{meeting.id}"
        taken.add(name)
        records.append(meeting_record(meeting, name))
    return records


def export_meetings(office: Any, path: str | Path, meeting_ids: Sequence[int] | None = None) -> int:
    """Write the records to a .json file; return how many.

    Raises:
        BadInput: another type of file, none of them in the desk, or the place cannot be written.
        Refused: the desk is a practice copy.
    """
    path = Path(path)
    if path.suffix.lower() != ".json":
        bad_file(path, "会议记录请导出为 .json 文件。")
    no_practice(office)
    records = meeting_records(office, meeting_ids)
    if not records:
        raise BadInput("台账中没有可以导出的会议，没有写文件。")
    write_json(path, records)
    return len(records)
