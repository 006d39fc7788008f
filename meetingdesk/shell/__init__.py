"""The window: frame, pages, shared widgets; it hosts panels and knows none of them."""

from __future__ import annotations

from importlib import import_module

import PySide6.QtCore  # noqa: F401 - brings shibokensupport


def _spare_sources() -> None:
    """Keep PySide from reading the source of every module imported from now on.

    It looks there for its optional spelling of names (``snake_case``), which nothing here uses;
    the texts, kept for tracebacks, take 27 MB and the reading a tenth of the start.
    """
    try:
        names = vars(import_module("shibokensupport.feature"))
    except ImportError:  # another make of PySide: nothing to spare
        return
    if "_mod_uses_pyside" in names:
        names["_mod_uses_pyside"] = lambda _module: False


_spare_sources()
