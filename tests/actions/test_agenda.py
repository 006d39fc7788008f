"""The agenda's actions: items, papers, outcomes, a pasted list, refusals and undo."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from meetingdesk.actions import (
    agenda,
    agenda_printed,
    decisions,
    documents,
    meetings,
    schedule,
    votes,
)
from meetingdesk.actions.sample import session
from meetingdesk.errors import Refused

if TYPE_CHECKING:
    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample

PLAN = "市人民政府关于上半年国民经济和社会发展计划执行情况的报告"
PASTED = f"""一、听取和审议{PLAN}

二、审议《示例市人民代表大会常务委员会关于加强预算审查监督的决定（草案）》
三、审议人事任免事项
四、颁发任命书"""


def subjects(office: Office, meeting: int) -> list[str]:
    return [i.subject for i in agenda.items(office, meeting)]


def test_items_are_numbered_without_the_ceremonies(office: Office, meeting: int) -> None:
    agenda.add_item(office, meeting, verb="颁发", subject="任命书", on_agenda=False)
    agenda.add_item(office, meeting, verb="审议", subject="甲")
    agenda.add_item(office, meeting, verb="审议", subject="乙", at=0)
    assert [(i.subject, i.number) for i in agenda.items(office, meeting)] == [
        ("乙", 1), ("任命书", None), ("甲", 2),
    ]  # fmt: skip


def test_verb_and_subject_are_required(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="方式没有填写"):
        agenda.add_item(office, meeting, verb=" ", subject="甲")
    made = agenda.add_item(office, meeting, verb="审议", subject="甲")
    with pytest.raises(Refused, match="议题没有填写"):
        agenda.edit_item(office, made, subject="")
    assert subjects(office, meeting) == ["甲"]


def test_editing_drops_blank_objects(office: Office, meeting: int) -> None:
    made = agenda.add_item(office, meeting, verb="听取", subject="评议情况报告")
    agenda.edit_item(office, made, objects=["市商务局", " ", "市林业局 "], artefacts=[])
    (item,) = agenda.items(office, meeting)
    assert (item.objects, item.artefacts) == (("市商务局", "市林业局"), ())


def test_deleting_takes_the_item_out_of_the_order_of_day_and_undo_puts_it_back(
    office: Office, meeting: int
) -> None:
    made = agenda.add_item(office, meeting, verb="审议", subject="甲")
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    schedule.add_entry(office, sitting, item_id=made)
    schedule.add_entry(office, sitting, text="主任讲话")
    agenda.delete_item(office, made)
    (shown,) = schedule.sittings(office, meeting)
    assert [(e.position, e.text) for e in shown.entries] == [(1, "主任讲话")]
    office.undo()
    assert subjects(office, meeting) == ["甲"]
    (shown,) = schedule.sittings(office, meeting)
    assert [e.text for e in shown.entries] == ["审议甲", "主任讲话"]


def test_an_item_with_a_draft_decision_stays(office: Office, meeting: int) -> None:
    made = agenda.add_item(office, meeting, verb="审议", subject="甲")
    decisions.draft_decision(office, meeting, title="关于甲的决定", kind="决定", item_id=made)
    with pytest.raises(Refused, match="已有决定草案"):
        agenda.delete_item(office, made)


def test_adopting_needs_an_item_and_can_be_undone(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="议程还是空的"):
        agenda.adopt_agenda(office, meeting)
    agenda.add_item(office, meeting, verb="审议", subject="甲")
    agenda.adopt_agenda(office, meeting)
    assert meetings.meeting(office, meeting).agenda_adopted
    office.undo()
    assert not meetings.meeting(office, meeting).agenda_adopted


def test_papers_come_in_change_place_and_go(office: Office, meeting: int) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject=PLAN)
    due = dt.date(2026, 8, 7)
    one = agenda.add_material(office, item, title="报告", provider="市发展改革委", due=due)
    two = agenda.add_material(office, item, title="审查意见")
    three = agenda.add_material(office, item, title="汇总表")
    agenda.receive_material(office, one)
    agenda.edit_material(office, two, title="初步审查意见", provider="财经委")
    agenda.move_material(office, three, 0)

    def told() -> list[tuple[str, bool]]:
        return [(m.title, m.received) for m in agenda.items(office, meeting)[0].materials]

    assert told() == [("汇总表", False), ("报告", True), ("初步审查意见", False)]
    assert agenda.items(office, meeting)[0].materials_missing == 2
    agenda.delete_material(office, three)
    agenda.add_material(office, item, title="说明")
    assert [m for m, _ in told()] == ["报告", "初步审查意见", "说明"]
    with pytest.raises(Refused, match="材料名称没有填写"):
        agenda.edit_material(office, two, title="  ")


def test_a_pasted_agenda_is_one_step(office: Office, meeting: int) -> None:
    made = agenda.add_pasted(office, meeting, PASTED)
    items = agenda.items(office, meeting)
    assert [i.id for i in items] == made
    assert [(i.verb, i.type, i.needs_vote, i.on_agenda) for i in items] == [
        ("听取和审议", "计划执行监督报告", False, True),
        ("审议", "决定（草案）", True, True),
        ("审议", "人事任免", True, True),
        ("颁发", "仪式", False, False),
    ]
    assert items[0].submitted_by == "市人民政府"
    assert items[2].vote_method == "无记名投票"
    office.undo()
    assert agenda.items(office, meeting) == []


def test_pasting_passes_over_what_is_there(office: Office, meeting: int) -> None:
    agenda.add_pasted(office, meeting, PASTED)
    read = agenda.read_pasted(office, meeting, f"{PASTED}\n五、审议其他事项\n审议其他事项")
    assert [(x.row, x.known) for x in read] == [
        (1, True), (3, True), (4, True), (5, True), (6, False), (7, True),
    ]  # fmt: skip
    with pytest.raises(Refused, match="没有新的议题"):
        agenda.add_pasted(office, meeting, PASTED)


def test_an_unknown_verb_stops_the_whole_paste(office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="一条也没有增加") as caught:
        agenda.add_pasted(office, meeting, "审议人事任免事项\n斟酌其他事项")
    assert [p.row for p in caught.value.problems] == [2]
    assert agenda.items(office, meeting) == []


def test_outcomes_follow_meeting_and_type(office: Office, meeting: int) -> None:
    text = agenda.add_item(office, meeting, verb="审议", subject="甲", type="决定（草案）")
    report = agenda.add_item(office, meeting, verb="听取", subject="乙", type="专项工作报告")
    assert agenda.outcome_words(office, text)[0] == "审议通过"
    assert "同意提请" not in agenda.outcome_words(office, text)
    assert agenda.outcome_words(office, report)[0] == "审议"
    agenda.record_outcome(office, text, " 审议通过 ")
    assert agenda.items(office, meeting)[0].outcome == "审议通过"


def test_final_accounts_without_a_resolution_are_remarked(office: Office, meeting: int) -> None:
    made = agenda.add_item(office, meeting, verb="听取和审议", subject="2025年决算", type="决算")
    assert "没有对应的决议" in "".join(agenda.remarks(office, meeting)[made])
    agenda.edit_item(office, made, artefacts=["决议"])
    assert agenda.remarks(office, meeting) == {}


def test_a_type_brings_its_defaults(office: Office, meeting: int) -> None:
    usual = agenda.type_defaults(office, meeting, "人事任免")
    assert (usual.needs_vote, usual.vote_method) == (True, "无记名投票")
    assert usual.artefacts == ("任免名单", "任命书")
    assert agenda.type_defaults(office, meeting, "没听说过的类型").on_agenda
    assert not agenda.type_defaults(office, meeting, "仪式").on_agenda


def test_the_chairs_meeting_votes_on_nothing(office: Office, meeting: int) -> None:
    term = meetings.meeting(office, meeting).term_id
    assert term is not None
    chairs = meetings.convene(
        office, term_id=term, kind="主任会议", number=58, start=dt.date(2026, 8, 10)
    )
    agenda.add_pasted(office, chairs, "研究《甲决定（草案）》\n研究人事任免事项")
    items = agenda.items(office, chairs)
    assert [(i.type, i.needs_vote, i.artefacts) for i in items] == [
        ("决定（草案）", False, ()), ("人事任免", False, ()),
    ]  # fmt: skip
    assert "同意提请" in agenda.outcome_words(office, items[0].id)


# -- numbers once printed ------------------------------------------------------------------


@pytest.fixture
def adopted(office: Office, meeting: int) -> list[int]:
    """Adopt an agenda of three items and one ceremony."""
    made = [
        agenda.add_item(office, meeting, verb="审议", subject=f"《{name}决定（草案）》")
        for name in "甲乙丙"
    ]
    agenda.add_item(office, meeting, verb="颁发", subject="任命书", on_agenda=False)
    agenda.adopt_agenda(office, meeting)
    return made


def numbers(office: Office, meeting: int) -> list[str]:
    return [i.shown_number for i in agenda.items(office, meeting)]


def test_a_late_item_takes_a_number_of_its_own(
    office: Office, meeting: int, adopted: list[int]
) -> None:
    late = agenda.add_item(office, meeting, verb="听取", subject="说明", at=2)
    assert numbers(office, meeting) == ["1", "2", "2.1", "3", ""]
    agenda.add_item(office, meeting, verb="听取", subject="又一说明", at=3)
    assert numbers(office, meeting) == ["1", "2", "2.1", "2.2", "3", ""]
    agenda.move_item(office, late, 0)
    assert numbers(office, meeting) == ["2.1", "1", "2", "2.2", "3", ""]
    lines = "\n".join(texts(office, meeting, "agenda"))
    assert "二之二、听取又一说明" in lines
    assert "三、审议《丙决定（草案）》" in lines


def test_a_ceremony_moved_onto_the_agenda_is_late(
    office: Office, meeting: int, adopted: list[int]
) -> None:
    last = agenda.items(office, meeting)[-1].id
    agenda.edit_item(office, last, on_agenda=True)
    assert numbers(office, meeting)[-1] == "3.1"
    with pytest.raises(Refused, match="悄悄"):
        agenda.edit_item(office, last, on_agenda=False)


def test_a_printed_item_is_withdrawn_and_keeps_its_number(
    office: Office, meeting: int, adopted: list[int]
) -> None:
    with pytest.raises(Refused, match="第2项不能删除"):
        agenda.delete_item(office, adopted[1])
    with pytest.raises(Refused, match="撤回原因"):
        agenda_printed.withdraw_item(office, adopted[1], reason=" ")
    agenda_printed.withdraw_item(office, adopted[1], reason="提请机关来函撤回")
    assert numbers(office, meeting) == ["1", "2", "3", ""]
    assert [i.number for i in agenda.items(office, meeting)] == [1, None, 2, None]
    assert meetings.facts(office, meeting).items == 2
    assert "二、审议《乙决定（草案）》（撤回）" in texts(office, meeting, "agenda")
    with pytest.raises(Refused, match="已经撤回"):
        agenda_printed.withdraw_item(office, adopted[1], reason="再来一次")
    agenda_printed.restore_item(office, adopted[1])
    assert agenda.items(office, meeting)[1].number == 2
    with pytest.raises(Refused, match="没有撤回"):
        agenda_printed.restore_item(office, adopted[1])


def test_the_order_of_day_marks_what_was_withdrawn(
    office: Office, meeting: int, adopted: list[int]
) -> None:
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    schedule.add_entry(office, sitting, item_id=adopted[0])
    agenda_printed.withdraw_item(office, adopted[0], reason="来函")
    (shown,) = schedule.sittings(office, meeting)
    assert shown.entries[0].text == "审议《甲决定（草案）》（撤回）"


def test_an_adopted_agenda_is_reopened_with_a_reason(
    office: Office, meeting: int, adopted: list[int]
) -> None:
    agenda.add_item(office, meeting, verb="听取", subject="说明", at=1)
    with pytest.raises(Refused, match="原因"):
        agenda_printed.reopen_agenda(office, meeting, reason="")
    agenda_printed.reopen_agenda(office, meeting, reason="全体会议修改议程")
    assert not meetings.meeting(office, meeting).agenda_adopted
    assert numbers(office, meeting) == ["1", "2", "3", "4", ""]
    assert office.can_undo() is not None
    assert "全体会议修改议程" in str(office.can_undo())
    with pytest.raises(Refused, match="还是草案"):
        agenda_printed.reopen_agenda(office, meeting, reason="再来")
    with pytest.raises(Refused, match="还没有付印"):
        agenda_printed.withdraw_item(office, adopted[0], reason="来函")
    office.undo()
    assert numbers(office, meeting) == ["1", "1.1", "2", "3", ""]


def test_an_issued_draft_keeps_its_numbers_too(office: Office, meeting: int) -> None:
    agenda.add_item(office, meeting, verb="审议", subject="《甲决定（草案）》")
    agenda.add_item(office, meeting, verb="审议", subject="《乙决定（草案）》")
    paper = next(r for r in documents.available(office, meeting) if r.kind == "agenda")
    documents.issue(office, paper)
    agenda.add_item(office, meeting, verb="听取", subject="说明", at=0)
    assert numbers(office, meeting) == ["0.1", "1", "2"]
    assert not meetings.meeting(office, meeting).agenda_adopted
    agenda.adopt_agenda(office, meeting)
    assert numbers(office, meeting) == ["0.1", "1", "2"]


def texts(office: Office, meeting: int, kind: str) -> list[str]:
    paper = next(r for r in documents.available(office, meeting) if r.kind == kind)
    made = documents.preview(office, paper)
    return [
        "".join(getattr(run, "text", "") for run in getattr(block, "runs", ()))
        for block in made.blocks
    ]


def test_what_was_voted_on_cannot_be_withdrawn(sample_office: Office, sample_ids: Sample) -> None:
    voted = next(
        v.item_id for v in votes.votes_of(sample_office, sample_ids.meeting_id) if v.item_id
    )
    with pytest.raises(Refused, match="已有表决结果"):
        agenda_printed.withdraw_item(sample_office, voted, reason="来函")
