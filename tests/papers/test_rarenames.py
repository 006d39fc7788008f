"""Rare characters in names are named before anything is printed."""

from __future__ import annotations

import pytest

from meetingdesk.papers.rarenames import in_gb2312, risks

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("char", ["𬱖", "䶮", "㛃", "镕", "喆"])
def test_characters_outside_the_official_set_are_found(char: str) -> None:
    (found,) = risks([f"李{char}"])
    assert (found.name, found.char) == (f"李{char}", char)
    assert f"U+{ord(char):04X}" in found.message
    assert not in_gb2312(char)


def test_common_names_and_marks_are_no_risk() -> None:
    assert risks(["张三", "欧阳小明", "阿不都热西提·买买提", "John", "张　三"]) == []


def test_a_character_that_no_font_has_says_so() -> None:
    (found,) = risks(["张\ue123"])
    assert found.blank
    assert "缺字" in found.message


def test_each_name_and_character_once() -> None:
    assert [(one.name, one.char) for one in risks(["李𬱖", "李𬱖", "王𬱖𬱖"])] == [
        ("李𬱖", "𬱖"),
        ("王𬱖𬱖", "𬱖"),
    ]
