"""会前: the plan of a meeting and its notices, one for all and one for each (N1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetingdesk.papers.documents.context import (
    SMALL,
    day_of,
    headed,
    meeting_words,
    method_of,
    need_start,
    nothing,
    rules_of,
)
from meetingdesk.papers.documents.making import Maker, of_meeting
from meetingdesk.papers.documents.meeting import days_of, item_words
from meetingdesk.papers.model import PageSetup
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import decisions_of, due_at, posts_on
from meetingdesk.rules.dates import cn_date, weekday
from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.majority import more_than_half
from meetingdesk.rules.titles import book, with_draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.rules.procedure import Value

_ADDRESSEES = {
    MeetingKind.CHAIRS: "主任会议各组成人员",
    MeetingKind.CHAIRS_EXTENDED: "主任会议各组成人员、各有关单位",
    MeetingKind.PARTY_GROUP: "党组各成员",
}


def _notice_words(meeting: Meeting) -> dict[str, Any]:
    start = need_start(meeting)
    if not _listed(meeting):
        raise nothing("议程还是空的", "请先录入议题。")
    words = meeting_words(meeting)
    first = next((s for s in meeting.sittings if s.form == "全体会议"), None)
    words.update(
        small=meeting.kind in SMALL,
        one=None,
        observer=False,
        several_days=meeting.end is not None and meeting.end != start,
        subjects=[item_words(i) for i in meeting.agenda if i.stands],
        opening=f"{cn_date(start)}（{weekday(start)}）"
        + (f"{first.half}{first.time}" if first else ""),
        observers=[o.text for o in meeting.observers if not o.leader],
    )
    return words


def notice(_session: Session, meeting: Meeting) -> Document:
    """会议通知: date, place, items, who attends, what to bring (rules.md N1)."""
    words = _notice_words(meeting)
    kind = MeetingKind(meeting.kind) if meeting.kind in _ADDRESSEES else MeetingKind.STANDING
    words["addressee"] = _ADDRESSEES.get(kind, f"{words['body_short']}各组成人员")
    return compose(
        "notice",
        "notice",
        words,
        author=words["office"],
        date=day_of(meeting),
        **headed(words, meeting.notice_on, office=True),
    )


def notices(session: Session, meeting: Meeting) -> Document:
    """会议通知（逐人）: one file, a page for each member on the roll and each named observer."""
    words = _notice_words(meeting)
    words["recipients"] = recipients(session, meeting)
    if not words["recipients"]:
        raise nothing("还没有签到名册", "请先在“会议与出席”中生成签到名册。")
    return compose(
        "notices",
        "notices",
        words,
        title=f"关于召开{words['meeting']}的通知（逐人）",
        page=PageSetup(page_numbers=False),  # they would run on from one person to the next
        author=words["office"],
        date=day_of(meeting),
    )


def recipients(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    """Return who gets a notice of their own: name with post, and whether as an observer."""
    posts = posts_on(session, meeting)
    members = [
        {"who": f"{a.person.name}{posts.get(a.person.id, '同志')}", "observer": False}
        for a in meeting.attendance
        if a.person is not None
    ]
    guests = [
        {"who": f"{o.name}{_short_post(o.post)}", "observer": True}
        for o in meeting.observers
        if o.name
    ]
    return members + guests


def _short_post(post: str) -> str:
    """How a person is addressed: 市监察委员会主任 → 主任, 市中级人民法院院长 → 院长."""
    ends = ("副检察长", "检察长", "副院长", "院长", "副主任", "主任", "副市长", "市长", "局长")
    return next((end for end in ends if post.endswith(end)), "同志")


def plan(session: Session, meeting: Meeting) -> Document:
    """会议方案: what the chairpersons' meeting agrees on before the notice goes out (A05–A08)."""
    start = need_start(meeting)
    if not _listed(meeting):
        raise nothing("议程还是空的", "请先录入议题。")
    words = meeting_words(meeting)
    members = len(due_at(session, meeting))
    rules = rules_of(session, meeting)
    words.update(
        opening=f"{cn_date(start)}（{weekday(start)}）",
        several_days=meeting.end is not None and meeting.end != start,
        subjects=[item_words(i) for i in meeting.agenda if i.stands],
        days=_days(meeting),
        members=members,
        need=more_than_half(members) if members else 0,
        leaders=[f"{o.post}{o.name}" for o in meeting.observers if o.leader and o.name],
        observers=[o.text for o in meeting.observers if not o.leader and o.text],
        votes=_votes(session, meeting, rules),
        materials=_materials(meeting),
        notice_days=rules["notice_days"],
    )
    return compose("plan", "plan", words, author=words["office"], date=day_of(meeting))


def _days(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the order of day; groups that sit at one time on one matter are one line."""
    days = days_of(meeting)
    for day in days:
        kept: list[dict[str, Any]] = []
        for sitting in day["sittings"]:
            what = (sitting["half"], sitting["time"], sitting["form"], sitting["lines"])
            if what not in [(k["half"], k["time"], k["form"], k["lines"]) for k in kept]:
                kept.append(sitting)
        day["sittings"] = kept
    return days


def _votes(session: Session, meeting: Meeting, rules: dict[str, Value]) -> list[dict[str, str]]:
    """Return what is voted on and how: the texts of an item rather than the report on them."""
    texts: dict[int | None, list[str]] = {}
    for text in decisions_of(session, meeting.id):
        texts.setdefault(text.item_id, []).append(book(with_draft(text.title)))
    return [
        {
            "what": f"对{len(item.objects)}个单位的满意度测评"
            if item.objects
            else "、".join(texts.get(item.id, [])) or item.subject,
            "how": method_of(item, rules),
            "by_half": "" if item.objects else "1",
        }
        for item in meeting.agenda
        if item.needs_vote
    ]


def _materials(meeting: Meeting) -> dict[str, Any]:
    """Return how many papers are due, from whom, and by what day at the latest."""
    papers = [paper for item in meeting.agenda for paper in item.materials]
    due = max((p.due for p in papers if p.due), default=None)
    return {
        "count": len(papers),
        "who": "、".join(dict.fromkeys(p.provider for p in papers if p.provider)),
        "due": cn_date(due) if due else "",
    }


def _listed(meeting: Meeting) -> bool:
    return any(item.stands for item in meeting.agenda)


def _dated(_session: Session, meeting: Meeting) -> bool:
    return meeting.start is not None and bool(meeting.place) and _listed(meeting)


def _planned(session: Session, meeting: Meeting) -> bool:
    return _dated(session, meeting) and meeting.kind not in SMALL


def _on_roll(session: Session, meeting: Meeting) -> bool:
    return _dated(session, meeting) and bool(recipients(session, meeting))


MAKERS: dict[str, Maker] = {
    "plan": of_meeting(plan, _planned),
    "notice": of_meeting(notice, _dated),
    "notices": of_meeting(notices, _on_roll),
}
