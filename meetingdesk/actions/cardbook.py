"""表决规则: the cards that came with the program, and those a body keeps and edits itself.

A card that came with the program is never changed: it is copied, and the copy edited. Every
save is a version; a vote keeps the copy it was opened with, so no version reaches back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.cards import CardView, card_named, card_view
from meetingdesk.actions.common import fetch, require
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.records.cards import read_cards
from meetingdesk.records.owncards import OwnCard, OwnCardVersion, own_cards
from meetingdesk.records.roster import Body
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cardfields import plain_problem
from meetingdesk.rules.cards import Card, card_to_dict, parse_card
from meetingdesk.rules.cardtypes import Base, Medium
from meetingdesk.rules.checks import needed_bases
from meetingdesk.rules.decide import decide
from meetingdesk.rules.results import State
from meetingdesk.rules.tally import Question, QuestionTally
from meetingdesk.rules.votes import Count, Numbers, VoteInput

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

__all__ = [
    "BookCard",
    "Trial",
    "Version",
    "book",
    "copy_card",
    "problems_of",
    "restore_card",
    "retire_card",
    "save_card",
    "start_again",
    "try_card",
    "values_of",
    "versions",
    "words_of",
]

_NAME = "本机-"


@dataclass(frozen=True, slots=True)
class BookCard:
    """A line of the book of cards; ``own_id`` is None for one that came with the program."""

    view: CardView
    own_id: int | None = None
    #: the card an own one was copied from, by its title
    base_title: str = ""
    retired: bool = False
    #: the number of versions kept
    kept: int = 0
    #: drafted votes that are to use it
    drafts: int = 0

    @property
    def id(self) -> str:
        """What tells cards apart."""
        return self.view.name


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version of an own card."""

    id: int
    number: int
    values: dict[str, Any]
    saved_by: str
    saved_on: dt.date | None
    note: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a card makes of some numbers; ``rows`` are (name, outcome, why)."""

    #: passed · failed · undecided · problem
    state: str
    conclusion: str
    rows: tuple[tuple[str, str, str], ...] = ()
    what_if: tuple[str, ...] = ()


@query
def book(session: Session, body_id: int | None = None) -> list[BookCard]:
    """List a body's own cards, those in use first, then the cards that came with the program."""
    shipped = read_cards()
    waiting = _drafts(session)
    kept = own_cards(session, body_id) if body_id is not None else {}
    mine = [
        BookCard(
            card_view(card, own=True),
            row.id,
            shipped[row.base].title if row.base in shipped else "",
            row.retired,
            len(row.versions),
            waiting.get(name, 0),
        )
        for name, (row, card) in kept.items()
    ]
    mine.sort(key=lambda c: c.retired)
    return [*mine, *(BookCard(card_view(c), drafts=waiting.get(n, 0)) for n, c in shipped.items())]


def _drafts(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Vote.card_name, func.count()).where(Vote.state == "拟定").group_by(Vote.card_name)
    )
    return {row[0]: row[1] for row in rows}


@query
def versions(session: Session, own_id: int) -> list[Version]:
    """List the versions of an own card, latest first."""
    row = fetch(session, OwnCard, own_id)
    return [
        Version(v.id, v.number, v.values, v.saved_by, v.saved_on, v.note)
        for v in reversed(row.versions)
    ]


@query
def values_of(session: Session, name: str) -> dict[str, Any]:
    """Return a card as the plain table its form edits.

    Raises:
        Refused: there is no such card.
    """
    return card_to_dict(card_named(name, session=session))


def _read(values: Mapping[str, Any]) -> Card:
    """Parse a form's table.

    Raises:
        BadInput: each problem in the words of the form.
    """
    try:
        return parse_card({"id": "新卡", "version": "草稿", **values})
    except BadInput as wrong:
        raise BadInput.of(
            "规则有误，没有保存，原来的规则不受影响。", map(plain_problem, wrong.problems)
        ) from wrong


