"""A39: the rules of procedure as data."""

from __future__ import annotations

from fractions import Fraction

import pytest

from meetingdesk.rules.procedure import (
    BY_KEY,
    PARAMETERS,
    Value,
    check_value,
    check_values,
    defaults,
    fraction,
    merged,
)


def test_a39_the_table_is_sound() -> None:
    assert len(BY_KEY) == len(PARAMETERS)
    assert check_values(defaults()) == []
    for parameter in PARAMETERS:
        assert parameter.source
        assert parameter.mark in ("P", "S", "M")


def test_a39_what_the_law_says() -> None:
    values = defaults()
    assert values["notice_days"] == 7
    assert values["motion_signers"] == 5
    assert values["quorum_base"] == values["majority_base"] == "全体组成人员"
    assert fraction(values, "quorum_fraction") == Fraction(1, 2)
    assert fraction(values, "removal_fraction") == Fraction(1, 5)
    assert values["grades"] == ("满意", "基本满意", "不满意")
    assert values["unpressed_key"] == "not_counted"


def test_a39_an_offices_own_values() -> None:
    values = merged({"notice_days": 10, "unheard_of": 1})
    assert values["notice_days"] == 10
    assert "unheard_of" not in values
    assert values["bill_days"] == 15


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("quorum_base", "到会", "由法律规定"),
        ("notice_days", "七", "类型不对"),
        ("personnel_singly", 1, "类型不对"),
        ("notice_days", 61, "应在0至60天之间"),
        ("seats", 3, "应在15至95人之间"),
        ("vote_method", "掷硬币", "不在可选范围"),
        ("grades", (), "至少填写一项"),
        ("grades", ("满意", "满意"), "重复"),
        ("grades", ("满意", ""), "不能为空"),
        ("unheard_of", 1, "没有“unheard_of”"),
    ],
)
def test_a39_unsound_values(key: str, value: Value, words: str) -> None:
    (problem,) = check_value(key, value)
    assert words in problem.message


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("notice_days", 10),
        ("personnel_singly", False),
        ("grades", ("优秀", "良好")),
        ("letter_number", "〔{year}〕{number}号"),
    ],
)
def test_a39_sound_values(key: str, value: Value) -> None:
    assert check_value(key, value) == []
