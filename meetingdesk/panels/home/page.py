"""首页: facts first, what is missing at the left, days running and recent meetings at the right.

Every line is a link: a click, or Enter, opens the page where the matter is put right.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.actions import home, meetings
from meetingdesk.panels.home import machine
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.survival import KitMaker
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    FactTile,
    RecordTable,
    Toolbar,
    button,
    fact_row,
    label,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from meetingdesk.actions.home import Clock, LastStep, Need, Place, Recent

_TAGS = {
    home.BAD: "bad",
    home.TODO: "warn",
    home.DOING: "info",
    home.NOTE: "neutral",
    home.DONE: "ok",
}
_ORDER = {home.BAD: 0, home.TODO: 1, home.DOING: 2, home.NOTE: 3, home.DONE: 4}
_SOON_DAYS = 3
_LATER_MS = 300


class HomePanel(Panel):
    """The first page; it stores nothing and asks nothing."""

    key, title, icon, group, order = "home", "首页", "house", "", 0
    tables: ClassVar[frozenset[str] | None] = None

    def build(self) -> None:
        """Make the page and what stands in its place while there is no meeting."""
        self.kit = KitMaker(self)
        self._printers: list[str] | None = None
        #: what has become of the papers, by meeting: told a moment after the page is painted
        self._papers: dict[int, list[Need]] = {}
        self.step: LastStep | None = None
        self.needs: list[Need] = []
        self._found: list[Need] = []
        self._to_look = False
        self.stack = QStackedWidget(self)
        self.stack.setAccessibleName("首页")
        self.body.addWidget(self.stack, 1)
        page = self.page = QWidget(self.stack)  # from the outside in: nothing is dressed twice
        self.stack.addWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._head())
        column.addLayout(self._facts())
        row = QHBoxLayout()
        row.setSpacing(18)
        column.addLayout(row, 1)
        row.addWidget(self._needs(), 58)
        right = QVBoxLayout()
        right.setSpacing(14)
        row.addLayout(right, 42)
        right.addWidget(self._clocks(), 60)
        right.addWidget(self._recent(), 40)
        self.empty = QWidget()
        self.empty_box = QVBoxLayout(self.empty)
        self.stack.addWidget(self.empty)
        # papers are compared, fonts and printers asked for once the page is painted
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self.look_closer)

    def _head(self) -> Card:
        card = Card()
        card.setAccessibleName("手头的会议")
        row = QHBoxLayout()
        row.setSpacing(14)
        self.name = label("", "page", wrap=True)
        self.name.setObjectName("homeTitle")
        row.addWidget(self.name, 1)
        self.practise = button("演练本次会议", self.rehearse, icon="flask")
        self.practise.setObjectName("homeRehearse")
        self.practise.setToolTip("在一份练习副本里走一遍，内容不进入台账")
        self.go_on = button("继续上次的工作", self.resume, kind="primary", icon="arrow-right")
        self.go_on.setObjectName("homeContinue")
        row.addWidget(self.practise)
        row.addWidget(self.go_on)
        card.add(row)
        under = QHBoxLayout()
        self.when, self.last = label("", "label"), label("", "soft")
        self.when.setObjectName("homeWhen")
        self.last.setObjectName("homeLast")
        under.addWidget(self.when)
        under.addStretch(1)
        under.addWidget(self.last)
        card.add(under)
        return card

    def _facts(self) -> QHBoxLayout:
        self.countdown, self.due = FactTile("距开会"), FactTile("应到")
        self.items, self.open = FactTile("议题"), FactTile("还要办")
        for tile, name in (
            (self.countdown, "homeCountdown"), (self.due, "homeDue"),
            (self.items, "homeItems"), (self.open, "homeOpen"),
        ):  # fmt: skip
            tile.setObjectName(name)
        return fact_row(self.countdown, self.due, self.items, self.open)

    def _needs(self) -> Card:
        card = Card("准备情况", hint="点一行，到办理的页面", margins=14, parent=self.page)
        self.table = RecordTable(
            [
                Column("状态", lambda n: n.state, width=72, tag=lambda n: _TAGS[n.state]),
                Column("事项", lambda n: n.title, width=104),
                Column("情况", lambda n: n.words, stretch=True, soft=True, wrap=True),
            ],
            name="准备情况",
            one_click=True,
            parent=card,
        )
        self.table.setObjectName("homeNeeds")
        self.table.activated.connect(lambda row: self.open_place(row.place))
        self.table.prepare()
        card.add(self.table, 1)
        return card

    def _clocks(self) -> Card:
        card = Card("时限", hint="依法和按议事规则", margins=14, parent=self.page)
        self.clocks = RecordTable(
            [
                Column("剩余", lambda c: c.left, width=88, tag=_urgency),
                Column("日期", self._day, width=88, soft=True, wrap=True),
                Column("事项", lambda c: c.what, stretch=True, wrap=True,
                       tip=lambda c: f"{c.what}\n依据：{c.source}"),
            ],
            name="时限",
            one_click=True, parent=card,
            empty=lambda: EmptyState(
                "没有临近的时限", "会议定了日期、议题登记以后，各项期限列在这里。"
            ),
        )  # fmt: skip
        self.clocks.setObjectName("homeClocks")
        self.clocks.activated.connect(lambda row: self.open_place(row.place))
        self.clocks.prepare()
        card.add(self.clocks, 1)
        return card

    def _recent(self) -> Card:
        card = Card("最近的会议", hint="点一行，换成手头的会议", margins=14, parent=self.page)
        self.recent = RecordTable(
            [
                Column("会议", lambda m: m.short_title, stretch=True, wrap=True),
                Column("日期", lambda m: m.date_text, width=128, soft=True, wrap=True),
            ],
            name="最近的会议",
            one_click=True,
            parent=card,
        )
        self.recent.setObjectName("homeRecent")
        self.recent.activated.connect(self._turn_to)
        self.recent.prepare()
        card.add(self.recent, 1)
        return card

    def _day(self, clock: Clock) -> str:
        return machine.short_day(clock.due, self.office.today())

    # -- showing ---------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Work everything out again."""
        if self.meeting_id is None:
            self._teach()
            return
        self.stack.setCurrentWidget(self.page)
        today = self.office.today()
        with self.office.reading() as work:
            at_hand = self.host.guard(home.at_hand, work, self.meeting_id, today)
            if at_hand is None:
                return
            facts = meetings.facts(work, at_hand.id)
            self._found = home.needs(work, at_hand.id, today)
            self.clocks.set_rows(home.clocks(work, at_hand.id, today))
            self.recent.set_rows(home.recent(work))
            self.step = home.last_step(work)
        self.name.setText(at_hand.title)
        parts = (at_hand.date_text or "日期未定", at_hand.place, at_hand.state)
        self.when.setText(" ・ ".join(part for part in parts if part))
        self._show_needs()
        self._show_facts(at_hand, facts)
        self.recent.select_id(self.meeting_id)
        self._show_step()
        self.practise.setVisible(not getattr(self.office, "practice", False))
        self._to_look = True
        self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Look closer at what changed while another page was shown."""
        super().showEvent(event)
        if self.built and self._to_look:
            self._later.start()

    def _show_needs(self) -> None:
        extra = [*self._papers.get(self.meeting_id or 0, ())]
        if self._printers is not None:  # looked closer, so the papers' code is there
            extra += [machine.font_need(), machine.printer_need(self._printers)]
        self.needs = [*self._found, *extra, machine.backup_need(self.office)]
        begun, rows = self.table.rows()[:1], sorted(self.needs, key=lambda n: _ORDER[n.state])
        untouched = [self.table.current()] == begun
        self.table.set_rows(rows)
        if untouched:  # what is most wanting stands first, and is chosen
            self.table.select_id(rows[0].key)
        left = sum(n.state in (home.BAD, home.TODO) for n in self.needs)
        self.open.set(str(left), "都已备齐" if not left else "", "ok")

    def _show_facts(self, at_hand: home.AtHand, facts: meetings.MeetingFacts) -> None:
        days = at_hand.days
        self.countdown.caption.setText("距开会" if days is None or days > 0 else "会议")
        if days is None:
            self.countdown.set("—", at_hand.countdown, "bad")
        elif days == 0:
            self.countdown.set("今天", at_hand.countdown, "info")
        else:
            words = "已结束" if days < 0 else at_hand.state
            self.countdown.set(f"{abs(days)}天{'前' if days < 0 else ''}", words, "neutral")
        tag = f"法定人数 {facts.quorum}" if facts.quorum else "名册未备"
        self.due.set(str(facts.members or "—"), tag, "neutral" if facts.quorum else "bad")
        votes = f"须表决 {facts.to_vote}" if facts.to_vote else ""
        self.items.set(str(facts.items), votes, "neutral")

    def _show_step(self) -> None:
        self.go_on.setVisible(self.step is not None)
        words = ""
        if self.step is not None:
            words = f"上次：{self.step.label}（{self.step.who}）"
            metrics = self.last.fontMetrics()
            words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, 520)
            self.go_on.setToolTip(f"{self.step.label}（{self.step.who}）")
        self.last.setText(words)
        self.last.setVisible(bool(words))

    def _teach(self) -> None:
        """Say what comes first on a new desk, with the button that begins."""
        while (item := self.empty_box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        if home.has_roster(self.office):
            go = button("新建会议", partial(self.host.open_panel, "meetings"), kind="primary")
            title, hint = (
                "还没有会议",
                "名册已经有了。新建一次会议，这里就会列出还缺什么、哪些期限在走。",
            )
        else:
            go = button("登记名册", partial(self.host.open_panel, "roster"), kind="primary")
            title = "从名册开始"
            hint = (
                "先登记机构、届次和组成人员：应到人数、法定人数、过半数都由名册算出。"
                "然后新建会议、编排议程，这里就会列出还缺什么、哪些期限在走。"
            )
        go.setObjectName("homeBegin")
        self.empty_box.addWidget(EmptyState(title, hint, Toolbar(go), "house"))
        self.stack.setCurrentWidget(self.empty)

    def look_closer(self) -> None:
        """Tell what takes longer: what became of the papers, which fonts and printers are there."""
        self._later.stop()
        if not self.isVisible():
            return  # the page turned to is not to wait for this one
        self._to_look = False
        if self._printers is None:
            self._printers = machine.printers()
        if self.meeting_id is not None:
            papers = self.host.guard(home.paper_needs, self.office, self.meeting_id)
            self._papers[self.meeting_id] = papers or []
            self._show_needs()

    def take_focus(self) -> None:
        """Put the keyboard on going on, else on what is missing."""
        if self.stack.currentWidget() is self.empty:
            self.setFocus()
            self.focusNextChild()
        elif self.go_on.isVisible():
            self.go_on.setFocus()
        else:
            self.table.setFocus()

    # -- doing -----------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer the survival kit of the meeting at hand."""
        return [self.kit.action()] if self.built and self.meeting_id is not None else []

    def commands(self) -> list[Action]:
        """Offer what is missing, the last step and the rehearsal in the palette."""
        if not self.built or self.meeting_id is None:
            return []
        found = [
            Action(f"办理：{n.title}", partial(self.open_place, n.place), of_record=True)
            for n in self.needs
            if n.state in (home.BAD, home.TODO)
        ]
        if self.step is not None:
            found.append(Action("继续上次的工作", self.resume))
        if not getattr(self.office, "practice", False):
            found.append(Action("演练本次会议", self.rehearse))
        return found

    def open_place(self, place: Place) -> None:
        """Go where a line leads."""
        if place.meeting_id is not None and place.meeting_id != self.meeting_id:
            self.host.set_meeting(place.meeting_id)
        self.host.open_panel(place.panel, **place.focus)

    def _turn_to(self, meeting: Recent | None) -> None:
        if meeting is not None:
            self.host.set_meeting(meeting.id)

    def resume(self) -> None:
        """Go to where the last step was done."""
        if self.step is not None:
            self.open_place(self.step.place)

    def rehearse(self) -> None:
        """Open a practice copy for the meeting in a window of its own."""
        from meetingdesk.actions import rehearsal  # a lot, and seldom needed on the first page

        path = self.host.guard(rehearsal.rehearse, self.office, meeting_id=self.meeting_id)
        if path is not None:
            self.host.rehearse(path)


def _urgency(clock: Clock) -> str:
    if clock.days < 0:
        return "bad"
    return "warn" if clock.days <= _SOON_DAYS else "neutral"
