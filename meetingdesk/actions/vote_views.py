"""What panels, papers and the stage see of a vote: frozen views and the reads that make them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import object_session, selectinload

from meetingdesk.actions.base import query
from meetingdesk.actions.cards import ChoiceView
from meetingdesk.actions.common import fetch
from meetingdesk.actions.sums import held_by_sums, read_sums
from meetingdesk.records.asking import asked_once
from meetingdesk.records.owncards import find_card
from meetingdesk.records.tallies import BallotPattern
from meetingdesk.records.votes import Question, Vote, VoteOrder, read_marks
from meetingdesk.rules.cards import Card, describe, parse_card
from meetingdesk.rules.cardtypes import Base, Medium, Threshold, WriteIn
from meetingdesk.rules.countcolumns import CountColumn, count_columns
from meetingdesk.rules.fitting import fitted
from meetingdesk.rules.majority import HALF, Op, needed
from meetingdesk.rules.results import Result
from meetingdesk.rules.tally import Pattern
from meetingdesk.rules.tally import Question as Row

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

KINDS = ("表决", "任免", "测评", "选举", "票决", "程序", "无异议")
#: how votes are taken, and the medium the engine knows it by
METHODS: dict[str, Medium] = {
    "无记名投票": Medium.PAPER,
    "举手表决": Medium.HANDS,
    "按表决器": Medium.KEYPAD,
    "无异议通过": Medium.ACCLAMATION,
    "汇总": Medium.RECORD,
}
#: ways without a count: the outcome is taken over as sums
BY_SUMS = frozenset({"无异议通过", "汇总"})
#: begins the key of a name written on a ballot (另选他人); such rows exist in the ballots only
WRITTEN = "+"
#: what may be voted on before the whole, in this order
AMENDMENT, ARTICLE = "修正案", "单独表决"
#: 地方组织法 Art. 51: a meeting needs more than half of all members
_LEGAL_QUORUM = Threshold(Op.MORE, HALF, Base.MEMBERS)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One row of the sheet."""

    id: int
    key: str
    text: str
    detail: str
    entry_id: int | None = None
    unit_id: int | None = None
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class CountHead:
    """One counting of a vote, without any of its values."""

    id: int
    number: int
    counter: str
    state: str
    entered: int
    #: 逐张 · 合计
    way: str = "逐张"
    #: who typed this in from paper after a power cut and when, else ''
    from_paper: str = ""


@dataclass(frozen=True, slots=True)
class BeforeView:
    """A vote that must be certified before the whole: an amendment or a separate article."""

    id: int
    title: str
    #: 修正案 · 单独表决
    what: str
    state: str
    #: what came of it, '' before it is certified
    words: str


@dataclass(frozen=True, slots=True)
class ChoosingView:
    """How a ballot chooses among candidates or projects (选举、票决)."""

    #: the key of the choice that chooses
    choice: str
    seats: int | None
    #: most names on one ballot; more void it
    most: int | None
    least: int
    #: whether other names may be written (另选他人)
    write_in: bool
    #: whether a name is chosen or left unmarked, with nothing else to mark
    single: bool


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote; numbers are None until they are known, ``result`` until it is certified."""

    id: int
    meeting_id: int
    item_id: int | None
    parent_id: int | None
    kind: str
    title: str
    method: str
    secret: bool
    state: str
    members: int | None
    statutory_seats: int | None
    present: int | None
    issued: int | None
    returned: int | None
    card_name: str
    card_title: str
    rule_words: str
    article: str
    guess: bool
    choices: tuple[ChoiceView, ...]
    #: those who must be present, by the card or the law; None before the vote is opened
    quorum: int | None
    quorum_met: bool | None
    opened_on: dt.date | None
    certified_on: dt.date | None
    result: dict[str, Any] | None
    digest: str
    code: str
    teller_chief: str
    tellers: str
    counters: str
    note: str
    questions: tuple[QuestionView, ...]
    counts: tuple[CountHead, ...]
    #: brought in as a 计票任务: counted here, certified elsewhere
    count_only: bool = False
    #: what this vote is to its parent, '' for a first vote
    relation: str = ""
    seats: int | None = None
    choose_at_most: int | None = None
    choosing: ChoosingView | None = None
    #: (key, label) of each weighted electorate
    electorates: tuple[tuple[str, str], ...] = ()
    sums: dict[str, Any] | None = None
    whole_id: int | None = None
    #: what must be voted on first, in order
    before: tuple[BeforeView, ...] = ()

    @property
    def by_sums(self) -> bool:
        """Whether the outcome is taken over without a count of ballots."""
        return self.method in BY_SUMS

    @property
    def on_paper(self) -> bool:
        """Whether ballots are issued and collected."""
        return METHODS.get(self.method) is Medium.PAPER

    @property
    def unreturned(self) -> int | None:
        """未收回: issued and not returned; never an abstention."""
        if self.issued is None or self.returned is None:
            return None
        return self.issued - self.returned


@query
def votes_of(session: Session, meeting_id: int) -> list[VoteView]:
    """List the votes of a meeting in their order."""
    parts = (selectinload(part) for part in (Vote.questions, Vote.counts, Vote.before))
    wanted = select(Vote).where(Vote.meeting_id == meeting_id).options(*parts)
    rows = session.scalars(wanted.order_by(Vote.position, Vote.id)).all()
    taken = _entered_each(session, [count.id for vote in rows for count in vote.counts])
    return [view_of(session, vote, taken) for vote in rows]


@query
def states_of(session: Session, meeting_id: int) -> list[str]:
    """List the states of a meeting's votes in their order."""
    wanted = select(Vote.state).where(Vote.meeting_id == meeting_id)
    return list(session.scalars(wanted.order_by(Vote.position, Vote.id)))


