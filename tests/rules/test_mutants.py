"""Tests written against mutants of the counting core that other tests let live.

Each kills changes one could make to the code without anybody noticing: see tests/mutation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from meetingdesk.errors import BadInput
from meetingdesk.rules.cards import Card, parse_card
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from meetingdesk.rules.reconcile import Difference, compare_ballots, compare_tallies
from meetingdesk.rules.results import QuestionResult, RateValue, State
from meetingdesk.rules.seal import canonical_json, short_code
from meetingdesk.rules.tally import QuestionTally as Row
from meetingdesk.rules.tally import Tally, effective, gather, pattern, tally
from meetingdesk.rules.verdicts import Cell, plain_result
from tests.rules.votekit import THRESHOLD, ask, by_totals, card, plain_card, totals

CARD = card("表决-全体过半数")
ELECTION = card("选举-差额")
FULL: dict[str, Any] = {"members": 41, "present": 37, "issued": 37, "returned": 37}


def counts(yes: int, no: int = 0, abstain: int = 0) -> dict[str, int]:
    return {"赞成": yes, "反对": no, "弃权": abstain}


# tally


def test_different_piles_void_or_blank_for_the_same_cause_add_up() -> None:
    hard = card("表决-全体过半数", ballot={"double": "invalid_ballot"})
    twice = ["赞成", "反对"]
    piles = {
        pattern({"q1": twice}): 3,
        pattern({"q1": twice, "q2": ["赞成"]}): 4,
        pattern({"q2": ["赞成"]}): 5,
        pattern({"q2": ["反对"]}): 6,
    }
    seen = tally(hard, ask(2), piles)
    assert (seen.invalid_ballots, seen.reasons) == (7, {"同一项多选": 7})
    assert (seen.questions["q1"].blank, seen.questions["q1"].counts["赞成"]) == (11, 0)


def test_why_a_ballot_is_void_and_what_is_not_on_the_sheet_is_said_in_full() -> None:
    seen = tally(ELECTION, ask(2), gather([{"q1": ["赞成"], "q2": ["赞成"]}]), seats=1)
    assert seen.reasons == {"所选人数（项数）多于应选名额": 1}
    wrong = {pattern({"q1": ["赞成"]}): 0, pattern({"q9": ["赞成"]}): 1, pattern({"q1": ["好"]}): 1}
    with pytest.raises(BadInput) as caught:
        tally(CARD, ask(1), wrong)
    assert str(caught.value).startswith("录入的票与票样不符，未作计票。")
    assert [(p.message, p.row, p.field) for p in caught.value.problems] == [
        ("张数应为正整数", 1, "copies"),
        ("票上没有这一项", 2, "q9"),
        ("票上没有这样的选项", 3, "q1"),
    ]


def test_an_item_with_every_mark_there_is_is_on_the_sheet() -> None:
    seen = tally(CARD, ask(1), gather([{"q1": ["赞成", "反对", "弃权", "?"]}]))
    assert seen.questions["q1"].invalid == 1


def test_missing_ballots_join_the_abstentions_only_when_there_are_some() -> None:
    c = card("表决-全体过半数", ballot={"missing": "abstain"})
    row = Row(counts(10, 2, 3), blank=4)
    assert effective(c, row) == counts(10, 2, 7)
    assert effective(c, row, 5) == counts(10, 2, 12)
    keys = card("表决器-全体过半数", ballot={"medium": "表决器", "unpressed": "as_abstain"})
    assert effective(keys, Row(counts(10, 2, 3))) == counts(10, 2, 3)
    result = by_totals(c, (30, 2, 3), **{**FULL, "returned": 35})
    assert result.question("q1").counts == counts(30, 2, 5)


# reconcile


def test_differences_say_where_in_full() -> None:
    first = Tally({"q1": Row(counts(5))}, 5, 0)
    second = Tally({"q1": Row(counts(4), blank=1, invalid=1, unpressed=1)}, 7, 1)
    assert compare_tallies(CARD, ask(1), first, second).differences == (
        Difference("", "整体", "returned", "收回票数不一致"),
        Difference("", "整体", "invalid_ballots", "无效票数不一致"),
        Difference("q1", "第1项", "赞成", "第1项：“赞成”不一致"),
        Difference("q1", "第1项", "blank", "第1项：“空白”不一致"),
        Difference("q1", "第1项", "invalid", "第1项：“无效”不一致"),
        Difference("q1", "第1项", "unpressed", "第1项：“未按”不一致"),
    )


def test_an_item_only_one_count_knows_does_not_hide_the_next() -> None:
    first = Tally({"q2": Row(counts(5))}, 5, 0)
    second = Tally({"q1": Row(counts(5)), "q2": Row(counts(4, 1))}, 5, 0)
    found = compare_tallies(CARD, ask(2), first, second).differences
    assert found[0] == Difference("q1", "第1项", "entered", "第1项：只有一次计票录入了此项")
    assert [d.question for d in found] == ["q1", "q2", "q2"]


def test_slips_that_cancel_out_are_named() -> None:
    first = gather([{"q1": ["赞成"], "q2": ["赞成"]}, {"q1": ["反对"], "q2": ["反对"]}])
    second = gather([{"q1": ["赞成"], "q2": ["反对"]}, {"q1": ["反对"], "q2": ["赞成"]}])
    assert compare_ballots(CARD, ask(2), first, second).differences == (
        Difference("", "整体", "ballots", "各项合计一致，但逐票比较有不同的票"),
    )


def test_the_seats_of_this_vote_void_ballots_in_both_counts() -> None:
    three = {"q1": ["赞成"], "q2": ["赞成"]}
    one = gather([three, {"q1": ["赞成"]}])
    other = gather([{"q1": ["赞成"]}, {"q1": ["赞成"]}])
    for first, second in ((one, other), (other, one)):
        found = compare_ballots(ELECTION, ask(2), first, second, seats=1).differences
        assert "invalid_ballots" in {d.what for d in found}
        assert "赞成" in {d.what for d in found if d.question == "q1"}


# seal


def test_the_canonical_text_is_plain_utf8_and_a_wrong_digest_is_named() -> None:
    assert canonical_json({"乙": "赞", "甲": [1, True, None]}) == (
        '{"乙":"赞","甲":[1,true,null]}'.encode()
    )
    with pytest.raises(ValueError, match="abcd"):
        short_code("abcd")


# verdicts


def undecided(question: QuestionResult) -> tuple[str, str, str]:
    return question.outcome_key, question.outcome_label, question.explanation


def test_an_undecided_item_says_so() -> None:
    cell = Cell(Numbers(), Row(counts(1)))
    plain = plain_result(CARD, ask(1)[0], [cell])
    assert undecided(plain) == ("", "未作判定", "票数未核对相符，未作判定")
    assert (plain.unpressed, plain.state) == (None, State.UNDECIDED)
    pressed = plain_result(CARD, ask(1)[0], [Cell(Numbers(), Row(counts(1), unpressed=0))])
    assert pressed.unpressed == 0


def test_a_measured_item_says_that_it_only_counts_and_keeps_its_rates() -> None:
    q = by_totals(card("测评-海曙2006"), (15, 6, 0), present=21).question("q1")
    assert q.outcome_label == "只计票数"
    assert q.rates[0] == RateValue("满意率", 15, 21, "满意率71.4%（15/21）")
    assert q.consequence == ""


def test_a_settled_item_carries_the_key_of_its_grade_and_no_consequence_unless_there_is_one() -> (
    None
):
    q = by_totals(CARD, (21, 16, 0), **FULL).question("q1")
    assert (q.outcome_key, q.consequence, q.consequence_months) == ("passed", "", None)


def test_one_voter_alone_is_unanimous_and_none_is_not() -> None:
    lines = [
        {"key": "p", "label": "通过", "choices": ["赞成"], "passed": True, **THRESHOLD, "op": ">="},
        {"key": "f", "label": "不予通过", "else": True, "passed": False},
    ]
    lines[0]["fraction"] = "0"
    c = parse_card(plain_card(outcomes=lines))
    one = by_totals(c, (1, 0, 0), members=1, present=1, issued=1, returned=1).question("q1")
    assert one.unanimous
    nobody = by_totals(c, (0, 0, 0), members=1, present=0, issued=0, returned=0).question("q1")
    assert (nobody.state, nobody.unanimous) == (State.PASSED, False)


def test_a_threshold_of_nothing_needs_no_vote() -> None:
    lines = [
        {
            "key": "p",
            "label": "通过",
            "choices": ["赞成"],
            **THRESHOLD,
            "op": ">=",
            "fraction": "0",
        },
        {"key": "f", "label": "不予通过", "else": True},
    ]
    c = parse_card(plain_card(outcomes=lines))
    q = by_totals(c, (0, 3, 0), members=5, returned=3).question("q1")
    assert "为0票；赞成0票" in q.explanation


def items_card() -> Card:
    lines = [
        {"key": "a", "label": "甲", "choices": ["赞成"], **THRESHOLD, "base": "件数"},
        {"key": "b", "label": "乙", "choices": ["反对"], **THRESHOLD, "base": "件数"},
        {"key": "c", "label": "丙", "else": True},
    ]
    return parse_card(plain_card(outcomes=lines, ballot={"medium": "汇总"}))


def test_a_chain_measured_on_items_speaks_of_items() -> None:
    q = by_totals(items_card(), (40, 60, 0), items=100).question("q1")
    assert q.explanation == (
        "件数100件；赞成40件，未过半数（过半数为51件），差11件；反对60件，已过半数（过半数为51件）；"
        "结果为“乙”"
    )


def shares(committee: tuple[int, ...], public: tuple[int, ...]) -> QuestionResult:
    lines = [
        {"key": "p", "label": "满意", "choices": ["赞成"], **THRESHOLD, "base": "有效"},
        {"key": "f", "label": "不满意", "else": True},
    ]
    electorates = [
        {"key": "甲", "label": "甲类", "weight": "7/10"},
        {"key": "乙", "label": "乙类", "weight": "3/10"},
    ]
    c = parse_card(plain_card(outcomes=lines, electorates=electorates))
    parts = {
        key: Count(Numbers(returned=sum(row)), totals=totals(c, row))
        for key, row in (("甲", committee), ("乙", public))
    }
    return decide(VoteInput(c, ask(1), Count(Numbers()), parts)).question("q1")


def test_weighted_shares_are_explained_word_for_word() -> None:
    assert shares((20, 20, 0), (51, 49, 0)).explanation == (
        "赞成加权为50.3%，已过半数；结果为“满意”"
    )
    low = shares((0, 40, 0), (100, 0, 0))
    assert (low.explanation, low.share) == (
        "赞成加权为30.0%，未过半数；结果为“不满意”",
        Fraction(3, 10),
    )


def scored(*row: int) -> QuestionResult:
    bands = [
        {"key": "a", "label": "优", "at_least": 90, "below": 100},
        {"key": "b", "label": "中", "at_least": 75, "below": 90},
        {"key": "c", "label": "差", "at_least": 60, "below": 75},
    ]
    choices = [
        {"key": "满意", "score": 100},
        {"key": "一般", "score": 80},
        {"key": "差", "score": 60},
    ]
    c = parse_card(plain_card(choices=choices, bands=bands, outcomes=None))
    rows = {"q1": QuestionTally(dict(zip(c.keys, row, strict=True)))}
    return decide(VoteInput(c, ask(1), Count(Numbers(returned=sum(row)), totals=rows))).question(
        "q1"
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((5, 5, 0), "平均90.00分，评为“优”"),
        ((5, 5, 1), "平均87.27分，评为“中”"),
        ((0, 3, 1), "平均75.00分，评为“中”"),
        ((0, 0, 4), "平均60.00分，评为“差”"),
        ((4, 0, 0), "平均100.00分，评为“优”"),
    ],
)
def test_a_mean_on_the_edge_belongs_to_the_band_above(row: tuple[int, ...], said: str) -> None:
    assert scored(*row).explanation == said
