"""The shape of the ink in one box: how long its strokes are, how they run, where they leave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import STRONG, Ink, Measured, ink
from meetingdesk.papers.ballots.patches import MARGIN, PX, RING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

_MM2 = PX * PX
#: strokes shorter than this in all, in mm, cannot be tangled
_PLAIN = 9.0
_ANGLES = np.deg2rad(np.arange(0, 180, 6))
#: two strokes run side by side within so many of these, the lesser with so much of the ink
_ALIKE, _SECOND = 2, 0.25
#: takes (x, y) to the distance from a line through the corner, at every sixth degree
_ACROSS = np.array([-np.sin(_ANGLES), np.cos(_ANGLES)])


def look_closely(measured: Measured, index: int) -> Ink:
    """Return the numbers of one box with the shape of its ink."""
    boxes, base = measured.boxes, ink(measured, index)
    left, top, right, bottom = boxes.frame
    dark, free = measured.dark[index], boxes.free[index]
    within = boxes.inner[index, top:bottom, left:right]
    inside = cv2.blur(dark[top:bottom, left:right], (3, 3))[within]
    peak = float(_darkest(inside, max(1, _MM2 // 4)))
    # half way up the ink's own darkness: pencil keeps its width, pepper stays out
    level = min(max(peak * 0.45, measured.trace), STRONG)
    mask = (dark > level) & free
    shape: dict[str, Any] = {"peak": peak / 255}
    if base.around_weak > 0.05:
        shape["exits"] = _exits(mask)
    if base.around >= 0.5 or base.around_weak >= 1.2:
        shape["strays"] = _strays(mask & boxes.ring[index])
    held = _without_specks(mask[top:bottom, left:right] & within)
    points = cv2.findNonZero(held)
    if points is not None:
        shape |= _strokes(held, points, int(np.count_nonzero(within)))
    return replace(base, **shape)


def _darkest(values: Bytes, at: int) -> int:
    """Return the value that ``at`` of them reach, by counting; 0 for fewer than that."""
    if values.size <= at:
        return 0
    return 255 - int(np.searchsorted(np.bincount(values, minlength=256)[::-1].cumsum(), at))


def _strokes(held: Bytes, points: Any, room: int) -> dict[str, Any]:
    """Return the shape of the ink inside a box of ``room`` pixels."""
    sides = [
        float(side) for side in cv2.minAreaRect(np.ascontiguousarray(points.reshape(-1, 2)[::2]))[1]
    ]
    area, width = float(len(points)), _stroke_width(held)
    length = area / _MM2 / width if width else 0.0
    beside, parallel = _beside_lines(points, width) if length > _PLAIN else (0.0, False)
    return {
        "area": area / _MM2,
        "extent": max(sides) / PX,
        "slim": min(sides) / PX,
        "width": width,
        "length": length,
        "covered": area / max(1, room),
        "holes": _holes(held) if length > _PLAIN else 0,
        "tangle": _tangle(held) if length > _PLAIN else 0.0,
        "beside": beside,
        # two strokes are no ring, and need not be one
        "off_ring": _beside_ring(points, width) if beside > 0.02 or parallel else 0.0,
        "parallel": parallel,
        "filled": _filled(held, room) if area > 0.3 * room else 0.0,
    }


def _without_specks(mask: NDArray[np.bool_]) -> Bytes:
    """Return a mask without pieces under 0.06 mm²."""
    plain = mask.astype(np.uint8)
    count, names, stats, _ = cv2.connectedComponentsWithStats(plain, connectivity=8)
    if count > 1:
        small = stats[:, cv2.CC_STAT_AREA] < 0.06 * _MM2
        small[0] = False
        if small.any():
            plain[small[names]] = 0
    return plain


def _stroke_width(held: Bytes) -> float:
    """Return the width of a stroke in mm: twice the depth along the middle of the ink."""
    framed = cv2.copyMakeBorder(held, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - 1e-6) & (depth > 0)
    along = depth[ridge]
    return float(2 * along.mean() - 0.5) / PX if along.size else 0.0


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
    closed = cv2.morphologyEx(held, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    ink = cv2.copyMakeBorder(closed, 1, 0, 1, 0, cv2.BORDER_CONSTANT, value=0)
    # where ink begins: 1 against 0
    down = cv2.reduce(cv2.subtract(ink[1:], ink[:-1]), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    across = cv2.reduce(cv2.subtract(ink[:, 1:], ink[:, :-1]), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    lines = max(np.count_nonzero(down >= 3), np.count_nonzero(across >= 3))
    return lines / len(held)


def _beside_lines(points: Any, width: float) -> tuple[float, bool]:
    """Return the share of ink that the two best straight strokes leave over.

    A tick, a cross and a stroke are two straight strokes at most; what was struck out is more.
    With it whether the two run side by side, as no tick's or cross's do.
    """
    ink = points.reshape(-1, 2)
    ink = ink[:: max(1, len(ink) // 180)].astype(np.float64)
    bins = np.rint(ink @ _ACROSS).astype(np.int64)
    bins -= bins.min()
    reach = max(2, round((width / 2 + 0.2) * PX))
    size = int(bins.max()) + 2 + 2 * reach
    lanes = bins + np.arange(0, size * len(_ANGLES), size)
    left = np.ones(len(ink), bool)
    ways, held = [], [1.0]
    for _ in range(2):
        some = lanes if left.all() else lanes[left]
        counts = np.bincount(some.ravel(), minlength=size * len(_ANGLES))
        sums = counts.reshape(-1, size).cumsum(axis=1)
        # how many points lie within 2 × reach + 1 lanes, by the last of them
        found = sums[:, 2 * reach :].copy()
        found[:, 1:] -= sums[:, : -2 * reach - 1]
        angle, offset = divmod(int(found.argmax()), found.shape[1])
        left &= np.abs(bins[:, angle] - offset - reach) > reach
        ways.append(angle)
        held.append(np.count_nonzero(left) / len(left))
        if not held[-1]:
            break
    apart = abs(ways[0] - ways[-1]) % len(_ANGLES)
    alike = min(apart, len(_ANGLES) - apart) <= _ALIKE
    return held[-1], len(ways) == 2 and alike and held[1] - held[2] >= _SECOND


def _beside_ring(points: Any, width: float) -> float:
    """Return the share of ink that does not lie on one ellipse: next to none in a circle.

    A circle drawn over the box's edge is an arc inside; its ellipse is found all the same.
    """
    ink = points.reshape(-1, 2)[::2].astype(np.float32)
    if len(ink) < 12:
        return 1.0
    (x, y), (across, down), angle = cv2.fitEllipse(ink)
    if not min(across, down) > 1.5 * PX or max(across, down) > 60 * PX:
        return 1.0
    turn = np.deg2rad(angle)
    off = ink - (x, y)
    along = off[:, 0] * np.cos(turn) + off[:, 1] * np.sin(turn)
    aside = off[:, 1] * np.cos(turn) - off[:, 0] * np.sin(turn)
    radius = np.hypot(along * 2 / across, aside * 2 / down)
    away = np.abs(radius - 1) * np.sqrt(across * down) / 2
    return np.count_nonzero(away > (width * 0.6 + 0.3) * PX) / len(away)


def _filled(held: Bytes, room: int) -> float:
    """Return the part of the inside that is dark once narrow gaps are closed."""
    closed = cv2.morphologyEx(held, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return float(np.count_nonzero(closed)) / max(1, room)


def _strays(mask: NDArray[np.bool_]) -> tuple[tuple[float, float, float], ...]:
    """Return the pieces of ink in the ring and where each leaves it."""
    height, width = mask.shape
    count, names, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8))
    edge = round((MARGIN - RING + 0.3) * PX)
    found = []
    for number in range(1, count):
        size = int(stats[number, cv2.CC_STAT_AREA])
        if size < 0.06 * _MM2:
            continue
        left, top = stats[number, cv2.CC_STAT_LEFT], stats[number, cv2.CC_STAT_TOP]
        right = left + stats[number, cv2.CC_STAT_WIDTH]
        foot = top + stats[number, cv2.CC_STAT_HEIGHT]
        rows, columns = np.nonzero(names[top:foot, left:right] == number)
        rows, columns = rows + top, columns + left
        out = (rows < edge) | (rows >= height - edge) | (columns < edge) | (columns >= width - edge)
        dx = float(columns[out].mean() - width / 2) / PX if out.any() else 0.0
        dy = float(rows[out].mean() - height / 2) / PX if out.any() else 0.0
        found.append((size / _MM2, dx, dy))
    return tuple(found)
