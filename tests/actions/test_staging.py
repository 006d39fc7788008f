"""Scenes for the hall: made from the record, and never more than the hall may know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from meetingdesk.actions import (
    attendance,
    certify,
    counting,
    portraits,
    procedure,
    roster,
    staging,
    votes,
)
from meetingdesk.actions.sample import ballots, people, session
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


def keys(office: Office, meeting_id: int) -> list[str]:
    return [scene.key for scene in staging.scenes(office, meeting_id)]


def scene(office: Office, meeting_id: int, key: str) -> staging.Scene:
    return next(s for s in staging.scenes(office, meeting_id) if s.key.startswith(key))


def everything(office: Office, meeting_id: int) -> str:
    return "\n".join(map(str, staging.scenes(office, meeting_id)))


def test_the_session_in_scenes(sample_office: Office, sample_ids: Sample) -> None:
    meeting = sample_ids.meeting_id
    banner = scene(sample_office, meeting, "banner")
    assert banner.title == "示例市第十四届人民代表大会常务委员会第三十六次会议"
    roll = scene(sample_office, meeting, "roll")
    assert roll.cells == (("应到", "41"), ("实到", "37"), ("其中视频", "2"))
    assert (roll.verdict, roll.tone) == ("符合法定人数", staging.GOOD)
    oath = scene(sample_office, meeting, "oath")
    assert oath.lines[0].startswith("我宣誓：忠于中华人民共和国宪法")
    names = [s for s in staging.scenes(sample_office, meeting) if s.key.startswith("names")]
    assert sum(len(s.rows) for s in names) == 8
    evaluation = [
        s for s in staging.scenes(sample_office, meeting) if s.key.startswith("result-5-q")
    ]
    assert (evaluation[0].title, evaluation[0].verdict) == ("市商务局测评结果", "满意")
    assert evaluation[0].cells == (("满意", "35"), ("基本满意", "2"), ("不满意", "0"))
    assert "地方组织法" not in everything(sample_office, meeting)


def test_nobody_s_leave_is_shown(sample_office: Office, sample_ids: Sample) -> None:
    shown = everything(sample_office, sample_ids.meeting_id)
    for name, reason in people.ON_LEAVE.items():
        assert name not in shown
        assert reason not in shown


@pytest.fixture
def counted(office: Office, term_id: int) -> tuple[int, int]:
    """Open the evaluation with 37 ballots issued and returned."""
    meeting = session.prepare_session(office, term_id)
    session.take_roll(office, meeting)
    vote = ballots.draft_evaluation(office, meeting)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 37)
    votes.set_returned(office, vote, 37)
    return meeting, vote


def test_a_result_appears_with_certification_and_goes_with_reopening(
    sample_office: Office, sample_ids: Sample
) -> None:
    meeting = sample_ids.meeting_id
    assert "result-5-q1" in keys(sample_office, meeting)
    certify.reopen(sample_office, 5, reason="发现一张票漏录")
    assert not [key for key in keys(sample_office, meeting) if key.startswith("result-5")]


def test_the_first_count_may_be_called_out_the_second_stays_blind(
    office: Office, counted: tuple[int, int]
) -> None:
    meeting, vote = counted
    first = counting.start_count(office, vote, 1, "甲")
    pattern, copies = next(iter(ballots.evaluation_ballots(office, meeting, vote)))
    counting.record_ballot(office, first, pattern, copies)
    calling = scene(office, meeting, "calling")
    assert calling.rows[0][:2] == ("市商务局", "19")
    assert "以确认后的宣布为准" in calling.why
    for more, times in list(ballots.evaluation_ballots(office, meeting, vote))[1:]:
        counting.record_ballot(office, first, more, times)
    counting.finish_count(office, first)
    counting.start_count(office, vote, 2, "乙")
    assert not [key for key in keys(office, meeting) if key.startswith(("calling", "result"))]


def test_a_lost_quorum_is_said(office: Office, counted: tuple[int, int]) -> None:
    meeting, _ = counted
    rows = attendance.roll(office, meeting)
    attendance.mark(office, [row.id for row in rows[:25]], state="缺席")
    roll = scene(office, meeting, "roll")
    assert (roll.verdict, roll.tone) == ("不足法定人数", staging.BAD)


def test_what_is_voted_on_says_how_and_how_many(office: Office, counted: tuple[int, int]) -> None:
    meeting, _ = counted
    call = scene(office, meeting, "call")
    assert call.facts == ("表决方式：无记名投票", "到会37人")
    assert call.lines[0].startswith("市商务局")
    assert 0 < len(call.why) <= 48


def test_an_unknown_meeting_is_refused(office: Office) -> None:
    with pytest.raises(Refused):
        staging.scenes(office, 9)


def test_photos_stand_beside_those_appointed_where_the_office_shows_them(
    sample_office: Office, sample_ids: Sample
) -> None:
    def named() -> list[staging.Scene]:
        every = staging.scenes(sample_office, sample_ids.meeting_id)
        return [s for s in every if s.key.startswith("names-")]

    before = named()
    assert all(scene.photos == () for scene in before)
    term = roster.terms(sample_office)[0]
    padded_name, _verb, _post = next(r for s in before for r in s.rows if "任命" in r[1])
    name = padded_name.replace("　", "")
    person = roster.add_member(sample_office, term_id=term.id, name=name, since=dt.date(2026, 9, 1))
    who = next(m.person_id for m in roster.members(sample_office, term.id) if m.id == person)
    jpeg = bytes(cv2.imencode(".jpg", np.full((400, 300, 3), 120, np.uint8))[1])
    portraits.set_photo(sample_office, who, jpeg)
    assert named() == before  # kept, but not to be shown unless the office says so
    procedure.set_rules(
        sample_office, body_id=term.body_id, valid_from=dt.date(2026, 1, 1),
        values={"stage_photos": True},
    )  # fmt: skip
    after = named()
    assert [r for s in after for r in s.rows] == [r for s in before for r in s.rows]
    assert all(len(s.rows) == len(s.photos) <= staging.PAGE_PHOTOS for s in after)
    shown = {r[0]: p for s in after for r, p in zip(s.rows, s.photos, strict=True) if p}
    assert list(shown) == [padded_name]
    assert shown[padded_name].startswith(b"\xff\xd8")
