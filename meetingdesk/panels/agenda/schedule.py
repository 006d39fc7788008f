"""日程: half-days with their lines, and the items that still have no place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from meetingdesk.actions import agenda_sources, schedule
from meetingdesk.panels.agenda.items import ICON_ONLY
from meetingdesk.panels.agenda.sheets import entry_sheet, sitting_sheet
from meetingdesk.panels.agenda.words import (
    brief,
    item_words,
    sitting_about,
    sitting_day,
    sitting_time,
)
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
    from meetingdesk.actions.agenda import ItemView
    from meetingdesk.actions.schedule import EntryView, SittingView
    from meetingdesk.panels.agenda.page import AgendaPanel


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a sitting, or one of its entries."""

    id: tuple[str, int]
    sitting: SittingView
    entry: EntryView | None
    number: int | None = None


def lines_of(sittings: list[SittingView]) -> list[Line]:
    """Return every sitting followed by its entries."""
    made: list[Line] = []
    for sitting in sittings:
        made.append(Line(("sitting", sitting.id), sitting, None))
        made += [
            Line(("entry", entry.id), sitting, entry, at)
            for at, entry in enumerate(sitting.entries, start=1)
        ]
    return made


class ScheduleTab(LatePage):
    """Sittings and their lines: add, edit, reorder, delete."""

    chosen = Signal(object)

    def __init__(self, panel: AgendaPanel) -> None:
        super().__init__("日程")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.sittings: list[SittingView] = []
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(
            [
                Column("半天", lambda x: "" if x.entry else sitting_time(x.sitting), 156,
                       tag=lambda _line: "info"),
                Column("序", lambda x: x.number, 40, soft=True),
                Column("内容", _content, stretch=True, wrap=True),
            ],
            name="日程",
            movable=True,
            empty=self._empty,
        )  # fmt: skip
        self.table.setObjectName("sittingsTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)
        self.note = label("", "error", wrap=True)
        self.note.setObjectName("scheduleWarnings")
        self.note.setContentsMargins(10, 0, 10, 4)
        self.note.hide()
        box.addWidget(self.note)

    def _bar(self) -> Toolbar:
        self.add_button = button("增加半天", self.new, icon="calendar-plus",
                                 tells="agenda.增加半天")  # fmt: skip
        self.text_button = button("增加文字", self.add_text, icon="plus",
                                  hint="排一行文字，如 主任讲话")  # fmt: skip
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.up = button(
            "", lambda: self.table.move_current(-1), icon="arrow-up", hint="上移", tells="table.up"
        )
        self.down = button(
            "",
            lambda: self.table.move_current(1),
            icon="arrow-down",
            hint="下移",
            tells="table.down",
        )
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        bar = Toolbar()
        for made, name in ((self.add_button, "addSitting"), (self.text_button, "addTextLine")):
            made.setObjectName(name)
            bar.add(made)
        bar.gap()
        for made, name in (
            (self.edit_button, "editSitting"),
            (self.up, "entryUp"),
            (self.down, "entryDown"),
            (self.delete_button, "deleteEntry"),
        ):
            made.setObjectName(name)
            if not made.text():
                made.setFixedWidth(ICON_ONLY)
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        begin = button("增加半天", self.new, icon="calendar-plus")
        begin.setObjectName("firstSitting")
        return EmptyState(
            "还没有日程",
            "先按半天增加会议（如 8月17日上午　全体会议），再把右边的议题排进去；"
            "供职发言、主任讲话等另加一行文字。",
            begin,
            "calendar",
        )

    # -- showing -----------------------------------------------------------------------

    def show_sittings(self, sittings: list[SittingView], warnings: list[str]) -> None:
        """Show the order of day, and what in it does not go together."""
        self.sittings = sittings
        self.note.setText("\n".join(warnings))
        self.note.setVisible(bool(warnings))
        lines = lines_of(sittings)
        self.table.set_rows(lines, choose=True)

    def _chosen(self, line: Line | None) -> None:
        for made in (self.text_button, self.edit_button, self.delete_button):
            made.setEnabled(line is not None)
        self.up.setEnabled(self._target(line, -1) is not None)
        self.down.setEnabled(self._target(line, 1) is not None)
        self.chosen.emit(line)

    @property
    def sitting(self) -> SittingView | None:
        """The sitting of the chosen line, else the last one."""
        line = self.table.current()
        return line.sitting if line else (self.sittings[-1] if self.sittings else None)

    # -- doing -------------------------------------------------------------------------

    def like_last(self) -> None:
        """Take over the half-days, ceremonies and observers of the last meeting of the kind."""
        host, meeting_id = self.panel.host, self.panel.meeting_id
        if meeting_id is None:
            return
        told = host.guard(agenda_sources.like_last, self.panel.office, meeting_id)
        if told:
            host.toast(told, undo=True)

    def new(self) -> None:
        """Add a half-day."""
        if self.panel.meeting_id is None:
            return

        def done(sitting_id: int) -> None:
            self.table.select_id(("sitting", sitting_id))

        sitting_sheet(
            self.panel, self.panel.office, self.panel.meeting_id, None, done
        ).open()  # fmt: skip

    def edit(self, line: Line | None = None) -> None:
        """Change the chosen sitting or line."""
        line, meeting_id = line or self.table.current(), self.panel.meeting_id
        if line is None or meeting_id is None:
            return
        office = self.panel.office
        if line.entry is None:
            sitting_sheet(self.panel, office, meeting_id, line.sitting).open()
        else:
            entry_sheet(self.panel, office, line.sitting, line.entry).open()

    def add_text(self) -> None:
        """Add a line of text to the chosen sitting."""
        if self.sitting is not None:
            entry_sheet(
                self.panel, self.panel.office, self.sitting, None,
                lambda entry_id: self.table.select_id(("entry", entry_id)),
            ).open()  # fmt: skip

    def put_in(self, item: ItemView) -> None:
        """Put an agenda item at the end of the chosen sitting."""
        sitting, host = self.sitting, self.panel.host
        if sitting is None:
            host.toast("请先增加半天，再排入议题")
            return
        made = host.guard(schedule.add_entry, self.panel.office, sitting.id, item_id=item.id)
        if made is not None:
            host.toast(f"已把“{brief(item_words(item))}”排入{sitting_day(sitting)}", undo=True)

    def delete(self, line: Line | None = None) -> None:
        """Delete the chosen sitting or line; 撤销 brings it back."""
        line, host, office = line or self.table.current(), self.panel.host, self.panel.office
        if line is None:
            return
        if line.entry is not None:
            if host.guard(schedule.delete_entry, office, line.entry.id, default=True):
                host.toast(f"已从日程中去掉“{brief(line.entry.text)}”", undo=True)
        elif host.guard(schedule.delete_sitting, office, line.sitting.id, default=True):
            host.toast(f"已删除{sitting_day(line.sitting)}{line.sitting.form}", undo=True)

    def _target(self, line: Line | None, step: int) -> tuple[SittingView, int] | None:
        """Return the sitting and index a step takes an entry to, None when it cannot move."""
        if line is None:
            return None
        at = self.sittings.index(line.sitting)
        beside = self.sittings[at + step] if 0 <= at + step < len(self.sittings) else None
        if line.entry is None:
            same = beside is not None and _half(beside) == _half(line.sitting)
            return (line.sitting, at + step) if same else None
        to = (line.number or 1) - 1 + step
        if 0 <= to < len(line.sitting.entries):
            return line.sitting, to
        return (beside, len(beside.entries) if step < 0 else 0) if beside is not None else None

    def _moved(self, line: Line, to: int) -> None:
        """Take a step, or a drop at row ``to``; an entry lands under the sitting above it."""
        rows = self.table.rows()
        at = next((n for n, row in enumerate(rows) if row.id == line.id), -1)
        if abs(to - at) == 1:
            target = self._target(line, to - at)
        else:
            target = self._dropped(line, [row for row in rows if row.id != line.id][:to])
        if target is None:
            return
        host, office = self.panel.host, self.panel.office
        sitting, place = target
        if line.entry is None:
            host.guard(schedule.move_sitting, office, line.sitting.id, place)
        else:
            host.guard(schedule.move_entry, office, line.entry.id, place, sitting_id=sitting.id)

    def _dropped(self, line: Line, above: list[Line]) -> tuple[SittingView, int] | None:
        if line.entry is None:
            return line.sitting, sum(row.entry is None for row in above)
        if not above:
            return self.sittings[0], 0
        sitting = above[-1].sitting
        return sitting, sum(row.entry is not None and row.sitting == sitting for row in above)


def _half(sitting: SittingView) -> tuple[object, str]:
    return sitting.date, sitting.half


def _content(line: Line) -> str:
    return line.entry.text if line.entry is not None else sitting_about(line.sitting)


class Unscheduled(LatePage):
    """The items that have no place in the order of day yet, or all of them."""

    def __init__(self, panel: AgendaPanel, tab: ScheduleTab) -> None:
        super().__init__("待排议题")
        self.panel, self.tab = panel, tab

    def build(self) -> None:
        """Make the contents."""
        self._items: list[ItemView] = []
        self._placed: set[int] = set()
        box = tab_layout(self, top=0)
        self.lead = label("", "soft", wrap=True)
        self.lead.setObjectName("unscheduledLead")
        self.put = button("排入", self.put_in, icon="plus", hint="回车")
        self.put.setObjectName("addEntry")
        bar = Toolbar(label("待排议题", "card"))
        bar.gap()
        bar.add(self.put)
        box.addWidget(bar)
        box.addWidget(self.lead)
        self.table = RecordTable(
            [
                Column("序", lambda i: i.number if i.on_agenda else "—", 42, soft=True),
                Column("议题", item_words, stretch=True, wrap=True,
                       faded=lambda i: i.id in self._placed),
            ],
            name="待排议题",
            empty=lambda: EmptyState("没有待排的议题", "还要在另一个半天再排时，勾选下面的“已排的也列出”。"),
        )  # fmt: skip
        self.table.setObjectName("unscheduledTable")
        self.table.edit_requested.connect(lambda _row: self.put_in())
        self.table.chosen.connect(self._look)
        box.addWidget(self.table, 1)
        self.all = QCheckBox("已排的也列出")
        self.all.setObjectName("allItems")
        self.all.setAccessibleName("已排的也列出")
        self.all.toggled.connect(lambda *_: self._show())
        box.addWidget(self.all)

    def show_items(self, items: list[ItemView], sittings: list[SittingView]) -> None:
        """Show what is left to place."""
        self._items = items
        self._placed = {e.item_id for s in sittings for e in s.entries if e.item_id is not None}
        self._show()

    def _show(self) -> None:
        whole = self.all.isChecked()
        self.table.set_rows(
            [i for i in self._items if whole or i.id not in self._placed], choose=True
        )
        self.follow()

    def follow(self) -> None:
        """Say which half-day the next item goes into."""
        sitting = self.tab.sitting
        self.lead.setText(
            f"排入 {sitting_day(sitting)}　{sitting.form}"
            if sitting
            else "先在左边增加半天，再把议题排进去。"
        )
        self._look(self.table.current())

    def _look(self, row: ItemView | None) -> None:
        self.put.setEnabled(row is not None and self.tab.sitting is not None)

    def put_in(self) -> None:
        """Put the chosen item into the chosen sitting."""
        row = self.table.current()
        if row is not None:
            self.tab.put_in(row)
