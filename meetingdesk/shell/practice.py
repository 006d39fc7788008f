"""演练窗口: the window on a practice copy, its band that never goes, its end without a trace."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.widgets.basic import button, label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

    from meetingdesk.shell.window import MainWindow

WORDS = "演练　这里的一切都不进入正式台账；文书每页印有“演练”，不能导出、备份。"


class PracticeBand(QFrame):
    """The band at the head of a practice window: striped with 演练, with the way out."""

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practiceBand")
        self.setProperty("role", "practice")
        self.setAccessibleName("演练")
        self.setAccessibleDescription(WORDS)
        self.setFixedHeight(44)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, 20, 0)
        self.words = label(WORDS)
        self.words.setObjectName("practiceWords")
        self.end = button("结束演练", self.ended.emit)
        self.end.setObjectName("practiceEnd")
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.end)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Repeat 演练 faintly behind the words, to the right end."""
        super().paintEvent(event)
        painter = QPainter(self)
        color = QColor(theme.current().warn)
        color.setAlpha(70)
        painter.setPen(color)
        painter.setFont(theme.ui_font(18))
        step = 84
        for x in range(self.words.geometry().right() + 24, self.end.x() - step // 2, step):
            area = QRect(x, 0, step, self.height())
            painter.drawText(area, QtCore.Qt.AlignmentFlag.AlignVCenter, "演练")


def open_practice(parent: MainWindow, path: Path) -> MainWindow:
    """Open the window on the practice copy at ``path``; closing it throws the copy away.

    Raises:
        DeskUnusable: the copy cannot be opened.
    """
    from meetingdesk.shell.finding import find_records
    from meetingdesk.shell.settings import Settings
    from meetingdesk.shell.window import MainWindow

    offices = importlib.import_module("meetingdesk.actions.office")
    rehearsal = importlib.import_module("meetingdesk.actions.rehearsal")
    real = parent.office
    assert real is not None  # noqa: S101 - a panel asked for it, so a desk is open
    office = offices.open_office(path, real.who, clock=real.clock)
    # its own settings, thrown away with the copy: the practice must not move the real window
    settings = Settings(path.with_name("settings.json"))
    settings["theme"] = parent.settings["theme"]
    settings["operator"] = parent.settings["operator"]
    meeting_id, vote_id = rehearsal.subject_of(office)
    settings["last_meeting"] = meeting_id
    settings["last_panel"] = "votes" if vote_id and "votes" in parent.entries else ""
    window: MainWindow = MainWindow(
        office,
        settings=settings,
        meetings=lambda: _meetings(office),
        search=lambda text: find_records(office, window, _meetings(office), text),
        panels=tuple(parent.entries.values()),
    )
    window.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setWindowTitle("演练 － 会务台")
    window.resize(parent.size())

    def end() -> None:
        office.desk.close()
        rehearsal.discard(path)

    window.closed.connect(end)
    window.show()
    if vote_id and "votes" in window.entries:
        window.open_panel("votes", vote_id=vote_id)
    return window


def _meetings(office: Any) -> list[tuple[Any, str, str]]:
    found = importlib.import_module("meetingdesk.actions.meetings").switcher(office)
    return list(found)


def band_over(outer: QWidget, page: QWidget) -> PracticeBand:
    """Put a band above ``page`` in ``outer``, hidden until the desk is known to be a copy."""
    from PySide6.QtWidgets import QVBoxLayout

    box = QVBoxLayout(outer)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    band = PracticeBand(outer)
    band.hide()
    box.addWidget(band)
    box.addWidget(page, 1)
    return band
