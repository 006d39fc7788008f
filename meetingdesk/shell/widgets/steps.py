"""Long work that must stay on the main thread: done in small steps between events.

Qt's raw fonts belong to the thread that made them, so pages cannot be laid out by
:func:`~meetingdesk.shell.widgets.task.run_task`. The strip is the same, and so is 取消.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from meetingdesk.shell.widgets.task import Progress, _Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget


class Steps(QObject):
    """Runs an iterator, one item whenever the window is idle.

    ``finished(whole)`` fires after the callbacks; ``whole`` is false after 取消 or an error.
    """

    finished = Signal(bool)

    def __init__(
        self,
        parent: QWidget,
        work: Iterator[Any],
        total: int,
        on_done: Callable[[list[Any], bool], Any],
        on_error: Callable[[Exception], Any],
        text: str,
    ) -> None:
        super().__init__(parent)
        self.progress = Progress()
        self.progress.total, self.progress.text = total, text
        self.made: list[Any] = []
        self._work, self._on_done, self._on_error = work, on_done, on_error
        self._strip = _Strip(parent.window(), text, self.progress.cancel)
        self._strip.cancel.setObjectName("stepsCancel")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._strip.follow(self.progress)
        self._timer.start(0)

    def cancel(self) -> None:
        """Stop before the next step."""
        self.progress.cancel()

    def _step(self) -> None:
        if self.progress.cancelled:
            self._end(None, whole=False)
            return
        try:
            self.made.append(next(self._work))
        except StopIteration:
            self._end(None, whole=True)
            return
        except Exception as error:  # noqa: BLE001 - handed to on_error
            self._end(error, whole=False)
            return
        self.progress.done = len(self.made)
        self._strip.follow(self.progress)

    def _end(self, error: Exception | None, *, whole: bool) -> None:
        self._timer.stop()
        self._strip.hide()
        self._strip.deleteLater()
        try:
            if error is None:
                self._on_done(self.made, whole)
            else:
                self._on_error(error)
        finally:
            self.finished.emit(whole)
            self.deleteLater()


def run_steps(
    parent: QWidget,
    work: Iterator[Any],
    total: int,
    on_done: Callable[[list[Any], bool], Any],
    on_error: Callable[[Exception], Any],
    text: str = "正在处理",
) -> Steps:
    """Run ``work`` step by step, then ``on_done(made, whole)`` or ``on_error(exception)``."""
    return Steps(parent, work, total, on_done, on_error, text)
