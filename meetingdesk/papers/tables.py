"""Tables on the page: columns, row heights, wrapped cell text, rules, pieces per page.

A table is measured once, then cut between rows; each page's piece repeats the header rows and
is ruled on its own. A vertically merged cell is written once per piece it is visible in.
Geometry as in the Word renderer: 1 mm beside the text, lines 10/7 of the size, growing rows at
least 9 mm high, with 3.3 pt of white and rule about their text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetingdesk.papers.kinsoku import Line, break_lines, natural_width, place, spread
from meetingdesk.papers.model import Align, Cell, Run, Table
from meetingdesk.papers.placed import Item, Rule, mm, moved
from meetingdesk.papers.setting import items_of, signs_of, widths_of
from meetingdesk.papers.titles import break_title

if TYPE_CHECKING:
    from collections.abc import Sequence

PADDING_PT = 2.85
LEADING = 10 / 7
LEADING_CLOSE = 1.2
ROW_MIN_PT = 25.5
#: White above and below a growing row's text and its rule, as the Word file has them.
ROW_WHITE_PT = 3.3
#: Text of a fixed row gives way down to this size before the row grows.
SMALLEST_PT = 7.5
RULE_MM = 0.18
#: Names with 间隔号 up to this long are kept in their parts, down to this size.
_LONGEST_NAME, _SMALLEST_NAME_PT = 24, 10.0
#: Entries up to this long are broken between words.
_LONGEST_ENTRY = 48


@dataclass(slots=True)
class CellText:
    """A cell's text set within its width; items in mm from the table's left edge."""

    left: float  # pt from the table's left edge
    width: float  # pt
    line_pt: float
    lines: list[list[Item]]  # each from its own line's top
    vmerge: str

    @property
    def height(self) -> float:
        """Height of the text in points."""
        return len(self.lines) * self.line_pt

    def items(self) -> list[Item]:
        """The text from the cell's top."""
        return [
            moved(item, 0.0, mm(number * self.line_pt))
            for number, line in enumerate(self.lines)
            for item in line
        ]


@dataclass(slots=True)
class MeasuredRow:
    """A row with its final height (pt) and cells.

    ``continues``: the next row is the rest of this one, without a rule between them.
    """

    height: float
    cells: list[CellText]
    continues: bool = False


@dataclass(slots=True)
class MeasuredTable:
    """A table ready to be cut; ``header`` rows repeat on every page."""

    width: float
    rows: list[MeasuredRow]
    header: int
    ruled: bool

    def header_height(self) -> float:
        """Height of the repeated rows in points."""
        return sum(row.height for row in self.rows[: self.header])


def measure_table(table: Table, width: float, room: float) -> MeasuredTable:
    """Set every cell of ``table`` in a text block ``width`` × ``room`` points.

    A row too tall for any page is the one thing that may be split, line by line.
    Raises ``ValueError`` when a row's cells do not cover the columns exactly.
    """
    edges = _edges(table.widths, width)
    rows = []
    for number, row in enumerate(table.rows, start=1):
        if sum(cell.span for cell in row.cells) != len(table.widths):
            raise ValueError(f"row {number}: cells do not cover {len(table.widths)} columns")
        fixed = row.height_mm * 72 / 25.4 if row.height_mm is not None else None
        cells, at = [], 0
        for cell in row.cells:
            left, right = edges[at], edges[at + cell.span]
            at += cell.span
            # a merged cell has the height of several rows: it never shrinks to the first
            limit = None if cell.vmerge else fixed
            cells.append(_fit(cell, left, right - left, limit))
        white = ROW_WHITE_PT if fixed is None else 0.0
        own = [one.height + white for one in cells if not one.vmerge]
        height = max([fixed if fixed is not None else ROW_MIN_PT, *own])
        rows.append(MeasuredRow(height, cells))
    _grow_merged(rows)
    # a table of nothing but its heading has no heading to repeat
    header = max(0, table.header_rows) if table.header_rows < len(rows) else 0
    room -= sum(row.height for row in rows[:header])
    body = [piece for row in rows[header:] for piece in _pieces(row, room)]
    return MeasuredTable(width, [*rows[:header], *body], header, table.ruled)


