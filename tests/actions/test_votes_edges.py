"""The less walked paths of drafting, counting and certifying a vote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    agenda,
    certify,
    counting,
    decisions,
    merging,
    nominating,
    screening,
    votes,
)
from meetingdesk.actions.office import open_office
from meetingdesk.actions.vote_drafts import append_question
from meetingdesk.errors import Refused
from meetingdesk.records.votes import Vote
from meetingdesk.rules.screening import BLOCK
from tests.actions.countkit import NOON, fill, hall
from tests.actions.kindkit import congress
from tests.actions.test_counting import KEYS, OBJECTS, USUAL, A, B

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Office, int]]:
    office, vote = hall(tmp_path)
    yield office, vote
    office.desk.close()


def another(office: Office, vote: int) -> int:
    """A vote on other objects of the same meeting, drafted from what waits there; its id."""
    meeting = votes.vote_view(office, vote).meeting_id
    agenda.add_item(office, meeting, verb="听取和审议", subject="评议报告", objects=OBJECTS[:2])
    source = next(s for s in votes.sources(office, meeting) if s.what == "item" and not s.used)
    return votes.draft_from(office, source)


def test_what_an_item_asks_for_is_drafted_as_an_evaluation(desk: tuple[Office, int]) -> None:
    office, vote = desk
    view = votes.vote_view(office, another(office, vote))
    assert (view.kind, view.method, view.secret) == ("测评", "无记名投票", True)
    assert [q.text for q in view.questions] == OBJECTS[:2]
    assert view.unreturned is None


def test_not_returned_is_known_once_both_numbers_are(desk: tuple[Office, int]) -> None:
    office, vote = desk
    assert votes.vote_view(office, vote).unreturned == 0
    later = another(office, vote)
    votes.open_vote(office, later)
    votes.set_issued(office, later, 41)
    assert votes.vote_view(office, later).unreturned is None
    votes.set_returned(office, later, 38)
    assert votes.vote_view(office, later).unreturned == 3


def test_a_row_can_change_its_detail_alone(desk: tuple[Office, int]) -> None:
    office, vote = desk
    later = another(office, vote)
    row = votes.vote_view(office, later).questions[0]
    votes.edit_question(office, row.id, detail="上半年工作")
    changed = votes.vote_view(office, later).questions[0]
    assert (changed.text, changed.detail) == (row.text, "上半年工作")


def test_a_row_points_at_nothing_but_what_can_be_voted_on(desk: tuple[Office, int]) -> None:
    office, vote = desk
    later = another(office, vote)

    def add(work: Work) -> None:
        append_question(work.session.get_one(Vote, later), "甲", "", {"member_id": 1})

    with pytest.raises(TypeError, match="member_id"):
        office.perform(add, name="试")
    assert len(votes.vote_view(office, later).questions) == 2


def test_fewer_returned_than_are_typed_already_is_refused(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = counting.start_count(office, vote, 1, "乙")
    counting.record_ballot(office, count, USUAL, 4)
    with pytest.raises(Refused, match="已经录入4张，收回票数不能少于4张") as caught:
        votes.set_returned(office, vote, 3)
    assert caught.value.problems[0].field == "收回"
    assert votes.vote_view(office, vote).returned == 5
    votes.set_returned(office, vote, 4)
    assert votes.vote_view(office, vote).returned == 4


def test_a_bundle_is_ten_twenty_five_or_none(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = counting.start_count(office, vote, 1, "乙")
    with pytest.raises(Refused, match="每捆为10张或25张"):
        counting.set_bundle(office, count, 7)
    for size in (10, 25, 0):
        counting.set_bundle(office, count, size)
        assert counting.count_view(office, count).bundle == size


def test_a_finished_count_takes_no_other_bundle(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = fill(office, vote, 1, "乙", (USUAL, 5))
    with pytest.raises(Refused, match="已经录完"):
        counting.set_bundle(office, count, 10)


def test_a_vote_certified_within_a_larger_step_is_sealed_as_well(
    desk: tuple[Office, int],
) -> None:
    """The file is rewritten by whoever holds the office; the seal does not wait for it."""
    office, vote = desk
    other = {**USUAL, KEYS[1]: [B]}
    fill(office, vote, 1, "乙", (USUAL, 3), (other, 2))
    fill(office, vote, 2, "丙", (other, 2), (USUAL, 3))
    code = office.perform(lambda work: certify.certify(work, vote), name="确认", undoable=False)
    assert votes.vote_view(office, vote).code == code
    assert certify.seal_intact(office, vote)
    result = certify.result_of(office, vote)
    assert result is not None
    assert result.question("q2").counts == {A: 3, B: 2, "不满意": 0}


def test_a_decision_not_yet_entered_does_not_stop_reopening(desk: tuple[Office, int]) -> None:
    office, vote = desk
    meeting = votes.vote_view(office, vote).meeting_id
    decision = decisions.draft_decision(office, meeting, title="甲决定", body="会议决定。")
    source = next(s for s in votes.sources(office, meeting) if s.what == "decision")
    held = votes.draft_from(office, source)
    votes.open_vote(office, held)
    count = counting.start_count(office, held)
    counting.enter_totals(office, count, {"赞成": 30, "反对": 11, "弃权": 0})
    counting.finish_count(office, count)
    certify.certify(office, held)
    certify.reopen(office, held, "人数登记有误")
    assert votes.vote_view(office, held).state == "计票"
    assert decisions.decision(office, decision).state != "通过"


def test_an_election_with_room_for_other_names_is_not_counted_by_sums(
    desk: tuple[Office, int],
) -> None:
    """The sheet of sums has no place for a name the voters wrote."""
    office, _ = desk
    meeting = office.perform(lambda work: congress(work, 5, 5), name="大会")
    vote = votes.draft_vote(
        office, kind="选举", meeting_id=meeting, title="选举",
        questions=[(name, "", {}) for name in ("张三", "李四")],
    )  # fmt: skip
    votes.set_seats(office, vote, 1, None)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 5)
    votes.set_returned(office, vote, 5)
    count = counting.start_count(office, vote)
    with pytest.raises(Refused, match="可以另选他人"):
        counting.enter_sums(office, count, {"q1": {"赞成": 5}, "q2": {"反对": 5}})
    assert counting.count_view(office, count).entered == 0


def test_a_counting_job_is_not_certified_where_it_is_only_counted(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, vote = desk
    job = tmp_path / "任务.json"
    job.write_text(json.dumps(merging.export_job(office, vote), ensure_ascii=False), "utf-8")
    there = open_office(tmp_path / "b.desk", "乙", clock=lambda: NOON)
    taken = merging.take_job(there, str(job))
    fill(there, taken, 1, "乙", (USUAL, 5))
    with pytest.raises(Refused, match="只在这里计票"):
        certify.certify(there, taken, reason="只有一人")
    assert votes.vote_view(there, taken).state == "计票"
    there.desk.close()


def test_a_gate_of_the_bodys_own_keeps_a_nominee_off_the_ballot(desk: tuple[Office, int]) -> None:
    office, vote = desk
    meeting = votes.vote_view(office, vote).meeting_id
    made = nominating.nominate(
        office, meeting, proposer="市长", verb="决定任命", name="叶知秋", post="示例市教育局局长"
    )
    later = another(office, vote)
    (offer,) = [o for o in votes.offered(office, later) if o.what == "任免案"]
    screening.set_gates(office, meeting, valid_from=NOON.date(), exam_gate=BLOCK)
    for draft in (
        lambda: votes.add_offered(office, later, [offer.key]),
        lambda: votes.draft_from(
            office, next(s for s in votes.sources(office, meeting) if s.what == "motions")
        ),
    ):
        with pytest.raises(Refused, match="没有达到任前程序的要求"):
            draft()
    screening.screen(office, made, score="60")
    assert votes.add_offered(office, later, [offer.key]) == 1
