"""What must hold of every vote: tried on a hundred each time, on ten thousand in the slow run."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.countcolumns import count_columns
from meetingdesk.rules.decide import Count, Numbers, Question, VoteInput, decide
from meetingdesk.rules.results import State
from meetingdesk.rules.seal import digest
from meetingdesk.rules.tally import Pattern, gather, merge, pattern, tally, valid
from tests.rules.votekit import THRESHOLD, ask, card, plain_card, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meetingdesk.rules.cards import Card
    from meetingdesk.rules.results import Result

FEW = settings(max_examples=100)
MANY = settings(
    max_examples=10_000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)

HARD = {"double": "invalid_ballot", "illegible": "invalid_ballot", "blank": "invalid"}
NAMES = [
    "表决-全体过半数",
    "任免-逐人",
    "测评-镇海2022",
    "测评-深圳2011",
    "测评-作风计分",
    "测评-比率三档",
]
CARDS = {name: card(name) for name in NAMES} | {"严": card("表决-全体过半数", ballot=HARD)}
ELECTION = card("选举-差额")
Ballot = dict[str, list[str]]
Pile = tuple[str, list[tuple[Ballot, int]], int, int]


@st.composite
def piles(draw: st.DrawFn) -> Pile:
    """A card, unlike ballots with how many there are of each, the questions, and a shuffle.

    A ballot is one number, read digit by digit: blank, a choice, unreadable, or two choices.
    """
    name = draw(st.sampled_from(sorted(CARDS)))
    keys = CARDS[name].keys
    marks: list[list[str]] = [[], *([key] for key in keys), ["?"], list(keys[:2])]
    questions = draw(st.integers(1, 4))
    sheets = st.tuples(st.integers(0, len(marks) ** questions - 1), st.integers(1, 12))
    ballots = []
    for number, copies in draw(st.lists(sheets, min_size=1, max_size=6)):
        digits = [number // len(marks) ** place % len(marks) for place in range(questions)]
        ballots.append(({f"q{i}": marks[d] for i, d in enumerate(digits, 1)}, copies))
    return name, ballots, questions, draw(st.integers(0, 10**6))


def spread(ballots: list[tuple[Ballot, int]]) -> list[Ballot]:
    return [ballot for ballot, copies in ballots for _ in range(copies)]


def vote(name: str, ballots: list[Ballot], questions: int) -> VoteInput:
    sheets = len(ballots)
    numbers = Numbers(members=80, present=max(sheets, 41), issued=sheets, returned=sheets)
    return VoteInput(CARDS[name], ask(questions), Count(numbers, gather(ballots)))


# sums always reconcile


def sums_reconcile(pile: Pile) -> None:
    name, drawn, questions, _ = pile
    ballots, rule = spread(drawn), CARDS[name]
    found = tally(rule, ask(questions), gather(ballots))
    assert found.returned == len(ballots)
    assert sum(found.reasons.values()) == found.invalid_ballots
    for row in found.questions.values():
        assert row.total + found.invalid_ballots == len(ballots)
        assert 0 <= valid(rule, row) <= len(ballots)
    result = decide(vote(name, ballots, questions))
    assert not [c for c in result.problems if c.key in ("row_sum", "sheets_entered")]
    for q in result.questions:
        assert sum(q.counts.values()) <= len(ballots)
        assert q.valid + q.invalid_ballots <= len(ballots)
    if result.state is not State.VOID:
        columns = count_columns(rule, result, [q.key for q in result.questions])
        for q in result.questions:
            assert sum(column.votes[q.key] for column in columns) == len(ballots)


@FEW
@given(piles())
def test_sums_always_reconcile(pile: Pile) -> None:
    sums_reconcile(pile)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@MANY
@given(piles())
def test_sums_always_reconcile_ten_thousand_times(pile: Pile) -> None:
    sums_reconcile(pile)


# the order of the ballots never matters, nor into how many bundles they are put


def order_is_nothing(pile: Pile) -> None:
    name, drawn, questions, luck = pile
    ballots = spread(drawn)
    mixed = random.Random(luck).sample(ballots, len(ballots))
    one, two = (vote(name, b, questions) for b in (ballots, mixed))
    assert decide(one) == decide(two)
    assert digest(one.to_dict()) == digest(two.to_dict())
    cut = luck % (len(mixed) + 1)
    assert merge(gather(mixed[:cut]), gather(mixed[cut:])) == gather(ballots)


@FEW
@given(piles())
def test_the_order_of_ballots_never_matters(pile: Pile) -> None:
    order_is_nothing(pile)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@MANY
@given(piles())
def test_the_order_of_ballots_never_matters_ten_thousand_times(pile: Pile) -> None:
    order_is_nothing(pile)


# other names for the questions, or another order of them, permute the results


def names_are_nothing(pile: Pile) -> None:
    name, drawn, questions, luck = pile
    ballots = spread(drawn)
    old = [q.key for q in ask(questions)]
    names = dict(zip(old, random.Random(luck).sample(old, len(old)), strict=True))
    moved = [{names[key]: marks for key, marks in ballot.items()} for ballot in ballots]
    before, after = (decide(vote(name, b, questions)) for b in (ballots, moved))
    turned = decide(replace(vote(name, ballots, questions), questions=ask(questions)[::-1]))
    for key in old:
        one, two = before.question(key), after.question(names[key])
        assert replace(one, key="", label="") == replace(two, key="", label="")
        assert turned.question(key) == one


@FEW
@given(piles())
def test_relabelling_questions_permutes_the_results(pile: Pile) -> None:
    names_are_nothing(pile)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@MANY
@given(piles())
def test_relabelling_questions_permutes_the_results_ten_thousand_times(pile: Pile) -> None:
    names_are_nothing(pile)


# one ballot more in favour never makes it worse

# Held of every shipped card that decides by thresholds, and of invented ones on every base. It
# does not hold of 无异议, which has nothing in favour to mark (its one choice is the objection),
# and cannot hold of a card that passes on *few* votes for its first choice. More ballots than
# were issued void the vote whatever they say, so the sheets here leave room for one more.
GRADED = {
    name: c
    for name, c in shipped().items()
    if c.outcomes and not c.electorates and c.ballot.medium is not Medium.ACCLAMATION
}
BASES = ["全体组成人员", "编制名额", "到会", "发出", "收回", "有效", "有效不含不了解", "全体代表"]


def invented(base: str, op: str, fraction: str) -> Card:
    line = {"op": op, "fraction": fraction, "base": base}
    outcomes = [
        {"key": "p", "label": "通过", "choices": ["赞成"], "passed": True, **line},
        {"key": "f", "label": "不予通过", "else": True, "passed": False},
    ]
    return card("表决-全体过半数", quorum=None, outcomes=outcomes)


BENT = [
    invented(base, op, fraction)
    for base in BASES
    for op in (">", ">=")
    for fraction in ("1/3", "1/2", "2/3", "1")
]


@st.composite
def sums(draw: st.DrawFn) -> tuple[Card, tuple[int, ...], int]:
    """A card, one question's votes in choice order with its blanks last, and the empty seats."""
    rule = draw(st.sampled_from([*GRADED.values(), *BENT]))
    row = draw(st.tuples(*[st.integers(0, 15)] * (len(rule.keys) + 1)))
    return rule, row, draw(st.integers(0, 9))


