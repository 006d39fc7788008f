"""Files dropped on a page: taken by the widget told to, whatever it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDragMoveEvent, QDropEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget


def files_of(data: QMimeData) -> list[Path]:
    """Return the files of this machine that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class _Taker(QObject):
    def __init__(
        self,
        widget: QWidget,
        on_files: Callable[[list[Path]], Any],
        aim: Callable[[QPoint], Any] | None,
    ) -> None:
        super().__init__(widget)
        self._on_files, self._aim = on_files, aim

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and files_of(event.mimeData()):
            event.acceptProposedAction()
            if not isinstance(event, QDragMoveEvent):  # entering and moving are of that kind too
                if self._aim is not None:
                    self._aim(event.position().toPoint())
                self._on_files(files_of(event.mimeData()))
            return True
        return super().eventFilter(watched, event)


def take_files(
    widget: QWidget,
    on_files: Callable[[list[Path]], Any],
    aim: Callable[[QPoint], Any] | None = None,
) -> None:
    """Call ``on_files`` with the files dropped on ``widget`` or on what lies in it.

    ``aim`` is told before where on ``widget`` they were let go, in its pixels.
    """
    widget.setAcceptDrops(True)
    widget.installEventFilter(_Taker(widget, on_files, aim))
