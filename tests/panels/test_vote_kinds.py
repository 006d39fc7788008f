"""Elections, projects, no objection, sums and amendments through the real widgets."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QSpinBox, QWidget

from meetingdesk.actions import (
    agenda,
    appointments,
    certify,
    counting,
    decisions,
    meetings,
    opinions,
    roster,
    votes,
)
from meetingdesk.actions.office import Office, open_office
from meetingdesk.actions.write_ins import written_key
from meetingdesk.panels.registry import PANELS
from meetingdesk.panels.votes import objects
from meetingdesk.panels.votes.choosing import Choosing
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import RecordTable
from meetingdesk.shell.window import MainWindow
from tests.actions.kindkit import by_hands, congress, draft, poll, yes
from tests.actions.test_votes import build
from tests.panels.test_votes import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ["张三", "李四", "王五", "赵六"]
PROJECTS = [f"第{n}号项目" for n in range(1, 12)]


def _clock() -> dt.datetime:
    return dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Template:
    """A desk with a committee and a congress, copied for each test."""

    path: Path
    committee: int
    congress: int


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("kinds") / "template.desk"
    made = open_office(path, "甲", clock=_clock)
    committee = made.perform(build, name="样例")
    deputies = made.perform(lambda work: congress(work, 13, 13), name="大会")
    roster.add_member(made, term_id=2, name="钱七", since=dt.date(2026, 9, 1))
    made.desk.close()
    return Template(path, committee, deputies)


def _open(template: Template, folder: Path, meeting: int) -> tuple[MainWindow, Office]:
    shutil.copyfile(template.path, folder / "a.desk")
    office = open_office(folder / "a.desk", "甲", clock=_clock)
    settings = Settings(folder / "settings.json")
    settings["last_panel"] = "votes"
    window = MainWindow(
        office,
        settings=settings,
        meetings=lambda: [(meeting, "示例市十四届人大一次会议", "2026年8月18日")],
        panels=[entry for entry in PANELS if entry.key == "votes"],
    )
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    return window, office


def _close(window: MainWindow, office: Office) -> None:
    window.close()
    window.deleteLater()
    QTest.qWait(1)
    office.desk.close()


@pytest.fixture
def hall(qapp: QApplication, template: Template, tmp_path: Path) -> Iterator[Desk]:
    """The panel at the congress."""
    window, office = _open(template, tmp_path, template.congress)
    yield Desk(window, office, template.congress)
    _close(window, office)


@pytest.fixture
def desk(qapp: QApplication, template: Template, tmp_path: Path) -> Iterator[Desk]:
    """The panel at the standing committee."""
    window, office = _open(template, tmp_path, template.committee)
    yield Desk(window, office, template.committee)
    _close(window, office)


def pick(desk: Desk, name: str, words: str) -> None:
    box = desk.find(name, QComboBox)
    at = box.findText(words)
    assert at >= 0, (words, [box.itemText(n) for n in range(box.count())])
    box.setCurrentIndex(at)
    box.activated.emit(at)


def number(desk: Desk, name: str, value: int) -> None:
    spin = desk.find(name, QSpinBox)
    spin.setValue(value)
    spin.editingFinished.emit()


def drawn(widget: QWidget) -> None:
    """Let everything be painted once."""
    assert not widget.grab().isNull()


def back(desk: Desk) -> None:
    """Wait until the ballot has the keyboard again after a sheet."""
    desk.window.activateWindow()
    QTest.qWaitForWindowActive(desk.window)
    QTest.qWait(20)


def new_vote(desk: Desk, title: str, kind: str) -> votes.VoteView:
    desk.panel.new()
    sheet = desk.sheet("votesNewSheet")
    sheet.form.set_values(title=title, kind=kind)
    sheet.submit()
    return desk.vote()


def certified(desk: Desk) -> votes.VoteView:
    desk.find("votesReason", QLineEdit).setText("现场只有一名计票人")
    desk.click("votesCertify")
    view = desk.vote()
    assert view.state == "已确认"
    return view


@pytest.mark.slow
def test_an_election_from_a_pasted_list_to_the_next_round(hall: Desk) -> None:
    view = new_vote(hall, "市人大常委会委员的选举", "选举")
    assert (view.method, view.card_name) == ("无记名投票", "选举-差额")
    hall.click("votesPaste")
    hall.sheet("votesPasteSheet").form.set_values(lines="\n".join(NAMES))
    hall.sheet("votesPasteSheet").submit()
    back(hall)
    number(hall, "votesSeats", 2)
    assert hall.text("votesSeatsSay") == "现列4名候选人，差额2名"
    assert hall.vote().seats == 2
    hall.click("votesOpen")
    assert hall.find("votesFactSeats").isVisible()
    hall.click("votesRegister")
    hall.click("votesStartCount")
    # two for, the rest not marked; three for is too many, told before Enter
    hall.keys("11")
    assert "已选 2 / 2" in hall.text("votesBallotNumber")
    hall.keys("1")
    assert "照票录入，整票无效" in hall.text("votesNote")
    hall.keys("\n")
    assert hall.count().spoilt == 1
    assert "另选他人" in hall.panel.page.choice.more_keys.text()
    hall.keys("b")
    hall.keys("111\b\b\b~")
    hall.keys("11+6\n")
    # another name, found by its initials, needs somebody voted against
    hall.keys("2a=")
    written = hall.sheet("votesWrittenSheet")
    written.form.set_values(name="qq")
    hints = hall.find("votesWrittenHints", QListWidget)
    assert [hints.item(at).text() for at in range(hints.count())] == ["钱七"]
    written.submit()
    back(hall)
    hand = hall.panel.page.choice.hand
    assert hand.keys[-1] == written_key("钱七")
    assert "已选 1 / 2" in hall.text("votesBallotNumber")
    drawn(hall.window)
    hall.keys("+3\n")
    assert hall.count().sums[-1].text == "钱七（另选）"
    hall.keys("<")
    assert hand.keys[-1] == written_key("钱七"), "taken back with its name"
    hall.keys("~~2=")
    written = hall.sheet("votesWrittenSheet")
    written.form.set_values(name="冯　十")
    written.submit()
    back(hall)
    assert len(hand.keys) == 5
    hall.keys("\b")
    assert len(hand.keys) == 4
    hall.keys("~")
    hall.keys("c1+3\n")
    hall.keys("\n")  # the bundle of ten agrees with its slip
    hall.keys("-\n-.~/1,\n+2\n")
    view_count = hall.count()
    assert view_count.entered >= 12
    hall.click("votesEntered")
    table = hall.find("votesEnteredTable", RecordTable)
    shown = {table.columns[0].text(row) for row in table.rows()}
    assert "赞成：张三、李四" in shown
    assert "整票无效" in shown
    hall.sheet("votesEnteredSheet").accept()
    back(hall)


@pytest.mark.slow
def test_a_short_election_offers_the_next_election(hall: Desk) -> None:
    vote = draft(hall.office, hall.meeting, "选举", NAMES, seats=2)
    poll(hall.office, vote, (yes("q1", "q2"), 7), (yes("q1", "q3"), 6))
    assert certify.result_of(hall.office, vote) is not None
    short = draft(hall.office, hall.meeting, "选举", NAMES, seats=3, title="选举委员")
    poll(hall.office, short, (yes("q1", "q2"), 7), (yes("q1", "q3"), 6))
    hall.panel.show_vote(short)
    table = hall.find("votesResultTable", RecordTable)
    ranks = [row.rank for row in table.rows()]
    assert ranks == sorted(ranks)
    assert [row.outcome_label for row in table.rows()][:2] == ["当选", "当选"]
    hall.click("votesStep_short")
    view = hall.vote()
    assert (view.seats, view.parent_id, view.title) == (1, short, "选举委员（另行选举）")
    hall.click("votesParent")
    assert hall.vote().id == short
    hall.click("votesStep_short")
    assert hall.vote().id == view.id, "it is opened, not drafted twice"


def test_one_for_one_everybody_is_chosen_by_enter(hall: Desk) -> None:
    vote = draft(hall.office, hall.meeting, "选举", NAMES[:2], seats=2, card_name="选举-等额")
    hall.to_count(vote)
    assert "全部赞成" in hall.text("votesKeys")
    hall.keys("2")
    assert "其余赞成" in hall.text("votesKeys")
    hall.keys("~\n")
    assert [row.counts["赞成"] for row in hall.count().sums] == [1, 1]


def test_projects_are_chosen_by_two_digits_or_letters(hall: Desk) -> None:
    view = new_vote(hall, "2027年民生实事项目票决", "票决")
    assert view.seats is None
    hall.click("votesPaste")
    hall.sheet("votesPasteSheet").form.set_values(lines="\n".join(PROJECTS))
    hall.sheet("votesPasteSheet").submit()
    back(hall)
    number(hall, "votesSeats", 3)
    number(hall, "votesMost", 2)
    assert hall.text("votesSeatsSay") == "现列11个项目，差额8个"
    hall.click("votesOpen")
    hall.click("votesRegister")
    hall.click("votesStartCount")
    assert "两位编号或字母" in hall.text("votesKeys")
    hall.keys("1")
    assert hall.text("votesBallotNumber").endswith("1_")
    hall.keys("a")
    hand = hall.panel.page.choice.hand
    assert hand.marks == {"q1": ["赞成"]}, "a letter ends a number begun"
    hall.keys("a1102")
    assert hand.marks == {"q11": ["赞成"], "q2": ["赞成"]}
    hall.keys("99")
    assert hand.chosen == 2
    drawn(hall.window)
    hall.keys("+10\n\n")
    QTest.mouseClick(hall.find("votesSheet"), Qt.MouseButton.LeftButton,
                     pos=hall.panel.page.choice.sheet._boxes(2)[0].center().toPoint())  # fmt: skip
    assert hand.marks == {"q3": ["赞成"]}
    hall.keys("+2\n/~\n")
    hall.click("votesEntered")
    table = hall.find("votesEnteredTable", RecordTable)
    assert "全部未划" in {table.columns[0].text(row) for row in table.rows()}
    hall.sheet("votesEnteredSheet").accept()
    back(hall)
    hall.keys("\n")
    found = certified(hall).result
    assert found is not None
    assert found["conclusion"].startswith("应选3项，入选2项")
    assert hall.find("votesStep_rest").isVisible()


def test_no_objection_is_recorded_by_one_button(desk: Desk) -> None:
    vote = draft(desk.office, desk.meeting, "无异议", ["会议议程（草案）"], title="议程的通过")
    desk.panel.show_vote(vote)
    assert desk.find("votesMethod", QComboBox).count() == 1
    desk.click("votesOpen")
    assert desk.text("votesSpokenWords") == "会议议程（草案），有没有意见？"
    desk.click("votesUnopenSpoken")
    assert desk.vote().state == "拟定"
    desk.click("votesOpen")
    desk.click("votesNoObjection")
    view = desk.vote()
    assert view.state == "已确认"
    assert view.result is not None
    assert view.result["conclusion"] == "到会37人，没有异议，通过"
    drawn(desk.window)


def test_an_objection_offers_a_show_of_hands(desk: Desk) -> None:
    vote = draft(desk.office, desk.meeting, "无异议", ["会议议程（草案）"], title="议程的通过")
    votes.open_vote(desk.office, vote)
    desk.panel.show_vote(vote)
    desk.panel.page.take_focus()
    desk.find("votesObjections", QSpinBox).setValue(2)
    desk.click("votesObjected")
    desk.click("votesStep_hands")
    view = desk.vote()
    assert (view.kind, view.method, view.parent_id) == ("程序", "举手表决", vote)
    desk.click("votesOpen")
    desk.click("votesStartCount")
    desk.find("votesTotal_赞成", QSpinBox).setValue(19)
    desk.click("votesTotalsFinish")
    desk.click("votesCertify")
    assert desk.vote().result["state"] == "passed"  # type: ignore[index]


def fill(desk: Desk, numbers: dict[str, int], cells: dict[str, int]) -> None:
    for key, value in numbers.items():
        desk.find(f"votesNumber_{key}", QSpinBox).setValue(value)
    for key, value in cells.items():
        desk.find(f"votesCell_{key}", QSpinBox).setValue(value)


@pytest.mark.slow
def test_sums_of_two_electorates_are_taken_over_and_weighed(desk: Desk) -> None:
    new_vote(desk, "满意度测评", "测评")
    pick(desk, "votesMethod", "汇总")
    pick(desk, "votesCard", "满意度测评（分类加权计分）")
    view = desk.vote()
    assert (view.method, view.card_name) == ("汇总", "测评-分类加权")
    desk.click("votesAddQuestion")
    sheet = desk.sheet("votesQuestionSheet")
    sheet.form.set_values(text="市教育局")
    sheet.submit()
    desk.click("votesOpen")
    desk.panel.page.take_focus()
    desk.click("votesSaveSums")
    assert "没有填写收回票数或件数" in desk.panel.banner.text.text()
    fill(desk, {"issued": 37, "returned": 36, "invalid": 1}, {"q1_满意": 28, "q1_基本满意": 7})
    desk.click("votesSaveSums")
    assert desk.text("votesPartState") == "还差：代表和群众"
    assert desk.find("votesPart", QComboBox).currentText() == "代表和群众"
    fill(desk, {"returned": 100}, {"q1_满意": 40, "q1_基本满意": 20, "q1_不满意": 40})
    desk.click("votesSaveSums")
    pick(desk, "votesPart", "常委会组成人员")
    assert desk.find("votesNumber_returned", QSpinBox).value() == 36
    drawn(desk.window)
    desk.click("votesClearSums")
    assert desk.vote().sums is None
    desk.office.undo()
    desk.panel.refresh()
    desk.click("votesCertifySums")
    found = desk.vote().result
    assert found is not None
    assert found["questions"][0]["outcome_label"] == "基本满意"


def test_sums_can_be_left_again(desk: Desk) -> None:
    vote = draft(desk.office, desk.meeting, "测评", ["代表建议"], method="汇总")
    votes.open_vote(desk.office, vote)
    desk.panel.show_vote(vote)
    assert not desk.panel.page.given.part.isVisible()
    desk.click("votesUnopenSums")
    assert desk.vote().state == "拟定"
    desk.click("votesParts")
    desk.sheet("votesPartsSheet").form.set_values(parts="办理过程\n办理结果")
    desk.sheet("votesPartsSheet").submit()
    assert [q.detail for q in desk.vote().questions] == ["办理过程", "办理结果"]
    desk.click("votesOpen")
    keys = [q.key for q in desk.vote().questions]
    cells = {f"{keys[0]}_满意": 215, f"{keys[0]}_不满意": 5, f"{keys[1]}_满意": 220}
    fill(desk, {"items": 220}, cells)
    desk.click("votesSaveSums")
    desk.click("votesCertifySums")
    assert not desk.window.findChildren(QWidget, "votesStep_retest"), "no later meeting yet"
    later = meetings.convene(desk.office, term_id=1, number=37, start=dt.date(2026, 10, 20))
    desk.panel.page.reload()
    going = Going(desk)
    desk.panel.page.result.steps.host = going  # type: ignore[assignment]
    desk.click("votesStep_retest")
    assert going.seen == [("meeting", later), ("votes", later)]


class Going:
    """Where the window was asked to go; it knows but one meeting here."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.guard = desk.window.guard
        self.seen: list[tuple[str, int]] = []

    def set_meeting(self, meeting_id: int) -> None:
        self.seen.append(("meeting", meeting_id))

    def open_panel(self, key: str, **focus: Any) -> None:
        made = votes.vote_view(self.desk.office, focus["vote_id"])
        self.seen.append((key, made.meeting_id))


