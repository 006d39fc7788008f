"""A rule card's problems in the words of its form, none in the notation of the files."""

from __future__ import annotations

import copy

import pytest

from meetingdesk.errors import BadInput, Problem
from meetingdesk.records.cards import read_cards
from meetingdesk.rules import cardfields, cardtypes
from meetingdesk.rules.cards import card_to_dict, parse_card
from meetingdesk.rules.majority import Op


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", "名称"),
        ("outcomes[2].fraction", "定档第2行的分数"),
        ("outcomes[3].consequence.text", "定档第3行的后果"),
        ("bands[1].at_least", "分数档第1行的不低于"),
        ("quorum.base", "法定人数的基数"),
        ("choices", "选项"),
        ("别的（字）", "别的（字）"),
    ],
)
def test_places_in_words(field: str, words: str) -> None:
    assert cardfields.field_words(field) == words


def test_every_value_of_a_card_has_words() -> None:
    assert set(cardfields.OPS) == {*Op, "tie"}
    assert set(cardfields.BLANKS) == set(cardtypes.Blank)
    assert set(cardfields.FAULTS) == set(cardtypes.Fault)
    assert set(cardfields.MISSINGS) == set(cardtypes.Missing)
    assert set(cardfields.UNPRESSEDS) == set(cardtypes.Unpressed)
    assert set(cardfields.TIES) == set(cardtypes.TiePolicy)
    assert set(cardfields.SHORTAGES) == set(cardtypes.ShortagePolicy)
    assert set(cardfields.WRITE_INS) == set(cardtypes.WriteIn)
    assert set(cardfields.TIE_AT) == set(cardtypes.TieAt)


def wrong(name: str, **changes: object) -> list[Problem]:
    values = {**copy.deepcopy(card_to_dict(read_cards()[name])), **changes}
    with pytest.raises(BadInput) as caught:
        parse_card(values)
    return [cardfields.plain_problem(p) for p in caught.value.problems]


def test_no_notation_reaches_the_clerk() -> None:
    outcomes = card_to_dict(read_cards()["测评-三档"])["outcomes"]
    bands = [
        {"key": "优", "label": "优", "at_least": "90", "below": "80"},
        {"key": "优", "label": "优", "at_least": "x", "below": "80"},
    ]
    found = [
        *wrong("测评-三档", outcomes=outcomes[:2]),
        *wrong("测评-三档", outcomes=[outcomes[2], outcomes[0]]),
        *wrong("测评-三档", outcomes=[{**outcomes[0], "fraction": "3/2"}, outcomes[2]]),
        *wrong("测评-三档", outcomes=[{**outcomes[0], "op": "tie"}, outcomes[2]]),
        *wrong("测评-三档", outcomes=[*outcomes, outcomes[2]]),
        *wrong("测评-三档", outcomes=[], bands=bands),
        *wrong("测评-三档", bands=[{"key": "优", "label": "优", "at_least": "0", "below": "99"}]),
        *wrong("测评-三档", selection={"choice": "满意"}),
        *wrong("测评-三档", choices=[{"key": k, "abstain": True} for k in ("甲", "乙")]),
        *wrong("测评-作风计分", choices=[{"key": "满意"}, {"key": "满意"}]),
    ]
    assert len(found) >= 12
    for problem in found:
        assert not any("a" <= c <= "z" for c in f"{problem.field}{problem.message}"), problem
