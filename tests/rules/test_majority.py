from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.majority import (
    Op,
    decimal_text,
    fraction_words,
    holds,
    more_than_half,
    needed,
    percent,
    quorum,
    short_by,
    threshold_words,
    verdict_words,
)


@pytest.mark.parametrize(
    ("members", "need"), [(29, 15), (30, 16), (35, 18), (41, 21), (51, 26), (61, 31)]
)
def test_rules_1_1_q4_more_than_half(members: int, need: int) -> None:
    assert more_than_half(members) == need
    assert quorum(members) == need


def test_rules_6_2_anyang_quorum_is_two_thirds_of_439() -> None:
    assert quorum(439, ">=", "2/3") == 293


@given(
    st.integers(0, 3000),
    st.sampled_from(list(Op)),
    st.fractions(0, 1, max_denominator=12),
)
def test_needed_is_where_the_condition_turns(base: int, op: Op, fraction: Fraction) -> None:
    line = needed(base, op, fraction)
    worse = line - 1 if op.wants_votes else line + 1
    assert holds(line, op, fraction, base)
    assert not holds(worse, op, fraction, base)
    assert short_by(line, op, fraction, base) == 0
    assert short_by(worse, op, fraction, base) == 1


@pytest.mark.parametrize(("base", "fraction"), [(-1, "1/2"), (3, "3/2"), (3, "-1/2")])
def test_senseless_numbers_are_refused(base: int, fraction: str) -> None:
    with pytest.raises(ValueError, match="out of range"):
        needed(base, ">", fraction)


def test_rules_4_1_v11_rates_round_half_up_to_one_decimal() -> None:
    assert percent(107, 195) == "54.9%"
    assert percent(88, 195) == "45.1%"


@pytest.mark.parametrize(
    ("votes", "ballots", "said"), [(31, 32, "96.9%"), (29, 31, "93.5%"), (29, 33, "87.9%")]
)
def test_rules_4_1_v8_rates(votes: int, ballots: int, said: str) -> None:
    assert percent(votes, ballots) == said


def test_percent_of_nothing_and_half_up() -> None:
    assert percent(0, 0) == "—"
    assert percent(1, 16, 1) == "6.3%"
    assert percent(1, 8, 0) == "13%"
    assert decimal_text(Fraction(1, 200), 2) == "0.01"


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        ("1/2", "半数"),
        ("1", "全数"),
        ("0", "零"),
        ("2/3", "三分之二"),
        ("1/10", "十分之一"),
        ("3/20", "百分之十五"),
        ("1/100", "百分之一"),
        ("21/50", "百分之四十二"),
        ("1/25", "百分之四"),
        ("11/20", "百分之五十五"),
        ("99/100", "百分之九十九"),
        ("1/11", "1/11"),
    ],
)
def test_fractions_in_words(fraction: str, words: str) -> None:
    assert fraction_words(Fraction(fraction)) == words


@pytest.mark.parametrize(
    ("op", "fraction", "words", "met", "missed"),
    [
        (">", "1/2", "过半数", "已过半数", "未过半数"),
        (">", "2/3", "超过三分之二", "已超过三分之二", "未超过三分之二"),
        (">=", "1/2", "半数以上（含半数）", "达到半数", "未达到半数"),
        (">=", "2/3", "三分之二以上（含本数）", "达到三分之二", "未达到三分之二"),
        (">=", "1", "全数", "达到全数", "未达到全数"),
        ("<", "1/2", "不足半数", "不足半数", "已达到半数"),
        ("<=", "1/2", "不超过半数", "未超过半数", "已超过半数"),
    ],
)
def test_conditions_in_words(op: str, fraction: str, words: str, met: str, missed: str) -> None:
    assert threshold_words(op, fraction) == words
    assert verdict_words(op, fraction, met=True) == met
    assert verdict_words(op, fraction, met=False) == missed
