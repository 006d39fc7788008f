"""Papers printed by LibreOffice and by our own renderer, and what stands where on their pages.

Two things are done so that LibreOffice prints as Word would:

- its fonts: the official faces are named to fontconfig as fonts whose Latin characters are half
  a square wide, as those of 仿宋_GB2312, 楷体_GB2312, 黑体 and 宋体 are;
- its spacing: LibreOffice 7.4 does not read ``w:autoSpaceDE`` and puts white between 2026 and
  年. The Word file is opened and saved as flat ODT, where the white is switched off, then printed.
"""

from __future__ import annotations

import os
import re
import subprocess
from ctypes import byref, c_double, c_uint
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MM = 25.4 / 72
#: (official face, stand-in) for the measuring run
_STAND_INS = (
    ("仿宋_GB2312", "Noto Sans Mono CJK SC"),
    ("楷体_GB2312", "Noto Sans Mono CJK SC"),
    ("黑体", "Noto Sans Mono CJK SC"),
    ("宋体", "Noto Sans Mono CJK SC"),
    ("方正小标宋简体", "Noto Sans Mono CJK SC"),
)


def office_pdfs(folder: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    """Print Word files by LibreOffice, in three calls for all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{face}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{used}</string></edit></match>'
        for face, used in _STAND_INS
    )
    conf = folder / "fonts.conf"
    conf.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{matches}</fontconfig>',
        "utf-8",
    )
    stems = {name: f"d{number:03d}" for number, name in enumerate(files)}
    for name, data in files.items():
        (folder / f"{stems[name]}.docx").write_bytes(data)
    _convert(folder, conf, "fodt", [f"{stem}.docx" for stem in stems.values()])
    for stem in stems.values():
        flat = folder / f"{stem}.fodt"
        text = flat.read_text("utf-8")
        flat.write_text(
            re.sub(r'style:text-autospace="[a-z-]*"', 'style:text-autospace="none"', text), "utf-8"
        )
    _convert(folder, conf, "pdf", [f"{stem}.fodt" for stem in stems.values()])
    return {name: folder / f"{stem}.pdf" for name, stem in stems.items()}


def _convert(folder: Path, conf: Path, to: str, files: Iterable[str]) -> None:
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, *files],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=400,
        env=dict(os.environ, FONTCONFIG_FILE=str(conf)),
    )


@dataclass(frozen=True)
class Char:
    """A character: left edge of its cell, its ink, millimetres from the sheet's top left."""

    char: str
    x: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Stroke:
    """A straight or filled path: its bounds and whether it is red."""

    left: float
    top: float
    right: float
    bottom: float
    red: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Sheet:
    """A printed page: size, lines of characters from top to bottom, strokes."""

    width: float
    height: float
    lines: tuple[tuple[Char, ...], ...]
    strokes: tuple[Stroke, ...]

    @property
    def texts(self) -> list[str]:
        return ["".join(one.char for one in line) for line in self.lines]

    def line(self, start: str) -> tuple[Char, ...]:
        """The line that begins with ``start``."""
        return next(
            line
            for line, text in zip(self.lines, self.texts, strict=True)
            if text.startswith(start)
        )

    def rules(self, *, red: bool = False, longer: float = 100.0) -> list[Stroke]:
        """Horizontal rules of that colour, from top to bottom, each once."""
        found = [s for s in self.strokes if s.red is red and s.width > longer]
        flat = {round(s.middle, 1): s for s in found if s.bottom - s.top < 2.0}
        return [flat[middle] for middle in sorted(flat)]


def sheets(pdf: Path | bytes) -> list[Sheet]:
    """The pages of a PDF."""
    document = pdfium.PdfDocument(pdf if isinstance(pdf, bytes) else str(pdf))
    return [_sheet(page) for page in document]


def _sheet(page: pdfium.PdfPage) -> Sheet:
    height = page.get_height()
    text = page.get_textpage()
    rows: list[list[Char]] = []
    last: float | None = None
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if not char.strip():
            continue
        x = text.get_charbox(index, loose=True)[0]
        foot = _baseline(
            text, index
        )  # boxes differ between the parts a long paper's font is cut in
        left, bottom, right, top = text.get_charbox(index)
        # a mark from another font may stand a little lower, but goes on to the right
        back = not rows or x * MM <= rows[-1][-1].x
        if last is None or abs(foot - last) > (6 if back else 14):
            rows.append([])
        last = foot
        rows[-1].append(
            Char(char, x * MM, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
        )
    # a head that hangs over the page is drawn after the text below it
    if len(rows) > 1 and rows[-1][0].bottom < min(row[0].top for row in rows[:-1]):
        rows.insert(0, rows.pop())
    return Sheet(
        page.get_width() * MM,
        height * MM,
        tuple(tuple(row) for row in rows),
        tuple(_strokes(page, height)),
    )


def _baseline(text: pdfium.PdfTextPage, index: int) -> float:
    """The height a character stands on, in points from the sheet's foot."""
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text.raw, index, byref(x), byref(y))
    return y.value


def _strokes(page: pdfium.PdfPage, height: float) -> Iterable[Stroke]:
    for one in page.get_objects():
        if one.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = one.get_bounds()
        r, g, b, a = c_uint(), c_uint(), c_uint(), c_uint()
        red = False
        for get in (raw.FPDFPageObj_GetStrokeColor, raw.FPDFPageObj_GetFillColor):
            get(one.raw, byref(r), byref(g), byref(b), byref(a))
            red = red or (r.value > 200 and g.value < 60)
        thick = (top - bottom) / 2  # the bounds of a line go a whole width beyond it
        middle = height - (top + bottom) / 2
        yield Stroke(
            (left + thick) * MM,
            (middle - thick / 2) * MM,
            (right - thick) * MM,
            (middle + thick / 2) * MM,
            red,
        )


def pitch_pt(line: tuple[Char, ...]) -> float:
    """Mean distance of full-width characters that stand side by side, in points."""
    wide = [
        (after.x - before.x) / MM
        for before, after in pairwise(line)
        if "一" <= before.char <= "鿿" and "一" <= after.char <= "鿿"
    ]
    return sum(wide) / len(wide)


_NUMBER = re.compile(r"—\d+—")


def breaks(pages: list[Sheet], paragraphs: Iterable[str]) -> list[list[tuple[int, str]] | None]:
    """Each paragraph's lines as printed, with their pages; ``None`` for one not found whole."""
    flat = [
        (number, text)
        for number, page in enumerate(pages, start=1)
        for text in page.texts
        if not _NUMBER.fullmatch(text)
    ]
    found: list[list[tuple[int, str]] | None] = []
    at = 0
    for paragraph in paragraphs:
        plain = "".join(paragraph.split())
        hit = _find(flat, at, plain)
        if hit is None:
            found.append(None)
            continue
        start, end = hit
        found.append(flat[start:end])
        at = end
    return found


def _find(flat: list[tuple[int, str]], at: int, plain: str) -> tuple[int, int] | None:
    for start in range(at, len(flat)):
        if not plain.startswith(flat[start][1]):
            continue
        made, end = "", start
        while end < len(flat) and len(made) < len(plain):
            made += flat[end][1]
            end += 1
        if made == plain:
            return start, end
    return None
