"""What a clerk does: one function a step, each one transaction with its journal entry."""

from __future__ import annotations
