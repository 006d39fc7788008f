"""年度议题计划: points of a year's plan, where each went, and items made from them (A05, A07).

A point's standing is never typed in where the records tell it: it is listed while an agenda
carries an item made from it, done once that item has its outcome or its meeting is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.agenda import add_item, type_defaults
from meetingdesk.actions.agenda_sources import take_items
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.facts import item_words
from meetingdesk.records.links import ItemLink
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.planned import items_of, place_words, standing
from meetingdesk.records.roster import Body
from meetingdesk.records.yearplan import PlanEntry, PlanLink, YearPlan
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.yearplan import Standing, due_of, verb_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_FIELDS = frozenset({"timing", "verb", "subject", "type", "submitted_by", "reporter"})


@dataclass(frozen=True, slots=True)
class PointTrace:
    """An agenda item made from a point: 市十四届人大常委会第三十六次会议第3项."""

    item_id: int
    meeting_id: int
    words: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of the plan and how it stands; ``due`` whether it ought to be listed by now."""

    id: int
    plan_id: int
    year: int
    position: int
    timing: str
    verb: str
    subject: str
    type: str
    submitted_by: str
    reporter: str
    #: 未列入 · 已列入 · 已完成 · 推迟
    state: str
    reason: str
    traces: tuple[PointTrace, ...]
    due: bool = False

    @property
    def words(self) -> str:
        """Where it went, or why it did not: 第三十六次会议第3项; 推迟：…."""
        where = "；".join(trace.words for trace in self.traces)
        return "；".join(part for part in (where, self.reason) if part)


@query
def plan_years(session: Session, body_id: int) -> list[int]:
    """Return the years a body has a plan for, newest first."""
    wanted = select(YearPlan.year).where(YearPlan.body_id == body_id)
    return list(session.scalars(wanted.order_by(YearPlan.year.desc())))


@query
def points(
    session: Session, body_id: int, year: int, *, month: int = 0, number: int | None = None
) -> list[PointView]:
    """List a plan's points in order; ``month`` and ``number`` of a meeting tell what is due."""
    plan = _plan(session, body_id, year)
    return _views(session, plan, month, number) if plan is not None else []


def _plan(session: Session, body_id: int, year: int) -> YearPlan | None:
    return session.scalar(
        select(YearPlan).where(YearPlan.body_id == body_id, YearPlan.year == year)
    )


def subjects_of(session: Session, body_id: int, year: int) -> set[str]:
    """Return the subjects a plan has."""
    plan = _plan(session, body_id, year)
    return {entry.subject for entry in plan.entries} if plan is not None else set()


def _views(
    session: Session, plan: YearPlan, month: int = 0, number: int | None = None
) -> list[PointView]:
    made = items_of(session, plan.entries)
    return [_view(entry, made[entry.id], month, number) for entry in plan.entries]


def _view(
    entry: PlanEntry, items: Sequence[AgendaItem], month: int, number: int | None
) -> PointView:
    state = standing(entry, items)
    late = state is Standing.OPEN and bool(month) and due_of(entry.timing).falls(month, number)
    return PointView(
        entry.id, entry.plan_id, entry.plan.year, entry.position, entry.timing, entry.verb,
        entry.subject, entry.type, entry.submitted_by, entry.reporter, state.value,
        entry.reason if state.value == entry.state else "",
        tuple(_trace(item) for item in items), due=late,
    )  # fmt: skip


def _trace(item: AgendaItem) -> PointTrace:
    return PointTrace(item.id, item.meeting_id, place_words(item))


@query
def sources(session: Session, item_id: int) -> list[str]:
    """Say which points of which plan an item came from: 来源：2026年度计划第5项."""
    own = [item_id, *session.scalars(select(ItemLink.source_id).where(ItemLink.item_id == item_id))]
    links = select(PlanLink).where(PlanLink.item_id.in_(own)).order_by(PlanLink.id)
    entries = dict.fromkeys(link.entry for link in session.scalars(links))
    return [f"来源：{e.plan.year}年度计划第{e.position}项" for e in entries]


# -- the plan itself -----------------------------------------------------------------------


@action("增加计划议题")
def add_point(
    work: Work,
    body_id: int,
    year: int,
    *,
    subject: str,
    timing: str = "",
    verb: str = "",
    type: str = "",  # noqa: A002 - the field's term
    submitted_by: str = "",
    reporter: str = "",
) -> int:
    """Add a point to a body's plan of a year, made if need be; return its id.

    Raises:
        Refused: no subject, no such body, or a year that cannot be.
    """
    plan = plan_for(work, body_id, year)
    entry = PlanEntry(
        timing=timing.strip(), verb=verb.strip(), subject=require(subject, "议题"),
        type=type.strip(), submitted_by=submitted_by.strip(), reporter=reporter.strip(),
        state="", reason="", position=len(plan.entries) + 1,
    )  # fmt: skip
    plan.entries.append(entry)
    work.session.flush()
    work.label = f"{year}年度计划增加“{_brief(entry)}”"
    return entry.id


