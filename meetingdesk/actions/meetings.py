"""会议: convene, edit, delete; the meeting's names and its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import Motion
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import Attachment, IssuedDocument
from meetingdesk.records.facts import (
    chair_of,
    date_text_of,
    due_at,
    present_now,
    short_title_of,
    tenures_on,
    title_of,
    titled,
)
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.roster import Body, Term
from meetingdesk.records.votes import Vote
from meetingdesk.rules.kinds import KIND_RULES, kind_rule
from meetingdesk.rules.majority import quorum

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

MODES = ("现场", "现场+视频", "视频")
STATES = ("筹备", "进行", "已结束")
KINDS = tuple(KIND_RULES)
_FIELDS = frozenset(
    {
        "kind",
        "subtype",
        "number",
        "start",
        "end",
        "mode",
        "place",
        "chair_id",
        "chair_text",
        "chair_phrase",
        "state",
        "notice_on",
        "notes",
        "agenda_adopted",
    }
)


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as panels and papers see it."""

    id: int
    body_id: int
    term_id: int | None
    term_number: int | None
    kind: str
    subtype: str
    number: int | None
    #: 示例市第十四届人民代表大会常务委员会第三十六次会议
    title: str
    #: 市十四届人大常委会第三十六次会议
    short_title: str
    start: dt.date | None
    end: dt.date | None
    #: 2026年8月17日至18日, or the source's own words, or ''
    date_text: str
    mode: str
    place: str
    chair_id: int | None
    chair: str
    chair_phrase: str
    state: str
    agenda_adopted: bool
    notice_on: dt.date | None
    notes: str
    external_id: str | None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The numbers that matter: who is due (应到), quorum, presence, what is on the agenda."""

    members: int | None
    quorum: int | None
    present: int
    on_site: int
    remote: int
    leave: int
    absent: int
    unmarked: int
    items: int
    to_vote: int
    #: members who attend but are out of the hall now, in the roll's order
    away: tuple[str, ...] = ()

    @property
    def quorate(self) -> bool:
        """Whether enough members are present (地方组织法 Art. 51 ¶3)."""
        return self.quorum is not None and self.present >= self.quorum


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list."""

    id: int
    kind: str
    term_id: int | None
    short_title: str
    date_text: str
    state: str


def meeting_view(meeting: Meeting) -> MeetingView:
    """Return the view of a meeting."""
    return MeetingView(
        id=meeting.id,
        body_id=meeting.body_id,
        term_id=meeting.term_id,
        term_number=meeting.term_number,
        kind=meeting.kind,
        subtype=meeting.subtype,
        number=meeting.number,
        title=title_of(meeting),
        short_title=short_title_of(meeting),
        start=meeting.start,
        end=meeting.end,
        date_text=date_text_of(meeting),
        mode=meeting.mode,
        place=meeting.place,
        chair_id=meeting.chair_id,
        chair=chair_of(meeting),
        chair_phrase=meeting.chair_phrase,
        state=meeting.state,
        agenda_adopted=meeting.agenda_adopted,
        notice_on=meeting.notice_on,
        notes=meeting.notes,
        external_id=meeting.external_id,
    )


@action("新建会议")
def convene(
    work: Work,
    *,
    term_id: int,
    kind: str = "常委会会议",
    number: int | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    mode: str = "现场",
    place: str = "",
    subtype: str = "",
    chair_id: int | None = None,
    chair_text: str = "",
    chair_phrase: str = "主持会议",
) -> int:
    """Open the record of a meeting and return its id; the chair defaults to the 主任.

    ``number`` None takes the next free number of the kind's series within the term.

    Raises:
        Refused: the number is taken, or the dates are the wrong way round.
    """
    term = fetch(work.session, Term, term_id)
    if number is None and kind_rule(kind).numbered:
        number = next_number(work, term_id=term_id, kind=kind)
    meeting = Meeting(
        body_id=term.body_id,
        term_id=term.id,
        term_number=term.number,
        kind=kind,
        subtype=subtype,
        number=number,
        start=start,
        end=end if end != start else None,
        mode=mode,
        place=place.strip(),
        chair_id=chair_id,
        chair_text=chair_text.strip(),
        chair_phrase=chair_phrase.strip(),
    )
    meeting.body = term.body
    _check(work.session, meeting)
    if start and chair_id is None and not chair_text.strip():
        chairs = [t for t in tenures_on(work.session, term.id, start) if t.post == "主任"]
        meeting.chair = chairs[0].person if chairs else None
    work.session.add(meeting)
    work.session.flush()
    work.meeting_id = meeting.id
    work.label = f"新建{short_title_of(meeting)}"
    return meeting.id


def _check(session: Session, meeting: Meeting) -> None:
    if meeting.start and meeting.end and meeting.end < meeting.start:
        raise Refused("会议的结束日期早于开始日期。", Problem("请核对两个日期。", field="会议日期"))
    if kind_rule(meeting.kind).numbered and not meeting.number:
        raise Refused(
            f"{meeting.kind}按届编次，请填写次数。", Problem("请填写第几次。", field="次数")
        )
    if meeting.number is None:
        return
    with session.no_autoflush:
        other = session.scalars(
            select(Meeting).where(
                Meeting.body_id == meeting.body_id,
                Meeting.kind == meeting.kind,
                Meeting.term_number == meeting.term_number,
                Meeting.number == meeting.number,
            )
        ).first()
    if other is not None and other is not meeting:
        raise Refused(
            f"第{meeting.term_number}届已有第{meeting.number}次{meeting.kind}"
            f"（{date_text_of(other) or '日期未载'}）。",
            Problem("次数在本届内不能重复，请改用其他次数。", field="次数"),
        )


