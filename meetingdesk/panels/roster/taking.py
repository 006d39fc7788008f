"""Taking a whole roster over: pasted rows or a file, shown before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from meetingdesk.errors import Refused
from meetingdesk.panels.roster.words import term_words
from meetingdesk.rules.names import padded
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.exchange.report import ImportReport
    from meetingdesk.actions.roster import TermView
    from meetingdesk.shell.panel import Host

_WAIT_MS = 350
_KINDS = {"新增": "ok", "不同": "info", "相同": "neutral", "有误": "bad", "提示": "warn"}
_STATE_WORDS = {"新增": "新登记", "不同": "更新", "相同": "无变化"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the preview: a person, or a fault with its row."""

    id: int
    who: str
    state: str
    detail: str


def lines_of(report: ImportReport) -> list[Line]:
    """Return what an import would do, warnings first."""
    told = [("", "提示", str(warning)) for warning in report.warnings]
    told += [
        (padded(f.name), f.state, "、".join(f.details) and f"将更新：{'、'.join(f.details)}")
        for f in report.findings
    ]
    return [Line(at, *line) for at, line in enumerate(told)]


def faults_of(error: Refused) -> list[Line]:
    """Return the faults of a refused import, one a line."""
    return [
        Line(at, f"第{p.row}行" if p.row is not None else "", "有误",
             f"{p.field}：{p.message}" if p.field else p.message)
        for at, p in enumerate(error.problems)
    ]  # fmt: skip


class TakingSheet(Sheet):
    """Shows what an import would do and carries it out on 导入."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        hint: str,
        preview: Callable[[], ImportReport],
        run: Callable[[], ImportReport],
        host: Host,
    ) -> None:
        super().__init__(parent, title, self._take, hint=hint, ok="导入", width=760)
        self._preview, self._run, self._host = preview, run, host
        self.summary = label("", "label", wrap=True)
        self.summary.setObjectName("takingSummary")
        self.table = RecordTable(
            [
                Column("姓名或行", lambda x: x.who, 130),
                Column("结果", lambda x: _STATE_WORDS.get(x.state, x.state), 96,
                       tag=lambda x: _KINDS.get(x.state, "neutral")),
                Column("说明", lambda x: x.detail, stretch=True, soft=True, wrap=True),
            ],
            name="导入预览",
        )  # fmt: skip
        self.table.setObjectName("takingTable")
        self.table.setMinimumHeight(220)

    def lay_out(self) -> None:
        """Put summary and preview below what the sheet already shows."""
        self.add(self.summary)
        self.add(self.table, 1)
        self.ok.setEnabled(False)

    def look(self) -> None:
        """Rehearse the import and show what it would do."""
        try:
            report = self._preview()
        except Refused as error:
            self.table.set_rows(faults_of(error))
            self.summary.setText(error.message)
            self.ok.setText("导入")
            self.ok.setEnabled(False)
            return
        self.table.set_rows(lines_of(report))
        new, changed = report.count("新增"), report.count("不同")
        parts = [f"共{len(report.findings)}人"]
        parts += [f"新登记{new}人"] if new else []
        parts += [f"更新{changed}人"] if changed else []
        parts += [f"无变化{report.count('相同')}人"] if report.count("相同") else []
        self.summary.setText("，".join(parts) + "。名册此刻还没有改动。")
        self.ok.setText(f"导入{new + changed}人" if report.changes else "没有可导入的")
        self.ok.setEnabled(report.changes)

    def _take(self, _sheet: Sheet) -> None:
        report = self._run()
        words = f"新登记{report.count('新增')}人，更新{report.count('不同')}人"
        self._host.toast(f"已导入名册：{words}", undo=True)


def paste_sheet(parent: QWidget, office: Any, term: TermView, host: Host) -> TakingSheet:
    """Take members from text copied out of a spreadsheet."""
    from meetingdesk.actions import pasting

    edit = QPlainTextEdit()
    sheet = TakingSheet(
        parent,
        f"粘贴名册　{term_words(term)}",
        "在电子表格中选定各行（最好连同表头）复制，再粘贴到下面。没有表头时按内容辨认各列。",
        lambda: pasting.preview_pasted(office, edit.toPlainText(), term_id=term.id),
        lambda: pasting.import_pasted(office, edit.toPlainText(), term_id=term.id),
        host,
    )
    edit.setObjectName("pasteText")
    edit.setAccessibleName("粘贴处")
    edit.setPlaceholderText("姓名\t性别\t民族\t职务\t任职日期\n张三\t男\t汉族\t委员\t2022-01-12")
    edit.setTabChangesFocus(True)
    edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    edit.setMinimumHeight(120)
    edit.setMaximumHeight(170)
    sheet.add(edit)
    sheet.lay_out()
    wait = QTimer(sheet)
    wait.setSingleShot(True)
    wait.timeout.connect(sheet.look)
    edit.textChanged.connect(lambda: wait.start(_WAIT_MS))
    sheet.named("pasteSheet")
    edit.setFocus()
    return sheet


def file_sheet(parent: QWidget, office: Any, term: TermView, path: Path, host: Host) -> TakingSheet:
    """Show what importing ``path`` would do."""
    from meetingdesk.actions import exchange

    sheet = TakingSheet(
        parent,
        f"导入名册　{term_words(term)}",
        f"文件：{path.name}。空白的格子不改动名册中已有的内容。",
        lambda: exchange.preview_roster(office, path, term_id=term.id),
        lambda: exchange.import_roster(office, path, term_id=term.id),
        host,
    )
    sheet.lay_out()
    sheet.named("importSheet")
    sheet.look()
    return sheet


def ask_file(parent: QWidget, on_path: Callable[[Path], Any]) -> QFileDialog:
    """Ask for a roster file and pass it to ``on_path``."""
    dialog = QFileDialog(
        parent.window(),
        "导入名册",
        str(Path.home()),
        "名册 (*.xlsx *.xls *.csv *.json);;所有文件 (*)",
    )
    dialog.setObjectName("importDialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: on_path(Path(name)))
    dialog.open()
    return dialog


def ask_place(parent: QWidget, name: str, on_path: Callable[[Path], Any]) -> QFileDialog:
    """Ask where to write the roster and pass the place to ``on_path``."""
    dialog = QFileDialog(parent.window(), "导出名册", str(Path.home() / name))
    dialog.setNameFilters(["电子表格 (*.xlsx)", "逗号分隔文本 (*.csv)", "交换文件 (*.json)"])
    dialog.setObjectName("exportDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.open()
    return dialog