@pytest.mark.slow
def test_what_follows_is_entered_by_one_button(desk: Desk) -> None:
    item = agenda.add_item(
        desk.office, desk.meeting, verb="听取", subject="某报告", objects=["市教育局"]
    )
    vote = votes.draft_evaluation(desk.office, item)
    poll(desk.office, vote, ({"q1": ["不满意"]}, 37))
    desk.panel.show_vote(vote)
    desk.click("votesFollowUps")
    assert [o.organ for o in opinions.opinions(desk.office, item)] == ["市教育局"]
    QApplication.processEvents()
    assert not [w for w in desk.window.findChildren(QWidget, "votesFollowUps") if w.isVisible()]


def test_a_bill_waits_for_what_goes_first(desk: Desk) -> None:
    decision = decisions.draft_decision(
        desk.office, desk.meeting, title="关于某事的决定", body="会议决定。"
    )
    whole = votes.draft_decision_vote(desk.office, decision)
    desk.panel.show_vote(whole)
    desk.click("votesAddAmendment")
    desk.sheet("votesBeforeSheet").form.set_values(text="张三等五人关于第三条的修正案")
    desk.sheet("votesBeforeSheet").submit()
    first = desk.vote()
    assert (first.whole_id, first.relation) == (whole, "修正案")
    desk.panel.show_vote(whole)
    desk.click("votesAddArticle")
    desk.sheet("votesBeforeSheet").form.set_values(text="第十五条")
    desk.sheet("votesBeforeSheet").submit()
    article = desk.vote().id
    desk.panel.show_vote(whole)
    desk.click("votesOpen")
    assert "应先付表决" in desk.panel.banner.text.text()
    drawn(desk.window)
    by_hands(desk.office, first.id, 25)
    by_hands(desk.office, article, 12)
    desk.click(f"votesBefore_{article}")
    assert desk.vote().id == article
    desk.panel.show_vote(whole)
    desk.click("votesOpen")
    assert desk.vote().title.endswith("（修正后）")


