"""会前: notice, agenda, order of day (A05, A06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.documents.context import day_of, meeting_words, need_start, nothing
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import entry_text
from meetingdesk.rules.dates import cn_date, weekday
from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting


def agenda_lines(meeting: Meeting) -> list[str]:
    """Return the agenda's items as printed, numbered 一、二、…

    An item whose subject opens with 《》 or its own verb keeps it; the wording is the record's.
    """
    items = [i for i in meeting.agenda if i.on_agenda]
    return [f"{han(n)}、{item_words(item)}" for n, item in enumerate(items, start=1)]


def item_words(item: AgendaItem) -> str:
    """Return an item as the agenda prints it: verb and subject, and the vote that follows."""
    words = f"{item.verb}{item.subject}"
    if item.objects and "测评" not in item.subject:
        words += "，并进行满意度测评"
    return words


def notice(_session: Session, meeting: Meeting) -> Document:
    """会议通知: date, place, items, who attends, what to bring (rules.md N1)."""
    start = need_start(meeting)
    if not any(i.on_agenda for i in meeting.agenda):
        raise nothing("议程还是空的", "请先录入议题。")
    words = meeting_words(meeting)
    first = next((s for s in meeting.sittings if s.form == "全体会议"), None)
    words.update(
        subjects=[item_words(i) for i in meeting.agenda if i.on_agenda],
        opening=f"{cn_date(start)}（{weekday(start)}）"
        + (f"{first.half}{first.time}" if first else ""),
        observers=[o.text for o in meeting.observers if not o.leader],
    )
    return compose("notice", "notice", words, author=words["office"], date=day_of(meeting))


def agenda(_session: Session, meeting: Meeting) -> Document:
    """议程（草案） until the plenary adopts it, then 议程 (地方组织法 Art. 54; Q10)."""
    lines = agenda_lines(meeting)
    if not lines:
        raise nothing("议程还是空的", "请先录入议题。")
    words = meeting_words(meeting)
    words.update(lines=lines, adopted=meeting.agenda_adopted)
    return compose("agenda", "agenda", words, author=words["body"], date=day_of(meeting))


def schedule(_session: Session, meeting: Meeting) -> Document:
    """日程: by half-days, apart from the agenda (A06)."""
    need_start(meeting)
    if not meeting.sittings:
        raise nothing("日程还是空的", "请先编排日程。")
    days: dict[Any, list[dict[str, Any]]] = {}
    for sitting in meeting.sittings:
        days.setdefault(sitting.date, []).append(
            {
                "half": sitting.half,
                "time": sitting.time,
                "form": sitting.form,
                "place": sitting.place,
                "chair": sitting.chair,
                "lines": [entry_text(e) for e in sitting.entries],
            }
        )
    words = meeting_words(meeting)
    words.update(
        days=[
            {
                "date": f"{cn_date(d, year=False)}（{weekday(d)}）" if d else "日期待定",
                "sittings": s,
            }
            for d, s in days.items()
        ],
        adopted=meeting.agenda_adopted,
    )
    return compose("schedule", "schedule", words, author=words["body"], date=day_of(meeting))


def _listed(_session: Session, meeting: Meeting) -> bool:
    return any(item.on_agenda for item in meeting.agenda)


def _dated(session: Session, meeting: Meeting) -> bool:
    return meeting.start is not None and _listed(session, meeting)


def _arranged(_session: Session, meeting: Meeting) -> bool:
    return bool(meeting.sittings) and meeting.start is not None


def _drafted(title: str) -> Callable[[Meeting], str]:
    return lambda meeting: title if meeting.agenda_adopted else f"{title}（草案）"


MAKERS: dict[str, Maker] = {
    "notice": of_meeting(notice, _dated),
    "agenda": of_meeting(agenda, _listed, _drafted("议程")),
    "schedule": of_meeting(schedule, _arranged, _drafted("日程")),
}
