"""Exchange with the outside: files in, records out, round-trip safe."""

from __future__ import annotations
