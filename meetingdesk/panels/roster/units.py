"""单位: full and short names, in the office's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions import roster
from meetingdesk.panels.roster import sheets
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
    from meetingdesk.actions.roster import UnitView
    from meetingdesk.panels.roster.page import RosterPanel


class UnitsTab(LatePage):
    """Units with create, edit, reorder and delete."""

    def __init__(self, panel: RosterPanel) -> None:
        super().__init__("单位")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        box = tab_layout(self)
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        self.edit_button.setObjectName("editUnit")
        self.delete_button.setObjectName("deleteUnit")
        bar = Toolbar(label("全称写入文书，简称用于议程和名单。", "soft"))
        bar.gap()
        bar.add(self.edit_button)
        bar.add(self.delete_button)
        box.addWidget(bar)
        first = button("新建单位", self.new, icon="plus")
        first.setObjectName("firstUnit")
        self.table = RecordTable(
            [
                Column("序", self._place, 56, soft=True),
                Column("全称", lambda u: u.name, stretch=True),
                Column("简称", lambda u: u.short_name, 220),
                Column("类别", lambda u: u.kind, 130, soft=True),
            ],
            name="单位",
            movable=True,
            empty=EmptyState(
                "还没有单位",
                "报告单位、被评议单位和两院登记一次，以后各处按全称和简称引用。",
                first,
            ),
        )
        self.table.setObjectName("unitsTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(
            lambda unit, to: self.panel.host.guard(roster.move_unit, self.panel.office, unit.id, to)
        )
        self.table.chosen.connect(self._chosen)
        self._chosen(None)
        box.addWidget(self.table, 1)

    def _place(self, unit: UnitView) -> int:
        return (self.table.model.position(unit.id) or 0) + 1

    def show_units(self, units: list[UnitView]) -> None:
        """Show ``units``."""
        self.table.set_rows(units)

    def _chosen(self, unit: UnitView | None) -> None:
        self.edit_button.setEnabled(unit is not None)
        self.delete_button.setEnabled(unit is not None)

    def new(self) -> None:
        """Register a unit."""
        self.panel.tabs.setCurrentWidget(self)

        def added(unit_id: int) -> None:
            self.table.select_id(unit_id)
            row = self.table.current()
            self.panel.host.toast(f"已登记“{row.name}”" if row else "已登记", undo=True)

        sheets.unit_sheet(self.panel, self.panel.office, on_done=added).open()

    def edit(self, unit: UnitView | None = None) -> None:
        """Change the chosen unit."""
        unit = unit or self.table.current()
        if unit is not None:
            sheets.unit_sheet(self.panel, self.panel.office, unit).open()

    def delete(self, unit: UnitView | None = None) -> None:
        """Delete the chosen unit; 撤销 brings it back."""
        unit = unit or self.table.current()
        host = self.panel.host
        if unit and host.guard(roster.delete_unit, self.panel.office, unit.id, default=True):
            host.toast(f"已删除“{unit.name}”", undo=True)
