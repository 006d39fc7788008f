"""The page of draft decisions, worked with real widgets: draft, write, compare, adopt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from meetingdesk.actions import agenda, decisions
from meetingdesk.panels.decisions import DecisionsPanel
from meetingdesk.shell.differing import GONE, NEW, SAME, pieces
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "decisions"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
W = TypeVar("W", bound=QWidget)
RIVER = "示例市人民代表大会常务委员会关于加强清源河生态保护的决定"
NOTE = "（2026年8月18日示例市第十四届人民代表大会常务委员会第三十六次会议通过）"


@pytest.fixture
def river(office: Office, meeting: int) -> int:
    return decisions.draft_decision(office, meeting, title=RIVER, body="一、加强保护。")


def get(window: QWidget, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def panel(window: MainWindow) -> DecisionsPanel:
    found = window.pages.current_panel()
    assert isinstance(found, DecisionsPanel)
    return found


def sheet(window: MainWindow, name: str) -> Sheet:
    (found,) = [s for s in window.findChildren(Sheet, name) if s.isVisible()]
    return found


def click(window: QWidget, name: str) -> None:
    made = get(window, QAbstractButton, name)
    assert made.isVisible(), name
    assert made.isEnabled(), name
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)


def body(window: MainWindow) -> QPlainTextEdit:
    return get(window, QPlainTextEdit, "decisionBody")


def commit(edit: QWidget, text: str, preedit: str = "") -> None:
    """Hand over ``text`` as an input method does, with ``preedit`` still being composed."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def words(window: QWidget, name: str) -> str:
    found = get(window, QLabel, name)
    return found.text() if found.isVisible() else ""


def drawn(qtbot: QtBot, window: MainWindow, part: str) -> None:
    """Wait until the paper shows ``part``."""
    preview = panel(window).paper.view
    qtbot.waitUntil(lambda: part in repr(preview.document), timeout=4000)


def test_a_decision_goes_from_the_first_word_to_its_adoption(
    qtbot: QtBot, office: Office, meeting: int, show: Callable[[], MainWindow]
) -> None:
    window = show()
    click(window, "newDecision")
    form = sheet(window, "decisionSheet")
    form.ok.click()
    assert form.form.fields["title"].error == "请填写标题"
    get(form, QLineEdit, "decisionSheet.title").setText(f"《{RIVER}（草案）》")
    get(form, QLineEdit, "decisionSheet.submitted_by").setText("主任会议")
    form.ok.click()
    (made,) = decisions.decisions(office, meeting)
    assert (made.title, made.kind, made.submitted_by) == (RIVER, "决定", "主任会议")
    table = get(window, RecordTable, "decisionsTable")
    assert table.columns[0].text(table.rows()[0]) == f"{RIVER}（草案）"
    body(window).setFocus()
    commit(body(window), "一、加强清源河保护。")
    qtbot.waitUntil(lambda: decisions.decision(office, made.id).body == "一、加强清源河保护。")
    drawn(qtbot, window, "加强清源河保护")
    get(window, QLineEdit, "versionLabel").setText("审议稿")
    click(window, "saveVersion")
    assert [v.label for v in decisions.decision(office, made.id).versions] == ["审议稿"]
    click(window, "adoptDecision")
    adopting = sheet(window, "adoptSheet")
    assert get(adopting, QLabel, "adoptSheet.note").text() == NOTE
    get(adopting, QAbstractButton, "adoptSheetOk").click()
    adopted = decisions.decision(office, made.id)
    assert (adopted.state, adopted.adoption_note) == ("通过", NOTE)
    assert words(window, "decisionTitle") == RIVER
    assert NOTE in words(window, "decisionAbout")
    assert body(window).isReadOnly()
    assert "已经通过" in words(window, "decisionLocked")
    drawn(qtbot, window, NOTE)
    click(window, "unadoptDecision")
    assert decisions.decision(office, made.id).state == "草案"
    assert not body(window).isReadOnly()


def test_typing_goes_on_where_it_was_while_the_text_is_kept(
    qtbot: QtBot, office: Office, river: int, show: Callable[[], MainWindow]
) -> None:
    decisions.write_body(office, river, "一、加强保护。\n二、各负其责。\n三、自公布之日起施行。")
    window = show()
    edit = body(window)
    edit.setFocus()
    cursor = edit.textCursor()
    cursor.setPosition(4)
    edit.setTextCursor(cursor)
    commit(edit, "全面 \n")
    cursor = edit.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    qtbot.waitUntil(lambda: "全面\n" in decisions.decision(office, river).body)
    qtbot.wait(400)
    assert (edit.textCursor().anchor(), edit.textCursor().position()) == (2, 5)
    assert "全面 \n" in edit.toPlainText()
    assert words(window, "decisionSaved") == "已保存"


