"""Strokes of a character: how many, which in order, and where the office's own word puts it.

横竖撇点折 are written as the digits 1–5 (rules §8: 提 counts as 横, 竖钩 as 竖, 捺 as 点, every other
bend as 折). The shipped sequences follow the shipped order of characters; both may be overruled.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from meetingdesk.resources import resource

#: the five classes, in the order that decides
CLASSES = "横竖撇点折"
#: no character of the norm has more strokes
MOST = 64
#: after every digit: what follows all sequences that begin alike
_LAST = "~"
_SPACES = "、，, 　"


@dataclass(frozen=True, slots=True)
class Written:
    """What the office says of a character: ``count`` strokes, the ``first`` ones as digits."""

    count: int
    first: str = ""


@cache
def stroke_ranks() -> dict[str, int]:
    """Return the rank of each known character, fewer strokes first."""
    text = resource("rules", "strokes.txt").read_text(encoding="utf-8")
    return {char: rank for rank, char in enumerate("".join(text.split()), start=1)}


@cache
def sequences() -> dict[str, str]:
    """Return the strokes of the characters whose order of writing is known, as digits."""
    text = resource("rules", "stroke-sequences.txt").read_text(encoding="utf-8")
    return {token[0]: token[1:] for token in text.split()}


@cache
def _anchors() -> tuple[list[tuple[int, str]], list[int]]:
    """Return strokes and ranks of the characters with known strokes, in their order."""
    ranks = stroke_ranks()
    known = [(ranks[char], strokes) for char, strokes in sequences().items()]
    return [(len(strokes), strokes) for _, strokes in known], [rank for rank, _ in known]


def rank_of(written: Written) -> int:
    """Return the rank after which a character so written stands; 0 before all others.

    Without ``first`` it stands after all of its number of strokes.
    """
    keys, ranks = _anchors()
    at = bisect_right(keys, (written.count, written.first + _LAST))
    return ranks[at - 1] if at else 0


def count_of(char: str) -> int | None:
    """Return how many strokes a character has, None where the shipped data cannot tell.

    A character of unknown strokes has as many as both its neighbours in the order, if they agree.
    """
    known = sequences().get(char)
    if known:
        return len(known)
    rank = stroke_ranks().get(char)
    if rank is None:
        return None
    keys, ranks = _anchors()
    at = bisect_left(ranks, rank)
    if not 0 < at < len(keys) or keys[at - 1][0] != keys[at][0]:
        return None
    return keys[at][0]


def digits_of(text: str) -> str:
    """Return strokes typed as 横竖撇点折 or as 1–5 in digits.

    Raises:
        ValueError: something else was typed; the message names it.
    """
    digits = ""
    for char in text:
        if char in CLASSES:
            digits += str(CLASSES.index(char) + 1)
        elif char in "12345":
            digits += char
        elif char not in _SPACES:
            raise ValueError(f"“{char}”不是笔画，请用横竖撇点折或数字1至5。")
    return digits


def stroke_words(digits: str) -> str:
    """Return digits as the names of the strokes: 5153 → 折横折撇."""
    return "".join(CLASSES[int(digit) - 1] for digit in digits)
