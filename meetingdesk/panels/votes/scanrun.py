"""Reading a stack beside the window, and watching the folder a scanner writes to.

The thread never touches Qt: it lays rows into a list that the main thread empties by timer.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, QTimer, Signal

from meetingdesk.actions.scan_folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.scanning import Scan
    from meetingdesk.papers.ballots.rows import PageRow

_POLL_MS = 40
#: the speed shown is that of the last so many seconds
_WINDOW = 5.0
_LOOK_MS = 400


class Run(QObject):
    """Reads a stack; ``moved(rows)`` tells of new sides, ``ended(error)`` that it stands still."""

    moved = Signal(list)
    ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: deque[PageRow] = deque()
        self._outcome: list[Exception] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._marks: deque[tuple[float, int]] = deque()
        self._done = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether a stack is being read."""
        return self._thread is not None

    @property
    def speed(self) -> float:
        """Sides a second, of late."""
        if len(self._marks) < 2:
            return 0.0
        (first, a), (last, b) = self._marks[0], self._marks[-1]
        return (b - a) / (last - first) if last > first else 0.0

    def start(self, scan: Scan) -> None:
        """Read what is not yet read of ``scan``; nothing while it is being read already."""
        if self._thread is not None:
            return
        rows, outcome, stop = self._rows, self._outcome, self._stop
        stop.clear()

        def work() -> None:
            try:
                for row in scan.read(cancel=stop.is_set):
                    rows.append(row)
            except Exception as error:  # noqa: BLE001 - told in the main thread
                outcome.append(error)

        self._marks.clear()
        self._done = 0
        self._thread = threading.Thread(target=work, name="scan", daemon=True)
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Stop after the side at hand; :meth:`start` goes on from there."""
        self._stop.set()

    def stop(self) -> None:
        """Stop and wait for it, as the window closes."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5)

    def _poll(self) -> None:
        thread = self._thread
        over = thread is None or not thread.is_alive()
        new = [self._rows.popleft() for _ in range(len(self._rows))]
        self._done += len(new)
        now = time.monotonic()
        self._marks.append((now, self._done))
        while now - self._marks[0][0] > _WINDOW:
            self._marks.popleft()
        if over:
            self._timer.stop()
            self._thread = None
        if new:
            self.moved.emit(new)
        if over:
            self.ended.emit(self._outcome.pop() if self._outcome else None)


class Watch(QObject):
    """Watches a folder; ``came(paths)`` gives files once they are complete, ``lost`` its end."""

    came = Signal(list)
    lost = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.folder: Folder | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _path: self._look())
        # some network drives tell nothing: look now and then as well
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self, path: Path, *, present: bool = True) -> None:
        """Watch ``path``; with ``present`` the files that lie there already count too."""
        self.stop()
        self.folder = Folder(path)
        if not present:
            self.folder.leave_out_present()
        self._watcher.addPath(str(path))
        self._timer.start()
        self._look()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self.folder = None

    def _look(self) -> None:
        if self.folder is None:
            return
        try:
            ready = self.folder.look(time.monotonic())
        except OSError:
            self.stop()
            self.lost.emit()
            return
        if ready:
            self.came.emit(ready)
