"""Lists of people: 签到表 (A08, A11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, need_start, nothing
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.model import Align, Cell, Document, Face, Row, Table
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import posts_on
from meetingdesk.rules.names import padded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.records.meetings import Meeting


def sign_in(session: Session, meeting: Meeting) -> Document:
    """签到表: members in protocol order, then observers by category (A08, A11)."""
    need_start(meeting)
    rows = [a for a in meeting.attendance if a.person is not None]
    if not rows:
        raise nothing("还没有签到名册", "请先在“会议与出席”中生成签到名册。")
    posts = posts_on(session, meeting)
    members = [
        (padded(a.person.name), posts.get(a.person.id, "")) for a in rows if a.person is not None
    ]
    observers = [
        (padded(o.name) if o.name else o.text, o.post or o.unit or o.category)
        for o in meeting.observers
    ]
    tables = {"members": _signatures(members, ("序号", "姓名", "职务", "签名"), "出席人员签到")}
    words = meeting_words(meeting)
    words["has_observers"] = bool(observers)
    if observers:
        tables["observers"] = _signatures(
            observers, ("序号", "姓名或单位", "职务", "签名"), "列席人员签到"
        )
    return compose("sign_in", "sign_in", words, tables, author=words["body"], date=day_of(meeting))


def _signatures(people: list[tuple[str, str]], heads: tuple[str, ...], description: str) -> Table:
    head = Row(tuple(Cell((h,), face=Face.HEI) for h in heads), 11.0)
    rows = [
        Row(
            (
                Cell((str(number),)),
                Cell((name,), align=Align.CENTER if len(name) <= 8 else Align.LEFT),
                Cell((post,)),
                Cell(("",)),
            ),
            11.0 if len(name) <= 12 and len(post) <= 12 else None,
        )
        for number, (name, post) in enumerate(people, start=1)
    ]
    return Table((12, 46, 44, 54), (head, *rows), header_rows=1, description=description)


def _on_roll(_session: Session, meeting: Meeting) -> bool:
    return meeting.start is not None and any(a.person_id for a in meeting.attendance)


MAKERS: dict[str, Maker] = {"sign_in": of_meeting(sign_in, _on_roll)}
