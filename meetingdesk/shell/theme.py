"""The look: colour roles, one type scale, one style sheet for light and dark.

Painters take colours from :func:`current`; widgets get theirs from the style sheet by
class or by the dynamic property ``role`` (see ``qss.py``), so no widget sets a colour.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from meetingdesk.resources import resource
from meetingdesk.shell.qss import style_sheet

# Type scale in pixels: page, card, data, label, the few numbers that matter.
PAGE, CARD, DATA, LABEL, NUMBER = 20, 15, 14, 12, 22
# Spacing in pixels: page margin, between columns, between cards, inside groups.
MARGIN, COLUMN_GAP, CARD_GAP, GAP = 24, 18, 14, 8
ROW, ROW_WRAPPED = 36, 46

_FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)


class Palette(NamedTuple):
    """Colour roles as ``#RRGGBB``; ``*_bg`` is the ground of a tag of that meaning."""

    name: str
    ink: str
    soft: str
    faint: str
    line: str
    line_strong: str
    ground: str
    card: str
    field: str
    hover: str
    nav: str
    nav_ink: str
    nav_soft: str
    nav_active: str
    blue: str
    blue_hover: str
    on_blue: str
    chosen: str
    focus: str
    red: str
    danger: str
    danger_hover: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str

    def tag(self, kind: str) -> tuple[QColor, QColor]:
        """Return (ink, ground) of a tag; ``kind`` is ok, warn, bad, info or neutral."""
        return QColor(getattr(self, kind)), QColor(getattr(self, f"{kind}_bg"))


LIGHT = Palette(
    name="light", ink="#1F2328", soft="#5B6470", faint="#606A76", line="#E3E7EC",
    line_strong="#C9D0D8", ground="#F5F6F8", card="#FFFFFF", field="#FFFFFF", hover="#F0F3F6",
    nav="#22282F", nav_ink="#D5DAE0", nav_soft="#98A2AE", nav_active="#2F3740",
    blue="#1F5FA8", blue_hover="#1A5192", on_blue="#FFFFFF", chosen="#E9F0F9", focus="#1F5FA8",
    red="#B3261E", danger="#B3261E", danger_hover="#FBE9E7",
    ok="#1D6B34", ok_bg="#E6F3EA", warn="#855700", warn_bg="#FDF3DA",
    bad="#B3261E", bad_bg="#FBE9E7", info="#1F5FA8", info_bg="#E9F0F9",
    neutral="#5B6470", neutral_bg="#EEF0F3",
)  # fmt: skip

DARK = Palette(
    name="dark", ink="#E6E9ED", soft="#A5AEB9", faint="#98A2AE", line="#343B44",
    line_strong="#4A535E", ground="#181C21", card="#20252B", field="#1B2025", hover="#2A3038",
    nav="#14171B", nav_ink="#CBD2DA", nav_soft="#8B95A1", nav_active="#262C33",
    blue="#2F6FB8", blue_hover="#3B7CC6", on_blue="#FFFFFF", chosen="#24374D", focus="#6FA8E6",
    red="#E5534B", danger="#F28B82", danger_hover="#43282A",
    ok="#7CC793", ok_bg="#1F3327", warn="#E3B95B", warn_bg="#3A3120",
    bad="#F28B82", bad_bg="#43282A", info="#8BBBF0", info_bg="#24374D",
    neutral="#A5AEB9", neutral_bg="#2C323A",
)  # fmt: skip


def palette_of(name: str) -> Palette:
    """Return the palette called ``name``; anything but ``dark`` is light."""
    return DARK if name == "dark" else LIGHT


def current() -> Palette:
    """Return the palette the running application wears."""
    app = QApplication.instance()
    return palette_of(str(app.property("deskTheme") or "light") if app else "light")


def ui_family() -> str:
    """Return the simplified-Chinese family for the whole window.

    The system default falls back to a Japanese or Taiwanese face on many machines, which
    centres ：and ；; so a named SC face goes first.
    """
    there = set(QFontDatabase.families())
    for family in _FAMILIES:
        if family in there:
            return family
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return chinese[0] if chinese else QFont().defaultFamily()


def ui_font(pixels: int = DATA, *, bold: bool = False) -> QFont:
    """Return the window's font at a size of the scale, for painters."""
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return font


def apply_theme(app: QApplication, name: str) -> Palette:
    """Dress ``app`` in ``light`` or ``dark`` and return the palette."""
    palette = palette_of(name)
    if app.property("deskTheme") == palette.name:
        return palette  # styling every widget again takes long and changes nothing
    QDir.setSearchPaths("look", [str(resource("look"))])
    if app.property("deskFont") is None:
        font = QFont(ui_family())
        font.setPixelSize(DATA)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        app.setFont(font)
        app.setStyle("Fusion")
        app.setProperty("deskFont", font.family())
    app.setProperty("deskTheme", palette.name)
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(style_sheet(palette))
    return palette


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` a style role and repaint it in that style at once."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _qt_palette(p: Palette) -> QPalette:
    """Roles for what the style sheet does not reach: selection, links, placeholders."""
    qt = QPalette()
    role = QPalette.ColorRole
    for key, value in (
        (role.Window, p.ground), (role.WindowText, p.ink), (role.Base, p.field),
        (role.AlternateBase, p.hover), (role.Text, p.ink), (role.Button, p.card),
        (role.ButtonText, p.ink), (role.Highlight, p.blue), (role.HighlightedText, p.on_blue),
        (role.ToolTipBase, p.nav), (role.ToolTipText, p.nav_ink), (role.Link, p.info),
        (role.PlaceholderText, p.faint), (role.Mid, p.line), (role.Dark, p.line_strong),
        (role.Light, p.card), (role.Midlight, p.hover), (role.Accent, p.blue),
    ):  # fmt: skip
        qt.setColor(key, QColor(value))
    for key in (role.Text, role.WindowText, role.ButtonText):
        qt.setColor(QPalette.ColorGroup.Disabled, key, QColor(p.faint))
    return qt
