"""A mark struck out: a stroke straight across the box and beyond both its sides, over other ink.

A tick, a ring and a cross reach over a box's edge too, but none of their strokes runs level or
upright from one side to the other. A bare stroke does, and is a mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import STRONG
from meetingdesk.papers.ballots.patches import PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Ink, Measured

    Bytes = NDArray[np.uint8]

#: a stroke that strikes out reaches so far beyond both sides of the box (mm)
_BEYOND = 1.1
#: pixels of that which must be ink
_SEEN = 3
#: how steep it may be, and how much of its way must be ink
_SLOPES = np.arange(-0.3, 0.31, 0.05)
_INKED = 0.96
#: so far from the box's other sides it is not told from their print (mm)
_OFF = 0.6
#: ink beside the stroke: so much wider than one stroke is the whole (mm)
_OTHER = 0.6
#: less ink than this outside the box (mm²) is no stroke through it
_OUTSIDE = 0.5


def struck_out(measured: Measured, index: int, ink: Ink) -> bool:
    """Say whether a stroke runs level right through a box with other ink, and beyond it.

    Upright ones are left aside: a tall √ runs so.
    """
    if ink.around_weak < _OUTSIDE or ink.slim - ink.width < _OTHER:
        return False
    dark, free = measured.dark[index], measured.boxes.free[index]
    level = min(max(ink.peak * 255 * 0.45, measured.trace), STRONG)
    left, top, right, bottom = measured.boxes.frame
    reach, off = round(_BEYOND * PX), round(_OFF * PX)
    for at in (left - reach, right + reach - _SEEN):
        side = np.s_[top:bottom, at : at + _SEEN]
        if not ((dark[side] > level) & free[side]).any():
            return False
    columns, ends = np.arange(left - reach, right + reach), np.r_[0:_SEEN, -_SEEN:0]
    # under the box's own sides nobody sees whether a stroke goes on
    hidden = ~free[:, columns]
    hidden[:, ends] = False
    seen = cv2.dilate(((dark > level) & free).astype(np.uint8), np.ones((3, 1), np.uint8)) > 0
    held = seen[:, columns] | hidden
    rows = np.arange(top + off, bottom - off)
    for slope in _SLOPES:
        way = rows[:, None] + np.rint(slope * (columns - (left + right) / 2)).astype(int)
        inner = (way >= top + off) & (way < bottom - off)
        inked = held[way.clip(top, bottom), np.arange(len(columns))] & inner
        through = (inked.mean(axis=1) >= _INKED) & inked[:, ends].all(axis=1)
        if bool(through.any()):
            return True
    return False
