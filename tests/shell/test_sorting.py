"""Tables sorted by the head of a column or by a key; the panel's own order comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from meetingdesk.rules.names import StrokeMode, StrokeOrder
from meetingdesk.shell.widgets import Column, RecordTable
from meetingdesk.shell.widgets.table_sort import natural

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass
class Row:
    id: int
    name: str
    meeting: str
    day: str


ROWS = [
    Row(1, "张三", "第十次会议", "2026年8月17日"),
    Row(2, "曾静", "第九次会议", "2026年12月1日"),
    Row(3, "丁一", "", "2025年8月17日"),
    Row(4, "李　强", "第三十六次会议", "2026年8月2日"),
]


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    made = RecordTable(
        [
            Column("姓名", lambda r: r.name, names=StrokeOrder),
            Column("会议", lambda r: r.meeting, width=140),
            Column("日期", lambda r: r.day, stretch=True),
        ],
        name="人员",
        sortable=True,
        movable=True,
    )
    qtbot.addWidget(made)
    made.resize(560, 300)
    made.set_rows(ROWS)
    made.show()
    return made


def shown(table: RecordTable) -> list[int]:
    return [row.id for row in table.rows()]


def press_head(table: RecordTable, column: int, qtbot: QtBot) -> None:
    header = table.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def head(table: RecordTable, column: int) -> str:
    return str(table.model.headerData(column, Qt.Orientation.Horizontal))


def test_numbers_in_words_count_and_empty_cells_stay_last(table: RecordTable, qtbot: QtBot) -> None:
    press_head(table, 1, qtbot)
    assert shown(table) == [2, 1, 4, 3]
    assert head(table, 1) == "会议 ▴"
    assert table.sorted_words() == "会议，升序"
    press_head(table, 1, qtbot)
    assert shown(table) == [4, 1, 2, 3]
    press_head(table, 1, qtbot)
    assert shown(table) == [1, 2, 3, 4]
    assert (head(table, 1), table.sorted_words()) == ("会议", "")


def test_dates_sort_by_day(table: RecordTable, qtbot: QtBot) -> None:
    press_head(table, 2, qtbot)
    assert shown(table) == [3, 4, 1, 2]


def test_names_go_by_pinyin_then_by_strokes(table: RecordTable, qtbot: QtBot) -> None:
    press_head(table, 0, qtbot)
    assert shown(table) == [3, 4, 2, 1], "丁、李、曾（zeng）、张"
    press_head(table, 0, qtbot)
    assert shown(table) == [3, 4, 1, 2], "丁2、李7、张7、曾12画"
    assert head(table, 0) == "姓名 笔画"
    press_head(table, 0, qtbot)
    assert shown(table) == [1, 2, 3, 4]


def test_strokes_go_by_the_office_s_own_order_as_it_is_at_present(qtbot: QtBot) -> None:
    held = [StrokeOrder(StrokeMode.SURNAME)]
    made = RecordTable(
        [Column("姓名", lambda r: r.name, names=lambda: held[0])], name="人员", sortable=True
    )
    qtbot.addWidget(made)
    rows = [Row(1, "田大利", "", ""), Row(2, "田富", "", ""), Row(3, "丁一", "", "")]
    made.set_rows(rows)
    made.sort_by(0)
    made.sort_by(0)
    assert shown(made) == [3, 2, 1]
    assert made.sorted_words() == "姓名，姓氏笔画"
    held[0] = StrokeOrder(overrides={"丁": "田"})
    made.set_rows(rows)
    assert shown(made) == [1, 2, 3]
    assert made.sorted_words() == "姓名，姓名笔画"
    tip = made.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "点击排序：姓名拼音、姓名笔画，再点回到原来的次序"


def test_a_key_sorts_by_the_column_of_the_cursor(table: RecordTable, qtbot: QtBot) -> None:
    table.select_id(2)
    table.view.setCurrentIndex(table.model.index(1, 2))
    qtbot.keyClick(table.view, Qt.Key.Key_O, CTRL_SHIFT)
    assert table.sorted_words() == "日期，升序"
    assert table.current_id() == 2, "the chosen record stays chosen"
    assert table.view.currentIndex().row() == 3


def test_new_rows_come_in_the_order_chosen(table: RecordTable) -> None:
    table.sort_by(1)
    table.set_rows([*ROWS, Row(5, "王五", "第十一次会议", "")])
    assert shown(table) == [2, 1, 5, 4, 3]
    table.sort_by(1)
    table.sort_by(1)
    assert shown(table) == [1, 2, 3, 4, 5]


def test_nothing_is_moved_while_sorted(table: RecordTable, qtbot: QtBot) -> None:
    moves: list[object] = []
    table.moved.connect(lambda *a: moves.append(a))
    table.sort_by(2)
    table.select_id(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert not moves
    assert not table.view.dragEnabled()
    table.sort_by(2)
    table.sort_by(2)
    assert table.view.dragEnabled()
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert len(moves) == 1


def test_a_table_whose_order_means_something_is_not_sorted(qtbot: QtBot) -> None:
    made = RecordTable([Column("姓名", lambda r: r.name)], name="议题")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.sort_by(0)
    assert shown(made) == [1, 2, 3, 4]
    assert not made.view.horizontalHeader().sectionsClickable()
    assert made.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) is None


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20))
def test_numbers_sort_as_numbers(numbers: list[int]) -> None:
    found = sorted((f"第{n}号" for n in numbers), key=natural)
    assert found == [f"第{n}号" for n in sorted(numbers)]


def test_a_mistaken_number_is_a_word() -> None:
    assert natural("第十三十") == ((1, 0, natural("第十三十")[0][2]),)
    assert natural("") == ()
