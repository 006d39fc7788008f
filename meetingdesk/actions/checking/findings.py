"""What the check before printing tells: one line, how grave, and where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meetingdesk.records.meetings import Meeting

#: what a finding is about → the page that mends it
PAGES = {
    "meeting_id": "meetings",
    "item_id": "agenda",
    "sitting_id": "agenda",
    "decision_id": "decisions",
    "entry_id": "appointments",
    "ceremony_id": "appointments",
    "vote_id": "votes",
    "issued_id": "documents",
}

#: must be mended; a person should look
WRONG, LOOK = "差错", "核对"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` names the check, ``place`` the record or paper in words.

    ``key`` (one of :data:`PAGES`) and ``record_id`` say which record mends it.
    """

    code: str
    level: str
    place: str
    message: str
    key: str
    record_id: int | None = None

    @property
    def panel(self) -> str:
        """The page that mends it."""
        return PAGES[self.key]

    @property
    def id(self) -> tuple[str, str, str]:
        """What tells findings of one check apart."""
        return self.code, self.place, self.message


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the records: what it is, which record mends it (as in :class:`Finding`).

    ``final`` marks wording that stands after adoption, where （草案） has no place.
    """

    place: str
    text: str
    key: str
    record_id: int | None = None
    final: bool = False

    def finding(self, code: str, level: str, message: str) -> Finding:
        """Return a finding about this text."""
        return Finding(code, level, self.place, message, self.key, self.record_id)


def of_meeting(meeting: Meeting, code: str, level: str, message: str) -> Finding:
    """Return a finding about the meeting itself."""
    return Finding(code, level, "会议", message, "meeting_id", meeting.id)