def test_letters_being_composed_are_not_disturbed(
    qtbot: QtBot, office: Office, river: int, show: Callable[[], MainWindow]
) -> None:
    edit = body(show())
    edit.setFocus()
    edit.moveCursor(QTextCursor.MoveOperation.End)
    commit(edit, "二、", preedit="ge")
    assert edit.composing
    qtbot.wait(900)
    assert decisions.decision(office, river).body == "一、加强保护。"
    commit(edit, "各负其责。")
    qtbot.waitUntil(lambda: decisions.decision(office, river).body.endswith("二、各负其责。"))


def test_leaving_keeps_the_text_at_once(
    office: Office, meeting: int, river: int, show: Callable[[], MainWindow]
) -> None:
    other = decisions.draft_decision(office, meeting, title="另一件决定", body="另文。")
    window = show()
    body(window).setPlainText("甲")
    get(window, RecordTable, "decisionsTable").select_id(other)
    assert decisions.decision(office, river).body == "甲"
    assert body(window).toPlainText() == "另文。"
    body(window).setPlainText("乙")
    window.open_panel("meetings")
    assert decisions.decision(office, other).body == "乙"
    window.open_panel("decisions")
    body(window).setPlainText("丙")
    window.close()
    assert decisions.decision(office, other).body == "丙"


def test_an_undone_step_changes_the_text_shown(
    qtbot: QtBot, office: Office, river: int, show: Callable[[], MainWindow]
) -> None:
    window = show()
    body(window).setPlainText("一、改写。")
    panel(window).editor.flush()
    window.undo()
    assert body(window).toPlainText() == "一、加强保护。"
    assert decisions.decision(office, river).body == "一、加强保护。"


def test_a_refused_text_stays_to_be_copied(
    office: Office, river: int, show: Callable[[], MainWindow]
) -> None:
    window = show()
    body(window).setPlainText("一、改写。")
    decisions.adopt(office, river)
    panel(window).editor.flush()
    assert "没有保存" in words(window, "decisionProblem")
    assert body(window).toPlainText() == "一、改写。"
    assert body(window).isReadOnly()
    assert decisions.decision(office, river).body == "一、加强保护。"


def test_an_agreed_text_is_not_locked_in_mid_sentence(
    qtbot: QtBot, office: Office, meeting: int, show: Callable[[], MainWindow]
) -> None:
    window = show()
    click(window, "newDecision")
    form = sheet(window, "decisionSheet")
    get(form, QLineEdit, "decisionSheet.title").setText("流域各市关于协作的决定")
    get(form, QCheckBox, "decisionSheet.joint").setChecked(True)
    form.ok.click()
    (made,) = decisions.decisions(office, meeting)
    body(window).setFocus()
    commit(body(window), "一、")
    qtbot.wait(900)
    assert not body(window).isReadOnly()
    commit(body(window), "各市协作。")
    click(window, "saveVersion")
    kept = decisions.decision(office, made.id)
    assert (kept.body, kept.joint) == ("一、各市协作。", True)
    assert body(window).isReadOnly()
    assert "协商一致" in words(window, "decisionLocked")


def test_two_versions_are_compared_and_one_restored(
    office: Office, river: int, show: Callable[[], MainWindow]
) -> None:
    decisions.write_body(office, river, "一、全面保护。", label="二稿")
    window = show()
    get(window, QTabWidget, "decisionTabs").setCurrentIndex(1)
    table = get(window, RecordTable, "versionsTable")
    first = decisions.decision(office, river).versions[0]
    table.select_id(first.id)
    click(window, "compareVersions")
    assert words(window, "compareSummary") == "删2字　增2字"
    html = get(window, QTextEdit, "versionDifferences").toHtml()
    assert "line-through" in html
    assert "underline" in html
    assert get(window, QTextEdit, "versionDifferences").isReadOnly()
    table.view.selectAll()
    click(window, "compareVersions")
    assert get(window, QComboBox, "compareFrom").currentText() == "第1稿　初稿"
    assert get(window, QComboBox, "compareTo").currentText() == "第2稿　二稿"
    table.select_id(first.id)
    click(window, "restoreVersion")
    assert decisions.decision(office, river).body == first.body
    assert body(window).toPlainText() == first.body
    window.undo()
    assert body(window).toPlainText() == "一、全面保护。"


