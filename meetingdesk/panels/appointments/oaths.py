"""宣誓: ceremonies of the meeting, and who swears at the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from meetingdesk.actions import oaths
from meetingdesk.panels.appointments import oath_sheets
from meetingdesk.panels.appointments.words import ceremony_words, short_day, taker_state
from meetingdesk.rules.names import padded
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Tag,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from meetingdesk.actions.oaths import CeremonyView, TakerView, UnswornView
    from meetingdesk.panels.appointments.page import AppointmentsPanel


class OathsTab(LatePage):
    """Ceremonies and their lists."""

    chosen = Signal(object)

    def __init__(self, panel: AppointmentsPanel) -> None:
        super().__init__("宣誓")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.ceremonies: list[CeremonyView] = []
        self.people: list[UnswornView] = []
        self._filling = False
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.about = label("", "soft", wrap=True)
        self.about.setObjectName("ceremonyFacts")
        box.addWidget(self.about)
        self.warning = Tag()
        self.warning.setObjectName("ceremonyProblem")
        self.warning.hide()
        box.addWidget(self.warning)
        box.addWidget(self._list_bar())
        self.table = RecordTable(
            [
                Column("序", lambda t: t.position, 44, soft=True),
                Column("姓名", lambda t: padded(t.name), 84),
                Column("职务", lambda t: t.post, stretch=True, wrap=True),
                Column("未参加的原因", lambda t: t.reason, 128, soft=True, wrap=True),
                Column("补宣", lambda t: short_day(t.made_up_on), 86, soft=True),
                Column("宣誓", lambda t: taker_state(t)[0], 80, tag=lambda t: taker_state(t)[1]),
            ],
            name="宣誓名单", movable=True, empty=self._empty(),
        )  # fmt: skip
        self.table.setObjectName("takersTable")
        self.table.moved.connect(
            lambda t, to: self.panel.host.guard(oaths.move_taker, self.panel.office, t.id, to)
        )
        self.table.delete_requested.connect(self.remove)
        self.table.edit_requested.connect(self._open)
        self.table.new_requested.connect(self.add)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)

    def _bar(self) -> Toolbar:
        self.box = QComboBox()
        self.box.setObjectName("ceremonyBox")
        self.box.setAccessibleName("宣誓仪式")
        self.box.setMinimumWidth(210)
        self.box.currentIndexChanged.connect(lambda *_: self._show())
        self.edit_button = button("修改", self.edit, icon="pencil-simple")
        self.delete_button = button("删除", self.delete, icon="trash")
        self.swear_button = button("登记宣誓", self.swear, icon="check")
        bar = Toolbar(self.box)
        bar.gap()
        for made, name in (
            (self.edit_button, "editCeremony"),
            (self.delete_button, "deleteCeremony"),
            (self.swear_button, "swearIn"),
        ):
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _list_bar(self) -> Toolbar:
        self.add_button = button("增加宣誓人", self.add, icon="plus")
        self.remove_button = button("移出名单", self.remove, icon="minus", tells="table.delete")
        self.up = button("", lambda: self.table.move_current(-1), icon="arrow-up",
                         hint="上移", tells="table.up")  # fmt: skip
        self.down = button("", lambda: self.table.move_current(1), icon="arrow-down",
                           hint="下移", tells="table.down")  # fmt: skip
        self.make_up_button = button("登记补宣", self.make_up, icon="calendar-plus")
        self.clear_button = button("撤回登记", self.clear, icon="arrow-u-up-left")
        self.list_bar = bar = Toolbar()
        for made, name in (
            (self.add_button, "addTaker"),
            (self.remove_button, "removeTaker"),
            (self.up, "takerUp"),
            (self.down, "takerDown"),
        ):
            made.setObjectName(name)
            bar.add(made)
        bar.gap()
        for made, name in ((self.make_up_button, "makeUp"), (self.clear_button, "clearOaths")):
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        first = button("登记仪式", self.new, icon="plus")
        first.setObjectName("firstCeremony")
        self._first = first
        self._nobody = EmptyState(
            "还没有登记宣誓仪式",
            "任命通过的人员就职时应当向宪法宣誓。登记仪式时自动列出还应宣誓的人，"
            "仪式后登记谁已宣誓，未参加的以后补宣。",
            first,
            "hand-palm",
        )
        return self._nobody

    # -- showing -----------------------------------------------------------------------

    @property
    def ceremony(self) -> CeremonyView | None:
        """The ceremony shown."""
        at = self.box.currentIndex()
        return self.ceremonies[at] if 0 <= at < len(self.ceremonies) else None

    def show_ceremonies(self, found: list[CeremonyView], people: list[UnswornView]) -> None:
        """Show the meeting's ceremonies; the chosen one stays chosen."""
        kept = self.ceremony.id if self.ceremony else None
        self.ceremonies, self.people = found, people
        self._filling = True
        self.box.clear()
        for one in found:
            self.box.addItem(ceremony_words(one), one.id)
        ids = [one.id for one in found]
        if ids:
            self.box.setCurrentIndex(ids.index(kept) if kept in ids else len(ids) - 1)
        self.box.setVisible(bool(found))
        self._filling = False
        self._show()

    def select(self, ceremony_id: int) -> None:
        """Show one ceremony."""
        self.box.setCurrentIndex(self.box.findData(ceremony_id))

    def _show(self) -> None:
        if self._filling:
            return
        one = self.ceremony
        self._first.setVisible(one is None)
        self._nobody.title.setText("宣誓名单是空的" if one else "还没有登记宣誓仪式")
        self._tell(one)
        self.table.set_rows(one.takers if one else [], choose=True)
        for made in (self.edit_button, self.delete_button):
            made.setEnabled(one is not None)
        self.swear_button.setEnabled(bool(one and not one.problems))
        listed = {t.entry_id for t in one.takers} if one else set()
        self.add_button.setEnabled(
            one is not None and any(p.entry_id not in listed for p in self.people)
        )
        self.clear_button.setEnabled(bool(one and (one.held or any(t.reason for t in one.takers))))
        self.chosen.emit(one)

    def _tell(self, one: CeremonyView | None) -> None:
        for made in (
            self.about,
            self.list_bar,
            self.edit_button,
            self.delete_button,
            self.swear_button,
        ):
            made.setVisible(one is not None)
        words = [*one.problems, *one.advice] if one else []
        self.warning.set(words[0] if words else "", "warn")
        self.warning.setToolTip("\n".join(words))
        if one is None:
            return
        parts = [one.place, f"组织：{one.organiser}"]
        for title, name in (("主持", one.chair), ("领誓", one.leader), ("监誓", one.witness)):
            parts += [f"{title}：{padded(name)}"] if name else []
        parts.append("奏唱国歌" if one.anthem else "未奏唱国歌")
        parts.append("悬挂国旗或者国徽" if one.emblem else "未悬挂国旗或者国徽")
        self.about.setText("　".join(part for part in parts if part))

    def _chosen(self, taker: TakerView | None) -> None:
        count = len(self.ceremony.takers) if self.ceremony else 0
        self.remove_button.setEnabled(bool(taker and not taker.sworn))
        self.up.setEnabled(bool(taker and taker.position > 1))
        self.down.setEnabled(bool(taker and taker.position < count))
        self.make_up_button.setEnabled(bool(taker and not taker.sworn))

    # -- doing -------------------------------------------------------------------------

    def new(self) -> None:
        """Register a ceremony."""
        panel = self.panel
        if panel.meeting_id is None:
            return

        def done(ceremony_id: int) -> None:
            self.select(ceremony_id)
            panel.host.toast("已登记宣誓仪式", undo=True)

        oath_sheets.ceremony_sheet(panel, panel.office, panel.meeting_id, None, done).open()

    def edit(self) -> None:
        """Change the ceremony shown."""
        if self.ceremony is not None and self.panel.meeting_id is not None:
            oath_sheets.ceremony_sheet(
                self.panel, self.panel.office, self.panel.meeting_id, self.ceremony,
                lambda _id: None,
            ).open()  # fmt: skip

    def delete(self) -> None:
        """Delete the ceremony shown; 撤销 brings it back."""
        one, host = self.ceremony, self.panel.host
        if one and host.guard(oaths.delete_ceremony, self.panel.office, one.id, default=True):
            host.toast("已删除宣誓仪式", undo=True)

    def swear(self) -> None:
        """Record the ceremony."""
        if self.ceremony is not None:
            oath_sheets.swear_sheet(
                self.panel, self.panel.office, self.ceremony,
                lambda n: self.panel.host.toast(f"已登记宣誓{n}人", undo=True),
            ).open()  # fmt: skip

    def clear(self) -> None:
        """Put everyone back to not sworn."""
        one, host = self.ceremony, self.panel.host
        if one and host.guard(oaths.clear_oaths, self.panel.office, one.id, default=True):
            host.toast("已撤回宣誓登记", undo=True)

    def add(self) -> None:
        """Add people to the list."""
        one = self.ceremony
        if one is None:
            self.new()
            return
        listed = {t.entry_id for t in one.takers}
        people = [p for p in self.people if p.entry_id not in listed]
        if people:
            oath_sheets.takers_sheet(self.panel, self.panel.office, one, people).open()

    def remove(self, taker: TakerView | None = None) -> None:
        """Take someone off the list; 撤销 brings them back."""
        taker, host = taker or self.table.current(), self.panel.host
        if taker and host.guard(oaths.remove_taker, self.panel.office, taker.id, default=True):
            host.toast(f"已把{taker.name}移出宣誓名单", undo=True)

    def _open(self, taker: TakerView) -> None:
        if not taker.sworn and taker.reason:
            self.make_up()

    def make_up(self) -> None:
        """Record that the chosen person swore later."""
        taker = self.table.current()
        if taker is not None and not taker.sworn:
            oath_sheets.make_up_sheet(
                self.panel, self.panel.office, taker, self.panel.office.today()
            ).open()
