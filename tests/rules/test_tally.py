from __future__ import annotations

import pytest

from meetingdesk.errors import BadInput
from meetingdesk.rules.tally import (
    WHOLE,
    Question,
    QuestionTally,
    Tally,
    effective,
    gather,
    invalid_items,
    merge,
    pattern,
    tally,
    valid,
    valid_known,
)
from tests.rules.votekit import ask, card

DECISION = "表决-全体过半数"


def test_a_pattern_has_no_order_and_no_empty_marks() -> None:
    one = pattern({"q2": ["反对", "赞成"], "q1": ["赞成"], "q3": []})
    assert one == pattern({"q1": ["赞成"], "q2": ["赞成", "反对", "反对"]})
    assert one == (("q1", ("赞成",)), ("q2", pattern({"a": ["反对", "赞成"]})[0][1]))


def test_multisets_gather_and_merge() -> None:
    a = gather([{"q1": ["赞成"]}, {"q1": ["反对"]}, {"q1": ["赞成"]}])
    assert sorted(a.values()) == [1, 2]
    assert merge(a, a) == {k: 2 * v for k, v in a.items()}
    assert list(merge(a)) == list(gather([{"q1": ["反对"]}, {"q1": ["赞成"]}, {"q1": ["赞成"]}]))


def test_rules_1_3_blank_double_and_illegible_items() -> None:
    c = card(DECISION)
    found = tally(
        c,
        ask(2),
        {
            pattern({"q1": ["赞成"], "q2": ["赞成"]}): 30,
            pattern({"q1": ["赞成"]}): 3,
            pattern({"q1": ["赞成", "反对"], "q2": ["弃权"]}): 2,
            pattern({"q1": ["?"], "q2": ["反对"]}): 1,
            pattern({WHOLE: ["?"]}): 1,
        },
        issued=40,
    )
    q1, q2 = found.questions["q1"], found.questions["q2"]
    assert q1 == QuestionTally({"赞成": 33, "反对": 0, "弃权": 0}, blank=0, invalid=3)
    assert q2 == QuestionTally({"赞成": 30, "反对": 1, "弃权": 2}, blank=3, invalid=0)
    assert (found.returned, found.invalid_ballots, found.missing) == (37, 1, 3)
    assert found.reasons == {"整票无法辨认": 1}
    assert effective(c, q2)["弃权"] == 5
    assert (valid(c, q1), valid(c, q2)) == (33, 36)
    assert (invalid_items(c, q1), invalid_items(c, q2)) == (3, 0)


def test_rules_1_3_the_card_may_void_the_whole_ballot() -> None:
    c = card(DECISION, ballot={"double": "invalid_ballot", "illegible": "invalid_ballot"})
    found = tally(
        c,
        ask(2),
        {
            pattern({"q1": ["赞成"], "q2": ["赞成"]}): 1,
            pattern({"q1": ["赞成", "反对"], "q2": ["赞成"]}): 2,
            pattern({"q1": ["?"], "q2": ["赞成"]}): 3,
        },
    )
    assert found.questions["q2"].counts["赞成"] == 1
    assert found.reasons == {"同一项多选": 2, "有无法辨认的事项": 3}
    assert found.invalid_ballots == 5
    assert found.missing == 0


def test_rules_4_1_v2_nothing_or_several_marked_is_invalid_and_not_counted() -> None:
    c = card("测评-深圳2011")
    found = tally(
        c,
        ask(1),
        {pattern({"q1": ["满意"]}): 5, pattern({}): 2, pattern({"q1": ["满意", "不满意"]}): 1},
    )
    row = found.questions["q1"]
    assert valid(c, row) == 5
    assert invalid_items(c, row) == 3


def test_rules_4_1_v14_those_who_do_not_know_are_not_valid_votes() -> None:
    counts = {"满意": 10, "基本满意": 4, "不满意": 1, "不了解": 5}
    assert valid(card("测评-作风计分"), QuestionTally(counts)) == 15
    assert valid_known(card("测评-作风计分"), QuestionTally(counts)) == 15
    ranked = card("测评-民主测评排名")
    row = QuestionTally({"满意": 10, "不满意": 1, "不了解": 5}, blank=2)
    assert (valid(ranked, row), valid_known(ranked, row)) == (18, 13)


