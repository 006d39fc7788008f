"""Lay a document out on sheets: pure geometry, the same for preview, printer and PDF.

GB/T 9704—2012: 22 lines × 28 characters on the 156 × 225 mm text block, 落款 (§7.3.5), 版记 on the
last even page (§7.4), page number 7 mm below the text block on the outer side (§7.5). Lines are
put on pages in points, items carry millimetres from the sheet's top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetingdesk.papers.drawing import draw_figure
from meetingdesk.papers.furniture import left_of, page_number, watermark
from meetingdesk.papers.heads import colophon, letterhead, note_height
from meetingdesk.papers.model import (
    Colophon,
    Document,
    Figure,
    Form,
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
from meetingdesk.papers.prepared import prepared, segments, signed_from
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

    from meetingdesk.papers.model import Block

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
class _NewSetup:
    """A page break after which the sheet is another."""

    setup: PageSetup
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


_Unit = SetLine | _White | _NewPage | _NewSetup | _TableUnit


@dataclass(slots=True)
class _Sheet:
    """A page being filled."""

    setup: PageSetup
    items: list[Item] = field(default_factory=list)
    headings: list[tuple[int, str, float]] = field(default_factory=list)
    numbered: bool = True


@dataclass(slots=True)
class _Stack:
    """Pages being filled from the top, in points below the text block's top."""

    setup: PageSetup
    pages: list[_Sheet] = field(default_factory=list)
    y: float = 0.0
    pushed: bool = False

    def __post_init__(self) -> None:
        self.pages.append(_Sheet(self.setup))

    @property
    def room(self) -> float:
        """Height of the text block in points."""
        return self.setup.text_height_mm / MM_PER_PT

    def turn(self, *, pushed: bool) -> None:
        """Begin a page."""
        self.pages.append(_Sheet(self.setup))
        self.y, self.pushed = 0.0, pushed

    def break_at(self, unit: _NewPage | _NewSetup) -> bool:
        """Whether a new page is due before what follows; the sheet may change with it."""
        if isinstance(unit, _NewSetup):
            self.setup = unit.setup
            return True
        return self.y > 0 or len(self.pages) > 1

    def note(self, line: SetLine) -> None:
        """Remember a heading with its place, for the outline."""
        if line.heading is not None:
            level, words = line.heading
            top = round(self.setup.top_mm + self.y * MM_PER_PT, 2)
            self.pages[-1].headings.append((level, words, top))

    def fits(self, height: float) -> bool:
        """Whether ``height`` points more stay within the text block."""
        return self.y + height <= self.room + 0.05

    def add(self, items: Sequence[Item], height: float) -> None:
        """Put items (relative to the line's top left) at the present place."""
        left = left_of(self.setup, len(self.pages))
        top = self.setup.top_mm + self.y * MM_PER_PT
        self.pages[-1].items += [moved(item, left, top) for item in items]
        self.y += height


def lay_out(document: Document) -> list[Page]:
    """The document's pages; a document without blocks has one empty page.

    Raises :class:`~meetingdesk.errors.Refused` when no Chinese font is installed, and
    ``ValueError`` when a table row does not cover the table's columns.
    """
    stack = _stacked(document)
    head, note = document.letterhead, document.colophon
    if note is not None:
        _put_colophon(stack, note, letter=head is not None and head.form is Form.LETTER)
    if head is not None and head.form is Form.LETTER:
        stack.pages[0].numbered = False  # §10.1
    pages = []
    for number, sheet in enumerate(stack.pages, start=1):
        setup = sheet.setup
        behind = watermark(document.watermark, setup) if document.watermark else []
        numbered = setup.page_numbers and sheet.numbered
        foot = page_number(number, setup) if numbered else []
        left = left_of(setup, number)
        pages.append(
            Page(
                number,
                setup.width_mm,
                setup.height_mm,
                (left, setup.top_mm, setup.text_width_mm, setup.text_height_mm),
                (*behind, *sheet.items, *foot),
                tuple(sheet.headings),
            )
        )
    return pages


def pages_to_colophon(document: Document) -> int:
    """How many page breaks stand between the text's end and the 版记: 0, 1 or 2."""
    if document.colophon is None:
        return 0
    return _pages_to(_stacked(document), document.colophon)


def _stacked(document: Document) -> _Stack:
    """Text, tables and 版头 put on pages."""
    document = prepared(document)
    parts = segments(document)
    stack = _Stack(parts[0][0])
    if document.letterhead is not None:
        head, stack.y = letterhead(document.letterhead, stack.setup)
        stack.pages[0].items += head
    units: list[_Unit] = []
    for number, (setup, blocks) in enumerate(parts):
        if number:
            units.append(_NewSetup(setup))
        units += _units(blocks, setup)
    _fill(stack, units)
    return stack


def _pages_to(stack: _Stack, note: Colophon) -> int:
    fits = stack.fits(note_height(note, stack.setup))
    if not note.even:
        return 0 if fits else 1
    if len(stack.pages) % 2:
        return 1
    return 0 if fits else 2


def _put_colophon(stack: _Stack, note: Colophon, *, letter: bool) -> None:
    """版记 on the last even page; a blank page before it and its own bear no number (§7.5)."""
    breaks = _pages_to(stack, note)
    for _ in range(breaks):
        stack.turn(pushed=False)
    if breaks == 2:
        stack.pages[-1].numbered = stack.pages[-2].numbered = False
    left = left_of(stack.setup, len(stack.pages))
    items = colophon(note, stack.setup, ruled=not letter)
    stack.pages[-1].items += [moved(item, left, stack.setup.top_mm) for item in items]


