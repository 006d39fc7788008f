"""任前培训、考试、公示: gates, marks, pasted lists, days counted back (B20–B22)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules import screening as s
from meetingdesk.rules.procedure import defaults
from meetingdesk.rules.screening import Gate, Passed, Standard

VOTE = dt.date(2026, 8, 18)
STRICT = Standard(training=s.BLOCK, exam=s.BLOCK, publicity=s.WARN, wanted="优良")
NAMES = ("叶知秋", "段明远", "张三", "张三丰")


def test_nothing_is_asked_until_the_body_says_so() -> None:
    wanted = s.standard(defaults())
    assert wanted == Standard()
    assert not wanted.asks
    assert s.findings("叶知秋", Passed(), wanted, VOTE) == []


def test_parameters_are_read_in_tenths() -> None:
    given_values = {
        **defaults(), "exam_gate": s.BLOCK, "exam_wanted": "优良", "exam_good": 85,
        "training_days": "工作日", "exam_retakes": False,
    }  # fmt: skip
    wanted = s.standard(given_values)
    assert wanted.asks
    assert wanted.line == 850
    assert wanted.working_days
    assert not wanted.retakes
    assert Standard().line == 600


def test_three_gates_each_say_what_is_missing_and_whether_it_blocks() -> None:
    found = s.findings("叶知秋", Passed(), STRICT, VOTE)
    assert [(f.gate, f.blocks) for f in found] == [
        (Gate.TRAINING, True), (Gate.EXAM, True), (Gate.PUBLICITY, False),
    ]  # fmt: skip
    assert found[1].message == "叶知秋还没有任前法律知识考试成绩。"


def test_the_gate_is_good_not_pass_and_a_second_try_counts_where_allowed() -> None:
    done = Passed(trained=True, score=795)
    (told,) = s.findings("叶知秋", done, Standard(exam=s.WARN, wanted="优良"), VOTE)
    assert told.message == "叶知秋任前考试79.5分，没有达到优良（80分），可以补考一次。"
    assert not told.blocks
    assert s.findings("叶知秋", done, Standard(exam=s.WARN), VOTE) == []
    better = Passed(score=500, retake=800)
    assert s.counted(better, STRICT) == 800
    assert s.findings("叶知秋", better, Standard(exam=s.BLOCK, wanted="优良"), VOTE) == []
    once = Standard(exam=s.BLOCK, retakes=False)
    (told,) = s.findings("叶知秋", better, once, VOTE)
    assert told.message == "叶知秋任前考试50分，没有达到合格（60分）。"
    (told,) = s.findings("叶知秋", Passed(score=500, retake=590), Standard(exam=s.BLOCK), VOTE)
    assert "可以补考" not in told.message


def test_a_waiver_stands_for_training_and_exam_but_not_for_the_notice() -> None:
    found = s.findings("叶知秋", Passed(waived="平级转任"), STRICT, VOTE)
    assert [f.gate for f in found] == [Gate.PUBLICITY]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "还没有登记任前公示的起止日期"),
        (dt.date(2026, 8, 10), dt.date(2026, 8, 12), "公示3天，不满5天"),
        (dt.date(2026, 8, 10), dt.date(2026, 8, 18), "8月18日才结束"),
        (dt.date(2026, 8, 10), dt.date(2026, 8, 14), ""),
    ],
)
def test_the_notice_is_long_enough_and_over_before_the_vote(
    start: dt.date | None, end: dt.date | None, words: str
) -> None:
    done = Passed(public_from=start, public_until=end)
    found = s.findings("叶知秋", done, Standard(publicity=s.WARN), VOTE)
    assert bool(found) == bool(words)
    assert all(words in f.message for f in found)
    if not words:
        assert s.findings("叶知秋", done, Standard(publicity=s.WARN), None) == []


def test_grades_have_two_lines() -> None:
    marks = (None, 599, 600, 799, 800)
    assert [s.grade(m, Standard()) for m in marks] == ["", "不合格", "合格", "合格", "优良"]


def test_only_who_takes_up_a_post_is_examined() -> None:
    verbs = ("任命", "决定代理", "免去", "接受辞职", "天气")
    assert [s.screened(v) for v in verbs] == [True, True, False, False, False]


@given(st.integers(0, s.MOST))
def test_marks_are_read_back_as_written(mark: int) -> None:
    assert s.read_mark(s.marks(mark)) == mark
    assert s.read_mark(f" {s.marks(mark)}分 ") == mark


@pytest.mark.parametrize("text", ["", "100.1", "88.55", "-3", "优", "1000", "八十"])
def test_what_is_no_mark(text: str) -> None:
    assert s.read_mark(text) is None


def test_a_pasted_list_of_any_shape() -> None:
    text = (
        "序号\t姓名\t拟任职务\t成绩\n"
        "1\t叶　知　秋\t示例市教育局局长\t92.5\n\n"
        "2、段明远，88分，第3名\n"
        "张三 79　张三丰 100"
    )
    scores, problems = s.read_scores(text, NAMES)
    assert problems == []
    assert [(x.row, x.name, x.mark) for x in scores] == [
        (2, "叶知秋", 925), (4, "段明远", 880), (5, "张三", 790), (5, "张三丰", 1000),
    ]  # fmt: skip


def test_a_pasted_list_with_faults_names_every_line() -> None:
    text = "叶知秋 92\n叶知秋 93\n李四 80\n段明远 888\n张三 缺考\n张三丰 90 80"
    scores, problems = s.read_scores(text, NAMES)
    assert [x.name for x in scores] == ["叶知秋"]
    assert [(p.row, p.message) for p in problems] == [
        (2, "叶知秋在第1行已有成绩，请只留一处。"),
        (3, "“李四 80”里没有本次会议的拟任人员。"),
        (4, "段明远的成绩应为一个0至100分的数，最多一位小数。"),
        (6, "张三丰的成绩应为一个0至100分的数，最多一位小数。"),
    ]


def test_without_nominees_no_line_fits() -> None:
    assert [p.row for p in s.read_scores("叶知秋 92", ())[1]] == [1]


@given(st.text(max_size=80))
def test_any_text_is_read_without_fault(text: str) -> None:
    scores, _ = s.read_scores(text, NAMES)
    assert all(0 <= one.mark <= s.MOST and one.name in NAMES for one in scores)


def test_three_days_between_material_training_and_exam() -> None:
    exam = dt.date(2026, 8, 14)  # a Friday
    materials, training = s.counted_back(exam, Standard())
    assert (materials, training) == (dt.date(2026, 8, 8), dt.date(2026, 8, 11))
    assert s.spacing(materials, training, exam, Standard()) == []
    working = Standard(working_days=True)
    assert s.counted_back(exam, working) == (dt.date(2026, 8, 6), dt.date(2026, 8, 11))
    assert s.spacing(*s.counted_back(exam, working), exam, working) == []
    (told,) = s.spacing(materials, training, exam, working)
    assert told.message == "发放学习材料到集中培训隔2个工作日，按规定应隔3个工作日。"
    assert s.spacing(None, training, None, Standard()) == []
    (told,) = s.spacing(None, exam, training, Standard())
    assert "先后颠倒" in told.message
