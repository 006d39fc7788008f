"""会议进行: what the hall sees, who is there, how many must say yes, how long it takes."""

from __future__ import annotations

from meetingdesk.panels.run.page import RunPanel

__all__ = ["RunPanel"]
