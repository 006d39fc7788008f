"""A term's roster going out: .xlsx, .csv or .json, so that it can come back the same."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.base import Work, query
from meetingdesk.actions.exchange.bodies import body_text, read_body
from meetingdesk.actions.exchange.columns import COLUMNS, as_cells
from meetingdesk.actions.exchange.reading import (
    FORMULA,
    bad_file,
    guarded,
    write_file,
    write_json,
)
from meetingdesk.actions.exchange.rehearse import no_practice
from meetingdesk.actions.exchange.roster import known, only_term
from meetingdesk.errors import BadInput
from meetingdesk.records.base import plain
from meetingdesk.records.roster import Tenure, Term
from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@query
def roster_record(session: Session, term_id: int | None = None) -> dict[str, Any]:
    """Return a term's roster in the exchange format (``schema roster``).

    Raises:
        Refused: it is not clear which term is meant.
    """
    term = session.get(Term, term_id) if term_id is not None else None
    term = term or only_term(session, "导出名册时请说明是哪一届常委会。")
    rows = sorted(term.tenures, key=lambda t: (t.committee_order, t.id))
    return {
        "body": body_text(term.body, None),
        "term": term.number,
        "members": [_member(row) for row in rows],
    }


def _member(tenure: Tenure) -> dict[str, Any]:
    values = {
        field: plain(
            tenure.person.name
            if field == "name"
            else tenure.committee_order or None
            if field == "order"
            else known(tenure, field)
        )
        for field in COLUMNS
    }
    return {key: value for key, value in values.items() if value not in (None, "")}


def export_roster(office: Office | Work, path: str | Path, *, term_id: int | None = None) -> int:
    """Write a term's roster to .xlsx, .csv or .json; return how many rows.

    Text that a spreadsheet would take for a formula (= + - @) is written as text.

    Raises:
        Refused: it is not clear which term is meant.
        BadInput: another type of file, or the place cannot be written.
    """
    path = Path(path)
    no_practice(office)
    record = roster_record(office, term_id)
    members = record["members"]
    if not members:
        raise BadInput("这一届还没有登记组成人员，没有写文件。")
    heading = _heading(record)
    suffix = path.suffix.lower()
    if suffix == ".json":
        write_json(path, record)
    elif suffix == ".csv":
        write_file(path, _csv(heading, members))
    elif suffix == ".xlsx":
        write_file(path, _xlsx(heading, members))
    else:
        bad_file(path, "名册请导出为 .xlsx、.csv 或 .json 文件。")
    return len(members)


def _heading(record: dict[str, Any]) -> str:
    name = read_body(record["body"])
    organ = name.name.removeprefix(name.place)
    return f"{name.place}第{han(record['term'])}届{organ}组成人员名册"


def _csv(heading: str, members: list[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([heading, *[""] * (len(COLUMNS) - 1)])
    for cells in as_cells(members):
        writer.writerow([guarded(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(heading: str, members: list[dict[str, Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise BadInput("表格没有生成，台账没有改动。")
    sheet.title = "名册"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(COLUMNS))
    top = sheet.cell(1, 1, heading)
    top.font, top.alignment = Font(size=14, bold=True), Alignment(horizontal="center")
    for number, cells in enumerate(as_cells(members), start=2):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, int):
                cell.value = value
                continue
            cell.value = _CONTROL.sub("", str(value)) or None
            if str(value).startswith(FORMULA):
                cell.data_type, cell.quotePrefix = "s", True
    for number, field in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 22 if field == "note" else 13
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B3"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
