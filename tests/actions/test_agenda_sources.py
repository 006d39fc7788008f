"""Items from the chairpersons' meeting with two-way trace, and a meeting laid out like the last."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import agenda, agenda_sources, attendance, meetings, schedule
from meetingdesk.actions.sample import session
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office


@pytest.fixture
def chairs(office: Office, term_id: int) -> list[int]:
    made = meetings.convene(
        office, term_id=term_id, kind="主任会议", number=58, start=dt.date(2026, 8, 10)
    )
    ids = [
        agenda.add_item(office, made, verb="研究", subject="《甲决定（草案）》", type="决定（草案）"),
        agenda.add_item(office, made, verb="听取", subject="市人民政府关于计划执行情况的报告",
                        type="计划执行监督报告", submitted_by="市人民政府", reporter="市发改委"),
        agenda.add_item(office, made, verb="研究", subject="有关事项"),
    ]  # fmt: skip
    for item in ids[:2]:
        agenda.record_outcome(office, item, "同意提请市人大常委会会议审议")
    return ids


def test_what_was_agreed_comes_onto_the_agenda_with_its_way_back(
    office: Office, meeting: int, chairs: list[int]
) -> None:
    listed = agenda_sources.offered(office, meeting)
    assert [(s.id, s.verb) for s in listed] == [(chairs[0], "审议"), (chairs[1], "听取和审议")]
    one, two = agenda_sources.take_items(office, meeting, chairs[:2])
    first, second = agenda.items(office, meeting)
    assert first.via == "第五十八次主任会议同意提请"
    assert first.needs_vote
    assert (second.submitted_by, second.reporter) == ("市人民政府", "市发改委")
    assert agenda.remarks(office, meeting) == {}
    (back,) = agenda_sources.traces(office, one)
    assert (back.item_id, back.words) == (
        chairs[0], "来自市十四届人大常委会第五十八次主任会议第1项",
    )  # fmt: skip
    (there,) = agenda_sources.traces(office, chairs[1])
    assert (there.item_id, there.words) == (two, "列入市十四届人大常委会第三十六次会议第2项")
    assert agenda_sources.offered(office, meeting) == []
    agenda.delete_item(office, one)
    assert [s.id for s in agenda_sources.offered(office, meeting)] == [chairs[0]]
    office.undo()
    assert agenda_sources.traces(office, one) == [back]


def test_what_is_not_offered_is_refused(office: Office, meeting: int, chairs: list[int]) -> None:
    with pytest.raises(Refused, match="没有选定"):
        agenda_sources.take_items(office, meeting, [])
    with pytest.raises(Refused, match="没有同意提请"):
        agenda_sources.take_items(office, meeting, [chairs[2]])
    assert agenda.items(office, meeting) == []


def test_a_meeting_like_the_last(office: Office, meeting: int, term_id: int) -> None:
    ceremony = agenda.add_item(
        office, meeting, verb="颁发", subject="任命书", type="仪式", on_agenda=False
    )
    own = agenda.add_item(office, meeting, verb="审议", subject="《甲决定（草案）》")
    first = schedule.add_sitting(office, meeting, date=session.START, time="9:00", chair="周启明")
    schedule.add_entry(office, first, item_id=own)
    schedule.add_entry(office, first, text="主任讲话")
    second = schedule.add_sitting(office, meeting, date=session.END, half="下午")
    schedule.add_entry(office, second, item_id=ceremony)
    attendance.add_observer(office, meeting, category="政府部门负责同志", text="有关部门负责同志")
    attendance.add_observer(office, meeting, category="一府一委两院领导", name="庄伯言")
    new = meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=37,
        start=dt.date(2026, 10, 26), end=dt.date(2026, 10, 27),
    )  # fmt: skip
    assert agenda_sources.last_title(office, new) == "市十四届人大常委会第三十六次会议"
    told = agenda_sources.like_last(office, new)
    assert told.endswith("半天2个、仪式1项、列席1类")
    one, two = schedule.sittings(office, new)
    assert (one.date, one.half, one.time, one.chair) == (
        dt.date(2026, 10, 26), "上午", "9:00", "周启明",
    )  # fmt: skip
    assert [e.text for e in one.entries] == ["主任讲话"]
    assert [e.text for e in two.entries] == ["颁发任命书"]
    assert two.entries[0].item_id != ceremony
    assert [i.subject for i in agenda.items(office, new)] == ["任命书"]
    assert [o.text for o in attendance.observers(office, new)] == ["有关部门负责同志"]
    with pytest.raises(Refused, match="已经有日程"):
        agenda_sources.like_last(office, new)
    office.undo()
    assert schedule.sittings(office, new) == []
    assert agenda.items(office, new) == []
    schedule.delete_sitting(office, first)
    schedule.delete_sitting(office, second)
    with pytest.raises(Refused, match="没有可以参照"):
        agenda_sources.like_last(office, new)


def test_someone_in_two_places_is_told_not_forbidden(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject="报告", reporter="市财政局")
    for place in ("一室", "二室"):
        group = schedule.add_sitting(
            office, meeting, date=session.START, form="分组会议", place=place
        )
        schedule.add_entry(office, group, item_id=item)
    told = schedule.warnings(office, meeting)
    assert told == ["市财政局在8月17日上午要同时参加分组会议和分组会议，请核对。"]
    later = schedule.add_sitting(office, meeting, date=session.END)
    schedule.add_entry(office, later, text="表决各项议案")
    schedule.add_entry(office, later, text="拟任命人员作供职发言")
    assert "供职发言排在了表决之后" in schedule.warnings(office, meeting)[-1]
