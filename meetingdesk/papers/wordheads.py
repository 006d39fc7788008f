"""版头 and 版记 as WordprocessingML: the formats of GB/T 9704—2012 §7.2, §7.4 and §10.

Distances were measured on the page LibreOffice prints; rules are paragraph borders, which stay
with their text when staff edit it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.model import Face, Form, Letterhead, Paragraph, Role, Run
from meetingdesk.papers.stationery import GRID
from meetingdesk.papers.wordfigures import offset, textbox_xml
from meetingdesk.papers.wordparts import (
    CHAR,
    TEXT_TWIPS,
    gap_xml,
    paragraph_xml,
    run_xml,
    text_xml,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.papers.model import Colophon
    from meetingdesk.papers.wordparts import Sheet

MARK_PT, LETTER_MARK_PT = 48.0, 40.0
#: Narrowest setting of the letterhead's characters before their size gives way, percent.
NARROWEST = 66
#: 35 mm (令: 20 mm) below the text block's top, less the white above the ink of a 小标宋 line.
_MARK_TOP = {Form.FILE: 1956, Form.MINUTES: 1956, Form.ORDER: 1106}
#: 信函格式: top of the mark's line on the sheet (mm), from that line to the rule (twips).
_LETTER_TOP_MM, _LETTER_RULE = 29.5, 137
#: The red double rules: 170 mm wide, centred on the sheet; the lower one's edge (mm).
_DOUBLE_MM, _DOUBLE_FOOT_MM = 170.0, 277.0
_DOUBLE_TWIPS = 60
#: First line under the upper double rule: 7/8 of a 3号 character less the white of its line.
_UNDER_RULE_PT = 16 * 7 / 8 - (GRID / 20 - 16) / 2
#: 4号 and its half character in twips.
_NOTE_CHAR = 280


def mark_size(mark: str, largest: float = MARK_PT) -> tuple[float, int]:
    """Return size in points and character width in percent that keep the mark on one line."""
    room = TEXT_TWIPS / 20 - 2
    full = len(mark) * largest
    if full <= room:
        return largest, 100
    scale = max(NARROWEST, int(room / full * 100))
    size = min(largest, int(room * 200 / (len(mark) * scale)) / 2)
    return size, scale


def letterhead_xml(head: Letterhead | None, sheet: Sheet) -> list[str]:
    """The paragraphs of the 版头."""
    if head is None:
        return []
    blank = paragraph_xml(Paragraph(Role.BLANK), sheet)
    if head.form is Form.LETTER:
        return [*_letter_lines(head, sheet), blank, blank]
    marks = _marks(head, sheet)
    before = _MARK_TOP[head.form] - len(marks) * GRID
    mark = _mark(head, before)
    if head.form is Form.ORDER:
        number = paragraph_xml(Paragraph(Role.CENTER, (Run(head.number),)), sheet)
        return [*marks, mark, blank, blank, number, blank, blank]
    if head.form is Form.MINUTES and head.organ:
        number = paragraph_xml(Paragraph(Role.CENTER, (Run(head.number),)), sheet)
        lead = [blank, number] if head.number else [blank, blank]
        return [*marks, mark, *lead, _ends(head.organ, head.day, sheet), blank, blank]
    if head.signers:
        return [*marks, mark, blank, blank, *_signers(head, sheet), blank, blank]
    number = run_xml(Run(head.number)) if head.number else ""
    line = f'<w:p><w:pPr><w:pStyle w:val="DeskNumber"/></w:pPr>{number}</w:p>'
    return [*marks, mark, blank, blank, line, blank, blank]


def _mark(head: Letterhead, before: int) -> str:
    largest = LETTER_MARK_PT if head.form is Form.LETTER else MARK_PT
    size, scale = mark_size(head.mark, largest)
    styled = size == MARK_PT and scale == 100
    ink = run_xml(Run(head.mark), size_pt=None if styled else size)
    if scale != 100:
        ink = ink.replace("<w:sz ", f'<w:w w:val="{scale}"/><w:sz ', 1)
    # two points more than the characters: their top is where the space before ends
    line = round(size * 20) + 40
    return (
        f'<w:p><w:pPr><w:pStyle w:val="DeskMark"/><w:spacing w:before="{before}" w:line="{line}" '
        f'w:lineRule="exact"/></w:pPr>{ink}</w:p>'
    )


def _marks(head: Letterhead, sheet: Sheet) -> list[str]:
    """份号, 密级, 紧急程度, a line each."""
    return [
        paragraph_xml(Paragraph(Role.PLAIN, (Run(text, face=face),)), sheet)
        for text, face in head.marks
    ]


def _tabbed(tabs: str, runs: str, *, style: str = "DeskNumber", more: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:tabs>{tabs}</w:tabs>{more}'
        f'<w:jc w:val="left"/></w:pPr>{runs}</w:p>'
    )


def _ends(left: str, right: str, sheet: Sheet) -> str:
    """A line above the red rule: text one character in from the left and from the right."""
    tabs = (
        f'<w:tab w:val="left" w:pos="{CHAR}"/><w:tab w:val="right" w:pos="{sheet.width - CHAR}"/>'
    )
    return _tabbed(tabs, run_xml(Run(f"\t{left}\t{right}")))


def _signers(head: Letterhead, sheet: Sheet) -> list[str]:
    """上行文: number left, 签发人 right, two names a line, names in 楷体 (§7.2.6)."""
    pairs = [head.signers[i : i + 2] for i in range(0, len(head.signers), 2)]
    lines = []
    for number, pair in enumerate(pairs):
        names = "　".join(pair)
        last = number == len(pairs) - 1
        label = "签发人：" if number == 0 else ""
        # every line of names begins where the first one does
        start = sheet.width - CHAR - CHAR * (4 + len("　".join(pairs[0])))
        start += 0 if label else CHAR * 4
        tabs = f'<w:tab w:val="left" w:pos="{CHAR}"/><w:tab w:val="left" w:pos="{start}"/>'
        number_text = head.number if last else ""
        runs = run_xml(Run(f"\t{number_text}\t{label}")) + run_xml(Run(names, face=Face.KAI))
        if not number_text:
            tabs = f'<w:tab w:val="left" w:pos="{start}"/>'
            runs = run_xml(Run(f"\t{label}")) + run_xml(Run(names, face=Face.KAI))
        lines.append(_tabbed(tabs, runs, style="DeskNumber" if last else "DeskPlain"))
    return lines


def _letter_lines(head: Letterhead, sheet: Sheet) -> list[str]:
    """Under the first double rule: 份号… flush left, 发文字号 flush right on the first line."""
    texts: Sequence[tuple[str, Face]] = head.marks or (("", Face.FANGSONG),)
    lines = []
    for number, (text, face) in enumerate(texts):
        runs = run_xml(Run(text, face=face)) if text else ""
        more = ""
        if number == 0:
            runs = f"{_letter_mark(head)}{runs}" + run_xml(Run(f"\t{head.number}"))
            more = f'<w:spacing w:before="{_letter_white(head)}"/>'
        tabs = f'<w:tab w:val="right" w:pos="{sheet.width}"/>'
        lines.append(_tabbed(tabs, runs, style="DeskPlain", more=more))
    return lines


def _letter_white(head: Letterhead) -> int:
    """White in twips from the text block's top to the first line under the double rule."""
    size, _ = mark_size(head.mark, LETTER_MARK_PT)
    rule = _LETTER_TOP_MM * 72 / 25.4 + size + 2.0 + (_LETTER_RULE + 20 + _DOUBLE_TWIPS) / 20
    return max(0, round((rule + _UNDER_RULE_PT) * 20) - 2098)


