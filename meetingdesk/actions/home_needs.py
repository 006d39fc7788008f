"""准备情况: what a meeting has and what it still lacks, in the order the work is done.

Before the meeting: roster, date, agenda, reporters, materials, order of day, drafts, votes,
notice. On its days: the roll and the votes. After it: outcomes, results, letters, oaths,
opinions. A line says what is missing and where it is put right.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import column, func, select, table

from meetingdesk.actions import vote_waiting
from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.records.appointments import Letter
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.facts import decisions_of, due_at, motions_of, present_of, votes_of
from meetingdesk.records.followups import Opinion
from meetingdesk.records.journal import NOTES, Entry
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import left_to_swear
from meetingdesk.records.practice import is_practice
from meetingdesk.rules.itemtypes import ItemFamily, item_type
from meetingdesk.rules.majority import quorum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.records.agenda import AgendaItem, Material
    from meetingdesk.records.decisions import Decision

#: how a line stands
BAD, TODO, DOING, NOTE, DONE = "缺", "待办", "进行", "可办", "已备"
BEFORE, DURING, AFTER = "会前", "会中", "会后"
_NAMED = 3
#: enough of the year's plans to know whether there is one: their classes are the agenda's
_PLAN = table("year_plan", column("id"), column("body_id"), column("year"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line leads: a panel, the meeting to turn to, what to show there."""

    panel: str
    meeting_id: int | None = None
    focus: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """One line: what, how it stands, in words, and the place where it is put right."""

    key: str
    title: str
    state: str
    words: str
    place: Place

    @property
    def id(self) -> str:
        """What tells lines apart."""
        return self.key


def stage_of(meeting: Meeting, today: dt.date) -> str:
    """Return 会前, 会中 or 会后 for a day; a meeting without a date is before it."""
    if meeting.start is None or today < meeting.start:
        return BEFORE
    return DURING if today <= (meeting.end or meeting.start) else AFTER


def needs(office: Office, meeting_id: int, today: dt.date) -> list[Need]:
    """List what the meeting has and lacks on a day, in the order of the work.

    What has become of its papers takes longer and is told by :func:`paper_needs`.

    Raises:
        Refused: the meeting is gone.
    """
    found = _from_records(office, meeting_id, today)
    return [*found, *_sources(office, meeting_id), *_notice(office, meeting_id)]


@query
def _from_records(session: Session, meeting_id: int, today: dt.date) -> list[Need]:
    meeting = fetch(session, Meeting, meeting_id)
    stage = stage_of(meeting, today)
    found = [*_ground(session, meeting)]
    if stage != AFTER:
        found += [
            *_items(meeting),
            *_plan(session, meeting),
            *_texts(session, meeting),
            *_nominees(session, meeting),
        ]
    if stage != BEFORE:
        found += _roll(session, meeting)
    found += _votes(session, meeting)
    if stage != AFTER:
        found += _rehearsal(session, meeting)
    if stage == AFTER:
        found += [
            *_outcomes(meeting),
            *_adoptions(session, meeting),
            *_afterwards(session, meeting),
        ]
        found += _oaths(session, meeting)
    return found


def _names(words: list[str]) -> str:
    shown = "、".join(words[:_NAMED])
    return f"{shown}等{len(words)}项" if len(words) > _NAMED else shown


def _item_words(item: AgendaItem) -> str:
    return f"“{item.subject}”"


def _ground(session: Session, meeting: Meeting) -> Iterator[Need]:
    here = Place("meetings", meeting.id)
    if meeting.start is None:
        yield Need("date", "会议日期", BAD, "还没有定日期，应到人数和各项期限都不能计算", here)
        return
    due = len(due_at(session, meeting))
    if not due:
        words = "当日名册中没有在任的组成人员"
        yield Need("roster", "名册", BAD, words, Place("roster", meeting.id))
    else:
        words = f"应到{due}人，法定人数{quorum(due)}人"
        yield Need("roster", "名册", DONE, words, Place("roster", meeting.id))


