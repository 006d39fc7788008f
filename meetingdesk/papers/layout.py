"""Lay a document out on sheets: pure geometry, the same for preview, printer and PDF.

GB/T 9704—2012: 22 lines × 28 characters on the 156 × 225 mm text block, 版头 (§7.2), 落款 without a
seal (§7.3.5.2), page number 7 mm below the text block on the outer side (§7.5). Lines are put on
pages in points, items carry millimetres from the sheet's top left corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.papers.furniture import letterhead, page_number, watermark
from meetingdesk.papers.model import (
    Document,
    Gap,
    PageSetup,
    Paragraph,
    Role,
    Table,
)
from meetingdesk.papers.placed import (
    MM_PER_PT,
    Box,
    Glyphs,
    Item,
    Page,
    Rule,
    moved,
)
from meetingdesk.papers.setting import (
    GRID_CHARS,
    GRID_LINES,
    GRID_PT,
    LOOKS,
    PITCH_PT,
    SetLine,
    paragraph_width,
    pitch,
    set_paragraph,
)
from meetingdesk.papers.tables import MeasuredTable, draw_piece, measure_table

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "GRID_CHARS",
    "GRID_LINES",
    "GRID_PT",
    "MM_PER_PT",
    "PITCH_PT",
    "Box",
    "Glyphs",
    "Item",
    "Page",
    "Rule",
    "lay_out",
]


@dataclass(slots=True)
class _White:
    """Vertical white in points; none is left at the top of a page it was pushed to."""

    height: float
    glue: bool = False


@dataclass(slots=True)
class _NewPage:
    height: float = 0.0
    glue: bool = False


@dataclass(slots=True)
class _TableUnit:
    table: MeasuredTable
    glue: bool = False

    @property
    def height(self) -> float:
        """What must at least fit below a glued line: the header and one row."""
        rows = self.table.rows
        return sum(row.height for row in rows[: self.table.header + 1])


_Unit = SetLine | _White | _NewPage | _TableUnit


@dataclass(slots=True)
class _Stack:
    """Pages being filled from the top, in points below the text block's top."""

    setup: PageSetup
    room: float
    pages: list[list[Item]] = field(default_factory=lambda: [[]])
    y: float = 0.0
    pushed: bool = False

    def turn(self, *, pushed: bool) -> None:
        """Begin a page."""
        self.pages.append([])
        self.y, self.pushed = 0.0, pushed

    def fits(self, height: float) -> bool:
        """Whether ``height`` points more stay within the text block."""
        return self.y + height <= self.room + 0.05

    def add(self, items: Sequence[Item], height: float) -> None:
        """Put items (relative to the line's top left) at the present place."""
        left, top = self.setup.left_mm, self.setup.top_mm + self.y * MM_PER_PT
        self.pages[-1] += [moved(item, left, top) for item in items]
        self.y += height


def lay_out(document: Document) -> list[Page]:
    """The document's pages; a document without blocks has one empty page.

    Raises :class:`~meetingdesk.errors.Refused` when no Chinese font is installed, and
    ``ValueError`` when a table row does not cover the table's columns.
    """
    setup = document.page
    stack = _Stack(setup, setup.text_height_mm / MM_PER_PT)
    if document.letterhead is not None:
        head, stack.y = letterhead(document.letterhead, setup)
        stack.pages[0] += head
    _fill(stack, _units(document))
    behind = watermark(document.watermark, setup) if document.watermark else []
    pages = []
    for number, items in enumerate(stack.pages, start=1):
        foot = [*page_number(number, setup)] if setup.page_numbers else []
        pages.append(
            Page(
                number,
                setup.width_mm,
                setup.height_mm,
                (setup.left_mm, setup.top_mm, setup.text_width_mm, setup.text_height_mm),
                (*behind, *items, *foot),
            )
        )
    return pages


def measure_of(setup: PageSetup) -> float:
    """Line length in points: on grid pages a whole number of characters (28 on A4)."""
    width = setup.text_width_mm / MM_PER_PT
    return math.floor(width / PITCH_PT) * PITCH_PT if setup.grid else width


def _units(document: Document) -> list[_Unit]:
    blocks = document.blocks
    measure = measure_of(document.page)
    shifts = _signatures(blocks, measure)
    units: list[_Unit] = []
    ends: list[int] = []  # index after each block's units
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            units += set_paragraph(block, measure, shift=shifts.get(number))
            if block.keep_next or block.role in (Role.LEVEL1, Role.HEADING, Role.TITLE):
                units[-1].glue = True
        elif isinstance(block, Table):
            sheet = document.page
            width, room = sheet.text_width_mm / MM_PER_PT, sheet.text_height_mm / MM_PER_PT
            units.append(_TableUnit(measure_table(block, width, room)))
        elif isinstance(block, Gap):
            units.append(_White(block.mm / MM_PER_PT))
        else:
            units.append(_NewPage())
        ends.append(len(units))
    _keep_signatures(blocks, units, ends)
    return units


