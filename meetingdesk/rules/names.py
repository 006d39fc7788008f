"""Names on paper: padding 张　三 and order by strokes (rules of 8 and 0.8).

Two orders are in use and disagree on two-character names: by 姓名笔画 the given name competes
with its own strokes (田大利 before 田富), by 姓氏笔画 a two-character name counts as blank and
comes first (田富 before 田大利). Which one a list follows is printed in its heading.

The character order comes from the stroke ranks of cn-sort (MIT; see the notice beside the data
file): fewer strokes first, then stroke by stroke 横竖撇点折 (GF 2001—2001).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.strokes import Written, rank_of, stroke_ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDE_SPACE = "\u3000"
_DOTS = "·•・‧．"


class StrokeMode(StrEnum):
    """How two-character names are placed (rules 0.8)."""

    FULL_NAME = "姓名"
    SURNAME = "姓氏"

    @property
    def heading(self) -> str:
        """The note printed in the list's heading."""
        return f"按{self.value}笔画为序"


def unpadded(name: str) -> str:
    """Return the stored form: no spaces of any width, middle dot written ·."""
    plain = "".join(name.split())
    return "".join("·" if char in _DOTS else char for char in plain)


def padded(name: str) -> str:
    """Return a name as lists print it: 张三 → 张　三; longer names stay whole (N6)."""
    plain = unpadded(name)
    return WIDE_SPACE.join(plain) if len(plain) == 2 else plain


#: rank in the order; after that rank; which of several there
CharKey = tuple[int, int, str]
#: a character the one in question follows directly, or how that one is written
Override = str | Written

# Equal stroke sequences go 左右 → 上下 → 整体 (N4); the data has this surname the other way.
TIES = {"查": "相"}


def stroke_key(
    name: str,
    mode: StrokeMode | str = StrokeMode.FULL_NAME,
    overrides: Mapping[str, Override] | None = None,
) -> tuple[CharKey, ...]:
    """Return a sort key; characters without data sort after all known ones, by code point.

    ``overrides`` maps a character to the one it follows directly, which settles ties the
    norm leaves open (孔/巴), or to how it is written; either gives a place to a character
    missing from the data.
    """
    plain = unpadded(name).replace("·", "")
    keys = [_char_key(char, overrides or {}) for char in plain]
    if StrokeMode(mode) is StrokeMode.SURNAME and len(keys) == 2:
        keys.insert(1, (0, 0, ""))
    return tuple(keys)


def _char_key(char: str, overrides: Mapping[str, Override]) -> CharKey:
    ranks = stroke_ranks()
    own = overrides.get(char)
    if isinstance(own, Written):
        return rank_of(own), 2, own.first
    before = own or TIES.get(char)
    if before in ranks:
        return ranks[before], 1, ""
    return (ranks[char], 0, "") if char in ranks else (len(ranks) + 1, ord(char), "")


@dataclass(frozen=True, slots=True)
class StrokeOrder:
    """An order by strokes as an office keeps it: its custom, and its own word on characters."""

    mode: StrokeMode = StrokeMode.FULL_NAME
    overrides: Mapping[str, Override] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the order is called: 姓名笔画."""
        return f"{self.mode.value}笔画"

    def key(self, name: str) -> tuple[CharKey, ...]:
        """Return the sort key of a name."""
        return stroke_key(name, self.mode, self.overrides)


@dataclass(frozen=True, slots=True)
class SortedNames:
    """Names in stroke order, and what could not be placed with certainty."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def sort_by_strokes(
    names: Iterable[str],
    mode: StrokeMode | str = StrokeMode.FULL_NAME,
    overrides: Mapping[str, Override] | None = None,
) -> SortedNames:
    """Sort ``names`` by strokes; equal names keep their order, unknown characters are reported."""
    given = list(names)
    ordered = sorted(given, key=lambda name: stroke_key(name, mode, overrides))
    problems = [
        Problem(f"“{name}”中的“{char}”没有笔画资料，已按该字排在最后，请核对后手工调整次序。")
        for name in ordered
        for char in unknown_characters(name, overrides)
    ]
    return SortedNames(tuple(ordered), tuple(problems))


def unknown_characters(name: str, overrides: Mapping[str, Override] | None = None) -> list[str]:
    """List the characters of ``name`` that have neither stroke data nor an override."""
    beyond = len(stroke_ranks())
    plain = unpadded(name).replace("·", "")
    return [char for char in plain if _char_key(char, overrides or {})[0] > beyond]