def _items(meeting: Meeting) -> Iterator[Need]:
    items = [i for i in meeting.agenda if i.stands]
    here = Place("agenda", meeting.id)
    if not items:
        yield Need("agenda", "议程", BAD, "还没有议题", here)
        return
    words = f"{len(items)}项，{'已通过' if meeting.agenda_adopted else '草案'}"
    yield Need("agenda", "议程", DONE, words, here)
    if lacking := [i for i in items if _needs_reporter(i) and not i.reporter.strip()]:
        at = Place("agenda", meeting.id, {"item_id": lacking[0].id})
        words = f"{len(lacking)}项没有报告人：{_names([_item_words(i) for i in lacking])}"
        yield Need("reporters", "报告人", TODO, words, at)
    elif any(_needs_reporter(i) for i in items):
        yield Need("reporters", "报告人", DONE, "各项报告都有报告人", here)
    waiting = [(i, m) for i in items for m in i.materials if not m.received]
    if waiting:
        at = Place("agenda", meeting.id, {"item_id": waiting[0][0].id})
        words = f"{len(waiting)}份未到：{_names([_material_words(m) for _, m in waiting])}"
        yield Need("materials", "会议材料", TODO, words, at)
    elif any(i.materials for i in items):
        yield Need("materials", "会议材料", DONE, "已全部收到", here)
    sat = len(meeting.sittings)
    state, words = (DONE, f"{sat}个半天") if sat else (TODO, "还没有编排日程")
    yield Need("schedule", "日程", state, words, here)


def _plan(session: Session, meeting: Meeting) -> Iterator[Need]:
    """Say what the year's plan wants by this quarter that no agenda carries yet."""
    if meeting.start is None:
        return
    planned = select(_PLAN.c.id).where(
        _PLAN.c.body_id == meeting.body_id, _PLAN.c.year == meeting.start.year
    )
    if session.scalar(planned) is None:
        return
    from meetingdesk.actions.yearplan import points_at  # agenda's code: not before the first page

    listed = points_at(session, meeting)
    if not listed:
        return
    waiting = [point for point in listed if point.due]
    if not waiting:
        place = Place("agenda", meeting.id, {"plan": True})
        yield Need("plan", "年度计划", DONE, "本季度应列入的都已列入", place)
        return
    at = Place("agenda", meeting.id, {"point_id": waiting[0].id})
    words = f"{len(waiting)}项未列入：{_names([f'“{p.subject}”' for p in waiting])}"
    yield Need("plan", "本季度计划内", TODO, words, at)


def _material_words(material: Material) -> str:
    return f"{material.title}（{material.provider}）" if material.provider else material.title


def _needs_reporter(item: AgendaItem) -> bool:
    """Whether someone must stand up and report: the item is heard (听取…)."""
    return "听取" in item.verb


def _texts(session: Session, meeting: Meeting) -> Iterator[Need]:
    drafts = decisions_of(session, meeting.id)
    if empty := [d for d in drafts if d.state == "草案" and not d.body.strip()]:
        at = Place("decisions", meeting.id, {"decision_id": empty[0].id})
        words = f"{len(empty)}件没有正文：{_names([f'“{d.title}”' for d in empty])}"
        yield Need("texts", "决定草案", TODO, words, at)
    elif drafts:
        place = Place("decisions", meeting.id)
        yield Need("texts", "决定草案", DONE, f"{len(drafts)}件都有正文", place)
    _, entries = _entries(session, meeting)
    personnel = [i for i in meeting.agenda if item_type(i.type).family is ItemFamily.PERSONNEL]
    if personnel and not entries:
        place = Place("appointments", meeting.id)
        yield Need("motions", "任免案", TODO, "议程有人事事项，还没有登记任免案", place)


def _nominees(session: Session, meeting: Meeting) -> Iterator[Need]:
    """Say which nominees a gate of the body's own holds back, and who else is to be looked at."""
    if not _entries(session, meeting)[1]:
        return
    # the code of appointments: not before the first page of a meeting without any
    from meetingdesk.actions import incumbency, screening

    told = [key for key, words in incumbency.objections(session, meeting).items() if words]
    if told:
        at = Place("appointments", meeting.id, {"entry_id": told[0]})
        yield Need("objections", "任免核对", TODO, f"{len(told)}处须核对", at)
    if not screening.standard_of(session, meeting).asks:
        return
    views = screening.nominee_views(session, meeting)
    if lacking := [view for view in views if view.told]:
        blocked = [view for view in lacking if view.blocked]
        names = list(dict.fromkeys(view.name for view in blocked or lacking))
        shown = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
        words = f"{len(names)}人{'不得提请表决' if blocked else '须补齐'}：{shown}"
        at = Place("appointments", meeting.id, {"nominee_id": (blocked or lacking)[0].id})
        yield Need("screening", "任前程序", BAD if blocked else TODO, words, at)
    elif views:
        at = Place("appointments", meeting.id, {"nominee_id": views[0].id})
        yield Need("screening", "任前程序", DONE, "拟任命人员都已具备", at)


