"""A03, B27: on-the-spot questioning."""

from __future__ import annotations

from datetime import date

from meetingdesk.rules.inquiry import Question, check_inquiry, reply_due


def test_a03_everyone_who_must_ask_asks() -> None:
    asked = [Question("张三", "市供销社", "改革进展如何"), Question("李四", "", "何时完成")]
    problems = check_inquiry(["张三", "李四", "王五"], asked)
    assert ["王五" in problem.message for problem in problems] == [True, False]
    assert problems[1].row == 2
    assert check_inquiry(["张三"], asked[:1]) == []


def test_b27_the_written_answer_is_due_in_three_working_days() -> None:
    assert reply_due(date(2022, 6, 22)) == date(2022, 6, 27)
    assert reply_due(date(2026, 9, 30), 1, {date(2026, 10, 1)}) == date(2026, 10, 2)
