"""Steps of the 主持词 that are no vote: items opened, ceremonies, speeches (A14–A17, A27–A29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.documents.appointments import proposer_words
from meetingdesk.papers.documents.context import is_personnel
from meetingdesk.records.facts import ceremonies_of, motions_of, posts_on, statements_of
from meetingdesk.rules.appointments import gets_letter
from meetingdesk.rules.oath import OATH_TEXT
from meetingdesk.rules.offices import AppointmentVerb, Proposer
from meetingdesk.rules.schedule import is_statement
from meetingdesk.rules.verbs import VERBS, VerbFamily

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting

Step = dict[str, Any]
#: reporters that are bodies, not persons, speak through a responsible officer
_BODIES = (
    "委",
    "局",
    "办",
    "办公室",
    "院",
    "室",
    "会",
    "组",
    "政府",
    "机关",
    "厅",
    "部",
    "中心",
    "单位",
)


def item_step(session: Session, item: AgendaItem, number: str) -> Step:
    """Return how an item is opened: what is heard, and who speaks."""
    family = VERBS[item.verb].family if item.verb in VERBS else None
    heard = family in (VerbFamily.HEAR, VerbFamily.HEAR_DELIBERATE)
    if is_personnel(item):
        return {"form": "people", "number": number, "motions": _proposers(session, item)}
    speaker = item.reporter or item.submitted_by or ""
    return {
        "form": "item",
        "number": number,
        "verb": "听取" if heard else item.verb,
        "subject": item.subject,
        "speaker": _speaker(speaker),
        "what": "报告" if heard else "说明",
        "several": speaker.startswith("各"),
    }


def _speaker(words: str) -> str:
    if not words:
        return "有关方面负责同志"
    return f"{words}负责同志" if words.endswith(_BODIES) and "负责" not in words else words


def _proposers(session: Session, item: AgendaItem) -> list[Step]:
    """Return who explains which motion, each by title and name."""
    return [
        {
            "who": proposer_words(session, m) if m.proposer != Proposer.CHAIRS else "",
            "name": m.proposer_name,
            "count": len(m.entries),
        }
        for m in motions_of(session, item.meeting_id)
        if m.entries and m.item_id in (item.id, None) and m.proposer != Proposer.SELF
    ]


def text_step(session: Session, meeting: Meeting, text: str) -> Step:
    """Return a line of the order of day that is no item: 供职发言, 主任讲话, or its own words."""
    if is_statement(text):
        return _statements(session, meeting)
    if "讲话" in text:
        post = posts_on(session, meeting).get(meeting.chair_id or 0, "")
        own = post == "主任" and text.replace("讲话", "") in ("主任", post)
        return {"form": "speech", "own": own, "text": text.replace("讲话", "")}
    return {"form": "text", "text": text}


def _statements(session: Session, meeting: Meeting) -> Step:
    """Return the speakers in the order made, else in that of the motions, each once."""
    arranged = [row for row in statements_of(session, meeting.id) if row.form != "书面"]
    names = [row.entry.name for row in arranged] or [
        e.name
        for m in motions_of(session, meeting.id)
        for e in m.entries
        if e.state not in ("撤回", "未通过")
        and e.verb in list(AppointmentVerb)
        and AppointmentVerb(e.verb).appoints
    ]
    minutes = {row.minutes for row in arranged}
    same = minutes.pop() if len(minutes) == 1 else 0
    return {"form": "statements", "names": list(dict.fromkeys(names)), "minutes": same}


def ceremony_step(session: Session, item: AgendaItem) -> Step:
    """Return how letters are presented, the oath is taken, or what else is no item."""
    meeting = item.meeting
    if "任命书" in item.subject:
        names = [
            e.name
            for m in motions_of(session, meeting.id)
            for e in m.entries
            if e.letters or (e.state in ("待表决", "通过") and gets_letter(e.verb, e.post))
        ]
        letters = [x for m in motions_of(session, meeting.id) for e in m.entries for x in e.letters]
        giver = next((x.presented_by for x in letters if x.presented_by), "")
        own = giver in ("", meeting.chair.name if meeting.chair else "")
        return {"form": "letters", "names": names, "giver": "" if own else giver}
    if "宣誓" in item.subject or item.verb == "宣誓":
        found = ceremonies_of(session, meeting.id)
        one = next((c for c in found if c.takers), None)
        return {
            "form": "oath",
            "names": [t.name for t in one.takers] if one else [],
            "leader": one.leader if one else "",
            "together": one is None or one.form == "集体",
            "oath": OATH_TEXT,
        }
    return {"form": "text", "text": f"{item.verb}{item.subject}"}
