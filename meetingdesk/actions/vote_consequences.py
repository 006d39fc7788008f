"""后续: what a grade brings with it (限期整改、重新报告…), entered as opinions on the item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.opinions import add_opinion
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.followups import Opinion
from meetingdesk.records.votes import Vote
from meetingdesk.rules.dates import add_months
from meetingdesk.rules.results import Result

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one object must do after its grade; ``due`` None where the card sets no time."""

    organ: str
    text: str
    due: dt.date | None


@query
def follow_ups(session: Session, vote_id: int) -> list[FollowUp]:
    """List the consequences of a certified vote that are not yet among its item's opinions.

    A vote without an agenda item has nowhere to keep them and lists none.
    """
    return follow_ups_of(session, fetch(session, Vote, vote_id))


def follow_ups_of(session: Session, vote: Vote) -> list[FollowUp]:
    """Return the consequences of ``vote`` still to be entered."""
    if vote.result is None or vote.item_id is None or vote.certified_on is None:
        return []
    texts = {q.key: q.text for q in vote.questions}
    kept = set(
        session.execute(
            select(Opinion.organ, Opinion.text).where(Opinion.item_id == vote.item_id)
        ).tuples()
    )
    found = []
    for row in Result.from_dict(vote.result).questions:
        organ, months = texts[row.key], row.consequence_months
        said = f"对{organ}的测评结果为“{row.outcome_label}”：{row.consequence}。"
        if row.consequence and (organ, said) not in kept:
            due = add_months(vote.certified_on, months) if months else None
            found.append(FollowUp(organ, said, due))
    return list(dict.fromkeys(found))


@action("后续列入审议意见")
def add_follow_ups(work: Work, vote_id: int) -> int:
    """Enter every consequence of a certified vote as an opinion on its item; return how many.

    Raises:
        Refused: the vote is not certified, has no agenda item, or all are entered already.
    """
    vote = fetch(work.session, Vote, vote_id)
    found = follow_ups_of(work.session, vote)
    if not found:
        raise Refused(
            f"“{vote.title}”没有要列入审议意见的后续事项。",
            Problem("结果确认后、有对应议题的测评，其后续事项才能列入；已列入的不再重复。"),
        )
    for one in found:
        add_opinion(work, vote.item_id or 0, text=one.text, organ=one.organ, due=one.due)
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”的后续列入审议意见{len(found)}条"
    return len(found)
