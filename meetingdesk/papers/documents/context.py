"""The words every template may use: the body's and the meeting's names and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.model import Colophon, Form, Letterhead
from meetingdesk.records.facts import (
    chair_of,
    date_text_of,
    last_day,
    short_title_of,
    title_of,
)
from meetingdesk.records.settings import ProcedureRules
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.itemtypes import ItemFamily, VoteMethod, item_type
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.procedure import Value, merged

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Meeting

#: kinds of meeting whose papers are 议题单 and 纪要, not 议程, 日程 and 主持词
SMALL = (MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED, MeetingKind.PARTY_GROUP)


def meeting_words(meeting: Meeting) -> dict[str, Any]:
    """Return the names and dates of a meeting for a template.

    A value the record does not have is left out, so a template that needs it says so.
    """
    words: dict[str, Any] = {
        "body": meeting.body.name,
        "body_short": meeting.body.short_name,
        "office": f"{meeting.body.name}办公室",
        "city": meeting.body.place,
        "level": meeting.body.level,
        "meeting": title_of(meeting),
        "meeting_short": short_title_of(meeting),
        "mode": meeting.mode,
    }
    optional = {
        "dates": date_text_of(meeting),
        "start": meeting.start,
        "end": last_day(meeting),
        "chair": plain(chair_of(meeting)),
        "place": meeting.place,
        "notice_on": meeting.notice_on,
    }
    words.update({name: value for name, value in optional.items() if value})
    if meeting.kind == MeetingKind.PARTY_GROUP and meeting.body.kind == "standing_committee":
        # the group is not renewed with the congress
        words["meeting"] = f"{meeting.body.name}{meeting.kind}"
        words["meeting_short"] = f"{meeting.body.short_name}{meeting.kind}"
    return words


def day_of(meeting: Meeting) -> str:
    """Return the ISO date put into a paper's properties."""
    day = last_day(meeting)
    return day.isoformat() if day else ""


def need_start(meeting: Meeting) -> dt.date:
    """Return the first day.

    Raises:
        Refused: the meeting has no date yet.
    """
    if meeting.start is None:
        raise Refused(
            "会议没有日期，这份文书还不能生成。", Problem("请先填写会议日期。", field="会议日期")
        )
    return meeting.start


def nothing(what: str, hint: str) -> Refused:
    """Return the refusal for a paper that has nothing to say yet."""
    return Refused(f"{what}，这份文书还不能生成。", Problem(hint))


def plain(text: str) -> str:
    """Return a record's words without its remarks: 徐家平（主持未明写） → 徐家平."""
    return re.sub(r"（[^（）]*）", "", text).strip()


def observer_words(meeting: Meeting) -> list[str]:
    """Return the observers as a list prints them: post and name, or the entry as a whole."""
    return [plain(f"{o.post}{o.name}" if o.name else o.text or o.unit) for o in meeting.observers]


def is_personnel(item: AgendaItem) -> bool:
    """Whether an item is about appointments, by its type or, without one, its words."""
    family = item_type(item.type).family
    return family is ItemFamily.PERSONNEL or (not item.type and "任免" in item.subject)


def method_of(item: AgendaItem, rules: Mapping[str, Value]) -> str:
    """Return how an item is voted: as recorded, else as the rules of procedure say (N11)."""
    if item.vote_method:
        return item.vote_method
    if item.objects:
        return VoteMethod.BALLOT.value
    return str(rules["personnel_method" if is_personnel(item) else "vote_method"])


def joined(people: Iterable[str]) -> str:
    """Join people for a list: by 、, or by ； where a post holds a 、 of its own."""
    every = list(people)
    return ("；" if any("、" in one for one in every) else "、").join(every)


def headed(
    words: dict[str, Any], day: dt.date | None, *, form: Form = Form.FILE, office: bool = False
) -> dict[str, Any]:
    """Return 版头 and 版记 of a paper that carries a number: 文件 or 信函 of body or office.

    The number is given at issue; the day is the paper's own (GB/T 9704—2012 §7.2, §7.4, §10.1).
    """
    organ = words["office"] if office else words["body"]
    mark = organ if form is Form.LETTER else f"{organ}文件"
    head = {"letterhead": Letterhead(mark, form=form)}
    if form is Form.LETTER or day is None:
        return head
    return head | {"colophon": Colophon(office=words["office"], printed_on=cn_date(day))}


def rules_of(session: Session, meeting: Meeting) -> dict[str, Value]:
    """Return the body's rules of procedure in force on the meeting's first day (A39)."""
    wanted = select(ProcedureRules).where(ProcedureRules.body_id == meeting.body_id)
    if meeting.start is not None:
        wanted = wanted.where(ProcedureRules.valid_from <= meeting.start)
    row = session.scalars(wanted.order_by(ProcedureRules.valid_from.desc()).limit(1)).first()
    return merged(row.values if row else {})
