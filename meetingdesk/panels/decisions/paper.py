"""The decision as it will be printed, kept up with the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from meetingdesk.actions import documents
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.shell import theme
from meetingdesk.shell.preview import PreviewColors, PreviewView
from meetingdesk.shell.widgets import Card, EmptyState

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from meetingdesk.actions.decisions import DecisionView
    from meetingdesk.papers.model import Document

_WAIT_MS = 300
# narrower than this the preview keeps to turning pages
_ROOMY = 440


def sheet_colors() -> PreviewColors:
    """Return the colours round the sheets in the theme worn now."""
    worn = theme.current()
    return PreviewColors(worn.ground, worn.line, worn.soft, worn.bad)


class DecisionPaper(Card):
    """The paper of the chosen decision, drawn a moment after the last change."""

    def __init__(self, office: Any) -> None:
        super().__init__("预览", margins=12)
        self._office = office
        self._view: DecisionView | None = None
        self._drawn: tuple[int, Document] | None = None
        self.preview = PreviewView(colors=sheet_colors())
        self.preview.setObjectName("decisionPreview")
        self.preview.canvas.setObjectName("decisionPaper")
        for made in (
            self.preview.previous,
            self.preview.following,
            self.preview.smaller,
            self.preview.larger,
            self.preview.fit,
        ):
            made.setProperty("role", "ghost")
        self.empty = EmptyState("还没有可以预览的文书", "起草并录入正文后，这里显示打印的样子。")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.preview)
        self.add(self.stack, 1)
        self.setMinimumWidth(264)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.draw)

    def resizeEvent(self, event: Any) -> None:
        """Leave zooming to the keys and the wheel where its buttons would not fit."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        for made in (self.preview.smaller, self.preview.zoom_label, self.preview.larger):
            made.setVisible(roomy)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "preview"):
            self.preview.set_colors(sheet_colors())

    def want(self, view: DecisionView | None) -> None:
        """Show the paper of ``view`` in a moment; a burst of changes draws it once."""
        self._view = view
        self._wait.start(_WAIT_MS)

    def hold(self) -> None:
        """Put a drawing that is due off again: someone types on."""
        if self._wait.isActive():
            self._wait.start(_WAIT_MS)

    def draw(self) -> None:
        """Draw the paper now; the same decision stays scrolled where it was."""
        self._wait.stop()
        view = self._view
        if view is None:
            self._clear("起草并录入正文后，这里显示打印的样子。")
            return
        reference = Reference("decision", view.printed_title, view.id)
        try:
            document = documents.preview(self._office, reference)
        except Refused as error:
            self._clear(str(error).replace("\n", ""))
            return
        if self._drawn == (view.id, document):
            return
        bar = self.preview.canvas.verticalScrollBar()
        at = bar.value() if self._drawn is not None and self._drawn[0] == view.id else 0
        self._drawn = (view.id, document)
        self.stack.setCurrentWidget(self.preview)
        self.preview.set_document(document)
        bar.setValue(at)

    def _clear(self, words: str) -> None:
        self._drawn = None
        self.preview.set_document(None)
        self.empty.hint.setText(words)
        self.stack.setCurrentWidget(self.empty)
