"""A table of records: declared columns, keys for everything, selection kept by record.

The rows live in a plain list that the panel has already ordered; there is no proxy model
(sorting 100 000 rows through one takes over ten seconds).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QTableView,
    QWidget,
)

from meetingdesk.shell import keys, theme
from meetingdesk.shell.widgets.late import keep_order
from meetingdesk.shell.widgets.table_model import Column, RecordModel
from meetingdesk.shell.widgets.table_paint import CellDelegate, lines_needed
from meetingdesk.shell.widgets.table_room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.shell.widgets.table_sort import Order

__all__ = ["Column", "RecordTable"]

_MEASURED_ROWS = 400
_PAD = Qt.KeyboardModifier.KeypadModifier


class RecordTable(QWidget):
    """Rows of one kind of record.

    Keys as delivered: Enter or double click → ``activated`` and ``edit_requested`` (connect one
    of the two); F2 → in-place editor if the column has ``set``, else ``edit_requested``;
    Delete → ``delete_requested``; Alt+Up/Down or dragging → ``moved(row, new_index)``;
    Ctrl+N → ``new_requested``; moving the selection → ``chosen(row or None)``. A ``sortable``
    table is sorted by the head of a column, or Ctrl+Shift+O on it; nothing is moved while it is.
    ``picked`` says that other rows are selected, of several with ``multi``. What stands in the
    place of no rows (``empty``) may be given as what makes it. In a table of ``one_click`` a
    click does what Enter does.
    """

    activated = Signal(object)
    edit_requested = Signal(object)
    delete_requested = Signal(object)
    moved = Signal(object, int)
    new_requested = Signal()
    chosen = Signal(object)
    picked = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        row_id: Callable[[Any], Any] = lambda row: row.id,
        empty: QWidget | Callable[[], QWidget] | None = None,
        movable: bool = False,
        multi: bool = False,
        sortable: bool = False,
        one_click: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._row_id = row_id
        self._keys: dict[str, Callable[[Any], Any]] = {}
        #: where the bound characters are declared, '' when they are not shortcuts
        self.place = ""
        self._movable = movable
        self._one_click = one_click
        self._quiet = False
        self.sortable = sortable
        #: the rows as the panel ordered them, the column they are sorted by, in which of its orders
        self._given: list[Any] = []
        self._sorted: tuple[int, int] | None = None
        self.setAccessibleName(name)
        self.model = RecordModel(self.columns, row_id, self)
        self._multi = multi
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._empty = empty
        self._measure_timer = QTimer(self)
        self._measure_timer.setSingleShot(True)
        self._measure_timer.timeout.connect(self._measure_rows)
        self._room = Room(self.columns)

    @cached_property
    def view(self) -> _View:
        """The table itself, made when it is first needed.

        Until there are rows to show, the place it stands in changes hands: a view that is moved
        from one parent to another is dressed anew each time, with all that it is made of.
        """
        made = _View(self, movable=self._movable)
        self._stack.addWidget(made)
        keep_order(self)
        if self.objectName():
            made.setObjectName(f"{self.objectName()}View")
        made.setModel(self.model)
        made.setItemDelegate(CellDelegate(self.columns, made))
        made.setAccessibleName(self.accessibleName())
        self._dress(made)
        self.setFocusProxy(made)
        made.doubleClicked.connect(self._double_clicked)
        made.dropped.connect(self._dropped)
        if self._one_click:
            made.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            made.clicked.connect(lambda at: self.activated.emit(self.model.rows[at.row()]))
        made.selectionModel().currentRowChanged.connect(self._current_changed)
        made.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        made.horizontalHeader().sectionResized.connect(lambda *_: self._measure_later())
        return made

    def prepare(self) -> None:
        """Make the view before there are rows: tables prepared in turn are come to in that order."""
        _ = self.view

    @property
    def made(self) -> bool:
        """Whether the view is there."""
        return "view" in vars(self)

    def setFocus(self, *reason: Any) -> None:
        """Put the keyboard on the rows."""
        self.view.setFocus(*reason)

    def showEvent(self, event: Any) -> None:
        """Show the head line where nothing stands in the place of no rows."""
        super().showEvent(event)
        if not self.made and self._empty is None:
            self.view.show()

    # -- rows ------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any], *, choose: bool = False) -> None:
        """Show ``rows``; the chosen record stays chosen and in sight, or its neighbour does.

        With ``choose`` the first is chosen where none was; ``chosen`` is told once.
        """
        nothing = None if rows else self._nothing()
        if nothing is not None and not self.made:
            self._stack.setCurrentWidget(nothing)
            self._announce(None)
            return
        kept, at, seen = self.current_id(), self.view.currentIndex().row(), self._in_sight()
        scroll = self.view.verticalScrollBar().value()
        selection = self.view.selectionModel()
        selection.blockSignals(True)  # one ``chosen`` at the end, not one for the reset
        self._given = list(rows)
        self.model.set_rows(self._arranged())
        selection.blockSignals(False)
        self._stack.setCurrentWidget(self.view if nothing is None else nothing)
        self._measure_rows()
        self._quiet = True
        if rows and kept is not None and not self.select_id(kept):
            self._select_index(min(max(at, 0), len(rows) - 1))
        if rows and choose and self.current() is None:
            self.select_id(self._row_id(self._given[0]))
        self._quiet = False
        self.view.updateGeometries()  # the bar must know how far it goes now
        self.view.verticalScrollBar().setValue(scroll)
        if seen and self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())
        if not rows or self.current() is None:
            self._announce(None)
        else:
            self._announce(self.current())

    def _nothing(self) -> QWidget | None:
        """Return what stands in the place of no rows, made when there first are none."""
        if self._empty is not None and not isinstance(self._empty, QWidget):
            self._empty = self._empty()
        if self._empty is not None and self._stack.indexOf(self._empty) < 0:
            self._stack.addWidget(self._empty)
            keep_order(self)
        return self._empty

    def rows(self) -> list[Any]:
        """Return the rows shown, top to bottom."""
        return list(self.model.rows)

    def current(self) -> Any | None:
        """Return the chosen row object, if any."""
        if not self.made:
            return None
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def current_id(self) -> Any | None:
        """Return the chosen record's id, if any."""
        row = self.current()
        return None if row is None else self._row_id(row)

    def selected(self) -> list[Any]:
        """Return all selected rows, top to bottom (several only with ``multi``)."""
        if not self.made:
            return []
        found = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.rows[at] for at in found]

    def select_id(self, wanted: object) -> bool:
        """Choose the record with this id and scroll to it; tell whether it is here."""
        at = self.model.position(wanted)
        if at is not None:
            self._select_index(at)
        return at is not None

    def begin(self) -> bool:
        """Put the keyboard on the rows, or on the button that makes the first; tell if possible."""
        if self.rows():
            self.setFocus()
            return True
        nothing = self._nothing()
        for made in nothing.findChildren(QPushButton) if nothing is not None else ():
            if made.isEnabled() and made.focusPolicy() != Qt.FocusPolicy.NoFocus:
                made.setFocus()
                return True
        return False

    def bind_key(self, key: str, run: Callable[[Any], Any]) -> None:
        """Run ``run(row)`` when one character, e.g. ``"1"``, is typed on a row.

        Where the characters are shortcuts of a place of the keybook, set ``place`` to it: they
        are given here as delivered, and others the person chose are understood.
        """
        self._keys[key] = run

    def _meant(self, event: QKeyEvent) -> str:
        """Return the character meant by what was typed."""
        if not self.place:
            return event.text()
        return keys.meant(self.place, event).lower()

    # -- order -----------------------------------------------------------------------

    def sort_by(self, column: int) -> None:
        """Sort by a column, in its next order; after the last comes the panel's own order again."""
        if not self.sortable:
            return
        from meetingdesk.shell.widgets.table_sort import orders_of

        orders = orders_of(self.columns[column])
        at = self._sorted[1] + 1 if self._sorted and self._sorted[0] == column else 0
        self._sorted = (column, at) if at < len(orders) else None
        self.model.mark = (column, orders[at].mark) if self._sorted else (-1, "")
        if self._movable:
            self.view.setDragEnabled(self._sorted is None)
        self.set_rows(self._given)
        self.view.horizontalHeader().viewport().update()
        if self.current() is not None:
            self.view.scrollTo(self.view.currentIndex())

    def sorted_words(self) -> str:
        """Say how the rows are sorted, '' in the panel's own order."""
        if self._sorted is None:
            return ""
        column, order = self._order(*self._sorted)
        return f"{column.title}，{order.words}"

    def _order(self, column: int, at: int) -> tuple[Column, Order]:
        from meetingdesk.shell.widgets.table_sort import orders_of

        held = self.columns[column]
        return held, orders_of(held)[at]

    def _arranged(self) -> list[Any]:
        if self._sorted is None:
            return list(self._given)
        from meetingdesk.shell.widgets.table_sort import arranged

        return arranged(self._given, *self._order(*self._sorted))

    # -- keys ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim Alt+Up and the like before window shortcuts get them."""
        ours = self.made and watched is self.view and event.type() == QEvent.Type.ShortcutOverride
        if ours and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        moves = keys.meant("table", event) in ("Alt+Up", "Alt+Down")
        return moves or (bool(self._meant(event)) and self._meant(event) in self._keys)

    def take_key(self, event: QKeyEvent) -> bool:
        """Turn a key on the table into a signal; tell whether it was one of ours."""
        key, meant = event.key(), keys.meant("table", event)
        row = self.current()
        if meant == "Ctrl+N":
            self.new_requested.emit()
            return True
        if meant == "Ctrl+Shift+O" and self.sortable:
            self.sort_by(max(self.view.currentIndex().column(), 0))
            return True
        if row is None:
            return False
        if meant in ("Alt+Up", "Alt+Down"):
            self.move_current(-1 if meant == "Alt+Up" else 1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(row)
            self.edit_requested.emit(row)
            return True
        if meant == "F2":
            self._edit(row)
            return True
        if meant == "Del":
            self.delete_requested.emit(row)
            return True
        if not event.modifiers() & ~_PAD and (typed := self._meant(event)) in self._keys:
            self._keys[typed](row)
            return True
        return False

    def move_current(self, step: int) -> None:
        """Ask to move the chosen row up (-1) or down (+1)."""
        at = self.view.currentIndex().row()
        if (
            self._movable
            and self._sorted is None
            and at >= 0
            and 0 <= at + step < len(self.model.rows)
        ):
            self.moved.emit(self.model.rows[at], at + step)

    def _edit(self, row: object) -> None:
        index = self.view.currentIndex()
        if self.columns[index.column()].set is not None:
            self.view.edit(index)
        else:
            self.edit_requested.emit(row)

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.columns[index.column()].set is not None:
            self.view.edit(index)
            return
        row = self.model.rows[index.row()]
        self.activated.emit(row)
        self.edit_requested.emit(row)

    def _dropped(self, source: int, target: int) -> None:
        if 0 <= source < len(self.model.rows) and source != target:
            self.moved.emit(self.model.rows[source], target)

    # -- view ------------------------------------------------------------------------

    def _dress(self, view: _View) -> None:
        mode = QAbstractItemView.SelectionMode
        view.setSelectionMode(mode.ExtendedSelection if self._multi else mode.SingleSelection)
        header = view.horizontalHeader()
        for at, column in enumerate(self.columns):
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                view.setColumnWidth(at, column.width)
        view.verticalHeader().setDefaultSectionSize(self._base_height())
        header.setSectionsClickable(self.sortable)
        if self.sortable:
            from meetingdesk.shell.widgets.table_sort import tip_of

            self.model.head_tip = tip_of
            header.sectionClicked.connect(self.sort_by)

    def _base_height(self) -> int:
        wrapped = any(column.wrap for column in self.columns)
        return theme.ROW_WRAPPED if wrapped else theme.ROW

    def resizeEvent(self, event: Any) -> None:
        """Share the new width out, and measure wrapped rows again."""
        super().resizeEvent(event)
        if self.made:
            self._room.share(self.view)
        self._measure_later()

    def _measure_later(self) -> None:
        if self.made and any(column.wrap for column in self.columns):
            self._measure_timer.start(0)

    def _measure_rows(self) -> None:
        """Give rows whose text needs more than two lines the room to show it."""
        self._room.share(self.view)
        hidden = self.view.isColumnHidden
        wrapped = [at for at, c in enumerate(self.columns) if c.wrap and not hidden(at)]
        if not wrapped or len(self.model.rows) > _MEASURED_ROWS:
            return
        base, step = self._base_height(), self.view.fontMetrics().height()
        moved = False
        for at, row in enumerate(self.model.rows):
            lines = max(
                lines_needed(self.columns[col].text(row), self.view.columnWidth(col))
                for col in wrapped
            )
            height = base + max(0, lines - 2) * step
            if self.view.rowHeight(at) != height:
                self.view.setRowHeight(at, height)
                moved = True
        if moved and self.view.currentIndex().isValid():
            self.view.updateGeometries()
            self.view.scrollTo(self.view.currentIndex())  # taller rows pushed it out of sight

    def _in_sight(self) -> bool:
        """Tell whether the chosen row is at least partly to be seen."""
        place = self.view.visualRect(self.view.currentIndex())
        return place.intersects(self.view.viewport().rect())

    def _select_index(self, at: int) -> None:
        column = max(self.view.currentIndex().column(), 0)
        index = self.model.index(at, column)
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.scrollTo(index)

    def _current_changed(self, index: QModelIndex, _old: QModelIndex) -> None:
        self._announce(self.model.rows[index.row()] if index.isValid() else None)

    def _announce(self, row: object | None) -> None:
        if not self._quiet:
            self.chosen.emit(row)


class _View(QTableView):
    """The table itself: rows only, no grid, optional dragging of whole rows."""

    dropped = Signal(int, int)

    def __init__(self, table: RecordTable, *, movable: bool) -> None:
        super().__init__(table)
        self.keys = table
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(28)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setAccessibleName("表头")
        self.verticalHeader().setAccessibleName("行号")
        if movable:
            self.setDragEnabled(True)
            self.setAcceptDrops(True)
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDragDropOverwriteMode(False)
            self.setDropIndicatorShown(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the table take its keys first."""
        if not self.keys.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Listen for shortcuts only while they come here: most of what a view is sent is not keys."""
        super().focusInEvent(event)
        self.installEventFilter(self.keys)

    def focusOutEvent(self, event: Any) -> None:
        """Stop listening."""
        super().focusOutEvent(event)
        self.removeEventFilter(self.keys)

    def dropEvent(self, event: Any) -> None:
        """Announce the move; the panel performs it and shows the new order."""
        source = self.currentIndex().row()
        point = event.position().toPoint()
        target = self.indexAt(point).row()
        count = self.model().rowCount()
        if target < 0:
            target = count
        elif point.y() > self.rowViewportPosition(target) + self.rowHeight(target) // 2:
            target += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.dropped.emit(source, target - 1 if target > source else target)
