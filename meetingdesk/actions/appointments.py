"""任免: motions by proposer, their entries, outcomes; letters are kept in ``letters``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, place, renumber, require
from meetingdesk.actions.incumbency import reviewed
from meetingdesk.actions.letters import (
    LetterView,
    delete_letter,
    edit_letter,
    issue_letters,
    letter_view,
    present_letters,
)
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.facts import motions_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.oaths import OathTaker
from meetingdesk.records.votes import Question
from meetingdesk.rules.appointments import (
    AppointmentVerb,
    Entry,
    Proposer,
    gets_letter,
    sentence,
)
from meetingdesk.rules.names import unpadded
from meetingdesk.rules.oath import oath_duties

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

VERBS = tuple(v.value for v in AppointmentVerb)
STATES = ("待表决", "通过", "未通过", "撤回")
PROPOSERS = tuple(p.value for p in Proposer)
_ENTRY_FIELDS = frozenset(
    {"verb", "name", "gender", "ethnicity", "post", "reason", "gets_letter", "must_swear"}
)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One action on one person. ``sentence`` is the wording of the printed list.

    ``resigns`` is the committee post the person must still ask to be released from, '' if none.
    """

    id: int
    motion_id: int
    position: int
    proposer: str
    verb: str
    name: str
    gender: str
    ethnicity: str
    post: str
    reason: str
    state: str
    passed_on: dt.date | None
    gets_letter: bool
    must_swear: bool
    oath_organiser: str
    sentence: str
    problems: tuple[str, ...]
    letter: LetterView | None
    sworn: bool
    resigns: str = ""


@dataclass(frozen=True, slots=True)
class MotionView:
    """A motion with its entries."""

    id: int
    meeting_id: int
    item_id: int | None
    position: int
    proposer: str
    proposer_name: str
    number: str
    submitted_on: dt.date | None
    entries: tuple[EntryView, ...]


@action("登记任免案")
def add_motion(
    work: Work,
    meeting_id: int,
    *,
    proposer: str,
    proposer_name: str = "",
    number: str = "",
    submitted_on: dt.date | None = None,
    item_id: int | None = None,
) -> int:
    """Register a proposer's motion and return its id."""
    fetch(work.session, Meeting, meeting_id)
    motion = Motion(
        meeting_id=meeting_id,
        item_id=item_id,
        proposer=require(proposer, "提请人"),
        proposer_name=proposer_name.strip(),
        number=number.strip(),
        submitted_on=submitted_on,
        position=len(motions_of(work.session, meeting_id)) + 1,
    )
    work.session.add(motion)
    work.session.flush()
    work.meeting_id, work.label = meeting_id, f"登记{proposer}的任免案"
    return motion.id


@action("修改任免案")
def edit_motion(work: Work, /, motion_id: int, **values: object) -> None:
    """Change a motion's proposer, name, number, date or item."""
    motion = fetch(work.session, Motion, motion_id)
    assign(
        motion,
        values,
        frozenset({"proposer", "proposer_name", "number", "submitted_on", "item_id"}),
    )
    require(motion.proposer, "提请人")
    work.meeting_id, work.label = motion.meeting_id, f"修改{motion.proposer}的任免案"


@action("删除任免案")
def delete_motion(work: Work, motion_id: int) -> None:
    """Delete a motion none of whose entries has been voted on.

    Raises:
        Refused: an entry has passed, failed or stands on a ballot.
    """
    motion = fetch(work.session, Motion, motion_id)
    for entry in motion.entries:
        _check_free(work.session, entry)
    meeting_id = motion.meeting_id
    work.meeting_id, work.label = meeting_id, f"删除{motion.proposer}的任免案"
    work.session.delete(motion)
    work.session.flush()
    renumber(motions_of(work.session, meeting_id))


@action("调整任免案次序")
def move_motion(work: Work, motion_id: int, to: int) -> None:
    """Move a motion to 0-based index ``to``."""
    motion = fetch(work.session, Motion, motion_id)
    place(motions_of(work.session, motion.meeting_id), motion, to)
    work.meeting_id, work.label = motion.meeting_id, "调整任免案次序"


