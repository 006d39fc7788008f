"""What a counter sees: the sums of one count, its control equations, where two counts differ.

The sums of a finished count are hidden from everyone while a second count is running or differs
from it: only where they differ is told, until one of them is opened again for a third look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.doubts import (
    DOUBT,
    as_read,
    is_doubtful,
    resolved,
    rulings_of,
    set_aside,
    still_open,
    undoubted,
)
from meetingdesk.actions.sums import IN_SUMS, read_sums, tally_of_sums
from meetingdesk.actions.vote_views import METHODS, patterns_of, rows_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.votes import Count, Vote
from meetingdesk.rules.cards import parse_card
from meetingdesk.rules.cardtypes import Fault, Medium
from meetingdesk.rules.reconcile import compare_ballots, compare_tallies
from meetingdesk.rules.tally import WHOLE, merge, tally

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.rules.cards import Card
    from meetingdesk.rules.reconcile import Difference
    from meetingdesk.rules.tally import Pattern, Tally


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
    #: a name written on ballots (另选他人); most ballots do not have it
    written: bool = False


@dataclass(frozen=True, slots=True)
class BallotView:
    """``copies`` ballots marked alike; ``marks`` by question key, unmarked ones left out."""

    marks: dict[str, tuple[str, ...]]
    copies: int


@dataclass(frozen=True, slots=True)
class CountView:
    """One count as its own counter sees it.

    ``spoilt`` are ballots void as a whole, ``doubtful`` those laid aside and not yet ruled;
    ``sums`` is empty while ``hidden``. ``bundle`` is the number of ballots in a bundle, or 0.
    """

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
    way: str = "逐张"
    bundle: int = 0
    doubtful: int = 0
    hidden: bool = False

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
    #: what has to come first where it is not ready yet
    waiting: str = ""


def the_card(vote: Vote) -> Card:
    """Return the card a vote is counted by, as it was frozen at opening."""
    return parse_card(vote.card or {})


@query
def count_view(session: Session, count_id: int) -> CountView:
    """Return one count with its sums and control equations."""
    count = fetch(session, Count, count_id)
    vote, card = count.vote, the_card(count.vote)
    seen, aside = tally_of(session, card, count)
    held, hidden = (seen.returned or 0) + aside, is_hidden(session, count)
    sums = () if hidden else _sums(vote, seen)
    return CountView(
        id=count.id,
        vote_id=vote.id,
        number=count.number,
        counter=count.counter,
        state=count.state,
        entered=held,
        returned=vote.returned or 0,
        spoilt=0 if hidden else seen.invalid_ballots,
        sums=sums,
        equations=() if hidden else _equations(vote, held, seen.invalid_ballots, aside, sums),
        way=count.way,
        bundle=count.bundle,
        doubtful=0 if hidden else aside,
        hidden=hidden,
    )


def tally_of(session: Session, card: Card, count: Count) -> tuple[Tally, int]:
    """Return a count's sums and how many of its ballots are laid aside without a ruling."""
    vote = count.vote
    if count.way == IN_SUMS:
        return tally_of_sums(card, read_sums(session, count.id)), 0
    patterns = patterns_of(session, count.id)
    aside = sum(set_aside(patterns).values())
    if aside:
        rulings = rulings_of(session, vote.id)
        if still_open(patterns, rulings):
            patterns = undoubted(patterns)
        else:
            patterns, aside = resolved(patterns, rulings), 0
    return tally(card, rows_of(vote, patterns), patterns), aside


def _sums(vote: Vote, seen: Tally) -> tuple[QuestionSums, ...]:
    names = {q.key: q.text for q in vote.questions}
    return tuple(
        QuestionSums(
            key,
            names.get(key, f"{key[1:]}（另选）"),
            dict(row.counts),
            row.blank + (row.unpressed or 0),
            row.invalid,
            row.total,
            written=key not in names,
        )
        for key, row in seen.questions.items()
    )


def is_hidden(session: Session, count: Count) -> bool:
    """Say whether the values of ``count`` must not be seen now by anyone."""
    vote = count.vote
    if count.state == "录票" or vote.state == "已确认" or len(vote.counts) < 2:
        return False
    return not compared(session, vote).agrees


