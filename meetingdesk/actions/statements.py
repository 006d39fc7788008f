"""供职发言: who of the nominees speaks, in which order, for how long (rules.md §2.2).

Until an order is made there is none; once made it is a list of its own, apart from the motions.
Whether it is heard before or after the vote is the body's parameter ``statement_time``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions import schedule
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber
from meetingdesk.actions.incumbency import settings_of
from meetingdesk.actions.screening import nominees_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import Statement
from meetingdesk.records.facts import entry_text, sittings_of, statements_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules.schedule import STATEMENT, VOTING, is_statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Sitting

#: how a nominee speaks
FORMS = ("供职发言", "供职报告", "表态发言", "书面")
#: the line of the order of day
LINE = "拟任命人员作供职发言"
_LED = ("全体会议", "联组会议")


@dataclass(frozen=True, slots=True)
class StatementView:
    """One speaker. ``minutes`` 0: without limit; ``spoken`` False: in writing only."""

    id: int
    entry_id: int
    position: int
    name: str
    post: str
    proposer: str
    minutes: int
    form: str
    spoken: bool


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """The order as it stands: who is left out, the minutes in all, where it is in the day.

    ``sitting`` names the sitting that has the line, '' when none has it yet.
    """

    speakers: tuple[StatementView, ...]
    left_out: tuple[tuple[int, str, str], ...]
    minutes: int
    when: str
    sitting: str
    sitting_id: int | None


def _view(row: Statement, at: int) -> StatementView:
    entry = row.entry
    return StatementView(
        row.id, entry.id, at, entry.name, entry.post, entry.motion.proposer, row.minutes,
        row.form or FORMS[0], row.form != "书面",
    )  # fmt: skip


@query
def plan(session: Session, meeting_id: int) -> StatementPlan:
    """Return the order of the statements, who is left out, and where the day has them."""
    meeting = fetch(session, Meeting, meeting_id)
    rows = statements_of(session, meeting_id)
    named = {row.entry.name for row in rows}
    left: dict[str, tuple[int, str, str]] = {}
    for entry in nominees_of(session, meeting_id):
        if entry.name not in named:
            left.setdefault(entry.name, (entry.id, entry.name, entry.post))
    at = _line_of(sittings_of(session, meeting_id))
    return StatementPlan(
        speakers=tuple(_view(row, at) for at, row in enumerate(rows, start=1)),
        left_out=tuple(left.values()),
        minutes=sum(row.minutes for row in rows if row.form != "书面"),
        when=str(settings_of(session, meeting)["statement_time"]),
        sitting=schedule.sitting_words(at) if at is not None else "",
        sitting_id=at.id if at is not None else None,
    )


def _line_of(sittings: Iterable[Sitting]) -> Sitting | None:
    return next((s for s in sittings if any(is_statement(entry_text(e)) for e in s.entries)), None)


@action("编排供职发言")
def arrange(work: Work, meeting_id: int, entry_ids: Iterable[int] | None = None) -> int:
    """Put nominees at the end of the order, each person once; all left out without ``entry_ids``.

    Returns how many were added.

    Raises:
        Refused: nobody is left to add.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    rows = statements_of(work.session, meeting_id)
    named = {row.entry.name for row in rows}
    wanted = None if entry_ids is None else set(entry_ids)
    minutes = int(settings_of(work.session, meeting)["statement_minutes"])  # type: ignore[arg-type]
    added = 0
    for entry in nominees_of(work.session, meeting_id):
        if entry.name in named or (wanted is not None and entry.id not in wanted):
            continue
        if entry.state == "未通过":
            continue
        named.add(entry.name)
        added += 1
        entry.statement = Statement(position=len(rows) + added, minutes=minutes, form=FORMS[0])
    if not added:
        raise Refused("没有可以增加的发言人。", Problem("拟任命人员都已在发言次序中。"))
    work.session.flush()
    work.meeting_id, work.label = meeting_id, f"编排供职发言（增加{added}人）"
    return added


