"""满意度测评结果, one result to three addressees: 报市委、反馈政府、通报单位 (B25)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from meetingdesk.papers.documents.context import day_of, headed, meeting_words, nothing
from meetingdesk.papers.documents.followups import points_of
from meetingdesk.papers.documents.forms import ruled
from meetingdesk.papers.documents.making import Maker, Offer
from meetingdesk.papers.documents.votes import card_of
from meetingdesk.papers.model import Form
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import last_day, votes_of
from meetingdesk.records.roster import Unit
from meetingdesk.rules.results import Result

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document, Table
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Question, Vote

_NOUN = re.compile(r"\d+个(部门|单位|项目|机构)")
#: part → the last word of the title
ADDRESSED = {"报告": "报告", "反馈": "函", "通报": "通报"}


def result_paper(session: Session, vote: Vote, part: str) -> Document:
    """Return the result addressed to the Party committee, the government or the units."""
    if not vote.result or part not in ADDRESSED:
        raise nothing("测评结果还没有确认", "请先完成计票并确认结果。")
    result = Result.from_dict(vote.result)
    words = meeting_words(vote.meeting)
    names = [_full_name(session, q) for q in vote.questions]
    points = points_of(session, vote.item) if vote.item else []
    words.update(
        title=f"关于{rated_words(vote)}结果的{ADDRESSED[part]}",
        part=part,
        addressee=_addressee(part, words["city"], names),
        method=vote.method,
        vote=rated_words(vote),
        numbers=_numbers(vote),
        summary=result.conclusion.rstrip("。"),
        points=[p.text for p in points],
        count=len(names),
    )
    words["held_on"] = last_day(vote.meeting) or vote.certified_on
    due = max((p.due for p in points if p.due), default=None)
    if due:
        words["due"] = due
    return compose(
        "evaluation_result",
        "evaluation_result",
        words,
        {"results": _results(vote, result, names)},
        title=words["title"],
        author=words["body"],
        date=vote.certified_on.isoformat() if vote.certified_on else day_of(vote.meeting),
        **headed(words, last_day(vote.meeting), form=Form.LETTER if part == "反馈" else Form.FILE),
    )


def rated_words(vote: Vote) -> str:
    """Return what was rated by its noun: 对市商务局等5个部门的满意度测评."""
    noun = _NOUN.search(vote.item.subject) if vote.item else None
    return vote.title.replace("个对象", f"个{noun[1] if noun else '单位'}")


def _full_name(session: Session, question: Question) -> str:
    """Return a unit's full name where it is registered, else the sheet's own words."""
    if question.unit_id is not None:
        unit = session.get(Unit, question.unit_id)
    else:
        unit = session.scalar(select(Unit).where(Unit.short_name == question.text))
    return unit.name if unit is not None else question.text


def _addressee(part: str, city: str, names: list[str]) -> str:
    if part == "报告":
        return f"中共{city}委"
    return f"{city}人民政府" if part == "反馈" else "、".join(names)


def _numbers(vote: Vote) -> str:
    said = []
    if vote.present is not None:
        said.append(f"到会{vote.present}人")
    if vote.issued is not None and vote.returned is not None:
        said.append(f"发出测评票{vote.issued}张，收回{vote.returned}张")
    return "，".join(said)


def _results(vote: Vote, result: Result, names: list[str]) -> Table:
    card = card_of(vote)
    by_key = {q.key: name for q, name in zip(vote.questions, names, strict=True)}
    rated = any(found.rates for found in result.questions)
    spoiled = [found.invalid + found.invalid_ballots for found in result.questions]
    silent = [
        (vote.returned or 0) - sum(found.counts.values()) - bad
        for found, bad in zip(result.questions, spoiled, strict=True)
    ]
    columns = [(c.label, 18) for c in card.choices]
    columns += [("弃权", 14)] if max(silent, default=0) > 0 else []
    columns += [("无效", 14)] if any(spoiled) else []
    columns += [("满意率", 20)] if rated else []
    rows: list[Any] = []
    numbers = zip(result.questions, spoiled, silent, strict=True)
    for n, (found, bad, blank) in enumerate(numbers, start=1):
        values = [str(found.counts.get(c.key, 0)) for c in card.choices]
        values += [str(blank)] if max(silent) > 0 else []
        values += [str(bad)] if any(spoiled) else []
        values += [found.rates[0].text if found.rates else "—"] if rated else []
        rows.append((str(n), by_key.get(found.key, found.label), *values, found.outcome_label))
    heads = ("序号", "单位", *(label for label, _ in columns), "结果")
    rest = 156 - 12 - sum(width for _, width in columns) - 24
    widths = (12, rest, *(width for _, width in columns), 24)
    return ruled(heads, rows, widths, "测评结果", left=(1,), size_pt=12.0, height_mm=9.0)


def _certified(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(v.id, f"{rated_words(v)}结果（{part}）", part)
        for v in votes_of(session, meeting.id)
        if v.kind == "测评" and v.result and v.state == "已确认"
        for part in ADDRESSED
    ]


MAKERS: dict[str, Maker] = {"evaluation_result": Maker(result_paper, _certified)}
