"""○ and × in one box: read where certain, shown to a person with what they look like elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from tests.papers.ballots import kinds, signs, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.papers.ballots.signs import Line

KIND = "圈叉票"
CLEAN = SEVERITIES["clean"]


def sheet_with(
    draw: Callable[[np.random.Generator, float], list[Line]],
    *,
    legend: dict[str, str] | None = None,
    pen: str = "gel",
    seed: int = 5,
) -> PageRow:
    """Draw one thing into each of the first ten boxes; read the sheet."""
    maker, rng = kinds.maker(KIND), np.random.default_rng(seed)
    paper, held = maker.blank.copy(), strokes.PENS[pen]
    for box in maker.boxes[:10]:
        lines = draw(rng, 6.0 * rng.uniform(0.8, 1.2))
        offset, width = rng.normal(0, 0.4, 2), rng.uniform(*held.width)
        maker.ink(paper, box, lines, offset, width, 0.9, held, rng)
    known = kinds.known(KIND)
    if legend is not None:
        known = replace(known, legend=legend)
    return SideReader([known]).read(picture(maker._scan(paper, CLEAN, rng, Sheet({}))), "a", 1)


def read_as(row: PageRow) -> list[str]:
    """Return what the first ten rows were read as: a choice, 问 for one that is asked about."""
    asked = {line.split(":")[0] for line in row.why}
    groups = list(row.marks)[:10]
    return ["问" if g in asked else row.marks[g][0].rpartition(".")[2] for g in groups]


def known_choice(sign: str) -> str:
    """Return the choice a sign stands for on these sheets."""
    return kinds.known(KIND).legend[sign]


def taken(row: PageRow) -> list[str]:
    """Return what the first ten rows count as with nobody seeing them: neither asked nor shown."""
    again = {crop.group for crop in row.shown if crop.sign}
    read = zip(list(row.marks)[:10], read_as(row), strict=True)
    return [mark for group, mark in read if mark != "问" and group not in again]


@pytest.mark.parametrize(
    "draw", [signs.ring, signs.open_ring, signs.zero, signs.six, signs.curled, signs.twice]
)
def test_rings_are_for(draw: Callable[..., list[Line]]) -> None:
    found = read_as(sheet_with(draw))
    assert set(found) <= {"赞成", "问"}
    assert found.count("赞成") >= 8, found


@pytest.mark.parametrize("draw", [signs.cross, signs.hooked])
def test_crosses_are_against(draw: Callable[..., list[Line]]) -> None:
    found = read_as(sheet_with(draw))
    assert set(found) <= {"反对", "问"}
    assert found.count("反对") >= 8, found


def test_rings_that_end_in_a_cross_are_never_crosses_nor_looped_crosses_rings() -> None:
    assert set(read_as(sheet_with(signs.alpha))) <= {"赞成", "问"}
    assert set(read_as(sheet_with(signs.joined))) <= {"反对", "问"}


def test_a_cross_with_a_straight_link_is_a_cross() -> None:
    def fish(rng: np.random.Generator, size: float) -> list[Line]:
        left, right, up, down = rng.uniform(0.34, 0.46, 4) * size
        corners = [(-left, -up), (right, down), (right, -up), (-left, down)]
        return [np.array(corners)]

    found = read_as(sheet_with(fish))
    assert set(found) <= {"反对", "问"}
    assert found.count("反对") >= 6, found


@pytest.mark.parametrize("draw", signs.STRANGE)
def test_other_signs_go_to_a_person(draw: Callable[..., list[Line]]) -> None:
    row = sheet_with(draw)
    assert row.status is Status.FLAGGED
    assert not taken(row)
    # what is on the contact sheet by mistake is picked out there: let it be little
    assert read_as(row).count("问") >= 8


@pytest.mark.parametrize("draw", [signs.cross, signs.hooked, signs.joined, signs.alpha, signs.six])
def test_all_crosses_and_odd_rings_are_seen_once_more(draw: Callable[..., list[Line]]) -> None:
    row = sheet_with(draw)
    assert "反对" not in taken(row)
    shown = [crop for crop in row.shown if crop.sign]
    for crop in shown:
        assert crop.blank
        assert not crop.why
        assert row.marks[crop.group] == (f"{crop.group}.{known_choice(crop.sign)}",)
    assert row.to_json().get("again", []) == [crop.group for crop in shown]


def test_the_plainest_rings_are_not_seen_again_and_others_small() -> None:
    """What is shown of a sign is its box with the paper about it: no more need be kept."""
    plain = [mark for seed in range(3) for mark in taken(sheet_with(signs.ring, seed=seed))]
    assert plain.count("赞成") >= 24
    crop = next(crop for crop in sheet_with(signs.cross).shown if crop.sign)
    seen = cv2.imdecode(np.frombuffer(crop.picture, np.uint8), 0)
    left, top, width, height = crop.where[0]
    assert seen.shape == (height + 2 * top, width + 2 * left)
    assert len(crop.picture) < 3000
    assert seen[top : top + height, left : left + width].min() < 60


@pytest.mark.slow
def test_what_a_person_reads_at_once_is_read() -> None:
    """A ring's long tail over the edge, a curl, strokes that bend and end in a flick."""
    for draw, choice in ((signs.six, "赞成"), (signs.curled, "赞成"), (signs.hooked, "反对")):
        found = [one for seed in range(3) for one in read_as(sheet_with(draw, seed=seed))]
        assert set(found) <= {choice, "问"}
        assert found.count(choice) >= 26, found