def test_rows_are_picked_from_the_desk(desk: Desk) -> None:
    motion = appointments.add_motion(desk.office, desk.meeting, proposer="主任会议")
    appointments.add_entry(desk.office, motion, verb="任命", name="张三", post="示例市某局局长")
    agenda.add_item(desk.office, desk.meeting, verb="听取", subject="某报告")
    vote = draft(desk.office, desk.meeting, "选举", [], seats=1, card_name="选举-补选上级代表")
    desk.panel.show_vote(vote)
    desk.click("votesPick")
    table = desk.find("votesPickTable", RecordTable)
    everything = len(table.rows())
    desk.find("votesPickSearch", QLineEdit).setText("张三")
    assert len(table.rows()) == 1
    assert everything == 42
    table.select_id("任免案1")
    desk.sheet("votesPickSheet").submit()
    assert [(q.text, q.entry_id) for q in desk.vote().questions] == [("张三", 1)]


def test_kind_way_and_card_follow_each_other(desk: Desk) -> None:
    new_vote(desk, "某项表决", "表决")
    pick(desk, "votesMethod", "按表决器")
    assert desk.vote().card_name == "表决器-全体过半数"
    pick(desk, "votesKind", "选举")
    view = desk.vote()
    assert (view.kind, view.method, view.card_name) == ("选举", "无记名投票", "选举-差额")
    pick(desk, "votesKind", "测评")
    pick(desk, "votesMethod", "汇总")
    assert desk.vote().card_name == "测评-松阳2017"
    pick(desk, "votesMethod", "无记名投票")
    assert desk.vote().card_name == "测评-三档"
    pick(desk, "votesKind", "票决")
    assert desk.find("votesSeats", QSpinBox).isVisible()
    number(desk, "votesSeats", 0)
    assert desk.vote().seats is None


