"""Grade one question by its card: ordered thresholds or score bands, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from meetingdesk.rules.cardtypes import Base, Kind
from meetingdesk.rules.cardwords import is_none_at_all
from meetingdesk.rules.majority import (
    decimal_text,
    holds,
    needed,
    percent,
    short_by,
    threshold_words,
    verdict_words,
)
from meetingdesk.rules.results import QuestionResult, RateValue, State, WhatIf
from meetingdesk.rules.tally import Question, QuestionTally, effective, invalid_items, valid
from meetingdesk.rules.votes import Numbers, base_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.rules.cardtypes import Band, Card, Outcome, Threshold


@dataclass(frozen=True, slots=True)
class Cell:
    """One electorate's votes on one question, with the weight they carry (1 when unweighted)."""

    numbers: Numbers
    row: QuestionTally
    missing: int = 0
    invalid_ballots: int = 0
    weight: Fraction = Fraction(1)

    def counts(self, card: Card) -> dict[str, int]:
        """Return the counts with blanks and the rest given their meaning."""
        return effective(card, self.row, self.missing)

    def have(self, card: Card, choices: Sequence[str]) -> int:
        """Return the votes for any of ``choices``."""
        counts = self.counts(card)
        return sum(counts[key] for key in choices)

    def base(self, card: Card, base: Base) -> int:
        """Return the number the votes are measured on (checked to be known beforehand)."""
        return base_count(base, card, self.numbers, self.row) or 0


def plain_result(card: Card, question: Question, cells: Sequence[Cell]) -> QuestionResult:
    """Return the counts of a question, not yet decided."""
    counts = dict.fromkeys(card.keys, 0)
    for cell in cells:
        for key, votes in cell.counts(card).items():
            counts[key] += votes
    presses = [cell.row.unpressed for cell in cells if cell.row.unpressed is not None]
    return QuestionResult(
        key=question.key,
        label=question.label,
        state=State.UNDECIDED,
        outcome_key="",
        outcome_label="未作判定",
        counts=counts,
        blank=sum(cell.row.blank for cell in cells),
        invalid=sum(invalid_items(card, cell.row) for cell in cells),
        invalid_ballots=sum(cell.invalid_ballots for cell in cells),
        valid=sum(valid(card, cell.row) for cell in cells),
        unpressed=sum(presses) if presses else None,
        explanation="票数未核对相符，未作判定",
        rates=_rates(card, cells),
    )


def grade(card: Card, question: Question, cells: Sequence[Cell]) -> QuestionResult:
    """Decide one question by outcomes or bands; a card with neither only measures."""
    result = plain_result(card, question, cells)
    if card.bands:
        return _by_score(card, result, cells)
    if card.outcomes:
        if len(cells) > 1:
            return _by_share(card, result, cells)
        return _by_votes(card, result, cells[0])
    said = "，".join(rate.text for rate in result.rates) or _counts_words(card, result)
    score = mean_score(card, cells)
    return replace(
        result, state=State.MEASURED, outcome_label="只计票数", explanation=said, score=score
    )


def mean_score(card: Card, cells: Sequence[Cell]) -> Fraction | None:
    """Return the weighted mean of the scored choices, None when nobody gave a scored one."""
    mean = Fraction(0)
    for cell in cells:
        counts = cell.counts(card)
        scored = {c.key: c.score for c in card.choices if c.score is not None}
        votes = sum(counts[key] for key in scored)
        if votes == 0:
            return None
        total = sum((counts[key] * score for key, score in scored.items()), Fraction(0))
        mean += cell.weight * total / votes
    return mean


def weighted_share(
    card: Card, cells: Sequence[Cell], choices: Sequence[str], base: Base
) -> Fraction | None:
    """Return the weighted share of ``choices`` on ``base``, None when a base is 0."""
    share = Fraction(0)
    for cell in cells:
        count = cell.base(card, base)
        if count == 0:
            return None
        share += cell.weight * Fraction(cell.have(card, choices), count)
    return share


def settle(result: QuestionResult, grade: Outcome | Band) -> QuestionResult:
    """Return ``result`` with the state, words and consequence of the grade reached."""
    state = State.GRADED if grade.passed is None else State.FAILED
    if grade.passed:
        state = State.PASSED
    if getattr(grade, "second_round", False):
        state = State.SECOND_ROUND
    after = grade.consequence
    return replace(
        result,
        state=state,
        outcome_key=grade.key,
        outcome_label=grade.label,
        consequence=after.text if after else "",
        consequence_months=after.months if after else None,
    )


