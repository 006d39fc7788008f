"""The window's own sheets: keys, settings, and the calm message after an unexpected error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from meetingdesk.shell.settings import SETTINGS
from meetingdesk.shell.widgets.basic import button, label, scrolled
from meetingdesk.shell.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.shell.panel import Action
    from meetingdesk.shell.settings import Settings

GENERAL_KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+K", "搜索和命令"),
    ("Ctrl+M", "换一次会议"),
    ("Ctrl+Z", "撤销"),
    ("Ctrl+Shift+Z", "重做"),
    ("Ctrl+Shift+D", "深色或浅色"),
    ("Ctrl+,", "设置"),
    ("F1", "快捷键一览"),
)
TABLE_KEYS: tuple[tuple[str, str], ...] = (
    ("↑　↓", "上一行、下一行"),
    ("Enter　F2", "修改"),
    ("Ctrl+N", "新建"),
    ("Delete", "删除（可以撤销）"),
    ("Alt+↑　Alt+↓", "上移、下移"),
    ("Tab", "下一个控件"),
    ("Esc", "关闭、不改"),
)


def shortcuts_sheet(parent: QWidget, pages: Sequence[str], own: Sequence[Action]) -> Sheet:
    """Show the keys of the window, of tables, of pages and of the page at hand."""
    sheet = Sheet(parent, "快捷键", ok="知道了", width=640)
    sheet.cancel.hide()
    inner = QWidget()
    inner.setAccessibleName("快捷键一览")
    grid = QGridLayout(inner)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    page_keys = [tuple(reversed(words.split("　", 1))) for words in pages if "　" in words]
    own_keys = [(action.shortcut, action.text) for action in own if action.shortcut]
    left = [("", "全程"), *GENERAL_KEYS, *([("", "本页"), *own_keys] if own_keys else [])]
    right = [("", "表格"), *TABLE_KEYS]
    _column(grid, 0, left)
    _column(grid, 2, right)
    below = max(len(left), len(right))
    half = (len(page_keys) + 1) // 2
    _column(grid, 0, [("", "页面"), *page_keys[:half]], below)
    _column(grid, 2, page_keys[half:], below + 1)
    area = scrolled(inner)
    area.setMinimumHeight(min(inner.sizeHint().height() + 8, 520))
    sheet.add(area, 1)
    sheet.open()
    return sheet


def _column(grid: QGridLayout, at: int, lines: Sequence[tuple[str, ...]], first: int = 0) -> None:
    for row, (keys, words) in enumerate(lines, first):
        if keys:
            grid.addWidget(label(keys, "label"), row, at)
            grid.addWidget(label(words), row, at + 1)
        else:
            head = label(words, "card")
            head.setContentsMargins(0, 8 if row else 0, 0, 2)
            grid.addWidget(head, row, at, 1, 2)


def settings_sheet(parent: QWidget, settings: Settings, on_saved: Callable[[], None]) -> Sheet:
    """Change the settings a person may see; made from their declaration."""

    def save(sheet: Sheet) -> None:
        for key, value in sheet.form.values().items():
            settings[key] = value
        on_saved()

    sheet = Sheet(parent, "设置", save)
    for setting in SETTINGS:
        if not setting.shown:
            continue
        if setting.kind == "choice":
            sheet.form.add_choice(
                setting.key,
                setting.title,
                setting.choices,
                settings[setting.key],
                hint=setting.help,
            )
        else:
            sheet.form.add_text(
                setting.key, setting.title, settings[setting.key], hint=setting.help
            )
    sheet.open()
    return sheet


def trouble_sheet(parent: QWidget, details: str) -> Sheet:
    """Say calmly that something went wrong, that records are safe, and offer the text."""
    hint = (
        "刚才的一步没有做成。已经录入的内容都已保存，可以继续工作；"
        "如果再次出现，请把下面的文字发给维护人员。"
    )
    sheet = Sheet(parent, "程序出了一点问题", hint=hint, ok="继续工作", width=600)
    text = QPlainTextEdit(details)
    text.setReadOnly(True)
    text.setAccessibleName("给维护人员的文字")
    text.setTabChangesFocus(True)
    text.setMinimumHeight(180)
    sheet.add(text, 1)
    sheet.cancel.hide()
    copy = button("复制文字", lambda: QGuiApplication.clipboard().setText(details), icon="copy")
    sheet.body.addWidget(copy)
    sheet.open()
    return sheet
