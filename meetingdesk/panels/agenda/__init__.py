"""议程与日程: items, their papers, outcomes and opinions, and the order of day."""

from __future__ import annotations

from meetingdesk.panels.agenda.page import AgendaPanel

__all__ = ["AgendaPanel"]
