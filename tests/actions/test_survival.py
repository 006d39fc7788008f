"""断电应急包: what is in it, in which order, and what the ledger and the blanks say."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from meetingdesk.actions import (
    attendance,
    ballotledger,
    ballots,
    decisions,
    meetings,
    survival,
    votes,
)
from meetingdesk.actions.office import open_office
from meetingdesk.actions.sample import ballots as sample_ballots
from meetingdesk.actions.sample import session
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import survival as forms
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

NOW = dt.datetime(2026, 8, 18, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def prepared(
    desks: Desks, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, int, list[int]]]:
    """The sample session before it begins: a keypad vote, an evaluation, the appointments."""
    made = _before_the_session(desks, tmp_path_factory.mktemp("kit"))
    yield made
    made[0].desk.close()


def _before_the_session(desks: Desks, folder: Path) -> tuple[Office, int, list[int]]:
    office = desks.office(folder, clock=lambda: NOW)
    meeting = session.prepare_session(office, desks.pour(office, session.build_roster))
    first = decisions.decisions(office, meeting)[0]
    drafted = [
        votes.draft_decision_vote(
            office, first.id, card_name=sample_ballots.KEYPAD_CARD, method="按表决器"
        ),
        sample_ballots.draft_evaluation(office, meeting),
        sample_ballots.draft_appointments(office, meeting),
    ]
    return office, meeting, drafted


def text_of(office: Office, vote_id: int, name: str) -> str:
    with office.desk.session() as found:
        vote = found.get(Vote, vote_id)
        assert vote is not None
        return str(getattr(forms, name)(found, vote).text)


def test_a_meeting_without_a_date_or_roster_is_explained(office: Office, term_id: int) -> None:
    bare = meetings.convene(office, term_id=term_id, kind="常委会会议", number=36)
    with pytest.raises(Refused, match="没有日期"):
        survival.step_count(office, bare)


@pytest.mark.slow
def test_blanks_carry_what_is_known(prepared: tuple[Office, int, list[int]]) -> None:
    office, _, (keypad, evaluation, appointments) = prepared
    report = text_of(office, keypad, "report")
    assert "41人" in report
    assert "赞成票超过全体组成人员半数（41，即21票）的，通过。" in report
    assert "补录人：" in report
    assert "停电时由主持人宣布改为举手表决" in text_of(office, keypad, "hands")
    strokes = text_of(office, appointments, "calling").splitlines()
    assert sum(line.split("\t")[1:2] == ["赞成"] for line in strokes) == 8
    strokes = text_of(office, evaluation, "calling").splitlines()
    assert sum(line.split("\t")[1:2] == ["满意"] for line in strokes) == 5


def test_marks_made_before_the_cut_are_on_the_roll(office: Office, term_id: int) -> None:
    day = dt.date(2026, 8, 18)
    meeting = meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=36, start=day, end=day
    )
    attendance.open_roll(office, meeting)
    rows = attendance.roll(office, meeting)
    attendance.mark(office, [rows[0].id], state="出席", mode="视频")
    attendance.mark(office, [rows[1].id], state="缺席")
    with office.desk.session() as found:
        record = found.get(Meeting, meeting)
        assert record is not None
        lines = forms.roll(found, record).text.splitlines()
    first, second, third = (next(x for x in lines if x.startswith(f"{n}\t")) for n in (1, 2, 3))
    assert first.split("\t")[3:7] == ["□", "√", "□", "□"]
    assert second.split("\t")[3:7] == ["□", "□", "□", "√"]
    assert third.split("\t")[3:7] == ["□", "□", "□", "□"]


@pytest.mark.slow
def test_the_whole_kit_in_the_order_of_the_meeting(
    prepared: tuple[Office, int, list[int]], tmp_path: Path
) -> None:
    office, meeting, (_, evaluation, appointments) = prepared
    told: list[str] = []

    def tell(done: int, total: int, title: str) -> bool:
        told.append(f"{done}/{total} {title}")
        return True

    path = survival.write(office, meeting, tmp_path, progress=tell)
    total = survival.step_count(office, meeting)
    assert told[-1] == f"{total}/{total} 目录"
    reader = PdfReader(path)
    titles = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    wanted = ["目录", "签到记录", "议程", "日程", "主持词", "举手表决记录表", "计票报告单",
              "满意度测评”票", "满意度测评”唱票记录", "满意度测评”计票报告单", "人事任免事项的表决”票",
              "宪法宣誓誓词"]  # fmt: skip
    places = [next(n for n, title in enumerate(titles) if words in title) for words in wanted]
    assert places == sorted(places)
    assert len(reader.pages) > 46 + 46 + 20  # the ballots, each in its number, and the script
    for vote in (evaluation, appointments):
        form = ballots.forms_of(office, vote)[0]
        assert (form.locked, form.printed, form.spare) == (True, 46, 5)
    again = list(survival.parts(office, meeting))
    known = next(p for p in again if p.title == "“人事任免事项的表决”票")
    assert known.data == b""
    assert known.note.startswith("已印46张")
    assert ballots.forms_of(office, appointments)[0].printed == 46


def test_a_kit_that_was_stopped_or_not_written_has_printed_nothing(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, meeting, (_, evaluation, _) = _before_the_session(desks, tmp_path)
    vote, folder = votes.vote_view(office, evaluation), tmp_path / "包"
    title = f"“{vote.title}”票"
    with pytest.raises(Refused, match="应急包没有写出"):
        survival.write(office, meeting, folder, progress=lambda _n, _all, t: t != title)
    assert not folder.exists()
    assert [form.printed for form in ballots.forms_of(office, evaluation)] == [0]
    assert ballotledger.ledger_of(office, evaluation).events == ()
    (ballot,) = [make() for name, make in survival._plan(office, meeting) if name == title]
    assert ballot.run == (evaluation, 41, 5)  # the next kit makes them all the same
    monkeypatch.setattr(survival, "parts", lambda *_: iter([ballot]))
    folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(Refused):
        survival.write(office, meeting, folder)
    assert ballots.forms_of(office, evaluation)[0].printed == 0
    survival.write(office, meeting, tmp_path)
    assert ballots.forms_of(office, evaluation)[0].printed == 46
    office.desk.close()


@pytest.mark.slow
def test_a_practice_copy_s_kit_is_marked(
    prepared: tuple[Office, int, list[int]], tmp_path: Path
) -> None:
    from meetingdesk.actions import rehearsal

    office, meeting, _ = prepared
    path = rehearsal.rehearse(office, meeting_id=meeting)
    copy = open_office(path, "张秘书", clock=lambda: NOW)
    try:
        first = next(survival.parts(copy, meeting))
        words = PdfReader(io.BytesIO(first.data)).pages[0].extract_text()
        assert "演\n练" in words
    finally:
        copy.desk.close()