def _signatures(blocks: Sequence[object], measure: float) -> dict[int, float]:
    """Left edges (pt) of 落款 lines, GB/T 9704—2012 §7.3.5.

    Without seal: the organ ends two characters from the right, the date's first character
    stands two further right than the organ's; a date longer than the organ ends two characters
    from the right itself. A date alone ends four characters from the right, as under a seal.
    """
    shifts: dict[int, float] = {}
    signers: list[int] = []
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.role not in (
            Role.SIGNER,
            Role.DATE,
            Role.BLANK,
        ):
            signers = []
        elif block.role is Role.SIGNER:
            signers.append(number)
            shifts[number] = max(0.0, measure - 2 * _em(block) - paragraph_width(block))
        elif block.role is Role.DATE:
            em, width = _em(block), paragraph_width(block)
            if not signers:
                shifts[number] = max(0.0, measure - 4 * em - width)
                continue
            signer = _paragraph(blocks[signers[-1]])
            if width > paragraph_width(signer):
                shifts[number] = max(0.0, measure - 2 * em - width)
                for one in signers:
                    shifts[one] = max(0.0, shifts[number] - 2 * _em(signer))
            else:
                shifts[number] = shifts[signers[-1]] + 2 * em
            signers = []
    return shifts


def _paragraph(block: object) -> Paragraph:
    if not isinstance(block, Paragraph):
        raise TypeError(type(block).__name__)
    return block


def _em(paragraph: Paragraph) -> float:
    sizes = [run.size_pt for run in paragraph.runs if run.size_pt]
    return pitch(sizes[0] if sizes else paragraph.size_pt or LOOKS[paragraph.role].size_pt)


def _keep_signatures(blocks: Sequence[object], units: list[_Unit], ends: Sequence[int]) -> None:
    """A signature never stands alone on a page: two lines of text go with it (no 此页无正文)."""
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.role not in (Role.SIGNER, Role.DATE):
            continue
        before = number - 1
        while before >= 0 and _is_white(blocks[before]):
            before -= 1
        if before < 0 or not isinstance(blocks[before], Paragraph):
            continue
        start = ends[before - 1] if before else 0
        text = _paragraph(blocks[before])
        lines = 1 if text.role in (Role.SIGNER, Role.DATE) else 2
        for unit in units[max(start, ends[before] - lines) : ends[number - 1]]:
            unit.glue = True


def _is_white(block: object) -> bool:
    return isinstance(block, Gap) or (
        isinstance(block, Paragraph) and not block.text and block.role is Role.BLANK
    )


def _fill(stack: _Stack, units: Sequence[_Unit]) -> None:
    waiting = False  # a page break takes effect when something follows it
    glued = False
    for number, unit in enumerate(units):
        if isinstance(unit, _NewPage):
            waiting, glued = waiting or stack.y > 0 or len(stack.pages) > 1, False
            continue
        if waiting:
            stack.turn(pushed=False)
            waiting = False
        if isinstance(unit, _White) and not stack.fits(unit.height) and stack.y > 0:
            stack.turn(pushed=True)
        if isinstance(unit, _White) and stack.pushed and stack.y == 0:
            continue
        if not glued:
            chain = _chain_height(units, number)
            needed = chain if chain <= stack.room + 0.05 else unit.height
            if not stack.fits(needed) and stack.y > 0:
                stack.turn(pushed=True)
        glued = unit.glue
        if isinstance(unit, _TableUnit):
            _put_table(stack, unit.table)
        elif isinstance(unit, SetLine):
            if not stack.fits(unit.height) and stack.y > 0:
                stack.turn(pushed=True)
            stack.add(unit.items, unit.height)
        else:
            stack.y += unit.height


def _chain_height(units: Sequence[_Unit], number: int) -> float:
    total = units[number].height
    while units[number].glue and number + 1 < len(units):
        number += 1
        total += units[number].height
    return total


def _put_table(stack: _Stack, table: MeasuredTable) -> None:
    """Rows in order; a row that does not fit goes to the next page, under the header again."""
    first, rows = 0, table.rows
    while first < len(rows):
        height = table.header_height() if first >= table.header else 0.0
        end = first
        while end < len(rows) and stack.fits(height + rows[end].height):
            height += rows[end].height
            end += 1
        if end <= first or (end <= table.header < len(rows)):
            if stack.y > 0:  # not even one row under the header
                stack.turn(pushed=True)
                continue
            end = max(end, min(len(rows), max(first, table.header) + 1))
            height = sum(row.height for row in rows[first:end])
        stack.add(draw_piece(table, first, end, 0.0, 0.0), height)
        first = end
        if first < len(rows):
            stack.turn(pushed=True)
