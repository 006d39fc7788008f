"""A rule card fitted to one vote: how it is taken, and for how many seats (应选名额)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetingdesk.rules.cardtypes import Card, Medium


def fitted(
    card: Card,
    medium: Medium,
    *,
    secret: bool,
    seats: int | None = None,
    choose_at_most: int | None = None,
) -> Card:
    """Return ``card`` for a vote taken by ``medium``; None leaves the card's own numbers.

    The limit on names chosen and the 说明 on the ballot then speak of this vote's own seats
    (选举法 Art.44). A card that chooses nobody ignores both numbers.
    """
    made = replace(card, ballot=replace(card.ballot, medium=medium, secret=secret))
    rule = made.selection
    if rule is None:
        return made
    other_seats = seats is not None and seats != rule.seats
    most = choose_at_most or (None if other_seats else rule.choose_at_most)
    return replace(made, selection=replace(rule, seats=seats or rule.seats, choose_at_most=most))
