"""日程: sittings by half-day and their entries, apart from the agenda (A06)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.actions.procedure import rules_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import entry_text, sittings_of
from meetingdesk.records.meetings import Meeting, Sitting, SittingEntry
from meetingdesk.rules import schedule as rules
from meetingdesk.rules.dates import HalfDay, cn_date

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


HALVES = ("上午", "下午", "晚上")
FORMS = ("全体会议", "分组会议", "联组会议", "主任会议", "专题讲座", "其他")
_FIELDS = frozenset({"date", "half", "time", "form", "place", "chair"})


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of a sitting; ``text`` is ready to print, ``own`` replaces its item's words."""

    id: int
    position: int
    item_id: int | None
    text: str
    own: str = ""


@dataclass(frozen=True, slots=True)
class SittingView:
    """One half-day with its lines."""

    id: int
    position: int
    date: dt.date | None
    half: str
    time: str
    form: str
    place: str
    chair: str
    entries: tuple[EntryView, ...]


@action("增加日程")
def add_sitting(
    work: Work,
    meeting_id: int,
    *,
    date: dt.date,
    half: str = "上午",
    time: str = "",
    form: str = "全体会议",
    place: str = "",
    chair: str = "",
) -> int:
    """Add a sitting on a half-day of the meeting and return its id.

    Raises:
        Refused: the date lies outside the meeting.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    _check_date(meeting, date)
    sitting = Sitting(
        date=date,
        half=half,
        time=time.strip(),
        form=form,
        place=place.strip() or meeting.place,
        chair=chair.strip(),
        position=len(meeting.sittings) + 1,
    )
    meeting.sittings.append(sitting)
    work.session.flush()
    _sort(meeting)
    work.meeting_id, work.label = meeting.id, f"增加日程：{cn_date(date, year=False)}{half}{form}"
    return sitting.id


def _check_date(meeting: Meeting, date: dt.date | None) -> None:
    if date is None or meeting.start is None:
        return
    if not meeting.start <= date <= (meeting.end or meeting.start):
        raise Refused(
            f"{cn_date(date)}不在会期之内。", Problem("请改用会期内的日期。", field="日期")
        )


def _sort(meeting: Meeting) -> None:
    def key(sitting: Sitting) -> tuple[dt.date, int, int, int]:
        half = HALVES.index(sitting.half) if sitting.half in HALVES else len(HALVES)
        return (sitting.date or dt.date.max, half, sitting.position, sitting.id)

    in_order: list[Sitting] = sorted(meeting.sittings, key=key)
    renumber(in_order)


@action("修改日程")
def edit_sitting(work: Work, /, sitting_id: int, **values: object) -> None:
    """Change a sitting's date, half-day, time, form, place or chair.

    Raises:
        Refused: a date outside the meeting.
    """
    sitting = fetch(work.session, Sitting, sitting_id)
    assign(sitting, values, _FIELDS)
    _check_date(sitting.meeting, sitting.date)
    _sort(sitting.meeting)
    work.meeting_id, work.label = sitting.meeting_id, "修改日程"


@action("删除日程")
def delete_sitting(work: Work, sitting_id: int) -> None:
    """Delete a sitting with its lines; agenda items stay."""
    sitting = fetch(work.session, Sitting, sitting_id)
    meeting = sitting.meeting
    work.meeting_id, work.label = meeting.id, f"删除日程：{sitting.half}{sitting.form}"
    meeting.sittings.remove(sitting)
    work.session.flush()
    renumber(meeting.sittings)


@action("编排日程")
def add_entry(work: Work, sitting_id: int, *, text: str = "", item_id: int | None = None) -> int:
    """Put an agenda item or a line of text into a sitting; return the entry's id."""
    sitting = fetch(work.session, Sitting, sitting_id)
    if item_id is None:
        require(text, "内容")
    entry = SittingEntry(text=text.strip(), item_id=item_id, position=len(sitting.entries) + 1)
    sitting.entries.append(entry)
    work.session.flush()
    work.meeting_id, work.label = sitting.meeting_id, "编排日程"
    return entry.id


