"""日志: the append-only, hash-chained journal, and undo made from it.

Every unit of work writes one entry: who, when (UTC), what, and the images of each row
before and after. The entry's hash covers the previous entry's hash, so a changed or
missing entry shows. Ballots are not journalled (see :mod:`meetingdesk.records.votes`);
file content stands in by its SHA-256.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Index,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from meetingdesk.errors import Refused
from meetingdesk.records.base import Base, Row, append_only, image, plain, prose, short, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GENESIS = "0" * 64
#: picks the notes out of the journal; spelt so that their small index serves it
NOTES = text("journal.kind = 'note'")
_ONLY_NOTES = text("kind = 'note'")


class Entry(Base):
    """One journal entry. ``kind``: do · undo · redo · note; ``target``: the entry undone or redone.

    A note says that something happened without changing a record; undo passes over it.
    """

    __tablename__ = "journal"
    __table_args__ = (
        # migration 0004 makes it so on PostgreSQL too; naming that dialect here would import it
        # (asyncpg and all) at every start
        Index("ix_journal_note", "seq", sqlite_where=_ONLY_NOTES),
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(DateTime)
    who: Mapped[str] = short(60)
    action: Mapped[str] = short(60)
    label: Mapped[str] = prose()
    meeting_id: Mapped[int | None]
    kind: Mapped[str] = short(8, default="do")
    target: Mapped[int | None]
    undoable: Mapped[bool] = mapped_column(default=True)
    changes: Mapped[list[Any]] = mapped_column(JSON)
    previous: Mapped[str] = short(64)
    hash: Mapped[str] = short(64)


append_only("journal", "the journal is append-only")


@dataclass
class Recorder:
    """Collects row images of one session until its unit of work ends."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    _before: dict[int, dict[str, Any]] = field(default_factory=dict)
    enabled: bool = True

    def attach(self, session: Session) -> None:
        """Listen to ``session``'s flushes."""
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)

    def _before_flush(self, session: Session, _context: object, _objects: object) -> None:
        for row in list(session.dirty):
            if isinstance(row, Row) and _orphaned(row):
                # taken off its parent's list: flush would delete it without telling anyone
                session.delete(row)
            elif isinstance(row, Row) and session.is_modified(row):
                self._before[id(row)] = _old_image(row)
        for row in list(session.deleted):
            if isinstance(row, Row):
                self._before[id(row)] = _old_image(row)
                self._take_along(session, row)

    def _take_along(self, session: Session, row: Row) -> None:
        """Delete what the file would delete with ``row`` unseen (ON DELETE CASCADE)."""
        for model, column in _dependants(row.__tablename__):
            wanted = select(model).where(getattr(model, column) == row.id)
            for child in session.scalars(wanted).all():
                if child in session.deleted or _moved(child, column):
                    continue
                self._take_along(session, child)
                if self.enabled:
                    self._add(child, _old_image(child), None)
                session.execute(delete(table_of(model.__tablename__)).where(model.id == child.id))
                session.expunge(child)

    def _after_flush(self, session: Session, _context: object) -> None:
        if not self.enabled:
            return
        for row in session.new:
            if isinstance(row, Row):
                self._add(row, None, image(row))
        for row in session.dirty:
            if isinstance(row, Row) and id(row) in self._before:
                before, after = self._before.pop(id(row)), image(row)
                changed = {k for k in after if before.get(k) != after[k]}
                if changed:
                    self._add(
                        row, {k: before.get(k) for k in changed}, {k: after[k] for k in changed}
                    )
        for row in session.deleted:
            if isinstance(row, Row):
                self._add(row, self._before.pop(id(row), _old_image(row)), None)

    def _add(self, row: Row, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        self.changes.append(
            {"table": row.__tablename__, "id": row.id, "before": before, "after": after}
        )


def _orphaned(row: Row) -> bool:
    state = sa_inspect(row)
    return bool(state.persistent and state.mapper._is_orphan(state))  # noqa: SLF001 - as flush asks


@cache
def _dependants(table: str) -> tuple[tuple[type[Row], str], ...]:
    """Return the models whose rows go when a row of ``table`` goes, each with its column."""
    import_module("meetingdesk.records.tables")  # rows are there whether their model is or not
    return tuple(
        (mapper.class_, key.parent.key)
        for mapper in Row.registry.mappers
        if issubclass(mapper.class_, Row)
        for key in table_of(mapper.class_.__tablename__).foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name == table
    )


def _moved(row: Row, column: str) -> bool:
    """Tell whether ``row`` is about to point elsewhere than its ``column`` still says."""
    state = sa_inspect(row)
    pointing = [
        relation.key
        for relation in state.mapper.relationships
        if column in {local.key for local in relation.local_columns}
    ]
    return any(state.attrs[key].history.has_changes() for key in (column, *pointing))


def _old_image(row: Row) -> dict[str, Any]:
    state = sa_inspect(row)
    values: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        value = history.deleted[0] if history.deleted else getattr(row, attribute.key)
        if history.added and not history.deleted:
            value = None
        values[attribute.key] = plain(value)
    return values


def canonical(value: object) -> bytes:
    """Return ``value`` as canonical JSON bytes: sorted keys, UTF-8, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 an intact ``entry`` must carry."""
    return hashlib.sha256(
        canonical(
            [
                entry.seq,
                entry.at.isoformat(),
                entry.who,
                entry.action,
                entry.label,
                entry.meeting_id,
                entry.kind,
                entry.target,
                entry.undoable,
                entry.changes,
                entry.previous,
            ]
        )
    ).hexdigest()


def append(
    session: Session,
    *,
    at: dt.datetime,
    who: str,
    action: str,
    label: str,
    changes: list[dict[str, Any]],
    meeting_id: int | None = None,
    kind: str = "do",
    target: int | None = None,
    undoable: bool = True,
) -> Entry:
    """Append one entry, chained to the last. ``at`` is UTC without zone, to the second."""
    last = session.scalars(select(Entry).order_by(Entry.seq.desc()).limit(1)).first()
    entry = Entry(
        seq=last.seq + 1 if last else 1,
        at=at.replace(microsecond=0, tzinfo=None),
        who=who,
        action=action,
        label=label,
        meeting_id=meeting_id,
        kind=kind,
        target=target,
        undoable=undoable,
        changes=changes,
        previous=last.hash if last else GENESIS,
    )
    entry.hash = digest_of(entry)
    session.add(entry)
    session.flush()
    return entry


def verify(session: Session) -> list[str]:
    """Return what is wrong with the chain, in Chinese; an empty list when it is whole."""
    wrong: list[str] = []
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(Entry).order_by(Entry.seq)):
        if entry.seq != expected:
            wrong.append(f"日志第{expected}条缺失")
        if entry.previous != previous:
            wrong.append(f"日志第{entry.seq}条与上一条不相衔接")
        if entry.hash != digest_of(entry):
            wrong.append(f"日志第{entry.seq}条的内容被改动过")
        previous, expected = entry.hash, entry.seq + 1
    return wrong


