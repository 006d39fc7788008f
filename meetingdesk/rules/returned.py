"""A paper corrected by hand beside the paper as made: what changed, and is it data (改了能收回).

Lines are compared without white space, which is typography (张　三). A change is 数据 when it
touches a name, a post, a title, a session, a date or a number; else it is 措辞.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WORDING, DATA = "措辞", "数据"

_DIGITS = r"[0-9０-９零〇一二三四五六七八九十百千]"
_PATTERNS = (
    ("标题", re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》")),
    ("文号", re.compile(r"〔\d{4}〕第?\d+号")),
    ("届次", re.compile(rf"第{_DIGITS}+[届次号](?:会议)?|{_DIGITS}+届")),
    ("日期", re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年(?:\d{1,2}月)?|\d{1,2}[:：]\d{2}")),
    ("数字", re.compile(rf"\d+(?:\.\d+)?[%％]?|{_DIGITS}+(?=[人名票件项次个位家])")),
)
#: lines less alike than this are not one line rewritten
_LIKE = 0.4
#: a line's own number (一、 （二） 3.) is order, not data
_NUMBERED = re.compile(rf"[（(]?{_DIGITS}+[）)、.．]")


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that differs.

    ``old`` is the line as made ('' never); ``new`` what stands there now: '' where it was struck,
    several lines joined by a line feed where some were added. ``nth`` counts equal old lines.
    """

    old: str
    new: str
    nth: int = 0


def bare(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def line_changes(made: Sequence[str], returned: Sequence[str]) -> list[LineChange]:
    """Return what changed from the lines ``made`` to those ``returned``, in order.

    An added line belongs to the line before it, at the very beginning to the one after it.
    """
    made = [line for line in made if bare(line)]
    returned = [line for line in returned if bare(line)]
    if not made:
        return []
    now = _aligned(made, returned)
    changes = []
    for at, (old, lines) in enumerate(zip(made, now, strict=True)):
        if [*map(bare, lines)] != [bare(old)]:
            nth = sum(bare(line) == bare(old) for line in made[:at])
            changes.append(LineChange(old, "\n".join(lines), nth))
    return changes


def _aligned(made: Sequence[str], returned: Sequence[str]) -> list[list[str]]:
    """Return the returned lines that stand for each made line now."""
    by_place = [[line] for line in returned]
    now = [[line] for line in made]
    left, right = [*map(bare, made)], [*map(bare, returned)]
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    moved = sum(max(b - a, d - c) for step, a, b, c, d in steps if step != "equal")
    if len(left) == len(right) and sum(x != y for x, y in zip(left, right, strict=True)) <= moved:
        return by_place  # in a table of equal cells, the cell that was changed
    for step, a, b, c, d in steps:
        if step == "equal":
            continue
        if step == "insert" and a == 0:
            now[0] = [*returned[c:d], *now[0]]
            continue
        first = a - 1 if step == "insert" else a
        for at in range(a, b):
            now[at] = []
        for at, line in _placed(made[a:b], returned[c:d]):
            now[first + at].append(line)
    return now


def _placed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each of the ``new`` lines with which of the ``old`` ones it continues, in order."""
    at = 0
    for line in new:
        likeness = {place: _alike(old[place], line) for place in range(at, len(old))}
        best = max(likeness, key=lambda place: (likeness[place], -place), default=0)
        if likeness.get(best, 0) >= _LIKE:
            at = best
        yield at, line


def _alike(old: str, new: str) -> float:
    return SequenceMatcher(None, bare(old), bare(new), autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``kind`` is 措辞 or 数据; ``what`` says which data: 人名, 职务, 标题, 届次, 日期, 数字 …"""

    kind: str
    what: str = ""


def classify(change: LineChange, facts: Mapping[str, str]) -> Verdict:
    """Tell whether a change touches data.

    ``facts`` are the record's own values with what each is: ``{"周启明": "人名"}``.
    """
    old, new = bare(change.old), bare(change.new)
    before, after = _spans(old, facts), _spans(new, facts)
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        for start, end, what in before:
            if (a < end and start < b) or (a == b and start < a < end):
                return Verdict(DATA, what)
        for start, end, what in after:
            if c < end and start < d:
                return Verdict(DATA, what)
    return Verdict(WORDING)


def _spans(text: str, facts: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return where data stand, the record's own values before what only looks like data."""
    found = [
        (hit.start(), hit.end(), what)
        for value, what in facts.items()
        if len(bare(value)) > 1
        for hit in re.finditer(re.escape(bare(value)), text)
    ]
    number = _NUMBERED.match(text)
    own = number.end() if number else 0
    for what, pattern in _PATTERNS:
        found += [
            (hit.start(), hit.end(), what) for hit in pattern.finditer(text) if hit.end() > own
        ]
    return found


def carried(value: str, change: LineChange) -> str | None:
    """Return what a record's ``value`` becomes when the change lies within it, else ``None``.

    The value must stand exactly once in the old line, and all that differs inside it.
    """
    old, new, wanted = bare(change.old), bare(change.new), bare(value)
    if not wanted or "\n" in change.new or old.count(wanted) != 1:
        return None
    start = old.index(wanted)
    head, tail = old[:start], old[start + len(wanted) :]
    end = len(new) - len(tail)
    if end <= start or new[:start] != head or new[end:] != tail or new[start:end] == wanted:
        return None
    places = [at for at, char in enumerate(change.new) if not char.isspace()]
    return change.new[places[start] : places[end - 1] + 1]
