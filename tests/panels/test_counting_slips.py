"""41 ballots × 5 objects typed twice on the real page, with three planted slips.

All three are found, nothing else is reported, and no value is shown until the third look.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from meetingdesk.actions import attendance, counting, votes
from meetingdesk.shell.widgets import RecordTable
from tests.panels.test_votes import OBJECTS, Desk, desk  # noqa: F401 - the fixture

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.slow
BALLOTS = 41
LABELS = {"1": "满意", "2": "基本满意", "3": "不满意", "0": "空白"}
Paper = list[list[str]]
Slips = dict[int, tuple[int, str]]


def opened(desk: Desk) -> None:  # noqa: F811
    """All 41 members are there; 41 papers went out and came back."""
    everyone = [row.id for row in attendance.roll(desk.office, desk.meeting)]
    attendance.mark(desk.office, everyone, state="出席")
    desk.to_count(votes.draft_evaluation(desk.office, 1))
    assert (desk.vote().issued, desk.vote().returned) == (BALLOTS, BALLOTS)


def typed(desk: Desk, paper: Paper, order: Iterable[int], slips: Slips) -> None:  # noqa: F811
    """Type the pile in ``order``, ballot by ballot, with ``slips``: ballot → (object, key)."""
    sheet = desk.find("votesSheet")
    for number in order:
        ballot = list(paper[number])
        if number in slips:
            at, key = slips[number]
            ballot[at] = key
        for key in ballot:
            QTest.keyClick(sheet, key)
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        if "本捆小计" in desk.panel.page.count.head.text():
            QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert desk.text("votesBallotNumber") == "已全部录入"
    QTest.keyClick(sheet, Qt.Key.Key_Return)


def expected(paper: Paper, slips: Slips) -> set[tuple[str, str]]:
    """What must be told: the objects whose sums differ, with the choices concerned."""
    sums = {}
    for turn in (0, 1):
        for number, ballot in enumerate(paper):
            for at, key in enumerate(ballot):
                read = slips[number][1] if turn and slips.get(number, (9,))[0] == at else key
                cell = (OBJECTS[at], LABELS[read])
                sums[cell] = sums.get(cell, 0) + (1 if turn else -1)
    return {cell for cell, gap in sums.items() if gap}


@pytest.mark.parametrize("seed", [36, 41, 5])
def test_three_slips_are_found_and_nothing_else(desk: Desk, seed: int) -> None:  # noqa: F811
    opened(desk)
    dice = random.Random(seed)
    paper = [[dice.choice("111123") for _ in OBJECTS] for _ in range(BALLOTS)]
    slips: Slips = {
        number: (at, dice.choice([k for k in "0123" if k != paper[number][at]]))
        for number, at in zip(
            dice.sample(range(BALLOTS), 3), dice.sample(range(len(OBJECTS)), 3), strict=True
        )
    }
    typed(desk, paper, range(BALLOTS), {})
    desk.find("votesCounter2", QLineEdit).setText("乙")
    desk.click("votesStartSecond")
    typed(desk, paper, reversed(range(BALLOTS)), slips)

    table = desk.find("votesDifferences", RecordTable)
    found = {(name, words[words.index("“") + 1 : words.index("”")]) for name, words in table.rows()}
    assert found == expected(paper, slips)
    assert {name for name, _ in found} == {OBJECTS[at] for at, _ in slips.values()}
    shown = [column.text(row) for row in table.rows() for column in table.columns]
    assert not any(char.isdigit() for words in shown for char in words), "values stay hidden"
    assert not desk.find("votesCertify").isEnabled()
    for head in desk.vote().counts:
        assert counting.count_view(desk.office, head.id).hidden

    desk.click("votesResume2")
    second = desk.count().id
    for number, (at, key) in slips.items():
        right = {f"q{n}": [LABELS[one]] for n, one in enumerate(paper[number], 1)}
        wrong = {**right, f"q{at + 1}": [] if key == "0" else [LABELS[key]]}
        counting.take_back_ballot(desk.office, second, wrong)
        counting.record_ballot(desk.office, second, right)
    desk.panel.page.reload()
    desk.keys("\n")
    assert desk.find("votesCertify").isEnabled()
    desk.click("votesCertify")
    result = desk.vote().result
    assert result is not None
    for column, row in enumerate(result["questions"]):
        marks = [ballot[column] for ballot in paper]
        assert row["counts"] == {LABELS[key]: marks.count(key) for key in "123"}


def test_two_careful_counts_report_nothing(desk: Desk) -> None:  # noqa: F811
    opened(desk)
    dice = random.Random(7)
    paper = [[dice.choice("11112230") for _ in OBJECTS] for _ in range(BALLOTS)]
    order = list(range(BALLOTS))
    typed(desk, paper, order, {})
    desk.find("votesCounter2", QLineEdit).setText("乙")
    desk.click("votesStartSecond")
    dice.shuffle(order)
    typed(desk, paper, order, {})
    assert "逐项一致" in desk.panel.page.review.verdict.text.text()
    assert desk.panel.page.review.table.rows() == []
    assert desk.find("votesCertify").isEnabled()
