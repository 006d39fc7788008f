"""A25, A26 and rules 2.1: which office, which verb, whose proposal."""

from __future__ import annotations

import pytest

from meetingdesk.rules.appointments import (
    Entry,
    check_entry,
    check_letters,
    gets_letter,
    letter_number,
)
from meetingdesk.rules.offices import (
    OFFICE_RULES,
    VERB_RULES,
    AppointmentVerb,
    Office,
    bare_post,
    classify_post,
    duties,
    right_verbs,
)

HOME = "示例市"
POSTS = [
    ("示例市人民政府副市长", "副市长"),
    ("示例市人民政府秘书长", "政府组成人员"),
    ("示例市财政局局长", "政府组成人员"),
    ("示例市发展和改革委员会主任", "政府组成人员"),
    ("示例市人民防空办公室主任", "政府组成人员"),
    ("示例市人民政府市长", "代表大会选举的正职"),
    ("代理市长", "代表大会选举的正职"),
    ("示例市监察委员会主任", "代表大会选举的正职"),
    ("示例市监察委员会副主任", "监委副主任、委员"),
    ("示例市监察委员会委员", "监委副主任、委员"),
    ("示例市中级人民法院院长", "代表大会选举的正职"),
    ("示例市中级人民法院副院长、审判委员会委员、审判员", "法院副院长"),
    ("示例市中级人民法院民事审判第一庭庭长", "审判人员"),
    ("示例市中级人民法院审判员职务", "审判人员"),
    ("示例市人民检察院检察长", "代表大会选举的正职"),
    ("示例市人民检察院副检察长", "副检察长"),
    ("示例市人民检察院检察委员会委员、检察员", "检察人员"),
    ("某某县人民检察院检察长", "下一级检察长"),
    ("林州市人民检察院检察长", "下一级检察长"),
    ("示例高新技术产业开发区人民检察院检察长", "派出法院检察院正职"),
    ("示例市第十四届人民代表大会财政经济委员会副主任委员", "专门委员会成员"),
    ("示例市人民代表大会常务委员会代表资格审查委员会委员", "代表资格审查委员会成员"),
    ("关于某事件的特定问题调查委员会委员", "特定问题调查委员会成员"),
    ("示例市人大常委会副秘书长", "常委会工作机构"),
    ("示例市人民代表大会常务委员会法制工作委员会主任", "常委会工作机构"),
    ("示例市人大常委会主任", "常委会组成人员"),
    ("示例市第十四届人民代表大会常务委员会委员", "常委会组成人员"),
    ("某区人民法院人民陪审员", "人民陪审员"),
    ("示例市财政局副局长", "未识别"),
    ("示例市人民政府副秘书长", "未识别"),
    ("东街社区居民委员会主任", "未识别"),
    ("主任", "未识别"),
]


@pytest.mark.parametrize(("post", "office"), POSTS)
def test_a25_posts_are_placed(post: str, office: str) -> None:
    assert classify_post(post, HOME) == office


def test_a25_without_a_home_only_counties_are_lower() -> None:
    assert classify_post("林州市人民检察院检察长") is Office.ELECTED_HEAD
    assert classify_post("某某县人民检察院检察长") is Office.LOWER_PROCURATOR
    assert classify_post("市人民检察院检察长", HOME) is Office.ELECTED_HEAD
    assert classify_post("人民检察院检察长", HOME) is Office.ELECTED_HEAD


def test_a25_the_table_is_whole() -> None:
    assert set(OFFICE_RULES) == set(Office) - {Office.UNKNOWN}
    for rule in OFFICE_RULES.values():
        assert rule.article
        assert rule.mark in ("P", "S", "M")
        assert bool(rule.verbs) == bool(rule.proposers)
    for verb_rule in VERB_RULES.values():
        assert verb_rule.article
        assert verb_rule.offices
    appointing = [verb for verb in AppointmentVerb if verb.appoints]
    assert appointing == ["任命", "决定任命", "批准任命", "决定代理", "推选代理"]
    assert all(verb.removes is not verb.appoints for verb in AppointmentVerb)


