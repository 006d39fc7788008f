"""The box a source of changes is chosen or written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

from meetingdesk.actions import revisions

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class SourceBox(QComboBox):
    """Usual sources to choose from, others to write; ``entered`` on Enter, before anything else.

    Qt's own answer to Enter would choose a like-named entry a second time.
    """

    entered = Signal()

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.addItems(["", *revisions.SOURCES])
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = self.lineEdit()
        if line is not None:
            line.setObjectName(f"{name}Line")
            line.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; the rest is the box's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def put(self, words: str) -> None:
        """Show a source from its first character on."""
        self.setCurrentText(words)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def tell(self, words: str) -> None:
        """Say in the empty box what it waits for."""
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(words)

    def begin(self) -> None:
        """Take the keyboard with all its words chosen, to be written over."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()
