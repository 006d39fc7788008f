"""Items the chairpersons' meeting agreed to submit, chosen into the agenda in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.actions import agenda_sources
from meetingdesk.shell.widgets import Column, RecordTable, Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.shell.panel import Host

_HEIGHT, _SIZE = 260, (860, 480)


class SourcesSheet(Sheet):
    """Choose with the mouse or with Shift and the arrow keys; all are chosen to begin with."""

    def __init__(self, parent: QWidget, office: Any, meeting_id: int, host: Host) -> None:
        super().__init__(
            parent, "引入议题", self._take, ok="列入议程",
            hint="主任会议同意提请、还没有列入议程的议题。选定要列入的（可多选），经由和来源自动记好。",
        )  # fmt: skip
        self._office, self._meeting_id, self._host = office, meeting_id, host
        self.table = RecordTable(
            [
                Column("主任会议", lambda s: s.meeting, 200, soft=True, wrap=True),
                Column("方式", lambda s: s.verb, 96),
                Column("议题", lambda s: s.subject, stretch=True, wrap=True),
                Column("类型", lambda s: s.type, 128, soft=True, wrap=True),
            ],
            name="同意提请的议题",
            multi=True,
        )
        self.table.setObjectName("sourcesTable")
        self.table.setMinimumHeight(_HEIGHT)
        self.table.set_rows(agenda_sources.offered(office, meeting_id))
        self.table.view.selectAll()
        self.table.activated.connect(lambda _row: self.submit())
        self.add(self.table, 1)
        self.named("sourcesSheet")
        self.resize(*_SIZE)
        self.table.setFocus()

    def _take(self, _sheet: Sheet) -> None:
        chosen = [source.id for source in self.table.selected()]
        made = agenda_sources.take_items(self._office, self._meeting_id, chosen)
        self._host.toast(f"已列入{len(made)}项议题", undo=True)
