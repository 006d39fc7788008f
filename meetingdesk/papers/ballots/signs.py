"""The signs on a side with one box for ○ and × in each row: from ink to a choice.

A sheet's legend says which sign means which choice (rules.md §8 (a): ○ 赞成, × 反对, nothing
弃权). Certain signs but the plainest rings, and what is likely, are shown once more together; a sign
that is neither, or not in the legend, goes to a person with what it looks like.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.drawn import drawn_closely, is_tip
from meetingdesk.papers.ballots.glyphs import Glyph, Seen, see
from meetingdesk.papers.ballots.judging import Judged, Verdict, Why
from meetingdesk.papers.ballots.likely import likely
from meetingdesk.papers.ballots.likely_rings import plainest
from meetingdesk.papers.ballots.rings import hole_of, ring_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.papers.ballots.drawn import Mask
    from meetingdesk.papers.ballots.inks import Measured
    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.layout import Box


#: doubts about a box's ink that a certain sign settles
_OPEN = (Why.SCRIBBLE, Why.SHORT, Why.THROUGH, Why.OUTSIDE)
#: the part of a sign that lies inside its box
_INSIDE = 0.33
#: less of a ring as large as the box (in parts of its half side), which is seen once more
_INSIDE_ABOUT, _ABOUT = 0.12, 0.95
#: a smaller one (mm) is asked about
_LEAST = 2.6


def read_signs(
    form: KnownForm,
    measured: Sequence[Measured],
    own: Mapping[str, Judged],
    verdicts: Mapping[str, Judged],
    wiped: Mapping[str, Mask],
) -> dict[str, Judged]:
    """Return the verdicts with the sign in each box that takes one.

    ``own`` are the verdicts before the boxes were judged beside each other: rings and crosses
    on one sheet are not alike, so of that nothing is taken but what is empty. What looks crossed
    out is a mark where it is a certain sign. ``wiped`` is where streaks were taken out. Beside a
    line for a name the name decides, and a person reads it.
    """
    read = dict(verdicts)
    lines = {space.box for space in form.layout.spaces}
    for one in measured:
        for index, box in enumerate(one.boxes.boxes):
            judged = verdicts[box.id]
            if box.group not in form.by_glyph or box.id in lines:
                continue
            first = own[box.id]
            if judged.verdict is Verdict.EMPTY or first.ink is None:
                continue
            seen = see(one, index, first.ink, wiped.get(box.id))
            if first.verdict is Verdict.MARK or first.why in (*_OPEN, Why.FAINT):
                half = max(box.rect.w, box.rect.h) / 2
                found = _judged(form, first, seen, half)
                if found.verdict is not Verdict.MARK and not seen.sure:
                    near = drawn_closely(one, index, first.ink, wiped.get(box.id))
                    closely = _judged(form, first, Seen(seen.glyph, sure=False, drawn=near), half)
                    found = closely if closely.verdict is Verdict.MARK else found
                read[box.id] = found
            else:
                read[box.id] = replace(judged, sign=seen.glyph)
    return read


def _judged(form: KnownForm, first: Judged, seen: Seen, half: float) -> Judged:
    mark = max(first.mark, 0.5)
    own = _belongs(first, _INSIDE)
    if own and seen.sure and seen.glyph in form.legend:
        again = first.why is Why.FAINT or not (seen.glyph is Glyph.TICK or plainest(seen))
        return Judged(Verdict.MARK, mark, None, first.ink, seen.glyph, again)
    if own or (_belongs(first, _INSIDE_ABOUT) and _about(seen, half)):
        # what is likely is read too, and seen once more beside others like it
        sign = seen.glyph if seen.sure and not own else likely(seen, half)
        if sign in form.legend:
            return Judged(Verdict.MARK, mark, None, first.ink, sign, again=True)
    if first.why is Why.SHORT and seen.drawn is not None and is_tip(seen.drawn):
        # the row is shown once more among those with no mark
        return Judged(Verdict.EMPTY, 0.0)
    why = first.why or Why.GLYPH
    return Judged(Verdict.DOUBT, first.mark, why, first.ink, seen.glyph)


def _belongs(first: Judged, inside: float) -> bool:
    """Say whether a sign is the box's own: large enough, and enough of it lies inside."""
    ink = first.ink
    if ink is None or first.why not in (Why.OUTSIDE, Why.SHORT, Why.FAINT):
        return True
    return ink.extent >= _LEAST and ink.strong >= inside * (ink.strong + ink.around)


def _about(seen: Seen, half: float) -> bool:
    """Say whether a sign is a ring as large as its box."""
    ring = seen.ring
    if ring is None and seen.drawn is not None:
        ring = ring_of(seen.drawn, *hole_of(seen.drawn))
    return ring is not None and ring.half >= _ABOUT * half


def mark_of(form: KnownForm, box: Box, judged: Judged) -> str:
    """Return the mark a box stands for: the choice of its sign, or the box itself."""
    choice = form.legend.get(judged.sign or "") if box.group in form.by_glyph else None
    return f"{box.id.rpartition('.')[0]}.{choice}" if choice else box.id


def signs_read(
    form: KnownForm, page: int, verdicts: Mapping[str, Judged]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return the signs read on a side by group, and the groups to be seen once more."""
    if not form.by_glyph:
        return {}, frozenset()
    read = {
        box.group: judged
        for box in form.layout.boxes
        if box.page == page and box.group in form.by_glyph
        if (judged := verdicts[box.id]).verdict is Verdict.MARK and judged.sign
    }
    again = frozenset(group for group, judged in read.items() if judged.again)
    return {group: judged.sign or "" for group, judged in read.items()}, again


def reason_of(label: str, why: Why, judged: Judged, *, by_glyph: bool) -> str:
    """Return why a box is doubtful in words, with what its sign looks like."""
    if not by_glyph:
        return f"{label}{why}"
    return f"{why}，像“{judged.sign}”" if judged.sign else str(why)
