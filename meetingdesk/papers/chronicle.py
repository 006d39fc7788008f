"""大事记条目 and 新闻稿, composed from the record of a meeting (A33, inventory 6.35).

Both take their sentences from ``resources/wording/sentences.j2``. What is said follows from
the record's fields alone: verb, subject, outcome, type, objects, and the desk's own motions,
votes, letters and ceremonies where they exist. Remarks of the record （…） are not printed, and
neither is who was absent (inventory 6.7).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from meetingdesk.errors import Problem, Refused
from meetingdesk.papers import markup
from meetingdesk.papers.chronicle_compare import (
    ComparedRow,
    compare_with_printed,
    comparison_table,
)
from meetingdesk.papers.chronicle_items import agenda_groups
from meetingdesk.papers.chronicle_people import chair_of, leaders_of, observers_of, total_of
from meetingdesk.papers.model import Paragraph
from meetingdesk.papers.wording import render_wording
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules.dates import cn_span
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.numerals import han, ordinal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = [
    "ComparedRow",
    "chronicle_doubts",
    "chronicle_entry",
    "compare_with_printed",
    "comparison_table",
    "news_text",
    "news_title",
]

_KINDS = (MeetingKind.STANDING, MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED)
_ASIDE = re.compile(r"（[^（）]*）")


def chronicle_entry(session: Session, meeting_id: int) -> str:
    """Return the 大事记 entry of a committee or chairpersons' meeting, one paragraph.

    Raises:
        Refused: another kind of meeting, or its date is not on record.
        BadInput: the office's own wording template is at fault.
    """
    facts, _ = _facts(session, meeting_id)
    return "".join(_paragraphs(render_wording("chronicle", {"m": facts})))


def news_text(session: Session, meeting_id: int, *, byline: str = "") -> list[str]:
    """Return the paragraphs of the 新闻稿; ``byline`` (供稿单位) closes it in brackets.

    Raises:
        Refused: another kind of meeting, or its date is not on record.
        BadInput: the office's own wording template is at fault.
    """
    facts, _ = _facts(session, meeting_id)
    return _paragraphs(render_wording("news", {"m": facts | {"byline": byline}}))


def news_title(session: Session, meeting_id: int) -> str:
    """Return the headline: 市十四届人大常委会举行第三十六次会议.

    Raises:
        Refused: another kind of meeting, or its date is not on record.
    """
    facts, _ = _facts(session, meeting_id)
    return f"{facts['body']}{facts['held']}{facts['session']}"


def chronicle_doubts(session: Session, meeting_id: int) -> list[Problem]:
    """List what a person should look at before the entry is printed.

    Raises:
        Refused: another kind of meeting, or its date is not on record.
    """
    return _facts(session, meeting_id)[1]


def _facts(session: Session, meeting_id: int) -> tuple[dict[str, Any], list[Problem]]:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise Refused("这次会议已经不在台账中，可能刚被删除。请刷新后再试。")
    _check(meeting)
    doubts: list[Problem] = []
    chair = chair_of(session, meeting, doubts)
    guests, others = observers_of(meeting)
    groups, lectures = agenda_groups(session, meeting, chair["name"] if chair else "", doubts)
    phrase = _ASIDE.sub("", meeting.attendance_phrase).strip().rstrip("。")
    facts = {
        "span": cn_span(meeting.start, meeting.end) if meeting.start else "",
        "body": _body(meeting),
        "organ": meeting.body.short_name,
        "mode": _mode(meeting.mode),
        "held": "举行" if meeting.kind == MeetingKind.STANDING else "召开",
        "session": _session_name(meeting),
        "chair": chair,
        "leaders": leaders_of(session, meeting, phrase, doubts),
        "phrase": phrase,
        "total": total_of(meeting),
        "guests": guests,
        "others": others,
        "groups": groups,
        "paragraphs": _in_paragraphs(groups),
        "lectures": lectures,
        "byline": "",
    }
    return facts, doubts


def _check(meeting: Meeting) -> None:
    if meeting.kind not in _KINDS:
        raise Refused(
            f"大事记条目和新闻稿只为{'、'.join(_KINDS)}编写，这是{meeting.kind}。台账没有改动。"
        )
    if meeting.start is None:
        raise Refused(
            "会议的日期没有记载，不能编写大事记条目和新闻稿。台账没有改动。",
            Problem("请先填写会议日期。", field="会议日期"),
        )


def _body(meeting: Meeting) -> str:
    term = f"{han(meeting.term_number)}届" if meeting.term_number else ""
    return f"{meeting.body.level}{term}人大常委会" if meeting.body.level else meeting.body.name


def _session_name(meeting: Meeting) -> str:
    number = f"{ordinal(meeting.number)}次" if meeting.number else ""
    return number + ("会议" if meeting.kind == MeetingKind.STANDING and number else meeting.kind)


def _mode(mode: str) -> str:
    """The form of the meeting where it is worth a word: 现场+视频, 视频."""
    plain = _ASIDE.sub("", mode).strip()
    return "" if plain in ("", "现场") else plain


def _in_paragraphs(groups: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Reports and texts first, then a paragraph each; ceremonies stay with what they follow."""
    paragraphs: list[list[dict[str, Any]]] = []
    for group in groups:
        if group["form"] == "ceremony" and paragraphs:
            paragraphs[-1].append(group)
        else:
            paragraphs.append([group])
    return paragraphs


def _paragraphs(text: str) -> list[str]:
    blocks = markup.parse(text, source="大事记")
    return [block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
