"""What a vote's ballot says: from questions, rule card and the office's choices to a sheet's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.vote_views import METHODS, card_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.ballots.spec import SIGNS, Paper, SheetRow, SheetSpec
from meetingdesk.records.facts import last_day, title_of
from meetingdesk.records.people import stroke_overrides
from meetingdesk.records.practice import is_practice
from meetingdesk.rules.cardtypes import Medium, WriteIn
from meetingdesk.rules.cardwords import explain_on_ballot
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.names import StrokeMode, sort_by_strokes, unknown_characters

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.votes import Vote
    from meetingdesk.rules.cards import Card

#: kind of vote → the form's short name in the code
_SHORT = {
    "测评": "eval",
    "任免": "appt",
    "票决": "pick",
    "选举": "elect",
}
_HEADS = {
    "测评": ("评议对象", "内容"),
    "任免": ("姓名", "拟任免职务"),
    "票决": ("项目名称", "项目内容"),
    "选举": ("候选人姓名", "简况"),
}
#: blank lines for 另选他人 when nobody says another number
_BLANK_LINES = 3
MOST_BLANK_LINES = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What the office may choose for a form; None leaves the usual.

    ``paper`` is A4, A5 or A4拼两张A5; ``signs`` one box for ○ and × instead of a box a choice;
    ``write_ins`` the number of blank lines for 另选他人; ``organ`` the words at the seal.
    """

    paper: str = Paper.A4.value
    signs: bool = False
    write_ins: int | None = None
    organ: str | None = None


def spec_of(session: Session, vote: Vote, look: Look, version: int) -> SheetSpec:
    """Return what the vote's sheet says, in the look asked for.

    Raises:
        Refused: the vote takes no papers, has no rule or no rows, or the look does not fit it.
    """
    card = _paper_card(vote)
    rule = card.selection
    persons = vote.kind in ("任免", "选举")
    blanks = rule is not None and rule.write_in is not WriteIn.NO
    _check_look(card, look, blanks=blanks)
    most = (rule.choose_at_most or rule.seats or 0) if rule else 0
    limit = (rule.choose_at_least, most) if rule and most and len(card.choices) == 1 else None
    organ = look.organ if look.organ is not None else vote.meeting.body.name
    day = last_day(vote.meeting)
    wanted = look.write_ins if look.write_ins is not None else min(most or 1, _BLANK_LINES)
    title = vote.title if vote.title.endswith("票") else f"{vote.title}票"
    return SheetSpec(
        form=f"{_SHORT.get(vote.kind, 'vote')}-{vote.id}",
        version=version,
        title=title,
        session=f"（{title_of(vote.meeting)}）",
        rows=tuple(SheetRow(q.key, q.text, q.detail) for q in vote.questions),
        choices=tuple((c.key, c.label) for c in card.choices),
        notes=(*_notes(card, signs=look.signs), *_order_note(session, vote)),
        heads=_HEADS.get(vote.kind, ("表决事项", "内容")),
        names=persons and all(len(q.text) <= 24 for q in vote.questions),
        signs=look.signs,
        limit=limit,
        write_ins=wanted if blanks else 0,
        write_choice=rule.choice if rule and blanks else "",
        organ=organ,
        date=cn_date(day) if day and organ else "",
        paper=Paper(look.paper),
        rehearsal=is_practice(session),
    )


def _paper_card(vote: Vote) -> Card:
    if METHODS.get(vote.method) is not Medium.PAPER:
        raise Refused(f"{vote.method}不用纸质选票，没有票样。")
    card = card_of(vote)
    if card is None:
        raise Refused("这项表决还没有选定票决规则。", Problem("请先选定规则。", field="票决规则"))
    if not vote.questions:
        raise Refused("票上还没有事项，不能排出票样。", Problem("请先列入表决事项。"))
    return card


def _check_look(card: Card, look: Look, *, blanks: bool) -> None:
    if look.paper not in [paper.value for paper in Paper]:
        papers = "、".join(paper.value for paper in Paper)
        raise Refused(f"没有“{look.paper}”这种纸张。", Problem(f"可用：{papers}。", field="纸张"))
    if look.signs and not signs_fit(card):
        raise Refused(
            "只有赞成、反对、弃权三种选择的票可以用一个方框画“○”“×”。",
            Problem("请改用每个选择一个方框。", field="画票"),
        )
    if look.write_ins is not None and not 0 <= look.write_ins <= MOST_BLANK_LINES:
        raise Refused(
            f"另选他人的空行应在0至{MOST_BLANK_LINES}行之间。",
            Problem("请重填。", field="另选他人"),
        )
    if look.write_ins and not blanks:
        raise Refused(
            "这项表决的规则不允许另选他人，票上不能留空行。",
            Problem("请把空行改为0，或换用允许另选他人的规则。", field="另选他人"),
        )


def signs_fit(card: Card) -> bool:
    """Whether ○, × and nothing can stand for the card's choices (rules.md §8 (a))."""
    return len(card.choices) == 3 and bool(card.against_key) and bool(card.abstain_key)


def signs_of(card: Card) -> dict[str, str]:
    """Return the choice each sign in a single box stands for, as the sheet's 说明 says."""
    against = next(c.key for c in card.choices if c.is_against)
    agree = next(c.key for c in card.choices if not c.is_against and not c.is_abstain)
    return dict(zip(SIGNS, (agree, against), strict=True))


def _notes(card: Card, *, signs: bool) -> list[str]:
    lines = explain_on_ballot(card)
    if not signs:
        return lines
    labels = {c.key: c.label for c in card.choices}
    agree, against = (labels[key] for key in signs_of(card).values())
    abstain = next(c.label for c in card.choices if c.is_abstain)
    marks = f"{agree}的，在方框内画“○”；{against}的，在方框内画“×”；{abstain}的，不作任何标记。"
    # the second line tells of one box for each choice, the third of two boxes marked, the line
    # on blanks of a choice not made: with a single box none of them applies
    kept = [line.replace("画“√”", "画“○”") for line in lines[1:] if not _on_boxes(line)]
    return [lines[0], marks, "画其他符号或者符号无法辨认的，该项无效。", *kept]


def _order_note(session: Session, vote: Vote) -> list[str]:
    """Say that candidates stand in the order of strokes, where they do (rules.md §8)."""
    names = [question.text for question in vote.questions]
    if vote.kind != "选举" or len(names) < 2:
        return []
    own = stroke_overrides(session)
    if any(unknown_characters(name, own) for name in names):
        return []
    for mode in StrokeMode:
        if list(sort_by_strokes(names, mode, own).names) == names:
            return [f"候选人{mode.heading}排列。"]
    return []


def _on_boxes(line: str) -> bool:
    return line.startswith(("对每一项，", "同一项选", "未作选择的事项", "无法辨认的事项"))
