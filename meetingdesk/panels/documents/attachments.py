"""附件: the files put with the meeting, inside the desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from meetingdesk.actions import attachments
from meetingdesk.panels.documents.sheets import ask_file, home
from meetingdesk.shell.dropping import take_files
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Toolbar,
    ask_text,
    button,
    tab_layout,
)

if TYPE_CHECKING:
    from meetingdesk.actions.attachments import AttachmentView
    from meetingdesk.panels.documents.page import DocumentsPanel

_KB, _MB = 1024, 1024 * 1024
#: the column of the item a file belongs to
_ITEM = 1


def size_words(size: int) -> str:
    """Return a size as a person reads it."""
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / _KB))} KB"


class AttachmentsTab(LatePage):
    """Add, save as, rename, reorder and delete a meeting's files."""

    def __init__(self, panel: DocumentsPanel) -> None:
        super().__init__("附件")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.table: RecordTable = RecordTable(
            [
                Column("附件", lambda a: a.name, stretch=True, wrap=True),
                Column("议题", lambda a: a.item, width=150, soft=True, wrap=True,
                       tip=lambda a: a.item),
                Column("大小", lambda a: size_words(a.size), width=90, soft=True),
            ],
            name="附件",
            empty=self._empty,
            movable=True,
        )  # fmt: skip
        self.table.setObjectName("attachmentsTable")
        self.table.activated.connect(lambda _row: self.save())
        self.table.delete_requested.connect(lambda _row: self.delete())
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(lambda _row: self._tell())
        self.add_button = self._button("addAttachment", "添加附件", self.add, "plus")
        self.save_button = self._button("saveAttachment", "另存", self.save)
        self.rename_button = self._button("renameAttachment", "改名", self.rename)
        self.delete_button = self._button("deleteAttachment", "删除", self.delete, "trash")
        box = tab_layout(self, top=8)
        bar = Toolbar(self.add_button, self.save_button, self.rename_button, self.delete_button)
        bar.gap()
        box.addWidget(bar)
        box.addWidget(self.table, 1)
        take_files(self, self.take)

    def _button(self, name: str, text: str, run: Any, icon: str = "") -> Any:
        made = button(text, run, icon=icon)
        made.setObjectName(name)
        return made

    def _empty(self) -> EmptyState:
        return EmptyState(
            "还没有附件",
            "报告、说明等文件可以存入台账，随台账一起备份和携带。把文件拖到这里也可以。",
            self._button("firstAttachment", "添加附件", self.add, "plus"),
            "paperclip",
        )

    def show_files(self, rows: list[AttachmentView]) -> None:
        """Show the meeting's files."""
        self.table.set_rows(rows)
        self.table.view.setColumnHidden(_ITEM, not any(a.item for a in rows))
        self.add_button.setEnabled(self.panel.meeting_id is not None)
        self._tell()

    def current(self) -> AttachmentView | None:
        """Return the chosen file."""
        row: AttachmentView | None = self.table.current()
        return row

    def _tell(self) -> None:
        for made in (self.save_button, self.rename_button, self.delete_button):
            made.setEnabled(self.current() is not None)

    def choose_files(self) -> list[Path]:
        """Ask which files to add."""
        names, _ = QFileDialog.getOpenFileNames(self.window(), "添加附件", str(home()))
        return [Path(name) for name in names]

    def add(self) -> None:
        """Ask for files and copy them into the desk."""
        self.take(self.choose_files())

    def take(self, paths: list[Path]) -> None:
        """Copy files into the desk; a faulty one is explained, the others are taken."""
        if self.panel.meeting_id is None:
            return
        for path in paths:
            if self.panel.host.guard(
                attachments.attach, self.panel.office, self.panel.meeting_id, path
            ):
                self.panel.host.toast(f"已添加附件“{path.name}”", undo=True)

    def save(self) -> None:
        """Write the chosen file where the person says."""
        row = self.current()
        if row is None:
            return
        target = ask_file(self, "另存附件", home() / row.name, "所有文件 (*)")
        if target and self.panel.host.guard(
            attachments.save_attachment, self.panel.office, row.id, target
        ):
            self.panel.host.toast(f"附件已另存为“{target.name}”")

    def rename(self) -> None:
        """Ask for another name."""
        row = self.current()
        if row is not None:
            ask_text(
                self,
                "附件改名",
                "附件名",
                lambda name: attachments.rename_attachment(self.panel.office, row.id, name),
                value=row.name,
            )

    def delete(self) -> None:
        """Take the chosen file off the meeting."""
        row = self.current()
        if row is not None and self.panel.host.guard(
            attachments.detach, self.panel.office, row.id, default=True
        ):
            self.panel.host.toast(f"已删除附件“{row.name}”", undo=True)

    def _moved(self, row: AttachmentView, to: int) -> None:
        self.panel.host.guard(attachments.move_attachment, self.panel.office, row.id, to)
