"""Checks of who is proposed: objections of law and of records, gates, statements (A25, B20–B22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import incumbency, screening
from meetingdesk.actions.checking.findings import LOOK, WRONG, Finding
from meetingdesk.records.facts import entry_text, statements_of
from meetingdesk.rules.schedule import is_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting


def check_nominees(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report verbs and proposers out of law, posts held or excluded, gates not passed."""
    entries = {entry.id: entry for entry in incumbency.entries_of(session, meeting.id)}
    for entry_id, messages in incumbency.objections(session, meeting).items():
        for message in messages:
            yield _about(entries[entry_id].name, "任免", LOOK, message, entry_id)
    wanted = screening.standard_of(session, meeting)
    if wanted.asks:
        for view in screening.nominee_views(session, meeting):
            for found in screening.findings_of(
                entries[view.id], entries[view.id].screening, wanted
            ):
                level = WRONG if found.blocks else LOOK
                yield _about(view.name, found.gate.value, level, found.message, view.id)


def _about(name: str, code: str, level: str, message: str, entry_id: int) -> Finding:
    return Finding(code, level, f"任免案{name}", message, "entry_id", entry_id)


def check_statements(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report an order of statements the day has no place for."""
    if not meeting.sittings or not statements_of(session, meeting.id):
        return
    if not any(is_statement(entry_text(e)) for s in meeting.sittings for e in s.entries):
        message = "供职发言已编排次序，日程里没有这一项。"
        yield Finding("供职发言", LOOK, "日程", message, "sitting_id")
