"""任免人选, as the clerk takes them down: hints while writing, a pasted motion, the figures."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meetingdesk.actions import appointments, incumbency
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.exchange.appointments import import_appointments
from meetingdesk.actions.exchange.reading import read_lines
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.records.facts import motions_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules import incumbents
from meetingdesk.rules.appointments import (
    OFFICE_RULES,
    VERB_RULES,
    AppointmentVerb,
    Entry,
    Office,
    Proposer,
    classify_post,
    count_persons,
    duties,
    gets_letter,
    right_verbs,
)
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.actions.appointments import EntryView, MotionView
    from meetingdesk.actions.exchange.report import ImportReport
    from meetingdesk.actions.office import Office as Desk

_FILE, _SHOWN = "粘贴的任免案.txt", "粘贴的内容"


@dataclass(frozen=True, slots=True)
class EntryHint:
    """What the law says about an entry being written.

    ``category`` is '' for a post the table cannot place; ``suggested`` is the right verb in the
    same direction (任 or 免) when the one chosen is wrong; ``organiser`` holds the oath;
    ``resigns`` is the committee post the person must still ask to be released from.
    """

    category: str
    verbs: tuple[str, ...]
    suggested: str
    proposers: tuple[str, ...]
    article: str
    duties: tuple[str, ...]
    organiser: str
    letter: bool
    problems: tuple[str, ...]
    resigns: str = ""


@dataclass(frozen=True, slots=True)
class PastedMotion:
    """What pasted text would add, and every line that could not be read.

    ``known`` counts entries the meeting has already; nothing of it is written.
    """

    entries: tuple[EntryView, ...]
    known: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """The figures of a meeting's appointments; 人次 counts actions, 人 counts people (A30)."""

    motions: int
    person_times: int
    persons: int
    appointing: int
    removing: int
    pending: int
    passed: int
    failed: int
    withdrawn: int
    objected: int
    letters: int
    letters_due: int
    presented: int
    received: int
    must_swear: int
    sworn: int


@query
def entry_hint(
    session: Session,
    meeting_id: int,
    *,
    verb: str,
    post: str,
    proposer: str = "",
    name: str = "",
    entry_id: int | None = None,
) -> EntryHint:
    """Tell what the law says about an entry as far as it is written (rules 2.1).

    ``entry_id`` is the entry being changed, which is not compared with itself.
    """
    meeting = fetch(session, Meeting, meeting_id)
    home = meeting.body.place
    office = classify_post(post, home) if post.strip() else Office.UNKNOWN
    verbs = tuple(v.value for v in right_verbs(post, home))
    rule, cutting = OFFICE_RULES.get(office), VERB_RULES.get(AppointmentVerb(verb))
    source = cutting if cutting and office in cutting.offices else rule
    problems: tuple[str, ...] = ()
    resigns = ""
    if post.strip():
        own = Entry(verb, unpadded(name), post.strip(), proposer)
        others = [
            incumbency.plain(row)
            for row in incumbency.entries_of(session, meeting_id)
            if row.id != entry_id
        ]
        known = incumbency.known_of(session, meeting, [own, *others])
        entries = [*others, own]
        problems = incumbency.told(entries, len(others), known)
        post_held = incumbents.resignation(own, known)
        if post_held and incumbents.resigns(entries, own.name, home) is None:
            resigns = post_held
    return EntryHint(
        category="" if office is Office.UNKNOWN else office.value,
        verbs=verbs,
        suggested=_same_way(verb, verbs),
        proposers=tuple(p.value for p in source.proposers) if source else (),
        article=source.article if source else "",
        duties=duties(verb, post, home),
        organiser=appointments.oath_organiser(verb, name, post, home) if post.strip() else "",
        letter=gets_letter(verb, post, home),
        problems=problems,
        resigns=resigns,
    )


def _same_way(verb: str, verbs: tuple[str, ...]) -> str:
    if verb in verbs:
        return ""
    way = AppointmentVerb(verb).appoints
    return next((v for v in verbs if AppointmentVerb(v).appoints is way), "")


@action("增加任免人选")
def nominate(
    work: Work,
    meeting_id: int,
    *,
    proposer: str,
    verb: str,
    name: str,
    post: str,
    gender: str = "",
    ethnicity: str = "",
    reason: str = "",
) -> int:
    """Add an entry to a proposer's motion, registering the motion if there is none yet.

    Returns the entry's id.

    Raises:
        Refused: as :func:`meetingdesk.actions.appointments.add_entry`.
    """
    rows = motions_of(work.session, meeting_id)
    motion_id = next((row.id for row in rows if row.proposer == proposer), None)
    if motion_id is None:
        motion_id = appointments.add_motion(work, meeting_id, proposer=proposer)
    return appointments.add_entry(
        work, motion_id, verb=verb, name=name, post=post, gender=gender, ethnicity=ethnicity,
        reason=reason,
    )  # fmt: skip


