"""What of a meeting waits for a vote: told apart from the drafting, for the first page asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import query
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Motion
from meetingdesk.records.decisions import Decision
from meetingdesk.records.votes import Question, Vote
from meetingdesk.rules.titles import book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Source:
    """Something of the meeting a vote can be drafted from; ``used`` when one was already."""

    #: item · motions · decision
    what: str
    ids: tuple[int, ...]
    title: str
    rows: int
    used: bool


def evaluation_title(objects: Sequence[str]) -> str:
    """Return the title of an evaluation of ``objects``."""
    if len(objects) == 1:
        return f"对{objects[0]}的满意度测评"
    return f"对{objects[0]}等{len(objects)}个对象的满意度测评"


@query
def sources(session: Session, meeting_id: int) -> list[Source]:
    """List what of the meeting waits to be voted on, those without a vote first.

    What a certified vote has settled waits no longer.
    """
    found: list[Source] = []
    states: dict[int | None, set[str]] = {}
    for item_id, state in session.execute(
        select(Vote.item_id, Vote.state).where(Vote.meeting_id == meeting_id, Vote.kind == "测评")
    ):
        states.setdefault(item_id, set()).add(state)
    for item in session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    ):
        if item.objects and "已确认" not in states.get(item.id, ()):
            title = evaluation_title([str(o) for o in item.objects])
            found.append(Source("item", (item.id,), title, len(item.objects), item.id in states))
    found += _motion_sources(session, meeting_id)
    voted = _targets(session, meeting_id, "decision_id")
    for decision in session.scalars(
        select(Decision).where(Decision.meeting_id == meeting_id, Decision.state == "草案")
    ):
        title = f"{book(f'{decision.title}（草案）')}的表决"
        found.append(Source("decision", (decision.id,), title, 1, decision.id in voted))
    return sorted(found, key=lambda s: s.used)


def _motion_sources(session: Session, meeting_id: int) -> list[Source]:
    voted = _targets(session, meeting_id, "entry_id")
    motions = session.scalars(
        select(Motion).where(Motion.meeting_id == meeting_id).order_by(Motion.position, Motion.id)
    ).all()
    open_ones = [m for m in motions if any(e.state == "待表决" for e in m.entries)]
    entries = [e for m in open_ones for e in m.entries if e.state == "待表决"]
    if not entries:
        return []
    ids = tuple(m.id for m in open_ones)
    used = all(e.id in voted for e in entries)
    return [Source("motions", ids, "人事任免事项的表决", len(entries), used)]


def _targets(session: Session, meeting_id: int, column: str) -> set[int]:
    return set(
        session.scalars(
            select(getattr(Question, column))
            .join(Vote)
            .where(
                Vote.meeting_id == meeting_id,
                Vote.state != "作废",
                getattr(Question, column).is_not(None),
            )
        )
    )
