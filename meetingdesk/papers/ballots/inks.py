"""Measuring what a box holds that the blank sheet does not: ink in mm², its reach and its shape.

Darkness runs from 0 (the paper beside the box) to 255 (the page's own black, taken from the
corner marks), so lamp, paper and exposure drop out. Numbers only; :mod:`.judging` judges them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import MARGIN, PX, REACH, RING, BoxSet, cut, profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import Layout
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]

#: darkness of sure ink and of a trace (SCANNING.md §5.4: 33 % and 14 %)
STRONG, WEAK = 84, 36
#: share of lone dark pixels about the boxes above which a page is peppered
_PEPPER = 0.0004
_MM2 = PX * PX


@dataclass(frozen=True)
class Tones:
    """A page's own tones: ``black`` of the corner marks, ``white`` about them (0–255)."""

    black: float
    white: float

    @property
    def contrast(self) -> float:
        """Grey levels between white and black."""
        return self.white - self.black


@dataclass(frozen=True)
class Ink:
    """What one box holds beyond the blank. Areas in mm², lengths in mm, darkness 0–1.

    ``strong``, ``weak`` ink inside; ``around``, ``around_weak`` outside within the ring;
    ``border`` how much of the printed box was found, the least of its four sides; ``moved`` mm
    from where the corner marks put it. Only of boxes looked at closely: ``area`` the ink inside
    darker than half its own darkness, ``extent`` its reach and ``slim`` the other side of the tightest rectangle about it, ``length`` and
    ``width`` of its strokes, ``covered`` the part of the inside that is dark, ``solid`` that of
    the ink's own hull, ``holes`` whites it encloses,
    ``tangle`` the share of scan lines that meet it three times or more, ``peak`` its darkness, ``exits`` the ink at
    the outer edge of the ring (left, top, right, bottom), ``strays`` the pieces in the ring:
    (area, dx, dy) with the direction from the box's middle to where the piece leaves the ring,
    (0, 0) if it does not.
    """

    strong: float
    weak: float
    around: float
    around_weak: float
    border: float
    moved: float
    area: float = 0.0
    extent: float = 0.0
    slim: float = 0.0
    length: float = 0.0
    width: float = 0.0
    covered: float = 0.0
    solid: float = 0.0
    holes: int = 0
    tangle: float = 0.0
    peak: float = 0.0
    exits: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    strays: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Measured:
    """The boxes of one size on a scanned side.

    ``dark`` (n × h × w) are their straightened patches as darkness; the arrays are the numbers
    of :class:`Ink` that every box has; ``trace`` the darkness from which ink is a trace.
    """

    boxes: BoxSet
    dark: Bytes
    strong: NDArray[np.float64]
    weak: NDArray[np.float64]
    around: NDArray[np.float64]
    around_weak: NDArray[np.float64]
    border: NDArray[np.float64]
    moved: NDArray[np.float64]
    trace: int


