"""The paper at the right: 议程（草案） or 日程, drawn again a moment after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.errors import Refused
from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import EmptyState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_EMPTY = {
    "agenda": ("还没有议程", "新建议题后，这里显示印发的议程。"),
    "schedule": ("还没有日程", "增加半天会议、排入议题后，这里显示印发的日程。"),
}


class AgendaPaper(PaperCard):
    """The agenda or the order of day as it will be printed."""

    def __init__(self, office: Any, parent: QWidget | None = None) -> None:
        self.empty = EmptyState(*_EMPTY["agenda"])
        super().__init__(self.draw, name="agendaPreview", instead=self.empty, parent=parent)
        self._office = office
        self._meeting_id: int | None = None
        self.kind = "agenda"
        self.setMinimumWidth(300)

    def show_paper(self, meeting_id: int | None, kind: str) -> None:
        """Show the meeting's paper of ``kind``, ``agenda`` or ``schedule``."""
        self._meeting_id, self.kind = meeting_id, kind
        self.later()

    def draw(self) -> None:
        """Draw the paper of the meeting shown."""
        from meetingdesk.actions import documents

        if self._meeting_id is None:
            return
        try:
            found = documents.available(self._office, self._meeting_id, (self.kind,))
            wanted = next(iter(found), None)
            document = documents.preview(self._office, wanted) if wanted is not None else None
        except Refused as error:
            self.view.set_document(None)
            self.view.tell(str(error))
            self.stack.setCurrentWidget(self.view)
            return
        if document is None or wanted is None:
            title, hint = _EMPTY[self.kind]
            self.empty.title.setText(title)
            self.empty.hint.setText(hint)
            self.show_instead()
            self.set_title("预览")
            return
        self.set_title(f"预览 · {wanted.title}")
        self.view.set_document(document)
        self.stack.setCurrentWidget(self.view)
