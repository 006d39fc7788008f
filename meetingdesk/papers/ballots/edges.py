"""A stroke drawn along a box's printed side, where print hides most of it.

In a list of which several may be chosen nothing else tells of such a mark. It makes one box's
sides thicker than those of its neighbours, and shows a little beside them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import STRONG
from meetingdesk.papers.ballots.judging import Judged, Verdict, Why
from meetingdesk.papers.ballots.lines import Line, crosses
from meetingdesk.papers.ballots.patches import PX, BoxSet
from meetingdesk.papers.ballots.shapes import look_closely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Measured

#: how far outside the box its sides may spread (mm)
_SPREAD = 1.0
#: so much more ink along its sides than its neighbours have (mm²), some beside, and no more: of
#: that a neighbour's tail has more
_MORE, _BESIDE, _TAIL = 0.35, 0.1, 0.8
#: fewer boxes do not tell how thick the sides are
_FEWEST = 4


def doubt_edges(
    several: frozenset[str],
    measured: Sequence[Measured],
    lines: Sequence[Line],
    verdicts: dict[str, Judged],
) -> None:
    """Doubt empty boxes of the lists ``several`` whose sides are thicker than the others'."""
    for one in measured:
        boxes = one.boxes
        if boxes.count < _FEWEST or not any(box.group in several for box in boxes.boxes):
            continue
        ink = np.count_nonzero((one.dark > STRONG) & _sides(boxes), axis=(1, 2)) / PX**2
        more = ink - np.median(ink) >= _MORE
        more &= (one.around_weak >= _BESIDE) & (one.around_weak < _TAIL)
        for index in np.flatnonzero(more).tolist():
            box = boxes.boxes[index]
            if box.group not in several or verdicts[box.id].verdict is not Verdict.EMPTY:
                continue
            if not any(crosses(line, one, index) for line in lines):
                (seen,) = look_closely(one, [index])
                verdicts[box.id] = Judged(Verdict.DOUBT, 0.2, Why.OUTSIDE, seen)


@lru_cache(maxsize=64)
def _sides(boxes: BoxSet) -> NDArray[np.bool_]:
    """Return where ink may thicken the printed sides of boxes: next to them, not on them."""
    print_ = boxes.blank > 40
    left, top, right, bottom = boxes.frame
    near, reach = np.zeros(boxes.blank.shape, bool), round(_SPREAD * PX)
    near[:, top - reach : bottom + reach, left - reach : right + reach] = True
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    on = np.stack([cv2.dilate(one.astype(np.uint8), disc) > 0 for one in print_])
    return np.asarray(near & ~on & ~boxes.free)
