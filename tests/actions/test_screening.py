"""任前程序: marks typed and pasted, rounds, notice; what the gates then do (B20–B22)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    appointments,
    checking,
    documents,
    keeping,
    meetings,
    nominating,
    screening,
)
from meetingdesk.actions.sample import session
from meetingdesk.actions.vote_sources import draft_appointments_vote
from meetingdesk.errors import BadInput, Refused
from meetingdesk.papers.documents import Reference
from meetingdesk.rules.screening import BLOCK, WARN

if TYPE_CHECKING:
    from meetingdesk.actions.base import Work
    from meetingdesk.actions.office import Office
    from tests.conftest import Desks

START, END = dt.date(2026, 8, 17), dt.date(2026, 8, 18)
GATES = {"exam_gate": BLOCK, "training_gate": WARN, "exam_wanted": "优良"}


def convened(work: Work) -> int:
    made = meetings.convene(
        work, term_id=session.build_roster(work), kind="常委会会议", number=36, start=START, end=END
    )
    for proposer, verb, name, post in (
        ("市长", "决定任命", "叶知秋", "示例市教育局局长"),
        ("市长", "决定免去", "贺长庚", "示例市教育局局长"),
        ("法院院长", "任命", "汤若水", "示例市中级人民法院副院长"),
        ("法院院长", "任命", "汤若水", "示例市中级人民法院审判委员会委员"),
    ):
        nominating.nominate(work, made, proposer=proposer, verb=verb, name=name, post=post)
    return made


@pytest.fixture
def meeting(office: Office, desks: Desks) -> int:
    return desks.pour(office, convened)


def gates(office: Office, meeting: int, **values: object) -> None:
    screening.set_gates(office, meeting, valid_from=dt.date(2026, 1, 1), **(values or GATES))


def by_name(office: Office, meeting: int) -> dict[str, screening.NomineeView]:
    return {view.name: view for view in screening.nominees(office, meeting)}


def test_only_those_to_be_appointed_are_listed_and_nothing_is_asked_at_first(
    office: Office, meeting: int
) -> None:
    assert [v.name for v in screening.nominees(office, meeting)] == ["叶知秋", "汤若水", "汤若水"]
    facts = screening.screening_facts(office, meeting)
    assert (facts.asks, facts.people, facts.open) == (False, 2, 0)
    draft_appointments_vote(office, [m.id for m in appointments.motions(office, meeting)])


def test_gates_are_the_bodys_own_and_keep_its_other_parameters(
    office: Office, meeting: int
) -> None:
    gates(office, meeting, exam_gate=WARN)
    gates(office, meeting, exam_good=85)
    values = screening.gate_values(office, meeting)
    assert (values["exam_gate"], values["exam_good"], values["exam_pass"]) == (WARN, 85, 60)
    assert screening.standard(office, meeting).asks
    with pytest.raises(Refused, match="优良线不能低于合格线"):
        gates(office, meeting, exam_good=50)
    with pytest.raises(Refused):
        gates(office, meeting, exam_pass=101, exam_good=102)
    later = dt.date(2026, 9, 1)
    screening.set_gates(office, meeting, valid_from=later, exam_gate=BLOCK)
    assert screening.gate_values(office, meeting)["exam_gate"] == WARN  # never reaches back


def test_one_mark_serves_all_posts_of_a_person_and_is_taken_back_as_one(
    office: Office, meeting: int
) -> None:
    gates(office, meeting)
    court = [v.id for v in screening.nominees(office, meeting) if v.name == "汤若水"]
    screening.screen(office, court[0], score="88.5", trained=True)
    found = [v for v in screening.nominees(office, meeting) if v.name == "汤若水"]
    assert [(v.score, v.grade, v.trained, v.told) for v in found] == [
        ("88.5", "优良", True, ())
    ] * 2
    office.undo()
    assert by_name(office, meeting)["汤若水"].score == ""
    with pytest.raises(Refused, match="不是成绩"):
        screening.screen(office, court[0], score="优")
    removed = appointments.motions(office, meeting)[0].entries[1].id
    with pytest.raises(Refused, match="是免职"):
        screening.screen(office, removed, score="90")
    with pytest.raises(Refused, match="公示结束早于开始"):
        screening.screen(office, court[0], public_from=END, public_until=START)


def test_a_blocking_gate_keeps_the_nominee_off_the_ballot_until_met_or_withdrawn(
    office: Office, meeting: int
) -> None:
    gates(office, meeting)
    ids = [m.id for m in appointments.motions(office, meeting)]
    with pytest.raises(Refused) as refused:
        draft_appointments_vote(office, ids)
    assert "叶知秋还没有任前法律知识考试成绩。" in str(refused.value)
    assert "培训" not in str(refused.value)  # only warned of
    screening.add_scores(office, meeting, "叶知秋 92\n汤若水 79")
    views = by_name(office, meeting)
    assert (views["叶知秋"].blocked, views["汤若水"].blocked) == (False, True)
    assert screening.screening_facts(office, meeting).blocked == 1
    with pytest.raises(Refused, match="汤若水任前考试79分"):
        draft_appointments_vote(office, ids)
    screening.add_scores(office, meeting, "汤若水 84", retake=True)
    assert by_name(office, meeting)["汤若水"].grade == "优良"
    draft_appointments_vote(office, ids)


def test_a_waiver_with_its_reason_and_withdrawal_both_free_the_way(
    office: Office, meeting: int
) -> None:
    gates(office, meeting)
    views = by_name(office, meeting)
    screening.screen(office, views["叶知秋"].id, waived="平级转任")
    assert by_name(office, meeting)["叶知秋"].told == ()
    for entry in appointments.motions(office, meeting)[1].entries:
        appointments.set_entry_state(office, entry.id, "撤回")
    draft_appointments_vote(office, [m.id for m in appointments.motions(office, meeting)])


def test_pasted_marks_are_all_or_none(office: Office, meeting: int) -> None:
    read = screening.read_scores(office, meeting, "姓名\t成绩\n叶知秋\t92\n李四\t80")
    assert read.scores == (("叶知秋", "92"),)
    assert read.missing == ("汤若水",)
    assert [p.row for p in read.problems] == [3]
    with pytest.raises(BadInput, match="没有登记"):
        screening.add_scores(office, meeting, "叶知秋 92\n李四 80")
    with pytest.raises(BadInput, match="没有成绩"):
        screening.add_scores(office, meeting, "姓名 成绩")
    assert by_name(office, meeting)["叶知秋"].score == ""
    assert screening.add_scores(office, meeting, "叶知秋 92") == 1
    assert screening.add_scores(office, meeting, "叶知秋 93") == 1  # a second time: corrected
    assert by_name(office, meeting)["叶知秋"].score == "93"


def test_rounds_of_training_count_people_and_days(office: Office, meeting: int) -> None:
    exam = dt.date(2026, 8, 14)
    materials, training = screening.planned_days(office, meeting, exam)
    batch = screening.add_batch(
        office, meeting, exam_on=exam, training_on=training, materials_on=materials, place="党校"
    )
    (view,) = screening.batches(office, meeting)
    assert (view.people, view.problems, view.place) == (2, (), "党校")
    screening.edit_batch(office, batch, training_on=exam)
    assert "隔0天" in screening.batches(office, meeting)[0].problems[-1]
    second = screening.add_batch(office, meeting, exam_on=exam, everyone=False)
    screening.screen_all(office, [by_name(office, meeting)["叶知秋"].id], batch_id=second)
    assert [v.people for v in screening.batches(office, meeting)] == [1, 1]
    assert by_name(office, meeting)["叶知秋"].batch == 2
    screening.delete_batch(office, batch)
    assert by_name(office, meeting)["叶知秋"].batch == 1
    assert by_name(office, meeting)["汤若水"].batch is None
    office.undo()
    assert by_name(office, meeting)["汤若水"].batch == 1


def test_several_at_once_count_people(office: Office, meeting: int) -> None:
    ids = [v.id for v in screening.nominees(office, meeting)]
    assert screening.screen_all(office, ids, trained=True) == 2
    assert screening.screening_facts(office, meeting).trained == 2
    with pytest.raises(Refused, match="没有选定人员"):
        screening.screen_all(office, [], trained=True)


def test_the_check_before_printing_tells_the_gates(office: Office, meeting: int) -> None:
    gates(office, meeting)
    found = {
        (f.code, f.level) for f in checking.check(office, meeting) if f.code.startswith("任前")
    }
    assert found == {("任前考试", "差错"), ("任前培训", "核对")}


def test_the_paper_counts_rounds_and_people_apart(office: Office, meeting: int) -> None:
    kinds = {r.kind for r in documents.available(office, meeting)}
    assert "screening" not in kinds
    gates(office, meeting)
    screening.add_batch(office, meeting, exam_on=dt.date(2026, 8, 14))
    screening.add_scores(office, meeting, "叶知秋 92\n汤若水 79.5")
    screening.screen(office, by_name(office, meeting)["汤若水"].id, objection="未收到反映")
    assert "screening" in {r.kind for r in documents.available(office, meeting)}
    text = documents.preview(office, Reference("screening", "", meeting)).text
    assert "本次会议拟任命2人" in text
    assert "共1场，参加培训0人，参加考试2人，其中优良（80分以上）1人，合格（60分以上）1人" in text
    told = "汤若水：还没有参加任前培训；任前考试79.5分，没有达到优良（80分），可以补考一次。"
    assert told in text
    assert "汤若水：未收到反映" in text
    assert text.count("示例市中级人民法院") == 2


def test_deleting_a_nominee_takes_the_file_along_and_undo_brings_it_back(
    office: Office, meeting: int
) -> None:
    first = screening.nominees(office, meeting)[0]
    screening.screen(office, first.id, score="90")
    appointments.delete_entry(office, first.id)
    assert "叶知秋" not in by_name(office, meeting)
    office.undo()
    assert by_name(office, meeting)["叶知秋"].score == "90"


def test_the_journal_names_the_nominee_and_writes_marks_as_people_do(
    office: Office, meeting: int
) -> None:
    batch = screening.add_batch(office, meeting, exam_on=dt.date(2026, 8, 14), everyone=False)
    first = screening.nominees(office, meeting)[0]
    screening.screen(office, first.id, score="92.5", batch_id=batch)
    lines = keeping.entry_lines(office, keeping.entries(office)[0].seq)
    told = {(line.record, line.field, line.after) for line in lines}
    assert ("任前程序“叶知秋”", "成绩", "92.5") in told
    assert ("任前程序“叶知秋”", "场次", "2026年8月14日考试") in told
