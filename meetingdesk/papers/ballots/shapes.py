"""The shape of the ink in one box: how long its strokes are, how they run, where they leave."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import STRONG, Ink, Measured, plain_numbers, ranked
from meetingdesk.papers.ballots.patches import MARGIN, PX, RING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Points = NDArray[np.int32]
    Places = NDArray[np.intp]

_MM2 = PX * PX
#: pixels of a quarter of a mm²
_FEW = _MM2 // 4
#: so few pixels hold no more pieces than two bytes can name
_NAMES = 4 * 65_000
_THREE, _FIVE = np.ones((3, 3), np.uint8), np.ones((5, 5), np.uint8)
#: strokes shorter than this in all, in mm, cannot be tangled
_PLAIN = 9.0
_ANGLES = np.deg2rad(np.arange(0, 180, 6))
#: two strokes run side by side within so many of these, the lesser with so much of the ink
_ALIKE, _SECOND = 2, 0.25
#: takes (x, y) to the distance from a line through the corner, at every sixth degree
_ACROSS = np.array([-np.sin(_ANGLES), np.cos(_ANGLES)])
_ANGLE = np.arange(len(_ANGLES), dtype=np.float64)


def look_closely(measured: Measured, indices: Sequence[int]) -> list[Ink]:
    """Return the numbers of some boxes of a side with the shape of their ink.

    They are gone through together: a side has ten marks, and a call costs more than a mark.
    """
    some = list(indices)
    if not some:
        return []
    boxes = measured.boxes
    left, top, right, bottom = boxes.frame
    dark, within, rooms = measured.dark[some], boxes.within[some], boxes.rooms[some]
    peaks = _darkest(dark[:, top:bottom, left:right], within)
    peaks[rooms <= _FEW] = 0
    # half way up the ink's own darkness: pencil keeps its width, pepper stays out
    levels = np.clip(peaks * 0.45, measured.trace, STRONG).astype(np.uint8)
    mask = dark > levels[:, None, None]
    mask &= boxes.free[some]
    inside = mask[:, top:bottom, left:right].view(np.uint8) & within
    shapes: list[dict[str, Any]] = [{} for _ in some]
    for at, ink in _inked(inside):
        shapes[at] = _strokes(inside[at], ink, int(rooms[at]))
    found = []
    for at, (shape, index) in enumerate(zip(shapes, some, strict=True)):
        plain = plain_numbers(measured, index)
        if measured.around_weak[index] > 0.05:
            shape["exits"] = _exits(mask[at])
        if measured.around[index] >= 0.5 or measured.around_weak[index] >= 1.2:
            shape["strays"] = _strays(mask[at] & boxes.ring[index])
        found.append(Ink(*plain, peak=float(peaks[at]) / 255, **shape))
    return found


def _darkest(dark: Bytes, within: Bytes) -> Bytes:
    """Return, for each patch, how dark the darkest quarter of a mm² ``within`` (255) is."""
    soft = np.empty(within.shape, np.uint8)
    for patch, made in zip(dark, soft, strict=True):
        cv2.blur(patch, (3, 3), dst=made)
    soft &= within
    return ranked(soft.reshape(len(soft), -1), soft[0].size - _FEW)


@dataclass(frozen=True, eq=False)
class _Inside:
    """The ink inside a box, in a strip: the places of its pixels there, its outline as (x, y).

    The outline has the hull of every second pixel. The box lies ``across`` and ``down`` of the
    strip, which is ``wide``; ``width`` is that of the strokes in mm.
    """

    places: Places
    outline: Points
    across: int
    down: int
    wide: int
    width: float

    def points(self) -> Points:
        """Return the pixels as (x, y) in the box."""
        return _points(self.places, self.wide, self.across, self.down)


def _points(places: Places, wide: int, across: int | Places, down: int | Places) -> Points:
    """Return places in a strip as (x, y), moved."""
    rows = places // wide
    made = np.empty((len(places), 2), np.int32)
    made[:, 0] = places - rows * wide + across
    made[:, 1] = rows + down
    return made


def _inked(inside: Bytes) -> Iterator[tuple[int, _Inside]]:
    """Yield which of the boxes (n × h × w) have ink, with it.

    Specks under 0.06 mm² are wiped out of ``inside``. The ink is cut out and laid one box below
    the other, with white between, to be looked at in one go.
    """
    rects = [(at, *cv2.boundingRect(one)) for at, one in enumerate(inside)]
    rects = [rect for rect in rects if rect[3]]
    if not rects:
        return
    starts = list(accumulate((rect[4] + 1 for rect in rects), initial=1))
    strip = np.zeros((starts[-1], max(rect[3] for rect in rects) + 2), np.uint8)
    for (at, x, y, w, h), start in zip(rects, starts, strict=False):
        strip[start : start + h, 1 : 1 + w] = inside[at, y : y + h, x : x + w]
    clean = _without_specks(strip)
    places = np.flatnonzero(clean.view(np.bool_))
    if not len(places):
        inside[:] = 0
        return
    wide = strip.shape[1]
    firsts = np.array(starts) * wide
    own = np.searchsorted(places, firsts).tolist()
    ends = _row_ends(places, own, wide)
    cuts = np.searchsorted(ends, firsts)
    across = np.array([rect[1] - 1 for rect in rects])
    down = np.array([rect[2] for rect in rects]) - starts[:-1]
    many = np.diff(cuts)
    outlines = _points(ends, wide, across.repeat(many), down.repeat(many))
    widths, bounds = _stroke_widths(clean, firsts), cuts.tolist()
    for number, (at, x, y, w, h) in enumerate(rects):
        start = starts[number]
        if clean is not strip:
            inside[at, y : y + h, x : x + w] = clean[start : start + h, 1 : 1 + w]
        a, b = own[number : number + 2]
        if a < b:
            outline = outlines[bounds[number] : bounds[number + 1]]
            yield at, _Inside(places[a:b], outline, x - 1, y - start, wide, widths[number])


def _row_ends(places: Places, own: Sequence[int], wide: int) -> Places:
    """Return the ends of each row of every second pixel of each box: their hull is the same."""
    half = places[np.concatenate([np.arange(a, b, 2) for a, b in pairwise(own)])]
    rows = half // wide
    turn = rows[1:] != rows[:-1]
    kept = np.ones(len(half), bool)
    kept[1:-1] = turn[1:] | turn[:-1]
    ends: Places = half[kept]
    return ends


def _strokes(held: Bytes, ink: _Inside, room: int) -> dict[str, Any]:
    """Return the shape of the ink inside a box of ``room`` pixels."""
    across, down = cv2.minAreaRect(ink.outline)[1]
    area = float(len(ink.places))
    length = area / _MM2 / ink.width if ink.width else 0.0
    shape = {
        "area": area / _MM2,
        "extent": max(across, down) / PX,
        "slim": min(across, down) / PX,
        "width": ink.width,
        "length": length,
        "covered": area / max(1, room),
    }
    if length > _PLAIN:
        points = ink.points()
        beside, parallel = _beside_lines(points, ink.width)
        shape |= {
            "holes": _holes(held),
            "tangle": _tangle(held),
            "beside": beside,
            "parallel": parallel,
        }
        # two strokes are no ring, and need not be one
        if beside > 0.02 or parallel:
            shape["off_ring"] = _beside_ring(points, ink.width)
    if area > 0.3 * room:
        shape["filled"] = _filled(held, room)
    return shape


def _without_specks(mask: Bytes) -> Bytes:
    """Return a mask without pieces under 0.06 mm²."""
    # small numbers are quicker written; no mask has more pieces than a quarter of its pixels
    names_as = cv2.CV_16U if mask.size < _NAMES else cv2.CV_32S
    _, names, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=names_as)
    kept = (stats[:, cv2.CC_STAT_AREA] >= 0.06 * _MM2).astype(np.uint8)
    kept[0] = 0
    return mask if kept[1:].all() else kept[names]


def _stroke_widths(strip: Bytes, firsts: Places) -> list[float]:
    """Return the widths in mm of the strokes from each of the pixels ``firsts`` to the next.

    A stroke's width is twice the depth along the middle of the ink.
    """
    depth = cv2.distanceTransform(strip, cv2.DIST_L2, 3)
    ridge = depth >= cv2.dilate(depth, _THREE) - 1e-6
    ridge &= strip.view(np.bool_)
    along = np.flatnonzero(ridge)
    depths = depth.ravel()[along]
    ends = np.searchsorted(along, firsts).tolist()
    sums = [
        np.add.reduce(depths[a:b]) / max(1, b - a) if a < b else 0.25 for a, b in pairwise(ends)
    ]
    return [float(one) for one in (2 * np.array(sums, np.float32) - 0.5) / PX]


def _holes(held: Bytes) -> int:
    """Count the whites of more than 0.4 mm² that ink encloses."""
    contours, tree = cv2.findContours(held, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if tree is None:
        return 0
    return sum(
        1
        for contour, links in zip(contours, tree[0], strict=True)
        if links[3] >= 0 and cv2.contourArea(contour) > 0.4 * _MM2
    )


def _exits(mask: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """Return the ink in mm² in the outermost half mm of the ring: left, top, right, bottom."""
    height, width = mask.shape
    edge, band = round((MARGIN - RING) * PX), round(0.5 * PX)
    return (
        np.count_nonzero(mask[:, edge : edge + band]) / _MM2,
        np.count_nonzero(mask[edge : edge + band, :]) / _MM2,
        np.count_nonzero(mask[:, width - edge - band : width - edge]) / _MM2,
        np.count_nonzero(mask[height - edge - band : height - edge, :]) / _MM2,
    )


def _tangle(held: Bytes) -> float:
    """Return the share of upright or level scan lines that meet ink at least three times.

    A tick, a cross, a circle and a stroke are met twice at most, whichever way one looks; what
    was struck out with some lines, or scribbled over, is met more often.
    """
    closed = cv2.morphologyEx(held, cv2.MORPH_CLOSE, _THREE)
    ink = cv2.copyMakeBorder(closed, 1, 0, 1, 0, cv2.BORDER_CONSTANT, value=0)
    # where ink begins: 1 against 0
    down = cv2.reduce(cv2.subtract(ink[1:], ink[:-1]), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    across = cv2.reduce(cv2.subtract(ink[:, 1:], ink[:, :-1]), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    lines = max(np.count_nonzero(down >= 3), np.count_nonzero(across >= 3))
    return lines / len(held)


def _beside_lines(points: Points, width: float) -> tuple[float, bool]:
    """Return the share of ink that the two best straight strokes leave over.

    A tick, a cross and a stroke are two straight strokes at most; what was struck out is more.
    With it whether the two run side by side, as no tick's or cross's do.
    """
    ink = points[:: max(1, len(points) // 180)].astype(np.float64)
    bins = ink @ _ACROSS
    np.rint(bins, out=bins)
    bins -= bins.min()
    reach = max(2, round((width / 2 + 0.2) * PX))
    size = int(bins.max()) + 2 + 2 * reach
    bins += size * _ANGLE
    lanes = bins.astype(np.intp)
    some, left = lanes.ravel(), np.ones(len(ink), bool)
    ways, held = [], [1.0]
    for _ in range(2):
        counts = np.bincount(some, minlength=size * len(_ANGLES)).astype(np.uint16)
        # how many points lie within 2 × reach + 1 lanes, by the middle one
        found = cv2.boxFilter(
            counts.reshape(-1, size),
            -1,
            (2 * reach + 1, 1),
            normalize=False,
            borderType=cv2.BORDER_CONSTANT,
        )[:, reach : size - reach]
        angle, offset = divmod(int(found.argmax()), size - 2 * reach)
        left &= np.abs(lanes[:, angle] - (size * angle + offset + reach)) > reach
        some = lanes[left].ravel()
        ways.append(angle)
        held.append(np.count_nonzero(left) / len(left))
        if not held[-1]:
            break
    apart = abs(ways[0] - ways[-1]) % len(_ANGLES)
    alike = min(apart, len(_ANGLES) - apart) <= _ALIKE
    return held[-1], len(ways) == 2 and alike and held[1] - held[2] >= _SECOND


def _beside_ring(points: Points, width: float) -> float:
    """Return the share of ink that does not lie on one ellipse: next to none in a circle.

    A circle drawn over the box's edge is an arc inside; its ellipse is found all the same.
    """
    ink = points[::2].astype(np.float32)
    if len(ink) < 12:
        return 1.0
    (x, y), (across, down), angle = cv2.fitEllipse(ink)
    if not min(across, down) > 1.5 * PX or max(across, down) > 60 * PX:
        return 1.0
    turn = math.radians(angle)
    to_axes = np.array(
        [
            [math.cos(turn) * 2 / across, -math.sin(turn) * 2 / down],
            [math.sin(turn) * 2 / across, math.cos(turn) * 2 / down],
        ]
    )
    along = (ink - (x, y)) @ to_axes
    away = np.abs(np.hypot(along[:, 0], along[:, 1]) - 1) * (math.sqrt(across * down) / 2)
    return np.count_nonzero(away > (width * 0.6 + 0.3) * PX) / len(away)


def _filled(held: Bytes, room: int) -> float:
    """Return the part of the inside that is dark once narrow gaps are closed."""
    closed = cv2.morphologyEx(held, cv2.MORPH_CLOSE, _FIVE)
    return float(np.count_nonzero(closed)) / max(1, room)


def _strays(mask: NDArray[np.bool_]) -> tuple[tuple[float, float, float], ...]:
    """Return the pieces of ink in the ring and where each leaves it."""
    height, width = mask.shape
    x, y, w, h = cv2.boundingRect(mask.view(np.uint8))
    if not w:
        return ()
    part = mask.view(np.uint8)[y : y + h, x : x + w]
    count, names, stats, _ = cv2.connectedComponentsWithStats(part)
    rows, columns = np.nonzero(part)
    edge = round((MARGIN - RING + 0.3) * PX)
    across, down = columns + x, rows + y
    out = (down < edge) | (down >= height - edge) | (across < edge) | (across >= width - edge)
    piece = names[rows[out], columns[out]]
    many = np.bincount(piece, minlength=count).tolist()
    right = np.bincount(piece, across[out], count).tolist()
    below = np.bincount(piece, down[out], count).tolist()
    return tuple(
        (
            size / _MM2,
            (right[number] / many[number] - width / 2) / PX if many[number] else 0.0,
            (below[number] / many[number] - height / 2) / PX if many[number] else 0.0,
        )
        for number, size in enumerate(stats[:, cv2.CC_STAT_AREA].tolist())
        if number and size >= 0.06 * _MM2
    )
