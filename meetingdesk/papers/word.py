"""Draw a document as a Word file in the geometry of GB/T 9704—2012.

The look is in the stationery (:mod:`meetingdesk.papers.stationery`): every role is a real
style, so the office can correct a paper, or all papers, in WPS or Word. Equal documents give
equal bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import docx

from meetingdesk.errors import BadInput, Problem
from meetingdesk.papers.determinism import normalise_zip
from meetingdesk.papers.model import Form, PageSetup
from meetingdesk.papers.prepared import prepared, segments
from meetingdesk.papers.wordbody import HAIR, blocks_xml
from meetingdesk.papers.wordheads import colophon_xml, letterhead_xml, mark_size
from meetingdesk.papers.wordparts import STYLES, Sheet, gap_xml
from meetingdesk.papers.wordsections import INNER, elements, large_print, numbered, set_up
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument

    from meetingdesk.papers.model import Document

__all__ = ["mark_size", "render_docx"]

_OWN_STYLES = ("DeskMark", "DeskNumber", "DeskCell", "DeskGap", "Header")


def render_docx(document: Document, stationery: Path | bytes | None = None) -> bytes:
    """Return ``document`` as .docx bytes.

    Args:
        document: what to put on paper.
        stationery: the office's own blank sheet, file or content; ``None`` for the built-in one.

    Raises:
        BadInput: the stationery cannot be read or lacks a style.
        Refused: a 版记 wants its page known and no Chinese font is here to lay the text out.
        ValueError: a table row does not cover the table's columns.
    """
    word = _open(resource("stationery", "base.docx") if stationery is None else stationery)
    document = prepared(document)
    body = word.element.body
    for child in list(body)[:-1]:  # the last is the section
        body.remove(child)
    xml, setups = _body(document)
    for child in elements("body", numbered(xml)[0]):
        body[-1].addprevious(child)
    set_up(word, document, setups)
    large_print(word, document.page)
    _properties(word, document)
    out = io.BytesIO()
    word.save(out)
    return normalise_zip(out.getvalue())


def _body(document: Document) -> tuple[str, list[PageSetup]]:
    """The body's XML and the page setup of each of its sections."""
    parts = segments(document)
    setups = [setup for setup, _ in parts]
    note = _colophon(document, setups)
    made: list[str] = letterhead_xml(document.letterhead, Sheet.of(setups[0]))
    for number, (setup, blocks) in enumerate(parts, start=1):
        section = INNER if number < len(setups) else ""
        made += blocks_xml(blocks, Sheet.of(setup), section=section)
    return "".join((*made, *note)), setups


def _colophon(document: Document, setups: list[PageSetup]) -> list[str]:
    """版记 on its page; after a blank page it is a section of its own without numbers (§7.5)."""
    note = document.colophon
    if note is None:
        return []
    from meetingdesk.papers.heads import note_height
    from meetingdesk.papers.layout import pages_to_colophon

    letter = document.letterhead is not None and document.letterhead.form is Form.LETTER
    breaks = pages_to_colophon(document)
    height = note_height(note, setups[-1]) * 25.4 / 72
    box = colophon_xml(note, height, ruled=not letter)
    if breaks < 2:
        return [gap_xml(HAIR, new_page=breaks == 1, inner=box)]
    setups.append(replace(setups[-1], page_numbers=False))
    return [gap_xml(HAIR), gap_xml(HAIR, new_page=True, inner=box)]


def _open(sheet: Path | bytes) -> WordDocument:
    name = "自备信笺" if isinstance(sheet, bytes) else sheet.name
    try:
        word = docx.Document(io.BytesIO(sheet) if isinstance(sheet, bytes) else str(sheet))
        known = {style.style_id for style in word.styles}
        missing = sorted({*filter(None, STYLES.values()), *_OWN_STYLES} - known)
    except Exception as error:  # any broken zip or XML: one message for the clerk
        raise BadInput(
            f"信笺文件“{name}”打不开，文稿没有生成，台账没有改动。请恢复内置的信笺文件后重试。",
            Problem(type(error).__name__, file=name),
        ) from error
    if missing:
        raise BadInput(
            f"信笺文件“{name}”缺少样式，文稿没有生成，台账没有改动。请恢复内置的信笺文件后重试。",
            *(Problem("缺少这个样式", file=name, field=style) for style in missing),
        )
    return word


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
