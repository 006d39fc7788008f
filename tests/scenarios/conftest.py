"""The window, as the panels' tests have it."""

from __future__ import annotations

from tests.panels.conftest import show

__all__ = ["show"]
