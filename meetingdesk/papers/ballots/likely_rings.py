"""Whether ink is a ring in all likelihood: wider limits than those for what is certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.glyphs import SHAPES, Glyph, Seen, Shapes

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Drawn
    from meetingdesk.papers.ballots.rings import Hole, RingFit


@dataclass(frozen=True)
class WiderRings:
    """The limits of one release. Lengths in mm, areas in mm², shares from 0 to 1, angles in degrees."""

    #: a ring's ink inside it, outside, both; the dark part of its middle; what is beside its white,
    #: which counts from this area on
    ring_inside: float = 0.13
    ring_outside: float = 0.17
    ring_off: float = 0.2
    ring_core: float = 0.12
    ring_left: float = 0.25
    ring_hole: float = 0.4
    #: its opening and how much of it is seen, or how little is seen to be white
    ring_gap: float = 125.0
    ring_seen: float = 0.45
    ring_bare: float = 0.34
    hidden_gap: float = 190.0
    hidden_seen: float = 0.4
    hidden_bare: float = 0.17
    #: a closed one, all its way seen: tails about it do not matter, nor the hollows of a stroke
    #: drawn twice
    closed_inside: float = 0.08
    closed_outside: float = 0.16
    closed_seen: float = 0.85
    closed_hull: float = 0.9
    closed_frame: float = 0.7
    closed_other: float = 0.3
    #: one so small that its stroke reaches its middle: its half axis, the white left, what is
    #: beside that; a narrow one with hardly any white
    dot_least: float = 0.7
    dot_half: float = 1.5
    dot_core: float = 0.3
    dot_hole: float = 0.2
    dot_left: float = 0.2
    dot_hull: float = 0.87
    tiny_half: float = 0.95
    tiny_flat: float = 0.66
    tiny_core: float = 0.75
    #: one with nothing off it, open by as much as is seen to be white, the rest of its opening
    #: hidden; half of it hidden
    open_gap: float = 174.0
    open_seen: float = 0.55
    open_bare: float = 0.29
    open_more: float = 0.31
    open_known: float = 0.95
    open_off: float = 0.02
    half_gap: float = 190.0
    half_seen: float = 0.5
    half_bare: float = 0.24
    half_flat: float = 0.6
    #: strokes that meet are no ring if that were so open
    wide_gap: float = 90.0
    wide_bare: float = 0.16
    wide_most: float = 160.0
    #: one along the box's own lines, which leave crumbs of it
    along_inside: float = 0.15
    along_bare: float = 0.04
    #: one as large as the box, which hides most of it
    large_half: float = 0.93
    large_flat: float = 0.8
    large_seen: float = 0.3
    large_gap: float = 165.0
    large_bare: float = 0.13
    large_off: float = 0.02
    #: one whose ends come together, with a tail
    tailed_inside: float = 0.18
    tailed_outside: float = 0.08
    tailed_seen: float = 0.77
    tailed_gap: float = 65.0
    #: where other ink lies beside it
    beside_inside: float = 0.03
    beside_outside: float = 0.22
    beside_seen: float = 0.6
    #: in crumbs of so many pieces, all on one ellipse
    crumbs: int = 4
    crumbs_off: float = 0.03
    crumbs_gap: float = 138.0
    crumbs_seen: float = 0.19
    #: an open ring that might be a √: what is off it, and how much is seen to be white
    tick_off: float = 0.03
    tick_bare: float = 0.25
    #: the plainest rings: ink off them, their opening, fainter ink beside, pieces, what is seen
    plain_off: float = 0.03
    plain_gap: float = 60.0
    plain_fainter: float = 0.1
    plain_pieces: int = 3
    plain_seen: float = 0.75


WIDER_RINGS = WiderRings()


def plainest(seen: Seen, limits: WiderRings = WIDER_RINGS) -> bool:
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


def is_ring(
    fit: RingFit,
    hole: Hole | None,
    drawn: Drawn,
    most: float,
    limits: WiderRings = WIDER_RINGS,
    shapes: Shapes = SHAPES,
) -> bool:
    """Say whether ink is a ring; ``most`` is the larger half of the box's sides in mm."""
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
    if is_closed(fit, hole, limits) or _tiny(fit, hole, limits) or _opened(fit, limits):
        return True
    if _large(fit, most, limits):
        return True
    along = fit.bare <= limits.along_bare and fit.core == 0
    return (
        fit.inside <= (limits.along_inside if along else limits.ring_inside)
        and fit.outside <= limits.ring_outside
        and off <= limits.ring_off
        and fit.core <= limits.ring_core
        and _round(fit, limits)
    )


def is_ring_beside(
    fit: RingFit,
    hole: Hole | None,
    drawn: Drawn,
    most: float,
    limits: WiderRings = WIDER_RINGS,
    shapes: Shapes = SHAPES,
) -> bool:
    """Say whether most ink is a ring, whatever is drawn beside it."""
    return (
        _ringlike(fit, hole, drawn, most, limits, shapes)
        and fit.inside <= limits.beside_inside
        and fit.outside <= limits.beside_outside
        and fit.core == 0
        and fit.seen >= limits.beside_seen
        and _round(fit, limits)
    )


