"""The operator's page and the hall's window, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from meetingdesk.actions import certify, statements
from meetingdesk.panels.run import RunPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.shell.window import MainWindow

PAGE = "run"


@pytest.fixture
def office(sample_office: Office) -> Office:
    return sample_office


@pytest.fixture
def panel(show: Callable[[], MainWindow], sample_ids: Sample) -> Iterator[RunPanel]:
    window = show()
    window.set_meeting(sample_ids.meeting_id)
    found = window.pages.current_panel()
    assert isinstance(found, RunPanel)
    yield found
    found.stage.stop()


def press(qtbot: QtBot, panel: RunPanel, key: Qt.Key) -> None:
    qtbot.keyClick(panel.table.view, key)


def on_air(panel: RunPanel) -> str | None:
    window = panel.stage.window
    assert window is not None
    return window.scene.key if window.scene is not None else None


def test_keys_alone_run_the_hall(panel: RunPanel, qtbot: QtBot) -> None:
    panel.take_focus()
    press(qtbot, panel, Qt.Key.Key_Return)
    assert on_air(panel) == "banner"
    press(qtbot, panel, Qt.Key.Key_N)
    assert on_air(panel) == "banner"  # chosen, not yet shown
    assert panel.next_view.scene is not None
    assert panel.next_view.scene.key == "roll"
    press(qtbot, panel, Qt.Key.Key_Return)
    assert on_air(panel) == "roll"
    press(qtbot, panel, Qt.Key.Key_B)
    assert on_air(panel) is None
    press(qtbot, panel, Qt.Key.Key_B)
    assert on_air(panel) == "roll"


def test_a_reopened_result_leaves_the_hall_at_once_even_frozen(
    panel: RunPanel, office: Office
) -> None:
    panel.table.select_id("result-5-q1")
    panel.put()
    panel.toggle_frozen()
    assert on_air(panel) == "result-5-q1"
    certify.reopen(office, 5, reason="发现一张票漏录")
    assert on_air(panel) == "banner"


def test_frozen_holds_what_the_records_change(panel: RunPanel, office: Office) -> None:
    from meetingdesk.actions import attendance

    panel.table.select_id("roll")
    panel.put()
    panel.toggle_frozen()
    rows = attendance.roll(office, panel.meeting_id or 0)
    attendance.mark(office, [rows[0].id], state="缺席")
    window = panel.stage.window
    assert window is not None
    assert window.scene is not None
    assert ("实到", "37") in window.scene.cells
    panel.toggle_frozen()
    panel.refresh()
    assert ("实到", "36") in window.scene.cells


def test_another_meeting_never_shows_the_old_one(panel: RunPanel, sample_ids: Sample) -> None:
    panel.table.select_id("result-5-q1")
    panel.put()
    panel.host.set_meeting(sample_ids.chairs_meeting_id)
    assert on_air(panel) is None


def test_the_unplugged_projector_comes_back_with_its_picture(
    panel: RunPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = QGuiApplication.primaryScreen()
    projector: list[Any] = [screen]
    monkeypatch.setattr(panel.stage, "other_screen", lambda: projector[0] if projector else None)
    panel.table.select_id("roll")
    panel.put()
    window = panel.stage.window
    assert window is not None
    assert window.isFullScreen()
    projector.clear()
    panel.stage._screen_gone(screen)
    assert not window.isVisible()  # nothing falls over the operator's desk
    assert panel.air_state.text() == "投影已断开"
    projector.append(screen)
    panel.stage._screens_changed(screen)
    assert window.isVisible()
    assert window.isFullScreen()
    assert on_air(panel) == "roll"


def test_the_clock_goes_up_and_over(panel: RunPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [0.0]
    panel.speech_clock.clock.now = lambda: seconds[0]
    panel.speech_clock.minutes.setValue(1)
    panel.speech_clock.toggle()
    panel.put_clock()
    window = panel.stage.window
    assert window is not None
    assert window.scene is not None
    assert window.scene.verdict == "01:00"
    seconds[0] = 75
    panel.speech_clock._tick()
    assert window.scene.verdict == "超时 00:15"
    assert panel.speech_clock.state.text() == "超时"
    panel.speech_clock.reset()


def test_the_numbers_the_chair_asks_for_are_in_sight(panel: RunPanel) -> None:
    assert panel.present.value.text() == "37/41"
    assert panel.need.value.text() == "21票"
    assert panel.away.value.text() == "4"


def test_the_script_stands_beside(panel: RunPanel) -> None:
    panel.tabs.setCurrentWidget(panel.script)
    assert panel.script.document is not None
    assert panel.script.document.kind == "script"


def test_the_stage_closes_with_the_program(panel: RunPanel) -> None:
    panel.toggle_stage()
    assert panel.stage.on
    panel.window().close()
    assert not panel.stage.on


@pytest.mark.slow
def test_every_step_of_the_operator_is_one_key(panel: RunPanel, qtbot: QtBot) -> None:
    panel.take_focus()
    qtbot.keyClick(panel.table.view, Qt.Key.Key_F5)
    assert panel.stage.on
    press(qtbot, panel, Qt.Key.Key_S)
    assert panel.speech_clock.clock.running
    press(qtbot, panel, Qt.Key.Key_S)
    press(qtbot, panel, Qt.Key.Key_R)
    assert not panel.speech_clock.clock.running
    press(qtbot, panel, Qt.Key.Key_T)
    assert panel.item_clock.clock.running
    press(qtbot, panel, Qt.Key.Key_T)
    press(qtbot, panel, Qt.Key.Key_C)
    assert panel.stage.scene is not None
    assert panel.stage.scene.kind == "timer"
    press(qtbot, panel, Qt.Key.Key_Z)
    assert panel.tabs.currentWidget() is panel.script
    press(qtbot, panel, Qt.Key.Key_Z)
    assert panel.tabs.currentWidget() is not panel.script
    panel.table.select_id("result-5-q1")
    press(qtbot, panel, Qt.Key.Key_V)
    window: Any = panel.window()
    votes: Any = window.pages.current_panel()
    assert votes.key == "votes"
    assert votes.page.vote.id == 5
    window.open_panel("run")
    press(qtbot, panel, Qt.Key.Key_D)
    meetings: Any = window.pages.current_panel()
    assert meetings.key == "meetings"
    assert meetings.tabs.currentWidget() is meetings.roll


def test_other_keys_are_listened_to_and_told(panel: RunPanel, qtbot: QtBot) -> None:
    window: Any = panel.window()
    window.keys.take(window.bindings(), {"run.black": "H", "run.following": ""})
    assert "H 黑屏" in panel.told.text()
    assert "下一项" not in panel.told.text()
    panel.take_focus()
    press(qtbot, panel, Qt.Key.Key_Return)
    press(qtbot, panel, Qt.Key.Key_B)
    assert on_air(panel) == "banner"
    press(qtbot, panel, Qt.Key.Key_H)
    assert on_air(panel) is None
    assert panel.black_button.toolTip() == "H"


def test_each_nominee_has_the_time_of_the_order_from_the_beginning(
    panel: RunPanel, office: Office
) -> None:
    meeting = panel.meeting_id or 0
    statements.arrange(office, meeting)
    first, second, *_ = statements.plan(office, meeting).speakers
    statements.edit_statement(office, second.id, minutes=8)
    clock = panel.speech_clock
    panel.table.select_id(f"statement-{first.id}")
    panel.put()
    assert (clock.minutes.value(), on_air(panel)) == (5, f"statement-{first.id}")
    clock.toggle()
    panel.put()  # the same once more: the speech goes on
    assert clock.clock.running
    panel.table.select_id(f"statement-{second.id}")
    panel.put()
    assert clock.minutes.value() == 8
    assert not clock.clock.running
