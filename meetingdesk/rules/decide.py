"""Decide a vote (判定): check the numbers, grade each question, say why. Pure; touches no desk."""

from __future__ import annotations

from dataclasses import asdict, replace
from fractions import Fraction

from meetingdesk.rules.cardwords import describe
from meetingdesk.rules.checks import check, completed
from meetingdesk.rules.results import Check, Level, NextRound, QuestionResult, Result, State
from meetingdesk.rules.selecting import select
from meetingdesk.rules.tally import Question, QuestionTally, Tally
from meetingdesk.rules.verdicts import Cell, grade, mean_score, plain_result, weighted_share
from meetingdesk.rules.votes import Count, Numbers, VoteInput

__all__ = ["Count", "Numbers", "Question", "QuestionTally", "Result", "VoteInput", "decide"]


def decide(vote: VoteInput) -> Result:
    """Return the result of a vote, never a guess.

    Numbers that do not add up leave the vote undecided; more ballots back than out, or too few
    present, void it (地方组织法 Art.51, 选举法 Art.44). The reasons are in ``checks``.

    Raises:
        BadInput: a ballot bears marks that are not on the card.
    """
    bodies = _bodies(vote)
    checks: list[Check] = []
    for body, tally, _, where in bodies:
        checks += check(vote, body, tally, where)
    cells = {
        q.key: [_cell(body, tally, q.key, weight) for body, tally, weight, _ in bodies]
        for q in vote.questions
    }
    known = {e.key for e in vote.card.electorates}
    for key in sorted(set(vote.parts) - known):
        text = f"规则卡上没有“{key}”这一类人员"
        checks.append(Check("unknown_part", ok=False, level=Level.ERROR, text=text))
    blank = _frame(vote, tuple(checks), None if vote.card.electorates else bodies[0][1])
    bad = [c for c in checks if not c.ok and c.level is not Level.NOTE]
    if bad:
        return _stopped(vote, blank, cells, bad)
    rule = vote.card.selection
    if rule is not None:
        seats = vote.seats or rule.seats
        if seats is None:
            lacking = Check("seats", ok=False, level=Level.ERROR, text="没有应选名额，无法判定")
            blank = replace(blank, checks=(*blank.checks, lacking))
            return _stopped(vote, blank, cells, [lacking])
        single = {key: row[0] for key, row in cells.items()}
        chosen = select(vote.card, rule, vote.questions, single, seats)
        return replace(
            blank,
            state=chosen.state,
            conclusion=chosen.conclusion,
            questions=tuple(_remember(vote, q) for q in chosen.questions),
            seats=chosen.seats,
            vacancies=chosen.vacancies,
            elected=chosen.elected,
            tied=chosen.tied,
            next_round=chosen.next_round,
        )
    graded = [_remember(vote, grade(vote.card, q, cells[q.key])) for q in vote.questions]
    return _graded(blank, tuple(_rank(vote, graded, cells)))


def _bodies(vote: VoteInput) -> list[tuple[Count, Tally, Fraction | int, str]]:
    """Return each body of votes with its sums, weight and name (one body when unweighted)."""
    if not vote.card.electorates:
        return [(vote.count, completed(vote, vote.count), 1, "")]
    bodies: list[tuple[Count, Tally, Fraction | int, str]] = []
    for electorate in vote.card.electorates:
        part = vote.parts.get(electorate.key, Count(Numbers()))
        bodies.append((part, completed(vote, part), electorate.weight, electorate.label))
    return bodies


def _cell(body: Count, tally: Tally, key: str, weight: Fraction | int) -> Cell:
    row = tally.questions.get(key, QuestionTally({}))
    numbers = replace(body.numbers, returned=tally.returned)
    return Cell(numbers, row, tally.missing, tally.invalid_ballots, Fraction(weight))


