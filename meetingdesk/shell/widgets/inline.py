"""Short questions: one line of text, or a yes before something that cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.shell.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def ask_text(
    parent: QWidget,
    title: str,
    field: str,
    on_text: Callable[[str], Any],
    *,
    value: str = "",
    hint: str = "",
    lines: bool = False,
    required: bool = True,
) -> Sheet:
    """Ask for a text and pass it to ``on_text``; a ``Refused`` from it keeps the sheet open."""
    sheet = Sheet(parent, title, lambda s: on_text(s.form.value("text")), hint=hint, width=460)
    if lines:
        sheet.form.add_lines("text", field, value, required=required)
    else:
        sheet.form.add_text("text", field, value, required=required).selectAll()
    sheet.open()
    sheet.form.fields["text"].control.setFocus()
    return sheet


def confirm(
    parent: QWidget,
    title: str,
    hint: str,
    on_yes: Callable[[], Any],
    *,
    ok: str = "确定",
    danger: bool = False,
) -> Sheet:
    """Ask before a step that cannot be undone; anything undoable should simply be done."""
    sheet = Sheet(parent, title, lambda _s: on_yes(), hint=hint, ok=ok, danger=danger, width=440)
    sheet.open()
    return sheet
