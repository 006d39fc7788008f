"""Kinds, ways and cards; persons rejected twice; procedural votes, hands, keypads, 无异议."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    appointments,
    attendance,
    certify,
    counting,
    votes,
)
from meetingdesk.actions.cards import METHODS as WAYS
from meetingdesk.actions.cards import cards_for
from meetingdesk.actions.vote_next import steps_of
from meetingdesk.errors import Refused
from meetingdesk.records.votes import Vote
from meetingdesk.rules.results import State
from tests.actions.kindkit import (
    NO,
    YES,
    congress,
    draft,
    poll,
    sealed,
    yes,
)

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

# --- which kinds, which ways, which cards -------------------------------------------------------


def test_every_kind_has_its_ways_and_a_card_for_each() -> None:
    assert set(WAYS) == set(votes.KINDS)
    for kind, ways in WAYS.items():
        for way in ways:
            assert cards_for(kind, way), (kind, way)
    assert cards_for("选举", "举手表决") == []  # secret ballot by law, 地方组织法 Art. 28
    assert [c.name for c in cards_for("无异议")] == ["无异议通过"]
    assert {c.name for c in cards_for("测评", "汇总")} == {
        "测评-松阳2017", "测评-丹阳2017", "测评-分类加权",
    }  # fmt: skip


def test_a_kind_is_drafted_its_usual_way_and_no_unlawful_one(office: Office, meeting: int) -> None:
    made = {kind: draft(office, meeting, kind, []) for kind in votes.KINDS}
    ways = {kind: votes.vote_view(office, vote).method for kind, vote in made.items()}
    assert ways == {kind: WAYS[kind][0] for kind in votes.KINDS}
    with pytest.raises(Refused, match="选举不能采用举手表决"):
        draft(office, meeting, "选举", [], method="举手表决")
    with pytest.raises(Refused, match="任免不能采用无异议通过"):
        draft(office, meeting, "任免", [], method="无异议通过")


# --- a person rejected twice --------------------------------------------------------------------


def _fail(office: Office, meeting: int, post: str) -> int:
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    appointments.add_entry(office, motion, verb="任命", name="张三", post=post)
    vote = votes.draft_appointments_vote(office, [motion])
    result = poll(office, vote, (yes("q1"), 20), ({"q1": [NO]}, 17))
    assert result.state is State.FAILED
    return vote


def test_2_1_who_failed_twice_for_a_post_cannot_be_put_to_the_vote_again(
    office: Office, meeting: int
) -> None:
    """淄博任免办法 Art. 42 (rules.md §1.3): twice in a row for the same post."""
    post = "示例市人大常委会办公室主任"
    _fail(office, meeting, post)
    second = _fail(office, meeting, post)
    found = certify.result_of(office, second)
    assert found is not None
    assert found.questions[0].barred
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    appointments.add_entry(office, motion, verb="任命", name="张三", post=post)
    third = votes.draft_appointments_vote(office, [motion])
    with pytest.raises(Refused, match="不得再次提名") as caught:
        votes.open_vote(office, third)
    assert "张三已连续2次未获通过" in str(caught.value)
    other = appointments.add_motion(office, meeting, proposer="主任会议")
    appointments.add_entry(office, other, verb="任命", name="张三", post="示例市人大常委会副秘书长")
    votes.open_vote(office, votes.draft_appointments_vote(office, [other]))


def test_2_1_a_removal_is_voted_on_in_secret_only(office: Office, meeting: int) -> None:
    """监督法 Art. 62: 撤职案以无记名投票表决."""
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    appointments.add_entry(office, motion, verb="撤销职务", name="张三", post="示例市副市长")
    vote = votes.draft_appointments_vote(office, [motion], method="举手表决")
    with pytest.raises(Refused, match="撤职案须以无记名投票"):
        votes.open_vote(office, vote)
    votes.edit_vote(office, vote, method="无记名投票", card_name="撤职-无记名")
    assert poll(office, vote, (yes("q1"), 21), ({}, 16)).state is State.PASSED


# --- procedural votes, hands, keypads -----------------------------------------------------------


@pytest.mark.parametrize(("for_it", "state"), [(19, State.PASSED), (18, State.FAILED)])
def test_n5_a_procedural_motion_passes_on_those_present(
    office: Office, meeting: int, for_it: int, state: State
) -> None:
    """上海议事规则 Art. 19, 21: more than half of those present; 37 present need 19."""
    vote = draft(office, meeting, "程序", ["暂不付表决"])
    assert votes.vote_view(office, vote).method == "举手表决"
    votes.open_vote(office, vote)
    count = counting.start_count(office, vote)
    assert counting.enter_totals(office, count, {YES: for_it, NO: 10}) == 27 - for_it
    counting.finish_count(office, count)
    certify.certify(office, vote)
    found = sealed(office, vote)
    assert found.state is state
    assert found.questions[0].need == 19
    assert found.questions[0].unpressed == 27 - for_it


def test_n13_an_unpressed_key_is_no_vote(office: Office, meeting: int) -> None:
    """按表决器: 41 members, 37 present, 20 for: one short; the rest did not press."""
    vote = draft(office, meeting, "表决", ["关于某事的决定"], method="按表决器")
    votes.open_vote(office, vote)
    count = counting.start_count(office, vote)
    assert counting.enter_totals(office, count, {YES: 20, NO: 10}) == 7
    counting.finish_count(office, count)
    certify.certify(office, vote)
    found = sealed(office, vote)
    row = found.questions[0]
    assert (row.state, row.short, row.unpressed) == (State.FAILED, 1, 7)
    assert "差1票" in row.explanation


# --- 无异议 -------------------------------------------------------------------------------------


def test_n15_an_agenda_is_adopted_without_objection_and_without_ballots(
    office: Office, meeting: int
) -> None:
    vote = draft(office, meeting, "无异议", ["会议议程（草案）"])
    with pytest.raises(Refused, match="不能登记有无异议"):
        votes.record_no_objection(office, vote)
    votes.open_vote(office, vote)
    for number in (-1, 38):
        with pytest.raises(Refused, match="0和到会37人之间"):
            votes.record_no_objection(office, vote, number)
    votes.record_no_objection(office, vote)
    view = votes.vote_view(office, vote)
    assert (view.state, view.by_sums, view.on_paper) == ("计票", True, False)
    certify.certify(office, vote)
    found = sealed(office, vote)
    assert found.state is State.PASSED
    assert found.conclusion == "到会37人，没有异议，通过"
    assert certify.seal_intact(office, vote)
    assert certify.export_vote(office, vote)["totals"] == {
        "q1": {"choices": {"异议": 0}, "blank": 0, "invalid": 0}
    }
    with pytest.raises(Refused, match="没有可以清除的票数"):
        votes.clear_sums(office, vote)
    certify.reopen(office, vote, "当场有人补提异议")
    votes.clear_sums(office, vote)
    assert votes.vote_view(office, vote).state == "已开票"
    votes.unopen_vote(office, vote)


def test_n15_an_objection_leads_to_a_show_of_hands(office: Office, meeting: int) -> None:
    vote = draft(office, meeting, "无异议", ["会议议程（草案）"])
    votes.open_vote(office, vote)
    votes.record_no_objection(office, vote, 2)
    with pytest.raises(Refused, match="不能撤回开票"):
        votes.unopen_vote(office, vote)
    certify.certify(office, vote)
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.label) == ("hands", "改用举手表决")
    view = votes.vote_view(office, votes.take_step(office, vote, "hands"))
    assert (view.kind, view.method, view.card_name) == ("程序", "举手表决", "程序-到会过半数")
    assert [q.text for q in view.questions] == ["会议议程（草案）"]


def test_ballots_are_not_counted_where_sums_are_taken_over(office: Office, meeting: int) -> None:
    vote = draft(office, meeting, "无异议", ["会议议程（草案）"])
    votes.open_vote(office, vote)
    with pytest.raises(Refused):
        counting.start_count(office, vote)
    with pytest.raises(Refused, match="不能登记汇总票数"):
        votes.record_sums(office, vote, totals={}, numbers={"items": 1})


# --- quorum, and votes that cannot be opened -----------------------------------------------------


@pytest.mark.slow
def test_s36_anyang_two_thirds_of_439_is_293(office: Office) -> None:
    """安阳 2018: 应到439, 2/3 is 293; half of all is 220."""
    short = office.perform(lambda work: congress(work, 439, 292, "另一市"), name="大会")
    vote = draft(office, short, "表决", ["某决议"], card_name="决议-代表大会")
    with pytest.raises(Refused, match="未达到法定人数293人"):
        votes.open_vote(office, vote)
    row = next(r for r in attendance.roll(office, short) if r.state != "出席")
    attendance.mark(office, [row.id], state="出席")
    result = poll(office, vote, (yes("q1"), 219), ({"q1": [NO]}, 74))
    assert (result.state, result.questions[0].need) == (State.FAILED, 220)


def test_an_empty_sheet_or_hands_for_two_are_refused(office: Office, meeting: int) -> None:
    empty = draft(office, meeting, "测评", [])
    with pytest.raises(Refused, match="票上还没有事项"):
        votes.open_vote(office, empty)
    two = draft(office, meeting, "程序", ["甲", "乙"])
    with pytest.raises(Refused, match="每次只表决一项"):
        votes.open_vote(office, two)


def test_steps_of_a_running_vote_are_none(office: Office, meeting: int) -> None:
    vote = draft(office, meeting, "表决", ["某事"])
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        assert steps_of(session, row) == []
