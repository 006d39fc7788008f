"""Boxes judged by the page they stand on: their neighbours' tails, and marks unlike the others."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from meetingdesk.papers.ballots.judging import (
    LIMITS,
    Judged,
    Limits,
    Verdict,
    Why,
    neatly_filled,
    touched_only,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from meetingdesk.papers.ballots.inks import Ink
    from meetingdesk.papers.ballots.layout import Box

#: doubts about the ink inside a box: it is there, whatever it means
_INKED = (Why.SCRIBBLE, Why.SHORT, Why.THROUGH)


def in_context(
    boxes: Iterable[Box], verdicts: Mapping[str, Judged], limits: Limits = LIMITS
) -> dict[str, Judged]:
    """Return the verdicts of a page's boxes, each judged beside the others."""
    judged = without_tails(boxes, verdicts, limits)
    inks = {
        key: one.ink
        for key, one in judged.items()
        if one.ink and (one.verdict is Verdict.MARK or one.why is Why.SCRIBBLE)
    }
    kept = _own_way(judged, inks, limits)
    return kept if kept is not None else _unlike(judged, inks, limits)


def without_tails(
    boxes: Iterable[Box], verdicts: Mapping[str, Judged], limits: Limits = LIMITS
) -> dict[str, Judged]:
    """Return the verdicts, empty where ink beside a box is of marks in the boxes next to it."""
    judged = dict(verdicts)
    if not any(one.ink and one.why is Why.OUTSIDE for one in verdicts.values()):
        return judged
    placed = {box.id: box for box in boxes if box.id in verdicts}
    marked = [
        placed[key]
        for key, one in verdicts.items()
        if one.verdict is Verdict.MARK or one.why in _INKED
    ]
    widths = [one.ink.width for one in verdicts.values() if one.ink and one.ink.width]
    tail = limits.tail * (median(widths) if widths else limits.usual_width)
    for key, one in verdicts.items():
        if one.ink is None or one.why is not Why.OUTSIDE or one.ink.around > tail:
            continue
        if _neighbours_own(placed[key], one.ink, marked, limits):
            judged[key] = Judged(Verdict.EMPTY, 0.0)
    return judged


def _neighbours_own(box: Box, ink: Ink, marked: Iterable[Box], limits: Limits) -> bool:
    """Say whether the ink about an empty box is the tail of marks in its neighbours."""
    if ink.weak >= limits.empty_weak:
        return False
    if ink.strong >= limits.empty_strong and not touched_only(ink, limits):
        return False
    middle = np.array(box.rect.centre)
    ways = [np.array(other.rect.centre) - middle for other in marked if other.id != box.id]
    near = [way / np.linalg.norm(way) for way in ways if np.linalg.norm(way) < limits.neighbour]
    left = 0.0
    for area, dx, dy in ink.strays:
        out = np.array([dx, dy])
        length = float(np.linalg.norm(out))
        if not length or all(float(way @ out) / length < limits.neighbour_cosine for way in near):
            left += area
    return left < limits.empty_around


def _own_way(
    judged: dict[str, Judged], inks: Mapping[str, Ink], limits: Limits
) -> dict[str, Judged] | None:
    """Trust what looks crossed out where nearly all is made so; ``None`` where it is not.

    Who blackens boxes, or hatches them, does so in most; crossings-out are the exceptions.
    """
    blots = [key for key, ink in inks.items() if ink.filled >= limits.blot_filled]
    odd = {key for key in inks if judged[key].why is Why.SCRIBBLE} | set(blots)
    # who fills boxes by zig-zag leaves white in some of them, and none in others
    dense = {key for key, ink in inks.items() if _dense(ink, limits)}
    filled = not _usual(odd, inks, limits) and _all_filled(dense, odd, inks, limits)
    if filled:
        odd |= dense
    struck = {key for key in odd if inks[key].struck}
    if not _usual(struck, inks, limits):
        odd -= struck
    blackened = len(blots) > 1 and len(blots) * 2 > len(inks)
    if not odd or not (blackened or _usual(odd, inks, limits)):
        return None
    usual = median([inks[key].area for key in odd])
    most = limits.dense_area if filled else limits.way_area
    for key in odd:
        if inks[key].area <= most * usual:
            judged[key] = replace(judged[key], verdict=Verdict.MARK, mark=1.0, why=None)
        elif filled:
            judged[key] = replace(judged[key], verdict=Verdict.DOUBT, why=Why.SCRIBBLE)
    return judged


