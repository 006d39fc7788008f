"""A large ring set low in its box, and what else may lie beside an empty one."""

from __future__ import annotations

import numpy as np

from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import PageRow, Status
from tests.papers.ballots import kinds, strokes
from tests.papers.ballots.scans import SEVERITIES, Sheet

KIND = "票决票"
TICK = np.array([(-1.9, 0.2), (-0.5, 2.1), (2.4, -2.2)])


def ring(half: float, down: float) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 60)
    return np.column_stack([half * np.cos(angle), half * np.sin(angle) + down])


def read_with(lines: list[np.ndarray]) -> tuple[PageRow, str, str]:
    """Draw into the fourth box; return the side and the names of that box and the one below."""
    maker, rng = kinds.maker(KIND), np.random.default_rng(8)
    paper, pen = maker.blank.copy(), strokes.PENS["gel"]
    boxes = sorted(maker.boxes, key=lambda box: (round(box.rect.x), box.rect.y))
    for at, drawn in ((0, [TICK]), (3, lines), (7, [TICK])):
        maker.ink(paper, boxes[at], drawn, np.zeros(2), 0.55, 0.9, pen, rng)
    scan = maker._scan(paper, SEVERITIES["clean"], rng, Sheet({}))
    row = SideReader([kinds.known(KIND)]).read(picture(scan), "扫描.pdf", 1)
    return row, boxes[3].id, boxes[4].id


def test_a_large_ring_set_low_leaves_the_box_below_empty() -> None:
    row, own, _ = read_with([ring(3.6, 2.2)])
    assert row.status is Status.READ, row.why
    assert any(own in marks for marks in row.marks.values())


def test_a_large_sign_between_boxes_is_asked_about_whatever_ring_stands_above() -> None:
    """It may be meant for the box below."""
    for above in (TICK, ring(2.4, -0.8)):
        row, own, below = read_with([above, ring(1.5, 6.0)])
        assert row.status is Status.FLAGGED
        assert {own, below} & set(row.doubt)
