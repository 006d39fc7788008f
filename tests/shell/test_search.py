"""Ctrl+K finds records of the desk and turns to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meetingdesk.main import Desktop
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


@pytest.fixture
def desktop(
    qtbot: QtBot, qapp: QApplication, sample_office: Office, sample_ids: Sample, tmp_path: Path
) -> Iterator[Desktop]:
    theme.apply_theme(qapp, "light")
    icons.load()
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "journal"
    settings["last_meeting"] = sample_ids.chairs_meeting_id
    made = Desktop(settings, "张秘书")
    made.office = sample_office
    made.window.attach(sample_office)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.window.close()


def test_a_record_is_found_and_shown(desktop: Desktop, sample_ids: Sample) -> None:
    window = desktop.window
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.palette_box.edit.setText("决算 决议")
    (found,) = [e for e in window.palette_box.shown() if e.kind == "决议"]
    assert "第三十六次会议" in found.detail
    window.palette_box.close_palette()
    found.run()
    assert window.meeting_id == sample_ids.meeting_id
    entry = window.pages.current_entry()
    assert entry is not None
    assert entry.key == "decisions"


@pytest.mark.parametrize("typed", ["zqm", "周启明"])
def test_a_person_is_found_by_initials(desktop: Desktop, typed: str) -> None:
    desktop.window.open_palette()
    desktop.window.palette_box.edit.setText(typed)
    people = [e for e in desktop.window.palette_box.shown() if e.kind == "人员"]
    assert [(e.text, e.detail) for e in people] == [("周启明", "主任")]


def test_a_meeting_is_listed_once(desktop: Desktop) -> None:
    desktop.window.open_palette()
    desktop.window.palette_box.edit.setText("第三十六次会议")
    shown = [e for e in desktop.window.palette_box.shown() if e.kind == "会议"]
    assert len(shown) == 1
    desktop.window.palette_box.edit.setText("2026-08-17")
    shown = [e for e in desktop.window.palette_box.shown() if e.kind == "会议"]
    assert [e.text for e in shown] == ["市十四届人大常委会第三十六次会议"]
