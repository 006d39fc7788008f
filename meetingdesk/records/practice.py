"""演练: the mark inside a practice copy of a desk.

One row says that the file is a copy to practise on. It is written when the copy is made and
can never be changed or taken away (a trigger refuses both), so whoever opens the file, now or
in ten years, sees what it is. A real desk has no such row.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meetingdesk.errors import Problem, Refused
from meetingdesk.records.base import Base, append_only, short

#: printed across every page made from a practice copy
WATERMARK = "演练"


class Practice(Base):
    """The mark: when and by whom the copy was made, of which desk, for which vote or meeting.

    Not journalled: undo in the copy must not take it away.
    """

    __tablename__ = "practice"
    id: Mapped[int] = mapped_column(primary_key=True)
    begun_at: Mapped[dt.datetime]
    begun_by: Mapped[str] = short(60)
    #: the name of the desk's file the copy was made of
    desk: Mapped[str] = short(200)
    meeting_id: Mapped[int | None]
    vote_id: Mapped[int | None]


append_only("practice", "the mark of a practice copy stays")


def practice_of(session: Session) -> Practice | None:
    """Return the mark of a practice copy, None in a real desk."""
    return session.scalar(select(Practice).limit(1))


def is_practice(session: Session) -> bool:
    """Say whether the desk is a practice copy."""
    return session.scalar(select(Practice.id).limit(1)) is not None


def refuse_in_practice(session: Session, what: str) -> None:
    """Refuse ``what`` in a practice copy: nothing of it may reach a record.

    Raises:
        Refused: the desk is a practice copy.
    """
    if is_practice(session):
        raise Refused(
            f"这是演练，不能{what}。正式台账不受影响。",
            Problem("请关闭演练窗口，在正式台账中操作。"),
        )
