"""What a counter sees: the sums of one count, its control equations, where two counts differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.vote_views import METHODS, card_of, patterns_of, rows_of
from meetingdesk.errors import Refused
from meetingdesk.records.votes import Count, Vote
from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.reconcile import compare_ballots
from meetingdesk.rules.tally import tally

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Equation:
    """One control sum: ``ok`` is None while it cannot be judged yet."""

    key: str
    label: str
    text: str
    ok: bool | None


@dataclass(frozen=True, slots=True)
class QuestionSums:
    """What has been entered for one question; ``counts`` by choice key."""

    key: str
    text: str
    counts: dict[str, int]
    blank: int
    invalid: int
    total: int


@dataclass(frozen=True, slots=True)
class BallotView:
    """``copies`` ballots marked alike; ``marks`` by question key, unmarked ones left out."""

    marks: dict[str, tuple[str, ...]]
    copies: int


@dataclass(frozen=True, slots=True)
class CountView:
    """One count as its own counter sees it. ``spoilt`` are ballots void as a whole."""

    id: int
    vote_id: int
    number: int
    counter: str
    state: str
    entered: int
    returned: int
    spoilt: int
    sums: tuple[QuestionSums, ...]
    equations: tuple[Equation, ...]

    @property
    def complete(self) -> bool:
        """Whether every ballot that came back is entered."""
        return self.entered == self.returned


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two counts beside each other: where they differ, never with which values."""

    ready: bool
    agrees: bool
    #: (question key or '', what differs in words)
    differences: tuple[tuple[str, str], ...]


@query
def count_view(session: Session, count_id: int) -> CountView:
    """Return one count with its sums and control equations."""
    count = fetch(session, Count, count_id)
    vote, card = count.vote, card_of(count.vote)
    if card is None:
        raise Refused("这次表决没有计票规则，不能计票。")
    seen = tally(card, rows_of(vote), patterns_of(session, count.id))
    held = seen.returned or 0
    sums = tuple(
        QuestionSums(
            q.key,
            q.text,
            dict(row.counts),
            row.blank + (row.unpressed or 0),
            row.invalid,
            row.total,
        )
        for q in vote.questions
        for row in (seen.questions[q.key],)
    )
    return CountView(
        id=count.id,
        vote_id=vote.id,
        number=count.number,
        counter=count.counter,
        state=count.state,
        entered=held,
        returned=vote.returned or 0,
        spoilt=seen.invalid_ballots,
        sums=sums,
        equations=_equations(vote, held, seen.invalid_ballots, sums),
    )


def _equations(
    vote: Vote, held: int, spoilt: int, sums: tuple[QuestionSums, ...]
) -> tuple[Equation, ...]:
    issued, returned = vote.issued or 0, vote.returned or 0
    good = sum(row.total + spoilt == held for row in sums)
    full = held == returned
    rows = Equation(
        "rows", f"每项：各项票数之和 = {held}", f"{good} / {len(sums)}", good == len(sums)
    )
    if METHODS.get(vote.method) is not Medium.PAPER:
        act = "按" if METHODS.get(vote.method) is Medium.KEYPAD else "表态"
        silent = sums[0].blank if sums else 0
        text = f"{returned} = {held - silent} + {silent}" if full else "待录完"
        return (
            Equation("entered", f"到会 = 已{act} + 未{act}", text, True if full else None),
            rows,
        )
    gap = issued - returned
    return (
        Equation("issued", "发出 = 收回 + 未收回", f"{issued} = {returned} + {gap}", gap >= 0),
        Equation(
            "returned",
            "收回 = 有效 + 无效",
            f"{returned} = {held - spoilt} + {spoilt}" if full else "待录完",
            True if full else None,
        ),
        rows,
    )


@query
def ballots(session: Session, count_id: int) -> list[BallotView]:
    """List what a count holds, in the order of the marks (never of entry)."""
    found = patterns_of(session, count_id)
    return [BallotView(dict(marks), copies) for marks, copies in sorted(found.items())]


@query
def compare_counts(session: Session, vote_id: int) -> Comparison:
    """Compare the two counts of a vote; values stay hidden, and so do unfinished counts."""
    vote = fetch(session, Vote, vote_id)
    card = card_of(vote)
    if card is None or len(vote.counts) < 2 or any(c.state != "完成" for c in vote.counts):
        return Comparison(ready=False, agrees=False, differences=())
    first, second = (patterns_of(session, count.id) for count in vote.counts)
    found = compare_ballots(card, rows_of(vote), first, second)
    return Comparison(
        ready=True,
        agrees=found.agrees,
        differences=tuple((d.question, d.text) for d in found.differences),
    )
