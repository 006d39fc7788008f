"""The command palette: actions, pages, meetings and records found by a few letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell import theme
from meetingdesk.shell.widgets.basic import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WIDTH, _SHOWN = 620, 40


@dataclass(frozen=True)
class Entry:
    """One line of the palette: ``kind`` is printed softly at the right end."""

    text: str
    run: Callable[[], Any]
    kind: str = ""
    detail: str = ""


def rank(text: str, letters: str, wanted: str) -> int | None:
    """Return how well an entry fits (0 is best), ``None`` when it does not.

    ``letters`` are the pinyin initials of ``text``.
    """
    wanted = wanted.lower().replace(" ", "")
    if not wanted:
        return 9
    text = text.lower().replace(" ", "")
    if text.startswith(wanted):
        return 0
    if letters.startswith(wanted):
        return 1
    if wanted in text:
        return 2
    return 3 if wanted in letters else None


class CommandPalette(QFrame):
    """An overlay at the top of the window: type, arrow keys, Enter; Esc closes."""

    def __init__(
        self,
        window: QWidget,
        initials: Callable[[str], str],
        search: Callable[[str], Sequence[Entry]] | None = None,
    ) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName("搜索和命令")
        self._initials, self._search = initials, search
        self._entries: list[Entry] = []
        self._records = False
        self._before: QWidget | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 10)
        box.setSpacing(6)
        self.edit = QLineEdit()
        self.edit.setAccessibleName("搜索")
        self.list = QListWidget()
        self.list.setAccessibleName("找到的")
        self.list.setItemDelegate(_EntryPainter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = label("没有找到。可以换几个字，或用拼音首字母。", "label")
        self.none.setContentsMargins(10, 8, 0, 8)
        for part in (self.edit, self.list, self.none):
            box.addWidget(part)
        self.edit.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._run)
        self.edit.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    def open(self, entries: Sequence[Entry], placeholder: str, *, records: bool = False) -> None:
        """Show ``entries``; with ``records`` also what the injected search finds."""
        self._entries, self._records = list(entries), records
        self._before = self.window().focusWidget()
        self.edit.setPlaceholderText(placeholder)
        self.edit.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.edit.setFocus()

    def close_palette(self) -> None:
        """Hide and give the focus back."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def shown(self) -> list[Entry]:
        """Return the entries now listed."""
        at = range(self.list.count())
        return [self.list.item(i).data(Qt.ItemDataRole.UserRole) for i in at]

    def _fill(self, text: str) -> None:
        wanted = text.strip()
        ranked = []
        for place, entry in enumerate(self._entries):
            letters = self._initials(entry.text) if wanted.isascii() and wanted else ""
            fit = rank(entry.text, letters, wanted)
            if fit is not None:
                ranked.append((fit, place, entry))
        found = [entry for _, _, entry in sorted(ranked, key=lambda item: item[:2])]
        if self._records and self._search is not None and wanted:
            found += self._search(wanted)
        self.list.clear()
        for entry in found[:_SHOWN]:
            item = QListWidgetItem(entry.text)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.text}　{entry.kind}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self._place()

    def _place(self) -> None:
        area = self.parentWidget().rect()
        rows = min(self.list.count(), 10)
        self.list.setFixedHeight(rows * _EntryPainter.HEIGHT + 4)
        width = min(_WIDTH, area.width() - 48)
        self.setFixedWidth(width)
        self.layout().activate()
        self.adjustSize()
        self.move((area.width() - width) // 2, 76)

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        entry: Entry = item.data(Qt.ItemDataRole.UserRole)
        self.close_palette()
        entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the choice from the line, close on Esc or when the focus goes elsewhere."""
        if watched is self.edit and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if watched is self.edit and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        resized = watched is self.parentWidget() and event.type() == QEvent.Type.Resize
        if resized and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentItem())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        else:
            return False
        return True


class _EntryPainter(QStyledItemDelegate):
    """One line: what it is, details softly, the kind at the right end."""

    HEIGHT = 38

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """Return the fixed line height."""
        return QSize(100, self.HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        """Draw the entry."""
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        palette = theme.current()
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.chosen))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        inner = rect.adjusted(12, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.ui_font(theme.LABEL))
        kind_width = painter.fontMetrics().horizontalAdvance(entry.kind)
        painter.setPen(QColor(palette.soft))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, entry.kind)
        painter.setFont(theme.ui_font())
        room = inner.width() - kind_width - 16
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(palette.ink))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, text)
        used = painter.fontMetrics().horizontalAdvance(text) + 12
        if entry.detail and room - used > 60:
            painter.setFont(theme.ui_font(theme.LABEL))
            painter.setPen(QColor(palette.soft))
            rest = QRect(inner.x() + used, inner.y(), room - used, inner.height())
            detail = painter.fontMetrics().elidedText(
                entry.detail, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, detail)
        painter.restore()
