"""Draws the outline icons from the font of their family (Phosphor, of qtawesome's fonts).

Only the font file is taken: importing qtawesome costs as much as all else before the first page.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPixmap

from meetingdesk.shell.icons import GAP, SIZE

_FONT, _NAMES = "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"
_family: list[str] = []
_glyphs: dict[str, str] = {}


def load() -> None:
    """Load the font.

    Raises:
        ModuleNotFoundError: qtawesome, which brings it, is not installed.
    """
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("qtawesome", name="qtawesome")
    fonts = Path(found.origin).with_name("fonts")
    number = QFontDatabase.addApplicationFont(str(fonts / _FONT))
    names = json.loads((fonts / _NAMES).read_text(encoding="utf-8"))
    _glyphs.update((name, chr(int(code, 16))) for name, code in names.items())
    _family.extend(QFontDatabase.applicationFontFamilies(number)[:1])


def _sizes() -> list[int]:
    """Return the edges in pixels that are needed: small and large, on every screen there is."""
    scales = {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    return sorted({round(edge * scale) for edge in (SIZE, 2 * SIZE) for scale in scales})


@lru_cache(maxsize=512)
def drawn(name: str, color: str, *, worded: bool = False, off: str = "") -> QIcon:
    """Return a glyph as an icon, drawn once; ``worded`` leaves room for words at its right.

    ``off`` is the colour where nothing can be pressed; without it Qt pales ``color`` itself.
    """
    out = QIcon()
    modes = {QIcon.Mode.Normal: color} | ({QIcon.Mode.Disabled: off} if off else {})
    for size in _sizes():
        for mode, ink in modes.items():
            glyph = _painted(name, ink, size)
            out.addPixmap(_with_gap(glyph) if worded else glyph, mode)
    return out


def _painted(name: str, color: str, size: int) -> QPixmap:
    """Draw one glyph, leaving the font's bearing free around it."""
    out = QPixmap(size, size)
    out.fill(Qt.GlobalColor.transparent)
    font = QFont(_family[0])
    font.setPixelSize(round(0.875 * size))
    painter = QPainter(out)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(QRect(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, _glyphs[name])
    painter.end()
    return out


def _with_gap(glyph: QPixmap) -> QPixmap:
    """Return ``glyph`` with empty room at its right."""
    wide = QPixmap(glyph.width() * (SIZE + GAP) // SIZE, glyph.height())
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, glyph)
    painter.end()
    return wide
