"""Every page, tab and sheet of the program: names for a screen reader, keys, and Chinese input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from meetingdesk.actions import meetings
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import Sheet
from meetingdesk.shell.window import MainWindow
from tests.shell.walk import pages, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office

pytestmark = pytest.mark.slow

_NAMED = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSpinBox, QTextEdit,
    QPlainTextEdit,
)  # fmt: skip
_OPENING = ("新建", "登记", "起草", "粘贴", "增加")


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, tmp_path: Path
) -> Iterator[MainWindow]:
    theme.apply_theme(qapp, "light")
    icons.load()
    made = MainWindow(
        sample_office,
        settings=Settings(tmp_path / "settings.json"),
        meetings=lambda: meetings.switcher(sample_office),
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def shown(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Yield pages, tabs and the window's sheets, then the sheets that pages open."""
    yield from pages(window)
    for key in window.entries:
        window.open_panel(key)
        panel = window.pages.current_panel()
        for action in panel.primary_actions() if panel is not None else ():
            if not action.enabled or not action.text.startswith(_OPENING):
                continue
            action.run()
            settle()
            for sheet in [one for one in window.findChildren(Sheet) if one.isVisible()]:
                yield f"{key}: {action.text}", sheet
                sheet.reject()
            settle()


def _part_of_another(widget: QWidget) -> bool:
    """Tell whether a widget speaks with its owner's name: parts of combo and spin boxes, headers."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or (
        isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QTabBar | QDialogButtonBox)
        or "Container" in parent.metaObject().className()
        or "KeySequence" in parent.metaObject().className()
        or parent.metaObject().className() == "QTableView"
    )


def test_every_control_has_a_name_and_is_reached_by_keys(window: MainWindow) -> None:
    nameless, unreached = set(), set()
    for page, root in shown(window):
        for widget in [one for kind in _NAMED for one in root.findChildren(kind)]:
            if not widget.isVisible() or _part_of_another(widget):
                continue
            words = widget.accessibleName() or widget.toolTip()
            if isinstance(widget, QPushButton | QCheckBox):
                words = words or widget.text()
            if not words:
                nameless.add((page, type(widget).__name__, widget.objectName()))
            through = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not through:
                # heads say what a column is, no more; a date is typed, the calendar is for the mouse;
                # the palette's list is moved through from its line
                if isinstance(widget, QHeaderView) or words in {"选日期", "找到的"}:
                    continue
                unreached.add((page, words))
    assert (nameless, unreached) == (set(), set())


def _fields(root: QWidget) -> Iterator[QLineEdit | QPlainTextEdit | QTextEdit]:
    for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
        for field in root.findChildren(kind):
            usable = field.isVisible() and field.isEnabled() and not field.isReadOnly()
            if usable and not _part_of_another(field):
                yield field


def _text(field: QLineEdit | QPlainTextEdit | QTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_chinese_input_composes_and_commits_in_every_text_field(window: MainWindow) -> None:
    tried, wrong = 0, []
    for page, root in shown(window):
        for field in list(_fields(root)):
            before, heard = _text(field), list[str]()
            if isinstance(field, QLineEdit):
                field.textChanged.connect(heard.append)
            field.setFocus()
            QApplication.sendEvent(field, QInputMethodEvent("zhang", []))
            composing = _text(field) == before and not heard
            done = QInputMethodEvent()
            done.setCommitString("张")
            QApplication.sendEvent(field, done)
            tried += 1
            name = field.objectName() or field.accessibleName()
            if not composing:
                wrong.append((page, name, "acted on what was not chosen yet"))
            if "张" not in _text(field).replace(before, "", 1) and _text(field) != before + "张":
                wrong.append((page, name, "lost what was chosen"))
            if isinstance(field, QLineEdit):
                field.setText(before)
            else:
                field.setPlainText(before)
    assert wrong == []
    assert tried > 20
