"""Patterns that name the year twice, and Han figures that are no number."""

from __future__ import annotations

from meetingdesk.rules.docnumbers import faults, read_number


def test_a_year_stands_once() -> None:
    assert "年份、届次各只写一处" in faults("示人常〔{年}〕〔{年}〕{号}号")


def test_han_figures_that_are_no_number_are_not_read() -> None:
    assert read_number("第{序}号", "第十十十号") is None
