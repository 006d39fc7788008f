"""Every page, tab and sheet of the program: names for a screen reader, keys, and Chinese input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

from meetingdesk.actions import meetings, sample
from meetingdesk.shell import icons, theme
from meetingdesk.shell.keybook import DECLARED
from meetingdesk.shell.keys import name_of
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow
from tests.shell import halfway, walk

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

pytestmark = pytest.mark.slow

_NAMED = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSpinBox, QTextEdit,
    QPlainTextEdit,
)  # fmt: skip


@pytest.fixture(params=["whole", "halfway"])
def walk_of(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: QApplication,
    sample_office: Office,
    desks: Desks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Iterator[tuple[str, QWidget]]]]:
    """Return a walk through the window: of all pages and sheets, or of votes in every state."""
    theme.apply_theme(qapp, "light")
    icons.load()
    walk.quiet_dialogs(monkeypatch.setattr)
    whole = request.param == "whole"
    busy = desks.office(tmp_path, clock=lambda: sample.NOW)
    used = sample_office if whole else busy
    votes = {} if whole else halfway.build(used)[1]
    made = MainWindow(
        used,
        settings=Settings(tmp_path / "settings.json"),
        meetings=lambda: meetings.switcher(used),
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)

    def steps() -> Iterator[tuple[str, QWidget]]:
        if whole:
            yield from walk.pages(made)
            yield from walk.sheets(made)
        else:
            yield from walk.votes(made, votes)

    yield steps
    made.close()
    busy.desk.close()


def _part_of_another(widget: QWidget) -> bool:
    """Tell whether a widget speaks with its owner's name: parts of combo and spin boxes, headers."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or (
        isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QTabBar | QDialogButtonBox)
        or "Container" in parent.metaObject().className()
        or "KeySequence" in parent.metaObject().className()
        or parent.metaObject().className() == "QTableView"
    )


Walk = Callable[[], Iterator[tuple[str, QWidget]]]


def test_every_control_has_a_name_and_is_reached_by_keys(walk_of: Walk) -> None:
    nameless, unreached = set(), set()
    for page, root in walk_of():
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


def test_chinese_input_composes_and_commits_in_every_text_field(walk_of: Walk) -> None:
    tried, wrong = 0, []
    for page, root in walk_of():
        for field in list(_fields(root)):
            before, heard = _text(field), list[str]()
            if isinstance(field, QLineEdit):
                field.textChanged.connect(heard.append)
            field.setFocus()
            if isinstance(field, QLineEdit):
                field.end(False)  # what is chosen would give way to the composition
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
    assert tried > 10


def test_every_shortcut_of_a_page_is_in_the_keybook(
    qtbot: QtBot, sample_office: Office, tmp_path: Path
) -> None:
    window = MainWindow(sample_office, settings=Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show()
    window.set_meeting(meetings.switcher(sample_office)[0][0])
    declared = {one.name: one.keys for one in DECLARED}
    wrong = set()
    for key in window.entries:
        for _ in walk.tabs_of(window, key):
            panel = window.pages.current_panel()
            assert panel is not None
            wrong |= {
                (key, one.text, one.shortcut)
                for one in (*panel.primary_actions(), *panel.commands())
                if one.shortcut and declared.get(name_of(key, one)) != one.shortcut
            }
    window.close()
    assert wrong == set()
