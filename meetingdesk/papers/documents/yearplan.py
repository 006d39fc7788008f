"""年度议题计划执行情况表: every point of the year's plan and what became of it (A05, A07)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer
from meetingdesk.papers.wording import compose
from meetingdesk.records.planned import items_of, place_words, standing
from meetingdesk.records.yearplan import YearPlan
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.yearplan import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.yearplan import PlanEntry


def plan_table(session: Session, meeting: Meeting, _part: str) -> Document:
    """Return the table of the plan of the meeting's year, as it stands."""
    plan = _plan_of(session, meeting)
    if plan is None or not plan.entries:
        raise nothing("还没有这一年的议题计划", "请先在“议程与日程”的“年度计划”中粘贴或导入。")
    made = items_of(session, plan.entries)
    states = [standing(entry, made[entry.id]) for entry in plan.entries]
    words = meeting_words(meeting)
    words.update(
        year=plan.year,
        until=cn_date(meeting.end or meeting.start) if meeting.start else "",
        total=len(states),
        counts=[
            {"state": state.value, "count": states.count(state)}
            for state in (Standing.DONE, Standing.LISTED, Standing.POSTPONED, Standing.OPEN)
            if state in states
        ],
    )
    rows = [
        (str(entry.position), entry.timing, f"{entry.verb}{entry.subject}",
         entry.reporter or entry.submitted_by, state.value, _went(entry, state, made[entry.id]))
        for entry, state in zip(plan.entries, states, strict=True)
    ]  # fmt: skip
    table = ruled(
        ("序号", "时间", "议题", "报告", "情况", "会议或原因"),
        rows,
        (11, 20, 55, 25, 17, 28),
        "年度议题计划执行情况",
        left=(2, 5),
        size_pt=10.5,
    )
    return compose(
        "plan_table",
        "plan_table",
        words,
        {"plan": table},
        author=words["office"],
        date=day_of(meeting),
    )


def _went(entry: PlanEntry, state: Standing, items: Sequence[AgendaItem]) -> str:
    if items:
        return "；".join(place_words(item) for item in items)
    return entry.reason if state is not Standing.OPEN else ""


def _plan_of(session: Session, meeting: Meeting) -> YearPlan | None:
    if meeting.start is None:
        return None
    return session.scalar(
        select(YearPlan).where(
            YearPlan.body_id == meeting.body_id, YearPlan.year == meeting.start.year
        )
    )


def _offers(session: Session, meeting: Meeting) -> list[Offer]:
    plan = _plan_of(session, meeting) if meeting.kind == MeetingKind.STANDING else None
    if plan is None or not plan.entries:
        return []
    return [Offer(meeting.id, f"{plan.year}年度议题计划执行情况表", str(plan.year))]


MAKERS: dict[str, Maker] = {"plan_table": Maker(plan_table, _offers)}
