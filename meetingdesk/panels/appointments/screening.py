"""任前程序: who was trained, examined and publicly announced, and who is kept off the ballot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMenu, QWidget

from meetingdesk.actions import screening
from meetingdesk.panels.appointments.entries import ROOMY
from meetingdesk.panels.appointments.screening_sheets import (
    ScorePasteSheet,
    batch_sheet,
    gates_sheet,
    screen_sheet,
)
from meetingdesk.panels.appointments.words import gates_words, short_day, short_span
from meetingdesk.rules.names import padded
from meetingdesk.rules.screening import OFF
from meetingdesk.shell import theme
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
    from meetingdesk.actions.screening import BatchView, NomineeView
    from meetingdesk.panels.appointments.page import AppointmentsPanel

_GRADES = {"优良": "ok", "合格": "info", "不合格": "bad"}
_BATCH, _RETAKE, _NOTICE = 2, 5, 7


def state_of(view: NomineeView) -> tuple[str, str]:
    """Return how a nominee stands before the gates, and the kind of tag."""
    if view.blocked:
        return "不得提请", "bad"
    if view.told:
        return "须补齐", "warn"
    return ("免考", "neutral") if view.waived else ("", "neutral")


class ScreeningTab(LatePage):
    """The nominees with training, marks and notice; marks typed on the row or pasted."""

    chosen = Signal(object)

    def __init__(self, panel: AppointmentsPanel) -> None:
        super().__init__("任前程序")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.batches: list[BatchView] = []
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(self._columns(), name="任前程序", multi=True, empty=self._empty)
        self.table.setObjectName("screeningTable")
        self.table.edit_requested.connect(self.edit)
        self.table.chosen.connect(self._chosen)
        self.table.bind_key(" ", lambda _row: self.toggle_trained())
        for digit in "0123456789":
            self.table.bind_key(digit, partial(self._begin_mark, digit))
        box.addWidget(self.table, 1)
        self.note = label("", "soft", wrap=True)
        self.note.setObjectName("screeningNote")
        self.note.setContentsMargins(10, 0, 10, 0)
        box.addWidget(self.note)
        box.addWidget(self._marks())

    def _columns(self) -> list[Column]:
        return [
            Column("姓名", lambda v: padded(v.name), 70),
            Column("拟任职务", lambda v: v.post, stretch=True, wrap=True),
            Column("场次", lambda v: f"第{v.batch}场" if v.batch else "", 62, soft=True),
            Column("培训", lambda v: "参加" if v.trained else "免" if v.waived else "", 54),
            Column("成绩", lambda v: v.score, 54, align="right"),
            Column("补考", lambda v: v.retake, 54, align="right"),
            Column("等次", lambda v: v.grade, 84, tag=lambda v: _GRADES.get(v.grade, "neutral")),
            Column("公示", lambda v: short_span(v.public_from, v.public_until), 128, soft=True,
                   wrap=True, tip=lambda v: v.objection),
            Column("核对", lambda v: state_of(v)[0], 98, tag=lambda v: state_of(v)[1],
                   tip=lambda v: "\n".join(v.told)),
        ]  # fmt: skip

    def _bar(self) -> Toolbar:
        self.about = label("", "soft", wrap=True)
        self.about.setObjectName("gateWords")
        self.edit_button = button("登记", self.edit, icon="pencil-simple",
                                  hint="登记所选人员的培训、成绩和公示　回车")  # fmt: skip
        self.rounds = button("场次", icon="calendar-check", hint="培训和考试的日期")
        self.menu = QMenu(self.rounds)
        self.menu.setAccessibleName("场次")
        self.rounds.setMenu(self.menu)
        self.gates = button("要求", self.set_gates, icon="scales",
                            hint="本机构对培训、考试和公示的要求")  # fmt: skip
        bar = Toolbar()
        bar.add(self.about, 1)
        for made, name in (
            (self.edit_button, "editScreening"), (self.rounds, "batchMenu"),
            (self.gates, "setGates"),
        ):  # fmt: skip
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _marks(self) -> QWidget:
        """Make the line a mark is typed in: digits on the table come here, Enter goes on."""
        self.mark_words = label("成绩", "soft")
        self.mark = QLineEdit()
        self.mark.setObjectName("quickMark")
        self.mark.setAccessibleName("成绩")
        self.mark.setPlaceholderText("在表上直接按数字，回车转到下一人")
        self.mark.setMaxLength(6)
        self.mark.setMinimumWidth(250)
        self.mark.returnPressed.connect(self.keep_mark)
        self.again = QCheckBox("补考")
        self.again.setObjectName("markRetake")
        self.again.setAccessibleName("登记为补考成绩")
        bar = Toolbar(self.mark_words, self.mark, self.again)
        bar.gap()
        self.mark_bar = bar
        return bar

    def _empty(self) -> EmptyState:
        return EmptyState(
            "还没有拟任命人员",
            "登记任免案后，这里列出拟任命的人员，登记任前培训、法律知识考试和公示。"
            "是否要求、达不到时提醒还是不得提请表决，按“要求”设定。",
            icon="identification-card",
        )

    # -- showing -----------------------------------------------------------------------

    def show_meeting(self, meeting_id: int) -> None:
        """Show the meeting's nominees."""
        office = self.panel.office
        rows = screening.nominees(office, meeting_id)
        self.batches = screening.batches(office, meeting_id)
        self.standard = screening.standard(office, meeting_id)
        self.table.set_rows(rows)
        view = self.table.view
        view.setColumnHidden(_BATCH, not self.batches)
        view.setColumnHidden(_RETAKE, not any(v.retake for v in rows))
        noticed = self.standard.publicity != OFF or any(v.public_from for v in rows)
        view.setColumnHidden(_NOTICE, not noticed or self.width() < ROOMY)
        self.about.setText(gates_words(self.standard))
        self.mark_bar.setVisible(bool(rows))
        self._fill_menu()
        if rows and self.table.current() is None:
            self.table.select_id(rows[0].id)

    def resizeEvent(self, event: Any) -> None:
        """Show the notice's days where there is room; the row's form has them always."""
        super().resizeEvent(event)
        if hasattr(self, "standard"):
            rows: list[NomineeView] = self.table.rows()
            noticed = self.standard.publicity != OFF or any(v.public_from for v in rows)
            self.table.view.setColumnHidden(_NOTICE, not noticed or self.width() < ROOMY)

    def _fill_menu(self) -> None:
        self.menu.clear()
        act = self.menu.addAction("登记一场培训考试")
        act.setObjectName("newBatch")
        act.triggered.connect(lambda *_: self.edit_batch(None))
        for batch in self.batches:
            day = short_day(batch.exam_on)
            words = (
                f"第{batch.position}场　{day}考试　{batch.people}人"
                if day
                else f"第{batch.position}场"
            )
            act = self.menu.addAction(words)
            act.setObjectName(f"batch{batch.position}")
            act.triggered.connect(lambda *_, batch=batch: self.edit_batch(batch))

    def _chosen(self, view: NomineeView | None) -> None:
        self.edit_button.setEnabled(view is not None)
        told = list(view.told) if view else []
        told += [p for b in self.batches if view and b.id == view.batch_id for p in b.problems]
        theme.set_role(self.note, "error" if view and view.told else "soft")
        self.note.setText("\n".join(told))
        self.note.setVisible(bool(told))
        self.mark_words.setText(f"{view.name}的成绩" if view else "成绩")
        self.mark.setEnabled(view is not None)
        self.chosen.emit(view)

    # -- doing -------------------------------------------------------------------------

    def _ids(self) -> list[int]:
        return [view.id for view in self.table.selected()]

    def edit(self, view: NomineeView | None = None) -> None:
        """Register what the chosen nominees have behind them."""
        chosen: list[NomineeView] = self.table.selected() or ([view] if view else [])
        if chosen and self.panel.meeting_id is not None:
            screen_sheet(self.panel, self.panel.office, chosen, self.batches, self._said).open()

    def _said(self, people: int) -> None:
        self.panel.host.toast(f"已登记{people}人的任前程序", undo=True)

    def toggle_trained(self) -> None:
        """Turn the chosen nominees' attendance of the training."""
        chosen: list[NomineeView] = self.table.selected()
        if not chosen:
            return
        trained = not all(view.trained for view in chosen)
        people = self.panel.host.guard(
            screening.screen_all, self.panel.office, self._ids(), trained=trained
        )
        if people:
            words = "参加" if trained else "未参加"
            self.panel.host.toast(f"已登记{people}人{words}任前培训", undo=True)

    def _begin_mark(self, digit: str, _row: NomineeView) -> None:
        self.mark.setText(digit)
        self.mark.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mark.deselect()
        self.mark.setCursorPosition(len(digit))

    def keep_mark(self) -> None:
        """Keep the mark typed and turn to the next nominee, ready for the next digit."""
        view: NomineeView | None = self.table.current()
        text = self.mark.text().strip()
        if view is None or not text:
            return
        which = "retake" if self.again.isChecked() else "score"
        done = self.panel.host.guard(
            screening.screen, self.panel.office, view.id, default=True, **{which: text}
        )
        if done is None:
            self.mark.selectAll()
            return
        self.mark.clear()
        rows: list[NomineeView] = self.table.rows()
        at = next((n for n, row in enumerate(rows) if row.id == view.id), -1)
        following = next((row for row in rows[at + 1 :] if row.name != view.name), None)
        if following is not None:
            self.table.select_id(following.id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def paste(self) -> None:
        """Take marks from a list."""
        if self.panel.meeting_id is not None and self.table.rows():
            ScorePasteSheet(
                self.panel, self.panel.office, self.panel.meeting_id, self.panel.host
            ).open()

    def edit_batch(self, batch: BatchView | None) -> None:
        """Register a round of training and exam, or change one."""
        panel = self.panel
        if panel.meeting_id is not None:
            batch_sheet(panel, panel.office, panel.meeting_id, batch, panel.host).open()

    def set_gates(self) -> None:
        """Set what the body asks of nominees."""
        panel = self.panel
        if panel.meeting_id is not None:
            gates_sheet(panel, panel.office, panel.meeting_id, panel.host).open()
