"""Setting paragraphs: from runs of text to lines of placed characters.

Works in points relative to the text block's left edge; :mod:`meetingdesk.papers.layout` stacks
the lines on pages. Looks of the roles: GB/T 9704—2012 §5.2.3, §7.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers import fonts
from meetingdesk.papers.kinsoku import Line, break_lines, natural_width, place, spread
from meetingdesk.papers.model import Align, Edit, Face, Paragraph, Role, Run
from meetingdesk.papers.placed import ASCENT, BLACK, Glyphs, Item, Rule, mm
from meetingdesk.papers.prepared import indents
from meetingdesk.papers.titles import break_title

if TYPE_CHECKING:
    from collections.abc import Sequence

GRID_PT = 28.95
GRID_LINES = 22
GRID_CHARS = 28
BODY_PT = 16.0
#: 3号 gives up 0.3 pt a character so that 28 fit the 156 mm text block; full lines are then
#: spread to it. 0.25 would do, but LibreOffice leaves the last character before each change
#: between Chinese and digits as wide as it was.
TIGHTEN_PT = 0.3
PITCH_PT = BODY_PT - TIGHTEN_PT
#: Newlines, zero-width marks and variation selectors.
_NO_WIDTH = frozenset(["\n", "\ufeff", "\u200b", *map(chr, range(0xFE00, 0xFE10))])


@dataclass(frozen=True, slots=True)
class Look:
    """Face, size and alignment of a role."""

    face: Face
    size_pt: float = BODY_PT
    align: Align = Align.JUSTIFY
    balanced: float = 0.0  # > 0: broken like a title, with this evenness


LOOKS: dict[Role, Look] = {
    Role.TITLE: Look(Face.TITLE, 22.0, Align.CENTER, balanced=1.0),
    Role.NOTE: Look(Face.KAI, align=Align.CENTER, balanced=0.2),
    Role.ADDRESSEE: Look(Face.FANGSONG),
    Role.BODY: Look(Face.FANGSONG),
    Role.LEVEL1: Look(Face.HEI),
    Role.LEVEL2: Look(Face.KAI),
    Role.LEVEL3: Look(Face.FANGSONG),
    Role.SIGNER: Look(Face.FANGSONG, align=Align.RIGHT),
    Role.DATE: Look(Face.FANGSONG, align=Align.RIGHT),
    Role.ANNEX: Look(Face.HEI, align=Align.LEFT),
    Role.PLAIN: Look(Face.FANGSONG),
    Role.CENTER: Look(Face.FANGSONG, align=Align.CENTER, balanced=0.5),
    Role.HEADING: Look(Face.HEI, align=Align.CENTER, balanced=1.0),
    Role.BLANK: Look(Face.FANGSONG),
    Role.SEALED: Look(Face.FANGSONG, align=Align.RIGHT),
    Role.STAMPED: Look(Face.FANGSONG, align=Align.RIGHT),
    Role.REMARK: Look(Face.FANGSONG),
    Role.ENCLOSURE: Look(Face.FANGSONG),
    Role.ATTENDING: Look(Face.FANGSONG),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One character with its look; ``size`` in points."""

    char: str
    face: Face
    size: float
    bold: bool
    underline: bool
    color: str
    struck: bool = False


@dataclass(slots=True)
class SetLine:
    """A line ready to be put on a page: ``items`` relative to the line's top left, in mm."""

    height: float  # pt
    items: list[Item]
    glue: bool = False  # must share a page with what follows
    heading: tuple[int, str] | None = None  # level and words, for the outline


def cell_width(sign: Sign) -> float:
    """Width of a character's cell in points; invisible characters take none."""
    if sign.char in _NO_WIDTH:
        return 0.0
    return fonts.glyph(sign.char, sign.face, sign.bold).advance * sign.size


def signs_of(runs: Sequence[Run], face: Face, size: float) -> list[Sign]:
    """The characters of ``runs``, tabs as full-width spaces, with their looks."""
    return [
        Sign(
            "\u3000" if char == "\t" else char,
            run.face or face,
            run.size_pt or size,
            run.bold,
            run.underline or (run.change is not None and run.change.edit is Edit.INSERTED),
            run.color or BLACK,
            run.change is not None and run.change.edit is Edit.DELETED,
        )
        for run in runs
        for char in run.text.replace("\r\n", "\n").replace("\r", "\n")
    ]


