"""Whole stacks: every side one row, in order, on several processes, cancelled and resumed."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from multiprocessing import resource_tracker, spawn
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from meetingdesk.papers.ballots.gathering import gather
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.papers.ballots.stack import Progress, Stack, _pieces, read_stack
from tests.papers.ballots import kinds
from tests.papers.ballots.files import jpeg, png, scanned_pdf, tiff
from tests.papers.ballots.scans import SEVERITIES, blank_page, text_page

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.pages import Source

KIND = "任免票"
CLEAN = SEVERITIES["clean"]


def scan(seed: int, kind: str = KIND, page: int = 0) -> tuple[np.ndarray, dict[str, set[str]]]:
    made, sheet = kinds.maker(kind, page).make(CLEAN, np.random.default_rng(seed))
    return made, sheet.truth


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve ballots in a PDF, every second upside down, a blank back after each fourth."""
    place = tmp_path_factory.mktemp("扫描")
    pages = []
    for seed in range(12):
        made = scan(seed)[0]
        pages.append(cv2.rotate(made, cv2.ROTATE_180) if seed % 2 else made)
        if seed % 4 == 3:
            pages.append(blank_page(CLEAN, np.random.default_rng(seed)))
    pages.insert(5, text_page(np.random.default_rng(1)))
    pages.insert(9, scan(1, "测评票")[0])
    path = place / "一叠.pdf"
    path.write_bytes(scanned_pdf([(jpeg(p), p.shape) for p in pages]))
    return place


