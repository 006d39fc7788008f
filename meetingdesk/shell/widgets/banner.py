"""Messages inside the page: a banner that explains, a strip that offers undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.widgets.basic import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.errors import DeskError

_SHOWN_PROBLEMS = 6


class Banner(QFrame):
    """A message above the work, never a modal box; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lasting = False
        self.setAccessibleName("提示")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(theme.GAP)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.text = label("", wrap=True)
        self.detail = label("", "label", wrap=True)
        words.addWidget(self.text)
        words.addWidget(self.detail)
        row.addLayout(words, 1)
        self._actions = QHBoxLayout()
        row.addLayout(self._actions)
        self.dismiss = button("知道了", self.put_away, kind="ghost")
        row.addWidget(self.dismiss, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_message(
        self,
        text: str,
        kind: str = "info",
        detail: str = "",
        actions: list[tuple[str, Callable[[], Any]]] | None = None,
        *,
        lasting: bool = False,
    ) -> None:
        """Show ``text``; ``kind`` is info, ok, warn or bad; actions are (words, callable).

        A ``lasting`` message stays when something is done, until another takes its place.
        """
        self.lasting = lasting
        self._drop_actions()
        for words, run in actions or []:
            self._actions.addWidget(button(words, run))
        self.text.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        theme.set_role(self, f"banner-{kind}")
        self.setAccessibleDescription(f"{text}　{detail}".strip())
        self.show()

    def show_error(self, error: DeskError) -> None:
        """Show a refused action: what happened, then every problem with its place."""
        problems = [str(problem) for problem in getattr(error, "problems", ())]
        shown = problems[:_SHOWN_PROBLEMS]
        if len(problems) > len(shown):
            shown.append(f"另有{len(problems) - len(shown)}处")
        message = getattr(error, "message", "") or str(error)
        self.show_message(message, "bad", "\n".join(shown))

    def clear(self) -> None:
        """Hide the banner, unless its message is lasting."""
        if self.lasting:
            return
        self._drop_actions()
        self.hide()

    def put_away(self) -> None:
        """Hide the banner: its message was read, or does not hold any more."""
        self.lasting = False
        self.clear()

    def _drop_actions(self) -> None:
        while (item := self._actions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()


class Toast(QFrame):
    """What was done, and 撤销 while it can be undone; in :attr:`strip`, which covers nothing.

    The strip keeps its place under the pages, so that nothing moves when the words come and go.
    """

    SHOWN_MS = 8000
    STRIP = 42

    def __init__(self, on_undo: Callable[[], Any], parent: QWidget | None = None) -> None:
        self.strip = QWidget(parent)
        self.strip.setAccessibleName("刚才的操作")
        self.strip.setFixedHeight(self.STRIP)
        super().__init__(self.strip)
        self.setProperty("role", "toast")
        self.setAccessibleName("刚才的操作")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 10, 2)
        row.setSpacing(16)
        self.text = label("")
        self.undo = button("撤销", self._undo)
        row.addWidget(self.text)
        row.addWidget(self.undo)
        self._on_undo = on_undo
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.strip.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, *, undo: bool = False) -> None:
        """Show ``text`` for some seconds."""
        self.text.setText(text)
        self.undo.setVisible(undo)
        self.setAccessibleDescription(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(self.SHOWN_MS)

    def _undo(self) -> None:
        self.hide()
        self._on_undo()

    def _place(self) -> None:
        self.layout().activate()
        self.adjustSize()
        area = self.parentWidget().rect()
        self.setGeometry(
            max((area.width() - self.width()) // 2, 0),
            (area.height() - self.height()) // 2,
            min(self.width(), area.width()),
            self.height(),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the parent changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
