"""主持词: what the chair says, beside the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions import documents
from meetingdesk.errors import Refused
from meetingdesk.shell.preview import PreviewView
from meetingdesk.shell.widgets import LatePage, tab_layout

if TYPE_CHECKING:
    from meetingdesk.papers.model import Document


class ScriptPage(LatePage):
    """The meeting's script as it will be printed, read when it is looked at."""

    def __init__(self, office: Any) -> None:
        super().__init__("主持词")
        self._office = office

    def build(self) -> None:
        """Make the pages."""
        self.view = PreviewView(self)
        self.view.setObjectName("runScript")
        tab_layout(self).addWidget(self.view)

    @property
    def document(self) -> Document | None:
        """What is shown."""
        return self.view.document

    def show_meeting(self, meeting_id: int) -> None:
        """Show the script of a meeting, or why there is none."""
        script = next(iter(documents.available(self._office, meeting_id, ("script",))), None)
        if script is None:
            self._tell("这次会议还没有主持词。")
            return
        try:
            self.view.set_document(documents.preview(self._office, script))
        except Refused as error:
            self._tell(str(error))

    def _tell(self, words: str) -> None:
        self.view.set_document(None)
        self.view.tell(words)
