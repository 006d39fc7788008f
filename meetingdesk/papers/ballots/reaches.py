"""Where a straight stroke through a box ends: near it, as a voter's does, or far away.

Folds, streaks of the glass and lines drawn down a column or across a row run on over the sheet.
A bold stroke, or the long arm of a √, crosses the box's sides too, but both its ends are seen
near the box. So it is followed along its way out on both sides, over printed lines it crosses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.showing import upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Ink, Tones
    from meetingdesk.papers.ballots.layout import Rect
    from meetingdesk.papers.ballots.locate import Place

    Floats = NDArray[np.float64]

#: a stroke is followed so far beyond the box, in steps (mm)
_FAR, _STEP = 11.0, 0.125
#: the box's own sides lie within this of its edge (mm)
_SIDES = 0.7
#: ink is darker than the paper by this share of the contrast, and so much darker than both sides
_DARK = 0.33
#: a stroke's ink lies this near its way, it bends to the side by so much a step, the paper is
#: looked at so far beside it (mm)
_NEAR, _BEND, _BESIDE = 0.25, 0.06, 1.25
#: so much white ends a stroke (mm): a ballpoint skips, a pen as dark as this does not
_WHITE, _SKIPPED, _SOLID = 0.45, 0.9, 0.75
#: a stroke reaches no further beyond the box on one side, is no longer in all, and so much of it
#: lies in the box
_BEYOND, _LONG, _INSIDE = 3.4, 17.0, 0.42


def solid(ink: Ink) -> bool:
    """Say whether strokes are so dark that they have no gaps of their own."""
    return ink.peak >= _SOLID


def ends_near(grey: NDArray[np.uint8], place: Place, rect: Rect, paper: Tones, ink: Ink) -> bool:
    """Say whether the one straight stroke in a box ends near it on both sides."""
    room = (rect.x - _FAR, rect.y - _FAR, rect.w + 2 * _FAR, rect.h + 2 * _FAR)
    dark = (paper.white - upright(grey, place, room, PX).astype(np.float64)) / paper.contrast
    start, end = round((_FAR + _SIDES) * PX), round((_FAR + rect.h - _SIDES) * PX)
    right = round((_FAR + rect.w - _SIDES) * PX)
    rows, columns = np.nonzero(dark[start:end, start:right] > _DARK)
    if len(rows) < PX * PX:
        return False
    points = np.column_stack([columns, rows]) / PX + (_FAR + _SIDES)
    middle = points.mean(axis=0)
    way = np.linalg.eigh(np.cov((points - middle).T))[1][:, 1]
    along = (points - middle) @ way
    white = _WHITE if solid(ink) else _SKIPPED
    reach = [
        _followed(dark, middle, turn * way, float((turn * along).max()), white) for turn in (1, -1)
    ]
    if None in reach:
        return False
    ends = [middle + way * reach[0], middle - way * reach[1]]
    low, high = np.full(2, _FAR), _FAR + np.array([rect.w, rect.h])
    beyond = [float(np.maximum(low - end, end - high).max()) for end in ends]
    length = float(sum(r for r in reach if r is not None))
    outside = sum(_outside(middle, end, low, high) for end in ends)
    return min(beyond) <= _BEYOND and length <= _LONG and 1 - outside / length >= _INSIDE


def _outside(middle: Floats, end: Floats, low: Floats, high: Floats) -> float:
    """Return how much of the way from the middle of a stroke in a box to its end is outside."""
    way = end - middle
    length = float(np.linalg.norm(way))
    with np.errstate(divide="ignore"):
        shares = np.where(way > 0, (high - middle) / way, (low - middle) / way)
    return length * max(0.0, 1 - float(np.where(way == 0, np.inf, shares).min()))


def _followed(
    dark: Floats, middle: Floats, way: Floats, start: float, white: float
) -> float | None:
    """Return how far from ``middle`` a stroke ends, ``None`` if no end is seen.

    ``start`` is how far it was seen within the box, so much ``white`` ends it.
    """
    side = np.array([-way[1], way[0]])
    across = np.arange(-_NEAR, _NEAR + 0.01, _STEP / 2)
    bend, last, at = 0.0, start, start
    while at < start + _FAR:
        at += _STEP
        on = middle + way * at + side * bend
        held = _seen(dark, on + across[:, None] * side)
        beside = _seen(dark, on + np.array([[-_BESIDE], [_BESIDE]]) * side)
        if held is None or beside is None:
            return None
        if beside.min() > _DARK:
            # a printed line across hides whether the stroke goes on
            last = max(last, at) if last >= at - _STEP * 1.5 else last
            continue
        if held.max() - beside.min() > _DARK:
            last = at
            bend += float(np.clip(across[held > 0.7 * held.max()].mean(), -_BEND, _BEND))
        elif at - last >= white:
            return last
    return None


def _seen(dark: Floats, points: Floats) -> Floats | None:
    """Return the darkness at points in mm, ``None`` off the picture."""
    columns, rows = np.rint(points * PX - 0.5).astype(int).T
    if min(columns.min(), rows.min()) < 0:
        return None
    if columns.max() >= dark.shape[1] or rows.max() >= dark.shape[0]:
        return None
    found: Floats = dark[rows, columns]
    return found
