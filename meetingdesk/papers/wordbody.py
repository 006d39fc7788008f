"""The blocks of a document as WordprocessingML: paragraphs, tables, white, figures, sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.model import Figure, Gap, PageBreak, Paragraph, Role, Section, Table
from meetingdesk.papers.prepared import chars, signed_from
from meetingdesk.papers.wordfigures import figure_xml
from meetingdesk.papers.wordparts import Setting, gap_xml, paragraph_xml, signing_xml, twips
from meetingdesk.papers.wordtables import table_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.papers.model import Block
    from meetingdesk.papers.wordparts import Sheet

#: Half a point: an empty paragraph that stays on a page of 22 full lines.
HAIR = 10
#: Text of six lines, in characters: the longest that goes with a signature.
LONGEST_KEPT = 6 * 28
_SIGNING = frozenset({Role.SIGNER, Role.SEALED, Role.STAMPED, Role.DATE, Role.BLANK})


def blocks_xml(blocks: Sequence[Block], sheet: Sheet, *, section: str = "") -> list[str]:
    """The blocks of one section; ``section`` is its ``w:sectPr`` unless it is the last."""
    made: list[str] = []
    new_page = after_table = False
    signing, keep = _signing(blocks, sheet), _kept(blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, PageBreak | Section):
            new_page = bool(made)
            continue
        if isinstance(block, Table):
            # a paragraph between, or two tables would grow together
            if new_page or after_table:
                made.append(gap_xml(new_page=new_page))
            made.append(table_xml(block, sheet.width))
        elif isinstance(block, Figure):
            made.append(figure_xml(block, new_page=new_page))
        elif isinstance(block, Gap):
            made.append(gap_xml(max(20, twips(block.mm)), new_page=new_page))
        else:
            last = index == len(blocks) - 1
            at = Setting(
                new_page, signing.get(index, ""), keep.get(index, 0), section if last else ""
            )
            made.append(paragraph_xml(block, sheet, at))
        new_page = False
        after_table = isinstance(block, Table)
    ended = bool(blocks) and isinstance(blocks[-1], Paragraph)
    if section and not ended:
        made.append(gap_xml(HAIR, section=section))
    elif after_table or not made:
        made.append(gap_xml())  # a body must end with a paragraph
    return made


def _kept(blocks: Sequence[Block]) -> dict[int, int]:
    """Paragraphs that stay with the signature below them, by place (never 此页无正文).

    LibreOffice moves such a paragraph as a whole, so a long one is left free.
    """
    kept: dict[int, int] = {}
    for index in range(len(blocks)):
        found = signed_from(blocks, index)
        if found is not None:
            before, lines = found
            text = blocks[before]
            if isinstance(text, Paragraph) and chars(text.text) > LONGEST_KEPT:
                lines = 0
            kept.update(dict.fromkeys(range(before + 1, index), 1))
            kept[before] = max(kept.get(before, 0), lines)
    return kept


def _signing(blocks: Sequence[Block], sheet: Sheet) -> dict[int, str]:
    """Indents of signers and dates, by place; the signers above a date share its rule."""
    indents: dict[int, str] = {}
    signers: list[int] = []
    last: Paragraph | None = None
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.role not in _SIGNING:
            signers, last = [], None
        elif block.role in (Role.SIGNER, Role.SEALED):
            signers.append(index)
            last = block
            indents[index] = '<w:ind w:right="628"/>'
        elif block.role is Role.STAMPED:
            indents[index] = f'<w:ind w:right="{round(4 * sheet.char_twips(block))}"/>'
        elif block.role is Role.DATE:
            of_signer, indents[index] = signing_xml(last, block, sheet)
            indents.update(dict.fromkeys(signers, of_signer))
            signers, last = [], None
    return indents
