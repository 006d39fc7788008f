"""The page of agenda and order of day: facts, two tables, the chosen item, the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from meetingdesk.actions import agenda, agenda_sources, meetings, schedule, yearplan
from meetingdesk.errors import Refused
from meetingdesk.panels.agenda.details import ItemDetails
from meetingdesk.panels.agenda.items import ItemsTab
from meetingdesk.panels.agenda.paper import AgendaPaper
from meetingdesk.panels.agenda.plan import PlanTab
from meetingdesk.panels.agenda.schedule import ScheduleTab, Unscheduled
from meetingdesk.panels.agenda.words import material_state
from meetingdesk.shell import theme
from meetingdesk.shell.dropping import take_files
from meetingdesk.shell.frame import MeetingPanel
from meetingdesk.shell.panel import Action
from meetingdesk.shell.widgets import Card, tabs

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from meetingdesk.actions.agenda import ItemView
    from meetingdesk.actions.meetings import MeetingFacts, MeetingView
    from meetingdesk.actions.schedule import SittingView

#: narrower than this, details and paper take turns
_ROOMY = 1450
_DETAILS, _PAPER = 0, 1


class AgendaPanel(MeetingPanel):
    """议程与日程: from the first proposal to the outcome of each item."""

    key, title, icon, group, order = "agenda", "议程与日程", "list-numbers", "会前", 30
    kept = "议程、日程和审议意见都记在会议名下"
    tables = frozenset({
        "agenda_item", "material", "opinion", "sitting", "sitting_entry", "meeting", "tenure",
        "vote", "body", "term", "item_link", "year_plan", "plan_entry", "plan_link", "attachment",
    })  # fmt: skip

    #: items agreed to be submitted or due by the plan that wait; the meeting whose frame can be followed
    waiting, last = 0, ""
    _planned_for: MeetingView | None = None
    _plan_shown = False

    # -- making ------------------------------------------------------------------------

    def build_work(self, box: QVBoxLayout) -> None:
        """Make facts, the tabs, and what stands beside them."""
        self.facts = self.add_facts(
            ("items", "议题"), ("materials", "材料齐备"), ("votes", "须表决"), ("state", "议程")
        )
        self.split = QSplitter(Qt.Orientation.Horizontal, self.work)
        box.addWidget(self.split, 1)
        self.split.setAccessibleName("议程、议题和预览")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.COLUMN_GAP)
        card = Card(margins=10, parent=self.split)
        side = QWidget(self.split)
        self.items, self.schedule, self.plan = ItemsTab(self), ScheduleTab(self), PlanTab(self)
        self.tabs = tabs(
            "agendaTabs", "议程、日程和年度计划",
            (self.items, "议程"), (self.schedule, "日程"), (self.plan, "年度计划"), parent=card,
        )  # fmt: skip
        card.add(self.tabs, 1)
        self.side = self._side(side)
        self.split.setStretchFactor(0, 64)
        self.split.setStretchFactor(1, 36)
        self.split.setSizes([6400, 3600])
        self.items.chosen.connect(self.details.show_item)
        take_files(self.items, self.details.take_files, self.items.choose_at)
        take_files(self.plan, lambda paths: self.plan.import_path(paths[0]))
        self.schedule.chosen.connect(lambda _line: self.unscheduled.follow())
        self.tabs.currentChanged.connect(self._tab_changed)

    def _side(self, side: QWidget) -> QWidget:
        """Make what stands at the right: the item or what is left to place, and the paper."""
        side.setAccessibleName("议题和预览")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.side_bar = QTabBar(side)
        self.side_bar.setObjectName("agendaSideBar")
        self.side_bar.setAccessibleName("右边显示什么")
        self.side_bar.addTab("议题")
        self.side_bar.addTab("预览")
        self.side_bar.currentChanged.connect(lambda *_: self._share_room())
        column.addWidget(self.side_bar)
        self.side_split = QSplitter(Qt.Orientation.Horizontal, side)
        column.addWidget(self.side_split, 1)
        self.beside_card = Card(margins=14, parent=self.side_split)
        self.beside_card.setMinimumWidth(300)
        self.beside = QStackedWidget(self.beside_card)
        self.beside_card.add(self.beside, 1)
        self.details = ItemDetails(self, self.beside)
        self.beside.addWidget(self.details)
        self.unscheduled = Unscheduled(self, self.schedule)
        self.beside.addWidget(self.unscheduled)
        self.paper = AgendaPaper(self.office, self.side_split)
        self.side_split.setAccessibleName("议题和预览")
        self.side_split.setChildrenCollapsible(False)
        self.side_split.setHandleWidth(theme.COLUMN_GAP)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show details and paper side by side where there is room."""
        super().resizeEvent(event)
        if self.built:
            self._share_room()

    def _share_room(self) -> None:
        roomy = self.width() >= _ROOMY
        at = self.side_bar.currentIndex()
        was = self.side_bar.isHidden()
        self.side_bar.setVisible(not roomy)
        self.beside_card.setVisible(roomy or at == _DETAILS)
        self.paper.setVisible(roomy or at == _PAPER)
        if roomy != was:
            self._divide(roomy=roomy)

    def _divide(self, *, roomy: bool) -> None:
        whole = self.split.width()
        left = 48 if roomy else 65
        self.split.setSizes([whole * left // 100, whole * (100 - left) // 100])
        self.side_split.setSizes([whole, whole])

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the meeting's items and order of day again."""
        if self.meeting_id is None:
            self.show_nothing()
            return
        try:
            with self.office.reading() as work:
                meeting = meetings.meeting(work, self.meeting_id)
                figures = meetings.facts(work, self.meeting_id)
                items = agenda.items(work, self.meeting_id)
                remarks = agenda.remarks(work, self.meeting_id)
                sittings = schedule.sittings(work, self.meeting_id)
                agreed = agenda_sources.offered(work, self.meeting_id)
                planned = yearplan.offered_points(work, self.meeting_id)
                self.last = "" if sittings else agenda_sources.last_title(work, self.meeting_id)
        except Refused:
            self.show_nothing()  # the meeting was just deleted; the window chooses another
            return
        self.show_work()
        self.waiting = len(agreed) + sum(point.due for point in planned)
        self._show_facts(meeting, figures, items, sittings)
        self.items.show_items(items, remarks, adopted=meeting.agenda_adopted)
        self.schedule.fill(lambda: self._show_day(meeting.id, sittings))
        self.unscheduled.fill(lambda: self.unscheduled.show_items(items, sittings))
        self._planned_for = meeting
        self._plan_shown = False
        self._share_room()
        self._tab_changed()

    def _show_facts(
        self,
        meeting: MeetingView,
        figures: MeetingFacts,
        items: list[ItemView],
        sittings: list[SittingView],
    ) -> None:
        placed = {entry.item_id for sitting in sittings for entry in sitting.entries}
        open_items = sum(i.id not in placed for i in items)
        if sittings and open_items:
            place = f"{open_items}项未排", "warn"
        else:
            place = ("都已排入", "ok") if sittings and items else ("", "neutral")
        self.facts["items"].set(f"{figures.items}", *place)
        papers = [m for i in items for m in i.materials]
        missing = sum(not m.received for m in papers)
        today = self.office.today()
        late = any(material_state(m, today)[1] == "bad" for m in papers)
        if missing:
            tag = f"{missing}份未交", "bad" if late else "warn"
        else:
            tag = ("齐", "ok") if papers else ("未列材料", "neutral")
        self.facts["materials"].set(f"{len(papers) - missing} / {len(papers)}", *tag)
        voting = figures.quorum and figures.to_vote
        majority = f"过半数为{figures.quorum}票" if voting else ""
        self.facts["votes"].set(f"{figures.to_vote}", majority, "info")
        left = (meeting.start - today).days if meeting.start else 0
        self.facts["state"].set(
            "已通过" if meeting.agenda_adopted else "草案",
            f"距开会{left}天" if left > 0 else "",
            "info",
        )

    def _show_day(self, meeting_id: int, sittings: list[SittingView]) -> None:
        self.schedule.show_sittings(sittings, schedule.warnings(self.office, meeting_id))

    def _show_plan(self) -> None:
        """Read the year's plan when its page is in view, once a change."""
        if not self._plan_shown and self._planned_for is not None:
            self._plan_shown = True
            self.plan.show_meeting(self._planned_for)

    def _tab_changed(self, *_: object) -> None:
        planning = self.tabs.currentWidget() is self.plan
        if self.side.isHidden() != planning:
            self.side.setVisible(not planning)
            self._divide(roomy=self.width() >= _ROOMY)
        if planning:
            self._show_plan()
            self.host.actions_changed()
            return
        on_agenda = self.tabs.currentWidget() is self.items
        self.beside.setCurrentIndex(0 if on_agenda else 1)
        self.side_bar.setTabText(_DETAILS, "议题" if on_agenda else "待排")
        self.paper.show_paper(self.meeting_id, "agenda" if on_agenda else "schedule")
        self.host.actions_changed()

    # -- doing -------------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer what each table begins with."""
        if not self.working:
            return []
        if self.tabs.currentWidget() is self.plan:
            return self.plan.header_actions()
        if self.tabs.currentWidget() is self.schedule:
            like = Action("像上次一样", self.schedule.like_last, icon="copy",
                          hint=f"仿照{self.last}：半天、仪式、列席类别")  # fmt: skip
            return [
                *([like] if self.last else []),
                Action("增加半天", self.schedule.new, icon="plus", shortcut="Ctrl+N", primary=True),
            ]
        bring = Action("引入议题", self.items.bring_in, icon="download-simple",
                       hint=f"主任会议同意提请、本季度计划内的议题还有{self.waiting}项没有列入")  # fmt: skip
        return [
            *([bring] if self.waiting else []),
            Action("粘贴议题", self.items.paste, icon="clipboard-text", shortcut="Ctrl+Shift+V",
                   hint="从议程正文认出议题"),
            Action("新建议题", self.items.new, icon="plus", shortcut="Ctrl+N", primary=True),
        ]  # fmt: skip

    def commands(self) -> list[Action]:
        """Offer the rest in the palette."""
        if self.meeting_id is None or not self.built:
            return []
        return [
            Action("通过议程", self.items.adopt),
            *([Action("重开议程", self.items.reopen)] if self.items.printed else []),
            Action("增加材料", self.details.add_material),
            Action("列出各项常用材料", self.details.list_usual),
            Action("登记审议意见", self.details.add_opinion),
            Action("增加日程", self.schedule.new),
            Action("增加日程文字", self.schedule.add_text),
            Action("年度计划", lambda: self.tabs.setCurrentWidget(self.plan)),
        ]

    def focus_on(self, **focus: Any) -> None:
        """Show an item, a sitting or the plan (``item_id``, ``sitting_id``, ``plan``, ``point_id``)."""
        if self.meeting_id is None:
            return
        if "plan" in focus or "point_id" in focus:
            self.tabs.setCurrentWidget(self.plan)
            self._show_plan()
            if "point_id" in focus:
                self.plan.select(focus["point_id"])
        elif "item_id" in focus:
            self.tabs.setCurrentWidget(self.items)
            self.items.table.select_id(focus["item_id"])
        elif "sitting_id" in focus:
            self.tabs.setCurrentWidget(self.schedule)
            self.schedule.table.select_id(("sitting", focus["sitting_id"]))
