"""首页: the meeting at hand, what it still lacks, the clocks running, the way back to the work.

Nothing here is stored; every line is worked out from the records and says where it is put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.home_clocks import Clock, clocks
from meetingdesk.actions.home_needs import (
    BAD,
    DOING,
    DONE,
    NOTE,
    TODO,
    Need,
    Place,
    needs,
    paper_needs,
)
from meetingdesk.records.facts import date_text_of, short_title_of, title_of
from meetingdesk.records.journal import NOTES, Entry
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.roster import Tenure

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

__all__ = [
    "BAD",
    "DOING",
    "DONE",
    "NOTE",
    "TODO",
    "AtHand",
    "Clock",
    "LastStep",
    "Need",
    "Place",
    "Recent",
    "at_hand",
    "clocks",
    "has_roster",
    "last_backup",
    "last_step",
    "needs",
    "paper_needs",
    "recent",
]

#: which panel shows a table's rows, and what its ``focus_on`` calls the row's id
_SHOWN_BY: dict[str, tuple[str, str]] = {
    "body": ("roster", ""),
    "term": ("roster", ""),
    "unit": ("roster", "unit_id"),
    "person": ("roster", "person_id"),
    "tenure": ("roster", "tenure_id"),
    "procedure_rules": ("roster", ""),
    "meeting": ("meetings", ""),
    "attendance": ("meetings", ""),
    "observer": ("meetings", ""),
    "agenda_item": ("agenda", "item_id"),
    "sitting": ("agenda", "sitting_id"),
    "sitting_entry": ("agenda", ""),
    "material": ("agenda", ""),
    "opinion": ("agenda", ""),
    "decision": ("decisions", "decision_id"),
    "decision_version": ("decisions", ""),
    "clause_source": ("decisions", ""),
    "motion": ("appointments", ""),
    "motion_entry": ("appointments", "entry_id"),
    "exam_batch": ("appointments", ""),
    "screening": ("appointments", ""),
    "statement": ("appointments", ""),
    "letter": ("appointments", "letter_id"),
    "ceremony": ("appointments", "ceremony_id"),
    "oath_taker": ("appointments", ""),
    "vote": ("votes", "vote_id"),
    "question": ("votes", ""),
    "count": ("votes", ""),
    "issued_document": ("documents", "issued_id"),
    "attachment": ("documents", ""),
    "own_card": ("cards", ""),
    "own_card_version": ("cards", ""),
}
#: steps looked through for the last one that a panel shows
_LOOKED = 30


@dataclass(frozen=True, slots=True)
class AtHand:
    """The meeting at hand. ``days`` until it begins: 0 on its days, negative once it is over."""

    id: int
    title: str
    short_title: str
    date_text: str
    place: str
    state: str
    days: int | None
    #: on its days: which of how many it is
    day: int = 0
    of_days: int = 0

    @property
    def countdown(self) -> str:
        """The countdown in words: 还有3天, 今天开会, 会议第2天, 已结束5天."""
        if self.days is None:
            return "日期未定"
        if self.days == 0:
            return f"会议第{self.day}天" if self.of_days > 1 else "今天开会"
        return f"还有{self.days}天" if self.days > 0 else f"已结束{-self.days}天"


@dataclass(frozen=True, slots=True)
class Recent:
    """A meeting for the list of recent ones."""

    id: int
    short_title: str
    date_text: str
    state: str


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last step done on this desk and the place to go on from."""

    label: str
    who: str
    at: dt.datetime
    place: Place


def days_until(meeting: Meeting, today: dt.date) -> int | None:
    """Return the days until a meeting begins, 0 on its days, minus the days since it ended."""
    if meeting.start is None:
        return None
    last = meeting.end or meeting.start
    if today > last:
        return -(today - last).days
    return max((meeting.start - today).days, 0)


@query
def at_hand(session: Session, meeting_id: int, today: dt.date) -> AtHand:
    """Return the meeting at hand with its countdown.

    Raises:
        Refused: it is gone.
    """
    meeting = fetch(session, Meeting, meeting_id)
    days = days_until(meeting, today)
    sitting = days == 0 and meeting.start is not None
    start, end = meeting.start or today, meeting.end or meeting.start or today
    return AtHand(
        meeting.id,
        title_of(meeting),
        short_title_of(meeting),
        date_text_of(meeting),
        meeting.place,
        meeting.state,
        days,
        (today - start).days + 1 if sitting else 0,
        (end - start).days + 1 if sitting else 0,
    )


@query
def recent(session: Session, limit: int = 6) -> list[Recent]:
    """List the latest meetings."""
    wanted = select(Meeting).order_by(
        Meeting.start.is_(None), Meeting.start.desc(), Meeting.number.desc(), Meeting.id
    )
    return [
        Recent(m.id, short_title_of(m), date_text_of(m), m.state)
        for m in session.scalars(wanted.limit(limit))
    ]


@query
def has_roster(session: Session) -> bool:
    """Say whether anyone is registered in office: without a roster no meeting can be prepared."""
    return session.scalar(select(Tenure.id).limit(1)) is not None


@query
def last_step(session: Session) -> LastStep | None:
    """Return the last step that a page shows, None on a new desk."""
    wanted = select(Entry.seq).where(Entry.kind.in_(("do", "redo"))).order_by(Entry.seq.desc())
    for seq in session.scalars(wanted.limit(_LOOKED)).all():
        entry = fetch(session, Entry, seq)  # one by one: an import's images are large
        for change in entry.changes:
            panel, key = _SHOWN_BY.get(change["table"], ("", ""))
            if not panel:
                continue
            # a row taken away cannot be shown again
            focus = {key: change["id"]} if key and change["after"] is not None else {}
            return LastStep(entry.label, entry.who, entry.at, Place(panel, entry.meeting_id, focus))
    return None


@query
def last_backup(session: Session) -> dt.datetime | None:
    """Return when the desk was last backed up (UTC without zone), None if never."""
    return session.scalar(
        select(Entry.at).where(NOTES, Entry.action == "备份").order_by(Entry.seq.desc()).limit(1)
    )
