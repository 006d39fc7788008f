"""The card beside the work that shows a paper as it will be printed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.preview import PreviewView
from meetingdesk.shell.widgets.basic import Card
from meetingdesk.shell.widgets.late import put_last

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent, QShowEvent


class PaperCard(Card):
    """A paper drawn by ``draw`` a moment after :meth:`later`, once for a burst of changes.

    A card that is not seen draws nothing until it is; the preview is made for the first drawing.
    ``instead`` stands in its place before that and where there is no paper, ``wait_ms`` is the
    moment in milliseconds, ``roomy`` the width in pixels under which zooming is left to the keys (``None``:
    the preview itself leaves out what has no room).
    """

    def __init__(
        self,
        draw: Callable[[], Any],
        *,
        name: str,
        title: str = "预览",
        instead: QWidget | None = None,
        wait_ms: int = 180,
        roomy: int | None = 440,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, margins=12, parent=parent)
        self._draw, self._name, self._roomy = draw, name, roomy
        self._due = False
        self.instead = instead
        self.stack = QStackedWidget(self)
        if instead is not None:
            self.stack.addWidget(instead)
        self.add(self.stack, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(wait_ms)
        self._wait.timeout.connect(self._drawn)

    @cached_property
    def view(self) -> PreviewView:
        """The pages."""
        made = PreviewView(self.stack)
        made.setObjectName(self._name)
        made.canvas.setObjectName(self._name.replace("Preview", "Canvas"))
        if self._roomy is not None:
            for part in (made.previous, made.following, made.smaller, made.larger, made.fit):
                theme.set_role(part, "ghost")
        self.stack.addWidget(made)
        put_last(self, made)
        self._fit(made)
        return made

    def later(self) -> None:
        """Draw in a moment, or when the card is next seen."""
        self._due = True
        if self.isVisible():
            self._wait.start()

    def hold(self) -> None:
        """Put a drawing that is due off again: someone types on."""
        if self._wait.isActive():
            self._wait.start()

    def now(self) -> None:
        """Draw at once."""
        self._wait.stop()
        self._due = False
        self._draw()

    def show_instead(self) -> None:
        """Show what stands in the place of a paper."""
        if "view" in vars(self):
            self.view.set_document(None)
        if self.instead is not None:
            self.stack.setCurrentWidget(self.instead)

    def _drawn(self) -> None:
        if self.isVisible():
            self.now()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed while the card was not seen."""
        super().showEvent(event)
        if self._due:
            self._wait.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave zooming to the keys and the wheel where its buttons would not fit."""
        super().resizeEvent(event)
        if "view" in vars(self):
            self._fit(self.view)

    def _fit(self, view: PreviewView) -> None:
        if self._roomy is not None:
            for made in (view.smaller, view.zoom_label, view.larger):
                made.setVisible(self.width() >= self._roomy)
