"""What must be so before a vote may be opened: card, seats, names not barred, what comes first.

Everything here is refused now, not after the count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.certify import failed_before
from meetingdesk.actions.vote_views import (
    AMENDMENT,
    METHODS,
    before_of,
    outcome_words,
)
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.appointments import MotionEntry
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cardtypes import Base, Kind, Medium
from meetingdesk.rules.checks import needed_bases

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.rules.cards import Card

#: stands in the note of a whole where an amendment has passed
AMENDED = "按修正后的文本付表决"
_ONE_AT_A_TIME = (Medium.HANDS, Medium.KEYPAD, Medium.ACCLAMATION)


def check_sheet(session: Session, vote: Vote, card: Card) -> None:
    """Refuse a sheet that cannot be voted on in this way under this card.

    Raises:
        Refused: nothing on the sheet, several items shown hands for, seats that do not fit, a
            person barred, or a removal not by secret ballot.
    """
    if not vote.questions:
        raise Refused(f"“{vote.title}”的票上还没有事项，不能开票。", Problem("请先加入至少一项。"))
    if METHODS[vote.method] in _ONE_AT_A_TIME and len(vote.questions) > 1:
        raise Refused(
            f"{vote.method}每次只表决一项，“{vote.title}”列了{len(vote.questions)}项。",
            Problem("请每项各拟定一次表决，或改为无记名投票。", field="表决方式"),
        )
    _check_seats(vote, card)
    _check_people(session, vote, card)


def _check_seats(vote: Vote, card: Card) -> None:
    """Compare candidates with seats (地方组织法 Art. 27; rules.md §6)."""
    rule = card.selection
    if rule is None:
        return
    people = card.kind is Kind.ELECTION
    unit, each = ("名", "候选人") if people else ("项", "项目")
    if rule.seats is None:
        raise Refused(
            f"“{vote.title}”没有填写应选名额，不能开票。",
            Problem("请填写应选名额。", field="应选名额"),
        )
    here, seats = len(vote.questions), rule.seats
    if here < seats:
        raise Refused(
            f"{each}{here}{unit}，少于应选名额{seats}{unit}，不能开票。",
            Problem(f"请补足{each}，或更正应选名额。", field="应选名额"),
        )
    # the card's title says 差额 or 等额, as the 选举办法 does
    if here == seats and ("差额" in card.title or not people):
        raise Refused(
            f"{each}{here}{unit}，与应选名额相等，不是差额。",
            Problem("请增加候选人，或改用等额选举的规则卡。" if people else "请核对应选名额。",
                    field="应选名额"),
        )  # fmt: skip
    if here > seats and "等额" in card.title:
        raise Refused(
            f"候选人{here}名，多于应选名额{seats}名，不是等额选举。",
            Problem("请核对候选人，或改用差额选举的规则卡。", field="应选名额"),
        )
    most = rule.choose_at_most
    if most is not None and most > here:
        raise Refused(
            f"每张票至多选{most}{unit}，但只有{here}{unit}{each}。",
            Problem("请更正每票至多选的数目。", field="每票至多"),
        )


def _check_people(session: Session, vote: Vote, card: Card) -> None:
    """Refuse persons failed too often in a row, and removals not in secret (监督法 Art. 62)."""
    times = failed_before(session, vote)
    limit = card.reject_limit
    barred = [
        Problem(f"{q.text}已连续{times[q.key]}次未获通过，不得再次提请任命同一职务。", field=q.text)
        for q in vote.questions
        if limit is not None and times.get(q.key, 0) >= limit
    ]
    if barred:
        raise Refused(f"“{vote.title}”列有按规则不得再次提名的人选，不能开票。", *barred)
    verbs = {
        entry.verb
        for q in vote.questions
        if q.entry_id is not None and (entry := session.get(MotionEntry, q.entry_id)) is not None
    }
    if "撤销职务" in verbs and METHODS[vote.method] is not Medium.PAPER:
        raise Refused(
            "撤职案须以无记名投票表决，不能用其他方式（《监督法》第六十二条）。",
            Problem("请改为无记名投票。", field="表决方式"),
        )


def check_before(session: Session, vote: Vote) -> None:
    """Refuse to open a vote whose amendments and separate articles are not certified.

    修正案先付表决 (上海议事规则 Art. 38; 全国人大常委会议事规则 2009 Art. 33), 单独表决 before
    the whole (立法法 Art. 44). An article is voted on in its amended wording.

    Raises:
        Refused: naming each vote still to be held.
    """
    waiting = [v for _, v in before_of(session, vote) if v.state != "已确认"]
    whole = "表决全案"
    if vote.before is not None and vote.before.what != AMENDMENT:
        bill = session.get(Vote, vote.before.whole_id)
        rows = before_of(session, bill) if bill is not None else []
        waiting = [v for o, v in rows if o.what == AMENDMENT and v.state != "已确认"]
        whole = "单独表决条款"
    if waiting:
        raise Refused(
            f"修正案和单独表决的条款应先付表决，现在还不能{whole}。",
            *(Problem(f"“{v.title}”现在是“{v.state}”，请先确认结果。") for v in waiting),
        )


def order_notes(session: Session, vote: Vote) -> list[str]:
    """Say what the votes before ``vote`` mean for it, one line each."""
    lines = []
    for order, found in before_of(session, vote):
        words = outcome_words(found)
        passed = (found.result or {}).get("state") == "passed"
        if order.what == AMENDMENT:
            after = AMENDED if passed else "仍按原文本付表决"
        elif passed:
            after = "该条款列入付表决的文本"
        else:
            after = "由主任会议决定将草案付表决或者暂不付表决（《立法法》第四十四条）"
        lines.append(f"{order.what}“{found.title}”{words}：{after}。")
    return lines


def check_bases(card: Card, vote: Vote) -> None:
    """Refuse now, not after the count, a card whose base nobody knows here.

    Raises:
        Refused: it counts by deputies, by items, or by seats nobody registered.
    """
    bases = needed_bases(card)
    if Base.DEPUTIES in bases and vote.meeting.body.kind != "congress":
        raise Refused(
            f"“{card.title}”以全体代表为基数，用于代表大会，不能用于这次会议。",
            Problem("请换一张计票规则卡。", field="计票规则"),
        )
    if Base.ITEMS in bases and METHODS[vote.method] is not Medium.RECORD:
        raise Refused(
            f"“{card.title}”按件数计算，不能用于逐票计票。",
            Problem("请换一张计票规则卡。", field="计票规则"),
        )
    if Base.SEATS in bases and vote.statutory_seats is None:
        raise Refused(
            "规则以编制名额为准，但本届编制名额没有登记，不能开票。",
            Problem("请在“名册”中填写编制名额。", field="编制名额"),
        )