@query
def vote_view(session: Session, vote_id: int) -> VoteView:
    """Return one vote.

    Raises:
        Refused: it is not there.
    """
    return view_of(session, fetch(session, Vote, vote_id))


def view_of(session: Session, vote: Vote, taken: Mapping[int, int] | None = None) -> VoteView:
    """Return the view of ``vote``; ``taken`` are the ballots entered by count, if known."""
    if taken is None:
        taken = _entered_each(session, [count.id for count in vote.counts])
    card = card_of(vote)
    need = quorum_of(vote, card)
    return VoteView(
        id=vote.id,
        meeting_id=vote.meeting_id,
        item_id=vote.item_id,
        parent_id=vote.parent_id,
        kind=vote.kind,
        title=vote.title,
        method=vote.method,
        secret=vote.secret,
        state=vote.state,
        members=vote.members,
        statutory_seats=vote.statutory_seats,
        present=vote.present,
        issued=vote.issued,
        returned=vote.returned,
        card_name=vote.card_name,
        card_title=card.title if card else "",
        rule_words=describe(card) if card else "",
        article=card.article if card else "",
        guess=card.guess if card else False,
        choices=tuple(ChoiceView(c.key, c.label) for c in card.choices) if card else (),
        quorum=need,
        quorum_met=None if need is None or vote.present is None else vote.present >= need,
        opened_on=vote.opened_on,
        certified_on=vote.certified_on,
        result=vote.result,
        digest=vote.digest,
        code=vote.code,
        teller_chief=vote.teller_chief,
        tellers=vote.tellers,
        counters=vote.counters,
        note=vote.note,
        questions=tuple(question_view(q) for q in vote.questions),
        counts=tuple(
            CountHead(c.id, c.number, c.counter, c.state, taken[c.id], c.way, c.from_paper)
            for c in vote.counts
        ),
        count_only=bool(vote.job),
        relation=vote.relation,
        seats=vote.seats,
        choose_at_most=vote.choose_at_most,
        choosing=_choosing(card),
        electorates=tuple((e.key, e.label) for e in card.electorates) if card else (),
        sums=vote.sums,
        whole_id=vote.before.whole_id if vote.before else None,
        before=tuple(
            BeforeView(v.id, v.title, order.what, v.state, outcome_words(v))
            for order, v in before_of(session, vote)
        ),
    )


def _choosing(card: Card | None) -> ChoosingView | None:
    rule = card.selection if card else None
    if card is None or rule is None:
        return None
    return ChoosingView(
        choice=rule.choice,
        seats=rule.seats,
        most=rule.choose_at_most or rule.seats,
        least=rule.choose_at_least,
        write_in=rule.write_in is not WriteIn.NO,
        single=len(card.choices) == 1,
    )


@query
def result_columns(session: Session, vote_id: int) -> tuple[CountColumn, ...]:
    """Return the columns a certified result's counts stand in; none before it is certified."""
    vote = fetch(session, Vote, vote_id)
    card = card_of(vote)
    if card is None or not vote.result:
        return ()
    result = Result.from_dict(vote.result)
    return count_columns(card, result, {q.key for q in vote.questions})


