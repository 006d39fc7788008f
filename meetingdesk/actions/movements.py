"""进出登记: arrivals and departures through the day, so that 到会 at any vote is right (A08)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.recovery import label_of, stamp
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.meetings import Attendance, Meeting, Movement
from meetingdesk.rules.presence import NEXT, Move, in_hall

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

KINDS = tuple(kind.value for kind in Move)


@dataclass(frozen=True, slots=True)
class MovementView:
    """One arrival or departure: whose, what, when (local time)."""

    id: int
    attendance_id: int
    name: str
    kind: str
    at: dt.datetime

    @property
    def time(self) -> str:
        """The time of day: 10:32."""
        return f"{self.at.hour}:{self.at.minute:02}"


def _now(work: Work) -> dt.datetime:
    return work.office.clock().astimezone().replace(tzinfo=None, second=0, microsecond=0)


@action("登记进出")
def move(
    work: Work, attendance_ids: Sequence[int], *, kind: str, at: dt.datetime | None = None
) -> None:
    """Note that members came late, left, came back or went home; ``at`` local, now by default.

    迟到 also marks the member 出席 on site.

    Raises:
        Refused: an unknown kind, one that cannot follow, or a time before the last one noted.
    """
    if kind not in KINDS:
        raise Refused(f"没有“{kind}”这种登记。", Problem(f"可用：{'、'.join(KINDS)}。"))
    when = at or _now(work)
    names = [_move(work, fetch(work.session, Attendance, key), Move(kind), when)
             for key in attendance_ids]  # fmt: skip
    who = "、".join(names[:3]) + (f"等{len(names)}人" if len(names) > 3 else "")
    mark = stamp(work, work.meeting_id) if work.meeting_id is not None else ""
    work.label = label_of(f"{who}{when.hour}:{when.minute:02}{kind}", mark)


def _move(work: Work, row: Attendance, kind: Move, when: dt.datetime) -> str:
    name = row.person.name if row.person else row.name_text
    last = row.movements[-1] if row.movements else None
    if kind is Move.LATE:
        if last is not None or row.state == "出席":
            raise Refused(f"{name}已经登记出席，不能再记迟到。", Problem("请先清除，再记迟到。"))
        row.state, row.mode, row.reason, row.approved_by = "出席", "现场", "", ""
    elif row.state != "出席":
        raise Refused(f"{name}没有登记出席，不能记{kind}。", Problem("请先登记出席。"))
    elif kind not in NEXT[last.kind if last else ""]:
        now = f"{last.time_words}已{last.kind}" if last else "在会场"
        raise Refused(f"{name}{now}，不能记{kind}。")
    if last is not None and when < last.at:
        raise Refused(
            f"时间早于{name}{last.time_words}的{last.kind}。", Problem("请核对时间。", field="时间")
        )
    row.movements.append(Movement(kind=kind.value, at=when))
    # typed in from paper the member bears the mark; a live 迟到 takes the place of what was there
    if (mark := stamp(work, row.meeting_id)) or kind is Move.LATE:
        row.from_paper = mark
    work.meeting_id = row.meeting_id
    return name


@action("修改进出时间")
def retime(work: Work, movement_id: int, at: dt.datetime) -> None:
    """Correct the time of an arrival or departure.

    Raises:
        Refused: it would come before the one before it or after the one after it.
    """
    one = fetch(work.session, Movement, movement_id)
    siblings = one.attendance.movements
    place = siblings.index(one)
    before = siblings[place - 1].at if place else None
    after = siblings[place + 1].at if place + 1 < len(siblings) else None
    if (before is not None and at < before) or (after is not None and at > after):
        raise Refused("与前后登记的时间次序不合。", Problem("请核对时间。", field="时间"))
    one.at = at
    work.meeting_id = one.attendance.meeting_id
    work.label = f"{_name(one)}{one.kind}改为{one.time_words}"


@action("删除进出登记")
def delete_movement(work: Work, movement_id: int) -> None:
    """Take back the last arrival or departure noted of a member.

    Raises:
        Refused: another was noted after it.
    """
    one = fetch(work.session, Movement, movement_id)
    row = one.attendance
    if row.movements[-1] is not one:
        raise Refused(f"{_name(one)}之后还有登记。", Problem("请先删除后面的登记。"))
    work.meeting_id, work.label = row.meeting_id, f"删除{_name(one)}{one.time_words}{one.kind}"
    row.movements.remove(one)


def _name(one: Movement) -> str:
    row = one.attendance
    return row.person.name if row.person else row.name_text


@query
def movements(session: Session, meeting_id: int) -> list[MovementView]:
    """List arrivals and departures of a meeting in order of time."""
    found = [
        MovementView(m.id, m.attendance_id, _name(m), m.kind, m.at)
        for row in fetch(session, Meeting, meeting_id).attendance
        for m in row.movements
    ]
    return sorted(found, key=lambda m: (m.at, m.id))


@query
def present_at(session: Session, meeting_id: int, at: dt.datetime) -> int:
    """Return how many members were in the hall at a local instant."""
    rows = [a for a in fetch(session, Meeting, meeting_id).attendance if a.state == "出席"]
    return sum(in_hall([(m.at, m.kind) for m in row.movements], at) for row in rows)
