"""座次: seat everyone by rule, then move people; what is made here is printed as 座次图."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.actions import seating
from meetingdesk.errors import Problem, Refused
from meetingdesk.panels.meetings.seatcanvas import SeatCanvas
from meetingdesk.rules.names import padded
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    LatePage,
    RecordTable,
    Sheet,
    Toolbar,
    button,
    label,
    tab_layout,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QMouseEvent

    from meetingdesk.actions.meetings import MeetingView
    from meetingdesk.actions.seating import PlanView, Sitter
    from meetingdesk.rules.seating import Spot
    from meetingdesk.shell.panel import Panel

_WAITING_WIDTH = 190


class SeatsTab(LatePage):
    """The hall of the meeting at hand, and who has no seat yet."""

    def __init__(self, panel: Panel) -> None:
        super().__init__("座次")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self._meeting_id: int | None = None
        self.plan: PlanView | None = None
        self._dragged: Sitter | None = None
        box = tab_layout(self)
        self.stack = QStackedWidget()
        first = button("按规则排座", self.arrange, icon="armchair", kind="primary")
        first.setObjectName("firstSeats")
        self.first = first
        self.nothing = EmptyState(
            "还没有座次",
            "主席台由中间向两边、左为上排列，委员按名单次序，列席人员另起一排；排好后可以拖动调整。",
            first,
            "armchair",
        )
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self._work())
        box.addWidget(self.stack, 1)

    # -- making ------------------------------------------------------------------------

    def _work(self) -> QWidget:
        work = QWidget()
        work.setAccessibleName("座次")
        box = QVBoxLayout(work)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.GAP)
        box.addWidget(self._bar())
        self.canvas = SeatCanvas()
        self.canvas.placed.connect(self._place)
        self.canvas.freed.connect(self._free)
        self.line = label("", "soft")
        self.line.setObjectName("seatLine")
        self.canvas.told.connect(self.line.setText)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.canvas, 1)
        row.addWidget(self._waiting())
        box.addLayout(row, 1)
        box.addWidget(self.line)
        return work

    def _bar(self) -> Toolbar:
        rule = button(
            "按规则排座", self.arrange, icon="armchair", hint="主席台、委员、列席重新排一遍"
        )
        hall = button("会场", self.edit_hall, icon="ruler", hint="排数、座数、过道、主席台")
        rule.setObjectName("arrangeSeats")
        hall.setObjectName("editHall")
        self.side = button("由主席台看", icon="arrows-clockwise", hint="换到另一个方向看")
        self.side.setObjectName("flipSeats")
        self.side.setCheckable(True)
        self.side.clicked.connect(self._flip)
        bar = Toolbar(rule, hall, self.side)
        bar.gap()
        delete = button("", self.delete, icon="trash", hint="删除座次，座次图按规则印")
        delete.setObjectName("deleteSeats")
        bar.add(delete)
        return bar

    def _waiting(self) -> QWidget:
        self.waiting_box = QWidget()
        self.waiting_box.setAccessibleName("待排")
        self.waiting_box.setFixedWidth(_WAITING_WIDTH)
        box = QVBoxLayout(self.waiting_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.GAP)
        self.waiting_head = label("待排", "card")
        box.addWidget(self.waiting_head)
        self.waiting = RecordTable(
            [
                Column("姓名", lambda s: padded(s.name), 84),
                Column("职务", lambda s: s.post, stretch=True, soft=True, tip=lambda s: s.post),
            ],
            name="待排座的人员",
            empty=lambda: EmptyState("都已排座", "空出的座位、新登记的人员列在这里。"),
        )
        self.waiting.setObjectName("waitingTable")
        self.waiting.setToolTip("拖到座位上；或按回车拿起，再在图上选座位")
        self.waiting.activated.connect(self.canvas.take_up)
        self.waiting.view.viewport().installEventFilter(self)
        box.addWidget(self.waiting, 1)
        return self.waiting_box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let someone be dragged from the list onto a seat."""
        if watched is self.waiting.view.viewport():
            if event.type() == QEvent.Type.MouseButtonPress:
                at = self.waiting.view.indexAt(cast("QMouseEvent", event).position().toPoint())
                rows = self.waiting.rows()
                self._dragged = rows[at.row()] if 0 <= at.row() < len(rows) else None
            elif event.type() == QEvent.Type.MouseButtonRelease and self._dragged is not None:
                point = cast("QMouseEvent", event).globalPosition()
                spot = self.canvas.spot_at(self.canvas.mapFromGlobal(point))
                sitter, self._dragged = self._dragged, None
                if spot is not None:
                    self._place(sitter.key, spot)
        return super().eventFilter(watched, event)

    # -- showing -----------------------------------------------------------------------

    def show_meeting(self, meeting: MeetingView | None) -> None:
        """Show the seating of ``meeting``."""
        self._meeting_id = meeting.id if meeting is not None else None
        self.plan = seating.plan(self.panel.office, meeting.id) if meeting is not None else None
        self.first.setVisible(meeting is not None)
        self.stack.setCurrentIndex(0 if self.plan is None else 1)
        self.canvas.show_plan(self.plan)
        waiting = list(self.plan.waiting) if self.plan is not None else []
        self.waiting.set_rows(waiting, choose=True)
        self.waiting_head.setText(f"待排　{len(waiting)}" if waiting else "待排")

    def take_focus(self) -> None:
        """Begin on the plan."""
        (self.first if self.plan is None else self.canvas).setFocus()

    # -- doing -------------------------------------------------------------------------

    def arrange(self) -> None:
        """Seat everyone by rule, asking for the order."""
        office, meeting_id, host = self.panel.office, self._meeting_id, self.panel.host
        if meeting_id is None:
            return

        def submit(sheet: Sheet) -> None:
            values = sheet.form.values()
            seating.arrange(
                office, meeting_id, order=values["order"] or "", left_first=values["side"] == "左"
            )
            host.toast("已按规则排座", undo=True)

        hint = "现在的座次由新排的代替，可以撤销。" if self.plan and self.plan.seats else ""
        sheet = Sheet(self.panel, "按规则排座", submit, hint=hint, ok="排座")
        options = [("", "按议事规则的名单次序"), *((o, f"按{o}") for o in seating.ORDERS)]
        sheet.form.add_choice("order", "委员", options, "")
        left = self.plan is None or self.plan.left_first
        sheet.form.add_choice(
            "side", "主席台", [("左", "左为上：2号在1号左手边"), ("右", "右为上：2号在1号右手边")],
            "左" if left else "右",
        )  # fmt: skip
        sheet.named("arrangeSheet").open()

    def edit_hall(self) -> None:
        """Change rows, seats, aisles and platform."""
        office, meeting_id, host = self.panel.office, self._meeting_id, self.panel.host
        if meeting_id is None or self.plan is None:
            return
        room = self.plan.room

        def submit(sheet: Sheet) -> None:
            values = sheet.form.values()
            lost = seating.set_hall(
                office, meeting_id, rows=values["rows"], columns=values["columns"],
                aisles=_numbers(values["aisles"]), platform=values["platform"],
            )  # fmt: skip
            host.toast(f"会场已改，{lost}人待排" if lost else "会场已改", undo=True)

        sheet = Sheet(self.panel, "会场", submit, hint="座位从左数起（面向主席台）。")
        form = sheet.form
        form.add_int("rows", "排数", room.rows, low=1, high=seating.MOST_ROWS)
        form.add_int("columns", "每排座数", room.columns, low=1, high=seating.MOST_COLUMNS)
        form.add_text("aisles", "过道", "、".join(str(n) for n in room.aisles),
                      placeholder="如 6，即第6座之后；没有不填")  # fmt: skip
        form.add_int("platform", "主席台座数", room.platform, high=seating.MOST_COLUMNS)
        sheet.named("hallSheet").open()

    def _flip(self, flipped: bool) -> None:
        self.side.setText("由会场看" if flipped else "由主席台看")
        self.canvas.set_flipped(flipped)

    def _place(self, who: str, spot: Spot) -> None:
        if self._meeting_id is not None:
            self.panel.host.guard(
                seating.seat, self.panel.office, self._meeting_id, who,
                zone=spot.zone, row=spot.row + 1, column=spot.column + 1,
            )  # fmt: skip

    def _free(self, who: str) -> None:
        if self._meeting_id is not None:
            self.panel.host.guard(seating.unseat, self.panel.office, self._meeting_id, who)

    def delete(self) -> None:
        """Do away with the seating; 撤销 brings it back."""
        host = self.panel.host
        if self._meeting_id is not None and host.guard(
            seating.delete_plan, self.panel.office, self._meeting_id, default=True
        ):
            host.toast("已删除座次，座次图按规则印", undo=True)


def _numbers(text: str) -> list[int]:
    """Read 6、12 as seat numbers.

    Raises:
        Refused: something that is no number.
    """
    parts = [part for part in re.split(r"[、，,\s]+", text.strip()) if part]
    if wrong := [part for part in parts if not part.isdecimal()]:
        raise Refused(f"“{wrong[0]}”不是座号。", Problem("请填数字，用顿号分开。", field="过道"))
    return [int(part) for part in parts]
