"""How a table cell is drawn: hairline, selection, wrapped text, tags."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.shell.widgets.table_model import Column

PAD = 10


@lru_cache(maxsize=16384)
def lines_needed(text: str, width: int) -> int:
    """Return how many lines ``text`` takes in a cell ``width`` pixels wide."""
    return len(_lay_out(text, width - 2 * PAD)[1])


def _lay_out(text: str, width: float) -> tuple[QTextLayout, list[tuple[int, int]]]:
    """Break ``text`` at ``width``; return the layout and (start, length) of each line."""
    layout = QTextLayout(text.replace("\n", "\u2028"), theme.ui_font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (made := layout.createLine()).isValid():
        made.setLineWidth(max(width, 20))
        lines.append((made.textStart(), made.textLength()))
    layout.endLayout()
    return layout, lines or [(0, 0)]


class CellDelegate(QStyledItemDelegate):
    """Paints a cell by its column's declaration and makes its in-place editor."""

    def __init__(self, columns: Sequence[Column], parent: QTableView) -> None:
        super().__init__(parent)
        self._columns = columns
        self._view = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Draw ground, hairline and content."""
        palette = theme.current()
        column, row = self._columns[index.column()], index.model().rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(palette.chosen))
        elif self._hovered() == index.row():
            painter.fillRect(rect, QColor(palette.hover))
        painter.setPen(QColor(palette.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and index.column() == 0 and self._view.hasFocus():
            painter.fillRect(rect.x(), rect.y(), 2, rect.height(), QColor(palette.focus))
        text = column.text(row)
        kind = column.tag(row) if column.tag is not None and text else None
        if kind:
            _paint_tag(painter, rect, text, kind, palette)
        elif text:
            soft = column.soft or (column.faded is not None and column.faded(row))
            ink = palette.soft if soft and not chosen else palette.ink
            self._paint_text(painter, rect, text, column, QColor(ink))
        painter.restore()

    def _hovered(self) -> int:
        viewport = self._view.viewport()
        if not viewport.underMouse():
            return -1
        return self._view.rowAt(viewport.mapFromGlobal(viewport.cursor().pos()).y())

    def _paint_text(
        self, painter: QPainter, rect: QRect, text: str, column: Column, ink: QColor
    ) -> None:
        painter.setFont(theme.ui_font())
        painter.setPen(ink)
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        if column.wrap:
            _paint_wrapped(painter, inner, text)
            return
        aligns = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
        flags = aligns.get(column.align, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, flags, shown)

    def helpEvent(self, event: Any, view: Any, option: Any, index: Any) -> bool:
        """Show the whole text of a cell that had to be shortened."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            text = str(index.data() or "")
            column = self._columns[index.column()]
            width = QFontMetrics(theme.ui_font()).horizontalAdvance(text)
            if not column.wrap and column.tip is None and width > option.rect.width() - 2 * PAD:
                from PySide6.QtWidgets import QToolTip

                QToolTip.showText(event.globalPos(), text, view)
                return True
        return super().helpEvent(event, view, option, index)

    def createEditor(self, parent: QWidget, option: Any, index: Any) -> QWidget:
        """Make a line or a choice for editing in place."""
        column = self._columns[index.column()]
        editor: QWidget
        if column.choices:
            editor = QComboBox(parent)
            editor.addItems(list(column.choices))
        else:
            editor = QLineEdit(parent)
        editor.setAccessibleName(column.title)
        return editor

    def setEditorData(self, editor: QWidget, index: Any) -> None:
        """Put the cell's words in the editor."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Any) -> None:
        """Take the words back."""
        if isinstance(editor, QComboBox):
            model.setData(QModelIndex(index), editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(QModelIndex(index), editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: Any, index: Any) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Qt's own key handling of editors."""
        return super().eventFilter(watched, event)


def _paint_wrapped(painter: QPainter, inner: QRect, text: str) -> None:
    """Draw as many lines as fit, centred in height; the last one is shortened if needed."""
    layout, lines = _lay_out(text, inner.width())
    step = painter.fontMetrics().height() * 0.98
    fit = max(1, int((inner.height() + 4) // step))
    shown = lines[:fit]
    top = inner.y() + (inner.height() - step * len(shown)) / 2
    words = layout.text()
    for at, (start, length) in enumerate(shown):
        piece = words[start : start + length].rstrip("\u2028 ")
        if at == fit - 1 and len(lines) > fit:
            rest = words[start:].replace("\u2028", " ")
            elide = Qt.TextElideMode.ElideRight
            piece = painter.fontMetrics().elidedText(rest, elide, inner.width())
        box = QRectF(inner.x(), top + at * step, inner.width() + PAD, step)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, piece)


def _paint_tag(
    painter: QPainter, rect: QRect, text: str, kind: str, palette: theme.Palette
) -> None:
    """Draw a small word on its coloured ground."""
    ink, ground = palette.tag(kind)
    painter.setFont(theme.ui_font(theme.LABEL))
    metrics = painter.fontMetrics()
    room = rect.width() - 2 * PAD - 16
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width = math.ceil(metrics.horizontalAdvance(shown)) + 16
    box = QRectF(rect.x() + PAD - 2, rect.center().y() - 10, width, 21)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
