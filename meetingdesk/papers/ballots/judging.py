"""From ink to a reading: certain, or flagged. All thresholds stand in one frozen table.

They are areas in mm² and lengths in mm of ink the blank does not have, not shares of a box, so
neither the size of a box nor the resolution of a scan moves them (SCANNING.md §5.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.inks import Ink, Measured


@dataclass(frozen=True)
class Limits:
    """The limits of one release; a stack's record names the ``version`` it was read by.

    Areas in mm², lengths in mm, darkness and shares from 0 to 1.
    """

    version: str = "1"
    #: an empty box has less than this: sure ink inside, traces inside, sure ink round it
    empty_strong: float = 0.07
    empty_weak: float = 0.45
    empty_around: float = 0.9
    #: where several may be chosen, this much faint ink round an empty box may be a mark beside it
    empty_beside: float = 1.2
    #: where several may be chosen a lost mark shows nowhere else: not even this much faint ink
    empty_faint: float = 0.5
    #: grains of dust and toner: so little ink in so thin pieces, or one so small piece; their
    #: faint halo, where the faintest ink counts, reaches no further
    dust_strong: float = 0.16
    dust_width: float = 0.25
    dust_area: float = 0.3
    dust_extent: float = 0.8
    dust_halo: float = 1.25
    dust_pieces: int = 3
    #: a blank line for a name has less ink than this
    empty_line: float = 1.0
    #: a mark has at least this much ink and reach inside
    mark_area: float = 0.55
    mark_extent: float = 2.6
    #: a smaller one has the shape of a tick or circle, not of a blot or a slip: it reaches so
    #: far both ways, fills no more than this of that rectangle and is this dark
    small_extent: float = 1.7
    small_slim: float = 0.75
    small_filled: float = 0.7
    small_peak: float = 0.45
    #: and is at least this dark at its darkest
    mark_peak: float = 0.20
    #: ink on opposite edges of the ring, little wider than a stroke: a line that runs through
    through_exit: float = 0.08
    through_slim: float = 0.6
    #: a lone straight stroke that ends within the ring on both sides leaves less ink there than
    #: this times its width (mm): it is a mark
    through_ends: float = 0.42
    #: a hair-thin straight line is a streak or a fold as likely as a stroke
    thin_slim: float = 0.5
    thin_width: float = 0.3
    #: more ink round the box than this share of that inside, so many times more for part of a
    #: ring: the mark may belong elsewhere
    outside_share: float = 1.2
    outside_area: float = 3.0
    outside_arc: float = 1.5
    #: long ink of more than two straight strokes that is no circle either (shares left over),
    #: met too often by scan lines, very long, enclosing too much, or dark from thin strokes:
    #: perhaps crossed out
    scribble_beside: float = 0.04
    scribble_off_ring: float = 0.15
    scribble_tangle: float = 0.20
    scribble_length: float = 24.0
    scribble_holes: int = 2
    scribble_covered: float = 0.385
    scribble_width: float = 1.3
    #: pencil's grain frays a stroke: paler ink than this, no longer than this, may be frayed so much
    frayed_peak: float = 0.62
    frayed_length: float = 14.0
    frayed_beside: float = 0.16
    #: strokes this wide all over fill the box: a blackened mark
    filled_covered: float = 0.80
    filled_width: float = 2.5
    #: so dark and wide, with so little outside, is a neatly blackened box beside any other marks
    neat_covered: float = 0.95
    neat_width: float = 4.0
    neat_around: float = 4.0
    #: a mark so many times as wide in stroke and as large as the page's own middle mark, from
    #: so many marks on: merged strokes; so many times as wide whatever its size: a blob
    unlike_width: float = 1.5
    unlike_area: float = 1.6
    unlike_blob: float = 1.9
    #: with a thick pen strokes merge at once: there a mark this many times as large
    unlike_thick: float = 1.3
    unlike_thick_area: float = 1.7
    unlike_from: int = 3
    #: one straight stroke that reaches less far than this share of the page's middle mark, than
    #: the larger one where the others are so much wider than straight strokes, or than this in
    #: mm where there are too few others
    stub_slim: float = 0.5
    stub_share: float = 0.62
    stub_drawn: float = 1.2
    stub_long: float = 0.8
    stub_extent: float = 3.2
    #: so long it is no slip, nor beside ticks and rings; and none so short unless the others are
    #: hardly longer
    stub_most: float = 3.4
    stub_far: float = 4.4
    stub_hook: float = 0.3
    stub_like: float = 0.75
    #: what looks crossed out is a voter's way of marking from so many boxes and this share of
    #: the marks on, but for those this many times as large as the middle one
    way_from: int = 4
    way_share: float = 0.4
    way_area: float = 1.5
    #: boxes filled with strokes are covered so far, and the ink's tightest rectangle is so full;
    #: where nearly all marks of a page are such, they are a voter's way, if so many and this
    #: share of them show strokes as thin as this (mm); but for those much larger than the middle one
    dense_covered: float = 0.48
    dense_full: float = 0.58
    dense_thin: float = 1.35
    dense_few: int = 2
    dense_area: float = 1.25
    dense_share: float = 0.2
    way_dense: float = 0.75
    #: filled this much, small gaps closed, a mark is a blot: fine where most are, else doubtful
    blot_filled: float = 0.80
    #: ink near a box that comes from a marked neighbour no further than this (mm), within this
    #: angle's cosine
    neighbour: float = 17.0
    #: and no longer than a stroke's tail is, by the page's usual width of strokes (both mm)
    tail: float = 5.6
    usual_width: float = 0.5
    neighbour_cosine: float = 0.6
    #: the printed box must be seen on all four sides at least this dark; a printer of hair lines
    #: in black and white keeps a quarter of them, bare paper has none
    border_seen: float = 0.14
    #: fewer grey levels between paper and black: too faint a scan to judge
    contrast: float = 45.0


LIMITS = Limits()


class Verdict(StrEnum):
    """What a box is."""

    EMPTY = "空"
    MARK = "划记"
    DOUBT = "存疑"


class Why(StrEnum):
    """Why a box or a row goes to a person, in the words shown."""

    FAINT = "笔迹很淡"
    SHORT = "划记太短"
    TRACE = "有零星墨迹"
    OUTSIDE = "墨迹主要在框外"
    THROUGH = "有线条穿过"
    SCRIBBLE = "疑似涂改"
    JOINED = "与相邻的框一笔相连"
    COLOUR = "压有印章"
    BORDER = "框线看不清"
    CONTRAST = "扫描太淡"
    MANY = "划记多于应选"
    FEW = "划记少于应选"
    GLYPH = "符号需人工辨认"
    WRITTEN = "写有姓名需人工辨认"
    LOSSY = "黑白扫描，淡的笔迹可能没扫出来"


@dataclass(frozen=True)
class Judged:
    """The verdict on one box, how far it is a mark (0–1), why it is doubtful, its ink.

    ``sign`` is the sign it bears or looks like, where that decides (○, ×); ``again`` says that a
    person looks at it once more on the contact sheet of signs.
    """

    verdict: Verdict
    mark: float
    why: Why | None = None
    ink: Ink | None = None
    sign: str | None = None
    again: bool = False


FAINT = Judged(Verdict.DOUBT, 0.3, Why.FAINT)


def plainly_empty(measured: Measured, limits: Limits = LIMITS) -> list[bool]:
    """Say of every box of a set whether it needs no closer look."""
    empty: list[bool] = (
        (measured.strong < limits.empty_strong)
        & (measured.weak < limits.empty_weak)
        & (measured.around < limits.empty_around)
        & (measured.border >= limits.border_seen)
    ).tolist()
    return empty


def judge(ink: Ink, limits: Limits = LIMITS) -> Judged:
    """Return the verdict on one box that was looked at closely."""
    likely = min(1.0, ink.area / (2 * limits.mark_area)) * min(1.0, ink.extent / 3.5)
    if ink.border < limits.border_seen:
        return Judged(Verdict.DOUBT, round(likely, 2), Why.BORDER, ink)
    if ink.strong < limits.empty_strong and ink.weak < limits.empty_weak:
        if ink.around < limits.empty_around:
            return Judged(Verdict.EMPTY, 0.0)
        return Judged(Verdict.DOUBT, 0.2, Why.OUTSIDE, ink)
    if _dust(ink, limits):
        return Judged(Verdict.EMPTY, 0.0)
    if touched_only(ink, limits):
        return Judged(Verdict.DOUBT, 0.2, Why.OUTSIDE, ink)
    doubt = _doubt(ink, limits)
    if doubt is not None:
        return Judged(Verdict.DOUBT, round(likely, 2), doubt, ink)
    return Judged(Verdict.MARK, round(max(likely, 0.5), 2), ink=ink)


def _doubt(ink: Ink, limits: Limits) -> Why | None:
    """Return what speaks against a plain mark."""
    if ink.peak < limits.mark_peak:
        return Why.FAINT
    if ink.extent < limits.mark_extent and not _small_mark(ink, limits):
        return Why.SHORT
    if ink.area < limits.mark_area:
        return Why.SHORT
    left, top, right, bottom = (part > limits.through_exit for part in ink.exits)
    if ((left and right) or (top and bottom)) and ink.slim < limits.through_slim + ink.width:
        ends = max(ink.exits) < limits.through_ends * ink.width and ink.width < limits.filled_width
        if not ends or ink.slim >= limits.stub_slim + ink.width:
            return Why.THROUGH
    if ink.slim < limits.thin_slim and ink.width < limits.thin_width:
        return Why.THROUGH
    # a ring drawn over the box's edge is a ring all the same
    arc = ink.beside > limits.scribble_beside and ink.off_ring <= limits.scribble_off_ring
    most = limits.outside_arc if arc else 1.0
    if (
        ink.around > limits.outside_area * most
        and ink.around > limits.outside_share * ink.area * most
    ):
        return Why.OUTSIDE
    if left and right and top and bottom:
        return Why.THROUGH
    return Why.SCRIBBLE if _scribbled(ink, limits) else None


def _dust(ink: Ink, limits: Limits) -> bool:
    """Say whether a box holds grains only, none of them large enough for a touch of a pen."""
    if ink.weak >= limits.empty_weak or ink.around >= limits.empty_around:
        return False
    grains = ink.strong < limits.dust_strong and ink.width < limits.dust_width
    return grains or (ink.area < limits.dust_area and 0 < ink.extent < limits.dust_extent)


def touched_only(ink: Ink, limits: Limits = LIMITS) -> bool:
    """Say whether ink round a box hardly reaches into it."""
    inside = ink.area < limits.dust_area and ink.extent < limits.dust_extent
    return inside and ink.weak < limits.empty_weak and ink.around >= limits.empty_around


def _small_mark(ink: Ink, limits: Limits) -> bool:
    """Say whether a small mark is well formed: two strokes or a ring."""
    return (
        ink.extent >= limits.small_extent
        and ink.slim >= limits.small_slim
        and ink.area <= limits.small_filled * ink.extent * ink.slim
        and ink.peak >= limits.small_peak
    )


def neatly_filled(ink: Ink, limits: Limits = LIMITS) -> bool:
    """Say whether a box is blackened all over and hardly beyond."""
    return (
        ink.covered >= limits.neat_covered
        and ink.width >= limits.neat_width
        and ink.around < limits.neat_around
    )


def _scribbled(ink: Ink, limits: Limits) -> bool:
    """Say whether ink is more than one tick, cross, circle, stroke or blackened box."""
    if ink.width >= limits.filled_width and ink.covered >= limits.filled_covered:
        return False
    # a ring gone round a little too far is met often, and is a ring still
    ring = 0 < ink.off_ring <= limits.scribble_off_ring and ink.holes < limits.scribble_holes
    frayed = (
        ink.peak < limits.frayed_peak
        and ink.length < limits.frayed_length
        and ink.beside < limits.frayed_beside
    )
    if (
        ink.beside > limits.scribble_beside
        and ink.off_ring > limits.scribble_off_ring
        and not frayed
    ):
        return True
    return (
        (ink.tangle > limits.scribble_tangle and not ring)
        or (ink.parallel and ink.off_ring > limits.scribble_off_ring)
        or ink.length > limits.scribble_length
        or ink.holes >= limits.scribble_holes
        or (
            ink.covered > limits.scribble_covered
            and ink.width < limits.scribble_width
            and ink.off_ring > limits.scribble_off_ring
        )
    )
