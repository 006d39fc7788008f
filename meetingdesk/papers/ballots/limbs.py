"""Two strokes that cross, told by the thin lines of a drawing: one place all its arms go from.

Where strokes are too bent for two straight lines to be laid on them, as hands draw a × in haste,
this still holds. Lines are thinned after Zhang and Suen, "A fast parallel algorithm for thinning
digital patterns", Communications of the ACM 27 (1984).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.drawn import Bytes, Drawn, Floats

#: the eight neighbours of a pixel, clockwise from the upper one, each a bit
_NEIGHBOURS = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)
#: whites smaller than this (mm²) lie within a stroke
_PINHOLE = 0.12
#: shorter lines than this and half a stroke's width (mm) are frays of its edge; strokes cross
#: over no longer a way than so many of their widths, or this (mm)
_FRAY = 0.3
_OVER_WIDTHS, _OVER = 2.8, 1.8
#: an arm's direction is that of its first part (mm beyond half the stroke's width)
_FIRST = 1.1
#: a flick at an arm's end in mm; without it arms of a × are as far apart as they get, or nearly
_FLICK, _OPEN = 1.2, 0.93


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
class Crossing:
    """Three or four arms that go from one place, in the order of their angles.

    ``arms`` how far each goes in mm, ``ways`` its direction at first (x, y), ``ends`` where it
    ends (mm from the middle of the box), ``straight`` the distance of its end beside its length,
    ``other`` the share of the ink in other pieces, ``closing`` the least distance of two
    neighbouring arms' ends beside the largest their ways have: arms that come together again are
    the ends of a ring, as in α.
    """

    arms: tuple[float, ...]
    ways: Floats
    ends: Floats
    straight: float
    other: float
    closing: float

    @property
    def gaps(self) -> Floats:
        """The angles between neighbouring arms in degrees."""
        turned = np.rad2deg(np.arctan2(self.ways[:, 1], self.ways[:, 0]))
        return np.asarray((np.roll(turned, -1) - turned) % 360)

    @property
    def bend(self) -> float:
        """How far the two strokes of four arms turn where they cross, in degrees."""
        gaps = self.gaps
        return float(np.abs(180 - np.array([gaps[0] + gaps[1], gaps[1] + gaps[2]])).max())

    @property
    def lean(self) -> float:
        """The lesser angle of a stroke, or of the arm that leans most, to upright or level.

        In degrees: strokes of four arms from end to end, else each arm's first part.
        """
        four = len(self.arms) == 4
        lines = self.ends[:2] - self.ends[2:] if four else self.ways
        turned = np.rad2deg(np.arctan2(lines[:, 1], lines[:, 0])) % 90
        leans = np.minimum(turned, 90 - turned)
        return float(leans.min() if four else leans.max())

    @property
    def apart(self) -> float:
        """The least distance of two arms' ends in mm."""
        off = self.ends - np.roll(self.ends, -1, axis=0)
        return float(np.linalg.norm(off, axis=1).min())


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


def crossing_of(drawn: Drawn) -> Crossing | None:
    """Return the arms of a drawing whose strokes all go through one place, ``None`` if none do."""
    ink, other = _main(drawn)
    lines = thinned(ink)
    fray = drawn.width / 2 + _FRAY
    for _ in range(4):
        knots, parts = _parts(lines)
        frays = [part for part in parts if len(part.knots) == 1 and part.long < fray]
        if not frays or len(frays) == len(parts):
            break
        for part in frays:
            lines[part.rows, part.columns] = 0
        # what a fray leaves of its knot
        lines = thinned(lines)
    # crumbs that lie apart
    parts = [part for part in parts if part.knots or part.long >= fray]
    arms = _from_one_place(parts, len(knots), max(_OVER, _OVER_WIDTHS * drawn.width))
    if arms is None:
        return None
    shape = np.array([lines.shape[1] - 1, lines.shape[0] - 1]) / 2
    place = np.mean([knots[number] for arm in arms for number in arm.knots], axis=0)
    made = []
    for arm in arms:
        path = _path(arm, place)
        first = path[np.linalg.norm(path - place, axis=1) <= (drawn.width / 2 + _FIRST) * PX]
        way = (first if len(first) else path).mean(axis=0) - place
        made.append((way / max(1e-6, float(np.linalg.norm(way))), path, arm.long))
    made.sort(key=lambda one: float(np.arctan2(one[0][1], one[0][0])))
    paths = [path for _, path, _ in made]
    ends = np.array([path[-1] for path in paths])
    far = np.linalg.norm(ends - place, axis=1) / PX
    return Crossing(
        tuple(long for _, _, long in made),
        np.array([way for way, _, _ in made]),
        (ends - shape) / PX,
        min(float(one / long) for one, (_, _, long) in zip(far, made, strict=True)),
        other,
        min(_closing(a, b) for a, b in zip(paths, paths[1:] + paths[:1], strict=True)),
    )


