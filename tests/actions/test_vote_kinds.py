"""Every kind of vote from draft to certified, with the answers rules.md and the law give."""

from __future__ import annotations

import copy
import datetime as dt
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    certify,
    counting,
    decisions,
    meetings,
    opinions,
    roster,
    votes,
)
from meetingdesk.actions.cards import METHODS as WAYS
from meetingdesk.actions.cards import card_named, cards_for
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.vote_checks import check_bases
from meetingdesk.actions.vote_next import steps_of
from meetingdesk.actions.vote_sums import BLANK, INVALID
from meetingdesk.actions.write_ins import name_hints, written_key
from meetingdesk.errors import BadInput, Refused
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cardtypes import Base, Rate
from meetingdesk.rules.results import Result, State
from tests.actions.test_votes import build
from tests.test_recount import RECOUNT, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meetingdesk.actions.base import Work

DAY = dt.date(2026, 8, 18)
YES, NO, ABSTAIN = "赞成", "反对", "弃权"
Marks = dict[str, list[str]]


def congress(work: Work, deputies: int, present: int, name: str = "示例市") -> int:
    """A people's congress with ``present`` of its ``deputies`` on the roll."""
    body = roster.add_body(
        work, name=f"{name}人民代表大会", short_name="市人民代表大会", place_name="示例市",
        level="市", kind="congress",
    )  # fmt: skip
    term = roster.add_term(work, body_id=body, number=14, start=dt.date(2022, 1, 1))
    for number in range(deputies):
        roster.add_member(work, term_id=term, name=f"代表{number:03}", since=dt.date(2022, 1, 1))
    made = meetings.convene(work, term_id=term, number=1, start=DAY, end=DAY)
    attendance.open_roll(work, made)
    rows = [row.id for row in attendance.roll(work, made)]
    attendance.mark(work, rows[:present], state="出席")
    return made


@dataclass(frozen=True)
class Template:
    """One desk with both bodies, copied for every test."""

    path: Path
    meeting: int
    congress: int


