"""Columns that take what a stretched one has to spare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from meetingdesk.shell.widgets import Column, RecordTable
from meetingdesk.shell.widgets.table_paint import lines_needed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@dataclass
class Row:
    id: int = 1


LAW = "《地方组织法》第五十一条"


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    made = RecordTable(
        [
            Column("规则", lambda _r: "举手表决", width=300, stretch=True),
            Column("依据条文", lambda _r: LAW, width=160, most=340, wrap=True),
            Column("状态", lambda _r: "有据", width=80),
        ],
        name="规则",
    )
    qtbot.addWidget(made)
    made.set_rows([Row()])
    made.show()
    return made


def widths(table: RecordTable, width: int) -> list[int]:
    table.resize(width, 300)
    return [table.view.columnWidth(at) for at in range(3)]


def test_what_a_stretched_column_has_beyond_its_own_goes_to_one_that_can_do_with_more(
    table: RecordTable,
) -> None:
    bare = table.width() - table.view.viewport().width()
    assert widths(table, 540 + bare) == [300, 160, 80]
    assert widths(table, 640 + bare) == [300, 260, 80]
    assert lines_needed(LAW, 260) == 1 < lines_needed(LAW, 160)
    assert widths(table, 900 + bare) == [480, 340, 80]
    assert widths(table, 500 + bare) == [260, 160, 80]


def test_a_column_that_was_pulled_stays_as_it_is(table: RecordTable) -> None:
    bare = table.width() - table.view.viewport().width()
    table.view.setColumnWidth(1, 200)
    assert widths(table, 900 + bare) == [620, 200, 80]


def test_a_hidden_column_takes_no_room(table: RecordTable) -> None:
    bare = table.width() - table.view.viewport().width()
    table.view.setColumnHidden(1, True)
    assert widths(table, 900 + bare) == [820, 0, 80]