def _entries(session: Session, meeting: Meeting) -> tuple[list[Any], list[Any]]:
    motions = motions_of(session, meeting.id)
    return motions, [e for m in motions for e in m.entries]


def _roll(session: Session, meeting: Meeting) -> Iterator[Need]:
    here = Place("meetings", meeting.id)
    due, there = len(due_at(session, meeting)), present_of(meeting)
    unmarked = sum(a.state == "未登记" for a in meeting.attendance)
    if not meeting.attendance and there is None:
        yield Need("roll", "签到", BAD, "还没有签到名册", here)
    elif due and (there or 0) < quorum(due):
        words = f"到会{there or 0}人，未达到法定人数{quorum(due)}人"
        yield Need("roll", "签到", BAD, words, here)
    elif unmarked:
        yield Need("roll", "签到", DOING, f"到会{there}人，还有{unmarked}人未登记", here)
    else:
        yield Need("roll", "签到", DONE, f"到会{there}人", here)


def _votes(session: Session, meeting: Meeting) -> Iterator[Need]:
    held = votes_of(session, meeting.id)
    if not held:
        return
    running = [v for v in held if v.state in ("已开票", "计票")]
    drafts = [v for v in held if v.state == "拟定"]
    done = sum(v.state == "已确认" for v in held)
    if running:
        at = Place("votes", meeting.id, {"vote_id": running[0].id})
        words = f"{len(running)}项正在表决或计票：{_names([f'“{v.title}”' for v in running])}"
        yield Need("counting", "表决结果", DOING, words, at)
    elif drafts:
        at = Place("votes", meeting.id)
        words = f"已拟定{len(drafts)}项，已确认{done}项"
        yield Need("counting", "表决", DONE if not done else DOING, words, at)
    else:
        words = f"{done}项都已确认"
        yield Need("counting", "表决结果", DONE, words, Place("votes", meeting.id))


def _rehearsal(session: Session, meeting: Meeting) -> Iterator[Need]:
    """Say whether the votes were practised; a practice copy itself says nothing of it."""
    if not votes_of(session, meeting.id) or is_practice(session):
        return
    at = session.scalar(
        select(func.max(Entry.at)).where(
            NOTES, Entry.action == "演练", Entry.meeting_id == meeting.id
        )
    )
    place = Place("votes", meeting.id)
    if at is None:
        yield Need("rehearsal", "演练", NOTE, "还没有演练过，可在表决页逐项演练", place)
    else:
        day = at.replace(tzinfo=dt.UTC).astimezone()
        yield Need("rehearsal", "演练", DONE, f"{day.month}月{day.day}日演练过", place)


def _outcomes(meeting: Meeting) -> Iterator[Need]:
    items = [i for i in meeting.agenda if i.stands]
    if lacking := [i for i in items if not i.outcome.strip()]:
        at = Place("agenda", meeting.id, {"item_id": lacking[0].id})
        words = f"{len(lacking)}项没有登记结果：{_names([_item_words(i) for i in lacking])}"
        yield Need("outcomes", "议题结果", TODO, words, at)
    elif items:
        place = Place("agenda", meeting.id)
        yield Need("outcomes", "议题结果", DONE, f"{len(items)}项都已登记", place)


def _adoptions(session: Session, meeting: Meeting) -> Iterator[Need]:
    drafts: list[Decision] = decisions_of(session, meeting.id)
    if waiting := [d for d in drafts if d.state == "草案"]:
        at = Place("decisions", meeting.id, {"decision_id": waiting[0].id})
        words = f"{len(waiting)}件没有登记是否通过：{_names([f'“{d.title}”' for d in waiting])}"
        yield Need("adoptions", "决定", TODO, words, at)
    elif drafts:
        passed = sum(d.state == "通过" for d in drafts)
        place = Place("decisions", meeting.id)
        yield Need("adoptions", "决定", DONE, f"通过{passed}件", place)


