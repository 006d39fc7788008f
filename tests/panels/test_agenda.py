"""The page of agenda and order of day, worked with real widgets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTabWidget,
    QWidget,
)

from meetingdesk.actions import agenda, meetings, opinions, schedule
from meetingdesk.actions.sample import session
from meetingdesk.panels.agenda import AgendaPanel
from meetingdesk.shell.widgets import DateField, RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "agenda"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NOW = dt.datetime(2026, 8, 11, 1, tzinfo=dt.UTC)
PLAN = "市人民政府关于上半年国民经济和社会发展计划执行情况的报告"
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def three(office: Office, meeting: int) -> list[int]:
    """Put three items on the agenda."""
    return [
        agenda.add_item(office, meeting, verb="听取和审议", subject=PLAN, type="计划执行监督报告"),
        agenda.add_item(office, meeting, verb="审议", subject="《甲决定（草案）》",
                        type="决定（草案）", needs_vote=True, vote_method="按表决器"),
        agenda.add_item(office, meeting, verb="审议", subject="人事任免事项", type="人事任免"),
    ]  # fmt: skip


@pytest.fixture
def window(meeting: int, show: Callable[[], MainWindow]) -> MainWindow:
    return show()


def get(window: QWidget, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def table(window: MainWindow, name: str) -> RecordTable:
    return get(window, RecordTable, name)


def panel(window: MainWindow) -> AgendaPanel:
    found = window.pages.current_panel()
    assert isinstance(found, AgendaPanel)
    return found


def sheet(window: MainWindow, name: str) -> Sheet:
    found = [s for s in window.findChildren(Sheet, name) if s.isVisible()]
    assert len(found) == 1, name
    return found[0]


def click(window: QWidget, name: str) -> None:
    button = get(window, QAbstractButton, name)
    assert button.isEnabled(), name
    button.click()


def write(where: Sheet, **values: object) -> None:
    for key, value in values.items():
        control = get(where, QWidget, f"{where.objectName()}.{key}")
        if isinstance(control, QComboBox):
            control.setCurrentText(str(value))
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(str(value))
        elif isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, DateField):
            assert isinstance(value, dt.date)
            control.set_value(value)
        else:
            assert isinstance(control, QLineEdit)
            control.setText(str(value))


def submit(window: MainWindow, name: str) -> None:
    click(sheet(window, name), f"{name}Ok")


def fact(window: MainWindow, name: str) -> str:
    return get(window, QWidget, f"fact.{name}").accessibleDescription()


def subjects(office: Office, meeting: int) -> list[str]:
    return [i.subject for i in agenda.items(office, meeting)]


def to_schedule(window: MainWindow) -> None:
    get(window, QTabWidget, "agendaTabs").setCurrentIndex(1)


# -- 议程 ------------------------------------------------------------------------------


def test_without_a_meeting_the_page_points_to_meetings(show: Callable[[], MainWindow]) -> None:
    window = show()
    assert get(window, QPushButton, "toMeetings").isVisible()
    assert panel(window).primary_actions() == []


def test_an_empty_agenda_teaches_and_begins_with_pasting(window: MainWindow) -> None:
    assert fact(window, "items") == "议题：0"
    assert fact(window, "state") == "议程：草案　距开会6天"
    click(window, "firstPaste")
    assert sheet(window, "pasteSheet").isVisible()


def test_a_type_fills_vote_and_papers_of_a_new_item(
    window: MainWindow, office: Office, meeting: int
) -> None:
    click(window, "newItem")
    made = sheet(window, "itemSheet")
    write(made, verb="审议", subject="有关人事\n任免事项", type="人事任免", submitted_by="市长")
    assert made.form.value("needs_vote")
    assert made.form.value("vote_method") == "无记名投票"
    submit(window, "itemSheet")
    (item,) = agenda.items(office, meeting)
    assert (item.verb, item.subject, item.type) == ("审议", "有关人事任免事项", "人事任免")
    assert item.artefacts == ("任免名单", "任命书")
    assert fact(window, "votes") == "须表决：1　过半数为21票"
    assert table(window, "agendaTable").current_id() == item.id
    window.undo()
    assert agenda.items(office, meeting) == []


def test_an_item_without_a_subject_is_refused_in_its_field(
    window: MainWindow, office: Office, meeting: int
) -> None:
    click(window, "newItem")
    made = sheet(window, "itemSheet")
    click(made, "itemSheetOk")
    assert made.isVisible()
    assert made.form.fields["subject"].error == "请填写议题"
    assert agenda.items(office, meeting) == []


def test_editing_keeps_what_is_not_touched(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    table(window, "agendaTable").select_id(three[1])
    click(window, "editItem")
    write(sheet(window, "itemSheet"), objects="市商务局\n市林业局", via="主任会议同意提请")
    submit(window, "itemSheet")
    item = agenda.items(office, meeting)[1]
    assert (item.objects, item.via) == (("市商务局", "市林业局"), "主任会议同意提请")
    assert (item.subject, item.vote_method) == ("《甲决定（草案）》", "按表决器")


def test_items_change_places_by_keys_and_buttons(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    shown = table(window, "agendaTable")
    shown.select_id(three[2])
    QTest.keyClick(shown.view, Qt.Key.Key_Up, ALT)
    assert [i.id for i in agenda.items(office, meeting)] == [three[0], three[2], three[1]]
    click(window, "itemUp")
    assert [i.id for i in agenda.items(office, meeting)] == [three[2], three[0], three[1]]
    assert shown.current_id() == three[2]
    assert not get(window, QPushButton, "itemUp").isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert [i.id for i in agenda.items(office, meeting)] == [three[0], three[2], three[1]]


def test_delete_offers_undo(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    shown = table(window, "agendaTable")
    shown.select_id(three[1])
    QTest.keyClick(shown.view, Qt.Key.Key_Delete)
    assert subjects(office, meeting) == [PLAN, "人事任免事项"]
    assert shown.current_id() == three[2]
    assert window.toast_strip.text.text() == "已删除“审议《甲决定（草案）》”"
    window.toast_strip.undo.click()
    assert subjects(office, meeting) == [PLAN, "《甲决定（草案）》", "人事任免事项"]


def test_a_pasted_agenda_is_looked_at_first_and_added_at_once(
    qtbot: QtBot, window: MainWindow, office: Office, meeting: int
) -> None:
    click(window, "pasteItems")
    made = sheet(window, "pasteSheet")
    write(made, text=f"一、听取和审议{PLAN}\n二、斟酌人事任免事项")
    summary = get(made, QLabel, "pasteSummary")
    qtbot.waitUntil(lambda: "1行看不懂" in summary.text())
    assert not made.ok.isEnabled()
    assert agenda.items(office, meeting) == []
    write(made, text=f"一、听取和审议{PLAN}\n二、审议人事任免事项")
    qtbot.waitUntil(made.ok.isEnabled)
    assert made.ok.text() == "增加2项"
    submit(window, "pasteSheet")
    assert subjects(office, meeting) == [PLAN, "人事任免事项"]
    window.undo()
    assert agenda.items(office, meeting) == []


@pytest.mark.slow
def test_adopting_drops_draft_from_facts_and_paper(
    qtbot: QtBot, three: list[int], window: MainWindow
) -> None:
    get(window, QTabBar, "agendaSideBar").setCurrentIndex(1)
    view = panel(window).paper.view
    qtbot.waitUntil(lambda: view.document is not None and "草案" in view.document.title)
    assert view.isVisible()
    click(window, "adoptAgenda")
    assert fact(window, "state").startswith("议程：已通过")
    qtbot.waitUntil(lambda: view.document is not None and "草案" not in view.document.title)
    assert not get(window, QPushButton, "adoptAgenda").isEnabled()
    window.undo()
    assert fact(window, "state").startswith("议程：草案")


# -- 议题详情 --------------------------------------------------------------------------


def test_papers_are_listed_ticked_and_deleted(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    table(window, "agendaTable").select_id(three[0])
    for title, due in (("报告", dt.date(2026, 8, 7)), ("附表", dt.date(2026, 8, 14))):
        click(window, "addMaterial")
        write(sheet(window, "materialSheet"), title=title, provider="市发展改革委", due=due)
        submit(window, "materialSheet")
    # 8月11日: the first paper is late
    assert fact(window, "materials") == "材料齐备：0 / 2　2份未交"
    marks = [c.text(r) for r in table(window, "agendaTable").rows()
             for c in table(window, "agendaTable").columns if c.title == "材料"]  # fmt: skip
    assert marks == ["逾期1份", "", ""]
    papers = table(window, "materialsTable")
    papers.select_id(papers.rows()[0].id)
    QTest.keyClick(papers.view, Qt.Key.Key_Space)
    assert fact(window, "materials") == "材料齐备：1 / 2　1份未交"
    papers.select_id(papers.rows()[1].id)
    QTest.keyClick(papers.view, Qt.Key.Key_Up, ALT)
    click(window, "deleteMaterial")
    assert [m.title for m in agenda.items(office, meeting)[0].materials] == ["报告"]
    assert fact(window, "materials") == "材料齐备：1 / 1　齐"


def test_the_outcome_is_chosen_or_written_and_saved_at_once(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    table(window, "agendaTable").select_id(three[1])
    box = get(window, QComboBox, "outcomeBox")
    assert box.itemText(0) == "审议通过"
    assert box.currentText() == ""
    box.setCurrentIndex(box.findText("表决通过"))
    box.activated.emit(box.currentIndex())
    assert agenda.items(office, meeting)[1].outcome == "表决通过"
    edit = get(window, QLineEdit, "outcomeEdit")
    edit.setText("审议并表决通过")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert agenda.items(office, meeting)[1].outcome == "审议并表决通过"
    # what was written for one item never lands on the next
    table(window, "agendaTable").select_id(three[2])
    assert box.currentText() == ""
    assert [i.outcome for i in agenda.items(office, meeting)] == ["", "审议并表决通过", ""]


def test_opinions_follow_organ_and_date_of_the_last(
    three: list[int], window: MainWindow, office: Office
) -> None:
    table(window, "agendaTable").select_id(three[0])
    due = dt.date(2026, 11, 18)
    click(window, "addOpinion")
    write(sheet(window, "opinionSheet"), text="要抓紧。", organ="市人民政府", due=due)
    submit(window, "opinionSheet")
    click(window, "addOpinion")
    write(sheet(window, "opinionSheet"), text="要落实。")
    submit(window, "opinionSheet")
    told = opinions.opinions(office, three[0])
    assert [(o.text, o.organ, o.due) for o in told] == [
        ("要抓紧。", "市人民政府", due), ("要落实。", "市人民政府", due),
    ]  # fmt: skip
    shown = table(window, "opinionsTable")
    shown.select_id(told[1].id)
    QTest.keyClick(shown.view, Qt.Key.Key_Up, ALT)
    assert [o.text for o in opinions.opinions(office, three[0])] == ["要落实。", "要抓紧。"]
    click(window, "editOpinion")
    write(sheet(window, "opinionSheet"), text="要全面落实。")
    submit(window, "opinionSheet")
    click(window, "deleteOpinion")
    assert [o.text for o in opinions.opinions(office, three[0])] == ["要抓紧。"]
    window.undo()
    assert [o.text for o in shown.rows()] == ["要全面落实。", "要抓紧。"]


# -- 日程 ------------------------------------------------------------------------------


def test_the_order_of_day_from_nothing(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    to_schedule(window)
    assert not get(window, QPushButton, "addEntry").isEnabled()
    click(window, "firstSitting")
    made = sheet(window, "sittingSheet")
    assert made.form.value("date") == session.START
    assert made.form.value("place") == session.PLACE
    assert made.form.value("chair") == "周启明"
    submit(window, "sittingSheet")
    click(window, "addEntry")
    click(window, "addEntry")
    assert [i.id for i in table(window, "unscheduledTable").rows()] == [three[2]]
    assert fact(window, "items") == "议题：3　1项未排"
    click(window, "addSitting")
    proposed = sheet(window, "sittingSheet").form.values()
    assert (proposed["date"], proposed["half"]) == (session.START, "下午")
    write(sheet(window, "sittingSheet"), form="分组会议")
    assert sheet(window, "sittingSheet").form.value("chair") == ""
    submit(window, "sittingSheet")
    click(window, "addTextLine")
    write(sheet(window, "entryTextSheet"), text="分组审议")
    submit(window, "entryTextSheet")
    click(window, "addEntry")
    assert table(window, "unscheduledTable").rows() == []
    told = [(s.half, s.form, [e.text for e in s.entries])
            for s in schedule.sittings(office, meeting)]  # fmt: skip
    assert told == [
        ("上午", "全体会议", [f"听取和审议{PLAN}", "审议《甲决定（草案）》"]),
        ("下午", "分组会议", ["分组审议", "审议人事任免事项"]),
    ]


def test_a_day_outside_the_meeting_is_told_in_the_sheet(
    window: MainWindow, office: Office, meeting: int
) -> None:
    to_schedule(window)
    click(window, "addSitting")
    made = sheet(window, "sittingSheet")
    write(made, date=dt.date(2026, 8, 20))
    click(made, "sittingSheetOk")
    assert made.isVisible()
    assert "会期内" in made.form.fields["date"].error
    assert schedule.sittings(office, meeting) == []


def test_entries_move_within_and_between_half_days(
    window: MainWindow, office: Office, meeting: int
) -> None:
    one = schedule.add_sitting(office, meeting, date=session.START)
    two = schedule.add_sitting(office, meeting, date=session.END)
    made = [schedule.add_entry(office, one, text=t) for t in "甲乙"]
    schedule.add_entry(office, two, text="丙")

    def texts() -> list[str]:
        return ["".join(e.text for e in s.entries) for s in schedule.sittings(office, meeting)]

    to_schedule(window)
    shown = table(window, "sittingsTable")
    shown.select_id(("entry", made[0]))
    for wanted in (["乙甲", "丙"], ["乙", "甲丙"], ["乙", "丙甲"]):
        QTest.keyClick(shown.view, Qt.Key.Key_Down, ALT)
        assert texts() == wanted
        assert shown.current_id() == ("entry", made[0])
    QTest.keyClick(shown.view, Qt.Key.Key_Down, ALT)
    assert texts() == ["乙", "丙甲"]
    # dropped by the mouse right under the first half-day
    shown.view.dropped.emit(4, 1)
    assert texts() == ["甲乙", "丙"]
    # a half-day of another date cannot be put before this one
    shown.select_id(("sitting", two))
    QTest.keyClick(shown.view, Qt.Key.Key_Up, ALT)
    assert texts() == ["甲乙", "丙"]


def test_deleting_a_half_day_gives_its_items_back(
    three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    schedule.add_entry(office, sitting, item_id=three[0])
    to_schedule(window)
    shown = table(window, "sittingsTable")
    assert len(table(window, "unscheduledTable").rows()) == 2
    shown.select_id(("sitting", sitting))
    click(window, "deleteEntry")
    assert shown.rows() == []
    assert len(table(window, "unscheduledTable").rows()) == 3
    window.undo()
    assert [x.id[0] for x in shown.rows()] == ["sitting", "entry"]
    get(window, QCheckBox, "allItems").setChecked(True)
    assert len(table(window, "unscheduledTable").rows()) == 3


def test_the_paper_follows_the_tab(
    qtbot: QtBot, three: list[int], window: MainWindow, office: Office, meeting: int
) -> None:
    get(window, QTabBar, "agendaSideBar").setCurrentIndex(1)
    view = panel(window).paper.view
    sitting = schedule.add_sitting(office, meeting, date=session.START)
    schedule.add_entry(office, sitting, item_id=three[0])
    to_schedule(window)
    qtbot.waitUntil(lambda: view.document is not None and "日程" in view.document.title)
    get(window, QTabWidget, "agendaTabs").setCurrentIndex(0)
    qtbot.waitUntil(lambda: view.document is not None and "议程" in view.document.title)


def test_wide_windows_show_item_and_paper_together(
    qtbot: QtBot, three: list[int], window: MainWindow
) -> None:
    view, bar = panel(window).paper.view, get(window, QTabBar, "agendaSideBar")
    assert bar.isVisible()
    assert not view.isVisible()
    window.resize(1920, 1080)
    qtbot.waitUntil(view.isVisible)
    assert not bar.isVisible()
    assert table(window, "materialsTable").isVisible()


def test_every_control_has_a_name(three: list[int], window: MainWindow) -> None:
    kinds = (QAbstractButton, QComboBox, QLineEdit, RecordTable, QTabBar)
    nameless = [
        w for kind in kinds for w in panel(window).findChildren(kind)
        if w.isVisible() and not w.accessibleName()
    ]  # fmt: skip
    assert nameless == []


def test_the_usual_papers_of_a_type_are_listed_at_once(
    qtbot: QtBot, window: MainWindow, three: list[int], office: Office, meeting: int
) -> None:
    table(window, "agendaTable").select_id(three[1])
    panel(window).details.add_material()
    form = sheet(window, "materialSheet")
    offer = get(form, QPushButton, "usualMaterials")
    assert offer.text() == "列出常用材料：草案、说明"
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert [m.title for m in table(window, "materialsTable").rows()] == ["草案", "说明"]
    (every,) = [a for a in panel(window).commands() if a.text == "列出各项常用材料"]
    every.run()
    assert [len(i.materials) for i in agenda.items(office, meeting)] == [1, 2, 2]
    every.run()
    assert "没有要增加的常用材料" in panel(window).banner.text.text()
    window.undo()
    assert [len(i.materials) for i in agenda.items(office, meeting)] == [0, 2, 0]


# -- where items come from, what stays once printed ----------------------------------------


def test_items_agreed_by_the_chairpersons_are_brought_in(
    qtbot: QtBot, office: Office, term_id: int, meeting: int, show: Callable[[], MainWindow]
) -> None:
    chairs = meetings.convene(
        office, term_id=term_id, kind="主任会议", number=58, start=dt.date(2026, 8, 10)
    )
    for name in "甲乙":
        made = agenda.add_item(
            office, chairs, verb="研究", subject=f"《{name}决定（草案）》", type="决定（草案）"
        )
        agenda.record_outcome(office, made, "同意提请市人大常委会会议审议")
    window = show()
    window.set_meeting(meeting)
    (bring,) = [a for a in panel(window).primary_actions() if a.text == "引入议题"]
    bring.run()
    chosen = sheet(window, "sourcesSheet")
    assert len(get(chosen, RecordTable, "sourcesTable").rows()) == 2
    chosen.submit()
    assert [i.subject for i in table(window, "agendaTable").rows()] == [
        "《甲决定（草案）》", "《乙决定（草案）》",
    ]  # fmt: skip
    assert (
        "来自市十四届人大常委会第五十八次主任会议第1项" in get(window, QLabel, "itemAbout").text()
    )
    assert "引入议题" not in [a.text for a in panel(window).primary_actions()]


def test_a_printed_item_is_withdrawn_and_the_agenda_reopened(
    qtbot: QtBot, window: MainWindow, three: list[int]
) -> None:
    reopen = get(window, QPushButton, "reopenAgenda")
    assert not reopen.isVisible()
    get(window, QPushButton, "adoptAgenda").click()
    assert reopen.isVisible()
    items = table(window, "agendaTable")
    items.select_id(three[1])
    QTest.keyClick(items.view, Qt.Key.Key_Delete)
    asked = sheet(window, "withdrawSheet")
    get(asked, QLineEdit, "withdrawSheet.reason").setText("提请机关来函撤回")
    asked.submit()
    assert [i.shown_number for i in items.rows()] == ["1", "2", "3"]
    assert get(window, QLabel, "itemRemark").text() == "已撤回：提请机关来函撤回"
    button = get(window, QPushButton, "deleteItem")
    assert button.text() == "恢复"
    button.click()
    assert not items.rows()[1].withdrawn
    reopen.click()
    why = sheet(window, "reopenSheet")
    get(why, QLineEdit, "reopenSheet.reason").setText("全体会议修改议程")
    why.submit()
    assert not reopen.isVisible()
    assert get(window, QPushButton, "adoptAgenda").text() == "通过议程"


def test_the_order_of_day_follows_the_last_meeting(
    qtbot: QtBot, office: Office, term_id: int, meeting: int, show: Callable[[], MainWindow]
) -> None:
    for place in ("一室", "二室"):
        schedule.add_sitting(
            office, meeting, date=session.START, form="分组会议", place=place, chair="林若棠"
        )
    new = meetings.convene(
        office, term_id=term_id, kind="常委会会议", number=37, start=dt.date(2026, 10, 26)
    )
    window = show()
    window.set_meeting(new)
    get(window, QTabWidget, "agendaTabs").setCurrentIndex(1)
    (like,) = [a for a in panel(window).primary_actions() if a.text == "像上次一样"]
    like.run()
    assert len(schedule.sittings(office, new)) == 2
    assert "林若棠在10月26日上午要同时参加" in get(window, QLabel, "scheduleWarnings").text()
    assert "像上次一样" not in [a.text for a in panel(window).primary_actions()]
