"""会前: agenda, order of day, list of topics, list of materials (A05, A06, A38)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.documents.context import (
    SMALL,
    day_of,
    meeting_words,
    need_start,
    nothing,
    observer_words,
)
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import WITHDRAWN, agenda_numbers, entry_text
from meetingdesk.rules.dates import cn_date, weekday
from meetingdesk.rules.itemnumbers import han_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting


def agenda_lines(meeting: Meeting) -> list[str]:
    """Return the agenda's items as printed, numbered 一、二、…

    An item whose subject opens with 《》 or its own verb keeps it; the wording is the record's.
    Numbers once printed stay: a late item is 十二之一, a withdrawn one is marked （撤回）.
    """
    numbers = agenda_numbers(meeting)
    return [
        f"{han_number(numbers[item.id])}、{item_words(item)}{WITHDRAWN if item.withdrawn else ''}"
        for item in meeting.agenda
        if item.id in numbers
    ]


def item_words(item: AgendaItem) -> str:
    """Return an item as the agenda prints it: verb and subject, and the vote that follows."""
    words = f"{item.verb}{item.subject}"
    if item.objects and "测评" not in item.subject:
        words += "，并进行满意度测评"
    return words


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
    words = meeting_words(meeting)
    words.update(
        days=days_of(meeting),
        adopted=meeting.agenda_adopted,
    )
    return compose("schedule", "schedule", words, author=words["body"], date=day_of(meeting))


def days_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the order of day: days with their sittings, each with its lines."""
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
    return [
        {"date": f"{cn_date(d, year=False)}（{weekday(d)}）" if d else "日期待定", "sittings": s}
        for d, s in days.items()
    ]


def topics(_session: Session, meeting: Meeting) -> Document:
    """主任会议、党组会议议题单: what is taken, who reports, who sits in (A02, A04, A15)."""
    items = [i for i in meeting.agenda if i.stands]
    if not items:
        raise nothing("议题单还是空的", "请先录入议题。")
    words = meeting_words(meeting)
    words.update(
        observers=observer_words(meeting),
        first=bool(meeting.start),
    )
    if meeting.start:
        words["opening"] = f"{cn_date(meeting.start)}　{weekday(meeting.start)}"
    rows = [(i.reporter or i.submitted_by or "", _remark(i)) for i in items]
    shown = [place for place in (0, 1) if any(row[place] for row in rows)]
    extra = (("汇报单位（人）", 36), ("备注", 24))
    table = ruled(
        ("序号", "议题", *(extra[place][0] for place in shown)),
        [
            (str(n), item_words(i), *(row[place] for place in shown))
            for n, (i, row) in enumerate(zip(items, rows, strict=True), start=1)
        ],
        (13, 143 - sum(extra[p][1] for p in shown), *(extra[p][1] for p in shown)),
        "议题",
        left=(1,),
        height_mm=11.0,
    )
    return compose(
        "topics", "topics", words, {"topics": table}, author=words["office"], date=day_of(meeting)
    )


def _remark(item: AgendaItem) -> str:
    """第一议题 stands on the list by name (A37)."""
    return "第一议题" if item.position == 1 and item.verb.startswith("传达学习") else ""


def materials(_session: Session, meeting: Meeting) -> Document:
    """会议材料清单: what each item needs, from whom, until when, and whether it is there (A38)."""
    rows = [
        (
            number,
            paper.title,
            paper.provider,
            cn_date(paper.due, year=False) if paper.due else "",
            "已到" if paper.received else "未到",
        )
        for number, item in _numbered(meeting)
        for paper in item.materials
    ]
    if not rows:
        raise nothing("还没有登记会议材料", "请先在议题里登记材料。")
    words = meeting_words(meeting)
    words.update(
        total=len(rows),
        missing=sum(row[-1] == "未到" for row in rows),
    )
    table = ruled(
        ("议题", "材料名称", "提供单位", "送达期限", "情况"),
        rows,
        (15, 55, 42, 26, 18),
        "会议材料",
        left=(1,),
        size_pt=12.0,
        height_mm=9.5,
    )
    return compose(
        "materials",
        "materials",
        words,
        {"materials": table},
        author=words["office"],
        date=day_of(meeting),
    )


def _numbered(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    numbers = agenda_numbers(meeting)
    return [(han_number(numbers[i.id]), i) for i in meeting.agenda if i.stands]


def _with_materials(_session: Session, meeting: Meeting) -> bool:
    return any(i.stands and i.materials for i in meeting.agenda)


def _listed(_session: Session, meeting: Meeting) -> bool:
    return meeting.kind not in SMALL and any(item.stands for item in meeting.agenda)


def _small(_session: Session, meeting: Meeting) -> bool:
    return meeting.kind in SMALL and any(item.stands for item in meeting.agenda)


def _arranged(_session: Session, meeting: Meeting) -> bool:
    return bool(meeting.sittings) and meeting.start is not None


def _drafted(title: str) -> Callable[[Meeting], str]:
    return lambda meeting: title if meeting.agenda_adopted else f"{title}（草案）"


def _topics_title(meeting: Meeting) -> str:
    return f"{meeting.kind}议题单"


MAKERS: dict[str, Maker] = {
    "agenda": of_meeting(agenda, _listed, _drafted("议程")),
    "schedule": of_meeting(schedule, _arranged, _drafted("日程")),
    "topics": of_meeting(topics, _small, _topics_title),
    "materials": of_meeting(materials, _with_materials),
}
