"""断电补录: the mark is kept on what is typed in from paper, and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    attendance,
    certify,
    counting,
    documents,
    movements,
    polling,
    recovery,
)
from meetingdesk.actions import votes as drafts
from meetingdesk.actions.vote_views import vote_view
from meetingdesk.errors import Refused
from meetingdesk.records import journal

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office

NOW = dt.datetime(2026, 8, 18, 2, 20, tzinfo=dt.UTC)


@pytest.fixture
def meeting(office: Office, term_id: int) -> int:
    from meetingdesk.actions import meetings

    day = dt.date(2026, 8, 18)
    made = meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=36, start=day, end=day
    )
    attendance.open_roll(office, made)
    return made


def labels(office: Office) -> list[str]:
    with office.desk.session() as session:
        return [entry.label for entry in session.query(journal.Entry).order_by(journal.Entry.seq)]


def test_only_what_is_typed_in_meanwhile_bears_the_mark(office: Office, meeting: int) -> None:
    rows = attendance.roll(office, meeting)
    attendance.mark(office, [rows[0].id], state="出席")
    recovery.begin(office, meeting)
    attendance.mark(office, [r.id for r in rows[1:4]], state="出席")
    assert labels(office)[-1].endswith("（断电后据纸质记录补录）")
    running = recovery.running(office, meeting)
    assert running is not None
    assert running.words == "已补录出席3人"
    recovery.finish(office, meeting)
    attendance.mark(office, [rows[4].id], state="出席")
    marks = [r.from_paper for r in attendance.roll(office, meeting)]
    assert [bool(mark) for mark in marks[:6]] == [False, True, True, True, False, False]
    assert marks[1].startswith("张秘书，2026年8月18日")
    assert recovery.running(office, meeting) is None
    assert [r.ended_by for r in recovery.recoveries(office, meeting)] == ["张秘书"]


def test_a_live_entry_takes_the_mark_away_and_undo_brings_it_back(
    office: Office, meeting: int
) -> None:
    row = attendance.roll(office, meeting)[0]
    recovery.begin(office, meeting)
    attendance.mark(office, [row.id], state="出席")
    recovery.finish(office, meeting)
    attendance.mark(office, [row.id], state="缺席")
    assert attendance.roll(office, meeting)[0].from_paper == ""
    office.undo()
    assert attendance.roll(office, meeting)[0].from_paper.startswith("张秘书")
    office.undo()  # the end of the spell
    assert recovery.running(office, meeting) is not None


def test_arrivals_and_departures_typed_in_are_marked_too(office: Office, meeting: int) -> None:
    row = attendance.roll(office, meeting)[0]
    attendance.mark(office, [row.id], state="出席")
    recovery.begin(office, meeting)
    movements.move(office, [row.id], kind="离席", at=dt.datetime(2026, 8, 18, 9, 40))
    assert labels(office)[-1].endswith("9:40离席（断电后据纸质记录补录）")
    recovery.finish(office, meeting)
    movements.move(office, [row.id], kind="返回", at=dt.datetime(2026, 8, 18, 9, 50))
    assert labels(office)[-1].endswith("9:50返回")
    assert attendance.roll(office, meeting)[0].from_paper.startswith("张秘书")


def test_one_spell_at_a_time(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="没有正在进行的补录"):
        recovery.finish(office, meeting)
    recovery.begin(office, meeting)
    with pytest.raises(Refused, match="已在补录"):
        recovery.begin(office, meeting)


def test_a_count_from_paper_says_so_on_the_report_and_checks_the_same(
    office: Office, meeting: int
) -> None:
    recovery.begin(office, meeting)
    rows = [r.id for r in attendance.roll(office, meeting)]
    attendance.mark(office, rows[:37], state="出席")
    vote = drafts.draft_vote(
        office, meeting_id=meeting, kind="表决", title="关于示例事项的表决", method="举手表决",
        card_name="表决器-全体过半数", questions=[("关于示例事项的决定", "", {})],
    )  # fmt: skip
    polling.open_vote(office, vote)
    count = counting.start_count(office, vote, 1, "计票组")
    with pytest.raises(Refused, match="多于到会37"):
        counting.enter_totals(office, count, {"赞成": 30, "反对": 8})
    with pytest.raises(Refused, match="还没有补录完"):
        recovery.finish(office, meeting)
    counting.enter_totals(office, count, {"赞成": 33, "反对": 2, "弃权": 2})
    counting.finish_count(office, count)
    certify.certify(office, vote)
    recovery.finish(office, meeting)
    assert vote_view(office, vote).counts[0].from_paper.startswith("张秘书，2026年8月18日")
    tally = next(r for r in documents.available(office, meeting) if r.kind == "tally")
    assert (
        "第一遍断电后据纸质记录补录（张秘书，2026年8月18日" in documents.preview(office, tally).text
    )
