"""The text of a decision: one paragraph a line, kept without pressing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from meetingdesk.actions import decisions
from meetingdesk.errors import Refused
from meetingdesk.panels.decisions.boxes import SourceBox
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Toolbar, button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QInputMethodEvent

    from meetingdesk.actions.decisions import DecisionView
    from meetingdesk.panels.decisions.page import DecisionsPanel

_PAUSE_MS = 800


class BodyEdit(QPlainTextEdit):
    """The text box; knows whether an input method is composing and when it is left."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.composing = False
        self.setObjectName("decisionBody")
        self.setAccessibleName("正文")
        self.setPlaceholderText("录入或粘贴正文，一段一行。停下片刻自动保存。")
        self.setTabChangesFocus(True)
        self.setMinimumHeight(120)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether letters are still being composed into characters."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the box was left; its own menu does not count."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.composing = False
            self.left.emit()

    def put(self, text: str) -> None:
        """Change to ``text`` only where it differs: caret and selection stay in their words."""
        old = self.toPlainText()
        if old == text:
            return
        head = 0
        while head < min(len(old), len(text)) and old[head] == text[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
            tail += 1
        # Qt counts in UTF-16 units, rare characters of names take two
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:head]))
        cursor.setPosition(_units(old[: len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[head : len(text) - tail])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def characters(text: str) -> int:
    """Return 字数: characters without blanks and line ends."""
    return sum(not c.isspace() for c in text)


class EditorTab(QWidget):
    """The box with what is to be known above it, and keeping a version below it."""

    def __init__(self, panel: DecisionsPanel) -> None:
        super().__init__()
        self.panel = panel
        self.view: DecisionView | None = None
        self._dirty = False
        self._filling = False
        self.setAccessibleName("正文")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(theme.GAP)
        self.locked = label("", "label", wrap=True)
        self.locked.setObjectName("decisionLocked")
        self.problem = label("", "error", wrap=True)
        self.problem.setObjectName("decisionProblem")
        self.edit = BodyEdit()
        self.notes = label("", "soft", wrap=True)
        self.notes.setObjectName("titleNotes")
        for made in (self.locked, self.problem):
            box.addWidget(made)
        box.addWidget(self.edit, 1)
        box.addWidget(self.notes)
        box.addWidget(self._source_bar())
        box.addWidget(self._bar())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._paused)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self._left_box)
        self.show_view(None)

    def _bar(self) -> Toolbar:
        self.count = label("", "soft")
        self.count.setObjectName("decisionCount")
        self.saved = label("", "soft")
        self.saved.setObjectName("decisionSaved")
        self.version_label = QLineEdit()
        self.version_label.setObjectName("versionLabel")
        self.version_label.setAccessibleName("这一稿的说明")
        self.version_label.setPlaceholderText("说明，如 审议稿")
        self.version_label.setMaximumWidth(180)
        self.version_label.returnPressed.connect(self.keep)
        self.keep_button = button("存为一稿", self.keep, hint="另存现在的正文，以后可以比较和恢复")
        self.keep_button.setObjectName("saveVersion")
        bar = Toolbar(self.count, self.saved)
        bar.gap()
        bar.add(self.version_label)
        bar.add(self.keep_button)
        return bar

    def _source_bar(self) -> Toolbar:
        """Make the line that says what the changes of the next version rest on."""
        self.source = SourceBox("newSource", "这一稿的修改依据")
        self.source.tell("这一稿按什么意见修改，可以以后再登记")
        self.source.entered.connect(self.keep)
        self.source_bar = Toolbar(label("修改依据", "soft"))
        self.source_bar.add(self.source, 1)
        return self.source_bar

    # -- showing -----------------------------------------------------------------------

    def show_view(self, view: DecisionView | None) -> None:
        """Show a decision; one already shown keeps what is being typed into it."""
        before, self.view = self.view, view
        same = before is not None and view is not None and before.id == view.id
        if not same:
            self._dirty = False
            self._pause.stop()
            self._tell("")
            self._fill(view.body if view else "", afresh=True)
            self.version_label.clear()
            self.source.setCurrentText("")
        elif (
            view is not None
            and before is not None
            and before.body != view.body
            and not self._dirty
            and _clean(self.edit.toPlainText()) != view.body
        ):
            # taken back, or an older version restored: not what was typed here
            self._fill(view.body, afresh=False)
        self._show_state(view)

    def _fill(self, text: str, *, afresh: bool) -> None:
        self._filling = True
        if afresh:
            self.edit.setPlainText(text)
        else:
            self.edit.put(text)
        self._filling = False
        self._count()

    def _show_state(self, view: DecisionView | None) -> None:
        words = view.locked if view else ""
        if view is not None and view.joint and not words:
            words = "协商文本：录入后按“存为一稿”，存入后不能单方修改。"
        self.locked.setText(words)
        self.locked.setVisible(bool(words))
        self.edit.setReadOnly(view is None or bool(view.locked))
        self.edit.setEnabled(view is not None)
        if not self.edit.isReadOnly():
            self._tell("")
        adopted = view is not None and view.state == "通过"
        self.source_bar.setVisible(bool(view and view.versions and not view.locked))
        self.keep_button.setEnabled(view is not None and not adopted)
        self.version_label.setEnabled(view is not None and not adopted)
        notes = decisions.title_notes(self.panel.office, view.id) if view else []
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self._count()

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _count(self) -> None:
        text = self.edit.toPlainText()
        lines = sum(bool(line.strip()) for line in text.split("\n"))
        self.count.setText(f"字数　{characters(text)}　　{lines}段" if self.view else "")
        if self.view is None or self.view.locked:
            self.saved.setText("")
        else:
            self.saved.setText("还没有保存" if self._dirty else "已保存")

    # -- keeping -----------------------------------------------------------------------

    def _typed(self) -> None:
        if self._filling or self.view is None:
            return
        self._dirty = True
        self._count()
        self.panel.paper.hold()
        if not self.view.joint:  # an agreed text is locked once kept: never in mid-sentence
            self._pause.start(_PAUSE_MS)

    def _paused(self) -> None:
        if self.edit.composing:
            self._pause.start(_PAUSE_MS)
        else:
            self.flush()

    def _left_box(self) -> None:
        if self.view is not None and not self.view.joint:
            self.flush()

    def flush(self, label_text: str = "", source: str = "") -> bool:
        """Keep what was typed, with ``label_text`` also as a version; tell whether it is kept.

        ``source`` is what the version's changes rest on.
        """
        self._pause.stop()
        if self.view is None or not (self._dirty or label_text):
            return True
        self._dirty = False
        try:
            decisions.write_body(
                self.panel.office,
                self.view.id,
                self.edit.toPlainText(),
                label=label_text,
                source=source,
            )
        except Refused as error:
            self._dirty = True
            self.edit.setReadOnly(True)
            words = [error.message, *(str(p) for p in error.problems)]
            self._tell("没有保存：" + "".join(words) + "刚才录入的文字还在框里，可以复制出来。")
            self._count()
            return False
        self._count()
        return True

    def keep(self) -> None:
        """Keep the text as a version of its own."""
        if self.view is None:
            return
        kept = len(self.view.versions)
        words = self.version_label.text().strip() or (f"第{kept + 1}稿" if kept else "初稿")
        source = self.source.currentText().strip() if kept else ""
        if self.flush(words, source):
            self.version_label.clear()
            self.source.setCurrentText("")
            self.panel.host.toast(f"已存为一稿“{words}”", undo=True)


def _clean(text: str) -> str:
    """Return the text as records keep it: no blanks at the ends of lines or of the whole."""
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")