def tail(card: Card) -> str:
    """Return the article in brackets, as it closes an explanation."""
    return f"（{card.article}）" if card.article else ""


def base_words(base: Base, count: int) -> str:
    """Return ``全体组成人员41人``."""
    return f"{base.label}{count}{base.unit}"


def need_words(threshold: Threshold, need: int, unit: str) -> str:
    """Return ``过半数为21票``; for a ceiling, ``不足半数为至多14票``."""
    most = "" if threshold.op.wants_votes else "至多"
    return f"{threshold_words(threshold.op, threshold.fraction)}为{most}{need}{unit}"


def _by_votes(card: Card, result: QuestionResult, cell: Cell) -> QuestionResult:
    """Walk the ordered outcomes on whole votes; the first that holds decides."""
    steps: list[tuple[Outcome, Threshold]] = []
    reached = card.outcomes[-1]
    for outcome, line in _conditions(card):
        if cell.base(card, line.base) == 0:
            return _no_base(result, line.base)
        steps.append((outcome, line))
        if _met(card, cell, outcome, line):
            reached = outcome
            break
    decisive, line = steps[-1]
    have, count = cell.have(card, decisive.choices), cell.base(card, line.base)
    settled = replace(
        settle(result, reached),
        base=line.base,
        base_count=count,
        need=needed(count, line.op, line.fraction),
        have=have,
        short=_short(card, cell, steps, reached),
        unanimous=_unanimous(cell, reached, have),
        what_if=_what_if(card, cell, decisive, line),
    )
    if len(card.outcomes) <= 2:  # one condition and its else
        said = _one_condition(card, cell, decisive, line, settled)
    else:
        said = _chain(card, cell, steps, settled)
    return replace(settled, explanation=said + tail(card))


def _conditions(card: Card) -> list[tuple[Outcome, Threshold]]:
    """Return the ordered outcomes before the final else."""
    return [(o, o.threshold) for o in card.outcomes if o.threshold is not None]


def _met(card: Card, cell: Cell, outcome: Outcome, line: Threshold) -> bool:
    have = cell.have(card, outcome.choices)
    return holds(have, line.op, line.fraction, cell.base(card, line.base))


def _no_base(result: QuestionResult, base: Base) -> QuestionResult:
    return replace(result, explanation=f"{base_words(base, 0)}，无法判定")


def _short(card: Card, cell: Cell, steps: list[tuple[Outcome, Threshold]], reached: Outcome) -> int:
    """Return the votes missing for the last better outcome that was not reached."""
    failed = [step for step in steps if step[0] is not reached and step[0].passed is not False]
    if not failed:
        return 0
    outcome, line = failed[-1]
    have = cell.have(card, outcome.choices)
    return short_by(have, line.op, line.fraction, cell.base(card, line.base))


def _unanimous(cell: Cell, reached: Outcome, have: int) -> bool:
    """Say whether everyone present voted for it: 全票通过 only where it is true."""
    line = reached.threshold
    if not reached.passed or line is None or not line.op.wants_votes or len(reached.choices) > 1:
        return False
    numbers = cell.numbers
    crowd = [
        n
        for n in (numbers.present, numbers.issued, numbers.returned, numbers.items)
        if n is not None
    ]
    cast = cell.row.counts[reached.choices[0]]
    return bool(crowd) and 0 < have == cast == max(crowd)


def _what_if(card: Card, cell: Cell, outcome: Outcome, line: Threshold) -> tuple[WhatIf, ...]:
    lines = []
    have = cell.have(card, outcome.choices)
    for base in card.what_if:
        count = base_count(base, card, cell.numbers, cell.row)
        if base is line.base or not count:
            continue
        need = needed(count, line.op, line.fraction)
        met = holds(have, line.op, line.fraction, count)
        text = (
            f"如以{base_words(base, count)}为基数，{need_words(line, need, '票')}，"
            f"{card.labels(outcome.choices)}{have}票，"
            f"{verdict_words(line.op, line.fraction, met=met)}"
        )
        lines.append(WhatIf(base, count, need, have, met, text))
    return tuple(lines)


def _unit(base: Base) -> str:
    return "件" if base is Base.ITEMS else "票"


