"""Parse rule cards (计票规则卡) from plain tables, refusing any that could not decide a vote.

The card's value types live in :mod:`meetingdesk.rules.cardtypes` and its words in
:mod:`meetingdesk.rules.cardwords`; both are re-exported here.
"""

from __future__ import annotations

import tomllib
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import BadInput, Problem
from meetingdesk.rules.cardread import Table
from meetingdesk.rules.cardtypes import (
    BallotRule,
    Band,
    Base,
    Blank,
    Card,
    Choice,
    Consequence,
    Electorate,
    Fault,
    Kind,
    Medium,
    Missing,
    Outcome,
    Ranking,
    Rate,
    Selection,
    ShortagePolicy,
    Threshold,
    TieAt,
    TiePolicy,
    Unpressed,
    WriteIn,
)
from meetingdesk.rules.cardwords import describe, explain_on_ballot
from meetingdesk.rules.cardwrite import card_to_dict
from meetingdesk.rules.majority import Op

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BallotRule",
    "Band",
    "Base",
    "Blank",
    "Card",
    "Choice",
    "Consequence",
    "Electorate",
    "Fault",
    "Kind",
    "Medium",
    "Missing",
    "Outcome",
    "Ranking",
    "Rate",
    "Selection",
    "ShortagePolicy",
    "Threshold",
    "TieAt",
    "TiePolicy",
    "Unpressed",
    "WriteIn",
    "card_from_toml",
    "card_to_dict",
    "describe",
    "explain_on_ballot",
    "parse_card",
]

_RESERVED = {"?", "*", ""}


