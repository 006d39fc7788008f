"""PDF of a document with no Office installed: Qt draws, then the file is put right.

Qt maps glyphs back to characters by the lowest code point, so fonts that share one glyph between
一 and the radical ⼀ give files that cannot be searched. We know what was drawn and in which order,
so the ToUnicode tables are written anew from that. Dates and id come from the document: equal
documents give equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    Fit,
    NameObject,
    TextStringObject,
)
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from meetingdesk.errors import Refused
from meetingdesk.papers import fonts
from meetingdesk.papers.layout import lay_out
from meetingdesk.papers.page import drawn_text, paint_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from meetingdesk.papers.model import Document
    from meetingdesk.papers.placed import Page

#: Device units per inch: a unit is 0.02 mm.
RESOLUTION = 1200
_MM = RESOLUTION / 25.4

#: Radicals NFKC leaves alone, and the characters whose glyph they share.
RADICALS = dict(
    zip(
        "⺁⺄⺅⺆⺇⺉⺊⺎⺒⺓⺕⺖⺘⺙⺛⺝⺞⺠⺡⺣⺤⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺸⺹⺺⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲",
        "厂乙亻冂几刂卜兀巳幺彐忄扌攵旡月歺民氵灬爫丬牛犭王疋目示礻竹糹纟罓罒羊耂肀月臼艹艹虎衤覀西见角讠贝足车辶辶辶钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀",
        strict=True,
    )
)

_OP = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>\s*Tj")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> (?:\[([^\]]*)\]|<([0-9A-Fa-f]+)>)")


def render_pdf(document: Document) -> bytes:
    """The document as a PDF with embedded fonts.

    Raises :class:`Refused` when no Chinese font is installed or Qt cannot write the file.
    """
    return render_pdf_many([document])


def render_pdf_many(documents: Iterable[Document]) -> bytes:
    """Several documents in one PDF, each on its own sheets; title and date of the first.

    Raises :class:`Refused` as :func:`render_pdf`, and ``ValueError`` for no documents.
    """
    several = list(documents)
    if not several:
        raise ValueError("no documents")
    parts = [lay_out(document) for document in several]
    pages = [page for part in parts for page in part]
    outline = _outline(several, parts)
    return _finish(_draw(pages), [drawn_text(page) for page in pages], several[0], outline)


#: An entry of the outline: level, words, page from 0, height on it in millimetres.
_Entry = tuple[int, str, int, float]


def _outline(documents: Sequence[Document], parts: Sequence[Sequence[Page]]) -> list[_Entry]:
    """What the reader's side bar lists: titles and headings; a paper without a title by its own."""
    entries: list[_Entry] = []
    first = 0
    for document, pages in zip(documents, parts, strict=True):
        own = [
            (level, words, first + number, top)
            for number, page in enumerate(pages)
            for level, words, top in page.headings
        ]
        if not own or own[0][0] != 0:
            entries.append((0, document.title, first, 0.0))
        entries += own
        first += len(pages)
    return entries


def draw_pages(
    pages: Sequence[Page],
    document: Document,
    paint: Callable[[QPainter, Page, float], None] = paint_page,
) -> bytes:
    """Pages already laid out as a PDF, each drawn by ``paint``; properties from ``document``.

    Raises :class:`Refused` as :func:`render_pdf`.
    """
    return _finish(_draw(pages, paint), [drawn_text(page) for page in pages], document)


def mend_radicals(text: str) -> str:
    """``text`` with Kangxi and CJK radicals replaced by the ideographs they stand for."""
    return "".join(
        RADICALS.get(char) or unicodedata.normalize("NFKC", char)
        if "\u2e80" <= char <= "\u2fdf"
        else char
        for char in text
    )


