"""演练: practise a vote or a whole meeting on a copy that can never reach the record.

The copy is a desk of its own in a private temporary folder, marked inside the file
(:mod:`meetingdesk.records.practice`): every paper made from it bears 演练, and it cannot be
exported, backed up or restored. The real desk only notes that a rehearsal was begun.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select

from meetingdesk.actions import attendance
from meetingdesk.actions.base import Work, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.keeping import file_of, note
from meetingdesk.errors import DeskError, Problem, Refused
from meetingdesk.records import backup as files
from meetingdesk.records import journal
from meetingdesk.records.desk import Desk
from meetingdesk.records.facts import present_of, short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.practice import Practice, practice_of
from meetingdesk.records.votes import Question, Vote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.records.base import Base

__all__ = ["discard", "rehearse", "subject_of"]

_PREFIX = "会务台演练-"
_NAME = "演练.desk"
#: a folder left by a program that was killed is swept away after a day
_OLD_SECONDS = 24 * 3600
#: what a vote gets only once it is held; everything else belongs to the sheet
_HELD = frozenset(
    {
        "id", "state", "members", "statutory_seats", "present", "issued", "returned", "card",
        "opened_on", "certified_on", "result", "digest", "code", "note", "parent_id",
        "relation", "sums", "job",
    }
)  # fmt: skip


def rehearse(office: Office, *, vote_id: int | None = None, meeting_id: int | None = None) -> Path:
    """Make a practice copy for a vote, or a meeting; return the copy's file.

    In the copy the vote is a draft again and, where too few are marked present to vote,
    everyone due is marked present. Nothing of the desk itself changes but one journal note.

    Raises:
        Refused: this is a practice copy already, the desk is no single file, or there is no
            such vote or meeting.
        DeskUnusable: the desk is damaged, or there is no room for the copy.
    """
    if office.practice:
        raise Refused("这里已经是演练，不能再套一层演练。", Problem("可以在这里反复练习。"))
    title, meeting = _subject(office, vote_id, meeting_id)
    source = file_of(office)
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    target = folder / _NAME
    try:
        files.backup(source, target)
        _mark(office, target, source.stem, vote_id, meeting, title)
    except DeskError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    note(office, "演练", f"开始演练“{title}”", meeting)
    return target


def discard(path: Path) -> None:
    """Throw a practice copy away; anything that is not one is left alone."""
    if path.name == _NAME and path.parent.name.startswith(_PREFIX):
        shutil.rmtree(path.parent, ignore_errors=True)


@query
def subject_of(session: Session) -> tuple[int | None, int | None]:
    """Return (meeting id, vote id) a practice copy was made for; nothing in a real desk."""
    mark = practice_of(session)
    return (mark.meeting_id, mark.vote_id) if mark else (None, None)


def _sweep() -> None:
    """Remove copies left behind long ago by a program that was killed."""
    with contextlib.suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if time.time() - folder.stat().st_mtime > _OLD_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


@query
def _subject(session: Session, vote_id: int | None, meeting_id: int | None) -> tuple[str, int]:
    if vote_id is not None:
        vote = fetch(session, Vote, vote_id)
        return vote.title, vote.meeting_id
    if meeting_id is None:
        raise Refused("没有说明要演练哪次会议或哪项表决。")
    return short_title_of(fetch(session, Meeting, meeting_id)), meeting_id


def _mark(
    office: Office, path: Path, name: str, vote_id: int | None, meeting_id: int, title: str
) -> None:
    """Mark the copy, bar undo from going back before it, and make the vote ready to be held."""
    desk = Desk.open(path)
    try:
        with desk.session() as session:
            work = Work(office, session)
            if vote_id is not None:
                vote_id = _ready(work, fetch(session, Vote, vote_id))
            session.add(
                Practice(
                    begun_at=office.now(), begun_by=office.who, desk=name,
                    meeting_id=meeting_id, vote_id=vote_id,
                )
            )  # fmt: skip
            session.flush()
            journal.append(
                session, at=office.now(), who=office.who, action="演练",
                label=f"演练“{title}”从这里开始", changes=[], meeting_id=meeting_id, undoable=False,
            )  # fmt: skip
            session.commit()
    finally:
        desk.close()


def _ready(work: Work, vote: Vote) -> int:
    """Return a draft of ``vote`` that can be opened: itself, or its sheet drafted anew."""
    _fill_roll(work, vote.meeting)
    if vote.state == "拟定":
        return vote.id
    last = work.session.scalar(
        select(func.max(Vote.position)).where(Vote.meeting_id == vote.meeting_id)
    )
    new = Vote(**_columns(vote, _HELD | {"position"}), state="拟定", position=(last or 0) + 1)
    new.title = f"{vote.title}（演练）"
    new.questions = [Question(**_columns(q, frozenset({"id", "vote_id"}))) for q in vote.questions]
    work.session.add(new)
    work.session.flush()
    return new.id


def _columns(row: Base, but: frozenset[str]) -> dict[str, object]:
    """Return a row's own values without those named in ``but``."""
    names = [a.key for a in inspect(row).mapper.column_attrs]
    return {name: getattr(row, name) for name in names if name not in but}


def _fill_roll(work: Work, meeting: Meeting) -> None:
    """Where no more than half are marked present yet, mark everyone due as present."""
    if meeting.start is None or meeting.term_id is None:
        return
    with contextlib.suppress(Refused):  # nobody is registered: opening the vote says so
        due = attendance.open_roll(work, meeting.id)
        if 2 * (present_of(meeting) or 0) <= due:
            for row in meeting.attendance:
                row.state = "出席"
            work.session.flush()