def _pieces(row: MeasuredRow, room: float) -> list[MeasuredRow]:
    """The row itself, or a row for each of its lines when no page could hold it."""
    count = max((len(cell.lines) for cell in row.cells), default=0)
    if row.height <= room or count < 2 or any(cell.vmerge for cell in row.cells):
        return [row]
    height = max(cell.line_pt for cell in row.cells)
    return [
        MeasuredRow(
            height,
            [replace(cell, lines=cell.lines[at : at + 1]) for cell in row.cells],
            continues=at + 1 < count,
        )
        for at in range(count)
    ]


def _edges(widths: Sequence[float], total: float) -> list[float]:
    whole, reached, edges = sum(widths), 0.0, [0.0]
    for width in widths:
        reached += width
        edges.append(total * reached / whole)
    return edges


def _fit(cell: Cell, left: float, width: float, limit: float | None) -> CellText:
    """Set a cell; in a fixed row the lines close up, then the size gives way, until it fits."""
    cell = _name_on_its_lines(cell, width - 2 * PADDING_PT)
    made = _set_cell(cell, left, width, LEADING)
    size = cell.size_pt
    while limit is not None and made.height > limit + 0.05:
        made = _set_cell(replace(cell, size_pt=size), left, width, LEADING_CLOSE)
        if size <= SMALLEST_PT:
            break
        size = max(SMALLEST_PT, size - 0.5)
    return made


def _name_on_its_lines(cell: Cell, measure: float) -> Cell:
    """A name with 间隔号 too long for its cell breaks after the mark, and no part is torn."""
    if not any("·" in line for line in cell.lines) or len(cell.text) > _LONGEST_NAME:
        return cell
    if max(_wide(line, cell) for line in cell.lines) <= measure:
        return cell
    parts = [part for line in cell.lines for part in line.replace("·", "·\n").split("\n") if part]
    size = cell.size_pt
    widest = max(_wide(part, cell) for part in parts)
    while size > _SMALLEST_NAME_PT and widest * size / cell.size_pt > measure:
        size -= 0.5
    return replace(cell, lines=tuple(parts), size_pt=size)


def _wide(text: str, cell: Cell) -> float:
    return sum(widths_of(signs_of((Run(text, bold=cell.bold),), cell.face, cell.size_pt)))


def _set_cell(cell: Cell, left: float, width: float, leading: float) -> CellText:
    measure = max(width - 2 * PADDING_PT, cell.size_pt)
    line_pt = cell.size_pt * leading
    lines: list[list[Item]] = []
    for text in () if cell.vmerge == "on" else cell.lines or ("",):
        signs = signs_of(cell.runs or (Run(text, bold=cell.bold),), cell.face, cell.size_pt)
        plain = "".join(sign.char for sign in signs)
        widths = widths_of(signs, tighten=False)
        for line in _cell_lines(plain, widths, measure, cell.align):
            part, some = plain[line.start : line.end], widths[line.start : line.end]
            xs = _positions(part, some, measure, cell.align, last=line.last)
            row = items_of(signs[line.start : line.end], xs, some, line_pt)
            lines.append([moved(item, mm(left + (width - measure) / 2), 0.0) for item in row])
    return CellText(left, width, line_pt, lines, cell.vmerge)


def _cell_lines(text: str, widths: Sequence[float], measure: float, align: Align) -> list[Line]:
    """Lines of a cell: short entries (units, posts) keep their words, long text fills."""
    lines = break_lines(text, widths, measure, measure)
    if len(lines) <= 1 or len(text) > _LONGEST_ENTRY or align is Align.JUSTIFY:
        return lines
    evenness = 1.0 if align is Align.CENTER else 0.05
    better = break_title(text, widths, measure, evenness=evenness, most=len(lines))
    return better if len(better) <= len(lines) else lines


def _positions(
    text: str, widths: Sequence[float], measure: float, align: Align, *, last: bool
) -> list[float]:
    if align is Align.DISTRIBUTE:
        return spread(widths, measure)
    width = natural_width(text, widths)
    justify = align is Align.JUSTIFY and not last
    xs = place(text, widths, measure if justify or width > measure else width, justify=justify)
    free = max(0.0, measure - width)
    shift = {Align.CENTER: free / 2, Align.RIGHT: free}.get(align, 0.0)
    return [x + shift for x in xs]


