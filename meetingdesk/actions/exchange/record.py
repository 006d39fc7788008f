"""A meeting of the desk as a record of the exchange format (``schema meeting``).

A key the imported record had but left empty goes out empty again, one it did not have stays
out: ``Meeting.shape`` and ``AgendaItem.shape`` remember which (``kept``).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.exchange.bodies import body_text, read_body
from meetingdesk.records.facts import present_of

if TYPE_CHECKING:
    from meetingdesk.records.agenda import AgendaItem
    from meetingdesk.records.meetings import Attendance, Meeting

#: What stands for "no outcome phrase is recorded".
DASH = "—"
_ABSENT = object()
_SERIES = {"常委会会议": "SC", "主任会议": "DM", "党组会议": "PG"}
MEETING_KEYS = (
    "id", "body", "kind", "subtype", "term", "no", "date", "end", "date_note", "mode", "chair",
    "chair_phrase", "notes", "source", "quote",
)  # fmt: skip
ATTENDANCE_KEYS = ("present_total", "phrase", "named", "absent_leaders")
ITEM_KEYS = (
    "seq", "verb", "subject", "type", "submitted_by", "outcome", "artefacts", "via",
    "vote_method", "tally", "subjects",
)  # fmt: skip


def blank(value: object) -> bool:
    """Tell whether a value of a record says nothing."""
    return value is None or value in ("", [], DASH)


def kept_blanks(record: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the keys that ``record`` has but leaves empty, with what stands there."""
    return {key: record[key] for key in keys if key in record and blank(record[key])}


class _Out:
    """Collects a record, empty keys as they came in."""

    def __init__(self, kept: dict[str, Any] | None) -> None:
        self.kept = kept or {}
        self.record: dict[str, Any] = {}

    def put(self, key: str, value: object, default: object = _ABSENT) -> None:
        if not blank(value):
            self.record[key] = value
        elif key in self.kept:
            self.record[key] = self.kept[key]
        elif default is not _ABSENT:
            self.record[key] = default


def meeting_record(meeting: Meeting, external_id: str = "") -> dict[str, Any]:
    """Return the exchange record of ``meeting``."""
    shape = meeting.shape or {}
    out = _Out(shape.get("kept"))
    out.put("id", meeting.external_id or external_id or made_id(meeting))
    out.put("body", _body(meeting, shape.get("body", "")))
    out.put("kind", meeting.kind)
    out.put("subtype", meeting.subtype)
    out.put("term", meeting.term_number, None)
    out.put("no", meeting.number, None)
    out.put("date", meeting.start.isoformat() if meeting.start else meeting.date_text, None)
    out.put("end", meeting.end.isoformat() if meeting.end else None, None)
    out.put("date_note", meeting.date_note)
    out.put("mode", meeting.mode)
    out.put("chair", _chair(meeting), None)
    out.put("chair_phrase", meeting.chair_phrase)
    out.record["attendance"] = _attendance(meeting, shape.get("attendance"))
    out.record["observers"] = [row.text for row in meeting.observers]
    out.record["agenda"] = _agenda(meeting.agenda)
    out.put("notes", meeting.notes)
    out.put("source", meeting.source)
    out.put("quote", meeting.quote)
    return out.record


def made_id(meeting: Meeting) -> str:
    """Return an identifier for a meeting that came from no file: SC-14-36."""
    series = _SERIES.get(meeting.kind, "M")
    if series in ("SC", "DM") and meeting.term_number and meeting.number:
        return f"{series}-{meeting.term_number}-{meeting.number}"
    return f"{series}-{meeting.body_id}-{meeting.id}"


def _body(meeting: Meeting, written: str) -> str:
    """The body as the record wrote it, while that still names the same body and term."""
    if written:
        read = read_body(written)
        terms = (None, meeting.term_number, meeting.term.number if meeting.term else None)
        if meeting.body.name == read.name and read.term in terms:
            return written
        if not read.place and meeting.body.short_name == read.name:
            return written
    return body_text(meeting.body, meeting.term_number)


def _chair(meeting: Meeting) -> str:
    if meeting.chair is not None and meeting.chair.name not in meeting.chair_text:
        return meeting.chair.name
    return meeting.chair_text


def _attendance(meeting: Meeting, kept: dict[str, Any] | None) -> dict[str, Any]:
    rows = [row for row in meeting.attendance if row.state == "出席"]
    away = [_away(row) for row in meeting.attendance if row.state in ("请假", "缺席")]
    out = _Out(kept)
    out.put("present_total", present_of(meeting), None)
    out.put("phrase", meeting.attendance_phrase)
    out.put("named", [row.name_text or _on_roll(meeting, row) for row in rows], [])
    out.put("absent_leaders", [*(meeting.absent_text or ()), *away], meeting.absent_text)
    return out.record


def _on_roll(meeting: Meeting, row: Attendance) -> str:
    """A name of the desk's own roll with the post held that day: 张三（副主任）."""
    day = meeting.start
    posts = [
        tenure.post
        for tenure in (row.person.tenures if row.person else ())
        if tenure.term_id == meeting.term_id
        and day is not None
        and (tenure.since is None or tenure.since <= day)
        and (tenure.until is None or tenure.until >= day)
    ]
    return f"{_name(row)}（{posts[0]}）" if posts else _name(row)


def _name(row: Attendance) -> str:
    return row.person.name if row.person else ""


def _away(row: Attendance) -> str:
    return f"{row.name_text or _name(row)}（{row.reason or row.state}）"


def _agenda(items: list[AgendaItem]) -> list[dict[str, Any]]:
    """Items with their numbers; after a change of order they are numbered anew."""
    numbers = [(item.shape or {}).get("seq", at) for at, item in enumerate(items, start=1)]
    if any(a >= b for a, b in pairwise(numbers)):
        numbers = list(range(1, len(items) + 1))
    return [item_record(item, number) for item, number in zip(items, numbers, strict=True)]


def item_record(item: AgendaItem, number: int) -> dict[str, Any]:
    """Return the exchange record of one agenda item."""
    out = _Out((item.shape or {}).get("kept"))
    out.put("seq", number)
    out.put("verb", item.verb)
    out.put("subject", item.subject)
    out.put("type", item.type, "")
    out.put("submitted_by", item.submitted_by, None)
    out.put("outcome", item.outcome, "")
    out.put("artefacts", item.artefacts)
    out.put("via", item.via)
    out.put("vote_method", item.vote_method)
    out.put("tally", item.tally_text)
    out.put("subjects", item.objects)
    return out.record
