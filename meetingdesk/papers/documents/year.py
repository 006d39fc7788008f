"""年度工作报告数字页: the year's figures with the records behind each (A30, B36)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer
from meetingdesk.papers.wording import compose
from meetingdesk.records.statistics import figures
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.kinds import MeetingKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.statistics import Figure


def year_figures(session: Session, meeting: Meeting, part: str) -> Document:
    """Return the page of the year ``part``, counted over all meetings of the body."""
    year = int(part) if part.isdigit() else meeting.start.year if meeting.start else 0
    if not year:
        raise nothing("会议没有日期", "请先填写会议日期。")
    every = figures(session, dt.date(year, 1, 1), dt.date(year, 12, 31), meeting.body_id)
    found = [figure for figure in every if figure.records]
    if not found:
        raise nothing(f"{year}年还没有会议记录", "请先登记会议。")
    words = meeting_words(meeting)
    words.update(
        year=year,
        until=_latest(found),
        figures={figure.key: figure.value for figure in every},
        meetings=[f for f in found if f.key.startswith("meetings.")],
        adopted=[f for f in found if f.key.startswith("adopted.")],
    )
    table = ruled(
        ("项目", "数量", "依据"),
        [(f.title, f"{f.value}{f.unit}", _behind(f)) for f in found],
        (40, 20, 96),
        "年度数字",
        left=(0, 2),
        size_pt=10.5,
    )
    return compose(
        "year_figures",
        "year_figures",
        words,
        {"figures": table},
        author=words["office"],
        date=day_of(meeting),
    )


def _behind(figure: Figure) -> str:
    """Name the records of a figure; of long lists the first, with how many more."""
    shown = [record.text.rstrip("。") for record in figure.records[:2]]
    more = f"等{figure.value}{figure.unit}" if figure.value > len(shown) else ""
    return "；".join(shown) + more


def _latest(found: list[Figure]) -> str:
    days = [record.on for figure in found for record in figure.records if record.on]
    return cn_date(max(days)) if days else ""


def _offers(_session: Session, meeting: Meeting) -> list[Offer]:
    if meeting.kind != MeetingKind.STANDING or meeting.start is None or not meeting.agenda:
        return []
    year = meeting.start.year
    return [Offer(meeting.id, f"{year}年度工作报告数字页", str(year))]


MAKERS: dict[str, Maker] = {"year_figures": Maker(year_figures, _offers)}
