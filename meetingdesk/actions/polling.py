"""Holding the vote: opening with N pinned, papers out and in.

More ballots back than were issued voids the whole vote (选举法 Art. 44; rules.md §1.3);
fewer do not, and the gap is 未收回, never an abstention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.actions.attendance import present_count
from meetingdesk.actions.base import Work, action
from meetingdesk.actions.cards import card_named, check_card
from meetingdesk.actions.common import fetch, renumber
from meetingdesk.actions.roster import tenures_on
from meetingdesk.actions.vote_checks import (
    AMENDED,
    check_bases,
    check_before,
    check_sheet,
    order_notes,
)
from meetingdesk.actions.vote_drafts import drafted
from meetingdesk.actions.vote_views import METHODS, by_method, entered, quorum_of
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.roster import Term
from meetingdesk.records.votes import Vote
from meetingdesk.rules.cards import card_to_dict
from meetingdesk.rules.cardtypes import Medium

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting

#: ends the title of a whole that is voted on as amended
AMENDED_TITLE = "（修正后）"


def meeting_day(work: Work, meeting: Meeting) -> dt.date:
    """Return today, or the nearest day of the meeting when today is not one of its days."""
    today = work.today
    if meeting.start and today < meeting.start:
        return meeting.start
    last = meeting.end or meeting.start
    return last if last and today > last else today


def members_number(session: Session, meeting: Meeting, on: dt.date) -> int:
    """Return N, 全体组成人员 in office on ``on`` (地方组织法 Art. 51; rules.md Q5).

    Raises:
        Refused: the meeting's term has no members registered for that day.
    """
    held = tenures_on(session, meeting.term_id, on) if meeting.term_id else []
    number = len({t.person_id for t in held})
    if not number:
        raise Refused(
            f"名册里没有{on.month}月{on.day}日在任的组成人员，无法确定全体组成人员的人数。",
            Problem("请先在“名册”中登记组成人员，并为会议选定届次。", field="全体组成人员"),
        )
    return number


def present_number(work: Work, meeting: Meeting) -> int:
    """Return 到会: those marked 出席 on the roll, or the figure taken over from a record.

    Raises:
        Refused: neither is there.
    """
    number = present_count(work, meeting.id)
    if not number:
        raise Refused(
            "还没有登记出席情况，不能开票。",
            Problem("请先在“会议与出席”中完成签到。", field="到会"),
        )
    return number


@action("开票")
def open_vote(work: Work, vote_id: int, *, on: dt.date | None = None) -> None:
    """Open a vote: pin N, seats and those present; freeze the card and the sheet's order.

    A show of hands and the keypad have no papers: each one present counts as one.

    Raises:
        Refused: no questions, no roll, no quorum, or not a draft.
    """
    vote = drafted(work.session, vote_id)
    chosen = card_named(vote.card_name, session=work.session)
    card = by_method(chosen, vote)
    if vote.questions:
        check_card(chosen, vote.kind, vote.method)
    check_sheet(work.session, vote, card)
    check_before(work.session, vote)
    meeting = vote.meeting
    day = on or meeting_day(work, meeting)
    term = work.session.get(Term, meeting.term_id) if meeting.term_id else None
    medium = METHODS[vote.method]
    vote.members = members_number(work.session, meeting, day)
    vote.statutory_seats = term.statutory_seats if term else None
    if medium is Medium.RECORD:
        # the sums may come from elsewhere; whoever sits here decides nothing
        vote.present = present_count(work, meeting.id) or None
    else:
        vote.present = present_number(work, meeting)
    check_bases(card, vote)
    if medium is not Medium.RECORD:
        _check_present(vote, quorum_of(vote, card))
    renumber(vote.questions)
    vote.card, vote.opened_on, vote.state = card_to_dict(card), day, "已开票"
    if medium in (Medium.HANDS, Medium.KEYPAD):
        vote.issued = vote.returned = vote.present
    _freeze_order(work.session, vote)
    work.meeting_id, work.label = meeting.id, f"“{vote.title}”开票"


def _freeze_order(session: Session, vote: Vote) -> None:
    """Write into title and note what the amendments and separate articles came to."""
    lines = order_notes(session, vote)
    vote.note = "\n".join([*lines, *([vote.note] if vote.note else [])])
    if any(AMENDED in line for line in lines) and not vote.title.endswith(AMENDED_TITLE):
        vote.title += AMENDED_TITLE


def _thaw_order(session: Session, vote: Vote) -> None:
    lines = set(order_notes(session, vote))
    vote.note = "\n".join(line for line in vote.note.splitlines() if line not in lines)
    if any(AMENDED in line for line in lines):
        vote.title = vote.title.removesuffix(AMENDED_TITLE)


@action("撤回开票")
def unopen_vote(work: Work, vote_id: int) -> None:
    """Make an opened vote a draft again, so that the sheet or the roll can be mended.

    Raises:
        Refused: it is not open, or counting has begun.
    """
    vote = fetch(work.session, Vote, vote_id)
    if vote.state != "已开票" or vote.counts or vote.sums:
        raise Refused(
            f"“{vote.title}”现在是“{vote.state}”，不能撤回开票。",
            Problem("只有已开票、尚未计票的表决可以撤回。"),
        )
    _thaw_order(work.session, vote)
    vote.card = vote.opened_on = None
    vote.members = vote.statutory_seats = vote.present = vote.issued = vote.returned = None
    vote.state = "拟定"
    work.meeting_id, work.label = vote.meeting_id, f"撤回“{vote.title}”的开票"


def _check_present(vote: Vote, need: int | None) -> None:
    members, present = vote.members or 0, vote.present or 0
    if present > members:
        raise Refused(
            f"到会{present}人，多于全体组成人员{members}人，不能开票。",
            Problem("请核对签到和名册的任期。", field="到会"),
        )
    if need is not None and present < need:
        raise Refused(
            f"到会{present}人，未达到法定人数{need}人（全体组成人员{members}人），不能开票。",
            Problem("请核对签到；确不足法定人数的，会议不得举行。", field="到会"),
        )


@action("登记发出票数")
def set_issued(work: Work, vote_id: int, number: int) -> tuple[str, ...]:
    """Record how many ballots were handed out; return warnings to show.

    Raises:
        Refused: not opened, counting begun, no papers, or not a positive number.
    """
    vote = _on_paper(work.session, vote_id)
    if number < 1:
        raise Refused("发出票数应为正整数。", Problem("请核对后重填。", field="发出"))
    if vote.counts:
        raise Refused("已经开始计票，发出票数不能再改。", Problem("如填写有误，请先作废各遍计票。"))
    vote.issued = number
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”发出{number}张"
    warnings = []
    if vote.present is not None and number > vote.present:
        warnings.append(f"发出{number}张，多于到会{vote.present}人，请核对发票情况。")
    elif vote.present is not None and number < vote.present:
        warnings.append(f"发出{number}张，少于到会{vote.present}人，请确认有人未领票。")
    if vote.returned is not None and number < vote.returned:
        vote.state = "作废"
        warnings.append(void_words(vote))
    return tuple(warnings)


@action("登记收回票数")
def set_returned(work: Work, vote_id: int, number: int) -> tuple[str, ...]:
    """Record how many ballots came back; return warnings to show.

    More than were issued voids the whole vote (选举法 Art. 44): state 作废; then it is voted again.

    Raises:
        Refused: nothing issued yet, a negative number, or fewer than are entered already.
    """
    vote = _on_paper(work.session, vote_id)
    if vote.issued is None:
        raise Refused("请先登记发出票数，再登记收回票数。", Problem("没有填写", field="发出"))
    if number < 0:
        raise Refused("收回票数不能是负数。", Problem("请核对后重填。", field="收回"))
    if any(count.state == "完成" for count in vote.counts):
        raise Refused("已有一遍计票录完，收回票数不能再改。", Problem("请先在那一遍按“更正”。"))
    most = max((entered(work.session, count.id) for count in vote.counts), default=0)
    if most > number:
        raise Refused(
            f"已经录入{most}张，收回票数不能少于{most}张。",
            Problem("请核对票数，或撤去多录的票。", field="收回"),
        )
    if vote.present is not None and vote.present < number <= vote.issued:
        raise Refused(
            f"收回{number}张，多于到会{vote.present}人，没有登记。",
            Problem("请重新点票；如签到有误，请撤回开票、更正签到后再开票。", field="收回"),
        )
    vote.returned = number
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”收回{number}张"
    if number > vote.issued:
        vote.state = "作废"
        work.label += "，多于发出，作废"
        return (void_words(vote),)
    if number < vote.issued:
        gap = vote.issued - number
        return (f"有{gap}张未收回。收回少于发出，投票有效；未收回的不作弃权。",)
    return ()


def void_words(vote: Vote) -> str:
    """Say why the vote is void and what follows."""
    return f"收回{vote.returned}张，多于发出{vote.issued}张，本次投票无效，应重新投票。"


def _on_paper(session: Session, vote_id: int) -> Vote:
    vote = fetch(session, Vote, vote_id)
    if vote.state not in ("已开票", "计票"):
        raise Refused(
            f"“{vote.title}”现在是“{vote.state}”，不能登记票数。",
            Problem(
                "拟定的表决请先开票。" if vote.state == "拟定" else "如需更正，请先“重新打开”结果。"
            ),
        )
    if METHODS.get(vote.method) is not Medium.PAPER:
        raise Refused(f"{vote.method}不发票，不需要登记发出和收回。")
    return vote
