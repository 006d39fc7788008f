"""任前程序: training, exam and public notice of those to be appointed (B20–B22).

Whether any of it is asked for, warned of or keeps a nominee off the ballot is the body's own
setting, in force from a day like every other parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import assign, fetch, renumber
from meetingdesk.actions.incumbency import entries_of, settings_of
from meetingdesk.actions.procedure import rules_of, set_rules
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.records.appointments import ExamBatch, MotionEntry, Screening
from meetingdesk.records.facts import last_day
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules import screening as rules
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.screening import Passed, Standard

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

#: the parameters of the gates, in the order they are set
GATE_KEYS = (
    "training_gate", "training_gap", "training_days", "exam_gate", "exam_wanted", "exam_pass",
    "exam_good", "exam_retakes", "publicity_gate", "publicity_days",
)  # fmt: skip
_BATCH = frozenset({"materials_on", "training_on", "exam_on", "place"})
_FIELDS = frozenset({"batch_id", "trained", "waived", "public_from", "public_until", "objection"})


@dataclass(frozen=True, slots=True)
class BatchView:
    """场次: one round of training and exam. ``problems`` are gaps other than the body's."""

    id: int
    position: int
    materials_on: dt.date | None
    training_on: dt.date | None
    exam_on: dt.date | None
    place: str
    people: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NomineeView:
    """One nominee with what is behind them; ``score`` and ``retake`` as written, '' for none.

    ``told`` are the gates not passed; ``blocked`` keeps the nominee off the ballot.
    """

    id: int
    proposer: str
    name: str
    verb: str
    post: str
    state: str
    batch_id: int | None
    batch: int | None
    trained: bool
    score: str
    retake: str
    grade: str
    waived: str
    public_from: dt.date | None
    public_until: dt.date | None
    objection: str
    told: tuple[str, ...]
    blocked: bool


@dataclass(frozen=True, slots=True)
class ScreeningFacts:
    """The figures of the gates (B20: 场次与人数分列统计); people are counted once each."""

    asks: bool
    people: int
    trained: int
    examined: int
    good: int
    passed: int
    open: int
    blocked: int
    batches: int


@dataclass(frozen=True, slots=True)
class ReadScores:
    """What a pasted list would set: (name, mark) pairs, who is left out, what is not readable."""

    scores: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def standard_of(session: Session, meeting: Meeting) -> Standard:
    """Return what the body asks of nominees at this meeting."""
    return rules.standard(settings_of(session, meeting))


@query
def standard(session: Session, meeting_id: int) -> Standard:
    """Return what the body asks of nominees at this meeting."""
    return standard_of(session, fetch(session, Meeting, meeting_id))


@query
def gate_values(session: Session, meeting_id: int) -> dict[str, object]:
    """Return the parameters of the gates in force at the meeting, by key."""
    values = settings_of(session, fetch(session, Meeting, meeting_id))
    return {key: values[key] for key in GATE_KEYS}


@action("设定任前程序要求")
def set_gates(work: Work, /, meeting_id: int, *, valid_from: dt.date, **values: object) -> None:
    """Set the gates of the meeting's body from a day on; its other parameters stay as they are.

    Raises:
        Refused: a value out of its range, or the line of 优良 below that of 合格.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    kept = rules_of(work.session, meeting.body_id, valid_from)
    given = {key: value for key, value in values.items() if key in GATE_KEYS}
    merged = {**kept, **given}
    if int(merged["exam_good"]) < int(merged["exam_pass"]):  # type: ignore[call-overload]
        raise Refused(
            "优良线不能低于合格线，没有保存。", Problem("请核对两条线。", field="exam_good")
        )
    set_rules(work, body_id=meeting.body_id, valid_from=valid_from, values=merged)  # type: ignore[arg-type]
    work.meeting_id = meeting.id
    work.label = f"设定自{cn_date(valid_from)}起的任前程序要求"


def passed_of(row: Screening | None) -> Passed:
    """Return what a nominee has behind them as the rules know it."""
    if row is None:
        return Passed()
    return Passed(row.trained, row.score, row.retake, row.waived, row.public_from, row.public_until)


def nominees_of(session: Session, meeting_id: int) -> list[MotionEntry]:
    """Return who is to take up a post at the meeting, in the order of the vote."""
    return [e for e in entries_of(session, meeting_id) if rules.screened(e.verb)]


def findings_of(entry: MotionEntry, row: Screening | None, wanted: Standard) -> list[rules.Finding]:
    """Return the gates an entry has not passed; nothing once it was decided."""
    if entry.state in ("未通过", "撤回") or not rules.screened(entry.verb):
        return []
    return rules.findings(entry.name, passed_of(row), wanted, last_day(entry.motion.meeting))


def blocked(session: Session, entries: Iterable[MotionEntry]) -> list[str]:
    """Return why entries may not be put to the vote, one line a gate; empty: they may."""
    found: list[str] = []
    for entry in entries:
        wanted = standard_of(session, entry.motion.meeting)
        if wanted.asks:
            found += [f.message for f in findings_of(entry, entry.screening, wanted) if f.blocks]
    return found


def _rows(session: Session, meeting_id: int) -> dict[int, Screening]:
    ids = [entry.id for entry in nominees_of(session, meeting_id)]
    found = session.scalars(select(Screening).where(Screening.entry_id.in_(ids)))
    return {row.entry_id: row for row in found}


def batches_of(session: Session, meeting_id: int) -> list[ExamBatch]:
    """Return the meeting's rounds of training and exam in order."""
    wanted = select(ExamBatch).where(ExamBatch.meeting_id == meeting_id)
    return list(session.scalars(wanted.order_by(ExamBatch.position, ExamBatch.id)))


