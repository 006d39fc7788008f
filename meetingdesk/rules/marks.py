"""Marks on a title: （草案） before adoption, 《》 around it (rows A17, A35)."""

from __future__ import annotations

import re

_DRAFT = re.compile(r"\s*[（(][^（）()]{0,6}(?:草案|征求意见稿|表决稿)[^（）()]{0,6}[）)](?=》?$)")


def is_draft(title: str) -> bool:
    """Tell whether the title itself (not something named inside it) is marked （草案）."""
    return _DRAFT.search(title.strip()) is not None


def strip_draft(title: str) -> str:
    """Drop a closing （草案）, （草案修改稿） or （草案表决稿）: the title after adoption (A17)."""
    return _DRAFT.sub("", title.strip())


def with_draft(title: str) -> str:
    """Add （草案）, inside the book marks if there are any; never twice."""
    plain = strip_draft(title)
    if _is_booked(plain):
        return f"{plain[:-1]}（草案）》"
    return f"{plain}（草案）"


def _is_booked(title: str) -> bool:
    """Tell 《A》 from 《A》和《B》: the first mark must close at the very end."""
    if not title.startswith("《"):
        return False
    depth = 0
    for index, char in enumerate(title):
        depth += (char == "《") - (char == "》")
        if depth == 0:
            return index == len(title) - 1
    return False


_INNER = str.maketrans("《》", "〈〉")
_OUTER = str.maketrans("〈〉", "《》")


def book(title: str) -> str:
    """Put a title in book marks 《》, never doubled; titles inside become 〈〉."""
    plain = title.strip()
    inner = plain[1:-1] if _is_booked(plain) else plain
    return f"《{inner.translate(_INNER)}》"


def unbook(title: str) -> str:
    """Take the outer book marks off and give inner ones back their full form."""
    plain = title.strip()
    return plain[1:-1].translate(_OUTER) if _is_booked(plain) else plain
