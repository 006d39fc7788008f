"""Drafting a vote: its sheet, its card, the order of its rows; all of it frozen at opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.cards import METHODS as WAYS
from meetingdesk.actions.cards import card_named, cards_for
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.actions.vote_views import KINDS, METHODS, before_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.ballots import BallotForm, ledger_lines
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Question, Vote
from meetingdesk.rules.cardtypes import Medium

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_VOTE_FIELDS = frozenset(
    {"title", "kind", "method", "card_name", "teller_chief", "tellers", "counters", "note"}
)
_TELLER_FIELDS = frozenset({"teller_chief", "tellers", "counters", "note"})
#: what a question may point at
TARGETS = ("entry_id", "unit_id", "decision_id")


@action("拟定表决")
def draft_vote(
    work: Work,
    *,
    kind: str,
    meeting_id: int,
    item_id: int | None = None,
    title: str,
    method: str = "",
    card_name: str = "",
    questions: Iterable[tuple[str, str, dict[str, int]]] = (),
) -> int:
    """Draft a vote and return its id.

    ``questions`` are (text, detail, target): target is empty or one of ``entry_id``,
    ``unit_id``, ``decision_id``. Without ``method`` or ``card_name`` the usual one for the kind
    is taken.

    Raises:
        Refused: unknown kind, method or card; an empty title or question.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    method = method or WAYS.get(kind, ("无记名投票",))[0]
    _check_kind(kind, method)
    if not card_name:
        fitting = cards_for(kind, method, session=work.session, body_id=meeting.body_id)
        card_name = fitting[0].name if fitting else ""
    card_named(card_name, session=work.session)
    last = work.session.scalar(select(func.max(Vote.position)).where(Vote.meeting_id == meeting.id))
    vote = Vote(
        meeting_id=meeting.id,
        item_id=item_id,
        kind=kind,
        title=require(title, "标题"),
        method=method,
        secret=METHODS[method] is Medium.PAPER,
        card_name=card_name,
        position=(last or 0) + 1,
    )
    work.session.add(vote)
    for text, detail, target in questions:
        append_question(vote, text, detail, target)
    work.session.flush()
    work.meeting_id, work.label = meeting.id, f"拟定“{vote.title}”"
    return vote.id


def _check_kind(kind: str, method: str) -> None:
    if kind not in KINDS:
        raise Refused(
            f"没有“{kind}”这种表决。", Problem(f"可选：{'、'.join(KINDS)}。", field="种类")
        )
    if method not in METHODS:
        raise Refused(
            f"没有“{method}”这种表决方式。",
            Problem(f"可选：{'、'.join(METHODS)}。", field="表决方式"),
        )
    if method not in WAYS[kind]:
        raise Refused(
            f"{kind}不能采用{method}。",
            Problem(f"可选：{'、'.join(WAYS[kind])}。", field="表决方式"),
        )


def append_question(vote: Vote, text: str, detail: str, target: dict[str, int]) -> Question:
    """Append a row to a drafted sheet; ``target`` is empty or one of :data:`TARGETS`.

    Raises:
        Refused: an empty text, or the same row twice.
    """
    if not set(target) <= set(TARGETS):
        raise TypeError(f"a question cannot point at {sorted(target)}")
    text = require(text, "事项名称", "每一项都要写明对象、人名或文件名。")
    if any(q.text == text and q.detail == detail.strip() for q in vote.questions):
        raise Refused(f"“{text}”已在票上，不能重复列入。", Problem("事项重复", field="事项名称"))
    used = [int(q.key[1:]) for q in vote.questions]
    question = Question(
        key=f"q{max(used, default=0) + 1}",
        text=text,
        detail=detail.strip(),
        position=len(vote.questions) + 1,
        **target,
    )
    vote.questions.append(question)
    return question


def drafted(session: Session, vote_id: int) -> Vote:
    """Return the vote if it may still be edited.

    Raises:
        Refused: it has been opened; the sheet is frozen.
    """
    vote = fetch(session, Vote, vote_id)
    if vote.state != "拟定":
        raise Refused(
            f"“{vote.title}”已经{'作废' if vote.state == '作废' else '开票'}，票面不能再改。",
            Problem("如确需修改，请撤销开票，或重新拟定一次表决。"),
        )
    return vote


