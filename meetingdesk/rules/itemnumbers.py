"""Numbers of agenda items that stay once printed: a late item is 12.1, in Han 十二之一 (A05).

Whoever holds the printed agenda finds item 12 where it was printed, whatever is added, moved or
withdrawn afterwards. The Han form follows the way a law counts an inserted article (第十二条之一).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?")


def numbered(printed: Sequence[str]) -> list[str]:
    """Return every item's number in order; '' in ``printed`` is an item not printed yet.

    Nothing printed: 1, 2, 3 …. Otherwise what is printed stays and the rest are late: after 12
    comes 12.1, then 12.2; before the first comes 0.1. A number is never given twice.
    """
    if not any(printed):
        return [str(n) for n in range(1, len(printed) + 1)]
    taken = {number for number in printed if number}
    made: list[str] = []
    base = "0"
    for number in printed:
        if number:
            base = number.partition(".")[0]
            made.append(number)
            continue
        late = late_number(base, taken)
        taken.add(late)
        made.append(late)
    return made


def late_number(base: str, taken: Iterable[str]) -> str:
    """Return the next free number after item ``base``: 12 → 12.1, with 12.1 taken → 12.2."""
    used = [
        int(found[2])
        for found in (_NUMBER.fullmatch(number) for number in taken)
        if found and found[1] == base and found[2]
    ]
    return f"{base}.{max(used, default=0) + 1}"


def han_number(number: str | int) -> str:
    """Write an item's number in Han numerals: 12 → 十二, 12.1 → 十二之一; other words stay."""
    found = _NUMBER.fullmatch(str(number))
    if found is None:
        return str(number)
    words = han(int(found[1]))
    return f"{words}之{han(int(found[2]))}" if found[2] else words
