"""Pages, tables and papers that are made when they are first needed, in their own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from meetingdesk.shell.paper import PaperCard
from meetingdesk.shell.widgets import Column, EmptyState, LatePage, RecordTable, tab_layout, tabs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Page(LatePage):
    """A page of two buttons and what was last put on it."""

    chosen = Signal(str)

    def build(self) -> None:
        self.words = "nothing"
        box = tab_layout(self)
        self.first, self.second = QPushButton("first"), QPushButton("second")
        for made in (self.first, self.second):
            made.setObjectName(made.text())
            box.addWidget(made)

    def put(self, words: str) -> None:
        self.words = words
        self.chosen.emit(words)


def stops(window: QWidget) -> list[str]:
    """Return the names of what Tab comes to, in order."""
    found, at = [], window.nextInFocusChain()
    while at is not None and at is not window:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and at.objectName():
            found.append(at.objectName())
        at = at.nextInFocusChain()
    return found


def test_a_page_is_made_when_it_is_turned_to_and_shows_what_was_given_last(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    early, late = Page("early"), Page("late")
    told: list[str] = []
    late.chosen.connect(told.append)
    made = tabs("someTabs", "tabs", (early, "early"), (late, "late"))
    after = QPushButton("after")
    after.setObjectName("after")
    box = QVBoxLayout(window)
    box.addWidget(made)
    box.addWidget(after)
    window.show()
    assert early.built
    assert not late.built
    assert late.findChildren(QWidget) == []
    late.fill(lambda: late.put("old"))
    late.fill(lambda: late.put("new"))
    assert told == []

    made.setCurrentWidget(late)
    assert late.second.isVisible()
    assert (late.words, told) == ("new", ["new"])
    late.fill(lambda: late.put("newer"))
    assert told == ["new", "newer"], "a page that is there is filled at once"
    assert stops(window)[-3:] == ["first", "second", "after"]


def test_a_page_is_made_when_a_part_of_it_is_asked_for(qtbot: QtBot) -> None:
    page = Page("page")
    qtbot.addWidget(page)
    page.fill(lambda: page.put("here"))
    page.put("first")
    assert not page.findChildren(QPushButton), "what needs no part makes none"
    assert page.second.text() == "second"
    assert page.words == "here"
    with pytest.raises(AttributeError):
        page.third  # type: ignore[attr-defined]  # noqa: B018


def test_a_table_without_rows_makes_only_what_says_so(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    asked: list[str] = []

    def nothing() -> EmptyState:
        asked.append("nothing")
        begin = QPushButton("begin")
        begin.setObjectName("begin")
        return EmptyState("no rows", "", begin)

    table = RecordTable(
        [Column("name", str)], name="rows", row_id=lambda row: row, empty=nothing, parent=window
    )
    table.setObjectName("rows")
    after = QPushButton("after", window)
    after.setObjectName("after")
    box = QVBoxLayout(window)
    box.addWidget(table)
    box.addWidget(after)
    window.show()
    told: list[object] = []
    table.chosen.connect(told.append)
    assert not table.made
    assert asked == []
    assert (table.current(), table.selected(), table.rows()) == (None, [], [])

    table.set_rows([])
    assert not table.made
    assert asked == ["nothing"]
    assert stops(window) == ["begin", "after"]
    assert table.begin()

    told.clear()
    table.set_rows(["甲", "乙"], choose=True)
    assert told == ["甲"], "the chosen row is told once"
    assert table.view.objectName() == "rowsView"
    assert stops(window) == ["rowsView", "after"]
    table.select_id("乙")
    table.set_rows(["乙", "丙"], choose=True)
    assert table.current() == "乙"
    assert asked == ["nothing"]


def test_a_paper_is_drawn_once_for_a_burst_and_only_while_it_is_seen(qtbot: QtBot) -> None:
    drawn: list[str] = []
    card = PaperCard(lambda: drawn.append("paper"), name="somePreview", wait_ms=10)
    qtbot.addWidget(card)
    card.later()
    qtbot.wait(40)
    assert drawn == []
    card.show()
    card.later()
    card.later()
    qtbot.waitUntil(lambda: bool(drawn))
    qtbot.wait(30)
    assert drawn == ["paper"]
    card.hide()
    card.later()
    card.show()
    qtbot.waitUntil(lambda: len(drawn) == 2)
    assert card.view.canvas.objectName() == "someCanvas"
    QApplication.processEvents()
