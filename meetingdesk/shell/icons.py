"""Outline icons of one family (Phosphor, of qtawesome's fonts), loaded after the first paint.

Widgets ask with :func:`set_icon` at any time; until :func:`load` has run they simply have no
icon, so the window never waits for an icon font nor for what draws it (``glyphs.py``). A theme
change recolours all of them.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from shiboken6 import isValid

from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QAbstractButton

SIZE = 18
GAP = 5  # between icon and words, drawn as part of the icon since QSS cannot set it

_wanted: weakref.WeakKeyDictionary[QAbstractButton, tuple[str, str]] = weakref.WeakKeyDictionary()
_loaded = False


def load() -> None:
    """Load the icon font and dress every button that asked for an icon."""
    global _loaded  # noqa: PLW0603 - once a process, as the font itself
    if not _loaded:
        from meetingdesk.shell import glyphs

        glyphs.load()
        _loaded = True
    refresh()


def loaded() -> bool:
    """Tell whether the icon font is there."""
    return _loaded


def icon(name: str, color: str | None = None) -> QIcon:
    """Return an outline icon such as ``house`` in ``color`` (default: the soft ink)."""
    if not _loaded:
        load()
    from meetingdesk.shell.glyphs import drawn

    return drawn(name, color or theme.current().soft)


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
    from meetingdesk.shell.glyphs import drawn

    palette = theme.current()
    for button, (name, role) in buttons:
        if not isValid(button):  # Qt deleted it while Python still holds its shell
            continue
        worded = button.iconSize().width() > button.iconSize().height()
        # white on blue would be white on grey: Qt's own paling cannot know the ground
        off = palette.faint if role == "on_blue" else ""
        button.setIcon(drawn(name, getattr(palette, role), worded=worded, off=off))
