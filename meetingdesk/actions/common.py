"""Small things every action needs: fetch or refuse, assign checked fields, reorder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from meetingdesk.errors import BadInput, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from meetingdesk.records.base import Base


class Placed(Protocol):
    """A row with a place among its siblings."""

    id: int
    position: int


T = TypeVar("T", bound="Base")
L = TypeVar("L", bound=Placed)


def fetch(session: Session, model: type[T], key: int) -> T:
    """Return the row, or refuse: someone else may have deleted it.

    Raises:
        Refused: no such row.
    """
    row = session.get(model, key)
    if row is None:
        raise Refused("这条记录已经不在台账中，可能刚被删除。请刷新后再试。")
    return row


def file_content(source: Path, most: int, safe: str, what: str = "文件") -> bytes:
    """Return what a chosen file holds, at most ``most`` bytes.

    Raises:
        BadInput: it cannot be read, is empty or larger; the message says what is ``safe``.
    """
    try:
        size = source.stat().st_size
        data = source.read_bytes() if 0 < size <= most else b""
    except OSError as error:
        raise BadInput(
            f"“{source.name}”读不出来，{safe}。",
            Problem("请确认文件还在、没有在别处打开。", file=source.name),
        ) from error
    if not data:
        why = "是空文件" if not size else f"超过{most // 1024 // 1024}MB"
        raise BadInput(
            f"“{source.name}”{why}，{safe}。", Problem(f"请另选{what}。", file=source.name)
        )
    return data


def assign(row: Base, values: dict[str, object], allowed: frozenset[str]) -> None:
    """Set ``values`` on ``row``; text is stripped.

    Raises:
        TypeError: a field that may not be edited this way (a programming error).
    """
    for name, value in values.items():
        if name not in allowed:
            raise TypeError(f"{type(row).__name__}.{name} is not edited through this action")
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def place(rows: Sequence[L], row: L, to: int) -> None:
    """Move ``row`` to index ``to`` (0-based) among ``rows`` and renumber positions from 1."""
    order = [r for r in rows if r.id != row.id]
    order.insert(max(0, min(to, len(order))), row)
    renumber(order)


def renumber(rows: Sequence[Placed]) -> None:
    """Number ``rows`` from 1 in their order."""
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            row.position = number


def require(value: str, field: str, hint: str = "") -> str:
    """Return ``value`` stripped.

    Raises:
        Refused: it is empty; the problem names the field.
    """
    cleaned = value.strip()
    if not cleaned:
        raise Refused(f"{field}没有填写。", Problem(hint or f"请填写{field}。", field=field))
    return cleaned
