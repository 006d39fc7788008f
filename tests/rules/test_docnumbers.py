"""Document numbers: patterns filled and read back, faults named, gaps found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.docnumbers import (
    Serial,
    faults,
    following,
    gaps,
    number_text,
    read_number,
    same_series,
)

FILE, NOTICE, ORDER = "安人常〔{年}〕{号}号", "〔{届}〕第{序}号", "第{号}号"


def test_numbers_are_printed_as_the_gazette_has_them() -> None:
    assert number_text(FILE, 15, year=2022, term=14) == "安人常〔2022〕15号"
    assert number_text(NOTICE, 37, year=2022, term=7) == "〔七〕第三十七号"
    assert number_text(ORDER, 8, year=2022, term=7) == "第8号"


def test_a_number_is_read_by_its_pattern_only() -> None:
    assert read_number(FILE, "安人常〔2022〕15号") == Serial(15, 2022)
    assert read_number(NOTICE, "〔七〕第三十七号") == Serial(37, None, 7)
    assert read_number(FILE, "安人任〔2022〕15号") is None
    assert read_number(FILE, "安人常〔2022〕015号") is None  # no leading zero


@given(st.integers(1, 9999), st.integers(1990, 2100), st.integers(1, 30))
def test_what_is_printed_is_read_back(number: int, year: int, term: int) -> None:
    for pattern in (FILE, NOTICE, ORDER, "{届}届〔{年}〕{序}号"):
        serial = read_number(pattern, number_text(pattern, number, year=year, term=term))
        assert serial is not None
        assert serial.number == number
        assert same_series(serial, year=year, term=term)


def test_another_years_number_is_another_series() -> None:
    serial = Serial(15, 2022)
    assert not same_series(serial, year=2023, term=14)
    assert same_series(Serial(15), year=2023, term=14)  # 令 run on regardless of year


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("安人常〔{年}〕号", "号数应写且只写一处"),
        ("安人常〔{年}〕{号}{序}号", "号数应写且只写一处"),
        ("安人常[{年}]{号}号", "六角括号"),
        ("安人常〔{年}〕第{号}号", "不加“第”字"),
        ("安人常〔{年份}〕{号}号", "“{年份}”不是可填的位置"),
        ("{号}", "还应有"),
    ],
)
def test_a_pattern_that_cannot_stand_says_why(pattern: str, words: str) -> None:
    assert any(words in one for one in faults(pattern))


@pytest.mark.parametrize("pattern", [FILE, NOTICE, ORDER])
def test_good_patterns_have_no_fault(pattern: str) -> None:
    assert faults(pattern) == []


def test_gaps_and_the_next_number() -> None:
    assert gaps([1, 2, 5, 7]) == [3, 4, 6]
    assert gaps([]) == []
    assert following([1, 2, 5]) == 6
    assert following([]) == 1
