"""What the rule asks for after a vote: the same again, among the tied, for seats left, measured anew.

Each is a state of the vote, not an accident. The first vote and its result stay as they are; the
new one is a draft that names it as its parent.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.cards import cards_for
from meetingdesk.actions.common import fetch
from meetingdesk.actions.vote_drafts import TARGETS, draft_vote
from meetingdesk.actions.vote_orders import link_before
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cards import parse_card
from meetingdesk.rules.cardtypes import Kind, Medium
from meetingdesk.rules.dates import add_months, cn_date
from meetingdesk.rules.numerals import ordinal
from meetingdesk.rules.results import Result, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.rules.cards import Card
    from meetingdesk.rules.cardtypes import Consequence

#: the card for voting again among the tied, which has no majority to reach (地方组织法 Art. 29)
_TIED_CARD = "选举-票数相等再次投票"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A legal next step: ``key`` for :func:`take_step`, the words of its button, why it is due."""

    key: str
    label: str
    why: str
    #: the question keys it is about, and for how many seats
    questions: tuple[str, ...]
    seats: int | None = None
    #: the meeting a re-evaluation would be held at; None for this one
    meeting_id: int | None = None
    #: the vote that has been drafted for it already
    done: int | None = None
    #: why it cannot be drafted yet, '' when it can
    lacking: str = ""


#: what the new vote is to the first, put after its title
_RELATIONS = {
    "again": "重新投票",
    "tied": "再次投票",
    "short": "另行选举",
    "rest": "另行投票",
    "hands": "举手表决",
    "second": "再次测评",
    "retest": "再次测评",
}


@query
def next_steps(session: Session, vote_id: int) -> list[NextStep]:
    """List the steps the rule asks for after a vote, none while it is running or settled."""
    return steps_of(session, fetch(session, Vote, vote_id))


def steps_of(session: Session, vote: Vote) -> list[NextStep]:
    """Return the legal next steps of ``vote``."""
    if vote.state == "作废":
        keys = tuple(q.key for q in vote.questions)
        why = f"收回{vote.returned}张，多于发出{vote.issued}张，本次投票无效，应重新投票。"
        found = [NextStep("again", "重新投票", why, keys, vote.seats)]
    elif vote.state == "已确认" and vote.result is not None:
        found = _after_result(session, vote, Result.from_dict(vote.result))
    else:
        return []
    return [_marked(session, vote, step) for step in found]


def _after_result(session: Session, vote: Vote, result: Result) -> list[NextStep]:
    card, after = parse_card(vote.card or {}), result.next_round
    steps = []
    labels = {q.key: q.label for q in result.questions}
    if after is not None and card.selection is not None:
        keys, why = after.questions, f"{after.reason}。"
        names = "、".join(labels[key] for key in keys)
        if result.state is State.TIE:
            steps.append(NextStep("tied", f"就{names}再次投票", why, keys, after.seats))
        else:
            key = "short" if card.kind is Kind.ELECTION else "rest"
            words = f"{_RELATIONS[key]}不足的{after.seats}{'名' if key == 'short' else '项'}"
            printed = tuple(k for k in keys if k in {q.key for q in vote.questions})
            steps.append(NextStep(key, words, why, printed, after.seats))
    elif after is not None and card.ballot.medium is Medium.ACCLAMATION:
        why = "有异议，不能以无异议通过，改用举手表决。"
        steps.append(NextStep("hands", "改用举手表决", why, after.questions))
    elif after is not None and not _retested(card, result):
        steps.append(NextStep("second", "再次测评", f"{after.reason}。", after.questions))
    again = _retested(card, result)
    if again:
        steps.append(_retest_step(session, vote, result, again))
    return steps


def _retested(card: Card, result: Result) -> tuple[str, ...]:
    """Return the questions whose grade is to be measured again, by the card."""
    grades: dict[str, Consequence | None] = {o.key: o.consequence for o in card.outcomes}
    grades.update({b.key: b.consequence for b in card.bands})
    return tuple(
        q.key
        for q in result.questions
        if (after := grades.get(q.outcome_key)) is not None and after.retest
    )


def _retest_step(session: Session, vote: Vote, result: Result, keys: tuple[str, ...]) -> NextStep:
    rows = [result.question(key) for key in keys]
    months = max((row.consequence_months or 0 for row in rows), default=0)
    names = "、".join(row.label for row in rows)
    why = f"{names}：{rows[0].consequence}"
    day = vote.certified_on
    if months and day is not None:
        why += f"，{months}个月内（{cn_date(add_months(day, months))}以前）"
    meeting = _later_meeting(session, vote)
    lacking = "" if meeting else "还没有登记以后的会议；登记后即可在那次会议拟定再次测评。"
    return NextStep(
        "retest",
        f"在{_number(meeting)}再次测评" if meeting else "再次测评",
        f"{why}。",
        keys,
        meeting_id=meeting.id if meeting else None,
        lacking=lacking,
    )


