"""Presence through the day: who is in the hall when a vote is opened (迟到, 离席, 返回, 早退).

A member marked 出席 attended the meeting whatever happens later; whether they are in the hall at
an instant follows from what was noted of them. Only those in the hall count for the quorum of a
vote (地方组织法 Art. 51).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


class Move(StrEnum):
    """What is noted of a member during the day."""

    LATE = "迟到"
    OUT = "离席"
    BACK = "返回"
    GONE = "早退"


#: after these a member is not in the hall
AWAY = frozenset({Move.OUT, Move.GONE})
#: what may follow what; '' stands for nothing noted yet
NEXT: dict[str, frozenset[Move]] = {
    "": frozenset({Move.OUT, Move.GONE}),
    Move.LATE: frozenset({Move.OUT, Move.GONE}),
    Move.BACK: frozenset({Move.OUT, Move.GONE}),
    Move.OUT: frozenset({Move.BACK, Move.GONE}),
    Move.GONE: frozenset({Move.BACK}),
}


def is_away(moves: Sequence[str]) -> bool:
    """Tell whether one with these moves, in order, is out of the hall now."""
    return bool(moves) and moves[-1] in AWAY


def in_hall(moves: Sequence[tuple[dt.datetime, str]], at: dt.datetime) -> bool:
    """Tell whether a member marked 出席 was in the hall at ``at``; moves are in order of time."""
    before = [kind for when, kind in moves if when <= at]
    if not before and moves and moves[0][1] == Move.LATE:
        return False
    return not is_away(before)
