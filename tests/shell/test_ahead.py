"""Pages made ahead: only while nothing happens, unseen, and afterwards as if made when opened."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from demo import DEMO, MEETINGS, DemoPanel, FakeOffice, entry
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from meetingdesk.errors import Refused
from meetingdesk.shell import ahead as ahead_module
from meetingdesk.shell import pages as pages_module
from meetingdesk.shell.ahead import Ahead
from meetingdesk.shell.panel import Panel
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import run_task
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


class Telling(Panel):
    """Asks the window for something whenever it is read."""

    key, title, icon, group = "telling", "告知", "scales", "工具"
    refusing: ClassVar[bool] = True

    def refresh(self, change: Any | None = None) -> None:
        self.host.guard(self._ask)
        self.host.actions_changed()

    def _ask(self) -> None:
        if self.refusing:
            raise Refused("读不出来。")


class Broken(Panel):
    """Cannot be read the first time."""

    key, title, icon, group = "broken", "不全", "scales", "工具"
    failing: ClassVar[bool] = True

    def refresh(self, change: Any | None = None) -> None:
        if type(self).failing:
            type(self).failing = False
            raise RuntimeError("no such column")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Idle moments are short."""
    monkeypatch.setattr(ahead_module, "IDLE_MS", 30)
    monkeypatch.setattr(ahead_module, "STEP_MS", 1)


@pytest.fixture
def ahead(window: MainWindow, quick: None) -> Iterator[Ahead]:
    made = Ahead(window, lambda: True)
    yield made
    made.end()


def opened(window: MainWindow) -> set[str]:
    return set(window.pages._panels)