def _draw(
    pages: Sequence[Page], paint: Callable[[QPainter, Page, float], None] = paint_page
) -> bytes:
    fonts.ensure_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(_sheet(pages[0]))
    painter = QPainter()
    if not painter.begin(writer):
        raise Refused("生成PDF时无法开始绘制，没有写出文件。请重新打开本程序再试。")
    for number, page in enumerate(pages):
        if number:
            writer.setPageLayout(_sheet(page))
            writer.newPage()
        paint(painter, page, _MM)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _sheet(page: Page) -> QPageLayout:
    # always "portrait": width and height are stated as the page has them
    size = QPageSize(
        QSizeF(page.width, page.height),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    return QPageLayout(
        size,
        QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
        QPageLayout.Unit.Millimeter,
        QMarginsF(0, 0, 0, 0),
    )


def _finish(
    raw: bytes, drawn: Sequence[str], document: Document, outline: Sequence[_Entry] = ()
) -> bytes:
    """Mend the character tables, set outline and properties."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(raw)).pages:  # pages only: Qt's XMP repeats the clock
        writer.add_page(page)
    known: dict[int, dict[int, str]] = {}
    streams: dict[int, Any] = {}
    for page, text in zip(writer.pages, drawn, strict=True):
        named = _fonts_of(page)
        streams.update({id(font): font for font in named.values()})
        for (font, code), char in zip(*_paired(page, named, text), strict=True):
            known.setdefault(id(font), {})[code] = char
    for number, (key, font) in enumerate(streams.items()):
        _name_font(font, number)
        table = _parsed(font["/ToUnicode"].get_object().get_data().decode("latin-1"))
        table.update(known.get(key, {}))
        font["/ToUnicode"].get_object().set_data(_cmap(table))
    _add_outline(writer, outline)
    _set_properties(writer, document)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _add_outline(writer: PdfWriter, outline: Sequence[_Entry]) -> None:
    above: list[tuple[int, Any]] = []
    for level, words, number, top in outline:
        while above and above[-1][0] >= level:
            above.pop()
        height = float(writer.pages[number].mediabox.height) - top * 72 / 25.4
        made = writer.add_outline_item(
            title=words,
            page_number=number,
            parent=above[-1][1] if above else None,
            fit=Fit.xyz(top=round(height, 1)),
        )
        above.append((level, made))


def _name_font(font: Any, number: int) -> None:
    """Name the embedded subset by its order: Qt's tag follows memory, not the document."""
    below = font["/DescendantFonts"][0].get_object()
    described = below["/FontDescriptor"].get_object()
    plain = str(described["/FontName"]).lstrip("/").split("+")[-1]
    tag = "MEET" + chr(ord("A") + number // 26) + chr(ord("A") + number % 26)
    name = NameObject(f"/{tag}+{plain}")
    font[NameObject("/BaseFont")] = below[NameObject("/BaseFont")] = name
    described[NameObject("/FontName")] = name


def _fonts_of(page: Any) -> dict[str, Any]:
    resources = page["/Resources"].get_object()
    found = resources["/Font"].get_object() if "/Font" in resources else {}
    return {name.lstrip("/"): ref.get_object() for name, ref in found.items()}


def _paired(page: Any, named: dict[str, Any], text: str) -> tuple[list[tuple[Any, int]], str]:
    """The glyphs shown on the page with the characters drawn, or nothing if they disagree."""
    contents = page.get_contents()
    shown: list[tuple[Any, int]] = []
    font: Any = None
    for match in _OP.finditer(contents.get_data() if contents is not None else b""):
        if match[1]:
            font = named[match[1].decode()]
        else:
            digits = match[2].decode()
            shown += [(font, int(digits[i : i + 4], 16)) for i in range(0, len(digits), 4)]
    return (shown, text) if len(shown) == len(text) else ([], "")


def _parsed(cmap: str) -> dict[int, str]:
    """Qt's own table with radicals mended: for glyphs whose character is not known."""
    table: dict[int, str] = {}
    for first, last, several, single in _RANGE.findall(cmap):
        start, end = int(first, 16), int(last, 16)
        if several:
            for offset, code in enumerate(re.findall(r"[0-9A-Fa-f]+", several)):
                table[start + offset] = _char(code)
        else:
            for code in range(start, end + 1):
                table[code] = chr(int(single, 16) + code - start) if len(single) <= 4 else ""
    return {
        code: mend_radicals(char) for code, char in table.items() if code and char.strip("\x00")
    }


def _char(code: str) -> str:
    return bytes.fromhex(code.zfill(4)).decode("utf-16-be", "ignore")


def _cmap(table: dict[int, str]) -> bytes:
    rows = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in sorted(table.items())
    ]
    blocks = [
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
        for part in (rows[i : i + 100] for i in range(0, len(rows), 100))
    ]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *blocks,
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n",
        )
    ).encode("ascii")


def _set_properties(writer: PdfWriter, document: Document) -> None:
    """Title, author and a date from the document; nothing from the clock."""
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("zh-CN")
    stamp = f"D:{document.date.replace('-', '')}000000" if document.date else "D:20000101000000"
    writer.metadata = {
        "/Title": document.title,
        "/Author": document.author,
        "/Subject": document.subject,
        "/Keywords": document.kind,
        "/Creator": "会务台",
        "/Producer": "会务台",
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    drawn = b"".join(
        contents.get_data() for page in writer.pages if (contents := page.get_contents())
    )
    own = repr((document.kind, document.title, document.date)).encode()
    digest = hashlib.md5(own + drawn, usedforsecurity=False).digest()
    writer._ID = ArrayObject([ByteStringObject(digest), ByteStringObject(digest)])
