"""The worked examples of the sources; each test names its row in the law notes."""

from __future__ import annotations

from typing import Any

import pytest

from meetingdesk.rules.cards import Base, Card
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Level, Result, State
from meetingdesk.rules.tally import pattern
from tests.rules.votekit import ask, by_totals, card

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
