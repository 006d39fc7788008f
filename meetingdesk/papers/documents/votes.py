"""会中: ballots and the tally report, made from the vote's own frozen card and result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import object_session

from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.documents.rulings import counting_words, ruling_words
from meetingdesk.papers.documents.tallying import counts_table, is_spoken, numbers_table
from meetingdesk.papers.model import (
    A4_BALLOT,
    A4_REPORT,
    Align,
    Cell,
    Document,
    Face,
    Row,
    Table,
)
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import votes_of
from meetingdesk.records.owncards import find_card
from meetingdesk.rules.cards import parse_card
from meetingdesk.rules.cardtypes import Medium, WriteIn
from meetingdesk.rules.cardwords import explain_on_ballot
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.fitting import fitted
from meetingdesk.rules.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Question, Vote
    from meetingdesk.rules.cards import Card


def card_of(vote: Vote) -> Card:
    """Return the vote's own copy of its rule card; before opening, the paper card chosen.

    Raises:
        Refused: no card has been chosen yet.
    """
    if vote.card:
        return parse_card(vote.card)
    card = find_card(object_session(vote), vote.card_name)
    if card is None:
        raise Refused("这项表决还没有选定票决规则。", Problem("请先选定规则。", field="票决规则"))
    return fitted(
        card,
        Medium.PAPER,
        secret=vote.secret,
        seats=vote.seats,
        choose_at_most=vote.choose_at_most,
    )


def evaluation_ballot(_session: Session, vote: Vote) -> Document:
    """满意度测评票: several objects on one sheet, order fixed by hand; no number on it."""
    return _ballot(vote, "evaluation_ballot", "评议对象")


def ballot(_session: Session, vote: Vote) -> Document:
    """表决票: each question with the card's choices; the 说明 comes from the same card."""
    return _ballot(vote, "ballot", "表决事项")


def _ballot(vote: Vote, kind: str, head: str) -> Document:
    if not vote.questions:
        raise nothing("票上还没有事项", "请先列入表决事项。")
    card = card_of(vote)
    words = meeting_words(vote.meeting)
    words.update(
        title=vote.title,
        explanation=[
            f"{n}. {line}" if not line[0].isdigit() else line
            for n, line in enumerate(explain_on_ballot(card), start=1)
        ],
    )
    return compose(
        kind,
        "ballot",
        words,
        {"questions": _boxes(vote, card, head)},
        title=f"{vote.title}票",
        page=A4_BALLOT,
        author=words["body"],
        date=day_of(vote.meeting),
    )


def _boxes(vote: Vote, card: Card, head: str) -> Table:
    choices = card.choices
    heads = ("序号", head, *(c.label for c in choices))
    rows = [Row(tuple(Cell((h,), face=Face.HEI) for h in heads), 12.0)]
    rule = card.selection
    written = 0 if rule is None or rule.write_in is WriteIn.NO else rule.seats or 1
    many = len(vote.questions) + written > 6
    height = 12.0 if many else 16.0
    for number, question in enumerate(vote.questions, start=1):
        lines = _question_lines(question)
        rows.append(
            Row(
                (
                    Cell((str(number),)),
                    Cell(lines, align=Align.LEFT, size_pt=12.0 if many else 14.0),
                    *(Cell(("",)) for _ in choices),
                ),
                height if max(len(line) for line in lines) <= 20 else None,
            )
        )
    for _ in range(written):
        name = Cell(("另选他人：",), align=Align.LEFT, size_pt=12.0)
        rows.append(Row((Cell(("",)), name, *(Cell(("",)) for _ in choices)), height))
    each = 22.0 if len(choices) <= 3 else 18.0
    widths = (14.0, 166.0 - 14.0 - each * len(choices), *([each] * len(choices)))
    return Table(widths, tuple(rows), description=head)


def _question_lines(question: Question) -> tuple[str, ...]:
    return tuple(line for line in (question.text, question.detail) if line)


def tally(session: Session, vote: Vote) -> Document:
    """计票报告单: the certified result, its checks, its rule and its code; signed by tellers."""
    if not vote.result:
        raise nothing("表决结果还没有确认", "请先完成计票并确认结果。")
    result = Result.from_dict(vote.result)
    words = meeting_words(vote.meeting)
    keypad = vote.method != "无记名投票"
    card = card_of(vote)
    words.update(
        title=vote.title,
        method=vote.method,
        spoken=is_spoken(card),
        conclusion=result.conclusion,
        rule_text=result.rule_text,
        note=vote.note,
        doubtful=ruling_words(session, vote),
        counting=counting_words(vote),
        code=vote.code,
        certified_on=cn_date(vote.certified_on) if vote.certified_on else "",
    )
    return compose(
        "tally",
        "tally",
        words,
        {
            "numbers": numbers_table(vote, card),
            **({} if is_spoken(card) else {"counts": counts_table(vote, card, result)}),
            "signatures": _signatures(vote, keypad=keypad),
        },
        title=f"{vote.title}计票报告单",
        page=A4_REPORT,
        author=words["body"],
        date=vote.certified_on.isoformat() if vote.certified_on else day_of(vote.meeting),
        watermark="演练" if result.rehearsal else "",
    )


def _signatures(vote: Vote, *, keypad: bool) -> Table:
    roles = [("总监票人", vote.teller_chief), ("监票人", vote.tellers), ("计票人", vote.counters)]
    if keypad:
        roles = [("登记人", ""), ("核对人", "")]
    rows = [
        Row(
            (
                Cell((f"{role}：",), align=Align.LEFT, size_pt=12.0),
                Cell((name,), align=Align.LEFT, size_pt=12.0),
                Cell(("签名：",), align=Align.LEFT, size_pt=12.0),
            ),
            9.0,
        )
        for role, name in roles
    ]
    return Table((30, 66, 64), tuple(rows), header_rows=0, ruled=False, description="签名")


def _on_paper(vote: Vote) -> bool:
    return vote.method == "无记名投票" and bool(vote.questions) and bool(vote.card_name)


def _sheets(*, evaluation: bool) -> Callable[[Session, Meeting], list[Offer]]:
    # the title says already what is voted on: 对…的满意度测评＋票, as printed on the sheet
    return lambda session, meeting: [
        Offer(v.id, f"{v.title}票")
        for v in votes_of(session, meeting.id)
        if _on_paper(v) and (v.kind == "测评") is evaluation
    ]


def _counted(session: Session, meeting: Meeting) -> list[Offer]:
    return [Offer(v.id, f"{v.title}计票报告单") for v in votes_of(session, meeting.id) if v.result]


MAKERS: dict[str, Maker] = {
    "evaluation_ballot": each(evaluation_ballot, _sheets(evaluation=True)),
    "ballot": each(ballot, _sheets(evaluation=False)),
    "tally": each(tally, _counted),
}
