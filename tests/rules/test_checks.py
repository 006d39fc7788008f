"""Every check of the numbers, whole: its key, whether it holds, how grave it is, what it says."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest

from meetingdesk.rules.decide import Count, Numbers, Question, QuestionTally, VoteInput, decide
from meetingdesk.rules.results import Check, Level
from meetingdesk.rules.tally import gather, pattern
from tests.rules.votekit import THRESHOLD, ask, by_totals, card, plain_card, totals

CARD = card("表决-全体过半数")
LOOSE = card("表决-全体过半数", quorum=None)
FULL: dict[str, Any] = {"members": 41, "present": 37, "issued": 37, "returned": 37}
ERROR, VOID, NOTE = Level.ERROR, Level.VOID, Level.NOTE

Row = tuple[str, bool, Level, str, str]


def rows(checks: tuple[Check, ...], *keys: str) -> list[Row]:
    """The checks of these keys (all when none is named), as plain rows."""
    return [astuple(c) for c in checks if not keys or c.key in keys]


def people(members: int = 41, **numbers: int) -> list[Row]:
    found = by_totals(CARD, (37, 0, 0), **{**FULL, "members": members, **numbers})
    return rows(found.checks, "present_members", "quorum")


def test_those_present_against_those_in_office_and_the_quorum() -> None:
    assert people() == [
        ("present_members", True, ERROR, "到会37人，不多于全体组成人员41人", ""),
        ("quorum", True, VOID, "全体组成人员41人，过半数为21人；到会37人，达到法定人数", ""),
    ]
    assert people(members=37)[0][1] is True
    assert people(members=36)[0] == (
        "present_members", False, ERROR, "到会37人，多于全体组成人员36人", ""
    )  # fmt: skip
    assert people(members=73)[1][:3] == ("quorum", True, VOID)
    assert people(members=74)[1] == (
        "quorum", False, VOID,
        ("全体组成人员74人，过半数为38人；到会37人，不足法定人数，不得举行会议，表决不发生效力"), "",
    )  # fmt: skip


def test_those_present_against_the_deputies() -> None:
    c = card("决议-代表大会")
    found = by_totals(c, (300, 0, 0), deputies=299, present=300, issued=300, returned=300)
    assert rows(found.checks)[0] == (
        "present_deputies", False, ERROR, "到会300人，多于全体代表299人", ""
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (
            {},
            [
                ("issued_present", True, NOTE, "发出票37张，不多于到会37人", ""),
                ("returned_issued", True, VOID,
                 "发出票37张，收回票37张，收回与发出相符，本次投票有效", ""),
                ("returned_present", True, ERROR, "收回票37张，不多于到会37人", ""),
            ],
        ),
        (
            {"issued": 38, "returned": 36, "unreturned": 2, "valid": 35, "invalid": 1},
            [
                ("issued_present", False, NOTE, "发出票38张，多于到会37人", ""),
                ("returned_issued", True, VOID,
                 "发出票38张，收回票36张，未收回2张，本次投票有效", ""),
                ("issued_sum", True, ERROR, "发出38张，等于收回36＋未收回2", ""),
                ("returned_present", True, ERROR, "收回票36张，不多于到会37人", ""),
                ("returned_sum", True, ERROR, "收回36张，等于有效35＋无效1", ""),
            ],
        ),
        (
            {"issued": 37, "returned": 38, "unreturned": 0, "valid": 37},
            [
                ("issued_present", True, NOTE, "发出票37张，不多于到会37人", ""),
                ("returned_issued", False, VOID,
                 "收回票38张，多于发出票37张，本次投票无效，应重新投票", ""),
                ("issued_sum", False, ERROR, "发出37张，不等于收回38＋未收回0", ""),
                ("returned_present", False, ERROR, "收回票38张，多于到会37人", ""),
                ("returned_sum", False, ERROR, "收回38张，不等于有效37＋无效0", ""),
            ],
        ),
        (
            {"issued": None, "returned": 38},
            [("returned_present", False, VOID, "收回票38张，多于到会37人", "")],
        ),
        (
            {"issued": None, "returned": 37},
            [("returned_present", True, VOID, "收回票37张，不多于到会37人", "")],
        ),
    ],
)  # fmt: skip
def test_sheets_out_and_back(numbers: dict[str, Any], expected: list[Row]) -> None:
    found = by_totals(CARD, (30, 0, 0), **{**FULL, **numbers})
    sheets = ("issued_present", "returned_issued", "issued_sum", "returned_present", "returned_sum")
    assert rows(found.checks, *sheets) == expected


def test_no_votes_at_all_is_an_error_of_its_own() -> None:
    found = decide(VoteInput(CARD, ask(1), Count(Numbers(**FULL)))).checks
    assert rows(found, "votes") == [("votes", False, ERROR, "既没有票，也没有各项票数", "")]


def by_ballots(
    ballots: list[dict[str, list[str]]], given: dict[str, QuestionTally] | None = None, **n: Any
) -> tuple[Check, ...]:
    count = Count(Numbers(**n), gather(ballots), given)
    return decide(VoteInput(CARD, ask(2), count)).checks


SHEETS = [{"q1": ["赞成"], "q2": ["反对"]}] * 3 + [{"*": ["?"]}]
SOURCES = ("sheets_entered", "invalid_entered", "totals_match")


def test_ballots_against_what_was_reported_beside_them() -> None:
    assert rows(by_ballots(SHEETS, members=41, present=37), *SOURCES) == [
        ("sheets_entered", False, NOTE, "没有另报收回票数，按录入的4张计", "")
    ]
    told = totals(CARD, (3, 0, 0), (0, 2, 1))
    assert rows(by_ballots(SHEETS, told, returned=4, invalid=1), *SOURCES) == [
        ("sheets_entered", True, ERROR, "录入4张，等于收回4张", ""),
        ("invalid_entered", True, ERROR, "按票判定无效1张，等于报告的无效1张", ""),
        ("totals_match", True, ERROR, "第1项：逐票相加与各项票数逐项比较", "q1"),
        ("totals_match", False, ERROR, "第2项：逐票相加与各项票数逐项比较", "q2"),
    ]
    assert rows(by_ballots(SHEETS, returned=5, invalid=0), *SOURCES) == [
        ("sheets_entered", False, ERROR, "录入4张，不等于收回5张", ""),
        ("invalid_entered", False, ERROR, "按票判定无效1张，不等于报告的无效0张", ""),
    ]


@pytest.mark.parametrize(
    ("medium", "name"), [("表决器", "到会"), ("举手", "到会"), ("无异议", "到会"), ("票", "收回")]
)
def test_the_number_every_row_is_held_against_is_named(medium: str, name: str) -> None:
    c = card("表决-全体过半数", ballot={"medium": medium})
    found = by_totals(c, (30, 0, 0), members=41).checks
    said = f"没有“{name}”的数目，无法核对票数"
    assert rows(found, "whole") == [("whole", False, ERROR, said, "")]


def test_rows_of_pieces_are_held_against_the_pieces() -> None:
    c = card("表决-全体过半数", ballot={"medium": "汇总"}, quorum=None)
    found = by_totals(c, (30, 0, 0), (31, 0, 0), items=30, members=41).checks
    assert rows(found, "row_sum") == [
        ("row_sum", True, ERROR, "第1项：各项票数与无效合计30，等于件数30", "q1"),
        ("row_sum", False, ERROR, "第2项：各项票数与无效合计31，不等于件数30", "q2"),
    ]


def test_rows_that_are_not_on_the_sheet_or_incomplete_are_named_each() -> None:
    given = {
        "q1": QuestionTally({"赞成": 1, "好": 1, "坏": 1, "反对": 0, "弃权": 0}),
        "q2": QuestionTally({"赞成": 3}),
        "q8": QuestionTally({}),
        "q9": QuestionTally({}),
    }
    count = Count(Numbers(**{**FULL, "returned": 3}), totals=given)
    found = decide(VoteInput(CARD, ask(4), count)).checks
    assert rows(found, "unknown", "entered") == [
        ("unknown", False, ERROR, "票样上没有“q8”", "q8"),
        ("unknown", False, ERROR, "票样上没有“q9”", "q9"),
        ("entered", False, ERROR, "第1项：没有“坏、好”这一选项", "q1"),
        ("entered", False, ERROR, "第2项：没有录入反对、弃权", "q2"),
        ("entered", False, ERROR, "第3项：没有录入赞成、反对、弃权", "q3"),
        ("entered", False, ERROR, "第4项：没有录入赞成、反对、弃权", "q4"),
    ]


@pytest.mark.parametrize(
    ("against", "row"),
    [
        (36, (True, "不多于")),
        (37, (True, "不多于")),
        (38, (False, "多于")),
    ],
)
def test_no_objection_may_hold_fewer_hands_than_people_but_not_more(
    against: int, row: tuple[bool, str]
) -> None:
    found = by_totals(card("无异议通过"), (against,), members=41, present=37).checks
    said = f"第1项：各项票数与无效合计{against}，{row[1]}到会37"
    assert rows(found, "row_sum") == [("row_sum", row[0], ERROR, said, "q1")]


def test_a_written_name_may_hold_fewer_votes_than_there_are_sheets_but_not_more() -> None:
    questions = (Question("q1", "王某"), Question("q2", "李某", write_in=True))
    c = card("选举-差额")
    for votes, ok, sign in ((369, True, "不多于"), (370, True, "不多于"), (371, False, "多于")):
        given = {
            "q1": QuestionTally({"赞成": 0, "反对": 370, "弃权": 0}),
            "q2": QuestionTally({"赞成": votes, "反对": 0, "弃权": 0}),
        }
        n = Numbers(deputies=439, present=370, issued=370, returned=370)
        found = decide(VoteInput(c, questions, Count(n, totals=given), seats=1)).checks
        said = f"李某：各项票数与无效合计{votes}，{sign}收回370"
        assert rows(found, "row_sum")[1] == ("row_sum", ok, ERROR, said, "q2")


def test_a_void_ballot_holds_no_chosen_name() -> None:
    c = card("选举-差额")
    given = {
        "q1": QuestionTally({"赞成": 300, "反对": 60, "弃权": 0}),
        "q2": QuestionTally({"反对": 360, "弃权": 0}),
    }
    n = Numbers(deputies=439, present=370, issued=370, returned=370, invalid=10)
    found = decide(VoteInput(c, ask(2), Count(n, totals=given), seats=1)).checks
    said = "各项赞成合计300票，不多于有效票360张、每张至多1个所能有的360票"
    assert rows(found, "choice_limit") == [("choice_limit", True, ERROR, said, "")]
    exact = {"q1": QuestionTally({"赞成": 360, "反对": 0, "弃权": 0}), "q2": given["q2"]}
    found = decide(VoteInput(c, ask(2), Count(n, totals=exact), seats=1)).checks
    assert rows(found, "choice_limit")[0][1] is True


def test_each_base_the_card_needs_and_nobody_gave_is_named_once() -> None:
    line = {"key": "a", "label": "甲", "choices": ["赞成"], **THRESHOLD}
    bases = ["全体组成人员", "编制名额", "到会", "发出", "收回", "全体代表", "件数", "有效", "收回"]
    outcomes = [{**line, "key": base + str(n), "base": base} for n, base in enumerate(bases)]
    c = plain_card(
        outcomes=[*outcomes, {"key": "z", "label": "其余", "else": True}],
        quorum={**THRESHOLD, "base": "编制名额"},
    )
    found = decide(VoteInput(card("表决-全体过半数", **c), ask(1), Count(Numbers()))).checks
    labels = ["全体组成人员", "编制名额", "到会", "发出票", "收回票", "全体代表", "件数"]
    assert rows(found, "base", "quorum") == [
        *[("base", False, ERROR, f"缺少“{label}”的数目，按本卡无法判定", "") for label in labels],
        ("quorum", False, ERROR, "没有到会人数，无法核对法定人数", ""),
    ]


def test_ballots_give_the_number_back_that_a_base_asks_for() -> None:
    line = {"key": "p", "label": "通过", "choices": ["赞成"], **THRESHOLD, "base": "收回"}
    c = card("表决-全体过半数", quorum=None, what_if=[],
             outcomes=[line, {"key": "f", "label": "不予通过", "else": True}])  # fmt: skip
    votes = {pattern({"q1": ["赞成"]}): 2, pattern({"q1": ["反对"]}): 1}
    result = decide(VoteInput(c, ask(1), Count(Numbers(), votes)))
    assert not result.problems
    assert (result.question("q1").base_count, result.question("q1").need) == (3, 2)


def test_the_checks_of_several_electorates_say_which() -> None:
    electorates = [
        {"key": "甲", "label": "甲类", "weight": "7/10"},
        {"key": "乙", "label": "乙类", "weight": "3/10"},
    ]
    line = {"key": "p", "label": "满意", "choices": ["赞成"], **THRESHOLD, "base": "有效"}
    outcomes = [line, {"key": "f", "label": "不满意", "else": True}]
    c = card("表决-全体过半数", quorum=None, what_if=[], outcomes=outcomes, electorates=electorates)
    parts = {key: Count(Numbers(returned=5), totals=totals(c, (n, 5 - n, 0)))
             for key, n in (("甲", 3), ("乙", 1))}  # fmt: skip
    result = decide(VoteInput(c, ask(1), Count(Numbers(members=9)), parts))
    assert rows(result.checks) == [
        ("row_sum", True, ERROR, "甲类：第1项：各项票数与无效合计5，等于收回5", "q1"),
        ("row_sum", True, ERROR, "乙类：第1项：各项票数与无效合计5，等于收回5", "q1"),
    ]
    assert result.numbers == {"members": 9}
