"""疑难票 on the 计票报告单: how many there were and how each was ruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.records.recovery import SAID
from meetingdesk.records.tallies import Ruling
from meetingdesk.records.votes import DOUBT, read_marks
from meetingdesk.rules.cards import parse_card
from meetingdesk.rules.tally import ILLEGIBLE, WHOLE, Pattern

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.votes import Vote


def outcome_words(vote: Vote, sheet: Pattern, ruled: Pattern) -> str:
    """Say what a ruling made of a ballot: 市商务局计入“满意”; 该项无效; 整票无效; 整票有效."""
    marks, names = dict(ruled), {q.key: q.text for q in vote.questions}
    if WHOLE in marks:
        return "整票无效"
    labels = {c.key: c.label for c in parse_card(vote.card or {}).choices}
    words = ["整票有效"] if WHOLE in dict(sheet) else []
    for key, given in sheet:
        if key != WHOLE and DOUBT in given:
            now = marks.get(key, ())
            said = "按未划计" if not now else f"计入“{labels.get(now[0], now[0])}”"
            words.append(f"{names.get(key, key)}{'该项无效' if ILLEGIBLE in now else said}")
    return "，".join(words)


def ruling_words(session: Session, vote: Vote) -> str:
    """Say how the doubtful ballots of a vote were ruled, '' where there were none."""
    rows = session.scalars(
        select(Ruling)
        .where(Ruling.vote_id == vote.id)
        .order_by(Ruling.marks, Ruling.ruled, Ruling.who, Ruling.why)
    ).all()
    if not rows:
        return ""
    each = "；".join(
        f"{row.copies}张{outcome_words(vote, read_marks(row.marks), read_marks(row.ruled))}"
        f"（{row.why}；{row.who}裁定）"
        for row in rows
    )
    return f"{sum(row.copies for row in rows)}张。{each}。"


def counting_words(vote: Vote) -> str:
    """Say how each count was taken where that needs saying, else ''.

    That is where one was taken by its sums (唱票合计), or typed in from paper after a power cut.
    """
    said = [_way_words(vote)] if any(count.way == "合计" for count in vote.counts) else []
    said += [
        f"第{'一二'[count.number - 1]}遍{SAID}（{count.from_paper}）"
        for count in vote.counts
        if count.from_paper
    ]
    return f"{'；'.join(said)}。" if said else ""


def _way_words(vote: Vote) -> str:
    return "；".join(
        f"第{'一二'[count.number - 1]}遍{count.counter}"
        f"{'按唱票合计' if count.way == '合计' else '逐张'}录入"
        for count in vote.counts
    )
