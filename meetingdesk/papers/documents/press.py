"""新闻稿 and 大事记: what is told of the meeting outside (A33, B36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.chronicle import chronicle_entry, news_text
from meetingdesk.papers.documents.context import day_of, meeting_words
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import title_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting


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


def _has_agenda(_session: Session, meeting: Meeting) -> bool:
    return bool(meeting.agenda)


MAKERS: dict[str, Maker] = {
    "news": of_meeting(news, _has_agenda),
    "chronicle": of_meeting(chronicle, _has_agenda),
}
