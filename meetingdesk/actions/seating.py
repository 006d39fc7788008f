"""座次: seat a meeting by rule, move people by hand, change the hall (rules §8, A08)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.documents.context import rules_of
from meetingdesk.records.facts import due_at, posts_on, short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.people import stroke_overrides
from meetingdesk.records.seating import Seat, SeatingPlan, plan_of
from meetingdesk.rules.names import StrokeMode, sort_by_strokes
from meetingdesk.rules.procedure import BY_ROLL
from meetingdesk.rules.seating import FLOOR, PLATFORM, Room, Spot, room_for, seated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.records.roster import Tenure

#: orders in which members fill the hall
ORDERS = (BY_ROLL, *(f"{mode.value}笔画" for mode in StrokeMode))
_LEADING = ("主任", "副主任", "秘书长")
#: largest hall
MOST_ROWS, MOST_COLUMNS = 40, 40


@dataclass(frozen=True, slots=True)
class Sitter:
    """Someone to be seated: a member (``p12``) or an observer known by name (``o5``)."""

    key: str
    name: str
    post: str
    guest: bool

    @property
    def id(self) -> str:
        """The key, as tables of the window want it."""
        return self.key


@dataclass(frozen=True, slots=True)
class PlanView:
    """The hall, who sits where, and who has no seat yet."""

    meeting_id: int
    room: Room
    left_first: bool
    seats: dict[Spot, Sitter]
    waiting: tuple[Sitter, ...]


@query
def plan(session: Session, meeting_id: int) -> PlanView | None:
    """Return a meeting's seating, None when none was made."""
    meeting = fetch(session, Meeting, meeting_id)
    row = plan_of(session, meeting_id)
    if row is None:
        return None
    everyone = {s.key: s for s in _sitters(session, meeting)}
    taken = {_key(seat): seat.spot for seat in row.seats}
    seats = {spot: everyone[key] for key, spot in taken.items() if key in everyone}
    waiting = tuple(s for key, s in everyone.items() if key not in taken)
    return PlanView(meeting.id, row.room, row.left_first, seats, waiting)


def _key(seat: Seat) -> str:
    return f"p{seat.person_id}" if seat.person_id is not None else f"o{seat.observer_id}"


def _sitters(session: Session, meeting: Meeting) -> list[Sitter]:
    """Return who is to be seated: members due in committee order, then named observers."""
    posts = posts_on(session, meeting)
    members = [
        Sitter(f"p{t.person_id}", t.person.name, posts.get(t.person_id, t.post), guest=False)
        for t in due_at(session, meeting)
    ]
    return members + [
        Sitter(f"o{o.id}", o.name, o.post or o.unit, guest=True)
        for o in meeting.observers
        if o.name
    ]


def _in_order(session: Session, meeting: Meeting, order: str) -> tuple[list[str], list[str]]:
    """Return the keys of leaders by rank and of members in ``order``."""
    due = due_at(session, meeting)
    leaders = [f"p{t.person_id}" for post in _LEADING for t in due if t.post == post]
    others = [t for t in due if t.post not in _LEADING]
    usual = str(rules_of(session, meeting)["name_order"])
    wanted = order.removesuffix("笔画") or usual
    if wanted != BY_ROLL:
        others = _by_strokes(session, others, wanted)
    return leaders, [f"p{t.person_id}" for t in others]


def _by_strokes(session: Session, tenures: Sequence[Tenure], mode: str) -> list[Tenure]:
    named: dict[str, list[Tenure]] = {}
    for one in tenures:
        named.setdefault(one.person.name, []).append(one)
    overrides = stroke_overrides(session)
    ordered = sort_by_strokes([t.person.name for t in tenures], mode, overrides).names
    return [named[name].pop(0) for name in ordered]


