"""A date typed the way offices write it, or picked from a calendar."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QWidget

from meetingdesk.shell.widgets.basic import button

_FULL = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_SHORT = re.compile(r"^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")


def read_date(text: str, year: int) -> date | None:
    """Read 2026-8-17, 2026年8月17日, 20260817 or, in ``year``, 8.17 and 8月17日.

    Raises:
        ValueError: the text is not a date. Empty text is ``None``.
    """
    text = text.strip()
    if not text:
        return None
    if found := _FULL.match(text) or _SOLID.match(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT.match(text):
        return date(year, int(found[1]), int(found[2]))
    raise ValueError(text)


class DateField(QWidget):
    """One optional date; ``value()`` is ``None`` when empty, ``error()`` says what is wrong."""

    changed = Signal()

    def __init__(self, value: date | None = None, name: str = "日期") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("如 2026年8月17日 或 8.17")
        self.edit.setAccessibleName(name)
        self.setAccessibleName(name)
        self.pick = button("", self._pick, kind="ghost", icon="calendar", hint="选日期")
        self.pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.edit, 1)
        row.addWidget(self.pick)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(lambda *_: self.changed.emit())
        self.edit.editingFinished.connect(self._tidy)
        self.set_value(value)

    def value(self) -> date | None:
        """Return the date, ``None`` when empty or not a date."""
        try:
            return read_date(self.edit.text(), date.today().year)
        except ValueError:
            return None

    def error(self) -> str:
        """Return what is wrong with the typed text, empty when nothing."""
        try:
            read_date(self.edit.text(), date.today().year)
        except ValueError:
            return "看不懂这个日期，请写成 2026年8月17日 或 2026-8-17"
        return ""

    def set_value(self, value: date | None) -> None:
        """Show ``value``."""
        self.edit.setText("" if value is None else f"{value.year}年{value.month}月{value.day}日")

    def _tidy(self) -> None:
        if not self.error() and (value := self.value()) is not None:
            self.set_value(value)

    def _pick(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName("日历")
        if (value := self.value()) is not None:
            calendar.setSelectedDate(QDate(value.year, value.month, value.day))
        calendar.clicked.connect(lambda day: self._picked(calendar, day))
        calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.show()

    def _picked(self, calendar: QCalendarWidget, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        calendar.close()
