"""Draw a composed ballot in true millimetres: into a PDF for the printer, a picture, a painter.

Every copy in the PDF is the same page object, so that copies cannot differ; two A5 forms stand
side by side on an A4 with a cutting line between them. Equal forms give equal bytes.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from meetingdesk.papers import fonts
from meetingdesk.papers.ballots.spec import Paper
from meetingdesk.papers.model import Document
from meetingdesk.papers.page import page_image, paint_page
from meetingdesk.papers.pdf import draw_pages
from meetingdesk.papers.placed import Page, Rule, moved

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.papers.ballots.marks import Grid
    from meetingdesk.papers.ballots.sheet import Form


@dataclass(frozen=True)
class PrintSheets:
    """The sides of paper one ballot (two, on a cut A4) is printed on, as the printer sees them."""

    pages: tuple[Page, ...]
    grids: tuple[tuple[Grid, ...], ...]

    def paint(self, painter: QPainter, page: Page, scale: float) -> None:
        """Draw one of the pages at the painter's origin, ``scale`` device units a millimetre."""
        paint_page(painter, page, scale)
        for grid in self.grids[page.number - 1]:
            _paint_grid(painter, grid, scale)

    def picture(self, page: Page, scale: float) -> QImage:
        """Return one of the pages on white, ``scale`` pixels a millimetre."""
        drawn = page_image(page, scale)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for grid in self.grids[page.number - 1]:
            _paint_grid(painter, grid, scale)
        painter.end()
        return drawn


def print_sheets(form: Form, shift: tuple[float, float] = (0.0, 0.0)) -> PrintSheets:
    """Return what goes through the printer, moved by ``shift`` (right, down) in mm."""
    numbers = range(len(form.pages))
    return PrintSheets(
        tuple(_sheet(form, n, shift) for n in numbers),
        tuple(tuple(_grids(form, n, shift)) for n in numbers),
    )


def paint(painter: QPainter, form: Form, page: int, scale: float) -> None:
    """Draw ``page`` (from 0) at the painter's origin, ``scale`` device units a millimetre."""
    paint_page(painter, form.pages[page], scale)
    for grid in form.grids[page]:
        _paint_grid(painter, grid, scale)


def image(form: Form, page: int, dpi: float = 300.0) -> QImage:
    """Return ``page`` (from 0) on white, in greys, at ``dpi``."""
    fonts.ensure_application()
    scale = dpi / 25.4
    width, height = form.layout.page_mm
    drawn = QImage(round(width * scale), round(height * scale), QImage.Format.Format_Grayscale8)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    paint(painter, form, page, scale)
    painter.end()
    return drawn


def sheets_for(form: Form, copies: int) -> int:
    """Return how many sides of paper ``copies`` ballots need."""
    return math.ceil(copies / form.spec.paper.up) * len(form.pages)


def pdf(form: Form, copies: int = 1, *, shift: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """Return the print file: ``copies`` ballots, all pages of one after another.

    ``shift`` moves the print right and down in mm, against a printer that prints off its place.
    Two A5 on an A4 are always two: an odd number is filled up.
    """
    sheets = print_sheets(form, shift)
    once = draw_pages(sheets.pages, _document(form), sheets.paint)
    times = math.ceil(copies / form.spec.paper.up)
    return _repeated(once, max(1, times))


def write_pdf(
    form: Form, path: Path, copies: int = 1, *, shift: tuple[float, float] = (0.0, 0.0)
) -> Path:
    """Write :func:`pdf` to ``path``."""
    path.write_bytes(pdf(form, copies, shift=shift))
    return path


def _document(form: Form) -> Document:
    title = form.spec.title.replace("\n", "")
    return Document("ballot", title, (), subject=f"{form.layout.form} {form.digest}")


def _offsets(form: Form, shift: tuple[float, float]) -> list[tuple[float, float]]:
    across = form.layout.page_mm[0] + 1.0  # two A5 are 296 mm, the A4 is 297
    return [(across * n + shift[0], shift[1]) for n in range(form.spec.paper.up)]


def _sheet(form: Form, page: int, shift: tuple[float, float]) -> Page:
    placed = form.pages[page]
    items = [moved(item, *by) for by in _offsets(form, shift) for item in placed.items]
    width, height = form.spec.paper.sheet_mm
    if form.spec.paper is Paper.TWO_A5:
        middle = width / 2 + shift[0]
        # short strokes at the edges show where to cut; nothing crosses the ballots
        items += [Rule(middle, y, middle, y + 4.0, 0.15) for y in (0.0, height - 4.0)]
    return Page(placed.number, width, height, (0.0, 0.0, width, height), tuple(items))


def _grids(form: Form, page: int, shift: tuple[float, float]) -> list[Grid]:
    return [
        replace(grid, rect=replace(grid.rect, x=grid.rect.x + dx, y=grid.rect.y + dy))
        for dx, dy in _offsets(form, shift)
        for grid in form.grids[page]
    ]


def _repeated(once: bytes, times: int) -> bytes:
    """Return a PDF with the pages of ``once`` again and again, the same content each time."""
    reader = PdfReader(io.BytesIO(once))
    writer = PdfWriter()
    for _ in range(times):
        for page in reader.pages:
            writer.add_page(page)
    writer.metadata = reader.metadata
    writer.root_object.update(
        {key: value for key, value in reader.root_object.items() if key == "/Lang"}
    )
    # viewers then offer true size, not "fit to page"
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/PrintScaling"): NameObject("/None")}
    )
    writer._ID = reader.trailer.get("/ID")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _paint_grid(painter: QPainter, grid: Grid, scale: float) -> None:
    painter.save()
    painter.translate(grid.rect.x * scale, grid.rect.y * scale)
    step = grid.rect.w / len(grid.rows) * scale
    painter.scale(step, step)
    painter.fillPath(_outline(grid.rows), QColor(0, 0, 0))
    painter.restore()


@cache
def _outline(rows: tuple[str, ...]) -> QPainterPath:
    """Return the outline of the black modules in one piece: no hairlines between them."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for y, row in enumerate(rows):
        for start, end in _runs(row):
            path.addRect(QRectF(start, y, end - start, 1.0))
    return path.simplified()


def _runs(row: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, sign in enumerate(f"{row}."):
        if sign == "#" and start is None:
            start = at
        elif sign != "#" and start is not None:
            found.append((start, at))
            start = None
    return found