def undo_target(session: Session) -> Entry | None:
    """Return the entry the next undo takes back, or None."""
    undone: set[int] = set()
    done_again: set[int] = set()
    for step in _newest_first(session):
        if step.kind == "undo" and step.target not in done_again:
            undone.add(step.target)
        elif step.kind == "redo" and step.target not in undone:
            done_again.add(step.target)
        elif step.kind == "do" and step.seq not in undone:
            return session.get(Entry, step.seq) if step.undoable else None
    return None


def redo_target(session: Session) -> Entry | None:
    """Return the entry the next redo brings back, or None."""
    redone: set[int] = set()
    for step in _newest_first(session):
        if step.kind == "note":
            continue
        if step.kind == "do":
            return None
        if step.kind == "redo":
            redone.add(step.target)
        elif step.target not in redone:
            return session.get(Entry, step.target)
        else:
            redone.discard(step.target)
    return None


#: read at first and at most at once: the newest step nearly always decides
_FEW, _PAGE = 4, 256


def _newest_first(session: Session) -> Iterator[Any]:
    """Yield (seq, kind, target, undoable), newest first, without the row images."""
    below: int | None = None
    size = _FEW
    while True:
        wanted = select(Entry.seq, Entry.kind, Entry.target, Entry.undoable)
        if below is not None:
            wanted = wanted.where(Entry.seq < below)
        page = session.execute(wanted.order_by(Entry.seq.desc()).limit(size)).all()
        yield from page
        if len(page) < size:
            return
        below, size = page[-1].seq, min(size * 4, _PAGE)


def revert(session: Session, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the rows of ``changes`` back as they were before; return the opposite changes.

    Raises:
        Refused: a row has been changed again since; nothing is touched.
    """
    session.flush()
    opposite: list[dict[str, Any]] = []
    for change in reversed(changes):
        _revert_one(session, change)
        opposite.append(
            {
                "table": change["table"],
                "id": change["id"],
                "before": change["after"],
                "after": change["before"],
            }
        )
    session.expire_all()
    return opposite


def _revert_one(session: Session, change: dict[str, Any]) -> None:
    table = table_of(change["table"])
    before, after, key = change["before"], change["after"], change["id"]
    current = session.execute(select(table).where(table.c.id == key)).mappings().first()
    stale = Refused("这一步之后又改动过同一条记录，不能单独撤销。请先撤销后来的改动。")
    if after is None:
        if current is not None:
            raise stale
        session.execute(insert(table).values(**_typed(change["table"], before)))
        return
    if current is None and before is None:
        return  # gone already with its parent (ON DELETE CASCADE)
    if current is None or any(plain(current[k]) != v for k, v in after.items()):
        raise stale
    if before is None:
        session.execute(delete(table).where(table.c.id == key))
    else:
        session.execute(
            update(table).where(table.c.id == key).values(**_typed(change["table"], before))
        )


def _typed(table_name: str, values: dict[str, Any]) -> dict[str, Any]:
    columns = table_of(table_name).c
    typed: dict[str, Any] = {}
    for key, value in values.items():
        kind = columns[key].type
        if value is None:
            typed[key] = None
        elif isinstance(kind, DateTime):
            typed[key] = dt.datetime.fromisoformat(value)
        elif isinstance(kind, Date):
            typed[key] = dt.date.fromisoformat(value)
        elif isinstance(kind, Boolean):
            typed[key] = bool(value)
        else:
            typed[key] = value
    return typed
