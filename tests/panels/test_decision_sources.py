"""修改依据 worked with real widgets: with a version, change by change, in table and diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QTabWidget, QTextEdit

from meetingdesk.actions import decisions, revisions
from meetingdesk.shell.widgets import RecordTable
from tests.panels.appointmentkit import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.panels.decisions.editor import BodyEdit
    from meetingdesk.shell.window import MainWindow

PAGE = "decisions"
ONE = "一、加强保护。\n二、定期报告。"
TWO = "一、加强流域保护。\n二、每年向常委会书面报告保护情况。\n三、自公布之日起施行。"


@pytest.fixture
def draft(office: Office, meeting: int) -> int:
    return decisions.draft_decision(office, meeting, title="关于加强保护的决定", body=ONE)


@pytest.fixture
def window(draft: int, show: Callable[[], MainWindow]) -> MainWindow:
    return show()


def body(window: MainWindow) -> BodyEdit:
    return window.pages.current_panel().editor.edit  # type: ignore[attr-defined, no-any-return]


def tab(window: MainWindow, at: int) -> None:
    get(window, QTabWidget, "decisionTabs").setCurrentIndex(at)


def keep(window: MainWindow, text: str, label: str, source: str) -> None:
    body(window).setPlainText(text)
    get(window, QLineEdit, "versionLabel").setText(label)
    get(window, QComboBox, "newSource").setCurrentText(source)
    get(window, QPushButton, "saveVersion").click()


def test_a_version_is_kept_with_its_source_and_change_by_change_by_keys(
    qtbot: QtBot, window: MainWindow, office: Office, draft: int
) -> None:
    keep(window, TWO, "审议稿", "常委会一审意见")
    second = decisions.decision(office, draft).versions[1]
    assert (second.label, second.source) == ("审议稿", "常委会一审意见")
    assert get(window, QComboBox, "newSource").currentText() == ""
    tab(window, 2)
    table = get(window, RecordTable, "changesTable")
    assert [c.source for c in table.rows()] == ["常委会一审意见"] * 3
    box = get(window, QComboBox, "changeSource")
    for words in ("法制工作委员会", "主任会议意见"):
        box.setEditText(words)
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert [c.source for c in table.rows()] == [
        "法制工作委员会", "主任会议意见", "常委会一审意见",
    ]  # fmt: skip
    assert table.current_id() == 3
    tab(window, 1)
    shown = get(window, QTextEdit, "versionDifferences").toPlainText()
    assert "一、加强流域保护。〔法制工作委员会〕" in shown
    assert "〔主任会议意见〕" in shown
    window.undo()
    tab(window, 2)
    assert table.rows()[1].source == "常委会一审意见"


def test_the_whole_version_and_the_switch_of_the_column(
    qtbot: QtBot, window: MainWindow, office: Office, draft: int
) -> None:
    keep(window, TWO, "审议稿", "")
    tab(window, 2)
    source = get(window, QComboBox, "versionSource")
    source.setEditText("常委会二审意见")
    qtbot.keyClick(source, Qt.Key.Key_Return)
    assert decisions.decision(office, draft).versions[1].source == "常委会二审意见"
    box = get(window, QCheckBox, "showSources")
    box.click()
    assert decisions.decision(office, draft).show_sources
    window.undo()
    assert not box.isChecked()


def test_what_has_no_source_yet_says_why(window: MainWindow, office: Office, draft: int) -> None:
    tab(window, 2)
    assert get(window, RecordTable, "changesTable").rows() == []
    assert not get(window, QPushButton, "setSource").isEnabled()
    assert not get(window, QComboBox, "versionSource").isEnabled()
    decisions.write_body(office, draft, TWO)
    assert len(get(window, RecordTable, "changesTable").rows()) == 3
    line = get(window, QLineEdit, "changeSourceLine")
    assert not line.isEnabled()
    assert "还没有存为一稿" in line.placeholderText()


def test_backwards_nothing_is_recorded_and_nothing_noted(
    window: MainWindow, office: Office, draft: int
) -> None:
    keep(window, TWO, "审议稿", "常委会一审意见")
    tab(window, 2)
    get(window, QComboBox, "sourcesFrom").setCurrentIndex(1)
    get(window, QComboBox, "sourcesTo").setCurrentIndex(0)
    assert not get(window, QPushButton, "setSource").isEnabled()
    tab(window, 1)
    get(window, QComboBox, "compareFrom").setCurrentIndex(1)
    get(window, QComboBox, "compareTo").setCurrentIndex(0)
    assert "〔" not in get(window, QTextEdit, "versionDifferences").toPlainText()
    assert revisions.changes(
        office, draft, *[v.id for v in decisions.decision(office, draft).versions]
    )
