"""Boxes judged by the page they stand on: their neighbours' tails, and marks unlike the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from meetingdesk.papers.ballots.judging import (
    LIMITS,
    Judged,
    Limits,
    Verdict,
    Why,
    neatly_filled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meetingdesk.papers.ballots.layout import Box


def in_context(
    boxes: Iterable[Box], verdicts: Mapping[str, Judged], limits: Limits = LIMITS
) -> dict[str, Judged]:
    """Return the verdicts of a page's boxes, each judged beside the others."""
    placed = {box.id: box for box in boxes if box.id in verdicts}
    judged = dict(verdicts)
    marked = [placed[key] for key, one in verdicts.items() if one.verdict is Verdict.MARK]
    for key, one in verdicts.items():
        if one.why is Why.OUTSIDE and _neighbours_own(placed[key], one, marked, limits):
            judged[key] = Judged(Verdict.EMPTY, 0.0)
    return _unlike(judged, limits)


def _neighbours_own(box: Box, one: Judged, marked: Iterable[Box], limits: Limits) -> bool:
    """Say whether the ink about an empty box is the tail of marks in its neighbours."""
    ink = one.ink
    if ink is None or ink.strong >= limits.empty_strong or ink.weak >= limits.empty_weak:
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


def _unlike(judged: dict[str, Judged], limits: Limits) -> dict[str, Judged]:
    """Doubt marks much blacker than the others a voter made; trust blots where all are blots."""
    inks = {
        key: one.ink
        for key, one in judged.items()
        if one.ink and (one.verdict is Verdict.MARK or one.why is Why.SCRIBBLE)
    }
    blots = {key for key, ink in inks.items() if ink.filled >= limits.blot_filled}
    if len(blots) * 2 > len(inks):
        for key in blots:
            if len(blots) > 1 and judged[key].why is Why.SCRIBBLE:
                judged[key] = replace(judged[key], verdict=Verdict.MARK, mark=1.0, why=None)
        return judged
    thin = [inks[key] for key in inks if key not in blots and judged[key].why is None]
    usual_width = float(np.median([ink.width for ink in thin])) if thin else 0.0
    usual_area = float(np.median([ink.area for ink in thin])) if thin else 0.0
    for key, ink in inks.items():
        merged = (
            len(thin) >= limits.unlike_from
            and limits.unlike_width * usual_width < ink.width < limits.unlike_most
            and ink.area > limits.unlike_area * usual_area
            and ink.beside <= limits.scribble_beside
        )
        thick = (
            len(thin) >= limits.unlike_from
            and usual_width >= limits.unlike_thick
            and ink.area > limits.unlike_thick_area * usual_area
            and not neatly_filled(ink, limits)
        )
        blot = key in blots and usual_width < limits.scribble_width
        if merged or thick or (blot and not neatly_filled(ink, limits)):
            judged[key] = replace(judged[key], verdict=Verdict.DOUBT, why=Why.SCRIBBLE)
    return judged