def _number(meeting: Meeting) -> str:
    return f"{ordinal(meeting.number)}次会议" if meeting.number else "下次会议"


def _later_meeting(session: Session, vote: Vote) -> Meeting | None:
    """Return the same body's next meeting of the same kind, once it is on the desk."""
    here = vote.meeting
    after = here.start or vote.certified_on or dt.date.max
    return session.scalars(
        select(Meeting)
        .where(
            Meeting.body_id == here.body_id,
            Meeting.kind == here.kind,
            Meeting.start > after,
        )
        .order_by(Meeting.start, Meeting.id)
        .limit(1)
    ).first()


def _marked(session: Session, vote: Vote, step: NextStep) -> NextStep:
    done = session.scalars(
        select(Vote.id)
        .where(Vote.parent_id == vote.id, Vote.relation == _RELATIONS[step.key])
        .order_by(Vote.id)
    ).first()
    return replace(step, done=done)


@action("拟定下一步表决")
def take_step(work: Work, vote_id: int, key: str) -> int:
    """Draft the vote that a next step asks for and return its id.

    Raises:
        Refused: the rule asks for no such step, it is drafted already, or its meeting is lacking.
    """
    first = fetch(work.session, Vote, vote_id)
    step = next((s for s in steps_of(work.session, first) if s.key == key), None)
    if step is None:
        word, over = _RELATIONS.get(key, "另行表决"), first.state in ("已确认", "作废")
        raise Refused(
            f"“{first.title}”{'的结果不需要' if over else '还没有结束，不能'}{word}。",
            Problem("已有结果的事项不得重新表决。" if over else "请先完成或作废。"),
        )
    if step.done is not None:
        title = fetch(work.session, Vote, step.done).title
        raise Refused(f"“{title}”已经拟定，不能重复拟定。", Problem("请打开已拟定的这一次。"))
    if step.lacking:
        raise Refused(step.lacking, Problem("请先在“会议与出席”中新建会议。"))
    return _draft(work, first, step)


def _draft(work: Work, first: Vote, step: NextStep) -> int:
    word = _RELATIONS[step.key]
    base = re.sub(rf"（{first.relation}(?:之\d+)?）$", "", first.title)
    times = _times(work.session, first, word)
    title = f"{base}（{word}{f'之{times}' if times > 1 else ''}）"
    kind, method, card_name = first.kind, first.method, _card_for(first, step)
    if step.key == "hands":
        kind, method = "程序", "举手表决"
        card_name = cards_for(kind, method)[0].name
    made = draft_vote(
        work,
        kind=kind,
        meeting_id=step.meeting_id or first.meeting_id,
        item_id=first.item_id if step.meeting_id is None else None,
        title=title,
        method=method,
        card_name=card_name,
        questions=_questions(first, step.questions),
    )
    new = fetch(work.session, Vote, made)
    new.parent_id, new.relation, new.seats = first.id, word, step.seats
    if step.key == "again":
        new.choose_at_most = first.choose_at_most
        if first.before is not None:
            whole = fetch(work.session, Vote, first.before.whole_id)
            link_before(work.session, new, whole, first.before.what)
    for name in ("teller_chief", "tellers", "counters"):
        setattr(new, name, getattr(first, name))
    work.label = f"“{base}”{word}"
    return made


def _times(session: Session, first: Vote, word: str) -> int:
    """Return how often in a row, the vote to come included, it has been voted so."""
    number, found = 1, first
    while found.relation == word and found.parent_id is not None:
        number, found = number + 1, fetch(session, Vote, found.parent_id)
    return number


def _card_for(first: Vote, step: NextStep) -> str:
    """Return the card of the new vote: among the tied of a congress the law has another rule."""
    tied = step.key == "tied" and first.kind == str(Kind.ELECTION)
    return _TIED_CARD if tied and first.meeting.body.kind == "congress" else first.card_name


def _questions(first: Vote, keys: tuple[str, ...]) -> list[tuple[str, str, dict[str, int]]]:
    """Return the rows of the new sheet; a name that was written in stands on it like the others."""
    printed = {q.key: q for q in first.questions}
    rows = []
    for key in keys:
        found = printed.get(key)
        if found is None:
            rows.append((key[1:], "", dict[str, int]()))
            continue
        target = {t: getattr(found, t) for t in TARGETS if getattr(found, t) is not None}
        rows.append((found.text, found.detail, target))
    return rows


@action("重新投票")
def re_vote(work: Work, parent_id: int) -> int:
    """Draft the vote again as the rule asks after it was void, tied or short; return its id.

    Raises:
        Refused: the first vote is still running, or it has a result that stands.
    """
    first = fetch(work.session, Vote, parent_id)
    steps = steps_of(work.session, first)
    return take_step(work, parent_id, steps[0].key if steps else "again")
