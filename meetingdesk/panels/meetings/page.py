"""The page of meetings and attendance: facts, the register, the roll, the sign-in sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from meetingdesk.actions import attendance, meetings
from meetingdesk.errors import Refused
from meetingdesk.panels.meetings.observers import ObserversTab
from meetingdesk.panels.meetings.register import Register
from meetingdesk.panels.meetings.roll import RollTab
from meetingdesk.panels.meetings.seats import SeatsTab
from meetingdesk.shell import theme
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import Card, FactTile, button, fact_row, tabs

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from meetingdesk.actions.meetings import MeetingFacts, MeetingView
    from meetingdesk.shell.preview import PreviewView

_WAIT_MS = 250
#: marking the roll leaves the list of meetings as it is
_LISTED = frozenset({"meeting", "term", "body", "person"})
#: narrower than this, the sign-in sheet takes the place of the list of meetings
_ROOMY = 1450
_TIGHT = 1100


class MeetingsPanel(Panel):
    """会议与出席: convene, take the roll, list observers, print the sign-in sheet."""

    key, title, icon, group, order = "meetings", "会议与出席", "calendar-check", "会前", 20
    tables = frozenset(
        {
            "meeting",
            "recovery",
            "attendance",
            "observer",
            "term",
            "tenure",
            "person",
            "body",
            "seating_plan",
            "movement",
            "seat",
        }
    )

    #: the figures of the meeting shown
    _facts: MeetingFacts | None = None

    def build(self) -> None:
        """Make facts, the list of meetings, the tabs and the preview."""
        self.facts = {
            name: FactTile(title)
            for name, title in (
                ("members", "应到"), ("present", "实到"), ("leave", "请假"), ("absent", "缺席"),
                ("quorum", "法定人数"),
            )
        }  # fmt: skip
        for name, tile in self.facts.items():
            tile.setObjectName(f"fact.{name}")
        self.body.addLayout(fact_row(*self.facts.values()))
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.body.addWidget(self.split, 1)
        self.split.setAccessibleName("会议、出席和签到表")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.COLUMN_GAP)
        self.register = Register(self, self.split)
        self.register.picked.connect(self.host.set_meeting)
        self.register.setMinimumWidth(340)
        self._fill_work(Card(margins=10, parent=self.split))
        self._make_paper()
        for at, share in enumerate((0, 1, 0)):
            self.split.setStretchFactor(at, share)
        self.split.setSizes([384, 760, 520])
        self._wanted: bool | None = None

    def _fill_work(self, card: Card) -> None:
        self.roll, self.observers, self.seats = RollTab(self), ObserversTab(self), SeatsTab(self)
        self.tabs = tabs(
            "meetingTabs", "出席和列席",
            (self.roll, "出席"), (self.observers, "列席"), (self.seats, "座次"), parent=card,
        )  # fmt: skip
        self.tabs.currentChanged.connect(self._tab_changed)
        self.toggle = button("签到表", icon="file-text", hint="在旁边显示将要打印的签到表")
        self.toggle.setObjectName("paperToggle")
        self.toggle.setCheckable(True)
        self.toggle.clicked.connect(self._toggled)
        self.tabs.setCornerWidget(self.toggle)
        card.add(self.tabs, 1)

    def _make_paper(self) -> None:
        self.paper = PaperCard(
            self._show_paper,
            name="signInPreview",
            title="签到表",
            wait_ms=_WAIT_MS,
            roomy=None,
            parent=self.split,
        )
        self.paper.hide()

    @property
    def preview(self) -> PreviewView:
        """The pages of the sign-in sheet."""
        return self.paper.view

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the meetings and the roll of the one at hand again."""
        meeting = self._meeting()
        touched = None if change is None else frozenset(change.tables)
        if touched is None or touched & _LISTED:
            self.register.show_meetings(meeting.id if meeting else None)
        self.roll.show_meeting(meeting)
        if touched is None or "observer" in touched:
            self._show_observers(meeting)
        self.seats.fill(lambda: self.seats.show_meeting(meeting))
        self._show_facts(meeting)
        self._fit()
        self.paper.later()

    def _meeting(self) -> MeetingView | None:
        if self.meeting_id is None:
            return None
        try:
            return meetings.meeting(self.office, self.meeting_id)
        except Refused:  # another step has just taken it off the desk
            return None

    def _show_observers(self, meeting: MeetingView | None) -> None:
        rows = attendance.observers(self.office, meeting.id) if meeting is not None else []
        self.observers.fill(lambda: self.observers.show_rows(meeting, rows))
        self.tabs.setTabText(1, f"列席　{len(rows)}" if rows else "列席")

    def _show_facts(self, meeting: MeetingView | None) -> None:
        tiles = self.facts
        facts = meetings.facts(self.office, meeting.id) if meeting else None
        self._facts = facts
        if facts is None or facts.members is None or facts.quorum is None:
            reason = "" if meeting is None else "名册未录" if meeting.start else "日期未定"
            for tile in tiles.values():
                tile.set("—")
            tiles["members"].set("—", reason, "neutral")
            if facts is not None and facts.present:
                tiles["present"].set(f"{facts.present}人")
            return
        missing = facts.members - len(self.roll.table.rows())
        words = (f"未登记{facts.unmarked}", "neutral") if facts.unmarked else ("", "neutral")
        if missing and self.roll.table.rows():
            words = (f"名册{'少' if missing > 0 else '多'}{abs(missing)}人", "warn")
        tiles["members"].set(f"{facts.members}人", *words)
        split = f"现场{facts.on_site}　视频{facts.remote}" if facts.remote else ""
        if facts.away:
            split = f"离席{len(facts.away)}人"
        tiles["present"].set(f"{facts.present}人", split, "warn" if facts.away else "neutral")
        tiles["present"].setToolTip(f"离席：{'、'.join(facts.away)}" if facts.away else "")
        tiles["leave"].set(f"{facts.leave}人")
        tiles["absent"].set(f"{facts.absent}人", "请核实" if facts.absent else "", "bad")
        margin = facts.present - facts.quorum
        if facts.quorate:
            state = f"已达　多{margin}人" if margin else "恰好达到"
            tiles["quorum"].set(f"{facts.quorum}人", state, "ok")
        elif facts.present or facts.leave or facts.absent:
            tiles["quorum"].set(f"{facts.quorum}人", f"未达　差{-margin}人", "warn")
        else:
            tiles["quorum"].set(f"{facts.quorum}人", "尚未签到", "neutral")

    def subtitle(self) -> str:
        """Say how many are due."""
        facts = self._facts
        return f"应到{facts.members}人" if facts and facts.members else ""

    def _tab_changed(self, *_: object) -> None:
        self._fit()
        self.host.actions_changed()

    # -- the sign-in sheet ---------------------------------------------------------------

    def _toggled(self, shown: bool) -> None:
        self._wanted = shown
        self._fit()
        if shown:
            self.paper.now()

    def _fit(self) -> None:
        """Show the paper where it is wanted, and the list of meetings where there is room."""
        roomy = self.width() >= _ROOMY
        hall = self.tabs.currentWidget() is self.seats
        shown = (roomy if self._wanted is None else self._wanted) and not hall
        if self.paper.isHidden() == shown:
            self.paper.setVisible(shown)
            self.paper.later()
        listed = (roomy or not shown) and not (hall and not roomy)
        if self.register.isHidden() == listed:
            self.register.setVisible(listed)
            self._share()
        self.roll.jump_hint.setVisible(not shown or self.width() >= _TIGHT)
        self.toggle.setChecked(shown)
        self.toggle.setVisible(not hall)

    def _share(self) -> None:
        """Give the roll what the list of meetings and the paper leave."""
        width = self.split.width()
        paper = 520 if self.width() >= _ROOMY else 440
        register = 0 if self.register.isHidden() else 384
        self.split.setSizes([register, max(width - register - paper, 1), paper])

    def _show_paper(self) -> None:
        from meetingdesk.actions import documents
        from meetingdesk.papers.documents import Reference

        meeting = self._meeting()
        if meeting is None or not self.roll.table.rows():
            self.preview.set_document(None)
            return
        reference = Reference("sign_in", "签到表", meeting.id)
        try:
            document = documents.preview(self.office, reference)
        except Refused as error:
            self.preview.set_document(None)
            self.preview.tell(error.message)
            return
        # marking someone does not change the paper; the clerk keeps the page in view
        if document != self.preview.document:
            self.preview.set_document(document)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give or take the third column with the width."""
        super().resizeEvent(event)
        if self.built:
            self._fit()

    # -- doing -------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Begin at the roll where there is one, else at the list of meetings."""
        tab = self.tabs.currentWidget()
        if tab is self.seats:
            self.seats.take_focus()
            return
        table = self.observers.table if tab is self.observers else self.roll.table
        if table.rows():
            table.setFocus()
            if table.current() is None:
                table.select_id(table.rows()[0].id)
            return
        if self.meeting_id is None or not table.begin():
            super().take_focus()

    def focus_on(self, **focus: Any) -> None:
        """Show a member on the roll (``person_id``), the ``roll``, or the meeting (``meeting_id``)."""
        if focus.get("meeting_id") is not None:
            self.host.set_meeting(focus["meeting_id"])
        if focus.get("roll"):
            self.tabs.setCurrentWidget(self.roll)
            self.take_focus()
        if focus.get("person_id") is not None:
            self.tabs.setCurrentWidget(self.roll)
            for row in self.roll.table.rows():
                if row.person_id == focus["person_id"]:
                    self.roll.table.select_id(row.id)

    def primary_actions(self) -> list[Action]:
        """Offer a new meeting, and a new observer where observers are shown."""
        new = Action("新建会议", self.register.new, icon="plus", shortcut="Ctrl+N", primary=True)
        if self.tabs.currentWidget() is not self.observers or self.meeting_id is None:
            return [new]
        return [
            Action("新建会议", self.register.new, icon="calendar-plus"),
            Action("登记列席", self.observers.new, icon="plus", shortcut="Ctrl+N", primary=True),
        ]

    def commands(self) -> list[Action]:
        """Offer the rest in the palette."""
        if self.meeting_id is None:
            return []
        return [
            Action("修改会议", self._edit_meeting),
            Action("生成签到名册", self.roll.open_roll),
            Action("全部出席", self.roll.mark_rest),
            Action("登记列席", self.observers.new),
            Action("按规则排座", self.seats.arrange),
            Action("显示或收起签到表", self.toggle.click),
        ]

    def _edit_meeting(self) -> None:
        meeting = self._meeting()
        if meeting is not None:
            self.register.edit(meeting)
