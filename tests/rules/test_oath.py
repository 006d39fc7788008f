"""A28 and rules 3: the oath."""

from __future__ import annotations

import unicodedata

from meetingdesk.rules.appointments import Entry
from meetingdesk.rules.oath import (
    OATH_TEXT,
    OATH_VERSION,
    Ceremony,
    OathForm,
    check_ceremony,
    oath_duties,
    unsworn,
)


def test_a28_the_text_is_the_2018_one() -> None:
    assert sum(unicodedata.category(char) == "Lo" for char in OATH_TEXT) == 75
    assert len(OATH_TEXT) == 85
    assert "富强民主文明和谐美丽的社会主义现代化强国" in OATH_TEXT
    assert OATH_VERSION == "2018-02-24"


def test_a28_who_swears_and_before_whom() -> None:
    entries = [
        Entry("决定任命", "甲", "示例市财政局局长"),
        Entry("免去", "乙", "示例市财政局局长"),
        Entry("任命", "丙", "示例市中级人民法院审判员"),
        Entry("任命", "丁", "示例市中级人民法院副院长"),
        Entry("任命", "戊", "示例市人民检察院检察员"),
        Entry("批准任命", "己", "某某县人民检察院检察长"),
        Entry("决定代理", "庚", "示例市人民政府市长"),
        Entry("任命", "辛", "特定问题调查委员会委员"),
        Entry("任命", "甲", "示例市人大常委会副秘书长"),
        Entry("决定任命", "壬", "示例市某职务"),
    ]
    duties = oath_duties(entries, "示例市", "示例市人大常委会")
    assert [(duty.name, duty.organiser) for duty in duties] == [
        ("甲", "示例市人大常委会"),
        ("丙", "市中级人民法院"),
        ("丁", "示例市人大常委会"),
        ("戊", "市人民检察院"),
        ("己", "下一级人大常委会"),
        ("庚", "示例市人大常委会"),
        ("壬", "示例市人大常委会"),
    ]
    assert [duty.name for duty in unsworn(duties, {"甲", "丙", "丁", "戊", "己"})] == ["庚", "壬"]


def fields(ceremony: Ceremony) -> list[str]:
    return [problem.field for problem in check_ceremony(ceremony)]


def test_a28_a_sound_ceremony() -> None:
    assert fields(Ceremony(OathForm.ALONE, ("甲",))) == []
    assert fields(Ceremony(OathForm.TOGETHER, ("甲", "乙"), leader="甲")) == []


def test_a28_what_a_ceremony_lacks() -> None:
    assert fields(Ceremony(OathForm.TOGETHER, ("甲", "乙"))) == ["领誓人"]
    assert fields(Ceremony(OathForm.TOGETHER, ("甲",), leader="甲")) == ["宣誓形式"]
    assert fields(Ceremony(OathForm.ALONE, ("甲",), leader="乙")) == ["领誓人"]
    assert fields(Ceremony("默念", ("甲",))) == ["宣誓形式"]
    bare = Ceremony(
        OathForm.ALONE, (), emblem=False, anthem=False, constitution=False, text="我宣誓"
    )
    assert fields(bare) == ["宣誓人", "场所", "国歌", "宪法文本", "誓词"]
