"""A paper beside its corrected self: every change found, in its place, and rightly called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.returned import (
    DATA,
    WORDING,
    LineChange,
    Verdict,
    bare,
    carried,
    classify,
    line_changes,
)

MADE = [
    "关于召开会议的通知",
    "各组成人员：",
    "一、会议时间",
    "8月17日上午9:00。",
    "二、会议地点",
    "会议厅。",
]
FACTS = {"周启明": "人名", "市财政局": "单位", "关于计划执行情况的报告": "标题"}


def changed(**lines: str) -> list[str]:
    return [lines.get(f"at{at}", line) for at, line in enumerate(MADE)]


def test_white_space_is_no_change() -> None:
    assert line_changes(["张　三", "", "李四"], ["张三", "李 四", "　"]) == []


def test_one_line_rewritten() -> None:
    assert line_changes(MADE, changed(at3="8月18日上午9:00。")) == [
        LineChange("8月17日上午9:00。", "8月18日上午9:00。")
    ]


def test_struck_and_added_lines_belong_to_their_neighbours() -> None:
    assert line_changes(MADE, MADE[:4] + MADE[5:]) == [LineChange("二、会议地点", "")]
    assert line_changes(MADE, [*MADE, "特此通知。"]) == [
        LineChange("会议厅。", "会议厅。\n特此通知。")
    ]
    assert line_changes(MADE, ["特急", *MADE]) == [
        LineChange("关于召开会议的通知", "特急\n关于召开会议的通知")
    ]
    assert line_changes([], ["甲"]) == []


def test_two_neighbours_are_not_mixed_up() -> None:
    made = ["一、加强组织领导，落实责任。", "二、完善制度机制，堵塞漏洞。"]
    returned = ["一、加强领导，压实责任。", "二、完善制度机制，防止同类问题。", "三、另行报告。"]
    assert line_changes(made, returned) == [
        LineChange(made[0], returned[0]),
        LineChange(made[1], "\n".join(returned[1:])),
    ]


def test_equal_lines_are_told_apart_by_their_number() -> None:
    assert line_changes(["男", "男", "男"], ["男", "女", "男"]) == [LineChange("男", "女", 1)]


@given(st.lists(st.text("甲乙丙丁一二", min_size=1), min_size=1), st.data())
def test_applying_the_changes_gives_the_returned_text(made: list[str], data: st.DataObject) -> None:
    returned = data.draw(st.lists(st.text("甲乙丙丁一二", min_size=1), max_size=8))
    changes = {(change.old, change.nth): change.new for change in line_changes(made, returned)}
    seen: dict[str, int] = {}
    out: list[str] = []
    for line in made:
        nth = seen.get(bare(line), 0)
        seen[bare(line)] = nth + 1
        out += [part for part in changes.get((line, nth), line).split("\n") if part]
    assert out == returned


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("由周启明主持", "由周启亮主持", Verdict(DATA, "人名")),
        ("由主任主持", "由周启明主持", Verdict(DATA, "人名")),
        ("8月17日召开", "8月18日召开", Verdict(DATA, "日期")),
        ("到会37人", "到会36人", Verdict(DATA, "数字")),
        ("第三十六次会议", "第三十五次会议", Verdict(DATA, "届次")),
        ("示人常〔2026〕15号", "示人常〔2026〕16号", Verdict(DATA, "文号")),
        ("听取市财政局汇报", "听取市财税局汇报", Verdict(DATA, "单位")),
        ("审议《关于甲的决定》", "审议《关于乙的决定》", Verdict(DATA, "标题")),
        ("听取关于计划执行情况的报告", "听取关于计划落实情况的报告", Verdict(DATA, "标题")),
        ("要加强领导", "要切实加强领导", Verdict(WORDING)),
        ("8月17日召开会议", "8月17日召集会议", Verdict(WORDING)),
        ("一、会议时间", "二、会议时间", Verdict(WORDING)),
        ("特此通知。", "", Verdict(WORDING)),
        ("请准时参加", "请按时参加", Verdict(WORDING)),
    ],
)
def test_data_and_wording(old: str, new: str, verdict: Verdict) -> None:
    assert classify(LineChange(old, new), FACTS) == verdict


@pytest.mark.parametrize(
    ("value", "old", "new", "carries"),
    [
        ("会议厅", "地点：会议厅。", "地点：第二会议厅。", "第二会议厅"),
        ("张三", "由张　三主持", "由张　山主持", "张　山"),
        ("会议厅", "会议厅和会议厅", "会议厅和会议室", None),
        ("会议厅", "地点：会议厅。", "地址：会议室。", None),
        ("会议厅", "地点：会议厅。", "地点：会议厅！", None),
        ("会议厅", "地点：会议厅。", "地点：。", None),
        ("会议厅", "地点：会议厅。", "地点：会议室。\n请准时", None),
        ("　", "地点：会议厅。", "地点：会议室。", None),
    ],
)
def test_a_change_within_a_value_carries_over(
    value: str, old: str, new: str, carries: str | None
) -> None:
    assert carried(value, LineChange(old, new)) == carries
