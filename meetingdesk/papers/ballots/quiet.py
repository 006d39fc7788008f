"""What the libraries that decode pictures say of damaged pages, in English, kept from the person.

They write to the process's error output themselves, past Python; the same page has a row that
says in Chinese what is wrong. Only for processes whose one thread this is: a program with a
window has threads whose messages would be lost.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ERRORS = 2


def hush() -> Callable[[], None]:
    """Let libraries speak to nobody; what Python writes goes where it went. Return the undoing."""
    own = sys.stderr
    try:
        kept = os.dup(_ERRORS)
        nobody = os.open(os.devnull, os.O_WRONLY)
    except OSError:
        return _nothing  # no console: nothing is seen anyway
    if _is_errors(own):
        own.flush()
        sys.stderr = os.fdopen(
            kept, "w", 1, encoding=own.encoding, errors=own.errors, closefd=False
        )
    os.dup2(nobody, _ERRORS)
    os.close(nobody)

    def undo() -> None:
        if sys.stderr is not own:
            sys.stderr.flush()
            sys.stderr = own
        os.dup2(kept, _ERRORS)
        os.close(kept)

    return undo


def _nothing() -> None:
    pass


def _is_errors(stream: object) -> bool:
    try:
        return stream.fileno() == _ERRORS  # type: ignore[attr-defined, no-any-return]
    except (AttributeError, OSError, ValueError):
        return False
