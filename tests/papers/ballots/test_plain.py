"""Signs drawn large, low or with overlapping ends are plain; what was crossed out is not."""

from __future__ import annotations

import numpy as np
import pytest

from meetingdesk.papers.ballots.judging import Why
from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet


def read(*lines: np.ndarray, kind: str = "任免票") -> tuple[PageRow, str]:
    """Return the row of a clean sheet with strokes (mm about the middle) in a box, and the box."""
    maker, rng = kinds.maker(kind), np.random.default_rng(5)
    paper, box = maker.blank.copy(), maker.boxes[9]
    maker.ink(paper, box, list(lines), np.zeros(2), 0.6, 0.95, strokes.PENS["gel"], rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    return SideReader([kinds.known(kind)]).read(picture(scan), "扫描.pdf", 1), box.id


def turned(turns: float, start: float, end: float, *, flat: float = 0.9) -> np.ndarray:
    """Return a ring whose half axis goes from ``start`` to ``end`` mm."""
    angle = np.linspace(0.4, 0.4 + 2 * np.pi * turns, 80)
    half = np.linspace(start, end, 80)
    return np.column_stack([half * np.cos(angle), flat * half * np.sin(angle)])


def plainly(row: PageRow, box: str) -> bool:
    return row.status is Status.READ and row.marks[box.partition(".")[0]] == (box,)


@pytest.mark.parametrize(
    ("turns", "start", "end"), [(1.15, 2.9, 1.9), (1.12, 1.9, 2.9), (0.9, 2.6, 2.2)]
)
def test_a_ring_whose_ends_overlap_or_miss_is_a_mark(
    turns: float, start: float, end: float
) -> None:
    row, box = read(turned(turns, start, end))
    assert plainly(row, box), row.why


def test_a_ring_round_the_box_is_a_mark() -> None:
    row, box = read(turned(1.02, 4.4, 4.3) + np.array((0.5, 0.6)))
    assert plainly(row, box), row.why


@pytest.mark.parametrize("low", [0.4, 0.7, 0.9])
def test_a_ring_round_the_box_says_nothing_of_the_box_below(low: float) -> None:
    row, box = read(turned(0.93, 4.2, 4.1, flat=1.0) + np.array((0.4, low)), kind="票决票")
    assert row.status is Status.READ, row.why
    assert row.marks == {"list": (box,)}


@pytest.mark.parametrize(
    "over",
    [
        [np.array([(-4.5, -1.0), (4.5, -0.8)]), np.array([(-4.5, 1.0), (4.5, 1.2)])],
        [np.array([(-3.0, -2.5), (2.8, -1.5), (-2.9, -0.4), (2.9, 0.7), (-2.8, 1.8), (2.9, 2.6)])],
        [turned(1.0, 1.3, 1.2)],
    ],
    ids=["two strokes", "zig-zag", "ring"],
)
def test_a_ring_written_over_goes_to_a_person(over: list[np.ndarray]) -> None:
    row, box = read(turned(1.15, 2.9, 2.1), *over)
    assert box in row.doubt


@pytest.mark.parametrize(
    "stroke", [[(-5.4, 0.6), (5.2, 0.1)], [(0.2, -5.5), (-0.3, 5.4)]], ids=["level", "upright"]
)
def test_a_bold_stroke_that_ends_beside_the_box_is_a_mark(
    stroke: list[tuple[float, float]],
) -> None:
    row, box = read(np.array(stroke))
    assert plainly(row, box), row.why


def test_a_line_that_runs_on_over_the_row_is_not() -> None:
    row, box = read(np.array([(-6.5, 0.6), (24.0, -1.5)]))
    assert box in row.doubt
    assert any(Why.THROUGH in why for why in row.why)


def test_a_large_tick_through_both_sides_is_a_mark() -> None:
    row, box = read(np.array([(-3.9, 2.2), (-1.9, 5.4), (5.0, -5.2)]))
    assert plainly(row, box), row.why


def test_a_low_tick_belongs_to_the_box_its_corner_is_nearest() -> None:
    row, box = read(np.array([(-1.6, 3.0), (0.3, 4.7), (6.0, -2.2)]))
    assert plainly(row, box), row.why


def test_a_tick_gone_over_along_its_lines_is_a_mark() -> None:
    tick = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])
    row, box = read(tick, tick + np.array((0.75, -0.1)))
    assert plainly(row, box), row.why