def problems_of(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what is wrong with a card being edited, in the words of the form; () when nothing."""
    try:
        _read(values)
    except BadInput as wrong:
        return wrong.problems
    return ()


def words_of(values: Mapping[str, Any]) -> CardView | None:
    """Return a card being edited as it would be read and printed, None while it is wrong."""
    try:
        return card_view(_read(values), own=True)
    except BadInput:
        return None


@action("复制计票规则")
def copy_card(work: Work, body_id: int, base: str, *, title: str = "") -> int:
    """Copy a card into the desk as the body's own; return its id.

    Raises:
        Refused: there is no such card, or the body keeps one of that title already.
    """
    body = fetch(work.session, Body, body_id)
    card = card_named(base, session=work.session)
    wanted = title.strip() or f"{card.title}（本机）"
    _check_title(work.session, body.id, wanted)
    names = work.session.scalars(select(OwnCard.name))
    last = max((int(n.removeprefix(_NAME)) for n in names), default=0)
    source = read_cards().get(base)
    row = OwnCard(
        body_id=body.id,
        name=f"{_NAME}{last + 1}",
        base=base if source is not None else _base_of(work.session, base),
    )
    work.session.add(row)
    work.session.flush()
    _add_version(work, row, {**card_to_dict(card), "title": wanted}, f"复制自“{card.title}”")
    work.label = f"复制计票规则“{card.title}”为“{wanted}”"
    return row.id


def _base_of(session: Session, name: str) -> str:
    return session.scalar(select(OwnCard.base).where(OwnCard.name == name)) or ""


def _check_title(session: Session, body_id: int, title: str, but: str = "") -> None:
    own = {name: card.title for name, (_, card) in own_cards(session, body_id).items()}
    taken = {c.title for c in read_cards().values()} | {t for n, t in own.items() if n != but}
    if title in taken:
        raise Refused(
            f"已经有一张“{title}”。", Problem("请换一个名称，以免选卡时混淆。", field="名称")
        )


def _add_version(work: Work, row: OwnCard, values: Mapping[str, Any], note: str) -> int:
    """Keep a valid card as the next version, under its own name and number."""
    number = max((v.number for v in row.versions), default=0) + 1
    card = _read({**values, "id": row.name, "version": f"第{number}版"})
    row.versions.append(
        OwnCardVersion(
            number=number,
            values=card_to_dict(card),
            note=note.strip(),
            saved_by=work.who,
            saved_on=work.today,
        )
    )
    work.session.flush()
    return number


@action("修改计票规则")
def save_card(work: Work, own_id: int, values: dict[str, Any], *, note: str = "") -> int:
    """Save an own card as its next version; return the version's number.

    Votes already opened keep the version they were opened with.

    Raises:
        Refused: nothing changed, or the title is taken.
        BadInput: the card could not decide a vote; each problem names its field.
    """
    row = fetch(work.session, OwnCard, own_id)
    title = require(str(values.get("title", "")), "名称")
    _check_title(work.session, row.body_id, title, but=row.name)
    latest = row.versions[-1]
    same = {"id": row.name, "version": latest.values["version"]}
    if card_to_dict(_read({**values, **same})) == latest.values:
        raise Refused("规则没有改动，不需要保存。")
    number = _add_version(work, row, values, note)
    work.label = f"修改计票规则“{title}”，存为第{number}版"
    return number


@action("恢复计票规则原样")
def start_again(work: Work, own_id: int) -> int:
    """Save the card it was copied from as the next version, under its own title.

    Raises:
        Refused: the first card is no longer there, or nothing differs.
    """
    row = fetch(work.session, OwnCard, own_id)
    base = card_named(row.base)
    title = row.versions[-1].values["title"]
    number = save_card(
        work, own_id, {**card_to_dict(base), "title": title}, note=f"恢复为“{base.title}”"
    )
    work.label = f"恢复计票规则“{title}”的原样"
    return number


@action("停用计票规则")
def retire_card(work: Work, own_id: int) -> None:
    """Offer an own card to new votes no longer; its versions stay readable.

    Raises:
        Refused: drafted votes are still to use it.
    """
    row = fetch(work.session, OwnCard, own_id)
    title = row.versions[-1].values["title"]
    using = work.session.scalars(
        select(Vote.title).where(Vote.card_name == row.name, Vote.state == "拟定")
    ).all()
    if using:
        raise Refused(
            f"还有拟定中的表决用“{title}”，没有停用。",
            *(Problem("请先为它换一张规则卡。", field=vote) for vote in using),
        )
    row.retired = True
    work.label = f"停用计票规则“{title}”"


@action("启用计票规则")
def restore_card(work: Work, own_id: int) -> None:
    """Offer a retired card again."""
    row = fetch(work.session, OwnCard, own_id)
    row.retired = False
    work.label = f"启用计票规则“{row.versions[-1].values['title']}”"


def try_card(
    values: Mapping[str, Any],
    counts: Mapping[str, int],
    *,
    members: int,
    present: int,
    seats: int | None = None,
) -> Trial:
    """Say what a card decides on some numbers; nothing is stored.

    ``counts`` are the votes for each choice of one item, or, where people are chosen, the
    votes for each name. All present get and return a ballot; what is not marked is blank.
    """
    try:
        card = _read(values)
    except BadInput as wrong:
        return Trial("problem", f"规则还有{len(wrong.problems)}处要改，改好后可以试算。")
    if card.electorates:
        return Trial("problem", "分类加权的规则要各类人员分别计票，不在这里试算。")
    if Base.ITEMS in needed_bases(card):
        return Trial("problem", "按件数计算的规则由统计得出，不在这里试算。")
    paper = card.ballot.medium is Medium.PAPER
    numbers = Numbers(
        members=members,
        statutory_seats=members,
        deputies=members,
        present=present,
        issued=present if paper else None,
        returned=present if paper else None,
    )
    vote = _trial_input(card, numbers, counts, present if paper else None, seats)
    result = decide(vote)
    rows = tuple((q.label, q.outcome_label, q.explanation) for q in result.questions)
    lines = tuple(w.text for q in result.questions for w in q.what_if)
    if result.state in (State.UNDECIDED, State.VOID):
        state = "undecided"
    else:
        state = "failed" if result.state is State.FAILED else "passed"
    return Trial(state, result.conclusion, rows, lines)


def _trial_input(
    card: Card, numbers: Numbers, counts: Mapping[str, int], sheets: int | None, seats: int | None
) -> VoteInput:
    def row(given: dict[str, int]) -> QuestionTally:
        blank = 0 if sheets is None else max(sheets - sum(given.values()), 0)
        return QuestionTally(given, blank)

    none = dict.fromkeys(card.keys, 0)
    if card.selection is None:
        questions: tuple[Question, ...] = (Question("q1", "试算事项"),)
        totals = {"q1": row({key: counts.get(key, 0) for key in card.keys})}
    else:
        chosen = card.selection.choice
        questions = tuple(Question(f"q{n}", name) for n, name in enumerate(counts, 1))
        totals = {f"q{n}": row({**none, chosen: v}) for n, v in enumerate(counts.values(), 1)}
    return VoteInput(card, questions, Count(numbers, totals=totals), seats=seats)