def _dense(ink: Ink, limits: Limits) -> bool:
    """Say whether ink covers much of a box and nearly all of the rectangle it lies in."""
    return (
        ink.covered >= limits.dense_covered
        and ink.area >= limits.dense_full * ink.extent * ink.slim
    )


def _all_filled(
    dense: Collection[str], odd: Collection[str], inks: Mapping[str, Ink], limits: Limits
) -> bool:
    """Say whether nearly all marks of a page are filled boxes, some seen to be so by a thin pen.

    The rings of a thick pen are as dense, but not ``odd``.
    """
    thin = sum(key in odd and inks[key].width <= limits.dense_thin for key in dense)
    return len(dense) >= max(limits.way_from, limits.way_dense * len(inks)) and thin >= max(
        limits.dense_few, limits.dense_share * len(dense)
    )


def _usual(some: Collection[str], inks: Mapping[str, Ink], limits: Limits) -> bool:
    """Say whether so many of a page's marks are a voter's way."""
    return len(some) >= limits.way_from and len(some) >= limits.way_share * len(inks)


def _unlike(
    judged: dict[str, Judged], inks: Mapping[str, Ink], limits: Limits
) -> dict[str, Judged]:
    """Doubt marks much blacker, wider or shorter than the others a voter made."""
    blots = {key for key, ink in inks.items() if ink.filled >= limits.blot_filled}
    thin = {key: ink for key, ink in inks.items() if key not in blots and judged[key].why is None}
    usual = {
        name: median([getattr(ink, name) for ink in thin.values()]) if thin else 0.0
        for name in ("width", "area", "extent", "slim")
    }
    several = len(thin) >= limits.unlike_from
    for key, ink in inks.items():
        if key in blots:
            # one black box beside plain marks is as likely a mark blacked out
            doubtful = bool(thin) or not neatly_filled(ink, limits)
        else:
            doubtful = several and _merged(ink, usual, limits)
        if doubtful:
            judged[key] = replace(judged[key], verdict=Verdict.DOUBT, why=Why.SCRIBBLE)
        elif key in thin and _stub(ink, usual if several else {}, limits):
            judged[key] = replace(judged[key], verdict=Verdict.DOUBT, why=Why.SHORT)
    return judged


def _merged(ink: Ink, usual: Mapping[str, float], limits: Limits) -> bool:
    """Say whether strokes have run together more than in the page's other marks."""
    if ink.width > limits.unlike_blob * usual["width"]:
        return True
    if usual["width"] >= limits.unlike_thick:
        return ink.area > limits.unlike_thick_area * usual["area"]
    return (
        ink.width > limits.unlike_width * usual["width"]
        and ink.area > limits.unlike_area * usual["area"]
        and ink.beside <= limits.scribble_beside
    )


def _stub(ink: Ink, usual: Mapping[str, float], limits: Limits) -> bool:
    """Say whether a mark is one short straight stroke: a slip of the pen as likely."""
    if ink.slim - ink.width >= limits.stub_slim:
        return False
    if not usual:
        return ink.extent < limits.stub_extent
    # among ticks and rings a straight stroke must be nearly as long to be a mark; one with a hook,
    # longer than it is wide, is itself a tick
    if usual["slim"] - usual["width"] >= limits.stub_drawn:
        hooked = ink.length >= ink.extent + limits.stub_hook
        far = limits.stub_most if hooked else limits.stub_far
        return ink.extent < min(limits.stub_long * usual["extent"], far)
    return ink.extent < max(
        min(limits.stub_share * usual["extent"], limits.stub_most),
        min(limits.stub_like * usual["extent"], limits.stub_extent),
    )
