"""Draw laid-out pages with Qt: on screen, on the printer, into PNG and PDF.

Characters are drawn as glyphs at the places the layout gives them, so nothing is left to Qt's
own line breaking, kerning or font fallback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QImage, QPaintEngine, QPainter, QPen

from meetingdesk.papers import fonts
from meetingdesk.papers.layout import lay_out
from meetingdesk.papers.placed import MM_PER_PT, Box, Glyphs, Page, Rule

if TYPE_CHECKING:
    from meetingdesk.papers.model import Document

#: An em dash narrower than this is drawn out to the full character, so that —— is one line.
_DASH_SHORT = 0.97
#: Glyphs larger than about so many pixels are not kept as pictures by Qt.
_CACHED_PX = 60.0
#: Dash and white of lines to cut or fold at, in line widths.
_DASHES = (8.0, 6.0)


def page_count(document: Document) -> int:
    """Number of pages the document has."""
    return len(lay_out(document))


def render_png(document: Document, page: int = 1, dpi: float = 96.0) -> bytes:
    """Page ``page`` (counted from 1) as a PNG on white.

    Raises ``IndexError`` when there is no such page.
    """
    pages = lay_out(document)
    if not 1 <= page <= len(pages):
        raise IndexError(f"page {page} of {len(pages)}")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = page_image(pages[page - 1], dpi / 25.4)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes, Qt a str
    return bytes(buffer.data().data())


def page_image(page: Page, scale: float) -> QImage:
    """The page on white, ``scale`` pixels per millimetre."""
    fonts.ensure_application()
    image = QImage(
        max(1, round(page.width * scale)),
        max(1, round(page.height * scale)),
        QImage.Format.Format_RGB32,
    )
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    paint_page(painter, page, scale)
    painter.end()
    return image


def paint_page(painter: QPainter, page: Page, scale: float) -> None:
    """Draw ``page`` with its top left corner at the painter's origin.

    ``scale`` is device units per millimetre.
    """
    for item in page.items:
        if isinstance(item, Glyphs):
            _paint_glyphs(painter, item, scale)
        elif isinstance(item, Rule):
            _paint_rule(painter, item, scale)
        else:
            _paint_box(painter, item, scale)


def drawn_text(page: Page) -> str:
    """The characters of ``page`` that are drawn as glyphs, in drawing order."""
    return "".join(char for item in page.glyphs for char in item.text if _visible(char))


def _visible(char: str) -> bool:
    return not (char.isspace() or char in "\ufeff\u200b" or "\ufe00" <= char <= "\ufe0f")


def _paint_glyphs(painter: QPainter, item: Glyphs, scale: float) -> None:
    size = item.size_pt * MM_PER_PT * scale
    painter.setPen(QPen(QColor(item.color)))
    turned = bool(item.angle)
    left, base = item.x * scale, item.y * scale
    if turned:
        painter.save()
        painter.translate(left, base)
        painter.rotate(item.angle)
        painter.translate(-left, -base)
    pending: list[tuple[int, QPointF]] = []
    font = ("", 0)
    for char, x in zip(item.text, item.xs, strict=True):
        if not _visible(char):
            continue
        glyph = fonts.glyph(char, item.face, item.bold)
        short = char == "—" and glyph.right - glyph.left < _DASH_SHORT
        alone = short or item.stretch * glyph.stretch != 1.0
        if pending and (alone or font != (glyph.family, glyph.weight)):
            _draw(painter, font, size, pending)
            pending = []
        font = glyph.family, glyph.weight
        if alone:
            _draw_stretched(painter, glyph, size, QPointF(x * scale, base), item.stretch)
        else:
            pending.append((glyph.index, QPointF(x * scale + glyph.dx * size, base)))
    if pending:
        _draw(painter, font, size, pending)
    if turned:
        painter.restore()


def _draw(
    painter: QPainter,
    font: tuple[str, int],
    size: float,
    glyphs: list[tuple[int, QPointF]],
) -> None:
    whole: float = size
    if size > _CACHED_PX and painter.paintEngine().type() is not QPaintEngine.Type.Pdf:
        # large glyphs are filled as outlines, and Qt has none for sizes between whole pixels
        whole = round(size)
    run = QGlyphRun()
    run.setRawFont(fonts.raw_font(font[0], font[1], whole))
    run.setGlyphIndexes([index for index, _ in glyphs])
    run.setPositions([place * (whole / size) for _, place in glyphs])
    if whole == size:
        painter.drawGlyphRun(QPointF(0, 0), run)
        return
    painter.save()
    painter.scale(size / whole, size / whole)
    painter.drawGlyphRun(QPointF(0, 0), run)
    painter.restore()


def _draw_stretched(
    painter: QPainter, glyph: fonts.Glyph, size: float, at: QPointF, stretch: float
) -> None:
    """One glyph wider or narrower; a short dash (advance 1) fills its cell from edge to edge."""
    start, across = glyph.dx, glyph.stretch
    if stretch == 1.0 and glyph.stretch == 1.0:
        across = 1.0 / (glyph.right - glyph.left)
        start = -glyph.left * across
    painter.save()
    painter.translate(at + QPointF(start * stretch * size, 0.0))
    painter.scale(across * stretch, 1.0)
    _draw(painter, (glyph.family, glyph.weight), size, [(glyph.index, QPointF(0.0, 0.0))])
    painter.restore()


def _paint_rule(painter: QPainter, rule: Rule, scale: float) -> None:
    pen = QPen(QColor(rule.color), rule.width * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if rule.dashed else Qt.PenCapStyle.SquareCap)
    if rule.dashed:
        pen.setDashPattern(_DASHES)
    painter.setPen(pen)
    painter.drawLine(
        QPointF(rule.x1 * scale, rule.y1 * scale), QPointF(rule.x2 * scale, rule.y2 * scale)
    )


def _paint_box(painter: QPainter, box: Box, scale: float) -> None:
    area = QRectF(box.x * scale, box.y * scale, box.w * scale, box.h * scale)
    if box.fill is not None:
        painter.fillRect(area, QColor(box.fill))
    if box.line > 0:
        pen = QPen(QColor(box.color), box.line * scale)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if box.dashed:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
