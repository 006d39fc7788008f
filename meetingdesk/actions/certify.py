"""确认结果: deciding by the frozen card, sealing, reopening with a reason, exporting.

A vote needs two agreeing counts by different people; with one count only, the operator must
give a reason, which is kept in the vote's note and printed on the 计票报告单. A show of hands
or a keypad leaves nothing to recount, so one count is enough there.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DatabaseError

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, require
from meetingdesk.actions.count_views import compare_counts, refuse_hidden, tally_of, the_card
from meetingdesk.actions.rulings import main_count, settled
from meetingdesk.actions.sums import IN_SUMS
from meetingdesk.actions.vote_sums import bodies_of
from meetingdesk.actions.vote_views import METHODS, entered, rows_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import Letter, MotionEntry
from meetingdesk.records.ballots import ScanDoubt
from meetingdesk.records.decisions import Decision
from meetingdesk.records.practice import is_practice
from meetingdesk.records.tallies import BallotPattern, CountSum, Ruling
from meetingdesk.records.votes import Count, Vote
from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.decide import decide
from meetingdesk.rules.majority import decimal_text
from meetingdesk.rules.results import QuestionResult, Result, State
from meetingdesk.rules.seal import digest, short_code
from meetingdesk.rules.tally import tally
from meetingdesk.rules.votes import Count as Body
from meetingdesk.rules.votes import Numbers, VoteInput

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.rules.cards import Card

__all__ = [
    "ONE_COUNT",
    "QuestionResult",
    "Result",
    "State",
    "certify",
    "decimal_text",
    "export_vote",
    "preview",
    "reopen",
    "result_of",
    "seal_intact",
    "vote_input",
]

#: how the reason for certifying on one count begins in the vote's note
ONE_COUNT = "仅一遍计票即确认的理由："


def certify(office: Office | Work, vote_id: int, *, reason: str = "") -> str:
    """Decide, freeze and seal a vote; return the short code printed on the report.

    With an office, the desk's file is then written afresh and its log folded away: the pages
    of the ballots could tell in which order they were entered.

    Raises:
        Refused: a count is unfinished, two counts differ, one count without a reason, or the
            numbers do not add up.
    """
    code = _certify(office, vote_id, reason=reason)
    if not isinstance(office, Work):
        # another program may be reading the desk; the next certified vote sees to it then
        with suppress(DatabaseError):
            office.desk.rewrite()
    return code


@action("确认结果", undoable=False)
def _certify(work: Work, vote_id: int, *, reason: str = "") -> str:
    vote = fetch(work.session, Vote, vote_id)
    count = _settled_count(work, vote, reason)
    unbalanced = _ledger_note(work.session, vote)
    entry = vote_input(work.session, vote, count)
    result = decide(entry)
    if result.state in (State.UNDECIDED, State.VOID):
        raise Refused(
            f"“{vote.title}”的数字还不能得出结果，没有确认。",
            *(Problem(check.text) for check in result.problems),
        )
    vote.result = result.to_dict()
    vote.digest = digest(sealed(entry, vote.result))
    vote.code = short_code(vote.digest)
    vote.certified_on, vote.state = vote.opened_on, "已确认"
    if reason.strip() and len(vote.counts) < 2:
        _add_note(vote, f"{ONE_COUNT}{reason.strip()}")
    if unbalanced:
        _add_note(vote, unbalanced)
    _apply(work.session, vote, result)
    _lay_in_order(work.session, vote)
    work.meeting_id = vote.meeting_id
    work.label = f"确认“{vote.title}”的结果（{vote.code}）"
    return vote.code


def _ledger_note(session: Session, vote: Vote) -> str:
    from meetingdesk.actions.ballotledger import check_ledger  # it registers through polling

    return check_ledger(session, vote)


def _settled_count(work: Work, vote: Vote, reason: str) -> Count | None:
    if vote.state != "计票":
        raise Refused(f"“{vote.title}”现在是“{vote.state}”，没有待确认的计票。")
    if vote.job:
        raise Refused(
            f"“{vote.title}”是带入的计票任务，只在这里计票。",
            Problem("请导出计票结果，交回原台账并入后确认。"),
        )
    if vote.sums is not None:
        return None
    for count in vote.counts:
        held = entered(work.session, count.id)
        if count.state != "完成" or held != vote.returned:
            raise Refused(
                f"第{'一二'[count.number - 1]}遍计票还没有录完（{held} / {vote.returned}），不能确认。",
                Problem("请录完并结束这一遍计票。", field="计票"),
            )
    if len(vote.counts) > 1:
        found = compare_counts(work, vote.id)
        if found.waiting:
            raise Refused("两遍计票还不能比对，不能确认。", Problem(found.waiting))
        if not found.agrees:
            raise Refused(
                "两遍计票不一致，不能确认。请按下列各处重新核对纸票，更正后再比对。",
                *(Problem(text) for _, text in found.differences),
            )
    elif METHODS.get(vote.method) is Medium.PAPER:
        require(
            reason,
            "只计一遍的理由",
            "应由另一人再录一遍；如只计一遍，请写明理由，理由将印在计票报告单上。",
        )
    return main_count(vote)


def _first_count(vote: Vote) -> Count | None:
    """Return the count a vote is decided by, None where sums were taken over."""
    return main_count(vote) if vote.counts else None


def _lay_in_order(session: Session, vote: Vote) -> None:
    """Write ballots, sums, rulings and doubts again, in the order of their keys, in this one transaction.

    Otherwise a server would keep with each row the number of the transaction it was entered in.
    """
    for count in vote.counts:
        for table in (BallotPattern, CountSum):
            _lay_anew(session, table.__table__, table.count_id == count.id)
    _lay_anew(session, Ruling.__table__, Ruling.vote_id == vote.id)
    _lay_anew(session, ScanDoubt.__table__, ScanDoubt.vote_id == vote.id)


def _lay_anew(session: Session, table: Any, own: ColumnElement[bool]) -> None:
    session.flush()
    rows = session.execute(select(table).where(own).order_by(*table.primary_key)).mappings().all()
    session.execute(delete(table).where(own))
    if rows:
        session.execute(insert(table), [dict(row) for row in rows])


def vote_input(session: Session, vote: Vote, count: Count | None) -> VoteInput:
    """Return the vote as the engine takes it: the ballots of one count, or sums taken over."""
    card = the_card(vote)
    patterns = {} if count is None else settled(session, vote, count)
    rows = rows_of(vote, patterns)
    on_paper = METHODS.get(vote.method) is Medium.PAPER
    numbers = Numbers(
        members=vote.members,
        statutory_seats=vote.statutory_seats,
        deputies=vote.members if vote.meeting.body.kind == "congress" else None,
        present=vote.present,
        issued=vote.issued if on_paper else None,
        returned=vote.returned if on_paper else None,
    )
    parts: dict[str, Body] = {}
    if vote.sums is not None:
        body, parts = bodies_of(vote.sums, numbers)
    elif count is not None and count.way == IN_SUMS:
        body = _body_of_sums(session, card, count, numbers)
    elif on_paper:
        body = Body(numbers, patterns=patterns)
    else:
        body = Body(numbers, totals=tally(card, rows, patterns).questions)
    return VoteInput(
        card,
        rows,
        body,
        parts=parts,
        failed_before=failed_before(session, vote),
        title=vote.title,
        round=_round(session, vote),
        rehearsal=is_practice(session),
    )


def _body_of_sums(session: Session, card: Card, count: Count, numbers: Numbers) -> Body:
    seen, _ = tally_of(session, card, count)
    spoilt = seen.invalid_ballots
    known = replace(numbers, valid=(seen.returned or 0) - spoilt, invalid=spoilt)
    return Body(known, totals=seen.questions)


def failed_before(session: Session, vote: Vote) -> dict[str, int]:
    """Say how often in a row each person has failed for the same post (rules.md §1.3)."""
    found: dict[str, int] = {}
    for question in vote.questions:
        entry = session.get(MotionEntry, question.entry_id) if question.entry_id else None
        if entry is None:
            continue
        states = session.scalars(
            select(MotionEntry.state)
            .where(
                MotionEntry.name == entry.name,
                MotionEntry.post == entry.post,
                MotionEntry.id < entry.id,
                MotionEntry.state.in_(("通过", "未通过")),
            )
            .order_by(MotionEntry.id.desc())
        ).all()
        times = next((n for n, state in enumerate(states) if state == "通过"), len(states))
        if times:
            found[question.key] = times
    return found


def _round(session: Session, vote: Vote) -> int:
    number, parent = 1, vote.parent_id
    while parent is not None:
        number, parent = number + 1, fetch(session, Vote, parent).parent_id
    return number


def sealed(entry: VoteInput, result: dict[str, Any]) -> dict[str, Any]:
    """Return the record whose digest seals the vote: ballots, N, rule, order, result."""
    return {"vote": entry.to_dict(), "result": result}


def _apply(session: Session, vote: Vote, result: Result) -> None:
    """Carry each verdict to the appointment it was about; decisions are adopted by their action."""
    words = {State.PASSED: "通过", State.FAILED: "未通过"}
    for question in vote.questions:
        state = words.get(result.question(question.key).state)
        if question.entry_id is None or state is None:
            continue
        entry = fetch(session, MotionEntry, question.entry_id)
        entry.state = state
        entry.passed_on = vote.certified_on if state == "通过" else None


@action("重新打开结果", undoable=False)
def reopen(work: Work, vote_id: int, reason: str) -> None:
    """Take a certified result back to counting; the old result stays readable in the note.

    Raises:
        Refused: not certified, no reason, or something has been issued on its strength.
    """
    vote = fetch(work.session, Vote, vote_id)
    if vote.state != "已确认" or vote.result is None:
        raise Refused(f"“{vote.title}”没有已确认的结果。")
    why = require(reason, "重新打开的理由")
    _refuse_if_used(work.session, vote)
    old = Result.from_dict(vote.result)
    _add_note(
        vote,
        f"{work.today.isoformat()} {work.who}重新打开，理由：{why}。原结果（{vote.code}）：",
        *(f"{row.label}：{row.outcome_label}；{row.explanation}" for row in old.questions),
    )
    for question in vote.questions:
        if question.entry_id is not None:
            entry = fetch(work.session, MotionEntry, question.entry_id)
            entry.state, entry.passed_on = "待表决", None
    vote.result, vote.certified_on, vote.digest, vote.code = None, None, "", ""
    vote.state = "计票"
    work.meeting_id = vote.meeting_id
    work.label = f"重新打开“{vote.title}”的结果：{why}"


def _refuse_if_used(session: Session, vote: Vote) -> None:
    problems = []
    whole = session.get(Vote, vote.before.whole_id) if vote.before else None
    if whole is not None and whole.state != "拟定":
        problems.append(Problem(f"“{whole.title}”已按这个结果开票，请先撤回它的开票。"))
    later = session.scalars(select(Vote).where(Vote.parent_id == vote.id, Vote.state != "拟定"))
    problems += [Problem(f"“{v.title}”已按这个结果开票，请先撤回它的开票。") for v in later]
    for question in vote.questions:
        if question.entry_id is not None and session.scalar(
            select(func.count()).select_from(Letter).where(Letter.entry_id == question.entry_id)
        ):
            problems.append(Problem(f"{question.text}的任命书已经登记，请先撤销任命书。"))
        if question.decision_id is not None:
            decision = fetch(session, Decision, question.decision_id)
            if decision.state == "通过":
                problems.append(Problem(f"{question.text}已登记通过，请先撤回通过。"))
    if problems:
        raise Refused("已有文件或表决依据这个结果作出，不能重新打开。", *problems)


def _add_note(vote: Vote, *lines: str) -> None:
    vote.note = "\n".join((*([vote.note] if vote.note else []), *lines))


@query
def preview(session: Session, count_id: int) -> dict[str, Any]:
    """Return the result (exchange form) that a finished count would give; nothing is kept.

    Raises:
        Refused: the count is not finished; no result may be seen while ballots come in.
    """
    count = fetch(session, Count, count_id)
    if count.state != "完成":
        raise Refused("这一遍计票还没有录完，不能预览结果。")
    refuse_hidden(session, count)
    return decide(vote_input(session, count.vote, count)).to_dict()


@query
def result_of(session: Session, vote_id: int) -> Result | None:
    """Return a certified vote's result as the engine's value, None before."""
    vote = fetch(session, Vote, vote_id)
    return Result.from_dict(vote.result) if vote.result else None


@query
def export_vote(session: Session, vote_id: int) -> dict[str, Any]:
    """Return a vote with its first count's ballots in the exchange form ``vote``.

    Ballots are a multiset without order; the form is what ``decide`` and a recount read.

    Raises:
        Refused: nothing has been counted yet, two counts differ, or a doubtful ballot (疑难票)
            is not ruled; ruled ones appear as what they were ruled.
    """
    vote = fetch(session, Vote, vote_id)
    if not vote.counts and vote.sums is None:
        raise Refused(f"“{vote.title}”还没有计票，没有可以导出的票。")
    count = _first_count(vote)
    if count is not None:
        refuse_hidden(session, count)
    return vote_input(session, vote, count).to_dict()


@query
def seal_intact(session: Session, vote_id: int) -> bool:
    """Say whether a certified vote still has the ballots, numbers and result it was sealed with.

    Raises:
        Refused: it is not certified.
    """
    vote = fetch(session, Vote, vote_id)
    if vote.state != "已确认" or vote.result is None:
        raise Refused(f"“{vote.title}”没有已确认的结果。")
    return seal_holds(session, vote)


def seal_holds(session: Session, vote: Vote) -> bool:
    """Say whether a certified vote's digest and code still fit its ballots and result."""
    found = digest(sealed(vote_input(session, vote, _first_count(vote)), vote.result or {}))
    return found == vote.digest and short_code(found) == vote.code
