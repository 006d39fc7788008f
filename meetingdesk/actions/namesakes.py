"""重名: two entries that are one person are merged; everything that names them follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.portraits import inherit_photo
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.meetings import Attendance, Meeting
from meetingdesk.records.roster import Person, Tenure
from meetingdesk.records.seating import Seat
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.numerals import ordinal

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another person of the same name: birth and offices tell them apart."""

    id: int
    name: str
    #: 1970年3月4日生　第十四届委员
    words: str


@query
def namesakes(session: Session, person_id: int) -> list[Namesake]:
    """List the other persons of the same name, '' fields left out of their description."""
    person = fetch(session, Person, person_id)
    others = select(Person).where(Person.name == person.name, Person.id != person.id)
    return [Namesake(p.id, p.name, _words(p)) for p in session.scalars(others.order_by(Person.id))]


def _words(person: Person) -> str:
    parts = [f"{cn_date(person.birth)}生"] if person.birth else ["出生日期未填"]
    parts += [part for part in (person.gender, person.ethnicity) if part]
    parts += [f"{ordinal(t.term.number)}届{t.post}" for t in person.tenures]
    return "　".join(parts)


@action("合并重名")
def merge_persons(work: Work, keep_id: int, drop_id: int) -> None:
    """Make two entries one person: offices, rolls, chairs and seats of the second go to the first.

    Blank particulars of the first, and a photo it lacks, are filled from the second.

    Raises:
        Refused: different names or birth dates, offices that overlap, or both marked on one roll.
    """
    if keep_id == drop_id:
        raise Refused("请选两个不同的人。")
    keep, drop = fetch(work.session, Person, keep_id), fetch(work.session, Person, drop_id)
    if keep.name != drop.name:
        raise Refused(f"{keep.name}和{drop.name}不同名，没有合并。", Problem("请先改正姓名。"))
    if keep.birth and drop.birth and keep.birth != drop.birth:
        raise Refused(
            f"两个{keep.name}的出生日期不同，没有合并。", Problem("请核对；是两个人就不必合并。")
        )
    with work.session.no_autoflush:  # an office between two owners must not be written away
        _tenures(keep, drop)
    _rolls(work, keep, drop)
    for meeting in work.session.scalars(select(Meeting).where(Meeting.chair_id == drop.id)):
        meeting.chair = keep
    _seats(work, keep, drop)
    inherit_photo(work.session, keep.id, drop.id)
    for field in ("gender", "ethnicity", "birth", "note"):
        if not getattr(keep, field):
            setattr(keep, field, getattr(drop, field))
    work.session.flush()
    work.session.delete(drop)
    work.label = f"合并重名的两个{keep.name}"


def _tenures(keep: Person, drop: Person) -> None:
    for tenure in list(drop.tenures):
        same = [t for t in keep.tenures if t.term_id == tenure.term_id and _overlap(t, tenure)]
        if any(t.post != tenure.post for t in same):
            raise Refused(
                f"两个{keep.name}在同一届同时任{same[0].post}和{tenure.post}，没有合并。",
                Problem("请先登记其中一个职务的离任日期。"),
            )
        if same:  # the same office taken down twice
            tenure.term.tenures.remove(tenure)
            drop.tenures.remove(tenure)
        else:
            tenure.person = keep


def _overlap(one: Tenure, other: Tenure) -> bool:
    return not (_before(one.until, other.since) or _before(other.until, one.since))


def _before(end: dt.date | None, start: dt.date | None) -> bool:
    return end is not None and start is not None and end < start


def _rolls(work: Work, keep: Person, drop: Person) -> None:
    held = select(Attendance).where(Attendance.person_id == keep.id)
    own = {a.meeting_id: a for a in work.session.scalars(held)}
    moved = list(work.session.scalars(select(Attendance).where(Attendance.person_id == drop.id)))
    for row in moved:
        there = own.get(row.meeting_id)
        if there is not None and "未登记" not in (there.state, row.state):
            raise Refused(
                f"{short_title_of(row.meeting)}的签到名册上两个{keep.name}都有登记，没有合并。",
                Problem("请先清除其中一个的登记。"),
            )
        if there is None:
            row.person = keep
            continue
        gone, stays = (row, there) if row.state == "未登记" else (there, row)
        row.meeting.attendance.remove(gone)
        work.session.flush()  # one place on a roll a person
        stays.person = keep


def _seats(work: Work, keep: Person, drop: Person) -> None:
    taken = set(work.session.scalars(select(Seat.plan_id).where(Seat.person_id == keep.id)))
    for seat in list(work.session.scalars(select(Seat).where(Seat.person_id == drop.id))):
        if seat.plan_id in taken:
            seat.plan.seats.remove(seat)
        else:
            seat.person = keep
