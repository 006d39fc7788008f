"""A year's plan taken over from pasted text, Word or a spreadsheet, shown before it is added."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.exchange.reading import (
    SHEETS,
    bad_file,
    decode,
    read_bytes,
    read_table,
)
from meetingdesk.actions.yearplan import add_point, plan_for, subjects_of
from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.yearplan import ReadPlan, is_head, read_rows, read_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: endings offered when a file is asked for
SUFFIXES = ("docx", "xlsx", "xls", "csv", "txt")


@dataclass(frozen=True, slots=True)
class TakenPoint:
    """One point as understood; ``known``: the plan has it already."""

    row: int
    timing: str
    verb: str
    subject: str
    type: str
    submitted_by: str
    reporter: str
    known: bool

    @property
    def id(self) -> int:
        """The row, as tables of the window want it."""
        return self.row


@dataclass(frozen=True, slots=True)
class Taking:
    """What a pasted or imported plan would add; ``year`` as the text itself says, if it does."""

    year: int | None
    points: tuple[TakenPoint, ...]

    @property
    def new(self) -> int:
        """How many points the plan does not have yet."""
        return sum(not point.known for point in self.points)


def read_file(path: str | Path) -> ReadPlan:
    """Read a plan out of a file (docx, xlsx, xls, csv, txt).

    Raises:
        BadInput: another kind of file, a damaged one, or one without a single point.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".docx":
        read = _read_word(path)
    elif suffix in SHEETS:
        read = read_rows(read_table(path, is_head))
    elif suffix == ".txt":
        read = read_text(decode(path, read_bytes(path)))
    else:
        bad_file(path, "请用 .docx、.xlsx、.xls、.csv 或 .txt 文件；旧的 .doc 请先另存为 .docx。")
    if not read.lines:
        bad_file(path, "没有认出一条议题。表格要有“议题”一列，正文一行一个议题。")
    return read


def _read_word(path: Path) -> ReadPlan:
    """Read the tables of a Word file that have heads; without any, its paragraphs."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    data = read_bytes(path)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError):
        bad_file(path, "这不是 Word（.docx）文件，或文件已损坏。旧的 .doc 请先另存为 .docx。")
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    tables = [
        [[cell.text.strip() for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    headed = [rows for rows in tables if any(map(is_head, rows))]
    if not headed:
        return read_text(text)
    lines = tuple(line for rows in headed for line in read_rows(rows).lines)
    year = next((y for rows in headed if (y := read_rows(rows).year)), None)
    return ReadPlan(year or read_text(text).year, lines)


@query
def preview_text(session: Session, body_id: int, year: int, text: str) -> Taking:
    """Tell what pasted text would add to a plan; nothing is stored."""
    return _taking(session, body_id, year, read_text(text))


@query
def preview_file(session: Session, body_id: int, year: int, path: str | Path) -> Taking:
    """Tell what a file would add to a plan; nothing is stored.

    Raises:
        BadInput: as :func:`read_file`.
    """
    return _taking(session, body_id, year, read_file(path))


def _taking(session: Session, body_id: int, year: int, read: ReadPlan) -> Taking:
    there = subjects_of(session, body_id, year)
    made = []
    for row, line in enumerate(read.lines, start=1):
        made.append(
            TakenPoint(
                row, line.timing, line.verb, line.subject, line.type, line.submitted_by,
                line.reporter, line.subject in there,
            )
        )  # fmt: skip
        there.add(line.subject)
    return Taking(read.year, tuple(made))


@action("粘贴年度计划")
def paste_plan(work: Work, body_id: int, year: int, text: str) -> list[int]:
    """Add every point of a pasted plan in one step, passing over those already there.

    Raises:
        BadInput: nothing in it is new.
    """
    return _add(work, body_id, year, read_text(text), "粘贴")


@action("导入年度计划")
def import_plan(work: Work, body_id: int, year: int, path: str | Path) -> list[int]:
    """Add every point of a file in one step, passing over those already there.

    Raises:
        BadInput: as :func:`read_file`, or nothing in it is new.
    """
    return _add(work, body_id, year, read_file(path), "导入")


def _add(work: Work, body_id: int, year: int, read: ReadPlan, how: str) -> list[int]:
    plan_for(work, body_id, year)
    new = [point for point in _taking(work.session, body_id, year, read).points if not point.known]
    if not new:
        raise BadInput(
            f"没有新的议题可增加，{year}年度计划没有改动。",
            Problem("请粘贴计划正文，一行一个议题；或者连同表头复制整张表。"),
        )
    made = [
        add_point(
            work, body_id, year, subject=p.subject, timing=p.timing, verb=p.verb, type=p.type,
            submitted_by=p.submitted_by, reporter=p.reporter,
        )
        for p in new
    ]  # fmt: skip
    work.label = f"{how}{year}年度计划{len(made)}项"
    return made
