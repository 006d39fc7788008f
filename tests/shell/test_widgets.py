"""Shared widgets with real keys and real widgets."""

from __future__ import annotations

import threading
import weakref
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from demo import ITEMS
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QDropEvent, QIcon
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from meetingdesk.errors import Problem, Refused
from meetingdesk.shell import icons, theme
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    Form,
    RecordTable,
    Sheet,
    run_task,
    scrolled,
)
from meetingdesk.shell.widgets.basic import button, columns, share
from meetingdesk.shell.widgets.dates import read_date

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    made = RecordTable(
        [
            Column("序", lambda r: r.id, width=50),
            Column("议题", lambda r: r.subject, stretch=True, wrap=True),
        ],
        name="议题",
        movable=True,
        empty=EmptyState("还没有议题"),
    )
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.set_rows(ITEMS)
    made.show()
    made.select_id(3)
    return made


def heard(signal: Any) -> list[Any]:
    got: list[Any] = []
    signal.connect(lambda *a: got.append(a))
    return got


def test_keys_become_signals(table: RecordTable, qtbot: QtBot) -> None:
    edits, deletes = heard(table.edit_requested), heard(table.delete_requested)
    moves, news = heard(table.moved), heard(table.new_requested)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    qtbot.keyClick(table.view, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(table.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert edits == [(ITEMS[2],), (ITEMS[2],)]
    assert deletes == [(ITEMS[2],)]
    assert moves == [(ITEMS[2], 1), (ITEMS[2], 3)]
    assert news == [()]


def test_rows_do_not_move_past_the_ends(table: RecordTable, qtbot: QtBot) -> None:
    moves = heard(table.moved)
    table.select_id(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Up, ALT)
    table.select_id(12)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, ALT)
    assert moves == []


def test_selection_follows_the_record_when_rows_are_read_again(table: RecordTable) -> None:
    chosen = heard(table.chosen)
    table.set_rows(list(reversed(ITEMS)))
    assert table.current_id() == 3
    assert chosen[-1] == (ITEMS[2],)
    table.set_rows([])
    assert table.current() is None
    assert chosen[-1] == (None,)


def test_one_key_runs_on_the_row(table: RecordTable, qtbot: QtBot) -> None:
    marked: list[int] = []
    table.bind_key("1", lambda row: marked.append(row.id))
    qtbot.keyClick(table.view, Qt.Key.Key_1)
    assert marked == [3]


def test_empty_state_shows_while_there_are_no_rows(table: RecordTable) -> None:
    assert table.view.isVisible()
    table.set_rows([])
    assert not table.view.isVisible()
    table.set_rows(ITEMS)
    assert table.view.isVisible()


def test_rows_grow_with_wrapped_text(table: RecordTable, qtbot: QtBot) -> None:
    table.resize(260, 400)
    qtbot.wait(50)
    assert table.view.rowHeight(8) > table.view.rowHeight(10) == 46


def test_the_chosen_row_stays_in_sight(qtbot: QtBot) -> None:
    """Rows that come before it or grow, or a narrower window, do not push it out of sight."""
    words = [(at, "议题的名称" * (at % 7 + 1)) for at in range(12)]
    made = RecordTable(
        [Column("议题", lambda r: r[1], stretch=True, wrap=True)],
        name="议题", row_id=lambda r: r[0],
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()

    def in_sight() -> bool:
        QApplication.processEvents()
        place = made.view.visualRect(made.view.currentIndex())
        return made.view.viewport().rect().contains(place)

    made.set_rows(words)
    made.select_id(11)
    assert in_sight()
    made.set_rows([(40, "前" * 40), (41, "前" * 60), *words, (42, "后" * 60)])
    assert in_sight()
    made.resize(200, 200)
    qtbot.waitUntil(in_sight, timeout=1000)
    made.view.verticalScrollBar().setValue(0)  # the person looks elsewhere
    made.set_rows(words)
    assert made.view.verticalScrollBar().value() == 0


def test_cell_is_edited_in_place(qtbot: QtBot) -> None:
    kept: list[tuple[int, str]] = []
    made = RecordTable(
        [
            Column(
                "议题", lambda r: r.subject, stretch=True, set=lambda r, t: kept.append((r.id, t))
            )
        ],
        name="议题",
    )
    qtbot.addWidget(made)
    made.set_rows(ITEMS)
    made.show()
    made.select_id(2)
    qtbot.keyClick(made.view, Qt.Key.Key_F2)
    editor = made.view.findChild(QLineEdit)
    assert editor.text() == ITEMS[1].subject
    editor.setText("改过的议题")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept == [(2, "改过的议题")], timeout=1000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-8-17", date(2026, 8, 17)),
        ("2026年8月17日", date(2026, 8, 17)),
        ("20260817", date(2026, 8, 17)),
        ("2026.08.17", date(2026, 8, 17)),
        ("8.17", date(2025, 8, 17)),
        ("8月17日", date(2025, 8, 17)),
        ("  ", None),
    ],
)
def test_dates_as_offices_write_them(text: str, value: date | None) -> None:
    assert read_date(text, 2025) == value


@pytest.mark.parametrize("text", ["2026-2-30", "明天", "17/8/2026"])
def test_what_is_not_a_date(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text, 2025)


