"""The pieces of WordprocessingML: runs, paragraphs, tables, white and watermark as XML text.

Whole tables are written as text and parsed once: time grows with the number of cells, where
asking python-docx for each cell grows with its square.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from meetingdesk.papers.model import Align, Cell, Face, Role, Row, Table
from meetingdesk.papers.stationery import GRID, fonts_xml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.papers.model import Paragraph, Run

TWIPS_PER_MM = 1440 / 25.4
#: One character of 3号 text as it is set (16 pt less 0.25 pt), in twips.
CHAR = 315

#: Role → style of the stationery.
STYLES = {
    Role.TITLE: "Title",
    Role.NOTE: "DeskNote",
    Role.ADDRESSEE: "DeskAddressee",
    Role.BODY: "BodyText",
    Role.LEVEL1: "Heading1",
    Role.LEVEL2: "Heading2",
    Role.LEVEL3: "Heading3",
    Role.SIGNER: "DeskSigner",
    Role.DATE: "DeskDate",
    Role.ANNEX: "DeskAnnex",
    Role.PLAIN: "DeskPlain",
    Role.CENTER: "DeskCenter",
    Role.HEADING: "DeskHeading",
    Role.BLANK: "",
}
_JC = {
    Align.LEFT: "left",
    Align.CENTER: "center",
    Align.RIGHT: "right",
    Align.JUSTIFY: "both",
    Align.DISTRIBUTE: "distribute",
}


def twips(mm: float) -> int:
    """Millimetres to whole twips (1/1440 inch)."""
    return round(mm * TWIPS_PER_MM)


def width_in_half_chars(text: str) -> int:
    """Width of ``text`` in half characters: 署名 counts 4, 2026 counts 4."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def signing_indents(signer: str, date: str) -> tuple[int, int]:
    """Return right indents of signer and date, in half characters.

    GB/T 9704—2012 §7.3.5.2 (no seal): signer two characters in; the date's first character
    two further right than the signer's. A longer date goes two in and moves the signer left.
    A date alone stands four in, as under a seal (§7.3.5.1).
    """
    long, short = width_in_half_chars(signer), width_in_half_chars(date)
    if not signer:
        return 4, 8
    if short > long:
        return 8 + short - long, 4
    return 4, long - short


def run_xml(run: Run, *, face: Face | None = None, size_pt: float | None = None) -> str:
    """One run; ``face`` and ``size_pt`` are the paragraph's own, the run's go before them."""
    face = run.face or face
    size = run.size_pt or size_pt
    look = fonts_xml(face.value) if face is not None else '<w:rFonts w:hint="eastAsia"/>'
    if run.bold:
        look += "<w:b/><w:bCs/>"
    if run.color:
        look += f"<w:color w:val={quoteattr(run.color.lstrip('#').upper())}/>"
    if size is not None:
        look += '<w:spacing w:val="0"/>' if size != 16.0 else ""
        look += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    if run.underline:
        look += '<w:u w:val="single"/>'
    return f"<w:r><w:rPr>{look}</w:rPr>{_text_xml(run.text)}</w:r>"


def _text_xml(text: str) -> str:
    parts = []
    for index, line in enumerate(text.split("\n")):
        if index:
            parts.append("<w:br/>")
        for position, piece in enumerate(line.split("\t")):
            if position:
                parts.append("<w:tab/>")
            if piece:
                parts.append(f'<w:t xml:space="preserve">{escape(_printable(piece))}</w:t>')
    return "".join(parts)


def _printable(text: str) -> str:
    """Drop control characters: XML cannot carry them (they come with pasted text)."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff")


def paragraph_xml(
    paragraph: Paragraph, *, new_page: bool = False, right_half_chars: int | None = None
) -> str:
    """One paragraph in the style of its role, with only what differs from that style."""
    style = STYLES[paragraph.role]
    ppr = f'<w:pStyle w:val="{style}"/>' if style else ""
    if paragraph.keep_next:
        ppr += "<w:keepNext/>"
    if new_page:
        ppr += "<w:pageBreakBefore/>"
    if paragraph.line_pt is not None:
        line = round(paragraph.line_pt * 20)
        ppr += '<w:snapToGrid w:val="0"/>' if line % GRID > 2 else ""
        ppr += f'<w:spacing w:line="{line}" w:lineRule="exact"/>'
    if right_half_chars is not None and paragraph.align is None:
        ppr += f'<w:ind w:right="{right_half_chars * CHAR // 2}"/>'
    if paragraph.align is not None:
        if paragraph.align is not Align.JUSTIFY:
            ppr += '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
        ppr += f'<w:jc w:val="{_JC[paragraph.align]}"/>'
    runs = "".join(run_xml(r, face=paragraph.face, size_pt=paragraph.size_pt) for r in paragraph.runs)
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}{runs}</w:p>"


def gap_xml(height: int = 20, *, new_page: bool = False) -> str:
    """White of ``height`` twips as an empty line of exactly that height."""
    ppr = '<w:pStyle w:val="DeskGap"/>' + ("<w:pageBreakBefore/>" if new_page else "")
    if height != 20:
        ppr += f'<w:spacing w:line="{height}" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{ppr}</w:pPr></w:p>"


def column_twips(widths: Sequence[float], total: int) -> list[int]:
    """Share ``total`` twips in proportion to ``widths``; the shares add up exactly."""
    whole = sum(widths)
    edges, reached = [0], 0.0
    for width in widths:
        reached += width
        edges.append(round(total * reached / whole))
    return [right - left for left, right in zip(edges, edges[1:], strict=False)]


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
        f'<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>'
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
    look = "" if cell.face is Face.FANGSONG else fonts_xml(cell.face.value)
    look = look or '<w:rFonts w:hint="eastAsia"/>'
    look += "<w:b/><w:bCs/>" if cell.bold else ""
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size != 28 else ""
    ppr = '<w:pStyle w:val="DeskCell"/>'
    if size != 28:
        # the same leading for every size: 20 pt lines for 14 pt text
        ppr += f'<w:spacing w:line="{round(cell.size_pt * 20 * 10 / 7)}" w:lineRule="exact"/>'
    if cell.align is not Align.CENTER:
        ppr += f'<w:jc w:val="{_JC[cell.align]}"/>'
    lines = "".join(
        f"<w:p><w:pPr>{ppr}<w:rPr>{look}</w:rPr></w:pPr>"
        + (f"<w:r><w:rPr>{look}</w:rPr>{_text_xml(text)}</w:r>" if text else "")
        + "</w:p>"
        for text in (cell.lines or ("",))
    )
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{lines}</w:tc>"


NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


def watermark_xml(text: str, *, number: int, text_width_pt: float) -> str:
    """A paragraph for a page header that prints ``text`` slantwise behind the page.

    This is the form Word itself writes for a watermark, so its own command can remove it.
    """
    long = max(len(text), 2)
    width = min(text_width_pt * 0.9, 130.0 * long)
    height = width / long
    return (
        '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/>'
        f'</v:shapetype><v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" '
        f'type="#_x0000_t136" alt={quoteattr(text)} style="position:absolute;margin-left:0;'
        f"margin-top:0;width:{width:.1f}pt;height:{height:.1f}pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" '
        'o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={quoteattr(text)}/>'
        "</v:shape></w:pict></w:r></w:p>"
    )
