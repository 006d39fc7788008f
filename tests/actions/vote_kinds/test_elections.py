"""Elections and 票决: seats, ties, shortages, written names; a void vote is held again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    certify,
    counting,
    roster,
    votes,
)
from meetingdesk.actions.write_ins import name_hints, written_key
from meetingdesk.errors import BadInput, Refused
from meetingdesk.records.votes import Vote
from meetingdesk.rules.results import State
from tests.actions.kindkit import (
    ABSTAIN,
    NO,
    YES,
    draft,
    poll,
    yes,
)

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

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
