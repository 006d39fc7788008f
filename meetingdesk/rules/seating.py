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
