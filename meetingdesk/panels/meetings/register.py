"""The list of meetings: choosing one makes it the meeting at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QComboBox

from meetingdesk.actions import meetings, roster
from meetingdesk.panels.meetings.sheets import meeting_sheet
from meetingdesk.shell.widgets import Card, Column, EmptyState, RecordTable, Toolbar, button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meetingdesk.actions.meetings import MeetingLine, MeetingView
    from meetingdesk.shell.panel import Panel

_STATE_TAGS = {"筹备": "warn", "进行": "info", "已结束": "neutral"}
_ALL = "全部会种"


class Register(Card):
    """会议 newest first, with a filter by kind; ``picked`` gives the meeting chosen."""

    picked = Signal(int)

    def __init__(self, panel: Panel, parent: QWidget | None = None) -> None:
        super().__init__("会议", margins=10, parent=parent)
        self.panel = panel
        self._filling = False
        self._meeting_id: int | None = None
        self.kinds = QComboBox()
        self.kinds.setObjectName("kindFilter")
        self.kinds.setAccessibleName("会种")
        self.kinds.addItem(_ALL)
        self.kinds.currentIndexChanged.connect(lambda *_: self._filtered())
        self.add_action(self.kinds)
        first = button("新建会议", self.new, icon="plus")
        first.setObjectName("firstMeeting")
        self.empty = EmptyState(
            "还没有会议", "新建一次会议，再生成签到名册、编排议程和日程。", first
        )
        self.table = RecordTable(
            [
                Column("会议", lambda m: f"{m.short_title}\n{m.date_text or '日期未定'}",
                       stretch=True, wrap=True),
                Column("状态", lambda m: m.state, 80, tag=lambda m: _STATE_TAGS.get(m.state)),
            ],
            name="会议", empty=self.empty, sortable=True,
        )  # fmt: skip
        self.table.setObjectName("meetingsTable")
        self.table.chosen.connect(self._chosen)
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.add(self.table, 1)
        self.note = label("", "soft", wrap=True)
        self.note.setObjectName("seriesNote")
        self.add(self.note)
        self.edit_button = button("修改", self.edit, icon="pencil-simple", hint="回车")
        self.delete_button = button("删除", self.delete, icon="trash", tells="table.delete")
        self.edit_button.setObjectName("editMeeting")
        self.delete_button.setObjectName("deleteMeeting")
        bar = Toolbar(self.edit_button, self.delete_button)
        bar.gap()
        self.add(bar)

    # -- showing -----------------------------------------------------------------------

    def show_meetings(self, meeting_id: int | None) -> None:
        """Read the meetings again and show which one is at hand."""
        self._meeting_id = meeting_id
        every = meetings.lines(self.panel.office)
        self._fill_kinds(every)
        wanted = self.kinds.currentText()
        rows = [m for m in every if wanted in (_ALL, m.kind)]
        self._filling = True
        self.table.set_rows(rows)
        if meeting_id is None or not self.table.select_id(meeting_id):
            self.table.view.clearSelection()
            self.table.view.setCurrentIndex(QModelIndex())
        self._filling = False
        current = self.table.current()
        self.edit_button.setEnabled(current is not None)
        self.delete_button.setEnabled(current is not None)
        self._tell_gaps(wanted, every)

    def _fill_kinds(self, every: list[MeetingLine]) -> None:
        kinds = [_ALL, *dict.fromkeys(m.kind for m in every)]
        if [self.kinds.itemText(at) for at in range(self.kinds.count())] == kinds:
            return
        kept = self.kinds.currentText()
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItems(kinds)
        self.kinds.setCurrentIndex(kinds.index(kept) if kept in kinds else 0)
        self.kinds.blockSignals(False)

    def _tell_gaps(self, kind: str, every: list[MeetingLine]) -> None:
        """Say which numbers of the shown series are missing (A01)."""
        here = next((m for m in every if m.id == self._meeting_id), None)
        kind = here.kind if kind == _ALL and here is not None else kind
        gaps: list[int] = []
        if here is not None and here.term_id is not None and meetings.numbered(kind):
            gaps = meetings.missing_numbers(self.panel.office, term_id=here.term_id, kind=kind)
        shown = "、".join(map(str, gaps[:6])) + ("等" if len(gaps) > 6 else "")
        self.note.setText(f"{kind}本届缺第{shown}次" if gaps else "")
        self.note.setVisible(bool(gaps))

    def _filtered(self) -> None:
        self.show_meetings(self._meeting_id)

    def _chosen(self, meeting: MeetingLine | None) -> None:
        if not self._filling and meeting is not None and meeting.id != self._meeting_id:
            self.picked.emit(meeting.id)

    # -- doing -------------------------------------------------------------------------

    def new(self) -> None:
        """Convene a meeting and make it the one at hand."""
        terms = roster.terms(self.panel.office)
        if not terms:
            self.panel.banner.show_message(
                "还不能新建会议：台账里还没有机构和届次。",
                "warn",
                "会议按届编次，应到人数也由名册得出。请先在“名册”中登记本机构和本届。",
                [("去登记", lambda: self.panel.host.open_panel("roster"))],
            )
            return
        host = self.panel.host

        def made(meeting_id: int) -> None:
            self.kinds.setCurrentIndex(0)
            host.set_meeting(meeting_id)
            title = meetings.meeting(self.panel.office, meeting_id).short_title
            host.toast(f"已新建{title}", undo=True)

        meeting_sheet(self.panel, self.panel.office, terms, on_done=made).open()

    def edit(self, meeting: MeetingLine | MeetingView | None = None) -> None:
        """Change the chosen meeting."""
        meeting = meeting or self.table.current()
        if meeting is not None:
            whole = meetings.meeting(self.panel.office, meeting.id)
            meeting_sheet(self.panel, self.panel.office, [], whole).open()

    def delete(self, meeting: MeetingLine | None = None) -> None:
        """Delete the chosen meeting; 撤销 brings it back with its roll."""
        meeting = meeting or self.table.current()
        host: Any = self.panel.host
        if meeting and host.guard(
            meetings.delete_meeting, self.panel.office, meeting.id, default=True
        ):
            host.toast(f"已删除“{meeting.short_title}”", undo=True)
