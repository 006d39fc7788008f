"""Measuring what a box holds that the blank sheet does not: ink in mm², its reach and its shape.

Darkness runs from 0 (the paper beside the box) to 255 (the page's own black, taken from the
corner marks), so lamp, paper and exposure drop out. Numbers only; :mod:`.judging` judges them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import (
    PX,
    REACH,
    BoxSet,
    cut,
    packed,
    profiles,
    side_by_side,
)
from meetingdesk.papers.ballots.seeking import SEEN, seek

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import Layout
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]
    Bits = NDArray[np.uint64]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

#: darkness of sure ink and of a trace (SCANNING.md §5.4: 33 % and 14 %)
STRONG, WEAK = 84, 36
#: share of lone dark pixels about the boxes above which a page is peppered
_PEPPER = 0.0004
_MM2 = PX * PX
_LEVELS = np.arange(256, dtype=np.float32)
#: how far a box is looked for about its place, in pixels
_FAR = round(REACH * PX)
_SHIFTS = np.arange(-_FAR, _FAR + 1)


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
    ``width`` of its strokes, ``covered`` the part of the inside that is dark,
    ``holes`` whites it encloses,
    ``tangle`` the share of scan lines that meet it three times or more,
    ``beside`` the share of it that two straight strokes leave over, ``parallel`` whether those
    run side by side, and ``off_ring`` that off one
    ellipse (of long ink only), ``filled`` the part of the inside that is dark once gaps of a
    stroke's width are closed, ``peak`` its darkness, ``exits`` the ink at
    the outer edge of the ring (left, top, right, bottom), ``strays`` the pieces in the ring:
    (area, dx, dy) with the direction from the box's middle to where the piece leaves the ring,
    (0, 0) if it does not; ``struck`` whether a stroke runs through the box over other ink.
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
    holes: int = 0
    tangle: float = 0.0
    beside: float = 0.0
    off_ring: float = 0.0
    filled: float = 0.0
    peak: float = 0.0
    parallel: bool = False
    exits: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    strays: tuple[tuple[float, float, float], ...] = ()
    struck: bool = False


@dataclass(frozen=True, eq=False)
class Measured:
    """The boxes of one size on a scanned side.

    ``dark`` (n × h × w) are their straightened patches as darkness; the arrays are the numbers
    of :class:`Ink` that every box has; ``faint`` the area inside that is darker than the paper by
    any measure; ``trace`` the darkness from which ink is a trace, ``hint`` that of the faintest.
    """

    boxes: BoxSet
    dark: Bytes
    strong: NDArray[np.float64]
    weak: NDArray[np.float64]
    around: NDArray[np.float64]
    around_weak: NDArray[np.float64]
    border: NDArray[np.float64]
    moved: NDArray[np.float64]
    faint: NDArray[np.float64]
    trace: int
    hint: float


def tones(picture: Bytes, layout: Layout, place: Place) -> Tones:
    """Return the page's black and white from its corner marks and the paper round them."""
    blacks, whites = [], []
    rects = [anchor.rect for anchor in layout.anchors if anchor.page == place.page]
    corners = [
        (x, y) for r in rects for x in (r.x - 1, r.right + 1) for y in (r.y - 1, r.bottom + 1)
    ]
    points = place.pixels(corners).reshape(-1, 4, 2)
    starts = np.maximum(np.floor(points.min(axis=1)).astype(int), 0).tolist()
    ends = np.maximum(np.ceil(points.max(axis=1)).astype(int), 0).tolist()
    for (left, top), (right, bottom) in zip(starts, ends, strict=True):
        piece = picture[top:bottom, left:right]
        if piece.size >= 64:
            some = piece[::2, ::2].ravel()
            upto = np.bincount(some, minlength=256).cumsum()
            blacks.append(float(np.searchsorted(upto, int(some.size * 0.2), "right")))
            whites.append(float(np.searchsorted(upto, int(some.size * 0.92), "right")))
    if not blacks:
        return Tones(0.0, 255.0)
    return Tones(median(blacks), median(whites))


