"""任命书: the register – numbers, presentation, receipt (A27)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, require
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import Letter
from meetingdesk.records.facts import chair_of, last_day, motions_of, tenures_on
from meetingdesk.records.meetings import Meeting

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from meetingdesk.records.appointments import MotionEntry


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of appointment on the register."""

    id: int
    entry_id: int
    number: str
    name: str
    post: str
    signer: str
    issued_on: dt.date | None
    presented_by: str
    presented_on: dt.date | None
    received_by: str


@dataclass(frozen=True, slots=True)
class LetterDefaults:
    """What a clerk would write on the next letters: number prefix, signer, day."""

    prefix: str
    signer: str
    day: dt.date | None


@query
def letter_defaults(session: Session, meeting_id: int) -> LetterDefaults:
    """Propose prefix, signer and day for a meeting's letters.

    The prefix is the last one used, in the meeting's year; the signer is the 主任 in office on
    its last day (rules 2.3), else who chairs.
    """
    meeting = fetch(session, Meeting, meeting_id)
    day = last_day(meeting)
    last = session.scalar(select(Letter.number).order_by(Letter.id.desc()).limit(1)) or ""
    prefix = last[: last.rfind("第")] if "第" in last else f"{meeting.body.place[:1]}人任〔0000〕"
    if day is not None:
        prefix = re.sub("〔[0-9]{4}〕", f"〔{day.year}〕", prefix)
    signer = chair_of(meeting)
    if meeting.term_id is not None and day is not None:
        heads = (t for t in tenures_on(session, meeting.term_id, day) if t.post == "主任")
        signer = next((t.person.name for t in heads), signer)
    return LetterDefaults(prefix.replace("〔0000〕", ""), signer, day)


@action("登记任命书")
def issue_letters(
    work: Work,
    meeting_id: int,
    *,
    signer: str,
    prefix: str,
    first: int = 1,
    issued_on: dt.date | None = None,
) -> int:
    """Put a letter on the register for each passed entry that gets one; return how many.

    Numbers run ``prefix + 第n号`` from ``first`` over free numbers. Entries that have a letter
    keep it.

    Raises:
        Refused: nobody is due one.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    day = issued_on or meeting.end or meeting.start
    taken = set(work.session.scalars(select(Letter.number)))
    number, made = first, 0
    due = [e for m in motions_of(work.session, meeting_id) for e in m.entries if _due(e)]
    if not due:
        raise Refused("没有应颁发任命书的人选。", Problem("任命表决通过并确认后，才能登记任命书。"))
    for entry in due:
        while f"{prefix}第{number}号" in taken:
            number += 1
        entry.letters.append(
            Letter(number=f"{prefix}第{number}号", signer=signer.strip(), issued_on=day)
        )
        taken.add(f"{prefix}第{number}号")
        made += 1
    work.meeting_id, work.label = meeting_id, f"登记任命书{made}份"
    return made


def _due(entry: MotionEntry) -> bool:
    return entry.state == "通过" and entry.gets_letter and not entry.letters


@action("颁发任命书")
def present_letters(
    work: Work,
    meeting_id: int,
    *,
    by: str,
    on: dt.date | None = None,
    in_person: bool = False,
) -> int:
    """Record that the meeting's letters were presented; return how many.

    Letters presented before keep their day. With ``in_person`` each appointee is put down as
    having received the letter.

    Raises:
        Refused: there is no letter, or all are presented already.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    by = require(by, "颁发人")
    motions = motions_of(work.session, meeting_id)
    letters = [letter for m in motions for e in m.entries for letter in e.letters]
    if not letters:
        raise Refused("还没有登记任命书。", Problem("请先登记任命书编号。"))
    waiting = [letter for letter in letters if letter.presented_on is None]
    if not waiting:
        raise Refused("任命书都已登记颁发。", Problem("要改某一份，请在登记表中修改。"))
    for letter in waiting:
        letter.presented_by, letter.presented_on = by, on or meeting.end or meeting.start
        if in_person and not letter.received_by:
            letter.received_by = letter.entry.name
    work.meeting_id, work.label = meeting_id, f"{by}颁发任命书{len(waiting)}份"
    return len(waiting)


@action("修改任命书登记")
def edit_letter(work: Work, /, letter_id: int, **values: object) -> None:
    """Change a letter's register line.

    Raises:
        Refused: no number, or one that another letter has.
    """
    letter = fetch(work.session, Letter, letter_id)
    number = str(values.get("number", letter.number)).strip()
    if work.session.scalar(
        select(Letter.id).where(Letter.number == number, Letter.id != letter.id)
    ):
        raise Refused(
            "任命书没有修改。", Problem(f"“{number}”已经用过，请换一个编号。", field="编号")
        )
    assign(
        letter,
        values,
        frozenset({"number", "signer", "issued_on", "presented_by", "presented_on", "received_by"}),
    )
    require(letter.number, "编号")
    work.meeting_id = letter.entry.motion.meeting_id
    work.label = f"修改任命书{letter.number}"


@action("删除任命书登记")
def delete_letter(work: Work, letter_id: int) -> None:
    """Take a letter off the register."""
    letter = fetch(work.session, Letter, letter_id)
    work.meeting_id = letter.entry.motion.meeting_id
    work.label = f"删除任命书{letter.number}"
    letter.entry.letters.remove(letter)


def letter_view(letter: Letter) -> LetterView:
    """Return the view of a letter."""
    return LetterView(
        letter.id,
        letter.entry_id,
        letter.number,
        letter.entry.name,
        letter.entry.post,
        letter.signer,
        letter.issued_on,
        letter.presented_by,
        letter.presented_on,
        letter.received_by,
    )
