"""票证台账: every sheet of a secret vote from printing to sealing and destroying, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.model import A4_REPORT
from meetingdesk.papers.wording import compose
from meetingdesk.records.ballots import ledger_is_kept, ledger_lines, ledger_sums
from meetingdesk.records.facts import votes_of
from meetingdesk.rules.ballotledger import balances

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document, Table
    from meetingdesk.records.ballots import LedgerEvent
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Vote
    from meetingdesk.rules.ballotledger import Ledger

_EXPLAINED = "不平说明"


def ballot_ledger(session: Session, vote: Vote) -> Document:
    """票证台账: the lines as they were written, the equations, room for two signatures."""
    lines = ledger_lines(session, vote.id)
    if not lines:
        raise nothing("这项表决还没有票证台账", "请先在“票样与台账”中印制或登记。")
    sums = ledger_sums(session, vote, lines)
    words = meeting_words(vote.meeting)
    words.update(
        title=vote.title,
        printed=sums.printed,
        spare=sums.spare,
        explained="；".join(line.note for line in lines if line.kind == _EXPLAINED),
    )
    return compose(
        "ballot_ledger",
        "ballot_ledger",
        words,
        {"lines": _lines(lines), "sums": _equations(sums)},
        title=f"{vote.title}票证台账",
        page=A4_REPORT,
        author=words["office"],
        date=day_of(vote.meeting),
    )


def _lines(lines: list[LedgerEvent]) -> Table:
    rows = [
        (
            str(number),
            f"{line.on.month}月{line.on.day}日" if line.on else "",
            line.kind,
            f"{line.sheets}张",
            "　".join(part for part in (line.place, line.note) if part),
            line.names,
        )
        for number, line in enumerate((line for line in lines if line.kind != _EXPLAINED), start=1)
    ]
    heads = ("序号", "日期", "事项", "张数", "何处", "经手人")
    return ruled(heads, rows, (12, 24, 28, 20, 46, 30), "台账", left=(4,), size_pt=12.0,
                 height_mm=9.0)  # fmt: skip


def _equations(sums: Ledger) -> Table:
    marks = {True: "相符", False: "不符", None: "未清点"}
    rows = [
        (one.label, one.text, marks[one.ok])
        for one in balances(sums)
        if one.key != "counted"  # 有效 and 无效 stand on the 计票报告单
    ]
    return ruled(("勾稽", "张数", "结果"), rows, (74, 62, 24), "勾稽", left=(0,), size_pt=12.0,
                 height_mm=9.0)  # fmt: skip


def _kept(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(vote.id, f"{vote.title}票证台账")
        for vote in votes_of(session, meeting.id)
        if ledger_is_kept(ledger_lines(session, vote.id))
    ]


MAKERS: dict[str, Maker] = {"ballot_ledger": each(ballot_ledger, _kept)}
