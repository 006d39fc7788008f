"""What commands print: one JSON document, or lines for a person."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace


def plain(value: Any) -> Any:
    """Return ``value`` as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Fraction | Path):
        return str(value)
    return value


def emit(options: Namespace, value: Any, lines: list[str] | None = None) -> None:
    """Print ``value`` as JSON with ``--json``, else ``lines`` (or readable JSON)."""
    if options.json or lines is None:
        print(json.dumps(plain(value), ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(line)


def say(message: str) -> None:
    """Tell the person something, on stderr."""
    print(message, file=sys.stderr)
