"""Draw a document as a Word file in the geometry of GB/T 9704—2012.

The look is in the stationery (:mod:`meetingdesk.papers.stationery`): every role is a real
style, so the office can correct a paper, or all papers, in WPS or Word. Equal documents give
equal bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Twips

from meetingdesk.errors import BadInput, Problem
from meetingdesk.papers.determinism import normalise_zip
from meetingdesk.papers.model import (
    Gap,
    Letterhead,
    PageBreak,
    PageSetup,
    Paragraph,
    Role,
    Run,
    Table,
)
from meetingdesk.papers.wordparts import (
    NAMESPACES,
    STYLES,
    TEXT_TWIPS,
    Sheet,
    gap_xml,
    paragraph_xml,
    run_xml,
    signing_xml,
    twips,
    watermark_xml,
)
from meetingdesk.papers.wordtables import table_xml
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument

    from meetingdesk.papers.model import Block, Document

MARK_PT = 48.0
#: Narrowest setting of the letterhead's characters before their size gives way, percent.
NARROWEST = 66
#: 35 mm below the text block's top, less the white above the ink of a 小标宋 line.
_MARK_TOP = 1956
_OWN_STYLES = ("DeskMark", "DeskNumber", "DeskCell", "DeskGap", "Header")
_SIGNING = frozenset({Role.SIGNER, Role.DATE, Role.BLANK})


def render_docx(document: Document, stationery: Path | None = None) -> bytes:
    """Return ``document`` as .docx bytes.

    Args:
        document: what to put on paper.
        stationery: the office's own blank sheet; the built-in one when ``None``.

    Raises:
        BadInput: the stationery cannot be read or lacks a style.
        ValueError: a table row does not cover the table's columns.
    """
    word = _open(stationery or resource("stationery", "base.docx"))
    _page(word, document.page)
    body = word.element.body
    for child in list(body)[:-1]:  # the last is the section
        body.remove(child)
    section = body[-1]
    sheet = Sheet.of(document.page)
    xml = "".join((*_letterhead(document.letterhead, sheet), *_blocks(document.blocks, sheet)))
    names = " ".join(f'xmlns:{key}="{uri}"' for key, uri in NAMESPACES.items())
    for child in list(parse_xml(f"<w:body {names}>{xml}</w:body>")):
        section.addprevious(child)
    if document.watermark:
        _watermark(word, document)
    _properties(word, document)
    out = io.BytesIO()
    word.save(out)
    return normalise_zip(out.getvalue())


def _open(path: Path) -> WordDocument:
    try:
        word = docx.Document(str(path))
        known = {style.style_id for style in word.styles}
        missing = sorted({*filter(None, STYLES.values()), *_OWN_STYLES} - known)
    except Exception as error:  # any broken zip or XML: one message for the clerk
        raise BadInput(
            f"信笺文件“{path.name}”打不开，文稿没有生成，台账没有改动。"
            "请恢复内置的信笺文件后重试。",
            Problem(type(error).__name__, file=path.name),
        ) from error
    if missing:
        raise BadInput(
            f"信笺文件“{path.name}”缺少样式，文稿没有生成，台账没有改动。请恢复内置的信笺文件后重试。",
            *(Problem("缺少这个样式", file=path.name, field=style) for style in missing),
        )
    return word


def _page(word: WordDocument, page: PageSetup) -> None:
    """Set sheet and margins; take the page-number footers off sheets without numbers."""
    section = word.sections[-1]
    if page != PageSetup():
        section.page_width = Twips(twips(page.width_mm))
        section.page_height = Twips(twips(page.height_mm))
        section.top_margin = Twips(twips(page.top_mm))
        section.bottom_margin = Twips(twips(page.bottom_mm))
        section.left_margin = Twips(twips(page.left_mm))
        section.right_margin = Twips(twips(page.right_mm))
        section.header_distance = Twips(min(851, twips(page.top_mm / 2)))
        # the standard's page number: 7 mm below the text block
        section.footer_distance = Twips(max(200, twips(page.bottom_mm - 7.0) - 147))
        if page.width_mm > page.height_mm:
            section.orientation = WD_ORIENT.LANDSCAPE
    if not page.grid:
        sheet = word.element.body.sectPr
        for grid in sheet.findall(f"{{{NAMESPACES['w']}}}docGrid"):
            sheet.remove(grid)
        # without the grid characters stand at their own width
        normal = word.styles["Normal"].element
        for spacing in normal.findall(f"{{{NAMESPACES['w']}}}rPr/{{{NAMESPACES['w']}}}spacing"):
            spacing.getparent().remove(spacing)
    if not page.page_numbers:
        for footer in (section.footer, section.even_page_footer):
            footer.is_linked_to_previous = True


def _letterhead(letterhead: Letterhead | None, sheet: Sheet) -> list[str]:
    """版头, GB/T 9704—2012 §7.2.

    The mark's top is 35 mm below the text block's, the number two lines below the mark, the
    red rule 4 mm below the number; two empty lines before the title.
    """
    if letterhead is None:
        return []
    size, scale = mark_size(letterhead.mark)
    ink = run_xml(Run(letterhead.mark), size_pt=None if scale == 100 else size)
    if scale != 100:
        ink = ink.replace("<w:sz ", f'<w:w w:val="{scale}"/><w:sz ', 1)
    # two points more than the characters: their top is where the space before ends
    line = round(size * 20) + 40
    blank = paragraph_xml(Paragraph(Role.BLANK), sheet)
    number = run_xml(Run(letterhead.number)) if letterhead.number else ""
    mark = (
        f'<w:p><w:pPr><w:pStyle w:val="DeskMark"/><w:spacing w:before="{_MARK_TOP}" w:line="{line}" '
        f'w:lineRule="exact"/></w:pPr>{ink}</w:p>'
    )
    return [
        mark,
        blank,
        blank,
        f'<w:p><w:pPr><w:pStyle w:val="DeskNumber"/></w:pPr>{number}</w:p>',
        blank,
        blank,
    ]


def mark_size(mark: str) -> tuple[float, int]:
    """Return size in points and character width in percent that keep the mark on one line."""
    room = TEXT_TWIPS / 20 - 2
    full = len(mark) * MARK_PT
    if full <= room:
        return MARK_PT, 100
    scale = max(NARROWEST, int(room / full * 100))
    size = min(MARK_PT, int(room * 200 / (len(mark) * scale)) / 2)
    return size, scale


def _blocks(blocks: Sequence[Block], sheet: Sheet) -> list[str]:
    made: list[str] = []
    new_page = False
    after_table = False
    signing = _signing(blocks, sheet)
    for index, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            new_page = bool(made)
            continue
        if isinstance(block, Table):
            # a paragraph between, or two tables would grow together
            if new_page or after_table:
                made.append(gap_xml(new_page=new_page))
            made.append(table_xml(block, sheet.width))
        elif isinstance(block, Gap):
            made.append(gap_xml(max(20, twips(block.mm)), new_page=new_page))
        else:
            made.append(
                paragraph_xml(block, sheet, new_page=new_page, signing=signing.get(index, ""))
            )
        new_page = False
        after_table = isinstance(block, Table)
    if after_table or not made:
        made.append(gap_xml())  # a body must end with a paragraph
    return made


def _signing(blocks: Sequence[Block], sheet: Sheet) -> dict[int, str]:
    """Indents of signers and dates, by place; the signers above a date share its rule."""
    indents: dict[int, str] = {}
    signers: list[int] = []
    last: Paragraph | None = None
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.role not in _SIGNING:
            signers, last = [], None
        elif block.role is Role.SIGNER:
            signers.append(index)
            last = block
            indents[index] = '<w:ind w:right="630"/>'
        elif block.role is Role.DATE:
            of_signer, indents[index] = signing_xml(last, block, sheet)
            indents.update(dict.fromkeys(signers, of_signer))
            signers, last = [], None
    return indents


def _watermark(word: WordDocument, document: Document) -> None:
    section = word.sections[-1]
    names = " ".join(f'xmlns:{key}="{uri}"' for key, uri in NAMESPACES.items())
    points = document.page.text_width_mm * 72 / 25.4
    for number, header in enumerate((section.header, section.even_page_header), start=1):
        header.is_linked_to_previous = False
        element = header._element
        for child in list(element):
            element.remove(child)
        xml = watermark_xml(document.watermark, number=number, text_width_pt=points)
        for child in list(parse_xml(f"<w:hdr {names}>{xml}</w:hdr>")):
            element.append(child)


def _properties(word: WordDocument, document: Document) -> None:
    """File properties from the document alone: no clock, no user name, no leftovers."""
    core = word.core_properties
    core.title = document.title[:255]
    core.subject = document.subject[:255]
    core.author = document.author[:255]
    core.last_modified_by = document.author[:255]
    core.keywords = document.kind
    core.comments = ""
    core.language = "zh-CN"
    core.revision = 1
    day = dt.date.fromisoformat(document.date) if document.date else dt.date(2000, 1, 1)
    core.created = core.modified = dt.datetime(day.year, day.month, day.day)
