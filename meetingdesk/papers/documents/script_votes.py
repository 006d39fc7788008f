"""Votes in the 主持词: how each is taken, its numbers, and both of its ends (A21–A25, Q3, §1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.documents.context import method_of, rules_of
from meetingdesk.papers.documents.ratings import rated_words
from meetingdesk.papers.documents.votes import card_of
from meetingdesk.records.appointments import MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.facts import decisions_of, due_at, motions_of, present_of, votes_of
from meetingdesk.rules.appointments import decision_title, sentence
from meetingdesk.rules.cardtypes import Base
from meetingdesk.rules.cardwords import condition_words
from meetingdesk.rules.majority import more_than_half, needed
from meetingdesk.rules.results import Result
from meetingdesk.rules.titles import book, with_draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Question, Vote
    from meetingdesk.rules.cards import Card

Step = dict[str, Any]
#: where a number is written by hand in the hall
BLANK = "＿＿"
_ORDER = ("赞成", "反对", "弃权")


def ballots_by_item(session: Session, meeting: Meeting) -> dict[int | None, list[Step]]:
    """Return item → the votes taken on it, in their order; drafts still without a vote too."""
    found: dict[int | None, list[Step]] = {}
    for vote in votes_of(session, meeting.id):
        if vote.state != "作废" and vote.questions:
            found.setdefault(vote.item_id, []).append(_step(session, vote))
    rules = rules_of(session, meeting)
    for item in meeting.agenda:
        if item.needs_vote and item.stands and item.id not in found:
            planned = _planned(session, meeting, item.id, method_of(item, rules))
            if planned:
                found[item.id] = planned
    return found


def _step(session: Session, vote: Vote) -> Step:
    result = Result.from_dict(vote.result) if vote.result else None
    card = card_of(vote) if vote.card or vote.card_name else None
    rows = [_row(session, q, result, card) for q in vote.questions]
    members = vote.members or len(due_at(session, vote.meeting))
    condition, need = _threshold(card, members, vote)
    return {
        "form": "vote",
        "kind": _kind(vote),
        "title": rated_words(vote) if vote.kind == "测评" else vote.title.removesuffix("的表决"),
        "method": vote.method,
        "members": members,
        "present": _number(vote.present, present_of(vote.meeting)),
        "need": need,
        "condition": condition,
        "choices": [c.label for c in card.choices] if card else list(_ORDER),
        "rows": rows,
        "certified": result is not None,
        "passed": bool(result) and all(r["passed"] for r in rows),
        "chief": vote.teller_chief,
        "tellers": vote.tellers,
        "issued": _number(vote.issued),
        "returned": _number(vote.returned),
        "unpressed": rows[0]["unpressed"] if rows else "",
        "seats": _number(vote.seats),
        "elected": _elected(vote, result),
    }


def _elected(vote: Vote, result: Result | None) -> str:
    """Name those elected, in the order of the result; a blank until it is certified."""
    if result is None:
        return BLANK * 2
    names = {q.key: q.text for q in vote.questions}
    return "、".join(names.get(key, key) for key in result.elected) or BLANK * 2


def _kind(vote: Vote) -> str:
    """测评 by grades; 选举 for seats; 表决 of one matter; 任免 of several with three choices."""
    if vote.kind == "测评":
        return "测评"
    if vote.kind in ("选举", "票决"):
        return "选举"
    return "表决" if len(vote.questions) == 1 else "任免"


def _number(*values: int | None) -> str:
    return next((str(v) for v in values if v is not None), BLANK)


def _row(session: Session, question: Question, result: Result | None, card: Card | None) -> Step:
    """Return one matter: how it is called, its numbers, and how it came out."""
    entry = _entry(session, question)
    decision = session.get(Decision, question.decision_id) if question.decision_id else None
    if entry is not None:
        words = _person(entry)
    elif decision is not None:
        words = _text(decision.title)
    else:
        words = _called(question.text, f"{question.text}通过", f"{question.text}未获通过")
    found = next((q for q in result.questions if q.key == question.key), None) if result else None
    labels = [(c.key, c.label) for c in card.choices] if card else [(x, x) for x in _ORDER]
    return {
        **words,
        "text": question.text,
        "counts": [
            {"label": label, "value": str(found.counts.get(key, 0)) if found else BLANK}
            for key, label in labels
        ],
        "grade": found.outcome_label if found else BLANK,
        "passed": found is not None and found.state == "passed",
        "unpressed": str(found.unpressed) if found and found.unpressed is not None else "",
    }


def _entry(session: Session, question: Question) -> MotionEntry | None:
    return session.get(MotionEntry, question.entry_id) if question.entry_id else None


def _threshold(card: Card | None, members: int, vote: Vote) -> tuple[str, str]:
    """Return the condition in words and how many votes it takes, from the vote's own card."""
    first = next((o for o in card.outcomes if o.threshold), None) if card else None
    if first is None or first.threshold is None:
        return "超过全体组成人员半数", str(more_than_half(members)) if members else BLANK
    rule = first.threshold
    base = members if rule.base is Base.MEMBERS else vote.present
    votes = needed(base, rule.op, rule.fraction) if base else None
    return condition_words(rule), _number(votes)


def _planned(session: Session, meeting: Meeting, item_id: int, method: str) -> list[Step]:
    """Return the votes an item will need, made from its drafts and motions."""
    members = len(due_at(session, meeting))
    shared = {
        "form": "vote",
        "method": method,
        "members": members,
        "present": _number(present_of(meeting)),
        "need": str(more_than_half(members)) if members else BLANK,
        "condition": "超过全体组成人员半数",
        "choices": list(_ORDER),
        "certified": False,
        "passed": False,
        "chief": "",
        "tellers": "",
        "issued": BLANK,
        "returned": BLANK,
        "unpressed": "",
    }
    texts = [
        _open_row(_text(d.title))
        for d in decisions_of(session, meeting.id)
        if d.item_id == item_id and d.state == "草案"
    ]
    steps: list[Step] = [
        {**shared, "kind": "表决", "title": row["called"], "rows": [row]} for row in texts
    ]
    people = [
        _open_row(_person(e))
        for m in motions_of(session, meeting.id)
        for e in m.entries
        if m.item_id == item_id and e.state == "待表决"
    ]
    if people:
        kind = "表决" if len(people) == 1 else "任免"
        steps.append({**shared, "kind": kind, "title": "人事任免事项", "rows": people})
    return steps


def _called(called: str, adopted: str, refused: str) -> dict[str, str]:
    return {"called": called, "adopted": adopted, "refused": refused}


def _text(title: str) -> dict[str, str]:
    """A text: with （草案） until the chair says that it is passed."""
    draft = book(with_draft(title))
    return _called(draft, f"{book(title)}通过", f"{draft}未获通过")


def _person(entry: MotionEntry) -> dict[str, str]:
    """One person: the act itself is announced, 辞职 and the like by their decision."""
    title = decision_title(entry.verb, entry.name, entry.post)
    if title:
        return _text(title)
    act = sentence(entry.verb, entry.name, entry.post).rstrip("。").replace("：", "")
    return _called(act, act, f"{act}的事项未获通过")


def _open_row(words: dict[str, str]) -> Step:
    """Return a matter nobody has voted on yet."""
    return {
        **words,
        "text": words["called"],
        "counts": [{"label": label, "value": BLANK} for label in _ORDER],
        "grade": BLANK,
        "passed": False,
        "unpressed": "",
    }
