"""The head of the page: title, the meeting under it, search, undo, and what one does next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell import icons, theme
from meetingdesk.shell.widgets.basic import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.shell.panel import Action

_SHOWN_ACTIONS = 3
_SEARCH_WORDS = "搜索人员、议题、文书（可用拼音首字母）"


class Header(QFrame):
    """The head line of the window; emits what was pressed and holds no state of its own."""

    search_pressed = Signal()
    meeting_pressed = Signal()
    undo_pressed = Signal()
    redo_pressed = Signal()
    theme_pressed = Signal()
    help_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setAccessibleName("页头")
        self.setFixedHeight(68)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 8, 20, 8)
        row.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = label("", "page")
        self.meeting = button("", self.meeting_pressed.emit, kind="meeting", hint="换一次会议")
        self.meeting.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.meeting.setMinimumWidth(120)
        words.addWidget(self.title)
        words.addWidget(self.meeting)
        row.addLayout(words, 5)
        self.undo = self._tool("arrow-u-up-left", "撤销", self.undo_pressed, "Ctrl+Z")
        self.redo = self._tool("arrow-u-up-right", "重做", self.redo_pressed, "Ctrl+Shift+Z")
        self.theme = self._tool("moon", "深色或浅色", self.theme_pressed, "Ctrl+Shift+D")
        self.help = self._tool("keyboard", "快捷键", self.help_pressed, "F1")
        for tool in (self.undo, self.redo, self.theme, self.help):
            row.addWidget(tool)
        row.addSpacing(4)
        self.search = _SearchButton()
        self.search.clicked.connect(lambda *_: self.search_pressed.emit())
        row.addWidget(self.search, 3)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(6)
        row.addLayout(self._actions)
        self._meeting_words = ""

    def _tool(self, icon: str, words: str, signal: Signal, keys: str) -> QPushButton:
        made = button("", signal.emit, kind="ghost", icon=icon, shortcut=keys, hint=words)
        made.setFixedSize(34, 34)
        return made

    def set_page(self, title: str, meeting: str) -> None:
        """Show the page's title and the meeting under it."""
        self.title.setText(title)
        self._meeting_words = meeting
        self.meeting.setAccessibleName(f"换一次会议：{meeting}")
        self.meeting.setToolTip(f"{meeting}\n换一次会议　Ctrl+M")
        self._fit_meeting()

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Enable 撤销 and 重做 and say in their tips what they would change."""
        for made, words, what, keys in (
            (self.undo, "撤销", undo, "Ctrl+Z"),
            (self.redo, "重做", redo, "Ctrl+Shift+Z"),
        ):
            made.setEnabled(what is not None)
            made.setToolTip(f"{words}：{what}　{keys}" if what else f"没有可{words}的操作")

    def set_actions(self, actions: Sequence[Action]) -> None:
        """Show the page's actions; the primary one last, what is too many under 更多."""
        while (item := self._actions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        primary = [action for action in actions if action.primary]
        others = [action for action in actions if not action.primary]
        room = _SHOWN_ACTIONS - len(primary)
        if len(others) > room:
            self._actions.addWidget(self._more(others[room - 1 :]))
            others = others[: room - 1]
        for action in [*others, *primary]:
            made = button(
                action.text,
                action.run,
                kind="primary" if action.primary else "plain",
                icon=action.icon,
                shortcut=action.shortcut,
                hint=action.hint,
            )
            made.setEnabled(action.enabled)
            made.setMinimumHeight(34)
            self._actions.addWidget(made)
        self._fit_meeting()

    def _more(self, actions: Sequence[Action]) -> QPushButton:
        made = button("更多", icon="dots-three", hint="其他操作")
        made.setMinimumHeight(34)
        menu = QMenu(made)
        menu.setAccessibleName("其他操作")
        for action in actions:
            entry = menu.addAction(action.text)
            entry.setEnabled(action.enabled)
            if action.shortcut:
                entry.setShortcut(QKeySequence(action.shortcut))
            entry.triggered.connect(lambda *_, run=action.run: run())
        made.setMenu(menu)
        self.addActions(menu.actions())
        return made

    def set_dark(self, *, dark: bool) -> None:
        """Show which theme the toggle leads to."""
        icons.set_icon(self.theme, "sun" if dark else "moon")

    def resizeEvent(self, event: object) -> None:
        """Shorten the meeting's words to the room there is."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_meeting()

    def _fit_meeting(self) -> None:
        self.layout().activate()
        room = max(self.meeting.width() - 12, 100)
        metrics = self.meeting.fontMetrics()
        words = f"{self._meeting_words}　▾"
        if metrics.horizontalAdvance(words) > room:
            cut = metrics.elidedText(self._meeting_words, Qt.TextElideMode.ElideRight, room - 24)
            words = f"{cut}　▾"
        self.meeting.setText(words)


class _SearchButton(QPushButton):
    """Looks like a search box, opens the palette; shortens its words to its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setAccessibleName("搜索")
        self.setToolTip(f"{_SEARCH_WORDS}　Ctrl+K")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(130)
        self.setMaximumWidth(350)
        self.setMinimumHeight(34)

    def resizeEvent(self, event: object) -> None:
        """Choose the longest wording that fits."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        room = self.width() - 32
        for words in (f"{_SEARCH_WORDS}　Ctrl K", "搜索（拼音首字母）　Ctrl K", "搜索　Ctrl K"):
            if self.fontMetrics().horizontalAdvance(words) <= room:
                break
        self.setText(words)
