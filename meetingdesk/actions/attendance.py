"""出席与列席: the roll of members, and observers by category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, require
from meetingdesk.actions.recovery import label_of, stamp
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import due_at, posts_on, present_now, short_title_of
from meetingdesk.records.meetings import Attendance, Meeting, Observer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

STATES = ("出席", "请假", "缺席", "未登记")
CATEGORIES = (
    "一府一委两院领导",
    "委室负责同志",
    "政府部门负责同志",
    "两院负责同志",
    "人大代表",
    "下级人大负责同志",
    "其他",
)


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """One member's place on the roll."""

    id: int
    position: int
    person_id: int | None
    name: str
    post: str
    state: str
    mode: str
    reason: str
    approved_by: str
    pinyin: str
    #: who typed this in from paper after a power cut and when, else ''
    from_paper: str = ""
    #: out of the hall now: 离席 or 早退
    away: bool = False
    #: what was noted during the day: 9:20迟到　10:32离席
    moves: str = ""
    #: the last of it: 离席
    last_move: str = ""


@dataclass(frozen=True, slots=True)
class ObserverView:
    """One observer or group of observers."""

    id: int
    position: int
    category: str
    text: str
    unit: str
    name: str
    post: str
    leader: bool


@action("生成签到名册")
def open_roll(work: Work, meeting_id: int) -> int:
    """Put everyone due on the meeting's first day on the roll; return how many.

    A chairpersons' meeting is its own members only, a Party group's the group in its order.

    Members already on the roll keep their state; those no longer in office and not marked
    yet leave it.

    Raises:
        Refused: the meeting has no date or no term.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if meeting.start is None or meeting.term_id is None:
        raise Refused(
            "还不能生成签到名册：会议没有日期。", Problem("请先填写会议日期。", field="会议日期")
        )
    tenures = due_at(work.session, meeting)
    if not tenures:
        raise Refused(
            "还不能生成签到名册：名册中当日没有在任的组成人员。",
            Problem("请先在名册中登记组成人员。", field="名册"),
        )
    known = {a.person_id: a for a in meeting.attendance if a.person_id is not None}
    in_office = {t.person_id for t in tenures}
    for old in list(meeting.attendance):
        if old.person_id is not None and old.person_id not in in_office and old.state == "未登记":
            meeting.attendance.remove(old)
    for number, tenure in enumerate(tenures, start=1):
        row = known.get(tenure.person_id)
        if row is None:
            row = Attendance(person_id=tenure.person_id, state="未登记")
            row.person = tenure.person
            meeting.attendance.append(row)
        if row.position != number:
            row.position = number
    work.session.flush()
    work.meeting_id = meeting.id
    work.label = f"生成{short_title_of(meeting)}签到名册"
    return len(tenures)


@action("登记出席")
def mark(
    work: Work,
    attendance_ids: Sequence[int],
    *,
    state: str,
    mode: str = "现场",
    reason: str = "",
    approved_by: str = "",
) -> None:
    """Mark members 出席 (现场 or 视频), 请假 (with reason) or 缺席.

    Arrivals and departures noted of one who is no longer 出席 go with the mark.
    While the meeting's paper records are typed in (see :mod:`recovery`), the mark is kept.

    Raises:
        Refused: an unknown state, or someone is no longer on the roll.
    """
    if state not in STATES:
        raise Refused(
            f"“{state}”不是出席状态。", Problem(f"可用：{'、'.join(STATES)}。", field="状态")
        )
    names: list[str] = []
    marks: dict[int, str] = {}
    for key in attendance_ids:
        row = fetch(work.session, Attendance, key)
        if row.meeting_id not in marks:
            marks[row.meeting_id] = stamp(work, row.meeting_id)
        row.from_paper = marks[row.meeting_id] if state != "未登记" else ""
        if state != "出席":
            row.movements.clear()
        row.state = state
        row.mode = mode if state == "出席" else ""
        row.reason = reason.strip() if state in ("请假", "缺席") else ""
        row.approved_by = approved_by.strip() if state == "请假" else ""
        work.meeting_id = row.meeting_id
        names.append(row.person.name if row.person else row.name_text)
    who = "、".join(names[:3]) + (f"等{len(names)}人" if len(names) > 3 else "")
    work.label = label_of(f"登记{who}{state}", next(iter(marks.values()), ""))


@query
def roll(session: Session, meeting_id: int) -> list[AttendanceView]:
    """List the roll in protocol order, with the post held on the meeting's day."""
    meeting = fetch(session, Meeting, meeting_id)
    posts = posts_on(session, meeting)
    return [
        AttendanceView(
            id=a.id,
            position=a.position,
            person_id=a.person_id,
            name=a.person.name if a.person else a.name_text,
            post=posts.get(a.person_id or 0, ""),
            state=a.state,
            mode=a.mode,
            reason=a.reason,
            approved_by=a.approved_by,
            pinyin=a.person.pinyin if a.person else "",
            from_paper=a.from_paper,
            away=a.away,
            moves="　".join(f"{m.time_words}{m.kind}" for m in a.movements),
            last_move=a.movements[-1].kind if a.movements else "",
        )
        for a in meeting.attendance
    ]


