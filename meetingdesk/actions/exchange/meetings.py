"""``import meeting`` and its way back: records of meetings, all of a file or nothing.

What a record does not say stays unknown: no date, member or vote is guessed (inventory 4).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from meetingdesk.actions.base import Work, action, query
from meetingdesk.actions.exchange.bodies import (
    BodyName,
    ensure_body,
    ensure_term,
    find_body,
    read_body,
)
from meetingdesk.actions.exchange.people import People, read_name
from meetingdesk.actions.exchange.reading import bad_file, read_json, write_json
from meetingdesk.actions.exchange.record import (
    ATTENDANCE_KEYS,
    ITEM_KEYS,
    MEETING_KEYS,
    blank,
    kept_blanks,
    made_id,
    meeting_record,
)
from meetingdesk.actions.exchange.report import (
    DIFFERS,
    NEW,
    SAME,
    Finding,
    ImportReport,
    refuse,
)
from meetingdesk.actions.exchange.schema import check
from meetingdesk.errors import BadInput, Problem
from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.appointments import Motion
from meetingdesk.records.decisions import Decision
from meetingdesk.records.documents import Attachment, IssuedDocument
from meetingdesk.records.meetings import Attendance, Meeting, Observer
from meetingdesk.records.oaths import Ceremony
from meetingdesk.records.votes import Vote
from meetingdesk.rules.agenda import check_verb
from meetingdesk.rules.itemtypes import item_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTLY = re.compile(r"\d{4}(?:年|-\d{1,2}|（).*|\d{4}")
_LABELS = {
    "body": "机构", "kind": "会种", "subtype": "会议名目", "term": "届", "no": "次数",
    "date": "日期", "end": "结束日期", "date_note": "日期说明", "mode": "会议形式",
    "chair": "主持人", "chair_phrase": "主持用语", "attendance": "出席", "observers": "列席",
    "agenda": "议程", "notes": "备注", "source": "出处", "quote": "原文",
}  # fmt: skip
_HANGS_ON = {
    "表决": Vote, "决定": Decision, "任免案": Motion, "宣誓仪式": Ceremony,
    "已印发的文书": IssuedDocument, "附件": Attachment,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plan:
    """One record and what would become of it."""

    record: dict[str, Any]
    body: BodyName
    existing: Meeting | None
    finding: Finding


def read_meetings(path: Path) -> list[dict[str, Any]]:
    """Read and check the records of a file by themselves.

    Raises:
        BadInput: naming file, record and field of every fault.
    """
    if path.suffix.lower() != ".json":
        bad_file(path, "会议记录请用 .json 文件。")
    value = read_json(path)
    records = value if isinstance(value, list) else [value]
    if not records:
        bad_file(path, "文件里没有会议记录。")
    problems: list[Problem] = []
    for number, record in enumerate(records, start=1):
        place = _place(number, record)
        found = check("meeting", record, file=path.name, place=place, definition="meeting")
        problems += found or _check_sense(record, path.name, place)
    refuse(path.name, problems or _twice(records, path.name))
    return records


def _place(number: int, record: object) -> str:
    name = record.get("id") if isinstance(record, dict) else None
    return f"第{number}条（{name}）" if isinstance(name, str) and name else f"第{number}条"


def _check_sense(record: dict[str, Any], file: str, place: str) -> Iterator[Problem]:
    """What the schema cannot say: real dates, the right way round, nothing listed twice."""

    def wrong(field: str, message: str) -> Problem:
        return Problem(message, file=file, field=f"{place}·{field}")

    dates = {key: record[key] for key in ("date", "end") if record[key] is not None}
    for key, written in dates.items():
        whole = _ISO.fullmatch(written)
        if whole and _iso(written) is None:
            yield wrong(_LABELS[key], f"没有“{written}”这一天。")
        elif key == "date" and not whole and (_ISO.match(written) or not _PARTLY.fullmatch(written)):
            yield wrong("日期", f"“{written}”请写成 2022-08-17，或以四位年份开头照写原文。")
    start, end = _iso(record["date"]), _iso(record["end"])
    if record["end"] and not start:
        yield wrong("结束日期", "开始日期不完整，不能只有结束日期。")
    elif start and end and end < start:
        yield wrong("结束日期", "早于开始日期。")
    names = [read_name(text).name or text for text in record["attendance"]["named"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield wrong("具名出席", f"“{name}”列了两次。")
    numbers = [item["seq"] for item in record["agenda"]]
    if any(a >= b for a, b in zip(numbers, numbers[1:], strict=False)):
        yield wrong("议程", "序号应从小到大，不能重复。")


def _iso(text: str | None) -> dt.date | None:
    if text is None or not _ISO.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _key(record: dict[str, Any]) -> tuple[object, ...] | None:
    """What may stand once only: body, kind, term and number."""
    if record["no"] is None:
        return None
    return read_body(record["body"]).name, record["kind"], record["term"], record["no"]


def _twice(records: Sequence[dict[str, Any]], file: str) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[object, int] = {}
    for number, record in enumerate(records, start=1):
        for key, field in ((("id", record["id"]), "编号"), (_key(record), "次数")):
            if key is not None and key in seen:
                problems.append(
                    Problem(
                        f"与第{seen[key]}条重复（{_series(record)}）。",
                        file=file,
                        field=f"{_place(number, record)}·{field}",
                    )
                )
            elif key is not None:
                seen[key] = number
    return problems


def _series(record: dict[str, Any]) -> str:
    term = f"第{record['term']}届" if record["term"] else ""
    number = f"第{record['no']}次" if record["no"] else ""
    return f"{term}{number}{record['kind']}"


def _warnings(records: Sequence[dict[str, Any]], file: str) -> tuple[Problem, ...]:
    """Verbs outside the vocabulary are kept as written, and pointed out."""
    return tuple(
        Problem(
            "动词不在词表中，已照原文保留，请核对。",
            file=file,
            field=f"{_place(number, record)}·议程第{item['seq']}项·动词“{item['verb']}”",
        )
        for number, record in enumerate(records, start=1)
        for item in record["agenda"]
        if check_verb(item["verb"])
    )


def _plans(session: Session, records: Sequence[dict[str, Any]], file: str) -> list[_Plan]:
    known = {m.external_id or made_id(m): m for m in session.scalars(select(Meeting))}
    plans, problems = [], []
    for number, record in enumerate(records, start=1):
        body, existing = read_body(record["body"]), known.get(record["id"])
        place = _place(number, record)
        if body.term is not None and record["term"] not in (None, body.term):
            problems.append(
                Problem(
                    f"机构写的是第{body.term}届，届写的是{record['term']}，请核对。",
                    file=file,
                    field=f"{place}·届",
                )
            )
        taken = _same_number(session, body, record)
        if taken is not None and taken is not existing:
            problems.append(
                Problem(
                    f"台账中已有{_series(record)}（{taken.external_id or made_id(taken)}）。",
                    file=file,
                    field=f"{place}·次数",
                )
            )
        finding = _held_against(existing, record)
        if existing is not None and finding.state == DIFFERS:
            problems += _hanging(session, existing, file, place)
        plans.append(_Plan(record, body, existing, finding))
    refuse(file, problems)
    return plans


def _same_number(session: Session, body: BodyName, record: dict[str, Any]) -> Meeting | None:
    row = find_body(session, body)
    if row is None or record["no"] is None:
        return None
    return session.scalars(
        select(Meeting).where(
            Meeting.body_id == row.id,
            Meeting.kind == record["kind"],
            Meeting.term_number.is_not_distinct_from(record["term"]),
            Meeting.number == record["no"],
        )
    ).first()


def _held_against(existing: Meeting | None, record: dict[str, Any]) -> Finding:
    name = f"{record['id']}　{_series(record)}"
    if existing is None:
        return Finding(name, NEW)
    ours = meeting_record(existing, record["id"])
    if ours == record:
        return Finding(name, SAME)
    keys = [k for k in (*ours, *record) if ours.get(k, _ISO) != record.get(k, _ISO)]
    return Finding(name, DIFFERS, tuple(dict.fromkeys(_LABELS.get(k, k) for k in keys)))


def _hanging(session: Session, meeting: Meeting, file: str, place: str) -> list[Problem]:
    found = [
        name
        for name, model in _HANGS_ON.items()
        if session.scalar(
            select(func.count()).select_from(model).where(model.meeting_id == meeting.id)
        )
    ]
    found += ["日程"] if meeting.sittings else []
    if not found:
        return []
    message = f"台账中这次会议已有{'、'.join(found)}，不能用文件覆盖。请在台账中逐项修改。"
    return [Problem(message, file=file, field=place)]


@query
def preview_meetings(session: Session, path: str | Path) -> ImportReport:
    """Tell what importing the file would change; nothing is written.

    Raises:
        BadInput: the file could not be imported.
    """
    path = Path(path)
    records = read_meetings(path)
    plans = _plans(session, records, path.name)
    return ImportReport(
        "meeting", path.name, tuple(p.finding for p in plans), _warnings(records, path.name)
    )


@action("导入会议记录")
def import_meetings(work: Work, path: str | Path) -> ImportReport:
    """Take over every record of the file; one bad record and nothing is written.

    Raises:
        BadInput: naming file, record and field of every fault.
    """
    path = Path(path)
    records = read_meetings(path)
    plans = _plans(work.session, records, path.name)
    people = People(work.session)
    for plan in plans:
        if plan.finding.state != SAME:
            _write(work, plan, people, path.name)
    report = ImportReport(
        "meeting",
        path.name,
        tuple(p.finding for p in plans),
        _warnings(records, path.name),
        written=True,
    )
    work.label = f"导入会议记录“{path.name}”（{len(plans)}条）"
    return report


def _write(work: Work, plan: _Plan, people: People, file: str) -> None:
    session, record = work.session, plan.record
    body = ensure_body(session, plan.body)
    meeting = plan.existing or Meeting(body_id=body.id, kind=record["kind"])
    with session.no_autoflush:
        _fill(meeting, record, work.today)
        meeting.body = body
        meeting.term = ensure_term(session, body, record["term"] or plan.body.term)
        named = read_name(record["chair"] or "")
        unsure = "未" in named.role  # 主持未明写
        meeting.chair = people.called(named.name) if named.name and not unsure else None
        if plan.existing is None:
            session.add(meeting)
    session.flush()
    for rows in (meeting.attendance, meeting.observers, meeting.agenda):
        rows.clear()
    session.flush()
    meeting.attendance.extend(_attendance(record, people))
    meeting.observers.extend(_observers(record["observers"]))
    meeting.agenda.extend(_item(item, at) for at, item in enumerate(record["agenda"], start=1))
    session.flush()
    if meeting_record(meeting, record["id"]) != record:
        message = "这条记录有台账存不下的写法，请核对。"
        raise BadInput(
            f"“{file}”没有导入，台账没有改动。", Problem(message, file=file, field=record["id"])
        )


def _fill(meeting: Meeting, record: dict[str, Any], today: dt.date) -> None:
    start = _iso(record["date"])
    attendance = record["attendance"]
    meeting.external_id = record["id"]
    meeting.kind = record["kind"]
    meeting.subtype = record.get("subtype") or ""
    meeting.term_number, meeting.number = record["term"], record["no"]
    meeting.start, meeting.end = start, _iso(record["end"])
    meeting.date_text = "" if start else record["date"] or ""
    meeting.date_note = record.get("date_note") or ""
    meeting.mode = record.get("mode") or ""
    meeting.chair_text = record["chair"] or ""
    meeting.chair_phrase = record.get("chair_phrase") or ""
    meeting.state = "筹备" if start and start > today else "已结束"
    meeting.present_total = attendance["present_total"]
    meeting.attendance_phrase = attendance.get("phrase") or ""
    meeting.absent_text = attendance["absent_leaders"]
    meeting.notes = record.get("notes") or ""
    meeting.source = record.get("source") or ""
    meeting.quote = record.get("quote") or ""
    meeting.shape = {
        "body": record["body"],
        "kept": kept_blanks(record, MEETING_KEYS),
        "attendance": kept_blanks(attendance, ATTENDANCE_KEYS),
    }


def _attendance(record: dict[str, Any], people: People) -> Iterator[Attendance]:
    for at, text in enumerate(record["attendance"]["named"], start=1):
        name = read_name(text).name
        row = Attendance(position=at, name_text=text, state="出席")
        row.person = people.called(name) if name else None
        yield row


_LEADERS = re.compile(r"一府一委两院|^副?(?:市|省|县|区|州)长|法院院长|检察院检察长|监委主任")
_CATEGORIES = (
    (_LEADERS, "一府一委两院领导"),
    (re.compile(r"委室|副秘书长|人大常委会.*机构"), "委室负责同志"),
    (re.compile(r"法院|检察院"), "两院负责同志"),
    (re.compile(r"县|区|乡|街道"), "下级人大负责同志"),
    (re.compile(r"人大代表|代表$"), "人大代表"),
    (re.compile(r"政府|局|部门"), "政府部门负责同志"),
)


def _observers(texts: Sequence[str]) -> Iterator[Observer]:
    for at, text in enumerate(texts, start=1):
        category = next((name for form, name in _CATEGORIES if form.search(text)), "其他")
        yield Observer(
            position=at, text=text, category=category, leader=bool(_LEADERS.search(text))
        )


def _item(record: dict[str, Any], at: int) -> AgendaItem:
    outcome = record["outcome"]
    return AgendaItem(
        position=at,
        printed_number=str(record["seq"]),
        on_agenda=item_type(record["type"]).on_agenda,
        verb=record["verb"],
        subject=record["subject"],
        type=record["type"],
        submitted_by=record["submitted_by"] or None,
        outcome="" if blank(outcome) else outcome,
        vote_method=record.get("vote_method") or "",
        tally_text=record.get("tally") or "",
        via=record.get("via") or "",
        needs_vote=not blank(record.get("vote_method")),
        artefacts=record.get("artefacts") or None,
        objects=record.get("subjects") or None,
        shape={"seq": record["seq"], "kept": kept_blanks(record, ITEM_KEYS)},
    )


@query
def meeting_records(
    session: Session, meeting_ids: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    """Return the exchange records of the meetings (all of the desk when not told which)."""
    wanted = select(Meeting).order_by(Meeting.id)
    if meeting_ids is not None:
        wanted = wanted.where(Meeting.id.in_(meeting_ids))
    taken = set(session.scalars(select(Meeting.external_id)))
    records = []
    for meeting in session.scalars(wanted):
        name = meeting.external_id or made_id(meeting)
        while meeting.external_id is None and name in taken:
            name = f"{name}-{meeting.id}"
        taken.add(name)
        records.append(meeting_record(meeting, name))
    return records


def export_meetings(
    office: Any, path: str | Path, meeting_ids: Sequence[int] | None = None
) -> int:
    """Write the records to a .json file; return how many.

    Raises:
        BadInput: the desk has none of them, or the place cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".json":
        bad_file(path, "会议记录请导出为 .json 文件。")
    records = meeting_records(office, meeting_ids)
    if not records:
        raise BadInput("台账中没有可以导出的会议，没有写文件。")
    write_json(path, records)
    return len(records)
