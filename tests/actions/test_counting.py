"""Entering, comparing and certifying: sums always shown, ballots without order or owner."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from meetingdesk.actions import (
    agenda,
    appointments,
    attendance,
    certify,
    counting,
    decisions,
    meetings,
    roster,
    votes,
)
from meetingdesk.actions.office import Office, open_office
from meetingdesk.errors import BadInput, Refused
from meetingdesk.records import journal
from meetingdesk.records.appointments import MotionEntry
from meetingdesk.records.tallies import BallotPattern
from meetingdesk.records.votes import Vote
from meetingdesk.rules.decide import decide
from meetingdesk.rules.votes import VoteInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meetingdesk.actions.base import Work
    from tests.conftest import Desks

DAY = dt.date(2026, 8, 18)
OBJECTS = ["市商务局", "市医疗保障局", "市人防办", "市林业局", "市教育局"]
A, B, C = "满意", "基本满意", "不满意"
KEYS = [f"q{n}" for n in range(1, 6)]
USUAL = {key: [A] for key in KEYS}


def build(work: Work, members: int = 41, present: int = 37) -> int:
    """A committee of ``members`` with ``present`` on the roll of one meeting; return its id."""
    body = roster.add_body(
        work, name="示例市人大常委会", short_name="市人大常委会", place_name="示例市",
        level="市", kind="standing_committee",
    )  # fmt: skip
    term = roster.add_term(work, body_id=body, number=14, start=dt.date(2022, 1, 1))
    for number in range(members):
        roster.add_member(work, term_id=term, name=f"委员{number:02}", since=dt.date(2022, 1, 1))
    meeting = meetings.convene(work, term_id=term, number=36, start=DAY, end=DAY)
    attendance.open_roll(work, meeting)
    rows = [row.id for row in attendance.roll(work, meeting)]
    attendance.mark(work, rows[:present], state="出席")
    return meeting


@pytest.fixture
def office(desks: Desks, tmp_path: Path) -> Iterator[Office]:
    made = desks.office(tmp_path, "甲", clock=lambda: dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC))
    yield made
    made.desk.close()


@pytest.fixture
def meeting(desks: Desks, office: Office) -> int:
    return desks.pour(office, build)


def opened(work: Office | Work, meeting: int, returned: int = 37, issued: int = 37) -> int:
    item = agenda.add_item(work, meeting, verb="听取", subject="工作报告", objects=OBJECTS)
    vote = votes.draft_evaluation(work, item)
    votes.open_vote(work, vote)
    votes.set_issued(work, vote, issued)
    votes.set_returned(work, vote, returned)
    return vote


def one_question(office: Office, meeting: int, kind: str, method: str, **target: int) -> int:
    vote = votes.draft_vote(
        office, kind=kind, meeting_id=meeting, title="表决", method=method,
        questions=[("事项", "", target)],
    )  # fmt: skip
    votes.open_vote(office, vote)
    if method == "无记名投票":
        votes.set_issued(office, vote, 37)
        votes.set_returned(office, vote, 37)
    return vote


def test_sums_grow_and_equations_hold_at_every_step(office: Office, meeting: int) -> None:
    vote = opened(office, meeting, returned=36)
    count = counting.start_count(office, vote)
    assert counting.record_ballot(office, count, USUAL, copies=20) == 20
    counting.record_ballot(office, count, {**USUAL, "q4": [B]}, copies=10)
    counting.record_ballot(office, count, {**USUAL, "q4": []}, copies=2)
    counting.record_ballot(office, count, {**USUAL, "q4": counting.over_marks([A, B, C])})
    view = counting.count_view(office, count)
    row = view.sums[3]
    assert (row.counts, row.blank, row.invalid, row.total) == ({A: 20, B: 10, C: 0}, 2, 1, 33)
    assert [(e.text, e.ok) for e in view.equations] == [
        ("37 = 36 + 1", True),
        ("待录完", None),
        ("5 / 5", True),
    ]
    with pytest.raises(Refused, match="只录入33张"):
        counting.finish_count(office, count)
    with pytest.raises(Refused, match="不能再录4张"):
        counting.record_ballot(office, count, USUAL, copies=4)
    counting.record_ballot(office, count, {}, copies=2)
    counting.record_ballot(office, count, {counting.WHOLE: [counting.ILLEGIBLE]})
    view = counting.count_view(office, count)
    assert (view.entered, view.spoilt, view.complete) == (36, 1, True)
    assert view.equations[1].text == "36 = 35 + 1"
    assert all(row.total + view.spoilt == view.entered for row in view.sums)
    counting.finish_count(office, count)
    with pytest.raises(Refused, match="已经录完"):
        counting.record_ballot(office, count, USUAL)
    with pytest.raises(Refused, match="先在那一遍按“更正”"):
        votes.set_returned(office, vote, 37)


def test_marks_that_are_not_on_the_sheet_are_refused(office: Office, meeting: int) -> None:
    count = counting.start_count(office, opened(office, meeting))
    for marks in ({"q9": [A]}, {"q1": ["很好"]}):
        with pytest.raises(BadInput, match="票上没有"):
            counting.record_ballot(office, count, marks)
    with pytest.raises(Refused, match="正整数"):
        counting.record_ballot(office, count, USUAL, copies=0)
    assert counting.count_view(office, count).entered == 0


def test_ballots_are_taken_back(office: Office, meeting: int) -> None:
    count = counting.start_count(office, opened(office, meeting))
    counting.record_ballot(office, count, USUAL, copies=3)
    assert counting.take_back_ballot(office, count, USUAL) == 2
    assert counting.take_back_ballot(office, count, USUAL, copies=2) == 0
    assert counting.ballots(office, count) == []
    with pytest.raises(Refused, match="没有这样的票"):
        counting.take_back_ballot(office, count, USUAL)


def test_counting_needs_papers_and_another_person(office: Office, meeting: int) -> None:
    draft = votes.draft_vote(office, kind="表决", meeting_id=meeting, title="未开")
    with pytest.raises(Refused, match="不能计票"):
        counting.start_count(office, draft)
    item = agenda.add_item(office, meeting, verb="听取", subject="工作报告", objects=OBJECTS)
    vote = votes.draft_evaluation(office, item)
    votes.open_vote(office, vote)
    with pytest.raises(Refused, match="先登记发出和收回"):
        counting.start_count(office, vote)
    votes.set_issued(office, vote, 37)
    votes.set_returned(office, vote, 37)
    with pytest.raises(Refused, match="先开始第一遍"):
        counting.start_count(office, vote, 2, "乙")
    counting.start_count(office, vote, 1, "张三")
    with pytest.raises(Refused, match="已经开始"):
        counting.start_count(office, vote, 1, "乙")
    with pytest.raises(Refused, match="须由另一人录入"):
        counting.start_count(office, vote, 2, "张　三")
    with pytest.raises(Refused, match="最多两遍"):
        counting.start_count(office, vote, 3, "丙")
    counting.start_count(office, vote, 2, "乙")
    assert [c.counter for c in votes.vote_view(office, vote).counts] == ["张三", "乙"]
    with pytest.raises(Refused, match="发出票数不能再改"):
        votes.set_issued(office, vote, 36)


def fill(office: Office, count: int, *ballots: tuple[dict[str, list[str]], int]) -> None:
    for marks, copies in ballots:
        counting.record_ballot(office, count, marks, copies)
    counting.finish_count(office, count)


def test_two_counts_are_compared_without_showing_values(office: Office, meeting: int) -> None:
    vote = opened(office, meeting)
    first = counting.start_count(office, vote, 1, "甲")
    second = counting.start_count(office, vote, 2, "乙")
    fill(office, first, (USUAL, 36), ({**USUAL, "q4": [C]}, 1))
    assert not counting.compare_counts(office, vote).ready
    fill(office, second, (USUAL, 36), ({**USUAL, "q4": [B]}, 1))
    found = counting.compare_counts(office, vote)
    assert found.ready
    assert not found.agrees
    assert {key for key, _ in found.differences} == {"q4"}
    assert all("市林业局" in text for _, text in found.differences)
    assert not any(char.isdigit() for _, text in found.differences for char in text)
    with pytest.raises(Refused, match="两遍计票不一致"):
        certify.certify(office, vote)
    counting.resume_count(office, second)
    with pytest.raises(Refused, match="还没有录完"):
        certify.certify(office, vote)
    counting.take_back_ballot(office, second, {**USUAL, "q4": [B]})
    fill(office, second, ({**USUAL, "q4": [C]}, 1))
    assert counting.compare_counts(office, vote).agrees
    code = certify.certify(office, vote)
    view = votes.vote_view(office, vote)
    assert (view.state, view.code, view.certified_on) == ("已确认", code, DAY)
    assert certify.seal_intact(office, vote)


def test_slips_that_cancel_out_are_still_found(office: Office, meeting: int) -> None:
    vote = opened(office, meeting, returned=2)
    first = counting.start_count(office, vote, 1, "甲")
    second = counting.start_count(office, vote, 2, "乙")
    fill(office, first, (USUAL, 1), ({"q1": [B], "q2": [B]}, 1))
    fill(office, second, ({**USUAL, "q1": [B]}, 1), ({"q1": [A], "q2": [B]}, 1))
    found = counting.compare_counts(office, vote)
    assert found.differences == (("", "各项合计一致，但逐票比较有不同的票"),)


def test_one_count_needs_a_reason_that_is_kept(office: Office, meeting: int) -> None:
    vote = opened(office, meeting)
    count = counting.start_count(office, vote)
    fill(office, count, (USUAL, 25), ({**USUAL, "q2": [C], "q3": [B]}, 12))
    with pytest.raises(Refused, match="只计一遍的理由"):
        certify.certify(office, vote)
    assert certify.preview(office, count)["questions"][0]["outcome_label"] == "满意"
    certify.certify(office, vote, reason="现场只有一名计票人")
    view = votes.vote_view(office, vote)
    assert view.note == f"{certify.ONE_COUNT}现场只有一名计票人"
    assert view.result is not None
    second = view.result["questions"][1]
    assert (second["counts"], second["have"], second["need"]) == ({A: 25, B: 0, C: 12}, 25, 21)
    assert decide(VoteInput.from_dict(certify.export_vote(office, vote))).to_dict() == view.result
    result = certify.result_of(office, vote)
    assert result is not None
    assert result.to_dict() == view.result


def test_a_changed_ballot_breaks_the_seal(office: Office, meeting: int) -> None:
    vote = opened(office, meeting)
    fill(office, counting.start_count(office, vote), (USUAL, 36), ({}, 1))
    certify.certify(office, vote, reason="试")
    with office.desk.session() as session:
        session.execute(update(BallotPattern).where(BallotPattern.copies == 36).values(copies=35))
        session.commit()
    assert not certify.seal_intact(office, vote)


def test_certified_is_frozen_until_reopened_with_a_reason(office: Office, meeting: int) -> None:
    vote = opened(office, meeting)
    count = counting.start_count(office, vote)
    fill(office, count, (USUAL, 37))
    code = certify.certify(office, vote, reason="只有一名计票人")
    for step in (
        lambda: counting.record_ballot(office, count, USUAL),
        lambda: counting.resume_count(office, count),
        lambda: counting.discard_count(office, count, "x"),
        lambda: votes.set_returned(office, vote, 36),
        lambda: certify.certify(office, vote, reason="再"),
        lambda: votes.edit_vote(office, vote, note="x"),
        office.undo,
    ):
        with pytest.raises(Refused):
            step()
    with pytest.raises(Refused, match="理由没有填写"):
        certify.reopen(office, vote, " ")
    certify.reopen(office, vote, "报告单有误")
    view = votes.vote_view(office, vote)
    assert (view.state, view.code, view.result) == ("计票", "", None)
    assert code in view.note
    assert "市商务局：满意" in view.note
    assert "报告单有误" in view.note
    assert certify.certify(office, vote, reason="仍只有一名计票人") == code
    with pytest.raises(Refused, match="不需要重新投票"):
        votes.re_vote(office, vote)
    draft = votes.draft_vote(office, kind="表决", meeting_id=meeting, title="另一次")
    with pytest.raises(Refused, match="没有已确认的结果"):
        certify.reopen(office, draft, "x")


@pytest.mark.parametrize(("yes", "state"), [(20, "未通过"), (21, "通过")])
def test_appointments_pass_at_twenty_one_of_forty_one(
    office: Office, meeting: int, yes: int, state: str
) -> None:
    """地方组织法 Art. 51: 全体组成人员的过半数."""
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    for name in ("张三", "李四"):
        appointments.add_entry(
            office, motion, verb="任命", name=name, post="示例市人大常委会委员会主任"
        )
    vote = votes.draft_appointments_vote(office, [motion])
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 37)
    votes.set_returned(office, vote, 37)
    count = counting.start_count(office, vote)
    fill(
        office,
        count,
        ({"q1": ["赞成"], "q2": ["赞成"]}, yes),
        ({"q1": ["反对"], "q2": ["赞成"]}, 37 - yes),
    )
    certify.certify(office, vote, reason="只有一名计票人")
    entries = appointments.motions(office, meeting)[0].entries
    assert [(e.name, e.state) for e in entries] == [("张三", state), ("李四", "通过")]
    with office.desk.session() as session:
        days = session.scalars(select(MotionEntry.passed_on).order_by(MotionEntry.id)).all()
    assert days == [DAY if state == "通过" else None, DAY]
    view = votes.vote_view(office, vote)
    assert view.result is not None
    if state == "未通过":
        assert "差1票" in view.result["questions"][0]["explanation"]
    certify.reopen(office, vote, "重核")
    assert {e.state for e in appointments.motions(office, meeting)[0].entries} == {"待表决"}


def test_a_second_failure_for_the_same_post_is_barred(office: Office, meeting: int) -> None:
    """淄博 Art. 42 (rules.md §1.3): failed twice in a row, not to be proposed again."""
    results = []
    for _ in range(2):
        motion = appointments.add_motion(office, meeting, proposer="主任会议")
        appointments.add_entry(office, motion, verb="任命", name="张三", post="示例市某委主任")
        vote = votes.draft_appointments_vote(office, [motion])
        votes.open_vote(office, vote)
        votes.set_issued(office, vote, 37)
        votes.set_returned(office, vote, 37)
        fill(office, counting.start_count(office, vote), ({"q1": ["反对"]}, 37))
        certify.certify(office, vote, reason="试")
        result = certify.result_of(office, vote)
        assert result is not None
        results.append(result.questions[0])
    assert [r.barred for r in results] == [False, True]


def test_issued_letters_stop_reopening(office: Office, meeting: int) -> None:
    motion = appointments.add_motion(office, meeting, proposer="市长")
    appointments.add_entry(
        office, motion, verb="决定任命", name="张三", post="示例市人民政府秘书长"
    )
    vote = votes.draft_appointments_vote(office, [motion])
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 37)
    votes.set_returned(office, vote, 37)
    fill(office, counting.start_count(office, vote), ({"q1": ["赞成"]}, 37))
    certify.certify(office, vote, reason="试")
    appointments.issue_letters(office, meeting, signer="赵六", prefix="示人任")
    with pytest.raises(Refused, match="不能重新打开"):
        certify.reopen(office, vote, "试")


def test_a_show_of_hands_is_entered_by_sums(office: Office, meeting: int) -> None:
    decision = decisions.draft_decision(office, meeting, title="关于某事的决定", body="会议决定。")
    vote = one_question(office, meeting, "表决", "举手表决", decision_id=decision)
    view = votes.vote_view(office, vote)
    assert (view.issued, view.returned, view.on_paper) == (37, 37, False)
    with pytest.raises(Refused, match="不发票"):
        votes.set_issued(office, vote, 37)
    count = counting.start_count(office, vote)
    with pytest.raises(Refused, match="多于到会37"):
        counting.enter_totals(office, count, {"赞成": 38})
    with pytest.raises(Refused, match="不小于0"):
        counting.enter_totals(office, count, {"赞成": -1})
    assert counting.enter_totals(office, count, {"赞成": 30, "反对": 1, "弃权": 2}) == 4
    assert counting.enter_totals(office, count, {"赞成": 34, "反对": 1, "弃权": 2}) == 0
    assert counting.count_view(office, count).sums[0].counts == {"赞成": 34, "反对": 1, "弃权": 2}
    counting.finish_count(office, count)
    certify.certify(office, vote)
    result = certify.result_of(office, vote)
    assert result is not None
    assert result.question("q1").outcome_key == "passed"
    decisions.adopt(office, decision)
    with pytest.raises(Refused, match="不能重新打开"):
        certify.reopen(office, vote, "试")


def test_sums_serve_one_question_only(office: Office, meeting: int) -> None:
    count = counting.start_count(office, opened(office, meeting))
    with pytest.raises(Refused, match="须逐张录入"):
        counting.enter_totals(office, count, {A: 1})


def test_a_discarded_count_leaves_no_ballot(office: Office, meeting: int) -> None:
    vote = opened(office, meeting)
    count = counting.start_count(office, vote)
    counting.record_ballot(office, count, USUAL, copies=5)
    with pytest.raises(Refused, match="作废原因"):
        counting.discard_count(office, count, "")
    counting.discard_count(office, count, "票捆混放")
    assert votes.vote_view(office, vote).state == "已开票"
    with office.desk.session() as session:
        assert session.scalars(select(BallotPattern)).all() == []
    assert counting.start_count(office, vote) is not None


# --- secrecy ---------------------------------------------------------------------------


def test_the_desk_file_orders_no_ballot_and_names_no_voter(
    office: Office, meeting: int, tmp_path: Path
) -> None:
    vote = opened(office, meeting, returned=8)
    count = counting.start_count(office, vote)
    sheets = [
        {**USUAL, "q1": [first], "q2": [second]}
        for first, second in itertools.islice(itertools.product((A, B, C), (C, B, A)), 8)
    ]
    for sheet in sheets:
        counting.record_ballot(office, count, sheet)
    counting.finish_count(office, count)
    certify.certify(office, vote, reason="试")
    raw = sqlite3.connect(tmp_path / "a.desk")
    columns = [row[1] for row in raw.execute("PRAGMA table_info(ballot_pattern)")]
    assert columns == ["count_id", "marks", "copies"]
    with pytest.raises(sqlite3.OperationalError):
        raw.execute("SELECT rowid FROM ballot_pattern")
    stored = [row[0] for row in raw.execute("SELECT marks FROM ballot_pattern")]
    assert stored == sorted(stored)
    assert all(set(json.loads(marks)) == set(KEYS) for marks in stored)
    entries = raw.execute("SELECT changes, label, action FROM journal").fetchall()
    assert not any("ballot_pattern" in row[0] or "录票" in row[2] for row in entries)
    for other in ("person", "attendance", "tenure"):
        linked = raw.execute(f"SELECT sql FROM sqlite_master WHERE name = '{other}'").fetchone()[0]
        assert "ballot_pattern" not in linked
    raw.close()
    # the log that kept the pages in the order they were written is gone
    log = tmp_path / "a.desk-wal"
    assert not log.exists() or log.stat().st_size == 0
    with office.desk.session() as session:
        assert journal.verify(session) == []


MARK = st.sampled_from([[], [A], [B], [C], [A, B], ["?"]])
SHEET = st.fixed_dictionaries(dict.fromkeys(KEYS, MARK))


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=st.lists(SHEET, min_size=2, max_size=8), data=st.data())
def test_the_order_of_entry_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory,
    sheets: list[dict[str, list[str]]],
    data: st.DataObject,
) -> None:
    shuffled = data.draw(st.permutations(sheets))
    seen = []
    place = tmp_path_factory.mktemp("order")
    for name, order in (("a", sheets), ("b", shuffled)):
        desk = open_office(place / f"{name}.desk", "甲", clock=lambda: dt.datetime(
            2026, 8, 18, 4, tzinfo=dt.UTC))  # fmt: skip
        vote = desk.perform(
            lambda work: opened(work, build(work, members=9, present=9), len(sheets), 9),
            name="样例",
        )
        count = counting.start_count(desk, vote)
        for sheet in order:
            counting.record_ballot(desk, count, sheet)
        counting.finish_count(desk, count)
        code = certify.certify(desk, vote, reason="试")
        with desk.desk.session() as session:
            rows = session.execute(select(BallotPattern.marks, BallotPattern.copies)).all()
            digest = session.get_one(Vote, vote).digest
        view = counting.count_view(desk, count)
        seen.append(([tuple(row) for row in rows], code, digest, view))
        assert all(
            sum(row.counts.values()) + row.blank + row.invalid + view.spoilt == len(sheets)
            for row in view.sums
        )
        desk.desk.close()
    assert seen[0] == seen[1]


def test_numbers_that_decide_nothing_are_not_certified(office: Office, meeting: int) -> None:
    """Nothing is decided on a base nobody knows, even if it was lost after the vote was opened."""
    vote = votes.draft_vote(
        office, kind="测评", meeting_id=meeting, title="测评", questions=[("市教育局", "", {})]
    )
    votes.open_vote(office, vote)
    votes.set_issued(office, vote, 37)
    votes.set_returned(office, vote, 37)
    with pytest.raises(Refused, match="还没有计票"):
        certify.export_vote(office, vote)
    count = counting.start_count(office, vote)
    with pytest.raises(Refused, match="不能预览"):
        certify.preview(office, count)
    fill(office, count, ({"q1": [A]}, 37))
    with office.desk.session() as session:
        session.execute(update(Vote).where(Vote.id == vote).values(members=None))
        session.commit()
    with pytest.raises(Refused, match="还不能得出结果") as caught:
        certify.certify(office, vote, reason="试")
    assert caught.value.problems
    with pytest.raises(Refused, match="没有已确认的结果"):
        certify.seal_intact(office, vote)
    assert certify.result_of(office, vote) is None