@action("修改日程内容")
def edit_entry(work: Work, /, entry_id: int, **values: object) -> None:
    """Change an entry's text or its item; an entry of an item may be without text of its own."""
    entry = fetch(work.session, SittingEntry, entry_id)
    assign(entry, values, frozenset({"text", "item_id"}))
    if entry.item_id is None:
        require(entry.text, "内容")
    work.meeting_id, work.label = entry.sitting.meeting_id, "修改日程内容"


@action("删除日程内容")
def delete_entry(work: Work, entry_id: int) -> None:
    """Take an entry out of its sitting."""
    entry = fetch(work.session, SittingEntry, entry_id)
    sitting = entry.sitting
    work.meeting_id, work.label = sitting.meeting_id, "删除日程内容"
    sitting.entries.remove(entry)
    work.session.flush()
    renumber(sitting.entries)


@action("调整日程内容次序")
def move_entry(work: Work, entry_id: int, to: int, *, sitting_id: int | None = None) -> None:
    """Move an entry to 0-based index ``to`` within its sitting, or within another one.

    Raises:
        Refused: the other sitting is of another meeting.
    """
    entry = fetch(work.session, SittingEntry, entry_id)
    old = entry.sitting
    new = old if sitting_id is None else fetch(work.session, Sitting, sitting_id)
    if new.meeting_id != old.meeting_id:
        raise Refused("不能移到另一次会议的日程中。")
    if new is not old:
        rest = [e for e in old.entries if e is not entry]
        entry.sitting = new
        work.session.flush()
        renumber(rest)
    place(new.entries, entry, to)
    work.meeting_id, work.label = new.meeting_id, "调整日程内容次序"


@action("调整日程次序")
def move_sitting(work: Work, sitting_id: int, to: int) -> None:
    """Move a sitting to 0-based index ``to``; date and half-day keep their order before it."""
    sitting = fetch(work.session, Sitting, sitting_id)
    place(sitting.meeting.sittings, sitting, to)
    _sort(sitting.meeting)
    work.meeting_id, work.label = sitting.meeting_id, f"调整日程次序：{sitting.half}{sitting.form}"


@query
def warnings(session: Session, meeting_id: int) -> list[str]:
    """Return what does not go together: someone in two places, statements after the vote.

    Warnings only: the office decides (inventory 6.4).
    """
    meeting = fetch(session, Meeting, meeting_id)
    planned = [_planned(s) for s in meeting.sittings if s.date and s.half in tuple(HalfDay)]
    end = meeting.end or meeting.start
    if not planned or meeting.start is None or end is None:
        return []
    values = rules_of(session, meeting.body_id, meeting.start)
    found = rules.check_schedule(
        planned, 0, meeting.start, end, statement_after=values["statement_time"] == "表决后"
    )
    return [p.message for p in found]


def sitting_words(sitting: Sitting) -> str:
    """Name a sitting: 8月18日上午全体会议."""
    day = cn_date(sitting.date, year=False) if sitting.date else ""
    return f"{day}{sitting.half}{sitting.form}"


def _steps(text: str) -> tuple[str, ...]:
    found = (rules.STATEMENT,) if rules.is_statement(text) else ()
    return (*found, rules.VOTING) if rules.VOTING in text else found


def _planned(sitting: Sitting) -> rules.Sitting:
    assert sitting.date is not None  # noqa: S101 - the caller takes those with a date
    steps = tuple(step for e in sitting.entries for step in _steps(entry_text(e)))
    spoken = [e.item.reporter for e in sitting.entries if e.item and e.item.stands]
    people = tuple(dict.fromkeys(p for p in (sitting.chair, *spoken) if p))
    return rules.Sitting(
        sitting.date, HalfDay(sitting.half), sitting.form, sitting.place, (), steps, people,
        sitting.time.strip(),
    )  # fmt: skip


@query
def sittings(session: Session, meeting_id: int) -> list[SittingView]:
    """List the order of day by half-days."""
    return [
        SittingView(
            id=s.id,
            position=s.position,
            date=s.date,
            half=s.half,
            time=s.time,
            form=s.form,
            place=s.place,
            chair=s.chair,
            entries=tuple(
                EntryView(e.id, e.position, e.item_id, entry_text(e), e.text) for e in s.entries
            ),
        )
        for s in sittings_of(session, fetch(session, Meeting, meeting_id).id)
    ]