def test_a_cross_at_a_rings_edge_and_a_ring_about_the_box_go_to_a_person() -> None:
    def changed(rng: np.random.Generator, size: float) -> list[Line]:
        return [*signs.ring(rng, size), *[line * 0.75 + 1.6 for line in signs.cross(rng, size)]]

    def about(rng: np.random.Generator, size: float) -> list[Line]:
        return strokes.circle(rng, 7.2, around=True)

    for draw in (changed, about):
        row = sheet_with(draw)
        assert not taken(row)
        assert read_as(row).count("问") >= 8


@pytest.mark.slow
def test_marker_and_pencil_are_read_too() -> None:
    for pen in ("pencil", "marker"):
        assert set(read_as(sheet_with(signs.ring, pen=pen))) <= {"赞成", "问"}
        assert read_as(sheet_with(signs.cross, pen=pen)).count("反对") >= 5


@pytest.mark.parametrize(
    ("points", "choice"),
    [
        # strokes that cross near their ends, a × as written in haste: К, λ, one at the box's corner
        ([[(-1.8, -2.2), (-1.2, 2.2)], [(2.2, -1.8), (-2.0, 0.2), (1.8, 2.0)]], "反对"),
        ([[(2.2, -2.2), (1.4, 2.2)], [(-2.2, -1.8), (2.0, 0.2), (-1.8, 2.0)]], "反对"),
        # narrow: it leans little, but its strokes cross in their middles
        ([[(-0.1, -2.6), (0.1, 2.6)], [(-2.0, -2.0), (2.0, 2.0)]], "反对"),
        # with a flick that comes back to its stroke
        ([[(-2, -2), (2, 2), (2.6, 1.0), (0.9, 0.3)], [(-2, 2), (2, -2)]], "反对"),
    ],
)
def test_hasty_crosses_are_seen_once_more_and_not_asked_about(
    points: list[list[tuple[float, float]]], choice: str
) -> None:
    def hasty(rng: np.random.Generator, size: float) -> list[Line]:
        return [np.array(line) * size / 6 for line in points]

    row = sheet_with(hasty)
    assert not taken(row)
    assert read_as(row).count(choice) >= 8, read_as(row)


def test_a_neighbours_ring_that_touches_the_box_does_not_hide_its_own_sign() -> None:
    def beside(rng: np.random.Generator, size: float) -> list[Line]:
        angle = np.linspace(0, 2 * np.pi, 60)
        around = np.column_stack([np.cos(angle), np.sin(angle)])
        return [around * 2.7 - (0, 0.4), (around * 3.0 - (0, 7.0))[4:26]]

    row = sheet_with(beside)
    assert not taken(row)
    assert read_as(row).count("赞成") >= 8, read_as(row)


def drawn_in_all(lines: list[Line]) -> PageRow:
    """Draw the same lines into the first ten boxes, all but in place; read the sheet."""
    maker, rng = kinds.maker(KIND), np.random.default_rng(5)
    paper, pen = maker.blank.copy(), strokes.PENS["gel"]
    for box in maker.boxes[:10]:
        maker.ink(paper, box, lines, rng.normal(0, 0.1, 2), 0.55, 0.9, pen, rng)
    scan = picture(maker._scan(paper, CLEAN, rng, Sheet({})), "a")
    return SideReader([kinds.known(KIND)]).read(scan, "a", 1)


