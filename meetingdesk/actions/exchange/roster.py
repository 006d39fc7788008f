"""``import roster`` and its way back: the members of one term from .xlsx, .xls, .csv or .json."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.exchange.bodies import (
    COMMITTEE,
    BodyName,
    ensure_body,
    ensure_term,
    name_within,
    read_body,
)
from meetingdesk.actions.exchange.columns import (
    COLUMNS,
    MemberRow,
    RosterTable,
    read_roster_table,
)
from meetingdesk.actions.exchange.reading import (
    read_json,
)
from meetingdesk.actions.exchange.rehearse import rehearse
from meetingdesk.actions.exchange.report import (
    DIFFERS,
    NEW,
    SAME,
    Finding,
    ImportReport,
    by_item,
    refuse,
)
from meetingdesk.actions.exchange.schema import check
from meetingdesk.actions.roster import add_member, edit_member
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.roster import Body, Tenure, Term
from meetingdesk.rules.numerals import han

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office

_PERSONAL = ("gender", "ethnicity", "birth", "note")
_DATES = ("birth", "since", "until")


@action("导入名册")
def import_roster(work: Work, path: str | Path, *, term_id: int | None = None) -> ImportReport:
    """Take over a term's members; a blank cell leaves what the desk knows.

    The term comes from ``term_id``, the file itself (its heading, or body and term of a
    .json), or is the desk's only one.

    Raises:
        BadInput: naming file, row and column of every fault; nothing is written.
        Refused: it is not clear whose roster this is.
    """
    path = Path(path)
    table, named = _read(path)
    term = _term(work.session, term_id, named)
    place = by_item if path.suffix.lower() == ".json" else list
    problems = _twice(table.rows, path.name)
    refuse(path.name, place(problems))
    findings = []
    seen: set[int] = set()
    for row in table.rows:
        try:
            findings.append(_take(work, term, row, seen))
        except Refused as error:
            reason = error.problems[0] if error.problems else None
            text = f"{error.message}{reason.message if reason else ''}"
            field = reason.field if reason else "姓名"
            problems.append(Problem(text, file=path.name, row=row.row, field=field))
    refuse(path.name, place(problems))
    work.label = f"导入{term.body.short_name}第{han(term.number)}届名册（{len(findings)}条）"
    warnings = (*table.warnings, *place(_flags(table, path.name)))
    return ImportReport("roster", path.name, tuple(findings), warnings, written=True)


def _read(path: Path) -> tuple[RosterTable, BodyName | None]:
    if path.suffix.lower() != ".json":
        table = read_roster_table(path)
        return table, name_within(table.heading)
    value = read_json(path)
    refuse(path.name, check("roster", value, file=path.name))
    rows, problems = [], []
    for number, member in enumerate(value["members"], start=1):
        values = {k: v for k, v in member.items() if v not in (None, "")}
        for key in _DATES:
            if key in values:
                try:
                    values[key] = dt.date.fromisoformat(values[key])
                except ValueError:
                    message = f"没有“{values[key]}”这一天。"
                    problems.append(Problem(message, path.name, number, COLUMNS[key][0]))
        rows.append(MemberRow(number, values))
    refuse(path.name, by_item(problems))
    named = read_body(value["body"])
    fields = tuple(COLUMNS)
    given = BodyName(
        named.name, named.short_name, named.place, named.level, named.kind, value["term"]
    )
    return RosterTable("", fields, tuple(rows)), given


def _term(session: Session, term_id: int | None, named: BodyName | None) -> Term:
    if term_id is not None:
        term = session.get(Term, term_id)
        if term is None:
            raise Refused("这一届已经不在台账中。请刷新后再试。")
        return term
    if named is not None and named.term:
        body = ensure_body(session, named)
        term = ensure_term(session, body, named.term)
        if term is not None:
            return term
    return only_term(session, "导入名册时请说明是哪一届常委会，或在表头上方写明机构和届次。")


def only_term(session: Session, hint: str) -> Term:
    """Return the latest term of the desk's only committee.

    Raises:
        Refused: there is none, or more than one committee; ``hint`` says what to do.
    """
    terms = session.scalars(
        select(Term).join(Body).where(Body.kind == COMMITTEE).order_by(Term.number.desc())
    ).all()
    if terms and len({term.body_id for term in terms}) == 1:
        return terms[0]
    raise Refused("不清楚是哪一届常委会的名册，台账没有改动。", Problem(hint, field="届"))


def _twice(rows: Iterable[MemberRow], file: str) -> list[Problem]:
    """The same person in the same office from the same day stands there twice."""
    unit = "条" if file.lower().endswith(".json") else "行"
    seen: dict[tuple[Any, ...], int] = {}
    problems: list[Problem] = []
    for row in rows:
        key = tuple(row.values.get(k) for k in ("name", "birth", "post", "since"))
        if key in seen:
            message = (
                f"“{row.values['name']}”与第{seen[key]}{unit}重复。同名的两个人请填写出生日期。"
            )
            problems.append(Problem(message, file=file, row=row.row, field="姓名"))
        seen.setdefault(key, row.row)
    return problems


def _flags(table: RosterTable, file: str) -> list[Problem]:
    names = [row.values["name"] for row in table.rows]
    flags = [
        Problem(
            "同一姓名出现不止一次，请核对是先后任职还是同名。", file, row.row, row.values["name"]
        )
        for row in table.rows
        if names.count(row.values["name"]) > 1
    ]
    if "post" not in table.fields:
        flags.append(Problem("没有“职务”列，新登记的人员一律记为委员。", file=file, field="职务"))
    return flags


def _take(work: Work, term: Term, row: MemberRow, seen: set[int]) -> Finding:
    """Take over one row; ``seen`` are the offices earlier rows spoke of."""
    values = dict(row.values)
    name = values["name"]
    held = _held(term, values, seen)
    if held is None:
        order, reason = values.pop("order", None), values.pop("leave_reason", "")
        added = add_member(work, term_id=term.id, **values)
        tenure = work.session.get_one(Tenure, added)
        tenure.leave_reason = reason
        tenure.committee_order = order or tenure.committee_order
        work.session.flush()
        work.session.expire(term, ["tenures"])
        seen.add(added)
        return Finding(name, NEW)
    seen.add(held.id)
    changed = {
        key: value
        for key, value in values.items()
        if key not in ("name", "order") and value != known(held, key)
    }
    details = [COLUMNS[key][0] for key in changed]
    if changed:
        edit_member(work, held.id, **changed)
    order = values.get("order")
    if order is not None and order != held.committee_order:
        held.committee_order = order
        details.append(COLUMNS["order"][0])
    return Finding(name, DIFFERS if details else SAME, tuple(details))


def known(tenure: Tenure, key: str) -> Any:
    """Return what the desk knows of a roster column."""
    return getattr(tenure.person if key in _PERSONAL else tenure, key)


def _held(term: Term, values: dict[str, Any], seen: set[int]) -> Tenure | None:
    """The office this row speaks of: same person, same post, begun the same day if both say."""
    for tenure in term.tenures:
        same_person = tenure.person.name == values["name"] and (
            "birth" not in values or tenure.person.birth in (None, values["birth"])
        )
        same_post = "post" not in values or tenure.post == values["post"]
        begun = values.get("since")
        same_time = begun is None or tenure.since in (None, begun)
        if tenure.id not in seen and same_person and same_post and same_time:
            return tenure
    return None


def preview_roster(office: Office, path: str | Path, *, term_id: int | None = None) -> ImportReport:
    """Tell what importing the roster would change; nothing is kept.

    Raises:
        BadInput: as :func:`import_roster`.
    """
    return rehearse(office, lambda work: import_roster(work, path, term_id=term_id))
