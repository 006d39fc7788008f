"""Columns and the model behind :class:`RecordTable`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.rules.names import StrokeOrder

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``value(row)`` gives what is shown (``None`` prints nothing); ``tag(row)`` gives the tag
    kind (ok, warn, bad, info, neutral) or ``None`` for plain text; ``set(row, text)`` makes
    the cell editable in place, ``choices`` offering fixed words; ``soft`` prints in the soft
    ink, and so does a cell whose ``faded(row)`` is true; a column of persons' ``names`` is
    sorted by pinyin and in the order of strokes that it returns. ``width`` is in pixels; a
    ``stretch`` column takes what is left, and leaves what it has beyond its ``width`` to columns
    that may be as wide as their ``most``.
    """

    title: str
    value: Callable[[Any], Any]
    width: int = 100
    stretch: bool = False
    align: str = "left"
    tag: Callable[[Any], str | None] | None = None
    wrap: bool = False
    soft: bool = False
    set: Callable[[Any, str], Any] | None = None
    choices: Sequence[str] = ()
    tip: Callable[[Any], str] | None = None
    faded: Callable[[Any], bool] | None = None
    names: Callable[[], StrokeOrder] | None = None
    most: int = 0

    def text(self, row: object) -> str:
        """Return the words of one cell."""
        value = self.value(row)
        return "" if value is None else str(value)


class RecordModel(QAbstractTableModel):
    """A list of row objects as a Qt table."""

    def __init__(
        self, columns: Sequence[Column], row_id: Callable[[Any], Any], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: list[Any] = []
        self._row_id = row_id
        self._places: dict[Any, int] = {}
        #: what follows the title of the column the rows are sorted by
        self.mark: tuple[int, str] = (-1, "")
        #: says what the head of a column says when pointed at
        self.head_tip: Callable[[Column], str] | None = None

    def set_rows(self, rows: list[Any]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self._places = {self._row_id(row): at for at, row in enumerate(rows)}
        self.endResetModel()

    def position(self, wanted: object) -> int | None:
        """Return where the record with this id stands."""
        return self._places.get(wanted)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of records."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer Qt about one cell."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}：{column.text(row)}"
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand an in-place edit to the column's ``set``; the panel refreshes the row."""
        setter = self.columns[index.column()].set
        row = self.rows[index.row()]
        if setter is None or str(value) == self.columns[index.column()].text(row):
            return False
        setter(row, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Answer Qt about the head line."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            at, mark = self.mark
            return self.columns[section].title + (mark if at == section else "")
        if role == Qt.ItemDataRole.ToolTipRole and self.head_tip is not None:
            return self.head_tip(self.columns[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Allow selection, dragging of rows, and editing where a column can be set."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        base = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled
        return base | flag.ItemIsEditable if self.columns[index.column()].set else base

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move; they are never copied."""
        return Qt.DropAction.MoveAction