def judged(rule: Card, row: tuple[int, ...], room: int) -> Result:
    *given, blank = row
    patterns: dict[Pattern, int] = {
        pattern({"q1": [key]}): votes for key, votes in zip(rule.keys, given, strict=True) if votes
    }
    if blank:
        patterns[()] = blank
    whole = sum(row)
    numbers: Mapping[str, int] = {
        "members": room, "statutory_seats": room, "deputies": room, "present": room,
        "issued": room, "returned": whole,
    }  # fmt: skip
    if rule.ballot.medium is not Medium.PAPER:
        numbers = {**numbers, "present": whole}
        del numbers["issued"], numbers["returned"]
    return decide(VoteInput(rule, ask(1), Count(Numbers(**numbers), patterns)))


def ladder(rule: Card) -> dict[str, int]:
    """The outcomes from the best (0) down; a card that first asks for the bad ones is turned."""
    first = rule.outcomes[0]
    line = first.threshold
    assert line is not None
    bad_first = line.op.wants_votes and rule.keys[0] not in first.choices
    return {o.key: n for n, o in enumerate(rule.outcomes[::-1] if bad_first else rule.outcomes)}


def more_is_never_worse(drawn: tuple[Card, tuple[int, ...], int]) -> None:
    rule, row, empty = drawn
    place = ladder(rule)
    room = sum(row) + 1 + empty
    before = judged(rule, row, room)
    more = [(row[0] + 1, *row[1:])]
    for i, votes in enumerate(row[1:], 1):
        if votes:
            more.append((row[0] + 1, *(v - (j == i) for j, v in enumerate(row[1:], 1))))
    for other in more:
        after = judged(rule, other, room)
        if before.state in (State.UNDECIDED, State.VOID):
            continue
        assert place[after.question("q1").outcome_key] <= place[before.question("q1").outcome_key]
        assert before.state is not State.PASSED or after.state is State.PASSED