@action("增加任免人选")
def add_entry(
    work: Work,
    motion_id: int,
    *,
    verb: str,
    name: str,
    post: str,
    gender: str = "",
    ethnicity: str = "",
    reason: str = "",
) -> int:
    """Add an entry; letter and oath follow the statutory table. Return its id.

    Raises:
        Refused: an unknown verb, no person or no post.
    """
    motion = fetch(work.session, Motion, motion_id)
    check_verb(verb)
    home = motion.meeting.body.place
    entry = MotionEntry(
        verb=verb,
        name=unpadded(require(name, "姓名")),
        post=require(post, "职务", "请填写职务全称。"),
        gender=gender,
        ethnicity=ethnicity,
        reason=reason.strip(),
        position=len(motion.entries) + 1,
    )
    _derive(entry, home)
    motion.entries.append(entry)
    work.session.flush()
    work.meeting_id = motion.meeting_id
    work.label = f"增加：{sentence(verb, entry.name, entry.post)}"
    return entry.id


def check_verb(verb: str) -> None:
    """Refuse a verb that is not statutory.

    Raises:
        Refused: names the verbs there are.
    """
    if verb not in VERBS:
        raise Refused(
            f"“{verb}”不是法定的任免用语。",
            Problem(f"可用：{'、'.join(VERBS)}。", field="动作"),
        )


def oath_organiser(verb: str, name: str, post: str, home: str) -> str:
    """Return who holds the appointee's oath (市人大常委会, the court …); '' when none is due."""
    duties = oath_duties([Entry(verb, name, post)], home)
    return duties[0].organiser if duties else ""


def _derive(entry: MotionEntry, home: str) -> None:
    entry.gets_letter = gets_letter(entry.verb, entry.post, home)
    entry.must_swear = bool(oath_organiser(entry.verb, entry.name, entry.post, home))


def _check_free(session: Session, entry: MotionEntry) -> None:
    if entry.state in ("通过", "未通过"):
        raise Refused(
            f"{entry.name}的任免已有表决结果，不能改动。",
            Problem("如结果登记有误，请先重新打开表决。", field=entry.name),
        )
    if session.scalar(select(Question.id).where(Question.entry_id == entry.id)) is not None:
        raise Refused(
            f"{entry.name}已列入表决票，不能改动。",
            Problem("请先删除该表决。", field=entry.name),
        )


@action("修改任免人选")
def edit_entry(work: Work, /, entry_id: int, **values: object) -> None:
    """Change an entry; letter and oath are derived again when verb or post change.

    Raises:
        Refused: it has been voted on or stands on a ballot.
    """
    entry = fetch(work.session, MotionEntry, entry_id)
    substantial = values.keys() & {"verb", "name", "post"}
    if substantial:
        _check_free(work.session, entry)
    if "verb" in values:
        check_verb(str(values["verb"]))
    assign(entry, values, _ENTRY_FIELDS)
    entry.name = unpadded(require(entry.name, "姓名"))
    require(entry.post, "职务")
    if substantial - {"name"}:
        _derive(entry, entry.motion.meeting.body.place)
    work.meeting_id = entry.motion.meeting_id
    work.label = f"修改：{sentence(entry.verb, entry.name, entry.post)}"


@action("删除任免人选")
def delete_entry(work: Work, entry_id: int) -> None:
    """Delete an entry that has not been voted on.

    Raises:
        Refused: it has been voted on or stands on a ballot.
    """
    entry = fetch(work.session, MotionEntry, entry_id)
    _check_free(work.session, entry)
    motion = entry.motion
    work.meeting_id = motion.meeting_id
    work.label = f"删除：{sentence(entry.verb, entry.name, entry.post)}"
    motion.entries.remove(entry)
    work.session.flush()
    renumber(motion.entries)