def _equations(
    vote: Vote, held: int, spoilt: int, aside: int, sums: tuple[QuestionSums, ...]
) -> tuple[Equation, ...]:
    issued, returned = vote.issued or 0, vote.returned or 0
    printed = [row for row in sums if not row.written]
    good = sum(row.total + spoilt + aside == held for row in printed)
    full = held == returned
    rows = Equation(
        "rows",
        f"每项：各项票数之和 = {held - aside}",
        f"{good} / {len(printed)}",
        good == len(printed),
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
    laid = " + 疑难" if aside else ""
    text = f"{returned} = {held - spoilt - aside} + {spoilt}" + (f" + {aside}" if aside else "")
    return (
        Equation("issued", "发出 = 收回 + 未收回", f"{issued} = {returned} + {gap}", gap >= 0),
        Equation(
            "returned",
            f"收回 = 有效 + 无效{laid}",
            text if full else "待录完",
            True if full and not aside else None,
        ),
        rows,
    )


@query
def ballots(session: Session, count_id: int) -> list[BallotView]:
    """List what a count holds, in the order of the marks (never of entry).

    Raises:
        Refused: the values are hidden until the third look.
    """
    count = fetch(session, Count, count_id)
    refuse_hidden(session, count)
    found = patterns_of(session, count_id)
    return [BallotView(dict(marks), copies) for marks, copies in sorted(found.items())]


def refuse_hidden(session: Session, count: Count) -> None:
    """Refuse to show a count's values while they are hidden.

    Raises:
        Refused: they are (:func:`is_hidden`).
    """
    if is_hidden(session, count):
        raise Refused(
            "两遍计票还没有一致，这一遍的数不能查看。",
            Problem("请对照纸票重新核对，在有误的一遍按“更正”。"),
        )


@query
def compare_counts(session: Session, vote_id: int) -> Comparison:
    """Compare the two counts of a vote; values stay hidden, and so do unfinished counts."""
    return compared(session, fetch(session, Vote, vote_id))


def compared(session: Session, vote: Vote) -> Comparison:
    """Compare the counts of ``vote``: ballots with ballots, else sums with sums."""
    if len(vote.counts) < 2 or any(c.state != "完成" for c in vote.counts):
        return Comparison(ready=False, agrees=False, differences=())
    card = the_card(vote)
    if any(count.way == IN_SUMS for count in vote.counts):
        (first, left), (second, right) = (tally_of(session, card, c) for c in vote.counts)
        if left or right:
            words = f"有{left + right}张疑难票，裁定后再与合计比对"
            return Comparison(ready=False, agrees=False, differences=(), waiting=words)
        found: tuple[Difference | _Aside, ...]
        found = compare_tallies(card, rows_of(vote), first, second).differences
    else:
        found = _differences(vote, card, *(patterns_of(session, c.id) for c in vote.counts))
    return Comparison(
        ready=True, agrees=not found, differences=tuple((d.question, d.text) for d in found)
    )


def _differences(
    vote: Vote, card: Card, first: dict[Pattern, int], second: dict[Pattern, int]
) -> tuple[Difference | _Aside, ...]:
    """Compare ballots with ballots; what is in doubt must be in doubt in both."""
    rows = rows_of(vote, first, second)
    if not any(map(is_doubtful, (*first, *second))):
        return compare_ballots(card, rows, first, second).differences
    # an item in doubt must not void the rest of its ballot before the two are compared
    each = replace(card, ballot=replace(card.ballot, illegible=Fault.ITEM))
    one, two = (merge(*({as_read(s): n} for s, n in p.items())) for p in (first, second))
    plain = compare_ballots(each, rows, one, two).differences
    here, there = (_in_doubt(p) for p in (first, second))
    kept = tuple(
        d
        for d in plain
        if d.what != "ballots"
        and not (d.what == "invalid" and here[d.question] != there[d.question])
    )
    names = {WHOLE: "", **{q.key: f"{q.text}：" for q in vote.questions}}
    laid = tuple(
        _Aside(key.replace(WHOLE, ""), f"{name}{'“疑难”' if name else '整票疑难的张数'}不一致")
        for key, name in names.items()
        if here[key] != there[key]
    )
    if kept or laid or first == second:
        return (*kept, *laid)
    return (_Aside("", "各项合计一致，但逐票比较有不同的票"),)


@dataclass(frozen=True, slots=True)
class _Aside:
    question: str
    text: str


def _in_doubt(patterns: dict[Pattern, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for sheet, copies in patterns.items():
        for key, given in sheet:
            found[key] += copies * (DOUBT in given)
    return found
