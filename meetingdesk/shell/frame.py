"""The frame of pages whose work belongs to a meeting: facts above, the work under them."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.shell import theme
from meetingdesk.shell.panel import Panel
from meetingdesk.shell.widgets import EmptyState, FactTile, button, fact_row
from meetingdesk.shell.widgets.late import keep_order


class MeetingPanel(Panel):
    """Shows its work while there is a meeting at hand, else where to begin.

    Widgets are made inside what holds them, from the frame inwards: what changes its parent is
    dressed anew with all that it is made of.
    """

    #: what is kept under a meeting, said where there is none
    kept: ClassVar[str] = ""

    def build(self) -> None:
        """Make the frame and the work in it."""
        self.pages = QStackedWidget(self)
        self.body.addWidget(self.pages)
        self.work = QWidget(self.pages)
        self.work.setAccessibleName(self.title)
        self.pages.addWidget(self.work)
        self._box = QVBoxLayout(self.work)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.CARD_GAP)
        self.build_work(self._box)

    def build_work(self, box: QVBoxLayout) -> None:
        """Make what the page shows of a meeting, in ``box`` of ``self.work``; to override."""

    def add_facts(self, *titles: tuple[str, str]) -> dict[str, FactTile]:
        """Put a row of tiles into the work; return them by the first of each pair."""
        tiles = {name: FactTile(title) for name, title in titles}
        for name, tile in tiles.items():
            tile.setObjectName(f"fact.{name}")
        self._box.addLayout(fact_row(*tiles.values()))
        return tiles

    @property
    def working(self) -> bool:
        """Whether the page shows the work of a meeting."""
        return (
            self.built and self.meeting_id is not None and self.pages.currentWidget() is self.work
        )

    def show_work(self) -> None:
        """Show the work."""
        self.pages.setCurrentWidget(self.work)

    def show_nothing(self) -> None:
        """Say that there is no meeting, and where one is made."""
        if self.pages.count() == 1:
            begin = button("去新建会议", lambda: self.host.open_panel("meetings"), kind="primary")
            begin.setObjectName("toMeetings")
            words = f"{self.kept}。新建会议，或在页面标题下选一次会议。"
            self.pages.addWidget(EmptyState("先选定一次会议", words, begin, self.icon))
            keep_order(self.pages)
        self.pages.setCurrentIndex(1)
        self.host.actions_changed()