def _one_condition(
    card: Card, cell: Cell, outcome: Outcome, line: Threshold, result: QuestionResult
) -> str:
    """Return 全体组成人员41人，过半数为21票；赞成20票，未过半数，差1票，不予通过."""
    met, unit = _met(card, cell, outcome, line), _unit(line.base)
    need, have = result.need or 0, result.have or 0
    if is_none_at_all(line):
        labels, base = card.labels(outcome.choices), base_words(line.base, result.base_count or 0)
        there = f"{labels}{have}{'人' if line.base is Base.PRESENT else unit}"
        return f"{base}，{there if have else f'没有{labels}'}，{result.outcome_label}"
    said = [f"{card.labels(outcome.choices)}{have}{unit}"]
    said.append(verdict_words(line.op, line.fraction, met=met))
    if result.short and line.op.wants_votes:
        said.append(f"差{result.short}{unit}")
    said.append(f"全票{result.outcome_label}" if result.unanimous else result.outcome_label)
    start = f"{base_words(line.base, result.base_count or 0)}，{need_words(line, need, unit)}"
    return f"{start}；{'，'.join(said)}"


def _chain(
    card: Card, cell: Cell, steps: list[tuple[Outcome, Threshold]], result: QuestionResult
) -> str:
    """Return every condition tried, in order, and the grade reached."""
    said, last = [], None
    for outcome, line in steps:
        count, have = cell.base(card, line.base), cell.have(card, outcome.choices)
        if line.base is not last:
            said.append(base_words(line.base, count))
        met, unit = _met(card, cell, outcome, line), _unit(line.base)
        need = needed(count, line.op, line.fraction)
        limit = need_words(line, need, unit)
        words = verdict_words(line.op, line.fraction, met=met)
        text = f"{card.labels(outcome.choices)}{have}{unit}，{words}（{limit}）"
        short = short_by(have, line.op, line.fraction, count)
        if short and line.op.wants_votes and outcome.passed is not False:
            text += f"，差{short}{unit}"
        said.append(text)
        last = line.base
    return "；".join([*said, f"结果为“{result.outcome_label}”"])


def _by_share(card: Card, result: QuestionResult, cells: Sequence[Cell]) -> QuestionResult:
    """Walk the ordered outcomes on weighted shares of several electorates."""
    said = []
    reached = card.outcomes[-1]
    share: Fraction | None = None
    for outcome, line in _conditions(card):
        share = weighted_share(card, cells, outcome.choices, line.base)
        if share is None:
            return _no_base(result, line.base)
        met = holds(share, line.op, line.fraction, 1)
        words = verdict_words(line.op, line.fraction, met=met)
        said.append(f"{card.labels(outcome.choices)}加权为{_share_text(share)}，{words}")
        if met:
            reached = outcome
            break
    said.append(f"结果为“{reached.label}”")
    return replace(settle(result, reached), share=share, explanation="；".join(said) + tail(card))


def _share_text(share: Fraction) -> str:
    return percent(share.numerator, share.denominator)


def _by_score(card: Card, result: QuestionResult, cells: Sequence[Cell]) -> QuestionResult:
    score = mean_score(card, cells)
    if score is None:
        return replace(result, explanation="没有可计分的票，无法判定")
    bands = sorted(card.bands, key=lambda band: band.at_least)
    reached = next((b for b in bands if b.at_least <= score < b.below), bands[-1])
    kind = "加权平均" if len(cells) > 1 else "平均"
    said = f"{kind}{decimal_text(score, 2)}分，评为“{reached.label}”{tail(card)}"
    return replace(settle(result, reached), score=score, explanation=said)


def _rates(card: Card, cells: Sequence[Cell]) -> tuple[RateValue, ...]:
    values = []
    for rate in card.rates:
        have = sum(cell.have(card, rate.choices) for cell in cells)
        count = sum(cell.base(card, rate.base) for cell in cells)
        text = f"{rate.label}{percent(have, count)}（{have}/{count}）"
        values.append(RateValue(rate.label, have, count, text))
    return tuple(values)


def _counts_words(card: Card, result: QuestionResult) -> str:
    return "，".join(f"{c.label}{result.counts[c.key]}票" for c in card.choices)


def elected_words(kind: Kind, *, won: bool) -> str:
    """Return 当选／未当选 for elections, 入选／未入选 for projects."""
    word = "当选" if kind is Kind.ELECTION else "入选"
    return word if won else f"未{word}"
