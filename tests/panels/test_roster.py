"""The roster's page, worked as a clerk works it: real window, real desk, keys and clicks."""

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
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)

from meetingdesk.actions import meetings, procedure, roster
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "roster"
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


def table(window: MainWindow, name: str = "membersTable") -> RecordTable:
    return find(window, RecordTable, name)


def header_button(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.header.findChildren(QPushButton) if b.text() == text)


def test_an_empty_desk_teaches_and_takes_the_first_term(
    qtbot: QtBot, office: Office, show: Callable[[], MainWindow]
) -> None:
    window = show()
    panel = window.pages.current_panel()
    assert panel.blank.isVisible()
    click(qtbot, window, "foundButton")
    sheet = open_sheet(window, "termSheet")
    click(qtbot, sheet, "termSheetOk")
    assert sheet.isVisible()
    assert sheet.form.fields["place_name"].error == "请填写行政区划"
    find(sheet, QLineEdit, "termSheet.place_name").setText("示例市")
    assert find(sheet, QLineEdit, "termSheet.name").text() == "示例市人民代表大会常务委员会"
    sheet.form.set_values(number=14, statutory_seats=43, start=dt.date(2022, 1, 12))
    click(qtbot, sheet, "termSheetOk")
    assert find(window, QComboBox, "termBox").currentText() == "市人大常委会　第十四届"
    assert not panel.blank.isVisible()
    assert find(window, QWidget, "firstMember").isVisible()
    window.undo()
    assert panel.blank.isVisible()


def test_facts_follow_the_day(qtbot: QtBot, window: MainWindow) -> None:
    assert tile(window, "members") == "在任：41人　缺额2"
    assert tile(window, "majority") == "过半数：21人　法定人数"
    find(window, QLineEdit, "onDateEdit").setText("2025-11-30")
    qtbot.waitUntil(lambda: tile(window, "members").startswith("在任：42人"))
    assert tile(window, "majority").startswith("过半数：22人")