def _frame(vote: VoteInput, checks: tuple[Check, ...], tally: Tally | None) -> Result:
    """Return the result before anything is decided; ``tally`` is None for several electorates.

    No group's sheets may stand as those of the whole vote.
    """
    card = vote.card
    numbers = asdict(vote.numbers)
    if tally is not None:
        numbers |= {"returned": tally.returned, "invalid": tally.invalid_ballots}
    return Result(
        title=vote.title,
        round=vote.round,
        rehearsal=vote.rehearsal,
        card_id=card.id,
        card_title=card.title,
        card_version=card.version,
        guess=card.guess,
        rule_text=describe(card),
        article=card.article,
        source=card.source,
        state=State.UNDECIDED,
        conclusion="",
        checks=checks,
        questions=(),
        numbers={key: value for key, value in numbers.items() if value is not None},
    )


def _stopped(
    vote: VoteInput, blank: Result, cells: dict[str, list[Cell]], bad: list[Check]
) -> Result:
    """Return a result that decides nothing: void, or undecided until the numbers are mended."""
    void = [c for c in bad if c.level is Level.VOID]
    state = State.VOID if void else State.UNDECIDED
    reasons = "；".join(c.text for c in void or bad)
    label = "无效" if void else "未作判定"
    rows = (
        replace(
            plain_result(vote.card, q, cells[q.key]),
            state=state,
            outcome_label=label,
            explanation=reasons,
        )
        for q in vote.questions
    )
    head = "本次投票无效" if void else "票数未核对相符，未作判定"
    over = any(c.key in ("returned_issued", "returned_present") for c in void)
    again = None
    if over:
        again = NextRound(tuple(q.key for q in vote.questions), vote.seats, "投票无效，重新投票")
    return replace(
        blank, state=state, conclusion=f"{head}：{reasons}", questions=tuple(rows), next_round=again
    )


def _remember(vote: VoteInput, result: QuestionResult) -> QuestionResult:
    """Add how often in a row this has failed, and whether the card bars another try."""
    if result.state is not State.FAILED:
        return result
    times = vote.failed_before.get(result.key, 0) + 1
    limit = vote.card.reject_limit
    barred = limit is not None and times >= limit
    notes = list(result.notes)
    if times > 1:
        notes.append(f"连续{times}次未获通过")
    if barred:
        notes.append("按本卡规定，不得再次提请任命同一职务")
    return replace(result, failed_times=times, barred=barred, notes=tuple(notes))


def _rank(
    vote: VoteInput, results: list[QuestionResult], cells: dict[str, list[Cell]]
) -> list[QuestionResult]:
    """Give each question its rank; equal values share one (并列), as 1, 1, 3."""
    ranking = vote.card.ranking
    if ranking is None:
        return results
    values: dict[str, Fraction] = {}
    for q in vote.questions:
        if ranking.base is None:
            value = mean_score(vote.card, cells[q.key])
        else:
            value = weighted_share(vote.card, cells[q.key], ranking.choices, ranking.base)
        if value is not None:
            values[q.key] = value
    ranked = []
    for result in results:
        if result.key not in values:
            ranked.append(result)
            continue
        own = values[result.key]
        rank = 1 + sum(value > own for value in values.values())
        last = 1 + sum(value < own for value in values.values())
        notes = list(result.notes)
        if rank <= ranking.first:
            notes.append(f"列前{ranking.first}名")
        if last <= ranking.last:
            notes.append(f"列后{ranking.last}名")
        ranked.append(replace(result, rank=rank, notes=tuple(notes)))
    return ranked


def _graded(blank: Result, results: tuple[QuestionResult, ...]) -> Result:
    states = {r.state for r in results}
    state = states.pop() if len(states) == 1 else State.MIXED
    again = tuple(r.key for r in results if r.state is State.SECOND_ROUND)
    return replace(
        blank,
        state=state,
        conclusion=_conclusion(results),
        questions=results,
        next_round=NextRound(again, None, "须再次投票") if again else None,
    )


def _conclusion(results: tuple[QuestionResult, ...]) -> str:
    """Say one result by its label, several by how many came out how."""
    if len(results) == 1:
        return results[0].explanation
    tally: dict[str, int] = {}
    for result in results:
        tally[result.outcome_label] = tally.get(result.outcome_label, 0) + 1
    return "，".join(f"{word}{count}项" for word, count in tally.items())
