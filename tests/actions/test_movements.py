"""Arrivals and departures: who is in the hall now and at an instant, what a vote freezes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import attendance, meetings, movements
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

NOW = dt.datetime(2026, 8, 17, 2, 30, tzinfo=dt.UTC)
DAY = dt.datetime(2026, 8, 17)


@pytest.fixture
def meeting(office: Office, meeting: int) -> int:
    """Open its roll, thirty present."""
    attendance.open_roll(office, meeting)
    rows = attendance.roll(office, meeting)
    attendance.mark(office, [a.id for a in rows[:30]], state="出席")
    return meeting


def row(office: Office, meeting: int, at: int) -> attendance.AttendanceView:
    return attendance.roll(office, meeting)[at]


def clock(hour: int, minute: int = 0) -> dt.datetime:
    return DAY.replace(hour=hour, minute=minute)


def test_one_who_leaves_is_not_counted_until_back(office: Office, meeting: int) -> None:
    who = row(office, meeting, 0).id
    movements.move(office, [who], kind="离席", at=clock(10, 5))
    assert attendance.present_count(office, meeting) == 29
    facts = meetings.facts(office, meeting)
    assert (facts.present, facts.on_site, facts.away) == (29, 29, (row(office, meeting, 0).name,))
    assert row(office, meeting, 0).away
    assert row(office, meeting, 0).state == "出席"  # attended all the same
    movements.move(office, [who], kind="返回", at=clock(10, 40))
    assert attendance.present_count(office, meeting) == 30
    assert row(office, meeting, 0).moves == "10:05离席　10:40返回"
    assert movements.present_at(office, meeting, clock(10)) == 30
    assert movements.present_at(office, meeting, clock(10, 20)) == 29
    assert movements.present_at(office, meeting, clock(11)) == 30


def test_one_who_comes_late_counts_from_then_on(office: Office, meeting: int) -> None:
    late = row(office, meeting, 35).id
    movements.move(office, [late], kind="迟到", at=clock(9, 20))
    assert row(office, meeting, 35).state == "出席"
    assert movements.present_at(office, meeting, clock(9)) == 30
    assert movements.present_at(office, meeting, clock(9, 20)) == 31
    assert attendance.present_count(office, meeting) == 31
    office.undo()
    assert row(office, meeting, 35).state == "未登记"
    assert attendance.present_count(office, meeting) == 30


def test_what_cannot_follow_is_refused(office: Office, meeting: int) -> None:
    there, unmarked = row(office, meeting, 0).id, row(office, meeting, 35).id
    for key, kind, words in (
        (there, "返回", "在会场，不能记返回"), (there, "迟到", "已经登记出席"),
        (unmarked, "离席", "没有登记出席"), (there, "打盹", "没有“打盹”"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            movements.move(office, [key], kind=kind)
    movements.move(office, [there], kind="离席", at=clock(10))
    with pytest.raises(Refused, match="10:00已离席，不能记离席"):
        movements.move(office, [there], kind="离席", at=clock(11))
    with pytest.raises(Refused, match="时间早于"):
        movements.move(office, [there], kind="返回", at=clock(9))
    movements.move(office, [there], kind="早退", at=clock(11))
    assert attendance.present_count(office, meeting) == 29


def test_times_are_corrected_and_taken_back_from_the_end(office: Office, meeting: int) -> None:
    who = row(office, meeting, 3).id
    movements.move(office, [who], kind="离席", at=clock(10))
    movements.move(office, [who], kind="返回", at=clock(11))
    out, back = movements.movements(office, meeting)
    movements.retime(office, out.id, clock(10, 30))
    assert movements.present_at(office, meeting, clock(10, 15)) == 30
    with pytest.raises(Refused, match="次序不合"):
        movements.retime(office, out.id, clock(12))
    with pytest.raises(Refused, match="之后还有登记"):
        movements.delete_movement(office, out.id)
    movements.delete_movement(office, back.id)
    assert [m.kind for m in movements.movements(office, meeting)] == ["离席"]
    assert movements.movements(office, meeting)[0].time == "10:30"


def test_a_mark_of_leave_drops_what_was_noted(office: Office, meeting: int) -> None:
    who = row(office, meeting, 0).id
    movements.move(office, [who], kind="离席")
    assert movements.movements(office, meeting)[0].at.date() == DAY.date()
    attendance.mark(office, [who], state="请假", reason="公务")
    assert movements.movements(office, meeting) == []
    office.undo()
    assert row(office, meeting, 0).last_move == "离席"
