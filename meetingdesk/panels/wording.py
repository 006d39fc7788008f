"""措辞与信笺: the sentences of the papers and the sheet they stand on, the body's own way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QStandardPaths
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSplitter

from meetingdesk.actions import documents, wordings
from meetingdesk.errors import BadInput, DeskError, Problem, Refused
from meetingdesk.shell import theme
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    RecordTable,
    Toolbar,
    button,
    columns,
    label,
    share,
)

if TYPE_CHECKING:
    from meetingdesk.papers.documents import Reference
    from meetingdesk.shell.preview import PreviewView

_WAIT_MS = 250
_LEGEND = (
    "行首记号：# 标题，@ 题注，: 主送机关，## 一、，### （一），> 落款，>> 日期；没有记号的是正文。"
    "{{ }} 处填入台账内容，{% %} 是取舍与重复，请勿改动其中的名称。"
)


class WordingPanel(Panel):
    """Templates on the left, the text in the middle, the paper it makes on the right."""

    key, title, icon, group, order = "wording", "措辞与信笺", "text-aa", "工具", 76

    def build(self) -> None:
        """Make list, editor and preview."""
        #: the paper the text is tried on, and whether it was looked for
        self._reference: Reference | None = None
        self._found = False
        self._shown = ""
        self.split = columns(self)
        self.body.addWidget(self.split, 1)
        self._left(QSplitter(self.split))
        self._right()
        share(self.split, 58, 42)

    def _left(self, left: QSplitter) -> None:
        left.setAccessibleName("措辞模板与编辑")
        left.setChildrenCollapsible(False)
        left.setHandleWidth(theme.CARD_GAP)
        self.table: RecordTable = RecordTable(
            [
                Column("文书", lambda t: t.title, stretch=True, wrap=True),
                Column("措辞", lambda t: "自定" if t.own else "内置", width=72,
                       tag=lambda t: "info" if t.own else "neutral"),
            ],
            name="措辞模板",
            empty=lambda: EmptyState(
                "还没有会议", "措辞要拿一次会议的文书来试，先新建一次会议。"
            ),
        )  # fmt: skip
        self.table.setObjectName("wordingTable")
        self.table.chosen.connect(lambda _row: self._show())
        listed = Card("文书", margins=10, parent=left)
        listed.add(self.table, 1)
        self.text = QPlainTextEdit()
        self.text.setObjectName("wordingText")
        self.text.setAccessibleName("措辞")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._typed)
        self.keep_button = self._named("keepWording", "保存", self.keep, kind="primary")
        self.reset_button = self._named("resetWording", "恢复内置", self.reset)
        bar = Toolbar(self.keep_button, self.reset_button)
        bar.gap()
        legend = label(_LEGEND, "soft", wrap=True)
        self.editor = Card("措辞", margins=12, parent=left)
        self.editor.add(bar)
        self.editor.add(self.text, 1)
        self.editor.add(legend)
        left.setStretchFactor(0, 36)
        left.setStretchFactor(1, 64)
        left.setSizes([300, 460])

    def _right(self) -> None:
        self.save_sheet_button = self._named("saveSheet", "另存信笺", self.save_sheet)
        self.take_sheet_button = self._named("takeSheet", "换用信笺", self.ask_sheet)
        self.reset_sheet_button = self._named("resetSheet", "恢复内置信笺", self.reset_sheet)
        self.paper = PaperCard(
            self.try_out, name="wordingPreview", wait_ms=_WAIT_MS, roomy=None, parent=self.split
        )
        bar = Toolbar(self.save_sheet_button, self.take_sheet_button, self.reset_sheet_button)
        bar.gap()
        self.paper.body.insertWidget(1, bar)

    @property
    def preview(self) -> PreviewView:
        """The pages the text makes."""
        return self.paper.view

    def _named(self, name: str, text: str, run: Any, **look: str) -> Any:
        made = button(text, run, **look)
        made.setObjectName(name)
        return made

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """List the templates; a text being edited stays as it is."""
        rows = wordings.templates(self.office, self.meeting_id) if self.meeting_id else []
        dirty = self.dirty()
        with QSignalBlocker(self.table):  # the page is made once, below
            self.table.set_rows(rows, choose=True)
        if not dirty:
            self._show()
        own = bool(self.meeting_id) and wordings.has_own_sheet(self.office, self.at)
        self.reset_sheet_button.setEnabled(own)
        self.save_sheet_button.setEnabled(bool(self.meeting_id))
        self.take_sheet_button.setEnabled(bool(self.meeting_id))

    @property
    def at(self) -> int:
        """The meeting at hand; asked only where there is one."""
        return int(self.meeting_id or 0)

    def current(self) -> str | None:
        """Return the chosen template's name."""
        row = self.table.current()
        return row.name if row is not None else None

    def in_force(self) -> str:
        """Return the text that papers are made with now."""
        name = self.current()
        if name is None or self.meeting_id is None:
            return ""
        return wordings.template_text(self.office, self.meeting_id, name)

    def dirty(self) -> bool:
        """Tell whether there is text that has not been kept."""
        return self.text.toPlainText() != self._shown

    def _show(self) -> None:
        self._shown = self.in_force()
        self.text.setPlainText(self._shown)
        row = self.table.current()
        self.editor.set_title("措辞", row.title if row is not None else "")
        self.text.setEnabled(row is not None)
        self._found = False
        self._tell()
        self.paper.later()

    def _typed(self) -> None:
        self.paper.later()
        self._tell()

    def _tell(self) -> None:
        row = self.table.current()
        self.keep_button.setEnabled(row is not None and self.dirty())
        self.reset_button.setEnabled(row is not None and (row.own or self.dirty()))

    def try_out(self) -> None:
        """Show the paper as the text would make it; a broken text leaves the last good page."""
        self._tell()
        name = self.current()
        if not self._found:
            self._found = True
            self._reference = wordings.paper_for(self.office, self.at, name) if name else None
            self.paper.set_title("预览", self._reference.title if self._reference else "")
        if name is None or self._reference is None:
            self.preview.set_document(None)
            self.preview.tell("本次会议还没有用到这个措辞的文书。" if name else "")
            return
        try:
            document = wordings.try_template(
                self.office, self.at, name, self.text.toPlainText(), self._reference
            )
        except Refused as error:
            self.preview.tell(_told(error))
            return
        self.preview.set_document(document)
        self.preview.tell("")

    # -- doing -------------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Nothing in the header: the text is kept beside itself."""
        return []

    def commands(self) -> list[Action]:
        """Offer what concerns the sheet."""
        if self.meeting_id is None:
            return []
        return [
            Action("另存信笺", self.save_sheet),
            Action("换用信笺", self.ask_sheet),
        ]

    def keep(self) -> None:
        """Keep the text as the body's own."""
        name = self.current()
        if name is None:
            return
        text = self.text.toPlainText()
        try:
            wordings.keep_template(self.office, self.at, name, text)
        except DeskError as error:
            self.banner.show_error(error)
            return
        self.banner.clear()
        self._shown = text
        self.refresh()
        self.host.toast("已保存措辞，相关文书随之改变", undo=True)

    def reset(self) -> None:
        """Go back to the built-in text, or to the kept one when only typing is to be dropped."""
        row = self.table.current()
        if row is None:
            return
        self.banner.clear()
        self.text.setPlainText(self._shown)
        if row.own:
            self.host.guard(wordings.reset_template, self.office, self.meeting_id, row.name)
            self.host.toast("已恢复内置措辞", undo=True)

    def _folder(self) -> Path:
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(place) or Path.home())

    def save_sheet(self) -> None:
        """Write the sheet in force where the person says."""
        start = str(self._folder() / "信笺.docx")
        name, _ = QFileDialog.getSaveFileName(self.window(), "另存信笺", start, "Word文档 (*.docx)")
        if name:
            self.write_sheet(Path(name))

    def write_sheet(self, path: Path) -> None:
        """Write the sheet in force to ``path``."""
        data = wordings.sheet_file(self.office, self.at)
        if self.host.guard(documents.put_file, path, data):
            self.host.toast(f"信笺已存为“{path.name}”，在 Word 中改好样式后用“换用信笺”取回")

    def ask_sheet(self) -> None:
        """Ask for a sheet edited in Word."""
        dialog = QFileDialog(self.window(), "换用信笺", str(self._folder()), "Word文档 (*.docx)")
        dialog.setObjectName("sheetDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_sheet(Path(name)))
        dialog.open()

    def take_sheet(self, path: Path) -> None:
        """Use the sheet in ``path`` for every Word file from now on."""
        try:
            data = path.read_bytes()
        except OSError as error:
            problem = Problem("请确认文件还在，并已在 Word 中关闭。", file=path.name)
            self.banner.show_error(BadInput(f"“{path.name}”读不出来。{error.strerror}", problem))
            return
        try:
            wordings.take_sheet(self.office, self.at, data)
        except DeskError as error:
            self.banner.show_error(error)
            return
        self.host.toast("已换用信笺，以后写出的Word文件都用它", undo=True)

    def reset_sheet(self) -> None:
        """Use the sheet that ships again."""
        self.host.guard(wordings.reset_sheet, self.office, self.meeting_id)
        self.host.toast("已恢复内置信笺", undo=True)


def _told(error: Refused) -> str:
    rows = [f"第{p.row}行：{p.message}" for p in error.problems if p.row is not None]
    return "　".join([error.message, *rows[:1]])
