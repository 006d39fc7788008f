"""What the first picture of the window needs of Qt's enumerations, without asking for them.

Python makes all ninety of them when the first is named, a tenth of the time to the first picture.
Properties take their numbers; what only takes the enumeration itself, a pointer's shape, waits
until :func:`load`, which comes after the picture, unless they are there already.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from PySide6 import QtCore
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

#: property and number; a test holds them against the enumerations
PLAIN, CENTRE = ("textFormat", 0), ("alignment", 0x84)
NEVER, UNFOCUSED = ("horizontalScrollBarPolicy", 1), ("focusPolicy", 0)

_pointed: weakref.WeakKeyDictionary[QWidget, str] = weakref.WeakKeyDictionary()


def plain(made: QLabel) -> None:
    """Let a label show its text as it stands, never as markup."""
    made.setProperty(*PLAIN)


def centred(made: QLabel) -> None:
    """Put a label's words into its middle."""
    made.setProperty(*CENTRE)


def upright(area: QAbstractScrollArea) -> None:
    """Let an area scroll up and down only."""
    area.setProperty(*NEVER)


def unfocused(made: QWidget) -> None:
    """Keep the keyboard from going to a widget."""
    made.setProperty(*UNFOCUSED)


def pointed(made: QWidget, shape: str = "PointingHandCursor") -> None:
    """Give the pointer a shape over ``made``, now or after the first picture."""
    if "Qt" in vars(QtCore):
        made.setCursor(QtCore.Qt.CursorShape[shape])
    else:
        _pointed[made] = shape


def load() -> None:
    """Give the pointer the shapes asked for until now."""
    for made, shape in list(_pointed.items()):
        if isValid(made):
            made.setCursor(QtCore.Qt.CursorShape[shape])
    _pointed.clear()