def _clock() -> dt.datetime:
    return dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A standing committee of 41 with 37 present; a congress of 13, all present.

    Of the congress 2/3 is 9 and more than half is 7.
    """
    path = tmp_path_factory.mktemp("kinds") / "template.desk"
    made = open_office(path, "甲", clock=_clock)
    meeting = made.perform(build, name="样例")
    deputies = made.perform(lambda work: congress(work, 13, 13), name="大会")
    made.desk.close()
    return Template(path, meeting, deputies)


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    shutil.copyfile(template.path, tmp_path / "a.desk")
    made = open_office(tmp_path / "a.desk", "甲", clock=_clock)
    yield made
    made.desk.close()


@pytest.fixture
def meeting(template: Template) -> int:
    return template.meeting


@pytest.fixture
def small_congress(template: Template) -> int:
    return template.congress


def draft(office: Office, meeting: int, kind: str, names: list[str], **values: Any) -> int:
    seats, most = values.pop("seats", None), values.pop("most", None)
    vote = votes.draft_vote(
        office, kind=kind, meeting_id=meeting, title=values.pop("title", f"{kind}一项"),
        questions=[(name, "", {}) for name in names], **values,
    )  # fmt: skip
    if seats is not None:
        votes.set_seats(office, vote, seats, most)
    return vote


def poll(office: Office, vote: int, *piles: tuple[Marks, int], issued: int | None = None) -> Result:
    """Open, issue, collect, count the piles and certify."""
    returned = sum(copies for _, copies in piles)
    votes.open_vote(office, vote)
    if votes.vote_view(office, vote).on_paper:
        votes.set_issued(office, vote, issued or returned)
        votes.set_returned(office, vote, returned)
    count = counting.start_count(office, vote)
    for marks, copies in piles:
        counting.record_ballot(office, count, marks, copies)
    counting.finish_count(office, count)
    certify.certify(office, vote, reason="只有一名计票人")
    return sealed(office, vote)


def sealed(office: Office, vote: int) -> Result:
    """Return a certified result; its seal holds and the independent checker agrees with it."""
    found = certify.result_of(office, vote)
    assert found is not None
    assert certify.seal_intact(office, vote)
    entry, result = plain(certify.export_vote(office, vote)), plain(found.to_dict())
    assert RECOUNT.compare(entry, result) == []
    return found


def yes(*keys: str, no: tuple[str, ...] = ()) -> Marks:
    return {**{key: [YES] for key in keys}, **{key: [NO] for key in no}}


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


# --- elections ----------------------------------------------------------------------------------


def test_6_2_a_contested_election_elects_by_votes_over_half_of_all_deputies(
    office: Office, small_congress: int
) -> None:
    """地方组织法 Art. 27–29: 3 candidates for 2 seats, majority of 13 deputies is 7."""
    vote = draft(office, small_congress, "选举", ["张三", "李四", "王五"], seats=2)
    view = votes.vote_view(office, vote)
    assert view.card_name == "选举-差额"
    assert view.choosing is not None
    assert (view.choosing.seats, view.choosing.most, view.choosing.write_in) == (2, 2, True)
    result = poll(
        office, vote,
        (yes("q1", "q2", no=("q3",)), 7),
        (yes("q1", "q3", no=("q2",)), 1),
        (yes("q1", written_key("赵　六"), no=("q2", "q3")), 1),
        (yes("q1", "q2", "q3"), 1),
    )  # fmt: skip
    assert result.state is State.PASSED
    assert [q.label for q in result.questions] == ["张三", "李四", "王五", "赵六（另选）"]
    assert [q.counts[YES] for q in result.questions] == [9, 7, 1, 1]
    assert [q.invalid_ballots for q in result.questions] == [1] * 4, "three names for two seats"
    assert result.elected == ("q1", "q2")
    assert result.conclusion == "应选2名，当选2名：张三、李四"
    assert [q.rank for q in result.questions] == [1, 2, 3, 3]
    assert votes.next_steps(office, vote) == []
    with pytest.raises(Refused, match="不需要重新投票"):
        votes.re_vote(office, vote)


def test_6_2_a_tie_at_the_cut_is_voted_again_among_the_tied(
    office: Office, small_congress: int
) -> None:
    """地方组织法 Art. 29: a tie that leaves the last seat open is voted again, most votes win."""
    vote = draft(office, small_congress, "选举", ["张三", "李四", "王五"], seats=2)
    result = poll(
        office, vote, (yes("q1", "q2"), 6), (yes("q1", "q3"), 6), (yes("q2", "q3"), 1)
    )  # fmt: skip
    assert (result.state, result.tied, result.elected) == (State.TIE, ("q2", "q3"), ("q1",))
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.label, step.seats) == ("tied", "就李四、王五再次投票", 1)
    with pytest.raises(Refused, match="不需要另行选举"):
        votes.take_step(office, vote, "short")
    again = votes.take_step(office, vote, "tied")
    view = votes.vote_view(office, again)
    assert [q.text for q in view.questions] == ["李四", "王五"]
    assert (view.parent_id, view.relation, view.seats) == (vote, "再次投票", 1)
    assert view.card_name == "选举-票数相等再次投票"
    assert view.title == "选举一项（再次投票）"
    (step,) = votes.next_steps(office, vote)
    assert step.done == again
    with pytest.raises(Refused, match="已经拟定，不能重复拟定"):
        votes.re_vote(office, vote)
    second = poll(office, again, (yes("q1"), 6), (yes("q2"), 5), ({}, 2))
    assert (second.round, second.elected, second.state) == (2, ("q1",), State.PASSED)
    kept = certify.result_of(office, vote)
    assert kept == result, "the first result stays readable"
    with pytest.raises(Refused, match="不能重新打开") as caught:
        certify.reopen(office, vote, "更正")
    assert "（再次投票）" in str(caught.value)


def test_a_tie_that_stays_a_tie_is_voted_a_third_time(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "选举", ["张三", "李四", "王五"], seats=2)
    poll(office, vote, (yes("q1", "q2"), 6), (yes("q1", "q3"), 6), (yes("q2", "q3"), 1))
    again = votes.re_vote(office, vote)
    poll(office, again, (yes("q1"), 5), (yes("q2"), 5), ({}, 3))
    third = votes.vote_view(office, votes.re_vote(office, again))
    assert third.title == "选举一项（再次投票之2）"
    assert third.parent_id == again


def test_6_2_too_few_over_half_leave_seats_for_another_election(
    office: Office, small_congress: int
) -> None:
    """地方组织法 Art. 29: 不足应选名额的，不足的名额另行选举."""
    vote = draft(office, small_congress, "选举", ["张三", "李四", "王五", "赵六"], seats=3)
    result = poll(office, vote, (yes("q1", "q2"), 7), (yes("q3", "q4"), 6))
    assert (result.state, result.elected, result.vacancies) == (State.SHORTAGE, ("q1", "q2"), 1)
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.label) == ("short", "另行选举不足的1名")
    view = votes.vote_view(office, votes.re_vote(office, vote))
    assert (view.seats, [q.text for q in view.questions]) == (1, ["王五", "赵六"])
    assert (view.card_name, view.title) == ("选举-差额", "选举一项（另行选举）")


def test_the_last_candidates_for_the_last_seats_are_elected_one_for_one(
    office: Office, small_congress: int
) -> None:
    vote = draft(office, small_congress, "选举", ["张三", "李四", "王五"], seats=2)
    poll(office, vote, (yes("q1"), 8), (yes("q2"), 3), (yes("q3"), 2))
    view = votes.vote_view(office, votes.re_vote(office, vote))
    assert (view.card_name, view.seats) == ("选举-差额", 1)
    short = draft(office, small_congress, "选举", ["张三", "李四", "王五"], seats=2)
    result = poll(office, short, (yes("q1"), 4), (yes("q2"), 4), (yes("q3"), 5))
    assert (result.elected, result.vacancies) == ((), 2)
    rest = votes.vote_view(office, votes.re_vote(office, short))
    assert (rest.card_name, len(rest.questions), rest.seats) == ("选举-差额", 3, 2)


def test_a_name_written_in_can_be_elected_or_tied(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "选举", ["张三"], seats=1, card_name="选举-等额")
    other = written_key("赵六")
    result = poll(office, vote, ({"q1": [NO], other: [YES]}, 7), (yes("q1"), 6))
    assert result.elected == (other,)
    assert result.conclusion == "应选1名，当选1名：赵六（另选）"
    text = certify.export_vote(office, vote)
    assert [q["write_in"] for q in text["questions"]] == [False, True]


def test_a_written_name_tied_with_a_candidate_stands_on_the_next_ballot(
    office: Office, meeting: int
) -> None:
    vote = draft(office, meeting, "选举", ["张三", "李四"], seats=1, card_name="选举-补选上级代表")
    other = written_key("赵六")
    # only more than half of 41 may be elected, so nobody is: 18 and 18 of 37
    result = poll(office, vote, ({"q1": [NO], other: [YES]}, 18), (yes("q1"), 18), ({}, 1))
    assert (result.state, result.vacancies) == (State.SHORTAGE, 1)
    view = votes.vote_view(office, votes.re_vote(office, vote))
    assert [q.text for q in view.questions] == ["张三", "李四"], "nobody nominated the third"
    assert view.card_name == "选举-补选上级代表"


@pytest.mark.parametrize(
    ("names", "seats", "most", "card", "word"),
    [
        (["张三", "李四"], None, None, "选举-差额", "没有填写应选名额"),
        (["张三", "李四"], 3, None, "选举-差额", "候选人2名，少于应选名额3名"),
        (["张三", "李四"], 2, None, "选举-差额", "与应选名额相等，不是差额"),
        (["张三", "李四"], 1, None, "选举-等额", "多于应选名额1名，不是等额选举"),
        (["张三", "李四"], 1, 3, "选举-差额", "每张票至多选3名，但只有2名候选人"),
        ([], 1, None, "选举-差额", "票上还没有事项"),
        (["张三", "李四"], 1, None, "票决-民生实事", "不能用于无记名投票的选举"),
    ],
)
def test_seats_that_do_not_fit_are_refused_before_the_vote(
    office: Office, small_congress: int, names: list[str], seats: int, most: int, card: str,
    word: str,
) -> None:  # fmt: skip
    vote = draft(office, small_congress, "选举", names, seats=seats, most=most, card_name=card)
    with pytest.raises(Refused, match=word):
        votes.open_vote(office, vote)
    assert votes.vote_view(office, vote).state == "拟定"


def test_seats_are_positive_and_fixed_once_opened(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "选举", ["张三", "李四"], seats=1)
    for seats, most in ((0, None), (1, 0)):
        with pytest.raises(Refused, match="应为正整数"):
            votes.set_seats(office, vote, seats, most)
    votes.set_seats(office, vote, None)
    assert votes.vote_view(office, vote).seats is None
    votes.set_seats(office, vote, 1)
    office.undo()
    assert votes.vote_view(office, vote).seats is None
    votes.set_seats(office, vote, 1)
    votes.open_vote(office, vote)
    with pytest.raises(Refused, match="票面不能再改"):
        votes.set_seats(office, vote, 2)


def test_a_written_name_needs_a_card_that_allows_it_and_is_no_candidate(
    office: Office, small_congress: int
) -> None:
    vote = draft(office, small_congress, "选举", ["张三", "李四"], seats=1)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 3)
    votes.set_returned(office, vote, 3)
    count = counting.start_count(office, vote)
    with pytest.raises(Refused, match="“张三”是候选人"):
        counting.record_ballot(office, count, {written_key("张三"): [YES], "q2": [NO]})
    with pytest.raises(Refused, match="另选人姓名没有填写"):
        written_key("　")
    counting.record_ballot(office, count, {written_key("王五"): [YES], "q1": [NO]})
    counting.record_ballot(office, count, {written_key("王五"): [YES], "q1": [ABSTAIN]})
    seen = counting.count_view(office, count)
    assert [(row.text, row.written) for row in seen.sums][-1] == ("王五（另选）", True)
    assert (seen.sums[-1].counts[YES], seen.sums[-1].invalid) == (1, 1), "弃权的不能另选他人"
    assert all(eq.ok is not False for eq in seen.equations)
    counting.take_back_ballot(office, count, {written_key("王五"): [YES], "q1": [NO]})
    counting.take_back_ballot(office, count, {written_key("王五"): [YES], "q1": [ABSTAIN]})
    assert len(counting.count_view(office, count).sums) == 2, "the name is gone with its ballots"
    plain = draft(office, small_congress, "票决", [f"项目{n}" for n in range(3)], seats=2)
    votes.open_vote(office, plain)
    votes.set_issued(office, plain, 1)
    votes.set_returned(office, plain, 1)
    other = counting.start_count(office, plain)
    with pytest.raises(BadInput, match="与票样不符"):
        counting.record_ballot(office, other, {written_key("王五"): [YES]})


def test_names_are_offered_by_character_pinyin_and_initials(office: Office, meeting: int) -> None:
    roster.add_member(office, term_id=1, name="钱七", since=dt.date(2022, 1, 1))
    vote = draft(office, meeting, "选举", ["委员01", "李四"], seats=1)
    assert name_hints(office, vote, "qq") == ["钱七"]
    assert name_hints(office, vote, "qian") == ["钱七"]
    assert name_hints(office, vote, "钱") == ["钱七"]
    assert name_hints(office, vote, " ") == []
    assert "委员01" not in name_hints(office, vote, "委员0")
    assert len(name_hints(office, vote, "委员")) == 8


# --- 票决 ---------------------------------------------------------------------------------------


def test_6_1_projects_are_chosen_k_of_n_over_marked_ballots_void(
    office: Office, small_congress: int
) -> None:
    """票决: 2 of 3, over half of all 13 deputies is 7; a ballot with three is void."""
    vote = draft(office, small_congress, "票决", ["改造公园", "新建学校", "修建道路"], seats=2)
    view = votes.vote_view(office, vote)
    assert view.choosing is not None
    assert (view.choosing.single, view.choosing.most, view.choosing.write_in) == (True, 2, False)
    assert "“赞成”不得超过2个" in "".join(c for c in _lines(office, vote))
    result = poll(
        office, vote,
        (yes("q1", "q2"), 8), (yes("q2", "q3"), 2), (yes("q1", "q2", "q3"), 1), ({}, 2),
    )  # fmt: skip
    assert result.state is State.PASSED
    assert [q.counts[YES] for q in result.questions] == [8, 10, 2]
    assert result.questions[0].invalid_ballots == 1
    assert result.elected == ("q2", "q1")
    assert result.conclusion == "应选2项，入选2项：新建学校、改造公园"
    assert [q.rank for q in result.questions] == [2, 1, 3]


def _lines(office: Office, vote: int) -> list[str]:
    from meetingdesk.actions.vote_views import card_of
    from meetingdesk.rules.cardwords import explain_on_ballot

    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        card = card_of(row)
        assert card is not None
        return explain_on_ballot(card)


def test_6_1_a_ballot_may_choose_fewer_than_the_seats(office: Office, small_congress: int) -> None:
    """每票至多 may differ from the seats: at most 1 of 3 though 2 are sought."""
    vote = draft(office, small_congress, "票决", ["甲", "乙", "丙"], seats=2, most=1)
    result = poll(office, vote, (yes("q1"), 7), (yes("q2", "q3"), 6))
    assert [q.counts[YES] for q in result.questions] == [7, 0, 0]
    assert (result.state, result.vacancies) == (State.SHORTAGE, 1)
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.label) == ("rest", "另行投票不足的1项")
    view = votes.vote_view(office, votes.take_step(office, vote, "rest"))
    assert [q.text for q in view.questions] == ["乙", "丙"]
    assert (view.kind, view.card_name, view.seats) == ("票决", "票决-民生实事", 1)


def test_6_1_projects_as_many_as_seats_are_no_choice(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "票决", ["甲", "乙"], seats=2)
    with pytest.raises(Refused, match="项目2项，与应选名额相等"):
        votes.open_vote(office, vote)


def test_6_1_ties_among_projects_go_to_a_second_vote(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "票决", ["甲", "乙", "丙"], seats=2)
    poll(office, vote, (yes("q1", "q2"), 6), (yes("q1", "q3"), 6), (yes("q2", "q3"), 1))
    view = votes.vote_view(office, votes.re_vote(office, vote))
    assert [q.text for q in view.questions] == ["乙", "丙"]
    assert view.card_name == "票决-民生实事"


# --- void and voted again -----------------------------------------------------------------------


def test_1_3_a_void_election_is_voted_again_with_the_same_seats(
    office: Office, small_congress: int
) -> None:
    """选举法 Art. 44: 收回多于发出, the whole vote is void."""
    vote = draft(office, small_congress, "选举", ["张三", "李四"], seats=1, most=1)
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 12)
    votes.set_returned(office, vote, 13)
    (step,) = votes.next_steps(office, vote)
    assert step.key == "again"
    assert "多于发出12张" in step.why
    view = votes.vote_view(office, votes.take_step(office, vote, "again"))
    assert (view.seats, view.choose_at_most, view.relation) == (1, 1, "重新投票")
    with pytest.raises(Refused, match="还没有结束，不能重新投票"):
        votes.re_vote(office, view.id)
    with pytest.raises(Refused, match="还没有结束，不能另行表决"):
        votes.take_step(office, view.id, "whatever")


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


# --- 汇总 and weighted electorates --------------------------------------------------------------


def test_v10_items_asked_in_two_parts_are_taken_over_and_measured_again(
    office: Office, meeting: int
) -> None:
    """松阳 2017: 220 suggestions, 办理过程 215 and 办理结果 198 满意; a second round follows."""
    vote = draft(office, meeting, "测评", ["代表建议"], method="汇总")
    assert votes.ask_in_parts(office, vote, ["办理过程", "办理结果", "办理过程"]) == 2
    view = votes.vote_view(office, vote)
    assert [(q.text, q.detail) for q in view.questions] == [
        ("代表建议", "办理过程"),
        ("代表建议", "办理结果"),
    ]
    votes.open_vote(office, vote)
    keys = [q.key for q in view.questions]
    rows = {keys[0]: {"满意": 215, "不满意": 5}, keys[1]: {"满意": 198, "不满意": 22}}
    assert votes.record_sums(office, vote, totals=rows, numbers={"items": 220}) == ()
    certify.certify(office, vote)
    found = sealed(office, vote)
    assert found.state is State.SECOND_ROUND
    assert [r.rates[0].text for r in found.questions] == [
        "满意率97.7%（215/220）",
        "满意率90.0%（198/220）",
    ]
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.meeting_id) == ("retest", None)
    assert "3个月内（2026年11月18日以前）" in step.why
    with pytest.raises(Refused, match="还没有登记以后的会议"):
        votes.take_step(office, vote, "retest")
    later = meetings.convene(office, term_id=1, number=37, start=dt.date(2026, 10, 20))
    (step,) = votes.next_steps(office, vote)
    assert (step.label, step.meeting_id) == ("在第三十七次会议再次测评", later)
    again = votes.vote_view(office, votes.take_step(office, vote, "retest"))
    assert (again.meeting_id, again.parent_id, again.relation) == (later, vote, "再次测评")
    assert [q.detail for q in again.questions] == ["办理过程", "办理结果"]


def test_4_1_only_what_the_grade_says_is_measured_again(office: Office, meeting: int) -> None:
    """测评-三档: 不满意 means 限期整改并再次测评, six months."""
    vote = draft(office, meeting, "测评", ["市教育局", "市林业局"])
    good, bad = {"q1": ["满意"]}, {"q2": ["不满意"]}
    result = poll(office, vote, ({**good, **bad}, 37))
    assert [r.outcome_label for r in result.questions] == ["满意", "不满意"]
    later = meetings.convene(office, term_id=1, number=37, start=dt.date(2026, 12, 20))
    (step,) = votes.next_steps(office, vote)
    assert (step.questions, step.meeting_id) == (("q2",), later)
    with office.desk.session() as session:
        session.execute(update(Meeting).where(Meeting.id == later).values(number=None))
        session.commit()
    (step,) = votes.next_steps(office, vote)
    assert step.label == "在下次会议再次测评"
    assert "2027年2月18日以前" in step.why
    view = votes.vote_view(office, votes.take_step(office, vote, "retest"))
    assert [q.text for q in view.questions] == ["市林业局"]


def test_what_a_grade_brings_becomes_an_opinion_on_the_item(office: Office, meeting: int) -> None:
    """不满意 of 测评-三档: 限期整改并再次测评 within six months."""
    item = agenda.add_item(
        office, meeting, verb="听取", subject="2个部门的报告", objects=["市教育局", "市林业局"]
    )
    vote = votes.draft_evaluation(office, item)
    assert votes.follow_ups(office, vote) == []
    with pytest.raises(Refused, match="没有要列入审议意见"):
        votes.add_follow_ups(office, vote)
    poll(office, vote, ({"q1": ["满意"], "q2": ["不满意"]}, 37))
    (one,) = votes.follow_ups(office, vote)
    assert (one.organ, one.due) == ("市林业局", dt.date(2027, 2, 18))
    assert votes.add_follow_ups(office, vote) == 1
    (kept,) = opinions.opinions(office, item)
    assert kept.text == "对市林业局的测评结果为“不满意”：限期整改并再次测评。"
    assert (kept.organ, kept.due) == (one.organ, one.due)
    assert votes.follow_ups(office, vote) == []
    office.undo()
    assert len(votes.follow_ups(office, vote)) == 1
    other = agenda.add_item(office, meeting, verb="听取", subject="另一报告", objects=["市教育局"])
    rated = votes.draft_evaluation(office, other, card_name="测评-镇海2022")
    poll(office, rated, ({"q1": ["不满意"]}, 37))
    (one,) = votes.follow_ups(office, rated)
    assert (one.text, one.due) == ("对市教育局的测评结果为“不满意”：限期整改。", None)


def test_7_weighted_electorates_want_the_sums_of_each(office: Office, meeting: int) -> None:
    """60 % of the members' mean, 40 % of the deputies': 0.6×96 + 0.4×80 = 89.6, 基本满意."""
    vote = draft(office, meeting, "测评", ["市教育局"], method="汇总", card_name="测评-分类加权")
    view = votes.vote_view(office, vote)
    assert view.electorates == (("常委会", "常委会组成人员"), ("代表", "代表和群众"))
    votes.open_vote(office, vote)
    left = votes.record_sums(
        office, vote, part="常委会", numbers={"issued": 37, "returned": 36, "invalid": 1},
        totals={"q1": {"满意": 28, "基本满意": 7}},
    )  # fmt: skip
    assert left == ("代表和群众",)
    assert votes.vote_view(office, vote).state == "已开票"
    with pytest.raises(Refused, match="没有待确认的计票"):
        certify.certify(office, vote)
    with pytest.raises(Refused, match="不能撤回开票"):
        votes.unopen_vote(office, vote)
    row = {"满意": 40, "基本满意": 20, "不满意": 40, BLANK: 3, INVALID: 2}
    numbers = {"issued": 110, "returned": 105}
    assert votes.record_sums(office, vote, part="代表", numbers=numbers, totals={"q1": row}) == ()
    certify.certify(office, vote)
    found = sealed(office, vote)
    assert found.questions[0].outcome_label == "基本满意"
    assert "加权平均89.60分" in found.questions[0].explanation
    assert certify.seal_intact(office, vote)


@pytest.mark.parametrize(
    ("part", "numbers", "totals", "word"),
    [
        ("群众", {"returned": 10}, {}, "没有“群众”这一类人员"),
        ("代表", {"returned": -1}, {}, "不小于0的整数"),
        ("代表", {"seen": 1}, {}, "不小于0的整数"),
        ("代表", {"issued": 10}, {}, "没有填写收回票数或件数"),
        ("代表", {"issued": 9, "returned": 10}, {}, "多于发出9张"),
        ("代表", {"returned": 10}, {"q1": {"满意": 9}}, "各项合计9，应为10"),
        ("代表", {"returned": 10, "invalid": 1}, {"q1": {"满意": 10}}, "各项合计10，应为9"),
        ("代表", {"returned": 10}, {"q1": {"很好": 10}}, "只限票上的选项"),
        ("代表", {"returned": 10}, {"q1": {"满意": 10}, "q9": {}}, "票上没有的事项"),
    ],
)
def test_sums_that_do_not_add_up_are_not_taken(
    office: Office, meeting: int, part: str, numbers: dict[str, int],
    totals: dict[str, dict[str, int]], word: str,
) -> None:  # fmt: skip
    vote = draft(office, meeting, "测评", ["市教育局"], method="汇总", card_name="测评-分类加权")
    votes.open_vote(office, vote)
    with pytest.raises(Refused) as caught:
        votes.record_sums(office, vote, part=part, numbers=numbers, totals=totals)
    assert word in str(caught.value)
    assert votes.vote_view(office, vote).sums is None


# --- amendments and separate articles before the whole ------------------------------------------


def bill(office: Office, meeting: int) -> int:
    decision = decisions.draft_decision(office, meeting, title="关于某事的决定", body="会议决定。")
    return votes.draft_decision_vote(office, decision)


def by_hands(office: Office, vote: int, for_it: int) -> None:
    votes.open_vote(office, vote)
    count = counting.start_count(office, vote)
    counting.enter_totals(office, count, {YES: for_it, NO: 37 - for_it})
    counting.finish_count(office, count)
    certify.certify(office, vote)


def test_n4_the_bill_waits_for_its_amendments_and_separate_articles(
    office: Office, meeting: int
) -> None:
    """上海议事规则 Art. 38 (修正案先付表决); 立法法 Art. 44 (单独表决)."""
    whole = bill(office, meeting)
    article = votes.draft_before(office, whole, what="单独表决", text="第十五条")
    change = votes.draft_before(office, whole, what="修正案", text="张三等五人关于第三条的修正案")
    view = votes.vote_view(office, whole)
    assert [(b.id, b.what, b.state, b.words) for b in view.before] == [
        (change, "修正案", "拟定", ""),
        (article, "单独表决", "拟定", ""),
    ]
    assert [v.id for v in votes.votes_of(office, meeting)][-1] == whole, "the whole comes last"
    assert votes.vote_view(office, article).whole_id == whole
    with pytest.raises(Refused, match="不能表决全案") as caught:
        votes.open_vote(office, whole)
    assert len(caught.value.problems) == 2
    with pytest.raises(Refused, match="不能单独表决条款"):
        votes.open_vote(office, article)
    by_hands(office, change, 25)
    with pytest.raises(Refused, match="不能表决全案") as caught:
        votes.open_vote(office, whole)
    assert len(caught.value.problems) == 1
    by_hands(office, article, 12)
    votes.open_vote(office, whole)
    opened = votes.vote_view(office, whole)
    assert opened.title == "《关于某事的决定（草案）》的表决（修正后）"
    assert "修正案“张三等五人关于第三条的修正案的表决”通过：按修正后的文本付表决。" in opened.note
    assert "第十五条的单独表决”不予通过：由主任会议决定" in opened.note
    with pytest.raises(Refused, match="不能重新打开"):
        certify.reopen(office, change, "更正")
    votes.unopen_vote(office, whole)
    closed = votes.vote_view(office, whole)
    assert (closed.title, closed.note) == ("《关于某事的决定（草案）》的表决", "")
    certify.reopen(office, change, "更正")


def test_n4_an_amendment_that_fails_leaves_the_text(office: Office, meeting: int) -> None:
    whole = bill(office, meeting)
    votes.edit_vote(office, whole, note="先行说明")
    by_hands(office, votes.draft_before(office, whole, what="修正案", text="修正案一"), 20)
    by_hands(office, votes.draft_before(office, whole, what="单独表决", text="第二条"), 21)
    votes.open_vote(office, whole)
    view = votes.vote_view(office, whole)
    assert "（修正后）" not in view.title
    assert view.note.splitlines() == [
        "修正案“修正案一的表决”不予通过：仍按原文本付表决。",
        "单独表决“第二条的单独表决”通过：该条款列入付表决的文本。",
        "先行说明",
    ]
    votes.unopen_vote(office, whole)
    assert votes.vote_view(office, whole).note == "先行说明"


def test_a_void_amendment_is_voted_again_before_the_bill(office: Office, meeting: int) -> None:
    whole = bill(office, meeting)
    change = votes.draft_before(office, whole, what="修正案", text="修正案一", method="无记名投票")
    votes.open_vote(office, change)
    votes.set_issued(office, change, 30)
    votes.set_returned(office, change, 31)
    with pytest.raises(Refused, match="不能表决全案"):
        votes.open_vote(office, whole)
    again = votes.re_vote(office, change)
    assert [b.id for b in votes.vote_view(office, whole).before] == [again]
    poll(office, again, (yes("q1"), 37))
    votes.open_vote(office, whole)


def test_what_may_come_before_what(office: Office, meeting: int) -> None:
    whole = bill(office, meeting)
    change = votes.draft_before(office, whole, what="修正案", text="修正案一")
    for vote, what, text, word in (
        (whole, "附带意见", "x", "没有“附带意见”"),
        (whole, "修正案", " ", "名称没有填写"),
        (change, "修正案", "x", "不能附带修正案"),
        (draft(office, meeting, "测评", []), "修正案", "x", "不能附带修正案"),
    ):
        with pytest.raises(Refused, match=word):
            votes.draft_before(office, vote, what=what, text=text)
    with pytest.raises(Refused, match="附有先付表决的事项，没有删除"):
        votes.delete_vote(office, whole)
    votes.delete_vote(office, change)
    assert votes.vote_view(office, whole).before == ()
    office.undo()
    assert [b.id for b in votes.vote_view(office, whole).before] == [change]
    votes.delete_vote(office, change)
    votes.delete_vote(office, whole)


# --- what stands on the sheet -------------------------------------------------------------------


def test_names_are_pasted_a_line_each(office: Office, small_congress: int) -> None:
    vote = draft(office, small_congress, "选举", [], seats=2)
    assert votes.add_questions(office, vote, "1. 张　三\n\n2、李四\t工程师\n王小明｜教师\n") == 3
    view = votes.vote_view(office, vote)
    assert [(q.text, q.detail) for q in view.questions] == [
        ("张三", ""), ("李四", "工程师"), ("王小明", "教师"),
    ]  # fmt: skip
    office.undo()
    assert votes.vote_view(office, vote).questions == ()
    with pytest.raises(Refused, match="没有可以加入的事项"):
        votes.add_questions(office, vote, " \n")
    votes.add_questions(office, vote, "新建 2.5 公里的道路")
    assert votes.vote_view(office, vote).questions[0].text == "新建 2.5 公里的道路"


def test_candidates_come_from_motions_the_roster_and_units(office: Office, meeting: int) -> None:
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    entry = appointments.add_entry(office, motion, verb="任命", name="张三", post="示例市某局局长")
    unit = roster.add_unit(office, name="示例市林业局", short_name="市林业局")
    vote = draft(office, meeting, "选举", ["委员05"], seats=1)
    found = votes.offered(office, vote)
    assert (found[0].what, found[0].text, found[0].detail) == (
        "任免案", "张三", "任命为示例市某局局长",
    )  # fmt: skip
    assert sum(o.what == "名册" for o in found) == 40, "who stands on the sheet is not offered"
    assert (found[-1].what, found[-1].id) == ("单位", unit)
    member = next(o for o in found if o.text == "委员07")
    picked = [member.key, f"任免案{entry}", f"单位{unit}", f"单位{unit}"]
    assert votes.add_offered(office, vote, picked) == 3
    view = votes.vote_view(office, vote)
    assert [q.text for q in view.questions] == ["委员05", "委员07", "张三", "市林业局"]
    assert (view.questions[2].entry_id, view.questions[3].unit_id) == (entry, unit)
    for wrong in ([], [f"任免案{entry}"]):
        with pytest.raises(Refused, match="没有选定"):
            votes.add_offered(office, vote, wrong)


def test_several_things_are_asked_of_each_object(office: Office, meeting: int) -> None:
    unit = roster.add_unit(office, name="示例市林业局", short_name="市林业局")
    vote = draft(office, meeting, "测评", [])
    with pytest.raises(Refused, match="还没有测评对象"):
        votes.ask_in_parts(office, vote, ["德", "能"])
    votes.add_question(office, vote, text="市林业局", unit_id=unit)
    votes.add_question(office, vote, text="市教育局")
    with pytest.raises(Refused, match="至少写两项"):
        votes.ask_in_parts(office, vote, ["德", " "])
    assert votes.ask_in_parts(office, vote, ["德", "能"]) == 4
    assert votes.ask_in_parts(office, vote, ["德", "能", "勤"]) == 6
    view = votes.vote_view(office, vote)
    assert [(q.text, q.detail) for q in view.questions][:4] == [
        ("市林业局", "德"), ("市林业局", "能"), ("市林业局", "勤"), ("市教育局", "德"),
    ]  # fmt: skip
    assert [q.unit_id for q in view.questions] == [unit] * 3 + [None] * 3
    other = draft(office, meeting, "表决", ["甲"])
    with pytest.raises(Refused, match="只有测评"):
        votes.ask_in_parts(office, other, ["德", "能"])
    marks = {q.key: ["满意"] for q in view.questions}
    result = poll(office, vote, (marks, 37))
    assert len(result.questions) == 6


def test_v6_judges_are_assessed_on_ballots_cast(office: Office, meeting: int) -> None:
    """津市 2022: 满意＋基本满意 more than 2/3; 20 of 30 fail, 21 of 30 pass."""
    for good, state in ((20, State.FAILED), (21, State.PASSED)):
        vote = draft(office, meeting, "测评", ["某法官"], card_name="测评-津市2022")
        result = poll(
            office, vote, ({"q1": ["满意"]}, 10), ({"q1": ["基本满意"]}, good - 10),
            ({"q1": ["不满意"]}, 30 - good),
        )  # fmt: skip
        assert result.state is state


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


def test_a_written_name_tied_for_the_last_seat_stands_on_the_next_ballot(
    office: Office, small_congress: int
) -> None:
    vote = draft(office, small_congress, "选举", ["张三", "李四", "王五"], seats=2)
    other = written_key("赵六")
    result = poll(
        office, vote,
        (yes("q1", "q2"), 6),
        ({"q2": [YES], other: [YES], "q1": [NO]}, 6),
        ({"q1": [YES], other: [YES], "q3": [NO]}, 1),
    )  # fmt: skip
    assert (result.state, set(result.tied)) == (State.TIE, {"q1", other})
    view = votes.vote_view(office, votes.re_vote(office, vote))
    assert [q.text for q in view.questions] == ["张三", "赵六"]


def edit_frozen(office: Office, vote: int, change: Callable[[dict[str, Any]], Any]) -> None:
    """Let an opened vote run under a card that this office might have written itself."""
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        assert row.card is not None
        card = copy.deepcopy(row.card)
        change(card["outcomes"][-1])
        row.card = card
        session.commit()


def test_a_second_round_without_a_time_limit_is_held_at_once(office: Office, meeting: int) -> None:
    rows = {"q1": {"满意": 9, "不满意": 1}}
    vote = draft(office, meeting, "测评", ["代表建议"], method="汇总")
    votes.open_vote(office, vote)
    edit_frozen(office, vote, lambda last: last.pop("consequence"))
    votes.record_sums(office, vote, totals=rows, numbers={"items": 10})
    certify.certify(office, vote)
    (step,) = votes.next_steps(office, vote)
    assert (step.key, step.label, step.lacking) == ("second", "再次测评", "")
    view = votes.vote_view(office, votes.take_step(office, vote, "second"))
    assert (view.meeting_id, view.relation) == (meeting, "再次测评")
    other = draft(office, meeting, "测评", ["代表建议"], method="汇总")
    votes.open_vote(office, other)
    edit_frozen(office, other, lambda last: last["consequence"].pop("months"))
    votes.record_sums(office, other, totals=rows, numbers={"items": 10})
    certify.certify(office, other)
    (step,) = votes.next_steps(office, other)
    assert step.why == "代表建议：挂号督办，再次测评。"


def test_items_are_no_base_for_ballots(office: Office, meeting: int) -> None:
    """An office's own card may name any base; 件数 is known only where sums are taken over."""
    card = replace(card_named("测评-三档"), rates=(Rate("满意率", ("满意",), Base.ITEMS),))
    vote = draft(office, meeting, "测评", ["市教育局"])
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        with pytest.raises(Refused, match="按件数计算"):
            check_bases(card, row)


def test_a_base_of_seats_wants_the_seats(office: Office, small_congress: int) -> None:
    """The congress's term has no 编制名额; an own card measured on it cannot be opened."""
    card = replace(card_named("测评-三档"), rates=(Rate("满意率", ("满意",), Base.SEATS),))
    vote = draft(office, small_congress, "测评", ["市教育局"])
    assert votes.vote_view(office, vote).unreturned is None
    with office.desk.session() as session:
        row = session.get(Vote, vote)
        assert row is not None
        with pytest.raises(Refused, match="编制名额没有登记"):
            check_bases(card, row)


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