def _path(arm: _Part, place: Floats) -> Floats:
    """Return an arm's pixels (x, y) in the order one comes by from a place near one of its ends."""
    left = {(int(x), int(y)) for x, y in zip(arm.columns, arm.rows, strict=True)}
    next_ = [min(left, key=lambda point: float(np.hypot(*(np.array(point) - place))))]
    path: list[tuple[int, int]] = []
    while next_:
        left.difference_update(next_)
        path += next_
        steps = ((x + dx, y + dy) for x, y in next_ for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        next_ = sorted(left.intersection(steps))
    return np.array(path, float)


def _closing(one: Floats, other: Floats) -> float:
    """Return how far apart two ways end, beside the most they are apart before."""
    shares = []
    for flick in (0, _FLICK):
        last = max(0, len(one) - 1 - round(flick * PX)), max(0, len(other) - 1 - round(flick * PX))
        parts = np.linspace(0, 1, 12)
        a = one[np.rint(parts * last[0]).astype(int)]
        b = other[np.rint(parts * last[1]).astype(int)]
        apart = np.linalg.norm(a - b, axis=1)
        shares.append(float(apart[-1] / max(1e-6, float(apart.max()))))
    whole, unflicked = shares
    # flicks at both ends come together too
    return max(whole, unflicked) if unflicked >= _OPEN else whole


@dataclass(frozen=True, eq=False)
class _Part:
    """A line between knots, or from one to its end: its pixels, length in mm, the knots it meets."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    long: float
    knots: tuple[int, ...]


def _main(drawn: Drawn) -> tuple[Bytes, float]:
    """Return the largest piece of ink without pinholes, and the share of the ink elsewhere."""
    _, names, stats, _ = cv2.connectedComponentsWithStats(drawn.bridged, connectivity=8)
    most = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    ink = (names == most).astype(np.uint8)
    other = 1 - float(np.count_nonzero(ink & drawn.mask)) / max(1, len(drawn.points))
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for contour, links in zip(contours, tree[0], strict=True):
        if links[3] >= 0 and cv2.contourArea(contour) < _PINHOLE * PX**2:
            cv2.drawContours(ink, [contour], -1, 1, cv2.FILLED)
    return np.asarray(cv2.medianBlur(ink, 3)), other


def _parts(lines: Bytes) -> tuple[list[Floats], list[_Part]]:
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
        # slanting steps are longer than level ones; each knot's half is added
        steps = len(rows) * 1.1 + 1.5 * len(ends)
        parts.append(_Part(rows, columns, steps / PX, ends))
    return [middles[number] for number in range(1, count)], parts


def _from_one_place(parts: Sequence[_Part], knots: int, over: float) -> list[_Part] | None:
    """Return the arms if all lines meet in one place; short ways between its knots count."""
    if not knots:
        return None
    short = [part for part in parts if len(part.knots) == 2 and part.long <= over]
    arms = [part for part in parts if len(part.knots) == 1]
    if len(arms) not in (3, 4) or len(arms) + len(short) != len(parts):
        return None
    held, grown = {arms[0].knots[0]}, True
    while grown:
        more = {k for part in short if held & set(part.knots) for k in part.knots} - held
        grown = bool(more)
        held |= more
    if len(held) != knots or len(short) != knots - 1:
        return None
    return arms
