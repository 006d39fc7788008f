"""The window: frame, pages, shared widgets; it hosts panels and knows none of them."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - puts its own import in the place of Python's


def _spare_sources() -> None:
    """Give Python's own import back its place, which PySide takes for its optional names.

    PySide asks at every import whether ``snake_case`` names are wanted, which nothing here uses,
    and reads the source of every module for it: a tenth of the start, and 27 MB of texts.
    """
    own, kept = (getattr(builtins, f"__{name}_import__", None) for name in ("feature", "orig"))
    if kept is not None and builtins.__import__ is own:
        builtins.__import__ = kept


_spare_sources()
