"""任免名单 and what else the appointments of a meeting put on paper (A25, A26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import last_day, motions_of
from meetingdesk.rules.appointments import Entry, list_title, sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.appointments import MotionEntry
    from meetingdesk.records.meetings import Meeting

#: the families of an appointment list; each makes a paper of its own (rules.md §2.4)
FAMILIES = {
    "决定任免": ("决定任命", "决定免去"),
    "任免": ("任命", "免去"),
    "批准任免": ("批准任命", "批准免去"),
}


def families(session: Session, meeting: Meeting) -> dict[str, list[MotionEntry]]:
    """Return the passed entries by the list they are printed in."""
    passed = [e for m in motions_of(session, meeting.id) for e in m.entries if e.state == "通过"]
    found = {name: [e for e in passed if e.verb in verbs] for name, verbs in FAMILIES.items()}
    return {name: entries for name, entries in found.items() if entries}


def appointments(session: Session, meeting: Meeting, part: str) -> Document:
    """任免名单: one paper a family of verbs, 任 before 免 within it (rules.md §2.4)."""
    entries = families(session, meeting).get(part)
    if not entries:
        raise nothing("还没有表决通过的任免事项", "请先确认任免表决的结果。")
    listed = [Entry(e.verb, e.name, e.post, e.motion.proposer) for e in entries]
    taking = [e for e in listed if not e.verb.endswith("免去")]
    leaving = [e for e in listed if e.verb.endswith("免去")]
    words = meeting_words(meeting)
    day = last_day(meeting)
    words.update(
        title=list_title(listed, words["body"]),
        sentences=[sentence(e.verb, e.name, e.post) for e in (*taking, *leaving)],
    )
    if day:
        words["passed_on"] = day
    return compose(
        "appointments", "appointments", words, author=words["body"], date=day_of(meeting)
    )


def _lists(session: Session, meeting: Meeting) -> list[Offer]:
    return [Offer(meeting.id, f"{part}名单", part) for part in families(session, meeting)]


MAKERS: dict[str, Maker] = {"appointments": Maker(appointments, _lists)}
