"""Long work on a worker thread, with a progress strip and 取消.

The worker never touches Qt: it fills a plain :class:`Progress`, which the main thread reads
by timer. Qt objects freed on a foreign thread crash the program.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from meetingdesk.shell.widgets.basic import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

_POLL_MS = 10
_SHOW_AFTER_MS = 300
_THREAD = "task "


class Cancelled(Exception):
    """Raised by :meth:`Progress.step` once 取消 was pressed."""


class Progress:
    """Given to the worked function: report steps, notice a cancel."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.text = ""
        self._cancel = threading.Event()

    def step(self, done: int, total: int = 0, text: str = "") -> None:
        """Report ``done`` of ``total`` (0 = unknown).

        Raises:
            Cancelled: the person pressed 取消.
        """
        self.done, self.total, self.text = done, total, text
        if self._cancel.is_set():
            raise Cancelled

    @property
    def cancelled(self) -> bool:
        """Whether 取消 was pressed."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the worker to stop at its next step."""
        self._cancel.set()


def working() -> bool:
    """Tell whether any work runs."""
    return any(thread.name.startswith(_THREAD) for thread in threading.enumerate())


class Task(QObject):
    """One running job; ``finished(ok)`` fires on the main thread after the callbacks."""

    finished = Signal(bool)

    def __init__(
        self,
        parent: QWidget,
        fn: Callable[[Progress], Any],
        on_done: Callable[[Any], Any] | None,
        on_error: Callable[[Exception], Any] | None,
        label_text: str,
        show_after: int,
    ) -> None:
        super().__init__(parent)
        self.progress = Progress()
        self._on_done, self._on_error = on_done, on_error
        self._outcome: list[tuple[bool, Any]] = []
        self._strip = _Strip(parent.window(), label_text, self.progress.cancel)
        self._waited, self._show_after = 0, show_after
        outcome, progress = self._outcome, self.progress  # the closure holds no Qt object

        def work() -> None:
            try:
                outcome.append((True, fn(progress)))
            except Exception as error:  # noqa: BLE001 - handed to on_error
                outcome.append((False, error))

        self._thread = threading.Thread(target=work, name=f"{_THREAD}{label_text}", daemon=True)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(_POLL_MS)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.progress.cancel()

    def _poll(self) -> None:
        self._waited += _POLL_MS
        if not self._outcome:
            if self._waited >= self._show_after:
                self._strip.follow(self.progress)
            return
        self._timer.stop()
        self._thread.join()
        self._strip.hide()
        self._strip.deleteLater()
        ok, value = self._outcome.pop()
        try:
            if ok and self._on_done is not None:
                self._on_done(value)
            elif not ok and not isinstance(value, Cancelled):
                if self._on_error is None:
                    raise value
                self._on_error(value)
        finally:
            self.finished.emit(ok)
            self.deleteLater()


class _Strip(QFrame):
    """The strip at the bottom of the window while work runs."""

    def __init__(self, window: QWidget, text: str, on_cancel: Callable[[], Any]) -> None:
        super().__init__(window)
        self.setProperty("role", "box")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(6)
        self.text = label(text)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text)
        self.bar.setMinimumWidth(260)
        words.addWidget(self.text)
        words.addWidget(self.bar)
        row.addLayout(words)
        self.cancel = button("取消", on_cancel)
        self.cancel.setAutoDefault(False)  # Enter meant for something else must not stop the work
        row.addWidget(self.cancel)
        self._title = text
        window.installEventFilter(self)
        self.hide()

    def follow(self, progress: Progress) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        part = f"　{progress.done}／{progress.total}" if progress.total else ""
        self.text.setText((progress.text or self._title) + part)
        self.cancel.setEnabled(not progress.cancelled)
        if not self.isVisible():
            self.show()
            self.raise_()
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        area = self.parentWidget().rect()
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - 24)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def run_task(
    parent: QWidget,
    fn: Callable[[Progress], Any],
    on_done: Callable[[Any], Any] | None = None,
    on_error: Callable[[Exception], Any] | None = None,
    label: str = "正在处理",
    *,
    show_after: int = _SHOW_AFTER_MS,
) -> Task:
    """Run ``fn(progress)`` off the main thread, then ``on_done(result)`` or ``on_error(exc)``.

    Without ``on_error`` the exception goes to the program's exception hook. The strip shows
    only for work longer than ``show_after`` milliseconds.
    """
    return Task(parent, fn, on_done, on_error, label, show_after)
