"""What can be wrong with a file of meeting records, before the desk is looked at."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from meetingdesk.actions.exchange.bodies import read_body
from meetingdesk.actions.exchange.people import read_name
from meetingdesk.actions.exchange.reading import bad_file, read_json
from meetingdesk.actions.exchange.report import refuse
from meetingdesk.actions.exchange.schema import check
from meetingdesk.errors import Problem
from meetingdesk.rules.agenda import check_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTLY = re.compile(r"\d{4}(?:年|-\d{1,2}|（).*|\d{4}")
LABELS = {
    "body": "机构", "kind": "会种", "subtype": "会议名目", "term": "届", "no": "次数",
    "date": "日期", "end": "结束日期", "date_note": "日期说明", "mode": "会议形式",
    "chair": "主持人", "chair_phrase": "主持用语", "attendance": "出席", "observers": "列席",
    "agenda": "议程", "notes": "备注", "source": "出处", "quote": "原文",
}  # fmt: skip


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
        place = place_of(number, record)
        found = check("meeting", record, file=path.name, place=place, definition="meeting")
        problems += found or _check_sense(record, path.name, place)
    refuse(path.name, problems or _twice(records, path.name))
    return records


def place_of(number: int, record: object) -> str:
    """Return 第3条（SC-14-36）."""
    name = record.get("id") if isinstance(record, dict) else None
    return f"第{number}条（{name}）" if isinstance(name, str) and name else f"第{number}条"


def _check_sense(record: dict[str, Any], file: str, place: str) -> Iterator[Problem]:
    """What the schema cannot say: real dates, the right way round, nothing listed twice."""

    def wrong(field: str, message: str) -> Problem:
        return Problem(message, file=file, field=f"{place}·{field}")

    dates = {key: record[key] for key in ("date", "end") if record[key] is not None}
    for key, written in dates.items():
        whole = _ISO.fullmatch(written)
        if whole and iso_date(written) is None:
            yield wrong(LABELS[key], f"没有“{written}”这一天。")
        elif (
            key == "date" and not whole and (_ISO.match(written) or not _PARTLY.fullmatch(written))
        ):
            yield wrong("日期", f"“{written}”请写成 2022-08-17，或以四位年份开头照写原文。")
    start, end = iso_date(record["date"]), iso_date(record["end"])
    if record["end"] and not start:
        yield wrong("结束日期", "开始日期不完整，不能只有结束日期。")
    elif start and end and end < start:
        yield wrong("结束日期", "早于开始日期。")
    names = [read_name(text).name or text for text in record["attendance"]["named"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield wrong("具名出席", f"“{name}”列了两次。")
    numbers = [item["seq"] for item in record["agenda"]]
    if any(a >= b for a, b in pairwise(numbers)):
        yield wrong("议程", "序号应从小到大，不能重复。")


def iso_date(text: str | None) -> dt.date | None:
    """Return a full date; ``None`` for one the record gives only in part."""
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
                        f"与第{seen[key]}条重复（{series_of(record)}）。",
                        file=file,
                        field=f"{place_of(number, record)}·{field}",
                    )
                )
            elif key is not None:
                seen[key] = number
    return problems


def series_of(record: dict[str, Any]) -> str:
    """Return 第14届第36次常委会会议."""
    term = f"第{record['term']}届" if record["term"] else ""
    number = f"第{record['no']}次" if record["no"] else ""
    return f"{term}{number}{record['kind']}"


def odd_verbs(records: Sequence[dict[str, Any]], file: str) -> tuple[Problem, ...]:
    """Verbs outside the vocabulary are kept as written, and pointed out."""
    return tuple(
        Problem(
            "动词不在词表中，已照原文保留，请核对。",
            file=file,
            field=f"{place_of(number, record)}·议程第{item['seq']}项·动词“{item['verb']}”",
        )
        for number, record in enumerate(records, start=1)
        for item in record["agenda"]
        if check_verb(item["verb"])
    )
