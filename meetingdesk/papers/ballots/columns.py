"""The columns of a ballot's table: what stands in each, how wide it is, how high a row gets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.layout import Rect
from meetingdesk.papers.ballots.spec import Level, Paper, SheetRow, SheetSpec
from meetingdesk.papers.ballots.typeset import Block, natural, set_name, set_text, stack
from meetingdesk.papers.model import Align, Face
from meetingdesk.rules.names import padded

if TYPE_CHECKING:
    from meetingdesk.papers.placed import Glyphs

#: inside of a box, its line, white between the box's line and any rule or text
BOX_MM, LINE_MM, CLEAR_MM = 7.0, 0.35, 2.5
OUTER_MM = BOX_MM + 2 * LINE_MM
#: white between a cell's edge and its text
PAD_MM = 1.5
_FEWEST_MM = 20.0
WRITE_IN = "另选他人"
#: height of a row for a name written by hand, and the width its text column needs
WRITE_ROW_MM, WRITE_MM = 14.0, 46.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges and widths in mm of one table; ``detail`` is None when there is no such column.

    ``stacked`` rows have the detail under the text.
    """

    left: float
    number: tuple[float, float]
    text: tuple[float, float]
    detail: tuple[float, float] | None
    boxes: tuple[tuple[float, float], ...]
    stacked: bool
    right: float

    @property
    def edges(self) -> list[float]:
        """The x of every upright rule."""
        parts = [self.number, self.text, *([self.detail] if self.detail else []), *self.boxes]
        return sorted({round(x, 3) for x, _ in parts} | {self.right})

    @property
    def words(self) -> tuple[float, float]:
        """From where to where the text columns go: where dense rows have their rules."""
        parts = [self.number, self.text, *([self.detail] if self.detail else [])]
        return min(x for x, _ in parts), max(x + w for x, w in parts)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row ready to be set: a candidate's or a blank one (``write_in``)."""

    number: str
    row: SheetRow
    write_in: bool = False


def label_of(spec: SheetSpec, row: SheetRow) -> str:
    """Return the row's text as printed."""
    return padded(row.text) if spec.names else row.text


def lay_columns(spec: SheetSpec, level: Level, left: float, width: float, count: int) -> Columns:
    """Share ``width`` mm among number, text, detail and boxes.

    A single box among persons stands before the name, as on an election ballot; else the boxes
    follow the text.
    """
    small = spec.paper is not Paper.A4
    each = _box_width(spec, small=small, room=width)
    number_w = 8.0 if small or level.columns > 1 else 11.0
    if count > 99:
        number_w += 1.5
    rest = width - number_w - each * len(spec.boxes)
    x = left
    boxes: list[tuple[float, float]] = []
    before = spec.single and spec.names
    if before:
        boxes.append((x, each))
        x += each
    number = (x, number_w)
    x += number_w
    text, detail, stacked = _text_columns(spec, level, x, rest)
    x += rest
    if not before:
        boxes = [(x + each * at, each) for at in range(len(spec.boxes))]
    return Columns(left, number, text, detail, tuple(boxes), stacked, left + width)


def _box_width(spec: SheetSpec, *, small: bool, room: float) -> float:
    least = OUTER_MM + 2 * CLEAR_MM + 0.3
    longest = max(len(part) for _, label in spec.boxes for part in label.split("\n"))
    wanted = max(16.5, 4.3 * min(longest, 4) + 3.0) if not small else 3.8 * min(longest, 4) + 3.0
    # the text keeps two fifths of the table
    most = room * 0.6 / len(spec.boxes)
    return max(least, min(wanted, 22.0, most))


def _text_columns(
    spec: SheetSpec, level: Level, x: float, rest: float
) -> tuple[tuple[float, float], tuple[float, float] | None, bool]:
    if not any(row.detail for row in spec.rows):
        return (x, rest), None, False
    if spec.names:
        longest = max(
            (natural(label_of(spec, row), Face.FANGSONG, level.text_pt) for row in spec.rows),
            default=0.0,
        )
        own = min(max(_FEWEST_MM, longest + 2 * PAD_MM + 0.5), rest * 0.5)
        smallest = longest * _least_pt(level) / level.text_pt
        if smallest * 0.8 > own - 2 * PAD_MM:  # a very long name has the whole line to itself
            return (x, rest), None, True
    else:
        own = rest * 0.42
    return (x, own), (x + own, rest - own), False


