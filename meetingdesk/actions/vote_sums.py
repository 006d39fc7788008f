"""Outcomes taken over as sums: 无异议, figures reported from elsewhere, weighted electorates.

Nothing here is a ballot. 汇总 serves evaluations whose votes were counted elsewhere (件数, the
sheets of deputies or of the public); a weighted card wants one set of sums an electorate.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.common import fetch
from meetingdesk.actions.vote_views import BY_SUMS, METHODS, card_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cardtypes import Medium
from meetingdesk.rules.tally import QuestionTally
from meetingdesk.rules.votes import Count as Body
from meetingdesk.rules.votes import Numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

#: the numbers that may stand beside sums, with their words
NUMBERS = {"issued": "发出", "returned": "收回", "invalid": "整票无效", "items": "件数"}
#: the columns of a row beside the card's choices
BLANK, INVALID = "_blank", "_invalid"


def bodies_of(sums: Mapping[str, Any], numbers: Numbers) -> tuple[Body, dict[str, Body]]:
    """Return the vote's own body of votes and those of its electorates, as the engine takes them."""
    known = {field.name for field in fields(Numbers)}
    parts = {}
    for key, part in sums.items():
        own = {name: value for name, value in part["numbers"].items() if name in known}
        totals = {
            question: QuestionTally(
                {choice: n for choice, n in row.items() if choice not in (BLANK, INVALID)},
                blank=row.get(BLANK, 0),
                invalid=row.get(INVALID, 0),
            )
            for question, row in part["totals"].items()
        }
        base = numbers if not key else Numbers()
        parts[key] = Body(replace(base, **own), totals=totals)
    return parts.pop("", Body(numbers)), parts


@action("登记汇总票数")
def record_sums(
    work: Work,
    vote_id: int,
    *,
    totals: Mapping[str, Mapping[str, int]],
    numbers: Mapping[str, int],
    part: str = "",
) -> tuple[str, ...]:
    """Take over the sums of one electorate (``part``; '' where there is but one).

    ``totals``: question key → choice key, :data:`BLANK` or :data:`INVALID` → votes;
    ``numbers``: of :data:`NUMBERS`. Each row must add up to 收回 (less 整票无效) or to 件数.
    Returns the electorates still wanting.

    Raises:
        Refused: not a 汇总, not opened, an unknown row or choice, or a row that does not add up.
    """
    vote = fetch(work.session, Vote, vote_id)
    card = card_of(vote)
    if vote.state not in ("已开票", "计票") or card is None or vote.method != "汇总":
        raise Refused(
            f"“{vote.title}”现在是“{vote.state}”，不能登记汇总票数。",
            Problem("只有已开票、方式为汇总的表决可以登记。"),
        )
    wanted = [e.key for e in card.electorates] or [""]
    if part not in wanted:
        raise Refused(f"规则卡上没有“{part}”这一类人员。", Problem("请从规则卡所列的类别中选。"))
    if not set(numbers) <= set(NUMBERS) or any(n < 0 for n in numbers.values()):
        raise Refused("票数应为不小于0的整数。", Problem("请核对后重填。"))
    whole = numbers.get("items", numbers.get("returned"))
    if whole is None:
        raise Refused("没有填写收回票数或件数，不能登记。", Problem("没有填写", field="收回"))
    if "items" not in numbers and numbers.get("issued", whole) < whole:
        raise Refused(
            f"收回{whole}张，多于发出{numbers['issued']}张，这样的票数无效，没有登记。",
            Problem("请核对；确实如此的，应重新投票。", field="收回"),
        )
    columns = {*card.keys, BLANK, INVALID}
    rows: dict[str, dict[str, int]] = {}
    problems = []
    good = whole - (0 if "items" in numbers else numbers.get("invalid", 0))
    for at, question in enumerate(vote.questions, start=1):
        row = dict(totals.get(question.key, {}))
        if not set(row) <= columns or any(n < 0 for n in row.values()):
            text = "票数应为不小于0的整数，且只限票上的选项"
            problems.append(Problem(text, row=at, field=question.text))
        elif sum(row.values()) != good:
            text = f"各项合计{sum(row.values())}，应为{good}"
            problems.append(Problem(text, row=at, field=question.text))
        rows[question.key] = {key: row.get(key, 0) for key in (*card.keys, BLANK, INVALID)}
    if set(totals) - set(rows):
        problems.append(Problem("票数中有票上没有的事项"))
    if problems:
        raise Refused("票数没有登记，请核对。", *problems)
    held = {**(vote.sums or {}), part: {"numbers": dict(numbers), "totals": rows}}
    vote.sums = {key: held[key] for key in wanted if key in held}
    left = tuple(e.label for e in card.electorates if e.key not in held)
    vote.state = "已开票" if left else "计票"
    work.meeting_id, work.label = vote.meeting_id, f"登记“{vote.title}”的汇总票数"
    return left


@action("登记无异议")
def record_no_objection(work: Work, vote_id: int, objections: int = 0) -> None:
    """Record what the chair heard on asking: nobody, or so many, objected (rules.md N15).

    The vote then waits to be certified.

    Raises:
        Refused: not such a vote, not opened, or more objections than persons present.
    """
    vote = fetch(work.session, Vote, vote_id)
    card = card_of(vote)
    spoken = METHODS.get(vote.method) is Medium.ACCLAMATION
    if not spoken or card is None or vote.state not in ("已开票", "计票"):
        raise Refused(
            f"“{vote.title}”现在是“{vote.state}”，不能登记有无异议。",
            Problem("只有已开票、方式为无异议通过的事项可以登记。"),
        )
    if not 0 <= objections <= (vote.present or 0):
        raise Refused(
            f"提出异议的人数应在0和到会{vote.present}人之间。",
            Problem("请核对后重填。", field="异议"),
        )
    row = {vote.questions[0].key: {card.keys[0]: objections}}
    vote.sums = {"": {"numbers": {}, "totals": row}}
    vote.state = "计票"
    said = f"{objections}人提出异议" if objections else "没有异议"
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”{said}"


@action("清除登记的票数")
def clear_sums(work: Work, vote_id: int) -> None:
    """Take the sums off an opened vote again, to enter them afresh.

    Raises:
        Refused: there are none, or the vote is certified.
    """
    vote = fetch(work.session, Vote, vote_id)
    if vote.sums is None or vote.state == "已确认" or vote.method not in BY_SUMS:
        raise Refused(
            f"“{vote.title}”没有可以清除的票数。", Problem("如需更正，请先“重新打开”结果。")
        )
    vote.sums, vote.state = None, "已开票"
    work.meeting_id, work.label = vote.meeting_id, f"清除“{vote.title}”登记的票数"
