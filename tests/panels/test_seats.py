"""Seating in the real window: by rule, by keys, by mouse, in another hall."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QSpinBox, QTabWidget, QWidget

from meetingdesk.actions import meetings, seating
from meetingdesk.panels.meetings.seatcanvas import SeatCanvas
from meetingdesk.rules.seating import FLOOR, Spot
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "meetings"
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, term_id: int, show: Callable[[], MainWindow]
) -> MainWindow:
    meetings.convene(office, term_id=term_id, number=36, start=dt.date(2026, 8, 17))
    made = show()
    find(made, QTabWidget, "meetingTabs").setCurrentIndex(2)
    return made


def find(window: QWidget, kind: type[W], name: str) -> W:
    made = window.findChild(kind, name)
    assert made is not None, name
    return made


def click(qtbot: QtBot, window: QWidget, name: str) -> None:
    qtbot.mouseClick(find(window, QAbstractButton, name), Qt.MouseButton.LeftButton)


def sheet(window: MainWindow, name: str) -> Sheet:
    return next(s for s in window.findChildren(Sheet, name) if s.isVisible())


def canvas(window: MainWindow) -> SeatCanvas:
    return find(window, SeatCanvas, "seatCanvas")


def name_at(window: MainWindow, row: int, column: int) -> str:
    plan = canvas(window).plan
    assert plan is not None
    there = plan.seats.get(Spot(FLOOR, row, column))
    return there.name if there else ""


def centre(window: MainWindow, row: int, column: int) -> QPoint:
    return canvas(window).box_of(Spot(FLOOR, row, column)).center().toPoint()


def arranged(qtbot: QtBot, window: MainWindow) -> None:
    click(qtbot, window, "firstSeats")
    sheet(window, "arrangeSheet").submit()
    assert canvas(window).isVisible()


def test_by_rule_then_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    arranged(qtbot, window)
    plan = canvas(window)
    plan.setFocus()
    plan.cursor_at = Spot(FLOOR, 0, 0)
    assert name_at(window, 0, 0) == "于川"
    qtbot.keyClick(plan, Qt.Key.Key_Space)
    qtbot.keyClick(plan, Qt.Key.Key_Down)
    assert "正在安排于川：第2排第1座" in find(window, QLabel, "seatLine").text()
    other = name_at(window, 1, 0)
    qtbot.keyClick(plan, Qt.Key.Key_Return)
    assert (name_at(window, 0, 0), name_at(window, 1, 0)) == (other, "于川")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert name_at(window, 0, 0) == "于川"
    qtbot.keyClick(plan, Qt.Key.Key_Space)
    qtbot.keyClick(plan, Qt.Key.Key_Escape)
    assert plan.carried is None
    plan.cursor_at = Spot(FLOOR, 0, 0)
    qtbot.keyClick(plan, Qt.Key.Key_Delete)
    waiting = find(window, RecordTable, "waitingTable")
    assert [s.name for s in waiting.rows()] == ["于川"]
    qtbot.keyClick(waiting.view, Qt.Key.Key_Return)
    assert plan.carried is not None
    qtbot.keyClick(plan, Qt.Key.Key_Space)
    assert name_at(window, 0, 0) == "于川"
    assert waiting.rows() == []


def test_from_the_platform_the_keys_follow_the_eye(qtbot: QtBot, window: MainWindow) -> None:
    arranged(qtbot, window)
    plan = canvas(window)
    before = plan.box_of(Spot(FLOOR, 0, 0))
    click(qtbot, window, "flipSeats")
    after = plan.box_of(Spot(FLOOR, 0, 0))
    assert after.x() > before.x()
    assert after.y() > plan.box_of(Spot(FLOOR, 1, 0)).y()
    plan.setFocus()
    plan.cursor_at = Spot(FLOOR, 1, 1)
    qtbot.keyClick(plan, Qt.Key.Key_Down)
    assert plan.cursor_at == Spot(FLOOR, 0, 1)
    qtbot.keyClick(plan, Qt.Key.Key_Left)
    assert plan.cursor_at == Spot(FLOOR, 0, 2)
    assert find(window, QAbstractButton, "flipSeats").text() == "由会场看"


def test_dragging_by_mouse(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    arranged(qtbot, window)
    plan, left = canvas(window), Qt.MouseButton.LeftButton
    first, second = name_at(window, 0, 0), name_at(window, 0, 1)
    qtbot.mousePress(plan, left, pos=centre(window, 0, 0))
    qtbot.mouseMove(plan, centre(window, 0, 1))
    qtbot.mouseRelease(plan, left, pos=centre(window, 0, 1))
    assert (name_at(window, 0, 0), name_at(window, 0, 1)) == (second, first)
    qtbot.mousePress(plan, left, pos=centre(window, 0, 0))
    qtbot.mouseRelease(plan, left, pos=QPoint(-40, -40))
    waiting = find(window, RecordTable, "waitingTable")
    assert [s.name for s in waiting.rows()] == [second]
    port = waiting.view.viewport()
    qtbot.mousePress(port, left, pos=waiting.view.visualRect(waiting.model.index(0, 0)).center())
    target = port.mapFromGlobal(plan.mapToGlobal(centre(window, 0, 0)))
    qtbot.mouseRelease(port, left, pos=target)
    assert name_at(window, 0, 0) == second
    assert not waiting.rows()


def test_another_hall_and_none(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    arranged(qtbot, window)
    click(qtbot, window, "editHall")
    form = sheet(window, "hallSheet")
    find(form, QSpinBox, "hallSheet.rows").setValue(2)
    find(form, QLineEdit, "hallSheet.aisles").setText("三")
    form.submit()
    assert form.isVisible()
    find(form, QLineEdit, "hallSheet.aisles").setText("3、6")
    form.submit()
    plan = canvas(window).plan
    assert plan is not None
    assert plan.room.aisles == (3, 6)
    assert plan.waiting
    click(qtbot, window, "deleteSeats")
    assert find(window, QAbstractButton, "firstSeats").isVisible()
    office.undo()
    meeting = meetings.meetings(office)[0].id
    assert seating.plan(office, meeting) is not None
