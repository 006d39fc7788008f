"""Pinyin keys for sorting and search; computed once, when a name is stored."""

from __future__ import annotations


def pinyin_key(name: str) -> str:
    """Return ``full|initials`` for a name: 张三 → ``zhangsan|zs``.

    Characters that pypinyin does not know stand for themselves.
    """
    from pypinyin import Style, lazy_pinyin

    full = lazy_pinyin(name)
    initials = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return f"{''.join(full)}|{''.join(initials)}".lower()
