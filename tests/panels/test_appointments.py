"""The page of appointments, worked with real widgets: from the pasted motion to the oath."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
)

from meetingdesk.actions import appointments, letters, nominating, oaths
from meetingdesk.actions.sample import session
from meetingdesk.panels.appointments.oath_sheets import PeopleList
from meetingdesk.shell.widgets import RecordTable
from tests.panels.appointmentkit import click, get, panel, people, press, sheet, tab, words, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "appointments"
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier

TEXT = """市长提请：
决定任命叶知秋为示例市教育局局长；
免去贺长庚的示例市教育局局长职务。
法院院长提请：
任命汤若水为示例市中级人民法院副院长。"""


@pytest.fixture
def window(meeting: int, show: Callable[[], MainWindow]) -> MainWindow:
    return show()


@pytest.fixture
def passed(office: Office, meeting: int) -> int:
    """Propose two heads of bureaus and a deputy of the court, and pass them."""
    for proposer, verb, name, post in (
        ("市长", "决定任命", "叶知秋", "示例市教育局局长"),
        ("市长", "决定任命", "段明远", "示例市林业局局长"),
        ("法院院长", "任命", "汤若水", "示例市中级人民法院副院长"),
    ):
        made = nominating.nominate(
            office, meeting, proposer=proposer, verb=verb, name=name, post=post
        )
        appointments.set_entry_state(office, made, "通过", on=session.END)
    return meeting


# -- without anything ---------------------------------------------------------------------


def test_without_a_meeting_the_page_leads_to_one(show: Callable[[], MainWindow]) -> None:
    window = show()
    assert get(window, QPushButton, "toMeetings").isVisible()
    assert panel(window).primary_actions() == []


def test_an_empty_meeting_teaches_and_every_control_has_a_name(window: MainWindow) -> None:
    assert get(window, QPushButton, "firstPaste").isVisible()
    for at in range(5):
        tab(window, at)
        for kind in (QAbstractButton, QComboBox, QLineEdit, RecordTable):
            for control in panel(window).findChildren(kind):
                if control.isVisible():
                    assert control.accessibleName(), control.objectName()


# -- motions -------------------------------------------------------------------------------


def test_paste_shows_objections_then_adds_all_in_one_undo_step(
    qtbot: QtBot, window: MainWindow, office: Office, meeting: int
) -> None:
    click(window, "firstPaste")
    form = sheet(window, "pasteSheet")
    write(form, text=TEXT + "\n天气晴好")
    table = get(form, RecordTable, "pasteTable")
    qtbot.waitUntil(lambda: len(table.rows()) == 4)
    assert [r.state for r in table.rows()] == ["看不懂", "新增", "须核对", "新增"]
    assert not form.ok.isEnabled()
    write(form, text=TEXT)
    qtbot.waitUntil(form.ok.isEnabled)
    assert form.ok.text() == "登记3人次"
    assert "应当用“决定任命”、“决定免去”" in table.rows()[1].remark
    assert appointments.motions(office, meeting) == []
    form.ok.click()
    assert people(window) == ["叶知秋", "贺长庚", "汤若水"]
    window.undo()
    assert people(window) == []


def test_a_file_is_read_into_the_same_preview(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "任免案.txt"
    file.write_text(TEXT, encoding="utf-8")
    click(window, "firstPaste")
    form = sheet(window, "pasteSheet")
    form.take_file(tmp_path / "没有.txt")
    assert form.banner.isVisible()
    form.take_file(file)
    assert not form.banner.isVisible()
    qtbot.waitUntil(form.ok.isEnabled)
    form.ok.click()
    assert people(window) == ["叶知秋", "贺长庚", "汤若水"]


def test_the_law_on_the_chosen_entry_is_always_told(
    window: MainWindow, office: Office, meeting: int
) -> None:
    motion = appointments.add_motion(office, meeting, proposer="市长")
    appointments.add_entry(office, motion, verb="决定任命", name="甲乙", post="示例市审计局局长")
    told = words(window, "entryProblem")
    assert "报上一级人民政府备案" in told
    assert "地方组织法第五十条" in told


def test_a_nominee_is_registered_with_the_law_answering(
    window: MainWindow, office: Office, meeting: int
) -> None:
    press(window, "登记人选")
    form = sheet(window, "entrySheet")
    write(form, motion="市长提请（新登记一件）", verb="任命", name="叶 秋")
    write(form, post="示例市教育局局长")
    assert get(form, QLabel, "entryVerdict").text() == "与法定用语或程序不符"
    use = get(form, QPushButton, "useVerb")
    assert use.text() == "改用“决定任命”"
    use.click()
    assert "相符" in get(form, QLabel, "entryVerdict").text()
    advice = get(form, QLabel, "entryAdvice").text()
    assert "报上一级人民政府备案" in advice
    assert "市人大常委会组织宪法宣誓" in advice
    form.ok.click()
    (entry,) = appointments.motions(office, meeting)[0].entries
    assert (entry.verb, entry.name, entry.problems) == ("决定任命", "叶秋", ())
    table = get(window, RecordTable, "entriesTable")
    assert table.columns[3].text(table.rows()[0]) == "叶　秋"  # padded as lists print it


def test_a_missing_name_is_told_under_its_field(window: MainWindow) -> None:
    press(window, "登记人选")
    form = sheet(window, "entrySheet")
    form.ok.click()
    assert form.isVisible()
    assert form.form.fields["name"].error == "请填写姓名"
    form.reject()


def test_an_objection_is_shown_in_row_tile_and_words(
    window: MainWindow, office: Office, meeting: int
) -> None:
    motion = appointments.add_motion(office, meeting, proposer="主任会议")
    appointments.add_entry(office, motion, verb="任命", name="钱进", post="示例市财政局局长")
    assert "应当用“决定任命”" in words(window, "entryProblem")
    assert get(window, QLabel, "entryProblem").isVisible()
    assert panel(window).facts["entries"].tag.text() == "1处须核对"
    table = get(window, RecordTable, "entriesTable")
    assert not table.view.isColumnHidden(9)


def test_edit_reorder_and_delete_by_keys(
    qtbot: QtBot, window: MainWindow, office: Office, meeting: int
) -> None:
    motion = appointments.add_motion(office, meeting, proposer="市长")
    for name in ("叶知秋", "段明远", "骆以安"):
        appointments.add_entry(office, motion, verb="决定任命", name=name, post="示例市审计局局长")
    table = get(window, RecordTable, "entriesTable")
    table.select_id(table.rows()[0].id)
    table.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Down, ALT)
    assert people(window) == ["段明远", "叶知秋", "骆以安"]
    assert table.current().entry.name == "叶知秋"
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    form = sheet(window, "entrySheet")
    write(form, post="示例市商务局局长", gender="女")
    form.ok.click()
    entry = appointments.motions(office, meeting)[0].entries[1]
    assert (entry.post, entry.gender) == ("示例市商务局局长", "女")
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert people(window) == ["段明远", "骆以安"]
    window.undo()
    assert people(window) == ["段明远", "叶知秋", "骆以安"]


def test_an_entry_dropped_beyond_its_motion_stays_in_it(
    window: MainWindow, office: Office, meeting: int
) -> None:
    first = appointments.add_motion(office, meeting, proposer="市长")
    second = appointments.add_motion(office, meeting, proposer="法院院长")
    for motion, name in ((first, "甲"), (first, "乙"), (second, "丙")):
        appointments.add_entry(office, motion, verb="任命", name=name, post="示例市审计局局长")
    table = get(window, RecordTable, "entriesTable")
    table.moved.emit(table.rows()[0], 2)
    assert people(window) == ["乙", "甲", "丙"]


def test_gender_and_people_are_set_in_the_table(
    window: MainWindow, office: Office, meeting: int
) -> None:
    motion = appointments.add_motion(office, meeting, proposer="市长")
    appointments.add_entry(office, motion, verb="决定任命", name="甲", post="示例市审计局局长")
    window.resize(1920, 1080)
    table = get(window, RecordTable, "entriesTable")
    model = table.model
    assert model.setData(model.index(0, 4), "女")
    assert model.setData(model.index(0, 5), "回族")
    entry = appointments.motions(office, meeting)[0].entries[0]
    assert (entry.gender, entry.ethnicity) == ("女", "回族")


def test_motions_are_registered_changed_moved_and_deleted(
    window: MainWindow, office: Office, meeting: int
) -> None:
    press(window, "登记任免案")
    form = sheet(window, "motionSheet")
    write(form, proposer="市长", proposer_name="庄伯言", submitted_on="2026-8-5")
    form.ok.click()
    appointments.add_motion(office, meeting, proposer="主任会议")
    table = get(window, RecordTable, "entriesTable")
    assert [x.entry for x in table.rows()] == [None, None]
    table.select_id(table.rows()[0].id)
    assert words(window, "motionWords") == "市长庄伯言提请　0人次　2026年8月5日"

    get(window, QAction, "motionDown").trigger()
    assert [m.proposer for m in appointments.motions(office, meeting)] == ["主任会议", "市长"]
    get(window, QAction, "editMotion").trigger()
    form = sheet(window, "motionSheet")
    write(form, number="示政任〔2026〕1号")
    form.ok.click()
    assert appointments.motions(office, meeting)[1].number == "示政任〔2026〕1号"
    get(window, QAction, "deleteMotion").trigger()
    assert [m.proposer for m in appointments.motions(office, meeting)] == ["主任会议"]
    window.undo()
    assert len(appointments.motions(office, meeting)) == 2


def test_a_withdrawn_entry_leaves_the_figures(
    window: MainWindow, office: Office, meeting: int
) -> None:
    motion = appointments.add_motion(office, meeting, proposer="市长")
    appointments.add_entry(office, motion, verb="决定任命", name="甲", post="示例市审计局局长")
    get(window, QAction, "withdraw").trigger()
    assert panel(window).facts["entries"].value.text() == "0人次"
    assert get(window, QAction, "withdraw").text() == "取消撤回"


def test_what_was_voted_on_is_refused_in_the_banner(window: MainWindow, passed: int) -> None:
    click(window, "deleteEntry")
    assert panel(window).banner.isVisible()
    assert "已有表决结果" in panel(window).banner.text.text()
    assert len(people(window)) == 3


# -- letters -------------------------------------------------------------------------------


def test_letters_are_numbered_presented_and_received(
    window: MainWindow, office: Office, passed: int
) -> None:
    tab(window, 3)
    assert words(window, "lettersDue") == "还有3份应登记"
    press(window, "登记任命书")
    form = sheet(window, "issueSheet")
    write(form, prefix="示人任〔2026〕", signer="周启明")
    form.ok.click()
    table = get(window, RecordTable, "lettersTable")
    assert [x.number for x in table.rows()] == [f"示人任〔2026〕第{n}号" for n in (1, 2, 3)]
    click(window, "presentLetters")
    form = sheet(window, "presentSheet")
    write(form, by="周启明")
    form.ok.click()
    assert [x.received_by for x in table.rows()] == ["叶知秋", "段明远", "汤若水"]
    assert panel(window).facts["letters"].tag.text() == "已颁发3"
    window.undo()
    assert not any(x.presented_on for x in table.rows())
    click(window, "deleteLetter")
    assert len(table.rows()) == 2


def test_a_number_given_twice_is_told_under_its_field(
    window: MainWindow, office: Office, passed: int
) -> None:
    letters.issue_letters(office, passed, signer="周启明", prefix="示人任〔2026〕")
    tab(window, 3)
    click(window, "editLetter")
    form = sheet(window, "letterSheet")
    write(form, number="示人任〔2026〕第2号")
    form.ok.click()
    assert form.isVisible()
    assert "已经用过" in form.form.fields["number"].error
    form.reject()


# -- oaths ---------------------------------------------------------------------------------


def test_ceremony_oath_absence_and_swearing_later(
    window: MainWindow, office: Office, passed: int
) -> None:
    waiting = "叶知秋、段明远、汤若水（市人大常委会组织）"
    assert words(window, "waitingNames") == waiting
    tab(window, 4)
    assert words(window, "waitingNames") == waiting  # in sight on every page
    click(window, "firstCeremony")
    form = sheet(window, "ceremonySheet")
    listed = get(form, PeopleList, "ceremonySheet.entry_ids")
    assert len(listed.ticked()) == 3
    form.ok.click()
    assert "领誓人" in words(window, "ceremonyProblem")
    assert not get(window, QPushButton, "swearIn").isEnabled()

    click(window, "editCeremony")
    form = sheet(window, "ceremonySheet")
    write(form, leader="叶知秋", witness="周启明")
    form.ok.click()
    takers = oaths.ceremonies(office, passed)[0].takers
    click(window, "swearIn")
    form = sheet(window, "swearSheet")
    get(form, QLineEdit, f"absent.{takers[1].id}").setText("因公出差")
    form.ok.click()
    assert words(window, "waitingNames") == "段明远（市人大常委会组织）"
    assert panel(window).facts["oaths"].value.text() == "2 / 3"

    table = get(window, RecordTable, "takersTable")
    table.select_id(takers[1].id)
    click(window, "makeUp")
    form = sheet(window, "makeUpSheet")
    write(form, on="2026-8-25")
    form.ok.click()
    assert words(window, "waitingNames") == "应宣誓的人员都已宣誓。"
    window.undo()
    assert oaths.still_to_swear(office, passed) == ["段明远"]


def test_takers_are_added_moved_and_removed(
    qtbot: QtBot, window: MainWindow, office: Office, passed: int
) -> None:
    oaths.add_ceremony(office, passed, leader="叶知秋")
    tab(window, 4)
    table = get(window, RecordTable, "takersTable")
    table.select_id(table.rows()[0].id)
    table.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Down, ALT)
    assert [t.name for t in table.rows()] == ["段明远", "叶知秋", "汤若水"]
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert [t.name for t in table.rows()] == ["段明远", "汤若水"]
    click(window, "addTaker")
    form = sheet(window, "takersSheet")
    form.ok.click()  # the only one left is ticked already
    assert [t.name for t in table.rows()] == ["段明远", "汤若水", "叶知秋"]
    click(window, "deleteCeremony")
    assert table.rows() == []
    window.undo()
    assert len(table.rows()) == 3


# -- the paper -----------------------------------------------------------------------------


def test_before_the_vote_the_wording_is_shown(
    window: MainWindow, office: Office, meeting: int
) -> None:
    motion = appointments.add_motion(office, meeting, proposer="市长", proposer_name="庄伯言")
    appointments.add_entry(office, motion, verb="决定任命", name="叶秋", post="示例市教育局局长")
    assert "决定任命：叶　秋为示例市教育局局长。" in words(window, "draftList")


@pytest.mark.slow
def test_the_paper_follows_what_is_chosen(
    qtbot: QtBot, window: MainWindow, office: Office, passed: int
) -> None:
    paper = panel(window).paper
    qtbot.waitUntil(lambda: paper.stack.currentWidget() is not paper.instead)
    view = paper.view
    assert view.isVisible()

    def showing(title: str) -> Callable[[], bool]:
        return lambda: view.document is not None and title in view.document.title

    qtbot.waitUntil(showing("决定任命名单"))
    table = get(window, RecordTable, "entriesTable")
    table.select_id(table.rows()[2].id)
    qtbot.waitUntil(lambda: view.document is not None and "决定" not in view.document.title)
    letters.issue_letters(office, passed, signer="周启明", prefix="示人任〔2026〕")
    tab(window, 3)
    qtbot.waitUntil(showing("任命书（叶知秋）"))
    ceremony = oaths.add_ceremony(office, passed, leader="叶知秋")
    tab(window, 4)
    qtbot.waitUntil(showing("宪法宣誓书"))
    oaths.swear_in(office, ceremony)
    qtbot.waitUntil(showing("登记表"))
    box = get(window, QComboBox, "paperBox")
    box.setCurrentIndex(box.findText("名单", Qt.MatchFlag.MatchContains))
    qtbot.waitUntil(showing("名单"))


def test_focus_from_elsewhere(window: MainWindow, office: Office, passed: int) -> None:
    ceremony = oaths.add_ceremony(office, passed)
    window.open_panel("appointments", ceremony_id=ceremony)
    assert panel(window).oaths.ceremony is not None
    entry = appointments.motions(office, passed)[1].entries[0]
    window.open_panel("appointments", entry_id=entry.id)
    assert panel(window).entries.entry == appointments.motions(office, passed)[1].entries[0]