@query
def nominees(session: Session, meeting_id: int) -> list[NomineeView]:
    """List who is to take up a post, with training, marks, notice, and what is still missing."""
    meeting = fetch(session, Meeting, meeting_id)
    return nominee_views(session, meeting)


def nominee_views(session: Session, meeting: Meeting) -> list[NomineeView]:
    """Return the views of a meeting's nominees within a running session."""
    wanted, rows = standard_of(session, meeting), _rows(session, meeting.id)
    numbers = {batch.id: at for at, batch in enumerate(batches_of(session, meeting.id), start=1)}
    return [
        _view(entry, rows.get(entry.id), wanted, numbers)
        for entry in nominees_of(session, meeting.id)
    ]


def _view(
    entry: MotionEntry, row: Screening | None, wanted: Standard, numbers: dict[int, int]
) -> NomineeView:
    done = passed_of(row)
    found = findings_of(entry, row, wanted)
    batch_id = row.batch_id if row else None
    return NomineeView(
        id=entry.id,
        proposer=entry.motion.proposer,
        name=entry.name,
        verb=entry.verb,
        post=entry.post,
        state=entry.state,
        batch_id=batch_id,
        batch=numbers.get(batch_id) if batch_id is not None else None,
        trained=done.trained,
        score="" if done.score is None else rules.marks(done.score),
        retake="" if done.retake is None else rules.marks(done.retake),
        grade=rules.grade(rules.counted(done, wanted), wanted),
        waived=done.waived,
        public_from=done.public_from,
        public_until=done.public_until,
        objection=row.objection if row else "",
        told=tuple(f.message for f in found),
        blocked=any(f.blocks for f in found),
    )


@query
def screening_facts(session: Session, meeting_id: int) -> ScreeningFacts:
    """Count the meeting's nominees, once each, by what they have behind them."""
    meeting = fetch(session, Meeting, meeting_id)
    views = nominee_views(session, meeting)
    people = {view.name: view for view in reversed(views)}.values()
    return ScreeningFacts(
        asks=standard_of(session, meeting).asks,
        people=len(people),
        trained=sum(v.trained for v in people),
        examined=sum(bool(v.score or v.retake) for v in people),
        good=sum(v.grade == "优良" for v in people),
        passed=sum(v.grade in ("优良", "合格") for v in people),
        open=len({v.name for v in views if v.told}),
        blocked=len({v.name for v in views if v.blocked}),
        batches=len(batches_of(session, meeting_id)),
    )


def _same_person(work: Work, entry: MotionEntry) -> list[MotionEntry]:
    """Return the entry and the person's other appointments of the meeting: one exam serves all."""
    found = nominees_of(work.session, entry.motion.meeting_id)
    return [e for e in found if e.name == entry.name] or [entry]


def _row(work: Work, entry: MotionEntry) -> Screening:
    if entry.screening is None:
        entry.screening = Screening(entry_id=entry.id)
        work.session.flush()
    return entry.screening


def _score(text: str, field: str) -> int | None:
    if not text.strip():
        return None
    mark = rules.read_mark(text)
    if mark is None:
        raise Refused(
            f"“{text.strip()}”不是成绩，没有保存。",
            Problem("请填0至100分，最多一位小数。", field=field),
        )
    return mark


@action("登记任前程序")
def screen(work: Work, /, entry_id: int, **values: object) -> None:
    """Set what a nominee has behind them; ``score`` and ``retake`` as written, '' for none.

    All the person's appointments of the meeting are set alike.

    Raises:
        Refused: the entry takes nobody into a post, a mark is none, or days the wrong way round.
    """
    entry = fetch(work.session, MotionEntry, entry_id)
    if not rules.screened(entry.verb):
        raise Refused(f"{entry.name}这一项是免职，没有任前程序。")
    numbers = {
        key: _score(str(values.pop(key) or ""), key) for key in ("score", "retake") if key in values
    }
    for one in _same_person(work, entry):
        row = _row(work, one)
        assign(row, dict(values), _FIELDS)
        for key, mark in numbers.items():
            setattr(row, key, mark)
        if row.public_from and row.public_until and row.public_until < row.public_from:
            raise Refused(
                "公示结束早于开始，没有保存。", Problem("请核对日期。", field="public_until")
            )
    work.meeting_id = entry.motion.meeting_id
    work.label = f"登记{entry.name}的任前程序"


