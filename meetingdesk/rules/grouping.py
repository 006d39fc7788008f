"""Groups that deliberate at one time (分组会议): who sits in which (A06).

No law says how. The office deals the list out in turn, so that every group has its share of
leaders and groups differ by one person at most; a group's convener (召集人) sits in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def deal(conveners: Sequence[str], people: Sequence[str]) -> list[list[str]]:
    """Return one list a convener: the convener first, then the others dealt out in turn.

    ``people`` may name the conveners again; everybody is in one group only.
    """
    groups = [[one] for one in conveners]
    rest = [one for one in people if one not in set(conveners)]
    for place, one in enumerate(rest):
        groups[place % len(groups)].append(one)
    return groups
