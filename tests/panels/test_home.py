"""首页 with its real widgets: facts, lines that lead somewhere, the way back, what teaches."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from meetingdesk.actions import agenda, home, keeping, meetings
from meetingdesk.panels.home import machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.panels.home.page import HomePanel
    from meetingdesk.shell.widgets import RecordTable
    from meetingdesk.shell.window import MainWindow

PAGE = "home"
NOW = dt.datetime(2026, 8, 9, 9, 0, tzinfo=dt.UTC)


def page(window: MainWindow) -> HomePanel:
    found: Any = window.pages.current_panel()
    return found


def line(panel: HomePanel, key: str) -> home.Need:
    return next(n for n in panel.table.rows() if n.key == key)


def click(table: RecordTable, key: object) -> None:
    """Click the line of a record."""
    assert table.select_id(key)
    area = table.view.visualRect(table.view.currentIndex())
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())


def test_a_new_desk_is_taught_where_to_begin(show: Callable[[], MainWindow]) -> None:
    window = show()
    panel = page(window)
    assert panel.stack.currentWidget() is panel.empty
    begin = panel.empty.findChild(QPushButton, "homeBegin")
    assert begin is not None
    assert begin.text() == "登记名册"
    assert begin.hasFocus() or not window.isActiveWindow()
    begin.click()
    assert window.pages.current_entry().key == "roster"  # type: ignore[union-attr]


def test_with_a_roster_a_meeting_comes_next(
    show: Callable[[], MainWindow], office: Office, term_id: int
) -> None:
    window = show()
    begin = page(window).empty.findChild(QPushButton, "homeBegin")
    assert begin is not None
    assert begin.text() == "新建会议"
    meetings.convene(office, term_id=term_id, kind="常委会会议", number=36)
    assert page(window).stack.currentWidget() is page(window).page


def test_facts_and_missing_lines_first(
    show: Callable[[], MainWindow], office: Office, meeting: int
) -> None:
    agenda.add_item(office, meeting, verb="听取", subject="甲报告", needs_vote=True)
    panel = page(show())
    assert panel.countdown.value.text() == "8天"
    assert (panel.due.value.text(), panel.due.tag.text()) == ("41", "法定人数 21")
    assert (panel.items.value.text(), panel.items.tag.text()) == ("1", "须表决 1")
    states = [n.state for n in panel.table.rows()]
    order = [home.BAD, home.TODO, home.DOING, home.NOTE, home.DONE]
    assert states == sorted(states, key=order.index)
    assert panel.open.value.text() == str(sum(s in (home.BAD, home.TODO) for s in states))
    left = panel.clocks.rows()[0]
    assert (left.left, left.what) == ("还有1天", "发出会议通知")


def test_every_line_opens_its_place(
    show: Callable[[], MainWindow], office: Office, meeting: int
) -> None:
    item = agenda.add_item(office, meeting, verb="听取", subject="甲报告")
    window = show()
    home_page = page(window)
    asked: list[tuple[str, dict[str, Any]]] = []
    window.open_panel = lambda key, **focus: asked.append((key, focus))  # type: ignore[method-assign]
    for need in home_page.table.rows():
        click(home_page.table, need.key)
        QTest.keyClick(home_page.table.view, Qt.Key.Key_Return)
        assert asked[-2:] == [(need.place.panel, need.place.focus)] * 2, need.key
    del window.open_panel  # the window's own again
    click(home_page.table, "reporters")
    agenda_page: Any = window.pages.current_panel()
    assert agenda_page.items.table.current_id() == item


def test_clocks_and_recent_meetings_lead_on(
    show: Callable[[], MainWindow], office: Office, meeting: int, term_id: int
) -> None:
    other = meetings.convene(
        office, term_id=term_id, kind="主任会议", number=58, start=dt.date(2026, 8, 10)
    )
    window = show()
    panel = page(window)
    assert panel.recent.current_id() == meeting
    click(panel.recent, other)
    assert window.meeting_id == other
    assert "主任会议" in panel.name.text()
    click(panel.recent, meeting)
    click(panel.clocks, panel.clocks.rows()[0].id)
    assert window.pages.current_entry().key == "documents"  # type: ignore[union-attr]


def test_going_on_where_one_left(
    show: Callable[[], MainWindow], office: Office, meeting: int
) -> None:
    agenda.add_item(office, meeting, verb="听取", subject="甲报告")
    item = agenda.add_item(office, meeting, verb="听取", subject="乙报告")
    window = show()
    panel = page(window)
    assert "乙报告" in panel.last.text()
    panel.go_on.click()
    agenda_page: Any = window.pages.current_panel()
    assert agenda_page.key == "agenda"
    assert agenda_page.items.table.current_id() == item
    names = {action.text for action in panel.commands()}
    assert {"继续上次的工作", "演练本次会议", "办理：备份"} <= names


def test_the_meeting_can_be_practised(
    show: Callable[[], MainWindow], office: Office, meeting: int
) -> None:
    window = show()
    page(window).practise.click()
    practice = window.practice
    assert practice is not None
    there: Any = practice.pages.current_panel()
    assert there.key == "home"
    assert not there.practise.isVisible()
    assert there.meeting_id == meeting
    practice.close()
    assert keeping.entries(office, limit=1)[0].action == "演练"


def test_the_machine_has_what_papers_need(office: Office, tmp_path: Path) -> None:
    assert machine.printer_need([]).state == home.TODO
    assert machine.printer_need(["HP", "Canon"]).words == "HP等2台"
    assert machine.backup_need(office).words.startswith("还没有备份过")
    keeping.back_up(office, tmp_path / "kept" / "a.desk")
    assert machine.backup_need(office).words == "今天备份过"
    late: Any = NOW + dt.timedelta(days=9)
    office.clock = lambda: late
    found = machine.backup_need(office)
    assert (found.state, found.words) == (home.TODO, "上次备份在9天前")


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.date(2026, 8, 25), "8月25日"), (dt.date(2027, 2, 18), "2027年2月18日")],
)
def test_days_in_a_narrow_column(day: dt.date, words: str) -> None:
    assert machine.short_day(day, NOW.date()) == words


def test_what_takes_longer_comes_after_the_page(
    show: Callable[[], MainWindow], office: Office, meeting: int, qtbot: QtBot
) -> None:
    panel = page(show())
    keys = {n.key for n in panel.table.rows()}
    assert "notice" in keys
    assert not keys & {"papers", "printer"}
    qtbot.waitUntil(lambda: {"papers", "printer"} <= {n.key for n in panel.table.rows()})
    panel.refresh()
    assert {"papers", "printer"} <= {n.key for n in panel.table.rows()}
    # what now stands first is chosen, unless the person has chosen a line
    assert panel.table.current() == panel.table.rows()[0]
    chosen = panel.table.rows()[2]
    panel.table.setFocus()
    panel.table.select_id(chosen.key)
    panel.look_closer()
    assert panel.table.current().key == chosen.key
