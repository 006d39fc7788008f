"""What stands on a page and where: the one list that preview, printer and PDF all draw.

Positions and lengths are millimetres from the sheet's top left corner, sizes points, colours
``#RRGGBB``. Nothing here needs a painter, so tests measure pages as values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetingdesk.papers.model import Face

MM_PER_PT = 25.4 / 72
BLACK = "#000000"


def mm(points: float) -> float:
    """Points to millimetres, rounded to a tenth of a micrometre so equal input stays equal."""
    return round(points * MM_PER_PT, 4)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A stretch of text of one look.

    ``xs`` is the left edge of each character's cell, ``y`` the baseline. ``stretch`` makes the characters wider or narrower (版头); ``angle``
    turns the text clockwise, in degrees, about its first cell (watermark).
    """

    text: str
    xs: tuple[float, ...]
    y: float
    face: Face
    size_pt: float
    width: float
    bold: bool = False
    color: str = BLACK
    angle: float = 0.0
    stretch: float = 1.0

    @property
    def x(self) -> float:
        """Left edge of the first cell."""
        return self.xs[0] if self.xs else 0.0

    @property
    def right(self) -> float:
        """Right edge of the last cell."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Top of the square the characters stand in (0.88 of the size above the baseline)."""
        return self.y - mm(self.size_pt * ASCENT)

    @property
    def bottom(self) -> float:
        """Foot of that square."""
        return self.y + mm(self.size_pt * (1 - ASCENT))


#: Where the baseline lies in the square of a Chinese character.
ASCENT = 0.88


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, ``width`` millimetres thick; ``dashed`` for cutting and folding."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    color: str = BLACK
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, outlined ``line`` millimetres thick (0: no outline), filled if ``fill``."""

    x: float
    y: float
    w: float
    h: float
    line: float = 0.2
    color: str = BLACK
    fill: str | None = None
    dashed: bool = False


Item = Glyphs | Rule | Box


def moved(item: Item, dx: float, dy: float) -> Item:
    """The same item shifted."""
    if isinstance(item, Glyphs):
        xs = item.xs if not dx else tuple(round(x + dx, 4) for x in item.xs)
        return replace(item, xs=xs, y=round(item.y + dy, 4))
    if isinstance(item, Rule):
        return replace(
            item,
            x1=round(item.x1 + dx, 4),
            x2=round(item.x2 + dx, 4),
            y1=round(item.y1 + dy, 4),
            y2=round(item.y2 + dy, 4),
        )
    return replace(item, x=round(item.x + dx, 4), y=round(item.y + dy, 4))


@dataclass(frozen=True, slots=True)
class Page:
    """One finished sheet. ``number`` counts from 1; ``block`` is the text block (x, y, w, h).

    ``headings`` are level (0 the title), words and height of what an outline lists.
    """

    number: int
    width: float
    height: float
    block: tuple[float, float, float, float]
    items: tuple[Item, ...]
    headings: tuple[tuple[int, str, float], ...] = ()

    @property
    def glyphs(self) -> list[Glyphs]:
        """The text items in drawing order."""
        return [item for item in self.items if isinstance(item, Glyphs)]

    @property
    def text(self) -> str:
        """The page's text as drawn, one line per text item."""
        return "\n".join(item.text for item in self.glyphs)