def test_only_changed_paragraphs_are_compared_by_letters() -> None:
    old = "一、甲。\n二、各负其责。\n三、自公布之日起施行。"
    new = "一、甲。\n二、各尽其责。\n三、自公布之日起施行。\n四、丁。"
    runs = pieces(old, new)
    assert "".join(text for kind, text in runs if kind != NEW) == old
    assert "".join(text for kind, text in runs if kind != GONE) == new
    assert [text for kind, text in runs if kind == GONE] == ["负"]
    assert [text for kind, text in runs if kind == NEW] == ["尽", "\n四、丁。"]


def test_pieces_name_what_went_and_came() -> None:
    assert pieces("一、加强保护", "一、全面保护") == [
        (SAME, "一、"), (GONE, "加强"), (NEW, "全面"), (SAME, "保护"),
    ]  # fmt: skip
    assert pieces("同", "同") == [(SAME, "同")]
    assert pieces("", "") == []


def test_order_is_changed_by_keys_and_deleting_is_undone(
    office: Office, meeting: int, river: int, show: Callable[[], MainWindow]
) -> None:
    other = decisions.draft_decision(office, meeting, title="另一件决定", body="另文。")
    window = show()
    table = get(window, RecordTable, "decisionsTable")
    table.select_id(other)
    QTest.keyClick(table.view, Qt.Key.Key_Up, ALT)
    assert [d.id for d in decisions.decisions(office, meeting)] == [other, river]
    assert table.current_id() == other
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert [d.id for d in decisions.decisions(office, meeting)] == [river]
    assert body(window).toPlainText() == "一、加强保护。"
    window.undo()
    assert [d.id for d in decisions.decisions(office, meeting)] == [other, river]


@pytest.mark.parametrize(
    ("name", "state"), [("rejectDecision", "未通过"), ("withdrawDecision", "撤回")]
)
def test_not_passed_and_withdrawn_are_recorded(
    office: Office, river: int, show: Callable[[], MainWindow], name: str, state: str
) -> None:
    window = show()
    click(window, name)
    assert decisions.decision(office, river).state == state
    assert get(window, QAbstractButton, "unadoptDecision").text() == "恢复为草案"
    click(window, "unadoptDecision")
    assert decisions.decision(office, river).state == "草案"


def test_refusals_show_in_the_page(
    office: Office, meeting: int, show: Callable[[], MainWindow]
) -> None:
    bare = decisions.draft_decision(office, meeting, title=RIVER)
    window = show()
    click(window, "adoptDecision")
    adopting = sheet(window, "adoptSheet")
    adopting.ok.click()
    assert "还没有正文" in adopting.banner.text.text()
    adopting.reject()
    decisions.write_body(office, bare, "一、加强保护。")
    decisions.adopt(office, bare)
    click(window, "deleteDecision")
    assert "已经通过" in panel(window).banner.text.text()
    assert len(decisions.decisions(office, meeting)) == 1


def test_a_drifted_title_is_noted_and_not_corrected(
    office: Office, meeting: int, river: int, show: Callable[[], MainWindow]
) -> None:
    item = agenda.add_item(
        office, meeting, verb="审议", subject=f"《{RIVER.replace('加强', '全力加强')}（草案）》"
    )
    window = show()
    assert words(window, "titleNotes") == ""
    click(window, "editDecision")
    form = sheet(window, "decisionSheet")
    box = get(form, QComboBox, "decisionSheet.item_id")
    box.setCurrentIndex(1)
    form.ok.click()
    assert decisions.decision(office, river).item_id == item
    assert "多“全力”" in words(window, "titleNotes")
    assert decisions.decision(office, river).title == RIVER


def test_a_new_draft_takes_its_title_from_the_item(
    office: Office, meeting: int, show: Callable[[], MainWindow]
) -> None:
    agenda.add_item(
        office, meeting, verb="审议", subject=f"《{RIVER}（草案）》", submitted_by="主任会议"
    )
    window = show()
    table = get(window, RecordTable, "decisionsTable")
    table.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_N, CTRL)
    form = sheet(window, "decisionSheet")
    get(form, QComboBox, "decisionSheet.item_id").setCurrentIndex(1)
    assert form.form.value("title") == RIVER
    assert form.form.value("submitted_by") == "主任会议"


def test_without_a_meeting_the_page_says_where_to_begin(show: Callable[[], MainWindow]) -> None:
    window = show()
    assert get(window, QAbstractButton, "toMeetings").isVisible()
    click(window, "toMeetings")
    assert window.pages.current_panel() is not None
    assert not isinstance(window.pages.current_panel(), DecisionsPanel)


def test_every_control_has_a_name(
    office: Office, river: int, show: Callable[[], MainWindow]
) -> None:
    window = show()
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox):
        for made in panel(window).findChildren(kind):
            if not made.objectName().startswith("qt_"):
                assert made.accessibleName(), (kind, made.objectName())
