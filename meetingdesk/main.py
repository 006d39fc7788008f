"""The desktop's entry: one window a desk, painted before anything heavy is imported."""

from __future__ import annotations

import gc
import importlib
import logging
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QStandardPaths, QSysInfo, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from meetingdesk import __version__
from meetingdesk.errors import DeskError, DeskUnusable
from meetingdesk.panels.registry import PANELS
from meetingdesk.shell import theme
from meetingdesk.shell.initials import initials
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets.basic import EmptyState, Toolbar, button
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from meetingdesk.shell.ahead import Ahead
    from meetingdesk.shell.command import Entry
    from meetingdesk.shell.widgets import Progress

log = logging.getLogger(__name__)

DESK_SUFFIX = ".desk"
# what opening a desk and its first page needs, imported off the main thread
_HEAVY = (
    "meetingdesk.actions.office",
    "meetingdesk.actions.meetings",
    "meetingdesk.actions.home",
    "meetingdesk.panels.home",
)
# what the search needs; imported with the other pages while the first page is looked at
_LATER = (
    "meetingdesk.actions.search",
    "meetingdesk.shell.finding",
    "meetingdesk.actions.documents",
    "meetingdesk.shell.widgets.table_sort",
    "meetingdesk.records.cards",
)
# the other pages are imported once the first one is painted: both at once take longer than in turn
_LATER_MS = 50
# the page itself says that the desk is being opened; the strip that stops it comes when that takes long
_OPENING_MS = 1500
# objects made before Python looks for garbage again: the default, 700, is reached by every click
_BEFORE_COLLECTING = 20_000


def run_desktop(desk_path: str | Path | None = None, who: str = "") -> int:
    """Show the window on the desk at ``desk_path`` (default: the last one) until it is closed.

    Returns the exit status. A desk that cannot be opened is explained inside the window.
    """
    gc.disable()  # until everything is imported: nothing of it is garbage
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - a GUI program makes no other kind
    app.setApplicationName("会务台")
    app.setDesktopFileName("meetingdesk")
    app.setApplicationVersion(__version__)
    settings = Settings()
    theme.apply_theme(app, settings["theme"])
    desktop = Desktop(settings, who)
    desktop.keep_records_of_trouble(state_folder())
    place = desk_path or settings["last_desk"]

    def begin() -> None:
        from meetingdesk.shell.chinese import load_chinese

        load_chinese(app)
        desktop.start(Path(place) if place else None)

    desktop.window.painted.connect(begin)
    desktop.window.show()
    try:
        return int(app.exec())
    finally:
        desktop.release()


def state_folder() -> Path:
    """Return the folder of the log, made if needed."""
    location = QStandardPaths.StandardLocation.GenericDataLocation
    folder = Path(QStandardPaths.writableLocation(location)) / "meetingdesk"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lock_desk(path: Path) -> QLockFile:
    """Take the desk for this window, or for a command that must be alone with it.

    Raises:
        DeskUnusable: another window holds it, or its folder cannot be written.
    """
    lock = QLockFile(str(path.with_name(path.name + ".lock")))
    lock.setStaleLockTime(0)  # a holder that died is noticed by its process number
    if lock.tryLock(100):
        return lock
    if lock.error() == QLockFile.LockError.LockFailedError:
        _pid, host, _program = lock.getLockInfo()
        where = f"（电脑：{host}）" if host else ""
        # whether a program still runs on another computer cannot be seen from here
        left = (
            f"那台电脑已经关机、没有人在用的，请删除台账旁边的“{path.name}.lock”再打开。"
            if host not in ("", QSysInfo.machineHostName())
            else ""
        )
        raise DeskUnusable(
            f"这个台账已经在另一个会务台窗口里打开{where}。台账没有受影响，"
            f"请回到那个窗口继续，或先关闭它再打开。{left}"
        )
    raise DeskUnusable(
        "台账所在的文件夹不能写入，因此没有打开。台账没有受影响，"
        "请把台账文件复制到可以写入的文件夹，再从那里打开。"
    )


