"""The window's own sheets: keys, settings, and the calm message after an unexpected error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell import helping, theme
from meetingdesk.shell.keys import written, written_short
from meetingdesk.shell.settings import SETTINGS
from meetingdesk.shell.widgets.basic import Toolbar, button, label, line, scrolled
from meetingdesk.shell.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.panels.registry import PanelEntry
    from meetingdesk.shell.keys import Binding, Keys
    from meetingdesk.shell.settings import Settings

#: keys known from everywhere else; these are not changed
FIXED_KEYS: tuple[tuple[str, str], ...] = (
    ("↑　↓", "上一行、下一行"),
    ("回车", "打开、修改、确定"),
    ("Tab", "下一个控件"),
    ("Esc", "关闭、不改"),
)
#: the sheet of help, in pixels: its width, and the height beyond which one scrolls
_WIDTH, _TALL = 760, 540


def shortcuts_sheet(
    parent: QWidget,
    entry: PanelEntry | None,
    bindings: Sequence[Binding],
    on_change: Callable[[], Any],
) -> Sheet:
    """Show what the page is for, and the keys of the window, of tables, of pages and the page."""
    title = f"{entry.title}：说明和快捷键" if entry is not None else "快捷键"
    sheet = Sheet(parent, title, ok="知道了", width=_WIDTH).named("shortcuts")
    sheet.cancel.hide()
    page = entry.key if entry is not None else ""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(bindings, key=lambda one: page not in one.place.pages):  # its own first
        here = not one.place.pages or page in one.place.pages or one.place.key == "sheet"
        if here and one.keys:
            groups.setdefault(one.group, []).append((written_short(one.keys), one.words))
    groups.setdefault("表格", [])[:0] = FIXED_KEYS
    inner = QWidget()
    inner.setAccessibleName("说明和快捷键")
    box = QVBoxLayout(inner)
    box.setContentsMargins(0, 0, 8, 0)
    box.setSpacing(8)
    for words in helping.lines(page):
        head = words.startswith(helping.HEAD)
        box.addWidget(label(words.removeprefix(helping.HEAD), "card" if head else "", wrap=True))
    if entry is not None:
        box.addWidget(line())
    box.addWidget(_laid_out(groups))
    area = scrolled(inner)
    area.setMinimumHeight(min(box.heightForWidth(_WIDTH - 2 * theme.MARGIN) + 8, _TALL))
    sheet.add(area, 1)

    def change() -> None:
        sheet.accept()
        on_change()

    made = button("修改快捷键", change, icon="keyboard")
    made.setObjectName("changeKeys")
    bar = Toolbar(made)
    bar.gap()
    sheet.add(bar)
    sheet.open()
    return sheet


def keys_sheet(
    parent: QWidget, keys: Keys, bindings: Sequence[Binding], on_kept: Callable[[], Any]
) -> Sheet:
    """Choose other keys; two actions never share them."""

    def keep(_sheet: Sheet) -> None:
        keys.take(bindings, {name: written(edit.keySequence()) for name, edit in edits.items()})
        on_kept()

    hint = "点一格，按下新的组合键；清空表示不用快捷键。改动只在这台电脑上。"
    sheet = Sheet(parent, "修改快捷键", keep, hint=hint, width=560)
    edits: dict[str, QKeySequenceEdit] = {}
    inner = QWidget()
    inner.setAccessibleName("快捷键")
    grid = QGridLayout(inner)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setColumnStretch(0, 1)
    row, group = 0, ""
    for one in bindings:
        if one.group != group:
            group = one.group
            grid.addWidget(label(group, "card"), row, 0)
            row += 1
        edit = edits[one.name] = QKeySequenceEdit(QKeySequence(one.keys))
        edit.setMaximumSequenceLength(1)
        edit.setClearButtonEnabled(True)
        edit.setObjectName(f"keys.{one.name}")
        edit.setAccessibleName(one.words)
        grid.addWidget(label(one.words), row, 0)
        grid.addWidget(edit, row, 1)
        row += 1

    def reset() -> None:
        for one in bindings:
            edits[one.name].setKeySequence(QKeySequence(one.delivered))

    area = scrolled(inner)
    area.setMinimumHeight(360)
    sheet.add(area, 1)
    made = button("恢复原来的快捷键", reset, icon="arrow-counter-clockwise")
    made.setObjectName("resetKeys")
    bar = Toolbar(made)
    bar.gap()
    sheet.add(bar)
    sheet.named("keys").open()
    return sheet


def _laid_out(groups: dict[str, list[tuple[str, str]]]) -> QWidget:
    """Return two columns of like length, a group never broken."""
    inner = QWidget()
    inner.setAccessibleName("快捷键一览")
    both = QHBoxLayout(inner)
    both.setContentsMargins(0, 0, 8, 0)
    both.setSpacing(24)
    columns: list[QGridLayout] = []
    for _ in range(2):
        column = QVBoxLayout()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 92)
        column.addLayout(grid)
        column.addStretch(1)
        both.addLayout(column, 1)
        columns.append(grid)
    tall = [0, 0]
    for title, lines in groups.items():
        at = 0 if tall[0] <= tall[1] else 1
        _fill(columns[at], title, lines, tall[at])
        tall[at] += len(lines) + 1
    return inner


def _fill(grid: QGridLayout, title: str, lines: Sequence[tuple[str, str]], first: int) -> None:
    head = label(title, "card")
    head.setContentsMargins(0, 8 if first else 0, 0, 2)
    grid.addWidget(head, first, 0, 1, 2)
    for row, (keys, words) in enumerate(lines, first + 1):
        grid.addWidget(label(keys, "label"), row, 0)
        grid.addWidget(label(words), row, 1)


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