def test_a_void_election_is_voted_again_once(hall: Desk) -> None:
    vote = draft(hall.office, hall.meeting, "选举", NAMES, seats=2)
    votes.open_vote(hall.office, vote)
    votes.set_issued(hall.office, vote, 12)
    votes.set_returned(hall.office, vote, 13)
    hall.panel.show_vote(vote)
    hall.click("votesAgainVoid")
    again = hall.vote()
    assert (again.parent_id, again.seats) == (vote, 2)
    hall.click("votesParent")
    hall.click("votesAgainVoid")
    assert hall.vote().id == again.id


def test_a_choosing_hand_keeps_each_name_once_and_forgets_a_void_sheet() -> None:
    hand = Choosing(("q1", "q2"), ("赞成", "反对", "弃权"), choice="赞成", printed=2)
    for _ in range(2):
        hand.write(written_key("冯十"))
    assert hand.keys == ("q1", "q2", "+冯十")
    assert (hand.usual, hand.chosen, hand.too_many) == (["赞成"], 3, False)
    assert not hand.toggle(9)
    hand.load({counting.WHOLE: [counting.ILLEGIBLE]})
    assert (hand.void, hand.chosen, hand.keys) == (True, 0, ("q1", "q2"))
    hand.load({"+冯十": ["赞成"], "q1": ["反对"]})
    assert hand.finished() == {"q1": ["反对"], "q2": [], "+冯十": ["赞成"]}