def set_paragraph(
    paragraph: Paragraph, measure: float, *, shift: float | None = None
) -> list[SetLine]:
    """Lines of a paragraph within ``measure`` points.

    ``shift`` is the left edge of a right-aligned line (used for 落款, whose place depends on
    two paragraphs).
    """
    look = LOOKS[paragraph.role]
    size = paragraph.size_pt or look.size_pt
    face = paragraph.face or look.face
    align = paragraph.align or look.align
    signs = signs_of(paragraph.runs, face, size)
    height = line_height(paragraph, signs, size)
    if not signs:
        return [SetLine(height, [])]
    text = "".join(sign.char for sign in signs)
    widths = widths_of(signs)
    # an alignment of its own takes the indent off, as the Word renderer does
    first, hang = (one * pitch(size) for one in indents(paragraph))
    if look.balanced and align is Align.CENTER:
        lines = break_title(text, widths, measure, evenness=look.balanced)
    else:
        lines = break_lines(text, widths, measure - first - (shift or 0.0), measure - hang)
    made = []
    for number, line in enumerate(lines):
        left = first if number == 0 else hang
        row = signs[line.start : line.end]
        xs = _line_positions(
            text, widths, line, measure, left, align, shift if align is Align.RIGHT else None
        )
        made.append(SetLine(height, items_of(row, xs, widths[line.start : line.end], height)))
    return made


def _line_positions(
    text: str,
    widths: Sequence[float],
    line: Line,
    measure: float,
    left: float,
    align: Align,
    shift: float | None,
) -> list[float]:
    part, some = text[line.start : line.end], widths[line.start : line.end]
    if align is Align.DISTRIBUTE:
        return [left + x for x in spread(some, measure - left)]
    width = natural_width(part, some)
    room = measure - left
    if align is Align.CENTER:
        left += max(0.0, (room - width) / 2)
    elif align is Align.RIGHT:
        left += max(0.0, room - width) if shift is None else shift
    justify = align is Align.JUSTIFY and not line.last
    space = room if justify or width > room else max(width, 0.0)
    return [left + x for x in place(part, some, space, justify=justify)]


def pitch(size: float) -> float:
    """Width of a full character as it is set: 3号 is tightened, other sizes are not."""
    return size - (TIGHTEN_PT if size == BODY_PT else 0.0)


def widths_of(signs: Sequence[Sign], *, tighten: bool = True) -> list[float]:
    """Cell widths of ``signs`` in points; 3号 is tightened except in tables."""
    return [
        cell_width(s)
        - (TIGHTEN_PT if tighten and s.size == BODY_PT and s.char not in _NO_WIDTH else 0.0)
        for s in signs
    ]


def paragraph_width(paragraph: Paragraph) -> float:
    """Width in points of a paragraph set on one line."""
    look = LOOKS[paragraph.role]
    signs = signs_of(paragraph.runs, paragraph.face or look.face, paragraph.size_pt or look.size_pt)
    return sum(widths_of(signs))


def line_height(paragraph: Paragraph, signs: Sequence[Sign], size: float) -> float:
    """Exact line height: as stated, else as many 28.95 pt grid lines as the largest needs."""
    if paragraph.line_pt:
        return paragraph.line_pt
    largest = max((sign.size for sign in signs), default=size)
    return GRID_PT * max(1, math.ceil((largest + 2.0) / GRID_PT))


def items_of(
    signs: Sequence[Sign], xs: Sequence[float], widths: Sequence[float], height: float
) -> list[Item]:
    """Placed items of one line ``height`` points high, text centred in it vertically."""
    if not signs:
        return []
    largest = max(sign.size for sign in signs)
    baseline = (height - largest) / 2 + ASCENT * largest
    items: list[Item] = []
    start = 0
    for end in range(1, len(signs) + 1):
        if end < len(signs) and _same_look(signs[start], signs[end]):
            continue
        one = signs[start]
        right = xs[end - 1] + widths[end - 1]
        items.append(
            Glyphs(
                "".join(sign.char for sign in signs[start:end]),
                tuple(mm(x) for x in xs[start:end]),
                mm(baseline),
                one.face,
                one.size,
                mm(right - xs[start]),
                one.bold,
                one.color,
            )
        )
        if one.underline:
            under = mm(baseline + 0.2 * one.size)
            items.append(Rule(mm(xs[start]), under, mm(right), under, 0.2, one.color))
        if one.struck:
            through = mm(baseline - 0.36 * one.size)
            items.append(Rule(mm(xs[start]), through, mm(right), through, 0.3, one.color))
        start = end
    return items


def _same_look(one: Sign, other: Sign) -> bool:
    return (
        one.face is other.face
        and one.size == other.size
        and one.bold == other.bold
        and one.underline == other.underline
        and one.struck == other.struck
        and one.color == other.color
    )