@FEW
@given(sums())
def test_a_ballot_in_favour_more_never_makes_it_worse(
    drawn: tuple[Card, tuple[int, ...], int],
) -> None:
    more_is_never_worse(drawn)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@MANY
@given(sums())
def test_a_ballot_in_favour_more_never_makes_it_worse_ten_thousand_times(
    drawn: tuple[Card, tuple[int, ...], int],
) -> None:
    more_is_never_worse(drawn)


def test_the_two_honest_exceptions() -> None:
    """A ballot more than was issued voids the vote; an objection is nothing in favour."""
    rule = CARDS["表决-全体过半数"]
    full = {"members": 41, "present": 30, "issued": 29}
    for votes, state in ((29, State.PASSED), (30, State.VOID)):
        count = Count(Numbers(**full, returned=votes), {pattern({"q1": ["赞成"]}): votes})
        assert decide(VoteInput(rule, ask(1), count)).state is state
    few = plain_card(
        outcomes=[
            {"key": "p", "label": "通过", "choices": ["反对"], **THRESHOLD, "op": "<=",
             "fraction": "0", "passed": True},
            {"key": "f", "label": "改用投票表决", "else": True},
        ]
    )  # fmt: skip
    silent = card("无异议通过", **few)
    for votes, state in ((0, State.PASSED), (1, State.GRADED)):
        count = Count(Numbers(members=41, present=30, issued=30), {pattern({"q1": ["反对"]}): votes}
                      if votes else {})  # fmt: skip
        assert decide(VoteInput(silent, ask(1), count)).state is state


# elections


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[Ballot], int, int, int]:
    """Ballots as numbers again: 赞成, 反对 or 弃权 for each of the candidates."""
    candidates = draw(st.integers(1, 6))
    sheets = st.tuples(st.integers(0, 3**candidates - 1), st.integers(1, 6))
    ballots: list[Ballot] = []
    for number, copies in draw(st.lists(sheets, min_size=1, max_size=6)):
        ballot = {
            f"q{i + 1}": [("赞成", "反对", "弃权")[number // 3**i % 3]] for i in range(candidates)
        }
        ballots += [ballot] * copies
    return ballots, candidates, draw(st.integers(1, candidates)), draw(st.integers(0, 10**6))


def election(ballots: list[Ballot], candidates: int, seats: int, everyone: int = 0) -> VoteInput:
    sheets, everyone = len(ballots), everyone or len(ballots)
    numbers = Numbers(deputies=everyone, present=everyone, issued=sheets, returned=sheets)
    return VoteInput(ELECTION, ask(candidates), Count(numbers, gather(ballots)), seats=seats)


def seats_add_up(drawn: tuple[list[Ballot], int, int, int]) -> None:
    ballots, candidates, seats, luck = drawn
    result = decide(election(ballots, candidates, seats))
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
    mixed: list[Question] = random.Random(luck).sample(ask(candidates), candidates)
    other = decide(replace(election(ballots, candidates, seats), questions=tuple(mixed)))
    assert (set(other.elected), set(other.tied), other.state) == (
        set(result.elected), set(result.tied), result.state,
    )  # fmt: skip


def more_votes_never_unseat(drawn: tuple[list[Ballot], int, int, int]) -> None:
    """Who is elected stays elected when one more deputy present votes for that name alone."""
    ballots, candidates, seats, _ = drawn
    everyone = len(ballots) + 1
    before = decide(election(ballots, candidates, seats, everyone))
    for key in before.elected:
        more = [*ballots, {key: ["赞成"]}]
        assert key in decide(election(more, candidates, seats, everyone)).elected


ELECTED: list[Callable[[tuple[list[Ballot], int, int, int]], None]] = [
    seats_add_up,
    more_votes_never_unseat,
]


@pytest.mark.parametrize("holds", ELECTED)
@FEW
@given(drawn=elections())
def test_seats_votes_and_vacancies_add_up(
    holds: Callable[[Any], None], drawn: tuple[list[Ballot], int, int, int]
) -> None:
    holds(drawn)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("holds", ELECTED)
@MANY
@given(drawn=elections())
def test_seats_votes_and_vacancies_add_up_ten_thousand_times(
    holds: Callable[[Any], None], drawn: tuple[list[Ballot], int, int, int]
) -> None:
    holds(drawn)