def before_of(session: Session, vote: Vote) -> list[tuple[VoteOrder, Vote]]:
    """Return the votes that come before ``vote``: amendments, then separate articles.

    A vote that was void and has been voted again is left out for its successor.
    """
    rows = [row for row in _orders(session, vote.meeting_id) if row[0].whole_id == vote.id]
    repeated = {found.parent_id for _, found in rows}
    pairs = [(order, found) for order, found in rows if found.id not in repeated]
    return sorted(pairs, key=lambda pair: pair[0].what != AMENDMENT)


@asked_once
def _orders(session: Session, meeting_id: int) -> list[tuple[VoteOrder, Vote]]:
    """Return what comes before something else at a meeting, in the order of the votes."""
    wanted = (
        select(VoteOrder, Vote)
        .join(Vote, Vote.id == VoteOrder.vote_id)
        .where(Vote.meeting_id == meeting_id)
        .order_by(Vote.position, Vote.id)
    )
    return [(order, vote) for order, vote in session.execute(wanted)]


def outcome_words(vote: Vote) -> str:
    """Return a certified vote's outcome in a word or two; '' before."""
    rows = (vote.result or {}).get("questions", ())
    return "、".join(dict.fromkeys(str(row["outcome_label"]) for row in rows))


def question_view(question: Question) -> QuestionView:
    """Return the view of a question."""
    return QuestionView(
        question.id,
        question.key,
        question.text,
        question.detail,
        question.entry_id,
        question.unit_id,
        question.decision_id,
    )


def card_of(vote: Vote) -> Card | None:
    """Return the vote's own frozen card, or before opening the card it is to use."""
    if vote.card:
        return parse_card(vote.card)
    card = find_card(object_session(vote), vote.card_name)
    return by_method(card, vote) if card else None


def by_method(card: Card, vote: Vote) -> Card:
    """Return ``card`` for the way this vote is taken and the seats it is to fill."""
    return fitted(
        card,
        METHODS.get(vote.method, card.ballot.medium),
        secret=vote.secret,
        seats=vote.seats,
        choose_at_most=vote.choose_at_most,
    )


def quorum_of(vote: Vote, card: Card | None) -> int | None:
    """Return how many must be present, by the card's own rule or else by law."""
    rule = (card.quorum if card else None) or _LEGAL_QUORUM
    base = vote.statutory_seats if rule.base is Base.SEATS else vote.members
    return None if base is None else needed(base, rule.op, rule.fraction)


def entered(session: Session, count_id: int) -> int:
    """Return how many ballots a count holds."""
    return _entered_each(session, [count_id])[count_id]


def _entered_each(session: Session, counts: Sequence[int]) -> dict[int, int]:
    """Return how many ballots each of ``counts`` (ids) holds."""
    if not counts:
        return {}
    wanted = select(BallotPattern.count_id, func.sum(BallotPattern.copies))
    wanted = wanted.where(BallotPattern.count_id.in_(counts)).group_by(BallotPattern.count_id)
    one_by_one = {key: int(total or 0) for key, total in session.execute(wanted)}
    return {key: one_by_one.get(key) or held_by_sums(read_sums(session, key)) for key in counts}


def rows_of(vote: Vote, *ballots: Mapping[Pattern, int]) -> tuple[Row, ...]:
    """Return the vote's questions as the engine takes them, in the printed order.

    Where the card allows other names (另选他人), those written on ``ballots`` follow by name:
    no row of theirs is kept, for the order they came in would tell of the ballots' order.
    """
    rows = tuple(Row(q.key, q.text) for q in vote.questions)
    keys = {
        key
        for patterns in ballots
        for marks in patterns
        for key, _ in marks
        if key.startswith(WRITTEN)
    }
    card = card_of(vote) if keys else None
    if card is None or card.selection is None or card.selection.write_in is WriteIn.NO:
        return rows
    return rows + tuple(Row(key, f"{key[1:]}（另选）", write_in=True) for key in sorted(keys))


def patterns_of(session: Session, count_id: int) -> dict[Pattern, int]:
    """Return a count's ballots as a multiset."""
    rows = session.execute(
        select(BallotPattern.marks, BallotPattern.copies)
        .where(BallotPattern.count_id == count_id)
        .order_by(BallotPattern.marks)
    )
    return {read_marks(marks): copies for marks, copies in rows}


def write_marks(marks: Pattern) -> str:
    """Return the stored key of a pattern: canonical JSON."""
    return json.dumps(
        {key: list(given) for key, given in marks},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
