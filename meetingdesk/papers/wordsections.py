"""Sections of the Word file: sheet, margins, grid, headers and footers."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Twips

from meetingdesk.papers.model import Form, PageSetup
from meetingdesk.papers.wordfigures import side_number_xml
from meetingdesk.papers.wordheads import letter_footer
from meetingdesk.papers.wordparts import ID, NAMESPACES, gap_xml, twips, watermark_xml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from docx.document import Document as WordDocument
    from docx.section import Section

    from meetingdesk.papers.model import Document

_W = f"{{{NAMESPACES['w']}}}"
_NAMES = " ".join(f'xmlns:{key}="{uri}"' for key, uri in NAMESPACES.items())


def numbered(xml: str, start: int = 1) -> tuple[str, int]:
    """Give every drawing and change in ``xml`` a number of its own; the next free one too."""
    parts = xml.split(ID)
    made = parts[0]
    for part in parts[1:]:
        made += f"{start}{part}"
        start += 1
    return made, start


def elements(tag: str, xml: str) -> list[Any]:
    """The elements of ``xml``, parsed under the prefixes used here."""
    return list(parse_xml(f"<w:{tag} {_NAMES}>{xml}</w:{tag}>"))


#: Ends a section; :func:`set_up` fills it once it stands in the body.
INNER = "<w:sectPr/>"


def set_up(word: WordDocument, document: Document, setups: Sequence[PageSetup]) -> None:
    """Sheet, grid, headers and footers of every section, first to last."""
    body = word.element.body
    base = body[-1]
    if not any(setup.page_numbers for setup in setups):
        for part in (word.sections[-1].footer, word.sections[-1].even_page_footer):
            part.is_linked_to_previous = True  # the file carries no footers at all
    standard = [copy.deepcopy(one) for one in base.findall(f"{_W}footerReference")]
    for inner in body.iter(f"{_W}sectPr"):
        if inner is not base:
            for child in base:
                inner.append(copy.deepcopy(child))
    if document.page.mirror:
        settings = word.settings.element
        settings.insert(1, settings.makeelement(f"{_W}mirrorMargins", {}))
    letter = document.letterhead if _is_letter(document) else None
    for number, (section, setup) in enumerate(zip(word.sections, setups, strict=True)):
        _sheet(section, setup)
        _footers(section, setup, standard)
        if letter is not None and number == 0:
            section.different_first_page_header_footer = True
            _fill(section.first_page_header, gap_xml())
            _fill(section.first_page_footer, numbered(letter_footer(), 9007)[0])
        if document.watermark:
            opening = letter is not None and number == 0
            _watermark(section, document.watermark, setup, number, letter=opening)


def _is_letter(document: Document) -> bool:
    return document.letterhead is not None and document.letterhead.form is Form.LETTER


def large_print(word: WordDocument, page: PageSetup) -> None:
    """Large print in the styles too, so that lines typed later look like the others."""
    normal = word.styles["Normal"].element
    if page.body_pt != 16.0:
        for spacing in normal.findall(f"{_W}rPr/{_W}spacing"):  # only 3号 is set closer
            spacing.getparent().remove(spacing)
        for jc in normal.findall(f"{_W}pPr/{_W}jc"):
            # LibreOffice does not print a mark hanging from a justified line of large print
            jc.set(f"{_W}val", "left")
        for tag in ("sz", "szCs"):
            for size in normal.findall(f"{_W}rPr/{_W}{tag}"):
                size.set(f"{_W}val", str(round(page.body_pt * 2)))
    if page.line_pt is not None:
        for spacing in normal.findall(f"{_W}pPr/{_W}spacing"):
            spacing.set(f"{_W}line", str(round(page.line_pt * 20)))


def _sheet(section: Section, page: PageSetup) -> None:
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
        for grid in section._sectPr.findall(f"{_W}docGrid"):
            section._sectPr.remove(grid)


def _footers(section: Section, page: PageSetup, standard: Sequence[Any]) -> None:
    """Page numbers as the sheet has them; a section without them says so expressly.

    Each section names its footers itself: the stationery's own (``standard``), or others.
    """
    sect = section._sectPr
    for reference in sect.findall(f"{_W}footerReference"):
        sect.remove(reference)
    pair = (section.footer, section.even_page_footer)
    if not standard and not page.page_numbers:
        return
    if not page.page_numbers:
        wanted = [gap_xml(), gap_xml()]
    elif page.side_numbers:
        wanted = [_side(page, odd=odd) for odd in (True, False)]
    else:
        for place, reference in enumerate(standard):
            sect.insert(place, copy.deepcopy(reference))
        return
    for part, xml in zip(pair, wanted, strict=True):
        _fill(part, xml)


def _side(page: PageSetup, *, odd: bool) -> str:
    xml = side_number_xml(
        odd=odd,
        left_mm=page.left_mm,
        top_mm=page.top_mm,
        text_height_mm=page.text_height_mm,
    )
    return numbered(xml, 9001 if odd else 9003)[0]


def _fill(part: Any, xml: str) -> None:
    """Put ``xml`` into a header or footer of the section's own."""
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    for child in elements("hdr", xml):
        element.append(child)


def _watermark(section: Section, text: str, page: PageSetup, number: int, *, letter: bool) -> None:
    points = page.text_width_mm * 72 / 25.4
    parts = [section.header, section.even_page_header]
    for place, part in enumerate(parts, start=1 + 3 * number):
        _fill(part, watermark_xml(text, number=place, text_width_pt=points))
    if letter:
        xml = watermark_xml(text, number=3, text_width_pt=points)
        for child in elements("hdr", xml):
            section.first_page_header._element.append(child)
