"""决定、决议、法规: the text with its 题注, 说明, 公告 (A16–A20)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import decisions_of, printed_title_of
from meetingdesk.rules.dates import cn_date
from meetingdesk.rules.titles import book, with_draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.decisions import Decision
    from meetingdesk.records.meetings import Meeting

_LEVEL1 = re.compile(r"^[一二三四五六七八九十百]+、")
_LEVEL2 = re.compile(r"^（[一二三四五六七八九十百]+）")
_CHAPTER = re.compile(r"^第[一二三四五六七八九十百]+[编章节][　 ]")
_ARTICLE = re.compile(r"^(第[一二三四五六七八九十百]+条)[　 ]*")
#: kinds that are published by a 公告 once adopted; a 地方性法规 only after its approval by the
#: province (立法法 Art. 81), which the desk does not register
_PROCLAIMED = ("决定", "办法")


def decision(_session: Session, record: Decision) -> Document:
    """决定 or 决议: title, 题注 once adopted (立法法 Art. 65), text by levels."""
    if not record.body:
        raise nothing(f"《{record.title}》还没有正文", "请先录入正文。")
    words = meeting_words(record.meeting)
    words.update(
        title=printed_title_of(record), note=record.adoption_note, lines=text_lines(record.body)
    )
    return compose(
        "decision",
        "decision",
        words,
        title=printed_title_of(record),
        author=words["body"],
        date=record.adopted_on.isoformat() if record.adopted_on else day_of(record.meeting),
    )


def text_lines(body: str) -> list[dict[str, str]]:
    """Return a text's paragraphs with the sign of their level; 第×条 is set apart in 黑体."""
    lines = []
    for line in body.split("\n"):
        article = _ARTICLE.match(line)
        if article:
            lines.append({"sign": "", "article": article[1], "text": line[article.end() :]})
        elif line:
            lines.append({"sign": _sign(line), "article": "", "text": line})
    return lines


def _sign(line: str) -> str:
    if _CHAPTER.match(line):
        return "== "
    short = len(line) <= 20 and not line.endswith(("。", "；"))
    if _LEVEL1.match(line):
        # a whole clause run on after the number stays body text; a short heading is 黑体
        return "## " if short else ""
    if _LEVEL2.match(line):
        return "### " if short else ""
    return ""


def explanation(_session: Session, record: Decision) -> Document:
    """说明: how the draft came about and what it provides, from its record (A17, Q11)."""
    if not record.body or not record.drafted_by:
        raise nothing(f"《{record.title}》的起草情况还没有登记", "请先填写起草机构和正文。")
    words = meeting_words(record.meeting)
    words.update(
        booked=book(with_draft(record.title)),
        drafted_by=record.drafted_by,
        submitted_by=record.submitted_by,
        trusted=record.submitted_by if record.submitted_by != record.drafted_by else "",
        via=record.item.via if record.item else "",
        joint=record.joint,
        versions=[
            {"day": cn_date(v.on), "label": v.label or f"第{v.number}稿"}
            for v in record.versions
            if v.on and len(record.versions) > 1
        ],
        clauses=main_points(record.body),
        chapters=chapters_of(record.body),
        articles=sum(bool(_ARTICLE.match(line)) for line in record.body.split("\n")),
    )
    return compose(
        "explanation",
        "explanation",
        words,
        author=record.drafted_by,
        date=day_of(record.meeting),
    )


def main_points(body: str) -> list[str]:
    """Return what the clauses 一、二、… or 第×条 provide, each to its first full stop."""
    points = []
    for line in body.split("\n"):
        mark = _LEVEL1.match(line) or _ARTICLE.match(line)
        if mark:
            first, stop, _ = line[mark.end() :].partition("。")
            points.append(first + (stop or "。"))
    return points


def chapters_of(body: str) -> list[str]:
    """Return the names of a text's chapters: 总则, 保护措施 …"""
    found = [_CHAPTER.match(line) and line for line in body.split("\n")]
    return [line.split("章", 1)[1].strip("　 ") for line in found if line and "章" in line[:6]]


def proclamation(_session: Session, record: Decision) -> Document:
    """公告: publishes an adopted text and says from when it is in force (rules.md §7.2)."""
    if record.state != "通过" or record.adopted_on is None or record.effective_on is None:
        raise nothing(f"《{record.title}》还没有通过或者没有施行日期", "请先登记通过和施行日期。")
    words = meeting_words(record.meeting)
    words.update(
        booked=book(record.title),
        adopted_on=record.adopted_on,
        effective_on=record.effective_on,
        at_once=record.effective_on == record.adopted_on,
    )
    return compose(
        "proclamation",
        "proclamation",
        words,
        title=f"关于公布{words['booked']}的公告",
        author=words["body"],
        date=record.adopted_on.isoformat(),
    )


def _texts(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(d.id, printed_title_of(d))
        for d in decisions_of(session, meeting.id)
        if d.body and d.state in ("草案", "通过")
    ]


def _explained(session: Session, meeting: Meeting) -> list[Offer]:
    # a 决议 on 决算 or 预算调整 follows a report and is not explained by itself
    return [
        Offer(d.id, f"关于{book(with_draft(d.title))}的说明")
        for d in decisions_of(session, meeting.id)
        if d.drafted_by and d.kind != "决议" and main_points(d.body)
    ]


def _published(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(d.id, f"关于公布{book(d.title)}的公告")
        for d in decisions_of(session, meeting.id)
        if d.state == "通过" and d.adopted_on and d.effective_on and d.kind in _PROCLAIMED
    ]


MAKERS: dict[str, Maker] = {
    "decision": each(decision, _texts),
    "explanation": each(explanation, _explained),
    "proclamation": each(proclamation, _published),
}
