"""发票收票登记: how many sheets were printed, handed out and came back (A22, A23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetingdesk.papers.documents.context import day_of, meeting_words, nothing
from meetingdesk.papers.documents.forms import labelled, ruled
from meetingdesk.papers.documents.making import Maker, Offer, each
from meetingdesk.papers.documents.ratings import rated_words
from meetingdesk.papers.model import A4_REPORT
from meetingdesk.papers.wording import compose
from meetingdesk.records.facts import present_of, votes_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.papers.model import Document
    from meetingdesk.records.meetings import Meeting
    from meetingdesk.records.votes import Vote

_PAPER = "无记名投票"


def ballot_register(_session: Session, vote: Vote) -> Document:
    """发票收票登记表: filled from the record as far as it goes, the rest by hand in the hall."""
    if vote.method != _PAPER:
        raise nothing("这项表决不用纸票", "发票收票登记只用于无记名投票。")
    words = meeting_words(vote.meeting)
    matter = rated_words(vote) if vote.kind == "测评" else vote.title
    words.update(title=matter, method=vote.method, members=vote.members or 0)
    present = vote.present if vote.present is not None else present_of(vote.meeting)
    rows = [
        ("到会人数", *_row(present)),
        ("发出票", *_row(vote.issued, "张")),
        ("收回票", *_row(vote.returned, "张")),
        ("未收回票", *_row(_missing(vote), "张")),
    ]
    tables = {
        "numbers": ruled(
            ("项目", "数量", "经手人签名", "备注"),
            rows,
            (38, 34, 46, 38),
            "发票收票",
            height_mm=13.0,
        ),
        "people": labelled(
            [
                ("总监票人", _named(vote.teller_chief)),
                ("监票人", _named(vote.tellers)),
                ("计票人", _named(vote.counters)),
            ],
            "监票计票人员",
        ),
    }
    return compose(
        "ballot_register",
        "ballot_register",
        words,
        tables,
        title=f"{matter}发票收票登记表",
        page=A4_REPORT,
        author=words["office"],
        date=day_of(vote.meeting),
    )


def _row(value: int | None, unit: str = "人") -> tuple[str, str, str]:
    return (f"{value}{unit}" if value is not None else f"　　　{unit}", "", "")


def _missing(vote: Vote) -> int | None:
    if vote.issued is None or vote.returned is None:
        return None
    return vote.issued - vote.returned


def _named(names: str) -> str:
    return f"{names}　　签名：" if names else "签名："


def _on_paper(session: Session, meeting: Meeting) -> list[Offer]:
    return [
        Offer(v.id, f"{v.title}发票收票登记表")
        for v in votes_of(session, meeting.id)
        if v.method == _PAPER and v.questions
    ]


MAKERS: dict[str, Maker] = {"ballot_register": each(ballot_register, _on_paper)}