def measure_of(setup: PageSetup) -> float:
    """Line length in points; 28 characters of 3号 on the standard sheet."""
    return setup.text_width_mm / MM_PER_PT


#: What an outline lists, with its level; the levels of text stand under the title.
_OUTLINE = {
    Role.TITLE: 0,
    Role.ANNEX: 0,
    Role.HEADING: 1,
    Role.LEVEL1: 1,
    Role.LEVEL2: 2,
    Role.LEVEL3: 3,
}
_LONGEST_HEADING = 60


def _heading(paragraph: Paragraph) -> tuple[int, str] | None:
    """Level and words of a heading; of one run into its text the part before the first stop."""
    level = _OUTLINE.get(paragraph.role)
    words = "".join(paragraph.text.split("\n")).strip()
    if level is None or not words:
        return None
    if level:
        words = words.partition("。")[0]
    return level, words[:_LONGEST_HEADING]


def _units(blocks: Sequence[Block], setup: PageSetup) -> list[_Unit]:
    measure = measure_of(setup)
    shifts = _signatures(blocks, measure)
    units: list[_Unit] = []
    ends: list[int] = []  # index after each block's units
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            lines = set_paragraph(block, measure, shift=shifts.get(number))
            lines[0].heading = _heading(block)
            units += lines
            if block.keep_next or block.role in (Role.LEVEL1, Role.HEADING, Role.TITLE):
                units[-1].glue = True
        elif isinstance(block, Table):
            width, room = setup.text_width_mm / MM_PER_PT, setup.text_height_mm / MM_PER_PT
            units.append(_TableUnit(measure_table(block, width, room)))
        elif isinstance(block, Gap):
            units.append(_White(block.mm / MM_PER_PT))
        elif isinstance(block, Figure):
            units.append(SetLine(block.height_mm / MM_PER_PT, draw_figure(block)))
        else:
            units.append(_NewPage())
        ends.append(len(units))
    _keep_signatures(blocks, units, ends)
    return units


def _signatures(blocks: Sequence[object], measure: float) -> dict[int, float]:
    """Left edges (pt) of 落款 lines, GB/T 9704—2012 §7.3.5.

    Without seal: the organ ends two characters from the right, the date's first character
    stands two further right than the organ's; a date longer than the organ ends two characters
    from the right itself. Under a seal, and alone, the date ends four characters from the right,
    the organ is centred on it.
    """
    shifts: dict[int, float] = {}
    signers: list[int] = []
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.role not in _SIGNING:
            signers = []
        elif block.role in (Role.SIGNER, Role.SEALED):
            signers.append(number)
            shifts[number] = max(0.0, measure - 2 * _em(block) - paragraph_width(block))
        elif block.role is Role.STAMPED:
            shifts[number] = max(0.0, measure - 4 * _em(block) - paragraph_width(block))
        elif block.role is Role.DATE:
            shifts[number], placed = _dated(blocks, block, signers, measure)
            shifts.update(placed)
            signers = []
    return shifts


_SIGNING = frozenset({Role.SIGNER, Role.SEALED, Role.STAMPED, Role.DATE, Role.BLANK})


def _dated(
    blocks: Sequence[object], date: Paragraph, signers: Sequence[int], measure: float
) -> tuple[float, dict[int, float]]:
    """Left edge of a date, and of the organs above it where the date moves them."""
    em, width = _em(date), paragraph_width(date)
    under_seal = max(0.0, measure - 4 * em - width)
    if not signers:
        return under_seal, {}
    signer = _paragraph(blocks[signers[-1]])
    if signer.role is Role.SEALED:
        middle = under_seal + width / 2
        widths = {one: paragraph_width(_paragraph(blocks[one])) for one in signers}
        # a long organ stays within the block; the date then follows it (§7.3.5.1)
        over = max(0.0, middle + max(widths.values()) / 2 - measure)
        return under_seal - over, {
            one: max(0.0, middle - over - wide / 2) for one, wide in widths.items()
        }
    if width > paragraph_width(signer):
        left = max(0.0, measure - 2 * em - width)
        return left, dict.fromkeys(signers, max(0.0, left - 2 * _em(signer)))
    left = max(0.0, measure - 2 * _em(signer) - paragraph_width(signer))
    return left + 2 * em, {}


def _paragraph(block: object) -> Paragraph:
    if not isinstance(block, Paragraph):
        raise TypeError(type(block).__name__)
    return block


def _em(paragraph: Paragraph) -> float:
    sizes = [run.size_pt for run in paragraph.runs if run.size_pt]
    return pitch(sizes[0] if sizes else paragraph.size_pt or LOOKS[paragraph.role].size_pt)


def _keep_signatures(blocks: Sequence[Block], units: list[_Unit], ends: Sequence[int]) -> None:
    """A signature never stands alone on a page: two lines of text go with it (no 此页无正文)."""
    for number in range(len(blocks)):
        found = signed_from(blocks, number)
        if found is None:
            continue
        before, lines = found
        start = ends[before - 1] if before else 0
        for unit in units[max(start, ends[before] - lines) : ends[number - 1]]:
            unit.glue = True


def _fill(stack: _Stack, units: Sequence[_Unit]) -> None:
    waiting = False  # a page break takes effect when something follows it
    glued = False
    for number, unit in enumerate(units):
        if isinstance(unit, _NewPage | _NewSetup):
            waiting = stack.break_at(unit) or waiting
            glued = False
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
            stack.note(unit)
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
