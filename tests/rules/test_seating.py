"""Seats on the platform: No. 1 in the centre, No. 2 at the left hand (rules §8)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.seating import hall, platform


def test_odd_and_even_platforms_read_as_the_rule_says() -> None:
    assert platform([1, 2, 3, 4, 5, 6, 7]) == [7, 5, 3, 1, 2, 4, 6]
    assert platform([1, 2, 3, 4, 5, 6]) == [5, 3, 1, 2, 4, 6]
    assert platform([1]) == [1]


@given(st.integers(0, 12), st.integers(0, 70), st.integers(0, 20))
def test_everybody_has_one_seat(leaders: int, members: int, guests: int) -> None:
    people = [
        [f"{kind}{n}" for n in range(count)]
        for kind, count in (("主", leaders), ("委", members), ("列", guests))
    ]
    places = hall(*people)
    assert sorted(p.who for p in places) == sorted(who for group in people for who in group)
    assert len({(p.column, p.row) for p in places}) == len(places)
    assert {p.who[0] for p in places if p.guest} <= {"列"}


def test_the_platform_stands_over_the_middle_of_the_hall() -> None:
    for leaders, members in ((7, 33), (8, 33), (9, 57)):
        places = hall([f"主{n}" for n in range(leaders)], [f"委{n}" for n in range(members)])
        front = [p.column for p in places if p.row == 0]
        first = [p.column for p in places if p.row == 2]
        assert min(front) - min(first) == max(first) - max(front)
        centre = next(p.column for p in places if p.who == "主0")
        assert abs(2 * centre - max(first)) <= 1
