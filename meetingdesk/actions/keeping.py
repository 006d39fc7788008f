"""Keeping the desk: verify the journal, back up, restore, look at its health, read the journal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, text

from meetingdesk.actions.base import query
from meetingdesk.actions.certify import seal_holds
from meetingdesk.errors import Refused
from meetingdesk.records import backup as files
from meetingdesk.records import journal
from meetingdesk.records.journal import Entry
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office


@dataclass(frozen=True, slots=True)
class EntryView:
    """One journal entry; ``at`` is UTC. ``state`` says whether it has been undone."""

    seq: int
    at: dt.datetime
    who: str
    action: str
    label: str
    meeting_id: int | None
    kind: str
    target: int | None
    undoable: bool
    changes: tuple[dict[str, object], ...]
    hash: str


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


@query
def entries(
    session: Session, *, find: str = "", meeting_id: int | None = None, limit: int = 500
) -> list[EntryView]:
    """List journal entries, newest first; ``find`` matches the label, the action or the person."""
    wanted = select(Entry).order_by(Entry.seq.desc()).limit(limit)
    if find.strip():
        word = find.strip()
        wanted = wanted.where(
            or_(Entry.label.contains(word), Entry.who.contains(word), Entry.action.contains(word))
        )
    if meeting_id is not None:
        wanted = wanted.where(Entry.meeting_id == meeting_id)
    return [
        EntryView(
            e.seq,
            e.at,
            e.who,
            e.action,
            e.label,
            e.meeting_id,
            e.kind,
            e.target,
            e.undoable,
            tuple(e.changes),
            e.hash,
        )
        for e in session.scalars(wanted)
    ]


@query
def entry_count(session: Session) -> int:
    """Return how many entries the journal has."""
    return session.scalar(select(func.count()).select_from(Entry)) or 0


def _file_of(office: Office) -> Path:
    if office.desk.engine.dialect.name != "sqlite" or not office.desk.engine.url.database:
        raise Refused("这个台账不在单个文件里，请用数据库自己的备份工具。")
    return Path(office.desk.engine.url.database)


def back_up(office: Office, target: Path) -> Path:
    """Copy the open desk to ``target``.

    Raises:
        Refused: the desk is no file, or the target is the desk itself.
        DeskUnusable: the desk is damaged or the target cannot be written.
    """
    source = _file_of(office)
    if target.resolve() == source.resolve():
        raise Refused("备份不能盖在台账自己上。请另选位置或文件名。")
    files.backup(source, target)
    return target


def restore(copy: Path, place: Path) -> Path | None:
    """Put a backup in the place of a closed desk; return where the old file was set aside."""
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
