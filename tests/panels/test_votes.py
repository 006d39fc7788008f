"""The votes panel through its real widgets, on a real desk, in the real window."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from sqlalchemy import event, text

from meetingdesk.actions import (
    appointments,
    attendance,
    certify,
    counting,
    votes,
)
from meetingdesk.actions.cards import cards_for
from meetingdesk.actions.counting import over_marks
from meetingdesk.errors import Refused
from meetingdesk.panels.registry import PANELS
from meetingdesk.panels.votes.hand import Hand
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import Banner, RecordTable
from meetingdesk.shell.window import MainWindow
from tests.panels.votekit import OBJECTS, A, B, C, Desk, build, evaluation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Desks


@pytest.fixture
def desk(qapp: QApplication, desks: Desks, tmp_path: Path) -> Iterator[Desk]:
    office = desks.office(tmp_path, "甲", clock=lambda: dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC))
    meeting = desks.pour(office, build)
    settings = Settings(tmp_path / "settings.json")
    settings["last_panel"] = "votes"
    only = [entry for entry in PANELS if entry.key == "votes"]
    window = MainWindow(
        office,
        settings=settings,
        meetings=lambda: [(meeting, "示例市十四届人大常委会第三十六次会议", "2026年8月18日")],
        panels=only,
    )
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield Desk(window, office, meeting)
    window.close()
    window.deleteLater()
    QTest.qWait(1)
    office.desk.close()


@pytest.mark.slow
def test_an_evaluation_is_counted_twice_by_keys_alone_and_certified(desk: Desk) -> None:
    """37 ballots of 5 objects, three planted slips: found, none reported falsely."""
    desk.click("votesDraft_item_1")
    desk.click("votesOpen")
    assert desk.vote().members == 41
    desk.find("votesIssued", QSpinBox).setValue(37)
    desk.find("votesReturned", QSpinBox).setValue(37)
    desk.click("votesRegister")
    desk.click("votesStartCount")
    dice = random.Random(36)
    paper = [[dice.choice("11123") for _ in OBJECTS] for _ in range(37)]
    slips = {4: 1, 17: 3, 30: 0}
    for turn, order in enumerate((range(37), reversed(range(37)))):
        for number in order:
            ballot = list(paper[number])
            if turn == 1 and number in slips:
                at = slips[number]
                ballot[at] = {"1": "2", "2": "3", "3": "1"}[ballot[at]]
            desk.keys("".join(ballot) + "\n")
            if desk.count().entered in (10, 20, 30):
                assert "与纸捆签核对" in desk.text("votesNote")
                desk.keys("\n")
        assert desk.text("votesBallotNumber") == "已全部录入"
        assert [e.text for e in desk.count().equations] == ["37 = 37 + 0", "37 = 37 + 0", "5 / 5"]
        desk.keys("\n")
        if turn == 0:
            desk.find("votesCounter2", QLineEdit).setText("乙")
            desk.click("votesStartSecond")
    table = desk.find("votesDifferences", RecordTable)
    assert {row[0] for row in table.rows()} == {OBJECTS[at] for at in slips.values()}
    shown = [c.text(row) for row in table.rows() for c in table.columns]
    assert not any(char.isdigit() for words in shown for char in words)
    assert not desk.find("votesCertify").isEnabled()
    desk.click("votesResume2")
    second = desk.count().id
    for number, at in slips.items():
        right = {f"q{n}": [[A, B, C][int(k) - 1]] for n, k in enumerate(paper[number], 1)}
        typed = {"1": B, "2": C, "3": A}[paper[number][at]]
        counting.take_back_ballot(desk.office, second, {**right, f"q{at + 1}": [typed]})
        counting.record_ballot(desk.office, second, right)
    desk.panel.page.reload()
    desk.keys("\n")
    desk.click("votesCertify")
    view = desk.vote()
    assert view.state == "已确认"
    assert view.code in desk.text("votesCode")
    assert view.result is not None
    for column, row in enumerate(view.result["questions"]):
        marks = [ballot[column] for ballot in paper]
        assert row["counts"] == {A: marks.count("1"), B: marks.count("2"), C: marks.count("3")}
    assert certify.seal_intact(desk.office, view.id)
    table = desk.find("votesResultTable", RecordTable)
    assert [row.label for row in table.rows()] == OBJECTS


def test_twelve_names_with_one_exception_take_four_keys(desk: Desk) -> None:
    desk.to_count(votes.draft_appointments_vote(desk.office, [1]))
    desk.keys("g2\n")
    assert counting.ballots(desk.office, desk.count().id)[0].marks["q7"] == ("反对",)
    assert [row.counts["赞成"] for row in desk.count().sums] == [1] * 6 + [0] + [1] * 5
    sheet = desk.find("votesSheet")
    area = sheet.parentWidget()
    assert area is not None
    assert sheet.height() <= area.height()
    desk.keys("\n+8\n\n+26\n")
    assert desk.count().entered == 36
    desk.keys("\n\n\n")
    desk.find("votesReason", QLineEdit).setText("现场只有一名计票人")
    desk.click("votesCertify")
    states = [e.state for e in appointments.motions(desk.office, desk.meeting)[0].entries]
    assert states == ["通过"] * 12
    assert "现场只有一名计票人" in desk.vote().note


@pytest.mark.slow
def test_every_key_does_what_is_written(desk: Desk) -> None:
    desk.to_count(evaluation(desk))
    desk.find("votesBundle", QComboBox).setCurrentIndex(0)
    hand = desk.panel.page.count.hand
    desk.keys("12")
    assert (hand.cursor, hand.marks) == (2, {"q1": [A], "q2": [B]})
    desk.keys("\b\b")
    assert (hand.cursor, hand.marks) == (0, {})
    desk.keys("0*?v")
    assert hand.marks == {"q1": [], "q2": [A, B, C], "q3": ["?"]}
    assert hand.cursor == 4
    desk.keys("^^8e9")
    assert hand.cursor == 4
    assert "其余满意" in desk.text("votesKeys")
    desk.keys("\n")
    row = desk.count().sums
    assert (row[0].blank, row[1].invalid, row[2].invalid, row[3].counts[A]) == (1, 1, 1, 1)
    desk.keys("~-\n")
    assert desk.count().spoilt == 1
    desk.keys("1<")
    assert not hand.touched
    assert desk.count().entered == 2
    desk.keys("<")
    assert (desk.count().entered, hand.void) == (1, True)
    desk.keys("-~+12")
    assert "12" in desk.text("votesCopies")
    desk.keys("\b\n")
    assert desk.count().entered == 2
    desk.keys("++\n")
    assert "请输入张数" in desk.text("votesNote")
    desk.keys("\b+99\n")
    assert "不能再录99张" in desk.panel.banner.text.text()
    assert desk.count().entered == 2
    desk.keys("~+3\n<")
    assert (desk.count().entered, hand.copies) == (2, "3")
    desk.keys("~~<<<")
    assert desk.count().entered == 0
    desk.keys("~<")
    assert "没有可撤销的上一张" in desk.text("votesNote")


def test_a_wrong_ballot_is_taken_out_of_the_list(desk: Desk) -> None:
    desk.to_count(evaluation(desk))
    desk.keys("3\n+4\n")
    desk.click("votesEntered")
    table = desk.find("votesEnteredTable", RecordTable)
    shown = {table.columns[0].text(row): row for row in table.rows()}
    assert "全部满意" in shown
    wrong = next(row for words, row in shown.items() if "市商务局：不满意" in words)
    table.delete_requested.emit(wrong)
    assert desk.count().entered == 4
    assert len(table.rows()) == 1
    desk.sheet("votesEnteredSheet").accept()
    desk.window.activateWindow()
    QTest.qWaitForWindowActive(desk.window)
    QTest.qWait(20)
    desk.keys("\n")
    assert desk.count().entered == 5


def test_a_count_is_discarded_with_a_reason(desk: Desk) -> None:
    desk.to_count(evaluation(desk))
    desk.keys("+4\n")
    desk.click("votesDiscard")
    sheet = desk.sheet("votesDiscardSheet")
    sheet.submit()
    assert sheet.isVisible()
    sheet.form.set_values(text="票捆混放")
    sheet.submit()
    assert desk.vote().state == "已开票"
    desk.click("votesStartCount")
    assert desk.count().entered == 0


def test_registering_the_papers_moves_nothing_under_the_pointer(desk: Desk) -> None:
    desk.panel.show_vote(evaluation(desk))
    desk.click("votesOpen")
    begin = desk.find("votesStartCount")
    told = desk.find("votesWarning", Banner)
    assert "投票有效" in told.text.text()
    before = begin.mapTo(desk.window, QPoint())
    desk.click("votesRegister")
    QApplication.processEvents()
    assert "相符" in told.text.text()
    assert begin.mapTo(desk.window, QPoint()) == before


def test_more_back_than_out_is_asked_then_void_then_voted_again(desk: Desk) -> None:
    vote = evaluation(desk)
    desk.panel.show_vote(vote)
    desk.click("votesOpen")
    desk.find("votesIssued", QSpinBox).setValue(35)
    desk.find("votesReturned", QSpinBox).setValue(36)
    desk.click("votesRegister")
    sheet = desk.sheet("votesVoidSheet")
    sheet.reject()
    assert desk.vote().returned is None
    desk.click("votesRegister")
    desk.sheet("votesVoidSheet").submit()
    assert desk.vote().state == "作废"
    assert desk.text("votesState") == "作废"
    desk.click("votesAgainVoid")
    assert desk.vote().parent_id == vote
    assert desk.vote().state == "拟定"


def test_a_draft_is_edited_and_undone(desk: Desk) -> None:
    vote = evaluation(desk)
    desk.panel.show_vote(vote)
    title = desk.find("votesTitle", QLineEdit)
    title.setText("对5个部门的满意度测评")
    title.editingFinished.emit()
    cards = desk.find("votesCard", QComboBox)
    at = cards.findData("测评-镇海2022")
    cards.setCurrentIndex(at)
    cards.activated.emit(at)
    table = desk.find("votesQuestions", RecordTable)
    movers = [desk.find(f"votes{n}", QPushButton) for n in ("Up", "Down", "RemoveQuestion")]
    for chosen, able in ((0, [False, True, True]), (4, [True, False, True])):
        table.select_id(desk.vote().questions[chosen].id)
        assert [button.isEnabled() for button in movers] == able
    desk.click("votesUp")
    desk.click("votesAddQuestion")
    sheet = desk.sheet("votesQuestionSheet")
    sheet.form.set_values(text="市商务局")
    sheet.submit()
    assert sheet.isVisible()
    sheet.form.set_values(text="市水利局")
    sheet.submit()
    view = desk.vote()
    assert view.title == "对5个部门的满意度测评"
    assert view.card_name == "测评-镇海2022"
    assert [q.text for q in view.questions] == [*OBJECTS[:3], "市教育局", "市林业局", "市水利局"]
    table.select_id(view.questions[5].id)
    desk.click("votesRemoveQuestion")
    desk.window.undo()
    assert len(table.rows()) == 6
    desk.click("votesDelete")
    assert desk.panel.stack.currentWidget() is desk.panel.list_page
    assert desk.panel.table.rows() == []
    desk.window.undo()
    assert [v.id for v in desk.panel.table.rows()] == [vote]
    desk.panel.show_vote(
        votes.draft_vote(desk.office, meeting_id=1, title="另一次测评", kind="测评")
    )
    assert not table.rows()
    assert not any(button.isEnabled() for button in movers)


def test_a_show_of_hands_is_one_page_of_numbers(desk: Desk) -> None:
    desk.panel.show_vote(votes.draft_decision_vote(desk.office, 1))
    desk.click("votesOpen")
    desk.click("votesStartCount")
    desk.find("votesTotal_赞成", QSpinBox).setValue(34)
    desk.find("votesTotal_反对", QSpinBox).setValue(1)
    assert desk.text("votesRest") == "未表态 2 人"
    desk.find("votesTotal_弃权", QSpinBox).setValue(9)
    assert "多于到会37人" in desk.text("votesRest")
    desk.click("votesTotalsFinish")
    assert "多于到会37" in desk.panel.banner.text.text()
    desk.find("votesTotal_弃权", QSpinBox).setValue(2)
    desk.click("votesTotalsFinish")
    desk.click("votesCertify")
    assert desk.vote().state == "已确认"
    row = desk.find("votesResultTable", RecordTable).rows()[0]
    assert (row.outcome_label, row.counts["赞成"]) == ("通过", 34)


def test_without_quorum_the_panel_says_what_to_do(desk: Desk) -> None:
    vote = evaluation(desk)
    rows = [row.id for row in attendance.roll(desk.office, desk.meeting)]
    attendance.mark(desk.office, rows[20:], state="缺席")
    desk.panel.show_vote(vote)
    desk.click("votesOpen")
    assert "未达到法定人数21人" in desk.panel.banner.text.text()
    assert desk.vote().state == "拟定"


def test_a_result_is_reopened_with_a_reason(desk: Desk) -> None:
    desk.to_count(votes.draft_appointments_vote(desk.office, [1]))
    desk.find("votesBundle", QComboBox).setCurrentIndex(0)
    desk.keys("+37\n\n")
    desk.find("votesReason", QLineEdit).setText("只有一人")
    desk.click("votesCertify")
    desk.click("votesReopen")
    sheet = desk.sheet("votesReopenSheet")
    sheet.form.set_values(text="报告单姓名有误")
    sheet.submit()
    assert desk.vote().state == "计票"
    assert desk.find("votesCertify").isEnabled()


def test_a_count_goes_on_after_the_window_was_elsewhere(desk: Desk) -> None:
    vote = evaluation(desk)
    desk.to_count(vote)
    desk.keys("+5\n12")
    desk.click("votesBack")
    table = desk.find("votesList", RecordTable)
    assert "已录 5 / 37" in table.columns[-1].text(table.rows()[0])
    table.activated.emit(table.rows()[0])
    assert desk.text("votesBallotNumber") == "第 6 张"
    desk.keys("\n")
    assert desk.count().sums[1].counts == {A: 5, B: 1, C: 0}


def test_a_vote_is_drafted_by_hand(desk: Desk) -> None:
    desk.panel.new()
    sheet = desk.sheet("votesNewSheet")
    sheet.form.set_values(title="关于会期的表决", kind="表决", method="举手表决")
    sheet.submit()
    view = desk.vote()
    assert (view.title, view.method, view.card_name) == (
        "关于会期的表决", "举手表决", "举手-全体过半数"
    )  # fmt: skip
    method = desk.find("votesMethod", QComboBox)
    method.setCurrentText("按表决器")
    method.activated.emit(method.currentIndex())
    assert desk.vote().card_name == "表决器-全体过半数"
    kind = desk.find("votesKind", QComboBox)
    kind.setCurrentText("任免")
    kind.activated.emit(kind.currentIndex())
    assert desk.vote().card_name == "任免-逐人"


@pytest.mark.slow
def test_a_key_is_answered_within_thirty_milliseconds(
    desk: Desk, on_disk: Callable[..., None]
) -> None:
    """Issue: p99 under 30 ms; Enter writes to the disk and is measured with the rest.

    By the clock on the wall, in the best of five tries; on a machine with over two programs
    waiting for each core, where that clock tells of the others, by the program's own time.
    """
    event.listen(desk.office.desk.engine, "connect", on_disk)
    desk.office.desk.engine.dispose()
    desk.to_count(evaluation(desk))
    desk.find("votesBundle", QComboBox).setCurrentIndex(0)
    with desk.office.desk.session() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
    sheet, count, seen = desk.find("votesSheet"), desk.count().id, []
    busy = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)
    clock = time.process_time if busy else time.perf_counter
    for _ in range(5):
        spent = []
        for number in range(36):
            for key in (*f"{number % 3 + 1}1211", Qt.Key.Key_Return):
                begun = clock()
                QTest.keyClick(sheet, key)
                spent.append(clock() - begun)
        assert counting.count_view(desk.office, count).entered == 36
        seen.append(sorted(spent)[int(len(spent) * 0.99) - 1])
        if seen[-1] < 0.03:
            break
        for held in counting.ballots(desk.office, count):
            counting.take_back_ballot(desk.office, count, held.marks, held.copies)
        desk.panel.page.reload()
    assert min(seen) < 0.03, seen


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.to_count(evaluation(desk))
    seen: list[Any] = [
        w
        for w in desk.panel.findChildren(QWidget)
        if isinstance(w, QAbstractButton | QLineEdit | QComboBox | QSpinBox) and w.isVisible()
    ]
    assert seen
    assert all(w.accessibleName() or w.text() for w in seen if not isinstance(w, QLineEdit))


def test_the_hand_completes_what_was_not_typed() -> None:
    hand = Hand(("q1", "q2", "q3"), (A, B, C))
    assert hand.finished() == {"q1": [A], "q2": [A], "q3": [A]}
    hand.jump(1)
    hand.choose(2)
    assert hand.finished() == {"q1": [A], "q2": [C], "q3": [A]}
    assert not hand.complete
    hand.load({"q1": [B]})
    assert hand.finished() == {"q1": [B], "q2": [], "q3": []}
    assert hand.complete
    assert not hand.choose(3)
    assert not hand.jump(3)


@pytest.mark.slow
def test_every_card_offered_leads_to_a_result_on_screen(desk: Desk) -> None:
    """Grades, bands, rates and rankings: the same page shows them all."""
    dice = random.Random(1)
    for kind in ("表决", "任免", "测评"):
        for card in cards_for(kind, "无记名投票"):
            vote = votes.draft_vote(
                desk.office, kind=kind, meeting_id=desk.meeting, title=card.title,
                card_name=card.name, questions=[(name, "", {}) for name in OBJECTS],
            )  # fmt: skip
            try:
                votes.open_vote(desk.office, vote)
            except Refused as refused:
                assert "全体代表" in refused.message  # noqa: PT017 - the rest must open
                continue
            votes.set_issued(desk.office, vote, 37)
            votes.set_returned(desk.office, vote, 36)
            count = counting.start_count(desk.office, vote)
            keys = [c.key for c in card.choices]
            for copies in (20, 9, 4, 3):
                marks = {f"q{n}": [dice.choice(keys)] for n in range(1, 5)}
                counting.record_ballot(desk.office, count, marks, copies)
            counting.finish_count(desk.office, count)
            certify.certify(desk.office, vote, reason="试")
            desk.panel.show_vote(vote)
            table = desk.find("votesResultTable", RecordTable)
            texts = [[c.text(row) for c in table.columns] for row in table.rows()]
            assert [line[0] for line in texts] == OBJECTS, card.name
            assert all(line[-1] for line in texts) or not desk.vote().choices, card.name


def test_the_mouse_marks_what_it_points_at(desk: Desk) -> None:
    desk.to_count(evaluation(desk))
    sheet = desk.panel.page.count.sheet
    box = sheet._boxes(2)[1].center().toPoint()
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=box)
    hand = desk.panel.page.count.hand
    assert (hand.marks, hand.cursor) == ({"q3": [B]}, 3)
    name = sheet._boxes(0)[0].center().toPoint()
    name.setX(20)
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=name)
    assert hand.cursor == 0


def cap(desk: Desk, words: str) -> QAbstractButton:
    """Return the key under the ballot on which ``words`` are written."""
    found = [b for b in desk.panel.page.count.findChildren(QAbstractButton)
             if b.isVisible() and b.text().endswith(words)]  # fmt: skip
    assert len(found) == 1, (words, found)
    return found[0]


@pytest.mark.slow
def test_a_count_is_entered_by_the_mouse_alone(desk: Desk) -> None:
    """Boxes, and the keys written beside them: nothing of the counting needs the keyboard."""
    desk.to_count(evaluation(desk))
    page = desk.panel.page.count

    def click(words: str) -> None:
        QTest.mouseClick(cap(desk, words), Qt.MouseButton.LeftButton)
        QTest.qWait(1)

    box = page.sheet._boxes(1)[2].center().toPoint()
    QTest.mouseClick(page.sheet, Qt.MouseButton.LeftButton, pos=box)
    click("多划")
    assert page.hand.marks == {"q2": [C], "q3": over_marks(page.hand.choices)}
    click("其余满意")
    assert (desk.count().entered, page.sheet.hasFocus()) == (1, True)
    click("整票无效")
    click("录入")
    assert (desk.count().entered, desk.count().spoilt) == (2, 1)
    click("撤销上一张")
    assert (desk.count().entered, page.hand.void) == (1, True)
    click("清空本张")
    click("多张相同")
    desk.keys("9")
    assert page.hand.copies == "9"
    click("多张相同")  # once more: not so
    assert page.hand.copies is None
    for _ in range(9):
        click("全部满意")
    assert desk.text("votesBallotNumber") == "本捆小计（1—10）"
    click("继续")
    assert desk.text("votesBallotNumber") == "第 11 张"
