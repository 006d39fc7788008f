"""Where a line of Chinese may end (禁则), and how its characters share the line.

No line starts with a closing mark or ends with an opening one, 破折号 and 省略号 stay whole, numbers
and Latin words are not broken (GB/T 15834—2011 §5.1). A comma, stop, colon, ！ or ？ that does not
fit is taken into the line, where office programs let it hang in the margin; here the line is squeezed.
For any other closing mark the character before it moves down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Must not start a line.
CLOSING = frozenset("，。、；：？！）》〉」』】〕〗〞”’…—·～％‰℃°%),.:;?!]}〃々ー－")
#: Must not end a line.
OPENING = frozenset("（《〈「『【〔〖〝“‘([{＄￥")

#: Full-width marks whose white side may be squeezed: ink on the left, ink on the right.
_WHITE_RIGHT = frozenset("，。、；：？！）》〉」』】〕〗”’")
_WHITE_LEFT = frozenset("（《〈「『【〔〖“‘")

#: Marks that office programs let hang in the margin (允许标点溢出边界).
HANGING = frozenset("，。、．；：！？")

#: How much of the mark's width may go: inside a line, and at its end.
_SQUEEZE_INSIDE, _SQUEEZE_END = 0.25, 0.49


@dataclass(frozen=True, slots=True)
class Line:
    """Characters ``start``–``end`` of a text; ``last`` ones of a paragraph are not justified."""

    start: int
    end: int
    last: bool


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between the two characters."""
    if after in CLOSING or before in OPENING or after == " ":
        return False
    if before == " ":
        return True
    return not (before.isascii() and after.isascii())


def break_lines(text: str, widths: Sequence[float], first: float, rest: float) -> list[Line]:
    """Break ``text`` into lines, the first ``first`` wide, the others ``rest`` (same unit).

    A newline ends a line. A piece wider than a whole line is broken where it must be.
    """
    lines: list[Line] = []
    start, size = 0, len(text)
    while start < size:
        measure = rest if lines else first
        stop = text.find("\n", start)
        limit = size if stop < 0 else stop
        end = _fill(text, widths, start, limit, measure)
        lines.append(Line(start, end, last=end == limit))
        start = end + 1 if end == stop else end
    if not lines or text.endswith("\n"):
        lines.append(Line(size, size, last=True))
    return lines


def _fill(text: str, widths: Sequence[float], start: int, limit: int, measure: float) -> int:
    used, at = 0.0, start
    while at < limit and (used + widths[at] <= measure + 0.01 or text[at] == " "):
        used += widths[at]
        at += 1
    if at >= limit:
        return limit
    if text[at] in HANGING and (at + 1 == limit or may_break(text[at], text[at + 1])):
        return at + 1
    for end in range(at, start, -1):
        if may_break(text[end - 1], text[end]):
            return end
    return max(at, start + 1)


def natural_width(text: str, widths: Sequence[float]) -> float:
    """Width of a line without the spaces at its end."""
    return sum(widths[: len(text.rstrip(" "))])


def place(text: str, widths: Sequence[float], measure: float, *, justify: bool) -> list[float]:
    """Left edge of every character, from the line's start; the line fills ``measure``.

    A line that is too wide is squeezed in any case; a short one is spread only to ``justify``.
    """
    slack = measure - natural_width(text, widths)
    if slack < -0.01:
        return _squeezed(text, widths, -slack)
    gaps = _gaps(text) if justify and slack > 0.01 else []
    extra = slack / len(gaps) if gaps else 0.0
    after = set(gaps)
    positions, x = [], 0.0
    for at, width in enumerate(widths):
        positions.append(x)
        x += width + (extra if at in after else 0.0)
    return positions


def _gaps(text: str) -> list[int]:
    """Indexes after which white may be added: not within a number or word, nor in ——."""
    size = len(text.rstrip(" "))
    return [
        i
        for i in range(size - 1)
        if not (text[i].isascii() and text[i + 1].isascii() and text[i] != " ")
        and not (text[i] == text[i + 1] and text[i] in "—…")
    ]


def _squeezed(text: str, widths: Sequence[float], over: float) -> list[float]:
    end = len(text.rstrip(" ")) - 1
    less: list[float] = [0.0] * len(text)
    if end >= 0 and text[end] in _WHITE_RIGHT:
        less[end] = min(over, _SQUEEZE_END * widths[end])
    over -= less[end]
    room: list[float] = [
        _SQUEEZE_INSIDE * widths[i]
        if 0 < i < end and (text[i] in _WHITE_RIGHT or text[i] in _WHITE_LEFT)
        else 0.0
        for i in range(len(text))
    ]
    total = sum(room)
    share = min(1.0, over / total) if over > 0 and total else 0.0
    # what punctuation cannot give every character gives, a quarter of a point or less
    rest = max(0.0, over - total * share) / max(1, end)
    positions, x = [], 0.0
    for i, width in enumerate(widths):
        cut = less[i] + room[i] * share
        positions.append(x - cut if text[i] in _WHITE_LEFT else x)
        x += width - cut - rest
    return positions


def spread(widths: Sequence[float], measure: float) -> list[float]:
    """Left edges when the characters are distributed (分散对齐); a single one is centred."""
    slack = max(0.0, measure - sum(widths))
    if len(widths) < 2:
        return [slack / 2] * len(widths)
    step = slack / (len(widths) - 1)
    positions, x = [], 0.0
    for width in widths:
        positions.append(x)
        x += width + step
    return positions
