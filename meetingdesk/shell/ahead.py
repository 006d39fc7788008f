"""Pages made ahead: what nobody has opened yet is made and read while nobody does anything.

The first visit of a page costs two or three times a later one, as its widgets are made and its
questions are put to the desk for the first time. A person reads the first page for some seconds:
that is time enough, in steps short enough not to be felt by whoever presses a key meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from meetingdesk.shell.widgets.task import working

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.shell.window import MainWindow

#: milliseconds without a key or a move of the mouse before a page is made; between two steps
IDLE_MS, STEP_MS = 400, 40
_kind = QEvent.Type
_TOUCHED = frozenset({
    _kind.KeyPress, _kind.KeyRelease, _kind.MouseButtonPress, _kind.MouseButtonRelease,
    _kind.MouseMove, _kind.Wheel, _kind.TouchBegin, _kind.TouchUpdate, _kind.TabletPress,
    _kind.TabletMove, _kind.NativeGesture,
})  # fmt: skip


class Ahead(QObject):
    """Makes the pages of ``window`` from :meth:`begin` on, once ``ready()``; then is at rest.

    It waits while someone types or points, while anything is open over the page, while work runs
    and while another window of the program is used. It ends with the desk.
    """

    #: all pages that can be made are there
    done = Signal()

    def __init__(self, window: MainWindow, ready: Callable[[], bool]) -> None:
        super().__init__(window)
        self.setObjectName("ahead")
        self._window, self._ready = window, ready
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        window.closed.connect(self.end)

    @property
    def waiting(self) -> bool:
        """Whether there may be pages to make."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Watch for idle moments."""
        # the window's own handle is told of what the person does, and of little else
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._timer.start(IDLE_MS)

    def end(self) -> None:
        """Leave the rest to whoever opens it."""
        self._timer.stop()
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the next idle moment whenever the person does something."""
        if event.type() in _TOUCHED and self._timer.isActive():
            self._timer.start(IDLE_MS)
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        if self._window.office is None:
            self.end()
        elif not self._ready() or self.busy():
            self._timer.start(IDLE_MS)
        elif self.step():
            self._timer.start(STEP_MS)
        else:
            self.end()
            self.done.emit()

    def step(self) -> str:
        """Make or read one page; return which, '' when there is none left."""
        return self._window.step_ahead()

    def busy(self) -> bool:
        """Tell whether the person or the program is in the middle of something."""
        used, at = QApplication.activeWindow(), QApplication.focusWidget()
        return (
            used not in (None, self._window)
            or self._window.practice is not None
            or QApplication.activeModalWidget() is not None
            or QApplication.activePopupWidget() is not None
            or QApplication.mouseButtons() != Qt.MouseButton.NoButton
            # words put together by an input method pass by the window
            or (at is not None and at.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled))
            or working()
        )
