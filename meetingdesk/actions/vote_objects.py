"""What stands on the sheet: candidates and projects pasted, chosen from the desk, asked in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, renumber
from meetingdesk.actions.roster import tenures_on
from meetingdesk.actions.vote_drafts import append_question, drafted
from meetingdesk.actions.vote_sources import entry_words, refuse_unscreened
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.roster import Unit
from meetingdesk.records.votes import Vote
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Offered:
    """Something of the desk that may be put on the sheet."""

    #: 任免案 · 名册 · 单位
    what: str
    id: int
    text: str
    detail: str

    @property
    def key(self) -> str:
        """What :func:`add_offered` knows it by: 名册12."""
        return f"{self.what}{self.id}"


@action("填写应选名额")
def set_seats(work: Work, vote_id: int, seats: int | None, most: int | None = None) -> None:
    """Say how many are to be chosen (应选名额), and how many one ballot may choose at most.

    None for ``seats`` leaves the card's own number, for ``most`` the number of seats.

    Raises:
        Refused: opened already, or not positive.
    """
    vote = drafted(work.session, vote_id)
    for number, field in ((seats, "应选名额"), (most, "每票至多")):
        if number is not None and number < 1:
            raise Refused(f"{field}应为正整数。", Problem("请核对后重填。", field=field))
    vote.seats, vote.choose_at_most = seats, most
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”应选{seats}名" if seats else f"“{vote.title}”按规则卡的名额"


@action("增加多项表决事项")
def add_questions(work: Work, vote_id: int, lines: str) -> int:
    """Add one row a line: name or title, then after a tab or ``|`` its 说明; return how many.

    Padding between the characters of a two-character name is taken out; a number before the
    name (``1. 张三``) is left off.

    Raises:
        Refused: opened already, no lines, or a row twice.
    """
    vote = drafted(work.session, vote_id)
    rows = [parsed for line in lines.splitlines() if (parsed := _line(line))[0]]
    if not rows:
        raise Refused("没有可以加入的事项。", Problem("请每行写一项。", field="事项"))
    for text, detail in rows:
        append_question(vote, text, detail, {})
    work.session.flush()
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”增加{len(rows)}项"
    return len(rows)


def _line(line: str) -> tuple[str, str]:
    head, _, detail = line.replace("|", "\t").replace("｜", "\t").strip().partition("\t")
    number, dot, rest = head.partition(".")
    if not (dot and number.strip().isdecimal()):
        number, dot, rest = head.partition("、")
    if dot and number.strip().isdecimal():
        head = rest
    head = head.strip()
    plain = unpadded(head)
    return (plain if len(plain) <= 4 else head), detail.strip()


@query
def offered(session: Session, vote_id: int) -> list[Offered]:
    """List what the desk knows that is not on the sheet: 待表决 entries, members, units."""
    vote = fetch(session, Vote, vote_id)
    entries = session.scalars(
        select(MotionEntry)
        .join(Motion)
        .where(Motion.meeting_id == vote.meeting_id, MotionEntry.state == "待表决")
        .order_by(Motion.position, Motion.id, MotionEntry.position, MotionEntry.id)
    )
    found = [Offered("任免案", e.id, e.name, entry_words(e)) for e in entries]
    term, day = vote.meeting.term_id, vote.meeting.start
    held = tenures_on(session, term, day) if term and day else []
    found += [Offered("名册", t.person_id, t.person.name, t.post) for t in held]
    units = session.scalars(select(Unit).order_by(Unit.position, Unit.id))
    found += [Offered("单位", u.id, u.short_name or u.name, "") for u in units]
    used = {(q.text, q.entry_id) for q in vote.questions}
    names = {q.text for q in vote.questions}
    return [
        o
        for o in found
        if ((o.text, o.id) not in used if o.what == "任免案" else o.text not in names)
    ]


@action("从台账选取表决事项")
def add_offered(work: Work, vote_id: int, chosen: Iterable[str]) -> int:
    """Put what :func:`offered` lists, by its keys, on the sheet in that order; return how many.

    Raises:
        Refused: opened already, nothing chosen, something no longer offered, or a nominee kept
            off the ballot by a gate of the body's own (B22).
    """
    vote = drafted(work.session, vote_id)
    there = {o.key: o for o in offered(work, vote_id)}
    wanted = list(dict.fromkeys(chosen))
    if not wanted or not set(wanted) <= set(there):
        raise Refused("没有选定要加入的事项，或其中有的已经变动。", Problem("请重新选取。"))
    entries = [there[key].id for key in wanted if there[key].what == "任免案"]
    refuse_unscreened(work.session, [fetch(work.session, MotionEntry, e) for e in entries])
    for key in wanted:
        one = there[key]
        target = {"任免案": {"entry_id": one.id}, "单位": {"unit_id": one.id}}.get(one.what, {})
        append_question(vote, one.text, one.detail if one.what == "任免案" else "", target)
    work.session.flush()
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”增加{len(wanted)}项"
    return len(wanted)


@action("逐项分列测评内容")
def ask_in_parts(work: Work, vote_id: int, parts: Iterable[str]) -> int:
    """Ask several things of every object (办理过程、办理结果; 德、能、勤、绩、廉).

    Every row of the sheet becomes one row a part, in the order of the objects; return how many
    rows there are now.

    Raises:
        Refused: opened already, not an evaluation, or fewer than two parts.
    """
    vote = drafted(work.session, vote_id)
    wanted = list(dict.fromkeys(p.strip() for p in parts if p.strip()))
    if vote.kind != "测评":
        raise Refused("只有测评可以分列内容。")
    if len(wanted) < 2:
        raise Refused("请至少写两项测评内容。", Problem("每行一项。", field="测评内容"))
    objects = {
        q.text: {"unit_id": q.unit_id} if q.unit_id is not None else {} for q in vote.questions
    }
    if not objects:
        raise Refused("票上还没有测评对象。", Problem("请先加入测评对象。"))
    vote.questions.clear()
    work.session.flush()
    for text, target in objects.items():
        for part in wanted:
            append_question(vote, text, part, target)
    renumber(vote.questions)
    work.session.flush()
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”每个对象分{len(wanted)}项测评"
    return len(vote.questions)
