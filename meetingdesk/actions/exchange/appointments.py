"""``import appointments``: motions of one meeting from .txt, .docx or .json.

A text names the proposer on a line of its own (``市长提请：``) above what is proposed; the
desk's own motion of that proposer takes the new entries.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.appointments import VERBS, add_entry, add_motion
from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.common import fetch
from meetingdesk.actions.exchange.people import read_name
from meetingdesk.actions.exchange.reading import bad_file, read_json, read_lines, write_json
from meetingdesk.actions.exchange.rehearse import no_practice, rehearse
from meetingdesk.actions.exchange.report import (
    NEW,
    SAME,
    Finding,
    ImportReport,
    by_item,
    refuse,
)
from meetingdesk.actions.exchange.schema import check
from meetingdesk.errors import Problem
from meetingdesk.records.facts import motions_of, short_title_of
from meetingdesk.records.meetings import Meeting
from meetingdesk.rules.appointments import Proposer, check_entry, parse_motion_text, sentence
from meetingdesk.rules.names import unpadded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from meetingdesk.actions.office import Office
    from meetingdesk.records.appointments import Motion, MotionEntry

_PROPOSERS = (
    (Proposer.CHAIRS, r".{0,12}主任会议"),
    (Proposer.MAYOR, r".{0,8}[市县区州]长"),
    (Proposer.SUPERVISION, r".{0,10}(?:监察委员会|监委)主任"),
    (Proposer.COURT, r".{0,12}法院院长"),
    (Proposer.PROCURATOR, r".{0,12}检察(?:院检察)?长"),
    (Proposer.GOVERNMENT, r".{0,8}人民政府"),
)
_HEADINGS = tuple(
    (
        proposer.value,
        re.compile(
            rf"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)?{form}"
            r"(?P<name>[\u4e00-\u9fff·]{2,4}?)??(?:提请|提名|提出)?(?:的?人事任免(?:事项|案|议案))?[：:]?"
        ),
    )
    for proposer, form in _PROPOSERS
)
_TITLE = re.compile(r".*(?:名单|任免案|议案|会议|任免事项)(?:（草案）)?|（.*）|\d{4}年.*日")
_CLAUSE_VERB = re.compile(
    r"^(?:现|一并)?(?:提请|提名|建议|同意)?(?:决定)?(?:任命|免去|接受|撤销|推选|代理|批准任命|批准免去|决定)"
)
_NOT_A_NAME = re.compile(r"[局委厅院办处科室部]|政府|中心|主任|市长|职务")
_QUOTED = re.compile(r"“(?P<clause>.+?)”")


def _place(motion: dict[str, Any], entry: dict[str, Any]) -> int | None:
    row: int | None = entry.get("row", motion.get("row"))
    return row


@action("导入任免案")
def import_appointments(
    work: Work, path: str | Path, *, meeting_id: int, proposer: str = ""
) -> ImportReport:
    """Add the motions of the file to the meeting; entries it has already stay one.

    ``proposer`` is whose motion a text is that does not say so itself.

    Raises:
        BadInput: naming file, line and field of every fault; nothing is written.
    """
    path = Path(path)
    meeting = fetch(work.session, Meeting, meeting_id)
    if path.suffix.lower() == ".json":
        motions = _from_json(path)
        refuse(path.name, by_item(_faults(motions, path.name)))
    else:
        motions, problems = _from_lines(path, proposer)
        refuse(path.name, [*problems, *_faults(motions, path.name)])
    findings: list[Finding] = []
    warnings: list[Problem] = []
    for motion in motions:
        row = _motion(work, meeting, motion)
        for entry in motion["entries"]:
            findings.append(_take(work, row, entry))
            checked = check_entry(
                entry["verb"], entry["post"], motion["proposer"], meeting.body.place
            )
            warnings += [
                Problem(p.message, path.name, _place(motion, entry), p.field) for p in checked
            ]
    warnings = by_item(warnings) if path.suffix.lower() == ".json" else warnings
    work.meeting_id = meeting.id
    work.label = f"导入{short_title_of(meeting)}任免案（{len(findings)}人次）"
    return ImportReport("appointments", path.name, tuple(findings), tuple(warnings), written=True)


def _from_json(path: Path) -> list[dict[str, Any]]:
    value = read_json(path)
    refuse(path.name, check("appointments", value, file=path.name))
    motions: list[dict[str, Any]] = value
    number = 0
    for motion in motions:
        for entry in motion["entries"]:
            number += 1
            entry["row"] = number
    return motions


def _from_lines(path: Path, proposer: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Split a text at the lines that name a proposer, and read each part."""
    motions: list[dict[str, Any]] = []
    lines: list[tuple[int, str]] = []
    problems: list[Problem] = []
    who, name = proposer, ""

    def close() -> None:
        if lines:
            entries, wrong = _read_part(path.name, lines)
            problems.extend(wrong)
            first = lines[0][0]
            motions.append(
                {"proposer": who, "proposer_name": name, "entries": entries, "row": first}
            )
            lines.clear()

    for row, line in read_lines(path):
        heading = _heading(line)
        if heading is not None:
            close()
            who, name = heading
        elif not _TITLE.fullmatch(line) or _CLAUSE_VERB.match(line):
            lines.append((row, line))
    close()
    if not motions:
        bad_file(path, "文件里没有任免事项。")
    return motions, problems


