"""Doubtful marks that are a plain √, × or ○ all the same, looked at whole, over the box's edge.

A tick set low, a ring drawn large, a tick whose short arm lies outside the box look odd to who
looks inside the box alone. Where one sign accounts for all ink in and about the box, and a good
part of it is inside, it is a mark: so is a ring whose ends overlap, and a bold stroke through the
box whose ends are both seen near it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.crosses import cross_of
from meetingdesk.papers.ballots.drawn import drawn_in, points_of
from meetingdesk.papers.ballots.glyphs import SHAPES, Glyph, see
from meetingdesk.papers.ballots.judging import LIMITS, Judged, Limits, Verdict, Why
from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.reaches import ends_near
from meetingdesk.papers.ballots.rings import hole_of
from meetingdesk.papers.ballots.turns import turn_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.papers.ballots.crosses import CrossFit
    from meetingdesk.papers.ballots.drawn import Bytes, Floats, Mask
    from meetingdesk.papers.ballots.inks import Ink, Measured, Tones
    from meetingdesk.papers.ballots.layout import Box
    from meetingdesk.papers.ballots.locate import Place

#: a tick's corner is round as often as sharp; the box's edge cuts a ring along it into eight
_SHAPES = replace(SHAPES, tick_over=1.3, tick_arm=0.8, tick_beside=0.05, ring_inside=0.14, pieces=9)
_TICK_BOW = 0.2
#: strokes that ran together leave ink beside those of a √
_TICK_CLEAR = 0.02
#: the part of the ink that lies inside the box; a ring drawn along the box's edge has less
_INSIDE, _RING_INSIDE = 0.33, 0.2
#: strokes this wide (mm) run together: what was struck out may look like one sign
_THICK = 1.1
#: strokes more tangled, longer in all (mm) or enclosing more whites are no plain sign, which is
#: known without the closer look
_TANGLE, _LENGTH, _HOLES = 0.15, 24.0, 1
#: a tick is where its corner is: in the box, or so far beside it (mm); so far if begun in the box
_CORNER, _LOW = 1.7, 2.4
#: the middle of a sign that reaches far over the box lies this far inside the box's sides (mm)
_MIDDLE = 0.5
#: strokes that are no pen's are fainter (darkness 0–1)
_DARK = 0.45
#: strokes gone over twice lie nearer than so many pixels to each other, and are as wide as so many
_SQUINT, _TWICE = 9, 3.2
#: doubts that a closer look may settle
_OPEN = (Why.OUTSIDE, Why.SHORT, Why.SCRIBBLE, Why.THROUGH)


@dataclass(frozen=True, eq=False)
class Side:
    """A scanned side: its picture, where the sheet lies on it, and its tones."""

    grey: Bytes
    place: Place
    paper: Tones


def accept_plain(
    side: Side,
    measured: Sequence[Measured],
    own: Mapping[str, Judged],
    verdicts: dict[str, Judged],
    wiped: Mapping[str, Mask],
) -> None:
    """Take doubtful boxes that bear one plain sign for marked.

    ``own`` are the verdicts before the boxes were judged beside each other, ``wiped`` is where
    streaks were taken out.
    """
    for one in measured:
        for index, box in enumerate(one.boxes.boxes):
            judged = verdicts[box.id]
            # unlike the others on its page, it is no plain sign unless the pen just ran thick
            unlike = judged.why is Why.SCRIBBLE and own[box.id].why is not Why.SCRIBBLE
            if not unlike:
                verdicts[box.id] = seen_plain(side, one, index, judged, wiped.get(box.id))
            elif judged.ink and _bold_tick(one, index, judged.ink, wiped.get(box.id)):
                verdicts[box.id] = Judged(Verdict.MARK, max(judged.mark, 0.5), ink=judged.ink)


def seen_plain(
    side: Side, one: Measured, index: int, judged: Judged, wiped: Mask | None = None
) -> Judged:
    """Return a box's verdict: a mark if it is doubtful, but bears one plain sign."""
    ink = judged.ink
    if ink is None or ink.struck or judged.verdict is not Verdict.DOUBT:
        return judged
    if judged.why not in _OPEN or (judged.why is Why.SCRIBBLE and ink.width >= _THICK):
        return judged
    if (
        _one_sign(one, index, ink, wiped)
        or _ring(one, index, ink, wiped)
        or (judged.why is Why.THROUGH and _stroke(side, one.boxes.boxes[index], ink))
        or (judged.why is Why.SCRIBBLE and gone_over(one, index, ink, wiped))
    ):
        return Judged(Verdict.MARK, max(judged.mark, 0.5), ink=ink)
    return judged


def _one_sign(one: Measured, index: int, ink: Ink, wiped: Mask | None) -> bool:
    """Say whether one √, × or ○ accounts for all ink, and lies mostly in its box."""
    if ink.tangle > _TANGLE or ink.length > _LENGTH or ink.holes > _HOLES:
        return False
    inside = _inside(ink)
    if inside < _RING_INSIDE:
        return False
    seen = see(one, index, ink, wiped, _SHAPES)
    if not seen.sure and inside >= _INSIDE:
        # a ring that goes on beyond the box's line
        near = see(one, index, ink, wiped, _SHAPES, closely=True)
        return near.sure and near.glyph is Glyph.RING
    if not seen.sure or seen.cross is None:
        return seen.sure
    if seen.glyph is Glyph.TICK:
        return seen.cross.bow <= _TICK_BOW and (
            inside >= _INSIDE or _stands_at(one, index, ink, wiped, seen.cross)
        )
    return inside >= _INSIDE or seen.glyph is Glyph.RING


