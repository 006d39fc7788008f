"""唱票 by sums: every row adds up or is named; sums and ballots are compared by sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import certify, counting, rulings, votes
from meetingdesk.actions.counting import BLANK, DOUBT, ILLEGIBLE, WHOLE
from meetingdesk.actions.sums import gap_words
from meetingdesk.errors import Refused
from meetingdesk.rules.decide import decide
from meetingdesk.rules.votes import VoteInput
from tests.actions.countkit import fill, hall
from tests.actions.test_counting import KEYS, USUAL, A, B, C, build, one_question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.office import Office

SHEET = {key: {A: 4, B: 1} for key in KEYS}
BALLOTS = (({key: [B] for key in KEYS}, 1), (USUAL, 4))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Office, int]]:
    office, vote = hall(tmp_path)
    yield office, vote
    office.desk.close()


def summed(office: Office, vote: int, number: int, who: str, rows: dict, spoilt: int = 0) -> int:
    count = counting.start_count(office, vote, number, who)
    counting.enter_sums(office, count, rows, spoilt)
    counting.finish_count(office, count)
    return count


def test_every_row_that_is_off_is_named_with_its_gap(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = counting.start_count(office, vote)
    rows = {**SHEET, "q2": {A: 4}, "q4": {A: 4, B: 1, BLANK: 1}, "q5": {}}
    with pytest.raises(Refused) as refused:
        counting.enter_sums(office, count, rows)
    assert [(p.row, p.field, p.message) for p in refused.value.problems] == [
        (2, "市医疗保障局", "各项合计4，比收回5张少1"),
        (4, "市林业局", "各项合计6，比收回5张多1"),
        (5, "市教育局", "各项合计0，比收回5张少5"),
    ]
    for bad, words in (
        ({**SHEET, "q9": {A: 5}}, "票上没有这一项"),
        ({**SHEET, "q1": {"很好": 5}}, "只限票上的选项"),
        ({**SHEET, "q1": {A: 6, B: -1}}, "不小于0的整数"),
    ):
        with pytest.raises(Refused, match=words):
            counting.enter_sums(office, count, bad)
    with pytest.raises(Refused, match="不小于0"):
        counting.enter_sums(office, count, SHEET, -1)
    assert counting.sums_of(office, count) == {}
    assert counting.count_view(office, count).way == "逐张"
    assert gap_words(-2, 3, 0, 5) == "各项合计3，比收回5张少2"
    assert gap_words(1, 5, 1, 5) == "各项合计5，加整票无效1为6，比收回5张多1"


def test_two_counts_by_sums_agree_and_decide(desk: tuple[Office, int]) -> None:
    office, vote = desk
    rows = {key: {A: 2, B: 1, ILLEGIBLE: 1} for key in KEYS}
    first = summed(office, vote, 1, "甲", rows, 1)
    summed(office, vote, 2, "乙", rows, 1)
    view = counting.count_view(office, first)
    assert (view.way, view.entered, view.spoilt) == ("合计", 5, 1)
    assert (view.sums[0].counts, view.sums[0].invalid) == ({A: 2, B: 1, C: 0}, 1)
    assert all(e.ok for e in view.equations)
    assert counting.sums_of(office, first)[WHOLE] == {ILLEGIBLE: 1}
    assert certify.certify(office, vote)
    assert certify.seal_intact(office, vote)
    assert [c.way for c in votes.vote_view(office, vote).counts] == ["合计", "合计"]
    exported = certify.export_vote(office, vote)
    assert exported["numbers"]["invalid"] == 1
    result = votes.vote_view(office, vote).result
    assert decide(VoteInput.from_dict(exported)).to_dict() == result


@pytest.mark.parametrize("sums_first", [False, True])
def test_sums_and_ballots_are_compared_by_sums(
    desk: tuple[Office, int], *, sums_first: bool
) -> None:
    office, vote = desk
    if sums_first:
        second = summed(office, vote, 1, "甲", {**SHEET, "q3": {A: 5}})
        fill(office, vote, 2, "乙", *BALLOTS)
    else:
        fill(office, vote, 1, "甲", *BALLOTS)
        second = summed(office, vote, 2, "乙", {**SHEET, "q3": {A: 5}})
    told = counting.compare_counts(office, vote)
    assert told.differences == (
        ("q3", "市人防办：“满意”不一致"),
        ("q3", "市人防办：“基本满意”不一致"),
    )
    with pytest.raises(Refused, match="不能查看"):
        counting.sums_of(office, second)
    counting.resume_count(office, second)
    counting.enter_sums(office, second, SHEET)
    counting.finish_count(office, second)
    assert certify.certify(office, vote)
    assert "ballots" in certify.export_vote(office, vote), "the ballots decide, not the sums"


def test_doubtful_ballots_are_ruled_before_sums_are_compared(desk: tuple[Office, int]) -> None:
    office, vote = desk
    doubtful = {**USUAL, "q2": [DOUBT]}
    fill(office, vote, 1, "甲", (doubtful, 1), (USUAL, 4))
    rows = {key: {A: 5} for key in KEYS}
    summed(office, vote, 2, "乙", {**rows, "q2": {A: 4, B: 1}})
    told = counting.compare_counts(office, vote)
    assert (told.ready, told.waiting) == (False, "有1张疑难票，裁定后再与合计比对")
    with pytest.raises(Refused, match="还不能比对"):
        certify.certify(office, vote)
    rulings.rule_doubt(office, vote, doubtful, {"q2": [B]}, "王总监", "偏右")
    assert counting.compare_counts(office, vote).agrees
    assert certify.certify(office, vote)


def test_a_count_is_of_ballots_or_of_sums_never_both(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = counting.start_count(office, vote)
    counting.record_ballot(office, count, USUAL)
    with pytest.raises(Refused, match="不能改为按合计录入"):
        counting.enter_sums(office, count, SHEET)
    counting.take_back_ballot(office, count, USUAL)
    counting.enter_sums(office, count, SHEET)
    with pytest.raises(Refused, match="不能再逐张录票"):
        counting.record_ballot(office, count, USUAL)
    counting.enter_sums(office, count, {key: {A: 5} for key in KEYS})
    assert counting.count_view(office, count).sums[0].counts[A] == 5


def test_hands_need_no_sheet_of_sums(tmp_path: Path, office: Office) -> None:
    meeting = office.perform(build, name="样例")
    vote = one_question(office, meeting, "表决", "举手表决")
    count = counting.start_count(office, vote)
    with pytest.raises(Refused, match="不用唱票合计表"):
        counting.enter_sums(office, count, {"q1": {"赞成": 37}})


def test_bundles_are_set_for_a_count_and_taken_over_by_the_second(
    desk: tuple[Office, int],
) -> None:
    office, vote = desk
    first = counting.start_count(office, vote, 1, "甲")
    assert counting.count_view(office, first).bundle == 10
    counting.set_bundle(office, first, 25)
    with pytest.raises(Refused, match="每捆为10张或25张"):
        counting.set_bundle(office, first, 7)
    counting.record_ballot(office, first, USUAL, 5)
    counting.finish_count(office, first)
    second = counting.start_count(office, vote, 2, "乙")
    assert counting.count_view(office, second).bundle == 25


def test_values_stay_hidden_while_the_second_count_runs_or_differs(
    desk: tuple[Office, int],
) -> None:
    office, vote = desk
    first = fill(office, vote, 1, "甲", (USUAL, 5))
    assert counting.count_view(office, first).sums
    assert certify.preview(office, first)
    second = counting.start_count(office, vote, 2, "乙")
    counting.record_ballot(office, second, {**USUAL, "q1": [B]}, 5)

    def shut(*counts: int) -> None:
        for count in counts:
            view = counting.count_view(office, count)
            assert (view.hidden, view.sums, view.equations, view.spoilt) == (True, (), (), 0)
            for read in (counting.ballots, counting.sums_of, certify.preview):
                with pytest.raises(Refused, match="还没有一致"):
                    read(office, count)
        with pytest.raises(Refused, match="还没有一致"):
            certify.export_vote(office, vote)

    shut(first)
    assert counting.count_view(office, second).sums, "the clerk sees what he enters"
    counting.finish_count(office, second)
    shut(first, second)
    counting.resume_count(office, second)
    assert counting.ballots(office, second), "the third look"
    shut(first)
    counting.take_back_ballot(office, second, {**USUAL, "q1": [B]}, 5)
    counting.record_ballot(office, second, USUAL, 5)
    counting.finish_count(office, second)
    assert certify.preview(office, first) == certify.preview(office, second)


def test_fewer_cannot_come_back_than_are_entered(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = counting.start_count(office, vote)
    counting.record_ballot(office, count, USUAL, 4)
    with pytest.raises(Refused, match="收回票数不能少于4张"):
        votes.set_returned(office, vote, 3)
    counting.discard_count(office, count, "改用合计")
    count = counting.start_count(office, vote)
    counting.enter_sums(office, count, SHEET)
    with pytest.raises(Refused, match="收回票数不能少于5张"):
        votes.set_returned(office, vote, 4)
