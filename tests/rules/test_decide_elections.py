"""票决 and elections as the sources work them (law notes §6); each test names its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meetingdesk.rules.decide import Count, Numbers, Question, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Result, State
from meetingdesk.rules.tally import pattern
from tests.rules.votekit import THRESHOLD, ask, by_totals, card, totals

if TYPE_CHECKING:
    from meetingdesk.rules.cards import Card

DECISION = "表决-全体过半数"
FULL: dict[str, Any] = {"members": 41, "present": 37, "issued": 37, "returned": 37}
ZHENHAI = [
    (28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0),
]  # fmt: skip


def failed(result: Result) -> set[str]:
    return {c.key for c in result.problems}


# §6 choosing

CONGRESS: dict[str, Any] = {"deputies": 439, "present": 370, "issued": 370, "returned": 370}


def choose(c: Card, votes: list[int], more: dict[str, Any] | None = None, **n: Any) -> Result:
    whole = n["returned"]
    if len(c.keys) == 1:
        rows = {
            f"q{i}": QuestionTally({"赞成": v}, blank=whole - v) for i, v in enumerate(votes, 1)
        }
    else:
        rows = {
            f"q{i}": QuestionTally({"赞成": v, "反对": whole - v, "弃权": 0})
            for i, v in enumerate(votes, 1)
        }
    vote = VoteInput(c, ask(len(votes)), Count(Numbers(**n), totals=rows), **(more or {}))
    return decide(vote)


def test_6_2_anyang_2018_quorum_of_439_is_293() -> None:
    c = card("决议-代表大会")
    result = by_totals(c, (300, 60, 10), **CONGRESS)
    assert "全体代表439人，三分之二以上（含本数）为293人；到会370人，达到法定人数" in [
        x.text for x in result.checks
    ]
    assert result.question("q1").need == 220
    few: dict[str, Any] = {"deputies": 439, "present": 292, "issued": 292, "returned": 292}
    assert by_totals(c, (292, 0, 0), **few).state is State.VOID
    enough: dict[str, Any] = {"deputies": 439, "present": 293, "issued": 293, "returned": 293}
    assert by_totals(c, (293, 0, 0), **enough).state is State.PASSED


def test_6_1_ten_of_twelve_by_votes() -> None:
    votes = [300, 290, 280, 270, 260, 250, 240, 230, 225, 222, 221, 100]
    result = choose(card("票决-民生实事"), votes, **CONGRESS)
    assert result.state is State.PASSED
    assert result.elected == tuple(f"q{i}" for i in range(1, 11))
    assert result.conclusion.startswith("应选10项，入选10项：第1项、第2项")
    assert "已过半数，但得票不在应选名额之内，未入选" in result.question("q11").explanation
    assert "差120票，未入选" in result.question("q12").explanation
    assert [q.rank for q in result.questions] == list(range(1, 13))


TIED = [300, 290, 280, 270, 260, 250, 240, 230, 225, 222, 222, 222]


def rule(**changes: Any) -> dict[str, Any]:
    base = {**THRESHOLD, "base": "全体代表"}
    return {"choice": "赞成", **base, "seats": 10, **changes}


def test_6_1_tie_at_the_cut_is_voted_again_among_the_tied() -> None:
    result = choose(card("票决-民生实事"), TIED, **CONGRESS)
    assert result.state is State.TIE
    assert result.tied == ("q10", "q11", "q12")
    assert len(result.elected) == 9
    assert result.vacancies == 0
    assert result.next_round is not None
    assert (result.next_round.questions, result.next_round.seats) == (result.tied, 1)
    assert result.question("q11").state is State.TIE
    assert "尚余1项未定，就票数相等的再次投票" in result.conclusion


@pytest.mark.parametrize(
    ("policy", "state", "count"),
    [
        ("ballot_order", State.PASSED, 10),
        ("all_in", State.PASSED, 12),
        ("organ_decides", State.TIE, 9),
    ],
)
def test_6_1_other_tie_policies(policy: str, state: State, count: int) -> None:
    result = choose(card("票决-民生实事", selection=rule(ties=policy)), TIED, **CONGRESS)
    assert (result.state, len(result.elected)) == (state, count)
    assert result.next_round is None
    assert result.elected[:9] == tuple(f"q{i}" for i in range(1, 10))


def test_6_1_too_few_over_half_is_a_shortage() -> None:
    votes = [300, 290, 280, 270, 260, 250, 240, 230, 219, 219, 100, 90]
    result = choose(card("票决-民生实事"), votes, **CONGRESS)
    assert (result.state, result.vacancies) == (State.SHORTAGE, 2)
    assert result.next_round is not None
    assert result.next_round.questions == ("q9", "q10", "q11", "q12")
    assert result.next_round.seats == 2
    assert result.conclusion.endswith("尚缺2项，不足的名额另行投票")
    vacant = card("票决-民生实事", selection=rule(shortage="leave_vacant"))
    assert choose(vacant, votes, **CONGRESS).next_round is None


def test_6_2_election_with_one_more_candidate_than_seats() -> None:
    c = card("选举-差额")
    result = choose(c, [350, 310, 221, 225], {"seats": 3}, **CONGRESS)
    assert result.elected == ("q1", "q2", "q4")
    assert result.question("q3").explanation == (
        "全体代表439人，过半数为220票；赞成221票，已过半数，但得票不在应选名额之内，未当选"
        "（《地方组织法》第二十九条）"
    )
    assert result.conclusion == "应选3名，当选3名：第1项、第2项、第4项"
    assert [q.outcome_key for q in result.questions] == [
        "elected", "elected", "not_elected", "elected",
    ]  # fmt: skip
    assert "各项赞成合计1106票，不多于有效票370张、每张至多3个所能有的1110票" in [
        x.text for x in result.checks
    ]


def test_6_2_single_candidate_not_over_half() -> None:
    result = choose(card("选举-等额"), [219], {"seats": 1}, **CONGRESS)
    assert (result.state, result.elected, result.next_round) == (State.SHORTAGE, (), None)
    assert result.conclusion == "应选1名，当选0名；尚缺1名，不足的名额由会议主持机构决定如何处理"


def test_6_2_second_vote_among_the_tied_goes_by_most_votes() -> None:
    c = card("选举-票数相等再次投票")
    result = choose(c, [150, 200, 0], {"seats": 1, "round": 2}, **CONGRESS)
    assert result.elected == ("q2",)
    assert result.question("q1").explanation == "赞成150票，未当选（《地方组织法》第二十九条）"
    assert result.question("q1").need is None
    none = choose(c, [0, 0], {"seats": 1}, **CONGRESS)
    assert none.state is State.SHORTAGE


def test_an_election_without_seats_is_not_decided() -> None:
    result = choose(card("选举-差额"), [300], **CONGRESS)
    assert (result.state, result.problems[-1].key) == (State.UNDECIDED, "seats")


def test_1_3_totals_may_not_hold_more_votes_than_the_ballots_could() -> None:
    """Ballots × seats bounds the votes in favour (选举法 Art.44, seen from the sums)."""
    c = card("选举-差额")
    full = choose(c, [370, 370, 0], {"seats": 2}, **CONGRESS)
    assert full.state is State.PASSED
    over = choose(c, [370, 370, 1], {"seats": 2}, **CONGRESS)
    assert (over.state, failed(over)) == (State.UNDECIDED, {"choice_limit"})
    assert over.conclusion.endswith("各项赞成合计741票，多于有效票370张、每张至多2个所能有的740票")


def test_an_electorate_the_card_does_not_know_is_named() -> None:
    c = card("表决-全体过半数")
    count = Count(Numbers(**FULL), totals=totals(c, (37, 0, 0)))
    result = decide(VoteInput(c, ask(1), count, {"群众": count}))
    assert failed(result) == {"unknown_part"}


def test_a_written_name_can_win() -> None:
    c = card("选举-差额")
    questions = (Question("q1", "王某"), Question("q2", "李某", write_in=True))
    votes = {
        pattern({"q1": ["反对"], "q2": ["赞成"]}): 230,
        pattern({"q1": ["赞成"]}): 139,
        pattern({"q1": ["弃权"], "q2": ["赞成"]}): 1,
    }
    result = decide(VoteInput(c, questions, Count(Numbers(**CONGRESS), votes), seats=1))
    assert result.elected == ("q2",)
    assert result.question("q2").have == 230


def test_an_election_on_valid_votes_of_which_there_are_none() -> None:
    c = card("选举-差额", selection=rule(base="有效", seats=1))
    rows = {"q1": QuestionTally({"赞成": 0, "反对": 0, "弃权": 0}, invalid=370)}
    result = decide(VoteInput(c, ask(1), Count(Numbers(**CONGRESS), totals=rows)))
    assert (result.state, result.vacancies) == (State.SHORTAGE, 1)


def test_a_ceiling_on_votes_never_speaks_of_missing_votes() -> None:
    c = card("选举-差额", selection=rule(op="<=", seats=1))
    result = choose(c, [260, 100], **CONGRESS)
    assert result.elected == ("q2",)
    assert "差" not in result.question("q1").explanation


def test_the_result_freezes_the_rule_and_finds_its_questions() -> None:
    result = by_totals(
        card("测评-三档"), (20, 8, 1), members=33, present=29, issued=29, returned=29
    )
    assert result.guess
    assert result.rule_text.startswith("满意度测评（三档")
    assert (result.card_id, result.card_version) == ("测评-三档", "draft-1")
    assert result.numbers == {
        "members": 33, "present": 29, "issued": 29, "returned": 29, "invalid": 0
    }  # fmt: skip
    with pytest.raises(KeyError):
        result.question("q9")
