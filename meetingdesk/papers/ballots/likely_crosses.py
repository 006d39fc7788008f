"""Whether ink is a × in all likelihood: wider limits than those for what is certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.crosses import CrossFit, between
from meetingdesk.papers.ballots.glyphs import SHAPES, Shapes
from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.rings import looped

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Drawn
    from meetingdesk.papers.ballots.limbs import Crossing
    from meetingdesk.papers.ballots.rings import Hole, RingFit


@dataclass(frozen=True)
class WiderCrosses:
    """The limits of one release. Lengths in mm, areas in mm², shares from 0 to 1, angles in degrees."""

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
    #: its shorter arms, beyond the other stroke and in parts of their stroke, its strokes' length
    #: in widths, the ink along them, the white they enclose if they run on along printed lines
    cross_arm: float = 0.5
    cross_share: float = 0.18
    cross_slim: float = 2.0
    cross_whole: float = 0.8
    looped_hole: float = 1.5
    #: arms may be shorter where little lies beside the strokes and they lean
    short_arm: float = 0.15
    short_share: float = 0.12
    short_beside: float = 0.1
    short_angle: float = 52.0
    #: of nothing but two strokes; such a narrow one may lean less
    pure_beside: float = 0.02
    pure_share: float = 0.3
    pure_bow: float = 0.2
    narrow_angle: float = 72.0
    #: the white that a flick encloses where it comes back to its stroke
    joined_hole: float = 1.6
    joined_share: float = 0.25
    joined_bow: float = 0.22
    even_share: float = 0.4
    joined_beside: float = 0.035
    touched_hole: float = 1.0
    touched_beside: float = 0.08
    #: strokes that plainly cross in their middles may bend and flick more
    middle_share: float = 0.35
    middle_bow: float = 0.3
    middle_beside: float = 0.045
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
    #: four arms from one place: other ink, the least length beyond half a stroke's width and the
    #: largest, the angles between them, how far strokes turn where they cross, their ends'
    #: distance in mm and in parts of the longest arm, how far they come together again, how far
    #: they lean, or how narrow they are
    arms_other: float = 0.16
    arms_least: float = 0.3
    arms_most: float = 9.0
    arms_gap: float = 25.0
    arms_bend: float = 75.0
    arms_apart: float = 1.2
    arms_far: float = 0.25
    arms_closing: float = 0.68
    arms_lean: float = 14.0
    arms_narrow: float = 72.0
    #: the same of three arms: the shortest, how straight they are, the largest angle between two
    three_least: float = 1.25
    three_straight: float = 0.5
    three_closing: float = 0.85
    three_lean: float = 17.5
    three_gap: float = 206.0
    #: three or four arms that leave a small disc where lines are tangled: as above, and what else
    #: is drawn: the length of all strokes in mm and beside that of the arms, the pieces
    tangle_least: float = 0.15
    tangle_most: float = 11.0
    tangle_straight: float = 0.47
    tangle_closing: float = 0.93
    tangle_lean: float = 24.0
    tangle_gap: float = 226.0
    tangle_long: float = 20.0
    tangle_share: float = 1.4
    tangle_pieces: int = 6
    #: it is no cross if so much of a ring with so white a middle lies there
    round_core: float = 0.05
    round_off: float = 0.27
    round_seen: float = 0.7
    round_plain: float = 0.03
    round_half: float = 0.5


WIDER_CROSSES = WiderCrosses()


def is_cross(
    fit: CrossFit,
    rings: list[RingFit],
    hole: Hole | None,
    drawn: Drawn,
    limits: WiderCrosses = WIDER_CROSSES,
    shapes: Shapes = SHAPES,
) -> bool:
    """Say whether ink is two strokes that cross; ``rings`` are the ellipses laid on it."""
    pure = (
        fit.beside <= limits.pure_beside
        and fit.share >= limits.pure_share
        and fit.bow <= limits.pure_bow
        and fit.wedges == 4
    )
    if hole is not None and hole.area > _enclosed(fit, limits):
        return False
    if _crumbled(fit, drawn, limits):
        return True
    if between(fit) > limits.cross_between:
        return False
    middle = fit.share >= limits.middle_share and fit.wedges == 4
    plain = middle and fit.beside <= limits.middle_beside
    if not plain and any(_arched(ring, limits) for ring in rings):
        return False
    loose = fit.beside <= limits.cross_beside and fit.astray <= limits.cross_astray
    cut = fit.cut and fit.beside <= limits.cut_beside and fit.share > limits.cut_share
    flicked = (
        fit.beside <= limits.flick_beside
        and (fit.bow <= limits.flick_bow or middle)
        and fit.angle >= limits.flick_angle
    )
    return (
        (loose or flicked)
        and fit.bow <= (limits.middle_bow if middle else limits.cross_bow)
        and fit.wedges >= (limits.cut_wedges if cut else limits.cross_wedges)
        and fit.angle >= shapes.cross_angle
        and (fit.lean >= limits.cross_lean or (pure and fit.angle <= limits.narrow_angle))
        and _armed(fit, drawn, limits)
        and fit.stroke >= limits.cross_slim * drawn.width
        and fit.whole >= limits.cross_whole
        and (looped(drawn) <= limits.looped_hole or pure)
    )


def _enclosed(fit: CrossFit, limits: WiderCrosses) -> float:
    """Return how large a white in mm² a × may enclose: a flick may come back to its stroke."""
    if is_even(fit, limits):
        return limits.joined_hole
    if fit.share < limits.joined_share or fit.wedges < 4 or fit.bow > limits.joined_bow:
        return limits.cross_hole
    if fit.beside <= limits.joined_beside:
        return limits.joined_hole
    return limits.touched_hole if fit.beside <= limits.touched_beside else limits.cross_hole


def is_even(fit: CrossFit, limits: WiderCrosses = WIDER_CROSSES) -> bool:
    """Say whether two strokes cross in the middles of both, with nothing beside them."""
    return fit.share >= limits.even_share and fit.beside <= limits.pure_beside


def _armed(fit: CrossFit, drawn: Drawn, limits: WiderCrosses) -> bool:
    """Say whether all four arms are long enough; of plain strokes one may be short."""
    arm = fit.arm - drawn.width / 2
    if arm >= limits.cross_arm and fit.share >= limits.cross_share:
        return True
    if fit.beside > limits.short_beside or fit.lean < limits.arms_lean or _stands(fit):
        return False
    return (
        fit.wedges == 4
        and fit.angle >= limits.short_angle
        and arm >= limits.short_arm
        and fit.share >= limits.short_share
    )


def _stands(fit: CrossFit) -> bool:
    """Say whether the longer arms of both strokes go up: √, V."""
    (_, y1), (_, y2) = fit.ways
    back1, on1, back2, on2 = fit.arms
    return (on1 - back1) * y1 < 0 and (on2 - back2) * y2 < 0


def _crumbled(fit: CrossFit, drawn: Drawn, limits: WiderCrosses) -> bool:
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


def _arched(ring: RingFit, limits: WiderCrosses) -> bool:
    """Say whether ink is mostly a ring with a white middle, or a bow of one: α, a C."""
    off = ring.inside + ring.outside
    return ring.core <= limits.round_core and (
        (ring.seen >= limits.round_seen and off <= limits.round_off)
        or (ring.seen >= limits.round_half and off <= limits.round_plain)
    )


def is_crossing(found: Crossing | None, drawn: Drawn, limits: WiderCrosses = WIDER_CROSSES) -> bool:
    """Say whether strokes, bent as they may be, go through one place and end far apart.

    One arm may be too short to be seen.
    """
    if found is None or is_closing(found, limits) or not _spread(found, limits):
        return False
    gaps, arms = found.gaps, found.arms
    if min(arms) - drawn.width / 2 < limits.arms_least or max(arms) > limits.arms_most:
        return False
    if len(arms) == 4:
        lean = found.lean >= limits.arms_lean or gaps.min() <= limits.arms_narrow
        return bool(lean) and found.bend <= limits.arms_bend
    return (
        min(arms) >= limits.three_least
        and found.straight >= limits.three_straight
        and found.lean >= limits.three_lean
        and found.closing >= limits.three_closing
        and bool(gaps.max() <= limits.three_gap)
    )


def is_tangle(found: Crossing, drawn: Drawn, limits: WiderCrosses = WIDER_CROSSES) -> bool:
    """Say whether what leaves a disc about a place are the arms of a ×, and hardly more is drawn."""
    arms = found.arms
    if not _spread(found, limits) or drawn.pieces > limits.tangle_pieces:
        return False
    if min(arms) - drawn.width / 2 < limits.tangle_least or max(arms) > limits.tangle_most:
        return False
    long = len(drawn.points) / PX**2 / drawn.width
    if long > min(limits.tangle_long, limits.tangle_share * sum(arms)):
        return False
    if len(arms) == 4 and found.bend > limits.arms_bend:
        return False
    return (
        found.straight >= limits.tangle_straight
        and found.closing >= limits.tangle_closing
        and found.lean >= limits.tangle_lean
        and bool(found.gaps.max() <= limits.tangle_gap)
    )


def _spread(found: Crossing, limits: WiderCrosses) -> bool:
    """Say whether arms go in plainly different ways and end far apart, with little beside them."""
    return (
        found.other <= limits.arms_other
        and bool(found.gaps.min() >= limits.arms_gap)
        and found.apart >= max(limits.arms_apart, limits.arms_far * max(found.arms))
    )


def is_closing(found: Crossing | None, limits: WiderCrosses = WIDER_CROSSES) -> bool:
    """Say whether two arms come together again: the ends of a ring."""
    return found is not None and found.closing < limits.arms_closing
