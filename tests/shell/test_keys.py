"""Shortcuts: listed, changed, refused where two would share them, kept and reset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from demo import DEMO
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QPushButton

from meetingdesk.errors import Refused
from meetingdesk.panels.registry import PANELS
from meetingdesk.shell import helping
from meetingdesk.shell.helping import PAGES
from meetingdesk.shell.keybook import DECLARED, PLACES
from meetingdesk.shell.keys import Binding, Keys, bindings, conflicts, of, place_of
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
    made = Keys(settings)
    with pytest.raises(Refused, match="快捷键没有保存"):
        made.take(bindings(made, {}, {}, "", []), {"palette": keys})
    assert settings["keys"] == {}


def test_damaged_keys_give_those_delivered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"keys": {"palette": 3}}', encoding="utf-8")
    assert Keys(Settings(path)).of("palette", "Ctrl+K") == "Ctrl+K"


def test_help_says_what_the_page_is_for_and_leads_to_the_keys(window: MainWindow) -> None:
    window.show_shortcuts()
    sheet = window.findChildren(Sheet)[-1]
    words = {made.text() for made in sheet.findChildren(QLabel)}
    assert set(helping.lines("agenda")) <= words
    change = sheet.findChild(QPushButton, "changeKeys")
    assert change is not None
    change.click()
    assert window.findChildren(Sheet)[-1].windowTitle() == "修改快捷键"
    window.findChildren(Sheet)[-1].reject()


def test_every_page_has_its_help() -> None:
    assert {entry.key for entry in PANELS} == set(PAGES)
    assert {entry.key for entry in DEMO} <= set(PAGES)
    told = [words for page in PAGES for words in helping.lines(page)]
    assert not [words for words in told if "{" in words or "没有快捷键" in words]
    assert any("Alt+↑、Alt+↓ 调整次序" in words for words in told)


TITLES = {entry.key: entry.title for entry in PANELS}


def _all() -> list[Binding]:
    keys = {name: f"Ctrl+{number}" for number, name in enumerate(list(TITLES)[:10])}
    return [
        *(
            Binding(one.name, one.words, one.keys, one.keys, place.words, place)
            for one in DECLARED
            for place in (place_of(one.name, TITLES),)
        ),
        *(
            Binding(f"page.{page}", TITLES[page], given, given, "页面", place_of("page.x", {}))
            for page, given in keys.items()
        ),
    ]


def test_keys_delivered_are_shared_only_by_tabs_of_a_page_and_its_table() -> None:
    assert len({one.name for one in DECLARED}) == len(DECLARED)
    assert len({place.key for place in PLACES} | set(TITLES)) == len(PLACES) + len(TITLES) - 1
    found = _all()
    assert conflicts(found, {}) == []
    strict = [replace(one, delivered="") for one in found if one.name != "table.delete"]
    told = {problem.message for problem in conflicts(strict, {})}
    assert told - {"F2会妨碍录入，请加上 Ctrl 或 Alt"} <= {
        "Ctrl+N已用于“在表格里新建”", "Ctrl+N已用于“登记人员”", "Ctrl+N已用于“新建会议”",
        "Ctrl+N已用于“新建议题”", "Ctrl+N已用于“登记人选”",
        "Ctrl+Shift+V已用于“粘贴议题”", "Ctrl+Shift+V已用于“粘贴成绩”",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        ("run.black", "N", "N已用于“下一项”"),
        ("run.black", "Return", "修改、确定"),
        ("roll.mark1", "2", "2已用于“视频”"),
        ("roll.mark1", "A", "拼音首字母"),
        ("count.void", "3", "选定该项"),
        ("count.void", "X", "跳到该项"),
        ("page.votes", "F5", "F5已用于“打开或关闭大屏”"),
        ("run.stage", "Ctrl+K", "Ctrl+K已用于“搜索和命令”"),
        ("palette", "X", "妨碍录入"),
    ],
)
def test_keys_taken_are_named_in_words(name: str, keys: str, words: str) -> None:
    told = [problem.message for problem in conflicts(_all(), {name: keys})]
    assert any(words in one for one in told), told


def test_places_that_never_meet_may_share_keys() -> None:
    assert conflicts(_all(), {"run.black": "X", "roll.mark1": "*", "sheet.ok": "Ctrl+K"}) == []


def test_the_sheet_lists_every_key_of_every_page(window: MainWindow) -> None:
    sheet = _sheet(window)
    names = {edit.objectName() for edit in sheet.findChildren(QKeySequenceEdit)}
    for one in DECLARED:
        place = place_of(one.name, {})
        if not place.pages or place.key == "sheet" or set(place.pages) & set(window.entries):
            assert f"keys.{one.name}" in names
    assert {f"keys.page.{key}" for key in window.entries} <= names
    sheet.reject()


def test_a_window_with_few_pages_lists_what_belongs_to_them(tmp_path: Path) -> None:
    keys = Keys(Settings(tmp_path / "settings.json"))
    found = bindings(keys, {"run": "会议进行", "votes": "表决与测评"}, {}, "votes", [])
    names = [one.name for one in found]
    assert "kit.print" in names
    assert "roll.mark1" not in names
    assert names.index("count.void") < names.index("run.black")


def test_a_table_and_a_preview_follow_their_keys(window: MainWindow, settings: Settings) -> None:
    assert of("table.up") == "Alt+Up"
    sheet = _sheet(window)
    _edit(sheet, "table.up").setKeySequence(QKeySequence("Ctrl+Up"))
    sheet.submit()
    assert of("table.up") == "Ctrl+Up"
    window.close()
    assert of("table.up") == "Alt+Up"
