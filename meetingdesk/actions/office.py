"""The office: the open desk, who is working, the clock. One object, handed down."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event

from meetingdesk.actions.base import Change, Work, transact
from meetingdesk.errors import Refused
from meetingdesk.records import journal
from meetingdesk.records.asking import only_read
from meetingdesk.records.desk import Desk
from meetingdesk.records.practice import is_practice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

R = TypeVar("R")


class Signal:
    """A plain signal: callbacks called in the order they were connected."""

    def __init__(self) -> None:
        self._slots: list[Callable[[Change], Any]] = []

    def connect(self, slot: Callable[[Change], Any]) -> None:
        """Call ``slot`` at every emission."""
        self._slots.append(slot)

    def disconnect(self, slot: Callable[[Change], Any]) -> None:
        """Stop calling ``slot``; unknown slots are ignored."""
        if slot in self._slots:
            self._slots.remove(slot)

    def emit(self, change: Change) -> None:
        """Call every slot with ``change``."""
        for slot in tuple(self._slots):
            slot(change)


def utc_now() -> dt.datetime:
    """Return the present instant in UTC."""
    return dt.datetime.now(dt.UTC)


class Office:
    """Desk, operator and clock; every action is performed through it."""

    #: what the journal says where nobody gave a name
    UNSIGNED = "未署名"

    def __init__(
        self,
        desk: Desk,
        who: str = "",
        *,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self.desk = desk
        self.who = who or self.UNSIGNED
        self.changed = Signal()
        self.clock = clock
        #: the reading going on in each thread
        self._here = threading.local()
        with desk.session() as session:
            #: whether the desk is a copy to practise on (演练); a file never changes its mind
            self.practice = is_practice(session)

    def now(self) -> dt.datetime:
        """Return the present instant, UTC without zone."""
        return self.clock().astimezone(dt.UTC).replace(tzinfo=None)

    def today(self) -> dt.date:
        """Return the local date."""
        return self.clock().astimezone().date()

    def perform(
        self,
        body: Callable[[Work], R],
        *,
        name: str,
        undoable: bool = True,
        journalled: bool = True,
    ) -> R:
        """Run ``body`` as one transaction and tell the listeners what changed.

        Raises:
            Refused: a rule or bad input stopped it; the desk is as it was.
        """
        self._here.work = None  # what was read is no longer all there is
        value, change = transact(self, body, name=name, undoable=undoable, journalled=journalled)
        if change.tables:
            self.changed.emit(change)
        return value

    @contextlib.contextmanager
    def reading(self) -> Iterator[Work]:
        """Give what several reads in a row share, so that none fetches again what one has.

        Queries of the office itself share it too while it lasts, unless an action is performed.
        """
        if (going := self.going_reading()) is not None:
            yield going
            return
        read: list[Any] = []  # a session alone lets go of what nobody holds
        with self.desk.session() as session:
            only_read(session)
            event.listen(session, "loaded_as_persistent", lambda _, row: read.append(row))
            self._here.work = work = Work(self, session)
            try:
                yield work
            finally:
                self._here.work = None
                # at once, not when Python next looks for garbage
                read.clear()
                session.info.clear()

    def going_reading(self) -> Work | None:
        """Return the reading going on in this thread, if any."""
        work: Work | None = getattr(self._here, "work", None)
        return work

    def can_undo(self) -> str | None:
        """Return the label of the step that undo would take back, or None."""
        with self.desk.session() as session:
            entry = journal.undo_target(session)
            return entry.label if entry else None

    def can_redo(self) -> str | None:
        """Return the label of the step that redo would bring back, or None."""
        with self.desk.session() as session:
            entry = journal.redo_target(session)
            return entry.label if entry else None

    def undo(self) -> str:
        """Take the last step back; return its label.

        Raises:
            Refused: there is nothing to undo, or its rows have changed since.
        """
        return self._turn("undo")

    def redo(self) -> str:
        """Bring the last undone step back; return its label.

        Raises:
            Refused: there is nothing to redo.
        """
        return self._turn("redo")

    def _turn(self, kind: str) -> str:
        self._here.work = None
        find = journal.undo_target if kind == "undo" else journal.redo_target
        with self.desk.session() as session:
            entry = find(session)
            if entry is None:
                raise Refused("没有可以撤销的步骤。" if kind == "undo" else "没有可以恢复的步骤。")
            changes = entry.changes if kind == "undo" else _opposite(entry.changes)
            done = journal.revert(session, changes)
            journal.append(
                session,
                at=self.now(),
                who=self.who,
                action="撤销" if kind == "undo" else "恢复",
                label=f"{'撤销' if kind == 'undo' else '恢复'}：{entry.label}",
                changes=done,
                meeting_id=entry.meeting_id,
                kind=kind,
                target=entry.seq,
            )
            session.commit()
            label, meeting_id = entry.label, entry.meeting_id
            tables = frozenset(c["table"] for c in done)
        self.changed.emit(Change(label, tables, meeting_id, kind))
        return label


def _opposite(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**c, "before": c["after"], "after": c["before"]} for c in reversed(changes)]


def open_office(
    place: str | Path,
    who: str = "",
    *,
    clock: Callable[[], dt.datetime] = utc_now,
) -> Office:
    """Open the desk at ``place`` (file path or SQLAlchemy URL) and return its office.

    Raises:
        DeskUnusable: see :meth:`meetingdesk.records.desk.Desk.open`.
    """
    return Office(Desk.open(place), who, clock=clock)