def without_pepper(picture: Bytes, sets: Sequence[BoxSet], place: Place, page: Tones) -> Bytes:
    """Return the picture, smoothed by a median if lone dark pixels are strewn over it."""
    alone = seen = 0
    some = [box.rect for boxes in sets for box in boxes.boxes]
    some = some[:: max(1, len(some) // 4)]
    corners = [(r.x - 3, r.y - 3, r.right + 3, r.bottom + 3) for r in some]
    ends = place.pixels(np.array(corners).reshape(-1, 2)).reshape(-1, 2, 2)
    level = int(np.ceil(page.white - 0.33 * page.contrast))
    for (left, top), (right, bottom) in np.maximum(np.sort(ends, axis=1).astype(int), 0).tolist():
        piece = picture[top:bottom, left:right]
        if not piece.size:
            continue
        dark = (piece < level).view(np.uint8)
        about = cv2.boxFilter(dark, -1, (3, 3), normalize=False)
        alone += cv2.countNonZero(dark & (about <= 2))
        seen += piece.size
    if alone <= _PEPPER * seen:
        return picture
    return np.asarray(cv2.medianBlur(picture, 3))


def measure(
    picture: Bytes, boxes: BoxSet, place: Place, page: Tones, *, faintly: bool = True
) -> Measured:
    """Cut, straighten and measure the boxes of a set; look for the faintest ink if asked."""

    def look(some: BoxSet, where: Place) -> tuple[Bytes, Ints, Ints, Floats]:
        seen = _darkness(cut(picture, some, where), page)
        return seen, *_register(seen, some)

    dark, shift_x, shift_y, border = look(boxes, place)
    if border.min() < SEEN:
        seek(look, boxes, place, dark, (shift_x, shift_y, border))
    straight = dark
    for at in np.flatnonzero(shift_x | shift_y).tolist():
        straight[at] = _moved(dark[at], int(shift_x[at]), int(shift_y[at]))
    # the noise is that of the paper round the boxes: pencil filled into many is no noise
    bare = boxes.ring
    beside = side_by_side(straight)
    soft = _blurred(beside, straight.shape, 3)
    trace, hint = _trace_level(soft, bare), 255.0
    strong, weak = packed(straight > STRONG), packed(soft > trace)

    def area(what: Bits, where: Bits) -> NDArray[np.float64]:
        return np.asarray(np.bitwise_count(what & where).sum(axis=1, dtype=np.int64) / _MM2)

    faint = np.zeros(boxes.count)
    if faintly:
        # a pencil's faintest line, averaged over 0.6 mm, outlasts the paper's grain
        calm = _blurred(beside, straight.shape, 5)
        hint = _hint_level(calm, bare)
        # whole numbers are laid beside a whole one: many times as quick
        faint = area(packed(calm > math.floor(hint)), boxes.inner_bits)
    return Measured(
        boxes,
        straight,
        area(strong, boxes.inner_bits),
        area(weak, boxes.inner_bits),
        area(strong, boxes.ring_bits),
        area(weak, boxes.ring_bits),
        border,
        np.hypot(shift_x, shift_y) / PX,
        faint,
        trace,
        hint,
    )


def _blurred(beside: Bytes, shape: tuple[int, ...], size: int) -> Bytes:
    """Return patches that lie side by side averaged over ``size`` pixels, as n × h × w.

    What lies at a patch's own edges is spoilt by the next one's; no ink counts there.
    """
    soft = cv2.blur(beside, (size, size)).reshape(shape[1], shape[0], shape[2])
    return np.asarray(soft.transpose(1, 0, 2))


def _hint_level(calm: Bytes, free: NDArray[np.bool_]) -> float:
    """Return from what darkness, averaged, paper is darker than paper is on this page."""
    some = calm[:, ::5, ::5][free[:, ::5, ::5]]
    some = np.sort(some[some < 60])
    if not len(some):
        return 13.0
    # grain alone: a streak down the page beside many boxes darkens the darkest twentieth only
    usual = min(float(some[int(len(some) * 0.95)]), 2.2 * float(some[int(len(some) * 0.8)]) + 2)
    return max(13.0, 1.5 * usual)


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
        (measured.faint, cv2.blur(dark, (5, 5)) > measured.hint, inner),
    ):
        values[index] = np.count_nonzero(what & where) / _MM2


def _darkness(patches: Bytes, page: Tones) -> Bytes:
    """Return patches as darkness, each against the paper in it (its 80th percentile)."""
    few = patches[:, 1::4, 1::4].reshape(len(patches), -1)
    white = ranked(few, int(few.shape[1] * 0.8)).astype(np.float32)
    # a box that is black all over must not make its own white
    white = np.maximum(white, page.black + 0.5 * page.contrast)
    gain = 255 / np.maximum(white - page.black, 20)
    tables = np.clip((white[:, None] - _LEVELS) * gain[:, None], 0, 255).astype(np.uint8)
    dark = np.empty_like(patches)
    for patch, table, made in zip(patches, tables, dark, strict=True):
        cv2.LUT(patch, table, dst=made)
    return dark


def ranked(rows: Bytes, at: int) -> Bytes:
    """Return the value with ``at`` smaller or equal ones before it in each row."""
    # bytes are sorted by counting if the order of equals is to be kept: quicker than to part them
    return np.sort(rows, axis=1, kind="stable")[:, at]


def _trace_level(soft: Bytes, free: NDArray[np.bool_]) -> int:
    """Return the darkness of a trace: 14 %, or above the noise of the paper about the boxes."""
    some = soft[:, ::5, ::5][free[:, ::5, ::5]]
    if not some.size:
        return WEAK
    ordered = np.sort(some, kind="stable")
    usual, high = int(ordered[int(some.size * 0.5)]), int(ordered[int(some.size * 0.84)])
    return max(WEAK, usual + 4 * (high - usual))


def _register(
    dark: Bytes, boxes: BoxSet
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return each box's shift in pixels (x, y) and how much of its printed border is there."""
    across, down = profiles(dark, boxes.frame)
    x, seen_x = _best_shift(across, boxes.across, boxes.across_own)
    y, seen_y = _best_shift(down, boxes.down, boxes.down_own)
    return x, y, np.minimum(seen_x, seen_y)


def _best_shift(
    seen: NDArray[np.float32], printed: NDArray[np.float32], own: Floats
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the shift that lays the seen lines on the printed ones.

    With it the fainter line's share of its printed darkness; ``own`` is what the printed lines
    have in common with themselves.
    """
    count, length = seen.shape
    padded = np.zeros((count, length + 2 * _FAR), np.float32)
    padded[:, _FAR:-_FAR] = seen
    half, step = length // 2, padded.itemsize
    windows = np.ndarray(
        (count, len(_SHIFTS), length), np.float32, padded, 0, (padded.strides[0], step, step)
    )
    share = np.empty((len(_SHIFTS), 2, count))
    share[:, 0] = np.einsum("nsl,nl->sn", windows[:, :, :half], printed[:, :half])
    share[:, 1] = np.einsum("nsl,nl->sn", windows[:, :, half:], printed[:, half:])
    share /= own
    # both lines count alike: a mark over one of them cannot outvote the other; a tie goes to
    # the smaller shift
    score = np.minimum(share, 1.0).sum(axis=1) - np.abs(_SHIFTS)[:, None] * 0.002
    best = score.argmax(axis=0)
    return best - _FAR, share[best, :, np.arange(count)].min(axis=1)


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


def plain_numbers(
    measured: Measured, index: int
) -> tuple[float, float, float, float, float, float]:
    """Return the numbers of :class:`Ink` that every box has, in their order there."""
    return (
        float(measured.strong[index]),
        float(measured.weak[index]),
        float(measured.around[index]),
        float(measured.around_weak[index]),
        float(measured.border[index]),
        float(measured.moved[index]),
    )
