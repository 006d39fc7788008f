"""Rules 8: strokes counted, shown, typed, and the office's own word on a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.names import sort_by_strokes, stroke_key, unknown_characters
from meetingdesk.rules.strokes import (
    CLASSES,
    Written,
    count_of,
    digits_of,
    rank_of,
    sequences,
    stroke_ranks,
    stroke_words,
)


@pytest.mark.parametrize(
    ("char", "count", "words"),
    [
        ("张", 7, "折横折撇横折点"),
        ("王", 4, "横横竖横"),
        ("马", 3, "折折横"),
        ("丁", 2, "横竖"),
        ("孔", 4, "折竖横折"),
        ("巴", 4, "折竖横折"),
    ],
)
def test_8_known_strokes(char: str, count: int, words: str) -> None:
    assert count_of(char) == count
    assert stroke_words(sequences()[char]) == words


def test_8_the_sequences_follow_the_order_of_characters() -> None:
    ranks = stroke_ranks()
    keys = [(len(strokes), strokes) for strokes in sequences().values()]
    assert keys == sorted(keys)
    placed = [ranks[char] for char in sequences()]
    assert placed == sorted(placed)


def test_8_strokes_without_a_sequence_are_told_by_both_neighbours() -> None:
    assert "丂" not in sequences()
    assert count_of("丂") == 2
    assert count_of("A") is None
    # the last of the list has no neighbour after it, and some stand between two counts
    last = max(stroke_ranks(), key=stroke_ranks().__getitem__)
    assert count_of(last) is None


def test_8_strokes_are_typed_as_words_or_digits() -> None:
    assert digits_of("横竖、撇 点折") == "12345" == digits_of("1 2，345")
    assert digits_of("") == ""
    with pytest.raises(ValueError, match="“钩”不是笔画"):
        digits_of("横钩")


@given(st.text("12345", max_size=20))
def test_8_words_and_digits_are_each_other_s_inverse(digits: str) -> None:
    assert digits_of(stroke_words(digits)) == digits
    assert set(stroke_words(digits)) <= set(CLASSES)


@given(st.sampled_from("张王李赵宁欧阳司马孔巴相查"))
def test_8_a_character_written_as_it_is_stays_where_it_was(char: str) -> None:
    own = sequences()[char]
    others = [other for other in "丁王李张赵欧" if sequences()[other] != own]
    before = sort_by_strokes([*others, char]).names
    assert (
        sort_by_strokes([*others, char], overrides={char: Written(len(own), own)}).names == before
    )


def test_8_an_office_s_own_word_moves_a_character() -> None:
    names = ("丁一", "王一", "李一", "张一")
    assert sort_by_strokes(names).names == names
    # counted as the old form 張, eleven strokes
    assert sort_by_strokes(names, overrides={"王": Written(11)}).names[-1] == "王一"
    # of two with seven strokes the one begun with 横 goes first
    moved = sort_by_strokes(names, overrides={"张": Written(7, "1")}).names
    assert moved == names
    moved = sort_by_strokes(["李一", "张一", "余一"], overrides={"张": Written(7, "2")}).names
    assert moved == ("李一", "张一", "余一")
    assert sort_by_strokes(["李一", "张一", "余一"]).names == ("李一", "余一", "张一")


def test_8_a_character_without_data_finds_its_place_by_its_strokes() -> None:
    own = {"𠮷": Written(6, "121251")}
    assert unknown_characters("𠮷三", own) == []
    found = sort_by_strokes(["张三", "𠮷三", "丁三"], overrides=own)
    assert found.names == ("丁三", "𠮷三", "张三")
    assert found.problems == ()
    assert rank_of(Written(0)) == 0
    assert stroke_key("𠮷", overrides=own)[0][1:] == (2, "121251")


def test_8_two_overruled_characters_of_one_place_stand_by_their_strokes() -> None:
    own = {"甲": Written(8, "45"), "乙": Written(8, "44")}
    assert sort_by_strokes(["甲", "乙"], overrides=own).names == ("乙", "甲")
