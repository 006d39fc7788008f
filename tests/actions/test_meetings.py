"""会议与出席: numbers within the term, deletion, the roll, observers; each step undone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import attendance, meetings, roster, terms
from meetingdesk.actions.sample import people, session
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

START = dt.date(2026, 8, 17)


def test_number_runs_on_within_the_kind_and_term(office: Office, term_id: int) -> None:
    first = meetings.convene(office, term_id=term_id, number=36, start=START)
    assert meetings.meeting(office, first).title.endswith("常务委员会第三十六次会议")
    assert meetings.next_number(office, term_id=term_id, kind="常委会会议") == 37
    assert meetings.next_number(office, term_id=term_id, kind="主任会议") == 1
    second = meetings.convene(office, term_id=term_id)
    assert meetings.meeting(office, second).number == 37


def test_same_number_is_refused_at_its_field(office: Office, term_id: int) -> None:
    meetings.convene(office, term_id=term_id, number=36, start=START)
    with pytest.raises(Refused, match="已有第36次") as refused:
        meetings.convene(office, term_id=term_id, number=36)
    assert refused.value.problems[0].field == "次数"
    assert meetings.convene(office, term_id=term_id, number=36, kind="主任会议")


def test_gaps_are_told_not_filled(office: Office, term_id: int) -> None:
    for number in (34, 36, 39):
        meetings.convene(office, term_id=term_id, number=number)
    assert meetings.missing_numbers(office, term_id=term_id, kind="常委会会议") == [35, 37, 38]


def test_kinds_without_a_series_have_no_number(office: Office, term_id: int) -> None:
    assert not meetings.numbered("党组会议")
    made = meetings.convene(office, term_id=term_id, kind="党组会议", start=START)
    assert meetings.meeting(office, made).number is None


def test_each_kind_expects_its_own_members(office: Office, term_id: int) -> None:
    """主任会议: 主任, 副主任, 秘书长 (地方组织法第五十四条); 党组会议: the group, in its own order."""
    chairs = meetings.convene(office, term_id=term_id, kind="主任会议", start=START)
    group = meetings.convene(office, term_id=term_id, kind="党组会议", start=START)
    whole = meetings.convene(office, term_id=term_id, number=36, start=START)
    terms.move_in_party_group(office, roster.members_on(office, term_id, START)[7].id, 0, on=START)
    found = {key: meetings.facts(office, key) for key in (chairs, group, whole)}
    assert [(f.members, f.quorum) for f in found.values()] == [(8, 5), (7, 4), (41, 21)]
    for key, numbers in found.items():
        assert attendance.open_roll(office, key) == numbers.members
    assert {a.post for a in attendance.roll(office, chairs)} == {"主任", "副主任", "秘书长"}
    assert [a.name for a in attendance.roll(office, group)][:2] == ["秦立诚", "周启明"]


def test_dates_the_wrong_way_round(office: Office, term_id: int) -> None:
    with pytest.raises(Refused) as refused:
        meetings.convene(office, term_id=term_id, start=START, end=dt.date(2026, 8, 16))
    assert refused.value.problems[0].field == "会议日期"


def test_chair_is_the_chairman_unless_another_is_named(office: Office, term_id: int) -> None:
    usual = meetings.convene(office, term_id=term_id, start=START)
    assert meetings.meeting(office, usual).chair == session.CHAIR
    vice = roster.members(office, term_id, find="林若棠")[0]
    other = meetings.convene(office, term_id=term_id, start=START, chair_id=vice.person_id)
    assert meetings.meeting(office, other).chair == "林若棠"
    guest = meetings.convene(office, term_id=term_id, start=START, chair_text="庄伯言")
    assert meetings.meeting(office, guest).chair == "庄伯言"


def test_deleted_meeting_comes_back_with_its_roll(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=36, start=START)
    attendance.open_roll(office, made)
    session.take_roll(office, made)
    before = meetings.facts(office, made), attendance.roll(office, made)
    meetings.delete_meeting(office, made)
    assert meetings.meetings(office) == []
    office.undo()
    assert (meetings.facts(office, made), attendance.roll(office, made)) == before


def test_meeting_with_decisions_stays(office: Office, term_id: int) -> None:
    made = session.prepare_session(office, term_id)
    with pytest.raises(Refused, match="决定"):
        meetings.delete_meeting(office, made)


def test_term_renumbered_takes_its_meetings_along(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=1, start=START)
    terms.edit_term(office, term_id, number=15, start=None, end=None, statutory_seats=43)
    assert "第十五届" in meetings.meeting(office, made).title
    office.undo()
    assert "第十四届" in meetings.meeting(office, made).title


def test_roll_needs_a_date_and_lists_who_is_in_office(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id)
    with pytest.raises(Refused) as refused:
        attendance.open_roll(office, made)
    assert refused.value.problems[0].field == "会议日期"
    meetings.edit_meeting(office, made, start=START)
    assert attendance.open_roll(office, made) == 41
    assert people.FORMER.name not in {a.name for a in attendance.roll(office, made)}


def test_facts_of_the_sample_roll(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=36, start=START)
    attendance.open_roll(office, made)
    assert not meetings.facts(office, made).quorate
    session.take_roll(office, made)
    facts = meetings.facts(office, made)
    assert (facts.members, facts.quorum, facts.present) == (41, 21, 37)
    assert (facts.on_site, facts.remote, facts.leave, facts.absent) == (35, 2, 4, 0)
    assert facts.quorate


def test_twenty_is_no_quorum_of_forty_one_and_twenty_one_is(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=36, start=START)
    attendance.open_roll(office, made)
    ids = [a.id for a in attendance.roll(office, made)]
    attendance.mark(office, ids[:20], state="出席")
    assert not meetings.facts(office, made).quorate
    attendance.mark(office, ids[20:21], state="出席", mode="视频")
    assert meetings.facts(office, made).quorate
    office.undo()
    assert not meetings.facts(office, made).quorate


def test_reason_belongs_to_leave_only(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=36, start=START)
    attendance.open_roll(office, made)
    key = attendance.roll(office, made)[0].id
    attendance.mark(office, [key], state="请假", reason="外出学习", approved_by="周启明")
    assert attendance.roll(office, made)[0].reason == "外出学习"
    attendance.mark(office, [key], state="出席", mode="视频")
    row = attendance.roll(office, made)[0]
    assert (row.reason, row.approved_by, row.mode) == ("", "", "视频")
    with pytest.raises(Refused, match="不是出席状态"):
        attendance.mark(office, [key], state="迟到")


def test_renewed_roll_keeps_marks_and_takes_newcomers(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=36, start=START)
    attendance.open_roll(office, made)
    first = attendance.roll(office, made)[0]
    attendance.mark(office, [first.id], state="出席")
    roster.add_member(office, term_id=term_id, name="钱多多", since=START)
    assert attendance.open_roll(office, made) == 42
    rows = attendance.roll(office, made)
    assert (rows[0].state, rows[-1].name, rows[-1].state) == ("出席", "钱多多", "未登记")


def test_observers_words_order_and_undo(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, number=36, start=START)
    one = attendance.add_observer(
        office, made, category="一府一委两院领导", unit="市人民政府", post="副市长", name="庄伯言",
        leader=True,
    )  # fmt: skip
    two = attendance.add_observer(office, made, category="人大代表", text="部分市人大代表")
    assert [o.text for o in attendance.observers(office, made)] == [
        "市人民政府副市长庄伯言", "部分市人大代表",
    ]  # fmt: skip
    attendance.move_observer(office, two, 0)
    assert [o.id for o in attendance.observers(office, made)] == [two, one]
    attendance.edit_observer(office, one, post="市长", text="")
    assert attendance.observers(office, made)[1].text == "市人民政府市长庄伯言"
    attendance.delete_observer(office, two)
    office.undo()
    assert [o.id for o in attendance.observers(office, made)] == [two, one]
    with pytest.raises(Refused) as refused:
        attendance.add_observer(office, made, category="其他")
    assert refused.value.problems[0].field == "列席人员"
