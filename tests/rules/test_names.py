"""Rules 8 and 0.8: padding and stroke order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.names import (
    StrokeMode,
    StrokeOrder,
    padded,
    sort_by_strokes,
    stroke_key,
    stroke_ranks,
    unknown_characters,
    unpadded,
)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("张三", "张　三"),
        ("张　三", "张　三"),
        ("张 三", "张　三"),
        ("欧阳修", "欧阳修"),
        ("司马相如", "司马相如"),
        ("买买提·艾力", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
    ],
)
def test_n6_two_character_names_are_padded(name: str, printed: str) -> None:
    assert padded(name) == printed
    assert unpadded(printed) == unpadded(name)


@given(st.text("张王李赵　 ·", max_size=6))
def test_n6_padding_never_changes_the_stored_name(name: str) -> None:
    assert unpadded(padded(name)) == unpadded(name)


def test_08_the_two_modes_place_short_names_differently() -> None:
    names = ["田富", "田大利"]
    assert sort_by_strokes(names, StrokeMode.FULL_NAME).names == ("田大利", "田富")
    assert sort_by_strokes(names, "姓氏").names == ("田富", "田大利")
    assert sort_by_strokes(["高大富", "高富"], "姓氏").names == ("高富", "高大富")
    assert StrokeMode.SURNAME.heading == "按姓氏笔画为序"


def test_08_an_office_s_own_order_is_that_of_its_lists() -> None:
    names = ["田富", "田大利", "丁一"]
    usual = StrokeOrder()
    assert (usual.words, sorted(names, key=usual.key)) == ("姓名笔画", ["丁一", "田大利", "田富"])
    own = StrokeOrder(StrokeMode.SURNAME, {"丁": "田"})
    listed = sort_by_strokes(names, own.mode, own.overrides).names
    assert tuple(sorted(names, key=own.key)) == listed == ("田富", "田大利", "丁一")
    assert own.words == "姓氏笔画"


def test_8_known_answers() -> None:
    assert sort_by_strokes("万习于卫马").names == tuple("于万卫习马")
    assert sort_by_strokes("田申叶").names == tuple("叶申田")
    assert sort_by_strokes("查相").names == tuple("相查")
    assert sort_by_strokes("相查", overrides={"查": "一"}).names == tuple("查相")
    assert sort_by_strokes("张王李丁").names == tuple("丁王李张")
    names = ["欧阳修", "丁一", "张保香", "王建国", "桑建业", "杜建勋", "张玲", "程利军"]
    ordered = ("丁一", "王建国", "杜建勋", "张玲", "张保香", "欧阳修", "桑建业", "程利军")
    assert sort_by_strokes(names).names == ordered


def test_8_overrides_settle_ties_and_place_unknown_characters() -> None:
    ranks = stroke_ranks()
    first, second = sorted("孔巴", key=ranks.__getitem__)
    assert sort_by_strokes([second, first]).names == (first, second)
    assert sort_by_strokes([first, second], overrides={first: second}).names == (second, first)
    placed = sort_by_strokes(["张三", "𠮷三", "吉三"], overrides={"𠮷": "吉"})
    assert placed.names == ("吉三", "𠮷三", "张三")
    assert placed.problems == ()


def test_8_unknown_characters_sort_last_and_are_reported() -> None:
    result = sort_by_strokes(["𠮷三", "张三", "A三"])
    assert result.names == ("张三", "A三", "𠮷三")
    assert len(result.problems) == 2
    assert "𠮷" in result.problems[1].message
    assert unknown_characters("𠮷三", {"𠮷": "𡃁"}) == ["𠮷"]


def test_8_data_covers_the_common_characters() -> None:
    ranks = stroke_ranks()
    assert len(ranks) == 20_897
    assert ranks["一"] == 1
    assert ranks["丁"] < ranks["王"] < ranks["张"] < ranks["欧"] < ranks["程"]


@given(st.lists(st.text("张王李赵田大富利·　", max_size=4)))
def test_8_sorting_keeps_every_name(names: list[str]) -> None:
    result = sort_by_strokes(names)
    assert sorted(result.names) == sorted(names)
    assert list(result.names) == sorted(result.names, key=stroke_key)