def test_an_idle_window_makes_its_pages_and_shows_none(
    window: MainWindow, ahead: Ahead, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(window.header, "set_page", lambda *words: told.append(words[0]))
    panel, keyboard = window.pages.current_panel(), QApplication.focusWidget()
    assert opened(window) == {"agenda"}
    with qtbot.waitSignal(ahead.done, timeout=5000):
        ahead.begin()
    assert opened(window) == {one.key for one in DEMO}
    assert window.pages.current_panel() is panel is window.pages.currentWidget()
    assert QApplication.focusWidget() is keyboard
    assert (told, window.settings["last_panel"], ahead.waiting) == ([], "agenda", False)
    made = window.pages._panels["votes"]
    assert (made.isVisible(), made.refreshed, made.meeting_id) == (False, 1, 1)
    window.open_panel("votes")
    assert window.pages.currentWidget() is made
    assert made.refreshed == 1, "it was read already"


def test_each_step_is_one_page_made_or_one_read(window: MainWindow, ahead: Ahead) -> None:
    done = [ahead.step() for _ in range(5)]
    assert done == [
        "make roster",
        "read roster",
        "make meetings",
        "read meetings",
        "make decisions",
    ]
    made = window.pages._panels["decisions"]
    window.open_panel("decisions")  # before it was read
    assert made.refreshed == 1
    assert ahead.step() == "read decisions"
    assert made.refreshed == 1, "it was read when it was opened"


def test_what_changes_meanwhile_is_read_when_the_page_is_opened(
    window: MainWindow, ahead: Ahead, office: FakeOffice
) -> None:
    while ahead.step():
        pass
    office.add("新议题", "市长")
    window.set_meeting(2)
    made = window.pages._panels["documents"]
    assert made.refreshed == 1
    window.open_panel("documents")
    assert (made.refreshed, made.meeting_id) == (2, 2)
    assert made.total.value.text() == str(len(office.items))


@pytest.mark.usefixtures("ahead")
def test_a_page_of_yesterday_is_read_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_panel("votes")
    votes = window.pages.current_panel()
    window.open_panel("agenda")

    class Tomorrow(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return dt.date.max

    monkeypatch.setattr(pages_module.dt, "date", Tomorrow)
    window.open_panel("votes")
    window.open_panel("votes")
    assert votes.refreshed == 2


def test_keys_and_the_mouse_put_it_off(
    window: MainWindow, quick: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_module, "IDLE_MS", 150)
    ahead = Ahead(window, lambda: True)
    ahead.begin()
    handle = window.windowHandle()
    for at in range(6):
        qtbot.wait(50)
        if at % 2:
            QTest.keyClick(handle, Qt.Key.Key_Down)
        else:
            QTest.mouseMove(handle, QPoint(300 + at, 400))
    assert opened(window) == {"agenda"}
    qtbot.waitUntil(lambda: len(opened(window)) > 1, timeout=5000)
    QTest.keyClick(handle, Qt.Key.Key_Up)
    made = len(opened(window))
    qtbot.wait(60)
    assert len(opened(window)) == made, "it stops at once"
    ahead.end()


def test_it_waits_while_something_is_open_or_written_or_running(
    window: MainWindow, ahead: Ahead, qtbot: QtBot
) -> None:
    assert not ahead.busy()
    window.open_palette()
    assert ahead.busy(), "words are being put into a field"
    window.palette_box.close_palette()
    assert not ahead.busy()
    panel = window.pages.current_panel()
    panel.new()
    assert ahead.busy(), "a sheet is open"
    panel.sheet.reject()
    assert not ahead.busy()
    menu = QMenu(window)
    menu.addAction("复制")
    menu.popup(window.mapToGlobal(QPoint(200, 200)))
    assert ahead.busy(), "a menu is open"
    menu.close()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other)
    assert ahead.busy(), "another window is used"
    other.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    go_on = threading.Event()
    task = run_task(window, lambda _progress: go_on.wait(5), None, None, "正在读")
    assert ahead.busy(), "work runs"
    with qtbot.waitSignal(task.finished):
        go_on.set()
    assert not ahead.busy()


def test_it_waits_for_what_the_pages_are_made_of_and_ends_with_the_desk(
    window: MainWindow, quick: None, qtbot: QtBot
) -> None:
    there: list[bool] = []
    ahead = Ahead(window, lambda: bool(there))
    ahead.begin()
    qtbot.wait(120)
    assert opened(window) == {"agenda"}
    assert ahead.waiting
    there.append(True)
    qtbot.waitUntil(lambda: len(opened(window)) > 1)
    window.close()
    assert not ahead.waiting


def unlike(qtbot: QtBot, tmp_path: Path, *names: str) -> MainWindow:
    """Return a window with pages of this module after the ordinary first one."""
    own = [
        entry(name, name.lower(), name, "scales", "工具", 90 + at)._replace(module=__name__)
        for at, name in enumerate(names)
    ]
    made = MainWindow(
        FakeOffice(),
        settings=Settings(tmp_path / "own.json"),
        meetings=lambda: MEETINGS,
        panels=[DEMO[0], *own],
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_a_page_says_while_it_is_read_stays_on_that_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = unlike(qtbot, tmp_path, "Telling")
    ahead = Ahead(window, lambda: True)
    shown = window.pages.current_panel()
    assert isinstance(shown, DemoPanel)
    shown.banner.show_message("不能删除", "bad")
    while ahead.step():
        pass
    telling = window.pages._panels["telling"]
    assert not shown.banner.isHidden(), "nobody has answered it yet"
    assert not telling.banner.isHidden()
    window.open_panel("telling")
    assert "读不出来" in telling.banner.text.text()
    window.close()


@pytest.mark.logs
def test_a_page_that_fails_is_left_to_who_opens_it(qtbot: QtBot, tmp_path: Path) -> None:
    window = unlike(qtbot, tmp_path, "Broken", "Telling")
    ahead = Ahead(window, lambda: True)
    Broken.failing = True
    done = []
    while step := ahead.step():
        done.append(step)
    assert done == ["make broken", "read broken", "make telling", "read telling"]
    assert "broken" not in opened(window)
    window.open_panel("broken")
    assert isinstance(window.pages.currentWidget(), Broken)
    window.close()
