"""拟任命人员: what is behind them before the vote, in which order they speak, whom to tell after it.

任前程序情况说明 (B20–B22), 供职发言次序 (rules.md §2.2), 任免通知 to who proposed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.papers.documents.appointments import proposer_words
from meetingdesk.papers.documents.context import (
    day_of,
    headed,
    meeting_words,
    nothing,
    rules_of,
)
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer, each, of_meeting
from meetingdesk.papers.model import Form
from meetingdesk.papers.wording import compose
from meetingdesk.records.appointments import ExamBatch, Motion, MotionEntry, Screening
from meetingdesk.records.facts import last_day, motions_of, statements_of
from meetingdesk.rules import screening as rules
from meetingdesk.rules.appointments import (
    AppointmentVerb,
    Entry,
    bare_post,
    decision_title,
    sentence,
)
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.names import padded
from meetingdesk.rules.offices import Proposer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.appointments import Statement
    from meetingdesk.records.meetings import Meeting

#: whose head proposes → the organ a notice goes to
_ORGANS = {"市长": "人民政府", "主任": "", "院长": "", "检察长": ""}


def nominees_of(session: Session, meeting: Meeting) -> dict[str, list[MotionEntry]]:
    """Return who is to take up posts, by name, in the order of the vote."""
    found: dict[str, list[MotionEntry]] = {}
    for motion in motions_of(session, meeting.id):
        for entry in motion.entries:
            if entry.state not in ("撤回", "未通过") and rules.screened(entry.verb):
                found.setdefault(entry.name, []).append(entry)
    return found


def _passed(row: Screening | None) -> rules.Passed:
    if row is None:
        return rules.Passed()
    return rules.Passed(
        row.trained, row.score, row.retake, row.waived, row.public_from, row.public_until
    )


def screening(session: Session, meeting: Meeting) -> Document:
    """情况说明: rounds, figures by rounds and by people apart, one line a nominee (B20)."""
    people = nominees_of(session, meeting)
    if not people:
        raise nothing("没有拟任命人员", "请先登记任免案。")
    wanted = rules.standard(rules_of(session, meeting))
    done = {name: _passed(_best(entries)) for name, entries in people.items()}
    grades = {name: rules.grade(rules.counted(one, wanted), wanted) for name, one in done.items()}
    words = meeting_words(meeting)
    told = [
        line
        for name, one in done.items()
        if (line := _missing(name, rules.findings(name, one, wanted, last_day(meeting))))
    ]
    words.update(
        people=len(people),
        batches=_batches(session, meeting),
        trained=sum(one.trained for one in done.values()),
        examined=sum(one.score is not None or one.retake is not None for one in done.values()),
        good=sum(g == "优良" for g in grades.values()),
        passing=sum(g == "合格" for g in grades.values()),
        failing=sum(g == "不合格" for g in grades.values()),
        waived=[f"{name}（{one.waived}）" for name, one in done.items() if one.waived],
        lines=(rules.marks(wanted.passing), rules.marks(wanted.good)),
        wanted=wanted.wanted if wanted.exam != rules.OFF else "",
        objections=[
            f"{name}：{row.objection}"
            for name, entries in people.items()
            if (row := _best(entries)) is not None and row.objection
        ],
        told=told,
    )
    table = _screened(people, done, grades)
    return compose(
        "screening", "screening", words, {"people": table}, author=words["office"],
        date=day_of(meeting),
    )  # fmt: skip


def _missing(name: str, found: Sequence[rules.Finding]) -> str:
    """Return what one nominee still lacks as one line; '' for nothing."""
    parts = [f.message.removeprefix(name).removeprefix("的").rstrip("。") for f in found]
    return f"{name}：{'；'.join(parts)}。" if parts else ""


def _best(entries: Sequence[MotionEntry]) -> Screening | None:
    return next((e.screening for e in entries if e.screening is not None), None)


def _batches(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    wanted = select(ExamBatch).where(ExamBatch.meeting_id == meeting.id)
    rows = session.scalars(wanted.order_by(ExamBatch.position, ExamBatch.id)).all()
    named: dict[int, set[str]] = {}
    for name, entries in nominees_of(session, meeting).items():
        row = _best(entries)
        if row is not None and row.batch_id is not None:
            named.setdefault(row.batch_id, set()).add(name)
    return [
        {
            "materials": cn_date(b.materials_on, year=False) if b.materials_on else "",
            "training": cn_date(b.training_on, year=False) if b.training_on else "",
            "exam": cn_date(b.exam_on, year=False) if b.exam_on else "",
            "place": b.place,
            "people": len(named.get(b.id, ())),
        }
        for b in rows
    ]


def _screened(
    people: dict[str, list[MotionEntry]], done: dict[str, rules.Passed], grades: dict[str, str]
) -> Any:
    rows = []
    for number, (name, entries) in enumerate(people.items(), start=1):
        one = done[name]
        marks = [rules.marks(m) for m in (one.score, one.retake) if m is not None]
        notice = (
            f"{cn_date(one.public_from, year=False)}\n至{cn_date(one.public_until, year=False)}"
            if one.public_from and one.public_until
            else ""
        )
        rows.append((
            str(number), padded(name), "\n".join(bare_post(e.post) for e in entries),
            "参加" if one.trained else "免" if one.waived else "",
            "，补考".join(marks) or ("免考" if one.waived else ""), grades[name], notice,
        ))  # fmt: skip
    heads = ("序号", "姓名", "拟任职务", "培训", "成绩", "等次", "公示")
    columns = [heads, *rows]
    kept = [at for at in range(len(heads)) if at < 3 or any(row[at] for row in rows)]
    widths = (12, 22, 52, 14, 16, 16, 24)
    chosen = [[row[at] for at in kept] for row in columns]
    return ruled(
        chosen[0], chosen[1:], [widths[at] for at in kept], "拟任命人员任前程序情况",
        left=(2,), size_pt=12.0,
    )  # fmt: skip


def statements(session: Session, meeting: Meeting) -> Document:
    """供职发言次序: who speaks when and how long, for the chair and the speakers."""
    rows = statements_of(session, meeting.id)
    if not rows:
        raise nothing("供职发言还没有编排次序", "请先在“任免与宣誓”中编排。")
    words = meeting_words(meeting)
    spoken = [row for row in rows if row.form != "书面"]
    words.update(
        people=len(rows),
        spoken=len(spoken),
        minutes=sum(row.minutes for row in spoken),
        before=rules_of(session, meeting)["statement_time"] == "表决前",
    )
    return compose(
        "statements", "statements", words, {"speakers": _speakers(rows)}, author=words["office"],
        date=day_of(meeting),
    )  # fmt: skip


def _speakers(rows: Sequence[Statement]) -> Any:
    lines = [
        (
            str(n), padded(row.entry.name), bare_post(row.entry.post), row.form,
            "" if row.form == "书面" else f"{row.minutes}分钟" if row.minutes else "不限时",
        )
        for n, row in enumerate(rows, start=1)
    ]  # fmt: skip
    heads = ("序号", "姓名", "拟任职务", "形式", "时间")
    return ruled(heads, lines, (14, 26, 66, 26, 24), "供职发言次序", left=(2,), height_mm=11.0)


def appointment_notice(session: Session, record: Motion) -> Document:
    """任免通知: tells who proposed what the meeting passed of it (rules.md §2.2, 备案/通知)."""
    passed = [e for e in record.entries if e.state == "通过"]
    if not passed:
        raise nothing("这件任免案还没有表决通过的事项", "请先确认任免表决的结果。")
    meeting = record.meeting
    words = meeting_words(meeting)
    day = next((e.passed_on for e in passed if e.passed_on), None) or last_day(meeting)
    names = list(dict.fromkeys(e.name for e in passed))
    up = any(AppointmentVerb(e.verb).appoints for e in passed)
    down = any(AppointmentVerb(e.verb).removes for e in passed)
    what = "任免职务" if up and down else "任职" if up else "免职"
    words.update(
        who=f"{names[0]}{f'等{len(names)}名' if len(names) > 1 else ''}同志{what}",
        organ=notice_organ(session, record),
        sentences=[sentence(e.verb, e.name, e.post) for e in passed],
        letters=[e.name for e in passed if e.letters],
        passed_on=cn_date(day) if day else "",
    )
    return compose(
        "appointment_notice",
        "appointment_notice",
        words,
        title=f"关于{words['who']}的通知",
        author=words["body"],
        date=day.isoformat() if day else day_of(meeting),
        **headed(words, day, form=Form.LETTER),
    )


def notice_organ(session: Session, record: Motion) -> str:
    """Return the organ whose head proposed: 示例市人民政府, 示例市中级人民法院 …"""
    words = proposer_words(session, record)
    for head, organ in _ORGANS.items():
        if words.endswith(head):
            plain = words.removesuffix(head)
            return plain if plain.endswith(organ) else f"{plain}{organ}"
    return words


def _screening_ready(session: Session, meeting: Meeting) -> bool:
    if not nominees_of(session, meeting):
        return False
    if rules.standard(rules_of(session, meeting)).asks:
        return True
    wanted = (
        select(Screening.id)
        .join(MotionEntry, Screening.entry_id == MotionEntry.id)
        .join(Motion, MotionEntry.motion_id == Motion.id)
        .where(Motion.meeting_id == meeting.id)
        .limit(1)
    )
    return session.scalar(wanted) is not None


def _statements_ready(session: Session, meeting: Meeting) -> bool:
    return bool(statements_of(session, meeting.id))


def _notices(session: Session, meeting: Meeting) -> list[Offer]:
    offers = []
    for record in motions_of(session, meeting.id):
        told = (Proposer.CHAIRS, Proposer.SELF, Proposer.FIFTH, "")
        listed = [e for e in record.entries if e.state == "通过"]
        if record.proposer in told or not listed:
            continue
        if all(decision_title(*_plain(e)) for e in listed):
            continue  # decisions of their own are sent as such
        names = list(dict.fromkeys(e.name for e in listed))
        more = f"等{len(names)}名同志" if len(names) > 1 else "同志"
        offers.append(Offer(record.id, f"任免通知（{names[0]}{more}）"))
    return offers


def _plain(entry: MotionEntry) -> tuple[str, str, str]:
    one = Entry(entry.verb, entry.name, entry.post)
    return one.verb, one.name, one.post


MAKERS: dict[str, Maker] = {
    "screening": of_meeting(screening, _screening_ready),
    "statements": of_meeting(statements, _statements_ready),
    "appointment_notice": each(appointment_notice, _notices),
}
