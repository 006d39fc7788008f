"""Checks of the records against each other: outcomes, orders, figures, numbers, clocks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.checking.findings import LOOK, WRONG, Finding, of_meeting
from meetingdesk.records.docnumbers import VoidNumber
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.facts import (
    ceremonies_of,
    decisions_of,
    due_at,
    last_day,
    motions_of,
    present_of,
    tenures_on,
    title_of,
    votes_of,
)
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.gate import GatedItem, check_gate
from meetingdesk.rules.itemtypes import item_type
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.proofreading import gaps, out_of_order
from meetingdesk.rules.titles import adoption_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from meetingdesk.records.appointments import MotionEntry
    from meetingdesk.records.votes import Vote

_SERIAL = re.compile(r"(.*?第?)(\d+)(号?)")


def check_calendar(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report a meeting out of its series, and days outside the meeting."""
    if meeting.start is None:
        return
    if meeting.term_number and meeting.term and meeting.term_number != meeting.term.number:
        yield of_meeting(
            meeting, "届次", WRONG,
            f"会议写作第{meeting.term_number}届，名册是第{meeting.term.number}届。",
        )  # fmt: skip
    if meeting.number is not None:
        same = select(Meeting).where(
            Meeting.body_id == meeting.body_id,
            Meeting.kind == meeting.kind,
            Meeting.term_number == meeting.term_number,
            Meeting.id != meeting.id,
        )
        for other in session.scalars(same):
            if other.number is None or other.start is None:
                continue
            if (other.number < meeting.number) != (other.start <= meeting.start):
                yield of_meeting(
                    meeting, "会次", WRONG,
                    f"第{meeting.number}次会议在{cn_date(meeting.start)}，"
                    f"第{other.number}次会议却在{cn_date(other.start)}，次序不对。",
                )  # fmt: skip
    end = last_day(meeting)
    for sitting in meeting.sittings:
        if sitting.date and end and not meeting.start <= sitting.date <= end:
            yield Finding(
                "日期", WRONG, "日程",
                f"{cn_date(sitting.date)}{sitting.half}不在会议日期之内。", "sitting_id", sitting.id,
            )  # fmt: skip
    if meeting.notice_on and meeting.notice_on > meeting.start:
        yield of_meeting(meeting, "日期", WRONG, "会议通知的日期晚于会议开始。")


