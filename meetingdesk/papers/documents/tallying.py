"""The tables of a 计票报告单, for each kind of vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.model import Align, Cell, Face, Row, Table
from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.countcolumns import count_columns
from meetingdesk.rules.majority import decimal_text
from meetingdesk.rules.results import State

if TYPE_CHECKING:
    from meetingdesk.records.votes import Vote
    from meetingdesk.rules.cards import Card
    from meetingdesk.rules.results import QuestionResult, Result

_PARTS = (("issued", "发出票"), ("returned", "收回票"), ("invalid", "整票无效"), ("items", "件数"))


def is_spoken(card: Card) -> bool:
    """Whether the vote had no ballots and no counts, only the chair's question (无异议)."""
    return card.ballot.medium is Medium.ACCLAMATION


def numbers_table(vote: Vote, card: Card) -> Table:
    """票数: those who could vote and did, seats to fill, papers out and in."""
    if card.ballot.medium is Medium.RECORD:
        return _parts_table(vote, card)
    whole = "全体代表" if vote.meeting.body.kind == "congress" else "全体组成人员"
    pairs: list[tuple[str, int | None, str]] = [
        (whole, vote.members, "人"),
        ("到会", vote.present, "人"),
    ]
    if card.selection is not None:
        unit = "名" if vote.kind == "选举" else "项"
        pairs.append(("应选名额", card.selection.seats, unit))
    if card.ballot.medium is Medium.PAPER:
        missing = (vote.issued or 0) - (vote.returned or 0)
        pairs += [
            ("发出票", vote.issued, "张"),
            ("收回票", vote.returned, "张"),
            ("未收回", missing, "张"),
        ]
    shown = [(name, value, unit) for name, value, unit in pairs if value is not None]
    head = Row(tuple(Cell((name,), face=Face.HEI) for name, _, _ in shown), 10.0)
    row = Row(tuple(Cell((f"{value}{unit}",)) for _, value, unit in shown), 10.0)
    return Table(tuple(1.0 for _ in shown), (head, row), description="票数")


def _parts_table(vote: Vote, card: Card) -> Table:
    """The numbers of each body whose sums were taken over (汇总)."""
    labels = {e.key: e.label for e in card.electorates} or {"": "合计"}
    held = [(words, (vote.sums or {})[key]["numbers"]) for key, words in labels.items()]
    used = [(key, words) for key, words in _PARTS if any(key in given for _, given in held)]
    heads = ("类别", *(words for _, words in used))
    rows = [Row(tuple(Cell((h,), face=Face.HEI) for h in heads), 10.0)]
    for label, given in held:
        cells = (label, *(str(given.get(key, "")) for key, _ in used))
        rows.append(Row(tuple(Cell((text,)) for text in cells), 10.0))
    return Table((2.0, *(1.0 for _ in used)), tuple(rows), description="票数")


def counts_table(vote: Vote, card: Card, result: Result) -> Table:
    """计票结果: the votes of each item; those that chose stand by rank, equal ranks 并列."""
    ranked = any(row.rank is not None for row in result.questions)
    scored = any(row.score is not None for row in result.questions)
    found = list(result.questions)
    if card.selection is not None:
        found.sort(key=lambda row: (row.rank or 0, row.state is not State.PASSED))
    extra = (*(("平均分",) if scored else ()), *(("名次",) if ranked else ()))
    columns = count_columns(card, result, {q.key for q in vote.questions})
    heads = ("序号", "事项", *(c.label for c in columns), *extra, "结果")
    rows = [Row(tuple(Cell((h,), face=Face.HEI, size_pt=12.0) for h in heads))]
    ranks = [row.rank for row in found]
    for number, row in enumerate(found, start=1):
        rank = "" if row.rank is None else str(row.rank)
        if row.rank is not None and ranks.count(row.rank) > 1:
            rank = f"并列{rank}"
        score = "" if row.score is None else decimal_text(row.score, 2)
        more = (*((score,) if scored else ()), *((rank,) if ranked else ()))
        votes = tuple(str(c.votes.get(row.key, "—")) for c in columns)
        rows.append(_row(number, _name(vote, row), (*votes, *more), row.outcome_label))
    each = 15.0 if len(columns) <= 5 else 13.0
    most = 19.0 if len(columns) <= 6 else each
    # four characters of a head beside each other, as 基本满意, where there is room
    numbers = (
        *(min(max(each, 2.0 + 4.25 * len(c.label)), most) for c in columns),
        *([16.0] * len(extra)),
    )
    widths = (11.0, 160.0 - 11.0 - sum(numbers) - 22.0, *numbers, 22.0)
    return Table(widths, tuple(rows), description="计票结果")


def _name(vote: Vote, row: QuestionResult) -> str:
    question = next((q for q in vote.questions if q.key == row.key), None)
    if question is None:
        return row.label
    return "　".join(line for line in (question.text, question.detail) if line)


def _row(number: int, name: str, cells: tuple[str, ...], outcome: str) -> Row:
    return Row(
        (
            Cell((str(number),), size_pt=12.0),
            Cell((name,), align=Align.LEFT, size_pt=10.5),
            *(Cell((text,), size_pt=12.0) for text in cells),
            Cell((outcome,), face=Face.HEI, size_pt=12.0),
        )
    )
