"""文号簿: how a body's papers are numbered, every number of a year, gaps to be explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from meetingdesk.actions import meetings, numbering
from meetingdesk.errors import DeskError
from meetingdesk.papers.documents import KINDS
from meetingdesk.rules.dates import cn_date
from meetingdesk.shell.widgets import Column, EmptyState, RecordTable, Sheet, button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox, QSpinBox

TAGS = {numbering.ISSUED: "ok", numbering.VOID: "neutral", numbering.OPEN: "warn"}
ALL = ("", "各类文书（没有另设式样的）")


class NumbersSheet(Sheet):
    """The register of one series; the pattern is saved by 保存式样, gaps are explained in place."""

    def __init__(self, parent: QWidget, office: Any, meeting_id: int) -> None:
        super().__init__(
            parent,
            "文号簿",
            self._save,
            ok="保存式样",
            hint="式样中{年}是年份、{届}是届次、{号}是阿拉伯数字号数、{序}是汉字号数。"
            "同一式样的各种文书连续编号；空号应说明原因。",
            width=720,
        )
        self._office = office
        meeting = meetings.meeting(office, meeting_id)
        self._body_id: int = meeting.body_id
        form = self.form
        kinds = [ALL, *((kind.key, kind.title) for kind in KINDS)]
        self.kind: QComboBox = form.add_choice("kind", "文书种类", kinds, "")
        year = (meeting.start or office.today()).year
        self.year: QSpinBox = form.add_int("year", "年份", year, low=1949, high=2199)
        self.pattern: QLineEdit = form.add_text(
            "pattern", "文号式样", placeholder="如：示人常〔{年}〕{号}号；空着即不用式样"
        )
        self.table = _table()
        self.add(self.table, 1)
        self.reason = QLineEdit()
        self.reason.setObjectName("voidReason")
        self.reason.setAccessibleName("空号原因")
        self.reason.setPlaceholderText("空号原因，如：作废、漏编、启用本程序前已印发")
        self.explain = button("说明所选空号", self._explain)
        self.explain.setObjectName("voidNumbers")
        self.free = button("收回说明", self._free)
        self.free.setObjectName("freeNumber")
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.explain)
        row.addWidget(self.free)
        self.add(row)
        for made in (self.explain, self.free):
            made.setAutoDefault(False)
        self.kind.currentIndexChanged.connect(lambda _at: self._load())
        self.year.valueChanged.connect(lambda _year: self._list())
        self.table.picked.connect(self._tell)
        self.cancel.setText("关闭")
        self.named("numbersSheet")
        self.resize(760, 620)
        self._load()

    def _load(self) -> None:
        """Show the chosen kind's own pattern and its series."""
        own = {p.kind: p.pattern for p in numbering.number_patterns(self._office, self._body_id)}
        self.pattern.setText(own.get(self.form.value("kind"), ""))
        self._list()

    def _list(self) -> None:
        rows = numbering.number_register(
            self._office, self._body_id, self.year.value(), kind=self.form.value("kind")
        )
        self.table.set_rows(rows)
        self._tell()

    def _tell(self) -> None:
        chosen = self.table.selected()
        self.explain.setEnabled(any(row.state == numbering.OPEN for row in chosen))
        self.free.setEnabled(any(row.void_id is not None for row in chosen))

    def _save(self, _sheet: Sheet) -> bool:
        numbering.set_number_pattern(
            self._office, self._body_id, self.form.value("pattern"), kind=self.form.value("kind")
        )
        self._list()
        self.banner.show_message("式样已保存，印发时自动给出下一个号。", "ok")
        return False

    def _explain(self) -> None:
        """State why the chosen gaps have no paper."""
        gaps = [row.number for row in self.table.selected() if row.state == numbering.OPEN]
        self.banner.clear()
        try:
            numbering.explain_numbers(self._office, self._body_id, gaps, reason=self.reason.text())
        except DeskError as error:
            self.show_problem(error)
            return
        self.reason.clear()
        self._list()

    def _free(self) -> None:
        self.banner.clear()
        for row in self.table.selected():
            if row.void_id is not None:
                numbering.free_number(self._office, row.void_id)
        self._list()


def _table() -> RecordTable:
    table = RecordTable(
        [
            Column("文号", lambda x: x.number, width=190),
            Column("状态", lambda x: x.state, width=92, tag=lambda x: TAGS[x.state]),
            Column("标题或原因", lambda x: x.title or x.reason, stretch=True, wrap=True),
            Column("日期", lambda x: cn_date(x.on) if x.on else "", width=120, soft=True),
        ],
        name="文号登记",
        sortable=True,
        empty=lambda: EmptyState(
            "这一年还没有编号的文书", "设定式样后，印发的文书按式样编号，在这里逐号列出。"
        ),
        multi=True,
    )
    table.setObjectName("numbersTable")
    table.setMinimumHeight(240)
    return table
