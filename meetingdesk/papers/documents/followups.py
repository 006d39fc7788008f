"""审议意见书, 监督意见书 and the slip they are handed over with (B01, B03, B04)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.papers.documents.context import SMALL, day_of, headed, meeting_words, nothing
from meetingdesk.papers.documents.forms import labelled
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.documents.meeting import item_words
from meetingdesk.papers.model import A4_REPORT
from meetingdesk.papers.wording import compose
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.facts import last_day
from meetingdesk.records.followups import Opinion
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.titles import book, strip_draft, unbook
from meetingdesk.rules.verbs import parse_outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting

_TO_WHOM = re.compile(r"(?:交由|交|转)([^，；。]{2,20}?)(?:研究|办理|处理|审议|落实)")
#: outcomes by which a meeting hands a matter over
_HANDED = ("交办", "交由", "转办")


def points_of(session: Session, item: AgendaItem) -> list[Opinion]:
    """Return the points raised on an item in order."""
    wanted = select(Opinion).where(Opinion.item_id == item.id)
    return list(session.scalars(wanted.order_by(Opinion.position, Opinion.id)))


def opinions(session: Session, item: AgendaItem) -> Document:
    """审议意见: the points raised on an item, to the organ that must act (监督法 Art. 17)."""
    return _opinion_paper(session, item, "opinions")


def supervision(session: Session, item: AgendaItem) -> Document:
    """监督意见书: the chairpersons' meeting's own opinions, another organ than B01 (B03)."""
    return _opinion_paper(session, item, "supervision")


def _opinion_paper(session: Session, item: AgendaItem, kind: str) -> Document:
    points = points_of(session, item)
    if not points:
        raise nothing("这个议题还没有审议意见", "请先登记审议意见。")
    words = meeting_words(item.meeting)
    due = max((p.due for p in points if p.due), default=None)
    words.update(
        subject=strip_draft(unbook(item.subject)),
        what=f"{item.verb}了{item.subject}",
        booked=book(item.subject),
        organ=organ_of(words["city"], item, points),
        points=[p.text for p in points],
        due=due,
        has_due=due is not None,
    )
    about = f"关于{words['booked']}的{'审议意见' if kind == 'opinions' else '监督意见书'}"
    return compose(
        kind,
        kind,
        words,
        title=about,
        author=words["body"],
        date=day_of(item.meeting),
        **headed(words, last_day(item.meeting)),
    )


def organ_of(city: str, item: AgendaItem, points: Sequence[Opinion]) -> str:
    """Return the organ that must act, by its full name: 市人民政府 → 示例市人民政府."""
    handed = _TO_WHOM.search(item.outcome)
    organ = next((p.organ for p in points if p.organ), handed[1] if handed else "")
    organ = organ or item.submitted_by or ""
    if organ.startswith("市政府"):
        return f"{city}人民政府"
    return f"{city}{organ.removeprefix('市')}" if organ.startswith("市人民") else organ


def assignment(session: Session, item: AgendaItem) -> Document:
    """交办单: what is handed to whom until when, with room for receipt and reply (B04)."""
    points = points_of(session, item)
    handed = [p for p in parse_outcome(item.outcome).phrases if p in _HANDED]
    if not points and not handed:
        raise nothing("这个议题没有要交办的事项", "请先登记审议意见或者交办结果。")
    words = meeting_words(item.meeting)
    organ = organ_of(words["city"], item, points) or item.reporter
    words["organ"] = organ
    words["has_organ"] = bool(organ)
    return compose(
        "assignment",
        "assignment",
        words,
        {"slip": labelled(_slip(item, points, words, organ), "交办事项")},
        title=f"交办单（{strip_draft(item.subject)}）",
        page=A4_REPORT,
        author=words["office"],
        date=day_of(item.meeting),
    )


def _slip(
    item: AgendaItem, points: Sequence[Opinion], words: dict[str, Any], organ: str
) -> list[tuple[str, str]]:
    due = max((p.due for p in points if p.due), default=None)
    listed = "\n".join(f"{n}．{p.text}" for n, p in enumerate(points, start=1))
    rows = [
        ("来源", f"{words['meeting']}{item_words(item)}"),
        ("交办事项", listed or item.subject),
        ("会议结论", "" if listed else item.outcome),
        ("承办单位", organ),
    ]
    if due:
        rows.append(("办理期限", f"{cn_date(due)}前书面报告研究处理情况"))
    return [row for row in rows if row[1]] + [
        ("交办单位", words["office"]),
        ("承办单位签收", "签收人：\n日　期：　　　　年　　月　　日"),
        ("办理结果", "\n\n\n"),
        ("反馈审核", "\n\n"),
    ]


def _with_points(session: Session, meeting: Meeting) -> list[AgendaItem]:
    wanted = select(Opinion.item_id).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    with_points = set(session.scalars(wanted))
    return [item for item in meeting.agenda if item.id in with_points]


def _reviewed(session: Session, meeting: Meeting) -> list[Offer]:
    if meeting.kind in SMALL:
        return []
    return [Offer(i.id, f"审议意见书：{i.subject}") for i in _with_points(session, meeting)]


def _supervised(session: Session, meeting: Meeting) -> list[Offer]:
    if meeting.kind not in (MeetingKind.CHAIRS, MeetingKind.CHAIRS_EXTENDED):
        return []
    return [Offer(i.id, f"监督意见书：{i.subject}") for i in _with_points(session, meeting)]


def _assigned(session: Session, meeting: Meeting) -> list[Offer]:
    with_points = _with_points(session, meeting)
    return [
        Offer(i.id, f"交办单：{i.subject}")
        for i in meeting.agenda
        if i in with_points or any(p in _HANDED for p in parse_outcome(i.outcome).phrases)
    ]


MAKERS: dict[str, Maker] = {
    "opinions": each(opinions, _reviewed),
    "supervision": each(supervision, _supervised),
    "assignment": each(assignment, _assigned),
}
