"""Seats filled by votes, each result whole: who is in, who is tied, and every word said of it."""

from __future__ import annotations

from typing import Any

import pytest

from meetingdesk.rules.cards import Base, Card
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import NextRound, QuestionResult, Result, State
from tests.rules.votekit import THRESHOLD, ask, card

ARTICLE = "（《地方组织法》第二十九条）"
HALF_OF_ALL = {**THRESHOLD, "base": "全体代表"}


def bar(**changes: Any) -> dict[str, Any]:
    return {"choice": "赞成", **HALF_OF_ALL, "choose_at_most": 9, **changes}


def elect(c: Card, votes: list[int], seats: int | None = None, whole: int = 20) -> Result:
    rest = dict.fromkeys(c.keys[1:], 0)
    rows = {
        f"q{i}": QuestionTally({"赞成": n, **rest}, blank=whole - n) for i, n in enumerate(votes, 1)
    }
    numbers = Numbers(deputies=20, present=whole, issued=whole, returned=whole)
    return decide(VoteInput(c, ask(len(votes)), Count(numbers, totals=rows), seats=seats))


def figures(q: QuestionResult) -> tuple[Any, ...]:
    return q.state, q.outcome_key, q.outcome_label, q.base, q.base_count, q.need, q.have, q.short


def test_elected_tied_and_lacking_each_carry_their_figures_and_say_why() -> None:
    result = elect(card("选举-差额", selection=bar()), [15, 13, 13, 10], 2)
    first, second, third, last = result.questions
    base = (Base.DEPUTIES, 20, 11)
    assert figures(first) == (State.PASSED, "elected", "当选", *base, 15, 0)
    assert figures(second) == (State.TIE, "tied", "票数相等，未定", *base, 13, 0)
    assert figures(third) == figures(second)
    assert figures(last) == (State.FAILED, "not_elected", "未当选", *base, 10, 1)
    said = "全体代表20人，过半数为11票；赞成{}票，{}" + ARTICLE
    assert [q.explanation for q in result.questions] == [
        said.format(15, "已过半数，当选"),
        said.format(13, "已过半数，票数相等，未定"),
        said.format(13, "已过半数，票数相等，未定"),
        said.format(10, "未过半数，差1票，未当选"),
    ]
    assert [q.rank for q in result.questions] == [1, 2, 2, 4]
    assert (result.state, result.seats, result.vacancies) == (State.TIE, 2, 0)
    assert (result.elected, result.tied) == (("q1",), ("q2", "q3"))
    assert result.next_round == NextRound(("q2", "q3"), 1, "末位票数相等，就票数相等的再次投票")
    assert result.conclusion == (
        "应选2名，当选1名：第1项；第2项、第3项票数相等，尚余1名未定，就票数相等的再次投票"
    )


def test_more_over_the_bar_than_seats() -> None:
    result = elect(card("选举-差额", selection=bar()), [15, 12, 14], 2)
    assert result.elected == ("q1", "q3")
    assert figures(result.questions[1]) == (
        State.FAILED, "not_elected", "未当选", Base.DEPUTIES, 20, 11, 12, 0,
    )  # fmt: skip
    assert result.questions[1].explanation == (
        f"全体代表20人，过半数为11票；赞成12票，已过半数，但得票不在应选名额之内，未当选{ARTICLE}"
    )
    assert (result.state, result.next_round, result.seats) == (State.PASSED, None, 2)
    assert result.conclusion == "应选2名，当选2名：第1项、第3项"


def test_too_few_over_the_bar_say_how_many_are_lacking_and_who_stands_again() -> None:
    result = elect(card("选举-差额", selection=bar()), [9, 15, 10], 2)
    assert (result.state, result.vacancies, result.elected) == (State.SHORTAGE, 1, ("q2",))
    assert result.next_round == NextRound(("q3", "q1"), 1, "不足的名额另行投票")
    assert result.conclusion == "应选2名，当选1名：第2项；尚缺1名，不足的名额另行投票"


def test_without_a_bar_one_vote_is_enough_and_none_is_not() -> None:
    c = card("选举-票数相等再次投票")
    result = elect(c, [1, 0], 2)
    assert (result.elected, result.state, result.vacancies) == (("q1",), State.SHORTAGE, 1)
    assert figures(result.questions[0]) == (
        State.PASSED, "elected", "当选", None, None, None, 1, 0,
    )  # fmt: skip
    assert figures(result.questions[1]) == (
        State.FAILED, "not_elected", "未当选", None, None, None, 0, 0,
    )  # fmt: skip
    assert [q.explanation for q in result.questions] == [
        f"赞成1票，当选{ARTICLE}",
        f"赞成0票，未当选{ARTICLE}",
    ]


@pytest.mark.parametrize(("returned", "elected"), [(1, ("q1",)), (0, ())])
def test_a_base_of_one_elects_and_a_base_of_nothing_does_not(
    returned: int, elected: tuple[str, ...]
) -> None:
    c = card("选举-差额", selection=bar(op=">=", fraction="0", base="收回"))
    rows = {"q1": QuestionTally({"赞成": returned, "反对": 0, "弃权": 0})}
    numbers = Numbers(deputies=20, present=20, issued=20, returned=returned)
    assert decide(VoteInput(c, ask(1), Count(numbers, totals=rows), seats=1)).elected == elected


def test_projects_are_taken_in_not_elected() -> None:
    c = card("票决-民生实事", selection=bar(seats=1))
    result = elect(c, [12, 5])
    assert [q.outcome_label for q in result.questions] == ["入选", "未入选"]
    assert result.conclusion == "应选1项，入选1项：第1项"


def test_a_ceiling_on_votes_never_speaks_of_missing_votes() -> None:
    result = elect(card("选举-差额", selection=bar(op="<=")), [11, 10], 1)
    assert [q.short for q in result.questions] == [1, 0]
    assert result.questions[0].explanation == (
        f"全体代表20人，不超过半数为至多10票；赞成11票，已超过半数，未当选{ARTICLE}"
    )


@pytest.mark.parametrize(
    ("ties", "elected", "tied", "again"),
    [
        ("revote", ("q1",), ("q2", "q3", "q4"), ("q2", "q3", "q4")),
        ("organ_decides", ("q1",), ("q2", "q3", "q4"), None),
        ("ballot_order", ("q1", "q2", "q3"), (), None),
        ("all_in", ("q1", "q2", "q3", "q4"), (), None),
    ],
)
def test_three_tied_for_two_seats(
    ties: str, elected: tuple[str, ...], tied: tuple[str, ...], again: tuple[str, ...] | None
) -> None:
    result = elect(card("选举-差额", selection=bar(ties=ties)), [15, 12, 12, 12, 3], 3)
    assert (result.elected, result.tied, result.vacancies) == (elected, tied, 0)
    assert (result.next_round and result.next_round.questions) == again
    assert result.next_round is None or result.next_round.seats == 2