@action("按规则排座")
def arrange(work: Work, meeting_id: int, *, order: str = "", left_first: bool = True) -> None:
    """Seat everyone by rule, in the hall there is or in one proposed; who was seated moves.

    ``order``: 名册, 姓名笔画 or 姓氏笔画; '' takes what the rules of procedure say.

    Raises:
        Refused: nobody is due, or an unknown order.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if order and order not in ORDERS:
        raise Refused(
            f"没有“{order}”这种次序。", Problem(f"可用：{'、'.join(ORDERS)}。", field="次序")
        )
    leaders, members = _in_order(work.session, meeting, order)
    guests = [f"o{o.id}" for o in meeting.observers if o.name]
    if not leaders and not members:
        raise Refused(
            "还没有组成人员名册。", Problem("请先在“名册”中登记在任人员，并填写会议日期。")
        )
    row = plan_of(work.session, meeting.id)
    if row is None:
        room = room_for(len(leaders), len(members), len(guests))
        row = SeatingPlan(
            meeting_id=meeting.id, rows=room.rows, columns=room.columns,
            aisles=list(room.aisles), platform=room.platform,
        )  # fmt: skip
        work.session.add(row)
    row.left_first = left_first
    row.seats.clear()
    work.session.flush()
    placed = seated(row.room, leaders, members, guests, left_first=left_first)
    for spot, key in placed.items():
        row.seats.append(_seat(key, spot))
    left = len(leaders) + len(members) + len(guests) - len(placed)
    work.meeting_id = meeting.id
    work.label = f"{short_title_of(meeting)}按规则排座" + (f"，{left}人没有座位" if left else "")


def _seat(key: str, spot: Spot) -> Seat:
    number = int(key[1:])
    return Seat(
        zone=spot.zone, row=spot.row, column=spot.column,
        person_id=number if key[0] == "p" else None,
        observer_id=number if key[0] == "o" else None,
    )  # fmt: skip


def _plan(session: Session, meeting_id: int) -> SeatingPlan:
    row = plan_of(session, meeting_id)
    if row is None:
        raise Refused("还没有座次。", Problem("请先按规则排座。"))
    return row


@action("设置会场")
def set_hall(
    work: Work,
    meeting_id: int,
    *,
    rows: int,
    columns: int,
    aisles: Sequence[int] = (),
    platform: int = 0,
) -> int:
    """Change the hall; people keep their seats, and those whose seat is gone wait for another.

    ``aisles``: numbers of the seats after which an aisle runs, counted from 1 at the left.
    Returns how many lost their seat.

    Raises:
        Refused: a hall without seats or too large, or an aisle outside the rows.
    """
    if not (1 <= rows <= MOST_ROWS and 1 <= columns <= MOST_COLUMNS):
        raise Refused(
            "会场大小不对。",
            Problem(f"排数、每排座数请填1到{MOST_ROWS}。", field="会场"),
        )
    if not 0 <= platform <= MOST_COLUMNS:
        raise Refused("主席台座数不对。", Problem(f"请填0到{MOST_COLUMNS}。", field="主席台"))
    if wrong := [n for n in aisles if not 1 <= n < columns]:
        raise Refused(
            f"过道不能在第{wrong[0]}座之后。",
            Problem(f"请填1到{columns - 1}之间的座号。", field="过道"),
        )
    meeting = fetch(work.session, Meeting, meeting_id)
    row = plan_of(work.session, meeting.id)
    if row is None:
        row = SeatingPlan(meeting_id=meeting.id)
        work.session.add(row)
    row.rows, row.columns, row.platform = rows, columns, platform
    row.aisles = sorted(set(aisles))
    work.session.flush()
    gone = [seat for seat in row.seats if seat.spot not in row.room]
    for seat in gone:
        row.seats.remove(seat)
    work.meeting_id, work.label = meeting.id, f"设置会场：{rows}排，每排{columns}座"
    return len(gone)


@action("调整座次")
def seat(work: Work, meeting_id: int, who: str, *, zone: str, row: int, column: int) -> None:
    """Put someone on a seat; whoever sits there takes the seat left, or waits.

    ``row`` and ``column`` count from 1: from the front, from the left as the hall sees it.

    Raises:
        Refused: no such seat, or someone not of this meeting.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    plan_row = _plan(work.session, meeting_id)
    spot = Spot(zone, row - 1, column - 1)
    if spot not in plan_row.room:
        raise Refused("会场里没有这个座位。", Problem("请选会场图上的座位。", field="座位"))
    sitter = next((s for s in _sitters(work.session, meeting) if s.key == who), None)
    if sitter is None:
        raise Refused("这个人不在本次会议的出席、列席人员中。", Problem("请先登记。", field="人员"))
    own = next((s for s in plan_row.seats if _key(s) == who), None)
    there = next((s for s in plan_row.seats if s.spot == spot), None)
    if there is own and own is not None:
        return
    if there is not None and own is not None:
        there.zone, there.row, there.column = own.zone, own.row, own.column
    elif there is not None:
        plan_row.seats.remove(there)
    if own is not None:
        own.zone, own.row, own.column = spot.zone, spot.row, spot.column
    else:
        plan_row.seats.append(_seat(who, spot))
    work.meeting_id, work.label = meeting.id, f"{sitter.name}调到{place_words(spot)}"


def place_words(spot: Spot) -> str:
    """Say where a seat is: 主席台左起第3座, 第2排第5座."""
    if spot.zone == PLATFORM:
        return f"主席台左起第{spot.column + 1}座"
    return f"第{spot.row + 1}排第{spot.column + 1}座"


@action("空出座位")
def unseat(work: Work, meeting_id: int, who: str) -> None:
    """Free someone's seat; they wait for another.

    Raises:
        Refused: they have no seat.
    """
    plan_row = _plan(work.session, meeting_id)
    own = next((s for s in plan_row.seats if _key(s) == who), None)
    if own is None:
        raise Refused("这个人还没有座位。")
    work.meeting_id, work.label = meeting_id, f"空出{own.name}的座位"
    plan_row.seats.remove(own)


@action("删除座次")
def delete_plan(work: Work, meeting_id: int) -> None:
    """Do away with a meeting's seating; papers go back to the rule's.

    Raises:
        Refused: there is none.
    """
    row = _plan(work.session, meeting_id)
    row.seats.clear()
    work.session.flush()
    work.session.delete(row)
    work.meeting_id, work.label = meeting_id, "删除座次"


def free_seat(view: PlanView) -> Spot | None:
    """Return the first free seat of the hall, then of the platform, None when it is full."""
    free = [spot for spot in view.room.spots() if spot not in view.seats]
    return next((s for s in free if s.zone == FLOOR), free[0] if free else None)
