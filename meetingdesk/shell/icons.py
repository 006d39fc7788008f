"""Outline icons of one family (Phosphor, of qtawesome's fonts), loaded after the first paint.

Only the font file is taken: importing qtawesome costs as much as all else before the first page.
Widgets ask with :func:`set_icon` at any time; until :func:`load` has run they simply have no
icon, so the window never waits for an icon font. A theme change recolours all of them.
"""

from __future__ import annotations

import json
import weakref
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap
from shiboken6 import isValid

from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QAbstractButton

SIZE = 18
GAP = 5  # between icon and words, drawn as part of the icon since QSS cannot set it

_wanted: weakref.WeakKeyDictionary[QAbstractButton, tuple[str, str]] = weakref.WeakKeyDictionary()
#: the family's name once it is loaded
_loaded: list[str] = []
_glyphs: dict[str, str] = {}
_FONT, _NAMES = "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"


def load() -> None:
    """Import the icon font and dress every button that asked for an icon."""
    if not _loaded:
        found = find_spec("qtawesome")
        if found is None or found.origin is None:
            raise ModuleNotFoundError("qtawesome", name="qtawesome")
        fonts = Path(found.origin).with_name("fonts")
        number = QFontDatabase.addApplicationFont(str(fonts / _FONT))
        names = json.loads((fonts / _NAMES).read_text(encoding="utf-8"))
        _glyphs.update((name, chr(int(code, 16))) for name, code in names.items())
        _loaded.extend(QFontDatabase.applicationFontFamilies(number)[:1])
    refresh()


def loaded() -> bool:
    """Tell whether the icon font is there."""
    return bool(_loaded)


def icon(name: str, color: str | None = None) -> QIcon:
    """Return an outline icon such as ``house`` in ``color`` (default: the soft ink)."""
    if not _loaded:
        load()
    return _drawn(name, color or theme.current().soft)


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, *, worded: bool = False) -> QIcon:
    """Draw a glyph to pixmaps once; buttons then share them."""
    out = QIcon()
    for size in (18, 24, 36, 48, 96):
        glyph = _painted(name, color, size)
        if worded:
            glyph = _with_gap(glyph)
        out.addPixmap(glyph)
    return out


def _painted(name: str, color: str, size: int) -> QPixmap:
    """Draw one glyph, leaving the font's bearing free around it."""
    out = QPixmap(size, size)
    out.fill(Qt.GlobalColor.transparent)
    font = QFont(_loaded[0])
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


def set_icon(button: QAbstractButton, name: str, role: str = "soft") -> None:
    """Give ``button`` an icon in a palette role, now or as soon as icons are loaded."""
    _wanted[button] = (name, role)
    button.setIconSize(QSize(SIZE + GAP if button.text() else SIZE, SIZE))
    if _loaded:
        _dress([(button, (name, role))])


def refresh() -> None:
    """Recolour every icon for the theme now worn."""
    if _loaded:
        _dress(list(_wanted.items()))


def _dress(buttons: Iterable[tuple[QAbstractButton, tuple[str, str]]]) -> None:
    palette = theme.current()
    for button, (name, role) in buttons:
        if not isValid(button):  # Qt deleted it while Python still holds its shell
            continue
        worded = button.iconSize().width() > button.iconSize().height()
        button.setIcon(_drawn(name, getattr(palette, role), worded=worded))
