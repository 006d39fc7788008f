"""满意度测评 as the sources work it (law notes §4); each test names its row."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from meetingdesk.rules.cards import Base, Card, parse_card
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Result, State
from tests.rules.votekit import THRESHOLD, ask, by_totals, card, plain_card, totals

DECISION = "表决-全体过半数"
FULL: dict[str, Any] = {"members": 41, "present": 37, "issued": 37, "returned": 37}
ZHENHAI = [
    (28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0),
]  # fmt: skip


def failed(result: Result) -> set[str]:
    return {c.key for c in result.problems}


# §4.1 satisfaction


@pytest.mark.parametrize("members", range(29, 34))
def test_v1_zhenhai_every_published_row_is_satisfied_up_to_33(members: int) -> None:
    numbers: dict[str, Any] = {"members": members, "present": 29, "issued": 29, "returned": 29}
    result = by_totals(card("测评-镇海2022"), *ZHENHAI, **numbers)
    assert {q.outcome_label for q in result.questions} == {"满意"}
    assert result.state is State.GRADED
    assert result.conclusion == "满意8项"


@pytest.mark.parametrize(
    ("members", "setting", "lower"),
    [(34, "missed", ["q5", "q7"]), (34, "met", []), (35, "met", ["q5", "q7"])],
)
def test_v1_zhenhai_first_contradicts_the_published_verdict_at_34(
    members: int, setting: str, lower: list[str]
) -> None:
    """17 is exactly half of 34, where the published text contradicts itself (17 > N/2 fails)."""
    c = card("测评-镇海2022", tie_at_threshold=setting)
    result = by_totals(c, *ZHENHAI, members=members, present=29, issued=29, returned=29)
    assert [q.key for q in result.questions if q.outcome_label != "满意"] == lower
    assert {q.outcome_label for q in result.questions if q.key in lower} <= {"基本满意"}


def test_v1_the_shipped_card_takes_exactly_half_as_not_reached() -> None:
    numbers: dict[str, Any] = {"members": 34, "present": 29, "issued": 29, "returned": 29}
    result = by_totals(card("测评-镇海2022"), *ZHENHAI, **numbers)
    assert result.conclusion == "满意6项，基本满意2项"


@pytest.mark.parametrize("members", range(29, 34))
def test_v1_zhenhai_holds_up_to_33_on_more_than_half_too(members: int) -> None:
    numbers: dict[str, Any] = {"members": members, "present": 29, "issued": 29, "returned": 29}
    result = by_totals(card("测评-三档"), *ZHENHAI, **numbers)
    assert {q.outcome_label for q in result.questions} == {"满意"}


@pytest.mark.parametrize(("setting", "grade"), [("met", "基本满意"), ("missed", "不满意")])
def test_v1_exactly_half_goes_by_the_tie_setting(setting: str, grade: str) -> None:
    c = card("测评-镇海2022", tie_at_threshold=setting)
    q = by_totals(c, (10, 5, 5), members=30, present=20, issued=20, returned=20).question("q1")
    assert q.outcome_label == grade
    if grade == "不满意":
        assert q.consequence == "限期整改"
        assert q.short == 1


def test_v1_explains_every_step() -> None:
    numbers: dict[str, Any] = {"members": 30, "present": 29, "issued": 29, "returned": 29}
    c = card("测评-镇海2022", tie_at_threshold="met")
    q = by_totals(c, (14, 11, 4), **numbers).question("q1")
    assert q.explanation == (
        "全体组成人员30人；满意14票，未达到半数（半数以上（含半数）为15票），差1票；"
        "满意＋基本满意25票，达到半数（半数以上（含半数）为15票）；结果为“基本满意”"
    )
    assert (q.need, q.have, q.short) == (15, 25, 1)


def test_v3_shanxi_59_2_0_of_61() -> None:
    c = card("测评-山西2011")
    q = by_totals(c, (59, 2, 0), members=61, present=61, issued=61, returned=61).question("q1")
    assert (q.outcome_label, q.state, q.short) == ("总体满意", State.PASSED, 0)
    assert not q.unanimous
    bad = by_totals(c, (20, 10, 31), members=61, present=61, issued=61, returned=61).question("q1")
    assert (bad.state, bad.consequence) == (State.FAILED, "限期整改，重新报告")


def test_v5_haishu_keypads_15_6_0_of_21() -> None:
    q = by_totals(card("测评-海曙2006"), (15, 6, 0), present=21).question("q1")
    assert [r.text for r in q.rates] == ["满意率71.4%（15/21）", "基本满意率28.6%（6/21）"]
    assert (q.state, q.explanation) == (State.MEASURED, "，".join(r.text for r in q.rates))


@pytest.mark.parametrize(("good", "state"), [(20, State.FAILED), (21, State.PASSED)])
def test_v6_jinshi_two_thirds_of_30(good: int, state: State) -> None:
    q = by_totals(card("测评-津市2022"), (good - 5, 5, 30 - good), returned=30).question("q1")
    assert (q.state, q.need, q.have) == (state, 21, good)
    assert ("差1票" in q.explanation) is (state is State.FAILED)


def test_v6_a_sum_of_two_grades_is_never_called_unanimous() -> None:
    q = by_totals(card("测评-津市2022"), (30, 0, 0), returned=30).question("q1")
    assert (q.state, q.unanimous) == (State.PASSED, False)


def test_v8_wuling_each_person_has_a_base_of_his_own() -> None:
    c = card("测评-武陵")
    rows = {
        "q1": QuestionTally({"非常满意": 31, "满意": 1, "基本满意": 0, "不满意": 0}, blank=1),
        "q2": QuestionTally({"非常满意": 29, "满意": 2, "基本满意": 0, "不满意": 0}, invalid=2),
        "q3": QuestionTally({"非常满意": 29, "满意": 4, "基本满意": 0, "不满意": 0}),
    }
    result = decide(VoteInput(c, ask(3), Count(Numbers(returned=33), totals=rows)))
    assert [q.valid for q in result.questions] == [32, 31, 33]
    assert [q.rates[0].text for q in result.questions] == [
        "非常满意率96.9%（31/32）", "非常满意率93.5%（29/31）", "非常满意率87.9%（29/33）",
    ]  # fmt: skip


def test_v9_hanyin_deputies_all_satisfied() -> None:
    q = by_totals(card("测评-汉阴2021"), (100, 20, 0), returned=120).question("q1")
    assert q.rates[0].text == "满意和基本满意率100.0%（120/120）"


def test_v10_songyang_two_rounds_of_two_questions() -> None:
    c = card("测评-松阳2017")
    first = by_totals(c, (215, 5), (198, 22), items=220)
    assert first.state is State.SECOND_ROUND
    assert [q.explanation for q in first.questions] == [
        "件数220件，不满意5件，不满意件挂号督办后再次测评",
        "件数220件，不满意22件，不满意件挂号督办后再次测评",
    ]
    assert first.question("q1").consequence_months == 3
    assert first.next_round is not None
    second = by_totals(c, (220, 0), (218, 2), more={"round": 2}, items=220)
    assert [q.state for q in second.questions] == [State.PASSED, State.SECOND_ROUND]
    assert second.question("q1").explanation == "件数220件，没有不满意，全部满意"
    assert second.round == 2
    assert second.question("q2").rates[0].text == "满意率99.1%（218/220）"


def test_v11_danyang_rates() -> None:
    q = by_totals(card("测评-丹阳2017"), (107, 88), items=195).question("q1")
    assert [r.text for r in q.rates] == ["满意率54.9%（107/195）", "基本满意率45.1%（88/195）"]


def test_v13_ties_share_a_rank() -> None:
    rows = [(20, 5, 5), (18, 6, 6), (20, 5, 5), (10, 20, 0), (30, 0, 0), (12, 18, 0), (9, 21, 0)]
    numbers: dict[str, Any] = {"members": 41, "present": 30, "issued": 30, "returned": 30}
    result = by_totals(card("测评-民主测评排名"), *rows, **numbers)
    assert [q.rank for q in result.questions] == [2, 4, 2, 6, 1, 5, 7]
    assert [q.notes for q in result.questions] == [
        ("列前3名",), (), ("列前3名",), ("列后3名",), ("列前3名",), ("列后3名",), ("列后3名",),
    ]  # fmt: skip


def test_v13_the_last_announced_rank_counts() -> None:
    rows = [(20, 5, 5), (18, 6, 6), (16, 5, 9), (10, 20, 0)]
    numbers: dict[str, Any] = {"members": 41, "present": 30, "issued": 30, "returned": 30}
    ranking = {"by": "share", "choices": ["满意"], "base": "有效", "first": 3, "last": 1}
    result = by_totals(card("测评-民主测评排名", ranking=ranking), *rows, **numbers)
    assert [q.notes for q in result.questions] == [
        ("列前3名",), ("列前3名",), ("列前3名",), ("列后1名",),
    ]  # fmt: skip


def test_a_trigger_not_pulled_is_not_called_votes_missing() -> None:
    lines = [
        {"key": "bad", "label": "不满意", "choices": ["反对"], "passed": False, **THRESHOLD},
        {"key": "good", "label": "满意", "choices": ["赞成"], "passed": True, **THRESHOLD},
        {"key": "fair", "label": "基本满意", "else": True},
    ]
    c = parse_card(plain_card(outcomes=lines))
    q = by_totals(c, (20, 10, 0), members=41, returned=30).question("q1")
    assert q.explanation == (
        "全体组成人员41人；反对10票，未过半数（过半数为21票）；"
        "赞成20票，未过半数（过半数为21票），差1票；结果为“基本满意”"
    )
    assert q.short == 1
    good = by_totals(c, (21, 9, 0), members=41, returned=30).question("q1")
    assert (good.outcome_label, good.short) == ("满意", 0)


def test_v14_score_leaves_out_those_who_do_not_know() -> None:
    result = by_totals(
        card("测评-作风计分"), (10, 10, 0, 5), (15, 5, 5, 0), (0, 0, 0, 25), returned=25
    )
    assert [q.score for q in result.questions] == [Fraction(85), Fraction(80), None]
    assert [q.rank for q in result.questions] == [1, 2, None]
    assert result.question("q1").explanation == "满意10票，基本满意10票，不满意0票，不了解5票"
    assert result.question("q2").valid == 25


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        ((70, 10, 20), "满意"),
        ((70, 9, 21), "基本满意"),
        ((60, 0, 40), "基本满意"),
        ((50, 9, 41), "不满意"),
    ],
)
def test_4_1_memory_b_rate_bands(row: tuple[int, ...], grade: str) -> None:
    assert by_totals(card("测评-比率三档"), row, returned=100).question("q1").outcome_label == grade


def weighted(c: Card, committee: tuple[int, ...], public: tuple[int, ...]) -> Result:
    parts = {
        "常委会": Count(Numbers(returned=sum(committee)), totals=totals(c, committee)),
        "代表": Count(Numbers(returned=sum(public)), totals=totals(c, public)),
    }
    return decide(VoteInput(c, ask(1), Count(Numbers()), parts))


def test_4_1_memory_d_weighted_electorates_by_score() -> None:
    q = weighted(card("测评-分类加权"), (30, 0, 0), (50, 50, 0)).question("q1")
    assert q.score == Fraction(96)
    assert q.explanation == "加权平均96.00分，评为“满意”"
    assert q.counts == {"满意": 80, "基本满意": 50, "不满意": 0}
    low = weighted(card("测评-分类加权"), (0, 0, 30), (0, 0, 10)).question("q1")
    assert low.outcome_label == "不满意"
    top = weighted(card("测评-分类加权"), (30, 0, 0), (10, 0, 0)).question("q1")
    assert top.outcome_label == "满意"


def weighted_share_card() -> Card:
    lines = [
        {"key": "passed", "label": "满意", "choices": ["赞成"], **THRESHOLD, "base": "有效"},
        {
            "key": "fair",
            "label": "一般",
            "choices": ["赞成"],
            "op": ">=",
            "fraction": "2/5",
            "base": "有效",
        },
        {"key": "failed", "label": "不满意", "else": True},
    ]
    electorates = [
        {"key": "常委会", "label": "常委会组成人员", "weight": "7/10"},
        {"key": "代表", "label": "代表", "weight": "3/10"},
    ]
    return parse_card(plain_card(outcomes=lines, electorates=electorates))


@pytest.mark.parametrize(
    ("committee", "public", "share", "grade"),
    [
        ((20, 20, 0), (51, 49, 0), Fraction(503, 1000), "满意"),
        ((20, 20, 0), (50, 50, 0), Fraction(1, 2), "一般"),
        ((0, 40, 0), (100, 0, 0), Fraction(3, 10), "不满意"),
    ],
)
def test_4_2_6_weighted_shares_are_exact(
    committee: tuple[int, ...], public: tuple[int, ...], share: Fraction, grade: str
) -> None:
    q = weighted(weighted_share_card(), committee, public).question("q1")
    assert (q.share, q.outcome_label) == (share, grade)
    assert q.explanation.endswith(f"结果为“{grade}”")


def test_4_2_6_an_electorate_without_votes_decides_nothing() -> None:
    q = weighted(weighted_share_card(), (20, 20, 0), (0, 0, 0)).question("q1")
    assert (q.state, q.explanation) == (State.UNDECIDED, "有效票0张，无法判定")
    scored = weighted(card("测评-分类加权"), (0, 0, 0), (5, 0, 0)).question("q1")
    assert (scored.state, scored.explanation) == (State.UNDECIDED, "没有可计分的票，无法判定")


def test_4_2_6_a_missing_electorate_is_named() -> None:
    c = weighted_share_card()
    part = Count(Numbers(returned=40), totals=totals(c, (20, 20, 0)))
    result = decide(VoteInput(c, ask(1), Count(Numbers()), {"常委会": part}))
    assert result.state is State.UNDECIDED
    assert all(c.text.startswith("代表：") for c in result.problems)


def test_v14_valid_votes_without_those_who_do_not_know_as_a_base() -> None:
    lines = [
        {"key": "p", "label": "满意", "choices": ["满意"], **THRESHOLD, "base": "有效不含不了解"},
        {"key": "f", "label": "不满意", "else": True},
    ]
    c = card("测评-民主测评排名", outcomes=lines)
    numbers: dict[str, Any] = {"members": 41, "present": 30, "issued": 30, "returned": 30}
    q = by_totals(c, (11, 10, 9), **numbers).question("q1")
    assert q.explanation == "有效票（不含不了解）21张，过半数为11票；满意11票，已过半数，满意"


def test_a_base_of_nothing_decides_nothing() -> None:
    row = {"q1": QuestionTally({"满意": 0, "基本满意": 0, "不满意": 0}, invalid=9)}
    result = decide(
        VoteInput(card("测评-比率三档"), ask(1), Count(Numbers(returned=9), totals=row))
    )
    assert (result.state, result.conclusion) == (State.UNDECIDED, "有效票0张，无法判定")


def test_bases_may_differ_from_line_to_line() -> None:
    lines = [
        {"key": "a", "label": "甲等", "choices": ["赞成"], **THRESHOLD},
        {
            "key": "b",
            "label": "乙等",
            "choices": ["反对"],
            "op": "<",
            "fraction": "1/3",
            "base": "收回",
        },
        {"key": "c", "label": "丙等", "else": True},
    ]
    c = parse_card(plain_card(outcomes=lines))
    q = by_totals(c, (10, 10, 10), members=41, returned=30).question("q1")
    assert q.explanation == (
        "全体组成人员41人；赞成10票，未过半数（过半数为21票），差11票；"
        "收回票30张；反对10票，已达到三分之一（不足三分之一为至多9票）；结果为“丙等”"
    )
    assert by_totals(c, (10, 9, 11), members=41, returned=30).question("q1").outcome_label == "乙等"


def test_what_if_skips_bases_nobody_gave() -> None:
    result = by_totals(
        card("测评-津市2022", what_if=["编制名额", "有效", "收回"]), (25, 0, 5), returned=30
    )
    assert [w.base for w in result.question("q1").what_if] == [Base.VALID]


def test_unanimity_needs_a_crowd_to_compare_with() -> None:
    lines = [
        {"key": "p", "label": "通过", "choices": ["赞成"], "passed": True, **THRESHOLD},
        {"key": "f", "label": "不予通过", "else": True, "passed": False},
    ]
    c = parse_card(plain_card(outcomes=lines, ballot={"medium": "汇总"}))
    q = by_totals(c, (30, 0, 0), members=41, items=30).question("q1")
    assert q.unanimous
    blanked = {"q1": QuestionTally({"赞成": 0, "反对": 0, "弃权": 0}, blank=30)}
    assert (
        not decide(VoteInput(c, ask(1), Count(Numbers(members=41, items=30), totals=blanked)))
        .question("q1")
        .unanimous
    )
