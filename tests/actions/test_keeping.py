"""The desk kept: copies that can be trusted, a journal that shows any tampering."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import keeping, meetings
from meetingdesk.actions.office import open_office
from meetingdesk.errors import DeskUnusable, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from tests.conftest import SampleDesk


def tamper(path: Path, *statements: str) -> None:
    """Change the file behind the program's back, taking the triggers away first."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall()
        assert len(triggers) == 2
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def verified(path: Path) -> list[str]:
    office = open_office(path)
    try:
        return keeping.verify(office)
    finally:
        office.desk.close()


@pytest.fixture
def copy(sample_desk: SampleDesk, tmp_path: Path) -> Path:
    path = tmp_path / "copy.desk"
    shutil.copyfile(sample_desk.path, path)
    return path


def test_the_sample_is_whole(sample_office: Office) -> None:
    assert keeping.verify(sample_office) == []
    assert keeping.broken_seals(sample_office) == []
    assert all(ok for _, ok, _ in keeping.health(sample_office))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET label = 'x' WHERE seq = 3", "DELETE FROM journal WHERE seq = 3"],
)
def test_the_file_itself_refuses_changes_to_the_journal(copy: Path, statement: str) -> None:
    with (
        closing(sqlite3.connect(copy)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal SET label = '别的话' WHERE seq = 40", ["日志第40条的内容被改动过"]),
        ("UPDATE journal SET who = '李四' WHERE seq = 1", ["日志第1条的内容被改动过"]),
        (
            "UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE seq = 5",
            ["日志第5条的内容被改动过"],
        ),
        (
            "UPDATE journal SET changes = '[]' WHERE seq = 7",
            ["日志第7条的内容被改动过"],
        ),
        (
            "DELETE FROM journal WHERE seq = 12",
            ["日志第12条缺失", "日志第13条与上一条不相衔接"],
        ),
        (
            "UPDATE journal SET hash = (SELECT hash FROM journal WHERE seq = 1) WHERE seq = 20",
            ["日志第20条的内容被改动过", "日志第21条与上一条不相衔接"],
        ),
    ],
    ids=["words", "person", "time", "images", "removed", "hash"],
)
def test_tampering_shows(copy: Path, statement: str, found: list[str]) -> None:
    assert verified(copy) == []
    tamper(copy, statement)
    assert verified(copy) == found


