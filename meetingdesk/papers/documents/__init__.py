"""The papers of a meeting, made from its records.

:func:`available` lists what can be made now, :func:`make` makes one. Each maker takes a
session and the record it is for and returns a :class:`~meetingdesk.papers.model.Document`;
wording comes from ``resources/wording``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from meetingdesk.errors import Refused
from meetingdesk.papers.documents import (
    appointments,
    ballots,
    ceremony,
    convening,
    decisions,
    followups,
    meeting,
    minutes,
    nominees,
    people,
    press,
    ratings,
    registers,
    script,
    seats,
    versions,
    votes,
    year,
    yearplan,
)
from meetingdesk.papers.documents.kept import kept_lines
from meetingdesk.papers.documents.kinds import BY_KEY, KINDS, Kind, Reference, Scope
from meetingdesk.papers.documents.making import RECORDS, Maker, meeting_of
from meetingdesk.papers.documents.own import wording_of
from meetingdesk.papers.returned import with_kept
from meetingdesk.papers.wording import own_wording
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.practice import WATERMARK, is_practice

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document

R = TypeVar("R")
__all__ = [
    "BY_KEY",
    "KINDS",
    "Kind",
    "Reference",
    "Scope",
    "available",
    "make",
    "make_plain",
    "meeting_id_of",
]

_MAKERS: dict[str, Maker] = {
    **convening.MAKERS,
    **meeting.MAKERS,
    **people.MAKERS,
    **seats.MAKERS,
    **script.MAKERS,
    **decisions.MAKERS,
    **versions.MAKERS,
    **votes.MAKERS,
    **registers.MAKERS,
    **ballots.MAKERS,
    **appointments.MAKERS,
    **nominees.MAKERS,
    **ceremony.MAKERS,
    **followups.MAKERS,
    **ratings.MAKERS,
    **minutes.MAKERS,
    **press.MAKERS,
    **year.MAKERS,
    **yearplan.MAKERS,
}


def make(session: Session, reference: Reference, own: Mapping[str, str] | None = None) -> Document:
    """Make one paper with its lines kept from hand; a practice copy's papers bear 演练.

    ``own`` are templates to be tried in place of the body's own ones.

    Raises:
        Refused: the records it needs are not there yet.
        BadInput: the wording template is broken or asks for something missing.
    """
    made, _ = with_kept(make_plain(session, reference, own), kept_lines(session, reference))
    return replace(made, watermark=WATERMARK) if is_practice(session) else made


def make_plain(
    session: Session, reference: Reference, own: Mapping[str, str] | None = None
) -> Document:
    """Make one paper from the records alone; raises as :func:`make`."""
    maker = _MAKERS.get(reference.kind)
    if maker is None:
        raise Refused(f"没有“{reference.kind}”这种文书。")
    model = RECORDS[BY_KEY[reference.kind].scope]
    record = _get(session, model, reference.subject_id)
    if own is None:
        own = wording_of(session, meeting_id_of(session, reference))
    with own_wording(own):
        return maker.make(session, record, reference.part)


def _get(session: Session, model: type[R], key: int) -> R:
    row = session.get(model, key)
    if row is None:
        raise Refused("这份文书所依据的记录已经不在台账中。")
    return row


def available(session: Session, meeting_id: int, kinds: Collection[str] = ()) -> list[Reference]:
    """List the papers the meeting's records can make now, in the order of :data:`KINDS`.

    With ``kinds`` only those are asked for, which is quicker.
    """
    found = _get(session, Meeting, meeting_id)
    return [
        Reference(kind.key, offer.title or kind.title, offer.subject_id, offer.part)
        for kind in KINDS
        if not kinds or kind.key in kinds
        for offer in _MAKERS[kind.key].offers(session, found)
    ]


def meeting_id_of(session: Session, reference: Reference) -> int | None:
    """Return the meeting a paper belongs to, ``None`` when its record is gone."""
    return session.scalar(meeting_of(BY_KEY[reference.kind].scope, reference.subject_id))
