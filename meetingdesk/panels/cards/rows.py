"""Several like rows of fields: choices, grades, bands; added, moved and taken away in place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell.widgets import button, label, line
from meetingdesk.shell.widgets.form import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Cell:
    """One field of a row: a line of text, a choice when it has ``options``, a check when ``tick``.

    ``width`` in pixels, 0 to take the room left; ``second`` puts it on the row's second line.
    """

    key: str
    title: str
    width: int = 0
    options: tuple[tuple[Any, str], ...] = ()
    tick: bool = False
    second: bool = False
    placeholder: str = ""


def still(control: QWidget) -> None:
    """Keep the wheel from changing ``control``."""
    if isinstance(control, Choice):
        control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        control.still = True


class Rows(QWidget):
    """A list of rows, each a plain mapping; keys that no cell shows stay with their row."""

    changed = Signal()

    def __init__(
        self, name: str, title: str, cells: Sequence[Cell], new: Mapping[str, Any]
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._cells, self._new = tuple(cells), dict(new)
        self._rows: list[_Row] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        box.addLayout(self._box)
        foot = QHBoxLayout()
        self.add = button(f"增加{title}", self._append, kind="ghost", icon="plus")
        self.add.setObjectName(f"{name}.add")
        foot.addWidget(self.add)
        foot.addStretch(1)
        box.addLayout(foot)

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show other rows."""
        for old in self._rows:
            self._box.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._rows = [self._made(at, dict(row)) for at, row in enumerate(rows)]

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as they stand."""
        return [row.values() for row in self._rows]

    def _made(self, at: int, values: dict[str, Any]) -> _Row:
        row = _Row(f"{self.objectName()}.{at + 1}", self._cells, values, captions=at == 0)
        row.changed.connect(self.changed)
        row.up.clicked.connect(lambda *_: self._move(row, -1))
        row.down.clicked.connect(lambda *_: self._move(row, 1))
        row.remove.clicked.connect(lambda *_: self._take(row))
        self._box.addWidget(row)
        return row

    def _again(self, rows: Sequence[Mapping[str, Any]], focus: int) -> None:
        self.set_rows(rows)
        if 0 <= focus < len(self._rows):
            self._rows[focus].take_focus()
        self.changed.emit()

    def _append(self) -> None:
        rows = self.rows()
        self._again([*rows, self._new], len(rows))

    def _move(self, row: _Row, by: int) -> None:
        at, rows = self._rows.index(row), self.rows()
        if 0 <= at + by < len(rows):
            rows.insert(at + by, rows.pop(at))
            self._again(rows, at + by)

    def _take(self, row: _Row) -> None:
        at, rows = self._rows.index(row), self.rows()
        del rows[at]
        self._again(rows, min(at, len(rows) - 1))


class _Row(QWidget):
    changed = Signal()

    def __init__(
        self, name: str, cells: Sequence[Cell], values: dict[str, Any], *, captions: bool
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        number = name.rpartition(".")[2]
        self.setAccessibleName(f"第{number}行")
        self._kept = values
        self._get: dict[str, Any] = {}
        self._first: QWidget | None = None
        two = any(cell.second for cell in cells)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        lines = [QHBoxLayout(), QHBoxLayout()]
        for cell in cells:
            made = self._cell(cell, values.get(cell.key), f"{name}.{cell.key}", number)
            lines[cell.second].addWidget(
                self._captioned(cell, made) if captions or two else made, 0 if cell.width else 1
            )
        self.up = button("", kind="ghost", icon="caret-up", hint=f"第{number}行上移")
        self.down = button("", kind="ghost", icon="caret-down", hint=f"第{number}行下移")
        self.remove = button("", kind="ghost", icon="trash", hint=f"删去第{number}行")
        tools = QHBoxLayout()
        tools.setSpacing(0)
        if captions or two:
            tools.setContentsMargins(0, 20, 0, 0)
        for made, key in ((self.up, "up"), (self.down, "down"), (self.remove, "remove")):
            made.setObjectName(f"{name}.{key}")
            made.setFixedWidth(30)
            tools.addWidget(made)
        lines[0].addLayout(tools)
        for row in lines if two else lines[:1]:
            row.setSpacing(8)
            outer.addLayout(row)
        if two:
            lines[1].addSpacing(98)
            outer.addWidget(line())

    def _captioned(self, cell: Cell, made: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label("" if cell.tick else cell.title, "soft"))
        column.addWidget(made)
        if cell.width:
            box.setFixedWidth(cell.width)
        return box

    def _cell(self, cell: Cell, value: Any, name: str, number: str) -> QWidget:
        made: QWidget
        if cell.options:
            made = _choice(cell, value)
            made.currentIndexChanged.connect(lambda *_: self.changed.emit())
            self._get[cell.key] = made.currentData
        elif cell.tick:
            made = QCheckBox(cell.title)
            made.setChecked(bool(value))
            made.toggled.connect(lambda *_: self.changed.emit())
            self._get[cell.key] = made.isChecked
        else:
            made = QLineEdit("" if value is None else str(value))
            made.setPlaceholderText(cell.placeholder)
            made.textChanged.connect(lambda *_: self.changed.emit())
            self._get[cell.key] = partial(_text, made)
        made.setObjectName(name)
        made.setAccessibleName(f"第{number}行{cell.title}")
        if cell.width:
            made.setFixedWidth(cell.width)
        self._first = self._first or made
        return made

    def values(self) -> dict[str, Any]:
        """Return the row with what its cells say."""
        return {**self._kept, **{key: get() for key, get in self._get.items()}}

    def take_focus(self) -> None:
        """Put the keyboard in the first cell."""
        if self._first is not None:
            self._first.setFocus()


def _choice(cell: Cell, value: Any) -> Choice:
    made = Choice()
    made.setMinimumContentsLength(4)
    still(made)
    for data, words in cell.options:
        made.addItem(words, data)
    known = [data for data, _ in cell.options]
    made.setCurrentIndex(known.index(value) if value in known else 0)
    return made


def _text(made: QLineEdit) -> str:
    return made.text().strip()