def _letter_mark(head: Letterhead) -> str:
    """The mark of 信函格式, 4 mm below it thick over thin rule (§10.1), fixed on the sheet.

    Its text box hangs on the first line: in a header LibreOffice moves it, and a header tall
    enough to hold it would push the text down, not equally far in every program.
    """
    size, _ = mark_size(head.mark, LETTER_MARK_PT)
    height = (size + 2.0) * 20 + _LETTER_RULE + 20 + _DOUBLE_TWIPS
    inner = _mark(head, 0) + _double("thickThinSmallGap", before=_LETTER_RULE)
    return _fixed(inner, _LETTER_TOP_MM, height * 25.4 / 1440 + 0.6, "信函格式版头")


def letter_footer() -> str:
    """First page's footer of 信函格式: thin over thick rule 20 mm above the sheet's edge."""
    height = (20 + _DOUBLE_TWIPS) * 25.4 / 1440
    inner = _double("thinThickSmallGap", before=0)
    box = _fixed(inner, _DOUBLE_FOOT_MM - height, height + 0.6, "红色双线")
    return f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{box}</w:p>'


def _double(kind: str, *, before: int) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Header"/><w:pBdr><w:bottom w:val="{kind}" w:sz="24" '
        f'w:space="0" w:color="FF0000"/></w:pBdr><w:spacing w:before="{before}" w:line="20" '
        'w:lineRule="exact"/></w:pPr></w:p>'
    )


def _fixed(inner: str, top_mm: float, height_mm: float, description: str) -> str:
    """A run with a text box centred on the sheet at ``top_mm``."""
    return textbox_xml(
        inner,
        (_DOUBLE_MM, height_mm),
        across='<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>',
        down=offset("V", "page", top_mm),
        body='anchor="t"',
        description=description,
    )


def colophon_xml(note: Colophon, height_mm: float, *, ruled: bool) -> str:
    """A run with the 版记: a text box on the block's lower edge, holding a table (§7.4)."""
    rows = []
    entries = "".join(
        _note_line(f"{label}{names.rstrip('。')}。", hang=3) for label, names in note.entries
    )
    if entries:
        rows.append(entries)
    if note.office or note.printed_on:
        printed = f"{note.printed_on}印发" if note.printed_on else ""
        rows.append(_note_line(f"{note.office}\t{printed}", hang=0))
    borders = (
        '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:insideH w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tblBorders>'
        if ruled
        else ""
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_TWIPS}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="60" w:type="dxa"/>'
        '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{TEXT_TWIPS}"/></w:tblGrid>'
        + "".join(
            f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{TEXT_TWIPS}" w:type="dxa"/></w:tcPr>{row}</w:tc></w:tr>'
            for row in rows
        )
        + "</w:tbl>"
    )
    return textbox_xml(
        table + gap_xml(),
        (156.0, height_mm + 1.0),
        across='<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>',
        down='<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>',
        body='anchor="b"',
        wrap="<wp:wrapTopAndBottom/>",
        description="版记",
    )


def _note_line(text: str, *, hang: int) -> str:
    left = _NOTE_CHAR * (1 + hang)
    hanging = f' w:hanging="{_NOTE_CHAR * hang}"' if hang else ""
    tabs = (
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_TWIPS - _NOTE_CHAR}"/></w:tabs>'
        if "\t" in text
        else ""
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="DeskCell"/>{tabs}<w:ind w:left="{left}" '
        f'w:right="{_NOTE_CHAR}"{hanging}/><w:jc w:val="left"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:hint="eastAsia"/></w:rPr>{text_xml(text)}</w:r></w:p>'
    )
