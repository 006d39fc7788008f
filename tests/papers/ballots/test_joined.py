"""One stroke in two boxes of a column is shown to a person; two strokes are two marks."""

from __future__ import annotations

import numpy as np
import pytest

from meetingdesk.papers.ballots.judging import Why
from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet

#: from the middle of the first box of row 4, in mm: a tick whose long stroke ends so high
TICK = np.array([(-2.0, 0.2), (-0.6, 1.8)])


def read(kind: str, *lines: np.ndarray) -> tuple[PageRow, list[str]]:
    """Return the row of a clean sheet with strokes drawn about a box, and that box's column."""
    maker, rng = kinds.maker(kind), np.random.default_rng(3)
    paper = maker.blank.copy()
    column = [box for box in maker.boxes if abs(box.rect.x - maker.boxes[0].rect.x) < 1]
    pen = strokes.PENS["gel"]
    maker.ink(paper, column[3], list(lines), np.zeros(2), 0.5, 0.95, pen, rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known(kind)]).read(picture(scan), "扫描.pdf", 1)
    return row, [box.id for box in column[2:5]]


def pitch(kind: str) -> float:
    maker = kinds.maker(kind)
    rows = sorted({box.rect.y for box in maker.boxes})
    return rows[1] - rows[0]


@pytest.mark.parametrize("kind", ["任免票", "票决票"])
def test_a_tail_into_the_box_above_is_no_second_mark(kind: str) -> None:
    end = np.array([(1.5, 0.4 - pitch(kind))])
    row, (above, own, _) = read(kind, np.concatenate([TICK, end]))
    assert row.status is Status.FLAGGED
    assert {above, own} <= set(row.doubt)
    assert any(Why.JOINED in why for why in row.why)


@pytest.mark.parametrize("kind", ["任免票", "票决票"])
def test_the_tip_of_a_tail_leaves_the_box_above_empty(kind: str) -> None:
    end = np.array([(1.5, 2.3 - pitch(kind))])
    row, (above, own, _) = read(kind, np.concatenate([TICK, end]))
    assert row.status is Status.READ, row.why
    marked = {box for boxes in row.marks.values() for box in boxes}
    assert own in marked
    assert above not in marked


def test_the_tip_of_a_tail_leaves_the_mark_above_as_it_is() -> None:
    tail, up = np.array([(2.2, 2.4 - pitch("票决票"))]), np.array([(0.0, -pitch("票决票"))])
    above_it = np.concatenate([TICK, [(1.6, -3.0)]]) + up - (0.6, 0.8)
    row, (above, own, _) = read("票决票", np.concatenate([TICK, tail]), above_it)
    assert row.status is Status.READ, row.why
    assert row.marks["list"] == (above, own)


def test_white_between_two_bold_strokes_parts_them() -> None:
    half = pitch("票决票") / 2
    row, (_, own, below) = read(
        "票决票",
        np.array([(0.2, -3.0), (0.0, half - 0.65)]),
        np.array([(0.1, half + 0.65), (-0.2, 2 * half + 3.0)]),
    )
    assert row.status is Status.READ, row.why
    assert row.marks["list"] == (own, below)


@pytest.mark.parametrize("kind", ["任免票", "票决票"])
def test_a_line_through_two_boxes_is_for_a_person(kind: str) -> None:
    row, (_, own, below) = read(kind, np.array([(0.3, -3.0), (-0.4, pitch(kind) + 2.8)]))
    assert {own, below} <= set(row.doubt)


@pytest.mark.parametrize("kind", ["任免票", "票决票"])
def test_two_ticks_with_tails_are_two_marks(kind: str) -> None:
    tail = np.array([(1.6, -4.4)])
    up = np.array([(0.0, -pitch(kind))])
    row, (above, own, _) = read(
        kind, np.concatenate([TICK, tail]), np.concatenate([TICK, tail]) + up
    )
    assert row.status is Status.READ
    assert {above, own} <= {box for boxes in row.marks.values() for box in boxes}


def test_crosses_whose_ends_meet_between_their_boxes_are_two_marks() -> None:
    middle = pitch("票决票") / 2
    down, up = np.array([(-2.8, -2.6), (2.8, middle)]), np.array([(2.8, -2.6), (-2.8, 2.6)])
    below = np.array([(0.0, 2 * middle)])
    over = down[::-1] * (1, -1)
    row, (_, own, next_) = read("票决票", down, up, over + below, up * (1, -1) + below)
    assert row.status is Status.READ, row.why
    assert row.marks["list"] == (own, next_)


def test_a_line_that_skips_within_the_second_box_is_no_tail() -> None:
    half = pitch("票决票")
    row, (_, own, below) = read(
        "票决票",
        np.array([(-1.0, -2.4), (0.6, half - 2.2)]),
        np.array([(0.8, half - 0.9), (1.6, half + 5.0)]),
    )
    assert {own, below} <= set(row.doubt)
