"""决定草案: drafts with their text and versions, adoption with 题注, the paper beside."""

from __future__ import annotations

from meetingdesk.panels.decisions.page import DecisionsPanel

__all__ = ["DecisionsPanel"]
