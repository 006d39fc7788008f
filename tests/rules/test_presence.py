"""Who is in the hall at an instant, from what was noted of them through the day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.presence import AWAY, NEXT, Move, in_hall, is_away


def at(hour: int) -> dt.datetime:
    return dt.datetime(2026, 8, 18, hour)


@pytest.mark.parametrize(
    ("moves", "here"),
    [
        ((), (True, True, True)),
        (((10, Move.LATE),), (False, True, True)),
        (((10, Move.OUT),), (True, False, False)),
        (((10, Move.OUT), (12, Move.BACK)), (True, False, True)),
        (((10, Move.LATE), (12, Move.GONE)), (False, True, False)),
        (((12, Move.GONE),), (True, True, False)),
    ],
)
def test_in_the_hall_at_nine_ten_and_twelve(
    moves: tuple[tuple[int, Move], ...], here: tuple[bool, ...]
) -> None:
    noted = [(at(hour), str(move)) for hour, move in moves]
    assert tuple(in_hall(noted, at(hour)) for hour in (9, 10, 12)) == here


@given(st.data())
def test_whatever_may_follow_leaves_or_comes_back(data: st.DataObject) -> None:
    moves: list[str] = []
    for _ in range(data.draw(st.integers(0, 6))):
        follows = NEXT[moves[-1] if moves else ""]
        assert all((move in AWAY) or is_away(moves) for move in follows)
        moves.append(data.draw(st.sampled_from(sorted(follows))))
    assert is_away(moves) is bool(moves and moves[-1] in AWAY)
    noted = [(at(8 + place), move) for place, move in enumerate(moves)]
    assert in_hall(noted, at(23)) is not is_away(moves)
