"""Keeping the desk: verify the journal, back up, restore, look at its health, read the journal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, text

from meetingdesk.actions.base import query
from meetingdesk.actions.certify import seal_holds
from meetingdesk.actions.common import fetch
from meetingdesk.actions.journal_words import FieldChange, lines_of
from meetingdesk.errors import Refused
from meetingdesk.records import backup as files
from meetingdesk.records import journal
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.journal import Entry
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.practice import refuse_in_practice
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office


@dataclass(frozen=True, slots=True)
class EntryView:
    """One journal entry; ``at`` is UTC without zone. ``undone``: a later 撤销 took it back."""

    seq: int
    at: dt.datetime
    who: str
    action: str
    label: str
    meeting_id: int | None
    #: the meeting's short title, '' where the entry is of no meeting or the meeting is gone
    meeting: str
    #: do · undo · redo; ``target`` is the entry undone or redone
    kind: str
    target: int | None
    undoable: bool
    hash: str
    undone: bool = False

    @property
    def local(self) -> dt.datetime:
        """The instant on the office's wall clock."""
        return self.at.replace(tzinfo=dt.UTC).astimezone().replace(tzinfo=None)


@query
def verify(session: Session) -> list[str]:
    """Return what is wrong with the journal's chain, in Chinese; [] when it is whole."""
    return journal.verify(session)


@query
def broken_seals(session: Session) -> list[str]:
    """Return the certified votes whose seal no longer fits their record; [] when all do."""
    certified = session.scalars(select(Vote).where(Vote.state == "已确认")).all()
    return [
        f"“{vote.title}”的封存结果被改动过（编码{vote.code}）"
        for vote in certified
        if not seal_holds(session, vote)
    ]


_LISTED = (
    Entry.seq,
    Entry.at,
    Entry.who,
    Entry.action,
    Entry.label,
    Entry.meeting_id,
    Entry.kind,
    Entry.target,
    Entry.undoable,
    Entry.hash,
)


@query
def entries(
    session: Session,
    *,
    find: str = "",
    meeting_id: int | None = None,
    limit: int = 500,
    before: int | None = None,
) -> list[EntryView]:
    """List journal entries, newest first; ``find`` matches the label, the action or the person.

    ``before`` is the number of the entry where the previous page ended. What changed is not
    read here: see :func:`entry_lines`.
    """
    wanted = _matching(select(*_LISTED), find, meeting_id).order_by(Entry.seq.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(Entry.seq < before)
    rows = session.execute(wanted).all()
    ids = {row.meeting_id for row in rows if row.meeting_id is not None}
    named = session.scalars(select(Meeting).where(Meeting.id.in_(ids))) if ids else ()
    titles = {m.id: short_title_of(m) for m in named}
    undone = _undone(session, rows[-1].seq) if rows else set()
    return [
        EntryView(
            r.seq, r.at, r.who, r.action, r.label, r.meeting_id, titles.get(r.meeting_id, ""),
            r.kind, r.target, r.undoable, r.hash, r.seq in undone,
        )
        for r in rows
    ]  # fmt: skip


def _matching(wanted: Select[Any], find: str, meeting_id: int | None) -> Select[Any]:
    if word := find.strip():
        wanted = wanted.where(
            or_(
                Entry.label.contains(word, autoescape=True),
                Entry.who.contains(word, autoescape=True),
                Entry.action.contains(word, autoescape=True),
            )
        )
    return wanted if meeting_id is None else wanted.where(Entry.meeting_id == meeting_id)


def _undone(session: Session, since: int) -> set[int]:
    """Return the entries from ``since`` whose last turn was 撤销; a turn follows what it turns."""
    turns = session.execute(
        select(Entry.target, Entry.kind)
        .where(Entry.seq > since, Entry.kind != "do")
        .order_by(Entry.seq)
    )
    last = {row.target: row.kind for row in turns}
    return {target for target, kind in last.items() if kind == "undo"}


@query
def entry_count(session: Session, *, find: str = "", meeting_id: int | None = None) -> int:
    """Return how many entries the journal has, or how many match."""
    if not find.strip() and meeting_id is None:
        return session.scalar(select(func.max(Entry.seq))) or 0  # none is ever missing
    wanted = _matching(select(func.count()).select_from(Entry), find, meeting_id)
    return session.scalar(wanted) or 0


@query
def entry_lines(session: Session, seq: int) -> list[FieldChange]:
    """Return what one entry changed, field by field, in the office's words."""
    return lines_of(session, fetch(session, Entry, seq).changes)


def file_of(office: Office) -> Path:
    """Return the desk's file.

    Raises:
        Refused: the desk is no single file (a database server).
    """
    if office.desk.engine.dialect.name != "sqlite" or not office.desk.engine.url.database:
        raise Refused("这个台账不在单个文件里，请用数据库自己的备份工具。")
    return Path(office.desk.engine.url.database)


def back_up(office: Office, target: Path) -> Path:
    """Copy the open desk to ``target``; the journal notes it, after the copy was made.

    Raises:
        Refused: the desk is no file or a practice copy, or the target is the desk itself.
        DeskUnusable: the desk is damaged or the target cannot be written.
    """
    source = file_of(office)
    with office.desk.session() as session:
        refuse_in_practice(session, "备份")
    if target.resolve() == source.resolve():
        raise Refused("备份不能盖在台账自己上。请另选位置或文件名。")
    files.backup(source, target)
    note(office, "备份", f"备份台账到“{target.name}”")
    return target


def note(office: Office, action: str, label: str, meeting_id: int | None = None) -> None:
    """Write a journal entry that changes no record; undo passes over it."""
    with office.desk.session() as session:
        journal.append(
            session, at=office.now(), who=office.who, action=action, label=label, changes=[],
            meeting_id=meeting_id, kind="note", undoable=False,
        )  # fmt: skip
        session.commit()


def restore(copy: Path, place: Path) -> Path | None:
    """Put a backup in the place of a closed desk; return where the old file was set aside.

    Raises:
        DeskUnusable: the backup is not a whole desk, or a practice copy; the old file stays.
    """
    return files.restore(copy, place)


def health(office: Office) -> list[tuple[str, bool, str]]:
    """Return (what, ok, words) for the desk: file, journal, schema."""
    found: list[tuple[str, bool, str]] = []
    with office.desk.session() as session:
        if office.desk.engine.dialect.name == "sqlite":
            said = session.execute(text("PRAGMA quick_check")).scalar()
            found.append(("台账文件", said == "ok", "完好" if said == "ok" else str(said)))
        wrong = journal.verify(session)
        found.append(("日志", not wrong, "连续、未被改动" if not wrong else "；".join(wrong)))
    version = office.desk.schema_version() or ""
    found.append(("台账版本", bool(version), version))
    return found
