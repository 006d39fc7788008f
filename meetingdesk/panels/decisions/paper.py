"""The decision as it will be printed, kept up with the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions import documents
from meetingdesk.errors import Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import EmptyState

if TYPE_CHECKING:
    from meetingdesk.actions.decisions import DecisionView
    from meetingdesk.papers.model import Document

_WAIT_MS = 300


class DecisionPaper(PaperCard):
    """The paper of the chosen decision, drawn a moment after the last change."""

    def __init__(self, office: Any) -> None:
        self.empty = EmptyState("还没有可以预览的文书", "起草并录入正文后，这里显示打印的样子。")
        super().__init__(self.draw, name="decisionPreview", instead=self.empty, wait_ms=_WAIT_MS)
        self._office = office
        self._view: DecisionView | None = None
        self._drawn_of: tuple[int, Document] | None = None
        self.setMinimumWidth(264)

    def want(self, view: DecisionView | None) -> None:
        """Show the paper of ``view`` in a moment; a burst of changes draws it once."""
        self._view = view
        self.later()

    def draw(self) -> None:
        """Draw the paper now; the same decision stays scrolled where it was."""
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
        if self._drawn_of == (view.id, document):
            return
        bar = self.view.canvas.verticalScrollBar()
        at = bar.value() if self._drawn_of is not None and self._drawn_of[0] == view.id else 0
        self._drawn_of = (view.id, document)
        self.stack.setCurrentWidget(self.view)
        self.view.set_document(document)
        bar.setValue(at)

    def _clear(self, words: str) -> None:
        self._drawn_of = None
        self.empty.hint.setText(words)
        self.show_instead()
