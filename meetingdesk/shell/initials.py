"""Pinyin initials for search: 任免 → rm, 第3次会议 → d3chy."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """Return the first letters of each character, others kept in lower case."""
    from meetingdesk.actions.pinyin import initials as found  # slow to import, so at first use

    return found(text)
