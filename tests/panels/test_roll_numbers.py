"""按号点名: a number or initials and Enter, one after another; the sheet bears the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from meetingdesk.actions import attendance, documents
from meetingdesk.panels.meetings.calling import matches
from meetingdesk.papers.documents import Reference
from meetingdesk.papers.model import Table
from tests.panels.test_meetings import find, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.attendance import AttendanceView
    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "meetings"


@pytest.fixture
def window(office: Office, meeting: int, show: Callable[[], MainWindow]) -> MainWindow:
    attendance.open_roll(office, meeting)
    made = show()
    made.set_meeting(meeting)
    return made


def rows(window: MainWindow) -> list[AttendanceView]:
    found: list[AttendanceView] = table(window, "rollTable").rows()
    return found


def field(window: MainWindow) -> QLineEdit:
    return find(window, QLineEdit, "callNumber")


def call(qtbot: QtBot, window: MainWindow, typed: str) -> str:
    """Type and press Enter; return what the page says."""
    field(window).setText(typed)
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    return find(window, QLabel, "callTold").text()


def test_numbers_mark_one_after_another_without_leaving_the_field(
    qtbot: QtBot, window: MainWindow
) -> None:
    roll = table(window, "rollTable")
    roll.setFocus()
    roll.select_id(rows(window)[0].id)
    qtbot.keyClick(roll.view, Qt.Key.Key_Plus)
    edit = field(window)
    assert edit.hasFocus()
    assert edit.text() == ""
    for number in ("12", "3", "41"):
        qtbot.keyClicks(edit, number)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert edit.hasFocus()
        assert edit.text() == ""
    marked = [a.position for a in rows(window) if a.state == "出席"]
    assert marked == [3, 12, 41]
    assert roll.current().position == 41
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert roll.view.hasFocus()
    window.undo()
    assert [a.position for a in rows(window) if a.state == "出席"] == [3, 12]


@pytest.mark.parametrize(
    ("typed", "state", "mode"),
    [
        ("7 2", "出席", "视频"),
        ("7.3", "请假", ""),
        ("7 缺席", "缺席", ""),
        ("zqm 2", "出席", "视频"),
    ],
)
def test_a_mark_s_key_or_word_may_follow(
    qtbot: QtBot, window: MainWindow, typed: str, state: str, mode: str
) -> None:
    call(qtbot, window, typed)
    (marked,) = [a for a in rows(window) if a.state != "未登记"]
    assert (marked.state, marked.mode) == (state, mode)
    assert field(window).hasFocus()


def test_comings_and_goings_by_number(qtbot: QtBot, window: MainWindow) -> None:
    assert call(qtbot, window, "5").endswith("：现场")
    assert call(qtbot, window, "5 5").endswith("：离席")
    assert rows(window)[4].away
    call(qtbot, window, "5")  # in the hall again
    assert not rows(window)[4].away
    # nobody leaves who is not there
    told = find(window, QLabel, "callTold").text()
    call(qtbot, window, "6 5")
    assert find(window, QLabel, "callTold").text() == told
    assert window.pages.current_panel().banner.isVisible()


def test_initials_of_several_are_named_with_their_numbers(qtbot: QtBot, window: MainWindow) -> None:
    told = call(qtbot, window, "z")
    assert told.startswith("请键入号码：1周启明、")
    assert told.endswith("等5人")
    assert field(window).selectedText() == "z"
    assert call(qtbot, window, "99") == "没有99号"
    assert call(qtbot, window, "xyzz") == "没有“xyzz”"
    assert call(qtbot, window, "12 9").startswith("看不懂“12 9”")
    assert call(qtbot, window, "?").startswith("看不懂")
    call(qtbot, window, " ")
    assert all(a.state == "未登记" for a in rows(window))


def test_names_and_exact_initials_go_before_longer_ones(window: MainWindow, office: Office) -> None:
    listed = rows(window)
    assert [a.name for a in matches(listed, "田富")] == ["田富"]
    assert [a.name for a in matches(listed, "tf")] == ["田富"]
    assert {a.name for a in matches(listed, "tian")} == {"田富", "田大利"}
    assert len(matches(listed, "田")) == 2


def test_the_sign_in_sheet_bears_the_roll_s_numbers(
    window: MainWindow, office: Office, meeting: int
) -> None:
    paper = documents.preview(office, Reference("sign_in", "", meeting))
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    printed = [
        (int(row.cells[0].text), row.cells[1].text.replace("　", "")) for row in tables[0].rows[1:]
    ]
    assert printed == [(a.position, a.name) for a in rows(window)]