@action("修改供职发言")
def edit_statement(work: Work, /, statement_id: int, **values: object) -> None:
    """Change a speaker's minutes (0: without limit) or form.

    Raises:
        Refused: minutes beyond two hours, or an unknown form.
    """
    row = fetch(work.session, Statement, statement_id)
    assign(row, values, frozenset({"minutes", "form"}))
    if not 0 <= row.minutes <= 120:
        raise Refused("发言时间应在0至120分钟之间。", Problem("0表示不限时。", field="minutes"))
    if row.form not in FORMS:
        raise Refused(f"“{row.form}”不是发言形式。", Problem(f"可用：{'、'.join(FORMS)}。"))
    work.meeting_id = row.entry.motion.meeting_id
    work.label = f"修改{row.entry.name}的供职发言"


@action("统一供职发言时间")
def set_minutes(work: Work, meeting_id: int, minutes: int) -> int:
    """Give every speaker the same minutes; return how many speakers.

    Raises:
        Refused: no order yet, or minutes beyond two hours.
    """
    rows = statements_of(work.session, meeting_id)
    if not rows:
        raise Refused("还没有编排供职发言。")
    for row in rows:
        edit_statement(work, row.id, minutes=minutes)
    work.meeting_id, work.label = meeting_id, f"供职发言每人{minutes}分钟"
    return len(rows)


@action("调整供职发言次序")
def move_statement(work: Work, statement_id: int, to: int) -> None:
    """Move a speaker to 0-based index ``to``."""
    row = fetch(work.session, Statement, statement_id)
    meeting_id = row.entry.motion.meeting_id
    place(statements_of(work.session, meeting_id), row, to)
    work.meeting_id, work.label = meeting_id, f"调整{row.entry.name}的发言次序"


@action("取消供职发言")
def delete_statement(work: Work, statement_id: int) -> None:
    """Take a speaker off the order; the nominee stays."""
    row = fetch(work.session, Statement, statement_id)
    entry = row.entry
    meeting_id = entry.motion.meeting_id
    work.session.delete(row)  # taken off its entry alone, the journal would not hear of it
    work.session.flush()
    work.session.expire(entry, ["statement"])
    renumber(statements_of(work.session, meeting_id))
    work.meeting_id, work.label = meeting_id, f"取消{entry.name}的供职发言"


@action("供职发言排入日程")
def put_in_day(work: Work, meeting_id: int) -> int:
    """Put the statements into the order of day, before or after the vote as the body has it.

    Into the sitting that votes, else the last one led from the platform. Returns its id.

    Raises:
        Refused: the day has them already, or no such sitting yet.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if _line_of(sittings_of(work.session, meeting_id)) is not None:
        raise Refused("日程中已经有供职发言。")
    led = [s for s in meeting.sittings if s.form in _LED]
    if not led:
        raise Refused(
            "日程里还没有全体会议，供职发言没有排入。",
            Problem("请先在“议程与日程”中编排日程。"),
        )
    voting = [s for s in led if any(VOTING in entry_text(e) for e in s.entries)]
    sitting = voting[0] if voting else led[-1]
    key = schedule.add_entry(work, sitting.id, text=LINE)
    first = settings_of(work.session, meeting)["statement_time"] == "表决前"
    votes = [at for at, e in enumerate(sitting.entries) if VOTING in entry_text(e)]
    if first:
        schedule.move_entry(work, key, votes[0] if votes else _before_closing(sitting))
    elif votes:
        schedule.move_entry(work, key, votes[-1] + 1)
    work.meeting_id, work.label = meeting_id, f"{STATEMENT}排入日程"
    return sitting.id


def _before_closing(sitting: Sitting) -> int:
    """Return where the ceremonies and closing words of a sitting begin."""
    for at, entry in enumerate(sitting.entries):
        item = entry.item
        ceremony = item is not None and not item.on_agenda
        if ceremony or (item is None and ("讲话" in entry.text or "宣誓" in entry.text)):
            return at
    return len(sitting.entries) - 1
