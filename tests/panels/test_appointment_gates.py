"""任前程序、供职发言 and conflicts on the appointments page, with real widgets and keys."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from meetingdesk.actions import appointments, nominating, roster, schedule, screening, statements
from meetingdesk.actions.sample import session
from meetingdesk.rules.screening import BLOCK
from meetingdesk.shell.widgets import FactTile, RecordTable
from tests.panels.appointmentkit import click, get, panel, press, sheet, tab, words, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "appointments"
NAMES = ["叶知秋", "段明远", "汤若水"]


@pytest.fixture
def proposed(office: Office, meeting: int) -> int:
    for proposer, verb, name, post in (
        ("市长", "决定任命", "叶知秋", "示例市教育局局长"),
        ("市长", "决定任命", "段明远", "示例市林业局局长"),
        ("法院院长", "任命", "汤若水", "示例市中级人民法院副院长"),
    ):
        nominating.nominate(office, meeting, proposer=proposer, verb=verb, name=name, post=post)
    return meeting


@pytest.fixture
def window(proposed: int, show: Callable[[], MainWindow]) -> MainWindow:
    return show()


def marks(window: MainWindow) -> list[tuple[str, str]]:
    rows = get(window, RecordTable, "screeningTable").rows()
    return [(row.score, row.retake) for row in rows]


# -- gates ---------------------------------------------------------------------------------


def test_digits_on_the_table_are_marks_and_enter_goes_to_the_next(
    qtbot: QtBot, window: MainWindow
) -> None:
    tab(window, 1)
    table = get(window, RecordTable, "screeningTable")
    table.setFocus()
    line = get(window, QLineEdit, "quickMark")
    for mark in ("92", "79.5", "101"):
        qtbot.keyClick(table.view, mark[0])
        assert line.text() == mark[0]
        qtbot.keyClicks(line, mark[1:])
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert marks(window) == [("92", ""), ("79.5", ""), ("", "")]
    assert panel(window).banner.isVisible()  # 101 is no mark; it waits to be put right
    assert line.text() == "101"
    line.setText("55")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    get(window, QCheckBox, "markRetake").setChecked(True)
    table.select_id(table.rows()[2].id)
    line.setText("86")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert marks(window)[2] == ("55", "86")
    window.undo()
    assert marks(window)[2] == ("55", "")


def test_gates_are_switched_shown_as_a_fact_and_block(
    window: MainWindow, office: Office, proposed: int
) -> None:
    tile = get(window, FactTile, "fact.screening")
    assert not tile.isVisible()
    tab(window, 1)
    assert "没有设定" in words(window, "gateWords")
    click(window, "setGates")
    form = sheet(window, "gatesSheet")
    write(form, exam_gate=BLOCK, exam_wanted="优良")
    form.ok.click()
    assert tile.isVisible()
    assert words(window, "gateWords") == "考试优良（80分）：未达到不得提请表决"
    assert "叶知秋还没有任前法律知识考试成绩。" in words(window, "screeningNote")
    tab(window, 0)
    assert "叶知秋还没有任前法律知识考试成绩。" in words(window, "entryProblem")
    assert screening.screening_facts(office, proposed).blocked == 3
    window.undo()
    assert not tile.isVisible()


def test_a_wrong_line_of_marks_stays_in_the_sheet(window: MainWindow) -> None:
    tab(window, 1)
    click(window, "setGates")
    form = sheet(window, "gatesSheet")
    form.form.set_values(exam_good=50)
    form.ok.click()
    assert form.isVisible()
    assert "优良线不能低于合格线" in form.banner.text.text()
    form.reject()


def test_pasted_marks_show_first_and_wait_for_every_line(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    tab(window, 1)
    press(window, "粘贴成绩")
    form = sheet(window, "scoreSheet")
    table = get(form, RecordTable, "scoreTable")
    text = form.findChild(QPlainTextEdit, "scoreSheet.text")
    text.setPlainText("姓名\t成绩\n叶知秋\t92\n李四\t80")
    qtbot.waitUntil(lambda: len(table.rows()) == 4)
    assert [row[1] for row in table.rows()] == ["看不懂", "登记", "没有成绩", "没有成绩"]
    assert not form.ok.isEnabled()
    text.setPlainText("姓名\t成绩\n叶知秋\t92\n段明远\t缺考")
    qtbot.waitUntil(form.ok.isEnabled)
    form.ok.click()
    assert marks(window) == [("92", ""), ("", ""), ("", "")]
    window.undo()
    assert marks(window) == [("", "")] * 3


def test_space_turns_training_and_several_are_registered_at_once(
    qtbot: QtBot, window: MainWindow, office: Office, proposed: int
) -> None:
    tab(window, 1)
    table = get(window, RecordTable, "screeningTable")
    table.setFocus()
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert [row.trained for row in table.rows()] == [True] * 3
    table.view.selectAll()
    click(window, "editScreening")
    form = sheet(window, "screenSheet")
    assert "3人的任前程序" in form.windowTitle()
    form.form.set_values(public_from=dt.date(2026, 8, 10), public_until=dt.date(2026, 8, 14))
    form.ok.click()
    rows = screening.nominees(office, proposed)
    assert {row.public_until for row in rows} == {dt.date(2026, 8, 14)}
    assert all(row.trained for row in rows)  # what was not touched stays


def test_one_nominee_with_a_wrong_mark_keeps_the_sheet_open(window: MainWindow) -> None:
    tab(window, 1)
    click(window, "editScreening")
    form = sheet(window, "screenSheet")
    write(form, score="优")
    form.ok.click()
    assert form.form.fields["score"].error
    write(form, score="90", waived="")
    form.ok.click()
    assert marks(window)[0] == ("90", "")


def test_a_round_counts_back_from_the_exam(
    window: MainWindow, office: Office, proposed: int
) -> None:
    tab(window, 1)
    get(window, QAction, "newBatch").trigger()
    form = sheet(window, "batchSheet")
    form.form.fields["exam_on"].control.set_value(dt.date(2026, 8, 14))
    form.form.changed.emit("exam_on")
    assert form.form.value("training_on") == dt.date(2026, 8, 11)
    assert form.form.value("materials_on") == dt.date(2026, 8, 8)
    form.ok.click()
    assert [row.batch for row in get(window, RecordTable, "screeningTable").rows()] == [1] * 3
    get(window, QAction, "batch1").trigger()
    form = sheet(window, "batchSheet")
    form.form.set_values(training_on=dt.date(2026, 8, 12))
    form.ok.click()
    assert "按规定应隔3天" in words(window, "screeningNote")
    get(window, QAction, "batch1").trigger()
    click(sheet(window, "batchSheet"), "deleteBatch")
    assert screening.batches(office, proposed) == []


# -- statements ----------------------------------------------------------------------------


def speakers(window: MainWindow) -> list[str]:
    return [row.name for row in get(window, RecordTable, "statementsTable").rows()]


def test_speakers_are_put_in_order_moved_timed_and_taken_off_by_keys(
    qtbot: QtBot, window: MainWindow, office: Office, proposed: int
) -> None:
    tab(window, 2)
    click(window, "arrangeAll")
    assert speakers(window) == NAMES
    assert words(window, "statementWords") == "共3人，约15分钟，表决前进行"
    table = get(window, RecordTable, "statementsTable")
    table.setFocus()
    table.select_id(table.rows()[2].id)
    qtbot.keyClick(table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert speakers(window) == ["叶知秋", "汤若水", "段明远"]
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    form = sheet(window, "statementSheet")
    form.form.set_values(minutes=8)
    form.ok.click()
    click(window, "statementMinutes")
    form = sheet(window, "minutesSheet")
    form.form.set_values(minutes=6)
    form.ok.click()
    assert statements.plan(office, proposed).minutes == 18
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert speakers(window) == ["叶知秋", "段明远"]
    assert "未编入：汤若水" in words(window, "statementWords")
    press(window, "编入发言")
    assert speakers(window) == ["叶知秋", "段明远", "汤若水"]
    window.undo()
    window.undo()
    assert speakers(window) == ["叶知秋", "汤若水", "段明远"]


def test_minutes_and_form_are_changed_in_their_cells(
    window: MainWindow, office: Office, proposed: int
) -> None:
    statements.arrange(office, proposed)
    tab(window, 2)
    table = get(window, RecordTable, "statementsTable")
    model = table.view.model()
    model.setData(model.index(0, 5), "8分钟")
    assert table.rows()[0].minutes == 8
    model.setData(model.index(0, 5), "很久")
    assert panel(window).banner.isVisible()
    assert table.rows()[0].minutes == 8
    model.setData(model.index(0, 4), "书面")
    assert not table.rows()[0].spoken


def test_the_day_takes_them_in(window: MainWindow, office: Office, proposed: int) -> None:
    statements.arrange(office, proposed)
    tab(window, 2)
    click(window, "statementsInDay")
    assert panel(window).banner.isVisible()  # no sitting yet: told where to make one
    schedule.add_sitting(office, proposed, date=session.END, half="下午")
    click(window, "statementsInDay")
    assert "8月18日下午全体会议" in words(window, "statementDay")
    assert not get(window, QPushButton, "statementsInDay").isVisible()


@pytest.mark.slow
def test_the_papers_of_both_follow_the_page(
    qtbot: QtBot, window: MainWindow, office: Office, proposed: int
) -> None:
    statements.arrange(office, proposed)
    screening.screen(office, screening.nominees(office, proposed)[0].id, score="90")
    view = panel(window).paper.view
    for at, title in ((1, "任前程序情况说明"), (2, "供职发言次序")):
        tab(window, at)
        qtbot.waitUntil(
            lambda title=title: view.document is not None and title in view.document.title
        )
    box = get(window, QComboBox, "paperBox")
    box.setCurrentIndex(box.findText("议案", Qt.MatchFlag.MatchContains))
    qtbot.waitUntil(lambda: view.document is not None and "议案" in view.document.title)


# -- conflicts -----------------------------------------------------------------------------


def member(office: Office) -> str:
    term = roster.terms(office)[0].id
    return next(m.name for m in roster.members_on(office, term, session.START) if m.post == "委员")


def test_a_member_is_told_while_typed_and_the_request_comes_along(
    window: MainWindow, office: Office, proposed: int
) -> None:
    press(window, "登记人选")
    form = sheet(window, "entrySheet")
    box = get(form, QCheckBox, "alsoResign")
    write(form, verb="决定任命", post="示例市商务局局长", name="外人")
    assert not box.isVisible()
    write(form, name=member(office))
    assert box.isVisible()
    assert "须先辞去常委会职务" in get(form, QLabel, "entryAdvice").text()
    box.setChecked(True)
    form.ok.click()
    motions = appointments.motions(office, proposed)
    assert [m.proposer for m in motions] == ["本人", "市长", "法院院长"]
    assert all(e.problems == () for m in motions for e in m.entries)


def test_the_request_is_one_click_under_the_table_and_taken_back_as_one(
    window: MainWindow, office: Office, proposed: int
) -> None:
    name = member(office)
    made = nominating.nominate(
        office, proposed, proposer="市长", verb="决定任命", name=name, post="示例市商务局局长"
    )
    table = get(window, RecordTable, "entriesTable")
    assert not get(window, QPushButton, "addResignation").isVisible()
    table.select_id(("entry", made))
    click(window, "addResignation")
    assert appointments.motions(office, proposed)[0].entries[0].name == name
    table.select_id(("entry", made))
    assert not get(window, QPushButton, "addResignation").isVisible()
    window.undo()
    assert len(appointments.motions(office, proposed)) == 2
