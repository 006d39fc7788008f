"""年度议题计划: reading a pasted plan, when each point is due, and how it stands (A05, A07).

A plan comes from Word as headings of months with lines under them, as lines with the month in
brackets, or as a table whose first cells are merged. Nothing is refused for want of a date: a
plan may say 适时.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from meetingdesk.errors import BadInput
from meetingdesk.rules.agenda import parse_item_line
from meetingdesk.rules.itemtypes import ItemFamily, item_type
from meetingdesk.rules.numerals import han, parse_han, split_number

if TYPE_CHECKING:
    from collections.abc import Sequence


class Standing(StrEnum):
    """How a point of the plan stands."""

    OPEN = "未列入"
    LISTED = "已列入"
    DONE = "已完成"
    POSTPONED = "推迟"


@dataclass(frozen=True, slots=True)
class Due:
    """Months from–to a point is due in, and the number of the meeting it is due at; None unsaid."""

    first: int | None = None
    last: int | None = None
    session: int | None = None

    def falls(self, month: int, session: int | None = None) -> bool:
        """Whether the point is due by the end of the quarter of ``month``, or by a meeting."""
        if self.session is not None and session is not None:
            return self.session <= session
        return self.last is not None and quarter(self.last) <= quarter(month)


def quarter(month: int) -> int:
    """Return the quarter of a month, 1 to 4."""
    return (month - 1) // 3 + 1


_NUMBER = r"[〇零一二两三四五六七八九十\d]{1,3}"
_MONTHS = re.compile(rf"({_NUMBER})\s*(?:月份?)?\s*[-—–－~～至到、]\s*({_NUMBER})\s*月")
_MONTH = re.compile(rf"({_NUMBER})\s*月")
_QUARTER = re.compile(r"第?\s*([一二三四1-4])\s*季度")
_SESSION = re.compile(r"第\s*([〇零一二三四五六七八九十百\d]{1,6})\s*次")
_SPANS = {
    "上半年": (1, 6), "下半年": (7, 12), "年初": (1, 3), "年中": (6, 7), "年底": (11, 12),
    "年末": (11, 12), "全年": (1, 12), "年内": (1, 12),
}  # fmt: skip
_SPAN_WORDS = re.compile("|".join(_SPANS))
#: what may stand beside the date in a heading of a plan
_HEAD_REST = re.compile(
    r"\d{4}年|[（）()：:，,、。\s]|市|县|省|区|人大常委会|常委会|主任会议|会议|议题|审议|计划|安排"
    r"|召开|拟|份|上旬|中旬|下旬|第[〇零一二三四五六七八九十百\d]+届"
)
_TITLE = re.compile(r"(?:工作要点|计划|要点|安排|安排表|计划表|一览表)(?:（.*）|[(].*[)])?$")
_YEAR = re.compile(r"(20\d\d)\s*年")
_TAIL = re.compile(r"[（(]([^（）()]{1,24})[）)]\s*[。；;]?$")
_MOST_MONTH = 12


def due_of(timing: str) -> Due:
    """Read when a point is due: 3月, 3至4月, 第三季度, 上半年, 第三十八次会议."""
    found = _SESSION.search(timing)
    first, last = _span(timing)
    return Due(first, last, _number(found[1]) if found else None)


def _span(timing: str) -> tuple[int | None, int | None]:
    for pattern in (_MONTHS, _MONTH):
        if found := pattern.search(timing):
            months = [_number(part) or 0 for part in found.groups()]
            if all(1 <= month <= _MOST_MONTH for month in months):
                return months[0], months[-1]
    if found := _QUARTER.search(timing):
        at = "一二三四".find(found[1]) + 1 or int(found[1])
        return at * 3 - 2, at * 3
    return next((span for words, span in _SPANS.items() if words in timing), (None, None))


def _number(text: str) -> int | None:
    try:
        return parse_han(text)
    except BadInput:
        return None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One point of a plan as read; ``row`` counts as the person counts."""

    row: int
    timing: str
    verb: str
    subject: str
    type: str
    submitted_by: str
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What a pasted plan says; ``year`` None where no line names it."""

    year: int | None
    lines: tuple[PlanLine, ...]


def read_text(text: str) -> ReadPlan:
    """Read a plan pasted from Word: a table with heads, or lines under headings of dates."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    if any(len(row) > 1 for row in rows) and _head_of(rows) is not None:
        return read_rows(rows)
    lines: list[PlanLine] = []
    timing, titled = "", False
    for row, line in enumerate(text.splitlines(), start=1):
        words = " ".join(line.split())
        if not words:
            continue
        if heading := _heading(words):
            timing = heading
        elif not lines and not titled and _TITLE.search(words):
            titled = True
        else:
            lines.append(_line(row, words, timing))
    return ReadPlan(_year(text), tuple(lines))


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _heading(line: str) -> str:
    """Return the date a heading names, '' for a line that is a point of the plan."""
    _, words = split_number(line)
    date = _date_words(words)
    if not date or parse_item_line(words).verb:
        return ""
    rest = words
    for pattern in (_SESSION, _MONTHS, _MONTH, _QUARTER, _SPAN_WORDS, _HEAD_REST):
        rest = pattern.sub("", rest)
    return date if not rest else ""


