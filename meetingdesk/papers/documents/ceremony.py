"""任命书, 宪法宣誓书 and the ceremony's record (A27, A28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.model import (
    A4_LANDSCAPE,
    A4_REPORT,
    Align,
    Cell,
    Document,
    Face,
    PageSetup,
    Row,
    Table,
)
from meetingdesk.papers.wording import compose
from meetingdesk.records.appointments import Letter, Motion, MotionEntry
from meetingdesk.records.facts import ceremonies_of, last_day
from meetingdesk.rules.dates import cn_date, weekday
from meetingdesk.rules.names import padded
from meetingdesk.rules.oath import OATH_TEXT

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.oaths import Ceremony


def letter(_session: Session, record: Letter) -> Document:
    """任命书: landscape, room for the seal; signed by the 主任 (rules.md §2.3)."""
    entry = record.entry
    meeting = entry.motion.meeting
    day = record.issued_on or last_day(meeting)
    if day is None:
        raise Refused(
            "任命书没有日期，还不能生成。", Problem("请先填写会议日期。", field="会议日期")
        )
    if not record.signer:
        raise Refused("任命书没有署名人。", Problem("请先填写署名的主任。", field="署名"))
    words = meeting_words(meeting)
    words.update(
        number=record.number,
        name=padded(entry.name),
        post=entry.post,
        verb="决定任命" if entry.verb.startswith("决定") else "任命",
        signer=padded(record.signer),
        issued_on=cn_date(day),
        passed_on=cn_date(entry.passed_on or day),
    )
    return compose(
        "letter",
        "letter",
        words,
        title=f"任命书（{entry.name}）",
        page=A4_LANDSCAPE,
        author=words["body"],
        date=day.isoformat(),
    )


def oath(_session: Session, record: Ceremony) -> Document:
    """宪法宣誓书: the statutory text, one sheet a person, with room for the signature."""
    if not record.takers:
        raise nothing("宣誓名单是空的", "请先登记宣誓人。")
    words = meeting_words(record.meeting)
    day = record.date or last_day(record.meeting)
    words.update(
        oath=OATH_TEXT,
        takers=[{"name": padded(t.name), "post": t.post} for t in record.takers],
        held_on=cn_date(day) if day else "",
    )
    return compose(
        "oath",
        "oath",
        words,
        title="宪法宣誓书",
        page=PageSetup(page_numbers=False),
        author=words["body"],
        date=day_of(record.meeting),
    )


def oath_plan(_session: Session, record: Ceremony) -> Document:
    """宣誓方案: who swears, who leads, and the steps (2018 decision, item 8)."""
    if not record.takers:
        raise nothing("宣誓名单是空的", "请先登记宣誓人。")
    words = meeting_words(record.meeting)
    together = record.form == "集体"
    words.update(
        form=f"{record.form}宣誓",
        together=together,
        takers=[{"name": padded(t.name), "post": t.post} for t in record.takers],
        chair_name=record.chair,
        leader=record.leader,
        witness=record.witness,
        organiser=record.organiser or words["body_short"],
        oath_place=record.place or words.get("place", ""),
        oath=OATH_TEXT,
    )
    if record.date:
        words["held_on"] = f"{cn_date(record.date)}（{weekday(record.date)}）"
    return compose(
        "oath_plan", "oath_plan", words, author=words["office"], date=day_of(record.meeting)
    )


def oath_record(_session: Session, record: Ceremony) -> Document:
    """宪法宣誓登记表: how, where, who led, who swore (2018 decision, item 8)."""
    if not record.takers:
        raise nothing("宣誓名单是空的", "请先登记宣誓人。")
    words = meeting_words(record.meeting)
    return compose(
        "oath_record",
        "oath_record",
        words,
        {"facts": _facts(record), "takers": _takers(record)},
        page=A4_REPORT,
        author=words["body"],
        date=day_of(record.meeting),
    )


def _facts(record: Ceremony) -> Table:
    pairs = (
        ("仪式日期", cn_date(record.date) if record.date else "", "形式", f"{record.form}宣誓"),
        ("地点", record.place, "组织机关", record.organiser),
        (
            "主持人",
            padded(record.chair),
            "领誓人",
            padded(record.leader) if record.leader else "无",
        ),
        (
            "监誓人",
            padded(record.witness) if record.witness else "未设",
            "仪式要求",
            _duties(record),
        ),
    )
    rows = tuple(
        Row(
            (
                Cell((a,), face=Face.HEI),
                Cell((b,)),
                Cell((c,), face=Face.HEI),
                Cell((d,)),
            )
        )
        for a, b, c, d in pairs
    )
    return Table((24, 50, 24, 62), rows, header_rows=0, description="宣誓仪式情况")


def _duties(record: Ceremony) -> str:
    """What the 2018 decision asks of the place and the ceremony, and whether it was so."""
    kept = "奏唱国歌" if record.anthem else "未奏唱国歌"
    return f"{kept}，{'悬挂' if record.emblem else '未悬挂'}国旗或者国徽"


def _takers(record: Ceremony) -> Table:
    head = Row(
        tuple(Cell((h,), face=Face.HEI) for h in ("序号", "姓名", "职务", "是否宣誓", "备注")), 11.0
    )
    rows = []
    for number, taker in enumerate(record.takers, start=1):
        remark = taker.reason
        if taker.made_up_on:
            remark = f"{cn_date(taker.made_up_on)}补宣"
        rows.append(
            Row(
                (
                    Cell((str(number),)),
                    Cell((padded(taker.name),)),
                    Cell((taker.post,), align=Align.LEFT),
                    Cell(("已宣誓" if taker.sworn else "未宣誓",)),
                    Cell((remark,)),
                )
            )
        )
    return Table((13, 27, 72, 24, 24), (head, *rows), description="宣誓人员")


def _letters(session: Session, meeting: Meeting) -> list[Offer]:
    wanted = (
        select(Letter.id, MotionEntry.name)
        .join(MotionEntry, Letter.entry_id == MotionEntry.id)
        .join(Motion, MotionEntry.motion_id == Motion.id)
        .where(Motion.meeting_id == meeting.id)
        .order_by(Motion.position, Motion.id, MotionEntry.position, Letter.id)
    )
    return [Offer(key, f"任命书（{name}）") for key, name in session.execute(wanted)]


def _ceremonies(session: Session, meeting: Meeting) -> list[Offer]:
    return [Offer(c.id) for c in ceremonies_of(session, meeting.id) if c.takers]


MAKERS: dict[str, Maker] = {
    "letter": each(letter, _letters),
    "oath_plan": each(oath_plan, _ceremonies),
    "oath": each(oath, _ceremonies),
    "oath_record": each(oath_record, _ceremonies),
}
