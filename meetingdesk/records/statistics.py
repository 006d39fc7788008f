"""The figures of a period, each with the records behind it (A30, B36; 年度工作报告).

A figure is the number of its records, so that anyone who doubts it can count them. 人次 counts
actions, 人 persons (A30); what was adopted counts on the day it was adopted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.facts import last_day, short_title_of
from meetingdesk.records.followups import Opinion
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.votes import Vote
from meetingdesk.rules.appointments import AppointmentVerb, sentence
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.verbs import VERBS, VerbFamily, parse_outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from meetingdesk.records.agenda import AgendaItem

_HANDED = ("交办", "交由", "转办")


@dataclass(frozen=True, slots=True)
class Behind:
    """A record a figure counts: what it is, its id, its words, its day."""

    what: str
    id: int
    text: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: 常委会会议 6 次, and the records it counts."""

    key: str
    title: str
    unit: str
    records: tuple[Behind, ...]

    @property
    def value(self) -> int:
        """How many there are."""
        return len(self.records)


def figures(
    session: Session, since: dt.date, until: dt.date, body_id: int | None = None
) -> list[Figure]:
    """Return the figures from ``since`` to ``until``, both days inclusive.

    ``body_id`` limits to one body; without it all bodies of the desk are counted.
    """
    wanted = select(Meeting).order_by(Meeting.start, Meeting.id)
    if body_id is not None:
        wanted = wanted.where(Meeting.body_id == body_id)
    every = list(session.scalars(wanted))
    held = [m for m in every if m.start is not None and since <= m.start <= until]
    ids = {m.id: m for m in every}
    items = [i for m in held for i in m.agenda]
    return [
        *_meetings(held),
        *_items(items),
        *_texts(session, ids, since, until),
        *_people(session, ids, since, until),
        *_votes(session, ids, since, until),
        *_followed(session, items),
    ]


def _meetings(held: list[Meeting]) -> list[Figure]:
    kinds = [MeetingKind.STANDING, MeetingKind.CHAIRS, MeetingKind.PARTY_GROUP]
    others = [m.kind for m in held if m.kind not in kinds]
    return [
        Figure(
            f"meetings.{kind}",
            kind,
            "次",
            tuple(Behind("会议", m.id, short_title_of(m), m.start) for m in held if m.kind == kind),
        )
        for kind in dict.fromkeys((*(str(kind.value) for kind in kinds), *others))
    ]


def _item(item: AgendaItem) -> Behind:
    return Behind("议题", item.id, f"{item.verb}{item.subject}", item.meeting.start)


def _items(items: list[AgendaItem]) -> list[Figure]:
    standing = [i for i in items if i.meeting.kind == MeetingKind.STANDING and i.stands]

    reports = tuple(
        _item(i)
        for i in standing
        if i.verb in VERBS and VERBS[i.verb].family is VerbFamily.HEAR_DELIBERATE
    )
    lectures = tuple(_item(i) for i in items if "讲座" in i.subject or "讲座" in i.type)
    return [
        Figure("items", "常委会会议审议议题", "项", tuple(map(_item, standing))),
        Figure("reports", "听取和审议报告", "项", reports),
        Figure("lectures", "专题讲座", "次", lectures),
    ]


def _texts(
    session: Session, ids: dict[int, Meeting], since: dt.date, until: dt.date
) -> list[Figure]:
    adopted = [
        d
        for d in session.scalars(
            select(Decision)
            .where(Decision.state == "通过")
            .order_by(Decision.adopted_on, Decision.id)
        )
        if d.meeting_id in ids and d.adopted_on and since <= d.adopted_on <= until
    ]
    kinds = dict.fromkeys(("地方性法规", "决定", "决议", *(d.kind for d in adopted)))
    return [
        Figure(
            f"adopted.{kind}",
            f"通过{kind}",
            "件",
            tuple(Behind(kind, d.id, d.title, d.adopted_on) for d in adopted if d.kind == kind),
        )
        for kind in kinds
    ]