@action("修改会议")
def edit_meeting(work: Work, /, meeting_id: int, **values: object) -> None:
    """Change a meeting's own fields.

    Raises:
        Refused: the number is taken or the dates are the wrong way round.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    with work.session.no_autoflush:
        assign(meeting, values, _FIELDS)
        if meeting.end == meeting.start:
            meeting.end = None
        _check(work.session, meeting)
    work.meeting_id = meeting.id
    work.label = f"修改{short_title_of(meeting)}"


@action("删除会议")
def delete_meeting(work: Work, meeting_id: int) -> None:
    """Delete a meeting that has made nothing yet.

    Raises:
        Refused: votes, decisions, motions, ceremonies or issued documents hang on it.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    held: dict[str, Any] = {
        "表决": Vote,
        "决定": Decision,
        "任免案": Motion,
        "宣誓仪式": Ceremony,
        "已印发的文书": IssuedDocument,
        "附件": Attachment,
    }
    found = [
        name
        for name, model in held.items()
        if work.session.scalar(
            select(func.count()).select_from(model).where(model.meeting_id == meeting.id)
        )
    ]
    if found:
        raise Refused(
            f"{short_title_of(meeting)}下还有{'、'.join(found)}，不能删除。",
            Problem("请先删除这些记录，或保留会议。"),
        )
    work.label = f"删除{short_title_of(meeting)}"
    work.session.delete(meeting)


def numbered(kind: str) -> bool:
    """Tell whether meetings of ``kind`` are numbered within the term (A01, A02)."""
    return kind_rule(kind).numbered


@query
def next_number(session: Session, *, term_id: int, kind: str) -> int:
    """Return the next free number of ``kind`` within the term (次号与年度无关, A01)."""
    term = fetch(session, Term, term_id)
    last = session.scalar(
        select(func.max(Meeting.number)).where(
            Meeting.body_id == term.body_id,
            Meeting.kind == kind,
            Meeting.term_number == term.number,
        )
    )
    return (last or 0) + 1


@query
def missing_numbers(session: Session, *, term_id: int, kind: str) -> list[int]:
    """Return numbers skipped in a series (缺号), to be shown, not filled."""
    term = fetch(session, Term, term_id)
    known = {
        n
        for n in session.scalars(
            select(Meeting.number).where(
                Meeting.body_id == term.body_id,
                Meeting.kind == kind,
                Meeting.term_number == term.number,
            )
        )
        if n is not None
    }
    return [n for n in range(min(known, default=1), max(known, default=0)) if n not in known]


@query
def meetings(session: Session, *, body_id: int | None = None, kind: str = "") -> list[MeetingView]:
    """List meetings, latest first; those without a date follow, by number."""
    wanted = select(Meeting).join(Body)
    if body_id is not None:
        wanted = wanted.where(Meeting.body_id == body_id)
    if kind:
        wanted = wanted.where(Meeting.kind == kind)
    rows = session.scalars(
        wanted.order_by(
            Meeting.start.is_(None), Meeting.start.desc(), Meeting.number.desc(), Meeting.id
        )
    ).all()
    return [meeting_view(m) for m in rows]


@query
def lines(session: Session) -> list[MeetingLine]:
    """List a line for every meeting in the order of :func:`meetings`: there may be hundreds."""
    rest = {
        key: found
        for key, *found in session.execute(select(Meeting.id, Meeting.term_id, Meeting.state))
    }
    return [
        MeetingLine(m.id, m.kind, rest[m.id][0], short_title_of(m), date_text_of(m), rest[m.id][1])
        for m in titled(session)
    ]


@query
def switcher(session: Session) -> list[tuple[int, str, str]]:
    """List (id, title, dates) of all meetings in the order of :func:`meetings`, and no more."""
    return [(m.id, title_of(m), date_text_of(m)) for m in titled(session)]


@query
def meeting(session: Session, meeting_id: int) -> MeetingView:
    """Return one meeting.

    Raises:
        Refused: it is gone.
    """
    return meeting_view(fetch(session, Meeting, meeting_id))


@query
def facts(session: Session, meeting_id: int) -> MeetingFacts:
    """Return the meeting's numbers: 应到 on its first day, quorum, presence, items."""
    row = fetch(session, Meeting, meeting_id)
    n = len(due_at(session, row)) or None
    states = [a.state for a in row.attendance]
    there = [a for a in row.attendance if a.state == "出席" and not a.away]
    on_agenda = [i for i in row.agenda if i.stands]
    return MeetingFacts(
        members=n,
        quorum=quorum(n) if n else None,
        present=present_now(row) or 0,
        on_site=sum(a.mode == "现场" for a in there),
        remote=sum(a.mode == "视频" for a in there),
        leave=states.count("请假"),
        absent=states.count("缺席"),
        unmarked=states.count("未登记"),
        items=len(on_agenda),
        to_vote=sum(i.needs_vote for i in on_agenda),
        away=tuple(a.person.name if a.person else a.name_text for a in row.attendance if a.away),
    )
