"""Finding titles that drifted from the canonical one (row A35).

A title loses 全力 or 人大 from one text to the next, or keeps （草案） after adoption. The desk
shows where; it never rewrites a quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.marks import book, is_draft, strip_draft, unbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BOOKED = re.compile(r"《(?:[^《》]|《[^《》]*》)+》")
_DRAFT_AFTER = re.compile(r"[（(][^（）()]{0,6}草案[^（）()]{0,6}[）)]")
_ORGAN = re.compile(r"^[\u4e00-\u9fff]{0,12}?(?:人民代表大会常务委员会|人大常委会)(?=关于)")
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class TitleVariant:
    """A wording close to the canonical title, and how it differs.

    ``missing`` and ``extra`` are the runs of characters lacking and added; ``draft_left`` means
    （草案） is still there though the canonical title has none; ``organ_omitted`` is the common,
    permitted short form without the organ's name.
    """

    found: str
    start: int
    end: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    draft_left: bool
    organ_omitted: bool

    def describe(self) -> str:
        """Say in Chinese how the wording differs."""
        parts = [f"缺“{run}”" for run in self.missing] + [f"多“{run}”" for run in self.extra]
        if self.draft_left:
            parts.append("残留“（草案）”")
        if self.organ_omitted:
            parts.append("省略机关名称")
        return "，".join(parts)


def title_variants(canonical: str, text: str) -> list[TitleVariant]:
    """Find near variants of ``canonical`` in ``text``, in order; exact uses are left out."""
    want = unbook(canonical)
    found = (_compare(want, text[start:end], start, end) for start, end in _places(want, text))
    return [variant for variant in found if variant is not None]


def check_titles(canonical_titles: Iterable[str], text: str) -> list[Problem]:
    """Report every drifted title in ``text``; the permitted short form is not reported."""
    return [
        Problem(
            f"“{variant.found}”与规范标题{book(title)}不一致：{variant.describe()}。引文请勿改动。"
        )
        for title in canonical_titles
        for variant in title_variants(title, text)
        if variant.missing or variant.extra or variant.draft_left
    ]


def _places(want: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches that could be the title: everything booked, then bare wordings."""
    taken = [found.span() for found in _BOOKED.finditer(text)]
    bare = [
        span
        for core in {strip_draft(want), _core(strip_draft(want))}
        for span in _bare_places(core, text)
        if not any(start <= span[0] < end for start, end in taken)
    ]
    widest = {end: min(start for start, other in bare if other == end) for _, end in bare}
    yield from sorted([*taken, *((start, end) for end, start in widest.items())])


def _bare_places(core: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches without book marks that begin and end as the title does."""
    head, tail = core[:4], core[-4:]
    for closing in re.finditer(re.escape(tail), text):
        opening = text.rfind(head, max(0, closing.end() - len(core) - 12), closing.start())
        if opening >= 0:
            draft = _DRAFT_AFTER.match(text, closing.end())
            yield opening, draft.end() if draft else closing.end()


def _core(title: str) -> str:
    return _ORGAN.sub("", title)


def _compare(want: str, found: str, start: int, end: int) -> TitleVariant | None:
    given = unbook(found)
    if given == want:
        return None
    left, right = strip_draft(want), strip_draft(given)
    omitted = _core(left) != left and _core(right) == right
    if omitted:
        left = _core(left)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    missing = tuple(left[a:b] for _, a, b, _, _ in steps if b > a)
    extra = tuple(right[c:d] for _, _, _, c, d in steps if d > c)
    draft_left = is_draft(given) and not is_draft(want)
    if not (missing or extra or draft_left or omitted):
        return None  # differs only by a draft mark the canonical title has itself
    return TitleVariant(found, start, end, missing, extra, draft_left, omitted)
