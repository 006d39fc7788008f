"""断电补录: typing a meeting's paper records in after a power cut, under the checks of live entry.

While a spell of typing in runs, the roll and the counts are entered where they always are; the
only difference is the mark each of them carries, and that the 计票报告单 says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.meetings import Attendance, Meeting
from meetingdesk.records.recovery import SAID, Recovery, open_recovery
from meetingdesk.records.votes import Count, Vote
from meetingdesk.rules.dates import cn_date

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["SAID", "RecoveryView", "begin", "finish", "label_of", "recoveries", "running", "stamp"]


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """One spell: who typed in and since when; how much of the meeting bears the mark now."""

    id: int
    begun_by: str
    #: 2026年8月18日10时20分, local time
    begun: str
    ended_by: str
    ended: str
    #: members on the roll and counts that were typed in from paper
    members: int
    counts: int

    @property
    def words(self) -> str:
        """What has been typed in so far: 已补录出席37人、计票1遍."""
        parts = [f"出席{self.members}人"] if self.members else []
        parts += [f"计票{self.counts}遍"] if self.counts else []
        return f"已补录{'、'.join(parts)}" if parts else "还没有补录"


@action("开始断电补录")
def begin(work: Work, meeting_id: int) -> int:
    """Begin to type in what was kept on paper; return the spell's id.

    Raises:
        Refused: a spell is running already.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    if open_recovery(work.session, meeting_id) is not None:
        raise Refused("这次会议已在补录，请接着录入。", Problem("录完后按“补录完毕”。"))
    row = Recovery(meeting_id=meeting_id, begun_at=work.office.now(), begun_by=work.who)
    work.session.add(row)
    work.session.flush()
    work.meeting_id = meeting_id
    work.label = f"开始{SAID}：{short_title_of(meeting)}"
    return row.id


@action("断电补录完毕")
def finish(work: Work, meeting_id: int) -> None:
    """End the running spell; what is entered from now on is live again.

    Raises:
        Refused: no spell is running, or a count begun in it is not finished.
    """
    row = open_recovery(work.session, meeting_id)
    if row is None:
        raise Refused("这次会议没有正在进行的补录。")
    unfinished = work.session.scalars(
        select(Vote.title)
        .join(Count, Count.vote_id == Vote.id)
        .where(Vote.meeting_id == meeting_id, Count.from_paper != "", Count.state == "录票")
    ).all()
    if unfinished:
        raise Refused(
            f"“{unfinished[0]}”的计票还没有补录完，补录没有结束。",
            Problem("请先录完这一遍，或作废这一遍。"),
        )
    row.ended_at, row.ended_by = work.office.now(), work.who
    work.meeting_id = meeting_id
    work.label = f"{SAID}完毕：{short_title_of(fetch(work.session, Meeting, meeting_id))}"


@query
def running(session: Session, meeting_id: int) -> RecoveryView | None:
    """Return the spell running now, None when records are entered live."""
    row = open_recovery(session, meeting_id)
    return _view(session, row) if row is not None else None


@query
def recoveries(session: Session, meeting_id: int) -> list[RecoveryView]:
    """List the meeting's spells in the order they began."""
    rows = session.scalars(
        select(Recovery).where(Recovery.meeting_id == meeting_id).order_by(Recovery.id)
    )
    return [_view(session, row) for row in rows]


def _view(session: Session, row: Recovery) -> RecoveryView:
    members = session.scalar(
        select(func.count(Attendance.id)).where(
            Attendance.meeting_id == row.meeting_id, Attendance.from_paper != ""
        )
    )
    counts = session.scalar(
        select(func.count(Count.id))
        .join(Vote, Vote.id == Count.vote_id)
        .where(Vote.meeting_id == row.meeting_id, Count.from_paper != "")
    )
    return RecoveryView(
        row.id, row.begun_by, _moment(row.begun_at), row.ended_by,
        _moment(row.ended_at) if row.ended_at else "", int(members or 0), int(counts or 0),
    )  # fmt: skip


def _moment(instant: dt.datetime) -> str:
    """Return a UTC instant as the local clock says it: 2026年8月18日10时20分."""
    local = instant.replace(tzinfo=dt.UTC).astimezone()
    return f"{cn_date(local.date())}{local.hour}时{local.minute:02d}分"


def stamp(work: Work, meeting_id: int) -> str:
    """Return the mark for what is entered now: who and when, '' when it is entered live."""
    if open_recovery(work.session, meeting_id) is None:
        return ""
    return f"{work.who}，{_moment(work.office.now())}"


def label_of(label: str, mark: str) -> str:
    """Return a journal label that says where the entry came from."""
    return f"{label}（{SAID}）" if mark else label
