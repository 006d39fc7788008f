"""The order of day (日程): sittings in half-days, decoupled from the agenda (A06, A29, A31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.dates import HalfDay, cn_date, half_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

STATEMENT = "供职发言"
VOTING = "表决"
#: what the nominees' own words are called from place to place (rules §2.2)
_STATEMENTS = ("供职发言", "供职报告", "表态发言", "任职前发言", "任职发言", "履职发言")
FORMS = ("全体会议", "联组会议", "分组会议", "主任会议", "党组会议")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting: a day, a half-day, its form and what is taken.

    ``items`` are places on the agenda (1 …); an item may stand in several sittings (heard,
    deliberated in groups, voted). ``steps`` are what happens beyond items (供职发言, 表决, 宣誓,
    专题讲座) in order; ``people`` are keys of those bound to be there.
    """

    day: date
    half: HalfDay
    form: str = FORMS[0]
    place: str = ""
    items: tuple[int, ...] = ()
    steps: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    #: when it begins (9:00), '' unsaid
    time: str = ""


def in_time_order(sittings: Iterable[Sitting]) -> list[Sitting]:
    """Sort sittings by day and half-day; those of one half-day keep their order."""
    return sorted(sittings, key=lambda one: (one.day, one.half.order))


def is_statement(text: str) -> bool:
    """Tell whether a line of the order of day is the nominees' statements."""
    return any(words in text for words in _STATEMENTS)


def check_schedule(
    sittings: Sequence[Sitting],
    agenda_items: int,
    start: date,
    end: date | None = None,
    *,
    statement_after: bool = False,
) -> list[Problem]:
    """Warn of sittings outside the session, items left out, and people in two places at once.

    These are warnings: the same people do stand in two places on one day in real records
    (inventory 6.4), and the office decides. ``statement_after`` says that the body hears
    nominees after the vote.
    """
    units = set(half_days(start, end))
    problems = [
        Problem(f"{_when(one)}的{one.form}不在会期之内。", row=row)
        for row, one in enumerate(sittings, start=1)
        if (one.day, one.half) not in units
    ]
    placed = {item for one in sittings for item in one.items}
    problems += [
        Problem(f"议程第{item}项没有排入日程。")
        for item in range(1, agenda_items + 1)
        if item not in placed
    ]
    problems += [
        Problem(f"日程中有议程第{item}项，议程只有{agenda_items}项。")
        for item in sorted(placed)
        if not 1 <= item <= agenda_items
    ]
    return problems + check_clashes(sittings) + _check_statement(sittings, after=statement_after)


def check_clashes(sittings: Sequence[Sitting]) -> list[Problem]:
    """Warn of two meetings in one room at one hour, and of someone bound to two places (A06)."""
    problems = []
    for row, one in enumerate(sittings, start=1):
        for other in sittings[row:]:
            same_time = (one.day, one.half) == (other.day, other.half)
            if same_time and one.time and (one.time, one.place) == (other.time, other.place):
                problems += _same_room(one, other, row)
            if same_time and one.place != other.place:
                problems += [
                    Problem(
                        f"{person}在{_when(one)}要同时参加{one.form}和{other.form}，请核对。",
                        row=row,
                    )
                    for person in one.people
                    if person in other.people
                ]
    return problems


def _same_room(one: Sitting, other: Sitting, row: int) -> list[Problem]:
    """Warn of two sittings that begin at one hour in one place."""
    if not one.place:
        return []
    forms = one.form if one.form == other.form else f"{one.form}和{other.form}"
    words = f"{_when(one)}{one.time}有两场会（{forms}）都在{one.place}，请核对。"
    return [Problem(words, row=row)]


def _check_statement(sittings: Sequence[Sitting], *, after: bool) -> list[Problem]:
    """The nominees' statements come before the vote, or after it (A29; a local rule)."""
    steps = [step for one in in_time_order(sittings) for step in one.steps]
    if STATEMENT not in steps or VOTING not in steps:
        return []
    late = steps.index(VOTING) < steps.index(STATEMENT)
    if late and not after:
        return [Problem("供职发言排在了表决之后，请核对次序。")]
    if after and not late:
        return [Problem("供职发言排在了表决之前，议事规则参数定为表决后，请核对次序。")]
    return []


def _when(one: Sitting) -> str:
    return f"{cn_date(one.day, year=False)}{one.half}"
