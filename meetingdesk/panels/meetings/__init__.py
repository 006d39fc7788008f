"""会议与出席: the meetings of the term, the roll of the one at hand, and who observes."""

from __future__ import annotations

from meetingdesk.panels.meetings.page import MeetingsPanel

__all__ = ["MeetingsPanel"]
