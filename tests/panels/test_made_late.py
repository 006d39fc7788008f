"""Parts of pages that are made when they are first needed, and then are the real ones."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from meetingdesk.actions import agenda, attendance, cardbook, roster, schedule
from meetingdesk.panels.agenda.page import AgendaPanel
from meetingdesk.panels.cards.page import CardsPanel
from meetingdesk.panels.meetings.page import MeetingsPanel
from meetingdesk.panels.votes import VotesPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "votes"
_TAB = Qt.FocusPolicy.TabFocus


class Windows(QObject):
    """Names the windows that come up."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def chain(page: QWidget) -> list[tuple[str, str, str]]:
    """Return what Tab comes to on ``page``, in turn, by kind, name and words."""
    found: list[tuple[str, str, str]] = []
    at = page.nextInFocusChain()
    while at is not None and at is not page:
        if page.isAncestorOf(at) and at.isVisibleTo(page) and at.focusPolicy() & _TAB:
            found.append((type(at).__name__, at.objectName(), at.accessibleName()))
        at = at.nextInFocusChain()
    return found


def at_rest(page: QWidget) -> bool:
    """Tell whether all that the page does a moment later is done."""
    return not any(one.isActive() and one.isSingleShot() for one in page.findChildren(QTimer))


@pytest.mark.slow
def test_a_page_made_ahead_is_the_page_made_at_the_first_visit(
    show: Callable[[], MainWindow], office: Office, meeting: int, qtbot: QtBot
) -> None:
    agenda.add_item(office, meeting, verb="审议", subject="某项工作报告")
    visited, prepared = show(), show()
    watch = Windows()
    QApplication.instance().installEventFilter(watch)
    while prepared.step_ahead():
        pass
    QApplication.instance().removeEventFilter(watch)
    assert watch.shown == [], "nothing of a page may flash over the one that is read"
    for key in visited.entries:
        seen = []
        for window in (visited, prepared):
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)
            window.open_panel(key)
            page = window.pages.current_panel()
            QApplication.processEvents()
            qtbot.waitUntil(partial(at_rest, page))
            QApplication.processEvents()
            names = sorted(
                (type(one).__name__, one.accessibleName(), one.toolTip())
                for one in page.findChildren(QWidget)
                if one.isVisible() and one.accessibleName()
            )
            heads = [one.text() for one in window.header.findChildren(QLabel)]
            seen.append((chain(page), names, heads, page.size(), page.grab().toImage()))
        at_visit, ahead = seen
        assert at_visit[:-1] == ahead[:-1], key
        assert at_visit[-1] == ahead[-1], f"{key} looks another"


def test_the_page_of_a_vote_and_the_form_of_a_card_wait_until_asked_for(
    show: Callable[[], MainWindow], office: Office, meeting: int
) -> None:
    window = show()
    panel = window.pages.current_panel()
    assert isinstance(panel, VotesPanel)
    assert "page" not in vars(panel)
    assert meeting == window.meeting_id
    made = panel.page
    assert not {"draft", "polling", "count", "choice", "review", "result"} & vars(made).keys()
    assert made.stack.indexOf(made.draft) == 0
    assert panel.page is made

    window.open_panel("cards")
    cards = window.pages.current_panel()
    assert isinstance(cards, CardsPanel)
    assert "editor" not in vars(cards)
    body = roster.terms(office)[0].body_id
    own = cardbook.copy_card(office, body, cards.table.rows()[0].view.name, title="本机规则")
    QApplication.processEvents()
    assert "editor" not in vars(cards), "a refresh makes nothing either"
    assert any(row.own_id == own for row in cards.table.rows()), "and the list is fresh"


def test_a_tab_nobody_looked_at_shows_what_is_so_when_it_is_opened(
    show: Callable[[], MainWindow], office: Office, meeting: int
) -> None:
    window = show()
    window.open_panel("agenda")
    page = window.pages.current_panel()
    assert isinstance(page, AgendaPanel)
    assert page.items.isVisible()
    assert not (page.schedule.built)
    assert not (page.plan.built)
    assert not (page.unscheduled.built)
    item = agenda.add_item(office, meeting, verb="审议", subject="某项工作报告")
    day = schedule.add_sitting(office, meeting, date=dt.date(2026, 8, 17))
    assert not page.schedule.built, "a change makes nothing either"
    page.tabs.setCurrentWidget(page.schedule)
    assert [line.sitting.id for line in page.schedule.table.rows()] == [day]
    assert [one.id for one in page.unscheduled.table.rows()] == [item]

    window.open_panel("meetings")
    meetings_page = window.pages.current_panel()
    assert isinstance(meetings_page, MeetingsPanel)
    attendance.add_observer(office, meeting, category="其他", text="市人民政府负责人")
    assert meetings_page.tabs.tabText(1) == "列席　1"
    assert not meetings_page.observers.built
    assert [row.text for row in meetings_page.observers.table.rows()] == ["市人民政府负责人"]

    window.open_panel("agenda", sitting_id=day)
    office.undo()
    office.undo()
    assert page.schedule.table.rows() == []
