"""One turn of the pen about an empty middle: a ring, however its ends meet, overlap or miss.

Nobody who rings a choice closes the ring neatly: the end runs on beside the beginning, inside or
outside of it. From the ring's middle each way out meets its stroke once, over the overlap twice.
What was crossed out, gone round again and again or written over is met more often, or has ink in
its middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.drawn import Drawn

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

#: ways out from the middle, and steps along each (mm)
_WAYS, _STEP, _FAR = 72, 0.125, 7.0
#: the pen passes twice over so many degrees at most, and is missing on so many at most
_OVERLAP, _OPEN = 110.0, 95.0
#: the white middle, in parts of the way to the outermost ink
_EMPTY = 0.24
#: strokes met askew, or two that touch, are up to so many times as wide as one, and no more
_ASKEW, _MOST = 2.2, 4.2
#: where the box's sides hide half of it, a stroke seems no wider than this (mm)
_SEEN = 0.55
#: a smaller ring is a dot, a flatter one perhaps a stroke gone over twice
_HALF, _FLAT = 1.1, 0.45
#: so many ways that do not fit are the pen's trembling
_TREMBLING = 2


@dataclass(frozen=True)
class Turn:
    """A ring: its middle in mm from the middle of the box, its smaller half axis in mm."""

    x: float
    y: float
    half: float


def turn_of(drawn: Drawn) -> Turn | None:
    """Return the one turn of the pen that a drawing is, ``None`` if it is anything else."""
    hull = cv2.convexHull(drawn.points.astype(np.float32))[:, 0]
    middle, (across, down), lean = cv2.minAreaRect(hull)
    half = (min(across, down) - drawn.width) / 2
    if half < _HALF or min(across, down) < _FLAT * max(across, down):
        return None
    # a pen that winds in leaves its white beside the middle of the whole
    for x, y in (middle, _whitest(drawn, hull)):
        if _one_turn(drawn, (x, y), (across / 2, down / 2), np.deg2rad(lean)):
            return Turn(x, y, half)
    return None


def _whitest(drawn: Drawn, hull: Floats) -> tuple[float, float]:
    """Return the point within the hull that is furthest from ink."""
    height, width = drawn.mask.shape
    within = np.zeros_like(drawn.mask)
    corners = np.rint(hull * PX + (np.array([width, height]) - 1) / 2).astype(np.int32)
    cv2.fillConvexPoly(within, corners, 1)
    free = cv2.distanceTransform(within & (drawn.bridged == 0).astype(np.uint8), cv2.DIST_L2, 3)
    row, column = np.unravel_index(int(free.argmax()), free.shape)
    return (float(column) - (width - 1) / 2) / PX, (float(row) - (height - 1) / 2) / PX


def _one_turn(
    drawn: Drawn, middle: tuple[float, float], halves: tuple[float, float], lean: float
) -> bool:
    """Say whether each way out from the middle meets the stroke once, over the overlap twice."""
    first, last, inked, times = _ways_out(drawn, middle, halves, lean)
    met = times > 0
    if _degrees(_longest(~met)) > _OPEN or (first[met] < _EMPTY * last[met]).any():
        return False
    # what is met twice is the end beside the beginning, apart or touching: it lies together
    width = max(drawn.width, _SEEN)
    thick = inked > _ASKEW * width
    if _degrees(_spread((times > 1) | thick)) > _OVERLAP or inked.max() > _MOST * width:
        return False
    return bool(np.count_nonzero(times > 2) <= _TREMBLING)


def _ways_out(
    drawn: Drawn, middle: tuple[float, float], halves: tuple[float, float], lean: float
) -> tuple[Floats, Floats, Floats, Ints]:
    """Return, for each way out, where ink begins and ends, how much there is, how often.

    The ways are spread over an ellipse of these half axes as they are over a circle.
    """
    turn = np.arange(_WAYS) * (2 * np.pi / _WAYS)
    angle = np.arctan2(np.sin(turn) * halves[1], np.cos(turn) * halves[0]) + lean
    far = np.arange(_STEP, _FAR, _STEP)
    out_from = np.stack([np.outer(np.cos(angle), far), np.outer(np.sin(angle), far)], axis=-1)
    rows, columns, out = drawn.at(out_from + np.array(middle))
    held = (drawn.bridged[rows, columns] > 0) & ~out
    # a speck of white in a stroke is none
    closed = cv2.morphologyEx(held.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8)) > 0
    begins = closed & ~np.pad(closed, ((0, 0), (1, 0)))[:, :-1]
    first = np.where(closed.any(axis=1), far[closed.argmax(axis=1)], 0.0)
    last = np.where(closed.any(axis=1), far[::-1][closed[:, ::-1].argmax(axis=1)], 0.0)
    # what joins strokes under the printed lines may be thicker than they are
    inked = (drawn.mask[rows, columns] > 0) & ~out
    return first, last, inked.sum(axis=1) * _STEP, begins.sum(axis=1)


def _degrees(ways: int) -> float:
    return ways * 360 / _WAYS


def _longest(ways: Mask) -> int:
    """Return the longest run of ways, round the turn."""
    if ways.all():
        return len(ways)
    at = np.flatnonzero(~ways)
    return int(np.diff(np.append(at, at[0] + len(ways))).max()) - 1


def _spread(ways: Mask) -> int:
    """Return within how many ways, round the turn, all these lie."""
    return len(ways) - _longest(~ways) if ways.any() else 0