def _heading(line: str) -> tuple[str, str] | None:
    plain = "".join(line.split())
    for proposer, form in _HEADINGS:
        found = form.fullmatch(plain)
        if found and ("提" in plain or plain.endswith(("：", ":"))):
            return proposer, found["name"] or ""
    return None


def _read_part(
    file: str, lines: list[tuple[int, str]]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read the lines under one proposer; every entry knows the line it stands on."""
    texts = [text for _, text in lines]
    parsed = parse_motion_text("\n".join(texts))
    problems = [
        _explained(problem, file, lines[problem.row - 1][0] if problem.row else None)
        for problem in parsed.problems
    ]
    entries: list[dict[str, Any]] = []
    for upto, (row, _) in enumerate(lines, start=1):
        # a verb carries on over lines, so a line can only be read with those before it
        read = parse_motion_text("\n".join(texts[:upto])).entries[len(entries) :]
        entries += [{"verb": e.verb, "name": e.name, "post": e.post, "row": row} for e in read]
    return entries, problems


def _explained(problem: Problem, file: str, row: int | None) -> Problem:
    """Tell an unknown verb and a post without a holder apart from other unreadable text."""
    quoted = _QUOTED.search(problem.message)
    clause = quoted["clause"] if quoted else ""
    if not _CLAUSE_VERB.match(clause):
        message = f"“{clause}”不是法定的任免用语开头。可用：{'、'.join(VERBS)}。"
        return Problem(message, file, row, "动作")
    if re.match(r".*?(?:任命|免去)[：:]?(?:为|的|任)?[^为的]*(?:职务|长|主任|委员|员)?$", clause):
        return Problem(f"“{clause}”写了职务，没有写姓名。", file, row, "姓名")
    return Problem(problem.message, file, row, "任免")


def _faults(motions: Iterable[dict[str, Any]], file: str) -> Iterable[Problem]:
    for motion in motions:
        if not motion["proposer"].strip():
            hint = f"没有写明提请人。可用：{'、'.join(p.value for p in Proposer)}。"
            yield Problem(hint, file, motion.get("row"), "提请人")
        for entry in motion["entries"]:
            row, name = _place(motion, entry), unpadded(entry["name"])
            if entry["verb"] not in VERBS:
                hint = f"“{entry['verb']}”不是法定的任免用语。可用：{'、'.join(VERBS)}。"
                yield Problem(hint, file, row, "动作")
            if not read_name(name).name and (len(name) > 4 or _NOT_A_NAME.search(name)):
                yield Problem(f"“{name}”不像姓名，请核对职务由谁担任。", file, row, "姓名")


def _motion(work: Work, meeting: Meeting, given: dict[str, Any]) -> Motion:
    """Return the meeting's motion of that proposer, registered now if there is none."""
    rows = motions_of(work.session, meeting.id)
    ours = next((row for row in rows if row.proposer == given["proposer"]), None)
    if ours is not None:
        return ours
    key = add_motion(
        work,
        meeting.id,
        proposer=given["proposer"],
        proposer_name=given.get("proposer_name", ""),
        number=given.get("number", ""),
    )
    rows = motions_of(work.session, meeting.id)
    return next(row for row in rows if row.id == key)


def _take(work: Work, motion: Motion, given: dict[str, Any]) -> Finding:
    name, post = unpadded(given["name"]), given["post"].strip()
    text = sentence(given["verb"], name, post)
    known = {(e.verb, e.name, e.post) for e in motion.entries}
    if (given["verb"], name, post) in known:
        return Finding(text, SAME)
    extra = {k: given.get(k, "") for k in ("gender", "ethnicity", "reason")}
    add_entry(work, motion.id, verb=given["verb"], name=name, post=post, **extra)
    return Finding(text, NEW)


def preview_appointments(
    office: Office, path: str | Path, *, meeting_id: int, proposer: str = ""
) -> ImportReport:
    """Tell what importing the motions would change; nothing is kept.

    Raises:
        BadInput: as :func:`import_appointments`.
    """
    return rehearse(
        office,
        lambda work: import_appointments(work, path, meeting_id=meeting_id, proposer=proposer),
    )


@query
def appointment_records(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    """Return a meeting's motions in the exchange format (``schema appointments``)."""
    return [
        {
            "proposer": motion.proposer,
            **_said(proposer_name=motion.proposer_name, number=motion.number),
            "entries": [_record(entry) for entry in motion.entries],
        }
        for motion in motions_of(session, meeting_id)
        if motion.entries
    ]


def _record(entry: MotionEntry) -> dict[str, Any]:
    return {
        "verb": entry.verb,
        "name": entry.name,
        **_said(gender=entry.gender, ethnicity=entry.ethnicity),
        "post": entry.post,
        **_said(reason=entry.reason),
    }


def _said(**values: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


def export_appointments(office: Office | Work, path: str | Path, *, meeting_id: int) -> int:
    """Write a meeting's motions to a .json file; return how many entries (人次).

    Raises:
        BadInput: another type of file, or the place cannot be written.
        Refused: the desk is a practice copy.
    """
    path = Path(path)
    if path.suffix.lower() != ".json":
        bad_file(path, "任免案请导出为 .json 文件；成文的名单请用“文书”。")
    no_practice(office)
    records = appointment_records(office, meeting_id)
    write_json(path, records)
    return sum(len(motion["entries"]) for motion in records)
