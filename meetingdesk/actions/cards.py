"""规则卡: the rule cards shipped in ``resources/rules``, and a body's own, offered by kind of vote.

Staff may edit the files or add their own; a card that cannot decide a vote is left out and
reported with file and field, and the others stay usable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.actions.base import query
from meetingdesk.actions.common import fetch
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.cards import card_problems, read_cards
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.owncards import find_card, own_cards
from meetingdesk.rules.cards import Card, Medium, describe, explain_on_ballot

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

__all__ = [
    "KINDS",
    "METHODS",
    "CardView",
    "ChoiceView",
    "card_named",
    "card_problems",
    "card_view",
    "cards_for",
    "check_card",
    "offered",
    "read_cards",
]

#: which kinds of card serve a kind of vote, the fittest first
KINDS: dict[str, tuple[str, ...]] = {
    "表决": ("表决",),
    "任免": ("任免",),
    "测评": ("测评",),
    "选举": ("选举",),
    "票决": ("票决",),
    "程序": ("程序",),
    "无异议": ("无异议",),
}
#: the ways a kind of vote may be taken, the usual one first: people are elected and projects
#: chosen on paper in secret (地方组织法 Art. 28), 无异议 has no ballots, 汇总 takes sums over
METHODS: dict[str, tuple[str, ...]] = {
    "表决": ("无记名投票", "举手表决", "按表决器"),
    "任免": ("无记名投票", "举手表决", "按表决器"),
    "测评": ("无记名投票", "举手表决", "按表决器", "汇总"),
    "选举": ("无记名投票",),
    "票决": ("无记名投票",),
    "程序": ("举手表决", "按表决器", "无记名投票"),
    "无异议": ("无异议通过",),
}
#: the card offered first, by kind and method (举手 and 表决器 have cards of their own)
_FIRST: dict[tuple[str, str], str] = {
    ("表决", "举手表决"): "举手-全体过半数",
    ("表决", "按表决器"): "表决器-全体过半数",
    ("表决", ""): "表决-全体过半数",
    ("任免", ""): "任免-逐人",
    ("测评", "汇总"): "测评-松阳2017",
    ("测评", "按表决器"): "测评-海曙2006",
    ("测评", ""): "测评-三档",
    ("选举", ""): "选举-差额",
}


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice as the ballot prints it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A rule card as a panel or paper shows it; ``name`` is what a vote stores."""

    name: str
    title: str
    kind: str
    version: str
    words: str
    article: str
    source: str
    guess: bool
    doubts: tuple[str, ...]
    choices: tuple[ChoiceView, ...]
    #: the 说明 lines of the paper ballot
    ballot_lines: tuple[str, ...]
    #: kept in the desk by the office itself
    own: bool = False


def card_named(name: str, folder: Path | None = None, *, session: Session | None = None) -> Card:
    """Return the card with id ``name``, of the desk too where its ``session`` is given.

    Raises:
        Refused: there is no such card, or its file is faulty.
    """
    card = read_cards(folder).get(name) or find_card(session, name)
    if card is None:
        raise Refused(
            f"找不到计票规则卡“{name}”。" if name else "还没有选定计票规则卡。",
            Problem("请从规则卡列表中选一张。", field="计票规则"),
        )
    return card


def _fits(card: Card, method: str) -> bool:
    """Whether a vote taken this way can be decided under ``card``; '' asks for no way."""
    if card.ballot.medium is Medium.ACCLAMATION:
        return method in ("", "无异议通过")
    summed = card.ballot.medium is Medium.RECORD or bool(card.electorates)
    return not method or summed == (method == "汇总")


def check_card(card: Card, kind: str, method: str) -> None:
    """Refuse a card that serves other votes.

    Raises:
        Refused: the card is for another kind, or the way of voting cannot fill it.
    """
    if str(card.kind) not in KINDS[kind] or not _fits(card, method):
        raise Refused(
            f"“{card.title}”不能用于{method}的{kind}。",
            Problem("请换一张计票规则卡，或改变种类、方式。", field="计票规则"),
        )


@query
def offered(session: Session, meeting_id: int, kind: str, method: str = "") -> list[CardView]:
    """List the cards for a vote of a meeting: :func:`cards_for` with its body's own cards."""
    body_id = fetch(session, Meeting, meeting_id).body_id
    return cards_for(kind, method, session=session, body_id=body_id)


def cards_for(
    kind: str,
    method: str = "",
    folder: Path | None = None,
    *,
    session: Session | None = None,
    body_id: int | None = None,
) -> list[CardView]:
    """List the cards that serve a vote of ``kind`` taken by ``method``, the usual one first.

    A body's own card takes the place of the usual card it was copied from; other own cards
    follow it, then those with a source, then guesses. '' for ``method`` leaves the way open.
    """
    wanted = KINDS.get(kind, ())
    if method and method not in METHODS.get(kind, ()):
        return []
    first = _FIRST.get((kind, method)) or _FIRST.get((kind, ""), "")
    kept = own_cards(session, body_id) if session is not None else {}
    own = {name: row for name, (row, _) in kept.items() if not row.retired}
    found = [
        card
        for card in (*(kept[name][1] for name in own), *read_cards(folder).values())
        if str(card.kind) in wanted and _fits(card, method)
    ]

    def place(card: Card) -> tuple[object, ...]:
        row = own.get(card.id)
        usual = card.id == first or (row is not None and row.base == first)
        order = row.id if row is not None else 0
        return not usual, row is None, wanted.index(str(card.kind)), order, card.guess, card.id

    found.sort(key=place)
    return [card_view(card, own=card.id in own) for card in found]


def card_view(card: Card, *, own: bool = False) -> CardView:
    """Return the view of a card."""
    return CardView(
        name=card.id,
        title=card.title,
        kind=str(card.kind),
        version=card.version,
        words=describe(card),
        article=card.article,
        source=card.source,
        guess=card.guess,
        doubts=card.doubts,
        choices=tuple(ChoiceView(c.key, c.label) for c in card.choices),
        ballot_lines=tuple(explain_on_ballot(card)),
        own=own,
    )
