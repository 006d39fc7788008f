"""Finding and working the widgets of the appointments page by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)

from meetingdesk.panels.appointments import AppointmentsPanel
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from meetingdesk.shell.window import MainWindow

W = TypeVar("W", bound=QWidget)


def get(window: QWidget, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def panel(window: MainWindow) -> AppointmentsPanel:
    found = window.pages.current_panel()
    assert isinstance(found, AppointmentsPanel)
    return found


def sheet(window: MainWindow, name: str) -> Sheet:
    found = [s for s in window.findChildren(Sheet, name) if s.isVisible()]
    assert len(found) == 1, name
    return found[0]


def click(window: QWidget, name: str) -> None:
    get(window, QAbstractButton, name).click()


def press(window: MainWindow, text: str) -> None:
    """Press a button of the header."""
    (found,) = [b for b in window.header.findChildren(QPushButton) if b.text() == text]
    found.click()


def write(where: QWidget, **values: str) -> None:
    name = where.objectName()
    for key, text in values.items():
        control = where.findChild(QWidget, f"{name}.{key}")
        if isinstance(control, QComboBox):
            control.setCurrentText(text)
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(text)
        else:
            line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
            line.setText(text)


def people(window: MainWindow) -> list[str]:
    table = get(window, RecordTable, "entriesTable")
    return [line.entry.name for line in table.rows() if line.entry]


def tab(window: MainWindow, at: int) -> None:
    get(window, QTabWidget, "appointmentTabs").setCurrentIndex(at)


def words(window: MainWindow, name: str) -> str:
    return get(window, QLabel, name).text()
