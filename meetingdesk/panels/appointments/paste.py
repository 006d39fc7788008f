"""Entries read out of a motion's text, shown with every objection before they are added."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from meetingdesk.actions import appointments, nominating
from meetingdesk.errors import Refused
from meetingdesk.rules.names import padded
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, Toolbar, button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.nominating import PastedMotion
    from meetingdesk.shell.panel import Host

_WAIT_MS = 300
_EXAMPLE = "市长提请：\n决定任命张三为示例市教育局局长；\n决定免去李四的示例市教育局局长职务。"


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the preview: an entry as read, or a line that could not be."""

    id: int
    state: str
    proposer: str
    verb: str
    name: str
    post: str
    remark: str


def lines_of(read: PastedMotion) -> list[Read]:
    """Return the preview's lines, unreadable ones first."""
    told = [
        ("看不懂", f"第{p.row}行" if p.row is not None else "", "", "", "", p.message)
        for p in read.problems
    ]
    told += [
        ("须核对" if e.problems else "新增", e.proposer, e.verb, e.name, e.post,
         "\n".join(e.problems))
        for e in read.entries
    ]  # fmt: skip
    return [Read(at, *line) for at, line in enumerate(told)]


class PasteSheet(Sheet):
    """粘贴任免案: text above, what was understood below, all added as one step."""

    def __init__(
        self, parent: QWidget, office: Any, meeting_id: int, host: Host, proposer: str
    ) -> None:
        super().__init__(
            parent, "粘贴任免案", self._take, ok="登记", width=860,
            hint="写明“市长提请：”等提请人的，各归各的任免案；没有写明的，归下面选定的提请人。",
        )  # fmt: skip
        self._office, self._meeting_id, self._host = office, meeting_id, host
        form = self.form
        form.add_choice("proposer", "提请人", [(p, p) for p in appointments.PROPOSERS],
                        proposer or None, editable=True)  # fmt: skip
        form.add_lines("text", "正文", height=120, placeholder=_EXAMPLE)
        text = form.fields["text"].control
        text.setFixedHeight(150)
        text.setStyleSheet("min-height: 130px")  # the theme's own minimum is one line
        read = button("从文件读入", self.ask_file, icon="file-text",
                      hint="读入 Word（.docx）或文本（.txt）的任免案")  # fmt: skip
        read.setObjectName("pasteFromFile")
        read.setAutoDefault(False)
        self.summary = label("", "label", wrap=True)
        self.summary.setObjectName("pasteSummary")
        self.table = RecordTable(
            [
                Column("结果", lambda x: x.state, 80,
                       tag=lambda x: {"新增": "ok", "须核对": "warn"}.get(x.state, "bad")),
                Column("提请人", lambda x: x.proposer, 104, soft=True, wrap=True),
                Column("动作", lambda x: x.verb, 82),
                Column("姓名", lambda x: padded(x.name), 76),
                Column("职务", lambda x: x.post, 200, wrap=True),
                Column("法定用语核对", lambda x: x.remark, stretch=True, wrap=True, soft=True),
            ],
            name="粘贴预览",
        )  # fmt: skip
        self.table.setObjectName("pasteTable")
        self.table.setMinimumHeight(250)
        line = Toolbar(self.summary)
        line.gap()
        line.add(read)
        self.summary.setMinimumWidth(560)
        self.add(line)
        self.add(self.table, 1)
        self.named("pasteSheet")
        self.ok.setEnabled(False)
        self.resize(900, 680)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.look)
        form.changed.connect(lambda *_: self._wait.start(_WAIT_MS))
        form.fields["text"].control.setFocus()

    def ask_file(self) -> None:
        """Ask for a file and read its text into the box."""
        dialog = QFileDialog(
            self, "读入任免案", str(Path.home()), "任免案 (*.docx *.txt);;所有文件 (*)"
        )
        dialog.setObjectName("pasteDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Read a file's text into the box."""
        self.banner.clear()
        try:
            self.form.set_values(text=nominating.motion_text(path))
        except Refused as error:
            self.show_problem(error)

    def look(self) -> None:
        """Read the text and show what would be added."""
        text = self.form.value("text")
        if not text:
            self.table.set_rows([])
            self.summary.setText("")
            self.ok.setEnabled(False)
            return
        read = nominating.read_pasted(
            self._office, self._meeting_id, text, proposer=self.form.value("proposer") or ""
        )
        self.table.set_rows(lines_of(read))
        objected = sum(bool(e.problems) for e in read.entries)
        parts = [f"认出{len(read.entries)}人次"]
        parts += [f"{objected}人次须核对"] if objected else []
        parts += [f"{read.known}人次已经登记，不重复"] if read.known else []
        parts += [f"{len(read.problems)}处看不懂，改好后才能登记"] if read.problems else []
        self.summary.setText("，".join(parts) + "。台账此刻还没有改动。")
        self.ok.setText(f"登记{len(read.entries)}人次" if read.entries else "登记")
        self.ok.setEnabled(bool(read.entries) and not read.problems)

    def _take(self, _sheet: Sheet) -> None:
        values = self.form.values()
        report = nominating.add_pasted(
            self._office, self._meeting_id, values["text"], proposer=values["proposer"] or ""
        )
        self._host.toast(f"已登记{report.count('新增')}人次", undo=True)