def plan_for(work: Work, body_id: int, year: int) -> YearPlan:
    """Return a body's plan of a year, made if there is none.

    Raises:
        Refused: no such body, or a year that cannot be.
    """
    body = fetch(work.session, Body, body_id)
    if not 1979 <= year <= 2099:
        raise Refused(f"没有{year}年度计划。", Problem("请填写年份，如2026。", field="年度"))
    plan = _plan(work.session, body.id, year)
    if plan is None:
        plan = YearPlan(body=body, year=year)
        work.session.add(plan)
        work.session.flush()
    return plan


def _brief(entry: PlanEntry) -> str:
    return entry.subject if len(entry.subject) <= 24 else f"{entry.subject[:23]}…"


@action("修改计划议题")
def edit_point(work: Work, /, point_id: int, **values: object) -> None:
    """Change a point's ``timing``, ``verb``, ``subject``, ``type``, ``submitted_by``, ``reporter``.

    Raises:
        Refused: no subject.
    """
    entry = fetch(work.session, PlanEntry, point_id)
    assign(entry, values, _FIELDS)
    require(entry.subject, "议题")
    work.label = f"修改{entry.plan.year}年度计划第{entry.position}项"


@action("删除计划议题")
def delete_points(work: Work, point_ids: Sequence[int]) -> None:
    """Delete points; items made from them stay, without the way back."""
    entries = [fetch(work.session, PlanEntry, key) for key in point_ids]
    plans = dict.fromkeys(entry.plan for entry in entries)
    for entry in entries:
        entry.plan.entries.remove(entry)
    work.session.flush()
    for plan in plans:
        renumber(plan.entries)
    what = f"“{_brief(entries[0])}”" if len(entries) == 1 else f"{len(entries)}项"
    work.label = f"从年度计划删除{what}"


@action("删除年度计划")
def delete_plan(work: Work, body_id: int, year: int) -> None:
    """Delete a plan with all its points; items made from them stay.

    Raises:
        Refused: there is none.
    """
    plan = _plan(work.session, body_id, year)
    if plan is None:
        raise Refused(f"没有{year}年度计划。")
    work.label = f"删除{year}年度计划"
    work.session.delete(plan)


@action("调整计划次序")
def move_point(work: Work, point_id: int, to: int) -> None:
    """Move a point to 0-based index ``to``."""
    entry = fetch(work.session, PlanEntry, point_id)
    place(entry.plan.entries, entry, to)
    work.label = f"调整{entry.plan.year}年度计划“{_brief(entry)}”的次序"


@action("推迟计划议题")
def postpone_point(work: Work, point_id: int, *, reason: str) -> None:
    """Put a point off, with the reason.

    Raises:
        Refused: no reason, or an agenda carries the point already.
    """
    entry = fetch(work.session, PlanEntry, point_id)
    if items_of(work.session, [entry])[entry.id]:
        raise Refused("这一项已经列入会议，没有推迟。", Problem("请先从会议议程中删除或撤回。"))
    entry.state, entry.reason = Standing.POSTPONED.value, require(reason, "推迟原因")
    work.label = f"推迟{entry.plan.year}年度计划第{entry.position}项：{entry.reason}"


@action("计划议题完成")
def finish_point(work: Work, point_id: int, *, reason: str = "") -> None:
    """Say by hand that a point is done: dealt with where no agenda of this desk shows it."""
    entry = fetch(work.session, PlanEntry, point_id)
    entry.state, entry.reason = Standing.DONE.value, reason.strip()
    work.label = f"{entry.plan.year}年度计划第{entry.position}项已完成"


@action("恢复计划议题")
def resume_point(work: Work, point_id: int) -> None:
    """Take back that a point is put off or done; its items say how it stands again."""
    entry = fetch(work.session, PlanEntry, point_id)
    entry.state = entry.reason = ""
    work.label = f"恢复{entry.plan.year}年度计划第{entry.position}项"


# -- from plan to agenda ---------------------------------------------------------------------


@query
def offered_points(session: Session, meeting_id: int) -> list[PointView]:
    """List what the plan of the meeting's year still has to take up, what is due first."""
    meeting = fetch(session, Meeting, meeting_id)
    if meeting.start is None:
        return []
    every = points_at(session, meeting)
    still = [p for p in every if p.state in (Standing.OPEN.value, Standing.POSTPONED.value)]
    return sorted(still, key=lambda point: (not point.due, point.position))


