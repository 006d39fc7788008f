"""A25–A27, A30 and rules 2.4: entries, counting, gazette wording, pasted motions."""

from __future__ import annotations

import pytest

from meetingdesk.rules.appointments import (
    Entry,
    agenda_wording,
    by_proposer,
    check_conflicts,
    check_entries,
    count_person_times,
    count_persons,
    decision_title,
    list_title,
    parse_motion_text,
    sentence,
)

BUREAU, JUDGE = "示例市财政局局长", "示例市中级人民法院审判员"


@pytest.mark.parametrize(
    ("verb", "post", "text"),
    [
        ("任命", "示例市中级人民法院副院长", "任命：张三为示例市中级人民法院副院长。"),
        ("免去", "示例市审计局局长职务", "免去：张三的示例市审计局局长职务。"),
        ("决定任命", "示例市人民政府副市长", "决定任命：张三为示例市人民政府副市长。"),
        ("决定免去", BUREAU, "决定免去：张三的示例市财政局局长职务。"),
        ("批准任命", "某某县人民检察院检察长", "批准任命：张三为某某县人民检察院检察长。"),
        ("批准免去", "某某县人民检察院检察长", "批准免去：张三的某某县人民检察院检察长职务。"),
        ("接受辞职", "示例市人民政府市长职务", "接受张三辞去示例市人民政府市长职务的请求。"),
        ("决定代理", "示例市人民政府代理市长", "决定：张三代理示例市人民政府市长职务。"),
        ("推选代理", "示例市人大常委会主任", "推选：张三代理示例市人大常委会主任职务。"),
        ("撤销职务", BUREAU, "撤销：张三的示例市财政局局长职务。"),
    ],
)
def test_24_gazette_sentences(verb: str, post: str, text: str) -> None:
    assert sentence(verb, "张三", post) == text


def test_24_an_unknown_verb_has_no_sentence() -> None:
    with pytest.raises(ValueError, match="聘任"):
        sentence("聘任", "张三", BUREAU)


def test_24_titles_of_separate_decisions() -> None:
    mayor = "示例市人民政府市长"
    assert (
        decision_title("接受辞职", "张三", mayor)
        == "关于接受张三辞去示例市人民政府市长职务请求的决定"
    )
    assert decision_title("决定代理", "张三", mayor, "示例市人民代表大会常务委员会") == (
        "示例市人民代表大会常务委员会关于张三代理示例市人民政府市长职务的决定"
    )
    assert decision_title("任命", "张三", JUDGE) == ""


@pytest.mark.parametrize(
    ("verbs", "title"),
    [
        (["任命", "免去"], "任免名单"),
        (["任命"], "任命名单"),
        (["免去"], "免职名单"),
        (["决定任命", "决定免去"], "决定任免名单"),
        (["决定任命"], "决定任命名单"),
        (["批准免去"], "批准免职名单"),
        (["决定任命", "任命"], "任命名单"),
        (["任命", "接受辞职"], "任命名单"),
        (["决定代理"], ""),
        ([], ""),
    ],
)
def test_24_list_titles(verbs: list[str], title: str) -> None:
    assert list_title([Entry(verb, "张三", JUDGE) for verb in verbs]) == title


def test_24_list_title_with_the_organ() -> None:
    organ = "示例市人民代表大会常务委员会"
    assert list_title([Entry("任命", "张三", JUDGE)], organ) == f"{organ}任命名单"


def test_a26_agenda_wording() -> None:
    assert agenda_wording([Entry("免去", "张三", JUDGE)]) == "人事免职事项"
    both = [Entry("免去", "张三", JUDGE), Entry("任命", "李四", JUDGE)]
    assert agenda_wording(both) == "人事任免事项"


def test_a30_person_times_and_persons() -> None:
    entries = [Entry("免去", "张三", JUDGE), Entry("任命", "张三", BUREAU)]
    assert count_person_times(entries) == 2
    assert count_persons(entries) == 1


def test_a25_motions_are_grouped_by_proposer() -> None:
    entries = [
        Entry("任命", "甲", JUDGE, "法院院长"),
        Entry("决定任命", "乙", BUREAU, "市长"),
        Entry("免去", "丙", JUDGE, "法院院长"),
        Entry("任命", "丁", JUDGE, "某人"),
    ]
    groups = by_proposer(entries)
    assert list(groups) == ["市长", "法院院长", "某人"]
    assert [entry.name for entry in groups["法院院长"]] == ["甲", "丙"]