#: strokes that cross on the box's lower line and run on along it
AT_THE_LINE = [
    signs._curve([(-2.0, -1.3), (-1.7, 0.8), (-0.8, 2.8), (0.4, 3.7), (2.0, 3.9)]),
    signs._curve([(2.0, -0.9), (0.6, 0.8), (-1.2, 3.3)]),
]


def test_strokes_that_cross_on_the_boxs_line_are_seen_at_a_close_look() -> None:
    row = drawn_in_all(AT_THE_LINE)
    assert not taken(row)
    assert read_as(row) == ["反对"] * 10


def test_the_tail_of_a_ring_as_large_as_its_box_leaves_the_next_box_empty() -> None:
    """Such a ring is known as a sign only when the signs are read."""
    scan, sheet = kinds.maker(KIND).make(CLEAN, np.random.default_rng((92013, 2234)))
    assert sheet.truth["q21"] == {"q21.赞成"}
    assert not sheet.truth.get("q22")
    row = SideReader([kinds.known(KIND)]).read(picture(scan, "a"), "a", 1)
    assert row.marks["q21"] == ("q21.赞成",)
    assert not any(line.startswith("q22:") for line in row.why)
    assert "q22" in {crop.group for crop in row.shown if not crop.sign}


@pytest.mark.parametrize(
    ("wide", "high", "tail"), [(0.62, 1.2, 0.0), (1.2, 1.0, 1.0), (0.9, 0.9, 0.8), (2.3, 1.7, 2.0)]
)
def test_small_rings_and_those_with_a_tail_are_rings(wide: float, high: float, tail: float) -> None:
    def small(rng: np.random.Generator, size: float) -> list[Line]:
        angle = np.linspace(0, 2 * np.pi, 40)
        round_ = np.column_stack([wide * np.cos(angle), high * np.sin(angle)])
        end = [(wide + tail, -0.2 * tail)] if tail else []
        return [np.array([*round_, *end])]

    found = read_as(sheet_with(small))
    assert set(found) <= {"赞成", "问"}
    assert found.count("赞成") >= 9, found


def test_a_tick_means_what_the_legend_says() -> None:
    row = sheet_with(strokes.tick)
    assert set(read_as(row)) == {"问"}
    assert sum("像“√”" in line for line in row.why) >= 6
    given = read_as(sheet_with(strokes.tick, legend={"○": "赞成", "×": "反对", "√": "赞成"}))
    assert given.count("赞成") >= 6, given
    assert "反对" not in given


def test_without_a_legend_every_sign_goes_to_a_person() -> None:
    row = sheet_with(signs.ring, legend={})
    assert set(read_as(row)) == {"问"}
    first = next(iter(row.marks))
    assert row.marks[first] == (f"{first}.○×",)
    assert row.why[0] == f"{first}: 符号需人工辨认，像“○”"


def test_a_doubtful_sign_is_read_as_what_it_looks_like() -> None:
    def faint(rng: np.random.Generator, size: float) -> list[Line]:
        return [line * 0.3 for line in signs.cross(rng, size)]

    row = sheet_with(faint)
    assert "反对" not in read_as(row)
    assert row.status is Status.FLAGGED


def test_empty_boxes_are_shown_on_the_contact_sheet() -> None:
    row = sheet_with(signs.ring)
    blank = [crop for crop in row.shown if crop.blank]
    assert [crop.group for crop in blank] == list(row.marks)[10:]
    # rows stand side by side: each is shown by itself, its box first
    for crop in (blank[0], blank[-1]):
        seen = cv2.imdecode(np.frombuffer(crop.picture, np.uint8), 0)
        assert 40 * 6 < seen.shape[1] < 110 * 6
        dark = (seen[seen.shape[0] // 2] < 120).nonzero()[0]
        assert abs(dark[0] - 3 * 6) < 4


@pytest.mark.slow
@pytest.mark.parametrize("level", ["clean", "office", "poor"])
def test_a_small_set_of_signs_is_read_within_the_limits(level: str) -> None:
    from tests.bench.scan_accuracy import run

    score = run(KIND, level, 20 * len(kinds.form(KIND).layout.boxes), 501)
    assert score.mistaken == 0
    assert score.silent_reviewed == 0
    assert score.needless <= score.boxes * {"clean": 0.004, "office": 0.01, "poor": 0.03}[level]
    assert score.again <= score.boxes * 0.4
    assert score.other <= score.boxes * 0.008
