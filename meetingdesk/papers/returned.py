"""A Word file read back line by line, and a paper made with the lines the office changed by hand.

The file may come from Word, WPS or LibreOffice: only what a person reads is looked at, tracked
changes as if accepted, text boxes once (Word keeps each twice).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from meetingdesk.errors import BadInput, Problem
from meetingdesk.papers.model import Block, Cell, Document, Paragraph, Run, Table
from meetingdesk.rules.returned import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
#: struck text, moved-away text, field codes and the properties of things are not read
_UNREAD = {f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "pPr", "rPr", "sectPr")}
_BOX = f"{_W}txbxContent"
#: no part of an office document unpacks to more
_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word file says: its title property and its lines, those of text boxes last."""

    title: str
    lines: tuple[str, ...]


def read_docx(data: bytes, name: str = "") -> WordText:
    """Read a .docx file.

    Raises:
        BadInput: not a Word file (.docx), or a damaged one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            body = _part(parts, "word/document.xml")
            core = _part(parts, "docProps/core.xml") if _has(parts, "docProps/core.xml") else None
    except (zipfile.BadZipFile, KeyError, ParseError, OSError, ValueError, EOFError) as error:
        raise BadInput(
            f"“{name}”读不出来，台账没有改动。",
            Problem(
                "请确认是 Word 文档（.docx）且没有损坏；.doc、.wps 请先另存为 .docx。", file=name
            ),
        ) from error
    boxes: list[str] = []
    lines = [line for line in _lines(body, boxes) if bare(line)]
    title = core.findtext(f".//{_DC_TITLE}") if core is not None else ""
    return WordText(title or "", (*lines, *(line for line in boxes if bare(line))))


def marks_of(data: bytes) -> set[str]:
    """Return the watermarks of a .docx file that :func:`read_docx` has read."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        heads = [name for name in parts.namelist() if re.fullmatch(r"word/header\d*\.xml", name)]
        return {
            str(path.get("string", ""))
            for name in heads
            for path in _part(parts, name).iter("{urn:schemas-microsoft-com:vml}textpath")
        }


def _has(parts: zipfile.ZipFile, name: str) -> bool:
    return name in parts.namelist()


def _part(parts: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    if parts.getinfo(name).file_size > _LIMIT:
        raise ValueError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(parts.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(name) from error


def _lines(node: Any, boxes: list[str]) -> Iterator[str]:
    """Yield the paragraphs in reading order; those of text boxes go to ``boxes``."""
    for child in node:
        if child.tag == f"{_W}p":
            yield _text(child, boxes)
        elif child.tag not in _UNREAD and child.tag != _FALLBACK:
            yield from _lines(child, boxes)


def _text(node: Any, boxes: list[str]) -> str:
    parts: list[str] = []
    for child in node:
        if child.tag == _BOX:
            boxes.extend(_lines(child, boxes))
        elif child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}br"):
            parts.append(" ")
        elif child.tag not in _UNREAD and child.tag != _FALLBACK:
            parts.append(_text(child, boxes))
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Kept:
    """A line changed by hand and kept: what was made, which of equal ones, what stands now.

    ``new`` is '' for a struck line, several lines joined by a line feed where some were added.
    """

    old: str
    nth: int
    new: str


def with_kept(document: Document, kept: Sequence[Kept]) -> tuple[Document, list[Kept]]:
    """Return the paper with its kept lines, and those whose line is no longer made."""
    if not kept:
        return document, []
    wanted = {(bare(one.old), one.nth): one for one in kept}
    seen: Counter[str] = Counter()
    used: set[tuple[str, int]] = set()

    def take(text: str) -> Kept | None:
        key = bare(text)
        place = (key, seen[key])
        seen[key] += 1
        if key and place in wanted:
            used.add(place)
            return wanted[place]
        return None

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks += _paragraphs(block, take(block.text))
        elif isinstance(block, Table):
            blocks.append(_table(block, take))
        else:
            blocks.append(block)
    unused = [one for place, one in wanted.items() if place not in used]
    return replace(document, blocks=tuple(blocks)), unused


def _paragraphs(paragraph: Paragraph, kept: Kept | None) -> list[Paragraph]:
    if kept is None:
        return [paragraph]
    lines = [line for line in kept.new.split("\n") if bare(line)]
    likest = max(
        range(len(lines)),
        key=lambda at: SequenceMatcher(None, paragraph.text, lines[at]).ratio(),
        default=0,
    )
    plain = replace(paragraph, runs=(Run(""),), change=None)
    return [
        replace(paragraph, runs=_runs(paragraph, line))
        if at == likest
        else replace(plain, runs=(Run(line),))
        for at, line in enumerate(lines)
    ]


def _runs(paragraph: Paragraph, line: str) -> tuple[Run, ...]:
    """Put the look of the old characters on the new line; what came in looks as what is before."""
    old = paragraph.text
    looks = [run for run in paragraph.runs for _ in run.text]
    taken: list[Run] = []
    for step, a, b, c, d in SequenceMatcher(None, old, line, autojunk=False).get_opcodes():
        if step == "equal":
            taken += looks[a:b]
        else:
            before = looks[a] if a < b else looks[max(a - 1, 0)]
            taken += [before] * (d - c)
    made: list[Run] = []
    for look, char in zip(taken, line, strict=True):
        if made and replace(made[-1], text="") == replace(look, text=""):
            made[-1] = replace(made[-1], text=made[-1].text + char)
        else:
            made.append(replace(look, text=char))
    return tuple(made)


def _table(table: Table, take: Any) -> Table:
    rows = [
        replace(row, cells=tuple(_cell(cell, take) for cell in row.cells)) for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def _cell(cell: Cell, take: Any) -> Cell:
    lines: list[str] = []
    for line in cell.lines:
        kept: Kept | None = take(line)
        lines += [line] if kept is None else kept.new.split("\n")
    return replace(cell, lines=tuple(lines))
