"""付印前校核: what disagrees or is missing across a meeting's papers, each line a way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.checking import WRONG, Finding, check
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Toolbar,
    button,
    tab_layout,
)

if TYPE_CHECKING:
    from meetingdesk.panels.documents.page import DocumentsPanel


class CheckTab(LatePage):
    """The report of the check, made when the tab is looked at; Enter goes to the record."""

    def __init__(self, panel: DocumentsPanel) -> None:
        super().__init__("付印前校核")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.empty = EmptyState("没有发现问题", "", icon="checks")
        self.table: RecordTable = RecordTable(
            [
                Column("级别", lambda f: f.level, width=76, tag=_tag),
                Column("位置", lambda f: f.place, width=150, wrap=True, soft=True),
                Column("问题", lambda f: f.message, stretch=True, wrap=True),
            ],
            name="付印前校核",
            empty=self.empty,
        )
        self.table.setObjectName("checkTable")
        self.table.activated.connect(self.go)
        self.table.chosen.connect(lambda _row: self._tell())
        self.again_button = button("重新校核", self.refresh, icon="clipboard-text")
        self.again_button.setObjectName("checkAgain")
        self.go_button = button("去改", lambda: self.go(self.table.current()))
        self.go_button.setObjectName("checkGo")
        bar = Toolbar(self.again_button, self.go_button)
        bar.gap()
        box = tab_layout(self, top=8)
        box.addWidget(bar)
        box.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Check the meeting at hand again."""
        meeting_id = self.panel.meeting_id
        found = check(self.panel.office, meeting_id) if meeting_id is not None else []
        hint = (
            "人名、职务、标题、届次、日期、文号、题注、票序等在各处一致，没有留下空白。"
            if meeting_id is not None
            else "选定一次会议后在这里校核。"
        )
        self.empty.title.setText("没有发现问题" if meeting_id is not None else "还没有会议")
        self.empty.hint.setText(hint)
        self.empty.hint.show()
        self.table.set_rows(found, choose=True)
        self._tell()

    def _tell(self) -> None:
        self.go_button.setEnabled(self.table.current() is not None)

    def go(self, finding: Finding | None) -> None:
        """Open the page where the finding is mended."""
        if finding is None:
            return
        focus = {finding.key: finding.record_id} if finding.record_id is not None else {}
        self.panel.host.open_panel(finding.panel, **focus)


def _tag(finding: Finding) -> str:
    return "bad" if finding.level == WRONG else "warn"
