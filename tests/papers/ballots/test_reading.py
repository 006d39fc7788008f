"""Sides of ballots are read, flagged, or named for what they are; nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from meetingdesk.papers.ballots.known import known_sheet
from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import NOT_READ, SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.papers.ballots.sheet import compose
from tests.bench.scan_accuracy import KINDS, run
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet, blank_page, crease, text_page

CLEAN, OFFICE = SEVERITIES["clean"], SEVERITIES["office"]


def read(scan: np.ndarray, kind: str = "任免票") -> PageRow:
    row = SideReader([kinds.known(kind)]).read(picture(scan), "扫描.pdf", 1)
    assert NOT_READ not in row.why
    return row


def marked(kind: str = "任免票", seed: int = 1, level: str = "clean") -> tuple[np.ndarray, Sheet]:
    return kinds.maker(kind).make(SEVERITIES[level], np.random.default_rng(seed))


def drawn(
    lines: list[np.ndarray],
    *,
    dark: float = 0.95,
    width: float = 0.6,
    kind: str = "任免票",
    offset: tuple[float, float] = (0, 0),
    first: bool = False,
) -> np.ndarray:
    """Return a clean scan of a sheet with one thing drawn about its first box of row 4."""
    maker, rng = kinds.maker(kind), np.random.default_rng(7)
    paper = maker.blank.copy()
    box = maker.boxes[0] if first else maker.boxes[9]
    maker.ink(paper, box, lines, np.array(offset), width, dark, strokes.PENS["gel"], rng)
    return maker._scan(paper, CLEAN, rng, Sheet({}))


@pytest.mark.parametrize("kind", KINDS)
def test_clean_sheets_are_read_as_they_were_marked(kind: str) -> None:
    for seed in range(3):
        scan, sheet = marked(kind, seed)
        row = read(scan, kind)
        assert row.status is Status.READ, row.why
        assert {group: set(boxes) for group, boxes in row.marks.items()} == sheet.truth


@pytest.mark.parametrize("turn", [cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE])
def test_any_way_up(turn: int) -> None:
    scan, sheet = marked()
    row = read(cv2.rotate(scan, turn))
    assert row.status is Status.READ
    assert {group: set(boxes) for group, boxes in row.marks.items()} == sheet.truth


def test_black_and_white_scans() -> None:
    scan, sheet = marked()
    row = read(cv2.threshold(scan, 160, 255, cv2.THRESH_BINARY)[1])
    assert row.status is Status.READ
    assert {group: set(boxes) for group, boxes in row.marks.items()} == sheet.truth


@pytest.mark.parametrize("scale", [0.96, 1.03])
def test_sheets_printed_smaller_or_larger_still_read(scale: float) -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(3)
    paper = maker.blank.copy()
    sheet = maker._mark(paper, CLEAN, rng, colour=False)
    height, width = paper.shape
    moved = np.array([[scale, 0, (1 - scale) * width / 2], [0, scale, (1 - scale) * height / 2]])
    row = read(cv2.warpAffine(paper, moved, (width, height), borderValue=255))
    assert row.status is Status.READ
    assert {group: set(boxes) for group, boxes in row.marks.items()} == sheet.truth


def test_a_mirrored_side_is_refused() -> None:
    row = read(cv2.flip(marked()[0], 1))
    assert row.status is not Status.READ


def test_blank_backs_are_ignored_and_named() -> None:
    front = kinds.blank("任免票")
    for seed in range(4):
        back = blank_page(OFFICE, np.random.default_rng(seed), front if seed % 2 else None)
        assert read(back).status is Status.BLANK


@pytest.mark.slow
def test_what_only_looks_blank_is_no_blank_back() -> None:
    """A lid left open, a lamp gone, a ballot scanned as light as paper: nothing is lost silently."""
    paper = marked()[0]
    light = (255 - (255 - paper.astype(np.float64)) * 0.08).astype(np.uint8)
    for seen, said in (
        (np.zeros_like(paper), "黑"),
        (np.full_like(paper, 40), "黑"),
        ((paper * 0.08).astype(np.uint8), "暗"),
        (light, "淡"),
    ):
        row = read(seen)
        assert row.status is Status.UNREADABLE, said
        assert said in row.why[0]
    assert read(np.full_like(paper, 250)).status is Status.BLANK


def test_two_ballots_on_one_side_are_to_be_cut_apart() -> None:
    paper = marked()[0]
    row = read(np.hstack([paper, paper]))
    assert row.status is Status.UNREADABLE
    assert "裁开" in row.why[0]


def test_a_foreign_sheet_is_named() -> None:
    row = read(text_page(np.random.default_rng(1)))
    assert (row.status, row.marks) == (Status.FOREIGN, {})
    row = read(marked("测评票")[0])
    assert row.status is Status.FOREIGN
    assert row.why == ("别的票：eval第1版",)


def test_an_old_version_of_the_form_is_named() -> None:
    newer = known_sheet(compose(replace(kinds.spec("任免票"), version=2)))
    row = SideReader([newer]).read(picture(marked()[0]), "扫描.pdf", 1)
    assert row.status is Status.FOREIGN
    assert row.why == ("旧版票样：appoint第1版，不是现在用的票样",)


def test_two_forms_in_one_stack_are_each_read_as_their_own() -> None:
    sides = SideReader([kinds.known("测评票"), kinds.known("任免票")])
    for kind in ("任免票", "测评票"):
        row = sides.read(picture(marked(kind)[0]), "扫描.pdf", 1)
        assert (row.status, row.form) == (Status.READ, kinds.form(kind).layout.form)


def test_a_ballot_without_its_corners_is_not_lost() -> None:
    scan = marked()[0]
    scan[: scan.shape[0] // 8] = 255
    row = read(scan)
    assert row.status is Status.UNREADABLE
    assert "四角标记" in row.why[0]


@pytest.mark.slow
def test_three_corners_are_enough_when_the_boxes_prove_it_and_not_otherwise() -> None:
    scan, sheet = marked()
    height, width = scan.shape
    scan[: height // 9, : width // 6] = 255
    row = read(scan)
    assert row.status is Status.READ
    assert {group: set(boxes) for group, boxes in row.marks.items()} == sheet.truth
    box = kinds.maker("任免票").boxes[20].rect
    px = width / 210
    top, left = int((box.y - 3) * px), int((box.x - 3) * px)
    scan[top : top + int(13 * px), left : left + int(13 * px)] = 250
    row = read(scan)
    assert row.status is Status.UNREADABLE
    assert "位置定不准" in row.why[0]


def test_a_scan_with_no_contrast_is_refused() -> None:
    row = read((marked()[0].astype(np.float32) * 0.1 + 220).astype(np.uint8))
    assert row.status is Status.UNREADABLE


def test_two_marks_in_a_row_go_to_a_person() -> None:
    maker, rng = kinds.maker("任免票"), np.random.default_rng(2)
    paper, pen = maker.blank.copy(), strokes.PENS["gel"]
    for box in maker.groups["q2"][:2]:
        maker.ink(paper, box, strokes.tick(rng, 7), np.zeros(2), 0.6, 0.95, pen, rng)
    row = read(maker._scan(paper, CLEAN, rng, Sheet({})))
    assert row.status is Status.FLAGGED
    assert row.why == ("q2: 划记多于应选",)
    assert row.marks["q2"] == ("q2.赞成", "q2.反对")
    assert set(row.doubt) == {"q2.赞成", "q2.反对"}
    crops = {crop.group: crop for crop in row.shown}
    assert not crops["q2"].blank
    assert crops["q1"].blank
    seen = cv2.imdecode(np.frombuffer(crops["q2"].picture, np.uint8), 0)
    assert seen.shape[0] == pytest.approx(14 * 6, abs=1)
    assert len(crops["q2"].where) == 2


@pytest.mark.parametrize("glyph", ["tick", "cross", "circle", "stroke"])
def test_marks_as_people_make_them(glyph: str) -> None:
    row = read(drawn(strokes.GLYPHS[glyph](np.random.default_rng(3), 7.0)))
    assert row.status is Status.READ, row.why
    assert row.marks["q4"] == ("q4.赞成",)


def test_a_blackened_box_among_blackened_boxes() -> None:
    row = read(drawn(strokes.filled(np.random.default_rng(3), 7.0, 0.6)))
    assert row.marks["q4"] == ("q4.赞成",)
    assert row.status is Status.READ


@pytest.mark.parametrize(
    ("lines", "more", "word"),
    [
        ([np.array([(-0.4, 0.0), (0.6, 0.2)])], {}, "太短"),
        (strokes.circle(np.random.default_rng(1), 7.0, around=True), {}, "框外"),
        (strokes.scratch(np.random.default_rng(1), 7.0), {}, "涂改"),
        (
            [
                *strokes.tick(np.random.default_rng(1), 7.0),
                *strokes.struck(np.random.default_rng(1), 7.0),
            ],
            {"width": 0.4},
            "涂改",
        ),
        (strokes.tick(np.random.default_rng(1), 7.0), {"dark": 0.19}, "淡"),
    ],
)
def test_what_is_not_plain_is_flagged(
    lines: list[np.ndarray], more: dict[str, float], word: str
) -> None:
    row = read(drawn(lines, **more))
    assert row.status is Status.FLAGGED
    assert any(line.startswith("q4: 赞成") and word in line for line in row.why), row.why
    assert list(row.doubt) == ["q4.赞成"]


def test_a_faint_line_is_noticed_where_several_may_be_chosen() -> None:
    row = read(
        drawn(strokes.cross(np.random.default_rng(1), 7.0), dark=0.12, kind="票决票"), "票决票"
    )
    assert row.status is Status.FLAGGED
    assert list(row.doubt) == ["p10.赞成"]


def test_folds_across_the_sheet_are_no_marks() -> None:
    maker = kinds.maker("任免票")
    for seed in range(6):
        rng = np.random.default_rng(seed)
        paper = maker.blank.copy()
        sheet = maker._mark(paper, CLEAN, rng, colour=False)
        crease(paper, rng)
        row = read(maker._scan(paper, CLEAN, rng, sheet))
        assert row.status is Status.READ, row.why
        assert {group: set(boxes) for group, boxes in row.marks.items()} == sheet.truth


def test_written_names_are_read_by_people() -> None:
    maker, rng = kinds.maker("选举票", 0), np.random.default_rng(1)
    layout = maker.layout
    space = layout.spaces[0]
    maker = kinds.maker("选举票", space.page)
    paper, pen = maker.blank.copy(), strokes.PENS["gel"]
    box = replace(maker.boxes[0], rect=replace(space.rect, w=8.0))
    maker.ink(paper, box, strokes.cross(rng, 5), np.zeros(2), 0.5, 0.95, pen, rng)
    row = read(maker._scan(paper, CLEAN, rng, Sheet({})), "选举票")
    assert (row.status, row.side) == (Status.FLAGGED, space.page)
    assert "写有姓名" in row.why[0]
    assert set(row.doubt) == {space.box}


@pytest.mark.slow
@pytest.mark.parametrize("level", ["clean", "office", "poor"])
def test_a_small_set_of_each_severity_is_read_within_the_limits(level: str) -> None:
    """Twenty sheets a kind; the figures of the large set come from the bench."""
    for kind in KINDS:
        score = run(kind, level, 20 * len(kinds.form(kind).layout.boxes), 501)
        assert score.mistaken == 0
        assert score.rejected <= (1 if level == "poor" else 0)
        assert score.silent_reviewed <= (2 if level == "poor" else 0)
        assert score.needless <= score.boxes * {"clean": 0, "office": 0.02, "poor": 0.05}[level]
