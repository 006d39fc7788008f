"""One stroke of the pen in two boxes of a column: a line drawn through both, or a long tail.

Each box by itself looks marked. Whether two choices were meant, or the tail of a tick ran into
the box above it, a person decides. Boxes of one row need no such look: two marks there are a
doubt already.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.glyphs import see
from meetingdesk.papers.ballots.judging import Judged, Verdict, Why
from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.showing import upright

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Measured, Tones
    from meetingdesk.papers.ballots.layout import Box
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]

#: a stroke that leaves its box leaves at least this much ink beside it (mm²)
_LEAVING = 0.25
#: how far the stroke is followed beside the boxes, and into them (mm)
_BESIDE, _INTO = 1.5, 0.9
#: boxes further apart than this are not joined by a mark (mm)
_FURTHEST = 14.0
#: ink is darker than this share of the page's contrast
_DARK = 0.25
#: a ballpoint skips so far, down and across (pixels)
_SKIP = (7, 5)
#: a box's own sides stand no further off their place (mm)
_BORDER = 0.6
#: a printed rule or border covers so much of a scan line
_PRINTED = 0.45


def doubt_joined(
    grey: Bytes,
    place: Place,
    measured: Sequence[Measured],
    verdicts: dict[str, Judged],
    paper: Tones,
) -> None:
    """Doubt marked boxes that one stroke joins, but for two that bear a whole sign each."""
    leaving = {
        box.id: (box, one, index)
        for one in measured
        for index, box in enumerate(one.boxes.boxes)
        if verdicts[box.id].verdict is not Verdict.EMPTY and one.around_weak[index] >= _LEAVING
    }
    for upper, lower in _columns(box for box, _, _ in leaving.values()):
        pair = (upper.id, lower.id)
        if not any(verdicts[key].verdict is Verdict.MARK for key in pair):
            continue
        if _one_stroke(grey, place, upper, lower, paper) and not all(
            _whole_sign(*leaving[key][1:], verdicts[key]) for key in pair
        ):
            for key in pair:
                if verdicts[key].verdict is Verdict.MARK:
                    verdicts[key] = replace(verdicts[key], verdict=Verdict.DOUBT, why=Why.JOINED)


def _whole_sign(measured: Measured, index: int, judged: Judged) -> bool:
    """Say whether one √, × or ○ accounts for all ink in and about a box."""
    ink = judged.ink
    return ink is not None and ink.area > 0 and see(measured, index, ink).sure


def _columns(boxes: Iterable[Box]) -> Iterator[tuple[Box, Box]]:
    """Yield boxes one below the other, near enough for one stroke."""
    ordered = sorted(boxes, key=lambda box: (round(box.rect.x), box.rect.y))
    for upper, lower in pairwise(ordered):
        apart = lower.rect.y - upper.rect.y - upper.rect.h
        if abs(upper.rect.x - lower.rect.x) < 1.0 and 0.0 < apart < _FURTHEST:
            yield upper, lower


def _one_stroke(grey: Bytes, place: Place, upper: Box, lower: Box, paper: Tones) -> bool:
    """Say whether ink runs from inside the upper box into the lower one without a break."""
    top = upper.rect.y + upper.rect.h - _INTO
    rect = (
        upper.rect.x - _BESIDE,
        top,
        upper.rect.w + 2 * _BESIDE,
        lower.rect.y + _INTO - top,
    )
    dark = upright(grey, place, rect, PX) < paper.white - _DARK * paper.contrast
    edge, into, width = round(_BESIDE * PX), round(_INTO * PX), round(_BORDER * PX)
    for rows in (slice(0, into), slice(-into, None)):
        dark[rows, edge - width : edge + width] = False
        dark[rows, -edge - width : -edge + width] = False
    # the printed rule and borders lie across; without their lines the strokes alone are left
    strokes = dark[dark.mean(axis=1) < _PRINTED]
    if len(strokes) < 2:
        return False
    closed = cv2.dilate(strokes.astype(np.uint8), np.ones(_SKIP, np.uint8))
    _, labels = cv2.connectedComponents(closed)
    inside = labels[:, edge + width : -edge - width]
    return bool(set(np.unique(inside[0])) & set(np.unique(inside[-1])) - {0})
