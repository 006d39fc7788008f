"""Empty boxes beside which nothing lies but a part of the ring drawn in the box next to them.

A large ring set low reaches so far that it might be a mark of its own, drawn beside its box. It
is not where that ink is part of what is certainly one ring about the other box's middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from meetingdesk.papers.ballots.glyphs import Glyph, see
from meetingdesk.papers.ballots.judging import LIMITS, Judged, Verdict, Why

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from meetingdesk.papers.ballots.drawn import Floats, Mask
    from meetingdesk.papers.ballots.inks import Measured
    from meetingdesk.papers.ballots.layout import Box

#: how near the ring's ink the middle of a piece lies that is of it, in mm
_NEAR = 0.6


def without_rings(
    measured: Sequence[Measured], verdicts: dict[str, Judged], wiped: Mapping[str, Mask]
) -> None:
    """Take boxes for empty that have no ink in them and a neighbour's ring beside them."""
    places = [(one, at, box) for one in measured for at, box in enumerate(one.boxes.boxes)]
    for _, _, box in places:
        judged = verdicts[box.id]
        ink = judged.ink
        if ink is None or judged.why is not Why.OUTSIDE or ink.strong + ink.weak > 0:
            continue
        middle = np.array(box.rect.centre)
        pieces = [np.add(middle, (x, y)) for _, x, y in ink.strays]
        rings = list(_rings_by(box, places, verdicts, wiped)) if pieces else []
        if rings and all(any(_on(piece, ring) for ring in rings) for piece in pieces):
            verdicts[box.id] = Judged(Verdict.EMPTY, 0.0)


def _rings_by(
    box: Box,
    places: Sequence[tuple[Measured, int, Box]],
    verdicts: Mapping[str, Judged],
    wiped: Mapping[str, Mask],
) -> Iterator[Floats]:
    """Yield the ink (n × 2, mm on the side) of boxes close by that certainly bear one ring."""
    middle = np.array(box.rect.centre)
    for one, at, other in places:
        judged = verdicts[other.id]
        apart = float(np.linalg.norm(np.array(other.rect.centre) - middle))
        if judged.verdict is not Verdict.MARK or judged.ink is None:
            continue
        if other.id == box.id or apart >= LIMITS.neighbour:
            continue
        seen = see(one, at, judged.ink, wiped.get(other.id))
        if seen.sure and seen.glyph is Glyph.RING and seen.drawn is not None:
            yield seen.drawn.points + np.array(other.rect.centre)


def _on(piece: Floats, ring: Floats) -> bool:
    return bool(np.linalg.norm(ring - piece, axis=1).min() <= _NEAR)
