"""按号点名: a number or initials and Enter, one member after another, without leaving the field.

The number is that of the roll, printed on the sign-in sheet. A mark's own key may follow after a
space: ``12`` is present, ``12 3`` on leave.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.widgets import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from meetingdesk.actions.attendance import AttendanceView

_TYPED = re.compile(r"(\d{1,3}|[a-z]+|[^\W\da-z_·]+(?:·[^\W\da-z_]+)*)(?:[\s,，.。+*/-]+(\S+))?")
#: as many are named when initials fit several
_NAMED = 3


def matches(rows: Sequence[AttendanceView], who: str) -> list[AttendanceView]:
    """Return whom a number, initials, pinyin or a name means; exact initials before longer ones."""
    if who.isdigit():
        return [row for row in rows if row.position == int(who)]
    if not who.isascii():
        return [row for row in rows if who in row.name]
    exact = [row for row in rows if row.pinyin.partition("|")[2] == who]
    return exact or [
        row
        for row in rows
        if row.pinyin.partition("|")[2].startswith(who)
        or row.pinyin.partition("|")[0].replace(" ", "").startswith(who)
    ]


class CallField(QWidget):
    """The field and what it last did; ``called`` gives the member and the key of the mark."""

    called = Signal(object, str)
    left = Signal()
    #: words there was no room to show here
    unseen = Signal(str)

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self._words = words
        self._rows: Sequence[AttendanceView] = ()
        self.setAccessibleName("按号点名")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.edit = _Edit()
        self.edit.setObjectName("callNumber")
        self.edit.setAccessibleName("号码或姓名首字母")
        self.edit.setPlaceholderText("号码或首字母，回车")
        self.edit.setFixedWidth(158)
        keys = "、".join(f"{key}{said}" for key, said in words.items())
        self.edit.setToolTip(f"号码同签到表。键入后回车记现场；“12 3”即12号请假（空格后：{keys}）")
        self.edit.returnPressed.connect(self._enter)
        self.edit.left.connect(self.left)
        row.addWidget(self.edit)
        self.told = label("", "soft")
        self.told.setObjectName("callTold")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.told, 1)

    def show_rows(self, rows: Sequence[AttendanceView]) -> None:
        """Take over the roll as it is now."""
        self._rows = rows

    def begin(self) -> None:
        """Let the next number be typed."""
        self.edit.setFocus()
        self.edit.selectAll()

    def tell(self, words: str, role: str = "soft") -> None:
        """Say what was done, or why nothing was."""
        self.told.setText(words)
        self.told.setToolTip(words)
        theme.set_role(self.told, role)
        if self.told.fontMetrics().horizontalAdvance(words) > self.told.width():
            self.unseen.emit(words)

    def _enter(self) -> None:
        typed = self.edit.text().strip().lower()
        if not typed:
            return
        found = _TYPED.fullmatch(typed)
        key = self._key(found[2]) if found else None
        if found is None or key is None:
            self.tell(f"看不懂“{typed}”，请键入号码或首字母", "error")
            self.edit.selectAll()
            return
        rows = matches(self._rows, found[1])
        if len(rows) != 1:
            self.tell(_none_or_many(found[1], rows), "error")
            self.edit.selectAll()
            return
        self.edit.clear()
        self.called.emit(rows[0], key)

    def _key(self, typed: str | None) -> str | None:
        """Return the mark's key from what followed the number: the key itself or its word."""
        if typed is None:
            return "1"
        if typed in self._words:
            return typed
        return next((key for key, said in self._words.items() if said == typed), None)


def _none_or_many(who: str, rows: Sequence[AttendanceView]) -> str:
    if not rows:
        return f"没有{who}号" if who.isdigit() else f"没有“{who}”"
    named = "、".join(f"{row.position}{row.name}" for row in rows[:_NAMED])
    return f"请键入号码：{named}{f'等{len(rows)}人' if len(rows) > _NAMED else ''}"


class _Edit(QLineEdit):
    """A line that gives the keyboard back on Esc."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc, and to the table on the arrows."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit()
            return
        super().keyPressEvent(event)
