"""The roster's page: term and day above, facts, then members, Party order and units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.actions import meetings, portraits, roster, terms
from meetingdesk.errors import Refused
from meetingdesk.panels.roster import sheets
from meetingdesk.panels.roster.members import MembersTab, PartyTab
from meetingdesk.panels.roster.photo import ask_photos
from meetingdesk.panels.roster.strokes import StrokesTab
from meetingdesk.panels.roster.taking import ask_file, ask_place, file_sheet, paste_sheet
from meetingdesk.panels.roster.units import UnitsTab
from meetingdesk.panels.roster.words import day, term_words
from meetingdesk.shell import theme
from meetingdesk.shell.dropping import take_files
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.widgets import (
    Card,
    DateField,
    EmptyState,
    FactTile,
    Toolbar,
    button,
    fact_row,
    label,
    tabs,
)

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from meetingdesk.actions.roster import TermView
    from meetingdesk.actions.terms import Composition

_WAIT_MS = 200


class RosterPanel(Panel):
    """名册: who makes up the committee, on any day."""

    key, title, icon, group, order = "roster", "名册", "users-three", "会前", 10
    tables = frozenset({
        "body", "term", "person", "tenure", "unit", "meeting", "procedure_rules", "portrait",
        "stroke_note",
    })  # fmt: skip

    # -- making ------------------------------------------------------------------------

    def build(self) -> None:
        """Make the page: an empty state for a new desk, and the work."""
        self._terms: list[TermView] = []
        self._filling = False
        self.pages = QStackedWidget(self)
        self.body.addWidget(self.pages)
        begin = button("登记机构和届次", self.new_term, kind="primary", icon="plus")
        begin.setObjectName("foundButton")
        self.blank = EmptyState(
            "先登记本机构和本届",
            "登记后再录入组成人员：可以逐个登记，也可以从电子表格粘贴或导入整份名册。"
            "在任人数、过半数和会议的应到人数都由名册得出。",
            begin,
            "users-three",
        )
        self.pages.addWidget(self.blank)
        self._work(QWidget(self.pages))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._show_day)

    def _work(self, work: QWidget) -> None:
        self.pages.addWidget(work)
        box = QVBoxLayout(work)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.CARD_GAP)
        box.addWidget(self._top())
        self.facts = {
            name: FactTile(title)
            for name, title in (
                ("members", "在任"),
                ("majority", "过半数"),
                ("seats", "编制名额"),
                ("chairs", "主任／副主任"),
                ("others", "秘书长／委员"),
            )
        }
        for name, tile in self.facts.items():
            tile.setObjectName(f"fact.{name}")
        box.addLayout(fact_row(*self.facts.values()))
        card = Card(margins=10, parent=work)
        box.addWidget(card, 1)
        self.members, self.party, self.units = MembersTab(self), PartyTab(self), UnitsTab(self)
        self.strokes = StrokesTab(self)
        self.tabs = tabs(
            "rosterTabs", "名册各表",
            (self.members, "组成人员"), (self.party, "党组序"), (self.units, "单位"),
            (self.strokes, "笔画次序"), parent=card,
        )  # fmt: skip
        self.tabs.currentChanged.connect(self._turned)
        take_files(self.members, self.take_dropped)
        card.add(self.tabs, 1)

    def _top(self) -> QWidget:
        self.term_box = QComboBox()
        self.term_box.setObjectName("termBox")
        self.term_box.setAccessibleName("届次")
        self.term_box.setMinimumWidth(220)
        self.term_box.currentIndexChanged.connect(lambda *_: self._term_picked())
        self.on_date = DateField(name="在任日期")
        self.on_date.setObjectName("onDate")
        self.on_date.edit.setObjectName("onDateEdit")
        self.on_date.setFixedWidth(190)
        self.on_date.changed.connect(self._date_typed)
        edit = button("修改本届", self.edit_term, icon="pencil-simple")
        new = button("新建届次", self.new_term, icon="plus")
        rules = button("议事规则参数", self.show_rules, icon="sliders-horizontal",
                       hint="通知提前天数、表决方式、测评等次等，按生效日期留存")  # fmt: skip
        edit.setObjectName("editTermButton")
        new.setObjectName("newTermButton")
        rules.setObjectName("rulesButton")
        bar = Toolbar(self.term_box, edit, new)
        bar.gap()
        self.day_hint = label("", "soft")
        bar.add(self.day_hint)
        bar.add(label("在任日期", "label"))
        bar.add(self.on_date)
        bar.add(rules)
        return bar

    # -- reading -----------------------------------------------------------------------

    @property
    def term(self) -> TermView | None:
        """The term shown."""
        at = self.term_box.currentIndex()
        return self._terms[at] if 0 <= at < len(self._terms) else None

    @property
    def on(self) -> dt.date:
        """The day the facts are for: as typed, else the meeting's first day, else today."""
        return self.on_date.value() or self._usual_day()

    def _usual_day(self) -> dt.date:
        if self.meeting_id is not None:
            try:
                start = meetings.meeting(self.office, self.meeting_id).start
            except Refused:
                start = None
            if start is not None:
                return start
        today: dt.date = self.office.today()
        return today

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Go to the meeting's day and term."""
        super().set_meeting(meeting_id)
        self._filling = True
        self.on_date.set_value(None)
        self._filling = False
        self._wanted_term = None
        if meeting_id is not None:
            try:
                self._wanted_term = meetings.meeting(self.office, meeting_id).term_id
            except Refused:
                return

    _wanted_term: int | None = None

    def refresh(self, change: Any | None = None) -> None:
        """Read terms, members and units again."""
        shown = self._wanted_term or (self.term.id if self.term else None)
        self._wanted_term = None
        self._terms = roster.terms(self.office)
        self.pages.setCurrentIndex(1 if self._terms else 0)
        self._filling = True
        self.term_box.clear()
        for term in self._terms:
            self.term_box.addItem(term_words(term), term.id)
        ids = [term.id for term in self._terms]
        if ids:
            self.term_box.setCurrentIndex(ids.index(shown) if shown in ids else 0)
        if not self.on_date.edit.text().strip():
            self.on_date.set_value(self._usual_day())
        self._filling = False
        self._show_day()
        self.units.fill(lambda: self.units.show_units(roster.units(self.office)))

    def _turned(self, *_: object) -> None:
        if self.tabs.currentWidget() is self.strokes:
            self.strokes.shown()
        self.host.actions_changed()

    def _show_day(self) -> None:
        term = self.term
        if term is None:
            return
        on = self.on
        self._show_facts(terms.composition(self.office, term.id, on))
        usual = self._usual_day()
        self.day_hint.setText("" if on == usual else f"会议当日为{day(usual)}" if self.meeting_id
                              else f"今天是{day(usual)}")  # fmt: skip
        self.members.show_term(term, on)
        self.party.fill(lambda: self.party.show_term(term, on))
        self.strokes.fill(lambda: self.strokes.show_term(term, on))
        self.host.actions_changed()

    def _show_facts(self, facts: Composition) -> None:
        vacant = facts.vacant
        if vacant is None:
            words = "", "neutral"
        elif vacant < 0:
            words = f"超编{-vacant}", "bad"
        else:
            words = (f"缺额{vacant}", "warn") if vacant else ("满员", "ok")
        self.facts["members"].set(f"{facts.members}人", *words)
        majority = f"{facts.majority}人" if facts.members else "—"
        self.facts["majority"].set(majority, "法定人数" if facts.members else "", "info")
        seats = "未核定" if facts.seats is None else f"{facts.seats}人"
        wrong = [p for p in facts.problems if p.field == "名额"]
        self.facts["seats"].set(seats, "不合法定幅度" if wrong else "", "bad")
        self.facts["seats"].setToolTip(wrong[0].message if wrong else "")
        self.facts["chairs"].set(f"{facts.chairs}／{facts.vice_chairs}")
        group = f"党组{facts.party_group}人" if facts.party_group else ""
        self.facts["others"].set(f"{facts.secretaries}／{facts.ordinary}", group, "neutral")

    def _term_picked(self) -> None:
        if not self._filling:
            self._show_day()

    def _date_typed(self) -> None:
        if self._filling:
            return
        self.day_hint.setText("看不懂这个日期" if self.on_date.error() else "")
        theme.set_role(self.day_hint, "error" if self.on_date.error() else "soft")
        if not self.on_date.error():
            self._wait.start(_WAIT_MS)

    # -- doing -------------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer to register members, or a unit on the units' page."""
        if not self._terms:
            return []
        if self.tabs.currentWidget() is self.units:
            return [
                Action("新建单位", self.units.new, icon="plus", shortcut="Ctrl+N", primary=True)
            ]
        return [
            Action("导入文件", self.import_file, icon="upload-simple", shortcut="Ctrl+O",
                   hint="从电子表格文件（xlsx、xls、csv）导入名册"),
            Action("粘贴表格", self.paste, icon="clipboard-text", shortcut="Ctrl+Shift+V",
                   hint="把电子表格中复制的各行粘贴进来"),
            Action("登记人员", self.members.new, icon="plus", shortcut="Ctrl+N", primary=True),
        ]  # fmt: skip

    def commands(self) -> list[Action]:
        """Offer the rest in the palette."""
        if not self._terms:
            return [Action("登记机构和届次", self.new_body)]
        return [
            Action("新建届次", self.new_term),
            Action("登记其他机构", self.new_body),
            Action("修改本届", self.edit_term),
            Action("删除本届", self.delete_term),
            Action("新建单位", self.units.new),
            Action("导出名册", self.export_file),
            Action("批量放入照片", self.ask_photos),
            Action("议事规则参数", self.show_rules),
        ]

    def focus_on(self, **focus: Any) -> None:
        """Show a member (``tenure_id`` or ``person_id``) or a unit (``unit_id``)."""
        if "unit_id" in focus:
            self.tabs.setCurrentWidget(self.units)
            self.units.table.select_id(focus["unit_id"])
            return
        self.tabs.setCurrentWidget(self.members)
        self.members.search.setText("")
        self.members.former.setChecked(True)
        for row in self.members.table.rows():
            if focus.get("tenure_id") == row.id or focus.get("person_id") == row.person_id:
                self.members.table.select_id(row.id)

    def new_term(self) -> None:
        """Register the next term of the body shown, or the first body and term."""
        if self.term is None:
            self.new_body()
        else:
            sheets.next_term_sheet(self, self.office, self.term, self._go_to_term).open()

    def new_body(self) -> None:
        """Register a body and its term."""
        sheets.found_sheet(self, self.office, self._go_to_term).open()

    def _go_to_term(self, term_id: int) -> None:
        self._wanted_term = term_id
        self.refresh()

    def edit_term(self) -> None:
        """Change the term shown."""
        if self.term is not None:
            sheets.term_sheet(self, self.office, self.term).open()

    def delete_term(self) -> None:
        """Delete the term shown if nobody is in it."""
        term = self.term
        if term and self.host.guard(terms.delete_term, self.office, term.id, default=True):
            self.host.toast(f"已删除“{term_words(term)}”", undo=True)

    def show_rules(self) -> None:
        """Show the parameters of the rules of procedure."""
        from meetingdesk.panels.roster.rules import rules_sheet

        if self.term is not None:
            rules_sheet(self, self.office, self.term, self.on, self.host).open()

    def paste(self) -> None:
        """Take members from rows copied out of a spreadsheet."""
        if self.term is not None:
            paste_sheet(self, self.office, self.term, self.host).open()

    def import_file(self) -> None:
        """Take members from a file."""
        ask_file(self, self.import_path)

    def import_path(self, path: Path) -> None:
        """Show what importing ``path`` would do, and offer to do it."""
        if self.term is not None:
            file_sheet(self, self.office, self.term, path, self.host).open()

    def take_dropped(self, paths: list[Path]) -> None:
        """Take photos named after their persons, or a roster."""
        if all(path.suffix.lower().lstrip(".") in portraits.SUFFIXES for path in paths):
            self.take_photos(paths)
        else:
            self.import_path(paths[0])

    def ask_photos(self) -> None:
        """Ask for photos named after their persons."""
        ask_photos(self, self.take_photos)

    def take_photos(self, paths: list[Path]) -> None:
        """Keep photos named after their persons, and say what was left."""
        if self.term is None:
            return
        files = [str(path) for path in paths]
        taken = self.host.guard(portraits.take_photos, self.office, self.term.id, files)
        if taken is not None:
            self.host.toast(taken.words, undo=True)

    def export_file(self) -> None:
        """Ask where to write the roster."""
        if self.term is not None:
            ask_place(self, f"{term_words(self.term)}名册.xlsx", self.export_path)

    def export_path(self, path: Path) -> None:
        """Write the whole roster of the term to ``path`` (xlsx, csv or json)."""
        from meetingdesk.actions import exchange

        if self.term is None:
            return
        count = self.host.guard(exchange.export_roster, self.office, path, term_id=self.term.id)
        if count is not None:
            self.host.toast(f"已导出{count}人：{path.name}")
