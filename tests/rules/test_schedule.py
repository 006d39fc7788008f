"""A06, A29, A31: the order of day."""

from __future__ import annotations

from datetime import date

from meetingdesk.rules.dates import HalfDay
from meetingdesk.rules.schedule import (
    Sitting,
    check_clashes,
    check_schedule,
    in_time_order,
    is_statement,
)

FIRST, SECOND = date(2026, 8, 17), date(2026, 8, 18)
HEAR = Sitting(FIRST, HalfDay.MORNING, items=(1, 2))
GROUPS = Sitting(FIRST, HalfDay.AFTERNOON, "分组会议", items=(1, 2))
VOTE = Sitting(SECOND, HalfDay.AFTERNOON, items=(1, 2), steps=("供职发言", "表决", "宪法宣誓"))


def test_a06_an_item_may_stand_in_several_sittings() -> None:
    assert check_schedule([HEAR, GROUPS, VOTE], 2, FIRST, SECOND) == []
    assert in_time_order([VOTE, GROUPS, HEAR]) == [HEAR, GROUPS, VOTE]


def test_a06_left_out_beyond_and_outside() -> None:
    beyond = Sitting(SECOND, HalfDay.MORNING, items=(9,))
    messages = [p.message for p in check_schedule([HEAR, beyond], 3, FIRST)]
    assert messages == [
        "8月18日上午的全体会议不在会期之内。",
        "议程第3项没有排入日程。",
        "日程中有议程第9项，议程只有3项。",
    ]


def test_a06_nobody_can_be_in_two_places() -> None:
    one = Sitting(FIRST, HalfDay.MORNING, "全体会议", "一号会议室", people=("张三", "李四"))
    other = Sitting(FIRST, HalfDay.MORNING, "主任会议", "二号会议室", people=("张三",))
    later = Sitting(FIRST, HalfDay.EVENING, "党组会议", "二号会议室", people=("张三",))
    (problem,) = check_clashes([one, other, later])
    assert problem.row == 1
    assert problem.message == "张三在8月17日上午要同时参加全体会议和主任会议，请核对。"
    assert (
        check_clashes([one, Sitting(FIRST, HalfDay.MORNING, place="一号会议室", people=("张三",))])
        == []
    )


def test_a06_one_room_holds_one_meeting_at_an_hour() -> None:
    def at(form: str, time: str, place: str = "一号会议室") -> Sitting:
        return Sitting(FIRST, HalfDay.MORNING, form, place, time=time)

    (problem,) = check_clashes([at("全体会议", "9:00"), at("主任会议", "9:00")])
    assert problem.row == 1
    assert problem.message == (
        "8月17日上午9:00有两场会（全体会议和主任会议）都在一号会议室，请核对。"
    )
    (problem,) = check_clashes([at("分组会议", "9:00"), at("分组会议", "9:00")])
    assert "（分组会议）" in problem.message
    assert check_clashes([at("全体会议", "9:00"), at("主任会议", "10:30")]) == []
    assert check_clashes([at("全体会议", ""), at("主任会议", "")]) == []
    assert check_clashes([at("全体会议", "9:00", ""), at("主任会议", "9:00", "")]) == []


def test_a29_statements_come_before_the_vote() -> None:
    late = Sitting(SECOND, HalfDay.AFTERNOON, items=(1,), steps=("表决", "供职发言"))
    (problem,) = check_schedule([late], 1, SECOND)
    assert "表决之后" in problem.message


def test_statements_after_the_vote_where_the_body_has_it_so() -> None:
    early = Sitting(SECOND, HalfDay.AFTERNOON, items=(1,), steps=("供职发言", "表决"))
    late = Sitting(SECOND, HalfDay.AFTERNOON, items=(1,), steps=("表决", "供职发言"))
    assert check_schedule([late], 1, SECOND, statement_after=True) == []
    (problem,) = check_schedule([early], 1, SECOND, statement_after=True)
    assert "参数定为表决后" in problem.message


def test_statements_go_by_several_names() -> None:
    assert is_statement("拟任命人员作供职报告")
    assert is_statement("任职前发言")
    assert not is_statement("主任讲话")
