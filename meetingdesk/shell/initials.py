"""Pinyin initials for search: 任免 → rm, 第3次会议 → d3chy."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """Return the first letters of each character, others kept in lower case."""
    from pypinyin import Style, lazy_pinyin  # slow to import, so at first use

    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=lambda part: part.lower())
    return "".join(letters).replace(" ", "")
