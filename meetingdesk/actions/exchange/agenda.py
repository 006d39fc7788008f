"""``import agenda``: the items of one meeting from .txt, .docx (one a line) or .json."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.agenda import add_item, edit_item
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.exchange.reading import bad_file, read_json, read_lines, write_json
from meetingdesk.actions.exchange.rehearse import no_practice, rehearse
from meetingdesk.actions.exchange.report import (
    DIFFERS,
    NEW,
    SAME,
    Finding,
    ImportReport,
    by_item,
    refuse,
)
from meetingdesk.actions.exchange.schema import check
from meetingdesk.errors import Problem, Refused
from meetingdesk.records.facts import short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules.agenda import check_verb, item_type, parse_item_line
from meetingdesk.rules.kinds import kind_rule

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.records.agenda import AgendaItem

#: Title and date lines above the first item of an agenda.
_HEADING = re.compile(r".*(?:会议|议程)(?:（草案）)?|（.*）|\d{4}年.*日|.*[：:]")
#: exchange key → field of the desk
_FIELDS = {
    "verb": "verb",
    "subject": "subject",
    "type": "type",
    "submitted_by": "submitted_by",
    "reporter": "reporter",
    "vote_method": "vote_method",
    "via": "via",
    "artefacts": "artefacts",
    "subjects": "objects",
    "on_agenda": "on_agenda",
}
_LABELS = {
    "type": "类别", "submitted_by": "提请机关", "reporter": "报告人", "vote_method": "表决方式",
    "via": "主任会议结论", "artefacts": "产出文书", "subjects": "测评对象", "on_agenda": "列入议程",
}  # fmt: skip


@action("导入议程")
def import_agenda(work: Work, path: str | Path, *, meeting_id: int) -> ImportReport:
    """Add the items of the file to the meeting's agenda; items it has already stay one.

    Raises:
        BadInput: naming file, line and field of every fault; nothing is written.
        Refused: the agenda has been adopted.
    """
    path = Path(path)
    meeting = fetch(work.session, Meeting, meeting_id)
    no_warnings: tuple[Problem, ...] = ()
    if path.suffix.lower() == ".json":
        given, warnings = _from_json(path), no_warnings
    else:
        given, warnings = _from_lines(path)
    findings = [_take(work, meeting, values) for values in given]
    changed = any(f.state != SAME for f in findings)
    if changed and meeting.agenda_adopted:
        raise Refused("议程已经大会通过，不能再导入议题。台账没有改动。")
    work.meeting_id = meeting.id
    work.label = f"导入{short_title_of(meeting)}议程（{len(findings)}项）"
    return ImportReport("agenda", path.name, tuple(findings), warnings, written=True)


def _from_json(path: Path) -> list[dict[str, Any]]:
    value = read_json(path)
    problems = check("agenda", value, file=path.name)
    refuse(path.name, problems)
    for number, item in enumerate(value, start=1):
        problems += [
            Problem(p.message, path.name, number, "动词") for p in check_verb(item["verb"])
        ]
    refuse(path.name, by_item(problems))
    return [dict(item) for item in value]


def _from_lines(path: Path) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """Read one item a line; heading lines above the first item are passed over."""
    problems: list[Problem] = []
    skipped: list[Problem] = []
    items: list[dict[str, Any]] = []
    for row, line in read_lines(path):
        parsed = parse_item_line(line)
        if not parsed.verb and not parsed.number and not items and _HEADING.fullmatch(line):
            skipped.append(Problem(f"“{line}”当作标题，没有导入。", file=path.name, row=row))
            continue
        problems += [Problem(p.message, path.name, row, p.field or "标题") for p in parsed.problems]
        items.append(
            {
                "verb": parsed.verb,
                "subject": parsed.subject,
                "type": parsed.type,
                "submitted_by": parsed.submitter,
            }
        )
    refuse(path.name, problems)
    if not items:
        bad_file(path, "文件里没有议题。")
    return items, tuple(skipped)


def _take(work: Work, meeting: Meeting, given: dict[str, Any]) -> Finding:
    name = f"{given['verb']}{given['subject']}"
    values = {_FIELDS[k]: v for k, v in given.items() if v not in (None, "", [])}
    ours = next(
        (i for i in meeting.agenda if (i.verb, i.subject) == (given["verb"], given["subject"])),
        None,
    )
    if ours is not None:
        changed = {k: v for k, v in values.items() if getattr(ours, k) != v}
        if changed:
            edit_item(work, ours.id, **changed)
        details = tuple(_LABELS[k] for k, field in _FIELDS.items() if field in changed)
        return Finding(name, DIFFERS if changed else SAME, details)
    kind = item_type(values.get("type", ""))
    votes = kind.votes and kind_rule(meeting.kind).votes
    values.setdefault("on_agenda", kind.on_agenda)
    values.setdefault("vote_method", kind.method if votes else "")
    add_item(work, meeting.id, needs_vote=votes, **values)
    return Finding(name, NEW)


def preview_agenda(office: Office, path: str | Path, *, meeting_id: int) -> ImportReport:
    """Tell what importing the agenda would change; nothing is kept.

    Raises:
        BadInput: as :func:`import_agenda`.
    """
    return rehearse(office, lambda work: import_agenda(work, path, meeting_id=meeting_id))


@query
def agenda_records(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    """Return a meeting's items in the exchange format (``schema agenda``)."""
    return [_record(item) for item in fetch(session, Meeting, meeting_id).agenda]


def _record(item: AgendaItem) -> dict[str, Any]:
    values = {key: getattr(item, field) for key, field in _FIELDS.items()}
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def export_agenda(office: Office | Work, path: str | Path, *, meeting_id: int) -> int:
    """Write a meeting's items to a .json file; return how many.

    Raises:
        BadInput: another type of file, or the place cannot be written.
        Refused: the desk is a practice copy.
    """
    path = Path(path)
    if path.suffix.lower() != ".json":
        bad_file(path, "议程请导出为 .json 文件；成文的议程请用“文书”。")
    no_practice(office)
    records = agenda_records(office, meeting_id)
    write_json(path, records)
    return len(records)
