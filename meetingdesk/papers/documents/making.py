"""How a kind of paper is made: its maker, and which papers of it the records can give now.

Every module of papers hands its :data:`Maker` rows to the package, keyed like the kinds; the
record a paper is for follows from the kind's scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.papers.documents.kinds import Scope
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Letter, Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document

#: what a paper of each scope is made for
RECORDS: dict[Scope, type[Any]] = {
    Scope.MEETING: Meeting,
    Scope.DECISION: Decision,
    Scope.VOTE: Vote,
    Scope.MOTION: Motion,
    Scope.ENTRY: MotionEntry,
    Scope.LETTER: Letter,
    Scope.CEREMONY: Ceremony,
    Scope.ITEM: AgendaItem,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that can be made now; an empty ``title`` stands for the kind's own."""

    subject_id: int
    title: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """``make(session, record, part)`` returns the paper, ``offers(session, meeting)`` lists."""

    make: Callable[[Session, Any, str], Document]
    offers: Callable[[Session, Meeting], Iterable[Offer]]


def of_meeting(
    make: Callable[[Session, Meeting], Document],
    ready: Callable[[Session, Meeting], bool],
    title: Callable[[Meeting], str] | None = None,
) -> Maker:
    """Return the maker of a kind that a meeting has one paper of, once ``ready``."""

    def offers(session: Session, meeting: Meeting) -> list[Offer]:
        if not ready(session, meeting):
            return []
        return [Offer(meeting.id, title(meeting) if title else "")]

    return Maker(lambda session, meeting, _part: make(session, meeting), offers)


def each(
    make: Callable[[Session, Any], Document],
    offers: Callable[[Session, Meeting], Iterable[Offer]],
) -> Maker:
    """Return the maker of a kind with a paper for each of several records."""
    return Maker(lambda session, record, _part: make(session, record), offers)


def meeting_of(scope: Scope, key: int) -> Select[tuple[int]]:
    """Return the query for the id of the meeting that record ``key`` belongs to."""
    if scope is Scope.MEETING:
        return select(Meeting.id).where(Meeting.id == key)
    if scope is Scope.ENTRY:
        return select(Motion.meeting_id).join(MotionEntry).where(MotionEntry.id == key)
    if scope is Scope.LETTER:
        return (
            select(Motion.meeting_id)
            .join(MotionEntry, MotionEntry.motion_id == Motion.id)
            .join(Letter, Letter.entry_id == MotionEntry.id)
            .where(Letter.id == key)
        )
    model = RECORDS[scope]
    found: Select[tuple[int]] = select(model.meeting_id).where(model.id == key)
    return found