def card_from_toml(text: str, file: str = "") -> Card:
    """Parse the text of one card file; ``file`` is named in the problems.

    Raises:
        BadInput: the text is not TOML, or not a usable card; every problem is listed.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        problem = Problem(f"文件格式有误（{wrong}）", file=file)
        raise BadInput.of("计票规则卡无法读取，原有规则不受影响。", [problem]) from wrong
    return parse_card(data, file)


def parse_card(data: Mapping[str, Any], file: str = "") -> Card:
    """Turn a plain table into a card.

    Raises:
        BadInput: with one Problem for each wrong field, in Chinese, naming the field.
    """
    problems: list[Problem] = []
    card = _read_card(Table(data, "", problems))
    if not problems:
        _check_card(card, problems)
    if problems:
        placed = [Problem(p.message, file or p.file, p.row, p.field) for p in problems]
        raise BadInput.of("计票规则卡有误，未予采用，原有规则不受影响。", placed)
    return card


def _read_card(t: Table) -> Card:
    tie = t.one_of("tie_at_threshold", TieAt) if t.has("tie_at_threshold") else None
    quorum, selection, ranking, ballot = (
        t.table(name) for name in ("quorum", "selection", "ranking", "ballot")
    )
    card = Card(
        id=t.text("id"),
        title=t.text("title"),
        kind=t.one_of("kind", Kind) or Kind.DECISION,
        version=t.text("version"),
        choices=tuple(map(_choice, t.tables("choices"))),
        source=t.text("source"),
        article=t.text("article", ""),
        doubts=t.texts("doubts"),
        guess=t.flag("guess"),
        ballot=_ballot(ballot) if ballot else BallotRule(),
        quorum=_closed_threshold(quorum, tie) if quorum else None,
        outcomes=tuple(_outcome(o, tie) for o in t.tables("outcomes")),
        bands=tuple(map(_band, t.tables("bands"))),
        rates=tuple(map(_rate, t.tables("rates"))),
        ranking=_ranking(ranking) if ranking else None,
        selection=_selection(selection, tie) if selection else None,
        electorates=tuple(map(_electorate, t.tables("electorates"))),
        what_if=_bases(t, "what_if"),
        tie_at_threshold=tie,
        reject_limit=t.whole("reject_limit", 1),
    )
    t.finish()
    return card


def _choice(t: Table) -> Choice:
    key = t.text("key")
    if key in _RESERVED or "=" in key:
        t.wrong("key", "不能为空，也不能用“?”“*”“=”")
    choice = Choice(
        key=key,
        label=t.text("label", key) or key,
        score=t.exact("score"),
        counts_in_valid=t.flag("counts_in_valid", default=True),
        is_abstain=t.flag("abstain"),
        is_unknown=t.flag("unknown"),
        is_against=t.flag("against"),
    )
    t.finish()
    return choice


def _ballot(t: Table) -> BallotRule:
    rule = BallotRule(
        medium=t.one_of("medium", Medium, Medium.PAPER) or Medium.PAPER,
        secret=t.flag("secret", default=True),
        blank=t.one_of("blank", Blank, Blank.ABSTAIN) or Blank.ABSTAIN,
        double=t.one_of("double", Fault, Fault.ITEM) or Fault.ITEM,
        illegible=t.one_of("illegible", Fault, Fault.ITEM) or Fault.ITEM,
        missing=t.one_of("missing", Missing, Missing.NOT_RETURNED) or Missing.NOT_RETURNED,
        unpressed=t.one_of("unpressed", Unpressed, Unpressed.NOT_COUNTED) or Unpressed.NOT_COUNTED,
    )
    t.finish()
    return rule


def _threshold(t: Table, tie: TieAt | None) -> Threshold:
    by_tie = t.raw("op") == "tie"
    if by_tie:
        op = Op.AT_LEAST if tie is TieAt.MET else Op.MORE
        if tie is None:
            t.wrong("op", "用了 tie，就必须在卡上写明 tie_at_threshold（met 或 missed）")
    else:
        op = t.one_of("op", Op) or Op.MORE
    fraction = t.exact("fraction")
    if fraction is None or not 0 <= fraction <= 1:
        t.wrong("fraction", '应为 0 到 1 之间的分数，如 "1/2"')
        fraction = Fraction(1)
    return Threshold(op, fraction, t.one_of("base", Base) or Base.MEMBERS, by_tie)


def _closed_threshold(t: Table, tie: TieAt | None) -> Threshold:
    threshold = _threshold(t, tie)
    t.finish()
    return threshold


def _consequence(t: Table | None) -> Consequence | None:
    if t is None:
        return None
    consequence = Consequence(t.text("text"), t.whole("months", 1), t.flag("retest"))
    t.finish()
    return consequence


def _outcome(t: Table, tie: TieAt | None) -> Outcome:
    otherwise = t.flag("else")
    outcome = Outcome(
        key=t.text("key"),
        label=t.text("label"),
        choices=() if otherwise else t.texts("choices"),
        threshold=None if otherwise else _threshold(t, tie),
        passed=t.verdict("passed"),
        second_round=t.flag("second_round"),
        consequence=_consequence(t.table("consequence")),
    )
    t.finish()
    return outcome


def _band(t: Table) -> Band:
    low, high = t.exact("at_least"), t.exact("below")
    if low is None or high is None or low >= high:
        t.wrong("at_least", "每档要写明 at_least（含）和 below（不含），且前者较小")
        low, high = Fraction(0), Fraction(1)
    band = Band(
        key=t.text("key"),
        label=t.text("label"),
        at_least=low,
        below=high,
        passed=t.verdict("passed"),
        consequence=_consequence(t.table("consequence")),
    )
    t.finish()
    return band


def _rate(t: Table) -> Rate:
    rate = Rate(t.text("label"), t.texts("choices"), t.one_of("base", Base) or Base.VALID)
    t.finish()
    return rate


def _ranking(t: Table) -> Ranking:
    by = t.text("by")
    if by not in ("score", "share"):
        t.wrong("by", "只能是：score（按平均分）、share（按比例）")
    ranking = Ranking(
        by_score=by == "score",
        choices=t.texts("choices"),
        base=t.one_of("base", Base) if by == "share" else None,
        first=t.whole("first") or 0,
        last=t.whole("last") or 0,
    )
    t.finish()
    return ranking


def _selection(t: Table, tie: TieAt | None) -> Selection:
    selection = Selection(
        choice=t.text("choice"),
        threshold=_threshold(t, tie) if t.has("op") else None,
        seats=t.whole("seats", 1),
        choose_at_most=t.whole("choose_at_most", 1),
        choose_at_least=t.whole("choose_at_least") or 0,
        ties=t.one_of("ties", TiePolicy, TiePolicy.REVOTE) or TiePolicy.REVOTE,
        shortage=t.one_of("shortage", ShortagePolicy, ShortagePolicy.REVOTE)
        or ShortagePolicy.REVOTE,
        write_in=t.one_of("write_in", WriteIn, WriteIn.NO) or WriteIn.NO,
    )
    t.finish()
    return selection


def _electorate(t: Table) -> Electorate:
    electorate = Electorate(t.text("key"), t.text("label"), t.exact("weight") or Fraction(0))
    t.finish()
    return electorate


def _bases(t: Table, name: str) -> tuple[Base, ...]:
    found = t.texts(name)
    known = [text for text in found if text in set(Base)]
    if len(known) < len(found):
        t.wrong(name, "只能是：" + "、".join(Base))
    return tuple(map(Base, known))


def _check_card(card: Card, problems: list[Problem]) -> None:
    """Check what only the whole card can show."""

    def wrong(field: str, message: str) -> None:
        problems.append(Problem(message, field=field))

    if not card.choices:
        wrong("choices", "至少要有一个选项")
    for field, keys in (
        ("choices", card.keys),
        ("outcomes", tuple(o.key for o in card.outcomes)),
        ("bands", tuple(b.key for b in card.bands)),
        ("electorates", tuple(e.key for e in card.electorates)),
    ):
        if len(set(keys)) < len(keys):
            wrong(field, "key 有重复")
    if sum(c.is_abstain for c in card.choices) > 1:
        wrong("choices", "弃权（abstain）只能有一个")
    if not (card.outcomes or card.bands or card.rates or card.ranking or card.selection):
        wrong("outcomes", "卡上没有写明怎样得出结果")
    if sum(bool(x) for x in (card.outcomes, card.bands, card.selection)) > 1:
        wrong("outcomes", "outcomes、bands、selection 只能用其中一种")
    if card.quorum and card.quorum.base not in (Base.MEMBERS, Base.DEPUTIES, Base.SEATS):
        wrong("quorum.base", "法定人数只能按全体组成人员、全体代表或编制名额计算")
    _check_outcomes(card, wrong)
    _check_scores(card, wrong)
    _check_named_choices(card, wrong)
    _check_electorates(card, wrong)


def _check_outcomes(card: Card, wrong: Any) -> None:
    if not card.outcomes:
        return
    open_ends = [o.threshold is None for o in card.outcomes]
    if not open_ends[-1]:
        wrong("outcomes", "最后一档必须写 else = true，以免有票数得不出结果")
    if all(open_ends):
        wrong("outcomes", "至少要有一档写明条件")
    if any(open_ends[:-1]):
        wrong("outcomes", "else = true 只能写在最后一档")


def _check_scores(card: Card, wrong: Any) -> None:
    scores = [c.score for c in card.choices if c.score is not None]
    if (card.bands or (card.ranking and card.ranking.by_score)) and not scores:
        wrong("choices", "按分数评定，选项上就要写分值（score）")
        return
    if not card.bands:
        return
    bands = sorted(card.bands, key=lambda band: band.at_least)
    if bands[0].at_least > min(scores) or bands[-1].below < max(scores):
        wrong("bands", f"分档没有覆盖 {min(scores)} 分到 {max(scores)} 分")
    for lower, upper in pairwise(bands):
        if lower.below < upper.at_least:
            wrong("bands", f"{lower.below} 分到 {upper.at_least} 分之间没有档次")
        elif lower.below > upper.at_least:
            wrong("bands", f"“{lower.label}”与“{upper.label}”有重叠")


def _check_named_choices(card: Card, wrong: Any) -> None:
    named: list[tuple[str, tuple[str, ...]]] = [
        (f"outcomes[{i}].choices", o.choices)
        for i, o in enumerate(card.outcomes, 1)
        if o.threshold is not None
    ]
    named += [(f"rates[{i}].choices", r.choices) for i, r in enumerate(card.rates, 1)]
    if card.ranking and not card.ranking.by_score:
        named.append(("ranking.choices", card.ranking.choices))
    if card.selection:
        named.append(("selection.choice", (card.selection.choice,)))
    for field, keys in named:
        if not keys or not set(keys) <= set(card.keys) or len(set(keys)) < len(keys):
            wrong(field, "只能写卡上已有的选项，至少一个，不得重复")


def _check_electorates(card: Card, wrong: Any) -> None:
    if not card.electorates:
        return
    if sum(e.weight for e in card.electorates) != 1 or any(e.weight <= 0 for e in card.electorates):
        wrong("electorates", "各类人员的权重应大于 0，合计应为 1")
    if card.selection:
        wrong("electorates", "票决和选举不分类加权")