def _ringlike(
    fit: RingFit, hole: Hole | None, drawn: Drawn, most: float, limits: WiderRings, shapes: Shapes
) -> bool:
    """Say whether a ring has the size of one, and the white it encloses no other ink about it."""
    if is_closed(fit, hole, limits) or _tiny(fit, hole, limits):
        return fit.half <= shapes.ring_most * most
    if fit.half < shapes.ring_half or fit.flat < shapes.ring_flat:
        return False
    open_ = shapes.ring_open * drawn.width + shapes.ring_half / 2
    if not open_ <= fit.half <= shapes.ring_most * most:
        return False
    return (
        hole is None
        or hole.area <= limits.ring_hole
        or (
            hole.other <= shapes.hole_other
            and hole.island <= shapes.hole_island
            and hole.stubs <= shapes.ring_stubs
            and hole.outside <= limits.ring_left
        )
    )


def is_closed(fit: RingFit, hole: Hole | None, limits: WiderRings = WIDER_RINGS) -> bool:
    """Say whether a ring is closed about one round white, whatever tails it has."""
    if hole is None or max(fit.gap, fit.bare) > 0 or fit.seen < limits.closed_seen:
        return False
    small = _small(fit, hole, limits)
    if hole.hull < (limits.dot_hull if small else limits.closed_hull):
        return False
    if hole.frame < limits.closed_frame:
        return False
    if hole.other > limits.closed_other or hole.island > SHAPES.hole_island:
        return False
    if fit.inside > limits.closed_inside or fit.outside > limits.closed_outside:
        return False
    return fit.core == 0 or small


def _small(fit: RingFit, hole: Hole, limits: WiderRings) -> bool:
    """Say whether a closed ring is so small that its stroke reaches its middle."""
    return (
        limits.dot_least <= fit.half <= limits.dot_half
        and fit.core <= limits.dot_core
        and hole.area >= limits.dot_hole
        and hole.outside <= limits.dot_left
    )


def _large(fit: RingFit, most: float, limits: WiderRings) -> bool:
    """Say whether nothing but a ring is drawn that runs along the box's own lines."""
    return (
        fit.half >= limits.large_half * most
        and fit.flat >= limits.large_flat
        and fit.seen >= limits.large_seen
        and fit.gap <= limits.large_gap
        and fit.bare <= limits.large_bare
        and fit.inside + fit.outside <= limits.large_off
        and fit.core == 0
    )


def is_tailed(fit: RingFit, limits: WiderRings = WIDER_RINGS) -> bool:
    """Say whether a ring whose ends come together has nothing but a tail beside it."""
    return (
        fit.core == 0
        and fit.inside <= limits.tailed_inside
        and fit.outside <= limits.tailed_outside
        and fit.seen >= limits.tailed_seen
        and fit.gap <= limits.tailed_gap
    )


def _tiny(fit: RingFit, hole: Hole | None, limits: WiderRings) -> bool:
    """Say whether a narrow ring is so small that hardly any white is left in it."""
    return (
        hole is None
        and max(fit.gap, fit.inside, fit.outside) == 0
        and limits.dot_least <= fit.half <= limits.tiny_half
        and fit.flat <= limits.tiny_flat
        and fit.core <= limits.tiny_core
    )


def _opened(fit: RingFit, limits: WiderRings) -> bool:
    """Say whether nothing but a ring is drawn, of which print hides as much as it is open."""
    # where part of the opening is hidden, a little more of it may be seen
    part = fit.seen + fit.bare <= limits.open_known
    bare = limits.open_more if part else limits.open_bare
    open_ = fit.gap <= limits.open_gap and fit.seen >= limits.open_seen and fit.bare <= bare
    half = (
        fit.gap <= limits.half_gap
        and fit.seen >= limits.half_seen
        and fit.bare <= limits.half_bare
        and fit.flat >= limits.half_flat
    )
    return (open_ or half) and fit.inside + fit.outside <= limits.open_off and fit.core == 0


def _round(fit: RingFit, limits: WiderRings) -> bool:
    """Say whether a ring is closed enough: it is seen to be, or hardly seen not to be."""
    return (
        fit.gap <= limits.ring_gap and fit.seen >= limits.ring_seen and fit.bare <= limits.ring_bare
    ) or (
        fit.gap <= limits.hidden_gap
        and fit.seen >= limits.hidden_seen
        and fit.bare <= limits.hidden_bare
    )


def is_wide(fit: RingFit, limits: WiderRings = WIDER_RINGS) -> bool:
    """Say whether a ring is seen to be open widely."""
    return fit.gap >= limits.wide_gap and (
        fit.bare >= limits.wide_bare or fit.gap >= limits.wide_most
    )


def is_no_tick(fit: RingFit, limits: WiderRings = WIDER_RINGS) -> bool:
    """Say whether what might be a √ is rather an open ring."""
    off = fit.inside + fit.outside
    return off <= limits.tick_off and fit.seen >= limits.half_seen and fit.bare <= limits.tick_bare
