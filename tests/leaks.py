"""What a test must not leave behind: warnings, windows, running threads and timers."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


class Traces:
    """What was running before a test; :meth:`left` tells what it added and did not put away."""

    def __init__(self) -> None:
        self.threads = set(threading.enumerate())
        self.windows = {id(window) for window in _windows()}
        self.timers = {id(timer) for timer in _timers()}

    def left(self, records: Iterable[logging.LogRecord]) -> list[str]:
        """Return one line for each thing left, none for a tidy test."""
        _settle()
        told = [
            f"log: {record.name} {record.levelname}: {record.getMessage()}"
            for record in records
            if record.levelno >= logging.WARNING
        ]
        for thread in set(threading.enumerate()) - self.threads:
            thread.join(2)  # one that was told to end may need a moment
            if thread.is_alive():
                told.append(f"thread still running: {thread.name}")
        told += [
            f"window still open: {type(window).__name__} {window.objectName()!r}"
            for window in _windows()
            if id(window) not in self.windows
        ]
        told += [
            f"timer still running: {timer.objectName()!r} of {type(timer.parent()).__name__}"
            for timer in _timers()
            if id(timer) not in self.timers
        ]
        return told


def _application() -> Any:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def _settle() -> None:
    """Let what was closed be deleted, and jobs of the thread pool end."""
    if (app := _application()) is None:
        return
    from PySide6.QtCore import QEvent, QThreadPool

    QThreadPool.globalInstance().waitForDone(5000)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()


def _windows() -> list[Any]:
    app = _application()
    return [window for window in app.topLevelWidgets() if window.isVisible()] if app else []


def _timers() -> list[Any]:
    app = _application()
    if app is None:
        return []
    from PySide6.QtCore import QTimer

    roots = [app, *(window for window in app.topLevelWidgets() if window.isVisible())]
    return [
        timer
        for root in roots
        for timer in root.findChildren(QTimer)
        if timer.isActive() and timer.objectName() != "qt_autotest"
    ]
