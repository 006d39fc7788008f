"""A01, A02, A17, A34: names of meetings and marks on titles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules import kinds, titles
from meetingdesk.rules.titles import MeetingKind


@pytest.mark.parametrize(
    ("kind", "number", "full", "short"),
    [
        (
            "常委会会议",
            36,
            "示例市第十四届人民代表大会常务委员会第三十六次会议",
            "市十四届人大常委会第三十六次会议",
        ),
        (
            "主任会议",
            57,
            "示例市第十四届人民代表大会常务委员会第五十七次主任会议",
            "市十四届人大常委会第五十七次主任会议",
        ),
        (
            "主任扩大会议",
            None,
            "示例市第十四届人民代表大会常务委员会主任扩大会议",
            "市十四届人大常委会主任扩大会议",
        ),
        ("人代会", 6, "示例市第十四届人民代表大会第六次会议", "市十四届人大六次会议"),
        (
            "党组会议",
            None,
            "示例市第十四届人民代表大会常务委员会党组会议",
            "市十四届人大常委会党组会议",
        ),
        ("机关会议", None, "示例市机关会议", "市机关会议"),
        ("立法听证会", 2, "示例市第二次立法听证会", "市第二次立法听证会"),
    ],
)
def test_a01_a02_full_and_short_names(kind: str, number: int | None, full: str, short: str) -> None:
    assert titles.meeting_full_title("示例市", 14, kind, number) == full
    assert titles.meeting_short_title("市", 14, kind, number) == short


def test_a04_party_group_without_term() -> None:
    assert (
        titles.meeting_full_title("示例市", None, "党组会议")
        == "示例市人民代表大会常务委员会党组会议"
    )
    assert titles.meeting_short_title("市", None, "党组会议") == "市人大常委会党组会议"


@pytest.mark.parametrize(
    ("text", "place", "term", "kind", "number", "arabic"),
    [
        ("第四十七次主任会议", "", None, "主任会议", 47, False),
        ("第47次主任会议", "", None, "主任会议", 47, True),
        ("第五十五次主任会", "", None, "主任会议", 55, False),
        ("市十四届人大常委会第五十五次主任会", "市", 14, "主任会议", 55, False),
        ("第三次主任扩大会议", "", None, "主任扩大会议", 3, False),
        ("市十四届人大常委会第三十六次会议", "市", 14, "常委会会议", 36, False),
        (
            "安阳市第十四届人民代表大会常务委员会第三十六次会议",
            "安阳市",
            14,
            "常委会会议",
            36,
            False,
        ),
        ("县十五届人大常委会第39次会议", "县", 15, "常委会会议", 39, True),
        ("市十四届人大四次会议", "市", 14, "人代会", 4, False),
        ("示例市第十四届人民代表大会第六次会议", "示例市", 14, "人代会", 6, False),
        (" 第二十九次会议 ", "", None, "常委会会议", 29, False),
        ("市第十四届人大常委会第 36 次会议", "市", 14, "常委会会议", 36, True),
    ],
)
def test_a34_three_spellings_are_read_alike(
    text: str, place: str, term: int | None, kind: str, number: int, arabic: bool
) -> None:
    name = titles.parse_meeting_name(text)
    assert name is not None
    assert (name.place, name.term, name.kind, name.number) == (place, term, kind, number)
    assert name.arabic is arabic


@pytest.mark.parametrize("text", ["", "会议", "召开三次会议", "三次会议", "第十十次会议"])
def test_a34_what_names_no_meeting(text: str) -> None:
    assert titles.parse_meeting_name(text) is None


@given(
    st.integers(1, 30), st.integers(1, 120), st.sampled_from(["常委会会议", "主任会议", "人代会"])
)
def test_a34_names_survive_the_way_there_and_back(term: int, number: int, kind: str) -> None:
    for text in (
        titles.meeting_full_title("示例市", term, kind, number),
        titles.meeting_short_title("市", term, kind, number),
    ):
        name = titles.parse_meeting_name(text)
        assert name is not None
        assert (name.term, name.kind, name.number) == (term, kind, number)


def test_a34_names_in_running_text_with_their_place() -> None:
    text = (
        "会议研究了市十四届人大常委会第三十六次会议有关事项，第47次主任会议原则通过，开了三次会议。"
    )
    found = titles.find_meeting_names(text)
    assert [text[n.start : n.end] for n in found] == [
        "市十四届人大常委会第三十六次会议",
        "第47次主任会议",
    ]
    assert found[0].place == "市"


def test_a34_arabic_session_numbers_are_reported() -> None:
    assert titles.check_numeral_style("第四十七次主任会议通过") == []
    (problem,) = titles.check_numeral_style("市十四届人大常委会第47次主任会议")
    assert "第四十七次" in problem.message


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("《示例市燃气管理条例（草案）》", "《示例市燃气管理条例》"),
        ("示例市燃气管理条例(草案)", "示例市燃气管理条例"),
        ("示例市燃气管理条例（草案修改稿）", "示例市燃气管理条例"),
        ("示例市燃气管理条例（草案表决稿）", "示例市燃气管理条例"),
        ("示例市燃气管理条例（表决稿）", "示例市燃气管理条例"),
    ],
)
def test_a17_draft_marks_come_off(title: str, plain: str) -> None:
    assert titles.is_draft(title)
    assert titles.strip_draft(title) == plain
    assert not titles.is_draft(plain)


def test_a17_a_draft_named_inside_a_title_stays() -> None:
    title = "关于2022年市级预算调整方案（草案）的报告"
    assert titles.strip_draft(title) == title
    assert not titles.is_draft(title)


@given(st.text("关于决定条例办法的示例市", min_size=1, max_size=20))
def test_a17_draft_mark_is_never_doubled(title: str) -> None:
    once = titles.with_draft(title)
    assert once == f"{title}（草案）"
    assert titles.with_draft(once) == once
    assert titles.strip_draft(once) == title
    assert titles.with_draft(titles.book(title)) == f"《{title}（草案）》"


def test_a35_book_marks() -> None:
    assert titles.book("关于甲的决定") == "《关于甲的决定》"
    assert titles.book("《关于甲的决定》") == "《关于甲的决定》"
    assert titles.book("关于批准《甲条例》的决定") == "《关于批准〈甲条例〉的决定》"
    assert titles.unbook("《关于批准〈甲条例〉的决定》") == "关于批准《甲条例》的决定"
    assert titles.unbook("关于甲的决定") == "关于甲的决定"
    assert titles.book("《甲》和《乙》") == "《〈甲〉和〈乙〉》"
    assert titles.unbook("《甲") == "《甲"


def test_a17_adoption_note_of_anyang() -> None:
    meeting = titles.meeting_full_title("安阳市", 14, MeetingKind.STANDING, 36)
    expected = "（2022年8月18日安阳市第十四届人民代表大会常务委员会第三十六次会议通过）"
    assert titles.adoption_note(date(2022, 8, 18), meeting) == expected
    assert titles.adoption_note(date(2022, 8, 18), "甲", "修正").endswith("修正）")


def test_a01_a02_kinds_and_series() -> None:
    assert kinds.meeting_kind(" 主任会议") is MeetingKind.CHAIRS
    assert kinds.meeting_kind("立法听证会") == "立法听证会"
    assert kinds.kind_rule("常委会会议").votes
    assert kinds.kind_rule("常委会会议").series != kinds.kind_rule("主任会议").series
    assert not kinds.kind_rule("主任会议").votes
    assert not kinds.kind_rule("党组会议").numbered
    unknown = kinds.kind_rule("立法听证会")
    assert (unknown.kind, unknown.numbered, unknown.votes) == ("立法听证会", False, False)


def test_a01_numbers_run_on_within_the_term() -> None:
    assert kinds.next_number([]) == 1
    assert kinds.next_number([34, 36]) == 37
    messages = [p.message for p in kinds.check_series("常委会会议", 14, [29, 29, 30, 32])]
    assert messages == [
        "第14届常委会会议的第29次登记了2遍，次号在届内不能重复。",
        "第14届常委会会议缺第31次，请核对是否漏登。",
    ]
    assert kinds.check_series("常委会会议", 14, []) == []
    assert kinds.check_series("党组会议", 14, [1, 1]) == []
