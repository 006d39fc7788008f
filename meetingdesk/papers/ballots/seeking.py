"""Boxes that lie off their place: a feeder that slipped, paper that was creased or did not lie flat.

The corner marks say where a box should be; its printed border says where it is. A border that is
not there is looked for further off, and what is found counts only if the boxes about it moved
alike: paper gives way little by little, and a box must never be taken for its neighbour.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from meetingdesk.papers.ballots.patches import PX

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.locate import Place
    from meetingdesk.papers.ballots.patches import BoxSet

    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Look = Callable[[BoxSet, Place], tuple[Bytes, Ints, Ints, Floats]]

#: a border this dark is one (of the printed darkness); found off its place it must be darker
SEEN, _FOUND = 0.14, 0.30
#: where it is looked for, mm off its place across and down: a feeder slips the way it feeds
_ACROSS, _DOWN = (0.0, -1.5, 1.5), (0.0, -1.8, 1.8)
#: how differently two boxes this near (mm) may have moved, mm
_NEAR, _APART = 17.0, 1.6


def seek(
    look: Look, boxes: BoxSet, place: Place, dark: Bytes, shifts: tuple[Ints, Ints, Floats]
) -> None:
    """Look further off for the borders not seen; ``dark`` and ``shifts`` are mended in place.

    ``look`` cuts the patches of boxes and registers them; ``shifts`` are what it gave: the shift
    across and down in pixels, and how much of the border was seen.
    """
    across, down, border = shifts
    lost = np.flatnonzero(border < SEEN)
    if not len(lost) or place.weak:
        return
    part = replace(
        boxes,
        boxes=tuple(boxes.boxes[k] for k in lost),
        blank=boxes.blank[lost],
        across=boxes.across[lost],
        down=boxes.down[lost],
    )
    moved = np.stack([across, down], axis=1) / PX
    best, patches = border[lost].copy(), dark[lost].copy()
    x_there, y_there = across[lost].copy(), down[lost].copy()
    for dx in _ACROSS:
        for dy in _DOWN:
            if not dx and not dy:
                continue
            there = np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1.0]])
            seen, x, y, shown = look(part, replace(place, matrix=place.matrix @ there))
            for at in np.flatnonzero((shown > best) & (shown >= _FOUND)):
                best[at], patches[at] = shown[at], seen[at]
                x_there[at], y_there[at] = x[at], y[at]
                moved[lost[at]] = dx + x[at] / PX, dy + y[at] / PX
    found = best >= _FOUND
    held = border.copy()
    held[lost] = np.where(found, best, border[lost])
    if found.any() and _alike(boxes, moved, held):
        dark[lost[found]] = patches[found]
        across[lost[found]], down[lost[found]] = x_there[found], y_there[found]
        border[:] = held


def _alike(boxes: BoxSet, moved: Floats, border: Floats) -> bool:
    """Say whether every box was found and none moved much otherwise than those about it."""
    if border.min() < SEEN:
        return False
    middles = np.array([box.rect.centre for box in boxes.boxes])
    for at, middle in enumerate(middles):
        near = np.linalg.norm(middles - middle, axis=1) < _NEAR
        if np.linalg.norm(moved[near] - moved[at], axis=1).max() > _APART:
            return False
    return True