def test_a_changed_result_breaks_its_seal(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE vote SET present = present - 1 WHERE id = 1")
        connection.commit()
    office = open_office(copy)
    wrong = keeping.broken_seals(office)
    office.desk.close()
    assert len(wrong) == 1
    assert "被改动过" in wrong[0]


def test_a_backup_is_the_desk_while_it_is_open(sample_office: Office, tmp_path: Path) -> None:
    count = keeping.entry_count(sample_office)
    made = keeping.back_up(sample_office, tmp_path / "kept" / "备份.desk")
    again = open_office(made)
    assert keeping.entry_count(again) == count
    assert keeping.entry_count(sample_office) == count + 1
    noted = keeping.entries(sample_office, limit=1)[0]
    assert (noted.kind, noted.label) == ("note", "备份台账到“备份.desk”")
    assert keeping.verify(again) == []
    assert all(ok for _, ok, _ in keeping.health(again))
    again.desk.close()
    assert [p.name for p in made.parent.iterdir() if p.suffix == ".part"] == []


def test_a_backup_never_covers_the_desk_itself(sample_office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="台账自己"):
        keeping.back_up(sample_office, tmp_path / "sub" / ".." / "sample.desk")
    assert keeping.verify(sample_office) == []


def test_a_backup_that_cannot_be_written_is_explained(
    sample_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    with pytest.raises(DeskUnusable, match="备份没有写成"):
        keeping.back_up(sample_office, tmp_path / "taken" / "备份.desk")


def test_restoring_sets_the_present_desk_aside(
    sample_desk: SampleDesk, copy: Path, tmp_path: Path
) -> None:
    office = open_office(copy, "张秘书")
    before = keeping.entry_count(office)
    kept = keeping.back_up(office, tmp_path / "备份.desk")
    meetings.edit_meeting(office, sample_desk.ids.meeting_id, place="别处")
    office.desk.close()
    aside = keeping.restore(kept, copy)
    assert aside is not None
    assert aside.name == "copy.恢复前-1.desk"
    back, old = open_office(copy), open_office(aside)
    assert keeping.entry_count(back) == before
    assert keeping.entry_count(old) == before + 2  # the backup and the change
    back.desk.close()
    old.desk.close()
    second = keeping.restore(kept, copy)
    assert second is not None
    assert second.name == "copy.恢复前-2.desk"


def test_what_is_no_backup_is_not_restored(copy: Path, tmp_path: Path) -> None:
    before = copy.read_bytes()
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04 not a desk")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (x)")
        other.commit()
    half = tmp_path / "half.desk"
    half.write_bytes(before[: len(before) // 2])
    for wrong in ("letter.docx", "other.db", "half.desk", "missing.desk"):
        with pytest.raises(DeskUnusable, match="没有被改动"):
            keeping.restore(tmp_path / wrong, copy)
    assert copy.read_bytes() == before


def test_entries_come_newest_first_by_page(sample_office: Office) -> None:
    total = keeping.entry_count(sample_office)
    seen: list[int] = []
    before: int | None = None
    while page := keeping.entries(sample_office, limit=50, before=before):
        seen += [entry.seq for entry in page]
        before = page[-1].seq
    assert seen == list(range(total, 0, -1))


def test_entries_are_found_by_words_person_and_meeting(
    sample_office: Office, sample_ids: Sample
) -> None:
    found = keeping.entries(sample_office, find="请假")
    assert len(found) == 4
    assert keeping.entry_count(sample_office, find="请假") == 4
    assert keeping.entries(sample_office, find="%") == []
    assert len(keeping.entries(sample_office, find="张秘书", limit=7)) == 7
    here = keeping.entries(sample_office, meeting_id=sample_ids.chairs_meeting_id)
    assert here
    assert {entry.meeting for entry in here} == {"市十四届人大常委会第五十八次主任会议"}
    assert keeping.entry_count(sample_office, meeting_id=sample_ids.chairs_meeting_id) == len(here)


def test_undone_entries_are_marked_until_done_again(
    sample_office: Office, sample_ids: Sample
) -> None:
    meetings.edit_meeting(sample_office, sample_ids.meeting_id, place="别处")
    step = keeping.entries(sample_office, limit=1)[0]
    assert not step.undone
    sample_office.undo()
    newest, old = keeping.entries(sample_office, limit=2)
    assert (newest.kind, newest.target, newest.undone) == ("undo", step.seq, False)
    assert old.undone
    sample_office.redo()
    assert not keeping.entries(sample_office, limit=3)[2].undone


def test_an_entry_is_told_in_words(sample_office: Office, sample_ids: Sample) -> None:
    meetings.edit_meeting(sample_office, sample_ids.meeting_id, place="第二会议室", notes="补记")
    step = keeping.entries(sample_office, limit=1)[0]
    lines = keeping.entry_lines(sample_office, step.seq)
    told = {(line.field, line.what, line.before, line.after) for line in lines}
    assert told == {
        ("地点", "修改", "市人大常委会会议厅", "第二会议室"),
        ("备注", "修改", "（空）", "补记"),
    }
    leaving = keeping.entries(sample_office, find="钱学礼离任")[0]
    told = {(x.record, x.field, x.after) for x in keeping.entry_lines(sample_office, leaving.seq)}
    assert ("任职“钱学礼”", "离任日期", "2025年11月30日") in told


def test_every_entry_of_the_sample_can_be_told(sample_office: Office) -> None:
    for entry in keeping.entries(sample_office, limit=1000):
        for line in keeping.entry_lines(sample_office, entry.seq):
            assert line.field
            assert line.record
            assert "None" not in line.before + line.after
            assert line.before or line.after


def test_words_name_only_columns_there_are() -> None:
    from meetingdesk.actions.journal_words import WORDS
    from meetingdesk.records.base import table_of

    for table, (_, subjects, columns) in WORDS.items():
        there = set(table_of(table).c.keys())
        assert set(columns) | set(subjects) <= there, table
