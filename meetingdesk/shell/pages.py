"""The stack of pages: panels made when first shown, refreshed only while seen."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from meetingdesk.shell.widgets.basic import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.panels.registry import PanelEntry
    from meetingdesk.shell.panel import Panel

log = logging.getLogger(__name__)


class Pages(QStackedWidget):
    """Keeps the made panels, which of them are stale, and what to show before any is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("页面内容")
        self._panels: dict[str, Panel] = {}
        self._stale: set[str] = set()
        self._entry: PanelEntry | None = None
        self._note: QWidget | None = None
        self.show_note(EmptyState("正在打开台账"))

    def show_note(self, note: QWidget) -> None:
        """Show a message in place of any page."""
        old, self._note = self._note, note
        self.addWidget(note)
        self.setCurrentWidget(note)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()

    def current_entry(self) -> PanelEntry | None:
        """Return what the navigation knows of the page shown."""
        return self._entry

    def current_panel(self) -> Panel | None:
        """Return the panel shown, ``None`` before any or when it could not be made."""
        return self._panels.get(self._entry.key) if self._entry is not None else None

    def open_page(
        self, entry: PanelEntry, make: Callable[[PanelEntry], Panel], meeting_id: Any | None
    ) -> Panel | None:
        """Show the page of ``entry``, made by ``make`` when it is first asked for."""
        panel = self._panels.get(entry.key)
        self._entry = entry
        if panel is None:
            panel = self._first(entry, make, meeting_id)
            if panel is None:
                return None
        self.setCurrentWidget(panel)
        if entry.key in self._stale:
            self._stale.discard(entry.key)
            panel.refresh(None)
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
        self._panels[entry.key] = panel
        self.addWidget(panel)
        panel.ensure_built()
        panel.set_meeting(meeting_id)
        panel.refresh(None)
        return panel

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
            panel.refresh(change)
