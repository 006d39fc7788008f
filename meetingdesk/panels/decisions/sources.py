"""修改依据: every change between two texts, and which reading or committee it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QTextEdit

from meetingdesk.actions import revisions
from meetingdesk.errors import Refused
from meetingdesk.panels.decisions.boxes import SourceBox
from meetingdesk.panels.decisions.versions import NOW, version_words
from meetingdesk.shell import theme
from meetingdesk.shell.differing import as_html, pieces
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

    from meetingdesk.actions.decisions import DecisionView
    from meetingdesk.actions.revisions import ChangeView
    from meetingdesk.panels.decisions.page import DecisionsPanel

_KINDS = {"修改": "info", "新增": "ok", "删去": "bad"}
#: characters of a changed paragraph the table shows, and of what stands before the change
_SHOWN, _BEFORE = 26, 5
#: lower than this the chosen change is not shown in full under the table
_LOW = 320


def excerpt(change: ChangeView) -> str:
    """Return the words round the first difference of a change, short enough for a table."""
    old, new = change.old, change.new
    text = new or old
    at = 0
    if old and new:
        while at < min(len(old), len(new)) and old[at] == new[at]:
            at += 1
    start = max(0, at - _BEFORE)
    cut = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{cut}{'…' if start + _SHOWN < len(text) else ''}"


class SourcesTab(LatePage):
    """The changes above, the chosen one in full below, its source in the box under it."""

    def __init__(self, panel: DecisionsPanel) -> None:
        super().__init__("修改依据")
        self.panel = panel

    def build(self) -> None:
        """Make the contents."""
        self.view: DecisionView | None = None
        self._filling = False
        box = tab_layout(self)
        box.addWidget(self._choice())
        box.addWidget(self._whole())
        self.table = self._table()
        box.addWidget(self.table, 5)
        self.words = QTextEdit()
        self.words.setObjectName("changeWords")
        self.words.setAccessibleName("这一处修改")
        self.words.setReadOnly(True)
        self.words.setMinimumHeight(64)
        box.addWidget(self.words, 2)
        box.addWidget(self._single())
        self.show_view(None)

    def _choice(self) -> Toolbar:
        self.old, self.new = QComboBox(), QComboBox()
        for box, name, words in (
            (self.old, "sourcesFrom", "修改依据：原稿"),
            (self.new, "sourcesTo", "修改依据：新稿"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.currentIndexChanged.connect(lambda *_: self._compare())
        bar = Toolbar()
        bar.add(self.old, 1)
        bar.add(label("→", "soft"))
        bar.add(self.new, 1)
        return bar

    def _whole(self) -> Toolbar:
        self.whole = SourceBox("versionSource", "新稿全稿的修改依据")
        self.whole.activated.connect(lambda *_: self._keep_whole())
        self.whole.entered.connect(self._keep_whole)
        self.column = QCheckBox("对照表列出")
        self.column.setObjectName("showSources")
        self.column.setAccessibleName("对照表列出修改依据")
        self.column.setToolTip("修改对照表加一栏“修改依据”")
        self.column.clicked.connect(self._switch)
        bar = Toolbar(label("全稿依据", "soft"))
        bar.add(self.whole, 1)
        bar.add(self.column)
        return bar

    def _single(self) -> Toolbar:
        self.single = SourceBox("changeSource", "这一处的修改依据")
        self.single.activated.connect(lambda *_: self._keep_single())
        self.single.entered.connect(self._keep_single_and_go)
        self.set_button = button(
            "登记", self._keep_single_and_go, hint="登记这一处的依据，转到下一处"
        )
        self.set_button.setObjectName("setSource")
        self.single_words = label("这一处依据", "soft")
        bar = Toolbar(self.single_words)
        bar.add(self.single, 1)
        bar.add(self.set_button)
        return bar

    def _table(self) -> RecordTable:
        table = RecordTable(
            [
                Column("处", lambda c: c.id, 34, soft=True),
                Column("文字", excerpt, stretch=True, wrap=True,
                       tip=lambda c: c.new or c.old),
                Column("情况", lambda c: c.what, 60, tag=lambda c: _KINDS[c.what]),
                Column("依据", lambda c: c.source, 106, wrap=True,
                       tip=lambda c: c.source or c.why_not),
            ],
            name="逐处修改",
            empty=lambda: EmptyState(
                "没有可以登记依据的修改",
                "存过两稿以后，在这里逐处登记修改依据。",
            ),
        )  # fmt: skip
        table.setObjectName("changesTable")
        table.chosen.connect(self._chosen)
        table.activated.connect(lambda _row: self.single.begin())
        return table

    # -- showing -----------------------------------------------------------------------

    def show_view(self, view: DecisionView | None) -> None:
        """Show a decision's changes: the last version with the one before, else as chosen."""
        same = view is not None and self.view is not None and view.id == self.view.id
        chosen = (self.old.currentData(), self.new.currentData())
        listed = self.new.count()
        self.view = view
        versions = list(view.versions) if view else []
        kept = bool(view and versions and versions[-1].body == view.body)
        self._filling = True
        for box in (self.old, self.new):
            box.clear()
            for version in versions:
                box.addItem(version_words(version), version.id)
            if view is not None and not kept:
                box.addItem(NOW, 0)
        last = self.new.count() - 1
        if not same or last + 1 != listed:  # another draft, or another version: begin at the end
            chosen = (None, None)
        for box, wanted, usual in ((self.old, chosen[0], last - 1), (self.new, chosen[1], last)):
            at = box.findData(wanted) if wanted is not None else -1
            box.setCurrentIndex(at if at >= 0 else max(usual, 0))
        self.column.setChecked(bool(view and view.show_sources))
        self.column.setEnabled(view is not None)
        self._filling = False
        self._compare()

    def _compare(self) -> None:
        if self._filling or not self.isVisible():
            return  # a long text is compared only when its sources are looked at
        view, old, new = self.view, self.old.currentData(), self.new.currentData()
        rows: list[ChangeView] = []
        if view is not None and old is not None and new is not None and old != new:
            try:
                rows = revisions.changes(self.panel.office, view.id, old, new)
            except Refused:
                rows = []  # a version was just taken back; the page shows what is left
        self.table.set_rows(rows, choose=True)
        version = next((v for v in view.versions if v.id == new), None) if view else None
        self.whole.put(version.source if version else "")
        self.whole.setEnabled(version is not None and version.number > 1)
        if not rows:
            self._chosen(None)

    def _chosen(self, change: ChangeView | None) -> None:
        free = change is not None and change.version_id is not None
        self.single.setEnabled(free)
        self.set_button.setEnabled(free)
        self.single.put(change.source if change else "")
        self.single.tell(change.why_not if change and not free else "")
        self.single.setToolTip(change.why_not if change else "")
        runs = pieces(change.old, change.new) if change else []
        self.words.setHtml(as_html(runs, theme.current()) if runs else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the table where the window is low; a tip has the words then."""
        super().resizeEvent(event)
        self.words.setVisible(self.height() >= _LOW)

    def showEvent(self, event: QShowEvent) -> None:
        """Compare what was chosen while the page was not seen."""
        super().showEvent(event)
        self._compare()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the differences by the theme."""
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and "single" in vars(self):
            self._chosen(self.table.current())

    # -- doing -------------------------------------------------------------------------

    def _keep_whole(self) -> None:
        version_id, words = self.new.currentData(), self.whole.currentText().strip()
        version = (
            next((v for v in self.view.versions if v.id == version_id), None) if self.view else None
        )
        if version is None or version.source == words:
            return
        if self.panel.host.guard(
            revisions.set_version_source, self.panel.office, version_id, words, default=True
        ):
            said = f"第{version.number}稿的修改依据"
            self.panel.host.toast(f"已登记{said}" if words else f"已取消{said}", undo=True)

    def _keep_single(self) -> bool:
        change: ChangeView | None = self.table.current()
        if change is None or change.version_id is None:
            return False
        words = self.single.currentText().strip()
        if words == change.source:
            return True
        return bool(
            self.panel.host.guard(
                revisions.set_clause_source,
                self.panel.office,
                change.version_id,
                *change.key,
                source=words,
                default=True,
            )
        )

    def _keep_single_and_go(self) -> None:
        """Keep the source and turn to the next change, ready to be written."""
        change: ChangeView | None = self.table.current()
        if change is None or not self._keep_single():
            return
        if self.table.select_id(change.id + 1):
            self.single.begin()

    def _switch(self) -> None:
        view = self.view
        if view is not None:
            self.panel.host.guard(
                revisions.show_sources, self.panel.office, view.id, shown=self.column.isChecked()
            )
