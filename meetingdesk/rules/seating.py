"""Seats on the platform and in the hall, as seen from the hall (rules §8, N7).

No. 1 sits in the centre, No. 2 at No. 1's left hand, No. 3 at the right hand and so on; with an
even number Nos. 1 and 2 share the centre. From the hall both read …7 5 3 1 2 4 6….
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")
#: seats in a row of the hall
FEWEST, MOST = 8, 12


def platform(ranked: Iterable[T]) -> list[T]:
    """Return people in rank order as they sit from left to right, seen from the hall."""
    left: list[T] = []
    right: list[T] = []
    for place, one in enumerate(ranked):
        if place == 0 or place % 2 == 0:
            left.insert(0, one)
        else:
            right.append(one)
    return left + right


@dataclass(frozen=True, slots=True)
class Place:
    """Who sits where: column from the left, row from the front, both counted from 0."""

    column: int
    row: int
    who: str
    guest: bool = False


def hall(leaders: Sequence[str], members: Sequence[str], guests: Sequence[str] = ()) -> list[Place]:
    """Seat leaders on the platform (row 0), members row by row behind row 1, guests last.

    Row 1 stays free between platform and hall. Rows are as wide as the platform needs and
    share its parity, so that its centre is the hall's.
    """
    columns = max(FEWEST, min(MOST, _square(len(members) + len(guests))), len(leaders))
    columns += (columns - len(leaders)) % 2
    first = (columns - len(leaders)) // 2
    places = [Place(first + n, 0, who) for n, who in enumerate(platform(leaders))]
    row = 2
    for people, guest in ((members, False), (guests, True)):
        for start in range(0, len(people), columns):
            line = people[start : start + columns]
            offset = (columns - len(line)) // 2
            places += [Place(offset + n, row, who, guest) for n, who in enumerate(line)]
            row += 1
    return places


def _square(count: int) -> int:
    """Return a width at which ``count`` seats make a block wider than deep."""
    width = 1
    while width * width < 2 * count:
        width += 1
    return width


PLATFORM, FLOOR = "主席台", "会场"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A seat of the hall: its part, row from the front and column from the left, from 0.

    Left and right are those of someone in the hall who looks at the platform.
    """

    zone: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Room:
    """A hall to scale: rows of ``columns`` seats cut by aisles, before them the platform.

    ``aisles`` are the columns before which an aisle as wide as a seat runs. Measures are in half
    seats across and in rows deep, so that a centred platform lies on whole numbers.
    """

    rows: int
    columns: int
    aisles: tuple[int, ...] = ()
    platform: int = 0

    @property
    def width(self) -> int:
        """Half seats across."""
        return 2 * max(self.columns + len(self.aisles), self.platform, 1)

    @property
    def depth(self) -> int:
        """Rows deep, with the platform's and a free one behind it."""
        return self.rows + 2

    def place_of(self, spot: Spot) -> tuple[int, int]:
        """Return where a seat begins: half seats from the left, rows from the platform's edge."""
        if spot.zone == PLATFORM:
            return (self.width - 2 * self.platform) // 2 + 2 * spot.column, 0
        left = (self.width - 2 * (self.columns + len(self.aisles))) // 2
        passed = sum(1 for one in self.aisles if one <= spot.column)
        return left + 2 * (spot.column + passed), spot.row + 2

    def spots(self) -> list[Spot]:
        """List every seat, the platform's from the left, then the hall's row by row."""
        return [Spot(PLATFORM, 0, n) for n in range(self.platform)] + [
            Spot(FLOOR, row, column) for row in range(self.rows) for column in range(self.columns)
        ]

    def __contains__(self, spot: object) -> bool:
        """Tell whether the hall has this seat."""
        if not isinstance(spot, Spot) or spot.row < 0 or spot.column < 0:
            return False
        if spot.zone == PLATFORM:
            return spot.row == 0 and spot.column < self.platform
        return spot.zone == FLOOR and spot.row < self.rows and spot.column < self.columns


def seated(
    room: Room,
    leaders: Sequence[T],
    members: Sequence[T],
    guests: Sequence[T] = (),
    *,
    left_first: bool = True,
) -> dict[Spot, T]:
    """Seat leaders on the platform by rank from its centre, members row by row, guests in a block.

    ``left_first``: No. 2 sits at No. 1's left hand (rules §8, N7), else at the right. Guests begin
    a row of their own behind the members; whoever finds no seat is left out.
    """
    line = platform(leaders[: room.platform])
    if not left_first:
        line = line[::-1]
    first = (room.platform - len(line) + (0 if left_first else 1)) // 2
    made = {Spot(PLATFORM, 0, first + n): one for n, one in enumerate(line)}
    row = 0
    for people in ([*leaders[room.platform :], *members], guests):
        for start in range(0, len(people), max(room.columns, 1)):
            if row >= room.rows or not room.columns:
                return made
            part = people[start : start + room.columns]
            offset = (room.columns - len(part)) // 2
            made |= {Spot(FLOOR, row, offset + n): one for n, one in enumerate(part)}
            row += 1
    return made


def room_for(leaders: int, members: int, guests: int) -> Room:
    """Propose a hall: rows of an even number of seats, an aisle down the middle, room to spare."""
    columns = max(FEWEST, min(MOST, _square(members + guests)))
    columns += columns % 2
    rows = -(-members // columns) + -(-guests // columns)
    return Room(max(rows, 1) + 1, columns, (columns // 2,), leaders)
