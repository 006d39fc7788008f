"""The dark column at the left: pages by 会前, 会中, 会后 and the state of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from meetingdesk.panels.registry import GROUPS
from meetingdesk.shell import early, icons
from meetingdesk.shell.widgets.basic import bind_shortcut, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.panels.registry import PanelEntry

WIDTH = 188


class NavBar(QFrame):
    """Navigation; ``picked(key)`` when a page is asked for."""

    picked = Signal(str)

    def __init__(self, entries: Sequence[PanelEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: page → keys as delivered: Ctrl and its place for the first nine
        self.delivered: dict[str, str] = {}
        self.setObjectName("nav")
        self.setAccessibleName("导航")
        self.setFixedWidth(WIDTH)
        self.buttons: dict[str, QPushButton] = {}
        self._titles: dict[str, str] = {}
        self._group = QButtonGroup(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 20, 0, 14)
        outer.setSpacing(0)
        brand = label("会务台")
        brand.setObjectName("brand")
        brand.setContentsMargins(23, 0, 0, 6)
        outer.addWidget(brand)
        outer.addWidget(self._pages(entries), 1)
        self.status = label("")
        self.status.setObjectName("status")
        self.status.setContentsMargins(20, 8, 0, 0)
        outer.addWidget(self.status)

    def _pages(self, entries: Sequence[PanelEntry]) -> QScrollArea:
        area = QScrollArea(self)
        area.setAccessibleName("页面")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        early.upright(area)
        early.unfocused(area)
        inner = QWidget()
        area.setWidget(inner)  # while it is empty: Qt measures what it is given
        inner.setAccessibleName("页面")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        ordered = sorted(entries, key=lambda entry: (GROUPS.index(entry.group), entry.order))
        group = ""
        for number, entry in enumerate(ordered, int(bool(ordered and ordered[0].group))):
            if entry.group != group:
                group = entry.group
                head = label(group)
                head.setContentsMargins(20, 14, 0, 6)
                column.addWidget(head)
            column.addWidget(self._button(entry, number))
        column.addStretch(1)
        return area

    def _button(self, entry: PanelEntry, number: int) -> QPushButton:
        made = QPushButton(entry.title)
        made.setAccessibleName(entry.title)
        made.setCheckable(True)
        early.pointed(made)
        self.delivered[entry.key] = f"Ctrl+{number}" if number <= 9 else ""
        bind_shortcut(made, self.delivered[entry.key])
        self._titles[entry.key] = entry.title
        self._tell_keys(made, entry.title, self.delivered[entry.key])
        icons.set_icon(made, entry.icon, "nav_ink")
        made.clicked.connect(lambda *_: self.picked.emit(entry.key))
        self._group.addButton(made)
        self.buttons[entry.key] = made
        return made

    def set_keys(self, page: str, keys: str) -> None:
        """Let a page be opened by other keys."""
        made = self.buttons[page]
        made.findChild(QShortcut).setKey(QKeySequence(keys))
        self._tell_keys(made, self._titles[page], keys)

    @staticmethod
    def _tell_keys(made: QPushButton, title: str, keys: str) -> None:
        made.setToolTip(f"{title}　{keys}" if keys else "")

    def mark(self, key: str) -> None:
        """Mark the page shown."""
        self.buttons[key].setChecked(True)

    def set_status(self, text: str) -> None:
        """Show the state of the desk after the green dot."""
        self.status.setText(f"● {text}")
