"""Choose seats among the questions: 票决, 差额选举, 等额选举 (rules.md §6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetingdesk.rules.cardtypes import Base, Card, Kind, Selection, ShortagePolicy, TiePolicy
from meetingdesk.rules.cardwords import SHORTAGE_WORDS, TIE_WORDS
from meetingdesk.rules.majority import holds, needed, short_by, verdict_words
from meetingdesk.rules.results import NextRound, QuestionResult, State
from meetingdesk.rules.verdicts import base_words, elected_words, need_words, plain_result, tail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.rules.tally import Question
    from meetingdesk.rules.verdicts import Cell


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who or what was chosen, and what is left to do."""

    questions: tuple[QuestionResult, ...]
    state: State
    seats: int
    vacancies: int
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    next_round: NextRound | None
    conclusion: str


def select(
    card: Card,
    rule: Selection,
    questions: Sequence[Question],
    cells: Mapping[str, Cell],
    seats: int,
) -> Chosen:
    """Fill ``seats`` by votes, most first, among those over the card's threshold.

    Sources: 地方组织法 Art.29 (more over half than seats: by votes; a tie: vote again among the
    tied; too few: 另行选举). For 票决 the policies are local settings.
    """
    votes = {q.key: cells[q.key].have(card, (rule.choice,)) for q in questions}
    ranked = sorted(votes, key=lambda key: -votes[key])  # stable: equal votes keep ballot order
    able = [key for key in ranked if _over(card, rule, cells[key], votes[key])]
    won, tied = _cut(able, votes, seats, rule)
    open_seats = max(seats - len(won), 0)
    results = tuple(
        _explain(card, rule, question, cells[question.key], won, tied) for question in questions
    )
    ranks = {key: 1 + sum(v > votes[key] for v in votes.values()) for key in votes}
    results = tuple(replace(r, rank=ranks[r.key]) for r in results)
    lost = tuple(key for key in ranked if key not in won)
    vacancies = 0 if tied else open_seats
    state, after = _what_next(rule, tuple(tied), lost, open_seats)
    order = tuple(key for key in ranked if key in won)
    said = _conclude(card, rule, seats, order, tied, vacancies, {q.key: q.label for q in questions})
    return Chosen(results, state, seats, vacancies, order, tuple(tied), after, said)


def _over(card: Card, rule: Selection, cell: Cell, votes: int) -> bool:
    line = rule.threshold
    if line is None:
        return votes > 0
    base = cell.base(card, line.base)
    return base > 0 and holds(votes, line.op, line.fraction, base)


def _cut(
    able: list[str], votes: dict[str, int], seats: int, rule: Selection
) -> tuple[set[str], list[str]]:
    """Return those who are in, and those tied for the last seats when the tie stands."""
    if len(able) <= seats or votes[able[seats - 1]] > votes[able[seats]]:
        return set(able[:seats]), []
    last = votes[able[seats]]
    above = {key for key in able if votes[key] > last}
    tied = [key for key in able if votes[key] == last]
    if rule.ties is TiePolicy.ALL_IN:
        return above | set(tied), []
    if rule.ties is TiePolicy.BALLOT_ORDER:
        return set(able[:seats]), []
    return above, tied


def _what_next(
    rule: Selection, tied: tuple[str, ...], lost: tuple[str, ...], open_seats: int
) -> tuple[State, NextRound | None]:
    if tied:
        again = NextRound(tied, open_seats, "末位票数相等，" + TIE_WORDS[rule.ties])
        return State.TIE, again if rule.ties is TiePolicy.REVOTE else None
    if open_seats:
        again = NextRound(lost, open_seats, SHORTAGE_WORDS[rule.shortage])
        return State.SHORTAGE, again if rule.shortage is ShortagePolicy.REVOTE else None
    return State.PASSED, None


def _explain(
    card: Card, rule: Selection, question: Question, cell: Cell, won: set[str], tied: list[str]
) -> QuestionResult:
    result = plain_result(card, question, [cell])
    have, key = cell.have(card, (rule.choice,)), question.key
    label = elected_words(card.kind, won=key in won)
    state = State.PASSED if key in won else State.FAILED
    outcome = "elected" if key in won else "not_elected"
    if key in tied:
        state, outcome, label = State.TIE, "tied", "票数相等，未定"
    said, line = f"{card.labels((rule.choice,))}{have}票", rule.threshold
    base: Base | None = None
    count = need = None
    short = 0
    if line is not None:
        base, count = line.base, cell.base(card, line.base)
        need = needed(count, line.op, line.fraction)
        short = short_by(have, line.op, line.fraction, count)
        met = holds(have, line.op, line.fraction, count)
        said = (
            f"{base_words(base, count)}，{need_words(line, need, '票')}；{said}，"
            f"{verdict_words(line.op, line.fraction, met=met)}"
        )
        if short and line.op.wants_votes:
            said += f"，差{short}票"
        elif met and state is State.FAILED:
            said += "，但得票不在应选名额之内"
    return replace(
        result,
        state=state,
        outcome_key=outcome,
        outcome_label=label,
        base=base,
        base_count=count,
        need=need,
        have=have,
        short=short,
        explanation=f"{said}，{label}{tail(card)}",
    )


def _conclude(
    card: Card,
    rule: Selection,
    seats: int,
    won: tuple[str, ...],
    tied: list[str],
    vacancies: int,
    labels: dict[str, str],
) -> str:
    unit = "名" if card.kind is Kind.ELECTION else "项"
    word = elected_words(card.kind, won=True)
    said = f"应选{seats}{unit}，{word}{len(won)}{unit}"
    if won:
        said += f"：{'、'.join(labels[key] for key in won)}"
    if tied:
        names = "、".join(labels[key] for key in tied)
        said += f"；{names}票数相等，尚余{seats - len(won)}{unit}未定，{TIE_WORDS[rule.ties]}"
    if vacancies:
        said += f"；尚缺{vacancies}{unit}，{SHORTAGE_WORDS[rule.shortage]}"
    return said
