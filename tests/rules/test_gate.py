"""A07, A16: the chairpersons' gate and a bill's way."""

from __future__ import annotations

from datetime import date

import pytest

from meetingdesk.rules.gate import (
    BILL_STEPS,
    BillStage,
    GatedItem,
    bill_clock,
    check_bill_step,
    check_gate,
    reading_name,
)


def test_a07_items_need_the_chairpersons_consent() -> None:
    items = [
        GatedItem("甲决定（草案）", "决定（草案）", "同意提请市人大常委会会议审议"),
        GatedItem("人事任免事项", "人事任免", "研究"),
        GatedItem("乙决定（草案）", "决定（草案）"),
        GatedItem("丙条例（草案）", "地方性法规草案", "不提请"),
        GatedItem("丁决定（草案）", "决定（草案）", waived="临时召集"),
        GatedItem("专题讲座", "专题讲座"),
    ]
    problems = check_gate(items)
    assert [problem.row for problem in problems] == [3, 4]
    assert "还没有主任会议结论" in problems[0].message
    assert "不提请" in problems[1].message


def test_a16_a_bill_takes_one_step_at_a_time() -> None:
    assert set(BILL_STEPS) == set(BillStage)
    assert check_bill_step("审议中", "已通过待批准") == []
    (early,) = check_bill_step("审议中", "已公布")
    assert "可以转为：已通过待批准、暂不付表决、终止审议。" in early.message
    (late,) = check_bill_step("已公布", "审议中")
    assert "最后一步" in late.message


@pytest.mark.parametrize(
    ("number", "total", "name"),
    [(1, 3, "一审"), (2, 2, "二审（交付表决）"), (5, 6, "第5次审议")],
)
def test_a16_readings(number: int, total: int, name: str) -> None:
    assert reading_name(number, total) == name


def test_d11_approval_and_filing() -> None:
    assert bill_clock(date(2026, 10, 31)) == (date(2027, 2, 28), None)
    due = bill_clock(date(2026, 8, 18), date(2026, 12, 1))
    assert due == (date(2026, 12, 18), date(2026, 12, 31))