def _date_words(words: str) -> str:
    """Return the words of ``words`` that say when, '' where none do."""
    said = next((f[0].strip() for p in (_MONTHS, _MONTH, _QUARTER) if (f := p.search(words))), "")
    found = _SESSION.search(words)
    number = _number(found[1]) if found else None
    if number is not None:
        return f"第{han(number)}次会议（{said}）" if said else f"第{han(number)}次会议"
    return said or next((span for span in _SPANS if span in words), "")


def _line(row: int, words: str, timing: str) -> PlanLine:
    """Take apart one line; dates and the body that reports may stand in brackets at its end."""
    _, words = split_number(words)
    words, reporter = words.rstrip("。；; "), ""
    while found := _TAIL.search(words):
        date = _date_words(found[1])
        rest = _without_date(found[1]) if date else found[1]
        if not date and not _organ(rest):
            break
        timing, reporter = date or timing, rest or reporter
        words = words[: found.start()].rstrip("。；; ")
    return _point(row, timing, words, "", reporter)


def _without_date(words: str) -> str:
    for pattern in (_SESSION, _MONTHS, _MONTH, _QUARTER, _SPAN_WORDS):
        words = pattern.sub("", words)
    return words.removeprefix("会议").strip("，,、；;： 份")


def _organ(words: str) -> bool:
    """Whether words in brackets name who reports, not a （草案）."""
    return words.endswith(
        ("局", "委", "办", "院", "政府", "厅", "部", "中心", "办公室", "公司", "银行", "会")
    )


def _point(row: int, timing: str, words: str, submitted_by: str, reporter: str) -> PlanLine:
    item = parse_item_line(words)
    return PlanLine(
        row, timing, item.verb, item.subject, item.type, submitted_by or item.submitter, reporter
    )


#: column → what its head may say
_HEADS: dict[str, tuple[str, ...]] = {
    "timing": ("时间", "月份", "会次", "会议", "季度", "审议时间", "计划时间", "拟安排时间", "会议时间"),
    "subject": ("议题", "内容", "项目", "事项", "议题名称", "议题内容", "审议内容", "计划内容", "工作内容"),
    "submitted_by": ("提请机关", "提请单位", "提出机关", "报告机关", "责任单位", "承办单位", "报告单位"),
    "reporter": ("报告人", "汇报人", "作报告人"),
    "type": ("类型", "类别", "议题类型"),
    "verb": ("方式", "审议方式", "形式"),
}  # fmt: skip
_DEEPEST = 10


def is_head(row: Sequence[str]) -> bool:
    """Whether a row of cells names the columns of a plan: its points, and something more."""
    named = {key for key, names in _HEADS.items() for cell in row if _bare(cell) in names}
    return "subject" in named and len(named) > 1


def _bare(cell: str) -> str:
    return re.sub(r"\s", "", cell)


def _head_of(rows: Sequence[Sequence[str]]) -> int | None:
    return next((at for at, row in enumerate(rows[:_DEEPEST]) if is_head(row)), None)


def read_rows(rows: Sequence[Sequence[str]]) -> ReadPlan:
    """Read a plan laid out as a table; a date in a merged cell holds until the next one.

    Without heads every row is read as one line, its cells joined.
    """
    at = _head_of(rows)
    if at is None:
        return read_text("\n".join(" ".join(cell for cell in row if cell) for row in rows))
    places = {
        key: next((n for n, cell in enumerate(rows[at]) if _bare(cell) in names), -1)
        for key, names in _HEADS.items()
    }
    lines: list[PlanLine] = []
    timing = ""
    for row, cells in enumerate(rows[at + 1 :], start=at + 2):
        found = {key: cells[n].strip() if 0 <= n < len(cells) else "" for key, n in places.items()}
        timing = found["timing"] or timing
        if not found["subject"] or found["subject"] == found["timing"]:
            continue  # a line of the table that only names the month
        verb = found["verb"] if found["verb"] and parse_item_line(found["verb"]).verb else ""
        _, words = split_number(" ".join(found["subject"].split()))
        whole = words if not verb or words.startswith(verb) else f"{verb}{words}"
        line = _point(row, timing, whole, found["submitted_by"], found["reporter"])
        kind = found["type"] or line.type
        lines.append(
            PlanLine(row, timing, line.verb, line.subject, kind, line.submitted_by, line.reporter)
        )
    head = " ".join(cell for row in rows[:at] for cell in row)
    return ReadPlan(_year(head), tuple(lines))


_HEARD = frozenset({ItemFamily.REPORT, ItemFamily.BUDGET, ItemFamily.RATING, ItemFamily.BRIEFING})


def verb_for(verb: str, kind: str) -> str:
    """Return the verb an item made from a point takes: its own, or the usual one of its type."""
    if verb:
        return verb
    return "听取和审议" if item_type(kind).family in _HEARD else "审议"
