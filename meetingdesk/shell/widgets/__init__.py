"""Widgets shared by all panels; import them from here.

Every widget takes its look from the theme and carries an accessible name.
"""

from __future__ import annotations

from meetingdesk.shell.widgets.banner import Banner, Toast
from meetingdesk.shell.widgets.basic import (
    Card,
    EmptyState,
    FactTile,
    Tag,
    Toolbar,
    button,
    fact_row,
    label,
    line,
    scrolled,
    two_columns,
)
from meetingdesk.shell.widgets.dates import DateField
from meetingdesk.shell.widgets.form import Field, Form
from meetingdesk.shell.widgets.inline import ask_text, confirm
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
    "Progress",
    "RecordTable",
    "Sheet",
    "Tag",
    "Task",
    "Toast",
    "Toolbar",
    "ask_text",
    "button",
    "confirm",
    "fact_row",
    "label",
    "line",
    "run_task",
    "scrolled",
    "two_columns",
]
