"""The panels of the window, known without importing any of them."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

#: the first has no heading: the page that comes before all work
GROUPS = ("", "会前", "会中", "会后", "工具")


class PanelEntry(NamedTuple):
    """Where a panel is and how the navigation shows it."""

    module: str
    class_name: str
    key: str
    title: str
    icon: str
    group: str
    order: int

    def load(self) -> type:
        """Import the panel's module and return its class."""
        found: type = getattr(import_module(self.module), self.class_name)
        return found


def _entry(name: str, class_name: str, title: str, icon: str, group: str, order: int) -> PanelEntry:
    module = f"meetingdesk.panels.{name}"
    return PanelEntry(module, class_name, name, title, icon, group, order)


PANELS: tuple[PanelEntry, ...] = (
    _entry("home", "HomePanel", "首页", "house", "", 0),
    _entry("roster", "RosterPanel", "名册", "users-three", "会前", 10),
    _entry("meetings", "MeetingsPanel", "会议与出席", "calendar-check", "会前", 20),
    _entry("agenda", "AgendaPanel", "议程与日程", "list-numbers", "会前", 30),
    _entry("decisions", "DecisionsPanel", "决定草案", "note-pencil", "会前", 40),
    _entry("appointments", "AppointmentsPanel", "任免与宣誓", "identification-card", "会前", 50),
    _entry("run", "RunPanel", "会议进行", "presentation", "会中", 55),
    _entry("votes", "VotesPanel", "表决与测评", "check-square", "会中", 60),
    _entry("documents", "DocumentsPanel", "文书", "printer", "会后", 70),
    _entry("cards", "CardsPanel", "表决规则", "scales", "工具", 75),
    _entry("wording", "WordingPanel", "措辞与信笺", "text-aa", "工具", 76),
    _entry("journal", "JournalPanel", "日志", "clock-counter-clockwise", "工具", 80),
)
