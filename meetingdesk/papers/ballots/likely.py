"""What a sign is in all likelihood, where that is not certain, and which certain ones are plainest.

Signs read so are shown to a person once more, small and many at a time, those read alike together
(the contact sheet of signs). There one that is something else leaps to the eye, while one by one
hundreds of plain signs would be asked about: a tail torn off by the box's edge, a bent stroke,
pencil in pieces. So the limits here are wider than those for what is certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.crosses import CrossFit, between, cross_of
from meetingdesk.papers.ballots.glyphs import SHAPES, Glyph, Seen, Shapes
from meetingdesk.papers.ballots.rings import Hole, RingFit, hole_of, looped, ring_beside, ring_of

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Drawn


@dataclass(frozen=True)
class Wider:
    """The limits of one release. Lengths in mm, areas in mm², shares from 0 to 1, angles in degrees."""

    #: fainter strokes beside the ink, and into how many pieces it falls
    fainter: float = 1.2
    pieces: int = 30
    #: a ring's ink inside it, outside, both; the dark part of its middle; what is beside its white
    ring_inside: float = 0.13
    ring_outside: float = 0.17
    ring_off: float = 0.2
    ring_core: float = 0.1
    ring_left: float = 0.25
    #: its opening and how much of it is seen, or how little is seen to be white
    ring_gap: float = 125.0
    ring_seen: float = 0.45
    hidden_gap: float = 190.0
    hidden_seen: float = 0.4
    hidden_bare: float = 0.17
    #: where other ink lies beside it
    beside_inside: float = 0.03
    beside_outside: float = 0.22
    beside_seen: float = 0.6
    #: in crumbs of so many pieces, all on one ellipse
    crumbs: int = 4
    crumbs_off: float = 0.03
    crumbs_gap: float = 138.0
    crumbs_seen: float = 0.19
    #: a cross's ink beside its strokes, of it far from their ends; the same of plain strokes with
    #: a long flick; amid two arms; how far they bend; the white they may enclose
    cross_beside: float = 0.15
    cross_astray: float = 0.1
    flick_beside: float = 0.22
    flick_bow: float = 0.15
    flick_angle: float = 45.0
    cross_between: float = 0.12
    cross_bow: float = 0.27
    cross_hole: float = 0.4
    cross_lean: float = 12.0
    cross_arm: float = 0.5
    cross_share: float = 0.18
    cross_slim: float = 2.0
    cross_whole: float = 0.8
    #: so many spaces between its arms are seen to be white; fewer where a streak was wiped away and
    #: nothing lies beside two strokes that cross in their middles
    cross_wedges: int = 3
    cut_wedges: int = 2
    cut_beside: float = 0.01
    cut_share: float = 0.3
    #: in crumbs of so many pieces, all on two straight strokes
    lines: int = 3
    lines_beside: float = 0.02
    lines_astray: float = 0.01
    lines_whole: float = 0.45
    lines_share: float = 0.15
    lines_lean: float = 20.0
    #: it is no cross if so much of a ring with so white a middle lies there
    round_core: float = 0.05
    round_off: float = 0.27
    round_seen: float = 0.7
    round_plain: float = 0.03
    round_half: float = 0.5
    #: an open ring that might be a √: what is off it, and how much is seen to be white
    tick_off: float = 0.03
    tick_bare: float = 0.25
    #: the plainest rings: ink off them, their opening, fainter ink beside, pieces, what is seen
    plain_off: float = 0.03
    plain_gap: float = 60.0
    plain_fainter: float = 0.1
    plain_pieces: int = 3
    plain_seen: float = 0.75


WIDER = Wider()


def plainest(seen: Seen, limits: Wider = WIDER) -> bool:
    """Say whether a certain sign is so plain a ring that nobody needs to look at it again."""
    ring, drawn = seen.ring, seen.drawn
    if seen.glyph is not Glyph.RING or ring is None or drawn is None:
        return False
    return (
        ring.inside + ring.outside <= limits.plain_off
        and ring.core <= SHAPES.ring_core
        and ring.gap <= limits.plain_gap
        and ring.seen >= limits.plain_seen
        and drawn.fainter <= limits.plain_fainter
        and drawn.pieces <= limits.plain_pieces
        # under what was wiped away a stroke through the ring may lie
        and not drawn.wiped.any()
    )


def likely(seen: Seen, most: float, limits: Wider = WIDER, shapes: Shapes = SHAPES) -> Glyph | None:
    """Return what a sign is in all likelihood, None if that cannot be said.

    It is not certain, or certainly a √ where that means nothing.
    ``most`` is the larger half of the box's sides in mm.
    """
    drawn = seen.drawn
    if drawn is None or drawn.fainter > limits.fainter or drawn.pieces > limits.pieces:
        return None
    hole, about = (seen.hole, None) if seen.ring else hole_of(drawn)
    rings = [seen.ring or ring_of(drawn, hole, about)]
    if hole is None:
        rings.append(ring_of(drawn, *hole_of(drawn, drawn.looped)))
    own = [ring for ring in rings if ring is not None]
    if seen.sure:  # a √ that means nothing here
        own = [ring for ring in own if _no_tick(ring, limits)]
    round_ = any(_ring(ring, hole, drawn, most, limits, shapes) for ring in own)
    if seen.sure:
        return Glyph.RING if round_ else None
    beside = None if round_ else ring_beside(drawn)
    if beside is not None:
        round_ = _ring_beside(beside, hole, drawn, most, limits, shapes)
        own.append(beside)
    cross = seen.cross or cross_of(drawn)
    crossed = cross is not None and _cross(cross, own, hole, drawn, limits, shapes)
    if round_ == crossed:
        return None
    return Glyph.RING if round_ else Glyph.CROSS


def _ring(
    fit: RingFit, hole: Hole | None, drawn: Drawn, most: float, limits: Wider, shapes: Shapes
) -> bool:
    if not _ringlike(fit, hole, drawn, most, limits, shapes):
        return False
    off = fit.inside + fit.outside
    if (
        drawn.pieces >= limits.crumbs
        and off <= limits.crumbs_off
        and fit.core == 0
        and fit.seen >= limits.crumbs_seen
        and fit.gap <= limits.crumbs_gap
    ):
        return True
    return (
        fit.inside <= limits.ring_inside
        and fit.outside <= limits.ring_outside
        and off <= limits.ring_off
        and fit.core <= limits.ring_core
        and _round(fit, limits)
    )


def _ring_beside(
    fit: RingFit, hole: Hole | None, drawn: Drawn, most: float, limits: Wider, shapes: Shapes
) -> bool:
    return (
        _ringlike(fit, hole, drawn, most, limits, shapes)
        and fit.inside <= limits.beside_inside
        and fit.outside <= limits.beside_outside
        and fit.core == 0
        and fit.seen >= limits.beside_seen
        and _round(fit, limits)
    )


def _ringlike(
    fit: RingFit, hole: Hole | None, drawn: Drawn, most: float, limits: Wider, shapes: Shapes
) -> bool:
    """Say whether a ring has the size of one, and the white it encloses no other ink about it."""
    if fit.half < shapes.ring_half or fit.flat < shapes.ring_flat:
        return False
    open_ = shapes.ring_open * drawn.width + shapes.ring_half / 2
    if not open_ <= fit.half <= shapes.ring_most * most:
        return False
    return (
        hole is None
        or hole.area <= limits.cross_hole
        or (
            hole.other <= shapes.hole_other
            and hole.island <= shapes.hole_island
            and hole.stubs <= shapes.ring_stubs
            and hole.outside <= limits.ring_left
        )
    )


def _no_tick(fit: RingFit, limits: Wider) -> bool:
    off = fit.inside + fit.outside
    return (
        off <= limits.tick_off and fit.seen >= limits.beside_seen and fit.bare <= limits.tick_bare
    )


def _round(fit: RingFit, limits: Wider) -> bool:
    """Say whether a ring is closed enough: it is seen to be, or hardly seen not to be."""
    return (fit.gap <= limits.ring_gap and fit.seen >= limits.ring_seen) or (
        fit.gap <= limits.hidden_gap
        and fit.seen >= limits.hidden_seen
        and fit.bare <= limits.hidden_bare
    )


def _cross(
    fit: CrossFit,
    rings: list[RingFit],
    hole: Hole | None,
    drawn: Drawn,
    limits: Wider,
    shapes: Shapes,
) -> bool:
    if hole is not None and hole.area > limits.cross_hole:
        return False
    if _crumbled(fit, drawn, limits):
        return True
    if between(fit) > limits.cross_between or any(_arched(ring, limits) for ring in rings):
        return False
    loose = fit.beside <= limits.cross_beside and fit.astray <= limits.cross_astray
    cut = fit.cut and fit.beside <= limits.cut_beside and fit.share > limits.cut_share
    flicked = (
        fit.beside <= limits.flick_beside
        and fit.bow <= limits.flick_bow
        and fit.angle >= limits.flick_angle
    )
    return (
        (loose or flicked)
        and fit.bow <= limits.cross_bow
        and fit.wedges >= (limits.cut_wedges if cut else limits.cross_wedges)
        and fit.angle >= shapes.cross_angle
        and fit.lean >= limits.cross_lean
        and fit.arm - drawn.width / 2 >= limits.cross_arm
        and fit.share >= limits.cross_share
        and fit.stroke >= limits.cross_slim * drawn.width
        and fit.whole >= limits.cross_whole
        and looped(drawn) <= limits.cross_hole
    )


def _crumbled(fit: CrossFit, drawn: Drawn, limits: Wider) -> bool:
    """Say whether all crumbs lie on two straight strokes that cross in their middles."""
    return (
        drawn.pieces >= limits.lines
        and fit.beside <= limits.lines_beside
        and fit.astray <= limits.lines_astray
        and fit.whole >= limits.lines_whole
        and fit.wedges == 4
        and fit.share > limits.lines_share
        and fit.angle >= limits.flick_angle
        and fit.lean >= limits.lines_lean
    )


def _arched(ring: RingFit, limits: Wider) -> bool:
    """Say whether ink is mostly a ring with a white middle, or a bow of one: α, a C."""
    off = ring.inside + ring.outside
    return ring.core <= limits.round_core and (
        (ring.seen >= limits.round_seen and off <= limits.round_off)
        or (ring.seen >= limits.round_half and off <= limits.round_plain)
    )
