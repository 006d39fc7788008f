"""修正案先付表决、单独表决: votes that must be certified before the vote on the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.cards import cards_for
from meetingdesk.actions.common import fetch, place, require
from meetingdesk.actions.vote_drafts import draft_vote, drafted
from meetingdesk.actions.vote_views import AMENDMENT, ARTICLE
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.votes import Vote, VoteOrder

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WHATS = (AMENDMENT, ARTICLE)


@action("拟定先付表决的事项")
def draft_before(
    work: Work, whole_id: int, *, what: str, text: str, detail: str = "", method: str = ""
) -> int:
    """Draft the vote on an amendment or a separate article of a drafted vote; return its id.

    It stands before the whole in the meeting's order and is taken the same way unless
    ``method`` says otherwise. The whole cannot be opened until it is certified.

    Raises:
        Refused: the whole is opened already or itself comes before another, or it is no 表决.
    """
    whole = drafted(work.session, whole_id)
    if what not in WHATS:
        raise Refused(f"没有“{what}”这种表决。", Problem(f"可选：{'、'.join(WHATS)}。"))
    if whole.kind != "表决" or whole.before is not None:
        raise Refused(
            f"“{whole.title}”不能附带{what}。",
            Problem("修正案和单独表决只附于议案、草案的表决。"),
        )
    subject = require(text, "名称", "修正案写明名称，单独表决写明条款，如“第十五条”。")
    way = method or whole.method
    offered = cards_for("表决", way)
    made = draft_vote(
        work,
        kind="表决",
        meeting_id=whole.meeting_id,
        item_id=whole.item_id,
        title=f"{subject}的{'表决' if what == AMENDMENT else '单独表决'}",
        method=way,
        card_name=offered[0].name if offered else whole.card_name,
        questions=[(subject, detail, {})],
    )
    vote = fetch(work.session, Vote, made)
    vote.relation = what
    link_before(work.session, vote, whole, what)
    work.label = f"“{whole.title}”先付表决：{subject}"
    return made


def link_before(session: Session, vote: Vote, whole: Vote, what: str) -> None:
    """Put ``vote`` before ``whole``, after the votes that are there already."""
    vote.before = VoteOrder(whole_id=whole.id, what=what)
    rows = session.scalars(
        select(Vote).where(Vote.meeting_id == whole.meeting_id).order_by(Vote.position, Vote.id)
    ).all()
    order = [row for row in rows if row.id != vote.id]
    place(rows, vote, order.index(whole) if whole in order else len(order))
