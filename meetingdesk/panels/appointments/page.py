"""The page of appointments: facts, who still has to swear, three tables, the paper beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import appointments, nominating, oaths, screening
from meetingdesk.errors import Refused
from meetingdesk.panels.appointments.entries import EntriesTab
from meetingdesk.panels.appointments.letters import LettersTab
from meetingdesk.panels.appointments.oaths import OathsTab
from meetingdesk.panels.appointments.paper import MotionsPaper
from meetingdesk.panels.appointments.screening import ScreeningTab
from meetingdesk.panels.appointments.statements import StatementsTab
from meetingdesk.panels.appointments.words import waiting_words
from meetingdesk.shell import theme
from meetingdesk.shell.frame import MeetingPanel
from meetingdesk.shell.panel import Action
from meetingdesk.shell.widgets import (
    Card,
    RecordTable,
    Tag,
    columns,
    label,
    share,
    tabs,
)

if TYPE_CHECKING:
    from meetingdesk.actions.appointments import EntryView
    from meetingdesk.actions.letters import LetterView
    from meetingdesk.actions.nominating import AppointmentFacts
    from meetingdesk.actions.oaths import CeremonyView, UnswornView
    from meetingdesk.actions.screening import NomineeView


class AppointmentsPanel(MeetingPanel):
    """任免与宣誓: from the motion to the oath."""

    key, title, icon, group, order = "appointments", "任免与宣誓", "identification-card", "会前", 50
    kept = "任免案、任命书和宣誓都记在会议名下"
    tables = frozenset({
        "motion", "motion_entry", "letter", "ceremony", "oath_taker", "meeting", "agenda_item",
        "question", "vote", "tenure", "person", "body", "exam_batch", "screening", "statement",
        "procedure_rules", "sitting", "sitting_entry",
    })  # fmt: skip

    # -- making ------------------------------------------------------------------------

    def build_work(self, box: QVBoxLayout) -> None:
        """Make facts, who still has to swear, the tabs, and the paper beside them."""
        self.facts = self.add_facts(
            ("motions", "任免案"), ("entries", "人选"), ("screening", "任前程序"),
            ("results", "表决"), ("letters", "任命书"), ("oaths", "宣誓"),
        )  # fmt: skip
        split = columns(self.work)
        box.addWidget(split, 1)
        card = Card(margins=10, parent=split)
        card.add(self._waiting())
        self.entries, self.letters, self.oaths = EntriesTab(self), LettersTab(self), OathsTab(self)
        self.screening, self.statements = ScreeningTab(self), StatementsTab(self)
        self._unread: set[ScreeningTab | StatementsTab] = set()
        self.tabs = tabs(
            "appointmentTabs", "任免与宣誓各表",
            (self.entries, "任免案"), (self.screening, "任前程序"),
            (self.statements, "供职发言"), (self.letters, "任命书"), (self.oaths, "宣誓"), parent=card,
        )  # fmt: skip
        card.add(self.tabs, 1)
        self.paper = MotionsPaper(self.office, split)
        share(split, 70, 30)
        self.entries.chosen.connect(self._entry_chosen)
        self.letters.chosen.connect(self._letter_chosen)
        self.oaths.chosen.connect(self._ceremony_chosen)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.currentChanged.connect(lambda _at: self._to_table())

    def _waiting(self) -> QWidget:
        """Make the line that always says who still has to swear."""
        strip = QWidget()
        strip.setObjectName("stillToSwear")
        strip.setAccessibleName("还应宣誓")
        row = QHBoxLayout(strip)
        row.setContentsMargins(6, 2, 6, 0)
        row.setSpacing(theme.GAP)
        self.waiting_tag = Tag()
        self.waiting = label("", wrap=True)
        self.waiting.setObjectName("waitingNames")
        row.addWidget(self.waiting_tag)
        row.addWidget(self.waiting, 1)
        self.strip = strip
        return strip

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the meeting's motions, letters and ceremonies again."""
        if self.meeting_id is None:
            self.show_nothing()
            return
        try:
            with self.office.reading() as work:
                motions = appointments.motions(work, self.meeting_id)
                people = oaths.unsworn(work, self.meeting_id)
                held = oaths.ceremonies(work, self.meeting_id)
                asks = screening.standard(work, self.meeting_id).asks
                nominees = screening.nominees(work, self.meeting_id) if asks else []
                papers = self.paper.available(work, self.meeting_id)
            figures = nominating.figures(motions)
        except Refused:
            self.show_nothing()  # the meeting was just deleted; the window chooses another
            return
        self.show_work()
        self._figures = figures
        self._show_facts(figures)
        self._show_gates(nominees, asks=asks)
        self._show_waiting(people, figures)
        self.paper.show_papers(papers, motions)
        self.entries.show_motions(motions, nominees)
        self._unread = {self.screening, self.statements}
        self.letters.fill(lambda: self.letters.show_motions(motions))
        self.oaths.fill(lambda: self.oaths.show_ceremonies(held, people))
        self._tab_changed()

    def _show_facts(self, f: AppointmentFacts) -> None:
        self.facts["motions"].set(f"{f.motions}件")
        objected = (
            (f"{f.objected}处须核对", "warn")
            if f.objected
            else (f"任{f.appointing}　免{f.removing}" if f.person_times else "", "neutral")
        )
        self.facts["entries"].set(f"{f.person_times}人次", *objected)
        if f.failed:
            result = f"未通过{f.failed}", "bad"
        elif f.pending:
            result = f"待表决{f.pending}", "info"
        else:
            result = ("全部通过", "ok") if f.passed else ("", "neutral")
        self.facts["results"].set(f"{f.passed} / {f.person_times}", *result)
        if f.letters < f.letters_due:
            letter = f"应登记{f.letters_due - f.letters}", "warn"
        elif f.presented < f.letters:
            letter = f"未颁发{f.letters - f.presented}", "warn"
        else:
            letter = (f"已颁发{f.presented}", "ok") if f.letters else ("", "neutral")
        self.facts["letters"].set(f"{f.letters} / {f.letters_due}", *letter)
        waiting = f.must_swear - f.sworn
        oath = (
            (f"还有{waiting}人", "warn")
            if waiting
            else (("全部宣誓", "ok") if f.must_swear else ("", "neutral"))
        )
        self.facts["oaths"].set(f"{f.sworn} / {f.must_swear}", *oath)

    def _show_gates(self, nominees: list[NomineeView], *, asks: bool) -> None:
        """Show the gates where the body has any; people are counted once each."""
        tile = self.facts["screening"]
        tile.setVisible(asks)
        people = {view.name for view in nominees}
        lacking = {view.name for view in nominees if view.told}
        blocked = {view.name for view in nominees if view.blocked}
        if blocked:
            state = f"不得提请{len(blocked)}人", "bad"
        elif lacking:
            state = f"须补齐{len(lacking)}人", "warn"
        else:
            state = ("已具备", "ok") if people else ("", "neutral")
        tile.set(f"{len(people) - len(lacking)} / {len(people)}", *state)

    def _show_waiting(self, people: list[UnswornView], figures: AppointmentFacts) -> None:
        if people:
            self.waiting_tag.set("还应宣誓", "warn")
            self.waiting.setText(waiting_words(people))
        else:
            self.waiting_tag.set("宣誓", "ok" if figures.must_swear else "neutral")
            self.waiting.setText(
                "应宣誓的人员都已宣誓。"
                if figures.must_swear
                else "任命通过后，这里列出应当宣誓的人。"
            )
        self.strip.setAccessibleDescription(self.waiting.text())
        self.strip.setVisible(bool(people))  # the tile says it when nobody is left

    def _tab_changed(self, *_: object) -> None:
        page = self.tabs.currentWidget()
        self._read()
        if page is self.entries:
            self._entry_chosen(self.entries.entry)
        elif page is self.screening:
            self.paper.want("screening")
        elif page is self.statements:
            self.paper.want("statements")
        elif page is self.letters:
            self._letter_chosen(self.letters.table.current())
        else:
            self._ceremony_chosen(self.oaths.ceremony)
        self.host.actions_changed()

    def _read(self) -> None:
        """Read the records of the page at hand when it is looked at, not before."""
        meeting_id: int | None = self.meeting_id
        if meeting_id is None:
            return
        for page in (self.screening, self.statements):
            if page is self.tabs.currentWidget() and page in self._unread:
                self._unread.discard(page)
                page.show_meeting(meeting_id)

    def _to_table(self) -> None:
        """Ctrl+Tab leads to the table of the next page, not to the first button on it."""
        held: QWidget | None = self.window().focusWidget()
        if held is None or held is self.tabs.tabBar() or not self.tabs.isAncestorOf(held):
            return
        for table in self.tabs.currentWidget().findChildren(RecordTable)[:1]:
            if table.rows():
                table.setFocus()

    def _entry_chosen(self, entry: EntryView | None) -> None:
        if self.tabs.currentWidget() is self.entries:
            self.paper.want("appointments", list_of(entry.verb) if entry else "")

    def _letter_chosen(self, letter: LetterView | None) -> None:
        if self.tabs.currentWidget() is self.letters:
            self.paper.want("letter", letter.id if letter else "")

    def _ceremony_chosen(self, ceremony: CeremonyView | None) -> None:
        if self.tabs.currentWidget() is self.oaths:
            kind = "oath_record" if ceremony and ceremony.held else "oath"
            self.paper.want(kind, ceremony.id if ceremony else "")

    # -- doing -------------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer what each table begins with."""
        if not self.working:
            return []
        page = self.tabs.currentWidget()
        if page is self.screening:
            return [
                Action("粘贴成绩", self.screening.paste, icon="clipboard-text", primary=True,
                       shortcut="Ctrl+Shift+V", enabled=bool(self.screening.table.rows()),
                       hint="从成绩单认出各人的成绩"),
            ]  # fmt: skip
        if page is self.statements:
            return [
                Action("编入发言", self.statements.arrange, icon="plus", primary=True,
                       shortcut="Ctrl+N", enabled=self.statements.waiting > 0,
                       hint="没有编入的拟任命人员排在最后"),
            ]  # fmt: skip
        if page is self.letters:
            return [
                Action("登记任命书", self.letters.issue, icon="plus", shortcut="Ctrl+N", primary=True,
                       enabled=self.letters.due > 0,
                       hint="表决通过的任命才有任命书"),
            ]  # fmt: skip
        if page is self.oaths:
            return [
                Action("登记仪式", self.oaths.new, icon="plus", shortcut="Ctrl+N", primary=True)
            ]
        return [
            Action("登记任免案", self.entries.new_motion, icon="folder-plus",
                   shortcut="Ctrl+Shift+N"),
            Action("粘贴任免案", self.entries.paste, icon="clipboard-text",
                   shortcut="Ctrl+Shift+V", hint="从任免案正文认出人选"),
            Action("登记人选", self.entries.new, icon="plus", shortcut="Ctrl+N", primary=True),
        ]  # fmt: skip

    def commands(self) -> list[Action]:
        """Offer the rest in the palette."""
        if not self.working:
            return []
        f = self._figures
        return [
            Action("修改任免案", self.entries.edit_motion),
            Action("删除任免案", self.entries.delete_motion),
            Action("设定任前程序要求", self.screening.set_gates),
            Action("登记培训考试场次", lambda: self.screening.edit_batch(None)),
            Action("供职发言排入日程", self.statements.put_in_day),
            Action("登记任命书", self.letters.issue, enabled=f.letters < f.letters_due),
            Action("颁发任命书", self.letters.present, enabled=f.presented < f.letters),
            Action("登记宣誓仪式", self.oaths.new),
            Action("登记宣誓", self.oaths.swear),
        ]

    def subtitle(self) -> str:
        """Say how many people the meeting appoints or removes."""
        return ""

    def focus_on(self, **focus: Any) -> None:
        """Show an entry (``entry_id``), a nominee's file, a letter (``letter_id``), a ceremony."""
        if "entry_id" in focus:
            self.tabs.setCurrentWidget(self.entries)
            self.entries.table.select_id(("entry", focus["entry_id"]))
        elif "nominee_id" in focus:
            self.tabs.setCurrentWidget(self.screening)
            self.screening.table.select_id(focus["nominee_id"])
        elif "letter_id" in focus:
            self.tabs.setCurrentWidget(self.letters)
            self.letters.table.select_id(focus["letter_id"])
        elif "ceremony_id" in focus:
            self.tabs.setCurrentWidget(self.oaths)
            self.oaths.select(focus["ceremony_id"])


def list_of(verb: str) -> str:
    """Name the list a verb is printed in: 决定任命 → 决定任免."""
    return verb.replace("任命", "任免").replace("免去", "任免")
