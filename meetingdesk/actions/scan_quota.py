"""What a ballot's rule means for reading it: its signs, and how many may be chosen on it at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import ballots
from meetingdesk.actions.ballot_text import signs_of
from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.vote_views import card_of
from meetingdesk.papers.ballots.judging import Why
from meetingdesk.papers.ballots.known import KnownForm, Quota, known_sheet
from meetingdesk.papers.ballots.spec import LIST
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office
    from meetingdesk.papers.ballots.gathering import Ballot
    from meetingdesk.rules.cards import Card
    from meetingdesk.rules.tally import Pattern


def known_of(office: Office | Work, vote_id: int) -> KnownForm:
    """Return the vote's form as the reader knows it, with what its rule means for reading.

    That is which choice ○ and × stand for where a row has one box, and how many a ballot may
    choose (应选名额): more make it void.

    Raises:
        Refused: the vote has no form, it is outdated, or comes out differently here.
    """
    form = ballots.print_file(office, vote_id)
    card = _card(office, vote_id)
    rule = card.selection
    most = (rule.choose_at_most or rule.seats) if rule else None
    quota = None
    if rule and most:
        quota = Quota(rule.choice, rule.choose_at_least, most)
    return known_sheet(form, legend=signs_of(card) if form.spec.signs else None, quota=quota)


@query
def _card(session: Session, vote_id: int) -> Card:
    card = card_of(fetch(session, Vote, vote_id))
    assert card is not None  # noqa: S101 - a form is only made of a vote with a rule
    return card


def chosen(quota: Quota, marks: Iterable[str]) -> int:
    """Return how many marks (``q3.赞成``, ``+张三.赞成``) choose."""
    return sum(mark.rpartition(".")[2] == quota.choice for mark in marks)


def may_break(quota: Quota | None, ballot: Ballot) -> bool:
    """Say whether a ballot may choose too many or too few, its doubts ruled one way or another.

    A list of which several may be chosen that the reader itself found too full is asked about
    box by box, with that reason: nothing more is to be asked of it.
    """
    if quota is None or not ballot.whole:
        return False
    crops = [crop for row in ballot.rows for crop in row.shown]
    if ballot.over or any(Why.MANY in crop.why for crop in crops if crop.group == LIST):
        return False
    asked = {crop.group for crop in crops if not crop.blank}
    # signs seen once more may turn out to be others, rows without a mark to bear one
    again = {crop.group for crop in crops if crop.blank} - asked
    if LIST in asked | again:
        return True
    read = {g: chosen(quota, held) for g, held in ballot.marks.items() if g not in asked}
    most = sum(read.values()) + len(asked) + sum(not read.get(group) for group in again)
    least = sum(number for group, number in read.items() if group not in again)
    return most > quota.most or least < quota.least


def breaks(quota: Quota | None, sheet: Pattern) -> bool:
    """Say whether a ballot as ruled chooses too many or too few."""
    marks = (f"{key}.{choice}" for key, choices in sheet for choice in choices)
    return quota is not None and not quota.least <= chosen(quota, marks) <= quota.most


def words_of(quota: Quota) -> str:
    """Return why a ballot that breaks its quota is asked about."""
    if quota.least:
        return f"“{quota.choice}”不在{quota.least}至{quota.most}个之内，依规则全票无效"
    return f"“{quota.choice}”多于应选的{quota.most}个，依规则全票无效"
