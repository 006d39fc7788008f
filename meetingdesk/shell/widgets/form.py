"""Forms: a label, a control, and the error in words under the very field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell import theme
from meetingdesk.shell.widgets.basic import label
from meetingdesk.shell.widgets.dates import DateField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QWheelEvent

    from meetingdesk.errors import Problem, Refused

# the style sheet's padding does not reach the line inside a spin box
_SPIN_MARGIN = 7


class Choice(QComboBox):
    """A choice; a ``still`` one leaves the wheel to the page it stands on."""

    still = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead of changing a choice the pointer only passes over."""
        if self.still:
            event.ignore()
        else:
            super().wheelEvent(event)


class Field(QWidget):
    """One control with room for a hint and an error under it."""

    def __init__(
        self,
        key: str,
        title: str,
        control: QWidget,
        get: Callable[[], Any],
        put: Callable[[Any], None],
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__()
        self.key, self.title, self.control, self.required = key, title, control, required
        self.get, self.put = get, put
        self._hint = hint
        self.error = ""
        self.setAccessibleName(title)
        control.setAccessibleName(title)
        control.setAccessibleDescription(hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(control)
        self.note = label(hint, "soft", wrap=True)
        box.addWidget(self.note)
        if not hint:
            self.note.hide()
        self.setFocusProxy(control)

    def set_error(self, text: str) -> None:
        """Show ``text`` under the control; empty text brings the hint back."""
        if text == self.error:
            return  # dressing a control anew takes long, and forms clear every field
        self.error = text
        self.note.setText(text or self._hint)
        self.note.setVisible(bool(text or self._hint))
        theme.set_role(self.note, "error" if text else "soft")
        target = self.control.edit if isinstance(self.control, DateField) else self.control
        target.setProperty("invalid", bool(text))
        target.style().unpolish(target)
        target.style().polish(target)
        self.control.setAccessibleDescription(text or self._hint)

    def complaint(self) -> str:
        """Return what is wrong with the value as typed, empty when nothing."""
        if isinstance(self.control, DateField) and self.control.error():
            return self.control.error()
        if self.required and self.get() in ("", None):
            return f"请填写{self.title}"
        return ""


class Form(QWidget):
    """Fields one under another; labels beside them, or above with ``above=True``."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, *, above: bool = False, label_width: int = 88) -> None:
        super().__init__()
        self.setAccessibleName("表单")
        self.fields: dict[str, Field] = {}
        self._above = above
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4 if above else 10)
        self._grid.setColumnStretch(0 if above else 1, 1)
        if not above:
            self._grid.setColumnMinimumWidth(0, label_width)
        self._labels: dict[str, QWidget] = {}

    # -- fields ----------------------------------------------------------------------

    def add_text(
        self, key: str, title: str, value: str = "", *, required: bool = False, hint: str = "",
        placeholder: str = "",
    ) -> QLineEdit:  # fmt: skip
        """Add one line of text; the value is stripped."""
        edit = QLineEdit(value)
        edit.setPlaceholderText(placeholder)
        edit.textChanged.connect(lambda *_: self._touched(key))
        edit.returnPressed.connect(self.submitted)
        field = Field(
            key, title, edit, lambda: edit.text().strip(), lambda v: edit.setText(v or ""),
            required=required, hint=hint,
        )  # fmt: skip
        self._add(field)
        return edit

    def add_lines(
        self, key: str, title: str, value: str = "", *, required: bool = False, hint: str = "",
        height: int = 96, placeholder: str = "",
    ) -> QPlainTextEdit:  # fmt: skip
        """Add several lines of text; Tab leaves the field."""
        edit = QPlainTextEdit(value)
        edit.setPlaceholderText(placeholder)
        edit.setTabChangesFocus(True)
        edit.setMinimumHeight(height)
        edit.textChanged.connect(lambda: self._touched(key))
        field = Field(
            key, title, edit, lambda: edit.toPlainText().strip(),
            lambda v: edit.setPlainText(v or ""), required=required, hint=hint,
        )  # fmt: skip
        self._add(field)
        return edit

    def add_choice(
        self, key: str, title: str, options: Sequence[tuple[Any, str]], value: Any = None, *,
        required: bool = False, hint: str = "", editable: bool = False,
    ) -> QComboBox:  # fmt: skip
        """Add a choice of (value, words); an editable one may also return typed words."""
        combo = Choice()
        combo.setEditable(editable)
        combo.setMinimumContentsLength(8)
        for data, words in options:
            combo.addItem(words, data)
        values = [data for data, _ in options]

        def get() -> Any:
            at = combo.findText(combo.currentText()) if editable else combo.currentIndex()
            return values[at] if 0 <= at < len(values) else combo.currentText().strip() or None

        def put(wanted: Any) -> None:
            if wanted in values:
                combo.setCurrentIndex(values.index(wanted))
            elif editable:
                combo.setEditText("" if wanted is None else str(wanted))
            else:
                combo.setCurrentIndex(-1)

        if value is not None or editable:
            put(value)
        if editable and combo.lineEdit() is not None:
            combo.lineEdit().setAccessibleName(title)
        combo.currentTextChanged.connect(lambda *_: self._touched(key))
        self._add(Field(key, title, combo, get, put, required=required, hint=hint))
        return combo

    def add_date(
        self, key: str, title: str, value: date | None = None, *, required: bool = False,
        hint: str = "",
    ) -> DateField:  # fmt: skip
        """Add a date, empty allowed unless ``required``."""
        made = DateField(value, title)
        made.changed.connect(lambda: self._touched(key))
        made.edit.returnPressed.connect(self.submitted)
        self._add(Field(key, title, made, made.value, made.set_value, required=required, hint=hint))
        return made

    def add_time(self, key: str, title: str, value: str = "09:00", *, hint: str = "") -> QTimeEdit:
        """Add a time of day; the value is ``HH:MM``."""
        edit = QTimeEdit(QTime.fromString(value, "HH:mm"))
        edit.setDisplayFormat("HH:mm")
        edit.lineEdit().setTextMargins(_SPIN_MARGIN, 0, 0, 0)
        edit.timeChanged.connect(lambda *_: self._touched(key))
        field = Field(
            key, title, edit, lambda: edit.time().toString("HH:mm"),
            lambda v: edit.setTime(QTime.fromString(v, "HH:mm")), hint=hint,
        )  # fmt: skip
        self._add(field)
        return edit

    def add_int(
        self, key: str, title: str, value: int = 0, *, low: int = 0, high: int = 9999,
        suffix: str = "", hint: str = "",
    ) -> QSpinBox:  # fmt: skip
        """Add a whole number."""
        spin = QSpinBox()
        spin.setRange(low, high)
        spin.setSuffix(suffix)
        spin.setValue(value)
        spin.setMinimumWidth(110)
        spin.lineEdit().setTextMargins(_SPIN_MARGIN, 0, 0, 0)
        spin.valueChanged.connect(lambda *_: self._touched(key))
        self._add(Field(key, title, spin, spin.value, spin.setValue, hint=hint))
        return spin

    def add_check(self, key: str, title: str, value: bool = False, *, hint: str = "") -> QCheckBox:
        """Add a yes/no question; its words stand beside the box."""
        box = QCheckBox(title)
        box.setChecked(value)
        box.toggled.connect(lambda *_: self._touched(key))
        self._add(Field(key, title, box, box.isChecked, box.setChecked, hint=hint), bare=True)
        return box

    def add_widget(
        self, key: str, title: str, widget: QWidget, get: Callable[[], Any],
        put: Callable[[Any], None], *, required: bool = False, hint: str = "",
    ) -> QWidget:  # fmt: skip
        """Add any control with its own way to read and set it."""
        self._add(Field(key, title, widget, get, put, required=required, hint=hint))
        return widget

    def _add(self, field: Field, *, bare: bool = False) -> None:
        self.fields[field.key] = field
        row = self._grid.rowCount()
        words = label("" if bare else field.title + ("*" if field.required else ""), "label")
        self._labels[field.key] = words
        words.setBuddy(field.control)
        if self._above:
            if not bare:
                self._grid.addWidget(words, row, 0)
            self._grid.addWidget(field, row + 1, 0)
            self._grid.setRowMinimumHeight(row + 1, 0)
        else:
            words.setContentsMargins(0, 8, 0, 0)
            self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(field, row, 1)

    # -- values ----------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Return every field's value by key."""
        return {key: field.get() for key, field in self.fields.items()}

    def value(self, key: str) -> Any:
        """Return one field's value."""
        return self.fields[key].get()

    def set_values(self, **values: Any) -> None:
        """Show other values; keys not given keep theirs."""
        for key, value in values.items():
            self.fields[key].put(value)
        self.clear_errors()

    def set_visible(self, key: str, visible: bool) -> None:
        """Show or hide one field with its label."""
        self.fields[key].setVisible(visible)
        self._labels[key].setVisible(visible)

    # -- errors ----------------------------------------------------------------------

    def check(self) -> bool:
        """Mark required fields left empty and dates not understood; True when all is well."""
        wrong = None
        for field in self.fields.values():
            complaint = "" if field.isHidden() else field.complaint()
            field.set_error(complaint)
            wrong = wrong or (field if complaint else None)
        if wrong is not None:
            wrong.control.setFocus()
        return wrong is None

    def set_error(self, key: str, text: str) -> None:
        """Put an error under one field."""
        self.fields[key].set_error(text)

    def clear_errors(self) -> None:
        """Remove all errors."""
        for field in self.fields.values():
            field.set_error("")

    def show_refused(self, error: Refused) -> list[Problem]:
        """Put each problem under its field (by key or label); return those with no field."""
        rest = []
        by_title = {field.title: field for field in self.fields.values()}
        for problem in error.problems:
            field = self.fields.get(problem.field) or by_title.get(problem.field)
            if field is None:
                rest.append(problem)
            else:
                field.set_error(problem.message)
        return rest

    def _touched(self, key: str) -> None:
        if (field := self.fields.get(key)) is not None and field.error:
            field.set_error("")
        self.changed.emit(key)
