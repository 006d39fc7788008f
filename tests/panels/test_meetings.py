"""Meetings, roll and observers, worked as a clerk works them: real window, keys and clicks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabBar,
    QWidget,
)

from meetingdesk.actions import attendance, meetings, movements, roster
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "meetings"
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
DAY = dt.date(2026, 8, 17)
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def window(office: Office, term_id: int, show: Callable[[], MainWindow]) -> MainWindow:
    meetings.convene(office, term_id=term_id, number=36, start=DAY)
    return show()


def find(window: QWidget, kind: type[W], name: str) -> W:
    made = window.findChild(kind, name)
    assert made is not None, name
    return made


def click(qtbot: QtBot, window: QWidget, name: str) -> None:
    qtbot.mouseClick(find(window, QAbstractButton, name), Qt.MouseButton.LeftButton)


def open_sheet(window: MainWindow, name: str) -> Sheet:
    return next(s for s in window.findChildren(Sheet, name) if s.isVisible())


def tile(window: MainWindow, name: str) -> str:
    return find(window, QWidget, f"fact.{name}").accessibleDescription()


def table(window: MainWindow, name: str) -> RecordTable:
    return find(window, RecordTable, name)


def states(window: MainWindow) -> list[str]:
    return [a.state + a.mode for a in table(window, "rollTable").rows()]


@pytest.fixture
def rolled(window: MainWindow, qtbot: QtBot) -> MainWindow:
    click(qtbot, window, "firstRoll")
    return window


def test_without_a_term_the_page_says_where_to_begin(
    qtbot: QtBot, show: Callable[[], MainWindow]
) -> None:
    window = show()
    click(qtbot, window, "firstMeeting")
    panel = window.pages.current_panel()
    assert panel.banner.isVisible()
    assert "还没有机构和届次" in panel.banner.text.text()
    next(b for b in panel.banner.findChildren(QPushButton) if b.text() == "去登记").click()
    assert window.pages.current_entry().key == "roster"


def test_a_meeting_is_convened_and_becomes_the_one_at_hand(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    sheet = open_sheet(window, "meetingSheet")
    number = find(sheet, QSpinBox, "meetingSheet.number")
    note = find(sheet, QLabel, "numberNote")
    assert number.value() == 37
    number.setValue(39)
    assert "第37次至第38次还没有登记" in note.text()
    number.setValue(36)
    sheet.form.set_values(start=dt.date(2026, 10, 20), place="市人大常委会会议厅")
    click(qtbot, sheet, "meetingSheetOk")
    assert sheet.isVisible()
    assert "不能重复" in sheet.form.fields["number"].error
    number.setValue(37)
    sheet.form.set_values(end=dt.date(2026, 10, 19))
    click(qtbot, sheet, "meetingSheetOk")
    assert sheet.form.fields["start"].error == "请核对两个日期。"
    sheet.form.set_values(end=dt.date(2026, 10, 21))
    click(qtbot, sheet, "meetingSheetOk")
    made = meetings.meeting(office, window.meeting_id)
    assert (made.number, made.date_text, made.chair) == (37, "2026年10月20日至21日", "周启明")
    assert tile(window, "members") == "应到：41人"
    window.undo()
    assert len(table(window, "meetingsTable").rows()) == 1


def test_unnumbered_kinds_ask_for_no_number(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    sheet = open_sheet(window, "meetingSheet")
    find(sheet, QComboBox, "meetingSheet.kind").setCurrentText("党组会议")
    assert sheet.form.fields["number"].isHidden()
    find(sheet, QComboBox, "meetingSheet.kind").setCurrentText("主任会议")
    assert find(sheet, QSpinBox, "meetingSheet.number").value() == 1
    sheet.form.set_values(start=DAY)
    click(qtbot, sheet, "meetingSheetOk")
    kinds = find(window, QComboBox, "kindFilter")
    kinds.setCurrentText("常委会会议")
    listed = table(window, "meetingsTable")
    assert [m.kind for m in listed.rows()] == ["常委会会议"]
    assert listed.current() is None
    assert window.meeting_id not in {m.id for m in listed.rows()}
    kinds.setCurrentText("全部会种")
    assert listed.current().kind == "主任会议"
    qtbot.keyClick(listed.view, Qt.Key.Key_Down)
    assert window.meeting_id == listed.current().id


def test_a_meeting_is_edited_deleted_and_brought_back(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    click(qtbot, window, "editMeeting")
    sheet = open_sheet(window, "meetingSheet")
    find(sheet, QComboBox, "meetingSheet.chair").setCurrentText("林若棠")
    find(sheet, QComboBox, "meetingSheet.state").setCurrentText("进行")
    click(qtbot, sheet, "meetingSheetOk")
    made = meetings.meeting(office, window.meeting_id)
    assert (made.chair, made.state) == ("林若棠", "进行")
    assert made.chair_id is not None
    click(qtbot, window, "deleteMeeting")
    assert window.meeting_id is None
    assert table(window, "meetingsTable").rows() == []
    window.undo()
    assert len(table(window, "meetingsTable").rows()) == 1


def test_one_key_marks_and_goes_on(qtbot: QtBot, rolled: MainWindow) -> None:
    roll = table(rolled, "rollTable")
    assert len(roll.rows()) == 41
    roll.select_id(roll.rows()[0].id)
    for key in "124":
        qtbot.keyClicks(roll.view, key)
    assert states(rolled)[:4] == ["出席现场", "出席视频", "缺席", "未登记"]
    assert roll.current().id == roll.rows()[3].id
    roll.select_id(roll.rows()[1].id)
    qtbot.keyClicks(roll.view, "0")
    assert states(rolled)[:3] == ["出席现场", "未登记", "缺席"]
    assert tile(rolled, "absent") == "缺席：1人　请核实"


def test_leave_asks_for_the_reason_in_place(qtbot: QtBot, rolled: MainWindow) -> None:
    roll = table(rolled, "rollTable")
    roll.select_id(roll.rows()[4].id)
    qtbot.keyClicks(roll.view, "3")
    editor = next(e for e in roll.view.findChildren(QLineEdit) if e.accessibleName() == "事由")
    editor.setText("外出学习")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: roll.rows()[4].reason == "外出学习")
    assert roll.rows()[4].state == "请假"
    qtbot.waitUntil(lambda: roll.current().id == roll.rows()[5].id)
    qtbot.keyClicks(roll.view, "1")
    assert states(rolled)[5] == "出席现场"
    assert tile(rolled, "leave") == "请假：1人"


def test_letters_jump_to_a_member(qtbot: QtBot, rolled: MainWindow) -> None:
    roll = table(rolled, "rollTable")
    roll.select_id(roll.rows()[0].id)
    qtbot.keyClicks(roll.view, "csz")
    assert roll.current().name == "程守拙"


def test_quorum_turns_at_twenty_one(qtbot: QtBot, rolled: MainWindow, office: Office) -> None:
    rows = table(rolled, "rollTable").rows()
    assert tile(rolled, "quorum") == "法定人数：21人　尚未签到"
    attendance.mark(office, [a.id for a in rows[:20]], state="出席")
    assert tile(rolled, "quorum") == "法定人数：21人　未达　差1人"
    attendance.mark(office, [rows[20].id], state="出席")
    assert tile(rolled, "quorum") == "法定人数：21人　恰好达到"
    click(qtbot, rolled, "markRest")
    assert tile(rolled, "quorum") == "法定人数：21人　已达　多20人"
    assert not find(rolled, QPushButton, "markRest").isEnabled()
    rolled.undo()
    assert tile(rolled, "quorum") == "法定人数：21人　恰好达到"


def test_roll_without_a_date_is_refused_in_words(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    meetings.edit_meeting(office, window.meeting_id, start=None)
    click(qtbot, window, "firstRoll")
    panel = window.pages.current_panel()
    assert panel.banner.isVisible()
    assert "会议没有日期" in panel.banner.text.text()


def test_newcomers_reach_the_roll(qtbot: QtBot, rolled: MainWindow, office: Office) -> None:
    term_id = roster.terms(office)[0].id
    roster.add_member(office, term_id=term_id, name="钱多多", since=DAY)
    assert tile(rolled, "members") == "应到：42人　名册少1人"
    click(qtbot, rolled, "openRoll")
    assert tile(rolled, "members") == "应到：42人　未登记42"


def test_observers_are_made_moved_changed_and_deleted(qtbot: QtBot, window: MainWindow) -> None:
    find(window, QTabBar, "meetingTabBar").setCurrentIndex(1)
    for values in (
        {"name": "庄伯言", "post": "副市长", "leader": True},
        {"text": "部分市人大代表", "category": "人大代表"},
    ):
        click(qtbot, window, "newObserver")
        sheet = open_sheet(window, "observerSheet")
        sheet.form.set_values(**values)
        click(qtbot, sheet, "observerSheetOk")
    rows = table(window, "observersTable")
    assert [o.text for o in rows.rows()] == ["副市长庄伯言", "部分市人大代表"]
    rows.select_id(rows.rows()[1].id)
    qtbot.keyClick(rows.view, Qt.Key.Key_Up, ALT)
    assert [o.text for o in rows.rows()] == ["部分市人大代表", "副市长庄伯言"]
    rows.select_id(rows.rows()[1].id)
    qtbot.keyClick(rows.view, Qt.Key.Key_Return)
    sheet = open_sheet(window, "observerSheet")
    sheet.form.set_values(post="市长")
    click(qtbot, sheet, "observerSheetOk")
    assert rows.rows()[1].text == "市长庄伯言"
    qtbot.keyClick(rows.view, Qt.Key.Key_Delete)
    assert len(rows.rows()) == 1
    window.undo()
    assert len(rows.rows()) == 2


def test_ctrl_n_makes_what_the_tab_shows(qtbot: QtBot, window: MainWindow) -> None:
    tabs = find(window, QTabBar, "meetingTabBar")

    def offered(text: str) -> bool:
        return any(b.text() == text and b.isVisible() for b in window.findChildren(QPushButton))

    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: offered("登记列席"))
    qtbot.wait(50)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    sheet = open_sheet(window, "observerSheet")
    click(qtbot, sheet, "observerSheetCancel")
    tabs.setCurrentIndex(0)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.wait(50)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert open_sheet(window, "meetingSheet").isVisible()


def test_an_observer_without_any_word_is_refused_at_the_field(
    qtbot: QtBot, window: MainWindow
) -> None:
    find(window, QTabBar, "meetingTabBar").setCurrentIndex(1)
    click(qtbot, window, "newObserver")
    sheet = open_sheet(window, "observerSheet")
    click(qtbot, sheet, "observerSheetOk")
    assert "请填写姓名或列席单位" in sheet.form.fields["text"].error


def test_sign_in_sheet_stands_beside_the_roll(qtbot: QtBot, rolled: MainWindow) -> None:
    panel = rolled.pages.current_panel()
    assert not panel.paper.isVisible()
    click(qtbot, rolled, "paperToggle")
    qtbot.waitUntil(lambda: len(panel.preview.pages) > 1)
    assert panel.paper.isVisible()
    assert not panel.register.isVisible()
    rolled.resize(1920, 1080)
    qtbot.waitUntil(panel.register.isVisible)
    assert panel.paper.isVisible()


def test_marking_leaves_the_page_of_the_paper_in_view(qtbot: QtBot, rolled: MainWindow) -> None:
    panel = rolled.pages.current_panel()
    click(qtbot, rolled, "paperToggle")
    qtbot.waitUntil(lambda: len(panel.preview.pages) > 1)
    shown = panel.preview.document
    click(qtbot, rolled, "markRest")
    qtbot.wait(400)
    assert panel.preview.document is shown


def test_no_button_is_cut_with_the_paper_shown(qtbot: QtBot, rolled: MainWindow) -> None:
    panel = rolled.pages.current_panel()
    click(qtbot, rolled, "paperToggle")
    qtbot.waitUntil(lambda: bool(panel.preview.pages))

    def cut() -> list[str]:
        buttons = panel.findChildren(QPushButton)
        return [b.text() for b in buttons if b.isVisible() and b.width() < b.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [])
    assert table(rolled, "rollTable").view.horizontalScrollBar().maximum() == 0


def test_everything_has_a_name_for_the_screen_reader(rolled: MainWindow) -> None:
    panel = rolled.pages.current_panel()
    nameless = [
        w
        for kind in (QAbstractButton, QComboBox, QLineEdit, RecordTable)
        for w in panel.findChildren(kind)
        if w.isVisible() and not w.accessibleName() and not w.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_leaving_and_coming_back_by_one_key(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    click(qtbot, window, "firstRoll")
    click(qtbot, window, "markRest")
    roll = table(window, "rollTable")
    first = roll.rows()[0]
    roll.select_id(first.id)
    assert not find(window, QAbstractButton, "showMoves").isVisible()
    qtbot.keyClick(roll.view, Qt.Key.Key_5)
    assert roll.rows()[0].away
    assert roll.current_id() == first.id
    assert "40人" in tile(window, "present")
    assert "离席1人" in tile(window, "present")
    click(qtbot, window, "showMoves")
    sheet = open_sheet(window, "movesSheet")
    moves = find(sheet, RecordTable, "movesTable")
    model = moves.model
    model.setData(model.index(0, 1), "0:01")
    assert moves.rows()[0].time == "0:01"
    model.setData(model.index(0, 1), "后来")
    assert moves.rows()[0].time == "0:01"
    sheet.submit()
    roll.select_id(first.id)
    qtbot.keyClick(roll.view, Qt.Key.Key_1)  # in the hall again
    assert [m.kind for m in movements.movements(office, meetings.meetings(office)[0].id)] == [
        "离席",
        "返回",
    ]
    assert "41人" in tile(window, "present")