@action("登记任前程序（多人）")
def screen_all(work: Work, /, entry_ids: Iterable[int], **values: object) -> int:
    """Set the same for several nominees as one step; return how many people.

    Raises:
        Refused: as :func:`screen`, or nobody is given.
    """
    ids = list(entry_ids)
    if not ids:
        raise Refused("没有选定人员。", Problem("请先选一人或几人。"))
    names = {}
    for entry_id in ids:
        screen(work, entry_id, **values)
        names[fetch(work.session, MotionEntry, entry_id).name] = True
    work.label = f"登记{len(names)}人的任前程序"
    return len(names)


@query
def read_scores(session: Session, meeting_id: int, text: str) -> ReadScores:
    """Tell which marks a pasted list gives to the meeting's nominees; nothing is kept."""
    names = list(dict.fromkeys(e.name for e in nominees_of(session, meeting_id)))
    scores, problems = rules.read_scores(text, names)
    given = {one.name for one in scores}
    return ReadScores(
        tuple((one.name, rules.marks(one.mark)) for one in scores),
        tuple(name for name in names if name not in given),
        tuple(problems),
    )


@action("粘贴考试成绩")
def add_scores(
    work: Work, meeting_id: int, text: str, *, retake: bool = False, batch_id: int | None = None
) -> int:
    """Set the marks of a pasted list, all or none, as one step; return how many people.

    ``retake`` takes them as those of the second try. Who has a mark of a batch was trained in it
    only if that is recorded apart.

    Raises:
        BadInput: naming every line that cannot be read; nothing is set.
    """
    read = read_scores(work, meeting_id, text)
    if read.problems:
        raise BadInput.of("成绩没有登记，台账没有改动。", list(read.problems))
    if not read.scores:
        raise BadInput("粘贴的内容里没有成绩。请从成绩单中复制姓名和分数两栏。")
    by_name = {e.name: e for e in nominees_of(work.session, meeting_id)}
    extra = {} if batch_id is None else {"batch_id": batch_id}
    for name, mark in read.scores:
        screen(work, by_name[name].id, **{"retake" if retake else "score": mark}, **extra)
    work.meeting_id = meeting_id
    work.label = f"登记{'补考' if retake else '任前考试'}成绩{len(read.scores)}人"
    return len(read.scores)


@query
def batches(session: Session, meeting_id: int) -> list[BatchView]:
    """List the meeting's rounds of training and exam."""
    wanted = standard_of(session, fetch(session, Meeting, meeting_id))
    rows = _rows(session, meeting_id).values()
    names = {e.id: e.name for e in nominees_of(session, meeting_id)}
    return [
        BatchView(
            id=batch.id,
            position=at,
            materials_on=batch.materials_on,
            training_on=batch.training_on,
            exam_on=batch.exam_on,
            place=batch.place,
            people=len({names[row.entry_id] for row in rows if row.batch_id == batch.id}),
            problems=tuple(
                p.message
                for p in rules.spacing(batch.materials_on, batch.training_on, batch.exam_on, wanted)
            ),
        )
        for at, batch in enumerate(batches_of(session, meeting_id), start=1)
    ]


@query
def planned_days(session: Session, meeting_id: int, exam_on: dt.date) -> tuple[dt.date, dt.date]:
    """Return when to hand out material and to teach for an exam on ``exam_on`` (B21)."""
    return rules.counted_back(exam_on, standard_of(session, fetch(session, Meeting, meeting_id)))


@action("登记培训考试场次")
def add_batch(
    work: Work,
    meeting_id: int,
    *,
    exam_on: dt.date,
    training_on: dt.date | None = None,
    materials_on: dt.date | None = None,
    place: str = "",
    everyone: bool = True,
) -> int:
    """Register a round of training and exam; with ``everyone`` all without one belong to it.

    Returns its id.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    batch = ExamBatch(
        meeting_id=meeting.id,
        position=len(batches_of(work.session, meeting.id)) + 1,
        exam_on=exam_on,
        training_on=training_on,
        materials_on=materials_on,
        place=place.strip(),
    )
    work.session.add(batch)
    work.session.flush()
    for entry in nominees_of(work.session, meeting.id) if everyone else ():
        row = _row(work, entry)
        if row.batch_id is None and not row.waived:
            row.batch_id = batch.id
    work.meeting_id = meeting.id
    work.label = f"登记{cn_date(exam_on, year=False)}任前培训考试"
    return batch.id


@action("修改培训考试场次")
def edit_batch(work: Work, /, batch_id: int, **values: object) -> None:
    """Change a round's days or place."""
    batch = fetch(work.session, ExamBatch, batch_id)
    assign(batch, values, _BATCH)
    work.meeting_id, work.label = batch.meeting_id, "修改任前培训考试场次"


@action("删除培训考试场次")
def delete_batch(work: Work, batch_id: int) -> None:
    """Delete a round; marks stay with the nominees."""
    batch = fetch(work.session, ExamBatch, batch_id)
    meeting_id = batch.meeting_id
    for row in work.session.scalars(select(Screening).where(Screening.batch_id == batch_id)):
        row.batch_id = None
    work.session.flush()
    work.session.delete(batch)
    work.session.flush()
    renumber(batches_of(work.session, meeting_id))
    work.meeting_id, work.label = meeting_id, "删除任前培训考试场次"
