"""时限: the days that run by law and by the body's own rules of procedure.

Before a meeting: notice (议事规则), bills to members, the special reports' 20, 10 and 7 days
(监督法 Art. 15), each paper asked for by a day. After it: opinions sent and answered, what an
evaluation asks to be mended, the next meeting (地方组织法 Art. 51: at least every two months).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.home_needs import Place
from meetingdesk.actions.procedure import rules_of
from meetingdesk.records.agenda import AgendaItem, Material
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.facts import last_day, short_title_of
from meetingdesk.records.followups import Opinion
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Vote
from meetingdesk.rules.dates import add_months, days_before
from meetingdesk.rules.itemtypes import ItemFamily, item_type
from meetingdesk.rules.kinds import MeetingKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.actions.procedure import Value

#: a day long past runs no more, one far ahead not yet
_BACK, _AHEAD = dt.timedelta(days=60), dt.timedelta(days=240)
#: meetings longer ago than this have no day left that runs
_OLD = dt.timedelta(days=800)
#: special reports are due 20, 10 and 7 days before (监督法 Art. 15)
SPECIAL = "专项工作报告"


@dataclass(frozen=True, slots=True)
class Clock:
    """Something still to be done by a day; ``days`` are those left, negative when it is past."""

    due: dt.date
    what: str
    source: str
    days: int
    place: Place

    @property
    def id(self) -> tuple[dt.date, str]:
        """What tells clocks apart."""
        return self.due, self.what

    @property
    def left(self) -> str:
        """The days left in words: 还有3天, 今天, 过期2天."""
        if self.days == 0:
            return "今天"
        return f"还有{self.days}天" if self.days > 0 else f"过期{-self.days}天"


@query
def clocks(session: Session, meeting_id: int, today: dt.date) -> list[Clock]:
    """List what is still due around the meeting at hand and after those before it, by day.

    What the records show as done is left out.

    Raises:
        Refused: the meeting is gone.
    """
    meeting = fetch(session, Meeting, meeting_id)
    found = [
        *_before(session, meeting, today),
        *_opinions(session, meeting, today - _OLD),
        *_consequences(session, meeting, today - _OLD),
        *_next_meeting(session, meeting),
    ]
    made = {
        (due, what): Clock(due, what, source, (due - today).days, place)
        for due, what, source, done, place in found
        if today - _BACK <= due <= today + _AHEAD and not done
    }
    return sorted(made.values(), key=lambda c: (c.due, c.what))


_Line = tuple[dt.date, str, str, bool, Place]


def _rules(session: Session, meeting: Meeting, on: dt.date) -> Mapping[str, Value]:
    return rules_of(session, meeting.body_id, on)


def _days(rules: Mapping[str, Value], key: str) -> int:
    value = rules[key]
    return value if isinstance(value, int) else 0


def _before(session: Session, meeting: Meeting, today: dt.date) -> Iterator[_Line]:
    """Give what must be out, or in, before the meeting begins; nothing once it has."""
    start = meeting.start
    if start is not None and today > start:
        return
    items = [i for i in meeting.agenda if i.stands]
    if start is not None:
        rules = _rules(session, meeting, start)
        sent = meeting.notice_on is not None or "notice" in _issued_kinds(session, meeting.id)
        yield (
            days_before(start, _days(rules, "notice_days")), "发出会议通知", "议事规则", sent,
            Place("documents", meeting.id),
        )  # fmt: skip
        if bills := [i for i in items if item_type(i.type).family is ItemFamily.BILL]:
            at = Place("agenda", meeting.id, {"item_id": bills[0].id})
            yield (
                days_before(start, _days(rules, "bill_days")), _several("法规草案送达", bills),
                "议事规则", _received(bills), at,
            )  # fmt: skip
        if reports := [i for i in items if item_type(i.type).name == SPECIAL]:
            at = Place("agenda", meeting.id, {"item_id": reports[0].id})
            for key, what in (
                ("report_draft_days", "专项报告征求意见"),
                ("report_revised_days", "专项报告修改稿"),
                ("report_members_days", "专项报告发组成人员"),
            ):
                due = days_before(start, _days(rules, key))
                # with no papers asked for, nothing tells whether a step past was taken
                done = _received(reports) or (due < today and not _asked(reports))
                yield due, _several(what, reports), "监督法第十五条", done, at
    for item in items:
        for material in item.materials:
            if material.due is not None:
                at = Place("agenda", meeting.id, {"item_id": item.id})
                yield material.due, _material_words(material), "约定", material.received, at


def _several(what: str, items: list[AgendaItem]) -> str:
    return f"{what}（{len(items)}件）" if len(items) > 1 else what


def _asked(items: list[AgendaItem]) -> list[Material]:
    return [m for i in items for m in i.materials]


def _received(items: list[AgendaItem]) -> bool:
    """Whether papers are asked for and all of them are in."""
    return bool(_asked(items)) and all(m.received for m in _asked(items))


def _material_words(material: Material) -> str:
    by = f"（{material.provider}）" if material.provider else ""
    return f"交来{material.title}{by}"


def _issued_kinds(session: Session, meeting_id: int) -> set[str]:
    wanted = select(IssuedDocument.kind).where(IssuedDocument.meeting_id == meeting_id)
    return set(session.scalars(wanted))


def _opinions(session: Session, meeting: Meeting, since: dt.date) -> Iterator[_Line]:
    """Give when opinions are to be sent, and answered, for all meetings of the body."""
    rows = session.execute(
        select(Opinion, AgendaItem, Meeting)
        .join(AgendaItem, Opinion.item_id == AgendaItem.id)
        .join(Meeting, AgendaItem.meeting_id == Meeting.id)
        .where(Meeting.body_id == meeting.body_id, Meeting.start >= since)
    ).all()
    sending: dict[int, tuple[AgendaItem, Meeting]] = {}
    for opinion, item, held in rows:
        at = Place("agenda", held.id, {"item_id": item.id})
        sending[item.id] = (item, held)
        if opinion.due is not None:
            organ = opinion.organ or "有关机关"
            yield opinion.due, f"{organ}答复审议意见：{item.subject}", "审议意见", False, at
    for item, held in sending.values():
        ended = last_day(held)
        if ended is not None:
            due = ended + dt.timedelta(
                days=_days(_rules(session, held, ended), "opinion_send_days")
            )
            at = Place("documents", held.id)
            sent = _opinions_sent(session, item)
            yield due, f"印发审议意见：{item.subject}", "监督条例", sent, at


def _opinions_sent(session: Session, item: AgendaItem) -> bool:
    titles = session.scalars(
        select(IssuedDocument.title).where(
            IssuedDocument.meeting_id == item.meeting_id, IssuedDocument.kind == "opinions"
        )
    )
    return any(item.subject in title for title in titles)


def _consequences(session: Session, meeting: Meeting, since: dt.date) -> Iterator[_Line]:
    """Give what certified evaluations ask for by a day: 限期整改, 再次测评."""
    votes = session.execute(
        select(Vote.id, Vote.meeting_id, Vote.certified_on, Vote.result)
        .join(Meeting)
        .where(
            Meeting.body_id == meeting.body_id,
            Vote.state == "已确认",
            Vote.kind == "测评",
            Vote.certified_on >= since,
        )
    )
    for vote_id, meeting_id, certified_on, result in votes:
        # the stored form is read as it stands: building every result anew takes too long
        for row in (result or {}).get("questions", ()):
            if months := row.get("consequence_months"):
                at = Place("votes", meeting_id, {"vote_id": vote_id})
                words = f"{row.get('label', '')}：{row.get('consequence', '')}"
                yield add_months(certified_on, months), words, "测评结果", False, at


def _next_meeting(session: Session, meeting: Meeting) -> Iterator[_Line]:
    """Give the last day for the next session of a standing committee (地方组织法 Art. 51)."""
    if meeting.body.kind != "standing_committee":
        return
    held = session.scalars(
        select(Meeting)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.kind == MeetingKind.STANDING,
            Meeting.start.is_not(None),
        )
        .order_by(Meeting.start.desc())
        .limit(1)
    ).first()
    ended = last_day(held) if held is not None else None
    if held is None or ended is None:
        return
    months = _days(_rules(session, held, ended), "meeting_months")
    words = f"举行下一次常委会会议（上次为{short_title_of(held)}）"
    yield (
        add_months(ended, months),
        words,
        "地方组织法第五十一条",
        False,
        Place("meetings", held.id),
    )
