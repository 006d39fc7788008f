"""The worked examples of the sources; each test names its row in the law notes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from meetingdesk.rules.cards import Base, Card, parse_card
from meetingdesk.rules.decide import Count, Numbers, Question, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Level, Result, State
from meetingdesk.rules.tally import pattern
from tests.rules.votekit import THRESHOLD, ask, by_totals, card, plain_card, totals

DECISION = "表决-全体过半数"
FULL: dict[str, Any] = {"members": 41, "present": 37, "issued": 37, "returned": 37}
ZHENHAI = [
    (28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0),
]  # fmt: skip


def failed(result: Result) -> set[str]:
    return {c.key for c in result.problems}


# §1.1 majority of all members


def test_q3_q4_one_short_of_half_of_all_members_fails_and_says_so() -> None:
    result = by_totals(card(DECISION), (20, 10, 7), **FULL)
    assert result.state is State.FAILED
    assert result.conclusion == (
        "全体组成人员41人，过半数为21票；赞成20票，未过半数，差1票，不予通过（《地方组织法》第五十一条）"
    )
    q = result.question("q1")
    assert (q.need, q.have, q.short, q.base, q.base_count) == (21, 20, 1, Base.MEMBERS, 41)
    assert [w.text for w in q.what_if] == [
        "如以到会37人为基数，过半数为19票，赞成20票，已过半数",
        "如以收回票37张为基数，过半数为19票，赞成20票，已过半数",
        "如以有效票37张为基数，过半数为19票，赞成20票，已过半数",
    ]
    assert all(w.met and w.need == 19 for w in q.what_if)


def test_q3_q4_just_over_half_passes() -> None:
    result = by_totals(card(DECISION), (21, 9, 7), **FULL)
    assert result.state is State.PASSED
    assert "赞成21票，已过半数，通过" in result.conclusion
    assert result.question("q1").short == 0
    assert not result.question("q1").unanimous


def test_q5_npcsc_2015_154_of_169_members_155_present_is_not_unanimous() -> None:
    n: dict[str, Any] = {"members": 169, "present": 155, "issued": 155, "returned": 155}
    q = by_totals(card(DECISION), (154, 0, 1), **n).question("q1")
    assert (q.state, q.unanimous, q.need) == (State.PASSED, False, 85)


@pytest.mark.parametrize(
    ("row", "numbers", "unanimous"),
    [
        ((37, 0, 0), FULL, True),
        ((36, 0, 1), FULL, False),
        ((36, 0, 0), {**FULL, "returned": 36}, False),
        ((37, 0, 0), {**FULL, "present": 38}, False),
        ((41, 0, 0), {**FULL, "present": 41, "issued": 41, "returned": 41}, True),
    ],
)
def test_unanimous_only_where_everyone_present_voted_for(
    row: tuple[int, ...], numbers: dict[str, Any], unanimous: bool
) -> None:
    result = by_totals(card(DECISION), row, **numbers)
    assert result.question("q1").unanimous is unanimous
    assert ("全票通过" in result.conclusion) is unanimous


def test_q2_too_few_present_voids_the_vote() -> None:
    result = by_totals(card(DECISION), (20, 0, 0), members=41, present=20, issued=20, returned=20)
    assert result.state is State.VOID
    assert failed(result) == {"quorum"}
    assert "不足法定人数" in result.conclusion
    assert result.next_round is None


def test_q14_removal_by_secret_ballot_names_its_article() -> None:
    result = by_totals(card("撤职-无记名"), (21, 16, 0), **FULL)
    assert result.state is State.PASSED
    assert result.conclusion.endswith("（《监督法》第六十二条）")


# §1.2 settings


def test_n5_procedural_motion_needs_a_majority_of_those_present() -> None:
    result = by_totals(card("程序-到会过半数"), (19, 10, 3), members=41, present=37)
    assert result.state is State.PASSED
    q = result.question("q1")
    assert (q.need, q.unpressed, q.base) == (19, 5, Base.PRESENT)
    assert [w.met for w in q.what_if] == [False]


@pytest.mark.parametrize(
    ("how", "need", "abstained"),
    [("not_counted", 19, 3), ("as_abstain", 19, 8), ("as_absent", 17, 3)],
)
def test_n13_unpressed_keys_change_the_base_only_when_absent(
    how: str, need: int, abstained: int
) -> None:
    ballot = {"medium": "表决器", "unpressed": how}
    c = card("程序-到会过半数", ballot=ballot)
    q = by_totals(c, (19, 10, 3), members=41, present=37).question("q1")
    assert (q.need, q.counts["弃权"]) == (need, abstained)


@pytest.mark.parametrize("how", ["not_counted", "as_abstain", "as_absent"])
def test_n13_passing_is_unaffected_because_the_base_is_all_members(how: str) -> None:
    c = card("表决器-全体过半数", ballot={"medium": "表决器", "unpressed": how})
    for yes, state in ((20, State.FAILED), (21, State.PASSED)):
        assert by_totals(c, (yes, 0, 0), members=41, present=37).state is state


def test_n13_reported_unpressed_keys_must_add_up() -> None:
    c = card("表决器-全体过半数")
    for unpressed, ok in ((5, True), (4, False)):
        row = QuestionTally({"赞成": 30, "反对": 1, "弃权": 1}, unpressed=unpressed)
        count = Count(Numbers(members=41, present=37), totals={"q1": row})
        assert (decide(VoteInput(c, ask(1), count)).state is State.PASSED) is ok


def test_n15_no_objection() -> None:
    c = card("无异议通过")
    assert by_totals(c, (0,), members=41, present=37).conclusion == "到会37人，没有异议，通过"
    result = by_totals(c, (2,), members=41, present=37)
    assert result.conclusion == "到会37人，异议2人，有异议，改用举手或投票表决"
    assert result.state is State.SECOND_ROUND
    assert result.next_round is not None
    assert result.next_round.questions == ("q1",)
    assert failed(by_totals(c, (38,), members=41, present=37)) == {"row_sum"}


def test_q2_a_quorum_of_an_unknown_number_is_not_silently_met() -> None:
    result = by_totals(card("程序-到会过半数"), (30, 0, 0), present=37)
    assert failed(result) == {"base"}
    assert result.conclusion.endswith("缺少“全体组成人员”的数目，按本卡无法判定")


def test_n13_absent_keys_need_the_number_present() -> None:
    c = card("程序-到会过半数", ballot={"medium": "表决器", "unpressed": "as_absent"})
    assert failed(by_totals(c, (30, 0, 0), members=41)) == {"whole", "base", "quorum"}
    ballot = {"medium": "票", "unpressed": "as_absent"}
    paper = card("表决-全体过半数", ballot=ballot)
    q = by_totals(paper, (30, 7, 0), members=41, returned=37)
    assert failed(q) == {"quorum"}
    loose = card("表决-全体过半数", ballot=ballot, quorum=None)
    found = by_totals(loose, (30, 7, 0), members=41, returned=37).question("q1")
    assert [w.base for w in found.what_if] == [Base.RETURNED, Base.VALID]


def test_hands_need_the_number_present() -> None:
    result = by_totals(card("举手-全体过半数"), (30, 0, 0), members=41)
    assert result.state is State.UNDECIDED
    assert {"whole", "quorum"} <= failed(result)


# §1.3 validity


def test_1_3_more_back_than_out_voids_everything_and_asks_for_a_new_vote() -> None:
    numbers: dict[str, Any] = {"members": 41, "present": 40, "issued": 37, "returned": 38}
    result = by_totals(card(DECISION), (38, 0, 0), (30, 8, 0), **numbers)
    assert result.state is State.VOID
    assert result.conclusion == "本次投票无效：收回票38张，多于发出票37张，本次投票无效，应重新投票"
    assert all(q.state is State.VOID for q in result.questions)
    assert result.next_round is not None
    assert result.next_round.questions == ("q1", "q2")


def test_1_3_more_back_than_voters_voids_when_issue_was_not_recorded() -> None:
    result = by_totals(card(DECISION), (38, 0, 0), members=41, present=37, returned=38)
    assert result.state is State.VOID
    assert failed(result) == {"returned_present"}


def test_1_3_fewer_back_than_out_is_valid_and_not_abstention() -> None:
    numbers: dict[str, Any] = {
        "members": 41,
        "present": 37,
        "issued": 37,
        "returned": 35,
        "unreturned": 2,
    }
    result = by_totals(card(DECISION), (30, 5, 0), **numbers)
    assert result.state is State.PASSED
    assert result.question("q1").counts["弃权"] == 0
    assert "未收回2张，本次投票有效" in "".join(c.text for c in result.checks)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"unreturned": 1}, "issued_sum"),
        ({"valid": 36}, "returned_sum"),
        ({"present": 42}, "present_members"),
        ({"present": 36, "issued": 37}, "returned_present"),
    ],
)
def test_4_2_10_numbers_that_do_not_add_up_decide_nothing(
    changes: dict[str, Any], key: str
) -> None:
    result = by_totals(card(DECISION), (37, 0, 0), **{**FULL, **changes})
    assert result.state is State.UNDECIDED
    assert key in failed(result)
    assert result.question("q1").outcome_label == "未作判定"
    assert result.next_round is None


def test_4_2_10_the_sentence_says_which_way_it_is_wrong() -> None:
    result = by_totals(card(DECISION), (37, 0, 0), **{**FULL, "present": 42})
    assert "到会42人，多于全体组成人员41人" in result.conclusion
    texts = [c.text for c in by_totals(card(DECISION), (37, 0, 0), **FULL).checks]
    assert texts == [
        "到会37人，不多于全体组成人员41人",
        "全体组成人员41人，过半数为21人；到会37人，达到法定人数",
        "发出票37张，不多于到会37人",
        "发出票37张，收回票37张，收回与发出相符，本次投票有效",
        "收回票37张，不多于到会37人",
        "第1项：各项票数与无效合计37，等于收回37",
    ]


def test_4_2_10_numbers_that_add_up_are_said() -> None:
    numbers = {**FULL, "valid": 36, "invalid": 1, "unreturned": 0}
    result = by_totals(card(DECISION), (36, 0, 0), **numbers)
    assert result.state is State.PASSED
    assert "收回37张，等于有效36＋无效1" in [c.text for c in result.checks]


@pytest.mark.parametrize("row", [(36, 0, 0), (38, 0, 0)])
def test_4_2_10_each_row_must_sum_to_the_ballots_back(row: tuple[int, ...]) -> None:
    result = by_totals(card(DECISION), row, (37, 0, 0), **FULL)
    assert [c.question for c in result.problems] == ["q1"]
    assert "不等于收回37" in result.conclusion


def test_more_issued_than_present_is_only_noted() -> None:
    result = by_totals(card(DECISION), (37, 0, 0), members=41, present=37, issued=41, returned=37)
    assert result.state is State.PASSED
    assert [c.key for c in result.checks if not c.ok] == ["issued_present"]


def test_missing_numbers_and_votes_are_named() -> None:
    result = decide(VoteInput(card(DECISION), ask(1), Count(Numbers())))
    assert failed(result) == {"votes", "whole", "base", "quorum"}
    assert "缺少“全体组成人员”的数目" in result.conclusion


def test_blank_is_not_zero_every_choice_must_be_entered() -> None:
    rows = {"q1": QuestionTally({"赞成": 37}), "q9": QuestionTally({})}
    result = decide(VoteInput(card(DECISION), ask(2), Count(Numbers(**FULL), totals=rows)))
    said = {c.question: c.text for c in result.problems}
    assert said == {
        "q1": "第1项：没有录入反对、弃权",
        "q2": "第2项：没有录入赞成、反对、弃权",
        "q9": "票样上没有“q9”",
    }
    assert result.question("q1").counts == {"赞成": 37, "反对": 0, "弃权": 0}


def test_a_choice_not_on_the_card_is_named() -> None:
    rows = {"q1": QuestionTally({"赞成": 37, "反对": 0, "弃权": 0, "好": 0})}
    result = decide(VoteInput(card(DECISION), ask(1), Count(Numbers(**FULL), totals=rows)))
    assert failed(result) == {"entered"}
    assert "没有“好”这一选项" in result.conclusion


def by_ballots(
    c: Card, patterns: dict[Any, int], more: dict[str, Any] | None = None, **n: Any
) -> Result:
    return decide(VoteInput(c, ask(1), Count(Numbers(**n), patterns, **(more or {}))))


def test_ballots_are_counted_and_compared_with_what_was_reported() -> None:
    c = card(DECISION)
    votes = {pattern({"q1": ["赞成"]}): 30, pattern({"q1": ["反对"]}): 6, pattern({"*": ["?"]}): 1}
    good = by_ballots(c, votes, **FULL, invalid=1)
    assert good.state is State.PASSED
    assert good.question("q1").invalid_ballots == 1
    assert failed(by_ballots(c, votes, **{**FULL, "returned": 36})) == {"sheets_entered", "row_sum"}
    assert failed(by_ballots(c, votes, **FULL, invalid=0)) == {"invalid_entered"}
    same = {"totals": {"q1": QuestionTally({"赞成": 30, "反对": 6, "弃权": 0})}}
    assert by_ballots(c, votes, same, **FULL).state is State.PASSED
    other = {"totals": {"q1": QuestionTally({"赞成": 29, "反对": 7, "弃权": 0})}}
    assert failed(by_ballots(c, votes, other, **FULL)) == {"totals_match"}


def test_sheets_not_counted_by_hand_are_said_to_be_so() -> None:
    result = by_ballots(card(DECISION), {pattern({"q1": ["赞成"]}): 30}, members=41, present=37)
    assert result.state is State.PASSED
    assert result.numbers["returned"] == 30
    notes = [c.text for c in result.checks if not c.ok and c.level is Level.NOTE]
    assert notes == ["没有另报收回票数，按录入的30张计"]


def test_1_3_zibo_failing_twice_in_a_row_bars_the_person() -> None:
    c = card("任免-逐人")
    again = {"failed_before": {"q1": 1}}
    result = by_totals(c, (20, 17, 0), (30, 7, 0), (20, 17, 0), more=again, **FULL)
    q1, q2, q3 = result.questions
    assert (q1.failed_times, q1.barred) == (2, True)
    assert q1.notes == ("连续2次未获通过", "按本卡规定，不得再次提请任命同一职务")
    assert (q2.failed_times, q2.barred, q2.notes) == (0, False, ())
    assert (q3.failed_times, q3.barred, q3.notes) == (1, False, ())
    assert result.state is State.MIXED
    assert result.conclusion == "未获通过2项，通过1项"
    free = by_totals(card("任免-逐人", reject_limit=None), (20, 17, 0), more=again, **FULL)
    assert free.question("q1").notes == ("连续2次未获通过",)


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


# §6 choosing

CONGRESS: dict[str, Any] = {"deputies": 439, "present": 370, "issued": 370, "returned": 370}


def choose(c: Card, votes: list[int], more: dict[str, Any] | None = None, **n: Any) -> Result:
    whole = n["returned"]
    if len(c.keys) == 1:
        rows = {
            f"q{i}": QuestionTally({"赞成": v}, blank=whole - v) for i, v in enumerate(votes, 1)
        }
    else:
        rows = {
            f"q{i}": QuestionTally({"赞成": v, "反对": whole - v, "弃权": 0})
            for i, v in enumerate(votes, 1)
        }
    vote = VoteInput(c, ask(len(votes)), Count(Numbers(**n), totals=rows), **(more or {}))
    return decide(vote)


def test_6_2_anyang_2018_quorum_of_439_is_293() -> None:
    c = card("决议-代表大会")
    result = by_totals(c, (300, 60, 10), **CONGRESS)
    assert "全体代表439人，三分之二以上（含本数）为293人；到会370人，达到法定人数" in [
        x.text for x in result.checks
    ]
    assert result.question("q1").need == 220
    few: dict[str, Any] = {"deputies": 439, "present": 292, "issued": 292, "returned": 292}
    assert by_totals(c, (292, 0, 0), **few).state is State.VOID
    enough: dict[str, Any] = {"deputies": 439, "present": 293, "issued": 293, "returned": 293}
    assert by_totals(c, (293, 0, 0), **enough).state is State.PASSED


def test_6_1_ten_of_twelve_by_votes() -> None:
    votes = [300, 290, 280, 270, 260, 250, 240, 230, 225, 222, 221, 100]
    result = choose(card("票决-民生实事"), votes, **CONGRESS)
    assert result.state is State.PASSED
    assert result.elected == tuple(f"q{i}" for i in range(1, 11))
    assert result.conclusion.startswith("应选10项，入选10项：第1项、第2项")
    assert "已过半数，但得票不在应选名额之内，未入选" in result.question("q11").explanation
    assert "差120票，未入选" in result.question("q12").explanation
    assert [q.rank for q in result.questions] == list(range(1, 13))


TIED = [300, 290, 280, 270, 260, 250, 240, 230, 225, 222, 222, 222]


def rule(**changes: Any) -> dict[str, Any]:
    base = {**THRESHOLD, "base": "全体代表"}
    return {"choice": "赞成", **base, "seats": 10, **changes}


def test_6_1_tie_at_the_cut_is_voted_again_among_the_tied() -> None:
    result = choose(card("票决-民生实事"), TIED, **CONGRESS)
    assert result.state is State.TIE
    assert result.tied == ("q10", "q11", "q12")
    assert len(result.elected) == 9
    assert result.vacancies == 0
    assert result.next_round is not None
    assert (result.next_round.questions, result.next_round.seats) == (result.tied, 1)
    assert result.question("q11").state is State.TIE
    assert "尚余1项未定，就票数相等的再次投票" in result.conclusion


@pytest.mark.parametrize(
    ("policy", "state", "count"),
    [
        ("ballot_order", State.PASSED, 10),
        ("all_in", State.PASSED, 12),
        ("organ_decides", State.TIE, 9),
    ],
)
def test_6_1_other_tie_policies(policy: str, state: State, count: int) -> None:
    result = choose(card("票决-民生实事", selection=rule(ties=policy)), TIED, **CONGRESS)
    assert (result.state, len(result.elected)) == (state, count)
    assert result.next_round is None
    assert result.elected[:9] == tuple(f"q{i}" for i in range(1, 10))


def test_6_1_too_few_over_half_is_a_shortage() -> None:
    votes = [300, 290, 280, 270, 260, 250, 240, 230, 219, 219, 100, 90]
    result = choose(card("票决-民生实事"), votes, **CONGRESS)
    assert (result.state, result.vacancies) == (State.SHORTAGE, 2)
    assert result.next_round is not None
    assert result.next_round.questions == ("q9", "q10", "q11", "q12")
    assert result.next_round.seats == 2
    assert result.conclusion.endswith("尚缺2项，不足的名额另行投票")
    vacant = card("票决-民生实事", selection=rule(shortage="leave_vacant"))
    assert choose(vacant, votes, **CONGRESS).next_round is None


def test_6_2_election_with_one_more_candidate_than_seats() -> None:
    c = card("选举-差额")
    result = choose(c, [350, 310, 221, 225], {"seats": 3}, **CONGRESS)
    assert result.elected == ("q1", "q2", "q4")
    assert result.question("q3").explanation == (
        "全体代表439人，过半数为220票；赞成221票，已过半数，但得票不在应选名额之内，未当选"
        "（《地方组织法》第二十九条）"
    )
    assert result.conclusion == "应选3名，当选3名：第1项、第2项、第4项"
    assert [q.outcome_key for q in result.questions] == [
        "elected", "elected", "not_elected", "elected",
    ]  # fmt: skip
    assert "各项赞成合计1106票，不多于有效票370张、每张至多3个所能有的1110票" in [
        x.text for x in result.checks
    ]


def test_6_2_single_candidate_not_over_half() -> None:
    result = choose(card("选举-等额"), [219], {"seats": 1}, **CONGRESS)
    assert (result.state, result.elected, result.next_round) == (State.SHORTAGE, (), None)
    assert result.conclusion == "应选1名，当选0名；尚缺1名，不足的名额由会议主持机构决定如何处理"


def test_6_2_second_vote_among_the_tied_goes_by_most_votes() -> None:
    c = card("选举-票数相等再次投票")
    result = choose(c, [150, 200, 0], {"seats": 1, "round": 2}, **CONGRESS)
    assert result.elected == ("q2",)
    assert result.question("q1").explanation == "赞成150票，未当选（《地方组织法》第二十九条）"
    assert result.question("q1").need is None
    none = choose(c, [0, 0], {"seats": 1}, **CONGRESS)
    assert none.state is State.SHORTAGE


def test_an_election_without_seats_is_not_decided() -> None:
    result = choose(card("选举-差额"), [300], **CONGRESS)
    assert (result.state, result.problems[-1].key) == (State.UNDECIDED, "seats")


def test_1_3_totals_may_not_hold_more_votes_than_the_ballots_could() -> None:
    """Ballots × seats bounds the votes in favour (选举法 Art.44, seen from the sums)."""
    c = card("选举-差额")
    full = choose(c, [370, 370, 0], {"seats": 2}, **CONGRESS)
    assert full.state is State.PASSED
    over = choose(c, [370, 370, 1], {"seats": 2}, **CONGRESS)
    assert (over.state, failed(over)) == (State.UNDECIDED, {"choice_limit"})
    assert over.conclusion.endswith("各项赞成合计741票，多于有效票370张、每张至多2个所能有的740票")


def test_an_electorate_the_card_does_not_know_is_named() -> None:
    c = card("表决-全体过半数")
    count = Count(Numbers(**FULL), totals=totals(c, (37, 0, 0)))
    result = decide(VoteInput(c, ask(1), count, {"群众": count}))
    assert failed(result) == {"unknown_part"}


def test_a_written_name_can_win() -> None:
    c = card("选举-差额")
    questions = (Question("q1", "王某"), Question("q2", "李某", write_in=True))
    votes = {
        pattern({"q1": ["反对"], "q2": ["赞成"]}): 230,
        pattern({"q1": ["赞成"]}): 139,
        pattern({"q1": ["弃权"], "q2": ["赞成"]}): 1,
    }
    result = decide(VoteInput(c, questions, Count(Numbers(**CONGRESS), votes), seats=1))
    assert result.elected == ("q2",)
    assert result.question("q2").have == 230


def test_an_election_on_valid_votes_of_which_there_are_none() -> None:
    c = card("选举-差额", selection=rule(base="有效", seats=1))
    rows = {"q1": QuestionTally({"赞成": 0, "反对": 0, "弃权": 0}, invalid=370)}
    result = decide(VoteInput(c, ask(1), Count(Numbers(**CONGRESS), totals=rows)))
    assert (result.state, result.vacancies) == (State.SHORTAGE, 1)


def test_a_ceiling_on_votes_never_speaks_of_missing_votes() -> None:
    c = card("选举-差额", selection=rule(op="<=", seats=1))
    result = choose(c, [260, 100], **CONGRESS)
    assert result.elected == ("q2",)
    assert "差" not in result.question("q1").explanation


def test_the_result_freezes_the_rule_and_finds_its_questions() -> None:
    result = by_totals(
        card("测评-三档"), (20, 8, 1), members=33, present=29, issued=29, returned=29
    )
    assert result.guess
    assert result.rule_text.startswith("满意度测评（三档")
    assert (result.card_id, result.card_version) == ("测评-三档", "draft-1")
    assert result.numbers == {
        "members": 33, "present": 29, "issued": 29, "returned": 29, "invalid": 0
    }  # fmt: skip
    with pytest.raises(KeyError):
        result.question("q9")
