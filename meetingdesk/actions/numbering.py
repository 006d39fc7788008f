"""文号: a pattern for each body and kind, the next number, the register with its gaps.

A series is what a pattern and its year or term make: papers of several kinds under one pattern
share it. Nothing is counted apart from the issued papers themselves and the numbers stated as
never used, so a gap cannot hide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch, require
from meetingdesk.errors import Problem, Refused
from meetingdesk.papers import documents as papers
from meetingdesk.records.docnumbers import NumberPattern, VoidNumber
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.meetings import Meeting
from meetingdesk.records.roster import Body, Term
from meetingdesk.rules.docnumbers import (
    Serial,
    faults,
    following,
    gaps,
    number_text,
    read_number,
    same_series,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from meetingdesk.papers.documents import Reference

#: what has become of a number
ISSUED, VOID, OPEN = "已印发", "已说明", "空号"


@dataclass(frozen=True, slots=True)
class PatternView:
    """A pattern; ``kind`` '' stands for every kind without one of its own."""

    id: int
    body_id: int
    kind: str
    kind_title: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line of the register: a number of a series and what has become of it."""

    number: str
    state: str
    title: str = ""
    on: dt.date | None = None
    reason: str = ""
    void_id: int | None = None

    @property
    def id(self) -> str:
        """What tells the lines apart."""
        return self.number


@action("设定文号式样")
def set_number_pattern(work: Work, body_id: int, pattern: str, *, kind: str = "") -> int:
    """Set how papers of ``kind`` ('' all others) are numbered: 示人常〔{年}〕{号}号.

    An empty pattern takes the rule off; numbers given stay as they are. Returns the rule's id, 0
    when it was taken off.

    Raises:
        Refused: the pattern cannot work, or no such kind.
    """
    body = fetch(work.session, Body, body_id)
    pattern = pattern.strip()
    if kind and kind not in papers.BY_KEY:
        raise Refused(f"没有“{kind}”这种文书。", Problem("请从文书种类中选择。", field="文书种类"))
    found = work.session.scalar(
        select(NumberPattern).where(NumberPattern.body_id == body_id, NumberPattern.kind == kind)
    )
    what = papers.BY_KEY[kind].title if kind else "各类文书"
    if not pattern:
        work.label = f"取消{body.short_name}{what}的文号式样"
        if found is not None:
            work.session.delete(found)
        return 0
    wrong = faults(pattern)
    if wrong:
        raise Refused(
            f"文号式样“{pattern}”用不了，没有保存。",
            *(
                Problem(f"{one}。例如：示人常〔{{年}}〕{{号}}号。", field="文号式样")
                for one in wrong
            ),
        )
    if found is None:
        found = NumberPattern(body_id=body_id, kind=kind, pattern=pattern)
        work.session.add(found)
    found.pattern = pattern
    work.session.flush()
    work.label = f"设定{body.short_name}{what}的文号式样：{pattern}"
    return found.id


@query
def number_patterns(session: Session, body_id: int) -> list[PatternView]:
    """List a body's patterns, the general one first."""
    term = _term(session, body_id)
    rows = session.scalars(
        select(NumberPattern).where(NumberPattern.body_id == body_id).order_by(NumberPattern.kind)
    )
    return [
        PatternView(
            row.id,
            row.body_id,
            row.kind,
            papers.BY_KEY[row.kind].title if row.kind in papers.BY_KEY else "各类文书",
            row.pattern,
            number_text(row.pattern, 1, year=2026, term=term),
        )
        for row in rows
    ]


@action("说明空号")
def void_numbers(
    work: Work,
    body_id: int,
    first: int,
    last: int | None = None,
    *,
    reason: str,
    kind: str = "",
    year: int | None = None,
) -> int:
    """State why the numbers ``first`` to ``last`` have no paper; return how many were stated.

    Raises:
        Refused: no reason, no pattern, or one of them is issued or stated already.
    """
    reason = require(reason, "原因", "如：作废、漏编、启用本程序前已印发。")
    pattern = _pattern(work.session, body_id, kind)
    if pattern is None:
        raise Refused("还没有设定文号式样。", Problem("请先设定文号式样。", field="文号式样"))
    last = first if last is None else last
    if not 1 <= first <= last <= first + 999:
        raise Refused("起止号数不对。", Problem("起号应不小于1，且不大于止号。", field="号数"))
    year, term = year or work.today.year, _term(work.session, body_id)
    texts = [number_text(pattern, n, year=year, term=term) for n in range(first, last + 1)]
    return explain_numbers(work, body_id, texts, reason=reason)


