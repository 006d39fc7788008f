"""疑难票: laid aside by both counts, ruled once with who and why, in no sum before that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import certify, counting, rulings, votes
from meetingdesk.actions.counting import DOUBT, ILLEGIBLE, WHOLE
from meetingdesk.errors import Refused
from meetingdesk.papers.documents.votes import tally
from meetingdesk.papers.model import Paragraph
from meetingdesk.records.votes import Vote
from meetingdesk.rules.decide import decide
from meetingdesk.rules.votes import VoteInput
from tests.actions.countkit import Sheet, fill, hall
from tests.actions.test_counting import USUAL, A, B, C

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetingdesk.actions.office import Office

SLANTED: Sheet = {**USUAL, "q2": [DOUBT]}
SIGNED: Sheet = {**USUAL, "q1": [B], WHOLE: [DOUBT]}
TWICE: Sheet = {**USUAL, "q2": [DOUBT], "q3": [DOUBT]}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Office, int]]:
    office, vote = hall(tmp_path)
    yield office, vote
    office.desk.close()


def laid(office: Office, vote: int, *sheets: Sheet, second: bool = True) -> None:
    """Count twice the doubtful sheets and as many usual ones as make five."""
    pile = [(sheet, 1) for sheet in sheets] + [(USUAL, 5 - len(sheets))]
    for number, who in enumerate("甲乙" if second else "甲", 1):
        fill(office, vote, number, who, *pile)


def test_a_doubtful_ballot_is_in_no_sum_until_it_is_ruled(desk: tuple[Office, int]) -> None:
    office, vote = desk
    laid(office, vote, SLANTED)
    count = votes.vote_view(office, vote).counts[0].id
    view = counting.count_view(office, count)
    assert (view.entered, view.doubtful, view.complete) == (5, 1, True)
    assert [row.total for row in view.sums] == [4] * 5
    assert [(e.label, e.text, e.ok) for e in view.equations][1:] == [
        ("收回 = 有效 + 无效 + 疑难", "5 = 4 + 0 + 1", None),
        ("每项：各项票数之和 = 4", "5 / 5", True),
    ]
    assert counting.compare_counts(office, vote).agrees
    with pytest.raises(Refused, match="还有1张疑难票没有裁定"):
        certify.certify(office, vote)
    for act in (certify.preview, lambda o, _: certify.export_vote(o, vote)):
        with pytest.raises(Refused, match="疑难票"):
            act(office, count)
    found = rulings.doubts(office, vote)
    assert (found.ready, found.open) == (True, 1)
    assert (found.rows[0].items, found.rows[0].marks["q1"]) == (("q2",), (A,))
    left = rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, "王总监", "勾在两格之间，偏右")
    assert left == 0
    row = rulings.doubts(office, vote).rows[0]
    assert row.open == 0
    assert (row.rulings[0].words, row.rulings[0].who) == ("市医疗保障局计入“基本满意”", "王总监")
    view = counting.count_view(office, count)
    assert (view.doubtful, view.sums[1].counts) == (0, {A: 4, B: 1, C: 0})
    assert certify.certify(office, vote)
    assert certify.seal_intact(office, vote)
    kept = rulings.doubts(office, vote).rows[0].rulings[0]
    assert (kept.who, kept.why, kept.copies) == ("王总监", "勾在两格之间，偏右", 1)
    exported = certify.export_vote(office, vote)
    assert decide(VoteInput.from_dict(exported)).to_dict() == votes.vote_view(office, vote).result
    assert DOUBT not in json.dumps(exported["ballots"])


@pytest.mark.parametrize(
    ("sheet", "outcome", "words", "sums"),
    [
        (SLANTED, {"q2": []}, "市医疗保障局按未划计", (4, 1, 0, 0)),
        (SLANTED, {"q2": [ILLEGIBLE]}, "市医疗保障局该项无效", (4, 0, 1, 0)),
        (SLANTED, {WHOLE: [ILLEGIBLE]}, "整票无效", (4, 0, 0, 1)),
        (SIGNED, {WHOLE: []}, "整票有效", (5, 0, 0, 0)),
        (SIGNED, {WHOLE: [ILLEGIBLE]}, "整票无效", (4, 0, 0, 1)),
        (
            TWICE,
            {"q2": [A], "q3": [ILLEGIBLE]},
            "市医疗保障局计入“满意”，市人防办该项无效",
            (5, 0, 0, 0),
        ),
    ],
)
def test_every_outcome_of_a_ruling(
    desk: tuple[Office, int],
    sheet: Sheet,
    outcome: Sheet,
    words: str,
    sums: tuple[int, int, int, int],
) -> None:
    office, vote = desk
    laid(office, vote, sheet, second=False)
    rulings.rule_doubt(office, vote, sheet, outcome, "王总监", "票面如此")
    assert rulings.doubts(office, vote).rows[0].rulings[0].words == words
    view = counting.count_view(office, votes.vote_view(office, vote).counts[0].id)
    row = view.sums[1]
    assert (row.counts[A], row.blank, row.invalid, view.spoilt) == sums
    assert certify.certify(office, vote, reason="只有一名计票人")


def test_the_checker_recounts_ruled_ballots_and_agrees(
    desk: tuple[Office, int], tmp_path: Path
) -> None:
    office, vote = desk
    laid(office, vote, SLANTED, SIGNED)
    rulings.rule_doubt(office, vote, SLANTED, {"q2": [C]}, "王总监", "勾压线")
    rulings.rule_doubt(office, vote, SIGNED, {WHOLE: [ILLEGIBLE]}, "王总监", "写有姓名")
    code = certify.certify(office, vote)
    for name, value in (
        ("vote", certify.export_vote(office, vote)),
        ("result", votes.vote_view(office, vote).result),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    script = Path(__file__).parents[2] / "installer" / "recount.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path / "vote.json", tmp_path / "result.json", code],
        capture_output=True, check=False, text=True, encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_nobody_sees_a_doubtful_ballot_before_the_counts_agree(desk: tuple[Office, int]) -> None:
    office, vote = desk
    assert "还没有计票" in rulings.doubts(office, vote).waiting
    first = counting.start_count(office, vote, 1, "甲")
    counting.record_ballot(office, first, SLANTED)
    counting.record_ballot(office, first, USUAL, 4)
    assert "都录完后" in rulings.doubts(office, vote).waiting
    with pytest.raises(Refused, match="都录完后"):
        rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, "王总监", "偏右")
    counting.finish_count(office, first)
    second = fill(office, vote, 2, "乙", ({**USUAL, "q2": [B]}, 1), (USUAL, 4))
    found = rulings.doubts(office, vote)
    assert (found.ready, found.rows, found.open) == (False, (), 0)
    assert "不一致" in found.waiting
    told = counting.compare_counts(office, vote)
    assert sorted(told.differences) == [
        ("q2", "市医疗保障局：“基本满意”不一致"),
        ("q2", "市医疗保障局：“疑难”不一致"),
    ]
    counting.resume_count(office, second)
    counting.take_back_ballot(office, second, {**USUAL, "q2": [B]})
    counting.record_ballot(office, second, SLANTED)
    counting.finish_count(office, second)
    assert rulings.doubts(office, vote).open == 1


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        (SIGNED, {**USUAL, "q1": [B]}, [("", "整票疑难的张数不一致")]),
        (SLANTED, {**USUAL, "q3": [DOUBT]}, [
            ("q2", "市医疗保障局：“疑难”不一致"),
            ("q2", "市医疗保障局：“满意”不一致"),
            ("q3", "市人防办：“满意”不一致"),
            ("q3", "市人防办：“疑难”不一致"),
        ]),
        (SLANTED, {**USUAL, "q2": [ILLEGIBLE]}, [("q2", "市医疗保障局：“疑难”不一致")]),
    ],
)  # fmt: skip
def test_what_differs_is_told_and_nothing_else(
    desk: tuple[Office, int], one: Sheet, two: Sheet, told: list[tuple[str, str]]
) -> None:
    office, vote = desk
    fill(office, vote, 1, "甲", (one, 1), (USUAL, 4))
    fill(office, vote, 2, "乙", (two, 1), (USUAL, 4))
    assert sorted(counting.compare_counts(office, vote).differences) == sorted(told)


def test_two_slips_that_cancel_out_beside_a_doubtful_ballot_are_found(
    desk: tuple[Office, int],
) -> None:
    office, vote = desk
    one, two = {**USUAL, "q1": [B]}, {**USUAL, "q3": [B]}
    fill(office, vote, 1, "甲", (SLANTED, 1), (one, 1), (two, 1), (USUAL, 2))
    fill(office, vote, 2, "乙", (SLANTED, 1), ({**one, "q3": [B]}, 1), (USUAL, 3))
    assert counting.compare_counts(office, vote).differences == (
        ("", "各项合计一致，但逐票比较有不同的票"),
    )


def test_a_ruling_needs_a_name_a_reason_and_every_doubt(desk: tuple[Office, int]) -> None:
    office, vote = desk
    laid(office, vote, TWICE)
    good: Sheet = {"q2": [A], "q3": [B]}
    for outcome, who, why, words in (
        (good, "", "偏右", "总监票人没有填写"),
        (good, "王总监", " ", "裁定理由没有填写"),
        (good, "王总监", "长" * 201, "不超过200字"),
        ({"q2": [A]}, "王总监", "偏右", "每一个疑难之处"),
        ({**good, "q1": [B]}, "王总监", "偏右", "每一个疑难之处"),
        ({"q2": [A, B], "q3": [B]}, "王总监", "偏右", "一个结果"),
        ({"q2": [DOUBT], "q3": [B]}, "王总监", "偏右", "一个结果"),
        ({"q2": ["很好"], "q3": [B]}, "王总监", "偏右", "不符"),
    ):
        with pytest.raises(Refused, match=words):
            rulings.rule_doubt(office, vote, TWICE, outcome, who, why)
    with pytest.raises(Refused, match="还有1张没有裁定，不能裁定2张"):
        rulings.rule_doubt(office, vote, TWICE, good, "王总监", "偏右", 2)
    with pytest.raises(Refused, match="还有0张"):
        rulings.rule_doubt(office, vote, SLANTED, {"q2": [A]}, "王总监", "偏右")
    with pytest.raises(Refused, match="每一个疑难之处"):
        rulings.rule_doubt(office, vote, USUAL, {}, "王总监", "偏右")
    assert rulings.doubts(office, vote).open == 1


def test_ballots_marked_alike_may_be_ruled_differently(desk: tuple[Office, int]) -> None:
    office, vote = desk
    laid(office, vote, SLANTED, SLANTED, SLANTED)
    votes.edit_vote(office, vote, teller_chief="王总监")
    assert rulings.rule_doubt(office, vote, SLANTED, {"q2": [A]}, why="偏左") == 2
    assert rulings.rule_doubt(office, vote, SLANTED, {"q2": [A]}, why="偏左") == 1
    assert rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, why="偏右") == 0
    row = rulings.doubts(office, vote).rows[0]
    assert [(r.words[-4:], r.copies) for r in row.rulings] == [("基本满意”"[-4:], 1), ("“满意”", 2)]
    one = row.rulings[1]
    rulings.withdraw_ruling(office, vote, row.marks, one.ruled, one.who, one.why)
    assert rulings.doubts(office, vote).open == 2
    with pytest.raises(Refused, match="没有这样的裁定"):
        rulings.withdraw_ruling(office, vote, row.marks, one.ruled, one.who, one.why)


def test_rulings_left_over_after_a_mended_count_stop_the_result(desk: tuple[Office, int]) -> None:
    office, vote = desk
    laid(office, vote, SLANTED, second=False)
    rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, "王总监", "偏右")
    count = votes.vote_view(office, vote).counts[0].id
    counting.resume_count(office, count)
    counting.take_back_ballot(office, count, SLANTED)
    counting.record_ballot(office, count, USUAL)
    counting.finish_count(office, count)
    row = rulings.doubts(office, vote).rows[0]
    assert (row.copies, row.open) == (0, -1)
    with pytest.raises(Refused, match="1张裁定没有对应的疑难票"):
        certify.certify(office, vote, reason="只有一名计票人")
    one = row.rulings[0]
    rulings.withdraw_ruling(office, vote, row.marks, one.ruled, one.who, one.why)
    certify.certify(office, vote, reason="只有一名计票人")
    with pytest.raises(Refused, match="已确认"):
        rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, "王总监", "偏右")


def test_rulings_go_with_the_last_count(desk: tuple[Office, int]) -> None:
    office, vote = desk
    laid(office, vote, SLANTED)
    rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, "王总监", "偏右")
    counting.discard_count(office, votes.vote_view(office, vote).counts[1].id, "票捆混放")
    assert rulings.doubts(office, vote).open == 0
    counting.discard_count(office, votes.vote_view(office, vote).counts[0].id, "票捆混放")
    laid(office, vote, SLANTED, second=False)
    assert rulings.doubts(office, vote).open == 1


def test_a_doubt_stands_alone_on_its_item(desk: tuple[Office, int]) -> None:
    office, vote = desk
    count = counting.start_count(office, vote)
    with pytest.raises(Refused, match="疑难的一项不能同时记作选项"):
        counting.record_ballot(office, count, {**USUAL, "q2": [A, DOUBT]})
    counting.record_ballot(office, count, SLANTED, 2)
    assert counting.take_back_ballot(office, count, SLANTED) == 1


def test_the_report_prints_how_many_were_doubtful_and_how_each_was_ruled(
    desk: tuple[Office, int],
) -> None:
    office, vote = desk
    laid(office, vote, SLANTED, SIGNED)
    rulings.rule_doubt(office, vote, SLANTED, {"q2": [B]}, "王总监", "勾压线，偏右")
    rulings.rule_doubt(office, vote, SIGNED, {WHOLE: [ILLEGIBLE]}, "王总监", "写有姓名")
    certify.certify(office, vote)
    words = report(office, vote)
    assert "疑难票：2张。" in words
    assert "1张市医疗保障局计入“基本满意”（勾压线，偏右；王总监裁定）" in words
    assert "1张整票无效（写有姓名；王总监裁定）" in words
    assert "计票方式" not in words


def test_the_report_says_which_count_was_taken_by_sums(desk: tuple[Office, int]) -> None:
    office, vote = desk
    fill(office, vote, 1, "甲", (USUAL, 5))
    count = counting.start_count(office, vote, 2, "乙")
    counting.enter_sums(office, count, {key: {A: 5} for key in USUAL})
    counting.finish_count(office, count)
    certify.certify(office, vote)
    words = report(office, vote)
    assert "计票方式：第一遍甲逐张录入；第二遍乙按唱票合计录入。" in words
    assert "疑难票" not in words


def report(office: Office, vote: int) -> str:
    """The words of the 计票报告单."""
    with office.desk.session() as session:
        made = tally(session, session.get(Vote, vote))
    paragraphs = [block for block in made.blocks if isinstance(block, Paragraph)]
    return "\n".join("".join(run.text for run in block.runs) for block in paragraphs)
