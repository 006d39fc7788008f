from __future__ import annotations

from meetingdesk.rules.reconcile import compare_ballots, compare_tallies
from meetingdesk.rules.tally import QuestionTally, Tally, pattern
from tests.rules.votekit import ask, card

CARD = card("表决-全体过半数")


def rows(yes: int, no: int, blank: int = 0) -> QuestionTally:
    return QuestionTally({"赞成": yes, "反对": no, "弃权": 0}, blank=blank)


def test_equal_counts_agree() -> None:
    one = Tally({"q1": rows(30, 7)}, returned=37)
    found = compare_tallies(CARD, ask(1), one, one)
    assert found.agrees
    assert found.questions == ()


def test_differences_name_the_place_and_hide_the_values() -> None:
    one = Tally({"q1": rows(30, 7), "q2": rows(37, 0)}, returned=37)
    two = Tally({"q1": rows(29, 7, 1), "q2": rows(37, 0)}, returned=38, invalid_ballots=1)
    found = compare_tallies(CARD, ask(2), one, two)
    assert [(d.question, d.what) for d in found.differences] == [
        ("", "returned"),
        ("", "invalid_ballots"),
        ("q1", "赞成"),
        ("q1", "blank"),
    ]
    assert found.questions == ("q1",)
    assert not found.agrees
    said = "".join(d.text for d in found.differences)
    assert "第1项：“赞成”不一致" in said
    assert not any(value in said for value in ("30", "29", "37", "38"))


def test_a_question_only_one_clerk_entered_differs() -> None:
    one, two = Tally({"q1": rows(1, 0)}, returned=1), Tally({}, returned=1)
    assert [d.what for d in compare_tallies(CARD, ask(2), one, two).differences] == ["entered"]


def test_slips_that_cancel_out_in_the_sums_are_still_found() -> None:
    yes, no = ["赞成"], ["反对"]
    one = {pattern({"q1": yes, "q2": yes}): 1, pattern({"q1": no, "q2": no}): 1}
    two = {pattern({"q1": yes, "q2": no}): 1, pattern({"q1": no, "q2": yes}): 1}
    found = compare_ballots(CARD, ask(2), one, two)
    assert [d.what for d in found.differences] == ["ballots"]
    assert compare_ballots(CARD, ask(2), one, dict(reversed(one.items()))).agrees
    slipped = {pattern({"q1": yes, "q2": yes}): 2}
    assert compare_ballots(CARD, ask(2), one, slipped, seats=1).questions == ("q1", "q2")


def test_a_question_nobody_entered_does_not_differ() -> None:
    one = Tally({"q1": rows(1, 0)}, returned=1)
    assert compare_tallies(CARD, ask(2), one, one).agrees
