"""Paragraphs matched, and changes followed back through the versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.revisions import Kept, Pair, Touch, pairs_of, sources_words, touches

A = "一、批准调整方案。\n二、加强预算管理。\n三、本决定自公布之日起施行。"
B = "一、批准市级预算调整方案。\n二、加强预算管理。\n三、本决定自公布之日起施行。"
C = "一、批准市级预算调整方案。\n二、强化预算执行监督。\n三、本决定自公布之日起施行。\n附则另行公布。"
D = "一、批准2026年市级预算调整方案。\n三、本决定自公布之日起施行。\n附则另行公布。"
ROW = [
    Kept(A),
    Kept(B, "法制工作委员会"),
    Kept(C, "常委会一审意见", {("", "附则另行公布。"): "主任会议意见"}),
    Kept(D, "常委会二审意见"),
]


def changed(row: list[Kept]) -> list[tuple[str, str]]:
    return [
        (p.what, sources_words(touches(p, row)))
        for p in pairs_of(row[0].body, row[-1].body)
        if p.what
    ]


def test_a_change_tells_every_version_that_made_it() -> None:
    assert changed(ROW) == [
        ("修改", "法制工作委员会；常委会二审意见"),
        ("删去", "常委会一审意见；常委会二审意见"),
        ("新增", "主任会议意见"),
    ]
    assert changed(ROW[:2]) == [("修改", "法制工作委员会")]
    assert changed([Kept(A), Kept(B)]) == [("修改", "")]


def test_words_that_are_in_no_version_have_no_source() -> None:
    assert touches(Pair("甲", "乙"), ROW) == []
    assert touches(Pair("甲", None), ROW) == []
    assert touches(Pair("三、本决定自公布之日起施行。", None), ROW) == []


def test_a_paragraph_taken_out_and_later_put_back_is_new() -> None:
    row = [
        Kept("甲项规定继续有效。"),
        Kept("乙方另订办法执行。", "一"),
        Kept("丙。\n甲项规定继续有效。", "二"),
    ]
    found = touches(Pair(None, "甲项规定继续有效。"), row)
    assert found == [Touch(2, Pair(None, "甲项规定继续有效。"), "二")]


@given(st.lists(st.text("甲乙丙丁。", min_size=1, max_size=6), max_size=6),
       st.lists(st.text("甲乙丙丁。", min_size=1, max_size=6), max_size=6))  # fmt: skip
def test_pairs_hold_both_texts_in_order(old: list[str], new: list[str]) -> None:
    pairs = pairs_of("\n".join(old), "\n".join(new))
    assert [p.old for p in pairs if p.old is not None] == old
    assert [p.new for p in pairs if p.new is not None] == new
    row = [Kept("\n".join(old)), Kept("\n".join(new), "源")]
    for pair in pairs:
        if pair.what:
            assert sources_words(touches(pair, row)) in ("源", "")
