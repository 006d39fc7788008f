"""年度计划 on the agenda's page: pasted, imported, listed by keys, put off, traced both ways."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from meetingdesk.actions import agenda, meetings, roster, yearplan, yearplan_taking
from meetingdesk.shell.widgets import RecordTable, Sheet
from tests.panels.test_agenda import get, panel, sheet, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "agenda"
NOW = dt.datetime(2026, 8, 11, 1, tzinfo=dt.UTC)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXT = """一、2月
听取和审议市人民政府关于环境状况的报告
二、8月
听取和审议市人民政府关于审计工作的报告
听取市人民政府关于水利工作情况的汇报
三、第四季度
审议预算调整方案（草案）
"""


@pytest.fixture
def body_id(office: Office, term_id: int) -> int:
    return next(t.body_id for t in roster.terms(office) if t.id == term_id)


@pytest.fixture
def window(meeting: int, show: Callable[[], MainWindow]) -> MainWindow:
    made = show()
    made.set_meeting(meeting)
    page = panel(made)
    page.tabs.setCurrentWidget(page.plan)
    return made


@pytest.fixture
def planned(office: Office, body_id: int) -> list[int]:
    return yearplan_taking.paste_plan(office, body_id, 2026, TEXT)


def press(qtbot: QtBot, where: QWidget, name: str) -> None:
    qtbot.mouseClick(get(where, QPushButton, name), Qt.MouseButton.LeftButton)


def rows(window: MainWindow) -> list[yearplan.PointView]:
    found: list[yearplan.PointView] = table(window, "planTable").rows()
    return found


def test_a_plan_is_pasted_and_the_year_it_names_is_taken(
    qtbot: QtBot, window: MainWindow, office: Office, body_id: int
) -> None:
    press(qtbot, window, "firstPlan")
    taking = sheet(window, "planTakingSheet")
    assert not taking.ok.isEnabled()
    get(taking, QPlainTextEdit, "planTakingSheet.text").setPlainText(f"2027年度议题计划\n{TEXT}")
    qtbot.waitUntil(lambda: taking.ok.text() == "增加4项")
    assert "台账此刻还没有改动" in get(taking, QLabel, "planTakingSummary").text()
    qtbot.keyClick(taking, Qt.Key.Key_Return, CTRL)
    assert yearplan.plan_years(office, body_id) == [2027]
    assert get(window, QComboBox, "planYear").currentText() == "2027年"
    assert len(rows(window)) == 4
    assert not any(point.due for point in rows(window))
    window.undo()
    assert rows(window) == []


@pytest.mark.slow
def test_points_are_listed_by_keys_and_traced_both_ways(
    qtbot: QtBot, window: MainWindow, planned: list[int], meeting: int, office: Office
) -> None:
    plan = table(window, "planTable")
    assert [point.due for point in plan.rows()] == [True, True, True, False]
    assert get(window, QLabel, "planSummary").text() == "4项：未列入4"
    plan.setFocus()
    plan.select_id(planned[1])
    qtbot.keyClick(plan.view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(plan.view, Qt.Key.Key_Space)
    assert [i.subject for i in agenda.items(office, meeting)] == [
        "市人民政府关于审计工作的报告", "市人民政府关于水利工作情况的汇报",
    ]  # fmt: skip
    assert [point.state for point in rows(window)] == ["未列入", "已列入", "已列入", "未列入"]
    plan.select_id(planned[2])
    assert not get(window, QPushButton, "takePoints").isEnabled()
    press(qtbot, window, "showPointItem")
    assert panel(window).tabs.currentWidget() is panel(window).items
    assert "来源：2026年度计划第3项" in get(window, QLabel, "itemAbout").text()
    window.undo()
    panel(window).focus_on(point_id=planned[2])
    assert plan.current_id() == planned[2]
    assert plan.current().state == "未列入"


def test_what_is_due_is_brought_in_beside_the_chairpersons_items(
    window: MainWindow, planned: list[int], meeting: int, office: Office, term_id: int
) -> None:
    chairs = meetings.convene(
        office, term_id=term_id, kind="主任会议", number=58, start=dt.date(2026, 8, 10)
    )
    agreed = agenda.add_item(office, chairs, verb="研究", subject="《甲决定（草案）》")
    agenda.record_outcome(office, agreed, "同意提请")
    panel(window).tabs.setCurrentWidget(panel(window).items)
    (bring,) = [a for a in panel(window).primary_actions() if a.text == "引入议题"]
    bring.run()
    chosen = sheet(window, "sourcesSheet")
    offered = get(chosen, RecordTable, "sourcesTable")
    assert len(offered.rows()) == 5
    assert [row.id for row in offered.selected()] == [
        ("item", agreed), *(("point", key) for key in planned[:3]),
    ]  # fmt: skip
    chosen.submit()
    assert len(agenda.items(office, meeting)) == 4
    assert "引入议题" not in [a.text for a in panel(window).primary_actions()]
    window.undo()
    assert agenda.items(office, meeting) == []


def test_points_are_put_off_with_a_reason_finished_and_taken_back(
    qtbot: QtBot, window: MainWindow, planned: list[int]
) -> None:
    plan = table(window, "planTable")
    plan.select_id(planned[0])
    press(qtbot, window, "postponePoint")
    asked = sheet(window, "pointWordSheet")
    asked.submit()
    assert asked.form.fields["reason"].error == "请填写推迟原因"
    get(asked, QLineEdit, "pointWordSheet.reason").setText("报告尚未备齐")
    asked.submit()
    assert (rows(window)[0].state, rows(window)[0].words) == ("推迟", "报告尚未备齐")
    assert get(window, QPushButton, "postponePoint").text() == "恢复"
    press(qtbot, window, "postponePoint")
    assert rows(window)[0].state == "未列入"
    press(qtbot, window, "finishPoint")
    sheet(window, "pointWordSheet").submit()
    assert rows(window)[0].state == "已完成"
    assert get(window, QLabel, "planSummary").text() == "4项：未列入3、已完成1"


def test_points_are_added_changed_moved_and_deleted_by_keys(
    qtbot: QtBot, window: MainWindow, planned: list[int]
) -> None:
    plan = table(window, "planTable")
    plan.setFocus()
    plan.select_id(planned[3])
    qtbot.keyClick(plan.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [p.id for p in rows(window)] == [planned[0], planned[1], planned[3], planned[2]]
    qtbot.keyClick(plan.view, Qt.Key.Key_Return)
    edit = sheet(window, "pointSheet")
    get(edit, QLineEdit, "pointSheet.timing").setText("10月")
    edit.submit()
    assert rows(window)[2].timing == "10月"
    qtbot.keyClick(plan.view, Qt.Key.Key_Delete)
    assert len(rows(window)) == 3
    window.undo()
    assert len(rows(window)) == 4
    panel(window).plan.new()
    new = [s for s in window.findChildren(Sheet, "pointSheet") if s.isVisible()][-1]
    get(new, QPlainTextEdit, "pointSheet.subject").setPlainText("关于信访\n工作的报告")
    new.submit()
    assert rows(window)[-1].subject == "关于信访工作的报告"


def test_an_item_worded_otherwise_is_shown_to_be_the_point(
    qtbot: QtBot, window: MainWindow, planned: list[int], meeting: int, office: Office
) -> None:
    plan = table(window, "planTable")
    plan.select_id(planned[1])
    assert get(window, QPushButton, "showPointItem").text() == "对应议题"
    press(qtbot, window, "showPointItem")
    assert not [s for s in window.findChildren(Sheet, "pointLinkSheet") if s.isVisible()]
    agenda.add_item(office, meeting, verb="审议", subject="人事任免事项")
    agenda.add_item(office, meeting, verb="听取和审议", subject="关于2025年度审计工作的报告")
    plan.select_id(planned[1])
    press(qtbot, window, "showPointItem")
    sheet(window, "pointLinkSheet").submit()
    assert rows(window)[1].words == "市十四届人大常委会第三十六次会议第2项"
    assert get(window, QPushButton, "showPointItem").text() == "查看议题"
    window.undo()
    assert rows(window)[1].state == "未列入"


def test_a_wrong_file_is_told_twice_then_the_right_one_is_taken(
    window: MainWindow, tmp_path: Path, office: Office, body_id: int
) -> None:
    wrong = tmp_path / "计划.xlsx"
    wrong.write_bytes(b"PK\x03\x04 broken")
    for _ in range(2):
        panel(window).plan.import_path(wrong)
        taking = sheet(window, "planTakingSheet")
        assert not taking.ok.isEnabled()
        assert taking.banner.isVisible()
        taking.reject()
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["月份", "议题", "报告单位"])
    page.append(["5月", "听取和审议关于水利工作的报告", "市水利局"])
    book.save(wrong)
    panel(window).plan.import_path(wrong)
    taking = [s for s in window.findChildren(Sheet, "planTakingSheet") if s.isVisible()][-1]
    taking.submit()
    (point,) = yearplan.points(office, body_id, 2026)
    assert (point.timing, point.submitted_by) == ("5月", "市水利局")
    assert len(rows(window)) == 1


def test_every_widget_of_the_plan_has_a_name(window: MainWindow, planned: list[int]) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView

    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = [
        w
        for kind in kinds
        for w in panel(window).plan.findChildren(kind)
        if w.isVisible() and not w.accessibleName()
    ]
    assert nameless == []
