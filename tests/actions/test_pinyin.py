"""Pinyin keys of people's names."""

from __future__ import annotations

import pytest

from meetingdesk.actions.pinyin import initials, pinyin_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张三", "zhangsan|zs"),
        ("曾国强", "zengguoqiang|zgq"),
        ("单小明", "shanxiaoming|sxm"),
        ("查良", "zhaliang|zl"),
        ("尉迟恭", "yuchigong|ycg"),
        ("万俟华", "moqihua|mqh"),
        ("沙依然·努尔", "shayiran·nuer|syr·ne"),
        ("", "|"),
    ],
)
def test_a_person_is_keyed_by_the_reading_of_the_surname(name: str, key: str) -> None:
    assert pinyin_key(name) == key


def test_words_of_the_field_are_read_as_they_are_said() -> None:
    assert initials("市长办公会") == "szbgh"
    assert initials("重庆银行") == "cqyh"
    assert initials("Agenda 3") == "agenda3"
