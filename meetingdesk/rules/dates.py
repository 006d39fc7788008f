"""Dates as the office writes them, half-days of a session, and clocks (rows A06, A34; D1–D6).

Dates are naive local dates. Months are clamped to the month's end and working days are counted
from an editable calendar, because no offline table knows the years to come.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_WEEKDAYS = "一二三四五六日"
_CN_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


class HalfDay(StrEnum):
    """A unit of the order of day (日程), in the order of the day."""

    MORNING = "上午"
    AFTERNOON = "下午"
    EVENING = "晚上"

    @property
    def order(self) -> int:
        """Position within the day, 0 for the morning."""
        return list(HalfDay).index(self)


def half_day(at: time) -> HalfDay:
    """Return the half-day of a clock time: before 12:00 上午, before 18:00 下午, else 晚上."""
    if at.hour < 12:
        return HalfDay.MORNING
    return HalfDay.AFTERNOON if at.hour < 18 else HalfDay.EVENING


def half_days(start: date, end: date | None) -> list[tuple[date, HalfDay]]:
    """List the units from ``start`` to ``end`` in order; a one-day meeting has three."""
    days = range((end or start).toordinal() - start.toordinal() + 1)
    return [(start + timedelta(days=n), unit) for n in days for unit in HalfDay]


def cn_date(d: date, *, year: bool = True) -> str:
    """Write a date without leading zeros: 2026年8月17日 (GB/T 9704—2012)."""
    return f"{d.year}年{d.month}月{d.day}日" if year else f"{d.month}月{d.day}日"


def cn_span(start: date, end: date | None = None, *, year: bool = False) -> str:
    """Write a span: 8月17日至18日, 8月30日至9月2日; years appear when they differ."""
    if end is None or end == start:
        return cn_date(start, year=year)
    if end.year != start.year:
        return f"{cn_date(start)}至{cn_date(end)}"
    tail = f"{end.day}日" if end.month == start.month else cn_date(end, year=False)
    return f"{cn_date(start, year=year)}至{tail}"


@lru_cache(maxsize=4096)
def cn_long_span(start: date, end: date | None = None) -> str:
    """Write a span with the year: 2026年8月17日至18日."""
    return cn_span(start, end, year=True)


def parse_cn_date(text: str) -> date | None:
    """Read 2026年8月17日, 2026-08-17 or 2026.8.17; ``None`` when it is no real date."""
    found = _CN_DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def weekday(d: date) -> str:
    """Return 星期一 … 星期日."""
    return f"星期{_WEEKDAYS[d.weekday()]}"


def add_months(d: date, n: int) -> date:
    """Add ``n`` months, clamped to the month's end: 31 August + 6 → 28 or 29 February."""
    year, month = divmod(d.year * 12 + d.month - 1 + n, 12)
    return date(year, month + 1, min(d.day, monthrange(year, month + 1)[1]))


def is_workday(d: date, holidays: Collection[date] = (), workdays: Collection[date] = ()) -> bool:
    """Tell whether ``d`` is worked; ``workdays`` are weekends worked in exchange (调休)."""
    return d in workdays or (d.weekday() < 5 and d not in holidays)


def add_workdays(
    d: date, n: int, holidays: Collection[date] = (), workdays: Collection[date] = ()
) -> date:
    """Return the ``n``-th working day after ``d`` (before it when ``n`` is negative).

    The first day counted is the one after ``d``: a reply due 三个工作日 after Wednesday
    22 June 2022 is due on Monday 27 June (row B27).
    """
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        d += step
        left -= is_workday(d, holidays, workdays)
    return d


def report_clock(meeting: date) -> tuple[date, date, date]:
    """Return when a special report's draft, revision and final text are due (监督法 Art.15).

    20 days before to the working body for comment, 10 to the standing committee, 7 to members.
    """
    return days_before(meeting, 20), days_before(meeting, 10), days_before(meeting, 7)


def days_before(meeting: date, n: int) -> date:
    """Return the last day for something due ``n`` days before a meeting (监督法 Art.15: 20/10/7)."""
    return meeting - timedelta(days=n)