def _spans(rows: Sequence[MeasuredRow], first: int, last: int) -> list[tuple[CellText, int, int]]:
    """Vertically merged cells within rows ``first``–``last``: text cell, first row, end row.

    A merge begun above ``first`` is found again, from its text cell.
    """
    found = []
    for number in range(first, last):
        for cell in rows[number].cells:
            if cell.vmerge == "start" or (cell.vmerge == "on" and number == first):
                origin = _origin(rows, number, cell)
                end = number + 1
                while end < last and _continued(rows[end], cell):
                    end += 1
                found.append((origin, number, end))
    return found


def _origin(rows: Sequence[MeasuredRow], number: int, cell: CellText) -> CellText:
    for above in range(number, -1, -1):
        for one in rows[above].cells:
            if one.left == cell.left and one.vmerge == "start":
                return one
    return cell


def _continued(row: MeasuredRow, cell: CellText) -> bool:
    return any(one.left == cell.left and one.vmerge == "on" for one in row.cells)


def _grow_merged(rows: list[MeasuredRow]) -> None:
    """Let the last row of a merge grow when the merged text needs more height."""
    for cell, first, end in _spans(rows, 0, len(rows)):
        lacking = cell.height + ROW_WHITE_PT - sum(row.height for row in rows[first:end])
        if lacking > 0:
            rows[end - 1].height += lacking


def draw_piece(table: MeasuredTable, first: int, end: int, x: float, y: float) -> list[Item]:
    """Items of rows ``first``–``end`` with the header above them, top left at (x, y) mm."""
    rows = table.rows[first:end]
    if first >= table.header > 0:
        rows = [*table.rows[: table.header], *rows]
        items = _piece_text(table.rows, 0, table.header, 0.0)
        items += _piece_text(table.rows, first, end, table.header_height())
    else:
        items = _piece_text(table.rows, first, end, 0.0)
    if table.ruled:
        items += _rules(rows, table.width)
    return [moved(item, x, y) for item in items]


def _piece_text(rows: Sequence[MeasuredRow], first: int, end: int, top: float) -> list[Item]:
    """Text of the rows in reading order, merged cells where they begin."""
    merged = {(start, cell.left): (cell, stop) for cell, start, stop in _spans(rows, first, end)}
    items: list[Item] = []
    for number in range(first, end):
        row = rows[number]
        for cell in row.cells:
            text, height = cell, row.height
            if (number, cell.left) in merged:
                text, stop = merged[number, cell.left]
                height = sum(one.height for one in rows[number:stop])
            if text.vmerge and height < text.height - 0.05:
                continue  # this piece shows too little of a merged cell: its text stands elsewhere
            down = mm(top + max(0.0, (height - text.height) / 2))
            items += [moved(item, 0.0, down) for item in text.items()]
        top += row.height
    return items


def _rules(rows: Sequence[MeasuredRow], width: float) -> list[Item]:
    """Hairlines: each drawn once, running on as long as they are straight."""
    flat: dict[float, list[tuple[float, float]]] = {0.0: [(0.0, width)]}
    upright: dict[float, list[tuple[float, float]]] = {}
    top = 0.0
    for number, row in enumerate(rows):
        foot = top + row.height
        below = rows[number + 1] if number + 1 < len(rows) else None
        for cell in row.cells:
            right = cell.left + cell.width
            joined = below is not None and (
                row.continues or (cell.vmerge != "" and _continued(below, cell))
            )
            if not joined:
                flat.setdefault(foot, []).append((cell.left, right))
            for edge in (cell.left, right):
                upright.setdefault(edge, []).append((top, foot))
        top = foot
    made: list[Item] = []
    for y, parts in flat.items():
        made += [Rule(mm(a), mm(y), mm(b), mm(y), RULE_MM) for a, b in _joined(parts)]
    for x, parts in sorted(upright.items()):
        made += [Rule(mm(x), mm(a), mm(x), mm(b), RULE_MM) for a, b in _joined(parts)]
    return made


def _joined(parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1] + 0.01:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
