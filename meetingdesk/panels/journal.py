"""日志: who did what and when, what each step changed; the chain checked, the desk copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from meetingdesk.actions import keeping
from meetingdesk.errors import DeskError
from meetingdesk.shell import keys, theme
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    FactTile,
    RecordTable,
    button,
    columns,
    fact_row,
    label,
    run_task,
    share,
)

if TYPE_CHECKING:
    from meetingdesk.actions.journal_words import FieldChange
    from meetingdesk.actions.keeping import EntryView
    from meetingdesk.shell.widgets import Progress, Task

_PAGE = 200
_WAIT_MS = 180


class JournalPanel(Panel):
    """日志: entries newest first, found by words or meeting, and what one of them changed."""

    key, title, icon, group, order = "journal", "日志", "clock-counter-clockwise", "工具", 80

    def build(self) -> None:
        """Make facts and the list on the left, one entry's changes on the right."""
        self.task: Task | None = None
        self._count = 0
        self._heads: set[int] = set()
        split = columns(self)
        self.body.addWidget(split, 1)
        self._left(split)
        self._right(split)
        share(split, 69, 31)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._read)

    def _left(self, split: QWidget) -> None:
        left = QWidget(split)
        left.setAccessibleName("日志清单")
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.CARD_GAP)
        self.total = FactTile("日志条数")
        self.total.setObjectName("factEntries")
        self.chain = FactTile("核对", "未核对")
        self.chain.setObjectName("factChain")
        self.kept = FactTile("本次备份", "未备份")
        self.kept.setObjectName("factBackup")
        self.table = RecordTable(
            [
                Column("序", lambda e: e.seq, width=56, soft=True),
                Column("时间", _when, width=104, soft=True, wrap=True),
                Column("经手", lambda e: e.who, width=78, wrap=True, faded=_undone),
                Column("动作", lambda e: e.action, width=108, wrap=True, faded=_undone),
                Column("内容", lambda e: e.label, stretch=True, wrap=True, faded=_undone),
                Column("会议", lambda e: e.meeting, width=142, wrap=True, soft=True),
                Column("状态", _state, width=80, tag=lambda _e: "neutral"),
            ],
            name="日志",
            sortable=True,
            row_id=lambda e: e.seq,
            empty=lambda: EmptyState(
                "没有找到日志",
                "台账里的每一步都会自动记在这里：谁、什么时候、改了什么。",
                icon="clock-counter-clockwise",
            ),
        )
        self.table.setObjectName("journalTable")
        self.table.chosen.connect(self._show)
        self.more = button("再看更早的", self.read_more, kind="ghost")
        self.more.setObjectName("journalMore")
        self.shown = label("", "soft")
        self.shown.setObjectName("journalShown")
        foot = QHBoxLayout()
        foot.addWidget(self.shown)
        foot.addStretch(1)
        foot.addWidget(self.more)
        box.addLayout(fact_row(self.total, self.chain, self.kept))
        card = Card(margins=10, parent=left)
        box.addWidget(card, 1)
        card.add(self._finding())
        card.add(self.table, 1)
        card.add(foot)

    def _finding(self) -> QHBoxLayout:
        self.words = QLineEdit()
        self.words.setObjectName("journalFind")
        self.words.setAccessibleName("查找日志")
        self.words.setPlaceholderText("查找内容、动作或经手人")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda *_: self._wait.start(_WAIT_MS))
        self.here = QCheckBox("只看当前会议")
        self.here.setObjectName("journalHere")
        self.here.setAccessibleName("只看当前会议")
        self.here.toggled.connect(lambda *_: self._read())
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.words, 1)
        row.addWidget(self.here)
        return row

    def _right(self, split: QWidget) -> None:
        self.what = label("", wrap=True)
        self.what.setObjectName("journalWhat")
        self.who = label("", "soft", wrap=True)
        self.who.setObjectName("journalWho")
        self.lines = RecordTable(
            [
                Column("项目", self._field, width=124, wrap=True, tip=lambda x: x.record),
                Column("原来", lambda x: x.before or "—", stretch=True, wrap=True, soft=True),
                Column("改为", lambda x: x.after or "—", stretch=True, wrap=True),
            ],
            name="这一步改动的内容",
            empty=lambda: EmptyState(
                "没有可显示的改动",
                "选中左边一条日志，这里逐项列出原来的内容和改后的内容。选票从不记入日志。",
            ),
        )
        self.lines.setObjectName("journalLines")
        card = Card("这一步改了什么", margins=12, parent=split)
        card.add(self.what)
        card.add(self.who)
        card.add(self.lines, 1)

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the newest entries again."""
        self.here.setEnabled(self.meeting_id is not None)
        if change is not None:
            self.chain.set("未核对")
        self._read()

    def _asked(self) -> dict[str, Any]:
        here = self.here.isChecked() and self.meeting_id is not None
        return {"find": self.words.text(), "meeting_id": self.meeting_id if here else None}

    def _read(self) -> None:
        asked = self._asked()
        self._count = keeping.entry_count(self.office, **asked)
        total = keeping.entry_count(self.office)
        self.total.set(str(total))
        self._put(keeping.entries(self.office, limit=_PAGE, **asked))

    def read_more(self) -> None:
        """Append the next, older page."""
        rows = self.table.rows()
        if rows:
            older = keeping.entries(self.office, limit=_PAGE, before=rows[-1].seq, **self._asked())
            self._put(rows + older)

    def _put(self, rows: list[EntryView]) -> None:
        self.table.set_rows(rows, choose=True)
        self.more.setVisible(len(rows) < self._count)
        self.shown.setText(f"显示{len(rows)}条，共{self._count}条" if self._count else "")

    def _show(self, entry: EntryView | None) -> None:
        if entry is None:
            self.what.setText("")
            self.who.setText("")
            self.lines.set_rows([])
            return
        self.what.setText(entry.label)
        parts = [f"第{entry.seq}条", f"{entry.local:%Y-%m-%d %H:%M:%S}", entry.who, entry.meeting]
        if entry.target is not None:
            parts.append(f"对应第{entry.target}条")
        self.who.setText(" ・ ".join(part for part in parts if part))
        lines = self.host.guard(keeping.entry_lines, self.office, entry.seq) or []
        records = [""] + [line.record for line in lines]
        self._heads = {x.id for x, above in zip(lines, records, strict=False) if x.record != above}
        self.lines.set_rows(lines)

    def _field(self, line: FieldChange) -> str:
        """Name the field; the first of a record also names the record."""
        return f"{line.record}\n{line.field}" if line.id in self._heads else line.field

    def focus_on(self, **focus: Any) -> None:
        """Show one entry (``seq``)."""
        if "seq" in focus:
            self.words.clear()
            self.here.setChecked(False)
            self._put(keeping.entries(self.office, limit=_PAGE, before=focus["seq"] + 1))
            self.table.select_id(focus["seq"])

    # -- doing -------------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer the check and the copy."""
        return [
            Action("核对日志", self.verify, "shield-check"),
            Action("备份", self.back_up, "copy", primary=True),
        ]

    def verify(self) -> None:
        """Follow the chain from the first entry to the last, off the main thread."""

        def work(progress: Progress) -> tuple[int, list[str]]:
            wrong = keeping.verify(self.office)
            progress.step(1, 2)
            return keeping.entry_count(self.office), wrong + keeping.broken_seals(self.office)

        def done(found: tuple[int, list[str]]) -> None:
            count, wrong = found
            if wrong:
                more = f"另有{len(wrong) - 6}处" if len(wrong) > 6 else ""
                self.chain.set("不完整", f"{len(wrong)}处", "bad")
                self.banner.show_message(
                    "日志与原来的不一致，请停止使用这个台账，从备份恢复。"
                    f"怎样恢复，见本页的说明（{keys.shown('help') or '右上角'}）。",
                    "bad",
                    "\n".join([*wrong[:6], more]).strip(),
                )
                return
            self.chain.set("完整", "未被改动", "ok")
            self.banner.show_message(
                f"日志完整：{count}条前后相接，没有被改动；已确认的表决结果与封存时一致。",
                "ok",
            )

        self.task = run_task(self, work, done, self._failed, "正在核对日志")

    def choose_file(self) -> Path | None:
        """Ask where to put the copy."""
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        start = Path(place or Path.home()) / f"台账备份{self.office.today():%Y%m%d}.desk"
        name, _ = QFileDialog.getSaveFileName(
            self.window(), "备份台账", str(start), "会务台账 (*.desk)"
        )
        return Path(name) if name else None

    def back_up(self) -> None:
        """Copy the desk to a file, off the main thread; work may go on meanwhile."""
        target = self.choose_file()
        if target is None:
            return
        if not target.suffix:
            target = target.with_suffix(".desk")

        def done(made: Path) -> None:
            size = made.stat().st_size
            self.kept.set("已备份", f"{max(1, round(size / 1024))} KB", "ok")
            self.banner.clear()
            self.host.toast(f"台账已备份为“{made.name}”，并已检查完好")

        self.task = run_task(
            self,
            lambda _progress: keeping.back_up(self.office, target),
            done,
            self._failed,
            "正在备份台账",
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            raise error
        self.banner.show_error(error)


def _when(entry: EntryView) -> str:
    return f"{entry.local:%Y-%m-%d\n%H:%M:%S}"


def _undone(entry: EntryView) -> bool:
    return entry.undone


def _state(entry: EntryView) -> str:
    if entry.undone:
        return "已撤销"
    return {"undo": "撤销", "redo": "恢复"}.get(entry.kind, "")
