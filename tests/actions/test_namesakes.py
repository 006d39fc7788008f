"""Two entries of one person become one; what differs is refused; undo parts them again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import attendance, meetings, namesakes, roster, seating
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

BORN = dt.date(1970, 3, 4)


def persons(office: Office, term_id: int, name: str) -> list[int]:
    found = [m.person_id for m in roster.members(office, term_id) if m.name == name]
    return list(dict.fromkeys(found))


@pytest.fixture
def twice(office: Office, term_id: int) -> tuple[int, int]:
    """Register someone of the roster once more, with a birth date nobody had filled in."""
    first = next(m for m in roster.members(office, term_id) if m.name == "于川")
    if first.birth is None:
        roster.edit_member(office, first.id, birth=dt.date(1971, 1, 1))
    roster.add_member(
        office, term_id=term_id, name="于川", birth=BORN, since=dt.date(2026, 1, 1), gender="男"
    )
    first_id, second = persons(office, term_id, "于川")
    return first_id, second


def born(office: Office, term_id: int, person: int, day: dt.date | None) -> None:
    member = next(m for m in roster.members(office, term_id) if m.person_id == person)
    roster.edit_member(office, member.id, birth=day)


def test_offices_rolls_chair_and_seat_follow(
    office: Office, term_id: int, twice: tuple[int, int]
) -> None:
    keep, drop = twice
    meeting = meetings.convene(
        office, term_id=term_id, number=36, start=dt.date(2026, 8, 17), chair_id=drop
    )
    attendance.open_roll(office, meeting)
    row = next(a for a in attendance.roll(office, meeting) if a.person_id == drop)
    attendance.mark(office, [row.id], state="出席")
    seating.arrange(office, meeting)
    (other,) = namesakes.namesakes(office, keep)
    assert (other.id, "1970年3月4日生" in other.words) == (drop, True)
    with pytest.raises(Refused, match="出生日期不同"):
        namesakes.merge_persons(office, keep, drop)
    born(office, term_id, drop, None)
    namesakes.merge_persons(office, keep, drop)
    assert persons(office, term_id, "于川") == [keep]
    assert namesakes.namesakes(office, keep) == []
    rows = [a for a in attendance.roll(office, meeting) if a.name == "于川"]
    assert [(a.person_id, a.state) for a in rows] == [(keep, "出席")]
    assert meetings.meeting(office, meeting).chair_id == keep
    plan = seating.plan(office, meeting)
    assert plan is not None
    assert [s.key for s in plan.seats.values() if s.name == "于川"] == [f"p{keep}"]
    office.undo()
    assert persons(office, term_id, "于川") == [keep, drop]
    assert meetings.meeting(office, meeting).chair_id == drop


def test_both_marked_on_one_roll_stay_two(
    office: Office, term_id: int, twice: tuple[int, int]
) -> None:
    keep, drop = twice
    born(office, term_id, drop, None)
    meeting = meetings.convene(office, term_id=term_id, number=36, start=dt.date(2026, 8, 17))
    attendance.open_roll(office, meeting)
    attendance.mark(office, [a.id for a in attendance.roll(office, meeting)], state="出席")
    with pytest.raises(Refused, match="都有登记"):
        namesakes.merge_persons(office, keep, drop)
    assert persons(office, term_id, "于川") == [keep, drop]
    with pytest.raises(Refused, match="不同的人"):
        namesakes.merge_persons(office, keep, keep)
    (other,) = persons(office, term_id, "万佳宁")
    with pytest.raises(Refused, match="不同名"):
        namesakes.merge_persons(office, keep, other)
