"""Seats on the platform: No. 1 in the centre, No. 2 at the left hand (rules §8)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.seating import FLOOR, PLATFORM, Room, Spot, hall, platform, room_for, seated


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


def test_a_hall_to_scale_has_its_platform_in_the_middle() -> None:
    room = Room(3, 10, (5,), 7)
    assert (room.width, room.depth) == (22, 5)
    assert room.place_of(Spot(PLATFORM, 0, 3)) == (10, 0)  # its middle is the hall's
    assert room.place_of(Spot(FLOOR, 0, 4)) == (8, 2)
    assert room.place_of(Spot(FLOOR, 0, 5)) == (12, 2)  # the aisle lies between
    assert Spot(FLOOR, 3, 0) not in room
    assert Spot(PLATFORM, 0, 7) not in room
    assert "座位" not in room


def test_right_hand_first_is_the_mirror() -> None:
    room = Room(1, 8, (), 5)
    left = seated(room, [1, 2, 3, 4, 5], [])
    right = seated(room, [1, 2, 3, 4, 5], [], left_first=False)
    assert [left[Spot(PLATFORM, 0, n)] for n in range(5)] == [5, 3, 1, 2, 4]
    assert [right[Spot(PLATFORM, 0, n)] for n in range(5)] == [4, 2, 1, 3, 5]


def test_guests_sit_in_a_block_behind_and_the_rest_wait() -> None:
    made = seated(Room(2, 4, (), 0), [], list("甲乙丙"), list("丁戊己庚辛"))
    assert [made.get(Spot(FLOOR, 0, n)) for n in range(4)] == ["甲", "乙", "丙", None]
    assert [made[Spot(FLOOR, 1, n)] for n in range(4)] == list("丁戊己庚")
    assert "辛" not in made.values()


@given(st.integers(0, 12), st.integers(0, 70), st.integers(0, 20), st.booleans())
def test_the_hall_proposed_seats_everybody(
    leaders: int, members: int, guests: int, left_first: bool
) -> None:
    room = room_for(leaders, members, guests)
    people = [
        [(kind, n) for n in range(count)] for kind, count in enumerate((leaders, members, guests))
    ]
    made = seated(room, *people, left_first=left_first)
    assert sorted(made.values()) == sorted(one for group in people for one in group)
    assert all(spot in room for spot in made)
    drawn = [room.place_of(spot) for spot in room.spots()]
    assert len(set(drawn)) == len(drawn)
    assert all(0 <= x <= room.width - 2 and 0 <= y < room.depth for x, y in drawn)