@pytest.mark.parametrize(
    ("verb", "post", "proposer"),
    [
        ("决定任命", "示例市财政局局长", "市长"),
        ("决定免去", "示例市人民政府副市长", "市长"),
        ("任命", "示例市监察委员会副主任", "监察委员会主任"),
        ("任命", "示例市中级人民法院审判员", "法院院长"),
        ("免去", "示例市人民检察院检察员", "检察院检察长"),
        ("批准任命", "某某县人民检察院检察长", "检察院检察长"),
        ("任命", "示例市人大常委会副秘书长", "主任会议"),
        ("任命", "示例市人民代表大会财政经济委员会副主任委员", "主任会议"),
        ("接受辞职", "示例市人民政府市长", "本人"),
        ("决定代理", "示例市人民政府市长", "主任会议"),
        ("推选代理", "示例市人大常委会主任", "主任会议"),
        ("撤销职务", "示例市财政局局长", "市人民政府"),
        ("任命", "示例市中级人民法院审判员", ""),
    ],
)
def test_a26_right_verb_and_proposer(verb: str, post: str, proposer: str) -> None:
    assert check_entry(verb, post, proposer, HOME) == []


@pytest.mark.parametrize(
    ("verb", "post", "proposer", "words"),
    [
        ("任命", "示例市财政局局长", "市长", ("“决定任命”", "第五十条第一款第十四项")),
        ("决定任命", "示例市中级人民法院审判员", "法院院长", ("“任命”", "第四十三条")),
        ("任命", "某某县人民检察院检察长", "检察院检察长", ("“批准任命”", "第三十八条")),
        ("决定任命", "示例市财政局局长", "主任会议", ("应由市长提请",)),
        ("任命", "示例市人民政府市长", "", ("“接受辞职”、“决定代理”",)),
        ("决定代理", "示例市财政局局长", "主任会议", ("“决定任命”",)),
        ("撤销职务", "示例市财政局局长", "市长", ("五分之一以上组成人员",)),
        ("任命", "示例市人大财政经济委员会主任委员", "主任会议", ("由人民代表大会通过",)),
        ("聘任", "示例市财政局局长", "市长", ("“聘任”", "决定任命")),
        ("决定任命", "示例市财政局副局长", "市长", ("不能判断",)),
    ],
)
def test_a26_wrong_verb_or_proposer(
    verb: str, post: str, proposer: str, words: tuple[str, ...]
) -> None:
    (problem,) = check_entry(verb, post, proposer, HOME)
    for word in words:
        assert word in problem.message


def test_21_duties_that_follow() -> None:
    assert duties("决定任命", "示例市财政局局长") == ("报上一级人民政府备案",)
    assert "报本级人民代表大会备案" in duties("接受辞职", "示例市人民政府市长")
    assert len(duties("接受辞职", "示例市人民检察院检察长", HOME)) == 2
    assert any("备案" in duty for duty in duties("决定代理", "示例市人民检察院检察长", HOME))
    assert len(duties("决定代理", "示例市人民政府市长", HOME)) == 1
    assert "无记名投票" in duties("撤销职务", "示例市财政局局长")[0]
    assert duties("任命", "示例市财政局副局长") == ()
    assert right_verbs("示例市财政局副局长") == ()
    assert right_verbs("示例市财政局局长") == ("决定任命", "决定免去", "撤销职务")


def test_a27_who_gets_a_letter() -> None:
    assert gets_letter("决定任命", "示例市财政局局长")
    assert gets_letter("任命", "示例市中级人民法院审判员")
    assert not gets_letter("免去", "示例市中级人民法院审判员")
    assert not gets_letter("批准任命", "某某县人民检察院检察长")
    assert not gets_letter("决定代理", "示例市人民政府市长")
    assert not gets_letter("任命", "示例市财政局副局长")


def test_a27_letters_never_outnumber_appointments() -> None:
    adopted = [
        Entry("决定任命", "张三", "示例市财政局局长"),
        Entry("决定免去", "李四", "示例市财政局局长"),
    ]
    three = ("张三", "示例市财政局局长")
    assert check_letters([three], adopted) == []
    problems = check_letters([three, ("李四", "示例市财政局局长"), three], adopted)
    assert [problem.row for problem in problems] == [2, 3]
    assert letter_number("示人任〔{year}〕第{number}号", 2026, 3) == "示人任〔2026〕第3号"


def test_25_the_bare_post() -> None:
    assert bare_post("示例市人民政府代理市长（试用期一年）") == "示例市人民政府市长"
    assert bare_post("示例市审计局局长的职务") == "示例市审计局局长"
