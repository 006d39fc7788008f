"""Walk every page of the window on a desk and print, as JSON, what is cut off.

    QT_SCALE_FACTOR=1.5 python -m tests.shell.clipped DESK FOLDER light 1366x768 pages

``pages`` walks the pages and tabs, ``sheets`` what they open and a vote in every state.

Run in a process of its own: Qt reads the scale once, when it starts.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from meetingdesk.actions import meetings, sample
from meetingdesk.actions.office import open_office
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.shots import grab
from meetingdesk.shell.widgets import RecordTable
from meetingdesk.shell.widgets.table_paint import PAD
from meetingdesk.shell.window import MainWindow
from tests.shell import halfway, walk

if TYPE_CHECKING:
    from collections.abc import Iterator


def clipped(root: QWidget) -> list[str]:
    """Return the words of labels, buttons and tabs under ``root`` that do not fit."""
    return [
        *(_words(one) for one in root.findChildren(QLabel) if one.isVisible() and _label(one)),
        *(_words(one) for one in root.findChildren(QAbstractButton) if _button(one)),
        *(bar.tabText(at) for bar in root.findChildren(QTabBar) for at in _tabs(bar)),
        *(words for table in root.findChildren(RecordTable) for words in _cells(table)),
        *(f"{one.currentText()} [box {one.objectName()} {one.width()}]"
          for one in root.findChildren(QComboBox) if _chosen(one)),
        *(f"{_words(one)} outside" for kind in (QLabel, QPushButton)
          for one in root.findChildren(kind) if _cut_by_parent(one)),
    ]  # fmt: skip


def _words(made: QLabel | QAbstractButton) -> str:
    return f"{made.text()} [{type(made).__name__} {made.objectName()} {made.width()}]"


def _label(made: QLabel) -> bool:
    if not made.text():
        return False
    if made.wordWrap():
        return made.heightForWidth(made.width()) > made.height() + 1
    # a tile's number may stand closer than its line, as long as all of its ink is there
    ink = made.fontMetrics().tightBoundingRect(made.text()).height()
    return made.sizeHint().width() > made.width() + 1 or ink + 2 > made.height()


def _button(made: QAbstractButton) -> bool:
    if not made.isVisible() or not made.text():
        return False
    words = made.fontMetrics().horizontalAdvance(made.text())
    if isinstance(made, QCheckBox | QRadioButton):
        return words + 16 > made.width() + 1
    if not isinstance(made, QPushButton):
        return False
    option = QStyleOptionButton()
    made.initStyleOption(option)
    part = QStyle.SubElement.SE_PushButtonContents
    room = made.style().subElementRect(part, option, made).width()
    # the gap drawn with the icon may run into the padding: there is no ink in it
    icon = icons.SIZE + 4 if not made.icon().isNull() else 0
    return words + icon > room + 1


def _tabs(bar: QTabBar) -> Iterator[int]:
    if not bar.isVisible():
        return
    for at in range(bar.count()):
        words = bar.fontMetrics().horizontalAdvance(bar.tabText(at))
        if bar.isTabVisible(at) and words > bar.tabRect(at).width():
            yield at


def _cells(table: RecordTable) -> Iterator[str]:
    """Name heads and cells on one line whose words do not fit their column."""
    if not table.view.isVisible():
        return
    font = QFontMetrics(theme.ui_font())
    small = QFontMetrics(theme.ui_font(theme.LABEL))
    head = QFontMetrics(theme.ui_font(theme.LABEL, bold=True))
    for at, column in enumerate(table.columns):
        if table.view.isColumnHidden(at):
            continue
        room = table.view.columnWidth(at) - 2 * PAD + 1
        if head.horizontalAdvance(column.title) > room:
            yield f"{column.title} [head {table.accessibleName()} {room}]"
        if column.wrap or column.stretch:  # shortened with the whole in a tip
            continue
        for row in table.rows()[:60]:
            words = column.text(row)
            tagged = column.tag is not None and bool(words) and column.tag(row)
            wide = small.horizontalAdvance(words) + 16 if tagged else font.horizontalAdvance(words)
            if wide > room:
                yield f"{words} [cell {column.title} {table.accessibleName()} {wide}>{room}]"
                break


def _chosen(box: QComboBox) -> bool:
    """Tell whether the choice shown in a box is longer than the box."""
    if not box.isVisible() or box.isEditable() or isinstance(box.parent(), RecordTable):
        return False
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    control = QStyle.ComplexControl.CC_ComboBox
    room = box.style().subControlRect(control, option, part, box).width()
    return box.fontMetrics().horizontalAdvance(box.currentText()) > room + 1


def _cut_by_parent(made: QWidget) -> bool:
    """Tell whether a part of a label or button lies outside what it stands in."""
    inner, outer = made, made.parentWidget()
    if not made.isVisible() or outer is None or made.visibleRegion().isEmpty():
        return False
    if isinstance(outer.parentWidget(), QAbstractScrollArea):
        return False  # moved by its scroll bar
    return not outer.rect().contains(inner.geometry().adjusted(2, 2, -2, -2))


def _needed(sheet: QWidget) -> int:
    """Return the height a sheet takes at its width when nothing overlaps."""
    return sheet.layout().totalMinimumHeightForWidth(sheet.width())


def main() -> None:
    """Print place → words cut off; pictures go into the folder."""
    desk, folder, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    width, height = (int(part) for part in sys.argv[4].split("x"))
    far = sys.argv[5] == "sheets"
    app = QApplication([])
    walk.quiet_dialogs(setattr)
    theme.apply_theme(app, name)
    icons.load()
    shutil.copyfile(desk, folder / "whole.desk")
    whole = open_office(folder / "whole.desk", "张秘书", clock=lambda: sample.NOW)
    busy = open_office(folder / "busy.desk", "张秘书", clock=lambda: sample.NOW) if far else None
    made = halfway.build(busy)[1] if busy is not None else {}
    found: dict[str, list[str]] = {}
    for office in (whole, busy):
        if office is None:
            continue
        settings = Settings(folder / f"{name}.json")
        settings["theme"] = name
        window = MainWindow(
            office, settings=settings, meetings=lambda office=office: meetings.switcher(office)
        )
        window.resize(width, height)
        window.show()
        places = walk.pages(window)
        if far:
            places = walk.votes(window, made) if office is busy else walk.sheets(window)
        for page, root in places:
            if root is window:
                window.toast("已登记")
                assert (window.width(), window.height()) == (width, height), page
            picture = grab(window, (width, height)) if root is window else root.grab()
            picture.save(str(folder / f"{page.replace('/', '、')}-{name}.png"))
            words = clipped(root)
            if root is not window and root.height() < _needed(root):
                words.append(f"{root.height()} high, {_needed(root)} needed")
            if words:
                found[page] = words
        window.close()
        office.desk.close()
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
