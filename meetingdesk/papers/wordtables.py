"""Tables as WordprocessingML text.

A whole table is written as text and parsed once: time grows with the number of cells, where
asking python-docx for each cell grows with its square.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from meetingdesk.papers.model import Align, Cell, Face, Row, Table
from meetingdesk.papers.stationery import fonts_xml
from meetingdesk.papers.wordparts import JC, text_xml, twips

if TYPE_CHECKING:
    from collections.abc import Sequence


def column_twips(widths: Sequence[float], total: int) -> list[int]:
    """Share ``total`` twips in proportion to ``widths``; the shares add up exactly."""
    whole = sum(widths)
    edges, reached = [0], 0.0
    for width in widths:
        reached += width
        edges.append(round(total * reached / whole))
    return [right - left for left, right in itertools.pairwise(edges)]


def table_xml(table: Table, text_width: int) -> str:
    """A fixed table over the text width: header rows repeat, rows do not break over pages.

    Raises:
        ValueError: a row's cells do not cover the columns exactly.
    """
    columns = column_twips(table.widths, text_width)
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (
        f"<w:tblBorders>{''.join(line.format(side) for side in sides)}</w:tblBorders>"
        if table.ruled
        else ""
    )
    look = f"<w:tblDescription w:val={quoteattr(table.description)}/>" if table.description else ""
    rows = "".join(
        _row_xml(row, columns, header=index < table.header_rows, number=index + 1)
        for index, row in enumerate(table.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{text_width}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/>'
        '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
        f'<w:right w:w="57" w:type="dxa"/></w:tblCellMar>{look}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        + f"</w:tblGrid>{rows}</w:tbl>"
    )


def _row_xml(row: Row, columns: Sequence[int], *, header: bool, number: int) -> str:
    if sum(cell.span for cell in row.cells) != len(columns):
        raise ValueError(f"row {number}: cells do not cover {len(columns)} columns")
    if row.height_mm is None:
        height = '<w:trHeight w:val="510" w:hRule="atLeast"/>'
    else:
        height = f'<w:trHeight w:val="{twips(row.height_mm)}" w:hRule="exact"/>'
    cells, at = [], 0
    for cell in row.cells:
        cells.append(_cell_xml(cell, sum(columns[at : at + cell.span])))
        at += cell.span
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(cell: Cell, width: int) -> str:
    tcpr = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.span > 1:
        tcpr += f'<w:gridSpan w:val="{cell.span}"/>'
    if cell.vmerge:
        tcpr += f'<w:vMerge w:val="{"restart" if cell.vmerge == "start" else "continue"}"/>'
    tcpr += '<w:vAlign w:val="center"/>'
    size = round(cell.size_pt * 2)
    look = _look(cell, cell.face, size)
    ppr = '<w:pStyle w:val="DeskCell"/>'
    if size != 28:
        # the same leading for every size: 20 pt lines for 14 pt text
        ppr += f'<w:spacing w:line="{round(cell.size_pt * 20 * 10 / 7)}" w:lineRule="exact"/>'
    if cell.align is not Align.CENTER:
        ppr += f'<w:jc w:val="{JC[cell.align]}"/>'
    lines = "".join(
        f"<w:p><w:pPr>{ppr}<w:rPr>{look}</w:rPr></w:pPr>"
        + (_text(cell, text, look, size) if text else "")
        + "</w:p>"
        for text in (cell.lines or ("",))
    )
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{lines}</w:tc>"


def _look(cell: Cell, face: Face, size: int, *, underline: bool = False) -> str:
    look = "" if face is Face.FANGSONG else fonts_xml(face.value)
    look = look or '<w:rFonts w:hint="eastAsia"/>'
    look += "<w:b/><w:bCs/>" if cell.bold else ""
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size != 28 else ""
    return look + ('<w:u w:val="single"/>' if underline else "")


def _text(cell: Cell, text: str, look: str, size: int) -> str:
    """The runs of a cell's line: one, or those that have looks of their own."""
    if not cell.runs:
        return f"<w:r><w:rPr>{look}</w:rPr>{text_xml(text)}</w:r>"
    return "".join(
        f"<w:r><w:rPr>{_look(cell, run.face or cell.face, size, underline=run.underline)}</w:rPr>"
        f"{text_xml(run.text)}</w:r>"
        for run in cell.runs
    )
