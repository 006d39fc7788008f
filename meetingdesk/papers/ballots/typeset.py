"""Text on a ballot: lines, headings and names set into a width, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace

from meetingdesk.papers.kinsoku import break_lines, natural_width, place
from meetingdesk.papers.model import Align, Face, Run
from meetingdesk.papers.placed import MM_PER_PT, Glyphs, mm, moved
from meetingdesk.papers.setting import items_of, signs_of, widths_of
from meetingdesk.papers.titles import break_title

#: how narrow a name's characters may become before it is broken at its middle dot
NARROWEST = 0.72


@dataclass(frozen=True, slots=True)
class Block:
    """Set lines; ``items`` stand relative to the block's top left corner. Lengths in mm."""

    items: tuple[Glyphs, ...]
    width: float
    height: float

    def at(self, x: float, y: float) -> list[Glyphs]:
        """Return the items with the block's corner at (x, y)."""
        return [one for item in self.items if isinstance(one := moved(item, x, y), Glyphs)]


def set_text(
    text: str,
    face: Face,
    size_pt: float,
    width: float,
    *,
    align: Align = Align.LEFT,
    leading: float = 1.3,
    balanced: bool = False,
) -> Block:
    """Set ``text`` into ``width`` mm; ``balanced`` breaks it as a title is broken."""
    signs = signs_of((Run(text),), face, size_pt)
    widths = widths_of(signs, tighten=False)
    plain = "".join(sign.char for sign in signs)
    measure = width / MM_PER_PT
    if balanced:
        lines = break_title(plain, widths, measure)
    else:
        lines = break_lines(plain, widths, measure, measure)
    step = size_pt * leading
    items: list[Glyphs] = []
    for number, line in enumerate(lines):
        part, some = plain[line.start : line.end], widths[line.start : line.end]
        own = natural_width(part, some)
        justify = align is Align.JUSTIFY and not line.last
        xs = place(part, some, measure if justify or own > measure else own, justify=justify)
        slack = max(0.0, measure - own)
        left = {Align.CENTER: slack / 2, Align.RIGHT: slack}.get(align, 0.0)
        row = signs[line.start : line.end]
        for item in items_of(row, [left + x for x in xs], some, step):
            placed = moved(item, 0.0, mm(number * step))
            if isinstance(placed, Glyphs) and placed.text.strip():
                items.append(placed)
    return Block(tuple(items), width, mm(step * len(lines)))


def natural(text: str, face: Face, size_pt: float) -> float:
    """Return the width in mm of ``text`` on one line."""
    return sum(widths_of(signs_of((Run(text),), face, size_pt), tighten=False)) * MM_PER_PT


def line_count(block: Block) -> int:
    """Return how many lines of text a block has."""
    return len({round(item.y, 3) for item in block.items})


def set_name(name: str, face: Face, size_pt: float, width: float, *, least_pt: float) -> Block:
    """Set a person's name whole on one line: smaller down to ``least_pt``, then narrower.

    Only a name too long even so is broken, and then at its middle dots.
    """
    size = size_pt
    while size > least_pt and natural(name, face, size) > width:
        size -= 0.5
    size = max(size, least_pt)
    own = natural(name, face, size)
    if own <= width:
        return set_text(name, face, size, width)
    stretch = width / own
    if stretch < NARROWEST:
        return set_text(_at_dots(name, face, size, width), face, size, width)
    whole = set_text(name, face, size, own + 0.1)
    items = tuple(
        replace(
            item,
            xs=tuple(round(x * stretch, 4) for x in item.xs),
            width=round(item.width * stretch, 4),
            stretch=stretch,
        )
        for item in whole.items
    )
    return Block(items, width, whole.height)


def _at_dots(name: str, face: Face, size_pt: float, width: float) -> str:
    lines = [""]
    parts = name.split("·")
    for number, part in enumerate(parts):
        piece = part + ("·" if number + 1 < len(parts) else "")
        if lines[-1] and natural(lines[-1] + piece, face, size_pt) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def stack(*blocks: Block, gap: float = 0.0) -> Block:
    """Put blocks under one another, ``gap`` mm apart."""
    items: list[Glyphs] = []
    y = 0.0
    for number, block in enumerate(blocks):
        y += gap if number else 0.0
        items += block.at(0.0, y)
        y += block.height
    return Block(tuple(items), max(block.width for block in blocks), y)
