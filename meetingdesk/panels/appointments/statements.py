"""供职发言: the order of the speakers, their time, and its place in the order of day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from meetingdesk.actions import statements
from meetingdesk.errors import Problem, Refused
from meetingdesk.rules.names import padded
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Sheet,
    Tag,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.statements import StatementView
    from meetingdesk.panels.appointments.page import AppointmentsPanel


class StatementsTab(LatePage):
    """The speakers in their order, moved by keys or by hand."""

    chosen = Signal(object)

    def __init__(self, panel: AppointmentsPanel) -> None:
        super().__init__("供职发言")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.waiting = 0  # nominees not in the order yet
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(
            [
                Column("序", lambda s: s.position, 38, soft=True),
                Column("姓名", lambda s: padded(s.name), 72),
                Column("拟任职务", lambda s: s.post, stretch=True, wrap=True),
                Column("提请人", lambda s: s.proposer, 104, soft=True, wrap=True),
                Column("形式", lambda s: s.form, 100,
                       set=lambda s, text: self._put(s, form=text), choices=statements.FORMS),
                Column("分钟", _minutes, 70, align="right", set=self._put_minutes,
                       tip=lambda _s: "双击修改；0 表示不限时"),
            ],
            name="供职发言次序",
            movable=True,
            empty=self._empty(),
        )  # fmt: skip
        self.table.setObjectName("statementsTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.arrange)
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)
        box.addWidget(self._day())

    def _bar(self) -> Toolbar:
        self.about = label("", "soft", wrap=True)
        self.about.setObjectName("statementWords")
        self.minutes_button = button("统一时间", self.ask_minutes, icon="clock")
        self.up = button("", lambda: self.table.move_current(-1), icon="arrow-up",
                         hint="上移", tells="table.up")  # fmt: skip
        self.down = button("", lambda: self.table.move_current(1), icon="arrow-down",
                           hint="下移", tells="table.down")  # fmt: skip
        self.delete_button = button("取消发言", self.delete, icon="trash", tells="table.delete")
        bar = Toolbar()
        bar.add(self.about, 1)
        for made, name in (
            (self.minutes_button, "statementMinutes"), (self.up, "statementUp"),
            (self.down, "statementDown"), (self.delete_button, "deleteStatement"),
        ):  # fmt: skip
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _day(self) -> QWidget:
        self.day_tag = Tag()
        self.day_words = label("", "soft", wrap=True)
        self.day_words.setObjectName("statementDay")
        self.day_button = button("排入日程", self.put_in_day, icon="calendar-plus")
        self.day_button.setObjectName("statementsInDay")
        bar = Toolbar(self.day_tag)
        bar.add(self.day_words, 1)
        bar.add(self.day_button)
        self.day_bar = bar
        return bar

    def _empty(self) -> EmptyState:
        begin = button("全部编入", self.arrange, icon="plus")
        begin.setObjectName("arrangeAll")
        self.begin = begin
        return EmptyState(
            "还没有编排供职发言",
            "拟任命人员按任免案的次序编入，再调整先后和时间；主持词、大屏和发言次序表随之写好。",
            begin,
            "identification-card",
        )

    # -- showing -----------------------------------------------------------------------

    def show_meeting(self, meeting_id: int) -> None:
        """Show the meeting's speakers."""
        plan = statements.plan(self.panel.office, meeting_id)
        rows = list(plan.speakers)
        self.waiting = len(plan.left_out)
        self.begin.setEnabled(self.waiting > 0)
        self.table.set_rows(rows, choose=True)
        told = [f"共{len(rows)}人，约{plan.minutes}分钟，{plan.when}进行"] if rows else []
        if rows and plan.left_out:
            told.append(f"未编入：{'、'.join(name for _, name, _ in plan.left_out)}")
        self.about.setText("　".join(told))
        self.minutes_button.setEnabled(bool(rows))
        self.day_tag.set(
            "已排入日程" if plan.sitting else "日程里还没有", "ok" if plan.sitting else "warn"
        )
        self.day_words.setText(plan.sitting)
        self.day_button.setVisible(not plan.sitting)
        self.day_bar.setVisible(bool(rows))
        if not rows:
            self._chosen(None)

    def _chosen(self, view: StatementView | None) -> None:
        count = len(self.table.rows())
        self.up.setEnabled(bool(view and view.position > 1))
        self.down.setEnabled(bool(view and view.position < count))
        self.delete_button.setEnabled(view is not None)
        self.chosen.emit(view)

    # -- doing -------------------------------------------------------------------------

    def arrange(self) -> None:
        """Put everybody who is to be appointed, and is not there yet, at the end."""
        host, meeting_id = self.panel.host, self.panel.meeting_id
        if meeting_id is None or not self.waiting:
            return
        added = host.guard(statements.arrange, self.panel.office, meeting_id)
        if added:
            host.toast(f"已编入供职发言{added}人", undo=True)

    def _moved(self, view: StatementView, to: int) -> None:
        self.panel.host.guard(statements.move_statement, self.panel.office, view.id, to)

    def _put(self, view: StatementView, **values: Any) -> None:
        self.panel.host.guard(statements.edit_statement, self.panel.office, view.id, **values)

    def _put_minutes(self, view: StatementView, text: str) -> None:
        self.panel.host.guard(self._set_minutes, view, text)

    def _set_minutes(self, view: StatementView, text: str) -> None:
        plain = text.strip().removesuffix("分钟") or "0"
        if not plain.isdecimal():
            raise Refused(f"“{text}”不是分钟数。", Problem("请填0至120的整数，0表示不限时。"))
        statements.edit_statement(self.panel.office, view.id, minutes=int(plain))

    def edit(self, view: StatementView | None = None) -> None:
        """Change a speaker's form and time."""
        wanted: StatementView | None = view or self.table.current()
        if wanted is None:
            return
        panel = self.panel

        def submit(sheet: Sheet) -> None:
            statements.edit_statement(panel.office, wanted.id, **sheet.form.values())

        sheet = Sheet(panel, f"{wanted.name}的发言", submit)
        form = sheet.form
        form.add_choice("form", "形式", [(f, f) for f in statements.FORMS], wanted.form)
        form.add_int(
            "minutes", "时间", wanted.minutes, high=120, suffix=" 分钟", hint="0 表示不限时"
        )
        sheet.named("statementSheet").open()

    def delete(self, view: StatementView | None = None) -> None:
        """Take the speaker off the order; 撤销 brings them back."""
        wanted: StatementView | None = view or self.table.current()
        host = self.panel.host
        if wanted is not None and host.guard(
            statements.delete_statement, self.panel.office, wanted.id, default=True
        ):
            host.toast(f"已取消{wanted.name}的发言", undo=True)

    def ask_minutes(self) -> None:
        """Give every speaker the same time."""
        panel, meeting_id = self.panel, self.panel.meeting_id
        rows: list[StatementView] = self.table.rows()
        if meeting_id is None or not rows:
            return

        def submit(sheet: Sheet) -> None:
            people = statements.set_minutes(panel.office, meeting_id, sheet.form.value("minutes"))
            panel.host.toast(f"已设定{people}人的发言时间", undo=True)

        sheet = Sheet(panel, "统一发言时间", submit)
        sheet.form.add_int("minutes", "每人", rows[0].minutes, high=120, suffix=" 分钟",
                           hint="0 表示不限时")  # fmt: skip
        sheet.named("minutesSheet").open()

    def put_in_day(self) -> None:
        """Put the statements into the order of day."""
        host, meeting_id = self.panel.host, self.panel.meeting_id
        if meeting_id is None:
            return
        if host.guard(statements.put_in_day, self.panel.office, meeting_id, default=True):
            host.toast("供职发言已排入日程", undo=True)


def _minutes(view: StatementView) -> str:
    if not view.spoken:
        return ""
    return str(view.minutes) if view.minutes else "不限"
