"""The window with invented records, for the tests of this folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from demo import DEMO, MEETINGS, FakeOffice

from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "settings.json")
    made["last_panel"] = "agenda"
    return made


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, office: FakeOffice, settings: Settings
) -> Iterator[MainWindow]:
    theme.apply_theme(qapp, "light")
    icons.load()
    made = MainWindow(office, settings=settings, meetings=lambda: MEETINGS, panels=DEMO)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
