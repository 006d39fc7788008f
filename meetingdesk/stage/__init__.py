"""大屏: the second screen that the hall follows."""

from __future__ import annotations
