"""What a ballot sheet is to say, before anything has a place: one frozen value a form is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Paper(StrEnum):
    """The sheets a form is printed on; ``TWO_A5`` puts two equal A5 forms on an A4 to be cut."""

    A4 = "A4"
    A5 = "A5"
    TWO_A5 = "A4拼两张A5"

    @property
    def page_mm(self) -> tuple[float, float]:
        """Size of the finished (cut) page in mm."""
        return (210.0, 297.0) if self is Paper.A4 else (148.0, 210.0)

    @property
    def sheet_mm(self) -> tuple[float, float]:
        """Size of the paper in the printer in mm."""
        return (297.0, 210.0) if self is Paper.TWO_A5 else self.page_mm

    @property
    def up(self) -> int:
        """Ballot pages on one side of the paper."""
        return 2 if self is Paper.TWO_A5 else 1


#: the box of a one-box ballot: ○ 赞成, × 反对, blank 弃权 (rules.md §8 (a))
SIGNS = "○×"
#: key of the group of a ballot on which at most so many may be chosen (票决、选举)
LIST = "list"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the ballot: an object, a person, a project, a draft."""

    key: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A ballot's content.

    ``form`` is the short name of the form (``eval-5``), ``choices`` are (key, label) in the
    order of the columns. ``limit`` is (least, most) that may be chosen among all rows and goes
    with a single choice only. ``signs`` asks for one box for ○ and × instead of the choices.
    ``names`` says that the rows are persons: their names are set whole and 张三 as 张　三.
    ``heads`` are the heads of the text columns; ``write_ins`` the blank lines for 另选他人.
    ``organ`` and ``date`` stand where the seal goes; without an organ there is no seal.
    """

    form: str
    version: int
    title: str
    session: str
    rows: tuple[SheetRow, ...]
    choices: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    heads: tuple[str, str] = ("事项", "内容")
    names: bool = False
    signs: bool = False
    limit: tuple[int, int] | None = None
    write_ins: int = 0
    write_choice: str = ""
    organ: str = ""
    date: str = ""
    paper: Paper = Paper.A4
    rehearsal: bool = False

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """Key and head of each column of boxes."""
        return ((SIGNS, "○赞成\n×反对"),) if self.signs else self.choices

    @property
    def single(self) -> bool:
        """Whether a row has one box."""
        return len(self.boxes) == 1

    def to_json(self) -> dict[str, Any]:
        """Return the plain form kept with the vote."""
        plain = asdict(self)
        plain["paper"] = self.paper.value
        return plain

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> SheetSpec:
        """Return the spec written by :meth:`to_json`."""
        limit = written.get("limit")
        return cls(
            **{
                **written,
                "rows": tuple(SheetRow(**row) for row in written["rows"]),
                "choices": tuple((key, label) for key, label in written["choices"]),
                "notes": tuple(written["notes"]),
                "heads": (written["heads"][0], written["heads"][1]),
                "limit": (limit[0], limit[1]) if limit else None,
                "paper": Paper(written["paper"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Level:
    """How generously a sheet is set; sizes in points, ``pitch`` of the rows in mm.

    At ``ruled`` levels every row has its rules; on dense ones only the text columns do, since
    a rule must stay 2.5 mm away from a box.
    """

    pitch: float
    text_pt: float
    detail_pt: float
    note_pt: float
    ruled: bool = True
    columns: int = field(default=1)