@lru_cache(maxsize=4096)
def text_block(level: Level, label: str, below: str, width: float, *, name: bool) -> Block:
    """Set a row's own text into ``width`` mm, whole if it is a ``name``, with ``below`` under it."""
    if name:
        own = set_name(label, Face.FANGSONG, level.text_pt, width, least_pt=_least_pt(level))
    else:
        own = set_text(label, Face.FANGSONG, level.text_pt, width, leading=1.25)
    if below:
        return stack(own, set_text(below, Face.KAI, level.detail_pt, width, leading=1.25), gap=0.8)
    return own


@lru_cache(maxsize=4096)
def detail_block(level: Level, detail: str, width: float) -> Block:
    """Set a row's second text (post, contents of a project)."""
    return set_text(detail, Face.FANGSONG, level.detail_pt, width, leading=1.25)


def _least_pt(level: Level) -> float:
    return max(9.0, level.text_pt - 3.5)


def own_block(spec: SheetSpec, level: Level, columns: Columns, row: SheetRow) -> Block:
    """Set what stands in the text column of ``row``."""
    below = row.detail if columns.stacked else ""
    width = columns.text[1] - 2 * PAD_MM
    return text_block(level, label_of(spec, row), below, width, name=spec.names)


def row_height(spec: SheetSpec, level: Level, columns: Columns, entry: Entry) -> float:
    """Return how high the row must be in mm."""
    if entry.write_in:
        return max(level.pitch, WRITE_ROW_MM)
    own = own_block(spec, level, columns, entry.row).height
    if columns.detail and entry.row.detail:
        own = max(own, detail_block(level, entry.row.detail, columns.detail[1] - 2 * PAD_MM).height)
    return max(level.pitch, own + 2 * PAD_MM)


def head_height(spec: SheetSpec, level: Level, columns: Columns) -> float:
    """Return how high the table's head must be in mm."""
    tallest = max(block.height for block in _heads(spec, level, columns).values())
    return max(10.0, tallest + 3.0)


def head_items(
    spec: SheetSpec, level: Level, columns: Columns, y: float, height: float
) -> list[Glyphs]:
    """Return the heads of all columns, each in the middle of its cell."""
    items: list[Glyphs] = []
    for (x, _), block in _heads(spec, level, columns).items():
        items += block.at(x, y + (height - block.height) / 2)
    return items


def _heads(spec: SheetSpec, level: Level, columns: Columns) -> dict[tuple[float, float], Block]:
    size = min(12.0, level.text_pt)
    many = spec.paper is not Paper.A4 or level.columns > 1
    texts = {columns.number: "序\n号" if many else "序号", columns.text: spec.heads[0]}
    if columns.stacked:
        texts[columns.text] = f"{spec.heads[0]}及{spec.heads[1]}"
    if columns.detail:
        texts[columns.detail] = spec.heads[1]
    for place, (_, label) in zip(columns.boxes, spec.boxes, strict=True):
        texts[place] = label
    return {
        place: set_text(
            text,
            Face.HEI,
            _head_size(text, size, place[1]),
            place[1],
            align=Align.CENTER,
            leading=1.15,
            balanced=True,
        )
        for place, text in texts.items()
    }


def _head_size(text: str, size: float, width: float) -> float:
    """Return a size at which no head needs more than two lines."""
    while size > 9.0 and any(
        natural(part, Face.HEI, size) > 2 * (width - 1.0) for part in text.split("\n")
    ):
        size -= 0.5
    return size


def box_rect(place: tuple[float, float], y: float, height: float) -> Rect:
    """Return the inside of the box in the middle of a cell."""
    x, width = place
    return Rect(
        round(x + (width - BOX_MM) / 2, 3), round(y + (height - BOX_MM) / 2, 3), BOX_MM, BOX_MM
    )