def tallied(rows: list[PageRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        for boxes in row.marks.values():
            for box in boxes:
                counts[box] = counts.get(box, 0) + 1
    return counts


def truth(seeds: range) -> dict[str, int]:
    counts: dict[str, int] = {}
    for seed in seeds:
        for boxes in scan(seed)[1].values():
            for box in boxes:
                counts[box] = counts.get(box, 0) + 1
    return counts


@pytest.mark.slow
def test_a_mixed_stack_yields_one_row_for_each_side(folder: Path) -> None:
    heard: list[Progress] = []
    stack = Stack([kinds.known(KIND)], [folder / "一叠.pdf"], jobs=1)
    rows = list(stack.rows(progress=heard.append))
    assert [row.page for row in rows] == list(range(1, 18))
    assert [row.page for row in rows if row.status is Status.FOREIGN] == [6, 10]
    assert [row.page for row in rows if row.status is Status.BLANK] == [5, 12, 17]
    assert sum(row.status is Status.READ for row in rows) == 12
    assert tallied(rows) == truth(range(12))
    assert (heard[0].done, heard[-1].done, heard[-1].total) == (1, 17, 17)
    assert stack.finished
    assert list(stack.rows()) == []


@pytest.mark.slow
def test_a_cancelled_stack_goes_on_where_it_stopped(folder: Path) -> None:
    stack = Stack([kinds.known(KIND)], [folder / "一叠.pdf"], jobs=1)
    heard: list[Progress] = []
    first = list(stack.rows(progress=heard.append, cancel=lambda: len(heard) >= 7))
    assert len(first) == 7
    assert not stack.finished
    rest = list(stack.rows())
    assert [row.page for row in [*first, *rest]] == list(range(1, 18))
    whole = Stack([kinds.known(KIND)], [folder / "一叠.pdf"], jobs=1)
    list(whole.rows())
    assert whole.digest == stack.digest


@pytest.mark.slow
def test_the_same_pages_in_another_order_are_the_same_stack(tmp_path: Path) -> None:
    files = []
    for seed in range(4):
        path = tmp_path / f"{seed}.png"
        path.write_bytes(png(scan(seed)[0]))
        files.append(path)
    forms = [kinds.known(KIND)]
    one, other = Stack(forms, files, jobs=1), Stack(forms, files[::-1], jobs=1)
    assert tallied(list(one.rows())) == tallied(list(other.rows())) == truth(range(4))
    assert one.digest == other.digest
    fewer = Stack(forms, files[:3], jobs=1)
    list(fewer.rows())
    assert fewer.digest != one.digest


@pytest.mark.slow
def test_a_sheet_scanned_twice_is_named(tmp_path: Path) -> None:
    maker, rng = kinds.maker(KIND), np.random.default_rng(5)
    paper = maker.blank.copy()
    sheet = maker._mark(paper, CLEAN, rng, colour=False)
    scans = [maker._scan(paper, CLEAN, np.random.default_rng(n), sheet) for n in (1, 2)]
    other = scan(6)[0]
    files = []
    for number, page in enumerate([scans[0], other, scans[1], other]):
        files.append(tmp_path / f"{number}.png")
        files[-1].write_bytes(png(page))
    rows = list(read_stack([kinds.known(KIND)], files, jobs=1))
    assert [row.status for row in rows[:2]] == [Status.READ] * 2
    assert "0.png第1页" in rows[2].why[0]
    assert "1.png第1页" in rows[3].why[0]


@pytest.mark.slow
def test_one_bit_tiff_and_damaged_files(tmp_path: Path) -> None:
    pages = [cv2.threshold(scan(n)[0], 150, 255, cv2.THRESH_BINARY)[1] for n in range(3)]
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-")
    rows = list(read_stack([kinds.known(KIND)], [bad, tiff(tmp_path / "黑白.tif", pages)], jobs=1))
    assert rows[0].status is Status.UNREADABLE
    assert "坏.pdf" in rows[0].why[0]
    assert [row.status for row in rows[1:]] == [Status.READ] * 3
    assert tallied(rows) == truth(range(3))


@pytest.mark.slow
def test_rows_are_written_as_other_programs_expect(folder: Path) -> None:
    row = next(read_stack([kinds.known(KIND)], [folder / "一叠.pdf"], jobs=1)).to_json()
    assert list(row) == ["file", "page", "status", "why", "marks", "doubt"]
    assert (row["file"], row["page"], row["status"]) == ("一叠.pdf", 1, "read")
    assert set(row["marks"]) == {f"q{n}" for n in range(1, 11)}


def side(number: int, page: int, **more: object) -> PageRow:
    return PageRow("一.pdf", page, Status.READ, marks={f"q{number}": ()}, side=number, **more)  # type: ignore[arg-type]


def test_sides_of_a_ballot_are_put_together_in_either_order() -> None:
    layout = kinds.form("选举票").layout
    pages = layout.pages
    assert pages >= 2
    sides = [*range(pages), *reversed(range(pages))]
    rows = [side(number, at) for at, number in enumerate(sides, 1)]
    rows.insert(1, PageRow("一.pdf", 99, Status.BLANK))
    ballots = list(gather(rows, layout))
    assert [ballot.whole for ballot in ballots] == [True, True]
    assert [row.side for row in ballots[1].rows] == list(range(pages))
    lost = list(gather([rows[0], *rows[3:]], layout))
    assert not lost[0].whole
    assert "没有排在一起" in lost[0].rows[0].why[0]


def test_too_many_marks_over_all_sides_are_flagged() -> None:
    layout = kinds.form("选举票").layout
    boxes = [box for box in layout.boxes if box.group == "list"][:21]
    rows = [
        PageRow(
            "一.pdf", n, Status.READ, side=n,
            marks={"list": tuple(box.id for box in boxes if box.page == n)},
        )
        for n in range(layout.pages)
    ]  # fmt: skip
    (ballot,) = gather(rows, layout)
    assert ballot.over == ("list",)
    assert all(row.status is Status.FLAGGED for row in ballot.rows)


@pytest.mark.slow
def test_several_processes_give_the_same_rows_and_stop_at_once(folder: Path) -> None:
    forms, files = [kinds.known(KIND)], [folder / "一叠.pdf"] * 4
    alone = [(r.page, r.marks) for r in Stack(forms, files, jobs=1).rows()]
    stack = Stack(forms, files, jobs=2)
    heard: list[float] = []
    rows = list(
        stack.rows(
            progress=lambda _: heard.append(time.monotonic()), cancel=lambda: len(heard) >= 50
        )
    )
    assert time.monotonic() - heard[-1] < 1
    assert len(rows) == 50
    rows += stack.rows()
    assert [(r.page, r.marks) for r in rows] == alone


@pytest.mark.slow
def test_a_reading_process_that_dies_costs_no_page(folder: Path) -> None:
    forms, files = [kinds.known(KIND)], [folder / "一叠.pdf"] * 4
    rows = []
    for row in Stack(forms, files, jobs=2).rows():
        rows.append(row)
        if len(rows) == 50:
            multiprocessing.active_children()[0].kill()
    assert [row.page for row in rows] == [*range(1, 18)] * 4
    assert tallied(rows) == {box: 4 * count for box, count in truth(range(12)).items()}


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.skipif(sys.platform == "win32", reason="needs a program that ends at once")
def test_processes_that_die_as_they_start_keep_nobody_waiting(folder: Path) -> None:
    forms, files = [kinds.known(KIND)], [folder / "一叠.pdf"] * 3
    resource_tracker.ensure_running()
    python, nothing = spawn.get_executable(), shutil.which("false")
    assert nothing is not None
    multiprocessing.set_executable(nothing)
    try:
        rows = list(Stack(forms, files, jobs=2).rows())
    finally:
        multiprocessing.set_executable(python)
    assert [row.page for row in rows] == [*range(1, 18)] * 3


#: reads a stack on two processes, tells which they are, and goes on
READS = """
import multiprocessing, sys, time
from pathlib import Path
from meetingdesk.papers.ballots.stack import Stack
from tests.papers.ballots import kinds

files = [Path(sys.argv[1])] * 6
for number, _ in enumerate(Stack([kinds.known("任免票")], files, jobs=2).rows(), 1):
    if number == 80:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_killed_program_leaves_no_reading_process_behind(folder: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-c", READS, str(folder / "一叠.pdf")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reads:
        assert reads.stdout is not None
        children = [int(pid) for pid in reads.stdout.readline().split()]
        reads.kill()
    assert children
    until = time.monotonic() + 20
    while left := [pid for pid in children if alive(pid)]:
        assert time.monotonic() < until, left
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    told = Path(f"/proc/{pid}/stat")  # where nobody buries the dead, they can still be signalled
    return not told.exists() or told.read_text().rpartition(")")[2].split()[0] != "Z"


def test_pieces_grow_small_towards_the_end() -> None:
    pages: list[tuple[Source, int] | PageRow] = [
        PageRow("一叠.pdf", number, Status.BLANK) for number in range(1, 61)
    ]
    pieces = _pieces(pages, 2)
    assert [page for piece in pieces for page in piece] == pages
    sizes = [len(piece) for piece in pieces]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-3:]) == (8, [1, 1, 1])
    assert not _pieces([], 2)
