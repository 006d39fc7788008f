"""The real window on a page, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import meetings
from meetingdesk.actions.sample import session
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office


@pytest.fixture
def meeting(office: Office, term_id: int) -> int:
    """Convene the sample's meeting, with nothing on its agenda."""
    return meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=36, start=session.START, end=session.END,
        place=session.PLACE,
    )  # fmt: skip


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
