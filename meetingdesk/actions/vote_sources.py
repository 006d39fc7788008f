"""Votes made from what is already on the desk: an evaluation, appointments, a draft decision.

Nothing typed once is typed again: the rows of the sheet come from the agenda item's objects,
the motions' entries, the decision's title, and keep pointing at them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from meetingdesk.actions import screening
from meetingdesk.actions.base import Work, action
from meetingdesk.actions.cards import cards_for
from meetingdesk.actions.common import fetch
from meetingdesk.actions.vote_drafts import draft_vote
from meetingdesk.actions.vote_views import METHODS
from meetingdesk.actions.vote_waiting import Source, evaluation_title
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.roster import Unit
from meetingdesk.rules.titles import book

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

#: verbs after which the post is written without 为
_REMOVING = ("免去", "决定免去", "批准免去", "接受辞职", "撤销职务")


@action("拟定测评")
def draft_evaluation(
    work: Work, item_id: int, *, card_name: str = "", method: str = "无记名投票"
) -> int:
    """Draft an evaluation of an agenda item's objects, in the order fixed by hand (A23).

    Raises:
        Refused: the item lists no objects.
    """
    item = fetch(work.session, AgendaItem, item_id)
    objects = [str(text) for text in item.objects or ()]
    if not objects:
        raise Refused(
            f"议题“{item.subject}”没有写明测评对象。",
            Problem("请先在“议程与日程”中为该议题填写测评对象。", field="测评对象"),
        )
    return draft_vote(
        work,
        kind="测评",
        meeting_id=item.meeting_id,
        item_id=item.id,
        title=evaluation_title(objects),
        method=method,
        card_name=card_name,
        questions=[(text, "", _unit_of(work.session, text)) for text in objects],
    )


def _unit_of(session: Session, text: str) -> dict[str, int]:
    found = session.scalar(
        select(Unit.id).where(or_(Unit.short_name == text, Unit.name == text)).order_by(Unit.id)
    )
    return {} if found is None else {"unit_id": found}


@action("拟定任免表决")
def draft_appointments_vote(
    work: Work,
    motion_ids: Iterable[int],
    *,
    card_name: str = "",
    method: str = "无记名投票",
    title: str = "",
) -> int:
    """Draft a vote on motions, one row an entry; withdrawn entries are left out.

    Raises:
        Refused: no motion given, motions of different meetings, nothing left to vote on, or a
            nominee kept off the ballot by a gate of the body's own (B22).
    """
    motions = [fetch(work.session, Motion, key) for key in motion_ids]
    if not motions:
        raise Refused("没有选定任免案。", Problem("请至少选一件。", field="任免案"))
    if len({m.meeting_id for m in motions}) > 1:
        raise Refused("不同会议的任免案不能列在同一张票上。")
    entries = [e for m in motions for e in m.entries if e.state == "待表决"]
    if not entries:
        raise Refused("这些任免案没有待表决的人选。", Problem("请核对是否已经表决或撤回。"))
    refuse_unscreened(work.session, entries)
    return draft_vote(
        work,
        kind="任免",
        meeting_id=motions[0].meeting_id,
        item_id=motions[0].item_id,
        title=title or "人事任免事项的表决",
        method=method,
        card_name=card_name,
        questions=[(e.name, entry_words(e), {"entry_id": e.id}) for e in entries],
    )


def refuse_unscreened(session: Session, entries: Iterable[MotionEntry]) -> None:
    """Refuse a ballot with nominees whose 任前程序 the body wants done first (B22).

    Raises:
        Refused: with a line for each gate not passed.
    """
    missing = screening.blocked(session, entries)
    if missing:
        raise Refused(
            "有拟任命人员没有达到任前程序的要求，没有列入表决票。",
            *(Problem(words) for words in missing),
            Problem("补齐后再拟定；不提请表决的，在“任免与宣誓”中登记撤回。"),
        )


def entry_words(entry: MotionEntry) -> str:
    """Return what is proposed, as printed beside the name: 任命为…, 免去…职务."""
    post = entry.post.strip()
    if entry.verb == "接受辞职":
        return f"接受辞去{post}职务的请求"
    if entry.verb == "撤销职务":
        return f"撤销{post}职务"
    if entry.verb in _REMOVING:
        return f"{entry.verb}{post}职务"
    if entry.verb == "决定代理":
        return f"决定代理{post}"
    return f"{entry.verb}为{post}"


@action("拟定决定表决")
def draft_decision_vote(
    work: Work, decision_id: int, *, card_name: str = "", method: str = "举手表决"
) -> int:
    """Draft the vote on a draft decision: one row, its title.

    Raises:
        Refused: it is no longer a draft.
    """
    decision = fetch(work.session, Decision, decision_id)
    if decision.state != "草案":
        raise Refused(f"{book(decision.title)}已经是“{decision.state}”，不再表决。")
    return draft_vote(
        work,
        kind="表决",
        meeting_id=decision.meeting_id,
        item_id=decision.item_id,
        title=f"{book(f'{decision.title}（草案）')}的表决",
        method=method,
        card_name=card_name,
        questions=[(book(f"{decision.title}（草案）"), "", {"decision_id": decision.id})],
    )


@action("拟定表决")
def draft_from(work: Work, source: Source) -> int:
    """Draft the vote that ``source`` offers, held as its agenda item says, and return its id.

    Raises:
        Refused: as the drafting of its kind: nothing to vote on, or no card for it.
    """
    if source.what == "item":
        method = _method_said(fetch(work.session, AgendaItem, source.ids[0]), "测评", "无记名投票")
        return draft_evaluation(work, source.ids[0], method=method)
    if source.what == "motions":
        method = _method_said(fetch(work.session, Motion, source.ids[0]).item, "任免", "无记名投票")
        return draft_appointments_vote(work, source.ids, method=method)
    method = _method_said(fetch(work.session, Decision, source.ids[0]).item, "表决", "举手表决")
    return draft_decision_vote(work, source.ids[0], method=method)


def _method_said(item: AgendaItem | None, kind: str, usual: str) -> str:
    """Return how the item is to be voted on, the ``usual`` way where it says nothing countable."""
    said = item.vote_method if item is not None else ""
    return said if said in METHODS and cards_for(kind, said) else usual