def _people(
    session: Session, ids: dict[int, Meeting], since: dt.date, until: dt.date
) -> list[Figure]:
    passed = []
    for entry in session.scalars(
        select(MotionEntry).join(Motion).where(MotionEntry.state == "通过").order_by(MotionEntry.id)
    ):
        meeting = ids.get(entry.motion.meeting_id)
        day = entry.passed_on or (last_day(meeting) if meeting else None)
        if meeting is not None and day is not None and since <= day <= until:
            words = sentence(entry.verb, entry.name, entry.post)
            passed.append((entry, Behind("任免", entry.id, words, day)))
    takers = [
        Behind("宣誓", t.id, f"{t.post}{t.name}", t.made_up_on or c.date)
        for c in session.scalars(select(Ceremony).order_by(Ceremony.id))
        if c.meeting_id in ids
        for t in c.takers
        if t.sworn and _within(t.made_up_on or c.date or last_day(c.meeting), since, until)
    ]

    def those(*verbs: AppointmentVerb) -> tuple[Behind, ...]:
        return tuple(behind for entry, behind in passed if entry.verb in verbs)

    v = AppointmentVerb
    letters = tuple(
        Behind("任命书", x.id, f"{x.number}　{entry.name}", x.issued_on)
        for entry, _ in passed
        for x in entry.letters
    )
    return [
        Figure("appointments", "任免国家机关工作人员", "人次", tuple(b for _, b in passed)),
        Figure(
            "appointed", "其中：任命", "人次", those(v.APPOINT, v.DECIDE_APPOINT, v.APPROVE_APPOINT)
        ),
        Figure("removed", "其中：免职", "人次", those(v.REMOVE, v.DECIDE_REMOVE, v.APPROVE_REMOVE)),
        Figure("resigned", "接受辞职", "人次", those(v.ACCEPT_RESIGNATION)),
        Figure("acting", "决定代理", "人次", those(v.DECIDE_ACTING, v.ELECT_ACTING)),
        Figure("dismissed", "撤职", "人次", those(v.DISMISS)),
        Figure("letters", "颁发任命书", "份", letters),
        Figure("sworn", "宪法宣誓", "人次", tuple(takers)),
    ]


def _within(day: dt.date | None, since: dt.date, until: dt.date) -> bool:
    return day is not None and since <= day <= until


def _votes(
    session: Session, ids: dict[int, Meeting], since: dt.date, until: dt.date
) -> list[Figure]:
    rated = [
        v
        for v in session.scalars(select(Vote).where(Vote.kind == "测评").order_by(Vote.id))
        if v.meeting_id in ids and v.state == "已确认" and _within(v.certified_on, since, until)
    ]
    return [
        Figure(
            "evaluations",
            "满意度测评",
            "次",
            tuple(Behind("测评", v.id, v.title, v.certified_on) for v in rated),
        ),
        Figure(
            "evaluated",
            "测评对象",
            "个",
            tuple(
                Behind("测评对象", q.id, q.text, v.certified_on) for v in rated for q in v.questions
            ),
        ),
    ]


def _followed(session: Session, items: Iterable[AgendaItem]) -> list[Figure]:
    by_id = {item.id: item for item in items}
    points = [
        o
        for o in session.scalars(select(Opinion).order_by(Opinion.item_id, Opinion.position))
        if o.item_id in by_id
    ]
    sent = [by_id[key] for key in dict.fromkeys(o.item_id for o in points)]
    chairs = (MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED)
    handed = [
        i for i in by_id.values() if any(p in _HANDED for p in parse_outcome(i.outcome).phrases)
    ]
    return [
        Figure(
            "opinions",
            "审议意见",
            "件",
            tuple(_item(i) for i in sent if i.meeting.kind == MeetingKind.STANDING),
        ),
        Figure(
            "supervision",
            "监督意见书",
            "件",
            tuple(_item(i) for i in sent if i.meeting.kind in chairs),
        ),
        Figure(
            "points",
            "提出意见建议",
            "条",
            tuple(Behind("审议意见", o.id, o.text, by_id[o.item_id].meeting.start) for o in points),
        ),
        Figure("handed", "交办事项", "件", tuple(map(_item, handed))),
    ]
