"""A form's code is known again on coarse scans, with a crease through it, and never for another."""

from __future__ import annotations

import cv2
import numpy as np

from meetingdesk.papers.ballots import codes
from meetingdesk.papers.ballots.codes import any_codes, has_code
from meetingdesk.papers.ballots.locate import Finder, Place, place
from tests.papers.ballots import kinds
from tests.papers.ballots.scans import SEVERITIES

KIND, OTHER = "任免票", "测评票"


def coarse(seed: int) -> tuple[np.ndarray, Place]:
    """Return a clean scan in black and white with grown black, and where the sheet lies on it."""
    scan, _ = kinds.maker(KIND).make(SEVERITIES["clean"], np.random.default_rng(seed))
    where = place(kinds.known(KIND).layout, Finder().corners(scan))
    assert where is not None
    black = np.where(scan < 128, 0, 255).astype(np.uint8)
    return cv2.erode(black, np.ones((4, 4), np.uint8)), where


def test_a_crease_through_the_code_hides_only_what_it_covers() -> None:
    form, other = kinds.known(KIND), kinds.known(OTHER)
    code = form.layout.codes[0]
    unread = 0
    for seed in range(4):
        scan, where = coarse(seed)
        for part in (0.04, 0.3, 0.5):
            creased = scan.copy()
            (x, _), (x_end, _) = cv2.perspectiveTransform(
                np.array([[(code.rect.x + part * code.rect.w, 0.0), (code.rect.x, 297.0)]]),
                where.matrix,
            )[0]
            x_end += (
                x
                - cv2.perspectiveTransform(np.array([[(code.rect.x, 0.0)]]), where.matrix)[0, 0, 0]
            )
            cv2.line(creased, (round(x), 0), (round(x_end), len(creased)), 0, 7)
            unread += not any_codes(creased)
            assert has_code(creased, where, code, form.modules[0])
            if other.modules[0].shape == form.modules[0].shape:
                assert not has_code(creased, where, other.layout.codes[0], other.modules[0])
    assert unread >= 4  # else the reader of codes had no need of us


def test_a_code_is_as_like_itself_wherever_it_lies_by_a_pixel() -> None:
    form = kinds.known(KIND)
    scan, where = coarse(1)
    piece = codes._cut(scan, where, form.layout.codes[0])
    bare = np.zeros(piece.shape, np.uint8)
    likeness = [
        codes._likeness(np.roll(piece, by, axis=(0, 1)), form.modules[0], bare)
        for by in (-2, -1, 0, 1, 2)
    ]
    assert max(likeness) - min(likeness) < 0.005
