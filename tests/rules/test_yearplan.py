"""年度议题计划 read as offices write it: headings of months, brackets, tables with merged cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.yearplan import Due, due_of, is_head, quarter, read_rows, read_text, verb_for

PASTED = """示例市人大常委会2026年度议题计划

一、2月份常委会会议
1．听取和审议市人民政府关于2025年度环境状况和环境保护目标完成情况的报告
2．审议市人大常委会2026年工作要点（草案）。
二、第三十四次会议（4月）
（一）听取和审议市人民政府关于优化营商环境工作情况的报告（市发展改革委）
（二）检查《安全生产法》贯彻实施情况并听取执法检查报告
三、第三季度
市人民政府关于2026年上半年国民经济和社会发展计划执行情况的报告（8月，市发展改革委）
审查和批准2025年市级决算（草案）
四、下半年
对市商务局等5个部门工作进行评议
五、第三十九次会议
听取市人民政府关于代表建议办理情况的汇报
"""


@pytest.mark.parametrize(
    ("timing", "due"),
    [
        ("3月", Due(3, 3)),
        ("三月份", Due(3, 3)),
        ("3—4月", Due(3, 4)),
        ("3月至4月", Due(3, 4)),
        ("十至十二月", Due(10, 12)),
        ("8月中旬", Due(8, 8)),
        ("第一季度", Due(1, 3)),
        ("4季度", Due(10, 12)),
        ("上半年", Due(1, 6)),
        ("年底", Due(11, 12)),
        ("第三十八次会议", Due(session=38)),
        ("第38次会议（8月）", Due(8, 8, 38)),
        ("13月", Due()),
        ("十三十月", Due()),
        ("第十三十次会议", Due()),
        ("适时", Due()),
        ("", Due()),
    ],
)
def test_a05_when_a_point_is_due(timing: str, due: Due) -> None:
    assert due_of(timing) == due


@given(st.integers(1, 12), st.integers(1, 12))
def test_a05_what_is_due_in_a_quarter_is_due_in_every_later_one(month: int, now: int) -> None:
    assert due_of(f"{month}月").falls(now) == (quarter(month) <= quarter(now))


def test_a05_a_point_of_a_meeting_is_due_by_that_meeting() -> None:
    assert due_of("第三十八次会议").falls(2, 38)
    assert not due_of("第三十八次会议（2月）").falls(12, 37)
    assert due_of("第三十八次会议（2月）").falls(3)
    assert not due_of("第三十八次会议").falls(12)
    assert not due_of("适时").falls(12, 99)


def test_a05_a_plan_under_headings() -> None:
    plan = read_text(PASTED)
    assert plan.year == 2026
    assert [(line.timing, line.verb) for line in plan.lines] == [
        ("2月", "听取和审议"), ("2月", "审议"),
        ("第三十四次会议（4月）", "听取和审议"), ("第三十四次会议（4月）", ""),
        ("8月", ""), ("第三季度", "审查和批准"),
        ("下半年", ""), ("第三十九次会议", "听取"),
    ]  # fmt: skip
    first, rules, business, *rest = plan.lines
    assert (first.row, first.type, first.submitted_by) == (4, "环境状况报告", "市人民政府")
    assert rules.subject == "市人大常委会2026年工作要点（草案）"
    assert business.reporter == "市发展改革委"
    assert rest[1].subject.endswith("执行情况的报告")
    assert rest[1].reporter == "市发展改革委"


def test_a05_dates_in_brackets_without_headings() -> None:
    plan = read_text(
        "听取市人民政府关于水利工作情况的报告（5月）。\n"
        "审议《示例市养老服务条例（草案）》（第三十七次会议，市人大社会委）\n"
        "研究有关事项（试行）\n"
    )
    assert plan.year is None
    water, old, matters = plan.lines
    assert (water.timing, water.reporter) == ("5月", "")
    assert (old.timing, old.reporter) == ("第三十七次会议", "市人大社会委")
    assert old.subject == "《示例市养老服务条例（草案）》"
    assert (matters.timing, matters.subject) == ("", "有关事项（试行）")


TABLE = [
    ["示例市人大常委会2026年议题计划", "", "", "", ""],
    ["序号", "时 间", "议题内容", "方式", "报告单位"],
    ["1", "2月", "关于环境状况的报告", "听取和审议", "市生态环境局"],
    ["2", "", "2．听取和审议关于教育工作的报告", "听取和审议", "市教育局"],
    ["3", "下半年", "下半年", "", ""],
    ["", "", "", "", ""],
    ["4", "", "市级预算调整方案", "议题", "市财政局"],
    ["5"],
]


def test_a05_a_table_with_merged_cells() -> None:
    plan = read_rows(TABLE)
    assert plan.year == 2026
    assert [(line.row, line.timing, line.verb, line.subject) for line in plan.lines] == [
        (3, "2月", "听取和审议", "关于环境状况的报告"),
        (4, "2月", "听取和审议", "关于教育工作的报告"),
        (7, "下半年", "", "市级预算调整方案"),
    ]
    assert [line.submitted_by for line in plan.lines] == ["市生态环境局", "市教育局", "市财政局"]
    assert plan.lines[2].type == "预算调整"
    assert read_text("\n".join("\t".join(row) for row in TABLE)) == plan


def test_a05_a_table_with_types_and_reporters() -> None:
    rows = [
        ["议题", "月份", "类别", "报告人"],
        ["水利工作情况的报告", "5月", "专项工作报告", "张三"],
    ]
    (line,) = read_rows(rows).lines
    assert (line.type, line.reporter, line.submitted_by) == ("专项工作报告", "张三", "")
    assert is_head(rows[0])
    assert not is_head(["议题", "备注"])


def test_a05_a_table_without_heads_is_read_line_by_line() -> None:
    plan = read_rows([["3月", ""], ["1.", "听取和审议市人民政府关于审计工作的报告"]])
    assert [(line.timing, line.type) for line in plan.lines] == [("3月", "审计工作报告")]
    tabbed = read_text("3月\n1.\t听取市人民政府关于水利工作情况的报告")
    assert [(line.timing, line.verb) for line in tabbed.lines] == [("3月", "听取")]


@given(st.text(max_size=60))
def test_a05_no_text_is_too_odd_to_be_read(text: str) -> None:
    for line in read_text(text).lines:
        assert line.row >= 1
        due_of(line.timing)


def test_a05_the_verb_an_item_takes() -> None:
    assert verb_for("听取", "专项工作报告") == "听取"
    assert verb_for("", "专项工作报告") == "听取和审议"
    assert verb_for("", "工作评议") == "听取和审议"
    assert verb_for("", "决定（草案）") == "审议"