@pytest.mark.parametrize(
    ("how", "abstained"), [("not_counted", 1), ("as_abstain", 5), ("as_absent", 1)]
)
def test_rules_1_2_n13_unpressed_keys(how: str, abstained: int) -> None:
    c = card("表决器-全体过半数", ballot={"medium": "表决器", "unpressed": how})
    found = tally(
        c, ask(1), {pattern({"q1": ["赞成"]}): 30, pattern({"q1": ["弃权"]}): 1, pattern({}): 4}
    )
    row = found.questions["q1"]
    assert (row.blank, row.unpressed, row.total) == (0, 4, 35)
    assert effective(c, row)["弃权"] == abstained


def test_a_missing_ballot_abstains_only_where_the_card_says_so() -> None:
    row = QuestionTally({"赞成": 30, "反对": 0, "弃权": 0})
    assert effective(card(DECISION), row, missing=4)["弃权"] == 0
    assert effective(card(DECISION, ballot={"missing": "abstain"}), row, missing=4)["弃权"] == 4
    assert Tally({}, returned=30, issued=34).missing == 4
    assert Tally({}, returned=30).missing == 0
    assert Tally({}, issued=30).missing == 0


def test_rules_1_3_more_names_than_seats_voids_that_ballot() -> None:
    c, questions = card("票决-民生实事"), ask(12)
    ten = {f"q{i}": ["赞成"] for i in range(1, 11)}
    found = tally(c, questions, {pattern(ten): 3, pattern({**ten, "q11": ["赞成"]}): 2})
    assert found.invalid_ballots == 2
    assert found.questions["q1"].counts == {"赞成": 3}
    assert found.questions["q12"].blank == 3
    assert tally(c, questions, {pattern(ten): 1}, seats=9).invalid_ballots == 1


def test_a_card_may_ask_for_at_least_so_many() -> None:
    rule = {"choice": "赞成", "choose_at_most": 2, "choose_at_least": 2, "seats": 2}
    c = card("票决-民生实事", selection=rule)
    found = tally(
        c, ask(3), {pattern({"q1": ["赞成"]}): 1, pattern({"q1": ["赞成"], "q2": ["赞成"]}): 1}
    )
    assert found.reasons == {"所选人数（项数）少于规定": 1}
    assert found.questions["q2"].counts["赞成"] == 1


@pytest.mark.parametrize(
    ("allowed", "own", "written"),
    [
        ("with_against", "反对", 1),
        ("with_against", "弃权", 0),
        ("with_against", "赞成", 0),
        ("free", "弃权", 1),
        ("no", "反对", 0),
    ],
)
def test_rules_1_3_only_who_is_against_may_write_another_name(
    allowed: str, own: str, written: int
) -> None:
    rule = {"choice": "赞成", "write_in": allowed}
    c = card("选举-差额", selection=rule)
    questions = ask(2, write_in=1)
    found = tally(
        c,
        questions,
        {pattern({"q1": [own], "q2": ["赞成"]}): 1, pattern({"q1": ["赞成"]}): 1},
        seats=5,
    )
    assert found.questions["q2"].counts["赞成"] == written
    assert found.questions["q2"].invalid == 1 - written
    assert found.questions["q2"].blank == 0


def test_a_written_name_without_its_mark_is_nothing_on_a_card_without_against() -> None:
    rule = {"choice": "赞成", "write_in": "with_against", "seats": 2}
    c = card("票决-民生实事", selection=rule)
    found = tally(c, ask(2, write_in=1), {pattern({"q2": ["赞成"]}): 1})
    assert found.questions["q2"].invalid == 1


def test_marks_that_are_not_on_the_ballot_are_refused() -> None:
    with pytest.raises(BadInput) as caught:
        tally(
            card(DECISION),
            [Question("q1", "甲")],
            {pattern({"q1": ["好"]}): 1, pattern({"q9": ["赞成"]}): 1, pattern({}): 0},
        )
    assert [(p.row, p.field) for p in caught.value.problems] == [
        (1, "q1"),
        (2, "q9"),
        (3, "copies"),
    ]


def test_rules_1_3_given_sheet_count_is_kept() -> None:
    assert tally(card(DECISION), ask(1), {pattern({}): 3}, returned=4).returned == 4
