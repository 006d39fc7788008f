"""A06, A34, B27, D1–D6: dates, half-days and clocks."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules import dates
from meetingdesk.rules.dates import HalfDay

D = date


def test_a34_dates_have_no_leading_zeros() -> None:
    assert dates.cn_date(D(2026, 1, 5)) == "2026年1月5日"
    assert dates.cn_date(D(2026, 8, 17), year=False) == "8月17日"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (D(2026, 8, 17), D(2026, 8, 18), "8月17日至18日"),
        (D(2026, 8, 30), D(2026, 9, 2), "8月30日至9月2日"),
        (D(2026, 8, 17), None, "8月17日"),
        (D(2026, 8, 17), D(2026, 8, 17), "8月17日"),
        (D(2026, 12, 30), D(2027, 1, 2), "2026年12月30日至2027年1月2日"),
    ],
)
def test_a01_spans(start: date, end: date | None, text: str) -> None:
    assert dates.cn_span(start, end) == text


def test_a01_long_spans() -> None:
    assert dates.cn_long_span(D(2026, 8, 17), D(2026, 8, 18)) == "2026年8月17日至18日"
    assert dates.cn_long_span(D(2026, 8, 17), None) == "2026年8月17日"


@given(st.dates())
def test_a34_reading_undoes_writing(day: date) -> None:
    assert dates.parse_cn_date(f"{day.year:04}年{day.month}月{day.day}日") == day
    assert dates.parse_cn_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["", "8月17日", "2026年13月1日", "2026年2月30日"])
def test_a34_no_real_date(text: str) -> None:
    assert dates.parse_cn_date(text) is None


def test_a06_weekdays() -> None:
    assert dates.weekday(D(2026, 8, 17)) == "星期一"
    assert dates.weekday(D(2026, 8, 23)) == "星期日"


def test_a06_half_days_in_order() -> None:
    clock = [time(8, 30), time(12), time(17, 59), time(18)]
    assert [dates.half_day(at) for at in clock] == ["上午", "下午", "下午", "晚上"]
    assert [half.order for half in HalfDay] == [0, 1, 2]
    units = dates.half_days(D(2026, 8, 17), D(2026, 8, 18))
    assert len(units) == 6
    assert units[3] == (D(2026, 8, 18), HalfDay.MORNING)
    assert len(dates.half_days(D(2026, 8, 17), None)) == 3


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2023, 8, 31), 6, D(2024, 2, 29)),
        (D(2026, 8, 18), 3, D(2026, 11, 18)),
        (D(2026, 12, 31), 1, D(2027, 1, 31)),
        (D(2026, 1, 31), -2, D(2025, 11, 30)),
    ],
)
def test_d5_months_are_clamped(day: date, months: int, result: date) -> None:
    assert dates.add_months(day, months) == result


def test_b27_three_working_days_of_linzhou() -> None:
    assert dates.add_workdays(D(2022, 6, 22), 3) == D(2022, 6, 27)


def test_d5_holidays_and_exchanged_weekends() -> None:
    holidays = {D(2026, 10, day) for day in range(1, 8)}
    worked = {D(2026, 10, 10)}
    assert dates.add_workdays(D(2026, 9, 30), 1, holidays, worked) == D(2026, 10, 8)
    assert dates.add_workdays(D(2026, 9, 30), 3, holidays, worked) == D(2026, 10, 10)
    assert dates.add_workdays(D(2026, 10, 8), -1, holidays, worked) == D(2026, 9, 30)
    assert dates.add_workdays(D(2026, 10, 3), 0, holidays, worked) == D(2026, 10, 3)
    assert not dates.is_workday(D(2026, 10, 1), holidays, worked)


@given(st.dates(D(2000, 1, 1), D(2100, 1, 1)), st.integers(1, 60))
def test_d5_result_is_a_working_day_and_counts_back(day: date, n: int) -> None:
    due = dates.add_workdays(day, n)
    assert dates.is_workday(due)
    assert (
        sum(
            dates.is_workday(date.fromordinal(o))
            for o in range(day.toordinal() + 1, due.toordinal() + 1)
        )
        == n
    )


def test_d1_report_clock() -> None:
    assert dates.report_clock(D(2026, 8, 17)) == (D(2026, 7, 28), D(2026, 8, 7), D(2026, 8, 10))
    assert dates.days_before(D(2026, 8, 17), 7) == D(2026, 8, 10)