def test_a_step_that_is_gone_is_refused_on_the_page(desk: Desk) -> None:
    """Somebody else may have certified or drafted it meanwhile."""
    vote = draft(desk.office, desk.meeting, "无异议", ["会议议程（草案）"])
    votes.open_vote(desk.office, vote)
    desk.panel.show_vote(vote)
    votes.record_no_objection(desk.office, vote)
    certify.certify(desk.office, vote)
    page = desk.panel.page
    page.spoken.nobody()
    assert "不能登记有无异议" in desk.panel.banner.text.text()
    page.result.steps.vote = votes.vote_view(desk.office, vote)
    page.result.steps.take(votes.NextStep("hands", "", "", ()))
    assert "不需要举手表决" in desk.panel.banner.text.text()
    page.result.steps.enter()
    assert "没有要列入审议意见" in desk.panel.banner.text.text()


def test_nothing_happens_on_pages_without_a_vote(desk: Desk) -> None:
    """Signals may still come in while a page has nothing to show."""
    page = desk.panel.page
    page._show_first()
    page._again()
    for run in (
        page.spoken.nobody, page.spoken._unopen, page.given.submit, page.given.finish,
        page.given._clear, page.given._unopen, page.given._show_part, page.choice.ask_name,
        page.choice._shown, lambda: page.draft._sheet(objects.paste_sheet),
        lambda: page.draft._set_seats(1, 1), lambda: page.draft._add_before("修正案"),
        page.result.steps.enter, lambda: page.result.steps.take(votes.NextStep("again", "", "", ())),
    ):  # fmt: skip
        run()
    assert page.choice.keys.text() == ""
    assert votes.votes_of(desk.office, desk.meeting) == []
    assert counting.BUNDLES
