"""Problems a person can cause, as values and as one exception tree.

::

    DeskError
    ├── Refused          a rule or bad input stopped an action; the desk is unchanged
    │   └── BadInput     a file or form could not be taken, with the places in it
    └── DeskUnusable     the desk file cannot be opened or is newer than the program

Messages are Chinese and say what happened, what is safe and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what a person gave, and where.

    ``row`` counts as the person counts (first data row of a sheet is the row number the
    spreadsheet shows); ``None`` where the notion does not apply.
    """

    message: str
    file: str = ""
    row: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = "".join(
            (
                f"{self.file}：" if self.file else "",
                f"第{self.row}行" if self.row is not None else "",
                f"“{self.field}”" if self.field else "",
            )
        )
        return f"{place}{'　' if place and not place.endswith('：') else ''}{self.message}"


class DeskError(Exception):
    """Any error meant for a person to read."""


class Refused(DeskError):
    """A rule or bad input stopped the action; nothing was changed."""

    def __init__(self, message: str, *problems: Problem) -> None:
        super().__init__(message)
        self.message = message
        self.problems: tuple[Problem, ...] = problems

    def __str__(self) -> str:
        return "\n".join((self.message, *map(str, self.problems)))


class BadInput(Refused):
    """A file or form could not be taken; every problem found is listed with its place."""

    @classmethod
    def of(cls, message: str, problems: Iterable[Problem]) -> BadInput:
        """Build from collected ``problems``."""
        return cls(message, *problems)


class DeskUnusable(DeskError):
    """The desk file cannot be opened, is damaged, or was written by a newer program."""
