"""Drafts compared paragraph by paragraph, and where each change came from (A17, A18).

A change of a text over several versions is followed back through them, so that a comparison of
the first version with the last still tells which reading, which committee asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: paragraphs less alike than this are one taken out and another put in
_ALIKE = 0.4
SAME, ALTERED, ADDED, TAKEN = "", "修改", "新增", "删去"
#: usual sources, as the office writes them in the column 修改依据
SOURCES = (
    "起草单位修改", "法制工作委员会", "专门委员会审议意见", "主任会议意见", "常委会一审意见",
    "常委会二审意见", "常委会组成人员审议意见", "公开征求意见", "立法技术规范",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph before and after; ``None`` where there is none."""

    old: str | None
    new: str | None

    @property
    def what(self) -> str:
        """'' unchanged, 修改, 新增 or 删去."""
        if self.old is None:
            return ADDED
        if self.new is None:
            return TAKEN
        return SAME if self.old == self.new else ALTERED

    @property
    def key(self) -> tuple[str, str]:
        """What records know the change by: both texts, '' where there is none."""
        return self.old or "", self.new or ""


def pairs_of(old: str, new: str) -> list[Pair]:
    """Match the paragraphs of two texts: equal ones first, the rest by likeness in order."""
    return list(_pairs(old, new))


@lru_cache(maxsize=64)
def _pairs(old: str, new: str) -> tuple[Pair, ...]:
    before = [line for line in old.split("\n") if line]
    after = [line for line in new.split("\n") if line]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += [Pair(a, b) for a, b in zip(before[i1:i2], after[j1:j2], strict=True)]
        else:
            pairs += _matched(before[i1:i2], after[j1:j2])
    return tuple(pairs)


def _matched(before: list[str], after: list[str]) -> list[Pair]:
    """Pair altered paragraphs: each new one with the likest old one not yet passed."""
    pairs: list[Pair] = []
    start = 0
    for new in after:
        ratios = [(_likeness(old, new), -at) for at, old in enumerate(before[start:], start)]
        best, first = max(ratios, default=(0.0, 0))
        if best < _ALIKE:
            pairs.append(Pair(None, new))
            continue
        at = -first  # of equally like ones the first
        pairs += [Pair(old, None) for old in before[start:at]]
        pairs.append(Pair(before[at], new))
        start = at + 1
    return pairs + [Pair(old, None) for old in before[start:]]


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class Kept:
    """A text in the row of versions: its own source, and those of single paragraphs by their key.

    The sources are those of the changes from the text before it.
    """

    body: str
    source: str = ""
    clauses: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def source_of(self, pair: Pair) -> str:
        """Return the source of one of its changes: the paragraph's own, else the version's."""
        return self.clauses.get(pair.key) or self.source


@dataclass(frozen=True, slots=True)
class Touch:
    """One version's part in a change: its place in the row (1 …) and its own before and after."""

    at: int
    pair: Pair
    source: str


def touches(pair: Pair, row: Sequence[Kept]) -> list[Touch]:
    """Return which versions of ``row`` made a change between its first and last text, in order.

    Paragraphs are followed by their words, a new one backwards from the end, one taken out
    forwards from the beginning.
    """
    if pair.new is None:
        return _forwards(pair.old or "", row)
    return _backwards(pair.new, row)


def _backwards(words: str, row: Sequence[Kept]) -> list[Touch]:
    found: list[Touch] = []
    for at in range(len(row) - 1, 0, -1):
        step = next((p for p in _pairs(row[at - 1].body, row[at].body) if p.new == words), None)
        if step is None:
            break
        if step.what:
            found.insert(0, Touch(at, step, row[at].source_of(step)))
        if step.old is None:
            break
        words = step.old
    return found


def _forwards(words: str, row: Sequence[Kept]) -> list[Touch]:
    found: list[Touch] = []
    for at in range(1, len(row)):
        step = next((p for p in _pairs(row[at - 1].body, row[at].body) if p.old == words), None)
        if step is None:
            break
        if step.what:
            found.append(Touch(at, step, row[at].source_of(step)))
        if step.new is None:
            break
        words = step.new
    return found


def sources_words(found: Sequence[Touch]) -> str:
    """Write the sources of a change, each once, in the order of the versions."""
    return "；".join(dict.fromkeys(one.source for one in found if one.source))
