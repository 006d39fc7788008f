"""决定、决议、法规: the text with its 题注 (A16–A20)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import decisions_of, printed_title_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.decisions import Decision
    from meetingdesk.records.meetings import Meeting

_LEVEL1 = re.compile(r"^[一二三四五六七八九十百]+、")
_LEVEL2 = re.compile(r"^（[一二三四五六七八九十百]+）")


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


def _texts(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(d.id, printed_title_of(d))
        for d in decisions_of(session, meeting.id)
        if d.body and d.state in ("草案", "通过")
    ]


MAKERS: dict[str, Maker] = {"decision": each(decision, _texts)}
