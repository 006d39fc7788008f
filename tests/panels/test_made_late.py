"""Parts of pages that are made when they are first needed, and then are the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from meetingdesk.actions import cardbook, roster
from meetingdesk.panels.cards.page import CardsPanel
from meetingdesk.panels.votes import VotesPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "votes"


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
