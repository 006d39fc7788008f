"""Closing the window: asked first where that would lose what cannot be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from meetingdesk.shell.widgets import confirm

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from meetingdesk.shell.pages import Pages


class Leaving:
    """Asks once before the window closes while a page holds what would be lost."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self._asked: QWidget | None = None
        self._agreed = False

    def stays(self, event: QCloseEvent) -> bool:
        """Say whether the window stays open for now, because it is asked; then ``event`` is off.

        The computer shutting down is not held up by a question.
        """
        losses = [] if self._agreed else self.pages.losses()
        app = QGuiApplication.instance()
        if not losses or (isinstance(app, QGuiApplication) and app.isSavingSession()):
            return False
        event.ignore()
        if self._asked is None:
            asked = confirm(
                self.pages, "关闭会务台？", "\n".join(losses), self._agree, ok="仍要关闭", danger=True
            )  # fmt: skip
            asked.finished.connect(self._answered)
            self._asked = asked.named("leavingSheet")
        return True

    def _agree(self) -> None:
        self._agreed = True

    def _answered(self) -> None:
        self._asked = None
        if self._agreed:
            self.pages.window().close()
