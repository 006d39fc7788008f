"""Walk the whole window: pages, tabs, every sheet a button or a row opens, each state of a vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QPushButton,
    QTabWidget,
    QWidget,
)
from shiboken6 import isValid

from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from meetingdesk.shell.window import MainWindow

    Place = tuple[str, QWidget]

#: steps on paper that cannot be taken back, or take another program: not for a look around
_NOT_PRESSED = {
    "votesOpen", "votesRegister", "votesStartCount", "votesFinish", "votesGridFinish",
    "votesCertify", "votesTotalsFinish", "runOpen", "runPut", "runClockPut", "runBlack",
    "runFreeze", "resumeHome", "rehearseMeeting", "printForm", "votesAgainVoid",
}  # fmt: skip


def settle(milliseconds: int = 30) -> None:
    """Run the event loop for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def quiet_dialogs(put: Callable[[object, str, object], None]) -> None:
    """Let the system's dialogs give up at once; ``put`` is ``setattr`` or a monkeypatch's."""
    nothing = staticmethod(lambda *_, **__: ("", ""))
    for name in ("getOpenFileName", "getSaveFileName"):
        put(QFileDialog, name, nothing)
    put(QFileDialog, "getOpenFileNames", staticmethod(lambda *_, **__: ([], "")))
    put(QFileDialog, "getExistingDirectory", staticmethod(lambda *_, **__: ""))
    put(QPrintDialog, "exec", lambda *_: QDialog.DialogCode.Rejected)
    put(QDesktopServices, "openUrl", staticmethod(lambda *_: True))


def pages(window: MainWindow) -> Iterator[Place]:
    """Yield every page and every tab of it, shown, then the window's own sheets."""
    for key in window.entries:
        for name in tabs_of(window, key):
            yield name, window
    for name, run in (
        ("help", window.show_shortcuts),
        ("keys", window.change_keys),
        ("settings", window.show_settings),
    ):
        run()
        settle()
        yield from _dialogs(name)


def tabs_of(window: MainWindow, key: str) -> Iterator[str]:
    """Show a page, then each tab of it."""
    window.open_panel(key)
    settle()
    yield key
    panel = window.pages.current_panel()
    for tabs in panel.findChildren(QTabWidget) if panel is not None else ():
        for at in range(tabs.count()):
            if tabs.isVisible() and tabs.isTabVisible(at) and tabs.isTabEnabled(at):
                tabs.setCurrentIndex(at)
                settle()
                yield f"{key}-{at}"


def sheets(window: MainWindow) -> Iterator[Place]:
    """Yield every sheet that actions, buttons and rows of the pages open."""
    for key in window.entries:
        window.open_panel(key)
        panel = window.pages.current_panel()
        assert panel is not None
        for action in [*panel.primary_actions(), *panel.commands()]:
            if action.enabled and "大屏" not in action.text and "演练" not in action.text:
                yield from _opened(window, f"{key}: {action.text}", action.run)
                window.open_panel(key)
        for name in tabs_of(window, key):
            places = [tabs.currentIndex() for tabs in panel.findChildren(QTabWidget)]

            def back(key: str = key, places: list[int] = places) -> None:
                window.open_panel(key)
                found = window.pages.current_panel()
                assert found is not None
                for tabs, at in zip(found.findChildren(QTabWidget), places, strict=True):
                    tabs.setCurrentIndex(at)

            yield from inside(window, name, panel, back)


def inside(
    window: MainWindow, name: str, root: QWidget, back: Callable[[], None]
) -> Iterator[Place]:
    """Yield what the buttons and first rows under ``root`` open; what they did is taken back."""
    for made in root.findChildren(QPushButton):
        if _pressable(made):
            words = made.text() or made.accessibleName()
            yield from _opened(window, f"{name}: {words}", made.click)
            back()
    for table in root.findChildren(RecordTable):
        if isValid(table) and table.isVisible() and table.rows():
            table.select_id(table._row_id(table.rows()[0]))
            for signal, words in ((table.activated, "打开"), (table.edit_requested, "修改")):
                row = table.current()
                yield from _opened(
                    window,
                    f"{name}: {table.accessibleName()} {words}",
                    lambda signal=signal, row=row: signal.emit(row),
                )
                back()
                if not isValid(table) or not table.isVisible() or not table.rows():
                    break


def _pressable(made: QPushButton) -> bool:
    if not isValid(made) or not made.isVisible() or not made.isEnabled():
        return False  # an earlier button may have taken it away
    return made.objectName() not in _NOT_PRESSED and made.menu() is None


def _opened(window: MainWindow, name: str, run: Callable[[], object]) -> Iterator[Place]:
    office = window.office
    assert office is not None
    before = office.can_undo()
    run()
    settle()
    yield from _dialogs(name)
    if office.can_undo() != before:
        office.undo()
        settle()


def _dialogs(name: str) -> Iterator[Place]:
    """Yield the sheets now open, then close them and the system's dialogs."""
    for one in _open_dialogs():
        if isinstance(one, Sheet):
            yield name, one
        one.reject()
    settle()
    for one in _open_dialogs():  # a sheet may ask before it goes
        one.reject()


def _open_dialogs() -> list[QDialog]:
    found = QApplication.topLevelWidgets()
    return [one for one in found if isinstance(one, QDialog) and one.isVisible()]


def votes(window: MainWindow, made: dict[str, int]) -> Iterator[Place]:
    """Yield the page of each vote, its ballots and ledger, its scans, and the sheets of each."""
    office = window.office
    assert office is not None
    from meetingdesk.actions.votes import vote_view

    for name, vote in made.items():
        window.set_meeting(vote_view(office, vote).meeting_id)

        def show(vote: int = vote) -> None:
            window.open_panel("votes", vote_id=vote)
            page = window.pages.current_panel().page  # type: ignore[union-attr]
            page.on_papers = page.on_scans = False
            page.reload()
            settle()

        show()
        yield f"vote {name}", window
        page = window.pages.current_panel().page  # type: ignore[union-attr]
        yield from inside(window, f"vote {name}", page, show)
        for button, words in ((page.papers, "papers"), (page.scan, "scans")):
            if not button.isVisible():
                continue

            def again(show: Callable[[], None] = show, button: QPushButton = button) -> None:
                show()
                if button.text() != "返回表决":
                    button.click()
                settle()

            again()
            yield f"vote {name} {words}", window
            yield from inside(window, f"vote {name} {words}", page.stack.currentWidget(), again)
            button.click()