def test_a_member_is_registered_changed_deleted_and_brought_back(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    sheet = open_sheet(window, "memberSheet")
    find(sheet, QLineEdit, "memberSheet.name").setText("周启明")
    click(qtbot, sheet, "memberSheetOk")
    assert sheet.isVisible()
    assert "如是改任" in sheet.form.fields["name"].error
    find(sheet, QLineEdit, "memberSheet.name").setText("钱多多")
    find(sheet, QComboBox, "memberSheet.gender").setCurrentText("女")
    click(qtbot, sheet, "memberSheetOk")
    assert tile(window, "members") == "在任：42人　缺额1"
    assert table(window).current().name == "钱多多"
    qtbot.keyClick(table(window).view, Qt.Key.Key_Return)
    sheet = open_sheet(window, "memberSheet")
    find(sheet, QLineEdit, "memberSheet.note").setText("基层代表")
    click(qtbot, sheet, "memberSheetOk")
    assert table(window).current().note == "基层代表"
    qtbot.keyClick(table(window).view, Qt.Key.Key_Delete)
    assert tile(window, "members").startswith("在任：41人")
    assert "已删除“钱多多”" in window.toast_strip.text.text()
    window.undo()
    assert tile(window, "members").startswith("在任：42人")


def test_leaving_office_counts_from_the_next_day(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    view = table(window)
    view.select_id(next(m.id for m in view.rows() if m.name == "于川"))
    click(qtbot, window, "leaveMember")
    sheet = open_sheet(window, "leaveSheet")
    sheet.form.set_values(until=dt.date(2020, 1, 1))
    click(qtbot, sheet, "leaveSheetOk")
    assert "早于任职日期" in sheet.form.fields["until"].error
    sheet.form.set_values(until=dt.date(2026, 8, 16), reason="调离")
    click(qtbot, sheet, "leaveSheetOk")
    assert tile(window, "members") == "在任：40人　缺额3"
    assert view.current().leave_reason == "调离"
    find(window, QAbstractButton, "showFormer").setChecked(False)
    assert "于川" not in {m.name for m in view.rows()}


def test_search_is_live_and_by_initials(window: MainWindow) -> None:
    search = find(window, QLineEdit, "memberSearch")
    search.setText("csz")
    assert [m.name for m in table(window).rows()] == ["程守拙"]
    search.setText("查无此人")
    assert table(window).rows() == []
    assert window.pages.current_panel().members._nobody.title.text() == "没有符合的人员"


def test_order_moves_by_key_also_within_found_rows(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    view = table(window)
    view.select_id(view.rows()[1].id)
    qtbot.keyClick(view.view, Qt.Key.Key_Down, ALT)
    assert [m.name for m in view.rows()[:3]] == ["周启明", "邵文澜", "林若棠"]
    assert view.current().name == "林若棠"
    find(window, QLineEdit, "memberSearch").setText("田")
    assert [m.name for m in view.rows()] == ["田大利", "田富"]
    view.select_id(view.rows()[1].id)
    qtbot.keyClick(view.view, Qt.Key.Key_Up, ALT)
    names = [m.name for m in roster.members(office, window.pages.current_panel().term.id)]
    assert names.index("田富") + 1 == names.index("田大利")


def test_a_dropped_row_takes_its_new_place(window: MainWindow) -> None:
    view = table(window)
    view.view.dropped.emit(0, 2)
    assert [m.name for m in view.rows()[:3]] == ["林若棠", "邵文澜", "周启明"]
    assert [m.committee_order for m in view.rows()[:3]] == [1, 2, 3]
    window.undo()
    assert [m.name for m in view.rows()[:2]] == ["周启明", "林若棠"]


def test_party_order_is_moved_apart(qtbot: QtBot, window: MainWindow) -> None:
    find(window, QTabBar, "rosterTabBar").setCurrentIndex(1)
    party = table(window, "partyTable")
    party.select_id(party.rows()[1].id)
    qtbot.keyClick(party.view, Qt.Key.Key_Up, ALT)
    assert [m.name for m in party.rows()[:2]] == ["林若棠", "周启明"]
    assert [m.name for m in table(window).rows()[:2]] == ["周启明", "林若棠"]


def test_pasted_rows_show_faults_then_go_in_as_one_step(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    header_button(window, "粘贴表格").click()
    sheet = open_sheet(window, "pasteSheet")
    text = find(sheet, QPlainTextEdit, "pasteText")
    ok = find(sheet, QPushButton, "pasteSheetOk")
    assert not ok.isEnabled()
    text.setPlainText("姓名\t职务\t任职日期\n钱多多\t书法家\t2026-8-1\n孙小小\t委员\t2026-13-1")
    rows = find(sheet, RecordTable, "takingTable")
    qtbot.waitUntil(lambda: len(rows.rows()) == 2)
    assert [(r.who, r.state) for r in rows.rows()] == [("第2行", "有误"), ("第3行", "有误")]
    assert not ok.isEnabled()
    text.setPlainText("姓名\t职务\t任职日期\n钱多多\t委员\t2026-8-1\n孙小小\t委员\t2026-8-1")
    qtbot.waitUntil(ok.isEnabled)
    assert ok.text() == "导入2人"
    click(qtbot, sheet, "pasteSheetOk")
    assert tile(window, "members").startswith("在任：43人　满员")
    window.undo()
    assert tile(window, "members").startswith("在任：41人")


def test_a_file_is_previewed_before_it_goes_in(
    qtbot: QtBot, window: MainWindow, office: Office, tmp_path: Path
) -> None:
    place = tmp_path / "名册.csv"
    place.write_text("姓名,职务,任职日期\n钱多多,委员,2026-08-01\n", encoding="gb18030")
    panel = window.pages.current_panel()
    panel.import_path(place)
    sheet = open_sheet(window, "importSheet")
    assert "新登记1人" in find(sheet, QLabel, "takingSummary").text()
    assert tile(window, "members").startswith("在任：41人")
    click(qtbot, sheet, "importSheetOk")
    assert tile(window, "members").startswith("在任：42人")


def test_the_exported_roster_comes_back_unchanged(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    panel = window.pages.current_panel()
    place = tmp_path / "名册.xlsx"
    panel.export_path(place)
    assert "已导出42人" in window.toast_strip.text.text()
    panel.import_path(place)
    sheet = open_sheet(window, "importSheet")
    assert "无变化42人" in find(sheet, QLabel, "takingSummary").text()
    assert not find(sheet, QPushButton, "importSheetOk").isEnabled()
    panel.export_path(tmp_path / "名册.txt")
    assert panel.banner.isVisible()


def test_units_are_made_moved_and_deleted(qtbot: QtBot, window: MainWindow) -> None:
    find(window, QTabBar, "rosterTabBar").setCurrentIndex(2)
    header_button(window, "新建单位").click()
    sheet = open_sheet(window, "unitSheet")
    find(sheet, QLineEdit, "unitSheet.name").setText("示例市商务局")
    click(qtbot, sheet, "unitSheetOk")
    assert sheet.form.fields["name"].error == "名称重复"
    find(sheet, QLineEdit, "unitSheet.name").setText("示例市水利局")
    click(qtbot, sheet, "unitSheetOk")
    units = table(window, "unitsTable")
    assert units.rows()[-1].short_name == "示例市水利局"
    units.select_id(units.rows()[-1].id)
    qtbot.keyClick(units.view, Qt.Key.Key_Up, ALT)
    assert units.rows()[-2].name == "示例市水利局"
    click(qtbot, window, "deleteUnit")
    assert "示例市水利局" not in {u.name for u in units.rows()}
    window.undo()
    assert units.rows()[-2].name == "示例市水利局"


def test_rules_of_procedure_are_set_from_a_day(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    click(qtbot, window, "rulesButton")
    sheet = open_sheet(window, "rulesSheet")
    assert not find(sheet, QWidget, "rulesSheet.quorum_fraction").isEnabled()
    sheet.form.set_values(notice_days=10, grades="优秀、良好、较差")
    click(qtbot, sheet, "rulesSheetOk")
    body_id = roster.terms(office)[0].body_id
    values = procedure.rules_on(office, body_id, DAY)
    assert (values["notice_days"], values["grades"]) == (10, ("优秀", "良好", "较差"))
    assert procedure.rules_on(office, body_id, DAY - dt.timedelta(days=1))["notice_days"] == 7


def test_a_version_of_the_rules_is_looked_at_and_deleted(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    body_id = roster.terms(office)[0].body_id
    for year, days in ((2022, 9), (2025, 5)):
        procedure.set_rules(
            office,
            body_id=body_id,
            valid_from=dt.date(year, 1, 1),
            values={"notice_days": days, "grades": ("好", "差")},
        )
    click(qtbot, window, "rulesButton")
    sheet = open_sheet(window, "rulesSheet")
    assert (sheet.form.value("notice_days"), sheet.form.value("grades")) == (5, "好、差")
    find(sheet, QComboBox, "rulesVersions").setCurrentIndex(1)
    assert sheet.form.value("notice_days") == 9
    assert sheet.form.value("valid_from") == dt.date(2022, 1, 1)
    find(sheet, QComboBox, "rulesVersions").setCurrentIndex(0)
    click(qtbot, sheet, "deleteRules")
    assert procedure.rules_on(office, body_id, DAY)["notice_days"] == 9
    window.undo()
    assert procedure.rules_on(office, body_id, DAY)["notice_days"] == 5


def test_next_term_and_corrected_names(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    click(qtbot, window, "newTermButton")
    sheet = open_sheet(window, "termSheet")
    assert sheet.form.value("number") == 15
    sheet.form.set_values(number=14)
    click(qtbot, sheet, "termSheetOk")
    assert sheet.form.fields["number"].error == "届次重复"
    sheet.form.set_values(number=15)
    click(qtbot, sheet, "termSheetOk")
    box = find(window, QComboBox, "termBox")
    assert box.currentText() == "市人大常委会　第十五届"
    click(qtbot, window, "editTermButton")
    sheet = open_sheet(window, "termSheet")
    find(sheet, QLineEdit, "termSheet.short_name").setText("示例市人大常委会")
    click(qtbot, sheet, "termSheetOk")
    assert box.currentText() == "示例市人大常委会　第十五届"
    window.undo()
    window.undo()
    assert box.count() == 1


def test_a_date_not_understood_is_told_beside_it(window: MainWindow) -> None:
    find(window, QLineEdit, "onDateEdit").setText("下周一")
    assert window.pages.current_panel().day_hint.text() == "看不懂这个日期"
    assert tile(window, "members").startswith("在任：41人")


@pytest.mark.parametrize("tab", [0, 1, 2])
def test_no_button_is_cut_in_the_smallest_window(
    qtbot: QtBot, window: MainWindow, tab: int
) -> None:
    window.resize(window.minimumSize())
    find(window, QTabBar, "rosterTabBar").setCurrentIndex(tab)
    panel = window.pages.current_panel()

    def cut() -> list[str]:
        buttons = panel.findChildren(QPushButton)
        return [b.text() for b in buttons if b.isVisible() and b.width() < b.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [])
    assert panel.width() <= window.width() - window.nav.width()
    for shown in panel.findChildren(RecordTable):
        if shown.isVisible():
            assert shown.view.horizontalScrollBar().maximum() == 0


def test_everything_has_a_name_for_the_screen_reader(window: MainWindow) -> None:
    panel = window.pages.current_panel()
    nameless = [
        w
        for kind in (QAbstractButton, QComboBox, QLineEdit, RecordTable)
        for w in panel.findChildren(kind)
        if w.isVisible() and not w.accessibleName() and not w.objectName().startswith("qt_")
    ]
    assert nameless == []
