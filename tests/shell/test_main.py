"""The desktop's start: one window a desk, a real desk opened late, trouble told calmly."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from meetingdesk.cli import main
from meetingdesk.errors import DeskUnusable
from meetingdesk.main import Desktop, lock_desk
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import EmptyState, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(Settings(tmp_path / "settings.json"), "李四")
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()
    made.release()


def shown_note(desktop: Desktop) -> str:
    note = desktop.window.pages.currentWidget()
    assert isinstance(note, EmptyState)
    return f"{note.title.text()}　{note.hint.text()}"


def test_second_lock_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.desk"
    first = lock_desk(path)
    with pytest.raises(DeskUnusable, match="已经在另一个会务台窗口里打开"):
        lock_desk(path)
    first.unlock()
    lock_desk(path).unlock()


def test_a_lock_left_by_another_computer_says_what_to_take_away(tmp_path: Path) -> None:
    left = tmp_path / "a.desk.lock"
    left.write_text("4242\nmeetingdesk\nOFFICE-PC\nno-machine\n\n", encoding="utf-8")
    with pytest.raises(DeskUnusable, match=r"电脑：OFFICE-PC.*请删除台账旁边的“a.desk.lock”"):
        lock_desk(tmp_path / "a.desk")
    left.unlink()
    held = lock_desk(tmp_path / "a.desk")
    with pytest.raises(DeskUnusable) as caught:
        lock_desk(tmp_path / "a.desk")
    assert "请删除" not in str(caught.value)
    held.unlock()


def test_desk_held_elsewhere_is_explained_in_the_window(desktop: Desktop, tmp_path: Path) -> None:
    held = lock_desk(tmp_path / "a.desk")
    desktop.start(tmp_path / "a.desk")
    assert "请回到那个窗口继续" in shown_note(desktop)
    held.unlock()


def test_without_a_desk_the_window_asks(desktop: Desktop) -> None:
    desktop.start(None)
    assert "欢迎使用会务台" in shown_note(desktop)


def test_real_desk_opens_after_the_window_is_shown(
    desktop: Desktop, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "试用.desk"
    desktop.window.open_panel = lambda *_a, **_k: None  # the pages have their own tests
    desktop.start(path)
    assert desktop.office is None  # still painting
    qtbot.waitUntil(lambda: desktop.office is not None, timeout=20_000)
    assert path.exists()
    assert desktop.settings["last_desk"] == str(path)
    assert desktop.meetings() == []
    assert "试用" in desktop.window.windowTitle()


def test_an_open_desk_makes_its_pages_ahead_until_it_is_closed(
    desktop: Desktop, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetingdesk.shell.ahead.IDLE_MS", 20)
    made: list[str] = []
    desktop.window.open_panel = lambda *_a, **_k: None
    desktop.window.step_ahead = lambda: made.append("step") or "step"
    desktop.start(tmp_path / "试用.desk")
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    assert not desktop._imports.is_alive(), "not before all is imported"
    ahead = desktop.ahead
    desktop.release()
    assert not ahead.waiting


def test_damaged_desk_is_explained(desktop: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "坏.desk"
    path.write_bytes(b"this is not a desk" * 100)
    desktop.start(path)
    qtbot.waitUntil(lambda: "台账没有打开" in shown_note(desktop), timeout=20_000)
    lock_desk(path).unlock()  # given back


@pytest.mark.logs
def test_unexpected_error_gives_one_sheet_with_text_to_copy(
    desktop: Desktop, tmp_path: Path
) -> None:
    before = sys.excepthook, threading.excepthook
    desktop.keep_records_of_trouble(tmp_path)
    try:
        for _ in range(2):
            try:
                _ = 1 // 0
            except ZeroDivisionError as error:
                desktop.trouble(type(error), error, error.__traceback__)
    finally:
        sys.excepthook, threading.excepthook = before
    sheets = desktop.window.findChildren(Sheet)
    assert len(sheets) == 1
    assert "ZeroDivisionError" in sheets[0].findChild(QPlainTextEdit).toPlainText()
    assert "ZeroDivisionError" in (tmp_path / "meetingdesk.log").read_text(encoding="utf-8")
    sheets[0].reject()


_STARTED = """
import builtins, sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from meetingdesk import main
before = set(sys.modules)
from meetingdesk.shell.widgets.task import Progress
main._import_heavy(Progress())
slow = ("sqlalchemy", "meetingdesk.actions", "meetingdesk.records", "PySide6.QtPrintSupport")
print(sorted(name for name in before if name.startswith(slow)))
never = ("asyncio", "ssl", "email", "numpy", "cv2", "docx", "openpyxl", "meetingdesk.papers",
         "meetingdesk.actions.vote_drafts", "meetingdesk.actions.appointments")
print(sorted(name for name in sys.modules if name in never))
print(builtins.__import__ is getattr(builtins, "__feature_import__", None))
from sqlalchemy.util import compat
print(compat.asyncio.Queue.__module__, "asyncio" in sys.modules)
"""


def test_the_start_imports_nothing_that_the_first_page_does_not_need() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _STARTED], capture_output=True, text=True, check=True
    )
    early, wasted, watched, later = ran.stdout.splitlines()
    assert early == "[]"
    assert wasted == "[]"
    assert watched == "False"
    assert later == "asyncio.queues True"  # there all the same, once it is asked for


def test_the_window_alone_waits_for_no_grammar_of_commands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[tuple[str, ...]] = []

    def run_desktop(*desk: str) -> int:
        opened.append(desk)
        return 0

    monkeypatch.setattr("meetingdesk.main.run_desktop", run_desktop)
    monkeypatch.delitem(sys.modules, "meetingdesk.cli.parser", raising=False)
    assert main(["--desk", "a.desk"]) == 0
    assert main([]) == 0
    assert opened == [("a.desk",), ()]
    assert "meetingdesk.cli.parser" not in sys.modules
