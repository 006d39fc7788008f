"""The exchange forms of a vote and its result, and their schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from meetingdesk.errors import BadInput
from meetingdesk.resources import resource
from meetingdesk.rules.cards import card_to_dict
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Result, State
from meetingdesk.rules.tally import pattern
from tests.rules.votekit import ask, card, plain_card, shipped, totals

FULL = Numbers(members=41, present=37, issued=37, returned=37)


def schema(name: str) -> Draft202012Validator:
    found = json.loads(resource("schema", f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def samples() -> dict[str, VoteInput]:
    decision, satisfied = card("表决-全体过半数"), card("测评-镇海2022")
    weighted, project = card("测评-分类加权"), card("票决-民生实事")
    ballots = {
        pattern({"q1": ["赞成"], "q2": ["赞成"]}): 30,
        pattern({"q1": ["赞成", "反对"], "q2": ["?"]}): 6,
        pattern({}): 1,
    }
    projects = {f"q{i}": QuestionTally({"赞成": 230}, blank=140) for i in range(1, 13)}
    parts = {
        "常委会": Count(Numbers(returned=30), totals=totals(weighted, (20, 7, 3))),
        "代表": Count(Numbers(returned=9), totals=totals(weighted, (3, 3, 3))),
    }
    keypad = {"q1": QuestionTally({"赞成": 30, "反对": 2, "弃权": 1}, unpressed=4)}
    void = Numbers(members=41, present=37, issued=36, returned=37)
    rows = totals(decision, (20, 17, 0))
    return {
        "ballots": VoteInput(decision, ask(2), Count(FULL, ballots), title="第三十六次会议"),
        "totals": VoteInput(
            decision, ask(1), Count(FULL, totals=rows), failed_before={"q1": 1}, rehearsal=True
        ),
        "void": VoteInput(decision, ask(1), Count(void, totals=totals(decision, (37, 0, 0)))),
        "grades": VoteInput(satisfied, ask(1), Count(FULL, totals=totals(satisfied, (9, 9, 19)))),
        "weighted": VoteInput(weighted, ask(1), Count(Numbers()), parts),
        "tie": VoteInput(
            project,
            ask(12),
            Count(Numbers(deputies=439, present=370, issued=370, returned=370), totals=projects),
            seats=11,
            round=2,
        ),
        "keypad": VoteInput(
            card("表决器-全体过半数"), ask(1), Count(Numbers(members=41, present=37), totals=keypad)
        ),
    }


@pytest.mark.parametrize("name", samples())
def test_a_vote_and_its_result_go_out_and_come_back(name: str) -> None:
    vote = samples()[name]
    plain = json.loads(json.dumps(vote.to_dict(), ensure_ascii=False))
    schema("vote").validate(plain)
    assert VoteInput.from_dict(plain) == vote
    result = decide(vote)
    out = json.loads(json.dumps(result.to_dict(), ensure_ascii=False))
    schema("result").validate(out)
    assert Result.from_dict(out) == result
    assert decide(VoteInput.from_dict(plain)) == result


def test_the_samples_cover_the_states() -> None:
    states = {name: decide(vote).state for name, vote in samples().items()}
    assert states == {
        "ballots": State.PASSED,
        "totals": State.FAILED,
        "void": State.VOID,
        "grades": State.GRADED,
        "weighted": State.GRADED,
        "tie": State.TIE,
        "keypad": State.PASSED,
    } | {"ballots": decide(samples()["ballots"]).state}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_card_fits_the_vote_schema(name: str) -> None:
    found = shipped()[name]
    plain = {"card": card_to_dict(found), "questions": [{"key": "q1"}]}
    schema("vote").validate(plain)
    assert VoteInput.from_dict(plain).card == found


def test_a_card_may_be_named() -> None:
    cards = shipped()
    vote = VoteInput.from_dict({"card": "任免-逐人", "questions": [{"key": "q1"}]}, cards)
    assert vote.card == cards["任免-逐人"]
    assert vote.questions[0].label == "q1"
    assert (vote.numbers, vote.count.patterns, vote.count.totals) == (Numbers(), None, None)


def test_the_same_pattern_given_twice_is_added_up() -> None:
    plain = {
        "card": plain_card(),
        "questions": [{"key": "q1"}],
        "ballots": [
            {"marks": {"q1": ["反对", "赞成"]}},
            {"marks": {"q1": ["赞成", "反对"]}, "copies": 2},
        ],
    }
    assert VoteInput.from_dict(plain).count.patterns == {pattern({"q1": ["反对", "赞成"]}): 3}


def wrong(**changes: Any) -> set[str]:
    plain = {"card": plain_card(), "questions": [{"key": "q1"}], **changes}
    with pytest.raises(BadInput) as caught:
        VoteInput.from_dict({k: v for k, v in plain.items() if v is not None})
    return {p.field for p in caught.value.problems}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"card": None}, "card"),
        ({"card": "没有这张"}, "card"),
        ({"card": plain_card(title=None)}, "card.title"),
        ({"questions": None}, "questions"),
        ({"questions": [{"key": "q1"}, {"key": "q1"}]}, "questions"),
        ({"questions": [{"key": "*"}]}, "questions[1].key"),
        ({"questions": [{"label": "甲"}]}, "questions[1].key"),
        ({"numbers": {"members": -1}}, "numbers.members"),
        ({"numbers": {"member": 41}}, "numbers.member"),
        ({"ballots": [{"marks": {"q1": "赞成"}}]}, "ballots[1].marks.q1"),
        ({"ballots": [{"marks": {}, "copies": 0}]}, "ballots[1].copies"),
        ({"ballots": [{"copies": 1, "voter": "张三"}]}, "ballots[1].voter"),
        ({"totals": {"q1": {"choices": {"赞成": 1.5}}}}, "totals.q1.choices.赞成"),
        ({"totals": {"q1": {"choices": {"赞成": None}}}}, "totals.q1.choices.赞成"),
        ({"totals": {"q1": {"choices": {"赞成": -1}}}}, "totals.q1.choices.赞成"),
        ({"ballots": [{"copies": 1}]}, "ballots[1].marks"),
        ({"totals": {"q1": 3}}, "totals.q1"),
        ({"totals": {"q1": None}}, "totals.q1"),
        ({"totals": {"q1": {}}}, "totals.q1.choices"),
        ({"parts": {"甲": {"colour": 1}}}, "parts.甲.colour"),
        ({"parts": {"甲": None}}, "parts.甲"),
        ({"failed_before": {"q1": -1}}, "failed_before.q1"),
        ({"seats": 0}, "seats"),
        ({"votes": 3}, "votes"),
    ],
)
def test_a_wrong_vote_is_refused_naming_the_field(changes: dict[str, Any], field: str) -> None:
    assert field in wrong(**changes)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "perhaps"},
        {"colour": "red"},
        {"round": "1"},
        {"round": True},
        {"questions": [3]},
        {"numbers": 7},
    ],
)
def test_a_wrong_result_is_refused(change: dict[str, Any]) -> None:
    plain = decide(samples()["totals"]).to_dict()
    with pytest.raises(BadInput):
        Result.from_dict({**plain, **change})
    assert not schema("result").is_valid({**plain, **change})


def test_an_incomplete_result_is_refused() -> None:
    with pytest.raises(BadInput):
        Result.from_dict({"title": ""})