@action("说明空号")
def explain_numbers(work: Work, body_id: int, numbers: Sequence[str], *, reason: str) -> int:
    """State why ``numbers``, as printed, have no paper; return how many were stated.

    Raises:
        Refused: no number, no reason, or one of them is issued or stated already.
    """
    reason = require(reason, "原因", "如：作废、漏编、启用本程序前已印发。")
    texts = list(numbers)
    if not texts:
        raise Refused("没有选中空号。", Problem("请先选中要说明的空号。", field="文号"))
    used = set(_issued(work.session, body_id)) | set(_voids(work.session, body_id))
    taken = [text for text in texts if text in used]
    if taken:
        raise Refused(
            "有的号已经印发或已经说明，没有保存。", *(Problem(f"{one}") for one in taken[:5])
        )
    for text in texts:
        work.session.add(
            VoidNumber(body_id=body_id, number=text, reason=reason, by=work.who, on=work.today)
        )
    span = texts[0] if len(texts) == 1 else f"{texts[0]}至{texts[-1]}"
    work.label = f"说明空号{span}：{reason}"
    return len(texts)


@action("收回空号说明")
def free_number(work: Work, void_id: int) -> None:
    """Take a stated number back: it may be given again."""
    row = fetch(work.session, VoidNumber, void_id)
    work.label = f"收回空号说明：{row.number}"
    work.session.delete(row)


@query
def number_register(
    session: Session, body_id: int, year: int, *, kind: str = ""
) -> list[NumberLine]:
    """List a series number by number, gaps included; empty without a pattern."""
    return _register(session, body_id, year, kind)


def _register(session: Session, body_id: int, year: int, kind: str) -> list[NumberLine]:
    pattern = _pattern(session, body_id, kind)
    if pattern is None:
        return []
    term = _term(session, body_id)
    lines: dict[int, NumberLine] = {}
    for number, row in _issued(session, body_id).items():
        serial = _serial(pattern, number, year, term)
        if serial is not None:
            lines[serial.number] = NumberLine(number, ISSUED, row.title, row.issued_on)
    for number, void in _voids(session, body_id).items():
        serial = _serial(pattern, number, year, term)
        if serial is not None:
            lines[serial.number] = NumberLine(
                number, VOID, on=void.on, reason=void.reason, void_id=void.id
            )
    for gap in gaps(lines):
        lines[gap] = NumberLine(number_text(pattern, gap, year=year, term=term), OPEN)
    return [lines[number] for number in sorted(lines)]


@query
def open_numbers(session: Session, body_id: int, year: int) -> list[str]:
    """Return the numbers of every series of a body and year that nobody has and nobody explained."""
    return _open(session, body_id, year)


def _open(session: Session, body_id: int, year: int) -> list[str]:
    found: dict[str, None] = {}
    for row in session.scalars(
        select(NumberPattern).where(NumberPattern.body_id == body_id).order_by(NumberPattern.id)
    ):
        for line in _register(session, body_id, year, row.kind):
            if line.state == OPEN:
                found[line.number] = None
    return list(found)


@query
def open_numbers_near(session: Session, meeting_id: int, year: int) -> list[str]:
    """Return the unexplained gaps in the numbers of a meeting's body."""
    meeting = session.get(Meeting, meeting_id)
    return [] if meeting is None else _open(session, meeting.body_id, year)


@query
def proposed_number(session: Session, reference: Reference, year: int) -> str:
    """Return the number a paper would be given next, '' when its body has no pattern for it."""
    meeting_id = papers.meeting_id_of(session, reference)
    meeting = session.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is None:
        return ""
    body_id = meeting.body_id
    pattern = _pattern(session, body_id, reference.kind)
    if pattern is None:
        return ""
    term = _term(session, body_id)
    numbers = [*_issued(session, body_id), *_voids(session, body_id)]
    used = [s.number for one in numbers if (s := _serial(pattern, one, year, term)) is not None]
    return number_text(pattern, following(used), year=year, term=term)


def check_number(session: Session, body_id: int, number: str) -> None:
    """Refuse a number stated as never used.

    Raises:
        Refused: names the reason given for it.
    """
    void = _voids(session, body_id).get(number)
    if void is not None:
        raise Refused(
            f"文号“{number}”已登记为不用：{void.reason}。",
            Problem("请改用下一个号，或先收回空号说明。", field="文号"),
        )


def _serial(pattern: str, number: str, year: int, term: int) -> Serial | None:
    serial = read_number(pattern, number)
    return serial if serial is not None and same_series(serial, year=year, term=term) else None


def _pattern(session: Session, body_id: int, kind: str) -> str | None:
    """The pattern of a kind, else the body's general one."""
    rows = {
        row.kind: row.pattern
        for row in session.scalars(select(NumberPattern).where(NumberPattern.body_id == body_id))
    }
    return rows.get(kind, rows.get(""))


def _issued(session: Session, body_id: int) -> dict[str, IssuedDocument]:
    rows = session.scalars(
        select(IssuedDocument)
        .join(Meeting, Meeting.id == IssuedDocument.meeting_id)
        .where(Meeting.body_id == body_id, IssuedDocument.number != "")
    )
    return {row.number: row for row in rows}


def _voids(session: Session, body_id: int) -> dict[str, VoidNumber]:
    rows = session.scalars(select(VoidNumber).where(VoidNumber.body_id == body_id))
    return {row.number: row for row in rows}


def _term(session: Session, body_id: int) -> int:
    """The number of the body's latest term."""
    numbers = session.scalars(select(Term.number).where(Term.body_id == body_id)).all()
    return max(numbers, default=1)
