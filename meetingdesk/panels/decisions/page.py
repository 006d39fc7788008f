"""The page of draft decisions: the list, the text with its versions, the paper beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from meetingdesk.actions import decisions
from meetingdesk.errors import Refused
from meetingdesk.panels.decisions.editor import EditorTab, characters
from meetingdesk.panels.decisions.paper import DecisionPaper
from meetingdesk.panels.decisions.sheets import AdoptSheet, DecisionSheet
from meetingdesk.panels.decisions.sources import SourcesTab
from meetingdesk.panels.decisions.versions import VersionsTab
from meetingdesk.rules.dates import cn_date
from meetingdesk.shell import keys, theme
from meetingdesk.shell.frame import MeetingPanel
from meetingdesk.shell.panel import Action
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    RecordTable,
    Tag,
    Toolbar,
    button,
    columns,
    label,
    share,
    tabs,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QResizeEvent
    from PySide6.QtWidgets import QPushButton

    from meetingdesk.actions.decisions import DecisionView

STATES = {"草案": "neutral", "通过": "ok", "未通过": "bad", "撤回": "neutral"}
# from this width on, a third of the page is the paper's
_WIDE = 1500


class DecisionsPanel(MeetingPanel):
    """决定草案: from the first draft to the adopted text."""

    key, title, icon, group, order = "decisions", "决定草案", "note-pencil", "会前", 40
    kept = "决定和决议的草案记在会议名下"
    tables = frozenset({"decision", "decision_version", "clause_source", "agenda_item", "meeting"})

    # -- making ------------------------------------------------------------------------

    def build_work(self, box: QVBoxLayout) -> None:
        """Make facts, the list, the text with its versions, and the paper."""
        self.facts = self.add_facts(
            ("decisions", "决定草案"), ("adopted", "已通过"), ("bodies", "正文"),
            ("versions", "所选草案存稿"),
        )  # fmt: skip
        self.split = columns(self.work)
        box.addWidget(self.split, 1)
        cards = [Card(margins=margins, parent=self.split) for margins in (10, 14)]
        self.paper = DecisionPaper(self.office)
        self.editor = EditorTab(self)
        self.versions = VersionsTab(self)
        self.sources = SourcesTab(self)
        self._fill_list(cards[0])
        self._fill_text(cards[1])
        self.split.addWidget(self.paper)
        share(self.split, 30, 40, 30)
        self.split.setSizes([3100, 4000, 2900])
        self._wide = False

    def _named(self, name: str, text: str, run: Callable[[], Any], **look: str) -> QPushButton:
        made = button(text, run, **look)
        made.setObjectName(name)
        return made

    def _fill_list(self, card: Card) -> None:
        self.new_button = self._named("newDecision", "起草", self.new, icon="plus", kind="primary")
        keys.bind(self.new_button, "decisions.起草决定")
        self.edit_button = self._named(
            "editDecision", "修改", self.edit, icon="pencil-simple", hint="回车"
        )
        self.up = self._named("decisionUp", "", lambda: self.table.move_current(-1),
                              icon="arrow-up", hint="上移", tells="table.up", kind="ghost")  # fmt: skip
        self.down = self._named("decisionDown", "", lambda: self.table.move_current(1),
                                icon="arrow-down", hint="下移", tells="table.down", kind="ghost")  # fmt: skip
        self.delete_button = self._named("deleteDecision", "", self.delete, icon="trash",
                                         hint="删除", tells="table.delete", kind="ghost")  # fmt: skip
        bar = Toolbar(self.new_button, self.edit_button)
        bar.gap()
        for made in (self.up, self.down, self.delete_button):
            bar.add(made)
        self.table = RecordTable(
            [
                Column("标题", lambda d: d.printed_title, stretch=True, wrap=True),
                Column("种类", lambda d: d.kind, 64, wrap=True, soft=True),
                Column("状态", lambda d: d.state, 74, tag=lambda d: STATES.get(d.state, "neutral")),
            ],
            name="决定草案",
            movable=True,
            empty=lambda: EmptyState(
                "还没有决定草案",
                "按“起草”填写标题和提请机关，再录入正文。各稿随时可以另存、比较和恢复；"
                "表决通过后在这里登记，题注自动写好。",
                icon="note-pencil",
            ),
        )
        self.table.setObjectName("decisionsTable")
        self.table.edit_requested.connect(self.edit)
        self.table.delete_requested.connect(self.delete)
        self.table.new_requested.connect(self.new)
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(self._chosen)
        card.setAccessibleName("决定草案清单")
        card.add(bar)
        card.add(self.table, 1)
        card.add(self._outcomes())
        card.setMinimumWidth(344)

    def _fill_text(self, card: Card) -> None:
        self.heading = label("", "card", wrap=True)
        self.heading.setObjectName("decisionTitle")
        self.about = label("", "soft", wrap=True)
        self.about.setObjectName("decisionAbout")
        self.state_tag = Tag()
        self.state_tag.setObjectName("decisionState")
        self.tabs = tabs(
            "decisionTabs", "正文与各稿",
            (self.editor, "正文"), (self.versions, "各稿"), (self.sources, "修改依据"), parent=card,
        )  # fmt: skip
        self.tabs.currentChanged.connect(lambda _at: self.editor.flush())
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.heading, 1)
        head.addWidget(self.state_tag)
        card.setAccessibleName("正文与各稿")
        card.add(head)
        card.add(self.about)
        card.add(self.tabs, 1)
        card.setMinimumWidth(364)

    def _outcomes(self) -> Toolbar:
        """Make the buttons that record what became of the draft."""
        self.adopt_button = self._named(
            "adoptDecision", "登记通过", self.adopt, icon="check",
            hint="写入通过日期和题注，标题去掉（草案）",
        )  # fmt: skip
        self.reject_button = self._named("rejectDecision", "未通过", self.reject)
        self.withdraw_button = self._named(
            "withdrawDecision", "撤回", self.withdraw, hint="提请机关在表决前撤回"
        )
        self.unadopt_button = self._named("unadoptDecision", "撤回通过", self.unadopt)
        bar = Toolbar()
        bar.gap()
        for made in (
            self.unadopt_button,
            self.withdraw_button,
            self.reject_button,
            self.adopt_button,
        ):
            bar.add(made)
        return bar

    # -- reading -----------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the meeting's decisions again."""
        if self.meeting_id is None:
            self._show_nothing()
            return
        try:
            found = decisions.decisions(self.office, self.meeting_id)
        except Refused:
            self._show_nothing()  # the meeting was just deleted; the window chooses another
            return
        self.show_work()
        self.table.set_rows(found, choose=True)
        self._show_facts(found)
        self.host.actions_changed()

    def _show_nothing(self) -> None:
        self.editor.show_view(None)
        self.show_nothing()

    def _show_facts(self, found: list[DecisionView]) -> None:
        drafts = sum(d.state == "草案" for d in found)
        passed = sum(d.state == "通过" for d in found)
        bare = sum(not d.body for d in found)
        self.facts["decisions"].set(f"{len(found)}件")
        if found and passed == len(found):
            outcome = "全部通过", "ok"
        else:
            outcome = (f"草案{drafts}", "info") if drafts else ("", "neutral")
        self.facts["adopted"].set(f"{passed} / {len(found)}", *outcome)
        missing = (f"缺正文{bare}", "warn") if bare else ("", "neutral")
        self.facts["bodies"].set(f"{sum(characters(d.body) for d in found)}字", *missing)

    def _chosen(self, view: DecisionView | None) -> None:
        """Show the chosen decision, after keeping what was typed into another."""
        shown = self.editor.view
        if shown is not None and (view is None or view.id != shown.id):
            self.editor.flush()
        self.editor.show_view(view)
        self.versions.fill(lambda: self.versions.show_view(view))
        self.sources.fill(lambda: self.sources.show_view(view))
        self.paper.want(view)
        self._show_head(view)
        self._enable(view)

    def _show_head(self, view: DecisionView | None) -> None:
        self.heading.setText(view.printed_title if view else "选一件草案，或按“起草”新写一件")
        self.state_tag.set(view.state if view else "", STATES.get(view.state if view else "", ""))
        self.about.setText(_about(view) if view else "")
        self.about.setVisible(view is not None)
        count = len(view.versions) if view else 0
        self.tabs.setTabText(1, f"各稿　{count}" if count else "各稿")
        same = bool(view and view.versions and view.versions[-1].body == view.body)
        last = ("与末稿相同", "neutral") if same else ("正文有改动", "info")
        self.facts["versions"].set(f"{count}稿", *(last if count else ("", "neutral")))

    def _enable(self, view: DecisionView | None) -> None:
        state = view.state if view else ""
        rows = self.table.rows()
        self.edit_button.setEnabled(view is not None)
        self.delete_button.setEnabled(view is not None)
        self.up.setEnabled(bool(view and view.position > 1))
        self.down.setEnabled(bool(view and view.position < len(rows)))
        for made in (self.adopt_button, self.reject_button, self.withdraw_button):
            made.setVisible(state in ("草案", ""))
            made.setEnabled(state == "草案")
        self.unadopt_button.setVisible(state not in ("草案", ""))
        self.unadopt_button.setText("撤回通过" if state == "通过" else "恢复为草案")
        self.unadopt_button.setAccessibleName(self.unadopt_button.text())

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Keep what was typed, then take another meeting."""
        if self.built:
            self.editor.flush()
        super().set_meeting(meeting_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the paper more of a wide window."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        if self.built and wide != self._wide:
            self._wide = wide
            self.split.setSizes([2800, 3700, 3500] if wide else [3100, 4000, 2900])

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when the page is left or the window closes."""
        super().hideEvent(event)
        if self.built:
            self.editor.flush()

    # -- doing -------------------------------------------------------------------------

    @property
    def view(self) -> DecisionView | None:
        """The chosen decision."""
        found: DecisionView | None = self.table.current()
        return found

    def commands(self) -> list[Action]:
        """Offer the page's work in the palette."""
        if self.meeting_id is None:
            return []
        draft = bool(self.view and self.view.state == "草案")
        return [
            Action("起草决定", self.new, shortcut="Ctrl+N"),
            Action("修改决定草案", self.edit, enabled=self.view is not None),
            Action("存为一稿", self.editor.keep, enabled=self.editor.keep_button.isEnabled()),
            Action("登记通过", self.adopt, enabled=draft),
            Action("登记未通过", self.reject, enabled=draft),
            Action("登记撤回", self.withdraw, enabled=draft),
        ]

    def focus_on(self, **focus: Any) -> None:
        """Show a decision (``decision_id``)."""
        if "decision_id" in focus:
            self.table.select_id(focus["decision_id"])

    def new(self) -> None:
        """Draft a decision."""
        if self.meeting_id is None:
            return

        def done(decision_id: int) -> None:
            self.table.select_id(decision_id)
            self.tabs.setCurrentIndex(0)
            self.host.toast("已起草，可以录入正文", undo=True)

        self.editor.flush()
        sheet = DecisionSheet(self, self.office, self.meeting_id, None, done)
        sheet.accepted.connect(self.editor.edit.setFocus)
        sheet.open()

    def edit(self, view: DecisionView | None = None) -> None:
        """Change the chosen decision's title and other fields."""
        view = view or self.view
        if view is None or self.meeting_id is None or not self.editor.flush():
            return
        if view.state == "通过":
            self.banner.show_message(
                f"《{view.title}》已经通过，不能再改。", "warn", "如通过登记有误，请先撤回通过。"
            )
            return
        DecisionSheet(self, self.office, self.meeting_id, view, lambda _id: None).open()

    def delete(self, view: DecisionView | None = None) -> None:
        """Delete the chosen draft; 撤销 brings it back."""
        view = view or self.view
        if view is None:
            return
        self.editor.flush()
        if self.host.guard(decisions.delete_decision, self.office, view.id, default=True):
            self.host.toast(f"已删除《{view.title}》", undo=True)

    def _moved(self, view: DecisionView, to: int) -> None:
        self.host.guard(decisions.move_decision, self.office, view.id, to)

    def adopt(self) -> None:
        """Show the 题注 and record that the draft was passed."""
        view = self.view
        if view is None or not self.editor.flush():
            return

        def done() -> None:
            self.host.toast(f"已登记《{view.title}》通过", undo=True)

        AdoptSheet(self, self.office, view, done).open()

    def unadopt(self) -> None:
        """Make the decision a draft again."""
        view = self.view
        if view is not None and self.host.guard(
            decisions.unadopt, self.office, view.id, default=True
        ):
            self.host.toast(f"《{view.title}》恢复为草案", undo=True)

    def reject(self) -> None:
        """Record that the draft was not passed."""
        self._close(withdrawn=False)

    def withdraw(self) -> None:
        """Record that the draft was withdrawn before the vote."""
        self._close(withdrawn=True)

    def _close(self, *, withdrawn: bool) -> None:
        view = self.view
        if view is None or not self.editor.flush():
            return
        if self.host.guard(
            decisions.reject, self.office, view.id, withdrawn=withdrawn, default=True
        ):
            words = "撤回" if withdrawn else "未通过"
            self.host.toast(f"已登记《{view.title}》{words}", undo=True)


def _about(view: DecisionView) -> str:
    """Tell in one line whose draft it is and from when it applies; 题注 on a line of its own."""
    parts = [view.kind]
    parts += [f"{view.drafted_by}起草"] if view.drafted_by else []
    parts += [f"{view.submitted_by}提请"] if view.submitted_by else []
    parts += [f"{cn_date(view.effective_on)}起施行"] if view.effective_on else []
    note = f"\n{view.adoption_note}" if view.adoption_note else ""
    return "　".join(parts) + note
