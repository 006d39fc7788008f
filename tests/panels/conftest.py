"""The real window on a page, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import meetings
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import Sheet
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office


@pytest.fixture
def show(
    qtbot: QtBot, qapp: QApplication, office: Office, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], MainWindow]]:
    """Return what opens the window on the page that the module names as its ``PAGE``."""
    theme.apply_theme(qapp, "light")
    icons.load()
    made: list[MainWindow] = []

    def start() -> MainWindow:
        settings = Settings(tmp_path / "settings.json")
        settings["last_panel"] = request.module.PAGE
        window = MainWindow(
            office,
            settings=settings,
            meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
        )
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield start
    for window in made:
        window.close()
        asked = window.findChild(Sheet, "leavingSheet")
        if asked is not None:
            asked.submit()
