"""The tab of documents as they were issued: saved as they are, or taken off the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from meetingdesk.actions import documents
from meetingdesk.panels.documents import sheets
from meetingdesk.panels.documents.lists import issued_table
from meetingdesk.panels.documents.numbers import NumbersSheet
from meetingdesk.shell.widgets import (
    LatePage,
    RecordTable,
    Toolbar,
    button,
    tab_layout,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from meetingdesk.panels.documents.page import DocumentsPanel


class IssuedTab(LatePage):
    """The issued documents of the meeting, latest first."""

    chosen = Signal()

    def __init__(self, panel: DocumentsPanel) -> None:
        super().__init__("已印发")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.table: RecordTable = issued_table()
        self.table.activated.connect(lambda _row: self.save())
        self.table.chosen.connect(lambda _row: self.chosen.emit())
        self.table.delete_requested.connect(lambda _row: self.withdraw())
        self.save_button = _named("saveIssued", "另存印发稿", self.save)
        self.withdraw_button = _named("withdrawIssued", "撤回印发", self.withdraw)
        self.numbers_button = _named("openNumbers", "文号簿", self.numbers)
        bar = Toolbar(self.save_button, self.withdraw_button, self.numbers_button)
        bar.gap()
        box = tab_layout(self, top=8)
        box.addWidget(bar)
        box.addWidget(self.table, 1)

    def tell(self) -> None:
        """Let the buttons follow what is chosen."""
        for made in (self.save_button, self.withdraw_button):
            made.setEnabled(self.table.current() is not None)
        self.numbers_button.setEnabled(self.panel.meeting_id is not None)

    def save(self) -> None:
        """Write the stored file of the chosen issued document where the person says."""
        kept, panel = self.table.current(), self.panel
        if kept is None:
            return
        stem = re.sub(r'[\\/:*?"<>|\s]+', "", f"{kept.number}{kept.title}")[:80]
        target = panel.choose_file((panel.folder or sheets.home()) / f"{stem}.docx")
        if target is not None and panel.host.guard(
            documents.save_issued, panel.office, kept.id, target
        ):
            panel.host.toast(f"印发稿已另存为“{target.name}”")

    def numbers(self) -> None:
        """Open the register of the body's numbers."""
        if self.panel.meeting_id is not None:
            NumbersSheet(self.panel, self.panel.office, self.panel.meeting_id).open()

    def withdraw(self) -> None:
        """Take the chosen issued document off the list."""
        kept, panel = self.table.current(), self.panel
        if kept is not None and panel.host.guard(
            documents.withdraw, panel.office, kept.id, default=True
        ):
            panel.host.toast(f"已撤回印发《{kept.title}》", undo=True)


def _named(name: str, text: str, run: Callable[[], Any]) -> QPushButton:
    made = button(text, run)
    made.setObjectName(name)
    return made