@action("登记辞职请求")
def add_resignation(work: Work, meeting_id: int, name: str) -> int:
    """Register that a member asks to be released from the committee, before what needs it.

    The motion is the person's own (地方组织法 Art.32) and stands before the one that appoints
    them, so that it is decided first. Returns the entry's id.

    Raises:
        Refused: the person is no member at this meeting, or the request is there already.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    name = unpadded(name)
    post = incumbency.members_of(work.session, meeting).get(name)
    rows = incumbency.entries_of(work.session, meeting_id)
    if post is None:
        raise Refused(f"名册中{name}现在不是常委会组成人员，不需要辞去常委会职务。")
    if incumbents.resigns(map(incumbency.plain, rows), name, meeting.body.place) is not None:
        raise Refused(f"已经登记{name}辞去常委会职务的请求。")
    cause = next((row for row in rows if row.name == name), None)
    motion_id = appointments.add_motion(
        work,
        meeting_id,
        proposer=Proposer.SELF.value,
        proposer_name=name,
        item_id=cause.motion.item_id if cause is not None else None,
    )
    made = appointments.add_entry(
        work, motion_id, verb=AppointmentVerb.ACCEPT_RESIGNATION.value, name=name,
        post=incumbency.committee_post(meeting, post), reason="担任其他国家机关职务",
    )  # fmt: skip
    if cause is not None:
        order = motions_of(work.session, meeting_id)
        appointments.move_motion(work, motion_id, order.index(cause.motion))
    work.label = f"登记{name}辞去常委会{post}职务的请求"
    return made


@action("粘贴任免案")
def add_pasted(work: Work, meeting_id: int, text: str, *, proposer: str = "") -> ImportReport:
    """Add what pasted text proposes, all or none, as one step.

    Lines such as 市长提请： say whose motion follows; ``proposer`` is whose the rest is. Entries
    the meeting has already are left alone.

    Raises:
        BadInput: naming every line that cannot be read.
    """
    if not text.strip():
        raise BadInput("还没有粘贴内容。请从任免案中复制正文，粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _FILE
        path.write_text(text, encoding="utf-8")
        try:
            report = import_appointments(work, path, meeting_id=meeting_id, proposer=proposer)
        except BadInput as error:
            found = (Problem(p.message, row=p.row, field=p.field) for p in error.problems)
            raise BadInput.of(error.message.replace(_FILE, _SHOWN), found) from error
    added = report.count("新增")
    work.label = f"粘贴任免案（{added}人次）"
    return report


def motion_text(path: str | Path) -> str:
    """Return the text of a motion kept as .txt or .docx, to be read as if it were pasted.

    Raises:
        BadInput: another type of file, a damaged one, or one without text.
    """
    lines = [text for _, text in read_lines(Path(path))]
    if not lines:
        raise BadInput(f"“{Path(path).name}”里没有文字。请打开文件核对，再复制正文粘贴。")
    return "\n".join(lines)


def read_pasted(office: Desk, meeting_id: int, text: str, *, proposer: str = "") -> PastedMotion:
    """Tell what pasted text would add, with the objections to each entry; nothing is kept.

    Lines that cannot be read are told apart, so that the others show all the same.

    Raises:
        Refused: the meeting is gone.
    """
    try:
        return _rehearsed(office, meeting_id, text, proposer)
    except BadInput as error:
        problems = error.problems or (Problem(error.message),)
        wrong = {p.row for p in problems if p.row is not None}
    lines = text.splitlines()
    rest = "\n".join("" if at in wrong else line for at, line in enumerate(lines, start=1))
    try:
        read = _rehearsed(office, meeting_id, rest, proposer)
    except BadInput:
        return PastedMotion((), 0, problems)
    return PastedMotion(read.entries, read.known, problems)


def _rehearsed(office: Desk, meeting_id: int, text: str, proposer: str) -> PastedMotion:
    with office.desk.session() as session:  # never committed
        work = Work(office, session, name="预览")
        before = {e.id for m in appointments.motions(work, meeting_id) for e in m.entries}
        report = add_pasted(work, meeting_id, text, proposer=proposer)
        session.flush()
        session.expire_all()
        after = [e for m in appointments.motions(work, meeting_id) for e in m.entries]
        return PastedMotion(tuple(e for e in after if e.id not in before), report.count("相同"), ())


@query
def facts(session: Session, meeting_id: int) -> AppointmentFacts:
    """Count a meeting's appointments."""
    return figures(appointments.motion_views(session, meeting_id))


def figures(motions: Sequence[MotionView]) -> AppointmentFacts:
    """Count what a meeting's motions hold, as they were read."""
    rows = [e for m in motions for e in m.entries]
    live = [e for e in rows if e.state != "撤回"]
    letters = [e.letter for e in rows if e.letter is not None]
    due = [e for e in live if e.must_swear and e.state == "通过"]
    return AppointmentFacts(
        motions=len(motions),
        person_times=len(live),
        persons=count_persons([Entry(e.verb, e.name, e.post, e.proposer) for e in live]),
        appointing=sum(AppointmentVerb(e.verb).appoints for e in live),
        removing=sum(AppointmentVerb(e.verb).removes for e in live),
        pending=sum(e.state == "待表决" for e in rows),
        passed=sum(e.state == "通过" for e in rows),
        failed=sum(e.state == "未通过" for e in rows),
        withdrawn=sum(e.state == "撤回" for e in rows),
        objected=sum(bool(e.problems) for e in live),
        letters=len(letters),
        letters_due=sum(e.gets_letter and e.state == "通过" for e in live),
        presented=sum(letter.presented_on is not None for letter in letters),
        received=sum(bool(letter.received_by) for letter in letters),
        must_swear=len(due),
        sworn=sum(e.sworn for e in due),
    )
