"""Marks are judged as people make them: by their shape, by the page's other marks, by the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from meetingdesk.papers.ballots.greys import without_greys
from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet, crease, specks

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.layout import Box

CLEAN = SEVERITIES["clean"]
KIND, LIST = "任免票", "票决票"
Lines = list[np.ndarray]


def hatched(rng: np.random.Generator) -> Lines:
    """A box filled loosely by a zigzag."""
    half = 2.9
    points = [
        ((half if k % 2 else -half) + rng.normal(0, 0.2), y)
        for k, y in enumerate(np.linspace(-half, half, 8))
    ]
    return [np.array(points)]


def fish(rng: np.random.Generator) -> Lines:
    """A cross drawn without lifting the pen."""
    ends = [(-2.4, -2.2), (2.3, 2.2), (2.5, -0.4), (2.2, -2.2), (-2.4, 2.3)]
    return [np.array(ends) + rng.normal(0, 0.1, (5, 2))]


def tick(rng: np.random.Generator) -> Lines:
    return strokes.tick(rng, 7.0)


class Drawing:
    """A sheet to draw on, and its scan."""

    def __init__(self, kind: str = KIND, seed: int = 5) -> None:
        self.kind, self.maker = kind, kinds.maker(kind)
        self.rng = np.random.default_rng(seed)
        self.paper = self.maker.blank.copy()

    def lay(self, box: Box, lines: Lines, width: float = 0.6, dark: float = 0.95) -> None:
        pen = strokes.PENS["gel"]
        self.maker.ink(self.paper, box, lines, np.zeros(2), width, dark, pen, self.rng)

    def rows(self) -> list[Box]:
        """The first box of every row."""
        return [boxes[0] for boxes in self.maker.groups.values()]

    def scan(self) -> np.ndarray:
        return self.maker._scan(self.paper, CLEAN, self.rng, Sheet({}))

    def read(self, scan: np.ndarray | None = None) -> PageRow:
        seen = self.scan() if scan is None else scan
        return SideReader([kinds.known(self.kind)]).read(picture(seen), "扫描.pdf", 1)


@pytest.mark.parametrize("way", [hatched, fish])
def test_a_voters_own_way_of_marking_is_trusted(way: object) -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, way(sheet.rng))  # type: ignore[operator]
    row = sheet.read()
    assert row.status is Status.READ, row.why
    assert all(len(held) == 1 for held in row.marks.values())


def test_one_hatched_box_among_ticks_is_doubtful() -> None:
    sheet = Drawing()
    first, *others = sheet.rows()
    for box in others:
        sheet.lay(box, tick(sheet.rng))
    sheet.lay(first, hatched(sheet.rng))
    row = sheet.read()
    assert row.why == ("q1: 赞成疑似涂改",)


def test_a_mark_blacked_out_by_a_marker_is_doubtful() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, strokes.circle(sheet.rng, 7.0), 1.8)
    sheet.lay(sheet.rows()[4], strokes.scratch(sheet.rng, 7.0), 1.8)
    row = sheet.read()
    assert row.why == ("q5: 赞成疑似涂改",)


@pytest.mark.parametrize("width", [0.5, 1.9])
def test_a_tick_struck_out_by_level_strokes_is_doubtful(width: float) -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, tick(sheet.rng), width)
    for y in (-0.7, 0.9)[: 1 if width > 1 else 2]:
        sheet.lay(sheet.rows()[4], [np.array([(-4.8, y), (4.8, y + 0.4)])], width)
    row = sheet.read()
    assert row.why == ("q5: 赞成疑似涂改",)


def test_level_strokes_are_marks() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, [np.array([(-4.0, 0.3), (4.0, -0.3)])])
    row = sheet.read()
    assert row.status is Status.READ, row.why
    assert all(row.marks.values())


def test_a_faint_second_mark_in_a_marked_row_is_doubtful() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, tick(sheet.rng))
    crease(sheet.paper, sheet.rng)
    second = list(sheet.maker.groups.values())[3][1]
    sheet.lay(second, tick(sheet.rng), 0.6, 0.13)
    row = sheet.read()
    assert row.why == ("q4: 反对笔迹很淡",)


def test_plain_signs_over_the_boxs_edge_are_marks() -> None:
    round_ = np.linspace(0, 2 * np.pi * 1.04, 50)
    ring = np.column_stack([np.cos(round_), np.sin(round_)])
    signs = [
        ring * 3.9,  # along the box's edge
        ring * 4.2 + (0.8, 0.9),
        np.array([(-2.4, 1.4), (-0.9, 4.2), (4.4, -1.6)]),  # a tick set low
        np.array([(-3.4, 2.2), (-1.9, 4.6), (3.2, -1.2)]),
    ]
    sheet = Drawing()
    for box, sign in zip(sheet.rows(), signs, strict=False):
        sheet.lay(box, [sign])
    for box in sheet.rows()[len(signs) :]:
        sheet.lay(box, tick(sheet.rng))
    row = sheet.read()
    assert row.status is Status.READ, row.why
    assert all(row.marks.values())


def test_a_faint_tick_beside_a_box_of_a_list_is_doubtful() -> None:
    sheet = Drawing(LIST)
    for box in sheet.maker.boxes[:8:2]:
        sheet.lay(box, tick(sheet.rng))
    beside = np.array([(1.6, 3.2), (3.4, 4.6), (7.4, 0.8)])
    sheet.lay(sheet.maker.boxes[20], [beside], 0.5, 0.25)
    row = sheet.read()
    assert row.why == ("list: p21.赞成墨迹主要在框外",)


def test_a_stroke_along_the_side_of_a_lists_box_is_doubtful() -> None:
    sheet = Drawing(LIST)
    for box in sheet.maker.boxes[:8:2]:
        sheet.lay(box, tick(sheet.rng))
    half = sheet.maker.boxes[20].rect.w / 2
    along = np.array([(half + 0.1, -half), (half + 0.45, 1.5)])
    sheet.lay(sheet.maker.boxes[20], [along], 0.45, 0.8)
    assert sheet.read().why == ("list: p21.赞成墨迹主要在框外",)


def test_a_slip_of_the_pen_among_ticks_is_doubtful() -> None:
    sheet = Drawing()
    for box in sheet.rows()[1:]:
        sheet.lay(box, tick(sheet.rng))
    sheet.lay(sheet.rows()[0], [np.array([(-1.2, 0.5), (1.2, -0.3)])])
    row = sheet.read()
    assert row.why == ("q1: 赞成划记太短",)


def test_a_small_tick_is_a_mark_and_grains_are_nothing() -> None:
    sheet = Drawing()
    sheet.lay(sheet.rows()[0], [np.array([(-1.0, 0.0), (-0.3, 0.8), (1.2, -1.0)])], 0.4)
    for boxes in sheet.maker.groups.values():
        sheet.lay(boxes[2], [np.array([(0.5, 0.5), (0.52, 0.5)])], 0.25)
    row = sheet.read()
    assert row.status is Status.READ, row.why
    assert [g for g, held in row.marks.items() if held] == ["q1"]


def test_ink_mostly_outside_and_a_thick_line_through_are_doubtful() -> None:
    sheet = Drawing(LIST)
    boxes = sheet.maker.boxes
    sheet.lay(boxes[2], [np.array([(-1, 0), (-4.6, -2), (0, -4.7), (-5.2, -4.3), (-1, -5.6)])], 0.5)
    sheet.lay(boxes[20], [np.array([(-1.0, -7.0), (1.0, 7.0)])], 1.9)
    row = sheet.read()
    assert {"p3.赞成", "p21.赞成"} <= set(row.doubt)


def test_folds_over_a_list_are_no_faint_marks() -> None:
    for seed in range(3):
        sheet = Drawing(LIST, seed)
        crease(sheet.paper, sheet.rng)
        row = sheet.read()
        assert row.status is Status.READ, row.why
        assert row.marks == {"list": ()}


def test_rows_that_moved_in_the_feeder_are_read_by_their_borders() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, tick(sheet.rng))
    scan = sheet.scan()
    px = scan.shape[1] / 210
    height, width = scan.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slip = 2.0 * px * np.exp(-(((y - 0.45 * height) / (0.16 * height)) ** 2))
    row = sheet.read(cv2.remap(scan, x, y + slip, cv2.INTER_LINEAR, borderValue=255))
    assert row.status is Status.READ, row.why
    assert all(held == (f"{group}.赞成",) for group, held in row.marks.items())


def test_a_row_of_paper_lost_in_the_feeder_is_refused() -> None:
    sheet = Drawing()
    for box in sheet.rows()[::2]:
        sheet.lay(box, tick(sheet.rng))
    scan = sheet.scan()
    px = scan.shape[1] / 210
    boxes = sheet.rows()
    cut, lost = round(boxes[8].rect.y * px - 2 * px), round(13 * px)
    jammed = np.vstack([scan[:cut], scan[cut + lost :], np.full_like(scan[:lost], 255)])
    row = sheet.read(jammed)
    read = {group for group, held in row.marks.items() if held}
    asked = {line.split(":")[0] for line in row.why}
    wrong = read - asked - {box.group for box in boxes[::2]}
    assert row.status is Status.UNREADABLE or not wrong


def test_a_shadow_and_the_form_itself_are_no_seal() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, strokes.circle(sheet.rng, 6.0))
    scan = sheet.scan()
    height, width = scan.shape
    across = np.exp(-(((np.arange(width) - 0.8 * width) / (0.2 * width)) ** 2))
    down = np.exp(-(((np.arange(height) - 0.4 * height) / (0.25 * height)) ** 2))
    scan = (scan * (1 - 0.3 * np.outer(down, across))).astype(np.uint8)
    row = sheet.read(scan)
    assert row.status is Status.READ, row.why


def two_tone(scan: np.ndarray) -> np.ndarray:
    return cv2.threshold(scan, 160, 255, cv2.THRESH_BINARY)[1]


def test_scans_without_greys_are_known_also_when_made_smaller_or_packed() -> None:
    grey = Drawing().scan()
    bare = two_tone(grey)
    packed = cv2.imdecode(cv2.imencode(".jpg", bare, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], 0)
    half = cv2.resize(bare, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    assert [without_greys(one) for one in (grey, bare, packed, half)] == [False, True, True, True]


def test_a_list_scanned_without_greys_is_shown_whole() -> None:
    sheet = Drawing(LIST)
    for box in sheet.maker.boxes[:4]:
        sheet.lay(box, tick(sheet.rng))
    scan = sheet.scan()
    assert not any(crop.blank for crop in sheet.read(scan).shown)
    row = sheet.read(two_tone(scan))
    assert (row.status, len(row.marks["list"])) == (Status.READ, 4)
    (shown,) = row.shown
    assert (shown.group, shown.blank, shown.why) == (
        "list",
        True,
        ("黑白扫描，淡的笔迹可能没扫出来",),
    )
    assert row.to_json()["again"] == ["list"]
    assert "again" not in sheet.read(scan).to_json()


def test_rows_are_shown_again_when_the_pen_crumbles() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, tick(sheet.rng))
    scan = two_tone(sheet.scan())
    assert not sheet.read(scan).to_json().get("again")
    holes = sheet.rng.random(scan.shape) < 0.5
    grain = cv2.resize(holes.astype(np.uint8), None, fx=0.3, fy=0.3)
    grain = cv2.resize(grain, scan.shape[::-1], interpolation=cv2.INTER_NEAREST)
    for box in sheet.rows():
        px = scan.shape[1] / 210
        top, left = round((box.rect.y + 0.6) * px), round((box.rect.x + 0.6) * px)
        size = round((box.rect.w - 1.2) * px)
        piece = scan[top : top + size, left : left + size]
        piece[grain[top : top + size, left : left + size] > 0] = 255
    row = sheet.read(scan)
    assert set(row.to_json()["again"]) == set(sheet.maker.groups)


def test_sparse_pepper_is_no_trace() -> None:
    sheet = Drawing()
    for box in sheet.rows():
        sheet.lay(box, tick(sheet.rng))
    scan = sheet.scan()
    specks(scan, np.random.default_rng(2))
    assert sheet.read(scan).status is Status.READ