def _afterwards(session: Session, meeting: Meeting) -> Iterator[Need]:
    _, entries = _entries(session, meeting)
    wanted = [e for e in entries if e.state == "通过" and e.gets_letter]
    if wanted:
        lettered = set(
            session.scalars(
                select(Letter.entry_id).where(Letter.entry_id.in_([e.id for e in wanted]))
            )
        )
        lacking = [e for e in wanted if e.id not in lettered]
        state = TODO if lacking else DONE
        words = f"{len(lacking)}份没有登记" if lacking else f"{len(wanted)}份都已登记"
        focus = {"entry_id": lacking[0].id} if lacking else {}
        yield Need("letters", "任命书", state, words, Place("appointments", meeting.id, focus))
    reviewed = [i for i in meeting.agenda if "审议意见书" in item_type(i.type).products]
    if reviewed:
        rows = session.execute(
            select(Opinion.item_id, func.count())
            .where(Opinion.item_id.in_([i.id for i in reviewed]))
            .group_by(Opinion.item_id)
        )
        told = {row[0] for row in rows}
        if silent := [i for i in reviewed if i.id not in told]:
            at = Place("agenda", meeting.id, {"item_id": silent[0].id})
            words = f"{len(silent)}项没有登记审议意见：{_names([_item_words(i) for i in silent])}"
            yield Need("opinions", "审议意见", TODO, words, at)
        else:
            place = Place("agenda", meeting.id)
            yield Need("opinions", "审议意见", DONE, f"{len(reviewed)}项都已登记", place)


def _oaths(session: Session, meeting: Meeting) -> Iterator[Need]:
    left = [entry for entry, _ in left_to_swear(session, meeting.id)]
    if left:
        words = f"{len(left)}人还没有宣誓：{'、'.join(one.name for one in left[:_NAMED])}"
        at = Place("appointments", meeting.id, {"entry_id": left[0].id})
        yield Need("oaths", "宪法宣誓", TODO, words + ("等" if len(left) > _NAMED else ""), at)


def _sources(office: Office, meeting_id: int) -> list[Need]:
    """Say what is to be voted on and has no vote drafted yet."""
    waiting = [s for s in vote_waiting.sources(office, meeting_id) if not s.used]
    if not waiting:
        return []
    words = f"{len(waiting)}项没有拟定表决：{_names([s.title for s in waiting])}"
    return [Need("drafts", "待表决事项", TODO, words, Place("votes", meeting_id))]


@query
def _notice(session: Session, meeting_id: int) -> list[Need]:
    """Say whether the notice is out: the meeting's own day of notice, or the paper issued."""
    meeting, place = fetch(session, Meeting, meeting_id), Place("documents", meeting_id)
    issued = session.scalar(
        select(IssuedDocument.id)
        .where(IssuedDocument.meeting_id == meeting_id, IssuedDocument.kind == "notice")
        .limit(1)
    )
    if issued is not None or meeting.notice_on is not None:
        return [Need("notice", "会议通知", DONE, "已发出", place)]
    ready = meeting.start and meeting.place and any(i.stands for i in meeting.agenda)
    words = "还没有印发" if ready else "填写日期、地点和议题后可以生成"
    return [Need("notice", "会议通知", TODO, words, place)]


def paper_needs(office: Office, meeting_id: int) -> list[Need]:
    """Say which papers are out, and which were changed after they had gone out.

    Each paper issued is made again to be compared: some tenths of a second after a long meeting.

    Raises:
        Refused: the meeting is gone.
    """
    from meetingdesk.actions import documents  # all papers' code: not before the first page

    listed, place = documents.overview(office, meeting_id), Place("documents", meeting_id)
    found = []
    if changed := [p for p in listed if p.state == documents.CHANGED]:
        words = f"{len(changed)}件印发后有改动：{_names([p.printed for p in changed])}"
        found.append(Need("changed", "已印发的文书", TODO, words, place))
    out = sum(p.state != documents.NOT_ISSUED for p in listed)
    words = f"已印发{out}件，还可印{len(listed) - out}件"
    return [*found, Need("papers", "文书", DONE if out else NOTE, words, place)]
