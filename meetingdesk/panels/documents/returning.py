"""收回改稿: what a hand changed in Word, line by line, and what becomes of each change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import returning
from meetingdesk.actions.returning import DATA, DROP, KEEP, RECORD
from meetingdesk.panels.documents.sheets import home
from meetingdesk.shell import theme
from meetingdesk.shell.differing import as_html, pieces
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    RecordTable,
    Sheet,
    Tag,
    Toolbar,
    button,
    label,
    scrolled,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.returning import Change, Returned
    from meetingdesk.panels.documents.page import DocumentsPanel
    from meetingdesk.papers.documents import Reference
    from meetingdesk.shell.panel import Host


class Returning(QObject):
    """Takes corrected Word files for the page: dropped anywhere on it, or chosen by a button."""

    def __init__(self, panel: DocumentsPanel) -> None:
        super().__init__(panel)
        self.panel = panel
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)
        self.take_button = button(
            "收回改稿", self.ask, icon="upload-simple",
            hint="在 Word 或 WPS 里改过的文书，也可以直接拖到这一页",
        )  # fmt: skip
        self.take_button.setObjectName("takeReturned")
        self.kept_button = button("手工改动", self.show_kept)
        self.kept_button.setObjectName("showKept")

    def tell(self) -> None:
        """Offer what fits the paper in front."""
        reference = self.panel.current()
        self.take_button.setEnabled(self.panel.meeting_id is not None)
        count = len(returning.kept(self.panel.office, reference)) if reference else 0
        self.kept_button.setText(f"手工改动　{count}" if count else "手工改动")
        self.kept_button.setEnabled(count > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a .docx dropped on the page."""
        if isinstance(event, QDropEvent) and self.panel.meeting_id is not None:
            files = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
            if len(files) == 1 and files[0].suffix.lower() == ".docx":
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.take(files[0])
                return True
        return super().eventFilter(watched, event)

    def ask(self) -> None:
        """Ask which file came back."""
        dialog = QFileDialog(self.panel.window(), "收回改稿", str(home()), "Word文档 (*.docx)")
        dialog.setObjectName("returnDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.open()

    def take(self, path: Path) -> ReturnSheet | None:
        """Compare a file with the paper it came from and show what changed."""
        panel = self.panel
        returned = panel.host.guard(returning.read_back, panel.office, panel.meeting_id, path)
        if returned is None:
            return None
        panel.focus_on(kind=returned.reference.kind, subject_id=returned.reference.subject_id)
        if not returned.changes:
            panel.host.toast(f"“{path.name}”与台账生成的“{returned.reference.title}”一致，没有改动")
            return None
        sheet = ReturnSheet(panel, panel.office, returned, panel.host)
        sheet.open()
        return sheet

    def show_kept(self) -> None:
        """List the kept lines of the paper in front."""
        reference = self.panel.current()
        if reference is not None:
            KeptSheet(self.panel, self.panel.office, reference, self.tell).open()


class ReturnSheet(Sheet):
    """One change under the other, each with its choice; all are taken in one step."""

    def __init__(self, parent: QWidget, office: Any, returned: Returned, host: Host) -> None:
        data = sum(change.kind == DATA for change in returned.changes)
        super().__init__(
            parent, f"收回改稿：{returned.reference.title}", self._take, ok="按所选办理", width=760,
            hint=f"“{returned.name}”与台账生成的文稿有{len(returned.changes)}处不同，"
            f"其中数据{data}处。台账此刻还没有改动。",
        )  # fmt: skip
        self._office, self._returned, self._host = office, returned, host
        self.choices: dict[int, QComboBox] = {}
        page = QWidget()
        page.setAccessibleName("改动")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(theme.GAP)
        for change in returned.changes:
            column.addWidget(self._line(change))
        column.addStretch(1)
        self.add(scrolled(page), 1)
        self.named("returnSheet")
        self.resize(820, 620)

    def _line(self, change: Change) -> QWidget:
        card = Card(margins=12)
        head = QHBoxLayout()
        words = f"{change.kind}·{change.what}" if change.what else change.kind
        head.addWidget(Tag(words, "warn" if change.kind == DATA else "neutral"))
        if change.field is not None:
            head.addWidget(label(f"出自{change.field.label}", "soft"))
        head.addStretch(1)
        choice = QComboBox()
        choice.setObjectName(f"returnChoice{change.id}")
        choice.setAccessibleName(f"第{change.id + 1}处改动怎样办理")
        for text in (RECORD, KEEP, DROP) if change.field is not None else (KEEP, DROP):
            choice.addItem(text)
        choice.setCurrentText(change.choice)
        head.addWidget(choice)
        card.add(head)
        new = change.new or "（整段删去）"
        shown = label(as_html(pieces(change.old, new), theme.current()), wrap=True)
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setAccessibleName(f"原为：{change.old}。改为：{new}")
        card.add(shown)
        self.choices[change.id] = choice
        return card

    def _take(self, _sheet: Sheet) -> None:
        chosen = {at: box.currentText() for at, box in self.choices.items()}
        taken = returning.apply(self._office, self._returned, chosen)
        self._host.toast(f"已收回{taken}处改动" if taken else "没有采纳改动", undo=bool(taken))


class KeptSheet(Sheet):
    """The lines of one paper that were changed by hand, to be let go one by one."""

    def __init__(
        self, parent: QWidget, office: Any, reference: Reference, changed: Callable[[], None]
    ) -> None:
        super().__init__(
            parent, f"手工改动：{reference.title}", ok="完成", width=760,
            hint="这些改动每次生成这份文书时都会保留。撤销后恢复为按台账和措辞生成的文字。",
        )  # fmt: skip
        self._office, self._reference, self._changed = office, reference, changed
        self.table: RecordTable = RecordTable(
            [
                Column("原文", lambda x: x.old, stretch=True, wrap=True, soft=True),
                Column("改为", lambda x: x.new or "（整段删去）", 280, wrap=True),
                Column("状态", lambda x: "有效" if x.used else "原文已变", 96,
                       tag=lambda x: "ok" if x.used else "warn"),
            ],
            name="手工改动",
            empty=lambda: EmptyState("没有手工改动", "在 Word 中改过的文书收回后，保留的改动会列在这里。"),
        )  # fmt: skip
        self.table.setObjectName("keptTable")
        self.table.setMinimumHeight(280)
        self.table.delete_requested.connect(lambda _row: self.drop())
        drop = button("撤销这处改动", self.drop, icon="arrow-u-up-left")
        drop.setObjectName("keptDrop")
        drop.setAutoDefault(False)
        bar = Toolbar(drop)
        bar.gap()
        self.add(bar)
        self.add(self.table, 1)
        self.cancel.hide()
        self.named("keptSheet")
        self.refresh()

    def refresh(self) -> None:
        """Read the kept lines again."""
        self.table.set_rows(returning.kept(self._office, self._reference))

    def drop(self) -> None:
        """Let the chosen line go."""
        row = self.table.current()
        if row is not None:
            returning.drop_kept(self._office, row.id)
            self.refresh()
            self._changed()
