"""Who holds what: resignation first, one person one organ, no post twice (Q7, A25)."""

from __future__ import annotations

import datetime as dt

import pytest

from meetingdesk.rules.incumbents import (
    Adopted,
    Known,
    branch,
    is_sole,
    objections,
    resignation,
    resigns,
)
from meetingdesk.rules.offices import Entry

HOME = "示例市"
BUREAU, COURT = "示例市教育局局长", "示例市中级人民法院副院长"
MEMBER = "示例市第十四届人民代表大会常务委员会委员"
DAY = dt.date(2025, 3, 1)


def known(*history: tuple[str, str, str], cross: bool = True, **members: str) -> Known:
    return Known(members, [Adopted(*one, DAY) for one in history], HOME, cross=cross)


def told(entries: list[Entry], at: int, desk: Known) -> str:
    return "".join(objections(entries, at, desk))


def test_a_member_who_takes_a_post_resigns_first() -> None:
    post = Entry("决定任命", "叶知秋", BUREAU, "市长")
    leave = Entry("接受辞职", "叶知秋", MEMBER, "本人")
    desk = known(叶知秋="副主任")
    assert resignation(post, desk) == "副主任"
    assert "叶知秋是常委会副主任" in told([post], 0, desk)
    assert "请先登记辞职请求" in told([post], 0, desk)
    assert told([leave, post], 1, desk) == ""
    assert "应排在任命之前" in told([post, leave], 0, desk)
    assert resigns([post, leave], "叶知秋", HOME) == 1
    assert resigns([post], "叶知秋", HOME) is None
    assert resignation(Entry("决定任命", "外人", BUREAU), desk) == ""


def test_an_unknown_verb_is_not_for_this_module() -> None:
    assert objections([Entry("天气", "叶知秋", BUREAU)], 0, known(叶知秋="委员")) == []


def test_credentials_committee_is_named_from_the_members() -> None:
    seat = Entry("任命", "外人", "示例市第十四届人大常委会代表资格审查委员会委员")
    assert "不是常委会组成人员" in told([seat], 0, known(叶知秋="委员"))
    assert told([seat], 0, known()) == ""  # without a roster nothing is known
    assert told([seat], 0, known(外人="委员")) == ""


def test_a_post_held_already_or_held_by_another() -> None:
    again = Entry("决定任命", "叶知秋", BUREAU)
    assert "已任" in told([again], 0, known(("决定任命", "叶知秋", BUREAU)))
    left = known(("决定任命", "叶知秋", BUREAU), ("决定免去", "叶知秋", f"{BUREAU}职务"))
    assert told([again], 0, left) == ""
    out = Entry("决定免去", "叶知秋", BUREAU)
    assert told([out, again], 1, known(("决定任命", "叶知秋", BUREAU))) == ""
    other = known(("决定任命", "贺长庚", BUREAU))
    assert "现由贺长庚担任（2025年3月1日任命），本次会议没有免去其职务" in told([again], 0, other)
    assert told([Entry("决定免去", "贺长庚", BUREAU), again], 1, other) == ""
    someone_else_left = known(("决定任命", "贺长庚", BUREAU), ("决定免去", "别人", BUREAU))
    assert "现由贺长庚担任" in told([again], 0, someone_else_left)
    gone = known(("决定任命", "贺长庚", BUREAU), ("决定免去", "贺长庚", BUREAU))
    assert told([again], 0, gone) == ""
    assert told([Entry("任命", "甲", COURT)], 0, known(("任命", "乙", COURT))) == ""


def test_acting_posts_hold_nothing_and_dates_may_be_missing() -> None:
    mayor = "示例市市长"
    assert told([Entry("决定代理", "甲", mayor)], 0, known(("决定代理", "甲", mayor))) == ""
    desk = Known(
        {}, [Adopted("决定代理", "乙", BUREAU, None), Adopted("决定任命", "叶知秋", BUREAU, None)]
    )
    assert "叶知秋此前已任" in told([Entry("决定任命", "叶知秋", BUREAU)], 0, desk)


def test_two_people_for_one_post() -> None:
    entries = [Entry("决定任命", "甲", BUREAU), Entry("决定任命", "乙", BUREAU)]
    assert "本次会议同时任命乙" in told(entries, 0, known())


def test_one_person_in_two_organs() -> None:
    entries = [Entry("决定任命", "甲", BUREAU), Entry("任命", "甲", COURT)]
    assert "法院和政府的职务不能由一人兼任" in told(entries, 0, known())
    assert told(entries, 0, known(cross=False)) == ""
    held = known(("任命", "甲", COURT))
    assert "同时任“示例市中级人民法院副院长”" in told(entries[:1], 0, held)
    assert told([Entry("免去", "甲", COURT), entries[0]], 1, held) == ""
    left = known(("任命", "甲", COURT), ("免去", "甲", COURT))
    assert told(entries[:1], 0, left) == ""
    judge = Entry("任命", "甲", "示例市中级人民法院审判员")
    assert told([judge, entries[1]], 0, known()) == ""  # one organ


def test_a_post_not_held() -> None:
    out = Entry("决定免去", "叶知秋", BUREAU)
    left = known(("决定任命", "叶知秋", BUREAU), ("决定免去", "叶知秋", BUREAU))
    assert "已不再担任" in told([out], 0, left)
    assert "由贺长庚担任" in told([out], 0, known(("决定任命", "贺长庚", BUREAU)))
    assert told([out], 0, known()) == ""  # no record, no objection
    assert told([out], 0, known(("决定任命", "叶知秋", BUREAU))) == ""
    judge = Entry("免去", "甲", COURT)
    assert told([judge], 0, known(("任命", "乙", COURT))) == ""
    nobody = Entry("接受辞职", "外人", MEMBER)
    assert "现在不是常委会组成人员" in told([nobody], 0, known(叶知秋="委员"))
    assert told([nobody], 0, known()) == ""


@pytest.mark.parametrize(
    ("post", "organ"),
    [
        (BUREAU, "政府"), ("示例市副市长", "政府"), ("示例市市长", "政府"), (COURT, "法院"),
        ("示例市中级人民法院院长", "法院"), ("示例市人民检察院检察长", "检察院"),
        ("示例市监察委员会副主任", "监察委员会"), ("示例市监察委员会主任", "监察委员会"),
        (MEMBER, ""), ("街道办事处主任", ""),
    ],
)  # fmt: skip
def test_organs(post: str, organ: str) -> None:
    assert branch(post, HOME) == organ


def test_only_heads_are_alone_in_their_post() -> None:
    assert is_sole(BUREAU, HOME)
    assert not is_sole(COURT, HOME)
