"""One action, one transaction: how a clerk's step becomes rows and a journal entry.

An action is a function whose first argument is :class:`Work`; the :func:`action` decorator
makes it callable with an :class:`~meetingdesk.actions.office.Office` (a transaction of its
own) or with a running ``Work`` (part of that one)::

    @action("新建会议")
    def convene(work: Work, *, body_id: int, ...) -> int:
        work.session.add(...)
        work.label = "新建第三十六次会议"
        return meeting.id

    meeting_id = convene(office, body_id=1, ...)

Reads are functions decorated with :func:`query`; they return plain frozen values.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import IntegrityError

from meetingdesk.errors import Refused
from meetingdesk.records import journal
from meetingdesk.records.asking import only_read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Change:
    """What an action changed: enough for a panel to know whether it must look again."""

    label: str
    tables: frozenset[str]
    meeting_id: int | None = None
    kind: str = "do"


@dataclass
class Work:
    """A running unit of work: the session, who works, what day it is."""

    office: Office
    session: Session
    name: str = ""
    label: str = ""
    meeting_id: int | None = None
    undoable: bool = True
    #: tables changed outside the journal (ballots), for the change signal only
    also: set[str] = field(default_factory=set)

    @property
    def who(self) -> str:
        """The operator's name."""
        return self.office.who

    @property
    def today(self) -> dt.date:
        """The local date."""
        return self.office.today()


def action(
    name: str, *, undoable: bool = True, journalled: bool = True
) -> Callable[[Callable[Concatenate[Work, P], R]], Callable[Concatenate[Office | Work, P], R]]:
    """Make a function an action called ``name`` in the journal.

    ``journalled=False`` is for the entry of single ballots only: the journal must not know
    their order. Not ``undoable`` steps (certify, issue) are taken back by their own actions.
    """

    def decorate(
        function: Callable[Concatenate[Work, P], R],
    ) -> Callable[Concatenate[Office | Work, P], R]:
        @functools.wraps(function)
        def run(office: Office | Work, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if isinstance(office, Work):
                return function(office, *args, **kwargs)
            return office.perform(
                lambda work: function(work, *args, **kwargs),
                name=name,
                undoable=undoable,
                journalled=journalled,
            )

        run.action_name = name  # type: ignore[attr-defined]  # the command line finds actions by it
        return run

    return decorate


def query(
    function: Callable[Concatenate[Session, P], R],
) -> Callable[Concatenate[Office | Work, P], R]:
    """Make a function of a session a read callable with an office or a running work."""

    @functools.wraps(function)
    def run(office: Office | Work, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if isinstance(office, Work):
            office.session.flush()
            return function(office.session, *args, **kwargs)
        if (going := office.going_reading()) is not None:
            return function(going.session, *args, **kwargs)
        with office.desk.session() as session:
            only_read(session)
            return function(session, *args, **kwargs)

    return run


def transact(
    office: Office,
    body: Callable[[Work], R],
    *,
    name: str,
    undoable: bool,
    journalled: bool,
) -> tuple[R, Change]:
    """Run ``body`` in one transaction and append its journal entry.

    Raises:
        Refused: as raised by ``body``, or for a broken uniqueness; nothing is changed.
    """
    with office.desk.session() as session:
        recorder = journal.Recorder(enabled=journalled)
        recorder.attach(session)
        work = Work(office, session, name=name, undoable=undoable)
        try:
            value = body(work)
            session.flush()
            if recorder.changes:
                journal.append(
                    session,
                    at=office.now(),
                    who=office.who,
                    action=name,
                    label=work.label or name,
                    meeting_id=work.meeting_id,
                    undoable=work.undoable,
                    changes=recorder.changes,
                )
            session.commit()
        except IntegrityError as error:
            raise Refused("这条记录与已有的记录重复或互相矛盾，没有保存。请核对后再试。") from error
        changed = {c["table"] for c in recorder.changes} | work.also
        return value, Change(work.label or name, frozenset(changed), work.meeting_id)
