"""MeetingDesk 会务台: the meeting desk of a standing committee's general office."""

from __future__ import annotations

__version__ = "0.1.0"
