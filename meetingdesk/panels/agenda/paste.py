"""Items read out of a pasted agenda, shown line by line before they are added in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from meetingdesk.actions import agenda
from meetingdesk.shell.widgets import Column, RecordTable, Sheet, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.agenda import PastedItem
    from meetingdesk.shell.panel import Host

_WAIT_MS = 300
_EXAMPLE = (
    "一、听取和审议市人民政府关于上半年国民经济和社会发展计划执行情况的报告\n"
    "二、审议《示例市人大常委会关于…的决定（草案）》\n"
    "三、审议人事任免事项"
)


def _state(item: PastedItem) -> tuple[str, str]:
    if item.problems:
        return "看不懂", "bad"
    return ("已有", "neutral") if item.known else ("新增", "ok")


def _remark(item: PastedItem) -> str:
    """Return what is wrong, without the long list of what would be right."""
    return "".join(f"{words.split('。')[0]}。" for words in item.problems)


class PasteSheet(Sheet):
    """Paste the text of an agenda; what is read appears below at once."""

    def __init__(self, parent: QWidget, office: Any, meeting_id: int, host: Host) -> None:
        super().__init__(
            parent, "粘贴议题", self._take, ok="增加",
            hint="从通知、建议议程或往次议程复制正文，一行一个议题；方式、类型和提请机关自动认出。",
        )  # fmt: skip
        self._office, self._meeting_id, self._host = office, meeting_id, host
        self.form.add_lines("text", "议程正文", height=150, placeholder=_EXAMPLE)
        self.summary = label("", "label", wrap=True)
        self.summary.setObjectName("pasteSummary")
        self.table = RecordTable(
            [
                Column("行", lambda x: x.row, 44, soft=True),
                Column("结果", lambda x: _state(x)[0], 80, tag=lambda x: _state(x)[1]),
                Column("方式", lambda x: x.verb, 96),
                Column("议题", lambda x: x.subject, stretch=True, wrap=True),
                Column("类型", lambda x: x.type, 128, soft=True, wrap=True),
                Column(
                    "说明", _remark, 200, soft=True, wrap=True, tip=lambda x: "\n".join(x.problems)
                ),
            ],
            name="粘贴预览",
            row_id=lambda x: x.row,
        )
        self.table.setObjectName("pasteTable")
        self.table.setMinimumHeight(250)
        self.add(self.summary)
        self.add(self.table, 1)
        self.named("pasteSheet")
        self.ok.setEnabled(False)
        self.resize(960, 680)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.look)
        self.form.changed.connect(lambda *_: self._wait.start(_WAIT_MS))
        self.form.fields["text"].control.setFocus()

    def look(self) -> None:
        """Read the text and show what would be added."""
        text = self.form.value("text")
        read = agenda.read_pasted(self._office, self._meeting_id, text) if text else []
        self.table.set_rows(read)
        self.table.view.setColumnHidden(5, not any(x.problems for x in read))
        wrong = sum(bool(x.problems) for x in read)
        known = sum(x.known and not x.problems for x in read)
        new = len(read) - wrong - known
        parts = [f"认出{new}项新议题"]
        parts += [f"{known}项已经登记，不重复"] if known else []
        parts += [f"{wrong}行看不懂，改好后才能增加"] if wrong else []
        self.summary.setText("，".join(parts) + "。台账此刻还没有改动。" if read else "")
        self.ok.setText(f"增加{new}项" if new else "增加")
        self.ok.setEnabled(bool(new) and not wrong)

    def _take(self, _sheet: Sheet) -> None:
        made = agenda.add_pasted(self._office, self._meeting_id, self.form.value("text"))
        self._host.toast(f"已增加{len(made)}项议题", undo=True)
