"""``import events``: the printed chronicle, checked and set beside the desk's own entries.

The desk keeps no table of events: the chronicle is composed from the records of the meetings
(inventory 6.35). A file of printed entries is therefore checked by its schema and each entry on
a meeting of the desk is compared with what the desk composes; nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.actions.base import query
from meetingdesk.actions.exchange.reading import read_json
from meetingdesk.actions.exchange.report import (
    DIFFERS,
    SAME,
    Finding,
    ImportReport,
    refuse,
)
from meetingdesk.actions.exchange.schema import check
from meetingdesk.errors import Problem
from meetingdesk.papers.chronicle import ComparedRow, chronicle_entry, compare_with_printed
from meetingdesk.papers.chronicle_compare import SAME as SAME_WORDS
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    """A printed entry and the desk's entry on the same meeting, clause by clause."""

    event_id: str
    meeting_id: int
    rows: tuple[ComparedRow, ...]


def read_events(path: Path) -> list[dict[str, Any]]:
    """Read and check the entries of a file.

    Raises:
        BadInput: naming file, entry and field of every fault.
    """
    value = read_json(path)
    problems = check("events", value, file=path.name)
    refuse(path.name, problems)
    events: list[dict[str, Any]] = value
    seen: set[str] = set()
    for number, event in enumerate(events, start=1):
        place = f"第{number}条（{event['id']}）"
        if event["id"] in seen:
            problems.append(Problem("编号重复。", file=path.name, field=f"{place}·编号"))
        if event["end"] is not None and event["end"] < event["date"]:
            message = "结束日期早于日期。"
            problems.append(Problem(message, file=path.name, field=f"{place}·结束日期"))
        seen.add(event["id"])
    refuse(path.name, problems)
    return events


@query
def compare_events(session: Session, path: str | Path) -> list[ComparedEvent]:
    """Set each printed entry on a numbered meeting of the desk beside the desk's own.

    Raises:
        BadInput: the file is not a chronicle.
    """
    return _compare(session, read_events(Path(path)))


def _compare(session: Session, events: list[dict[str, Any]]) -> list[ComparedEvent]:
    found: list[ComparedEvent] = []
    for event in events:
        meeting = _meeting(session, event)
        if meeting is not None:
            rows = compare_with_printed(chronicle_entry(session, meeting.id), event["text"])
            found.append(ComparedEvent(event["id"], meeting.id, tuple(rows)))
    return found


def _meeting(session: Session, event: dict[str, Any]) -> Meeting | None:
    if event.get("session_no") is None:
        return None
    rows = session.scalars(
        select(Meeting).where(Meeting.kind == event["kind"], Meeting.number == event["session_no"])
    )
    return next((m for m in rows if m.start and m.start.isoformat() == event["date"]), None)


@query
def check_events(session: Session, path: str | Path) -> ImportReport:
    """Check a file of printed entries and tell which of the desk's entries differ in words.

    Raises:
        BadInput: the file is not a chronicle.
    """
    path = Path(path)
    events = read_events(path)
    compared = {e.event_id: e for e in _compare(session, events)}
    findings = []
    for event in events:
        name = f"{event['id']}　{event['date']}　{event['kind']}"
        if event["id"] not in compared:
            findings.append(Finding(name, "未对照"))
            continue
        rows = compared[event["id"]].rows
        details = tuple(
            f"{row.verdict}：{row.printed}" for row in rows if row.verdict != SAME_WORDS
        )
        findings.append(Finding(name, DIFFERS if details else SAME, details))
    note = f"其中{len(compared)}条与台账中的会议逐句对照；大事记由会议记录生成，这里不存入台账。"
    return ImportReport("events", path.name, tuple(findings), note=note)
