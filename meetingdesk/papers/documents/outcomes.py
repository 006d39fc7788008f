"""会后: decisions with 题注, appointment lists, opinions, news and chronicle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.papers.chronicle import chronicle_entry, news_text
from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.meeting import item_words
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import last_day, motions_of, printed_title_of, title_of
from meetingdesk.records.followups import Opinion
from meetingdesk.rules.appointments import Entry, list_title, sentence
from meetingdesk.rules.titles import book, strip_draft, unbook

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.appointments import MotionEntry
    from meetingdesk.records.decisions import Decision
    from meetingdesk.records.meetings import Meeting

_LEVEL1 = re.compile(r"^[一二三四五六七八九十百]+、")
_LEVEL2 = re.compile(r"^（[一二三四五六七八九十百]+）")
#: the families of an appointment list; each makes a paper of its own (rules.md §2.4)
FAMILIES = {
    "决定任免": ("决定任命", "决定免去"),
    "任免": ("任命", "免去"),
    "批准任免": ("批准任命", "批准免去"),
}


def decision(_session: Session, record: Decision) -> Document:
    """决定 or 决议: title, 题注 once adopted (立法法 Art. 65), text by levels."""
    if not record.body:
        raise nothing(f"《{record.title}》还没有正文", "请先录入正文。")
    words = meeting_words(record.meeting)
    words.update(
        title=printed_title_of(record),
        note=record.adoption_note,
        lines=[{"sign": _sign(line), "text": line} for line in record.body.split("\n") if line],
    )
    return compose(
        "decision",
        "decision",
        words,
        title=printed_title_of(record),
        author=words["body"],
        date=record.adopted_on.isoformat() if record.adopted_on else day_of(record.meeting),
    )


def _sign(line: str) -> str:
    if _LEVEL1.match(line):
        # a whole clause run on after the number stays body text; a short heading is 黑体
        return "## " if len(line) <= 20 and not line.endswith(("。", "；")) else ""
    if _LEVEL2.match(line):
        return "### " if len(line) <= 20 and not line.endswith(("。", "；")) else ""
    return ""


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


def opinions(session: Session, item: AgendaItem) -> Document:
    """审议意见: the points raised on an item, to the organ that must act (监督法 Art. 17)."""
    points = session.scalars(
        select(Opinion).where(Opinion.item_id == item.id).order_by(Opinion.position, Opinion.id)
    ).all()
    if not points:
        raise nothing("这个议题还没有审议意见", "请先登记审议意见。")
    words = meeting_words(item.meeting)
    due = max((p.due for p in points if p.due), default=None)
    words.update(
        subject=strip_draft(unbook(item.subject)),
        what=item_words(item),
        booked=book(item.subject),
        organ=next((p.organ for p in points if p.organ), item.submitted_by or ""),
        points=[p.text for p in points],
        due=due,
        has_due=due is not None,
    )
    return compose("opinions", "opinions", words, author=words["body"], date=day_of(item.meeting))


def news(session: Session, meeting: Meeting) -> Document:
    """新闻稿: composed from the record by the sentences the chronicle shares (A33)."""
    words = meeting_words(meeting)
    words["paragraphs"] = news_text(session, meeting.id)
    words["headline"] = f"{words['meeting_short']}举行"
    return compose(
        "news",
        "news_release",
        words,
        title=words["headline"],
        author=words["office"],
        date=day_of(meeting),
    )


def chronicle(session: Session, meeting: Meeting) -> Document:
    """大事记条目: one entry of the chronicle."""
    words = meeting_words(meeting)
    words["entry"] = chronicle_entry(session, meeting.id)
    return compose(
        "chronicle",
        "chronicle_page",
        words,
        title=f"{title_of(meeting)}大事记",
        author=words["office"],
        date=day_of(meeting),
    )