def points_at(session: Session, meeting: Meeting) -> list[PointView]:
    """List the plan of a meeting's year as it stands at the meeting."""
    if meeting.start is None:
        return []
    plan = _plan(session, meeting.body_id, meeting.start.year)
    if plan is None:
        return []
    number = meeting.number if meeting.kind == MeetingKind.STANDING else None
    return _views(session, plan, meeting.start.month, number)


@action("列入计划议题")
def take_points(work: Work, meeting_id: int, point_ids: Sequence[int]) -> list[int]:
    """Put points of the plan on a meeting's agenda; return the items' ids.

    An item of the same subject that is there already is linked, not doubled.

    Raises:
        Refused: none was chosen, or one is on this agenda already.
    """
    if not point_ids:
        raise Refused("没有选定计划议题。", Problem("请先选定要列入的议题。"))
    meeting = fetch(work.session, Meeting, meeting_id)
    made = []
    for key in point_ids:
        entry = fetch(work.session, PlanEntry, key)
        there_already = items_of(work.session, [entry])[entry.id]
        if any(item.meeting_id == meeting.id for item in there_already):
            raise Refused(f"“{_brief(entry)}”已经列入这次会议。", Problem("请刷新后再选。"))
        there = next((i for i in meeting.agenda if i.subject == entry.subject), None)
        item_id = there.id if there is not None else _make(work, meeting_id, entry)
        entry.links.append(PlanLink(item_id=item_id))
        entry.state = entry.reason = ""
        made.append(item_id)
    work.session.flush()
    work.meeting_id, work.label = meeting_id, f"列入年度计划议题{len(made)}项"
    return made


@query
def items_like(session: Session, point_id: int, meeting_id: int) -> list[tuple[int, str]]:
    """List a meeting's items as (id, words), the likest to a point first: plans are worded anew."""
    entry = fetch(session, PlanEntry, point_id)
    meeting = fetch(session, Meeting, meeting_id)
    alike = SequenceMatcher(b=entry.subject, autojunk=False)

    def likeness(item: AgendaItem) -> float:
        alike.set_seq1(item.subject)
        return alike.ratio()

    items = sorted((i for i in meeting.agenda if i.stands), key=likeness, reverse=True)
    return [(item.id, item_words(item.verb, item.subject)) for item in items]


@action("对应计划议题")
def link_point(work: Work, point_id: int, item_id: int) -> None:
    """Say that an item worded otherwise is what a point of the plan meant.

    Raises:
        Refused: the two are tied already.
    """
    entry = fetch(work.session, PlanEntry, point_id)
    item = fetch(work.session, AgendaItem, item_id)
    if any(link.item_id == item.id for link in entry.links):
        raise Refused("这个议题已经对应这一项计划。")
    entry.links.append(PlanLink(item_id=item.id))
    entry.state = entry.reason = ""
    work.meeting_id = item.meeting_id
    work.label = f"{entry.plan.year}年度计划第{entry.position}项对应{place_words(item)}"


@action("解除对应")
def unlink_point(work: Work, point_id: int, item_id: int) -> None:
    """Untie a point and an item; both stay.

    Raises:
        Refused: they are not tied.
    """
    entry = fetch(work.session, PlanEntry, point_id)
    link = next((one for one in entry.links if one.item_id == item_id), None)
    if link is None:
        raise Refused("这个议题没有对应这一项计划。")
    entry.links.remove(link)
    work.label = f"解除{entry.plan.year}年度计划第{entry.position}项的对应"


def _make(work: Work, meeting_id: int, entry: PlanEntry) -> int:
    usual = type_defaults(work, meeting_id, entry.type)
    return add_item(
        work, meeting_id, verb=verb_for(entry.verb, entry.type), subject=entry.subject,
        type=entry.type, submitted_by=entry.submitted_by, reporter=entry.reporter,
        needs_vote=usual.needs_vote, vote_method=usual.vote_method, artefacts=usual.artefacts,
        on_agenda=usual.on_agenda,
    )  # fmt: skip


@action("引入议题")
def bring_in(
    work: Work, meeting_id: int, *, source_ids: Sequence[int] = (), point_ids: Sequence[int] = ()
) -> list[int]:
    """Put items agreed to be submitted and points of the plan on the agenda in one step.

    Raises:
        Refused: as :func:`take_items` and :func:`take_points`, or nothing was chosen.
    """
    if not source_ids and not point_ids:
        raise Refused("没有选定议题。", Problem("请先选定要列入的议题。"))
    made = take_items(work, meeting_id, source_ids) if source_ids else []
    made += take_points(work, meeting_id, point_ids) if point_ids else []
    work.label = f"引入议题{len(made)}项"
    return made
