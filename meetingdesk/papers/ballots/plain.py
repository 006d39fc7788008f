"""Doubtful marks that are a plain √, × or ○ all the same, looked at whole, over the box's edge.

A tick set low, a ring drawn large, a tick whose short arm lies outside the box look odd to who
looks inside the box alone. Where one sign accounts for all ink in and about the box, and a good
part of it is inside, it is a mark.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.glyphs import SHAPES, Glyph, see
from meetingdesk.papers.ballots.judging import Judged, Verdict, Why

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.papers.ballots.drawn import Mask
    from meetingdesk.papers.ballots.inks import Ink, Measured

#: a tick's corner is round as often as sharp; the box's edge cuts a ring along it into eight
_SHAPES = replace(SHAPES, tick_over=1.3, tick_arm=0.8, tick_beside=0.05, ring_inside=0.14, pieces=9)
_TICK_BOW = 0.2
#: the part of the ink that lies inside the box; a ring drawn along the box's edge has less
_INSIDE, _RING_INSIDE = 0.33, 0.2
#: strokes this wide (mm) run together: what was struck out may look like one sign
_THICK = 1.1
#: strokes more tangled, longer in all (mm) or enclosing more whites are no plain sign, which is
#: known without the closer look
_TANGLE, _LENGTH, _HOLES = 0.15, 24.0, 1
#: doubts that a closer look may settle
_OPEN = (Why.OUTSIDE, Why.SHORT, Why.SCRIBBLE, Why.THROUGH)


def accept_plain(
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
            if judged.ink is None or not _may_be(judged, own[box.id], judged.ink):
                continue
            seen = see(one, index, judged.ink, wiped.get(box.id), _SHAPES)
            bow = seen.cross.bow if seen.cross is not None else 0.0
            inside = _inside(judged.ink) >= _INSIDE or seen.glyph is Glyph.RING
            if seen.sure and inside and (seen.glyph is not Glyph.TICK or bow <= _TICK_BOW):
                verdicts[box.id] = Judged(Verdict.MARK, max(judged.mark, 0.5), ink=judged.ink)


def _may_be(judged: Judged, first: Judged, ink: Ink) -> bool:
    """Say whether a doubt is one of shape or place, about a mark mostly in its box."""
    if judged.verdict is not Verdict.DOUBT or judged.why not in _OPEN or ink.struck:
        return False
    if judged.why is Why.SCRIBBLE and (first.why is not Why.SCRIBBLE or ink.width >= _THICK):
        return False
    if ink.tangle > _TANGLE or ink.length > _LENGTH or ink.holes > _HOLES:
        return False
    return _inside(ink) >= _RING_INSIDE


def _inside(ink: Ink) -> float:
    """Return the part of the ink that lies inside the box."""
    return ink.strong / max(0.01, ink.strong + ink.around)