class Desktop:
    """Brings window, lock and office together; one in a process."""

    def __init__(self, settings: Settings, who: str = "") -> None:
        self.settings = settings
        self.who = who or settings["operator"]
        self.office: Any | None = None
        self._lock: QLockFile | None = None
        self._imports: threading.Thread | None = None
        self._ending = threading.Event()
        self._trouble_open = False
        #: whether the page that asks for a desk is shown
        self._asking = False
        self._fault_file: Any | None = None
        self.window = MainWindow(settings=settings, meetings=self.meetings, search=self.find)
        #: makes the other pages while nobody does anything; there once a desk is open
        self.ahead: Ahead | None = None

    def meetings(self) -> Sequence[tuple[Any, str, str]]:
        """List meetings for the switcher, newest first."""
        if self.office is None:
            return ()
        actions = importlib.import_module("meetingdesk.actions.meetings")
        found: Sequence[tuple[Any, str, str]] = actions.switcher(self.office)
        return found

    def find(self, text: str) -> Sequence[Entry]:
        """Find records for the header's search; choosing one turns to its meeting and page."""
        if self.office is None:
            return ()
        from meetingdesk.shell.finding import find_records

        return find_records(self.office, self.window, self.window.meeting_rows, text)

    # -- opening -------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """Open ``path``, or ask which desk when there is none."""
        if path is None:
            self._ask("欢迎使用会务台", "新建一个台账，或打开已有的台账文件。")
            return
        try:
            self._unlock()
            self._lock = lock_desk(path)
        except DeskUnusable as error:
            self._ask("台账没有打开", str(error))
            return
        from meetingdesk.shell.widgets.task import run_task

        if self._asking:  # nothing to press while it opens
            self.window.pages.show_note(EmptyState("正在打开台账", path.name, icon="stack"))
        opening = run_task(
            self.window,
            _import_heavy,
            lambda _: self._open(path),
            self._failed,
            "正在打开台账",
            show_after=_OPENING_MS,
        )
        opening.finished.connect(self._opening_ended)

    def _opening_ended(self, ok: bool) -> None:
        """Ask again after 取消."""
        if not ok and self._lock is not None:
            self._unlock()
            self._ask("台账没有打开", "已停止打开，台账没有受影响。")

    def _open(self, path: Path) -> None:
        module = importlib.import_module("meetingdesk.actions.office")
        try:
            self.office = module.open_office(path, self.who)
        except DeskError as error:
            self._failed(error)
            return
        if not self.office.practice:  # a copy to practise on is not where tomorrow begins
            self.settings["last_desk"] = str(path)
        self.window.setWindowTitle(f"{path.stem} － 会务台")
        self._asking = False
        self.window.attach(self.office, anew=True)  # the first page leads on
        QTimer.singleShot(_LATER_MS, self.window, self.prepare)

    def prepare(self) -> None:
        """Import the other pages in the background, then make them while nobody does anything.

        Nothing is done when the desk was closed meanwhile.
        """
        if self.office is None or self._imports is not None:
            return
        from meetingdesk.shell.ahead import Ahead

        self._imports = threading.Thread(
            target=_import_later, args=(self._ending.is_set,), name="import", daemon=True
        )
        self._imports.start()
        self.ahead = Ahead(self.window, self._imported)
        self.ahead.begin()

    def _imported(self) -> bool:
        return self._imports is not None and not self._imports.is_alive()

    def _failed(self, error: Exception) -> None:
        self.release()
        if not isinstance(error, DeskError):
            raise error
        self._ask("台账没有打开", str(error))

    def _ask(self, title: str, hint: str) -> None:
        """Show a start page in the window instead of a box before it."""
        gc.enable()
        self._asking = True
        row = Toolbar(
            button("新建台账", self._choose_new, kind="primary", icon="plus"),
            button("打开台账", self._choose_old, icon="folder-open"),
        )
        self.window.pages.show_note(EmptyState(title, hint, row, "stack"))
        row.findChild(QPushButton).setFocus()

    def _choose_new(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        folder = str(Path.home() / f"会务台账{DESK_SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(
            self.window, "新建台账", folder, f"会务台账 (*{DESK_SUFFIX})"
        )
        if name:
            path = Path(name)
            self.start(path if path.suffix else path.with_suffix(DESK_SUFFIX))

    def _choose_old(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(
            self.window, "打开台账", str(Path.home()), f"会务台账 (*{DESK_SUFFIX});;所有文件 (*)"
        )
        if name:
            self.start(Path(name))

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def release(self) -> None:
        """Close the desk and let others open it."""
        if self.ahead is not None and isValid(self.ahead):
            self.ahead.end()
        self.ahead = None
        if self._imports is not None:
            self._ending.set()
            self._imports.join()
            self._imports = None
            self._ending.clear()
        if self.office is not None:
            close = getattr(self.office.desk, "close", None)
            if close is not None:
                close()
            self.office = None
        self._unlock()
        if self._fault_file is not None:
            import faulthandler

            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    # -- trouble -------------------------------------------------------------------------

    def keep_records_of_trouble(self, folder: Path) -> None:
        """Log to ``folder``; unexpected errors give one calm sheet and work goes on."""
        import faulthandler

        handler = logging.FileHandler(folder / "meetingdesk.log", encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
        self._fault_file = (folder / "fault.txt").open("a", encoding="utf-8")
        faulthandler.enable(self._fault_file)
        sys.excepthook = self.trouble
        threading.excepthook = lambda args: log.error(
            "in %s",
            args.thread,
            exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback),
        )

    def trouble(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an unexpected error and say so once, with text to copy."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        import traceback

        from meetingdesk.shell.sheets import trouble_sheet

        log.error("unexpected", exc_info=(kind, error, trace))
        if self._trouble_open:
            return
        self._trouble_open = True
        details = f"会务台 {__version__}\n" + "".join(
            traceback.format_exception(kind, error, trace)
        )
        sheet = trouble_sheet(self.window, details)
        sheet.finished.connect(lambda *_: setattr(self, "_trouble_open", False))


def _import_heavy(progress: Progress) -> None:
    """Import what the desk needs while the window is already on the screen."""
    for step, name in enumerate(_HEAVY):
        progress.step(step, len(_HEAVY))
        importlib.import_module(name)
    importlib.import_module("sqlalchemy.orm").configure_mappers()  # or the first query does it


def _import_later(ending: Callable[[], bool] = bool) -> None:
    """Import what is needed next, so that no first search and no page waits for it."""
    for name in (*_LATER, *(entry.module for entry in PANELS)):
        if ending():
            return
        importlib.import_module(name)
    initials("会务台")  # reads the table of pinyin
    sys.modules["meetingdesk.records.cards"].read_cards()  # and the rules are read once, too
    if not gc.isenabled():  # as run_desktop left it
        gc.freeze()  # all this stays; it need not be looked through again and again
        gc.set_threshold(_BEFORE_COLLECTING)
        gc.enable()
