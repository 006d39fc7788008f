"""A34: Han numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.errors import BadInput
from meetingdesk.rules.numerals import han, han_digits, ordinal, parse_han


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "十"),
        (14, "十四"),
        (36, "三十六"),
        (57, "五十七"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (10_000, "一万"),
        (10_500, "一万零五百"),
        (110_000, "十一万"),
        (12_345, "一万二千三百四十五"),
    ],
)
def test_a34_known_numerals(number: int, text: str) -> None:
    assert han(number) == text
    assert parse_han(text) == number


@given(st.integers(0, 99_999_999))
def test_a34_reading_undoes_writing(number: int) -> None:
    assert parse_han(han(number)) == number
    assert parse_han(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("36", 36),
        ("３６", 36),
        ("第三十六", 36),
        (" 第47 ", 47),
        ("一十六", 16),
        ("3万", 30_000),
        ("3万2千", 32_000),
        ("1百2十", 120),
        ("两千", 2000),
        ("二〇二六", 2026),
        ("〇", 0),
    ],
)
def test_a34_other_spellings_are_read(text: str, number: int) -> None:
    assert parse_han(text) == number


@pytest.mark.parametrize(
    "text", ["", "第", "十三十", "百", "abc", "三x", "万", "万三", "十万万", "零零六", "一万十万"]
)
def test_a34_malformed_numerals_are_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_han(text)
    assert text in caught.value.message


def test_a34_out_of_range_is_refused() -> None:
    for number in (-1, 100_000_000):
        with pytest.raises(BadInput, match="不能写成中文数字"):
            han(number)


def test_a34_ordinals_and_digits() -> None:
    assert ordinal(36) == "第三十六"
    assert han_digits(2026) == "二〇二六"
