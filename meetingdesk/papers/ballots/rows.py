"""What a reading yields: one row for every side of every file, as COMMANDS.md writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What became of a side."""

    READ = "read"
    FLAGGED = "flagged"
    BLANK = "blank-side"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class RowCrop:
    """A row (group) of a side that a person must see.

    ``blank`` rows are shown on the contact sheet, the others one after another: rows without a
    mark, with ``why`` also rows of a scan that may have lost marks, with ``sign`` the box of a row
    whose sign was read as that. ``picture`` is a PNG of the row, upright; ``boxes`` are the
    doubtful boxes and ``where`` their rectangles in the picture (x, y, w, h in pixels), of a sign
    that of its box.
    """

    group: str
    why: tuple[str, ...]
    picture: bytes
    boxes: tuple[str, ...] = ()
    where: tuple[tuple[int, int, int, int], ...] = ()
    blank: bool = False
    sign: str = ""


@dataclass(frozen=True)
class PageRow:
    """One side as read. ``page`` counts from 1 as the person counts.

    ``side`` is the form's side (from 0), −1 if unknown. ``digest`` names the picture's content,
    ``trace`` its handwriting, to know a sheet scanned twice; both stay in memory.
    """

    file: str
    page: int
    status: Status
    why: tuple[str, ...] = ()
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doubt: dict[str, float] = field(default_factory=dict)
    form: str = ""
    side: int = -1
    shown: tuple[RowCrop, ...] = ()
    digest: str = ""
    trace: bytes = b""

    @property
    def counts(self) -> bool:
        """Whether the side is one of a ballot of the vote."""
        return self.status in (Status.READ, Status.FLAGGED)

    def to_json(self) -> dict[str, Any]:
        """Return the row of COMMANDS.md.

        ``again`` are rows that a scan without greys may have robbed of marks, and those whose sign
        a person looks at once more, if there are any.
        """
        again = [crop.group for crop in self.shown if crop.blank and (crop.why or crop.sign)]
        return {
            "file": self.file,
            "page": self.page,
            "status": self.status.value,
            "why": list(self.why),
            "marks": {group: list(boxes) for group, boxes in self.marks.items()},
            "doubt": dict(self.doubt),
            **({"again": again} if again else {}),
        }
