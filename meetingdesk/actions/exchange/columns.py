"""Finding out which column of an office's table is which, and reading its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.exchange.reading import bad_file, read_table
from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.dates import parse_cn_date
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: field → what the office calls its column; the first name is used when writing
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "人员姓名"),
    "gender": ("性别",),
    "ethnicity": ("民族",),
    "birth": ("出生日期", "出生年月日", "出生年月", "出生"),
    "post": ("职务", "常委会职务", "人大职务", "现任职务", "人大常委会职务"),
    "party_post": ("党组职务", "党内职务"),
    "since": ("任职时间", "任职日期", "任职起", "开始时间", "自", "起"),
    "until": ("离任时间", "离任日期", "免职时间", "任职止", "结束时间", "至", "止"),
    "leave_reason": ("离任原因", "免职原因", "原因"),
    "order": ("常委会排序", "排序", "次序", "序号", "常委会序"),
    "party_order": ("党组排序", "党组序", "党组次序"),
    "note": ("备注", "说明"),
}
_BY_NAME = {name: field for field, names in COLUMNS.items() for name in names}
POSTS = ("副主任", "主任", "秘书长", "委员")
PARTY_POSTS = ("副书记", "书记", "成员")
_DATES = ("birth", "since", "until")
_NUMBERS = ("order", "party_order")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One row of a roster file; ``row`` as the spreadsheet counts it."""

    row: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A roster file taken apart: what stands above the header, and its rows."""

    heading: str
    fields: tuple[str, ...]
    rows: tuple[MemberRow, ...]
    warnings: tuple[Problem, ...] = ()


def _header(cell: str) -> str:
    return re.sub(r"\s|[（(].*?[）)]", "", cell)


def _fields(row: list[str]) -> dict[int, str]:
    """Map column numbers to fields; of two columns for one field the first counts."""
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        field = _BY_NAME.get(_header(cell))
        if field and field not in found.values():
            found[at] = field
    return found


def _is_header(row: list[str]) -> bool:
    return "name" in _fields(row).values()


def read_roster_table(path: Path) -> RosterTable:
    """Read a roster from a spreadsheet or .csv; rows above the header are its heading.

    Raises:
        BadInput: no 姓名 column, or cells that cannot be read; row and column are named.
    """
    table = read_table(path, _is_header)
    at = next((number for number, row in enumerate(table) if _is_header(row)), None)
    if at is None:
        likely = max(table, key=lambda row: (len(_fields(row)), sum(map(bool, row))))
        shown = "、".join(_header(cell) for cell in likely if cell) or "无"
        problem = Problem(f"没有“姓名”列。表中的列有：{shown}。", file=path.name, field="姓名")
        raise BadInput(f"“{path.name}”没有导入，台账没有改动。{problem.message}", problem)
    fields = _fields(table[at])
    heading = " ".join(cell for row in table[:at] for cell in row if cell)
    problems: list[Problem] = []
    warnings: list[Problem] = []
    rows: list[MemberRow] = []
    for number, cells in enumerate(table[at + 1 :], start=at + 2):
        given = {field: cells[col] for col, field in fields.items() if col < len(cells)}
        if not any(cells):
            continue
        if not given.get("name"):
            note = sum(map(bool, cells)) == 1 and not given.get("post")
            why = "有职务，没有姓名。" if given.get("post") else "这一行没有姓名。"
            where = Problem(why, file=path.name, row=number, field="姓名")
            (warnings if note else problems).append(where)
            continue
        values, wrong = _read(given)
        problems += [Problem(p.message, path.name, number, p.field) for p in wrong]
        rows.append(MemberRow(number, values))
    if problems:
        raise BadInput.of(
            f"“{path.name}”有{len(problems)}处问题，没有导入，台账没有改动。请改正后重试。",
            problems,
        )
    if not rows:
        bad_file(path, "表头下面没有人员。")
    return RosterTable(heading, tuple(fields.values()), tuple(rows), tuple(warnings))


def _read(given: dict[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of one row; blank cells say nothing and are left out."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, cell in given.items():
        if not cell:
            continue
        try:
            values[field] = _value(field, cell)
        except ValueError as error:
            problems.append(Problem(str(error), field=COLUMNS[field][0]))
    post, party = _posts(given.get("post", "")), given.get("party_post", "")
    if given.get("post") and not post[0]:
        hint = f"“{given['post']}”不是组成人员的职务，请写主任、副主任、秘书长或委员。"
        problems.append(Problem(hint, field="职务"))
    if party and not _posts(party)[1]:
        hint = f"“{party}”不是党组职务，请写书记、副书记或成员。"
        problems.append(Problem(hint, field="党组职务"))
    values |= {"post": post[0]} if post[0] else {}
    party_post = _posts(party)[1] or post[1]
    values |= {"party_post": party_post} if party_post else {}
    return values, problems


def _value(field: str, cell: str) -> Any:
    if field == "name":
        return unpadded(cell)
    if field in _DATES:
        day = parse_cn_date(cell)
        if day is None:
            raise ValueError(f"“{cell}”不是完整的日期，请写成 2021-10-18。")
        return day
    if field in _NUMBERS:
        if not re.fullmatch(r"[1-9]\d{0,3}", cell):
            raise ValueError(f"“{cell}”不是序号，请写1、2、3……")
        return int(cell)
    if field == "gender" and cell not in ("男", "女"):
        raise ValueError(f"“{cell}”请写“男”或“女”。")
    return cell


def _posts(text: str) -> tuple[str, str]:
    """Read 党组副书记、副主任 into the two posts ('' where one is not said)."""
    post = party = ""
    for part in re.split(r"[、，,；;/ ]", text):
        if part.endswith(PARTY_POSTS) and ("党组" in part or part in PARTY_POSTS):
            party = next(p for p in PARTY_POSTS if part.endswith(p))
        elif part.endswith(POSTS):
            post = next(p for p in POSTS if part.endswith(p))
    return post, party


def as_cells(members: list[dict[str, Any]]) -> Iterator[list[Any]]:
    """Yield header and rows of a roster as the office's table has them."""
    yield [names[0] for names in COLUMNS.values()]
    for member in members:
        yield [member.get(field) or "" for field in COLUMNS]
