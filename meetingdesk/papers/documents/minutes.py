"""会议纪要: what a meeting settled, who was there (A02, A04; GB/T 9704—2012 §10.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.chronicle_items import clause_of
from meetingdesk.papers.chronicle_people import chair_of
from meetingdesk.papers.documents.appointments import families
from meetingdesk.papers.documents.context import (
    SMALL,
    day_of,
    joined,
    meeting_words,
    need_start,
    nothing,
    observer_words,
    plain,
)
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.documents.people import listed
from meetingdesk.papers.model import Form, Letterhead
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import title_of, votes_of
from meetingdesk.rules.appointments import sentence
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.kinds import MeetingKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Vote

_KEYS = (("赞成", "赞成"), ("反对", "反对"), ("弃权", "弃权"))


def minutes(session: Session, meeting: Meeting) -> Document:
    """会议纪要: matters in the order of the agenda, votes with their numbers, attendance."""
    start = need_start(meeting)
    matters = _matters(session, meeting)
    if not matters:
        raise nothing("议题还没有记录结果", "请先在议程里登记议题的结果。")
    words = meeting_words(meeting)
    words.update(
        matters=matters,
        chaired=_chaired(session, meeting),
        attending=_names(session, meeting, "出席"),
        away=_names(session, meeting, "请假"),
        observers=joined(observer_words(meeting)),
        held_on=words["dates"],
    )
    return compose(
        "minutes",
        "minutes",
        words,
        title=f"{words['meeting']}纪要",
        letterhead=Letterhead(
            _mark(meeting),
            form=Form.MINUTES,
            organ=words["office"],
            day=cn_date(meeting.end or start),
        ),
        author=words["office"],
        date=day_of(meeting),
    )


def _mark(meeting: Meeting) -> str:
    """Return the mark of the head: 示例市人大常委会主任会议纪要."""
    body = meeting.body
    organ = f"{body.place}人大常委会" if body.kind == "standing_committee" else body.name
    kind = meeting.kind if meeting.kind in SMALL else "会议"
    return f"{organ}{kind}纪要"


def _chaired(session: Session, meeting: Meeting) -> str:
    """Return who chaired with post, '' when the record does not say."""
    chair = chair_of(session, meeting, [])
    if chair is None:
        return ""
    post = chair["post"]
    if meeting.kind == MeetingKind.PARTY_GROUP and post == "主任":
        post = "党组书记、主任"
    return f"{meeting.body.short_name.removesuffix('党组')}{post}{chair['name']}"


def _matters(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    votes: dict[int | None, list[Vote]] = {}
    for vote in votes_of(session, meeting.id):
        if vote.result and vote.item_id is not None:
            votes.setdefault(vote.item_id, []).append(vote)
    return [
        {
            "clause": clause,
            "votes": [_counted(v) for v in votes.get(item.id, []) if v.kind == "表决"],
            "lines": _appointed(session, meeting, item),
        }
        for item, clause in clauses_of(session, meeting)
    ]


def clauses_of(session: Session, meeting: Meeting) -> list[tuple[AgendaItem, dict[str, Any]]]:
    """Return each item of the agenda with what the meeting did, as the chronicle says it."""
    told: list[tuple[AgendaItem, dict[str, Any]]] = []
    for item in meeting.agenda:
        if item.stands:
            clause = clause_of(session, item)
            if clause is not None:
                told.append((item, clause))
    return told


def _counted(vote: Vote) -> str:
    """Write a plain vote's numbers: 赞成37票，反对0票，弃权0票."""
    questions = (vote.result or {}).get("questions", [])
    if len(questions) != 1:
        return ""
    counts = questions[0]["counts"]
    return "，".join(f"{label}{counts[key]}票" for key, label in _KEYS if key in counts)


def _appointed(session: Session, meeting: Meeting, item: AgendaItem) -> list[str]:
    return [
        sentence(e.verb, e.name, e.post)
        for entries in families(session, meeting).values()
        for e in entries
        if e.motion.item_id == item.id
    ]


def _names(session: Session, meeting: Meeting, state: str) -> str:
    """Name those in ``state``: in the order of the lists, or as a record taken over names them."""
    rows = [a for a in meeting.attendance if a.state == state]
    if any(a.name_text or a.person_id is None for a in rows):
        names = [a.person.name if a.person else plain(a.name_text) for a in rows]
        total = meeting.present_total if state == "出席" else None
        more = f"等{total}人" if total and total > len(names) else ""
        return "、".join(names) + more
    people = listed(session, meeting, [a.person_id for a in rows if a.person_id])
    return "、".join((*(n for _, names in people.leaders for n in names), *people.others))


def _settled(_session: Session, meeting: Meeting) -> bool:
    kept = meeting.kind == MeetingKind.STANDING or meeting.kind in SMALL
    dated = meeting.start is not None
    return kept and dated and any(i.stands and i.outcome for i in meeting.agenda)


def _title(meeting: Meeting) -> str:
    return f"{meeting.kind}纪要" if meeting.kind in SMALL else f"{title_of(meeting)}纪要"


MAKERS: dict[str, Maker] = {"minutes": of_meeting(minutes, _settled, _title)}