@action("调整任免次序")
def move_entry(work: Work, entry_id: int, to: int) -> None:
    """Move an entry to 0-based index ``to`` within its motion."""
    entry = fetch(work.session, MotionEntry, entry_id)
    place(entry.motion.entries, entry, to)
    work.meeting_id, work.label = entry.motion.meeting_id, f"调整{entry.name}的次序"


@action("登记任免结果")
def set_entry_state(work: Work, entry_id: int, state: str, *, on: dt.date | None = None) -> None:
    """Record 通过, 未通过 or 撤回 for an entry (certifying a vote calls this).

    Raises:
        Refused: no such result, or an entry already voted on is to be withdrawn.
    """
    entry = fetch(work.session, MotionEntry, entry_id)
    if state not in STATES:
        raise Refused(
            f"“{state}”不是任免结果。", Problem(f"可用：{'、'.join(STATES)}。", field="结果")
        )
    if state == "撤回" and entry.state in ("通过", "未通过"):
        raise Refused(f"{entry.name}的任免已有表决结果，不能撤回。")
    entry.state = state
    entry.passed_on = on if state == "通过" else None
    work.meeting_id = entry.motion.meeting_id
    work.label = f"{sentence(entry.verb, entry.name, entry.post)}{state}"


def entry_view(
    entry: MotionEntry,
    problems: tuple[str, ...] = (),
    resigns: str = "",
    *,
    sworn: bool = False,
) -> EntryView:
    """Return the view of an entry, with what there is to object to it."""
    motion = entry.motion
    home = motion.meeting.body.place
    return EntryView(
        id=entry.id,
        motion_id=motion.id,
        position=entry.position,
        proposer=motion.proposer,
        verb=entry.verb,
        name=entry.name,
        gender=entry.gender,
        ethnicity=entry.ethnicity,
        post=entry.post,
        reason=entry.reason,
        state=entry.state,
        passed_on=entry.passed_on,
        gets_letter=entry.gets_letter,
        must_swear=entry.must_swear,
        oath_organiser=oath_organiser(entry.verb, entry.name, entry.post, home),
        sentence=sentence(entry.verb, entry.name, entry.post),
        problems=problems,
        letter=letter_view(entry.letters[0]) if entry.letters else None,
        sworn=sworn,
        resigns=resigns,
    )


@query
def motions(session: Session, meeting_id: int) -> list[MotionView]:
    """List a meeting's motions in order with their entries."""
    return motion_views(session, meeting_id)


def motion_views(session: Session, meeting_id: int) -> list[MotionView]:
    """Return the views of a meeting's motions within a running session."""
    meeting = fetch(session, Meeting, meeting_id)
    told, leaving = reviewed(session, meeting)
    rows = motions_of(session, meeting_id)
    ids = [entry.id for motion in rows for entry in motion.entries]
    wanted = select(MotionEntry).where(MotionEntry.id.in_(ids))
    session.scalars(wanted.options(selectinload(MotionEntry.letters))).all()  # all at once
    sworn = set(
        session.scalars(
            select(OathTaker.entry_id).where(OathTaker.entry_id.in_(ids), OathTaker.sworn.is_(True))
        )
    )
    return [
        MotionView(
            id=m.id,
            meeting_id=m.meeting_id,
            item_id=m.item_id,
            position=m.position,
            proposer=m.proposer,
            proposer_name=m.proposer_name,
            number=m.number,
            submitted_on=m.submitted_on,
            entries=tuple(
                entry_view(e, told.get(e.id, ()), leaving.get(e.id, ""), sworn=e.id in sworn)
                for e in m.entries
            ),
        )
        for m in rows
    ]


__all__ = [
    "PROPOSERS",
    "STATES",
    "VERBS",
    "EntryView",
    "LetterView",
    "MotionView",
    "add_entry",
    "add_motion",
    "check_verb",
    "delete_entry",
    "delete_letter",
    "delete_motion",
    "edit_entry",
    "edit_letter",
    "edit_motion",
    "entry_view",
    "issue_letters",
    "letter_view",
    "motion_views",
    "motions",
    "move_entry",
    "move_motion",
    "oath_organiser",
    "present_letters",
    "set_entry_state",
]
