"""Tables as the office rules them: heads in 黑体, one row a record; names in even columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.model import Align, Cell, Face, Row, Table
from meetingdesk.rules.names import padded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

#: characters from which a cell holds a sentence rather than a name
_SENTENCE = 24


def ruled(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    description: str,
    *,
    left: Collection[int] = (),
    size_pt: float = 14.0,
    height_mm: float | None = None,
) -> Table:
    """Return a ruled table; columns in ``left`` are set flush left, the others centred.

    ``height_mm`` is the height of rows whose cells stay on one line; a cell may hold several
    lines, parted by a newline.
    """
    head = Row(tuple(Cell((h,), face=Face.HEI, size_pt=size_pt) for h in heads), height_mm)
    made = []
    for row in rows:
        cells = tuple(
            Cell(
                tuple(text.split("\n")),
                align=_flush(text) if place in left else Align.CENTER,
                size_pt=size_pt,
            )
            for place, text in enumerate(row)
        )
        fits = all(_fits(c, w, sum(widths), size_pt) for c, w in zip(cells, widths, strict=True))
        made.append(Row(cells, height_mm if fits else None))
    return Table(tuple(widths), (head, *made), description=description)


def _fits(cell: Cell, width: float, whole: float, size_pt: float) -> bool:
    """Whether a cell's text surely stays on one line of the 156 mm text block."""
    room_mm = 156.0 * width / whole - 4.0
    return len(cell.lines) == 1 and len(cell.lines[0]) * size_pt * 0.3528 <= room_mm


def _flush(text: str) -> Align:
    """Short entries stand flush left; sentences fill their lines."""
    return Align.JUSTIFY if len(text) > _SENTENCE else Align.LEFT


def labelled(pairs: Sequence[tuple[str, str]], description: str, *, label_mm: float = 32) -> Table:
    """Return a two-column form: label in 黑体, what stands there flush left."""
    rows = tuple(
        Row(
            (
                Cell((label,), face=Face.HEI),
                Cell(tuple(text.split("\n")), align=_flush(text)),
            ),
            12.0 if len(text) <= 20 and "\n" not in text else None,
        )
        for label, text in pairs
    )
    return Table((label_mm, 156.0 - label_mm), rows, header_rows=0, description=description)


def name_columns(names: Iterable[str], *, columns: int = 5, description: str = "名单") -> Table:
    """Return names in even columns without rules; a long name takes the room of two."""
    rows: list[Row] = []
    cells: list[Cell] = []
    used = 0
    for name in names:
        text = padded(name)
        span = 2 if len(text) > 5 else 1
        if used + span > columns:
            rows.append(_filled(cells, columns - used))
            cells, used = [], 0
        cells.append(Cell((text,), span=span, align=Align.LEFT, size_pt=16.0))
        used += span
    if cells:
        rows.append(_filled(cells, columns - used))
    widths = tuple(1.0 for _ in range(columns))
    return Table(widths, tuple(rows), header_rows=0, ruled=False, description=description)


def _filled(cells: list[Cell], rest: int) -> Row:
    blanks = tuple(Cell(("",), size_pt=16.0) for _ in range(rest))
    return Row((*cells, *blanks), 10.2)
