"""The window and the sample's meeting, as the panels' tests have them."""

from __future__ import annotations

from tests.panels.conftest import meeting, show

__all__ = ["meeting", "show"]
