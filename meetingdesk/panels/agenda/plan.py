"""年度计划: the points of a year, how each stands, and the way from them to the agenda."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog

from meetingdesk.actions import yearplan, yearplan_taking
from meetingdesk.panels.agenda.plan_sheets import (
    PlanTakingSheet,
    PointSheet,
    link_sheet,
    word_sheet,
)
from meetingdesk.panels.agenda.words import brief
from meetingdesk.shell.panel import Action
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
    from meetingdesk.actions.meetings import MeetingView
    from meetingdesk.actions.yearplan import PointView
    from meetingdesk.panels.agenda.page import AgendaPanel

_KINDS = {"未列入": "neutral", "已列入": "info", "已完成": "ok", "推迟": "warn"}
_POSTPONED, _DONE = "推迟", "已完成"


def _state(point: PointView) -> tuple[str, str]:
    if point.due:
        return "应列入", "bad"
    return point.state, _KINDS[point.state]


def _people(point: PointView) -> str:
    return "\n".join(dict.fromkeys(w for w in (point.submitted_by, point.reporter) if w))


class PlanTab(LatePage):
    """One year's plan: paste, import, add, correct, reorder, put on this meeting's agenda."""

    def __init__(self, panel: AgendaPanel) -> None:
        super().__init__("年度计划")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self._meeting: MeetingView | None = None
        self._year: int | None = None
        self.setMinimumWidth(1)  # its row of buttons must not hold the other pages' width
        box = tab_layout(self)
        box.addWidget(self._bar())
        self.table = RecordTable(
            [
                Column("序", lambda p: p.position, 48, soft=True),
                Column("时间", lambda p: p.timing, 112, soft=True, wrap=True),
                Column("方式", lambda p: p.verb, 96, soft=True),
                Column("议题", lambda p: p.subject, stretch=True, wrap=True),
                Column("提请／报告", _people, 130, soft=True, wrap=True),
                Column("情况", lambda p: _state(p)[0], 82, tag=lambda p: _state(p)[1],
                       tip=lambda p: "按计划本季度应当列入会议" if p.due else ""),
                Column("会议或原因", lambda p: p.words, 236, soft=True, wrap=True,
                       tip=lambda p: p.words),
            ],
            name="年度计划", movable=True, multi=True, empty=self._empty,
        )  # fmt: skip
        self.table.setObjectName("planTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.bind_key(" ", lambda _row: self.take())
        self.table.moved.connect(
            lambda row, to: self.panel.host.guard(
                yearplan.move_point, self.panel.office, row.id, to
            )
        )
        self.table.picked.connect(self._tell)
        self.table.chosen.connect(lambda _row: self._tell())
        box.addWidget(self.table, 1)

    def _bar(self) -> Toolbar:
        self.year_box = QComboBox()
        self.year_box.setObjectName("planYear")
        self.year_box.setAccessibleName("年度")
        self.year_box.activated.connect(lambda *_: self._year_picked())
        self.summary = label("", "soft")
        self.summary.setObjectName("planSummary")
        self.take_button = button("列入本次会议", self.take, icon="arrow-line-right", hint="空格")
        self.show_button = button("查看议题", self.show_item, icon="arrow-square-out",
                                  hint="转到由它而来的议题；写法不同的议题，可以指明就是这一项")  # fmt: skip
        self.later_button = button("推迟", self.postpone, icon="clock")
        self.done_button = button("完成", self.finish, icon="check",
                                  hint="在台账以外已经办完")  # fmt: skip
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        bar = Toolbar(self.year_box, self.summary)
        bar.gap()
        for made, name in (
            (self.take_button, "takePoints"),
            (self.show_button, "showPointItem"),
            (self.later_button, "postponePoint"),
            (self.done_button, "finishPoint"),
            (self.edit_button, "editPoint"),
            (self.delete_button, "deletePoint"),
        ):
            made.setObjectName(name)
            bar.add(made)
        return bar

    def _empty(self) -> EmptyState:
        begin = button("粘贴计划", self.paste, icon="clipboard-text")
        begin.setObjectName("firstPlan")
        return EmptyState(
            "还没有这一年的议题计划",
            "从工作要点或议题计划复制正文或整张表，粘贴后自动认出时间、方式、议题和报告单位；"
            "也可以导入 Word 或电子表格文件。会前从这里列入议题，年底可看执行情况。",
            begin,
            "list-numbers",
        )

    # -- showing -----------------------------------------------------------------------

    def show_meeting(self, meeting: MeetingView) -> None:
        """Show the plan of the meeting's year, or of the year chosen."""
        office = self.panel.office
        if self._meeting is None or self._meeting.id != meeting.id:
            self._year = None
        self._meeting = meeting
        usual = meeting.start.year if meeting.start is not None else office.today().year
        years = sorted({usual, *yearplan.plan_years(office, meeting.body_id)}, reverse=True)
        year = self._year if self._year is not None and self._year in years else usual
        self._year = year
        self.year_box.clear()
        for one in years:
            self.year_box.addItem(f"{one}年", one)
        self.year_box.setCurrentIndex(years.index(year))
        month = meeting.start.month if meeting.start is not None and year == usual else 0
        number = meeting.number if meeting.kind == "常委会会议" else None
        rows = yearplan.points(office, meeting.body_id, year, month=month, number=number)
        self.table.set_rows(rows, choose=True)
        counts = {state: sum(p.state == state for p in rows) for state in _KINDS}
        told = [f"{state}{count}" for state, count in counts.items() if count]
        self.summary.setText(f"{len(rows)}项：{'、'.join(told)}" if rows else "")
        self._tell()

    def _year_picked(self) -> None:
        self._year = self.year_box.currentData()
        if self._meeting is not None:
            self.show_meeting(self._meeting)

    def _tell(self) -> None:
        chosen = self.table.selected()
        one = chosen[0] if len(chosen) == 1 else None
        free = [p for p in chosen if not self._here(p)]
        self.take_button.setEnabled(bool(free))
        words = "查看议题" if one is None or one.traces else "对应议题"
        self.show_button.setText(words)
        self.show_button.setAccessibleName(words)
        self.show_button.setEnabled(one is not None)
        by_hand = one is not None and one.state in (_POSTPONED, _DONE) and not one.traces
        self.later_button.setText("恢复" if by_hand else "推迟")
        self.later_button.setAccessibleName(self.later_button.text())
        self.later_button.setEnabled(one is not None and (by_hand or not one.traces))
        self.done_button.setEnabled(one is not None and not one.traces and not by_hand)
        self.edit_button.setEnabled(one is not None)
        self.delete_button.setEnabled(bool(chosen))

    def _here(self, point: PointView) -> bool:
        return any(trace.meeting_id == self.panel.meeting_id for trace in point.traces)

    def select(self, point_id: int) -> None:
        """Choose a point, of whatever year."""
        body = self._meeting.body_id if self._meeting is not None else None
        if body is None or self._meeting is None:
            return
        for year in yearplan.plan_years(self.panel.office, body):
            listed = yearplan.points(self.panel.office, body, year)
            if any(point.id == point_id for point in listed):
                self._year = year
                self.show_meeting(self._meeting)
                self.table.select_id(point_id)

    # -- doing -------------------------------------------------------------------------

    def header_actions(self) -> list[Action]:
        """Offer what a plan begins with."""
        return [
            Action("导入计划", self.import_file, icon="upload-simple", shortcut="Ctrl+O",
                   hint="从 Word 或电子表格文件导入"),
            Action("粘贴计划", self.paste, icon="clipboard-text", shortcut="Ctrl+Shift+V",
                   hint="从工作要点、议题计划复制正文或整张表"),
            Action("增加一项", self.new, icon="plus", shortcut="Ctrl+N", primary=True),
        ]  # fmt: skip

    def new(self) -> None:
        """Add a point."""
        meeting, year = self._meeting, self._year
        if meeting is not None and year is not None:
            PointSheet(
                self.panel, self.panel.office, meeting.body_id, year, on_done=self.table.select_id
            ).open()

    def edit(self, point: PointView | None = None) -> None:
        """Change the chosen point."""
        point, meeting = point or self.table.current(), self._meeting
        if point is not None and meeting is not None:
            PointSheet(self.panel, self.panel.office, meeting.body_id, point.year, point).open()

    def delete(self, _point: PointView | None = None) -> None:
        """Delete the chosen points; 撤销 brings them back."""
        chosen, host = self.table.selected(), self.panel.host
        if chosen and host.guard(
            yearplan.delete_points, self.panel.office, [p.id for p in chosen], default=True
        ):
            words = f"“{brief(chosen[0].subject)}”" if len(chosen) == 1 else f"{len(chosen)}项"
            host.toast(f"已从计划删除{words}", undo=True)

    def take(self) -> None:
        """Put the chosen points on the agenda of the meeting at hand."""
        chosen = [p.id for p in self.table.selected() if not self._here(p)]
        meeting_id, host = self.panel.meeting_id, self.panel.host
        if not chosen or meeting_id is None:
            return
        made = host.guard(yearplan.take_points, self.panel.office, meeting_id, chosen)
        if made is not None:
            host.toast(f"已列入{len(made)}项议题", undo=True)
            self.table.setFocus()

    def show_item(self) -> None:
        """Turn to the last agenda item made from the chosen point, or say which item it is."""
        point = self.table.current()
        if point is None:
            return
        if not point.traces:
            self._link(point)
            return
        last = point.traces[-1]
        self.panel.host.set_meeting(last.meeting_id)
        self.panel.host.open_panel("agenda", item_id=last.item_id)

    def _link(self, point: PointView) -> None:
        meeting_id, host = self.panel.meeting_id, self.panel.host
        if meeting_id is None:
            return
        if not yearplan.items_like(self.panel.office, point.id, meeting_id):
            host.toast("这次会议还没有议题，请先列入")
            return
        link_sheet(self.panel, self.panel.office, point, meeting_id, host).open()

    def postpone(self) -> None:
        """Put the chosen point off with a reason, or take that back."""
        point, host = self.table.current(), self.panel.host
        if point is None:
            return
        if point.state in (_POSTPONED, _DONE):
            if host.guard(yearplan.resume_point, self.panel.office, point.id, default=True):
                host.toast(f"计划第{point.position}项已恢复", undo=True)
            return
        word_sheet(self.panel, self.panel.office, point, host, done=False).open()

    def finish(self) -> None:
        """Say that the chosen point is done outside this desk."""
        point = self.table.current()
        if point is not None:
            word_sheet(self.panel, self.panel.office, point, self.panel.host, done=True).open()

    def paste(self) -> None:
        """Take points from pasted text."""
        self._open_taking(None)

    def import_file(self) -> None:
        """Take points from a file."""
        endings = " ".join(f"*.{suffix}" for suffix in yearplan_taking.SUFFIXES)
        dialog = QFileDialog(
            self.panel.window(), "导入计划", str(Path.home()),
            f"计划 ({endings});;所有文件 (*)",
        )  # fmt: skip
        dialog.setObjectName("planDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.import_path(Path(name)))
        dialog.open()

    def import_path(self, path: Path) -> None:
        """Show what importing ``path`` would add, and offer to add it."""
        self._open_taking(path)

    def _open_taking(self, path: Path | None) -> None:
        meeting, year = self._meeting, self._year
        if meeting is None or year is None:
            return
        sheet = PlanTakingSheet(
            self.panel, self.panel.office, meeting.body_id, year, self.panel.host, path
        )
        sheet.taken.connect(self._taken)
        sheet.open()

    def _taken(self, year: int) -> None:
        self._year = year
        if self._meeting is not None:
            self.show_meeting(self._meeting)
        self.table.setFocus()
