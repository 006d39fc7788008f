"""照片 and 笔画次序 on the roster's page: chosen, dropped, pasted, refused, undone; by keys too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox

from meetingdesk.actions import portraits, procedure, roster, stroke_order
from meetingdesk.panels.roster.photo import PhotoField, PhotoFrame
from meetingdesk.shell.widgets import RecordTable
from tests.panels.test_roster import click, find, open_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "roster"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(term_id: int, show: Callable[[], MainWindow]) -> MainWindow:
    return show()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    path = tmp_path / "证件照.jpg"
    assert image.save(str(path))
    return path


def table(window: MainWindow) -> RecordTable:
    return find(window, RecordTable, "membersTable")


def choose(window: MainWindow, office: Office, term_id: int, at: int) -> int:
    member = roster.members(office, term_id)[at]
    table(window).select_id(member.id)
    return member.person_id


def drop(frame: PhotoFrame, data: QMimeData) -> None:
    where = QPointF(frame.rect().center())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    frame.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))


def urls(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_a_photo_dropped_on_the_card_is_kept_and_taken_back(
    window: MainWindow, office: Office, term_id: int, photo: Path
) -> None:
    who = choose(window, office, term_id, 2)
    page = window.pages.current_panel()
    frame = page.members.card.frame
    drop(frame, urls(photo))
    assert portraits.with_photo(office) == {who}
    assert frame.has_photo
    assert not page.members.card.isHidden()
    choose(window, office, term_id, 3)
    assert not frame.has_photo
    choose(window, office, term_id, 2)
    assert frame.has_photo
    frame.removed.emit()
    assert portraits.with_photo(office) == frozenset()
    office.undo()
    assert frame.has_photo
    office.undo()
    assert not frame.has_photo


def test_a_wrong_file_is_told_twice_and_nothing_changes(
    window: MainWindow, office: Office, term_id: int, photo: Path, tmp_path: Path
) -> None:
    who = choose(window, office, term_id, 2)
    page = window.pages.current_panel()
    wrong = tmp_path / "通知.jpg"
    wrong.write_bytes(b"PK letter")
    for _ in range(2):
        drop(page.members.card.frame, urls(wrong))
        assert "不是照片" in " ".join(
            w.text() for w in page.findChildren(QLabel) if w.isVisibleTo(page)
        )
        assert portraits.with_photo(office) == frozenset()
    drop(page.members.card.frame, urls(photo))
    assert portraits.with_photo(office) == {who}


def test_photos_named_after_members_are_dropped_together(
    window: MainWindow, office: Office, term_id: int, photo: Path
) -> None:
    members = roster.members(office, term_id)[:2]
    paths = [photo.with_name(f"{m.name}.jpg") for m in members]
    for path in paths:
        path.write_bytes(photo.read_bytes())
    page = window.pages.current_panel()
    page.take_dropped([*paths, photo])
    assert portraits.with_photo(office) == {m.person_id for m in members}
    assert "没有放入：证件照.jpg（对不上姓名）" in window.toast_strip.text.text()
    assert not page.members.card.isHidden()
    page.take_dropped([photo])
    assert page.banner.text.text() == "没有放入照片。"
    assert "批量放入照片" in [a.text for a in page.commands()]
    window.undo()
    assert portraits.with_photo(office) == frozenset()


def test_a_photo_is_pasted_in_the_form_and_kept_with_it(
    window: MainWindow, office: Office, term_id: int, qtbot: QtBot
) -> None:
    who = choose(window, office, term_id, 4)
    click(qtbot, window, "editMember")
    sheet = open_sheet(window, "memberSheet")
    field = sheet.findChild(PhotoField)
    assert field is not None
    QGuiApplication.clipboard().setText("不是图片")
    field.frame.setFocus()
    qtbot.keyClick(field.frame, Qt.Key.Key_V, CTRL)
    assert field.words.text() == "剪贴板里没有图片"
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("#886644"))
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(field.frame, Qt.Key.Key_V, CTRL)
    assert field.frame.has_photo
    assert field.words.isHidden()
    assert portraits.with_photo(office) == frozenset()
    find(sheet, QLineEdit, "memberSheet.note").setText("附照片")
    click(qtbot, sheet, "memberSheetOk")
    assert portraits.with_photo(office) == {who}
    label = office.undo()  # data and photo are one step
    assert "登记" in label
    assert portraits.with_photo(office) == frozenset()
    assert roster.members(office, term_id)[4].note == ""


def test_a_new_member_comes_with_a_photo_and_an_old_one_loses_theirs(
    window: MainWindow, office: Office, term_id: int, qtbot: QtBot, photo: Path
) -> None:
    window.pages.current_panel().members.new()
    sheet = open_sheet(window, "memberSheet")
    find(sheet, QLineEdit, "memberSheet.name").setText("新甲")
    field = sheet.findChild(PhotoField)
    assert field is not None
    field.take(photo)
    click(qtbot, sheet, "memberSheetOk")
    made = roster.members(office, term_id)[-1]
    assert (made.name, portraits.with_photo(office)) == ("新甲", {made.person_id})
    table(window).select_id(made.id)
    click(qtbot, window, "editMember")
    sheet = open_sheet(window, "memberSheet")
    field = sheet.findChild(PhotoField)
    assert field is not None
    qtbot.keyClick(field.frame, Qt.Key.Key_Delete)
    click(qtbot, sheet, "memberSheetOk")
    assert portraits.with_photo(office) == frozenset()


def test_strokes_are_shown_in_both_customs_and_corrected_by_keys(
    window: MainWindow, office: Office, term_id: int, qtbot: QtBot
) -> None:
    page = window.pages.current_panel()
    page.tabs.setCurrentWidget(page.strokes)
    lines = find(window, RecordTable, "strokesTable")
    names = [row.name for row in lines.rows()]
    assert names.index("田大利") < names.index("田富")
    mode = find(window, QComboBox, "strokeMode")
    mode.setFocus()
    qtbot.keyClick(mode, Qt.Key.Key_Down)
    names = [row.name for row in lines.rows()]
    assert names.index("田富") < names.index("田大利")
    lines.setFocus()
    lines.select_id(lines.rows()[0].id)
    qtbot.keyClick(lines.view, Qt.Key.Key_Return)
    sheet = open_sheet(window, "strokesSheet")
    assert find(sheet, QSpinBox, "strokesSheet.strokes").value() == 3
    assert find(sheet, QLineEdit, "strokesSheet.first").text() == "横横竖"
    find(sheet, QLineEdit, "strokesSheet.first").setText("横钩")
    click(qtbot, sheet, "strokesSheetOk")
    assert "“钩”不是笔画" in sheet.form.fields["first"].error
    find(sheet, QSpinBox, "strokesSheet.strokes").setValue(20)
    find(sheet, QLineEdit, "strokesSheet.first").setText("")
    click(qtbot, sheet, "strokesSheetOk")
    assert lines.rows()[-1].name == "于川"
    lines.select_id(lines.rows()[-1].id)
    page.strokes.edit()
    sheet = open_sheet(window, "strokesSheet")
    click(qtbot, sheet, "clearStrokes")
    assert stroke_order.own_words(office) == []
    assert lines.rows()[0].name == "于川"
    office.undo()
    assert lines.rows()[-1].name == "于川"


def test_members_sorted_by_strokes_stand_as_the_lists_print_them(
    window: MainWindow, office: Office, term_id: int
) -> None:
    on, shown = window.pages.current_panel().on, table(window)
    here = {m.name for m in roster.members_on(office, term_id, on)}

    def agree(mode: str) -> str:
        listed = [line.name for line in stroke_order.by_strokes(office, term_id, on, mode)]
        assert [m.name for m in shown.rows() if m.name in here] == listed
        return shown.sorted_words() + listed[0]

    for _ in "拼画":
        shown.sort_by(1)
    assert agree("姓名") == "姓名，姓名笔画于川"
    stroke_order.set_strokes(office, "于", strokes=20)
    assert agree("姓名") == "姓名，姓名笔画万佳宁"
    body = roster.terms(office)[0].body_id
    procedure.set_rules(office, body_id=body, valid_from=on, values={"name_order": "姓氏"})
    assert agree("姓氏").startswith("姓名，姓氏笔画")
