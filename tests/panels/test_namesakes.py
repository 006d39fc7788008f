"""Merging two entries of one person in the real window."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from meetingdesk.actions import roster
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "roster"


def test_namesakes_are_merged_and_parted_again(
    office: Office, term_id: int, show: Callable[[], MainWindow]
) -> None:
    first = next(m for m in roster.members(office, term_id) if m.name == "于川")
    roster.edit_member(office, first.id, birth=dt.date(1971, 1, 1))
    second = roster.add_member(
        office, term_id=term_id, name="于川", birth=dt.date(1970, 3, 4), since=dt.date(2026, 1, 1)
    )
    roster.edit_member(office, second, birth=None)
    window = show()
    table = window.findChild(RecordTable, "membersTable")
    merge = window.findChild(QPushButton, "mergeMember")
    assert table is not None
    assert merge is not None
    other = next(m for m in table.rows() if m.name != "于川")
    table.select_id(other.id)
    assert not merge.isVisible()
    table.select_id(first.id)
    assert merge.isVisible()
    merge.click()
    (sheet,) = [s for s in window.findChildren(Sheet, "mergeSheet") if s.isVisible()]
    sheet.submit()
    assert not sheet.isVisible()
    assert [m.id for m in table.rows() if m.name == "于川"] == [first.id]
    office.undo()
    assert len([m for m in table.rows() if m.name == "于川"]) == 2