def tones(picture: Bytes, layout: Layout, place: Place) -> Tones:
    """Return the page's black and white from its corner marks and the paper round them."""
    blacks, whites = [], []
    height, width = picture.shape
    for anchor in layout.anchors:
        if anchor.page != place.page:
            continue
        r = anchor.rect
        points = place.pixels(
            [(x, y) for x in (r.x - 1, r.right + 1) for y in (r.y - 1, r.bottom + 1)]
        )
        left, top = np.floor(points.min(axis=0)).astype(int)
        right, bottom = np.ceil(points.max(axis=0)).astype(int)
        piece = picture[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
        if piece.size >= 64:
            dark, light = np.percentile(piece[::2, ::2], (20, 92))
            blacks.append(float(dark))
            whites.append(float(light))
    if not blacks:
        return Tones(0.0, 255.0)
    return Tones(float(np.median(blacks)), float(np.median(whites)))


def without_pepper(picture: Bytes, sets: Sequence[BoxSet], place: Place, page: Tones) -> Bytes:
    """Return the picture, smoothed by a median if lone dark pixels are strewn over it."""
    alone = seen = 0
    some = [box for boxes in sets for box in boxes.boxes]
    for box in some[:: max(1, len(some) // 10)]:
        r = box.rect
        ends = place.pixels([(r.x - 3, r.y - 3), (r.right + 3, r.bottom + 3)])
        (left, top), (right, bottom) = np.sort(ends, axis=0).astype(int)
        piece = picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if not piece.size:
            continue
        dark = (piece < page.white - 0.33 * page.contrast).astype(np.uint8)
        about = cv2.boxFilter(dark, -1, (3, 3), normalize=False)
        alone += int(np.count_nonzero((dark > 0) & (about <= 2)))
        seen += piece.size
    if alone <= _PEPPER * seen:
        return picture
    return np.asarray(cv2.medianBlur(picture, 3))


def measure(picture: Bytes, boxes: BoxSet, place: Place, page: Tones) -> Measured:
    """Cut, straighten and measure the boxes of a set."""
    width, height = boxes.size
    patches = np.empty((boxes.count, height, width), np.uint8)
    for index, box in enumerate(boxes.boxes):
        cut(picture, box.rect, boxes.size, place, patches[index])
    dark = _darkness(patches, page)
    shift_x, shift_y, border = _register(dark, boxes)
    straight = np.stack(
        [_moved(d, int(x), int(y)) for d, x, y in zip(dark, shift_x, shift_y, strict=True)]
    )
    free = boxes.inner | boxes.ring
    soft = cv2.blur(straight.reshape(-1, width), (3, 3)).reshape(straight.shape)
    trace = _trace_level(soft, free)
    strong, weak = straight > STRONG, soft > trace

    def area(what: NDArray[np.bool_], where: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.asarray(np.count_nonzero(what & where, axis=(1, 2)) / _MM2)

    return Measured(
        boxes,
        straight,
        area(strong, boxes.inner),
        area(weak, boxes.inner),
        area(strong, boxes.ring),
        area(weak, boxes.ring),
        border,
        np.hypot(shift_x, shift_y) / PX,
        trace,
    )


def remeasure(measured: Measured, index: int) -> None:
    """Measure one box again after its patch was mended."""
    dark = measured.dark[index]
    strong, weak = dark > STRONG, cv2.blur(dark, (3, 3)) > measured.trace
    inner, ring = measured.boxes.inner[index], measured.boxes.ring[index]
    for values, what, where in (
        (measured.strong, strong, inner),
        (measured.weak, weak, inner),
        (measured.around, strong, ring),
        (measured.around_weak, weak, ring),
    ):
        values[index] = np.count_nonzero(what & where) / _MM2


def _darkness(patches: Bytes, page: Tones) -> Bytes:
    """Return patches as darkness, each against the paper in it (its 80th percentile)."""
    few = patches[:, 1::4, 1::4].reshape(len(patches), -1)
    at = int(few.shape[1] * 0.8)
    white = np.partition(few, at, axis=1)[:, at].astype(np.float32)
    # a box that is black all over must not make its own white
    white = np.maximum(white, page.black + 0.5 * page.contrast)
    gain = 255 / np.maximum(white - page.black, 20)
    dark = np.empty_like(patches)
    levels = np.arange(256, dtype=np.float32)
    for index in range(len(patches)):
        table = np.clip((white[index] - levels) * gain[index], 0, 255).astype(np.uint8)
        cv2.LUT(patches[index], table, dst=dark[index])
    return dark


def _trace_level(soft: Bytes, free: NDArray[np.bool_]) -> int:
    """Return the darkness of a trace: 14 %, or above the noise of the paper about the boxes."""
    some = soft[:, ::4, ::4][free[:, ::4, ::4]]
    if not some.size:
        return WEAK
    middle, high = np.percentile(some, (50, 84))
    return int(max(WEAK, middle + 4 * (high - middle)))


def _register(
    dark: Bytes, boxes: BoxSet
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return each box's shift in pixels (x, y) and how much of its printed border is there."""
    across, down = profiles(dark, boxes.frame)
    x, seen_x = _best_shift(across, boxes.across)
    y, seen_y = _best_shift(down, boxes.down)
    return x, y, np.minimum(seen_x, seen_y)


def _best_shift(
    seen: NDArray[np.float32], printed: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the shift that lays the seen lines on the printed ones.

    With it the fainter line's share of its printed darkness.
    """
    reach = round(REACH * PX)
    count, length = seen.shape
    padded = np.pad(seen, ((0, 0), (reach, reach)))
    half = length // 2
    shifts = np.arange(-reach, reach + 1)
    sides = np.empty((len(shifts), 2, count))
    for index, shift in enumerate(shifts):
        met = padded[:, reach + shift : reach + shift + length] * printed
        sides[index, 0] = met[:, :half].sum(axis=1)
        sides[index, 1] = met[:, half:].sum(axis=1)
    square = printed.astype(np.float64) ** 2
    own = np.stack([square[:, :half].sum(axis=1), square[:, half:].sum(axis=1)])
    share = sides / np.maximum(own, 1e-6)
    # both lines count alike: a mark over one of them cannot outvote the other; a tie goes to
    # the smaller shift
    score = np.minimum(share, 1.0).sum(axis=1) - np.abs(shifts)[:, None] * 0.002
    best = score.argmax(axis=0)
    return best - reach, share[best, :, np.arange(count)].min(axis=1)


def _moved(patch: Bytes, x: int, y: int) -> Bytes:
    """Return a patch moved back by (x, y) pixels, paper where nothing is known."""
    if not x and not y:
        return patch
    height, width = patch.shape
    made = np.zeros_like(patch)
    made[max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)] = patch[
        max(0, y) : height - max(0, -y), max(0, x) : width - max(0, -x)
    ]
    return made


def ink(measured: Measured, index: int) -> Ink:
    """Return the numbers every box has."""
    return Ink(
        float(measured.strong[index]),
        float(measured.weak[index]),
        float(measured.around[index]),
        float(measured.around_weak[index]),
        float(measured.border[index]),
        float(measured.moved[index]),
    )


def look_closely(measured: Measured, index: int) -> Ink:
    """Return the numbers of one box with the shape of its ink."""
    boxes, base = measured.boxes, ink(measured, index)
    dark, inner, ring = measured.dark[index], boxes.inner[index], boxes.ring[index]
    inside = cv2.blur(dark, (3, 3))[inner]
    quarter = max(1, _MM2 // 4)
    peak = float(np.partition(inside, -quarter)[-quarter]) if inside.size > quarter else 0.0
    # half way up the ink's own darkness: pencil keeps its width, pepper stays out
    level = min(max(peak * 0.45, measured.trace), STRONG)
    mask = (dark > level) & (inner | ring)
    base = replace(base, peak=peak / 255, exits=_exits(mask), strays=_strays(mask & ring))
    held = _without_specks(mask & inner)
    points = cv2.findNonZero(held)
    if points is None:
        return base
    sides = [float(side) for side in cv2.minAreaRect(points)[1]]
    area = float(np.count_nonzero(held))
    width = _stroke_width(held)
    return replace(
        base,
        area=area / _MM2,
        extent=max(sides) / PX,
        slim=min(sides) / PX,
        width=width,
        length=area / _MM2 / width if width else 0.0,
        covered=area / max(1, int(inner.sum())),
        solid=area / max(1.0, cv2.contourArea(cv2.convexHull(points))),
        holes=_holes(held),
        tangle=_tangle(held, boxes),
    )


def _without_specks(mask: NDArray[np.bool_]) -> Bytes:
    """Return a mask without pieces under 0.06 mm²."""
    plain = mask.astype(np.uint8)
    count, names, stats, _ = cv2.connectedComponentsWithStats(plain, connectivity=8)
    if count > 1:
        small = stats[:, cv2.CC_STAT_AREA] < 0.06 * _MM2
        small[0] = True
        plain[small[names]] = 0
    return plain


def _stroke_width(held: Bytes) -> float:
    """Return the width of a stroke in mm: twice the depth along the middle of the ink."""
    framed = cv2.copyMakeBorder(held, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - 1e-6) & (depth > 0)
    return float(2 * depth[ridge].mean() - 0.5) / PX if ridge.any() else 0.0


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


def _tangle(held: Bytes, boxes: BoxSet) -> float:
    """Return the share of upright or level scan lines that meet ink at least three times.

    A tick, a cross, a circle and a stroke are met twice at most, whichever way one looks; what
    was struck out with some lines, or scribbled over, is met more often.
    """
    left, top, right, bottom = boxes.frame
    inside = cv2.morphologyEx(
        held[top:bottom, left:right], cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)
    ).astype(np.int8)
    down = np.count_nonzero(np.diff(inside, axis=0, prepend=0) == 1, axis=0)
    across = np.count_nonzero(np.diff(inside, axis=1, prepend=0) == 1, axis=1)
    return float(max(np.mean(down >= 3), np.mean(across >= 3)))


def _strays(mask: NDArray[np.bool_]) -> tuple[tuple[float, float, float], ...]:
    """Return the pieces of ink in the ring and where each leaves it."""
    height, width = mask.shape
    count, names, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    edge = round((MARGIN - RING + 0.3) * PX)
    found = []
    for number in range(1, count):
        size = int(stats[number, cv2.CC_STAT_AREA])
        if size < 0.06 * _MM2:
            continue
        rows, columns = np.nonzero(names == number)
        out = (rows < edge) | (rows >= height - edge) | (columns < edge) | (columns >= width - edge)
        dx = float(columns[out].mean() - width / 2) / PX if out.any() else 0.0
        dy = float(rows[out].mean() - height / 2) / PX if out.any() else 0.0
        found.append((size / _MM2, dx, dy))
    return tuple(found)
