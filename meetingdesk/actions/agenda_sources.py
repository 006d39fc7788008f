"""议题来源: items the chairpersons agreed to submit, and the frame of the last meeting (A06, A07)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from meetingdesk.actions.agenda import add_item, type_defaults
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.facts import agenda_numbers, item_words, short_title_of
from meetingdesk.records.links import ItemLink
from meetingdesk.records.meetings import Meeting, Observer, Sitting, SittingEntry
from meetingdesk.rules.agenda import check_verb
from meetingdesk.rules.itemtypes import ItemFamily, item_type
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.numerals import ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_CONSENT = "同意提请"
_CHAIRS = (MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED)
#: consent older than this is given again
_RECENT = dt.timedelta(days=183)
_HEARD = frozenset({ItemFamily.REPORT, ItemFamily.BUDGET, ItemFamily.RATING})


@dataclass(frozen=True, slots=True)
class SourceView:
    """An item of a chairpersons' meeting agreed to be submitted; ``verb`` is the one proposed."""

    id: int
    meeting: str
    verb: str
    subject: str
    type: str
    submitted_by: str
    reporter: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an item came from or went to."""

    item_id: int
    meeting_id: int
    #: 来自市十四届人大常委会第五十八次主任会议第2项
    words: str


@query
def offered(session: Session, meeting_id: int) -> list[SourceView]:
    """List what chairpersons' meetings agreed to submit and no meeting has taken, latest first.

    Chairpersons' meetings after this one begins or half a year before are left out, and items
    of the same subject as one already on this agenda.
    """
    meeting = fetch(session, Meeting, meeting_id)
    if meeting.kind != MeetingKind.STANDING:
        return []
    wanted = (
        select(AgendaItem)
        .join(Meeting, AgendaItem.meeting_id == Meeting.id)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.kind.in_([str(kind) for kind in _CHAIRS]),
            AgendaItem.outcome.contains(_CONSENT),
            AgendaItem.id.not_in(select(ItemLink.source_id)),
        )
        .order_by(Meeting.start.desc(), Meeting.id.desc(), AgendaItem.position)
    )
    if meeting.start is not None:
        since = meeting.start - _RECENT
        wanted = wanted.where(Meeting.start.between(since, meeting.start))
    there = {i.subject for i in meeting.agenda}
    return [
        SourceView(
            i.id, short_title_of(i.meeting), _verb(i), i.subject, i.type,
            i.submitted_by or "", i.reporter,
        )
        for i in session.scalars(wanted)
        if i.subject not in there
    ]  # fmt: skip


def _verb(item: AgendaItem) -> str:
    """Return how the standing committee takes what the chairpersons' meeting studied."""
    heard = item_type(item.type).family in _HEARD
    return "听取和审议" if heard else "审议"


@action("引入主任会议议题")
def take_items(work: Work, meeting_id: int, source_ids: Sequence[int]) -> list[int]:
    """Put items agreed to be submitted on the agenda; each keeps its way back (经由, 来源).

    Raises:
        Refused: nothing was chosen, or an item is not offered to this meeting.
    """
    listed = {source.id: source for source in offered(work, meeting_id)}
    if not source_ids:
        raise Refused("没有选定议题。", Problem("请先选主任会议同意提请的议题。"))
    if any(key not in listed for key in source_ids):
        raise Refused("有的议题已经列入议程，或者没有同意提请。", Problem("请刷新后再选。"))
    made = []
    for key in source_ids:
        view, source = listed[key], fetch(work.session, AgendaItem, key)
        usual = type_defaults(work, meeting_id, view.type)
        number = source.meeting.number
        via = f"{ordinal(number)}次{source.meeting.kind}" if number else source.meeting.kind
        item_id = add_item(
            work, meeting_id, verb=view.verb, subject=view.subject, type=view.type,
            submitted_by=view.submitted_by, reporter=view.reporter, needs_vote=usual.needs_vote,
            vote_method=usual.vote_method, via=f"{via}{_CONSENT}", artefacts=usual.artefacts,
        )  # fmt: skip
        work.session.add(ItemLink(item_id=item_id, source_id=key))
        made.append(item_id)
    work.meeting_id, work.label = meeting_id, f"引入主任会议同意提请的议题{len(made)}项"
    return made


