"""What both renderers do to a document before they draw it: large print, room for seal and stamp.

Kept apart so that Word file and page agree: the same lines, the same white, the same indents.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.papers.model import Align, Paragraph, Role, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.papers.model import Block, Document, PageSetup

BODY_PT = 16.0
#: Empty lines kept above: a seal of 42 mm then begins less than a line below the text
#: (GB/T 9704—2012 §7.3.5.1); a signature stamp stands two lines below it (§7.3.5.4).
_ROOM_ABOVE = {Role.SEALED: 2, Role.STAMPED: 2}
#: What follows the text and never stands on a page without some of it.
_AFTER_TEXT = frozenset({Role.SIGNER, Role.SEALED, Role.STAMPED, Role.DATE, Role.ENCLOSURE})
_INDENTED = frozenset({Role.BODY, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.REMARK})
_NUMBERED = re.compile(r"(附件：)?(\d+[.．、]\s?)?")


def prepared(document: Document) -> Document:
    """Return ``document`` with sizes of large print stated and room for seals made."""
    blocks = _sized(_roomy(document.blocks), document.page)
    return document if blocks == document.blocks else replace(document, blocks=blocks)


def segments(document: Document) -> list[tuple[PageSetup, list[Block]]]:
    """Return the blocks by page setup, in order; an empty first part is left out."""
    parts: list[tuple[PageSetup, list[Block]]] = [(document.page, [])]
    for block in document.blocks:
        if not isinstance(block, Section):
            parts[-1][1].append(block)
            continue
        setup = block.page or document.page
        if not parts[-1][1] and not (document.letterhead and len(parts) == 1):
            parts[-1] = (setup, [])
        elif setup != parts[-1][0]:
            parts.append((setup, []))
    if len(parts) > 1 and not parts[-1][1]:
        parts.pop()
    return parts


def indents(paragraph: Paragraph) -> tuple[float, float]:
    """Left edge of the first line and of the others, in characters of the paragraph's size.

    附件说明 hangs after its number, 出席 after its colon (GB/T 9704—2012 §7.3.4, §10.3).
    """
    if paragraph.align not in (None, Align.JUSTIFY):
        return 0.0, 0.0
    if paragraph.role in _INDENTED:
        return 2.0, 0.0
    text = paragraph.text
    if paragraph.role is Role.ATTENDING:
        label = text[: text.find("：") + 1]
        return 2.0, 2.0 + chars(label)
    if paragraph.role is Role.ENCLOSURE:
        match = _NUMBERED.match(text)
        lead = match[0] if match else ""
        first = 2.0 if lead.startswith("附件：") else 5.0
        return first, first + chars(lead)
    return 0.0, 0.0


def chars(text: str) -> float:
    """Width of ``text`` in characters: full ones count 1, Latin letters and digits a half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def signed_from(blocks: Sequence[object], number: int) -> tuple[int, int] | None:
    """What a signature or 附件说明 at ``number`` must share its page with.

    Returns the index of the block and how many of its last lines go with it: one of another
    such line, two of the text (never 此页无正文).
    """
    block = blocks[number]
    if not isinstance(block, Paragraph) or block.role not in _AFTER_TEXT:
        return None
    before = number - 1
    while before >= 0 and _is_blank(blocks[before]):
        before -= 1
    found = blocks[before] if before >= 0 else None
    if not isinstance(found, Paragraph):
        return None
    return before, 1 if found.role in _AFTER_TEXT else 2


def _is_blank(block: object) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.BLANK


def _roomy(blocks: Sequence[Block]) -> tuple[Block, ...]:
    made: list[Block] = []
    stamped = False
    for block in blocks:
        if isinstance(block, Paragraph):
            wanted = _ROOM_ABOVE.get(block.role, 0)
            if block.role is Role.DATE and stamped:
                wanted = 1
            if wanted and made and not _follows(made, block):
                while made and _is_blank(made[-1]):
                    made.pop()
                made += [Paragraph(Role.BLANK)] * wanted
            stamped = block.role is Role.STAMPED or (stamped and block.role is Role.BLANK)
        else:
            stamped = False
        made.append(block)
    return tuple(made)


def _follows(made: Sequence[Block], block: Paragraph) -> bool:
    """Whether another organ signs straight above (联合行文)."""
    last = made[-1]
    return isinstance(last, Paragraph) and last.role is block.role


def _sized(blocks: Sequence[Block], own: PageSetup) -> tuple[Block, ...]:
    made: list[Block] = []
    setup = own
    for block in blocks:
        if isinstance(block, Section):
            setup = block.page or own
        made.append(_large(block, setup) if isinstance(block, Paragraph) else block)
    return tuple(made)


def _large(paragraph: Paragraph, setup: PageSetup) -> Paragraph:
    if setup.body_pt != BODY_PT and paragraph.size_pt is None:
        size = setup.body_pt + (4.0 if paragraph.role is Role.TITLE else 0.0)
        paragraph = replace(paragraph, size_pt=size)
    if setup.line_pt is not None and paragraph.line_pt is None:
        paragraph = replace(paragraph, line_pt=setup.line_pt)
    return paragraph
