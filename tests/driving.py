"""Working the window as a clerk does: only what can be seen is pressed, filled and read.

Chinese is committed as an input method commits it (``QTest.keyClicks`` aborts the interpreter
on it); dates, numbers and marks are typed key by key; tables are pasted from the clipboard.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTimeEdit,
    QWidget,
)

from meetingdesk.shell.widgets import DateField, RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
_KEYS = {"\n": Qt.Key.Key_Return, "<": Qt.Key.Key_Left, "^": Qt.Key.Key_Up, "v": Qt.Key.Key_Down}
W = TypeVar("W", bound=QWidget)


def focus(control: QWidget) -> None:
    """Put the keyboard on a control; what had it before finishes its editing."""
    top = control.window()
    if not top.isActiveWindow():  # a closed sheet leaves no window active without a desktop
        top.activateWindow()
        QTest.qWaitForWindowActive(top)
    control.setFocus()
    assert control.hasFocus(), control.objectName()


def commit(edit: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Write ``text`` in place of what the field holds, as an input method hands it over."""
    focus(edit)
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    if text:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(edit, event)


def choose(box: QComboBox, words: str) -> None:
    """Pick a choice by its words or how they end, or write them into an editable box."""
    at = box.findText(words)
    if at < 0 and not box.isEditable():
        at = box.findText(words, Qt.MatchFlag.MatchEndsWith)
    if at < 0:
        line = box.lineEdit()
        assert line is not None, (words, [box.itemText(n) for n in range(box.count())])
        commit(line, words)
        return
    focus(box)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def put(control: QWidget, value: Any) -> None:
    """Enter ``value`` into any control of a form."""
    assert control.isVisible(), control.objectName()
    assert control.isEnabled(), control.objectName()
    if isinstance(control, DateField):
        focus(control.edit)
        control.edit.selectAll()
        QTest.keyClick(control.edit, Qt.Key.Key_Delete)
        QTest.keyClicks(control.edit, value.isoformat() if isinstance(value, dt.date) else value)
    elif isinstance(control, QLineEdit | QPlainTextEdit):
        commit(control, value)
    elif isinstance(control, QComboBox):
        choose(control, value)
    elif isinstance(control, QSpinBox):
        focus(control)
        control.selectAll()
        QTest.keyClicks(control, str(value))
    elif isinstance(control, QCheckBox):
        if control.isChecked() is not value:
            focus(control)
            QTest.keyClick(control, Qt.Key.Key_Space)
    elif isinstance(control, QTimeEdit):
        focus(control)
        control.setTime(value)
    elif isinstance(control, QListWidget):
        _tick(control, value)
    else:
        raise TypeError(f"no way to fill {type(control).__name__} {control.objectName()}")


def _tick(listed: QListWidget, wanted: Callable[[str], bool]) -> None:
    """Tick exactly the lines whose words are ``wanted``, with the space bar."""
    focus(listed)
    for at in range(listed.count()):
        item = listed.item(at)
        if (item.checkState() == Qt.CheckState.Checked) != wanted(item.text()):
            listed.setCurrentRow(at)
            QTest.keyClick(listed, Qt.Key.Key_Space)


