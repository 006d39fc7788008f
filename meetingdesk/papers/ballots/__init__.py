"""Ballots: one geometry in millimetres draws the sheet, prints it and finds it in a scan."""

from __future__ import annotations
