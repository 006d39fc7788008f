"""字体与生僻字: what this computer lacks to print official papers, and what will change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import query
from meetingdesk.papers.rarenames import NameRisk, risks
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.meetings import Attendance, Observer
from meetingdesk.records.roster import Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["CHANGES", "NameRisk", "missing_fonts", "name_risks"]

#: what a substitute changes on paper, and what not
CHANGES = (
    "代替字体每个字同宽，行数、页数不变，字形不同；Word文件仍写标准字体名，"
    "在装有该字体的电脑上打开即为标准字体。"
)


def missing_fonts() -> list[str]:
    """Return a sentence for each official font missing here, and what changes; none if all are."""
    from meetingdesk.papers import fonts

    missing = [one.message for one in fonts.substitutions()]
    return [*missing, CHANGES] if missing else []


@query
def name_risks(session: Session, meeting_id: int | None = None) -> list[NameRisk]:
    """Return the rare characters in the names of a meeting's persons, or of all persons.

    Looked at: the roll, observers, persons appointed or removed.
    """
    roll = select(Person.name).order_by(Person.id)
    observers = select(Observer.name).order_by(Observer.id)
    entries = select(MotionEntry.name).order_by(MotionEntry.id)
    if meeting_id is not None:
        roll = roll.join(Attendance, Attendance.person_id == Person.id).where(
            Attendance.meeting_id == meeting_id
        )
        observers = observers.where(Observer.meeting_id == meeting_id)
        entries = entries.join(Motion, Motion.id == MotionEntry.motion_id).where(
            Motion.meeting_id == meeting_id
        )
    names = [name for wanted in (roll, observers, entries) for name in session.scalars(wanted)]
    return risks(dict.fromkeys(name for name in names if name))