def check_agenda(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report items without reporter, without consent, without a place in the order of day."""
    planned = {entry.item_id for sitting in meeting.sittings for entry in sitting.entries}
    numbers = Counter(item.printed_number for item in meeting.agenda if item.printed_number)
    for number, times in numbers.items():
        if times > 1:
            yield Finding(
                "议程序号", WRONG, "议程", f"有{times}个议题印作第{number}项。", "item_id"
            )
    for item in meeting.agenda:
        where = f"“{item.verb}{item.subject}”"
        if item.stands and item.verb.startswith("听取") and not item.reporter:
            yield Finding("报告人", LOOK, "议程", f"{where}没有报告人。", "item_id", item.id)
        if meeting.sittings and item.stands and item.id not in planned:
            yield Finding("日程", LOOK, "日程", f"{where}没有排进日程。", "item_id", item.id)
        if meeting.kind == MeetingKind.STANDING:
            for problem in check_gate([GatedItem(where, item.type, item.via)]):
                yield Finding("提请", LOOK, "议程", problem.message, "item_id", item.id)
    yield from _check_products(session, meeting)


def _check_products(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """决算 and 预算调整 want a 决议 (监督法 Art. 19; inventory §6.17)."""
    made = defaultdict(set)
    for decision in decisions_of(session, meeting.id):
        made[decision.item_id].add(decision.kind)
    for item in meeting.agenda:
        wanted = item_type(item.type)
        due = meeting.kind == MeetingKind.STANDING and {"审议意见书", "决议"} <= {*wanted.products}
        if due and "决议" not in made[item.id]:
            yield Finding(
                "决议", WRONG, "议程",
                f"“{item.subject}”属{wanted.name}，应当作出决议，还没有起草。", "item_id", item.id,
            )  # fmt: skip


def check_decisions(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report adoption notes missing or wrong, and texts whose state and vote disagree."""
    end = last_day(meeting)
    certified = _certified(session, meeting)
    for decision in decisions_of(session, meeting.id):
        where, voted = f"《{decision.title}》", certified.get(("decision", decision.id))
        if not decision.body.strip():
            yield Finding("正文", WRONG, where, "还没有正文。", "decision_id", decision.id)
        if decision.state == "通过":
            day = decision.adopted_on or end
            wanted = adoption_note(day, title_of(meeting)) if day else ""
            if not decision.adoption_note:
                yield Finding(
                    "题注", WRONG, where, "已经通过，没有题注。", "decision_id", decision.id
                )
            elif decision.adoption_note != wanted:
                yield Finding(
                    "题注", WRONG, where,
                    f"题注是“{decision.adoption_note}”，按记录应为“{wanted}”。",
                    "decision_id", decision.id,
                )  # fmt: skip
            if day and meeting.start and end and not meeting.start <= day <= end:
                yield Finding(
                    "日期", WRONG, where, f"通过日期{cn_date(day)}不在会议日期之内。",
                    "decision_id", decision.id,
                )  # fmt: skip
            if voted == "failed":
                yield Finding(
                    "表决",
                    WRONG,
                    where,
                    "登记为通过，表决结果是未通过。",
                    "decision_id",
                    decision.id,
                )
        elif voted == "passed" and decision.state == "草案":
            yield Finding(
                "表决", LOOK, where, "表决已经通过，还没有登记通过。", "decision_id", decision.id
            )


def check_appointments(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report entries against their vote and the oath lists, letters out of number."""
    certified = _certified(session, meeting)
    motions = motions_of(session, meeting.id)
    entries = [entry for motion in motions for entry in motion.entries]
    for entry in entries:
        voted = certified.get(("entry", entry.id))
        if (voted, entry.state) in (("passed", "未通过"), ("failed", "通过")):
            yield _about(entry, "表决", WRONG, f"登记为{entry.state}，与表决结果不一致。")
        elif entry.state == "通过" and entry.must_swear and not _swears(session, meeting, entry):
            yield _about(entry, "宣誓", LOOK, "应当宣誓，还没有排进宣誓仪式。")
    for ceremony in ceremonies_of(session, meeting.id):
        for taker in ceremony.takers:
            if taker.entry and taker.post != taker.entry.post:
                yield _about(
                    taker.entry, "职务", WRONG,
                    f"任免案写“{taker.entry.post}”，宣誓名单写“{taker.post}”。",
                )  # fmt: skip
            if taker.entry and taker.name != taker.entry.name:
                yield _about(taker.entry, "人名", WRONG, f"宣誓名单写作“{taker.name}”。")
    letters = [letter.number for entry in entries for letter in entry.letters if letter.number]
    yield from _numbered("任命书", letters, "entry_id")


def _about(entry: MotionEntry, code: str, level: str, message: str) -> Finding:
    return Finding(code, level, f"任免案{entry.name}", message, "entry_id", entry.id)


def _swears(session: Session, meeting: Meeting, entry: MotionEntry) -> bool:
    return any(
        taker.entry_id == entry.id
        for ceremony in ceremonies_of(session, meeting.id)
        for taker in ceremony.takers
    )


def check_votes(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report ballots in another order than the agenda or the motions, and figures that moved."""
    entry_order = [e.id for m in motions_of(session, meeting.id) for e in m.entries]
    roll = {row.person_id for row in meeting.attendance if row.person_id is not None}
    for vote in votes_of(session, meeting.id):
        where = f"表决“{vote.title}”"
        wrong = None
        objects = list(vote.item.objects or []) if vote.item else []
        if objects:
            wrong = out_of_order(objects, [question.text for question in vote.questions])
        if voted := [question.entry_id for question in vote.questions if question.entry_id]:
            texts = {question.entry_id: question.text for question in vote.questions}
            if pair := out_of_order(entry_order, voted):
                wrong = texts[pair[0]], texts[pair[1]]  # type: ignore[index]
        if wrong:
            yield Finding(
                "票序", WRONG, where, f"票上“{wrong[0]}”排在“{wrong[1]}”前面，与名单次序不同。",
                "vote_id", vote.id,
            )  # fmt: skip
        yield from _check_figures(session, meeting, vote, roll)


def _check_figures(
    session: Session, meeting: Meeting, vote: Vote, roll: set[int]
) -> Iterator[Finding]:
    where = f"表决“{vote.title}”"
    if vote.members is not None and vote.opened_on and meeting.term_id is not None:
        now = len(tenures_on(session, meeting.term_id, vote.opened_on))
        if now != vote.members:
            yield Finding(
                "人数", LOOK, where,
                f"开票时全体组成人员{vote.members}人，名册现在是{now}人。", "vote_id", vote.id,
            )  # fmt: skip
    present = present_of(meeting)
    if roll and vote.present is not None and present is not None and vote.present > present:
        yield Finding(
            "人数", LOOK, where, f"开票时到会{vote.present}人，签到现在是{present}人。",
            "vote_id", vote.id,
        )  # fmt: skip


def check_roll(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report a roll that names others than those due."""
    named = {row.person_id for row in meeting.attendance if row.person_id is not None}
    due = {tenure.person_id: tenure.person.name for tenure in due_at(session, meeting)}
    if not named or not due:
        return
    if missing := [name for person, name in due.items() if person not in named]:
        yield of_meeting(meeting, "签到", WRONG, f"签到册里没有{'、'.join(missing)}。")
    extra = [
        row.person.name for row in meeting.attendance if row.person and row.person_id not in due
    ]
    if extra:
        yield of_meeting(meeting, "签到", WRONG, f"{'、'.join(extra)}不是这次会议的应到人员。")


def check_issued(session: Session, meeting: Meeting) -> Iterator[Finding]:
    """Report document numbers left out within a series and not stated as never used."""
    every = session.scalars(select(IssuedDocument.number).where(IssuedDocument.number != ""))
    own = session.scalars(
        select(IssuedDocument.number).where(IssuedDocument.meeting_id == meeting.id)
    )
    series, heads = _series(every), _series(own)
    stated = set(session.scalars(select(VoidNumber.number)))
    for head in sorted(heads):
        for missing in gaps(series[head]):
            number = f"{head}{missing}号"
            if number not in stated:
                yield Finding("文号", LOOK, "印发的文书", f"文号缺“{number}”。", "issued_id")


def _series(numbers: Iterable[str]) -> dict[str, list[int]]:
    """Return the serials used by what stands before them: 示人常〔2026〕 → [15, 17]."""
    series: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        if found := _SERIAL.fullmatch(number):
            series[found[1]].append(int(found[2]))
    return series


def _numbered(what: str, numbers: list[str], key: str) -> Iterator[Finding]:
    for head, used in _series(numbers).items():
        for missing in gaps(used):
            yield Finding("文号", LOOK, what, f"编号缺“{head}{missing}号”。", key)


def _certified(session: Session, meeting: Meeting) -> dict[tuple[str, int], str]:
    """Return how each decision and each entry came out of the last certified vote on it."""
    found: dict[tuple[str, int], str] = {}
    for vote in votes_of(session, meeting.id):
        if vote.state != "已确认" or not vote.result:
            continue
        outcomes = {q["key"]: q["state"] for q in vote.result.get("questions", [])}
        for question in vote.questions:
            state = outcomes.get(question.key, "")
            if question.decision_id is not None:
                found["decision", question.decision_id] = state
            if question.entry_id is not None:
                found["entry", question.entry_id] = state
    return found
