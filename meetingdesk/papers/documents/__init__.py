"""The papers of a meeting, made from its records.

:func:`available` lists what can be made now, :func:`make` makes one. Each maker takes a
session and the record it is for and returns a :class:`~meetingdesk.papers.model.Document`;
wording comes from ``resources/wording``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from meetingdesk.errors import Refused
from meetingdesk.papers.documents import ceremony, meeting, outcomes, votes
from meetingdesk.papers.documents.kinds import BY_KEY, KINDS, Kind, Reference, Scope
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Letter
from meetingdesk.records.decisions import Decision
from meetingdesk.records.facts import (
    ceremonies_of,
    decisions_of,
    motions_of,
    printed_title_of,
    votes_of,
)
from meetingdesk.records.followups import Opinion
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document

R = TypeVar("R")
__all__ = ["BY_KEY", "KINDS", "Kind", "Reference", "Scope", "available", "make"]

_OF_MEETING: dict[str, Callable[[Session, Meeting], Document]] = {
    "notice": meeting.notice,
    "agenda": meeting.agenda,
    "schedule": meeting.schedule,
    "sign_in": meeting.sign_in,
    "news": outcomes.news,
    "chronicle": outcomes.chronicle,
}
_OF_VOTE: dict[str, Callable[[Session, Vote], Document]] = {
    "evaluation_ballot": votes.evaluation_ballot,
    "ballot": votes.ballot,
    "tally": votes.tally,
}
_OF_CEREMONY: dict[str, Callable[[Session, Ceremony], Document]] = {
    "oath": ceremony.oath,
    "oath_record": ceremony.oath_record,
}


def make(session: Session, reference: Reference) -> Document:
    """Make one paper.

    Raises:
        Refused: the records it needs are not there yet.
        BadInput: the wording template is broken or asks for something missing.
    """
    kind, key = reference.kind, reference.subject_id
    if kind in _OF_MEETING:
        return _OF_MEETING[kind](session, _get(session, Meeting, key))
    if kind in _OF_VOTE:
        return _OF_VOTE[kind](session, _get(session, Vote, key))
    if kind in _OF_CEREMONY:
        return _OF_CEREMONY[kind](session, _get(session, Ceremony, key))
    if kind == "decision":
        return outcomes.decision(session, _get(session, Decision, key))
    if kind == "letter":
        return ceremony.letter(session, _get(session, Letter, key))
    if kind == "opinions":
        return outcomes.opinions(session, _get(session, AgendaItem, key))
    if kind == "appointments":
        return outcomes.appointments(session, _get(session, Meeting, key), reference.part)
    raise Refused(f"没有“{kind}”这种文书。")


def _get(session: Session, model: type[R], key: int) -> R:
    row = session.get(model, key)
    if row is None:
        raise Refused("这份文书所依据的记录已经不在台账中。")
    return row


def available(session: Session, meeting_id: int) -> list[Reference]:
    """List the papers the meeting's records can make now, in the order of :data:`KINDS`."""
    found = _get(session, Meeting, meeting_id)
    made: list[Reference] = []
    for kind in KINDS:
        made += _LISTERS[kind.scope](session, found, kind)
    return made


def _of_meeting(session: Session, found: Meeting, kind: Kind) -> list[Reference]:
    ready = {
        "notice": found.start is not None and any(i.on_agenda for i in found.agenda),
        "agenda": any(i.on_agenda for i in found.agenda),
        "schedule": bool(found.sittings) and found.start is not None,
        "sign_in": any(a.person_id for a in found.attendance) and found.start is not None,
        "news": bool(found.agenda),
        "chronicle": bool(found.agenda),
    }
    if kind.key == "appointments":
        return [
            Reference(kind.key, f"{part}名单", found.id, part)
            for part in outcomes.families(session, found)
        ]
    if not ready[kind.key]:
        return []
    title = kind.title
    if kind.key in ("agenda", "schedule") and not found.agenda_adopted:
        title = f"{kind.title}（草案）"
    return [Reference(kind.key, title, found.id)]


def _of_decision(session: Session, found: Meeting, kind: Kind) -> list[Reference]:
    return [
        Reference(kind.key, printed_title_of(d), d.id)
        for d in decisions_of(session, found.id)
        if d.body and d.state in ("草案", "通过")
    ]


def _of_vote(session: Session, found: Meeting, kind: Kind) -> list[Reference]:
    listed: list[Reference] = []
    for vote in votes_of(session, found.id):
        on_paper = vote.method == "无记名投票" and bool(vote.questions) and bool(vote.card_name)
        wanted = {
            "evaluation_ballot": on_paper and vote.kind == "测评",
            "ballot": on_paper and vote.kind != "测评",
            "tally": bool(vote.result),
        }
        if wanted[kind.key]:
            # the title says already what is voted on: 对…的满意度测评＋票, as printed on the sheet
            tail = kind.title if kind.key == "tally" else "票"
            listed.append(Reference(kind.key, f"{vote.title}{tail}", vote.id))
    return listed


def _of_letter(session: Session, found: Meeting, kind: Kind) -> list[Reference]:
    return [
        Reference(kind.key, f"{kind.title}（{entry.name}）", letter.id)
        for motion in motions_of(session, found.id)
        for entry in motion.entries
        for letter in entry.letters
    ]


def _of_ceremony(session: Session, found: Meeting, kind: Kind) -> list[Reference]:
    return [
        Reference(kind.key, kind.title, c.id) for c in ceremonies_of(session, found.id) if c.takers
    ]


def _of_item(session: Session, found: Meeting, kind: Kind) -> list[Reference]:
    with_points = set(
        session.scalars(
            select(Opinion.item_id).join(AgendaItem).where(AgendaItem.meeting_id == found.id)
        )
    )
    return [
        Reference(kind.key, f"{kind.title}：{item.subject}", item.id)
        for item in found.agenda
        if item.id in with_points
    ]


_LISTERS: dict[Scope, Callable[[Session, Meeting, Kind], list[Reference]]] = {
    Scope.MEETING: _of_meeting,
    Scope.DECISION: _of_decision,
    Scope.VOTE: _of_vote,
    Scope.LETTER: _of_letter,
    Scope.CEREMONY: _of_ceremony,
    Scope.ITEM: _of_item,
}
