"""议事规则参数: a body's own values, kept by the day they come into force (row A39).

A new version never reaches back: a meeting reads the version in force on its first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Refused
from meetingdesk.records.asking import asked_once
from meetingdesk.records.roster import Body
from meetingdesk.records.settings import ProcedureRules
from meetingdesk.rules.procedure import (
    BY_KEY,
    PARAMETERS,
    Parameter,
    Value,
    check_values,
    merged,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

__all__ = [
    "PARAMETERS",
    "Parameter",
    "RulesView",
    "Value",
    "rules_on",
    "set_rules",
    "versions",
    "withdraw_rules",
]


@dataclass(frozen=True, slots=True)
class RulesView:
    """One version: every value, and which of them the office set itself."""

    id: int
    body_id: int
    valid_from: dt.date
    values: dict[str, Value]
    own: tuple[str, ...]
    note: str


def _read(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return stored values in the types of their parameters (a list was a tuple)."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in values.items()
        if key in BY_KEY
    }


def _view(row: ProcedureRules) -> RulesView:
    own = _read(row.values)
    return RulesView(row.id, row.body_id, row.valid_from, merged(own), tuple(own), row.note)


@asked_once
def _rows(session: Session, body_id: int) -> list[ProcedureRules]:
    wanted = select(ProcedureRules).where(ProcedureRules.body_id == body_id)
    return list(session.scalars(wanted.order_by(ProcedureRules.valid_from.desc())))


@query
def versions(session: Session, body_id: int) -> list[RulesView]:
    """List a body's versions, latest first."""
    return [_view(row) for row in _rows(session, body_id)]


@query
def rules_on(session: Session, body_id: int, on: dt.date) -> dict[str, Value]:
    """Return the values in force on ``on``; the defaults before the first version."""
    return rules_of(session, body_id, on)


def rules_of(session: Session, body_id: int, on: dt.date) -> dict[str, Value]:
    """Return the values in force on ``on``, within a running session."""
    in_force = next((r for r in _rows(session, body_id) if r.valid_from <= on), None)
    return merged(_read(in_force.values) if in_force else {})


@action("设定议事规则参数")
def set_rules(
    work: Work,
    *,
    body_id: int,
    valid_from: dt.date,
    values: Mapping[str, Value],
    note: str = "",
) -> int:
    """Set the values in force from a day; a version of that very day is replaced.

    Only what differs from the default is kept. Returns the version's id.

    Raises:
        Refused: a value is out of its range, or fixed by law; each problem names its parameter.
    """
    body = fetch(work.session, Body, body_id)
    problems = check_values(values)
    if problems:
        raise Refused("议事规则参数没有保存，原来的参数不受影响。", *problems)
    own = {k: v for k, v in values.items() if v != BY_KEY[k].default}
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in own.items()}
    row = next((r for r in _rows(work.session, body.id) if r.valid_from == valid_from), None)
    if row is None:
        row = ProcedureRules(body_id=body.id, valid_from=valid_from, values=plain)
        work.session.add(row)
    else:
        row.values = plain
    row.note = note.strip()
    work.session.flush()
    work.label = f"设定自{valid_from.year}年{valid_from.month}月{valid_from.day}日起的议事规则参数"
    return row.id


@action("删除议事规则参数")
def withdraw_rules(work: Work, rules_id: int) -> None:
    """Delete a version; the one before it then holds on.

    Raises:
        Refused: it is already gone.
    """
    row = fetch(work.session, ProcedureRules, rules_id)
    day = row.valid_from
    work.label = f"删除自{day.year}年{day.month}月{day.day}日起的议事规则参数"
    work.session.delete(row)