@query
def present_count(session: Session, meeting_id: int) -> int:
    """Return 到会: members in the hall, on site and by video; observers never count (A08).

    Who has left and is not back does not count (see :mod:`movements`).
    """
    return present_now(fetch(session, Meeting, meeting_id)) or 0


@action("登记列席")
def add_observer(
    work: Work,
    meeting_id: int,
    *,
    category: str,
    text: str = "",
    unit: str = "",
    name: str = "",
    post: str = "",
    leader: bool = False,
) -> int:
    """Add an observer (unit, name, post) or a group in words (``text``); return the id."""
    meeting = fetch(work.session, Meeting, meeting_id)
    wording = text.strip() or f"{unit.strip()}{post.strip()}{name.strip()}"
    require(wording, "列席人员", "请填写姓名或列席单位。")
    observer = Observer(
        category=category,
        text=wording,
        unit=unit.strip(),
        name=name.strip(),
        post=post.strip(),
        leader=leader,
        position=len(meeting.observers) + 1,
    )
    meeting.observers.append(observer)
    work.session.flush()
    work.meeting_id = meeting.id
    work.label = f"登记列席：{wording}"
    return observer.id


@action("修改列席")
def edit_observer(work: Work, /, observer_id: int, **values: object) -> None:
    """Change an observer's fields; an emptied ``text`` is put together again from the rest."""
    observer = fetch(work.session, Observer, observer_id)
    assign(observer, values, frozenset({"category", "text", "unit", "name", "post", "leader"}))
    wording = observer.text or f"{observer.unit}{observer.post}{observer.name}"
    observer.text = require(wording, "列席人员", "请填写姓名或列席单位。")
    work.meeting_id = observer.meeting_id
    work.label = f"修改列席：{observer.text}"


@action("删除列席")
def delete_observer(work: Work, observer_id: int) -> None:
    """Delete an observer."""
    observer = fetch(work.session, Observer, observer_id)
    work.meeting_id, work.label = observer.meeting_id, f"删除列席：{observer.text}"
    work.session.delete(observer)


@action("调整列席次序")
def move_observer(work: Work, observer_id: int, to: int) -> None:
    """Move an observer to 0-based index ``to``."""
    observer = fetch(work.session, Observer, observer_id)
    place(observer.meeting.observers, observer, to)
    work.meeting_id, work.label = observer.meeting_id, f"调整列席次序：{observer.text}"


@query
def observers(session: Session, meeting_id: int) -> list[ObserverView]:
    """List observers in order."""
    return [
        ObserverView(o.id, o.position, o.category, o.text, o.unit, o.name, o.post, o.leader)
        for o in fetch(session, Meeting, meeting_id).observers
    ]
