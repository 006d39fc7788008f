"""票证台账: what was printed, issued, spoiled, returned, sealed and destroyed, and whether it adds up.

Ballots are issued by row or table and never to a person; the ledger refuses a member's name as a
place. Once a line is written in it by hand, it must balance before the vote is certified, or
somebody must say why it does not: the reason is printed with the result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.count_views import is_hidden, tally_of, the_card
from meetingdesk.actions.polling import set_issued, set_returned
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.ballots import (
    BY_PRINTING,
    LedgerEvent,
    ledger_is_kept,
    ledger_lines,
    ledger_sums,
)
from meetingdesk.records.roster import Person
from meetingdesk.records.votes import Vote
from meetingdesk.rules.ballotledger import Balance, Ledger, balances, certifiable
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

__all__ = ["KINDS", "Balance", "EventView", "LedgerView", "check_ledger", "ledger_of"]

EXPLAINED = "不平说明"
#: what a clerk may write into the ledger, with what it means
KINDS: dict[str, str] = {
    "发出": "交给一排或一桌的张数",
    "作废更换": "写坏交回、当场换给新票的张数",
    "印废": "印坏、卡纸，没有发出就作废的张数",
    "余票": "清点后实际剩下的张数（再登记时以最后一次为准）",
    "收回": "票箱或一处收回的张数",
    "封存": "装袋封存的张数",
    "销毁": "没有封存的余票、废票销毁的张数",
    "封存票销毁": "启封后销毁的张数",
    EXPLAINED: "台账不平的原因，印在计票报告单上",
}
_TWO_NAMES = ("销毁", "封存票销毁")
#: how the reason for an unbalanced ledger begins in the vote's note
UNBALANCED = "票证台账不平仍确认的理由："


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the ledger."""

    id: int
    kind: str
    sheets: int
    place: str
    names: str
    on: dt.date | None
    note: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger of one vote: its lines, its sums, its equations and what they keep from."""

    vote_id: int
    title: str
    events: tuple[EventView, ...]
    ledger: Ledger
    balances: tuple[Balance, ...]
    problems: tuple[str, ...]
    explained: str

    @property
    def kept(self) -> bool:
        """Whether a ledger is kept for this vote: printing alone does not begin one."""
        return any(event.by_hand for event in self.events)


@query
def ledger_of(session: Session, vote_id: int) -> LedgerView:
    """Return the ledger of a vote."""
    vote = fetch(session, Vote, vote_id)
    events = ledger_lines(session, vote_id)
    ledger = _sums(session, vote, events)
    return LedgerView(
        vote.id,
        vote.title,
        tuple(
            EventView(e.id, e.kind, e.sheets, e.place, e.names, e.on, e.note,
                      e.kind not in BY_PRINTING)
            for e in events
        ),
        ledger,
        balances(ledger),
        tuple(certifiable(ledger)) if ledger_is_kept(events) else (),
        "；".join(e.note for e in events if e.kind == EXPLAINED),
    )  # fmt: skip


def _sums(session: Session, vote: Vote, events: list[LedgerEvent]) -> Ledger:
    valid, invalid, doubtful = _counted(session, vote)
    found = ledger_sums(session, vote, events)
    return replace(found, valid=valid, invalid=invalid, doubtful=doubtful)


def _counted(session: Session, vote: Vote) -> tuple[int | None, int | None, int]:
    """Return valid, invalid and doubtful ballots of counts that agree, None before."""
    if not vote.counts or any(count.state != "完成" for count in vote.counts):
        return None, None, 0
    if any(is_hidden(session, count) for count in vote.counts):
        return None, None, 0
    tally, aside = tally_of(session, the_card(vote), vote.counts[0])
    held = tally.returned or 0
    return held - tally.invalid_ballots, tally.invalid_ballots, aside


@action("登记票证台账")
def add_ledger_event(
    work: Work,
    vote_id: int,
    *,
    kind: str,
    sheets: int = 0,
    place: str = "",
    names: str = "",
    on: dt.date | None = None,
    note: str = "",
) -> int:
    """Write a line into the ledger; return its id.

    ``place`` is a row, a table or a counting place. Destroying needs two names (separated by 、).

    Raises:
        Refused: an unknown kind, nothing printed yet, a person as place, one name only, or more
            sheets than there are.
    """
    vote = fetch(work.session, Vote, vote_id)
    if kind not in KINDS:
        raise Refused(
            f"票证台账没有“{kind}”。", Problem(f"可用：{'、'.join(KINDS)}。", field="事项")
        )
    if vote.state == "已确认" and kind not in ("封存", *_TWO_NAMES):
        raise Refused(
            f"“{vote.title}”的结果已经确认，台账只能再记封存和销毁。",
            Problem("确需更正的，请先“重新打开”结果。", field="事项"),
        )
    _check_line(work.session, kind, sheets, place.strip(), names, note)
    event = LedgerEvent(
        vote_id=vote.id, kind=kind, sheets=sheets, place=place.strip(),
        names="、".join(_names(names)), on=on or work.today, note=note.strip(),
    )  # fmt: skip
    work.session.add(event)
    work.session.flush()
    _check_room(_sums(work.session, vote, ledger_lines(work.session, vote_id)), kind, sheets)
    where = f"（{event.place}）" if event.place else ""
    work.meeting_id = vote.meeting_id
    work.label = f"“{vote.title}”票证台账：{kind}{f'{sheets}张' if sheets else ''}{where}"
    return event.id


def _check_line(
    session: Session, kind: str, sheets: int, place: str, names: str, note: str
) -> None:
    if kind == EXPLAINED:
        if not note.strip():
            raise Refused("没有写明原因。", Problem("请写明台账为什么不平。", field="原因"))
        return
    least = 0 if kind == "余票" else 1
    if sheets < least:
        raise Refused("张数应为正整数。", Problem("请核对后重填。", field="张数"))
    if place and session.scalar(select(Person.id).where(Person.name == unpadded(place)).limit(1)):
        raise Refused(
            "发票只按排或桌登记，不能写人名：写了人名，无记名票就可能对得上人。",
            Problem("请写“第1排”“第3桌”之类。", field="何处"),
        )
    if kind in _TWO_NAMES and len(set(_names(names))) < 2:
        raise Refused(
            "销毁选票须有两人在场。", Problem("请写两个人的姓名，用“、”隔开。", field="经手人")
        )


def _names(text: str) -> list[str]:
    for mark in "，,;；/ 　":
        text = text.replace(mark, "、")
    return [unpadded(name) for name in text.split("、") if name.strip()]


def _check_room(ledger: Ledger, kind: str, sheets: int) -> None:
    """Refuse a line that takes sheets that are not there."""
    if kind in ("发出", "作废更换", "印废") and ledger.should_be_left < 0:
        raise Refused(
            f"台账上只余{ledger.should_be_left + sheets}张，不能再{kind}{sheets}张。",
            Problem("请核对印制和发出的张数。", field="张数"),
        )
    if kind == "封存票销毁" and ledger.sealed < 0:
        raise Refused("封存的票没有这么多。", Problem("请核对封存的张数。", field="张数"))
    if kind in ("封存", *_TWO_NAMES) and ledger.sealed + ledger.destroyed > ledger.printed:
        raise Refused(
            f"封存和销毁合计{ledger.sealed + ledger.destroyed}张，多于印制的{ledger.printed}张。",
            Problem("请核对后重填。", field="张数"),
        )


@action("撤去台账一行")
def remove_ledger_event(work: Work, event_id: int) -> None:
    """Take a line out of the ledger again.

    Raises:
        Refused: it was written by printing, or the result is certified.
    """
    event = fetch(work.session, LedgerEvent, event_id)
    vote = fetch(work.session, Vote, event.vote_id)
    if event.kind in BY_PRINTING:
        raise Refused(f"“{event.kind}”是印制时记下的，不能撤去。")
    if vote.state == "已确认" and event.kind not in ("封存", *_TWO_NAMES):
        raise Refused("结果已经确认，这一行不能撤去。", Problem("请先“重新打开”结果。"))
    work.meeting_id = vote.meeting_id
    work.label = f"撤去“{vote.title}”票证台账的“{event.kind}”{event.sheets}张"
    work.session.delete(event)


@action("按台账登记发出收回")
def register_from_ledger(work: Work, vote_id: int) -> tuple[str, ...]:
    """Take the ledger's 发出 and 收回 over as the numbers the count goes by; return warnings.

    Raises:
        Refused: the ledger has no 发出 yet, or the vote does not stand open.
    """
    found = ledger_of(work, vote_id).ledger
    if found.issued is None:
        raise Refused("台账还没有登记发出。", Problem("请先按排或桌登记发出的张数。", field="发出"))
    warnings: tuple[str, ...] = ()
    vote = fetch(work.session, Vote, vote_id)
    if vote.issued != found.issued:
        warnings += set_issued(work, vote_id, found.issued)
    if found.returned is not None and vote.returned != found.returned:
        warnings += set_returned(work, vote_id, found.returned)
    work.meeting_id, work.label = vote.meeting_id, f"“{vote.title}”按票证台账登记发出、收回"
    return warnings


def check_ledger(session: Session, vote: Vote) -> str:
    """Return the note to print with the result, '' when no ledger is kept or it balances.

    Raises:
        Refused: a ledger is kept, it does not balance and nobody has said why.
    """
    events = ledger_lines(session, vote.id)
    wrong = certifiable(_sums(session, vote, events)) if ledger_is_kept(events) else []
    if not wrong:
        return ""
    said = "；".join(e.note for e in events if e.kind == EXPLAINED)
    if not said:
        raise Refused(
            "票证台账还不平，没有确认。票数和计票都没有改动。",
            *(Problem(text) for text in wrong),
            Problem("请更正台账；确实不能平的，在台账中登记“不平说明”。", field="票证台账"),
        )
    return f"{UNBALANCED}{said}"
