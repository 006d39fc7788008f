"""名册: the term, who is in office on a day, both protocol orders, units."""

from __future__ import annotations

from meetingdesk.panels.roster.page import RosterPanel

__all__ = ["RosterPanel"]
