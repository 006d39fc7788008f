"""The header's search: people, meetings, items, a year's plan, decisions, appointments, papers.

Chinese words are matched in SQL, every word anywhere in the text. Latin letters are taken as
pinyin initials (``zym`` finds 周一鸣), compared with the newest records of each kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from meetingdesk.actions.base import query
from meetingdesk.actions.pinyin import initials
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Motion, MotionEntry
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import IssuedDocument
from meetingdesk.records.facts import date_text_of, printed_title_of, short_title_of, titled
from meetingdesk.records.roster import Person, Unit
from meetingdesk.records.yearplan import PlanEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

#: newest records of a kind compared by initials; older ones are found by their Chinese words
_BY_INITIALS = 600
#: hits of one kind at most, so that one kind does not push the others out
_PER_KIND = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what kind, its title, a hint, and where the window shows it.

    ``meeting_id`` is the meeting to turn to first, ``focus`` what the panel's ``focus_on`` takes.
    """

    kind: str
    title: str
    hint: str
    panel: str
    meeting_id: int | None = None
    focus: dict[str, Any] = field(default_factory=dict)


@query
def find(session: Session, text: str, limit: int = 30) -> list[Hit]:
    """Find at most ``limit`` records by Chinese words or pinyin initials, kind after kind."""
    wanted = _Wanted(text)
    if not wanted.words:
        return []
    found: list[Hit] = []
    for finder in (_people, _meetings, _items, _points, _decisions, _entries, _units, _issued):
        found += finder(session, wanted)
    return found[:limit]


class _Wanted:
    """What was typed: words that must all occur; all-Latin input also means initials."""

    def __init__(self, text: str) -> None:
        self.words = text.split()
        letters = "".join(self.words).lower()
        self.letters = letters if letters.isascii() and letters.isalnum() else ""

    def within(self, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """Every word occurs in one of the columns."""
        return and_(
            *(or_(*(c.contains(word, autoescape=True) for c in columns)) for word in self.words)
        )

    def rows(
        self,
        session: Session,
        listed: Select[Any],
        titles: Callable[[Any], str],
        *columns: InstrumentedAttribute[str],
    ) -> Iterator[Any]:
        """Yield matching rows of ``listed`` (newest first), the words' matches before initials'."""
        seen: set[int] = set()
        for row in session.scalars(listed.where(self.within(*columns)).limit(_PER_KIND)):
            seen.add(row.id)
            yield row
        if len(self.letters) < 2 or len(seen) >= _PER_KIND:
            return
        # titles alone first: most are not wanted, and whole records take twenty times as long
        model: Any = columns[0].class_
        short = listed.with_only_columns(model.id, *columns).limit(_BY_INITIALS)
        for row in session.execute(short):
            if row.id not in seen and self.letters in initials(titles(row)):
                seen.add(row.id)
                yield session.get_one(model, row.id)
                if len(seen) == _PER_KIND:
                    return


def _people(session: Session, wanted: _Wanted) -> list[Hit]:
    match = wanted.within(Person.name)
    if wanted.letters:
        # stored as ``full|initials``: a syllable run from the start, or initials from the start
        match = or_(
            match,
            Person.pinyin.startswith(wanted.letters, autoescape=True),
            Person.pinyin.contains(f"|{wanted.letters}", autoescape=True),
        )
    found = session.scalars(
        select(Person).where(match).order_by(func.length(Person.name), Person.id).limit(_PER_KIND)
    )
    return [Hit("人员", p.name, _post(p), "roster", focus={"person_id": p.id}) for p in found]


def _post(person: Person) -> str:
    """Return the office held now, else the last one."""
    tenures = sorted(person.tenures, key=lambda t: (t.until is None, t.id))
    if not tenures:
        return ""
    last = tenures[-1]
    return last.post if last.until is None else f"原{last.post}"


def _meetings(session: Session, wanted: _Wanted) -> list[Hit]:
    # titles are made, not stored: there are some hundred meetings, so each is looked at
    found = []
    for meeting in titled(session)[:_BY_INITIALS]:
        title = short_title_of(meeting)
        words = f"{title}{date_text_of(meeting)}{meeting.start or ''} {meeting.number or ''}"
        if all(word in words for word in wanted.words) or (
            len(wanted.letters) > 1 and wanted.letters in initials(title)
        ):
            focus = {"meeting_id": meeting.id}
            found.append(Hit("会议", title, date_text_of(meeting), "meetings", meeting.id, focus))
            if len(found) == _PER_KIND:
                break
    return found


def _items(session: Session, wanted: _Wanted) -> list[Hit]:
    listed = select(AgendaItem).order_by(AgendaItem.id.desc())
    rows = wanted.rows(session, listed, lambda i: i.subject, AgendaItem.subject, AgendaItem.verb)
    return [
        Hit(
            "议题",
            f"{item.verb}{item.subject}",
            short_title_of(item.meeting),
            "agenda",
            item.meeting_id,
            {"item_id": item.id},
        )
        for item in rows
    ]


def _points(session: Session, wanted: _Wanted) -> list[Hit]:
    listed = select(PlanEntry).order_by(PlanEntry.id.desc())
    rows = wanted.rows(session, listed, lambda p: p.subject, PlanEntry.subject)
    return [
        Hit(
            "年度计划",
            f"{point.verb}{point.subject}",
            f"{point.plan.year}年度计划第{point.position}项",
            "agenda",
            focus={"point_id": point.id},
        )
        for point in rows
    ]


def _decisions(session: Session, wanted: _Wanted) -> list[Hit]:
    listed = select(Decision).order_by(Decision.id.desc())
    rows = wanted.rows(session, listed, lambda d: d.title, Decision.title)
    return [
        Hit(
            decision.kind or "决定",
            printed_title_of(decision),
            short_title_of(decision.meeting),
            "decisions",
            decision.meeting_id,
            {"decision_id": decision.id},
        )
        for decision in rows
    ]


def _entries(session: Session, wanted: _Wanted) -> list[Hit]:
    listed = select(MotionEntry).join(Motion).order_by(MotionEntry.id.desc())
    rows = wanted.rows(session, listed, lambda e: e.name, MotionEntry.name, MotionEntry.post)
    return [
        Hit(
            "任免",
            f"{entry.name}　{entry.verb}{entry.post}",
            short_title_of(entry.motion.meeting),
            "appointments",
            entry.motion.meeting_id,
            {"motion_id": entry.motion_id, "entry_id": entry.id},
        )
        for entry in rows
    ]


def _units(session: Session, wanted: _Wanted) -> list[Hit]:
    listed = select(Unit).order_by(Unit.position, Unit.id)
    rows = wanted.rows(
        session, listed, lambda u: f"{u.short_name} {u.name}", Unit.name, Unit.short_name
    )
    return [
        Hit("单位", unit.short_name or unit.name, unit.name, "roster", focus={"unit_id": unit.id})
        for unit in rows
    ]


def _issued(session: Session, wanted: _Wanted) -> list[Hit]:
    listed = select(IssuedDocument).order_by(IssuedDocument.id.desc())
    rows = wanted.rows(
        session, listed, lambda d: d.title, IssuedDocument.title, IssuedDocument.number
    )
    return [
        Hit(
            "印发文书",
            document.title,
            document.number or short_title_of(document.meeting),
            "documents",
            document.meeting_id,
            {"issued_id": document.id},
        )
        for document in rows
    ]
