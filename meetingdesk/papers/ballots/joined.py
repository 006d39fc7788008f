"""One stroke of the pen in two boxes of a column: a line drawn through both, or a long tail.

Each box by itself looks marked. Whether two choices were meant, or the tail of a tick ran into
the box above it, a person decides. Where white is seen between two bold strokes they are two,
and the tip of a tail that hardly enters the next box is taken out of it. Boxes of one row need no
such look: two marks there are a doubt already.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.drawn import drawn_in
from meetingdesk.papers.ballots.glyphs import see
from meetingdesk.papers.ballots.inks import remeasure
from meetingdesk.papers.ballots.judging import (
    FAINT,
    LIMITS,
    Judged,
    Verdict,
    Why,
    judge,
    plainly_empty,
)
from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.plain import Side, seen_plain
from meetingdesk.papers.ballots.reaches import solid
from meetingdesk.papers.ballots.shapes import look_closely
from meetingdesk.papers.ballots.showing import upright

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from meetingdesk.papers.ballots.drawn import Bytes, Mask
    from meetingdesk.papers.ballots.inks import Ink, Measured, Tones
    from meetingdesk.papers.ballots.layout import Box
    from meetingdesk.papers.ballots.locate import Place

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
#: a bold pen's stroke does not, and is so dark; white is seen in so many rows and more
_TOUCH, _BOLD, _SEAM = (1, 1), 0.45, 8
#: the tip of a stroke comes from so far beside the box, and ends so deep in it (mm)
_LEAVES, _TIP = 1.3, 2.0
#: it is straight: no wider than so many strokes, and that (mm); its owner has so much ink (mm²)
_STRAIGHT, _BOWED, _OWNER = 1.2, 0.3, 2.0
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
    side = Side(grey, place, paper)
    for upper, lower in _columns(box for box, _, _ in leaving.values()):
        pair = (upper.id, lower.id)
        if not any(verdicts[key].verdict is Verdict.MARK for key in pair):
            continue
        strip = _between(side, upper, lower, _DARK)
        if not _one_stroke(strip) or all(
            _whole_sign(*leaving[key][1:], verdicts[key]) for key in pair
        ):
            continue
        if all(_bold(verdicts[key]) for key in pair) and _white_between(
            _between(side, upper, lower, _BOLD)
        ):
            continue
        if not _without_tail(side, [leaving[key] for key in pair], verdicts):
            for key in pair:
                if verdicts[key].verdict is Verdict.MARK:
                    verdicts[key] = replace(verdicts[key], verdict=Verdict.DOUBT, why=Why.JOINED)


def _bold(judged: Judged) -> bool:
    return judged.ink is not None and solid(judged.ink)


def _without_tail(
    side: Side,
    pair: Sequence[tuple[Box, Measured, int]],
    verdicts: dict[str, Judged],
) -> bool:
    """Judge one of two boxes again without the tip of the other's stroke, if that is all it is.

    Changes the patch and the verdict of the box if it is plain then, and says so.
    """
    for (box, one, index), (owner, _, _), below in (
        (pair[0], pair[1], True),
        (pair[1], pair[0], False),
    ):
        ink = verdicts[box.id].ink
        whole = verdicts[owner.id]
        if whole.verdict is not Verdict.MARK or whole.ink is None or ink is None:
            continue
        if whole.ink.area < _OWNER or whole.ink.strong < whole.ink.around:
            continue
        tip = _tip(one, index, ink, below=below)
        if tip is None:
            continue
        before = one.dark[index].copy()
        one.dark[index][tip] = 0
        remeasure(one, index)
        judged = _judged_again(side, one, index)
        if judged.verdict is not Verdict.DOUBT:
            verdicts[box.id] = judged
            return True
        one.dark[index] = before
        remeasure(one, index)
    return False


def _judged_again(side: Side, one: Measured, index: int) -> Judged:
    if plainly_empty(one)[index]:
        # nor may a faint mark have lain beside the tip
        return FAINT if one.faint[index] >= LIMITS.empty_faint else Judged(Verdict.EMPTY, 0.0)
    judged = seen_plain(side, one, index, judge(look_closely(one, [index])[0]))
    ink = judged.ink
    if ink is not None and ink.slim < LIMITS.through_slim + ink.width:
        # a straight stroke beside the tip may be the same line, drawn on by a pen that skips
        return replace(judged, verdict=Verdict.DOUBT, why=Why.JOINED)
    return judged


def _tip(one: Measured, index: int, ink: Ink, *, below: bool) -> Mask | None:
    """Return where a stroke that comes from ``below`` (or above) ends just inside a box."""
    drawn = drawn_in(one, index, ink, None)
    if drawn is None:
        return None
    _, top, _, bottom = one.boxes.frame
    _, names = cv2.connectedComponents(drawn.bridged, connectivity=8)
    rows = np.arange(len(names))
    out = rows >= bottom + round(_LEAVES * PX) if below else rows < top - round(_LEAVES * PX)
    deep = rows < bottom - round(_TIP * PX) if below else rows >= top + round(_TIP * PX)
    shallow = set(np.unique(names)) - set(np.unique(names[deep])) - {0}
    if not shallow & set(np.unique(names[out])) or not shallow & set(np.unique(names[top:bottom])):
        return None
    # under the box's side it may be parted; an arc that dips into the box is no tip
    found = np.isin(names, list(shallow)).astype(np.uint8)
    points = cv2.findNonZero(found)
    if min(cv2.minAreaRect(points)[1]) / PX > _STRAIGHT * drawn.width + _BOWED:
        return None
    return np.asarray(cv2.dilate(found, np.ones((7, 7), np.uint8)) > 0)


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


def _between(side: Side, upper: Box, lower: Box, level: float) -> list[Bytes]:
    """Return the ink from inside the upper box into the lower one, 1, without the printed lines.

    It falls into the parts between those, from the top down. ``level`` is how dark ink is, as a
    share of the page's contrast.
    """
    top = upper.rect.y + upper.rect.h - _INTO
    rect = (
        upper.rect.x - _BESIDE,
        top,
        upper.rect.w + 2 * _BESIDE,
        lower.rect.y + _INTO - top,
    )
    grey, paper = upright(side.grey, side.place, rect, PX), side.paper
    dark = grey < math.ceil(paper.white - level * paper.contrast)
    edge, into, width = round(_BESIDE * PX), round(_INTO * PX), round(_BORDER * PX)
    for rows in (slice(0, into), slice(-into, None)):
        dark[rows, edge - width : edge + width] = False
        dark[rows, -edge - width : -edge + width] = False
    # the printed rule and borders lie across; without their lines the strokes alone are left
    bare = np.flatnonzero(dark.mean(axis=1) < _PRINTED)
    parts = np.split(bare, np.flatnonzero(np.diff(bare) > 1) + 1)
    return [dark[rows].astype(np.uint8) for rows in parts if len(rows)]


def _one_stroke(strip: Sequence[Bytes]) -> bool:
    """Say whether ink runs from inside the upper box into the lower one without a break."""
    strokes = np.concatenate(strip) if strip else np.zeros((0, 1), np.uint8)
    if len(strokes) < 2:
        return False
    return _runs(strokes, _SKIP, round(_BESIDE * PX) + round(_BORDER * PX))


def _white_between(strip: Sequence[Bytes]) -> bool:
    """Say whether white is plainly seen all across between the strokes of two boxes."""
    return any(len(part) >= _SEAM and not _runs(part, _TOUCH, 0) for part in strip[1:-1])


def _runs(strokes: Bytes, skip: tuple[int, int], edge: int) -> bool:
    """Say whether ink runs from top to bottom but for skips; the ends not within ``edge``."""
    closed = cv2.dilate(strokes, np.ones(skip, np.uint8))
    _, names = cv2.connectedComponents(closed)
    inside = names[:, edge : names.shape[1] - edge]
    return bool(set(inside[0].tolist()) & set(inside[-1].tolist()) - {0})
