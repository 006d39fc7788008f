"""Shortcuts: listed, changed, refused where two would share them, kept and reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from demo import DEMO
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QPushButton

from meetingdesk.errors import Refused
from meetingdesk.panels.registry import PANELS
from meetingdesk.shell.helping import PAGES
from meetingdesk.shell.keys import Binding, Keys
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.shell.window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _sheet(window: MainWindow) -> Sheet:
    window.change_keys()
    return window.findChildren(Sheet)[-1]


def _edit(sheet: Sheet, name: str) -> QKeySequenceEdit:
    found = sheet.findChild(QKeySequenceEdit, f"keys.{name}")
    assert found is not None
    return found


def test_other_keys_work_at_once_and_the_old_ones_no_more(
    window: MainWindow, settings: Settings, qtbot: QtBot
) -> None:
    sheet = _sheet(window)
    _edit(sheet, "palette").setKeySequence(QKeySequence("Ctrl+Shift+K"))
    _edit(sheet, "page.votes").setKeySequence(QKeySequence("F6"))
    sheet.submit()
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert not window.palette_box.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL | SHIFT)
    assert window.palette_box.isVisible()
    window.palette_box.close_palette()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.header.title.text() == "表决与测评"
    assert Settings(settings.path)["keys"] == {"palette": "Ctrl+Shift+K", "page.votes": "F6"}


def test_shared_keys_are_refused_by_name_and_nothing_changes(
    window: MainWindow, settings: Settings
) -> None:
    sheet = _sheet(window)
    _edit(sheet, "meetings").setKeySequence(QKeySequence("Ctrl+K"))
    sheet.submit()
    assert sheet.isVisible()
    assert "Ctrl+K已用于“搜索和命令”" in sheet.banner.detail.text()
    assert settings["keys"] == {}
    sheet.reject()


def test_reset_gives_the_keys_delivered(window: MainWindow, settings: Settings) -> None:
    window.keys.take(window.bindings(), {"palette": "F9"})
    sheet = _sheet(window)
    assert _edit(sheet, "palette").keySequence().toString() == "F9"
    reset = sheet.findChild(QPushButton, "resetKeys")
    assert reset is not None
    reset.click()
    sheet.submit()
    assert settings["keys"] == {}


@pytest.mark.parametrize("keys", ["K", "Shift+K", "Ctrl+C", "Ctrl+N", "Space", "1"])
def test_keys_that_hinder_typing_are_refused(tmp_path: Path, keys: str) -> None:
    settings = Settings(tmp_path / "settings.json")
    one = Binding("palette", "搜索和命令", "Ctrl+K", "Ctrl+K", "全程")
    with pytest.raises(Refused, match="快捷键没有保存"):
        Keys(settings).take([one], {"palette": keys})
    assert settings["keys"] == {}


def test_damaged_keys_give_those_delivered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"keys": {"palette": 3}}', encoding="utf-8")
    assert Keys(Settings(path)).of("palette", "Ctrl+K") == "Ctrl+K"


def test_help_says_what_the_page_is_for_and_leads_to_the_keys(window: MainWindow) -> None:
    window.show_shortcuts()
    sheet = window.findChildren(Sheet)[-1]
    words = {made.text() for made in sheet.findChildren(QLabel)}
    assert set(PAGES["agenda"]) <= words
    change = sheet.findChild(QPushButton, "changeKeys")
    assert change is not None
    change.click()
    assert window.findChildren(Sheet)[-1].windowTitle() == "修改快捷键"
    window.findChildren(Sheet)[-1].reject()


def test_every_page_has_its_help() -> None:
    assert {entry.key for entry in PANELS} == set(PAGES)
    assert {entry.key for entry in DEMO} <= set(PAGES)
