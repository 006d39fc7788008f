"""What must hold of every vote, tried on many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.rules.decide import Count, Numbers, Question, VoteInput, decide
from meetingdesk.rules.results import State
from meetingdesk.rules.seal import digest
from meetingdesk.rules.tally import Pattern, gather, pattern, tally, valid
from tests.rules.votekit import ask, card

NAMES = [
    "表决-全体过半数",
    "任免-逐人",
    "测评-镇海2022",
    "测评-深圳2011",
    "测评-作风计分",
    "测评-比率三档",
]
CARDS = {name: card(name) for name in NAMES}
HARD = {"double": "invalid_ballot", "illegible": "invalid_ballot", "blank": "invalid"}
CARDS["严"] = card("表决-全体过半数", ballot=HARD)
ELECTION = card("选举-差额")


@st.composite
def piles(draw: st.DrawFn) -> tuple[str, list[dict[str, list[str]]], int]:
    name = draw(st.sampled_from(sorted(CARDS)))
    questions = draw(st.integers(1, 4))
    marks = st.lists(st.sampled_from([*CARDS[name].keys, "?"]), max_size=2)
    ballot = st.dictionaries(st.sampled_from([f"q{i}" for i in range(1, questions + 1)]), marks)
    return name, draw(st.lists(ballot, min_size=1, max_size=40)), questions


def vote(name: str, patterns: dict[Pattern, int], questions: int) -> VoteInput:
    sheets = sum(patterns.values())
    numbers = Numbers(members=50, present=max(sheets, 26), issued=sheets, returned=sheets)
    return VoteInput(CARDS[name], ask(questions), Count(numbers, patterns))


@given(piles())
def test_sums_always_reconcile(pile: tuple[str, list[Any], int]) -> None:
    name, ballots, questions = pile
    found = tally(CARDS[name], ask(questions), gather(ballots))
    assert found.returned == len(ballots)
    assert sum(found.reasons.values()) == found.invalid_ballots
    for row in found.questions.values():
        assert row.total + found.invalid_ballots == len(ballots)
        assert 0 <= valid(CARDS[name], row) <= len(ballots)
    result = decide(vote(name, gather(ballots), questions))
    assert not [c for c in result.problems if c.key in ("row_sum", "sheets_entered")]


@given(piles(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(pile: tuple[str, list[Any], int], luck: Any) -> None:
    name, ballots, questions = pile
    shuffled = list(ballots)
    luck.shuffle(shuffled)
    one, two = (vote(name, gather(b), questions) for b in (ballots, shuffled))
    assert decide(one) == decide(two)
    assert digest(one.to_dict()) == digest(two.to_dict())


@given(piles(), st.randoms(use_true_random=False))
def test_relabelling_questions_permutes_the_results(
    pile: tuple[str, list[Any], int], luck: Any
) -> None:
    name, ballots, questions = pile
    old = [q.key for q in ask(questions)]
    new = list(old)
    luck.shuffle(new)
    names = dict(zip(old, new, strict=True))
    moved = [{names[key]: marks for key, marks in ballot.items()} for ballot in ballots]
    before = decide(vote(name, gather(ballots), questions))
    after = decide(vote(name, gather(moved), questions))
    for key in old:
        one, two = before.question(key), after.question(names[key])
        assert replace(one, key="", label="") == replace(two, key="", label="")


@given(
    st.integers(0, 41), st.integers(0, 41), st.integers(0, 41), st.sampled_from(["赞成", "反对"])
)
def test_adding_a_vote_in_favour_never_turns_passed_into_failed(
    yes: int, no: int, abstain: int, turned: str
) -> None:
    piles = {"赞成": yes, "反对": no, "弃权": abstain}
    patterns = {pattern({"q1": [key]}): n for key, n in piles.items() if n}
    more = dict(patterns)
    favour, other = pattern({"q1": ["赞成"]}), pattern({"q1": [turned]})
    if turned == "反对" and no:
        more[other] -= 1
        more = {k: v for k, v in more.items() if v}
    more[favour] = more.get(favour, 0) + 1

    def state(votes: dict[Pattern, int], **rule: str) -> State:
        sheets = sum(votes.values())
        c = (
            card("程序-到会过半数", quorum=None)
            if not rule
            else card("表决-全体过半数", outcomes=outcomes(**rule))
        )
        numbers = Numbers(members=130, present=124, issued=sheets, returned=sheets)
        if not rule:
            numbers = Numbers(present=124)
        return decide(VoteInput(c, ask(1), Count(numbers, votes))).state

    for base in ("全体组成人员", "收回", "有效", ""):
        rule = {"base": base} if base else {}
        if patterns and state(patterns, **rule) is State.PASSED:
            assert state(more, **rule) is State.PASSED


def outcomes(base: str) -> list[dict[str, Any]]:
    return [
        {
            "key": "p",
            "label": "通过",
            "choices": ["赞成"],
            "op": ">",
            "fraction": "2/3",
            "base": base,
            "passed": True,
        },
        {"key": "f", "label": "不予通过", "else": True, "passed": False},
    ]


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[dict[str, list[str]]], int, int]:
    candidates = draw(st.integers(1, 6))
    seats = draw(st.integers(1, candidates))
    marks = st.sampled_from(["赞成", "反对", "弃权"]).map(lambda mark: [mark])
    ballot = st.dictionaries(st.sampled_from([f"q{i}" for i in range(1, candidates + 1)]), marks)
    return draw(st.lists(ballot, min_size=1, max_size=30)), candidates, seats


def election(ballots: list[dict[str, list[str]]], candidates: int, seats: int) -> VoteInput:
    sheets = len(ballots)
    numbers = Numbers(deputies=sheets, present=sheets, issued=sheets, returned=sheets)
    return VoteInput(ELECTION, ask(candidates), Count(numbers, gather(ballots)), seats=seats)


@given(elections())
def test_seats_votes_and_vacancies_add_up(drawn: tuple[list[Any], int, int]) -> None:
    ballots, _, seats = drawn
    result = decide(election(*drawn))
    assert result.vacancies is not None
    won = [result.question(key) for key in result.elected]
    lost = [q for q in result.questions if q.key not in result.elected]
    assert len(won) <= seats
    assert all(2 * (q.have or 0) > len(ballots) for q in won)
    floor = min((q.have or 0 for q in won), default=len(ballots))
    assert all((q.have or 0) < floor for q in lost) or not won
    if result.tied:
        assert result.state is State.TIE
        assert len(won) + len(result.tied) > seats
        assert len({result.question(key).have for key in result.tied}) == 1
    else:
        assert len(won) + result.vacancies == seats


@given(elections(), st.randoms(use_true_random=False))
def test_elections_do_not_depend_on_the_order_of_the_ballot(
    drawn: tuple[list[Any], int, int], luck: Any
) -> None:
    vote = election(*drawn)
    mixed: list[Question] = list(vote.questions)
    luck.shuffle(mixed)
    one, two = decide(vote), decide(replace(vote, questions=tuple(mixed)))
    assert (set(one.elected), set(one.tied), one.state) == (
        set(two.elected),
        set(two.tied),
        two.state,
    )


@pytest.mark.slow
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(piles())
def test_sums_reconcile_many_times_over(pile: tuple[str, list[Any], int]) -> None:
    name, ballots, questions = pile
    found = tally(CARDS[name], ask(questions), gather(ballots))
    for row in found.questions.values():
        assert row.total + found.invalid_ballots == len(ballots)
