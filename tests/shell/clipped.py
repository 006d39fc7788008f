"""Walk every page of the window on a desk and print, as JSON, what is cut off.

    QT_SCALE_FACTOR=1.5 python -m tests.shell.clipped DESK FOLDER light

Run in a process of its own: Qt reads the scale once, when it starts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QTabWidget,
    QWidget,
)

from meetingdesk.actions import meetings, sample
from meetingdesk.actions.office import open_office
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.shots import grab
from meetingdesk.shell.widgets import Sheet
from meetingdesk.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = (1366, 768)


def clipped(root: QWidget) -> list[str]:
    """Return the words of labels, buttons and tabs under ``root`` that do not fit."""
    return [
        *(_words(one) for one in root.findChildren(QLabel) if one.isVisible() and _label(one)),
        *(_words(one) for one in root.findChildren(QAbstractButton) if _button(one)),
        *(bar.tabText(at) for bar in root.findChildren(QTabBar) for at in _tabs(bar)),
    ]


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


def settle(milliseconds: int = 30) -> None:
    """Run the event loop for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def pages(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Yield every page and every tab of it, shown, then the window's own sheets."""
    for key in window.entries:
        window.open_panel(key)
        settle()
        yield key, window
        panel = window.pages.current_panel()
        for tabs in panel.findChildren(QTabWidget) if panel is not None else ():
            for at in range(tabs.count()):
                if tabs.isVisible() and tabs.isTabVisible(at) and tabs.isTabEnabled(at):
                    tabs.setCurrentIndex(at)
                    settle()
                    yield f"{key}-{at}", window
    for name, run in (
        ("help", window.show_shortcuts),
        ("keys", window.change_keys),
        ("settings", window.show_settings),
    ):
        run()
        settle()
        (sheet,) = (one for one in window.findChildren(Sheet) if one.isVisible())
        yield name, sheet
        sheet.reject()
        settle()


def main() -> None:
    """Print page → words cut off; pictures go into the folder."""
    desk, folder, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    app = QApplication([])
    theme.apply_theme(app, name)
    icons.load()
    office = open_office(desk, "张秘书", clock=lambda: sample.NOW)
    settings = Settings(folder / "settings.json")
    settings["theme"] = name
    window = MainWindow(office, settings=settings, meetings=lambda: meetings.switcher(office))
    window.resize(*SIZE)
    window.show()
    found = {}
    for page, root in pages(window):
        if root is window:
            window.toast("已登记")
            grab(window, SIZE).save(str(folder / f"{page}-{name}.png"))
            assert window.size().width() == SIZE[0], page
            assert window.size().height() == SIZE[1], page
        else:
            root.grab().save(str(folder / f"{page}-{name}.png"))
        if words := clipped(root):
            found[page] = words
    window.close()
    office.desk.close()
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
