"""Draw the rows of a ballot: texts, rules and boxes of one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots import columns as cols
from meetingdesk.papers.ballots.layout import Box, Rect, Space
from meetingdesk.papers.ballots.spec import LIST, SIGNS, Level, SheetSpec
from meetingdesk.papers.ballots.typeset import natural, set_text
from meetingdesk.papers.model import Align, Face
from meetingdesk.papers.placed import Box as DrawnBox
from meetingdesk.papers.placed import Item, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE_MM, _FRAME_MM = 0.2, 0.35
_WRITE_PT = 12.0


@dataclass(slots=True)
class Drawn:
    """What has been drawn on a page so far."""

    items: list[Item] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    seal: Rect | None = None


def dense_pad(level: Level) -> float:
    """White in mm above the first and below the last row, so that no rule nears a box."""
    return 0.0 if level.ruled else max(0.0, cols.CLEAR_MM - (level.pitch - cols.OUTER_MM) / 2)


def draw_table(
    drawn: Drawn,
    spec: SheetSpec,
    level: Level,
    table: cols.Columns,
    rows: Sequence[tuple[cols.Entry, float]],
    *,
    page: int,
    top: float,
    head: float,
) -> float:
    """Draw head and rows from ``top`` down; return the foot of the table in mm."""
    pad = dense_pad(level)
    drawn.items += cols.head_items(spec, level, table, top, head)
    y = top + head
    drawn.items.append(Rule(table.left, y, table.right, y, _RULE_MM))
    y += pad
    for at, (entry, height) in enumerate(rows):
        _row(drawn, spec, level, table, entry, page, y, height)
        y += height
        if at + 1 < len(rows):
            left, right = (table.left, table.right) if level.ruled else table.words
            drawn.items.append(Rule(left, y, right, y, _RULE_MM))
    y += pad
    drawn.items += [Rule(x, top, x, y, _RULE_MM) for x in table.edges[1:-1]]
    drawn.items.append(DrawnBox(table.left, top, table.right - table.left, y - top, _FRAME_MM))
    return y


def _row(
    drawn: Drawn,
    spec: SheetSpec,
    level: Level,
    table: cols.Columns,
    entry: cols.Entry,
    page: int,
    y: float,
    height: float,
) -> None:
    if entry.write_in:
        _write_in(drawn, spec, table, entry, page, y, height)
        return
    x, width = table.number
    number = set_text(
        entry.number, Face.FANGSONG, min(12.0, level.text_pt), width, align=Align.CENTER
    )
    drawn.items += number.at(x, y + (height - number.height) / 2)
    own = cols.own_block(spec, level, table, entry.row)
    drawn.items += own.at(table.text[0] + cols.PAD_MM, y + (height - own.height) / 2)
    if table.detail and entry.row.detail:
        x, width = table.detail
        block = cols.detail_block(level, entry.row.detail, width - 2 * cols.PAD_MM)
        drawn.items += block.at(x + cols.PAD_MM, y + (height - block.height) / 2)
    for place, (choice, label) in zip(table.boxes, spec.boxes, strict=True):
        _box(drawn, spec, entry.row.key, choice, label, cols.box_rect(place, y, height), page)


def _box(
    drawn: Drawn, spec: SheetSpec, key: str, choice: str, label: str, rect: Rect, page: int
) -> str:
    half = cols.LINE_MM / 2
    drawn.items.append(
        DrawnBox(
            round(rect.x - half, 4),
            round(rect.y - half, 4),
            rect.w + cols.LINE_MM,
            rect.h + cols.LINE_MM,
            cols.LINE_MM,
        )
    )
    group = LIST if spec.limit and spec.single else key
    said = SIGNS if choice == SIGNS else label.replace("\n", "")
    drawn.boxes.append(Box(f"{key}.{choice}", page, rect, group, said))
    return f"{key}.{choice}"


def _write_in(
    drawn: Drawn,
    spec: SheetSpec,
    table: cols.Columns,
    entry: cols.Entry,
    page: int,
    y: float,
    height: float,
) -> None:
    """A line for a name, and the one box that stands for choosing it."""
    left, right = table.text[0], table.words[1]
    label = set_text(cols.WRITE_IN, Face.FANGSONG, 10.5, right - left)
    foot = y + height - 3.0
    drawn.items += label.at(left + cols.PAD_MM, foot - label.height + 0.6)
    start = left + cols.PAD_MM + natural(cols.WRITE_IN, Face.FANGSONG, 10.5) + 1.5
    end = right - cols.PAD_MM
    drawn.items.append(Rule(start, foot, end, foot, _RULE_MM))
    chosen = spec.write_choice or spec.boxes[0][0]
    for place, (choice, choice_label) in zip(table.boxes, spec.boxes, strict=True):
        if choice != chosen and not spec.single:
            continue
        rect = cols.box_rect(place, y, height)
        box = _box(drawn, spec, entry.row.key, choice, choice_label, rect, page)
        space = Rect(
            round(start, 3), round(y + 1.5, 3), round(end - start, 3), round(height - 4.5, 3)
        )
        drawn.spaces.append(Space(entry.row.key, page, space, box))
