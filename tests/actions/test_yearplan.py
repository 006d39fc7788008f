"""年度议题计划: pasted and imported, listed with two-way trace, standing told by the records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import docx
import pytest
from openpyxl import Workbook

from meetingdesk.actions import (
    agenda,
    agenda_sources,
    home,
    meetings,
    roster,
    search,
    yearplan,
    yearplan_taking,
)
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office

TEXT = """2026年度议题计划
一、2月
听取和审议市人民政府关于环境状况的报告（市生态环境局）
二、8月
听取和审议市人民政府关于审计工作的报告
市人民政府关于水利工作情况的报告
三、第四季度
审查和批准预算调整方案（草案）
"""
HEAD = ("时间", "议题", "方式", "报告单位")
ROWS = (
    ("2月", "关于环境状况的报告", "听取和审议", "市生态环境局"),
    ("", "关于教育工作的报告", "", ""),
)


@pytest.fixture
def body_id(office: Office, term_id: int) -> int:
    return next(t.body_id for t in roster.terms(office) if t.id == term_id)


@pytest.fixture
def meeting(office: Office, term_id: int) -> int:
    return meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=36, start=dt.date(2026, 8, 17),
        end=dt.date(2026, 8, 18), place="市人大常委会会议厅",
    )  # fmt: skip


def plan(office: Office, body_id: int, month: int = 8) -> list[yearplan.PointView]:
    return yearplan.points(office, body_id, 2026, month=month, number=36)


def states(office: Office, body_id: int) -> list[str]:
    return [point.state for point in plan(office, body_id)]


def test_a_pasted_plan_is_shown_then_added_once(office: Office, body_id: int) -> None:
    shown = yearplan_taking.preview_text(office, body_id, 2026, TEXT)
    assert (shown.year, shown.new) == (2026, 4)
    assert plan(office, body_id) == []
    assert yearplan.plan_years(office, body_id) == []
    assert len(yearplan_taking.paste_plan(office, body_id, 2026, TEXT)) == 4
    first, *_, last = plan(office, body_id)
    assert (first.position, first.timing, first.reporter) == (1, "2月", "市生态环境局")
    assert (last.verb, last.due) == ("审查和批准", False)
    assert first.due
    assert yearplan.plan_years(office, body_id) == [2026]
    again = yearplan_taking.preview_text(office, body_id, 2026, TEXT)
    assert (again.new, [p.known for p in again.points]) == (0, [True] * 4)
    with pytest.raises(BadInput, match="没有新的议题"):
        yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    office.undo()
    assert plan(office, body_id) == []


def test_points_become_items_with_a_trace_both_ways(
    office: Office, body_id: int, meeting: int
) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    offered = yearplan.offered_points(office, meeting)
    assert [(p.position, p.due) for p in offered] == [(1, True), (2, True), (3, True), (4, False)]
    made = yearplan.take_points(office, meeting, [offered[1].id, offered[2].id])
    audit, water = agenda.items(office, meeting)
    assert (audit.verb, audit.type, audit.submitted_by) == (
        "听取和审议",
        "审计工作报告",
        "市人民政府",
    )
    assert water.verb == "听取和审议"
    assert yearplan.sources(office, made[0]) == ["来源：2026年度计划第2项"]
    assert yearplan.sources(office, made[1]) == ["来源：2026年度计划第3项"]
    assert states(office, body_id) == ["未列入", "已列入", "已列入", "未列入"]
    point = plan(office, body_id)[1]
    assert point.words == "市十四届人大常委会第三十六次会议第1项"
    assert (point.traces[0].item_id, point.traces[0].meeting_id) == (made[0], meeting)
    assert [p.position for p in yearplan.offered_points(office, meeting)] == [1, 4]
    with pytest.raises(Refused, match="已经列入这次会议"):
        yearplan.take_points(office, meeting, [offered[1].id])
    with pytest.raises(Refused, match="没有选定"):
        yearplan.take_points(office, meeting, [])
    office.undo()
    assert agenda.items(office, meeting) == []
    assert states(office, body_id) == ["未列入"] * 4


def test_a_deleted_item_opens_its_point_again_and_undo_ties_them(
    office: Office, body_id: int, meeting: int
) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    (item,) = yearplan.take_points(office, meeting, [plan(office, body_id)[1].id])
    agenda.delete_item(office, item)
    assert states(office, body_id)[1] == "未列入"
    office.undo()
    assert states(office, body_id)[1] == "已列入"
    agenda.record_outcome(office, item, "审议")
    assert states(office, body_id)[1] == "已完成"
    agenda.record_outcome(office, item, "")
    meetings.edit_meeting(office, meeting, state="已结束")
    assert states(office, body_id)[1] == "已完成"


def test_an_item_there_already_is_linked_not_doubled(
    office: Office, body_id: int, meeting: int
) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    point = plan(office, body_id)[2]
    item = agenda.add_item(office, meeting, verb="听取", subject=point.subject)
    assert yearplan.take_points(office, meeting, [point.id]) == [item]
    assert len(agenda.items(office, meeting)) == 1
    assert yearplan.sources(office, item) == ["来源：2026年度计划第3项"]


def test_an_item_worded_otherwise_is_tied_by_hand(
    office: Office, body_id: int, meeting: int
) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    point = plan(office, body_id)[1].id
    agenda.add_item(office, meeting, verb="审议", subject="人事任免事项")
    audit = agenda.add_item(
        office, meeting, verb="听取和审议", subject="市人民政府关于2025年度审计工作报告"
    )
    assert yearplan.items_like(office, point, meeting)[0][0] == audit
    yearplan.link_point(office, point, audit)
    assert states(office, body_id)[1] == "已列入"
    assert yearplan.sources(office, audit) == ["来源：2026年度计划第2项"]
    with pytest.raises(Refused, match="已经对应"):
        yearplan.link_point(office, point, audit)
    yearplan.unlink_point(office, point, audit)
    assert states(office, body_id)[1] == "未列入"
    with pytest.raises(Refused, match="没有对应"):
        yearplan.unlink_point(office, point, audit)
    office.undo()
    assert states(office, body_id)[1] == "已列入"


def test_the_trace_goes_on_through_the_chairpersons_meeting(
    office: Office, term_id: int, body_id: int, meeting: int
) -> None:
    chairs = meetings.convene(
        office, term_id=term_id, kind="主任会议", number=58, start=dt.date(2026, 8, 3),
        end=dt.date(2026, 8, 3), place="会议室",
    )  # fmt: skip
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    (studied,) = yearplan.take_points(office, chairs, [plan(office, body_id)[1].id])
    agenda.record_outcome(office, studied, "同意提请")
    assert states(office, body_id)[1] == "已列入"
    (item,) = agenda_sources.take_items(office, meeting, [studied])
    assert yearplan.sources(office, item) == ["来源：2026年度计划第2项"]
    assert [t.meeting_id for t in plan(office, body_id)[1].traces] == [chairs, meeting]
    agenda.record_outcome(office, item, "审议")
    assert states(office, body_id)[1] == "已完成"


def test_items_agreed_and_points_due_come_in_one_step(
    office: Office, term_id: int, body_id: int, meeting: int
) -> None:
    chairs = meetings.convene(
        office, term_id=term_id, kind="主任会议", number=58, start=dt.date(2026, 8, 3)
    )
    agreed = agenda.add_item(office, chairs, verb="研究", subject="《甲决定（草案）》")
    agenda.record_outcome(office, agreed, "同意提请")
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    due = [p.id for p in plan(office, body_id) if p.due]
    assert len(yearplan.bring_in(office, meeting, source_ids=[agreed], point_ids=due)) == 4
    office.undo()
    assert agenda.items(office, meeting) == []
    with pytest.raises(Refused, match="没有选定"):
        yearplan.bring_in(office, meeting)


def test_points_are_put_off_finished_and_taken_up_again(
    office: Office, body_id: int, meeting: int
) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    one, two, three, _four = (p.id for p in plan(office, body_id))
    yearplan.postpone_point(office, one, reason="报告尚未备齐")
    yearplan.finish_point(office, two, reason="已在一季度专题会议听取")
    assert states(office, body_id)[:2] == ["推迟", "已完成"]
    assert plan(office, body_id)[0].words == "报告尚未备齐"
    assert not plan(office, body_id)[0].due
    with pytest.raises(Refused, match="推迟原因"):
        yearplan.postpone_point(office, three, reason=" ")
    yearplan.take_points(office, meeting, [three])
    with pytest.raises(Refused, match="已经列入会议"):
        yearplan.postpone_point(office, three, reason="改期")
    # what was put off may be taken up after all
    assert one in [p.id for p in yearplan.offered_points(office, meeting)]
    yearplan.take_points(office, meeting, [one])
    assert states(office, body_id)[0] == "已列入"
    yearplan.resume_point(office, two)
    assert states(office, body_id)[1] == "未列入"


def test_points_are_changed_moved_and_deleted_with_undo(office: Office, body_id: int) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    last = yearplan.add_point(
        office, body_id, 2026, subject="听取关于信访工作的报告", timing="年底"
    )
    yearplan.move_point(office, last, 0)
    assert [p.position for p in plan(office, body_id)] == [1, 2, 3, 4, 5]
    assert plan(office, body_id)[0].id == last
    yearplan.edit_point(office, last, timing="10月", subject=" 关于信访工作的报告 ", verb="听取")
    assert (plan(office, body_id)[0].subject, plan(office, body_id)[0].timing) == (
        "关于信访工作的报告", "10月",
    )  # fmt: skip
    yearplan.delete_points(office, [last])
    assert [p.position for p in plan(office, body_id)] == [1, 2, 3, 4]
    office.undo()
    assert plan(office, body_id)[0].id == last
    yearplan.delete_plan(office, body_id, 2026)
    assert yearplan.plan_years(office, body_id) == []
    office.undo()
    assert len(plan(office, body_id)) == 5
    with pytest.raises(Refused, match="议题没有填写"):
        yearplan.edit_point(office, last, subject="")


def test_what_cannot_be_is_refused(office: Office, body_id: int) -> None:
    with pytest.raises(Refused, match="没有26年度计划"):
        yearplan.add_point(office, body_id, 26, subject="听取报告")
    with pytest.raises(Refused, match="没有2025年度计划"):
        yearplan.delete_plan(office, body_id, 2025)
    with pytest.raises(Refused, match="议题没有填写"):
        yearplan.add_point(office, body_id, 2026, subject=" ")
    assert yearplan.plan_years(office, body_id) == []


def test_a_meeting_without_a_date_is_offered_nothing(
    office: Office, term_id: int, body_id: int
) -> None:
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    undated = meetings.convene(office, term_id=term_id, kind="常委会会议", number=40)
    assert yearplan.offered_points(office, undated) == []
    other = meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=41, start=dt.date(2027, 2, 1)
    )
    assert yearplan.offered_points(office, other) == []


def test_home_and_search_know_the_plan(office: Office, body_id: int, meeting: int) -> None:
    today = dt.date(2026, 7, 20)

    def need() -> home.Need | None:
        return next((n for n in home.needs(office, meeting, today) if n.key == "plan"), None)

    assert need() is None
    yearplan_taking.paste_plan(office, body_id, 2026, TEXT)
    told = need()
    assert told is not None
    assert (told.title, told.state) == ("本季度计划内", "待办")
    assert told.words.startswith("3项未列入：“市人民政府关于环境状况的报告”、")
    due = [p.id for p in plan(office, body_id) if p.due]
    assert told.place.focus == {"point_id": due[0]}
    yearplan.postpone_point(office, due[0], reason="报告尚未备齐")
    yearplan.take_points(office, meeting, due[1:])
    told = need()
    assert told is not None
    assert (told.title, told.state) == ("年度计划", "已备")
    hits = [hit for hit in search.find(office, "水利工作") if hit.kind == "年度计划"]
    assert [(h.hint, h.focus) for h in hits] == [("2026年度计划第3项", {"point_id": due[2]})]
    assert any(hit.kind == "年度计划" for hit in search.find(office, "slgz"))


# -- files -----------------------------------------------------------------------------------


def test_a_spreadsheet_is_taken(office: Office, body_id: int, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["示例市人大常委会2026年议题计划"])
    sheet.append(list(HEAD))
    for row in ROWS:
        sheet.append(list(row))
    path = tmp_path / "计划.xlsx"
    book.save(path)
    shown = yearplan_taking.preview_file(office, body_id, 2026, path)
    assert (shown.year, [p.timing for p in shown.points]) == (2026, ["2月", "2月"])
    assert len(yearplan_taking.import_plan(office, body_id, 2026, path)) == 2
    assert plan(office, body_id)[0].submitted_by == "市生态环境局"
    assert "导入2026年度计划2项" in (office.can_undo() or "")


def test_word_files_are_taken_by_table_or_by_paragraph(
    office: Office, body_id: int, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("示例市人大常委会2026年度议题计划")
    table = document.add_table(rows=1, cols=4)
    for cell, words in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = words
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "计划.docx"
    document.save(str(path))
    read = yearplan_taking.read_file(path)
    assert (read.year, len(read.lines)) == (2026, 2)
    plain = docx.Document()
    for line in TEXT.splitlines():
        plain.add_paragraph(line)
    plain.save(str(path))
    assert len(yearplan_taking.import_plan(office, body_id, 2026, path)) == 4
    text = tmp_path / "计划.txt"
    text.write_text(TEXT, "gb18030")
    assert len(yearplan_taking.read_file(text).lines) == 4


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("计划.docx", b"PK not word", "不是 Word"),
        ("计划.xlsx", b"PK\x03\x04 broken", "不是电子表格"),
        ("计划.doc", b"\xd0\xcf\x11\xe0", "旧的 .doc"),
        ("计划.txt", "2026年度议题计划\n".encode(), "没有认出一条议题"),
        ("计划.pdf", b"%PDF-1.7", "请用 .docx"),
    ],
)
def test_wrong_files_are_explained(
    office: Office, body_id: int, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for _ in range(2):
        with pytest.raises(BadInput, match=words) as caught:
            yearplan_taking.preview_file(office, body_id, 2026, path)
        assert "台账没有改动" in caught.value.message
    assert yearplan.plan_years(office, body_id) == []
