"""Widgets shared by all panels; import them from here.

Every widget takes its look from the theme and carries an accessible name. A module is imported
when one of its names is first asked for: the window is painted before a table or a form is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetingdesk.shell.widgets.banner import Banner, Toast
    from meetingdesk.shell.widgets.basic import (
        Card,
        EmptyState,
        FactTile,
        Tag,
        Toolbar,
        button,
        columns,
        fact_row,
        label,
        line,
        scrolled,
        share,
        two_columns,
    )
    from meetingdesk.shell.widgets.dates import DateField
    from meetingdesk.shell.widgets.form import Field, Form
    from meetingdesk.shell.widgets.inline import ask_text, confirm
    from meetingdesk.shell.widgets.late import LatePage, tab_layout, tabs
    from meetingdesk.shell.widgets.sheet import Sheet
    from meetingdesk.shell.widgets.table import Column, RecordTable
    from meetingdesk.shell.widgets.task import Progress, Task, run_task

__all__ = [
    "Banner",
    "Card",
    "Column",
    "DateField",
    "EmptyState",
    "FactTile",
    "Field",
    "Form",
    "LatePage",
    "Progress",
    "RecordTable",
    "Sheet",
    "Tag",
    "Task",
    "Toast",
    "Toolbar",
    "ask_text",
    "button",
    "columns",
    "confirm",
    "fact_row",
    "label",
    "line",
    "run_task",
    "scrolled",
    "share",
    "tab_layout",
    "tabs",
    "two_columns",
]

_MODULES = {
    "Banner": "banner",
    "Card": "basic",
    "Column": "table",
    "DateField": "dates",
    "EmptyState": "basic",
    "FactTile": "basic",
    "Field": "form",
    "Form": "form",
    "LatePage": "late",
    "Progress": "task",
    "RecordTable": "table",
    "Sheet": "sheet",
    "Tag": "basic",
    "Task": "task",
    "Toast": "banner",
    "Toolbar": "basic",
    "ask_text": "inline",
    "button": "basic",
    "columns": "basic",
    "confirm": "inline",
    "fact_row": "basic",
    "label": "basic",
    "line": "basic",
    "run_task": "task",
    "scrolled": "basic",
    "share": "basic",
    "tab_layout": "late",
    "tabs": "late",
    "two_columns": "basic",
}


def __getattr__(name: str) -> Any:
    """Import the module of the widget asked for (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
