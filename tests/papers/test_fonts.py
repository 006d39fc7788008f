"""Faces on this machine: stated order, what is missing, rare characters, never a Japanese form."""

from __future__ import annotations

import pytest

from meetingdesk.papers import fonts
from meetingdesk.papers.model import Face

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_standards_own_font_comes_first_and_free_fonts_last() -> None:
    everything = {"方正小标宋简体", "仿宋_GB2312", "FangSong", "Noto Serif CJK SC", "SimHei"}
    assert fonts.choose(Face.TITLE, everything) == fonts.Candidate("方正小标宋简体")
    assert fonts.choose(Face.FANGSONG, everything) == fonts.Candidate("仿宋_GB2312")
    assert fonts.choose(Face.FANGSONG, {"FangSong", "Noto Serif CJK SC"}) == fonts.Candidate(
        "FangSong"
    )
    kai = fonts.choose(Face.KAI, {"LXGW WenKai", "Noto Serif CJK SC"})
    assert kai is not None
    assert (kai.family, kai.proper) == ("LXGW WenKai", False)


def test_a_machine_without_chinese_fonts_has_no_candidate() -> None:
    assert fonts.choose(Face.SONG, {"DejaVu Sans", "Noto Serif CJK JP"}) is None


def test_no_face_may_fall_to_another_countrys_forms() -> None:
    for candidates in fonts.CANDIDATES.values():
        for one in candidates:
            assert one.family.split()[-1] not in {"JP", "KR", "TC", "HK"}, one


def test_every_face_is_drawn_here_and_substitutes_are_named() -> None:
    named = {one.face: one for one in fonts.substitutions()}
    for face in Face:
        used = fonts.font_for(face)
        assert fonts.glyph("国", face).index != 0
        assert (face in named) != used.proper
        if face in named:
            assert named[face].used == used.family
            assert named[face].missing in named[face].message


@pytest.mark.parametrize("char", ["国", "，", "“", "”", "—", "…", "（", "①", "○", "\u3000"])
def test_chinese_characters_and_marks_are_one_square_wide(char: str) -> None:
    assert fonts.glyph(char, Face.FANGSONG).advance == 1.0


@pytest.mark.parametrize("char", ["0", "1", "8", "·"])
def test_digits_and_the_dot_in_names_take_half_a_square(char: str) -> None:
    assert fonts.glyph(char, Face.FANGSONG).advance == 0.5


def test_rare_characters_are_reported_once_and_in_order() -> None:
    private = "\ue123"
    found = fonts.missing_glyphs(f"张{private}三{private}\n　")
    assert [one.char for one in found] == [private]
    assert found[0].used == ""
    assert "U+E123" in found[0].message
    assert fonts.missing_glyphs("示例市人民代表大会常务委员会〔2026〕15号") == []


def test_a_character_outside_the_first_plane_has_one_glyph() -> None:
    assert fonts.glyph("\U00020bb7", Face.SONG).advance == 1.0  # 𠮷
