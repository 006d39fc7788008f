"""任免核对: resignation offered and registered, posts held, two organs, over meetings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import appointments, checking, meetings, nominating, procedure, roster
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

BUREAU = "示例市教育局局长"


def convene(office: Office, term_id: int, number: int, day: dt.date) -> int:
    return meetings.convene(office, term_id=term_id, kind="常委会会议", number=number, start=day)


@pytest.fixture
def meeting(office: Office, term_id: int) -> int:
    return convene(office, term_id, 36, dt.date(2026, 8, 17))


def put(office: Office, meeting: int, verb: str, name: str, post: str, who: str = "市长") -> int:
    return nominating.nominate(office, meeting, proposer=who, verb=verb, name=name, post=post)


def told(office: Office, meeting: int) -> list[tuple[str, ...]]:
    return [e.problems for m in appointments.motions(office, meeting) for e in m.entries]


def member(office: Office, term_id: int) -> str:
    found = roster.members_on(office, term_id, dt.date(2026, 8, 17))
    return next(m.name for m in found if m.post == "委员")


def test_a_member_taking_a_post_is_told_at_entry_and_the_request_is_made_in_one_step(
    office: Office, meeting: int, term_id: int
) -> None:
    name = member(office, term_id)
    hint = nominating.entry_hint(
        office, meeting, verb="决定任命", post=BUREAU, proposer="市长", name=name
    )
    assert hint.resigns == "委员"
    assert "须先辞去常委会职务" in hint.problems[0]
    put(office, meeting, "决定任命", name, BUREAU)
    assert appointments.motions(office, meeting)[0].entries[0].resigns == "委员"
    assert nominating.facts(office, meeting).objected == 1
    assert any(f.code == "任免" for f in checking.check(office, meeting))
    made = nominating.add_resignation(office, meeting, name)
    first, second = appointments.motions(office, meeting)
    assert (first.proposer, first.proposer_name, first.entries[0].id) == ("本人", name, made)
    assert first.entries[0].sentence == (
        f"接受{name}辞去示例市第十四届人民代表大会常务委员会委员职务的请求。"
    )
    assert second.entries[0].problems == ()
    assert second.entries[0].resigns == ""
    assert first.entries[0].problems == ()
    hint = nominating.entry_hint(
        office, meeting, verb="决定任命", post=BUREAU, proposer="市长", name=name,
        entry_id=second.entries[0].id,
    )  # fmt: skip
    assert (hint.resigns, hint.problems) == ("", ())
    with pytest.raises(Refused, match="已经登记"):
        nominating.add_resignation(office, meeting, name)
    office.undo()
    assert len(appointments.motions(office, meeting)) == 1


def test_the_order_of_request_and_appointment_is_watched(
    office: Office, meeting: int, term_id: int
) -> None:
    name = member(office, term_id)
    put(office, meeting, "决定任命", name, BUREAU)
    nominating.add_resignation(office, meeting, name)
    appointments.move_motion(office, appointments.motions(office, meeting)[0].id, 1)
    assert "应排在任命之前" in told(office, meeting)[0][0]


def test_a_request_without_cause_and_from_no_member(
    office: Office, meeting: int, term_id: int
) -> None:
    with pytest.raises(Refused, match="不是常委会组成人员"):
        nominating.add_resignation(office, meeting, "外人")
    nominating.add_resignation(office, meeting, member(office, term_id))
    assert told(office, meeting) == [()]


def test_what_earlier_meetings_passed_is_remembered(
    office: Office, meeting: int, term_id: int
) -> None:
    before = convene(office, term_id, 35, dt.date(2026, 6, 20))
    for verb, name in (("决定任命", "贺长庚"),):
        appointments.set_entry_state(
            office, put(office, before, verb, name, BUREAU), "通过", on=dt.date(2026, 6, 20)
        )
    put(office, meeting, "决定任命", "贺长庚", BUREAU)
    assert "2026年6月20日已任" in told(office, meeting)[0][0]
    put(office, meeting, "任命", "贺长庚", "示例市中级人民法院副院长", "法院院长")
    assert "不能由一人兼任" in told(office, meeting)[1][0]
    put(office, meeting, "决定免去", "别人", BUREAU)
    assert "由贺长庚担任" in "".join(told(office, meeting)[1])
    body = meetings.meeting(office, meeting).body_id
    procedure.set_rules(
        office, body_id=body, valid_from=dt.date(2026, 1, 1), values={"cross_posts": False}
    )
    assert "不能由一人兼任" not in "".join("".join(t) for t in told(office, meeting))


def test_a_repeat_within_the_meeting_and_one_withdrawn(office: Office, meeting: int) -> None:
    put(office, meeting, "决定任命", "叶知秋", BUREAU)
    again = put(office, meeting, "决定任命", "叶知秋", BUREAU)
    assert "重复" in told(office, meeting)[0][0]
    appointments.set_entry_state(office, again, "撤回")
    assert told(office, meeting) == [(), ()]


def test_a_meeting_without_date_knows_no_history(office: Office, term_id: int) -> None:
    made = meetings.convene(office, term_id=term_id, kind="常委会会议", number=39)
    put(office, made, "决定任命", "叶知秋", BUREAU)
    assert told(office, made) == [()]
