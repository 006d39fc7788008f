"""Kept versions of a text: look, compare any two, restore one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QSizePolicy, QTextEdit

from meetingdesk.actions import decisions, revisions
from meetingdesk.panels.decisions.editor import characters
from meetingdesk.rules.dates import cn_date
from meetingdesk.shell import theme
from meetingdesk.shell.differing import as_html, counts, noted, pieces
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
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from meetingdesk.actions.decisions import DecisionView, VersionView
    from meetingdesk.panels.decisions.page import DecisionsPanel

NOW = "现在的正文"
#: narrower than this the table leaves out who wrote a version, and how long it is
_ROOMY = 520


class VersionsTab(LatePage):
    """The versions above, the comparison below."""

    #: the theme the differences are coloured for
    _worn = ""

    def __init__(self, panel: DecisionsPanel) -> None:
        super().__init__("各稿")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.view: DecisionView | None = None
        self._texts: dict[int, str] = {}
        self._filling = False
        box = tab_layout(self)
        self.table = self._table()
        self.restore_button = button("恢复此稿", self.restore, hint="以这一稿代替现在的正文")
        self.restore_button.setObjectName("restoreVersion")
        self.compare_button = button(
            "比较", self.compare, hint="选一稿与现在的正文比较；按住 Ctrl 选两稿，两稿相比"
        )
        self.compare_button.setObjectName("compareVersions")
        self.summary = label("", "soft")
        self.summary.setObjectName("compareSummary")
        bar = Toolbar(self.summary)
        bar.gap()
        bar.add(self.restore_button)
        bar.add(self.compare_button)
        box.addWidget(self.table, 2)
        box.addWidget(bar)
        box.addWidget(self._choice())
        self.table.setMinimumHeight(116)
        self.differences = QTextEdit()
        self.differences.setObjectName("versionDifferences")
        self.differences.setAccessibleName("两稿的不同")
        self.differences.setReadOnly(True)
        box.addWidget(self.differences, 3)
        self.show_view(None)

    def _table(self) -> RecordTable:
        table = RecordTable(
            [
                Column("稿次", lambda v: f"第{v.number}稿", 68),
                Column("说明", lambda v: v.label, stretch=True),
                Column("字数", lambda v: characters(v.body), 58, align="right"),
                Column("作者", lambda v: v.author, 76, soft=True),
                Column("日期", lambda v: cn_date(v.on, year=False) if v.on else "", 86, soft=True),
                Column("修改依据", lambda v: v.source, 122, wrap=True, tip=lambda v: v.source),
            ],
            name="各稿",
            multi=True,
            empty=lambda: EmptyState(
                "还没有存过稿", "在“正文”里按“存为一稿”，以后可以比较和恢复。"
            ),
        )
        table.setObjectName("versionsTable")
        table.chosen.connect(lambda _row: self._enable())
        table.activated.connect(lambda _row: self.compare())
        table.picked.connect(self._enable)
        return table

    def _choice(self) -> Toolbar:
        self.old, self.new = QComboBox(), QComboBox()
        for box, name, words in (
            (self.old, "compareFrom", "比较：原稿"),
            (self.new, "compareTo", "比较：新稿"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.currentIndexChanged.connect(lambda *_: self._draw())
        bar = Toolbar()
        bar.add(self.old, 1)
        bar.add(label("→", "soft"))
        bar.add(self.new, 1)
        return bar

    # -- showing -----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the less needed columns out where there is no room."""
        super().resizeEvent(event)
        for at in (2, 3):
            self.table.view.setColumnHidden(at, self.width() < _ROOMY)

    def show_view(self, view: DecisionView | None) -> None:
        """Show a decision's versions and compare the last one with the text."""
        other = view is None or self.view is None or view.id != self.view.id
        chosen = (None, None) if other else (self.old.currentData(), self.new.currentData())
        self.view = view
        versions = list(view.versions) if view else []
        self.table.set_rows(versions[::-1], choose=True)
        self._texts = {v.id: v.body for v in versions} | {0: view.body if view else ""}
        self._filling = True
        for box in (self.old, self.new):
            box.clear()
            for version in versions:
                box.addItem(version_words(version), version.id)
            box.addItem(NOW, 0)
        usual = versions[-1].id if versions else 0
        if view is not None and len(versions) > 1 and versions[-1].body == view.body:
            usual = versions[-2].id  # the last version is the text: what it changed is of interest
        self._choose(chosen[0] if chosen[0] is not None else usual,
                     chosen[1] if chosen[1] is not None else 0)  # fmt: skip
        self._filling = False
        self._enable()
        self._draw()

    def _choose(self, old: int, new: int) -> None:
        self.old.setCurrentIndex(max(self.old.findData(old), 0))
        self.new.setCurrentIndex(max(self.new.findData(new), 0))

    def _enable(self) -> None:
        if not hasattr(self, "compare_button"):
            return
        chosen = len(self.table.selected())
        free = self.view is not None and not self.view.locked
        self.restore_button.setEnabled(free and chosen == 1)
        self.compare_button.setEnabled(chosen in (1, 2))

    def _draw(self) -> None:
        if self._filling or not self.isVisible():
            return  # a long text is compared only when the comparison is looked at
        old = self._texts.get(self.old.currentData(), "")
        new = self._texts.get(self.new.currentData(), "")
        notes = self._notes()
        runs = noted(old, new, notes) if notes else pieces(old, new)
        gone, added = counts(runs)
        if self.view is None:
            self.summary.setText("")
        else:
            self.summary.setText("文字相同" if old == new else f"删{gone}字　增{added}字")
        self._worn = theme.current().name
        self.differences.setHtml(as_html(runs, theme.current()))

    def _notes(self) -> dict[int, str]:
        """Return what the changes shown rest on, by the place of their paragraph."""
        old, new = self.old.currentData(), self.new.currentData()
        recorded = self.view is not None and any(v.source for v in self.view.versions)
        if self.view is None or not recorded or old is None or new is None:
            return {}
        if self.old.currentIndex() > self.new.currentIndex():
            return {}  # looked at backwards: nothing was changed that way
        found = revisions.changes(self.panel.office, self.view.id, old, new)
        return {change.at: change.source for change in found if change.source}

    def showEvent(self, event: QShowEvent) -> None:
        """Compare what was chosen or typed while the page was not seen."""
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the differences by the theme."""
        super().changeEvent(event)
        # a style change is also told of when a widget only moves to another parent
        if event.type() == event.Type.StyleChange and self._worn not in ("", theme.current().name):
            self._draw()

    # -- doing -------------------------------------------------------------------------

    def compare(self) -> None:
        """Compare the chosen two versions, or the chosen one with the text."""
        self.panel.editor.flush()
        chosen: list[Any] = sorted(self.table.selected(), key=lambda v: v.number)
        if chosen:
            self._filling = True
            self._choose(chosen[0].id, chosen[1].id if len(chosen) > 1 else 0)
            self._filling = False
            self._draw()

    def restore(self) -> None:
        """Put the chosen version in place of the text; 撤销 brings the text back."""
        version: VersionView | None = self.table.current()
        if version is None or self.view is None or not self.panel.editor.flush():
            return
        if self.panel.host.guard(
            decisions.restore_version, self.panel.office, self.view.id, version.id, default=True
        ):
            self.panel.host.toast(f"正文已恢复为第{version.number}稿", undo=True)


def version_words(version: VersionView) -> str:
    """Name a version: 第2稿　审议稿."""
    number = f"第{version.number}稿"
    return number if version.label in ("", number) else f"{number}　{version.label}"
