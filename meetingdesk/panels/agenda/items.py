"""议程: the items of the meeting in order, with what each still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meetingdesk.actions import agenda, agenda_printed
from meetingdesk.panels.agenda.paste import PasteSheet
from meetingdesk.panels.agenda.sheets import ItemSheet
from meetingdesk.panels.agenda.sources import SourcesSheet
from meetingdesk.panels.agenda.words import brief, item_words, materials_mark, people_of
from meetingdesk.shell import keys
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    RecordTable,
    Sheet,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QResizeEvent

    from meetingdesk.actions.agenda import ItemView
    from meetingdesk.panels.agenda.page import AgendaPanel

_MATERIALS, _OUTCOME = 4, 5
#: room for 逾期1份, and for 齐 alone
_TAG, _SHORT_TAG = 92, 58
#: width in pixels of a button that shows only an icon
ICON_ONLY = 40


#: the column of 提请／报告, hidden when the tab is narrower than this (px)
_PEOPLE, _ROOMY = 3, 700


class ItemsTab(QWidget):
    """Items with add, paste, edit, reorder, delete; 通过议程."""

    chosen = Signal(object)

    def __init__(self, panel: AgendaPanel) -> None:
        super().__init__()
        self.panel = panel
        self.remarks: dict[int, tuple[str, ...]] = {}
        self.adopted = False
        self.printed = False
        self.setAccessibleName("议程")
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(self._columns(), name="议题", movable=True, empty=self._empty)
        self.table.setObjectName("agendaTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)
        self.note = label("", "error", wrap=True)
        self.note.setObjectName("itemRemark")
        self.note.setContentsMargins(10, 0, 10, 4)
        self.note.hide()
        box.addWidget(self.note)

    def _columns(self) -> list[Column]:
        def mark(item: ItemView) -> tuple[str, str]:
            return materials_mark(item, self.panel.office.today())

        return [
            Column("序", lambda i: i.shown_number if i.on_agenda else "—", 52, soft=True,
                   tip=lambda i: "" if i.on_agenda else "不列入议程，只列入日程"),
            Column("方式", lambda i: i.verb, 96, soft=True),
            Column("议题", lambda i: f"{i.subject}（撤回）" if i.withdrawn else i.subject,
                   stretch=True, wrap=True, faded=lambda i: not i.on_agenda or bool(i.withdrawn),
                   tip=lambda i: "须表决" + (f"：{i.vote_method}" if i.vote_method else "")
                   if i.needs_vote else ""),
            Column("提请／报告", people_of, 136, wrap=True, soft=True),
            Column("材料", lambda i: mark(i)[0], _TAG, tag=lambda i: mark(i)[1],
                   tip=lambda i: "\n".join(m.title for m in i.materials if not m.received)),
            Column("结果", lambda i: i.outcome, 108, wrap=True),
        ]  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave who submits and reports to the details where the item needs the room."""
        super().resizeEvent(event)
        self.table.view.setColumnHidden(_PEOPLE, self.width() < _ROOMY)

    def _bar(self) -> Toolbar:
        self.adopt_button = button("通过议程", self.adopt, icon="checks",
                                   hint="全体会议通过后，议程不再标“草案”")  # fmt: skip
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.up = button("", lambda: self.table.move_current(-1), icon="arrow-up",
                         hint="上移", tells="table.up")  # fmt: skip
        self.down = button("", lambda: self.table.move_current(1), icon="arrow-down",
                           hint="下移", tells="table.down")  # fmt: skip
        self.delete_button = button("删除", self.delete, icon="trash")
        new = button("", self.new, icon="plus", hint="新建议题")
        paste = button("", self.paste, icon="clipboard-text", hint="粘贴议题")
        self.reopen_button = button("重开议程", self.reopen, icon="arrow-counter-clockwise",
                                    hint="回到草案，序号重新编排")  # fmt: skip
        self.reopen_button.setObjectName("reopenAgenda")
        self.reopen_button.hide()
        bar = Toolbar(self.adopt_button, self.reopen_button)
        bar.gap()
        self.adopt_button.setObjectName("adoptAgenda")
        for made, name in (
            (new, "newItem"),
            (paste, "pasteItems"),
            (self.edit_button, "editItem"),
            (self.up, "itemUp"),
            (self.down, "itemDown"),
            (self.delete_button, "deleteItem"),
        ):
            made.setObjectName(name)
            if not made.text():
                made.setFixedWidth(ICON_ONLY)
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        begin = button("粘贴议题", self.paste, icon="clipboard-text")
        begin.setObjectName("firstPaste")
        return EmptyState(
            "还没有议题",
            "从建议议程或往次议程复制正文，一行一个议题，粘贴后自动认出方式、类型和提请机关；"
            "也可以用右上角“新建议题”逐项登记。",
            begin,
            "list-numbers",
        )

    def choose_at(self, point: QPoint) -> None:
        """Choose the item under a point of this tab, where a file is let go; else leave it be."""
        view = self.table.view
        at = view.indexAt(view.viewport().mapFrom(self, point))
        if at.isValid():
            self.table.select_id(self.table.rows()[at.row()].id)

    # -- showing -----------------------------------------------------------------------

    def show_items(
        self, items: list[ItemView], remarks: dict[int, tuple[str, ...]], *, adopted: bool
    ) -> None:
        """Show the meeting's items."""
        self.remarks, self.adopted = remarks, adopted
        view = self.table.view
        view.setColumnHidden(_MATERIALS, not any(i.materials for i in items))
        missing = any(i.materials_missing for i in items)
        view.setColumnWidth(_MATERIALS, _TAG if missing else _SHORT_TAG)
        view.setColumnHidden(_OUTCOME, not any(i.outcome for i in items))
        self.table.set_rows(items, choose=True)
        self.printed = any(i.printed_number for i in items)
        self.adopt_button.setText("议程已通过" if adopted else "通过议程")
        self.adopt_button.setEnabled(
            not adopted and any(i.on_agenda and not i.withdrawn for i in items)
        )
        self.adopt_button.setAccessibleName(self.adopt_button.text())
        self.reopen_button.setVisible(adopted or self.printed)

    def _chosen(self, item: ItemView | None) -> None:
        rows = self.table.rows()
        at = rows.index(item) if item in rows else -1
        self.edit_button.setEnabled(item is not None)
        self.delete_button.setEnabled(item is not None)
        key = keys.shown("table.delete")
        words, hint = ("删除", key)
        if item is not None and item.printed_number:
            words, hint = ("恢复", "撤回的议题照原序号恢复") if item.withdrawn else (
                "撤回", f"议程已付印：序号保留，标明撤回　{key}")  # fmt: skip
        self.delete_button.setText(words)
        self.delete_button.setAccessibleName(words)
        self.delete_button.setToolTip(hint)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(rows) - 1)
        told = self.remarks.get(item.id, ()) if item is not None else ()
        if item is not None and item.withdrawn:
            told = (f"已撤回：{item.withdrawn}",)
        asked = "" if item is not None and item.withdrawn else "请核对："
        self.note.setText("\n".join(f"{asked}{words}" for words in told))
        self.note.setVisible(bool(told))
        self.chosen.emit(item)

    @property
    def item(self) -> ItemView | None:
        """The chosen item."""
        return self.table.current()

    # -- doing -------------------------------------------------------------------------

    def new(self) -> None:
        """Add an item at the end."""
        if self.panel.meeting_id is None:
            return

        def done(item_id: int) -> None:
            self.table.select_id(item_id)
            if (made := self.item) is not None:
                self.panel.host.toast(f"已增加“{brief(item_words(made))}”", undo=True)

        ItemSheet(self.panel, self.panel.office, self.panel.meeting_id, on_done=done).open()

    def edit(self, item: ItemView | None = None) -> None:
        """Change the chosen item."""
        item = item or self.item
        if item is not None:
            ItemSheet(self.panel, self.panel.office, item.meeting_id, item).open()

    def delete(self, item: ItemView | None = None) -> None:
        """Delete the chosen item, withdraw it once printed, or put it back; 撤销 undoes it."""
        item, host = item or self.item, self.panel.host
        if item is not None and item.printed_number:
            self._withdraw(item)
        elif item is not None and host.guard(
            agenda.delete_item, self.panel.office, item.id, default=True
        ):
            host.toast(f"已删除“{brief(item_words(item))}”", undo=True)

    def _withdraw(self, item: ItemView) -> None:
        host, office = self.panel.host, self.panel.office
        if item.withdrawn:
            if host.guard(agenda_printed.restore_item, office, item.id, default=True):
                host.toast(f"第{item.printed_number}项已恢复", undo=True)
            return

        def submit(sheet: Sheet) -> None:
            agenda_printed.withdraw_item(office, item.id, reason=sheet.form.value("reason"))
            host.toast(f"第{item.printed_number}项已撤回，序号保留", undo=True)

        sheet = Sheet(self.panel, f"撤回第{item.printed_number}项", submit, ok="撤回",
                      hint="议程已经付印：这一项保留序号，标明“（撤回）”，其他各项序号不变。")  # fmt: skip
        sheet.form.add_text(
            "reason", "撤回原因", "", required=True, placeholder="如 提请机关来函撤回"
        )
        sheet.named("withdrawSheet").open()

    def reopen(self) -> None:
        """Make the agenda a draft again, its numbers counted anew."""
        host, office, meeting_id = self.panel.host, self.panel.office, self.panel.meeting_id
        if meeting_id is None:
            return

        def submit(sheet: Sheet) -> None:
            agenda_printed.reopen_agenda(office, meeting_id, reason=sheet.form.value("reason"))
            host.toast("议程回到草案，序号重新编排", undo=True)

        sheet = Sheet(self.panel, "重开议程", submit, ok="重开",
                      hint="已印出的序号作废，各项按现在的次序重新编号；原因记入日志。")  # fmt: skip
        sheet.form.add_text("reason", "原因", "", required=True, placeholder="如 全体会议修改议程")
        sheet.named("reopenSheet").open()

    def _moved(self, item: ItemView, to: int) -> None:
        self.panel.host.guard(agenda.move_item, self.panel.office, item.id, to)

    def paste(self) -> None:
        """Take items from the text of an agenda."""
        if self.panel.meeting_id is not None:
            sheet = PasteSheet(
                self.panel, self.panel.office, self.panel.meeting_id, self.panel.host
            )
            sheet.accepted.connect(self.table.setFocus)  # what came in is corrected next
            sheet.open()

    def bring_in(self) -> None:
        """Take items the chairpersons' meeting agreed to submit."""
        if self.panel.meeting_id is not None:
            SourcesSheet(
                self.panel, self.panel.office, self.panel.meeting_id, self.panel.host
            ).open()  # fmt: skip

    def adopt(self) -> None:
        """Record that the plenary adopted the agenda."""
        host, meeting_id = self.panel.host, self.panel.meeting_id
        if meeting_id is None or self.adopted:
            return
        if host.guard(agenda.adopt_agenda, self.panel.office, meeting_id, default=True):
            host.toast("已登记议程通过，印发的议程不再标“草案”", undo=True)
