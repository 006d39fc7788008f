"""任免与宣誓: motions and nominees, letters of appointment, constitutional oaths."""

from __future__ import annotations

from meetingdesk.panels.appointments.page import AppointmentsPanel

__all__ = ["AppointmentsPanel"]
