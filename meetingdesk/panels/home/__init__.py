"""首页: the meeting at hand, what it lacks, the clocks running, the way back to the work."""

from __future__ import annotations

from meetingdesk.panels.home.page import HomePanel

__all__ = ["HomePanel"]
