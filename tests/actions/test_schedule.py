"""The order of day: half-days in the order of time, lines in the order of the clerk."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.actions import agenda, meetings, schedule
from meetingdesk.actions.sample import session
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

KEPT = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def halves(office: Office, meeting: int) -> list[tuple[int, str, str]]:
    return [(s.date.day, s.half, s.form) for s in schedule.sittings(office, meeting) if s.date]


def texts(office: Office, meeting: int) -> list[list[str]]:
    return [[e.text for e in s.entries] for s in schedule.sittings(office, meeting)]


def test_half_days_stand_in_the_order_of_time(office: Office, meeting: int) -> None:
    add = schedule.add_sitting
    add(office, meeting, date=session.END, half="上午")
    add(office, meeting, date=session.START, half="下午", form="分组会议")
    first = add(office, meeting, date=session.START, half="上午")
    assert halves(office, meeting) == [
        (17, "上午", "全体会议"), (17, "下午", "分组会议"), (18, "上午", "全体会议"),
    ]  # fmt: skip
    assert {s.place for s in schedule.sittings(office, meeting)} == {session.PLACE}
    schedule.edit_sitting(office, first, date=session.END, half="晚上")
    assert halves(office, meeting)[-1] == (18, "晚上", "全体会议")


def test_a_day_outside_the_meeting_is_refused(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="2026年8月19日不在会期之内"):
        schedule.add_sitting(office, meeting, date=dt.date(2026, 8, 19))
    made = schedule.add_sitting(office, meeting, date=session.START)
    with pytest.raises(Refused) as caught:
        schedule.edit_sitting(office, made, date=dt.date(2026, 8, 16))
    assert [p.field for p in caught.value.problems] == ["日期"]
    assert halves(office, meeting) == [(17, "上午", "全体会议")]


def test_sittings_of_one_half_day_change_places_but_not_with_another(
    office: Office, meeting: int
) -> None:
    schedule.add_sitting(office, meeting, date=session.START, form="全体会议")
    groups = schedule.add_sitting(office, meeting, date=session.START, form="分组会议")
    schedule.add_sitting(office, meeting, date=session.END, form="联组会议")
    schedule.move_sitting(office, groups, 0)
    assert [f for _, _, f in halves(office, meeting)] == ["分组会议", "全体会议", "联组会议"]
    schedule.move_sitting(office, groups, 2)
    assert [f for _, _, f in halves(office, meeting)] == ["全体会议", "分组会议", "联组会议"]


def test_an_entry_prints_its_item_or_its_own_words(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="审议", subject="甲")
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    entry = schedule.add_entry(office, sitting, item_id=item)
    line = schedule.add_entry(office, sitting, text="主任讲话")
    assert texts(office, meeting) == [["审议甲", "主任讲话"]]
    schedule.edit_entry(office, entry, text="分组审议甲")
    assert texts(office, meeting) == [["分组审议甲", "主任讲话"]]
    schedule.edit_entry(office, entry, text="")
    assert texts(office, meeting) == [["审议甲", "主任讲话"]]
    with pytest.raises(Refused, match="内容没有填写"):
        schedule.edit_entry(office, line, text=" ")
    with pytest.raises(Refused, match="内容没有填写"):
        schedule.add_entry(office, sitting, text="")


def test_an_entry_moves_to_another_half_day(office: Office, meeting: int) -> None:
    one = schedule.add_sitting(office, meeting, date=session.START)
    two = schedule.add_sitting(office, meeting, date=session.END)
    made = [schedule.add_entry(office, one, text=t) for t in "甲乙丙"]
    schedule.add_entry(office, two, text="丁")
    schedule.move_entry(office, made[1], 0, sitting_id=two)
    assert texts(office, meeting) == [["甲", "丙"], ["乙", "丁"]]
    positions = [[e.position for e in s.entries] for s in schedule.sittings(office, meeting)]
    assert positions == [[1, 2], [1, 2]]
    office.undo()
    assert texts(office, meeting) == [["甲", "乙", "丙"], ["丁"]]


def test_an_entry_cannot_leave_its_meeting(office: Office, meeting: int) -> None:
    term = meetings.meeting(office, meeting).term_id
    assert term is not None
    other = meetings.convene(
        office, term_id=term, kind="常委会会议", number=37, start=session.START
    )
    mine = schedule.add_sitting(office, meeting, date=session.START)
    theirs = schedule.add_sitting(office, other, date=session.START)
    entry = schedule.add_entry(office, mine, text="甲")
    with pytest.raises(Refused, match="另一次会议"):
        schedule.move_entry(office, entry, 0, sitting_id=theirs)


def test_deleting_a_half_day_leaves_the_items(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="审议", subject="甲")
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    schedule.add_entry(office, sitting, item_id=item)
    schedule.delete_sitting(office, sitting)
    assert texts(office, meeting) == []
    assert len(agenda.items(office, meeting)) == 1
    office.undo()
    assert texts(office, meeting) == [["审议甲"]]


@pytest.mark.slow
@KEPT
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
def test_any_moves_end_as_a_list_would(
    office: Office, meeting: int, moves: list[tuple[int, int]]
) -> None:
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    try:
        made = [schedule.add_entry(office, sitting, text=t) for t in "甲乙丙丁戊"]
        model = list(made)
        for which, to in moves:
            schedule.move_entry(office, made[which], to)
            model.remove(made[which])
            model.insert(to, made[which])
        (shown,) = schedule.sittings(office, meeting)
        assert [e.id for e in shown.entries] == model
        assert [e.position for e in shown.entries] == [1, 2, 3, 4, 5]
    finally:
        schedule.delete_sitting(office, sitting)


@pytest.mark.slow
@KEPT
@given(order=st.permutations(list(itertools.product((0, 1), schedule.HALVES))))
def test_half_days_are_in_order_however_they_come(
    office: Office, meeting: int, order: list[tuple[int, str]]
) -> None:
    made = [
        schedule.add_sitting(
            office, meeting, date=session.START + dt.timedelta(days=offset), half=half
        )
        for offset, half in order
    ]
    try:
        assert [(d, h) for d, h, _ in halves(office, meeting)] == [
            (17 + offset, half) for offset, half in itertools.product((0, 1), schedule.HALVES)
        ]
    finally:
        for sitting in made:
            schedule.delete_sitting(office, sitting)


def test_two_meetings_in_one_room_are_told_and_kept(office: Office, meeting: int) -> None:
    for form in ("全体会议", "主任会议"):
        schedule.add_sitting(
            office, meeting, date=session.START, half="上午", form=form, time="9:00",
            place="一号会议室",
        )  # fmt: skip
    (told,) = schedule.warnings(office, meeting)
    assert "（全体会议和主任会议）都在一号会议室" in told
    second = schedule.sittings(office, meeting)[1]
    schedule.edit_sitting(office, second.id, time="10:30")
    assert schedule.warnings(office, meeting) == []