def _bold_tick(one: Measured, index: int, ink: Ink, wiped: Mask | None) -> bool:
    """Say whether thick ink is nothing but the two strokes of a √ in its box."""
    if ink.width >= _THICK or ink.struck or _inside(ink) < _INSIDE:
        return False
    seen = see(one, index, ink, wiped, _SHAPES)
    cross = seen.cross
    return (
        seen.sure
        and seen.glyph is Glyph.TICK
        and cross is not None
        and cross.beside <= _TICK_CLEAR
        and cross.bow <= _TICK_BOW
    )


def _stands_at(one: Measured, index: int, ink: Ink, wiped: Mask | None, fit: CrossFit) -> bool:
    """Say whether a √ drawn low or wide is this box's: its corner is at it, its middle in it.

    Its corner may lie lower if it was begun in the box.
    """
    drawn = drawn_in(one, index, ink, wiped)
    if drawn is None:
        return False
    # the lines of a round corner's arms meet a little beyond it
    nearest = drawn.points[np.square(drawn.points - fit.meet).sum(axis=1).argmin()]
    begun = _within(one, index, _begin(fit), 0)
    if not _within(one, index, nearest, (_LOW if begun else _CORNER) + drawn.width / 2):
        return False
    middle = (drawn.points.min(axis=0) + drawn.points.max(axis=0)) / 2
    return _within(one, index, middle, -_MIDDLE)


def _begin(fit: CrossFit) -> Floats:
    """Return the end of the shorter arm of a √."""
    strokes = ((fit.ways[0], *fit.arms[:2]), (fit.ways[1], *fit.arms[2:]))
    way, back, on = min(strokes, key=lambda stroke: max(stroke[1:]))
    return fit.meet + np.array(way) * (on if on > back else -back)


def _ring(one: Measured, index: int, ink: Ink, wiped: Mask | None) -> bool:
    """Say whether the pen went once round a middle that lies in the box, and no more."""
    if ink.width >= _THICK or ink.peak < _DARK:
        return False
    drawn = drawn_in(one, index, ink, wiped)
    if drawn is None or drawn.fainter > _SHAPES.fainter or drawn.wiped.any():
        return False
    turn = turn_of(drawn)
    rect = one.boxes.boxes[index].rect
    most = _SHAPES.ring_most * max(rect.w, rect.h) / 2
    return (
        turn is not None
        and turn.half <= most
        and _within(one, index, np.array([turn.x, turn.y]), -_MIDDLE)
    )


def _stroke(side: Side, box: Box, ink: Ink, limits: Limits = LIMITS) -> bool:
    """Say whether a pen's straight stroke through the box ends near it on both sides."""
    if ink.peak < _DARK or ink.width < limits.thin_width or ink.width >= limits.filled_width:
        return False
    if ink.slim >= limits.through_slim + ink.width:
        return False
    return ends_near(side.grey, side.place, box.rect, side.paper, ink)


def gone_over(one: Measured, index: int, ink: Ink, wiped: Mask | None = None) -> bool:
    """Say whether ink is one √ written twice along the same lines: one bold √ if one squints.

    What strikes out a mark runs across it: then ink lies beside the two arms.
    """
    drawn = drawn_in(one, index, ink, wiped)
    if drawn is None or drawn.fainter > _SHAPES.fainter or drawn.wiped.any():
        return False
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_SQUINT, _SQUINT))
    bold = cv2.morphologyEx(drawn.bridged, cv2.MORPH_CLOSE, disc)
    depth = cv2.distanceTransform(bold, cv2.DIST_L2, 3)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - 1e-6) & (depth > 0)
    width = float(2 * np.median(depth[ridge])) / PX
    whole = replace(drawn, points=points_of(bold), mask=bold, bridged=bold, width=width)
    if width > _TWICE * drawn.width or hole_of(whole)[0] is not None:
        return False
    fit = cross_of(whole)
    return fit is not None and fit.beside <= _SHAPES.tick_beside and _corner(fit)


def _corner(fit: CrossFit) -> bool:
    """Say whether two strokes meet at an end as those of a √ do: a long one up to the right."""
    reach = []
    for (x, y), back, on in ((fit.ways[0], *fit.arms[:2]), (fit.ways[1], *fit.arms[2:])):
        sign, long = (1, on) if on > back else (-1, back)
        if min(back, on) > _SHAPES.tick_over:
            return False
        reach.append((long, sign * x * long, sign * y * long))
    (short, short_x, _), (long, long_x, long_y) = sorted(reach)
    return (
        short >= _SHAPES.tick_arm
        and long >= _SHAPES.tick_longer * short
        and long_x > 0
        and long_y < 0
        and short_x < 0
        and fit.whole >= _SHAPES.cross_whole
    )


def _within(one: Measured, index: int, point: Floats, more: float) -> bool:
    """Say whether a point lies in the box or ``more`` mm beside it."""
    rect = one.boxes.boxes[index].rect
    return bool(abs(point[0]) <= rect.w / 2 + more and abs(point[1]) <= rect.h / 2 + more)


def _inside(ink: Ink) -> float:
    """Return the part of the ink that lies inside the box."""
    return ink.strong / max(0.01, ink.strong + ink.around)
