"""付印前校核: one report over everything a meeting will print (inventory §6, D: check).

A person or title written two ways, a （草案） left after adoption, numbers, dates and orders that
disagree, a note that is missing, a blank nobody filled in. Nothing is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.base import query
from meetingdesk.actions.checking import matters, nominees, words
from meetingdesk.actions.checking.findings import LOOK, WRONG, Finding
from meetingdesk.actions.checking.passages import passages
from meetingdesk.actions.common import fetch
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["LOOK", "WRONG", "Finding", "check"]


@query
def check(session: Session, meeting_id: int) -> list[Finding]:
    """Return what is wrong or worth a look before the meeting's papers are printed.

    差错 come before 核对, each in the order of the records; the same finding is told once.

    Raises:
        Refused: there is no such meeting.
    """
    meeting = fetch(session, Meeting, meeting_id)
    texts = passages(session, meeting)
    found = [
        *matters.check_calendar(session, meeting),
        *matters.check_roll(session, meeting),
        *matters.check_agenda(session, meeting),
        *matters.check_decisions(session, meeting),
        *matters.check_appointments(session, meeting),
        *nominees.check_nominees(session, meeting),
        *nominees.check_statements(session, meeting),
        *matters.check_votes(session, meeting),
        *matters.check_issued(session, meeting),
        *words.check_blanks(texts),
        *words.check_dates(session, meeting, texts),
        *words.check_meetings(session, meeting, texts),
        *words.check_names(session, meeting, texts),
        *words.check_titles(session, meeting, texts),
    ]
    unique = {finding.id: finding for finding in found}
    return sorted(unique.values(), key=lambda finding: finding.level != WRONG)