def test_form_puts_errors_under_fields(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.add_text("name", "姓名", required=True, hint="不加空格")
    form.add_date("since", "起始日期")
    form.show()
    form.fields["since"].control.edit.setText("后天吧")
    assert not form.check()
    assert form.fields["name"].note.text() == "请填写姓名"
    assert "看不懂" in form.fields["since"].note.text()
    form.set_values(name="张三", since=date(2026, 8, 17))
    assert form.check()
    assert form.fields["name"].note.text() == "不加空格"
    assert form.values() == {"name": "张三", "since": date(2026, 8, 17)}


def test_sheet_stays_open_on_refusal_and_shows_it_in_place(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    home.show()

    def refuse(_sheet: Sheet) -> None:
        raise Refused("没有保存。", Problem("已有同名人员", field="name"), Problem("届次不对"))

    sheet = Sheet(home, "新建人员", refuse)
    sheet.form.add_text("name", "姓名", "张三", required=True)
    sheet.open()
    qtbot.keyClick(sheet.form.fields["name"].control, Qt.Key.Key_Return)
    assert sheet.isVisible()
    assert sheet.form.fields["name"].error == "已有同名人员"
    assert sheet.banner.text.text() == "没有保存。"
    assert sheet.banner.detail.text() == "届次不对"
    sheet.reject()


@pytest.mark.slow
def test_sheets_leave_nothing_behind(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    for _ in range(20):
        sheet = Sheet(home, "新建", lambda _s: None)
        sheet.form.add_text("name", "姓名", "张三")
        sheet.form.add_date("day", "日期")
        sheet.open()
        sheet.submit()
    gone = weakref.ref(sheet)
    del sheet
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    import gc

    gc.collect()
    assert home.findChildren(Sheet) == []
    assert gone() is None


def test_task_works_elsewhere_and_reports_here(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    here, seen = threading.current_thread(), []

    def work(progress: Any) -> int:
        seen.append(threading.current_thread() is here)
        progress.step(1, 2)
        return 42

    with qtbot.waitSignal(
        run_task(
            home, work, lambda v: seen.append((v, threading.current_thread() is here))
        ).finished
    ):
        pass
    assert seen == [False, (42, True)]


def test_task_errors_and_cancel(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    errors: list[Exception] = []

    def refuse(_progress: Any) -> None:
        raise Refused("不行。")

    with qtbot.waitSignal(run_task(home, refuse, None, errors.append).finished):
        pass
    assert str(errors[0]) == "不行。"

    started = threading.Event()

    def endless(progress: Any) -> None:
        started.set()
        while True:
            progress.step(0, 0)
            threading.Event().wait(0.005)

    task = run_task(home, endless, lambda v: errors.append(AssertionError(v)), errors.append)
    started.wait(2)
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert len(errors) == 1


def test_dragging_a_row_asks_for_its_new_place(table: RecordTable) -> None:
    moves = heard(table.moved)
    spot = table.view.visualRect(table.model.index(0, 0)).center().toPointF()
    event = QDropEvent(
        spot,
        Qt.DropAction.MoveAction,
        table.model.mimeData([table.model.index(2, 0)]),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    table.view.dropEvent(event)
    assert moves == [(ITEMS[2], 0)]
    assert [row.id for row in table.rows()] == [item.id for item in ITEMS]  # the panel moves it


@pytest.mark.parametrize("width", [260, 500, 1100])
def test_empty_state_shows_its_whole_hint(qtbot: QtBot, width: int) -> None:
    made = EmptyState(
        "名册打不开", "程序文件不完整，请重新安装会务台。台账不受影响，其他页面可以照常使用。"
    )
    qtbot.addWidget(made)
    made.resize(width, 400)
    made.show()
    qtbot.waitExposed(made)
    assert made.hint.height() >= made.hint.heightForWidth(made.hint.width())


def test_nothing_flashes_up_while_a_page_is_made(qapp: QApplication) -> None:
    """What is shown before it has a parent is a window of its own for a moment."""
    seen: list[str] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and getattr(watched, "isWindow", bool)():
                seen.append(type(watched).__name__)
            return False

    watcher = Watcher()
    qapp.installEventFilter(watcher)
    form = Form()
    form.add_text("name", "名称", hint="全称")
    form.add_choice("kind", "类别", [(1, "甲")], hint="可以不选")
    made = [Card("标题", hint="说明"), EmptyState("还没有", "可以导入"), scrolled(form)]
    qapp.removeEventFilter(watcher)
    assert not seen
    assert not any(part.isVisible() for part in made)


def test_a_sheet_begins_at_its_first_field_even_a_date(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    sheet = Sheet(window, "登记")
    day = sheet.form.add_date("day", "日期")
    sheet.form.add_text("place", "地点")
    sheet.open()
    assert sheet.focusWidget() in (day, day.focusProxy())
    sheet.reject()


def test_a_primary_button_that_is_off_shows_its_icon_in_the_colour_of_its_words(
    qtbot: QtBot,
) -> None:
    icons.load()
    made = button("登记任命书", lambda: None, kind="primary", icon="plus")
    qtbot.addWidget(made)
    for mode, role in ((QIcon.Mode.Normal, "on_blue"), (QIcon.Mode.Disabled, "faint")):
        drawn = made.icon().pixmap(made.iconSize(), mode).toImage()
        pixels = [
            drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())
        ]
        inked = max(pixels, key=lambda pixel: pixel.alpha())
        wanted = QColor(getattr(theme.current(), role))
        assert abs(inked.lightness() - wanted.lightness()) <= 3  # premultiplied, so rounded


def test_what_is_made_inside_columns_stands_there_in_turn(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1000, 400)
    box = QHBoxLayout(place)
    box.setContentsMargins(0, 0, 0, 0)
    split = columns(place)
    box.addWidget(split)
    left, right = Card(parent=split), Card(parent=split)
    share(split, 70, 30)
    assert [split.widget(at) for at in range(split.count())] == [left, right]
    place.show()
    qtbot.waitExposed(place)
    assert left.width() == pytest.approx(700, abs=20)
    assert right.isVisible()
    place.close()
