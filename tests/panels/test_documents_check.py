"""The check before printing in the window: the report, and the way to what must be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

from meetingdesk.panels.documents.checking import CheckTab
from meetingdesk.records.decisions import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.shell.window import MainWindow

PAGE = "documents"


@pytest.fixture
def office(sample_office: Office) -> Office:
    return sample_office


@pytest.fixture
def window(show: Callable[[], MainWindow], sample_ids: Sample) -> MainWindow:
    made = show()
    made.set_meeting(sample_ids.meeting_id)
    return made


def turn_to_check(window: MainWindow) -> CheckTab:
    tabs = window.findChild(QTabWidget, "documentTabs")
    found = window.findChild(CheckTab)
    assert tabs is not None
    assert found is not None
    tabs.setCurrentWidget(found)
    return found


def test_the_clean_meeting_says_so(window: MainWindow) -> None:
    tab = turn_to_check(window)
    assert tab.table.rows() == []
    assert tab.empty.isVisible()
    assert tab.empty.title.text() == "没有发现问题"
    assert not tab.go_button.isEnabled()


def test_enter_goes_to_the_record_that_is_wrong(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    with office.desk.session() as session:
        row = session.query(Decision).order_by(Decision.position).first()
        assert row is not None
        row.adoption_note = ""
        session.commit()
    tab = turn_to_check(window)
    (finding,) = tab.table.rows()
    assert (finding.level, finding.code) == ("差错", "题注")
    qtbot.keyClick(tab.table.view, Qt.Key.Key_Return)
    panel = window.pages.current_panel()
    assert panel is not None
    assert panel.key == "decisions"
    assert panel.table.current().id == finding.record_id  # type: ignore[attr-defined]


def test_check_again_sees_what_was_mended(window: MainWindow, office: Office) -> None:
    with office.desk.session() as session:
        row = session.query(Decision).order_by(Decision.position).first()
        assert row is not None
        note, row.adoption_note = row.adoption_note, ""
        session.commit()
    tab = turn_to_check(window)
    assert len(tab.table.rows()) == 1
    with office.desk.session() as session:
        row = session.query(Decision).order_by(Decision.position).first()
        assert row is not None
        row.adoption_note = note
        session.commit()
    tab.again_button.click()
    assert tab.table.rows() == []
