"""列席: observers by category, leaders first in the record (A11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import attendance
from meetingdesk.panels.meetings.sheets import observer_sheet
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from meetingdesk.actions.attendance import ObserverView
    from meetingdesk.actions.meetings import MeetingView
    from meetingdesk.shell.panel import Panel


class ObserversTab(LatePage):
    """Observers with create, edit, reorder and delete."""

    def __init__(self, panel: Panel) -> None:
        super().__init__("列席")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self._meeting_id: int | None = None
        box = tab_layout(self)
        self.new_button = button("登记列席", self.new, icon="plus")
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        self.new_button.setObjectName("newObserver")
        self.edit_button.setObjectName("editObserver")
        self.delete_button.setObjectName("deleteObserver")
        bar = Toolbar(self.new_button, label("列席人员不计入到会人数。", "soft"))
        bar.gap()
        bar.add(self.edit_button)
        bar.add(self.delete_button)
        box.addWidget(bar)
        self.table = RecordTable(
            [
                Column("序", self._place, 52, soft=True),
                Column("列席人员", lambda o: o.text, stretch=True, wrap=True),
                Column("类别", lambda o: o.category, 150, soft=True),
                Column("书写", lambda o: "紧随出席" if o.leader else "", 96, tag=lambda _o: "info"),
            ],
            name="列席人员",
            movable=True,
            empty=self._empty,
        )
        self.table.setObjectName("observersTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(
            lambda row, to: self.panel.host.guard(
                attendance.move_observer, self.panel.office, row.id, to
            )
        )
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)
        self._chosen(None)

    def _empty(self) -> EmptyState:
        first = button("登记列席", self.new, icon="plus")
        first.setObjectName("firstObserver")
        return EmptyState("还没有列席人员", "按类别登记：个人写姓名和职务，一类人员写整句。", first)

    def _place(self, row: ObserverView) -> int:
        return (self.table.model.position(row.id) or 0) + 1

    def show_rows(self, meeting: MeetingView | None, rows: list[ObserverView]) -> None:
        """Show the observers of ``meeting``."""
        self._meeting_id = meeting.id if meeting else None
        self.table.set_rows(rows)
        self.new_button.setEnabled(meeting is not None)

    def _chosen(self, row: ObserverView | None) -> None:
        self.edit_button.setEnabled(row is not None)
        self.delete_button.setEnabled(row is not None)

    def new(self) -> None:
        """Register an observer."""
        if self._meeting_id is not None:
            observer_sheet(self.panel, self.panel.office, self._meeting_id).open()

    def edit(self, row: ObserverView | None = None) -> None:
        """Change the chosen observer."""
        row = row or self.table.current()
        if row is not None and self._meeting_id is not None:
            observer_sheet(self.panel, self.panel.office, self._meeting_id, row).open()

    def delete(self, row: ObserverView | None = None) -> None:
        """Delete the chosen observer; 撤销 brings it back."""
        row = row or self.table.current()
        host = self.panel.host
        if row and host.guard(attendance.delete_observer, self.panel.office, row.id, default=True):
            host.toast(f"已删除“{row.text}”", undo=True)