@pytest.mark.parametrize("slope", [-0.4, 0.0, 0.5])
def test_a_tick_gone_over_and_struck_out_goes_to_a_person(slope: float) -> None:
    tick = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])
    stroke = np.array([(-4.6, -slope * 2), (4.6, slope * 2)])
    row, box = read(tick, tick + np.array((0.75, -0.1)), stroke)
    assert box in row.doubt


def zigzag(rows: int, lean: float) -> np.ndarray:
    """Return a box filled by one stroke to and fro."""
    sides = np.where(np.arange(rows) % 2, 2.6, -2.6)
    return np.column_stack([sides, np.linspace(-2.4, 2.4, rows) + lean * sides])


def test_who_fills_boxes_by_zigzag_fills_them_more_or_less() -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(6)
    paper, boxes = maker.blank.copy(), maker.boxes[::3]
    for number, box in enumerate(boxes):
        lines = [zigzag(8 if number % 2 else 11, 0.02 * number)]
        maker.ink(paper, box, lines, np.zeros(2), 0.55, 0.95, strokes.PENS["gel"], rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known("任免票")]).read(picture(scan), "扫描.pdf", 1)
    assert row.status is Status.READ, row.why


def test_one_box_scribbled_over_among_ticks_goes_to_a_person() -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(6)
    paper, boxes = maker.blank.copy(), maker.boxes[::3]
    tick = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])
    for number, box in enumerate(boxes):
        lines = [tick, zigzag(8, 0.1)] if number == 4 else [tick]
        maker.ink(paper, box, lines, np.zeros(2), 0.55, 0.95, strokes.PENS["gel"], rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known("任免票")]).read(picture(scan), "扫描.pdf", 1)
    assert set(row.doubt) == {boxes[4].id}


def test_a_tick_written_boldly_among_thin_ones_is_a_mark() -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(6)
    paper, boxes = maker.blank.copy(), maker.boxes[::3]
    tick = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])
    for number, box in enumerate(boxes):
        width = 0.95 if number == 4 else 0.45
        maker.ink(paper, box, [tick], np.zeros(2), width, 0.95, strokes.PENS["gel"], rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known("任免票")]).read(picture(scan), "扫描.pdf", 1)
    assert row.status is Status.READ, row.why


@pytest.mark.parametrize(("down", "read"), [(0.0, True), (0.9, False)])
def test_a_low_tick_is_of_the_box_it_was_begun_in(down: float, read: bool) -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(6)
    paper, boxes = maker.blank.copy(), maker.boxes[::3]
    tick = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])
    low = np.array([(-2.6, 2.8 + down), (-0.1, 5.6 + down), (5.4, -2.0 + down)])
    for number, box in enumerate(boxes):
        lines = low if number == 4 else tick
        maker.ink(paper, box, [lines], np.zeros(2), 0.5, 0.95, strokes.PENS["gel"], rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known("任免票")]).read(picture(scan), "扫描.pdf", 1)
    assert (row.status is Status.READ) is read, row.why
    assert set(row.doubt) <= {boxes[4].id}


def test_a_faint_tick_mostly_beside_a_box_of_a_list_is_asked_about() -> None:
    maker, rng = kinds.maker("票决票"), np.random.default_rng(8)
    paper, boxes = maker.blank.copy(), maker.boxes
    tick = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])
    for at, offset, dark in ((3, 0.0, 0.6), (9, 0.0, 0.6), (15, 3.1, 0.3)):
        pen = strokes.PENS["pencil"]
        maker.ink(
            paper, boxes[at], [tick], np.array((offset, 2.6 * (offset > 0))), 0.6, dark, pen, rng
        )
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known("票决票")]).read(picture(scan), "扫描.pdf", 1)
    assert boxes[15].id in row.doubt


@pytest.mark.parametrize(("hook", "asked"), [(0.6, False), (0.0, True)])
def test_a_small_tick_among_large_ones_is_a_mark_by_its_hook(hook: float, *, asked: bool) -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(5)
    paper = maker.blank.copy()
    large = np.array([(-2.6, -0.2), (-1.0, 2.2), (3.0, -3.4)])
    small = np.array([(-1.4 - hook, 0.6 - hook / 2), (-1.4, 0.6), (0.4, -2.2)])
    rows = maker.boxes[:: len(maker.boxes) // 10]
    for number, box in enumerate(rows):
        lines = [small if number == 4 else large]
        maker.ink(paper, box, lines, np.zeros(2), 0.8, 0.95, strokes.PENS["gel"], rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known("任免票")]).read(picture(scan), "扫描.pdf", 1)
    assert set(row.doubt) == ({rows[4].id} if asked else set()), row.why
