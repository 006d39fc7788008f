"""Members pasted from a spreadsheet: find the header or guess it, then import as from a file."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.exchange.columns import COLUMNS
from meetingdesk.actions.exchange.report import ImportReport
from meetingdesk.actions.exchange.roster import import_roster
from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.dates import parse_cn_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from meetingdesk.actions.office import Office

_FILE, _SHOWN = "粘贴的内容.csv", "粘贴的内容"
_NAME = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•・\s\u3000][\u3400-\u9fff]{1,8})*")
_POSTS = ("主任", "副主任", "秘书长", "委员")
#: a date this many years back is a birth, not the beginning of an office
_GROWN = 15


def cells_of(text: str) -> list[list[str]]:
    """Return the rows of tab-separated text as a spreadsheet puts it on the clipboard."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    return [[cell.strip() for cell in row] for row in rows]


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row names the columns, 姓名 among them."""
    names = COLUMNS["name"]
    return any(re.sub(r"\s", "", cell) in names for row in rows for cell in row)


def guess_header(rows: Sequence[Sequence[str]], today: dt.date) -> list[str]:
    """Name the columns of rows that come without a header; '' where nothing fits."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    found: list[str] = []
    for values in columns:
        field = next((f for f in _kinds(values, today) if f not in found), "")
        found.append(field)
    return [COLUMNS[field][0] if field else "" for field in found]


def _kinds(values: Sequence[str], today: dt.date) -> list[str]:
    """Return the fields a column of cells may hold, likeliest first."""
    tests: tuple[tuple[Callable[[str], bool], tuple[str, ...]], ...] = (
        (lambda v: v in ("男", "女"), ("gender",)),
        (lambda v: v.endswith("族") and len(v) <= 8, ("ethnicity",)),
        (lambda v: v in ("书记", "副书记", "成员") or v.startswith("党组"), ("party_post",)),
        (lambda v: v.endswith(_POSTS), ("post",)),
        (lambda v: v.isdecimal() and len(v) <= 3, ("order", "party_order")),
        (lambda v: parse_cn_date(v) is not None, ("since", "until")),
        (lambda v: _NAME.fullmatch(v) is not None, ("name", "note")),
    )
    if not values:
        return []
    dates = [day for v in values if (day := parse_cn_date(v)) is not None]
    if len(dates) == len(values) and max(dates).year < today.year - _GROWN:
        return ["birth"]
    for fits, fields in tests:
        if all(fits(value) for value in values):
            return list(fields)
    return ["note"]


@action("粘贴名册")
def import_pasted(work: Work, text: str, *, term_id: int) -> ImportReport:
    """Take over members pasted as tab-separated text, all or none.

    Raises:
        BadInput: nothing pasted, no column of names, or faults by row as pasted.
    """
    rows = cells_of(text)
    if not any(any(row) for row in rows):
        raise BadInput("还没有粘贴内容。请在电子表格中选定人员各行，复制后粘贴到这里。")
    shift = 0
    if not has_header(rows):
        header = guess_header(rows, work.today)
        if COLUMNS["name"][0] not in header:
            raise BadInput(
                "认不出哪一列是姓名，台账没有改动。",
                Problem("请把表头（姓名、职务、性别……）一起复制过来。", field="姓名"),
            )
        rows, shift = [header, *rows], 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _FILE
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        try:
            report = import_roster(work, path, term_id=term_id)
        except BadInput as error:
            found = (_as_pasted(problem, shift) for problem in error.problems)
            raise BadInput.of(error.message.replace(_FILE, _SHOWN), found) from error
    warnings = tuple(_as_pasted(problem, shift) for problem in report.warnings)
    return ImportReport(report.kind, _SHOWN, report.findings, warnings, written=True)


def _as_pasted(problem: Problem, shift: int) -> Problem:
    row = None if problem.row is None else problem.row - shift
    return Problem(problem.message.replace(_FILE, _SHOWN), row=row, field=problem.field)


def preview_pasted(office: Office, text: str, *, term_id: int) -> ImportReport:
    """Tell what the pasted rows would change; nothing is kept.

    Raises:
        BadInput: as :func:`import_pasted`.
    """
    from meetingdesk.actions.exchange.rehearse import rehearse

    return rehearse(office, lambda work: import_pasted(work, text, term_id=term_id))
