"""What a careful reader looks for, on texts with one slip each."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.kinds import MeetingKind
from meetingdesk.rules.proofreading import (
    Sitting,
    blanks,
    date_faults,
    early_effect,
    foreign_meetings,
    gaps,
    name_variants,
    near_name,
    out_of_order,
)

SOUND = {
    "明": "ming",
    "铭": "ming",
    "民": "min",
    "启": "qi",
    "起": "qi",
    "周": "zhou",
    "动": "dong",
}
OWN = Sitting("示例市", 14, MeetingKind.STANDING, 36)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("任命××为局长", ["××"]),
        ("由XX同志主持", ["XX"]),
        ("共____票", ["____"]),
        ("【待补】会议听取", ["【待补】"]),
        ("{{ name }}同志", ["{{", "}}"]),
        ("第 次会议", ["第 次"]),
        ("2026年　月", ["2026年　月"]),
        ("地点（　）", ["（　）"]),
        ("地点待定", ["待定"]),
        ("等待补充说明，有待核实", []),
        ("（待核实）", ["待核"]),
        ("待定期报告后研究", []),
        ("印制XXL号桌签", []),
        ("自2026年10月1日起施行（草案）", []),
    ],
)
def test_blanks(text: str, found: list[str]) -> None:
    assert blanks(text) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026年8月17日（星期一）", []),
        ("2026年8月17日星期二", ["“2026年8月17日星期二”应为星期一"]),
        ("2026年8月16日（星期天）", []),
        ("8月17日（周三）", ["“8月17日（周三）”应为星期一"]),
        ("2025年12月1日至2月30日", ["“2月30日”不是真实的日期"]),
    ],
)
def test_dates(text: str, told: list[str]) -> None:
    assert date_faults(text, 2026) == told


def test_a_date_without_any_year_is_left_alone() -> None:
    assert date_faults("2月30日", None) == []


def test_effect_never_lies_before_adoption() -> None:
    adopted = dt.date(2026, 8, 18)
    assert early_effect("自2026年10月1日起施行", adopted) == []
    assert early_effect("自2026年2月30日起施行", adopted) == []  # no date at all: told elsewhere
    assert early_effect("本决定自2025年10月1日起施行。", adopted) == [
        "施行日期2025年10月1日早于通过日期2026年8月18日"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("示例市第十四届人民代表大会常务委员会第三十六次会议", 0),
        ("市十四届人大常委会第三十五次会议", 0),  # on record
        ("示例市第十三届人民代表大会常务委员会第三十六次会议", 1),
        ("市十四届人大常委会第三十八次会议", 1),
        ("市十三届人大常委会第二十次会议", 0),  # another term's own meeting
        ("江源市第十三届人民代表大会常务委员会第三十六次会议", 0),  # another city
        ("第五十八次主任会议", 0),
    ],
)
def test_meetings_that_cannot_be_meant(text: str, told: int) -> None:
    assert len(foreign_meetings(text, OWN, {(14, 35), (14, 36)})) == told


def test_a_meeting_without_a_number_is_compared_with_nothing() -> None:
    own = Sitting("示例市", 14, MeetingKind.STANDING, None)
    assert foreign_meetings("市十三届人大常委会第三十六次会议", own, set()) == []


def test_near_spellings_sound_alike() -> None:
    def sound(char: str) -> str:
        return SOUND.get(char, char)

    names = {"周启明", "高远"}
    assert name_variants("主任周启铭讲话", names, sound) == {"周启铭": "周启明"}
    assert name_variants("周　启　铭", names, sound) == {"周启铭": "周启明"}
    assert name_variants("主任周启明讲话，本周启动", names, sound) == {}
    assert name_variants("主任周启铭讲话", {*names, "周启铭"}, sound) == {}
    assert name_variants("高原", names, lambda _char: "yuan") == {}


def test_a_typed_name_one_character_off() -> None:
    names = ["周启明", "高远", "林若棠"]
    assert near_name("周启民", names) == "周启明"
    assert near_name("周启明", names) is None
    assert near_name("高原", names) is None
    assert near_name("司马相如", names) is None
    assert near_name("赵若海", names) is None


def test_the_first_pair_out_of_order_is_told() -> None:
    assert out_of_order("abcd", "acbd") == ("c", "b")
    assert out_of_order("abcd", "xaybz") is None


@given(st.lists(st.integers(), unique=True), st.data())
def test_a_part_in_the_same_order_is_in_order(row: list[int], data: st.DataObject) -> None:
    part = [value for value in row if data.draw(st.booleans())]
    assert out_of_order(row, part) is None
    if len(part) > 1:
        assert out_of_order(row, part[::-1]) is not None


@given(st.sets(st.integers(1, 60)))
def test_gaps_fill_the_row(numbers: set[int]) -> None:
    missing = gaps(numbers)
    assert not numbers & set(missing)
    if numbers:
        assert numbers | set(missing) == set(range(min(numbers), max(numbers) + 1))
