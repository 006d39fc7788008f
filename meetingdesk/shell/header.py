"""The head of the page: title, the meeting under it, search, undo, and what one does next."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell import early, icons, theme
from meetingdesk.shell.widgets.basic import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.setAccessibleName("页头")
        self.setFixedHeight(68)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 8, 20, 8)
        row.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = label("", "page")
        self.meeting = _MeetingButton()
        self.meeting.clicked.connect(lambda *_: self.meeting_pressed.emit())
        words.addWidget(self.title)
        words.addWidget(self.meeting)
        row.addLayout(words)
        row.addStretch(1)
        self.undo = self._tool("arrow-u-up-left", "撤销", self.undo_pressed, "Ctrl+Z")
        self.redo = self._tool("arrow-u-up-right", "重做", self.redo_pressed, "Ctrl+Shift+Z")
        self._keys = {"undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z"}
        self.theme = self._tool("moon", "深色或浅色", self.theme_pressed, "Ctrl+Shift+D")
        self.help = self._tool("question", "说明和快捷键", self.help_pressed, "F1")
        for tool in (self.undo, self.redo, self.theme, self.help):
            row.addWidget(tool)
        row.addSpacing(4)
        self.search = _SearchButton()
        self.search.clicked.connect(lambda *_: self.search_pressed.emit())
        row.addWidget(self.search, 100)
        self._runs: list[Callable[[], Any]] = []
        self._shown: list[tuple[Any, ...]] = []
        self._actions = QHBoxLayout()
        self._actions.setSpacing(6)
        row.addLayout(self._actions)

    def _tool(self, icon: str, words: str, signal: SignalInstance, keys: str) -> QPushButton:
        made = button("", signal.emit, kind="ghost", icon=icon, shortcut=keys, hint=words)
        made.setFixedSize(32, 34)
        return made

    def set_keys(self, name: str, keys: str) -> None:
        """Let a tool (undo, redo, theme, help) listen to other keys."""
        made: QPushButton = getattr(self, name)
        made.findChild(QShortcut).setKey(QKeySequence(keys))
        made.setToolTip("　".join(part for part in (made.accessibleName(), keys) if part))
        self._keys[name] = keys

    def tell_keys(self, palette: str, meetings: str) -> None:
        """Say in words which keys search and choose a meeting."""
        self.search.set_keys(palette)
        self.meeting.set_keys(meetings)

    def set_page(self, title: str, meeting: str) -> None:
        """Show the page's title and the meeting under it."""
        self.title.setText(title)
        self.meeting.set_words(meeting)

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Enable 撤销 and 重做 and say in their tips what they would change."""
        for made, words, what, keys in (
            (self.undo, "撤销", undo, self._keys["undo"]),
            (self.redo, "重做", redo, self._keys["redo"]),
        ):
            made.setEnabled(what is not None)
            made.setToolTip(f"{words}：{what}　{keys}" if what else f"没有可{words}的操作")

    def set_actions(self, actions: Sequence[Action]) -> None:
        """Show the page's actions; the primary one last, what is too many under 更多.

        After most changes they are as they were: then only what they do is taken anew.
        """
        self._runs = [action.run for action in actions]
        shown = [(a.text, a.icon, a.shortcut, a.primary, a.enabled, a.hint) for a in actions]
        if shown == self._shown:
            return
        self._shown = shown
        made_of = [replace(one, run=partial(self._run, at)) for at, one in enumerate(actions)]
        self._make_actions(made_of)

    def _run(self, at: int) -> None:
        self._runs[at]()

    def _make_actions(self, actions: Sequence[Action]) -> None:
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


class _MeetingButton(QPushButton):
    """The meeting under the title; wants room for all its words and shortens them if denied."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "meeting")
        early.pointed(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._words, self._keys = "", ""

    def set_words(self, words: str) -> None:
        """Show another meeting."""
        self._words = words
        self.setAccessibleName(f"换一次会议：{words}")
        self._tell()
        self.updateGeometry()
        self._fit()

    def set_keys(self, keys: str) -> None:
        """Tell other keys in the tip."""
        self._keys = keys
        self._tell()

    def _tell(self) -> None:
        self.setToolTip(f"{self._words}\n换一次会议　{self._keys}")

    def sizeHint(self) -> QSize:
        """Return the room all words take."""
        self.ensurePolished()
        return QSize(self._wide(f"{self._words}　▾") + 16, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _wide(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def _fit(self) -> None:
        room = self.width() - 14
        words = self._words
        if not words:  # no desk is open yet
            self.setText("")
            return
        if self._wide(f"{words}　▾") > room:
            elide = QtCore.Qt.TextElideMode.ElideRight
            words = self.fontMetrics().elidedText(words, elide, room - self._wide("　▾"))
        self.setText(f"{words}　▾")


class _SearchButton(QPushButton):
    """Looks like a search box, opens the palette; shortens its words to its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setAccessibleName("搜索")
        self._keys = ""
        early.pointed(self, "IBeamCursor")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(130)
        self.setMaximumWidth(350)
        self.setMinimumHeight(34)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the longest wording that fits."""
        super().resizeEvent(event)
        self._fit()

    def set_keys(self, keys: str) -> None:
        """Tell other keys."""
        self._keys = keys
        self.setToolTip("　".join(part for part in (_SEARCH_WORDS, keys) if part))
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 32
        keys = f"　{self._keys.replace('+', ' ')}" if self._keys else ""
        for words in (f"{_SEARCH_WORDS}{keys}", f"搜索（拼音首字母）{keys}", f"搜索{keys}"):
            if self.fontMetrics().horizontalAdvance(words) <= room:
                break
        self.setText(words)
