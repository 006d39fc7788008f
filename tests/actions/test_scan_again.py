"""同一叠再扫: paper scanned again is known by its handwriting and not counted twice unasked."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import counting, scan_again, scanning, votes
from meetingdesk.errors import Refused
from tests.actions.test_scanning import PLAIN, evaluation, read, stack

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


@pytest.fixture
def vote(sample_office: Office, sample_ids: Sample) -> int:
    return evaluation(sample_office, sample_ids.meeting_id, 12)


@pytest.mark.slow
def test_paper_scanned_again_is_asked_about_and_counted_only_on_somebodys_word(
    sample_office: Office,
    vote: int,
    tmp_path: Path,
) -> None:
    office = sample_office
    first = read(office, vote, stack(office, vote, tmp_path / "上午.pdf", PLAIN))
    scanning.accept_scan(office, first)
    again = read(office, vote, stack(office, vote, tmp_path / "又扫.pdf", PLAIN, again=7))
    assert scanning.taken_as(office, again) == ""
    assert again.patterns() == first.patterns()
    assert again.open == []
    said = "这一叠与已计入的“上午.pdf”很像同一叠：5页中有5页笔迹相同。"
    assert scan_again.again_words(again) == said
    with pytest.raises(Refused, match="很像同一叠"):
        scanning.accept_scan(office, again)
    with pytest.raises(Refused, match="确认人"):
        again.stands_apart(" ")
    again.stands_apart("丁")
    count = scanning.accept_scan(office, again)
    assert counting.count_view(office, count).entered == 10


@pytest.mark.slow
def test_single_sheets_of_a_counted_stack_are_asked_about_one_by_one(
    sample_office: Office,
    vote: int,
    tmp_path: Path,
) -> None:
    office = sample_office
    few = stack(office, vote, tmp_path / "甲.pdf", [*PLAIN[:2]])
    scanning.accept_scan(office, read(office, vote, few))
    more = read(office, vote, stack(office, vote, tmp_path / "乙.pdf", PLAIN, again=3))
    assert scan_again.again_words(more) == ""
    assert [doubt.page[1] for doubt in more.open] == [1, 2]
    assert "与已计入的“甲.pdf”中的一张像是同一张票" in more.open[0].why[0]
    for doubt in more.open:
        more.rule(doubt.number, [scanning.NO_BALLOT], "丁", reason="与已计入的重复")
    count = scanning.accept_scan(office, more)
    assert counting.count_view(office, count).entered == 5


@pytest.mark.slow
def test_what_a_stack_is_known_by_lives_in_memory_only(
    sample_office: Office,
    vote: int,
    tmp_path: Path,
) -> None:
    office = sample_office
    first = read(office, vote, stack(office, vote, tmp_path / "一.pdf", PLAIN))
    scanning.accept_scan(office, first)
    (held,) = scan_again.counted_before(office, vote)
    assert len(held.traces) == 5
    keys = [tuple(row[7::-1]) for row in held.traces]
    assert keys == sorted(keys)
    with sqlite3.connect(f"file:{office.desk.engine.url.database}?mode=ro", uri=True) as file:
        names = file.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
        cells = [v for (n,) in names for row in file.execute(f'SELECT * FROM "{n}"') for v in row]
    file.close()
    dump = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in cells)
    for row in first.rows:
        assert row.trace not in dump
        assert row.digest.encode() not in dump
    # a count that does not stand any more holds no paper back
    (count,) = votes.vote_view(office, vote).counts
    counting.discard_count(office, count.id, "重新计票")
    assert scan_again.counted_before(office, vote) == []