@query
def traces(session: Session, item_id: int) -> list[Trace]:
    """Return where an item came from and where it went."""
    found = []
    links = select(ItemLink).where(or_(ItemLink.item_id == item_id, ItemLink.source_id == item_id))
    for link in session.scalars(links.order_by(ItemLink.id)):
        other, lead = (link.source, "来自") if link.item_id == item_id else (link.item, "列入")
        number = agenda_numbers(other.meeting).get(other.id, "")
        where = short_title_of(other.meeting) + (f"第{number}项" if number else "")
        found.append(Trace(other.id, other.meeting_id, f"{lead}{where}"))
    return found


def last_like(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the meeting of the same kind held last before this one with an order of day."""
    before = (
        select(Meeting)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.kind == meeting.kind,
            Meeting.id != meeting.id,
            Meeting.start.is_not(None),
            Meeting.sittings.any(),
        )
        .order_by(Meeting.start.desc(), Meeting.id.desc())
    )
    if meeting.start is not None:
        before = before.where(Meeting.start < meeting.start)
    return session.scalars(before.limit(1)).first()


@query
def last_title(session: Session, meeting_id: int) -> str:
    """Return the title of the meeting :func:`like_last` would follow, '' when there is none."""
    found = last_like(session, fetch(session, Meeting, meeting_id))
    return short_title_of(found) if found is not None else ""


@action("像上次一样")
def like_last(work: Work, meeting_id: int) -> str:
    """Take over the frame of the last meeting of the kind; return what was taken, in words.

    Half-days with form, time, place and chair, moved to this meeting's days; lines that are no
    item; ceremonies with their places; groups of observers. Items and people are not copied.

    Raises:
        Refused: no date, an order of day is there already, or there is no meeting to follow.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if meeting.start is None:
        raise Refused("会议还没有日期。", Problem("请先填写会议日期。", field="会议日期"))
    if meeting.sittings:
        raise Refused("已经有日程，没有改动。", Problem("请先删除日程，或者逐项增加。"))
    model = last_like(work.session, meeting)
    if model is None or model.start is None:
        raise Refused("没有可以参照的会议。", Problem("同一会种要有一次编排过日程的会议。"))
    ceremonies = _ceremonies(work, meeting, model)
    taken = 0
    for sitting in model.sittings:
        day = meeting.start + (sitting.date - model.start if sitting.date else dt.timedelta())
        if day > (meeting.end or meeting.start):
            continue
        taken += 1
        meeting.sittings.append(_like(sitting, day, taken, ceremonies))
    groups = _groups(meeting, model)
    work.session.flush()
    parts = [f"半天{taken}个"]
    parts += [f"仪式{len(ceremonies)}项"] if ceremonies else []
    parts += [f"列席{groups}类"] if groups else []
    work.meeting_id = meeting.id
    work.label = f"仿照{short_title_of(model)}：{'、'.join(parts)}"
    return work.label


def _ceremonies(work: Work, meeting: Meeting, model: Meeting) -> dict[int, int]:
    """Copy what stands on the order of day only; return old item id → new."""
    there = {item_words(i.verb, i.subject): i.id for i in meeting.agenda}
    made = {}
    for item in model.agenda:
        if item.on_agenda or check_verb(item.verb):
            continue
        words = item_words(item.verb, item.subject)
        made[item.id] = there.get(words) or add_item(
            work, meeting.id, verb=item.verb, subject=item.subject, type=item.type, on_agenda=False
        )
    return made


def _like(sitting: Sitting, day: dt.date, position: int, ceremonies: dict[int, int]) -> Sitting:
    kept = [e for e in sitting.entries if e.item_id is None or e.item_id in ceremonies]
    return Sitting(
        date=day, half=sitting.half, time=sitting.time, form=sitting.form, place=sitting.place,
        chair=sitting.chair, position=position,
        entries=[
            SittingEntry(
                text=e.text, position=n,
                item_id=ceremonies[e.item_id] if e.item_id is not None else None,
            )
            for n, e in enumerate(kept, start=1)
        ],
    )  # fmt: skip


def _groups(meeting: Meeting, model: Meeting) -> int:
    """Copy the groups of observers, not the persons, where none is registered."""
    if meeting.observers:
        return 0
    groups = [o for o in model.observers if not o.name]
    for n, one in enumerate(groups, start=1):
        copied = Observer(category=one.category, text=one.text, unit=one.unit, position=n)
        copied.post, copied.leader = one.post, one.leader
        meeting.observers.append(copied)
    return len(groups)
