"""The columns of a result: what stands in them, what they are called, that rows add up."""

from __future__ import annotations

import pytest

from meetingdesk.rules.countcolumns import count_columns
from meetingdesk.rules.decide import Count, Numbers, QuestionTally, VoteInput, decide
from tests.rules.votekit import ask, card

PAPER = {"members": 60, "present": 40, "issued": 40, "returned": 40}
PRESENT = {"members": 60, "present": 40}


def columns(
    name: str, row: QuestionTally, numbers: dict[str, int], ballot: dict[str, str]
) -> dict[str, int]:
    rule = card(name, ballot=ballot) if ballot else card(name)
    found = decide(VoteInput(rule, ask(1), Count(Numbers(**numbers), totals={"q1": row})))
    return {c.label: c.votes["q1"] for c in count_columns(rule, found, ["q1"])}


@pytest.mark.parametrize(
    ("name", "row", "numbers", "ballot", "shown"),
    [
        # no 弃权 to take the blanks: they have their own column
        (
            "测评-三档",
            QuestionTally({"满意": 31, "基本满意": 4}, blank=3, invalid=2),
            PAPER,
            {},
            {"满意": 31, "基本满意": 4, "不满意": 0, "空白": 3, "无效": 2},
        ),
        (
            "测评-三档",
            QuestionTally({"满意": 40}),
            PAPER,
            {},
            {"满意": 40, "基本满意": 0, "不满意": 0, "无效": 0},
        ),
        # blanks are 弃权, or invalid: they stand there and nowhere else
        (
            "表决-全体过半数",
            QuestionTally({"赞成": 31}, blank=9),
            PAPER,
            {},
            {"赞成": 31, "反对": 0, "弃权": 9, "无效": 0},
        ),
        (
            "表决-全体过半数",
            QuestionTally({"赞成": 31}, blank=9),
            PAPER,
            {"blank": "invalid"},
            {"赞成": 31, "反对": 0, "弃权": 0, "无效": 9},
        ),
        # keys not pressed: beside the rest, or among 弃权, never both
        (
            "表决器-全体过半数",
            QuestionTally({"赞成": 31, "反对": 2}, unpressed=7),
            PRESENT,
            {},
            {"赞成": 31, "反对": 2, "弃权": 0, "未按": 7},
        ),
        (
            "表决器-全体过半数",
            QuestionTally({"赞成": 31, "反对": 2}, unpressed=7),
            PRESENT,
            {"medium": "表决器", "unpressed": "as_abstain"},
            {"赞成": 31, "反对": 2, "弃权": 7},
        ),
        (
            "表决器-全体过半数",
            QuestionTally({"赞成": 31, "反对": 2}, unpressed=7),
            PRESENT,
            {"medium": "举手"},
            {"赞成": 31, "反对": 2, "弃权": 0, "未表态": 7},
        ),
    ],
)  # fmt: skip
def test_each_number_stands_in_one_column(
    name: str, row: QuestionTally, numbers: dict[str, int], ballot: dict[str, str],
    shown: dict[str, int],
) -> None:  # fmt: skip
    found = columns(name, row, numbers, ballot)
    assert found == shown
    assert sum(found.values()) == 40


def test_a_name_written_in_has_no_number_of_those_who_did_not_write_it() -> None:
    rule = card("测评-三档")
    rows = {"q1": QuestionTally({"满意": 30}, blank=10), "q2": QuestionTally({"满意": 3}, blank=37)}
    found = decide(VoteInput(rule, ask(2), Count(Numbers(**PAPER), totals=rows)))
    silent = next(c for c in count_columns(rule, found, ["q1"]) if c.label == "空白")
    assert silent.spare
    assert silent.votes == {"q1": 10}
