"""A card fitted to one vote: how it is taken, how many are to be chosen (选举法 Art. 44)."""

from __future__ import annotations

import pytest

from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.cardwords import explain_on_ballot
from meetingdesk.rules.fitting import fitted
from tests.rules.votekit import card


def test_a_card_that_chooses_nobody_takes_only_the_way_of_voting() -> None:
    rule = card("表决-全体过半数")
    made = fitted(rule, Medium.HANDS, secret=False, seats=3, choose_at_most=2)
    assert (made.ballot.medium, made.ballot.secret) == (Medium.HANDS, False)
    assert made.selection is None
    assert (made.outcomes, made.choices) == (rule.outcomes, rule.choices)


@pytest.mark.parametrize(
    ("seats", "most", "fits"),
    [
        (None, None, (2, 1)),  # the card's own numbers
        (2, None, (2, 1)),  # the same seats: its limit still fits
        (3, None, (3, None)),  # other seats: the limit is theirs
        (3, 2, (3, 2)),
        (None, 2, (2, 2)),
    ],
)
def test_seats_and_limit_of_the_vote_come_before_those_of_the_card(
    seats: int | None, most: int | None, fits: tuple[int, int | None]
) -> None:
    own = {"choice": "赞成", "op": ">", "fraction": "1/2", "base": "全体代表", "seats": 2}
    rule = card("选举-差额", selection={**own, "choose_at_most": 1})
    made = fitted(rule, Medium.PAPER, secret=True, seats=seats, choose_at_most=most).selection
    assert made is not None
    assert (made.seats, made.choose_at_most) == fits


def test_the_ballot_speaks_of_this_votes_own_seats() -> None:
    made = fitted(card("选举-差额"), Medium.PAPER, secret=True, seats=7)
    assert any("7" in line for line in explain_on_ballot(made))
