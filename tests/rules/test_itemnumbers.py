"""Numbers that stay once printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.itemnumbers import han_number, late_number, numbered


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ([], []),
        (["", "", ""], ["1", "2", "3"]),
        (["1", "2", ""], ["1", "2", "2.1"]),
        (["1", "", "2"], ["1", "1.1", "2"]),
        (["", "1"], ["0.1", "1"]),
        (["1", "1.1", "", "2"], ["1", "1.1", "1.2", "2"]),
        (["1", "", "1.1", "2"], ["1", "1.2", "1.1", "2"]),
        (["2", "", "1", ""], ["2", "2.1", "1", "1.1"]),
    ],
)
def test_known_numbers(printed: list[str], expected: list[str]) -> None:
    assert numbered(printed) == expected


def test_ten_late_items_go_on_after_nine() -> None:
    assert late_number("12", [f"12.{n}" for n in range(1, 10)]) == "12.10"


@pytest.mark.parametrize(
    ("number", "words"),
    [("12", "十二"), ("12.1", "十二之一"), (3, "三"), ("20.11", "二十之十一"), ("甲", "甲")],
)
def test_in_han(number: str | int, words: str) -> None:
    assert han_number(number) == words


@given(st.lists(st.sampled_from(["", "keep"]), max_size=30), st.randoms())
def test_printed_numbers_stay_and_none_is_given_twice(kinds: list[str], chance: object) -> None:
    printed = [str(n) if kind else "" for n, kind in enumerate(kinds, start=1)]
    chance.shuffle(printed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    made = numbered(printed)
    assert len(set(made)) == len(made)
    assert all(old in ("", new) for old, new in zip(printed, made, strict=True))
    assert numbered(made) == made
