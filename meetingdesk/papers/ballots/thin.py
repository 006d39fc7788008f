"""Strokes thinned to lines of one pixel, and the lines between the places where they meet.

After Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", Communications of
the ACM 27 (1984).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.drawn import Bytes, Floats

#: a line's length beside the number of its pixels: slanting steps are longer than level ones
SLANT = 1.1
#: the eight neighbours of a pixel, clockwise from the upper one, each a bit
_NEIGHBOURS = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)


def _table(*, second: bool) -> Bytes:
    """Return for each neighbourhood whether the pixel in its middle is taken off in a step."""
    taken = np.zeros(256, np.uint8)
    for code in range(256):
        around = [code >> bit & 1 for bit in range(8)]
        up, right, down, left = around[0], around[2], around[4], around[6]
        turns = sum(a < b for a, b in zip(around, [*around[1:], around[0]], strict=True))
        if second:
            open_ = not (up and right and left) and not (up and down and left)
        else:
            open_ = not (up and right and down) and not (right and down and left)
        taken[code] = 2 <= sum(around) <= 6 and turns == 1 and open_
    return taken


_STEPS = (_table(second=False), _table(second=True))
#: how many lines leave a pixel, by its neighbourhood
_TURNS = np.array(
    [
        sum(not code >> bit & 1 and code >> (bit + 1) % 8 & 1 for bit in range(8))
        for code in range(256)
    ],
    np.uint8,
)


@dataclass(frozen=True, eq=False)
class Part:
    """A line between knots, or from one to its end: its pixels, length in mm, the knots it meets."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    long: float
    knots: tuple[int, ...]

    @property
    def points(self) -> NDArray[np.int64]:
        """The pixels, n × 2: x, y."""
        return np.column_stack([self.columns, self.rows])


def thinned(ink: Bytes) -> Bytes:
    """Return ink (1, paper 0) thinned to lines of one pixel."""
    lines = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    while True:
        before = int(np.count_nonzero(lines))
        for step in _STEPS:
            lines &= 1 - cv2.LUT(_around(lines), step)
        if int(np.count_nonzero(lines)) == before:
            return np.ascontiguousarray(lines[1:-1, 1:-1])


def _around(lines: Bytes) -> Bytes:
    """Return each pixel's neighbourhood as a number."""
    return np.asarray(
        cv2.filter2D(lines, cv2.CV_32F, _NEIGHBOURS, borderType=cv2.BORDER_CONSTANT), np.uint8
    )


def parts_of(lines: Bytes) -> tuple[list[Floats], list[Part]]:
    """Return the middles of the knots (x, y in pixels) and the lines between them."""
    turns = cv2.LUT(_around(lines), _TURNS)
    # four lines may meet in four pixels, each of them on one line only
    square = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    met = ((turns >= 3) & (lines > 0)) | (square > 0)
    knots = cv2.dilate(met.astype(np.uint8), np.ones((3, 3), np.uint8))
    count, names, _, middles = cv2.connectedComponentsWithStats(knots, connectivity=8)
    between = lines & (1 - knots)
    found, labels = cv2.connectedComponents(between, connectivity=8)
    parts = []
    for number in range(1, found):
        part = (labels == number).astype(np.uint8)
        rows, columns = np.nonzero(part)
        beside = np.unique(names[cv2.dilate(part, np.ones((3, 3), np.uint8)) > 0])
        ends = tuple(int(name) - 1 for name in beside if name)
        # each knot's half is added
        steps = len(rows) * SLANT + 1.5 * len(ends)
        parts.append(Part(rows, columns, steps / PX, ends))
    return [middles[number] for number in range(1, count)], parts


def path_of(line: NDArray[np.int64], place: Floats) -> Floats:
    """Return a line's pixels (n × 2: x, y) as one comes by from a place near one of its ends."""
    left = {(int(x), int(y)) for x, y in line}
    next_ = [min(left, key=lambda point: float(np.hypot(*(np.array(point) - place))))]
    path: list[tuple[int, int]] = []
    while next_:
        left.difference_update(next_)
        path += next_
        steps = ((x + dx, y + dy) for x, y in next_ for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        next_ = sorted(left.intersection(steps))
    return np.array(path, float)
