"""议程付印以后: numbers stay, items are withdrawn rather than deleted, the agenda is reopened."""

from __future__ import annotations

from sqlalchemy import select

from meetingdesk.actions.base import Work, action
from meetingdesk.actions.common import fetch, require
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.facts import agenda_numbers, item_words, short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.votes import Vote

_SHORT = 24


def is_printed(meeting: Meeting) -> bool:
    """Return whether the agenda's numbers are out: issued or adopted."""
    return meeting.agenda_adopted or any(i.printed_number for i in meeting.agenda)


def freeze(meeting: Meeting) -> None:
    """Give every item on the agenda its number for good; those that have one keep it."""
    numbers = agenda_numbers(meeting)
    for item in meeting.agenda:
        if item.id in numbers and item.printed_number != numbers[item.id]:
            item.printed_number = numbers[item.id]


def keep_numbers(meeting: Meeting) -> None:
    """Freeze again after a change, if the agenda is out: what is new becomes a late item."""
    if is_printed(meeting):
        freeze(meeting)


def _brief(item: AgendaItem) -> str:
    whole = item_words(item.verb, item.subject)
    return whole if len(whole) <= _SHORT else f"{whole[: _SHORT - 1]}…"


@action("撤回议题")
def withdraw_item(work: Work, item_id: int, *, reason: str) -> None:
    """Take an item off an agenda already printed; it keeps its number, marked （撤回）.

    Raises:
        Refused: no reason, the item is withdrawn, voted on or not on the agenda, or the agenda is
            not out.
    """
    item = fetch(work.session, AgendaItem, item_id)
    if not item.on_agenda or not item.printed_number:
        raise Refused("这个议题还没有付印，不用撤回。", Problem("直接删除即可。"))
    if item.withdrawn:
        raise Refused("这个议题已经撤回。")
    voted = select(Vote.id).where(Vote.item_id == item.id, Vote.result.is_not(None))
    if work.session.scalar(voted.limit(1)) is not None:
        raise Refused("这个议题已有表决结果，不能撤回。")
    item.withdrawn = require(reason, "撤回原因")
    work.meeting_id = item.meeting_id
    work.label = f"撤回第{item.printed_number}项“{_brief(item)}”：{item.withdrawn}"


@action("恢复议题")
def restore_item(work: Work, item_id: int) -> None:
    """Put a withdrawn item back under its old number.

    Raises:
        Refused: it is not withdrawn.
    """
    item = fetch(work.session, AgendaItem, item_id)
    if not item.withdrawn:
        raise Refused("这个议题没有撤回。")
    item.withdrawn = ""
    work.meeting_id, work.label = item.meeting_id, f"恢复议题“{_brief(item)}”"


@action("重开议程")
def reopen_agenda(work: Work, meeting_id: int, *, reason: str) -> None:
    """Make an adopted or issued agenda a draft again; its numbers are counted anew.

    Raises:
        Refused: no reason, or the agenda is a draft.
    """
    meeting = fetch(work.session, Meeting, meeting_id)
    why = require(reason, "原因", "请填写重开议程的原因。")
    if not is_printed(meeting):
        raise Refused("议程还是草案，可以直接修改。")
    meeting.agenda_adopted = False
    for item in meeting.agenda:
        item.printed_number = ""
    work.meeting_id = meeting.id
    work.label = f"{short_title_of(meeting)}重开议程：{why}"
