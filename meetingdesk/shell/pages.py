"""The stack of pages: panels made when first shown or ahead of that, refreshed while seen."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from meetingdesk.shell.widgets.basic import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QCloseEvent

    from meetingdesk.panels.registry import PanelEntry
    from meetingdesk.shell.leaving import Leaving
    from meetingdesk.shell.panel import Panel

log = logging.getLogger(__name__)


class Pages(QStackedWidget):
    """Keeps the made panels, which of them are stale, and what to show before any is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("页面内容")
        self._panels: dict[str, Panel] = {}
        self._stale: set[str] = set()
        #: the page being made or read ahead; those made but not read yet; those that cannot be
        self._ahead: Panel | None = None
        self._unread: set[str] = set()
        self._given_up: set[str] = set()
        self._day = dt.date.today()
        self._entry: PanelEntry | None = None
        self._note: QWidget | None = None
        self._leaving: Leaving | None = None
        self.show_note(EmptyState("正在打开台账"))

    def show_note(self, note: QWidget) -> None:
        """Show a message in place of any page."""
        old, self._note = self._note, note
        self.addWidget(note)
        self.setCurrentWidget(note)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()

    def losses(self) -> list[str]:
        """Say what closing the window would lose, page by page."""
        return [words for panel in self._panels.values() if (words := panel.losing())]

    def stays(self, event: QCloseEvent) -> bool:
        """Say whether the window must not close yet, as somebody is asked about its losses."""
        if self._leaving is None:
            from meetingdesk.shell.leaving import Leaving

            self._leaving = Leaving(self)
        return self._leaving.stays(event)

    def current_entry(self) -> PanelEntry | None:
        """Return what the navigation knows of the page shown."""
        return self._entry

    def current_panel(self) -> Panel | None:
        """Return the panel shown, ``None`` before any or when it could not be made."""
        return self._panels.get(self._entry.key) if self._entry is not None else None

    def speaking(self) -> Panel | None:
        """Return the panel that asks something now: one made ahead, else the one shown."""
        return self._ahead or self.current_panel()

    def open_page(
        self, entry: PanelEntry, make: Callable[[PanelEntry], Panel], meeting_id: Any | None
    ) -> Panel | None:
        """Show the page of ``entry``, made by ``make`` when it is first asked for."""
        self._begin_day()
        panel = self._panels.get(entry.key)
        self._entry = entry
        if panel is None:
            panel = self._first(entry, make, meeting_id)
            if panel is None:
                return None
        self.setCurrentWidget(panel)
        if entry.key in self._stale:
            self._stale.discard(entry.key)
            _read(panel)
        return panel

    def _first(
        self, entry: PanelEntry, make: Callable[[PanelEntry], Panel], meeting_id: Any | None
    ) -> Panel | None:
        try:
            panel = make(entry)
        except ModuleNotFoundError as error:
            # an installation with a page's file missing must still open the other pages
            log.exception("panel %s cannot be loaded", entry.key)
            if error.name != entry.module:
                raise
            words = "程序文件不完整，请重新安装会务台。台账不受影响，其他页面可以照常使用。"
            self.show_note(EmptyState(f"{entry.title}打不开", words))
            return None
        self._take(entry.key, panel, meeting_id)
        _read(panel)
        return panel

    def _take(self, key: str, panel: Panel, meeting_id: Any | None) -> None:
        self._panels[key] = panel
        self.addWidget(panel)
        panel.ensure_built()
        panel.set_meeting(meeting_id)

    def _begin_day(self) -> None:
        """Let every page be read again on a new day: days left are counted from today."""
        if (today := dt.date.today()) != self._day:
            self._day = today
            self._stale.update(self._panels)

    def step_ahead(
        self,
        entries: Iterable[PanelEntry],
        make: Callable[[PanelEntry], Panel],
        meeting_id: Any | None,
    ) -> str:
        """Make, or next time read, the first of ``entries`` that nobody has opened yet.

        Return what was done, such as ``make agenda``; '' when all that can be made are ready.
        """
        for entry in entries:
            if entry.key in self._given_up:
                continue
            panel = self._panels.get(entry.key)
            if panel is None or entry.key in self._unread:
                try:
                    self._ahead = panel or make(entry)
                    self._step(entry.key, self._ahead, meeting_id)
                except Exception:  # the page itself tells of it, when it is opened
                    log.exception("panel %s cannot be made ahead", entry.key)
                    self._give_up(entry.key)
                finally:
                    self._ahead = None
                return f"{'make' if panel is None else 'read'} {entry.key}"
        return ""

    def _step(self, key: str, panel: Panel, meeting_id: Any | None) -> None:
        if key in self._panels:
            self._unread.discard(key)
            if key in self._stale:  # nobody opened it in between
                self._stale.discard(key)
                _read(panel)
            return
        panel.resize(self.size())  # what is read is measured in the room it will have
        self._take(key, panel, meeting_id)
        self._stale.add(key)
        self._unread.add(key)

    def _give_up(self, key: str) -> None:
        """Leave a page to whoever opens it first."""
        self._given_up.add(key)
        self._unread.discard(key)
        self._stale.discard(key)
        panel = self._panels.pop(key, None)
        if panel is not None:
            self.removeWidget(panel)
            panel.deleteLater()

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Give every panel another meeting; hidden ones refresh when next shown."""
        for key, panel in self._panels.items():
            panel.banner.clear()
            panel.set_meeting(meeting_id)
            self._stale.add(key)
        self._refresh_shown(None)

    def changed(self, change: Any) -> None:
        """Tell panels what an action altered."""
        for key, panel in self._panels.items():
            if panel.concerns(change):
                self._stale.add(key)
        self._refresh_shown(change)

    def _refresh_shown(self, change: Any | None) -> None:
        panel = self.current_panel()
        if panel is not None and self._entry is not None and self._entry.key in self._stale:
            self._stale.discard(self._entry.key)
            _read(panel, change)


def _read(panel: Panel, change: Any | None = None) -> None:
    """Let a panel read its records; what it asks in one go is fetched once."""
    reading = getattr(panel.office, "reading", nullcontext)
    with reading():
        panel.refresh(change)