def test_q7_a_sitting_member_taking_an_executive_post() -> None:
    members = {"张三", "李四"}
    entries = [
        Entry("决定任命", "张三", BUREAU),
        Entry("决定免去", "李四", BUREAU),
        Entry("任命", "李四", "示例市人大常委会副秘书长"),
        Entry("决定任命", "王五", BUREAU),
        Entry("聘任", "张三", BUREAU),
    ]
    (problem,) = check_conflicts(entries, members)
    assert "张三" in problem.message
    assert "第四十七条" in problem.message


def test_a25_a_whole_list_is_checked_row_by_row() -> None:
    entries = [
        Entry("决定任命", "张三", BUREAU, "市长"),
        Entry("决定任命", "张三", BUREAU, "市长"),
        Entry("任命", "李四", BUREAU, "市长"),
    ]
    problems = check_entries(entries, {"张三"})
    assert [problem.row for problem in problems] == [1, 2, 2, 3]
    assert "重复" in problems[1].message


MOTION = """提请决定任命张三为示例市财政局局长；免去李四的示例市中级人民法院刑事审判第一庭副庭长、审判员职务。

任命王五、赵　六为示例市人民检察院检察员
决定任命：
孙七同志为示例市人民政府副市长
接受周八辞去示例市人民政府市长职务的请求，报示例市人民代表大会备案；决定吴九代理示例市人民政府市长职务。
推选郑十代理示例市人大常委会主任职务；撤销冯一一的示例市教育局局长职务
莫名其妙
任命：陈二为示例市监察委员会委员，褚三为示例市监察委员会委员。
免去卫有为的示例市审计局局长职务；批准任命买买提·艾力为某某县人民检察院检察长；任命李大为为示例市人大常委会副秘书长"""


def test_a25_a_pasted_motion() -> None:
    motion = parse_motion_text(MOTION, "市长")
    read = [(entry.verb, entry.name, entry.post) for entry in motion.entries]
    assert read == [
        ("决定任命", "张三", "示例市财政局局长"),
        ("免去", "李四", "示例市中级人民法院刑事审判第一庭副庭长、审判员"),
        ("任命", "王五", "示例市人民检察院检察员"),
        ("任命", "赵六", "示例市人民检察院检察员"),
        ("决定任命", "孙七", "示例市人民政府副市长"),
        ("接受辞职", "周八", "示例市人民政府市长"),
        ("决定代理", "吴九", "示例市人民政府市长"),
        ("推选代理", "郑十", "示例市人大常委会主任"),
        ("撤销职务", "冯一一", "示例市教育局局长"),
        ("任命", "陈二", "示例市监察委员会委员"),
        ("任命", "褚三", "示例市监察委员会委员"),
        ("免去", "卫有为", "示例市审计局局长"),
        ("批准任命", "买买提·艾力", "某某县人民检察院检察长"),
        ("任命", "李大为", "示例市人大常委会副秘书长"),
    ]
    assert {entry.proposer for entry in motion.entries} == {"市长"}
    (problem,) = motion.problems
    assert problem.row == 8
    assert "莫名其妙" in problem.message


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一、决定任命张三（女，回族）为示例市财政局局长", [("决定任命", "张三", BUREAU)]),
        ("1.免去李四的示例市财政局局长职务", [("免去", "李四", BUREAU)]),
        ("（一）任命\n张三为示例市监察委员会委员", [("任命", "张三", "示例市监察委员会委员")]),
        (
            "决定任命张三同志为示例市财政局局长，免去其示例市审计局局长职务",
            [("决定任命", "张三", BUREAU), ("免去", "张三", "示例市审计局局长")],
        ),
    ],
)
def test_a25_motions_as_offices_write_them(text: str, read: list[tuple[str, str, str]]) -> None:
    motion = parse_motion_text(text)
    assert [(entry.verb, entry.name, entry.post) for entry in motion.entries] == read
    assert motion.problems == ()


def test_a25_a_pronoun_without_a_person_is_reported() -> None:
    assert parse_motion_text("免去其示例市审计局局长的职务").problems


@pytest.mark.parametrize("verb", ["任命", "免去", "决定任命", "决定免去", "批准任命", "批准免去",
                                  "接受辞职", "决定代理", "推选代理", "撤销职务"])  # fmt: skip
def test_24_every_sentence_written_can_be_read_back(verb: str) -> None:
    (entry,) = parse_motion_text(sentence(verb, "王小二", BUREAU)).entries
    assert (entry.verb, entry.name, entry.post) == (verb, "王小二", BUREAU)
