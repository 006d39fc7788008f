"""另选他人: names written on ballots beside the candidates.

Such a name lives in the ballots only. A row of its own would show, by its number, which of two
names was read first, and so something of the order of the ballots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch, require
from meetingdesk.actions.vote_views import WRITTEN
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.roster import Person
from meetingdesk.records.votes import Vote
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.rules.tally import Pattern


def written_key(name: str) -> str:
    """Return the key under which a ballot's marks carry a written name.

    Raises:
        Refused: the name is empty.
    """
    return WRITTEN + unpadded(require(name, "另选人姓名"))


def refuse_candidates(vote: Vote, sheet: Pattern) -> None:
    """Refuse a written name that stands on the ballot already.

    Raises:
        Refused: naming the candidate.
    """
    candidates = {unpadded(question.text) for question in vote.questions}
    for key, _ in sheet:
        if key.startswith(WRITTEN) and key[1:] in candidates:
            raise Refused(
                f"“{key[1:]}”是候选人，不能作为另选人。这张票没有录入。",
                Problem("请在候选人一栏标记。", field="另选他人"),
            )


@query
def name_hints(session: Session, vote_id: int, typed: str) -> list[str]:
    """Return names of the roster that begin like ``typed``: characters, pinyin or initials."""
    vote = fetch(session, Vote, vote_id)
    wanted = unpadded(typed).lower()
    if not wanted:
        return []
    on_sheet = {unpadded(question.text) for question in vote.questions}
    rows = session.execute(select(Person.name, Person.pinyin).order_by(Person.pinyin, Person.id))
    found = (
        name
        for name, pinyin in rows
        if name.startswith(wanted) or any(part.startswith(wanted) for part in pinyin.split("|"))
    )
    return [name for name in dict.fromkeys(found) if name not in on_sheet][:8]