class Clerk:
    """The hands on one window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    # -- finding ---------------------------------------------------------------------

    def find(self, name: str, kind: type[W] = QWidget, within: QWidget | None = None) -> W:  # type: ignore[assignment]
        """Return the one visible widget of this object name."""
        QApplication.processEvents()
        found = [w for w in (within or self.window).findChildren(kind, name) if w.isVisible()]
        assert len(found) == 1, (name, found)
        return found[0]

    def text(self, name: str) -> str:
        """Return the words of a label, tag or field."""
        return str(self.find(name).text())  # type: ignore[attr-defined]

    def fact(self, name: str) -> str:
        """Return what a fact tile says: 应到：41人."""
        return self.find(f"fact.{name}").accessibleDescription()

    def table(self, name: str) -> RecordTable:
        """Return a visible table."""
        return self.find(name, RecordTable)

    def sheet(self, name: str) -> Sheet:
        """Return the open sheet of this name."""
        return self.find(name, Sheet)

    def refused(self) -> str:
        """Return what the page's banner complains of, '' when it is quiet."""
        panel = self.window.pages.current_panel()
        assert panel is not None
        return str(panel.banner.text.text()) if panel.banner.isVisible() else ""

    # -- pressing --------------------------------------------------------------------

    def press(self, button: QAbstractButton) -> None:
        """Click a button with the mouse; it must be there and alive."""
        name = button.text() or button.objectName()
        assert button.isVisible(), name
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def click(self, name: str, within: QWidget | None = None) -> None:
        """Click the button of this object name."""
        self.press(self.find(name, QAbstractButton, within))

    def header(self, words: str) -> None:
        """Click one of the page's actions at the right of the header."""
        QApplication.processEvents()
        buttons = [
            b for b in self.window.header.findChildren(QPushButton)
            if b.text() == words and b.isVisible()
        ]  # fmt: skip
        assert len(buttons) == 1, (words, [b.text() for b in buttons])
        self.press(buttons[0])

    def menu(self, button: str, action: str) -> None:
        """Choose an entry of a button's menu."""
        menu = self.find(button, QPushButton).menu()
        found = next(a for a in menu.actions() if action in (a.objectName(), a.text()))
        assert found.isEnabled(), action
        found.trigger()
        QApplication.processEvents()

    def page(self, key: str) -> None:
        """Turn to a page by the navigation."""
        self.press(self.window.nav.buttons[key])
        panel = self.window.pages.current_panel()
        assert panel is not None
        assert panel.key == key

    def tab(self, bar: str, at: int) -> None:
        """Turn to a tab with the mouse."""
        tabs = self.find(bar, QTabBar)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
        assert tabs.currentIndex() == at

    def keys(self, name: str, typed: str) -> None:
        """Type on a widget: ``\\n`` Enter, ``<`` ←, ``^`` ↑, ``v`` ↓, else the sign itself."""
        target = self.find(name)
        focus(target)
        for one in typed:
            QTest.keyClick(target, _KEYS.get(one, one))

    def paste(self, name: str, text: str) -> None:
        """Paste ``text`` from the clipboard into a field."""
        edit = self.find(name, QPlainTextEdit)
        focus(edit)
        QApplication.clipboard().setText(text)
        QTest.keyClick(edit, Qt.Key.Key_V, CTRL)
        assert edit.toPlainText() == text

    # -- forms -----------------------------------------------------------------------

    def fill(self, sheet: str, **values: Any) -> None:
        """Fill the fields of an open sheet by their keys, in the order given."""
        form = self.sheet(sheet).form
        for key, value in values.items():
            put(form.fields[key].control, value)

    def submit(self, sheet: str) -> None:
        """Press 确定; the sheet must close, or the test says why it did not."""
        shown = self.sheet(sheet)
        self.press(shown.ok)
        for _ in range(3):
            QApplication.processEvents()
        left = [w for w in self.window.findChildren(Sheet, sheet) if w.isVisible()]
        errors = [f.title + f.error for s in left for f in s.form.fields.values() if f.error]
        assert not left, (sheet, errors, [s.banner.text.text() for s in left])

    def answer(self, sheet: str, **values: Any) -> None:
        """Fill a sheet and press 确定."""
        self.fill(sheet, **values)
        self.submit(sheet)

    # -- tables ----------------------------------------------------------------------

    def pick(self, table: str, wanted: Callable[[Any], bool]) -> Any:
        """Choose the one row that is ``wanted`` and return it."""
        shown = self.table(table)
        found = [(at, row) for at, row in enumerate(shown.rows()) if wanted(row)]
        assert len(found) == 1, (table, found)
        at, row = found[0]
        index = shown.model.index(at, 0)
        shown.view.scrollTo(index)
        place = shown.view.visualRect(index).center()
        QTest.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QApplication.processEvents()
        assert shown.view.currentIndex().row() == at
        return row

    def key(self, table: str, key: Qt.Key | str, mods: Any = None) -> None:
        """Press one key on a table."""
        view = self.table(table).view
        QTest.keyClick(view, key, mods or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    def cell_editor(self, table: str, title: str) -> QWidget:
        """Return the in-place editor open in the column of this title."""
        view = self.table(table).view
        kinds: tuple[type[QWidget], ...] = (QLineEdit, QComboBox)
        return next(
            e for kind in kinds for e in view.findChildren(kind)
            if e.isVisible() and e.accessibleName() == title
        )  # fmt: skip

    def write_cell(self, table: str, title: str, text: str) -> None:
        """Edit a cell of the chosen row in place: F2, the words, Enter."""
        shown = self.table(table)
        row = shown.view.currentIndex().row()
        column = next(at for at, c in enumerate(shown.columns) if c.title == title)
        shown.view.setCurrentIndex(shown.model.index(row, column))
        QTest.keyClick(shown.view, Qt.Key.Key_F2)
        self.finish_cell(table, title, text)

    def finish_cell(self, table: str, title: str, text: str) -> None:
        """Write into the open in-place editor and press Enter."""
        editor = self.cell_editor(table, title)
        put(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        for _ in range(3):
            QApplication.processEvents()
