"""The paper at the right: 议程（草案） or 日程, drawn again a moment after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from meetingdesk.errors import Refused
from meetingdesk.shell import theme
from meetingdesk.shell.preview import PreviewColors, PreviewView
from meetingdesk.shell.widgets import Card, EmptyState

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

_WAIT_MS = 180
#: narrower than this the preview keeps to turning pages
_ROOMY = 440
_EMPTY = {
    "agenda": ("还没有议程", "新建议题后，这里显示印发的议程。"),
    "schedule": ("还没有日程", "增加半天会议、排入议题后，这里显示印发的日程。"),
}


def _colors() -> PreviewColors:
    look = theme.current()
    return PreviewColors(look.ground, look.line, look.soft, look.danger)


class PaperCard(Card):
    """The agenda or the order of day as it will be printed."""

    def __init__(self, office: Any) -> None:
        super().__init__("预览", margins=12)
        self._office = office
        self._meeting_id: int | None = None
        self.kind = "agenda"
        self.view = PreviewView(colors=_colors())
        self.view.setObjectName("agendaPreview")
        for made in (
            self.view.previous,
            self.view.following,
            self.view.smaller,
            self.view.larger,
            self.view.fit,
        ):
            made.setProperty("role", "ghost")
        self.empty = EmptyState(*_EMPTY["agenda"])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        self.add(self.stack, 1)
        self.setMinimumWidth(300)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._draw)

    def resizeEvent(self, event: Any) -> None:
        """Leave zooming to the keys and the wheel where its buttons would not fit."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        for made in (self.view.smaller, self.view.zoom_label, self.view.larger):
            made.setVisible(roomy)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "view"):
            self.view.set_colors(_colors())

    def show_paper(self, meeting_id: int | None, kind: str) -> None:
        """Show the meeting's paper of ``kind``, ``agenda`` or ``schedule``."""
        self._meeting_id, self.kind = meeting_id, kind
        self._wait.start(_WAIT_MS)

    def _draw(self) -> None:
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
            self.view.set_document(None)
            self.stack.setCurrentWidget(self.empty)
            self.set_title("预览")
            return
        self.set_title(f"预览 · {wanted.title}")
        self.view.set_document(document)
        self.stack.setCurrentWidget(self.view)
