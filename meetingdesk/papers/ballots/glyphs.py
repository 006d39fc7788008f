"""What sign stands in the one box of a row: ○, × or √ – certain, or for a person to read.

A ring is told by one ellipse all its ink lies on, or one round white all its ink lies about; a
cross by two strokes that meet in their middles; a tick by two that meet at an end. Each must
account for the ink, and nothing else may be there: a cross over a ring, a filled ring, two rings,
a ring whose ends cross into a fish (α), a cross whose strokes are joined by a loop are nothing
certain and go to a person. Numbers only, no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.crosses import CrossFit, between, cross_of, link_of
from meetingdesk.papers.ballots.drawn import Drawn, drawn_closely, drawn_in
from meetingdesk.papers.ballots.rings import Hole, RingFit, hole_of, looped, ring_of

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Mask
    from meetingdesk.papers.ballots.inks import Ink, Measured


class Glyph(StrEnum):
    """A sign people draw in a box."""

    RING = "○"
    CROSS = "×"
    TICK = "√"


@dataclass(frozen=True)
class Shapes:
    """The limits of one release. Lengths in mm, shares from 0 to 1, angles in degrees."""

    #: fainter strokes beside the ink, in mm²
    fainter: float = 0.3
    #: pencil in black and white falls into pieces: so many, and something may be lost
    pieces: int = 6
    #: a ring's smaller half axis, and how flat it may be
    ring_half: float = 0.8
    ring_flat: float = 0.33
    #: beside its stroke's width it is no dot, with half of that added
    ring_open: float = 0.5
    #: in parts of the box's half side: a larger one is a ring about the box
    ring_most: float = 1.35
    #: it is open at most this far between its strokes' middles, hidden parts counted as open; so
    #: much of it must be seen
    ring_gap: float = 95.0
    ring_seen: float = 0.6
    #: the ink inside the ring, outside it (a tail), and in the middle of it
    ring_inside: float = 0.09
    ring_tail: float = 0.17
    ring_core: float = 0.02
    #: the end of a ring may curl so far into its middle, if the white is so wide (mm)
    curl_core: float = 0.08
    curl_side: float = 1.4
    #: strokes this wide are no even band: there only the white they enclose tells
    thick: float = 1.1
    #: there a ring's white may be small, if all ink lies on one ellipse
    blot_width: float = 1.4
    blot_core: float = 0.6
    blot_inside: float = 0.06
    blot_outside: float = 0.01
    #: in a ring this small strokes reach its middle
    small: float = 1.2
    #: a ring has one tail at most; so much ink may be further from its white than a stroke is wide
    ring_left: float = 0.18
    ring_stubs: int = 1
    #: the white a closed ring encloses: its shorter side, how full its hull and the rectangle
    #: about it are (an ellipse 0.79, a triangle 0.5), the dark part of the ring's middle, ink in it
    #: and other whites beside it (mm²)
    hole_side: float = 0.6
    hole_hull: float = 0.86
    hole_frame: float = 0.68
    hole_core: float = 0.3
    hole_island: float = 0.05
    hole_other: float = 0.15
    #: a cross leaves at most this much ink beside its strokes, and so much of that elsewhere than
    #: at their ends; they bend no more than this; no white is enclosed (mm²)
    cross_beside: float = 0.08
    cross_astray: float = 0.03
    cross_bow: float = 0.12
    #: who bends a stroke into a loop leaves ink beside it: one or the other
    cross_either: float = 0.25
    cross_hole: float = 0.15
    #: strokes may bend more, and end in a flick, where they plainly cross in their middles
    bent_bow: float = 0.2
    bent_beside: float = 0.035
    bent_share: float = 0.26
    bent_angle: float = 58.0
    bent_between: float = 0.012
    cut_share: float = 0.3
    #: with so much ink beside its strokes, they may be joined by a loop under the printed lines
    cross_plain: float = 0.004
    #: its strokes' angle, how far they lean from upright and level, their shorter arms beyond
    #: the other stroke's edge
    cross_angle: float = 38.0
    cross_lean: float = 16.0
    cross_arm: float = 0.6
    cross_share: float = 0.2
    #: a stroke is so many times as long as it is wide
    cross_slim: float = 2.3
    #: ink along a stroke without a break
    cross_whole: float = 0.85
    #: a cross joined by a straight link: the ink away from its white, how far that goes beyond
    #: the arms' ends and how much of the triangle it is, its ends beside its joined arms and in
    #: their strokes, how far these bend, the link's share of the ink
    link_outside: float = 0.33
    link_reach: float = 1.08
    link_full: float = 0.32
    link_tails: float = 0.62
    link_share: float = 0.38
    link_bow: float = 0.06
    link_beside: float = 0.35
    #: a tick's ink beside its strokes, how far they run on beyond their corner, its short arm,
    #: its long one beside that
    tick_beside: float = 0.08
    tick_over: float = 0.7
    tick_arm: float = 0.6
    tick_longer: float = 1.25


SHAPES = Shapes()


@dataclass(frozen=True)
class Seen:
    """The sign the ink looks most like, whether that is certain, and what was fitted."""

    glyph: Glyph | None
    sure: bool
    ring: RingFit | None = None
    hole: Hole | None = None
    cross: CrossFit | None = None
    drawn: Drawn | None = None


def see(
    measured: Measured,
    index: int,
    ink: Ink,
    wiped: Mask | None = None,
    limits: Shapes = SHAPES,
    *,
    closely: bool = False,
) -> Seen:
    """Return the sign in a box whose ink was looked at closely.

    ``wiped`` is where a streak or a fold was taken out of the picture; ``closely`` hides less beside
    the box's lines (:func:`~meetingdesk.papers.ballots.drawn.drawn_closely`).
    """
    drawn = (drawn_closely if closely else drawn_in)(measured, index, ink, wiped)
    rect = measured.boxes.boxes[index].rect
    most = limits.ring_most * max(rect.w, rect.h) / 2
    if drawn is None or drawn.fainter > limits.fainter or drawn.pieces > limits.pieces:
        return Seen(None, sure=False, drawn=drawn)
    hole, about = hole_of(drawn)
    # a closed ring is no cross, as that encloses nothing, nor is a cross a ring: it has a middle
    if hole is None or hole.area <= limits.cross_hole:
        cross = cross_of(drawn)
        if _is_cross(cross, hole, drawn, limits):
            return Seen(Glyph.CROSS, True, None, hole, cross, drawn)
        if _is_tick(cross, hole, limits):
            return Seen(Glyph.TICK, True, None, hole, cross, drawn)
        ring = ring_of(drawn, hole, about)
        if hole is None and not _is_ring(ring, hole, drawn.width, most, limits):
            # its way may run along the box's own sides
            ring = ring_of(drawn, *hole_of(drawn, drawn.looped)) or ring
        if _is_ring(ring, hole, drawn.width, most, limits):
            return Seen(Glyph.RING, True, ring, hole, cross, drawn)
        return Seen(_likely(ring, hole, cross, limits), False, ring, hole, cross, drawn)
    ring = ring_of(drawn, hole, about)
    if _is_ring(ring, hole, drawn.width, most, limits):
        return Seen(Glyph.RING, True, ring, hole, None, drawn)
    cross = cross_of(drawn)
    if cross is not None and _is_joined(cross, hole, drawn, limits):
        return Seen(Glyph.CROSS, True, ring, hole, cross, drawn)
    return Seen(_likely(ring, hole, cross, limits), False, ring, hole, cross, drawn)


def _is_ring(
    fit: RingFit | None, hole: Hole | None, width: float, most: float, limits: Shapes
) -> bool:
    if fit is None or fit.half < limits.ring_half or fit.flat < limits.ring_flat:
        return False
    if fit.half > most or fit.half < limits.ring_open * width + limits.ring_half / 2:
        return False
    if hole is not None and (hole.other > limits.hole_other or hole.island > limits.hole_island):
        return False
    plain = fit.inside <= limits.ring_inside and fit.outside <= limits.ring_tail
    if _closed(hole, limits) and fit.core <= limits.hole_core:
        clear = fit.core <= limits.ring_core or fit.half < limits.small
        # the end of the stroke curls inwards
        clear |= fit.core <= limits.curl_core and hole is not None and hole.side >= limits.curl_side
        return (plain and clear) or width >= limits.thick
    if _blot_ring(fit, hole, width, limits):
        return True
    if hole is not None and (hole.outside > limits.ring_left or hole.stubs > limits.ring_stubs):
        return False
    return (
        plain
        and fit.gap <= limits.ring_gap
        and fit.seen >= limits.ring_seen
        and fit.core <= limits.ring_core
    )


def _blot_ring(fit: RingFit, hole: Hole | None, width: float, limits: Shapes) -> bool:
    """Say whether a very thick pen left one round white in one round blot."""
    return (
        width >= limits.blot_width
        and _closed(hole, limits)
        and fit.core <= limits.blot_core
        and fit.inside <= limits.blot_inside
        and fit.outside <= limits.blot_outside
    )


def _closed(hole: Hole | None, limits: Shapes) -> bool:
    """Say whether ink is a closed band about one round white, with no more than a tail beside."""
    return (
        hole is not None
        and hole.side >= limits.hole_side
        and hole.hull >= limits.hole_hull
        and hole.frame >= limits.hole_frame
        and hole.outside <= limits.ring_tail
        and hole.stubs <= limits.ring_stubs
    )


def _is_cross(fit: CrossFit | None, hole: Hole | None, drawn: Drawn, limits: Shapes) -> bool:
    if fit is None or (hole is not None and hole.area > limits.cross_hole):
        return False
    # a streak that was wiped away hides no arm where all four go on for long
    if fit.cut and (fit.share < limits.cut_share or fit.angle < limits.bent_angle):
        return False
    straight = (
        fit.beside <= limits.cross_beside - limits.cross_either * fit.bow
        and fit.astray <= limits.cross_astray
        and fit.bow <= limits.cross_bow
    )
    bent = (
        fit.beside <= limits.bent_beside
        and fit.bow <= limits.bent_bow
        and fit.share >= limits.bent_share
        and fit.angle >= limits.bent_angle
        and between(fit) <= limits.bent_between
    )
    return (
        (straight or bent)
        and fit.wedges == 4
        and fit.angle >= limits.cross_angle
        and fit.lean >= limits.cross_lean
        and fit.arm - drawn.width / 2 >= limits.cross_arm
        and fit.share >= limits.cross_share
        and fit.stroke >= limits.cross_slim * drawn.width
        and fit.whole >= limits.cross_whole
        and (fit.beside <= limits.cross_plain or looped(drawn) <= limits.cross_hole)
    )


def _is_joined(fit: CrossFit, hole: Hole, drawn: Drawn, limits: Shapes) -> bool:
    """Say whether two strokes make a × whose pen was not lifted: a straight link joins two arms.

    The white in it is a triangle, its arms go on beyond the crossing as far as they came. With a
    round white, or short ends, it may as well be a ring whose ends cross.
    """
    link = link_of(fit, hole.edge, hole.area, fit.points)
    return (
        link is not None
        and not fit.cut
        and hole.other <= limits.hole_other
        and hole.island <= limits.hole_island
        and hole.hull >= limits.hole_hull
        and hole.outside >= limits.link_outside
        and link.reach <= limits.link_reach
        and link.full >= limits.link_full
        and link.astray <= limits.cross_astray
        and link.tails >= limits.link_tails
        and fit.bow <= limits.link_bow
        and fit.beside <= limits.link_beside
        and fit.wedges == 4
        and fit.angle >= limits.cross_angle
        and fit.lean >= limits.cross_lean
        and fit.arm - drawn.width / 2 >= limits.cross_arm
        and fit.share >= limits.link_share
        and fit.whole >= limits.cross_whole
    )


def _is_tick(fit: CrossFit | None, hole: Hole | None, limits: Shapes) -> bool:
    """Say whether two strokes make a √: a short one down to a corner, a long one up from it."""
    if fit is None or fit.cut or hole is not None or fit.beside > limits.tick_beside:
        return False
    reach = []
    for (x, y), back, on in ((fit.ways[0], *fit.arms[:2]), (fit.ways[1], *fit.arms[2:])):
        if min(back, on) > limits.tick_over:
            return False
        sign, long = (1, on) if on > back else (-1, back)
        reach.append((sign * x * long, sign * y * long, long))
    (short_x, short_y, short), (long_x, long_y, long) = sorted(reach, key=lambda arm: arm[2])
    return (
        short >= limits.tick_arm
        and long >= limits.tick_longer * short
        and long_x > 0
        and long_y < 0
        and short_y < 0.3 * short
        and short_x < 0.3 * short
        and fit.whole >= limits.cross_whole
    )


def _likely(
    ring: RingFit | None, hole: Hole | None, cross: CrossFit | None, limits: Shapes
) -> Glyph | None:
    """Return what an uncertain sign looks like, for the person who is asked, if anything."""
    crossed = cross is not None and cross.beside <= 0.15 and cross.share >= 0.12
    round_ = ring is not None and (
        ring.inside <= 0.12 and ring.outside <= 0.3 and ring.seen >= 0.5 and ring.core <= 0.1
    )
    if ring is not None and _closed(hole, limits) and ring.inside + ring.outside <= 0.08:
        return Glyph.RING
    if round_ == (crossed and (hole is None or hole.area < 1.0)):
        return None
    return Glyph.RING if round_ else Glyph.CROSS
