"""What a sign is in all likelihood, where that is not certain.

Signs read so are shown to a person once more, small and many at a time, those read alike together
(the contact sheet of signs). There one that is something else leaps to the eye, while one by one
hundreds of plain signs would be asked about: a tail torn off by the box's edge, a bent stroke,
pencil in pieces. So the limits here are wider than those for what is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.crosses import CrossFit, cross_of
from meetingdesk.papers.ballots.drawn import without_neighbours
from meetingdesk.papers.ballots.glyphs import Glyph, Seen
from meetingdesk.papers.ballots.likely_crosses import (
    WIDER_CROSSES,
    is_closing,
    is_cross,
    is_crossing,
    is_even,
    is_tangle,
)
from meetingdesk.papers.ballots.likely_rings import (
    is_closed,
    is_no_tick,
    is_ring,
    is_ring_beside,
    is_tailed,
    is_wide,
)
from meetingdesk.papers.ballots.limbs import crossing_of, tangled
from meetingdesk.papers.ballots.rings import Hole, RingFit, hole_of, ring_beside, ring_of

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Drawn

#: fainter strokes beside the ink in mm², and into how many pieces it falls: more is asked about
_FAINTER, _PIECES = 1.2, 30


def likely(seen: Seen, most: float) -> Glyph | None:
    """Return what a sign is in all likelihood, None if that cannot be said.

    It is not certain, or certainly a √ where that means nothing.
    ``most`` is the larger half of the box's sides in mm.
    """
    drawn = seen.drawn
    if drawn is None or drawn.fainter > _FAINTER or drawn.pieces > _PIECES:
        return None
    hole, about = (seen.hole, None) if seen.ring else hole_of(drawn)
    ring = seen.ring or ring_of(drawn, hole, about)
    if seen.sure:
        rings = [one for one in _rings(drawn, hole, ring) if is_no_tick(one)]
        round_ = any(is_ring(one, hole, drawn, most) for one in rings)
        return Glyph.RING if round_ else None
    found = _glyph(drawn, hole, _rings(drawn, hole, ring), seen.cross or cross_of(drawn), most)
    if found is None and (rest := without_neighbours(drawn)) is not None:
        hole, about = hole_of(rest)
        rings = _rings(rest, hole, ring_of(rest, hole, about))
        found = _glyph(rest, hole, rings, cross_of(rest), most)
    if found is None and any(is_tangle(one, drawn) for one in tangled(drawn)):
        return Glyph.CROSS
    return found


def _rings(drawn: Drawn, hole: Hole | None, ring: RingFit | None) -> list[RingFit]:
    """Return a ring, and that whose way may run on along the box's own lines."""
    along = ring_of(drawn, *hole_of(drawn, drawn.looped)) if hole is None else None
    return [one for one in (ring, along) if one is not None]


def _glyph(
    drawn: Drawn, hole: Hole | None, rings: list[RingFit], cross: CrossFit | None, most: float
) -> Glyph | None:
    """Return what a drawing is in all likelihood, one of both or neither."""
    round_ = any(is_ring(ring, hole, drawn, most) for ring in rings)
    if round_ and any(is_closed(ring, hole) for ring in rings):
        return Glyph.RING
    beside = None if round_ else ring_beside(drawn)
    if beside is not None:
        round_ = is_ring_beside(beside, hole, drawn, most)
        rings = [*rings, beside]
    crossed = cross is not None and is_cross(cross, rings, hole, drawn)
    if hole is None or hole.area <= WIDER_CROSSES.joined_hole:
        met = crossing_of(drawn)
        # strokes that meet are no ring, but for one with a tail, and that is hardly open
        if round_ and met is not None and all(is_wide(ring) for ring in rings):
            tailed = beside or ring_beside(drawn)
            round_ = (
                tailed is not None
                and not is_wide(tailed)
                and is_ring_beside(tailed, hole, drawn, most)
            )
        if not round_ and (met is None or is_closing(met)):
            round_ = any(is_tailed(ring) for ring in rings)
        if crossed:
            crossed = (cross is not None and is_even(cross)) or not is_closing(met)
        elif not round_:
            crossed = is_crossing(met, drawn)
    if round_ == crossed:
        return None
    return Glyph.RING if round_ else Glyph.CROSS
