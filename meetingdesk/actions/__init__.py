"""What a clerk does: one function a step, each one transaction with its journal entry."""

from __future__ import annotations

import meetingdesk.records  # noqa: F401 - first: it imports SQLAlchemy without what is not needed
