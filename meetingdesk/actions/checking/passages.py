"""The texts of a meeting's records, and the names and titles they must agree with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.checking.findings import Passage
from meetingdesk.records.facts import ceremonies_of, decisions_of, entry_text, motions_of, votes_of
from meetingdesk.records.followups import Opinion
from meetingdesk.records.roster import Tenure
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting


def passages(session: Session, meeting: Meeting) -> list[Passage]:
    """Return every text of the meeting that ends up on a paper."""
    return [text for text in _all(session, meeting) if text.text.strip()]


def _all(session: Session, meeting: Meeting) -> Iterator[Passage]:
    yield Passage("会议地点", meeting.place, "meeting_id", meeting.id)
    for observer in meeting.observers:
        yield Passage("列席名单", observer.text, "meeting_id", meeting.id)
    yield from _of_agenda(session, meeting)
    yield from _of_outcomes(session, meeting)


def _of_agenda(session: Session, meeting: Meeting) -> Iterator[Passage]:
    for at, item in enumerate(meeting.agenda, start=1):
        where = f"议程第{at}项"
        for text in (item.subject, item.reporter, item.submitted_by or "", item.via):
            yield Passage(where, text, "item_id", item.id)
        for material in item.materials:
            yield Passage(f"{where}的材料", material.title, "item_id", item.id)
    for sitting in meeting.sittings:
        for entry in sitting.entries:
            yield Passage("日程", entry_text(entry), "sitting_id", sitting.id)
    items = [item.id for item in meeting.agenda]
    for opinion in session.scalars(select(Opinion).where(Opinion.item_id.in_(items))):
        yield Passage("审议意见", opinion.text, "item_id", opinion.item_id, final=True)


def _of_outcomes(session: Session, meeting: Meeting) -> Iterator[Passage]:
    for decision in decisions_of(session, meeting.id):
        adopted = decision.state == "通过"
        where = f"《{decision.title}》"
        yield Passage(where, decision.title, "decision_id", decision.id, final=True)
        yield Passage(f"{where}正文", decision.body, "decision_id", decision.id, final=adopted)
        yield Passage(
            f"{where}题注", decision.adoption_note, "decision_id", decision.id, final=adopted
        )
    for motion in motions_of(session, meeting.id):
        for line in motion.entries:
            where = f"{motion.proposer}提请的任免案"
            yield Passage(where, line.post, "entry_id", line.id)
            yield Passage(where, line.reason, "entry_id", line.id)
    for vote in votes_of(session, meeting.id):
        yield Passage(f"表决“{vote.title}”", vote.title, "vote_id", vote.id)
        for question in vote.questions:
            yield Passage(f"表决“{vote.title}”", question.text, "vote_id", vote.id)


def known_names(session: Session, meeting: Meeting) -> set[str]:
    """Return the names on record: the term's members, nominees and named observers."""
    names: set[str] = set()
    if meeting.term_id is not None:
        held = session.scalars(select(Tenure).where(Tenure.term_id == meeting.term_id))
        names |= {tenure.person.name for tenure in held}
    for motion in motions_of(session, meeting.id):
        names |= {entry.name for entry in motion.entries} | {motion.proposer_name}
    names |= {observer.name for observer in meeting.observers}
    return {unpadded(name) for name in names if name}


def named_places(session: Session, meeting: Meeting) -> Iterator[Passage]:
    """Yield every single name typed where no register was asked."""
    yield Passage("会议主持人", meeting.chair_text, "meeting_id", meeting.id)
    for sitting in meeting.sittings:
        yield Passage("日程的主持人", sitting.chair, "sitting_id", sitting.id)
    for ceremony in ceremonies_of(session, meeting.id):
        for role, name in (
            ("领誓人", ceremony.leader), ("主持人", ceremony.chair), ("监誓人", ceremony.witness),
        ):  # fmt: skip
            yield Passage(f"宣誓仪式的{role}", name, "ceremony_id", ceremony.id)
        for taker in ceremony.takers:
            yield Passage("宣誓人", taker.name, "ceremony_id", ceremony.id)
    for motion in motions_of(session, meeting.id):
        for entry in motion.entries:
            for letter in entry.letters:
                yield Passage("任命书的签署人", letter.signer, "entry_id", entry.id)
    for vote in votes_of(session, meeting.id):
        for who in (vote.teller_chief, *vote.tellers.split("、"), *vote.counters.split("、")):
            yield Passage(f"“{vote.title}”的监票计票人员", who, "vote_id", vote.id)
