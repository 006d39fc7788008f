"""What happened: the desk file, its tables and the append-only journal."""

from __future__ import annotations
