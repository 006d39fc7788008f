"""The one dialog of the program: a titled sheet with a form, an error line, 确定 and 取消."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.errors import DeskError, Refused
from meetingdesk.shell import keys, theme
from meetingdesk.shell.widgets.banner import Banner
from meetingdesk.shell.widgets.basic import button, label
from meetingdesk.shell.widgets.form import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent


class Sheet(QDialog):
    """Create or edit something; opened with ``open()``, never ``exec()``; frees itself.

    ``on_submit(sheet)`` runs on 确定 after the form's own check. A ``Refused`` it raises is
    shown inside and the sheet stays open; returning ``False`` also keeps it open.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        on_submit: Callable[[Sheet], Any] | None = None,
        *,
        hint: str = "",
        ok: str = "确定",
        danger: bool = False,
        width: int = 520,
    ) -> None:
        super().__init__(parent.window())
        self.setProperty("role", "sheet")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self._on_submit = on_submit
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.MARGIN, 20, theme.MARGIN, 18)
        outer.setSpacing(theme.CARD_GAP)
        outer.addWidget(label(title, "card"))
        if hint:
            outer.addWidget(label(hint, "label", wrap=True))
        self.banner = Banner()
        outer.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP)
        outer.addLayout(self.body, 1)
        self.ok = button(ok, self.submit, kind="danger" if danger else "primary")
        self.ok.setDefault(True)
        keys.listen(self, "sheet.ok", self.ok.click)  # from a field of several lines too
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.ok.click)  # of the number pad
        self.cancel = button("取消", self.reject)
        self.cancel.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        outer.addLayout(row)
        self._form: Form | None = None

    @property
    def form(self) -> Form:
        """The sheet's form, made on first use."""
        if self._form is None:
            self._form = Form()
            self.body.addWidget(self._form)
        return self._form

    def named(self, name: str) -> Self:
        """Give the sheet, its buttons and its fields their object names: ``name.key``."""
        self.setObjectName(name)
        self.ok.setObjectName(f"{name}Ok")
        self.cancel.setObjectName(f"{name}Cancel")
        if self._form is not None:
            for key, field in self._form.fields.items():
                field.control.setObjectName(f"{name}.{key}")
        return self

    def add(self, item: QWidget | QBoxLayout, stretch: int = 0) -> None:
        """Append anything to the body."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard in the first field, not on the button that ends the sheet."""
        super().showEvent(event)
        needed = self.layout().totalMinimumHeightForWidth(self.width())
        if needed > self.height():  # wrapped words take lines the size hint does not know of
            self.resize(self.width(), needed)
        if self._form is None or self.focusWidget() not in (None, self.ok, self.cancel):
            return
        for field in self._form.fields.values():
            control = field.control.focusProxy() or field.control  # a date's line
            if control.isEnabled() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                control.setFocus()
                return

    def submit(self) -> None:
        """Check, run ``on_submit``, and close unless something is wrong."""
        self.banner.clear()
        if self._form is not None and not self._form.check():
            return
        try:
            kept = self._on_submit is not None and self._on_submit(self) is False
        except DeskError as error:
            self.show_problem(error)
            return
        if not kept:
            self.accept()

    def show_problem(self, error: DeskError | str) -> None:
        """Show what is wrong inside the sheet, at its field where that is known."""
        if isinstance(error, str):
            self.banner.show_message(error, "bad")
            return
        if isinstance(error, Refused) and self._form is not None:
            rest = self._form.show_refused(error)
            self.banner.show_error(Refused(error.message, *rest))
            return
        self.banner.show_error(error)
