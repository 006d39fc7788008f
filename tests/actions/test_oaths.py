"""宪法宣誓: who swears, before whom, what the ceremony needs, swearing later."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetingdesk.actions import appointments, meetings, oaths, roster
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

START, END = dt.date(2026, 8, 17), dt.date(2026, 8, 18)
NAMES = ("叶知秋", "段明远", "骆以安")


def prepare(office: Office) -> int:
    """Hold a meeting that appointed three before the committee and a judge before the court."""
    body = roster.add_body(
        office, name="示例市人民代表大会常务委员会", short_name="市人大常委会", place_name="示例市",
        level="市", kind="standing_committee",
    )  # fmt: skip
    term = roster.add_term(office, body_id=body, number=14, start=dt.date(2022, 1, 12))
    meeting = meetings.convene(
        office, term_id=term, kind="常委会会议", number=36, start=START, end=END, place="会议厅"
    )
    mayor = appointments.add_motion(office, meeting, proposer="市长")
    court = appointments.add_motion(office, meeting, proposer="法院院长")
    made = [
        appointments.add_entry(
            office, mayor, verb="决定任命", name=name, post=f"示例市{name[0]}林局局长"
        )
        for name in NAMES
    ]
    made.append(
        appointments.add_entry(
            office, court, verb="任命", name="汤若水", post="示例市中级人民法院审判员"
        )
    )
    for entry in made:
        appointments.set_entry_state(office, entry, "通过", on=END)
    appointments.add_entry(office, mayor, verb="决定免去", name="贺长庚", post="示例市教育局局长")
    return meeting


@pytest.fixture
def meeting(office: Office) -> int:
    return prepare(office)


def shown(office: Office, meeting: int) -> oaths.CeremonyView:
    return oaths.ceremonies(office, meeting)[0]


def test_who_must_swear_and_before_whom(office: Office, meeting: int) -> None:
    people = oaths.unsworn(office, meeting)
    assert [p.name for p in people] == [*NAMES, "汤若水"]
    assert [p.organiser for p in people] == ["市人大常委会"] * 3 + ["市中级人民法院"]
    assert not any(p.planned for p in people)
    assert oaths.still_to_swear(office, meeting) == [*NAMES, "汤若水"]


def test_a_ceremony_takes_those_who_swear_before_the_committee(
    office: Office, meeting: int
) -> None:
    oaths.add_ceremony(office, meeting)
    one = shown(office, meeting)
    assert [t.name for t in one.takers] == list(NAMES)
    assert (one.place, one.date, one.organiser) == ("会议厅", END, "示例市人民代表大会常务委员会")
    assert [p.planned for p in oaths.unsworn(office, meeting)] == [True, True, True, False]


def test_a_ceremony_of_those_named(office: Office, meeting: int) -> None:
    judge = oaths.unsworn(office, meeting)[3].entry_id
    oaths.add_ceremony(office, meeting, form="单独", organiser="市中级人民法院", entry_ids=[judge])
    assert [t.name for t in shown(office, meeting).takers] == ["汤若水"]
    assert shown(office, meeting).problems == ()
    oaths.add_ceremony(office, meeting, entry_ids=[])
    assert oaths.ceremonies(office, meeting)[1].problems[0] == "宣誓名单是空的。"


def test_only_the_appointed_swear(office: Office, meeting: int) -> None:
    removed = appointments.motions(office, meeting)[0].entries[-1].id
    with pytest.raises(Refused, match="不在应宣誓人员之列"):
        oaths.add_ceremony(office, meeting, entry_ids=[removed])
    ceremony = oaths.add_ceremony(office, meeting)
    with pytest.raises(Refused, match="不在应宣誓人员之列"):
        oaths.add_taker(office, ceremony, entry_id=removed)
    with pytest.raises(Refused, match="已在宣誓名单中"):
        oaths.add_taker(office, ceremony, entry_id=oaths.unsworn(office, meeting)[0].entry_id)


def test_unknown_forms_are_refused(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="不是宣誓形式"):
        oaths.add_ceremony(office, meeting, form="网上")
    ceremony = oaths.add_ceremony(office, meeting)
    with pytest.raises(Refused, match="不是宣誓形式"):
        oaths.edit_ceremony(office, ceremony, form="网上")
    assert shown(office, meeting).form == "集体"
    oaths.edit_ceremony(office, ceremony, organiser="")
    assert shown(office, meeting).organiser == "示例市人民代表大会常务委员会"


def test_a_collective_oath_needs_a_leader(office: Office, meeting: int) -> None:
    ceremony = oaths.add_ceremony(office, meeting)
    with pytest.raises(Refused) as caught:
        oaths.swear_in(office, ceremony)
    assert "领誓人" in str(caught.value)
    assert not shown(office, meeting).held
    oaths.edit_ceremony(office, ceremony, leader="叶知秋")
    assert oaths.swear_in(office, ceremony) == 3
    assert oaths.still_to_swear(office, meeting) == ["汤若水"]
    assert appointments.motions(office, meeting)[0].entries[0].sworn


def test_several_do_not_swear_alone(office: Office, meeting: int) -> None:
    ceremony = oaths.add_ceremony(office, meeting, form="单独")
    with pytest.raises(Refused, match="还不完整"):
        oaths.swear_in(office, ceremony)


def test_flag_and_anthem_are_advised_and_the_truth_recorded(office: Office, meeting: int) -> None:
    ceremony = oaths.add_ceremony(office, meeting, leader="叶知秋", anthem=False, emblem=False)
    one = shown(office, meeting)
    assert one.problems == ()
    assert [("国徽" in a, "国歌" in a) for a in one.advice] == [(True, False), (False, True)]
    assert oaths.swear_in(office, ceremony) == 3


def test_absence_and_swearing_later(office: Office, meeting: int) -> None:
    ceremony = oaths.add_ceremony(office, meeting, leader="叶知秋")
    away = shown(office, meeting).takers[1]
    assert oaths.swear_in(office, ceremony, absent={away.id: " 因公出差 "}) == 2
    assert shown(office, meeting).takers[1].reason == "因公出差"
    assert "段明远" in oaths.still_to_swear(office, meeting)
    with pytest.raises(Refused) as caught:
        oaths.make_up(office, away.id, on=START)
    assert caught.value.problems[0].field == "补宣日期"
    later = dt.date(2026, 8, 25)
    oaths.make_up(office, away.id, on=later)
    taker = shown(office, meeting).takers[1]
    assert (taker.sworn, taker.made_up_on, taker.reason) == (True, later, "因公出差")
    assert "段明远" not in oaths.still_to_swear(office, meeting)
    with pytest.raises(Refused, match="不必补宣"):
        oaths.make_up(office, away.id, on=later)
    oaths.swear_in(office, ceremony)  # recording again leaves the later oath as it is
    assert shown(office, meeting).takers[1].made_up_on == later


def test_the_sworn_stay_on_the_list_until_the_record_is_taken_back(
    office: Office, meeting: int
) -> None:
    ceremony = oaths.add_ceremony(office, meeting, leader="叶知秋")
    oaths.swear_in(office, ceremony)
    first = shown(office, meeting).takers[0]
    with pytest.raises(Refused, match="撤回宣誓登记"):
        oaths.remove_taker(office, first.id)
    with pytest.raises(Refused, match="撤回宣誓登记"):
        oaths.delete_ceremony(office, ceremony)
    oaths.clear_oaths(office, ceremony)
    assert len(oaths.still_to_swear(office, meeting)) == 4
    oaths.remove_taker(office, first.id)
    assert [(t.name, t.position) for t in shown(office, meeting).takers] == [
        ("段明远", 1), ("骆以安", 2),
    ]  # fmt: skip
    before = oaths.ceremonies(office, meeting)
    oaths.delete_ceremony(office, ceremony)
    assert oaths.ceremonies(office, meeting) == []
    office.undo()
    assert oaths.ceremonies(office, meeting) == before


def test_several_are_added_in_one_step(office: Office, meeting: int) -> None:
    ceremony = oaths.add_ceremony(office, meeting, entry_ids=[])
    keys = [p.entry_id for p in oaths.unsworn(office, meeting)]
    assert oaths.add_takers(office, ceremony, entry_ids=keys) == 4
    assert [t.position for t in shown(office, meeting).takers] == [1, 2, 3, 4]
    assert office.can_undo() == "增加宣誓人4名"
    office.undo()
    assert shown(office, meeting).takers == ()


@pytest.mark.slow
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 4)), max_size=6))
@settings(max_examples=6)
def test_reordering_keeps_everyone_once(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int]]
) -> None:
    office = desks.office(tmp_path_factory.mktemp("oath"))
    meeting_id = prepare(office)
    oaths.add_ceremony(office, meeting_id)
    ids = {t.name: t.id for t in shown(office, meeting_id).takers}
    order = list(NAMES)
    for which, to in moves:
        name = NAMES[which]
        order.remove(name)
        order.insert(max(0, min(to, 2)), name)
        oaths.move_taker(office, ids[name], to)
        takers = shown(office, meeting_id).takers
        assert [t.name for t in takers] == order
        assert [t.position for t in takers] == [1, 2, 3]
    office.desk.close()
