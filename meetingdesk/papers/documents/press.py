"""闭会讲话, 新闻稿, 大事记 and 公报: what is said and told of the meeting (A32, A33, B36, B40)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from meetingdesk.papers.chronicle import chronicle_entry, news_text
from meetingdesk.papers.documents.appointments import appointments, entry_decision, families
from meetingdesk.papers.documents.context import day_of, is_personnel, meeting_words, nothing
from meetingdesk.papers.documents.decisions import decision
from meetingdesk.papers.documents.followups import points_of
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.documents.meeting import agenda
from meetingdesk.papers.documents.minutes import clauses_of
from meetingdesk.papers.model import PageBreak
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import (
    decisions_of,
    last_day,
    motions_of,
    posts_on,
    short_title_of,
    title_of,
)
from meetingdesk.rules.appointments import decision_title
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.verbs import VERBS, VerbFamily

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Block, Document
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting

#: meetings the chronicle and the press tell of
_TOLD = (MeetingKind.STANDING, MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED)


def closing(session: Session, meeting: Meeting) -> Document:
    """闭会讲话 skeleton: an opening with the figures, then a paragraph for each item (A32)."""
    if meeting.chair is None or not _listed(meeting):
        raise nothing("会议还没有主持人或者议题", "请先登记主持人和议题。")
    words = meeting_words(meeting)
    passed = [e for m in motions_of(session, meeting.id) for e in m.entries if e.state == "通过"]
    items = [i for i in meeting.agenda if i.stands]
    words.update(
        post=posts_on(session, meeting).get(meeting.chair.id, ""),
        speaker=meeting.chair.name,
        reports=sum(_family(i) is VerbFamily.HEAR_DELIBERATE for i in items),
        texts=sum(d.state == "通过" for d in decisions_of(session, meeting.id)),
        rated=sum(len(i.objects or ()) for i in items),
        people=len(passed),
        paragraphs=[_paragraph(session, i, clause) for i, clause in clauses_of(session, meeting)],
        newcomers=any(e.verb.endswith("任命") for e in passed),
    )
    day = last_day(meeting)
    if day:
        words["spoken_on"] = day
    return compose("closing", "closing", words, author=words["office"], date=day_of(meeting))


def _family(item: AgendaItem) -> VerbFamily | None:
    return VERBS[item.verb].family if item.verb in VERBS else None


def _paragraph(session: Session, item: AgendaItem, clause: dict[str, Any]) -> dict[str, Any]:
    """Return what a paragraph says: the act, and the points raised, 一要…二要…."""
    if item.objects:
        form = "rating"
    elif is_personnel(item):
        form = "people"
    elif item.subject.startswith("《"):
        form = "text"
    else:
        form = "report"
    return {
        "form": form,
        "clause": clause,
        "adopted": any(
            d.item_id == item.id and d.state == "通过"
            for d in decisions_of(session, item.meeting_id)
        ),
        "points": [p.text.strip("。；") for p in points_of(session, item)],
    }


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


def gazette(session: Session, meeting: Meeting) -> Document:
    """公报: agenda, decisions and lists of one session, in that order, behind a contents (B40)."""
    parts = _collected(session, meeting)
    if not parts:
        raise nothing("会议还没有通过的决定、决议和名单", "请先登记表决结果。")
    words = meeting_words(meeting)
    words.update(titles=[part.title for part in parts])
    made = compose(
        "gazette",
        "gazette",
        words,
        title=f"{words['body']}公报（{short_title_of(meeting)}）",
        author=words["office"],
        date=day_of(meeting),
    )
    blocks: list[Block] = list(made.blocks)
    for part in parts:
        blocks += [PageBreak(), *part.blocks]
    return replace(made, blocks=tuple(blocks))


def _collected(session: Session, meeting: Meeting) -> list[Document]:
    texts = [
        decision(session, d)
        for d in decisions_of(session, meeting.id)
        if d.state == "通过" and d.body
    ]
    lists = [appointments(session, meeting, part) for part in families(session, meeting)]
    apart = [
        entry_decision(session, e)
        for m in motions_of(session, meeting.id)
        for e in m.entries
        if e.state == "通过" and decision_title(e.verb, e.name, e.post)
    ]
    outcomes = [*texts, *apart, *lists]
    return [agenda(session, meeting), *outcomes] if outcomes else []


def _listed(meeting: Meeting) -> bool:
    return any(i.stands for i in meeting.agenda)


def _told(_session: Session, meeting: Meeting) -> bool:
    return meeting.kind in _TOLD and meeting.start is not None and bool(meeting.agenda)


def _closes(_session: Session, meeting: Meeting) -> bool:
    opened = meeting.kind == MeetingKind.STANDING and meeting.agenda_adopted
    return opened and meeting.chair is not None and meeting.start is not None


def _published(session: Session, meeting: Meeting) -> bool:
    adopted = any(d.state == "通过" and d.body for d in decisions_of(session, meeting.id))
    return (
        meeting.kind == MeetingKind.STANDING
        and _listed(meeting)
        and (adopted or bool(families(session, meeting)))
    )


MAKERS: dict[str, Maker] = {
    "closing": of_meeting(closing, _closes),
    "news": of_meeting(news, _told),
    "chronicle": of_meeting(chronicle, _told),
    "gazette": of_meeting(gazette, _published),
}