@action("修改表决")
def edit_vote(work: Work, /, vote_id: int, **values: str) -> None:
    """Change title, kind, method, card or the tellers' names.

    The names of tellers and the note may change until the result is certified.

    Raises:
        Refused: the vote is opened already, or a value is not among those offered.
    """
    vote = fetch(work.session, Vote, vote_id)
    if set(values) <= _TELLER_FIELDS and vote.state not in ("已确认", "作废"):
        assign(vote, dict(values), _TELLER_FIELDS)
    else:
        drafted(work.session, vote_id)
        _check_kind(values.get("kind", vote.kind), values.get("method", vote.method))
        if "title" in values:
            require(values["title"], "标题")
        if "card_name" in values:
            card_named(values["card_name"], session=work.session)
        assign(vote, dict(values), _VOTE_FIELDS)
        vote.secret = METHODS[vote.method] is Medium.PAPER
    work.meeting_id, work.label = vote.meeting_id, f"修改“{vote.title}”"


@action("增加表决事项")
def add_question(
    work: Work,
    vote_id: int,
    *,
    text: str,
    detail: str = "",
    entry_id: int | None = None,
    unit_id: int | None = None,
    decision_id: int | None = None,
) -> int:
    """Add a row to a drafted sheet and return its id.

    Raises:
        Refused: opened already, empty or repeated text.
    """
    vote = drafted(work.session, vote_id)
    given = {"entry_id": entry_id, "unit_id": unit_id, "decision_id": decision_id}
    question = append_question(
        vote, text, detail, {k: v for k, v in given.items() if v is not None}
    )
    work.session.flush()
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”增加“{question.text}”"
    return question.id


@action("修改表决事项")
def edit_question(work: Work, /, question_id: int, **values: str) -> None:
    """Change the ``text`` or ``detail`` of a row.

    Raises:
        Refused: opened already, or empty text.
    """
    question = fetch(work.session, Question, question_id)
    vote = drafted(work.session, question.vote_id)
    if "text" in values:
        require(values["text"], "事项名称")
    assign(question, dict(values), frozenset({"text", "detail"}))
    work.meeting_id, work.label = vote.meeting_id, f"修改“{vote.title}”的事项"


@action("移去表决事项")
def remove_question(work: Work, question_id: int) -> None:
    """Take a row off a drafted sheet.

    Raises:
        Refused: opened already.
    """
    question = fetch(work.session, Question, question_id)
    vote = drafted(work.session, question.vote_id)
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”移去“{question.text}”"
    vote.questions.remove(question)
    work.session.flush()
    renumber(vote.questions)


@action("调整票上次序")
def reorder_questions(work: Work, vote_id: int, order: Iterable[int]) -> None:
    """Put the rows in the order of the given question ids.

    Raises:
        Refused: opened already, or the ids are not exactly the vote's own.
    """
    vote = drafted(work.session, vote_id)
    wanted = list(order)
    own = {q.id: q for q in vote.questions}
    if sorted(wanted) != sorted(own):
        raise Refused("调整次序时事项有增减，请刷新后再调整。")
    renumber([own[key] for key in wanted])
    work.meeting_id, work.label = vote.meeting_id, f"调整“{vote.title}”票上次序"


@action("调整表决次序")
def move_vote(work: Work, vote_id: int, to: int) -> None:
    """Move a vote to 0-based index ``to`` among the meeting's votes."""
    vote = fetch(work.session, Vote, vote_id)
    rows = work.session.scalars(
        select(Vote).where(Vote.meeting_id == vote.meeting_id).order_by(Vote.position, Vote.id)
    ).all()
    place(rows, vote, to)
    work.meeting_id, work.label = vote.meeting_id, f"调整“{vote.title}”的次序"


@action("删除表决")
def delete_vote(work: Work, vote_id: int) -> None:
    """Delete a drafted vote.

    Raises:
        Refused: opened already; what was voted stays on record. Ballots printed stay too.
    """
    vote = drafted(work.session, vote_id)
    _refuse_with_before(work.session, vote)
    _drop_ballots(work.session, vote)
    work.meeting_id, work.label = vote.meeting_id, f"删除“{vote.title}”"
    work.session.delete(vote)


def _drop_ballots(session: Session, vote: Vote) -> None:
    """Delete the vote's ballot forms with it, so that undo brings them back.

    Raises:
        Refused: ballots have been printed; the ledger must tell where they went.
    """
    forms = session.scalars(select(BallotForm).where(BallotForm.vote_id == vote.id)).all()
    lines = ledger_lines(session, vote.id)
    if lines or any(form.locked for form in forms):
        raise Refused(
            f"“{vote.title}”已经印制过选票，没有删除。",
            Problem("票证台账须随表决保留；不再表决的，可以改名或改作他用。"),
        )
    for form in forms:
        session.delete(form)
    session.flush()


def _refuse_with_before(session: Session, vote: Vote) -> None:
    """Refuse to delete a whole that has votes before it.

    Raises:
        Refused: naming them.
    """
    waiting = before_of(session, vote)
    if waiting:
        raise Refused(
            f"“{vote.title}”附有先付表决的事项，没有删除。",
            *(Problem(f"请先删除“{found.title}”。") for _, found in waiting),
        )
