"""The journal in the office's words: which field of which record became what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date

from meetingdesk.actions.journal_names import WORDS
from meetingdesk.records.base import table_of
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.roster import Person, Unit
from meetingdesk.records.tables import agenda, appointments, decisions, votes
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.screening import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session

_LONGEST = 200
_NOTHING = "（空）"
_REFS: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "person_id": (Person, lambda row: row.name),
    "chair_id": (Person, lambda row: row.name),
    "meeting_id": (Meeting, short_title_of),
    "item_id": (agenda.AgendaItem, lambda row: row.subject),
    "unit_id": (Unit, lambda row: row.short_name or row.name),
    "decision_id": (decisions.Decision, lambda row: row.title),
    "motion_id": (appointments.Motion, lambda row: row.proposer),
    "entry_id": (appointments.MotionEntry, lambda row: row.name),
    "batch_id": (
        appointments.ExamBatch,
        lambda row: f"{cn_date(row.exam_on)}考试" if row.exam_on else f"第{row.position}场",
    ),
    "vote_id": (votes.Vote, lambda row: row.title),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record: what it was and what it became; '' for a record not there."""

    id: int
    record: str
    #: 新增 · 修改 · 删除
    what: str
    field: str
    before: str
    after: str


def lines_of(
    session: Session, changes: Iterable[Mapping[str, Any]], limit: int = 300
) -> list[FieldChange]:
    """Put a journal entry's row images into words, at most ``limit`` lines."""
    lines: list[FieldChange] = []
    for change in changes:
        for line in _lines_of_row(session, change):
            if len(lines) == limit:
                return lines
            lines.append(FieldChange(len(lines), *line))
    return lines


def _lines_of_row(
    session: Session, change: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, str, str]]:
    table, before, after = change["table"], change["before"], change["after"]
    if table not in WORDS:
        return
    name, _, columns = WORDS[table]
    what = "新增" if before is None else "删除" if after is None else "修改"
    record = f"{name}“{subject}”" if (subject := _subject(session, change)) else name
    for column, title in columns.items():
        was, now = (before or {}).get(column), (after or {}).get(column)
        if (was or None) == (now or None) and not isinstance(was or now, bool):
            continue
        if what != "修改" and _empty(was) and _empty(now):
            continue
        yield (
            record,
            what,
            title,
            "" if before is None else _words(session, table, column, was),
            "" if after is None else _words(session, table, column, now),
        )


def _empty(value: object) -> bool:
    return value is None or value == "" or value is False or value == []


def _subject(session: Session, change: Mapping[str, Any]) -> str:
    """Return which record it is, from the image or else from the record as it stands."""
    known = {**(change["before"] or {}), **(change["after"] or {})}
    columns = WORDS[change["table"]][1]
    if columns and not any(known.get(column) for column in columns):
        table = table_of(change["table"])
        row = session.execute(table.select().where(table.c.id == change["id"])).mappings().first()
        known = {**(row or {}), **known}
    for column in columns:
        if not _empty(value := known.get(column)):
            return _cut(_words(session, change["table"], column, value), 30)
    return ""


def _words(session: Session, table: str, column: str, value: Any) -> str:
    if value is None or value == "":
        return _NOTHING
    if column in _REFS:
        model, words = _REFS[column]
        row = session.get(model, value)
        return words(row) if row is not None else f"第{value}号（已不在台账）"
    kind = table_of(table).c[column].type
    if isinstance(kind, Boolean):
        return "是" if value else "否"
    if isinstance(kind, Date):
        return cn_date(value if isinstance(value, dt.date) else dt.date.fromisoformat(value))
    if table == "screening" and isinstance(value, int):
        return marks(value)
    return _cut(str(value), _LONGEST)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
