"""On-the-spot questioning at an expanded chairpersons' meeting (rows A03, B27)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem
from meetingdesk.rules.dates import add_workdays

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Question:
    """One question: who asked, which organ answers, and the answer given on the spot."""

    asker: str
    organ: str
    text: str
    answer: str = ""


def check_inquiry(must_ask: Iterable[str], questions: Sequence[Question]) -> list[Problem]:
    """Report who must ask and has not, and questions without text or addressee (A03).

    All vice-chairs and heads of working bodies who attend are to ask at least once.
    """
    asked = {question.asker for question in questions}
    problems = [
        Problem(f"{name}还没有提问，参会的副主任和委室负责人都应当询问。", field="询问人")
        for name in must_ask
        if name not in asked
    ]
    problems += [
        Problem("请写明问题和被询问单位。", row=row)
        for row, question in enumerate(questions, start=1)
        if not (question.text and question.organ)
    ]
    return problems


def reply_due(
    on: date, days: int = 3, holidays: Collection[date] = (), workdays: Collection[date] = ()
) -> date:
    """Return when the written answer is due: three working days after the meeting (B27)."""
    return add_workdays(on, days, holidays, workdays)
