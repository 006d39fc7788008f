"""扫描计票 in the real window: read, rule, contact sheet, taken as a count, certified."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from meetingdesk.actions import (
    ballots,
    counting,
    meetings,
    scan_audit,
    scan_mending,
    scanning,
    votes,
)
from meetingdesk.actions.documents import write
from meetingdesk.actions.office import open_office
from meetingdesk.papers.ballots.drawing import image
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.widgets import RecordTable, Sheet, Task
from meetingdesk.shell.window import MainWindow
from tests.panels.scanwalk import (
    Walk,
    click,
    confirm_blanks,
    congress_vote,
    open_scans,
    pump,
    rule_by_truth,
    scan_pile,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.panels.votes.scanning import ScanPage
    from tests.panels.scanwalk import Pile

PAGE = "votes"
#: one process: starting others takes longer than reading a few sheets
FEW = 4


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> tuple[Path, int, Pile]:
    """A desk with a vote on paper, its few ballots clean on the glass."""
    folder = tmp_path_factory.mktemp("scans")
    office = open_office(folder / "made.desk", "张秘书")
    vote = congress_vote(office, FEW)
    pile = scan_pile(office, vote, folder, FEW, 5, "clean")
    office.desk.close()
    return folder / "made.desk", vote, pile


@pytest.fixture
def office(made: tuple[Path, int, Pile], tmp_path: Path) -> Any:
    shutil.copyfile(made[0], tmp_path / "a.desk")
    opened = open_office(tmp_path / "a.desk", "张秘书")
    yield opened
    opened.desk.close()


@pytest.fixture
def page(show: Callable[[], MainWindow], office: Office, made: tuple[Path, int, Pile]) -> ScanPage:
    window = show()
    window.set_meeting(votes.vote_view(office, made[1]).meeting_id)
    return open_scans(window, made[1])


def read(page: ScanPage, files: list[Path]) -> None:
    page.add_files(files)
    assert pump(lambda: not page.run.running, 60)
    pump(lambda: not page.findChildren(Task), 5)


def scanned_twice(pile: Pile, folder: Path) -> Path:
    """Return the first sheet once more, a little lighter: perhaps scanned twice."""
    image = cv2.imdecode(np.fromfile(pile.files[0], np.uint8), cv2.IMREAD_GRAYSCALE)
    path = folder / "再扫.png"
    cv2.imencode(".png", cv2.convertScaleAbs(image, alpha=0.97, beta=6))[1].tofile(path)
    return path


def settle(page: ScanPage, pile: Pile) -> None:
    page.go_to(1)
    rule_by_truth(page, pile)
    page.go_to(2)
    confirm_blanks(page, pile)
    page.go_to(3)


@pytest.mark.slow
def test_a_stack_is_read_taken_and_compared(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, vote, pile = made
    assert not page.steps[1].isEnabled() or not page.scan
    read(page, pile.files)
    assert page.scan is not None
    assert page.scan.stack.finished
    assert page.read.page.has_picture, "the first side is seen at once"
    assert page.tiles["scanFactBallots"].value.text() == str(FEW)
    settle(page, pile)
    click(page, "scanTake")
    view = votes.vote_view(office, vote)
    assert (view.state, view.counts[0].counter, view.counts[0].state) == (
        "计票",
        "扫描读票",
        "完成",
    )
    assert not page.take.take.isEnabled()
    assert "已经计入" in page.take.said.text.text()
    assert [s.ballots for s in page.take.stacks.rows()] == [FEW]
    code = Walk(page.window(), vote, pile).certify(tmp_path)
    assert votes.vote_view(office, vote).code == code != ""


@pytest.mark.slow
def test_the_window_asks_before_it_drops_a_stack(
    page: ScanPage, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.pages.losses() == []
    read(page, [*made[2].files, scanned_twice(made[2], tmp_path)])
    page.go_to(1)
    put_aside(page)
    assert page.scan is not None
    assert not window.close()
    asked = window.findChild(Sheet, "leavingSheet")
    assert asked is not None
    told = " ".join(one.text() for one in asked.findChildren(QLabel))
    assert f"{len(page.scan.rows)}页选票还没有计入" in told
    assert "已作的1处裁定" in told
    # asked once, however often the cross is pressed
    assert not window.close()
    assert len(window.findChildren(Sheet, "leavingSheet")) == 1
    asked.reject()
    assert window.isVisible()
    assert page.scan.decisions
    # asked anew, and closed by the answer itself
    assert not window.close()
    again = window.findChildren(Sheet, "leavingSheet")[-1]
    again.submit()
    assert pump(lambda: not window.isVisible(), 5)


@pytest.mark.slow
def test_the_first_side_is_on_the_screen_at_once(
    page: ScanPage, made: tuple[Path, int, Pile]
) -> None:
    """It does not wait for the others; how long it takes is measured by tests.bench.first_result."""
    page.read.chosen.emit(made[2].files)
    assert pump(lambda: page.read.page.has_picture, 30)
    assert page.run.running
    assert pump(lambda: not page.run.running, 60)
    pump(lambda: not page.findChildren(Task), 5)


@pytest.mark.slow
def test_the_same_stack_again_is_named_and_not_taken_twice(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, vote, pile = made
    read(page, pile.files)
    settle(page, pile)
    first = page.scan.patterns() if page.scan else {}
    click(page, "scanTake")
    read(page, pile.files[::-1])
    assert "是同一叠" in page.read.said.text.text()
    settle(page, pile)
    assert page.scan is not None
    assert page.scan.patterns() == first, "the same stack gives the same tally, in any order"
    assert not page.take.take.isEnabled()
    with pytest.raises(scanning.Refused, match="同一叠"):
        scanning.accept_scan(office, page.scan, number=2)
    assert len(votes.vote_view(office, vote).counts) == 1
    # the same paper through the scanner once more: other files, the same hands
    files = []
    for number, file in enumerate(pile.files):
        grey = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_GRAYSCALE)
        files.append(tmp_path / f"又{number}.png")
        cv2.imencode(".png", cv2.warpAffine(grey, np.array([[1, 0.004, 2.5], [-0.004, 1, 3.5]]),
                     grey.shape[::-1], borderValue=255))[1].tofile(files[-1])  # fmt: skip
    page.go_to(0)
    click(page.read, "scanDrop")
    read(page, files)
    assert "很像同一叠" in page.read.said.text.text()
    apart = page.read.apart
    assert apart.isVisible()
    page.go_to(3)
    assert "很像同一叠" in page.take.said.text.text()
    assert not page.take.take.isEnabled()
    page.go_to(0)
    apart.click()
    sheet = page.window().findChild(Sheet, "scanApartSheet")
    sheet.form.fields["text"].control.setText("周监票")
    sheet.submit()
    assert page.scan.apart == "周监票"
    assert not apart.isVisible()


def test_sheets_that_are_not_of_this_vote_are_listed_with_what_to_do(
    page: ScanPage, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, _, pile = made
    foreign, back, broken = (tmp_path / f"{name}.png" for name in ("别的", "背面", "坏的"))
    other = np.full((1754, 1240), 250, np.uint8)
    cv2.imencode(".png", other)[1].tofile(back)
    for line in range(30):
        cv2.putText(other, "minutes of a meeting", (150, 200 + 45 * line), 0, 1.2, 20, 2)
    cv2.imencode(".png", other)[1].tofile(foreign)
    broken.write_bytes(b"not a picture")
    read(page, [*pile.files[:1], foreign, back, broken])
    rows = {r.file: page.read.table.rows().index(r) for r in page.read.table.rows()}
    assert set(rows) == {"别的.png", "背面.png", "坏的.png"}
    said = [page.read.table.rows()[at].status.value for at in sorted(rows.values())]
    assert said == ["unreadable", "foreign", "blank-side"]
    assert page.tiles["scanFactOut"].value.text() == "3"
    assert page.tiles["scanFactOut"].tag.text() == "要处理 2"
    page.read.show_page(page.read.table.rows()[1])
    assert page.read.page.has_picture
    page.go_to(1)
    assert page.rule.ask is not None
    assert page.rule.ask.accepts is None, "a side that cannot be read is never counted by itself"
    QTest.keyClick(page.rule, Qt.Key.Key_Space)
    assert page.rule.ask is not None
    QTest.keyClick(page.rule, Qt.Key.Key_R)
    sheet: Any = page.window().findChild(Sheet, "scanAsideSheet")
    sheet.submit()
    assert page.rule.ask is None
    assert page.scan is not None
    assert sum(page.scan.patterns().values()) == 1


def test_an_unmarked_sheet_tells_of_dirt_on_the_glass(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    form = ballots.print_file(office, made[1])
    drawn = image(form, 0, 200.0)
    lines = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    grey = lines[:, : drawn.width()].copy()
    x = round(140 * 200 / 25.4)
    grey[:, x : x + 2] = 120
    path = tmp_path / "试扫.png"
    cv2.imencode(".png", grey)[1].tofile(path)
    assert page.read.trial.isVisible()
    page.read.tried.emit(path)
    sheet: Any = page.window().findChild(Sheet, "scanTrialSheet")
    table: Any = sheet.findChild(RecordTable, "scanTrialFindings")
    first = table.rows()[0]
    assert (first.what, first.kind) == ("条纹", "warn")
    assert "距扫描图左边140毫米：玻璃上有污迹" in first.words
    assert {one.what for one in table.rows()} >= {"比例", "摆放", "反差", "灰度", "印章", "框内"}
    sheet.submit()
    assert page.scan is None, "nothing was read into a stack"


@pytest.mark.slow
def test_pages_come_from_a_folder_half_written_ones_are_waited_for(
    page: ScanPage, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, _, pile = made
    folder = tmp_path / "收件"
    folder.mkdir()
    page.watch_folder(folder)
    assert page.read.stop.text() == "停止接收"
    data = pile.files[0].read_bytes()
    path = folder / pile.files[0].name
    path.write_bytes(data[: len(data) // 2])
    pump(lambda: page.scan is not None, 0.3)
    assert page.scan is None, "still being written"
    path.write_bytes(data)
    assert pump(lambda: page.scan is not None and len(page.scan.rows) == 1, 20)
    shutil.copy(pile.files[1], folder)
    assert pump(lambda: page.scan is not None and len(page.scan.rows) == 2, 20)
    assert pump(lambda: not page.run.running, 10)
    assert page.scan is not None
    assert all(row.counts for row in page.scan.rows)
    page.pause()
    assert page.watch.folder is None


def test_reading_is_stopped_within_a_second_and_goes_on_without_doubling(
    page: ScanPage, made: tuple[Path, int, Pile]
) -> None:
    _, _, pile = made
    page.add_files(pile.files)
    page.pause()
    begun = time.monotonic()
    assert pump(lambda: not page.run.running, 5)
    assert time.monotonic() - begun < 1.0
    assert page.scan is not None
    assert len(page.scan.rows) < FEW
    assert page.read.go.isVisible()
    click(page, "scanResume")
    assert pump(lambda: not page.run.running, 60)
    assert [row.file for row in page.scan.rows] == [path.name for path in pile.files]


@pytest.mark.slow
def test_a_doubt_is_ruled_void_by_two_people_and_taken_back(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, _, pile = made
    path = scanned_twice(pile, tmp_path)
    pile.truth[path.name] = pile.truth[pile.files[0].name]
    read(page, [*pile.files, path])
    page.go_to(1)
    ask = page.rule.ask
    assert ask is not None
    assert "重复扫描" in ask.why
    assert pump(lambda: page.rule.page.has_picture, 3)
    QTest.keyClick(page.rule, Qt.Key.Key_F)
    assert not page.rule.work.isVisible()
    QTest.keyClick(page.rule, Qt.Key.Key_F)
    QTest.keyClick(page.rule, Qt.Key.Key_X)
    sheet: Any = page.window().findChild(Sheet, "scanVoidSheet")
    who = page.rule.who.text()
    sheet.form.set_values(reason="看不清", second=who)
    sheet.submit()
    assert sheet.isVisible(), "one person alone cannot void a ballot"
    sheet.form.set_values(second="李秀英")
    sheet.submit()
    assert page.scan is not None
    assert page.scan.decisions[ask.doubt.number].second == "李秀英"
    page.go_to(1)
    QTest.keyClick(page.rule, Qt.Key.Key_Backspace)
    assert page.rule.ask == ask
    assert not page.scan.decisions
    QTest.keyClick(page.rule, Qt.Key.Key_Space)
    settle(page, pile)
    # one ballot more than came back: nothing is counted
    click(page, "scanTake")
    assert not counting_of(office, made[1])
    del pile.truth[path.name]


@pytest.mark.slow
def test_two_people_rule_blindly_and_the_chief_where_they_differ(
    page: ScanPage, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, _, pile = made
    again = tmp_path / "再扫.png"
    shutil.copyfile(pile.files[0], again)
    read(page, [*pile.files, again])
    page.go_to(1)
    view, scan = page.rule, page.scan
    assert scan is not None
    view.two.setChecked(True)
    assert scan.two_people
    view.who.setText("甲监票")
    while view.ask is not None:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert page.stack.currentWidget() is view, "the second person comes first"
    assert view.again.isVisible()
    asked = len(scan.unchecked)
    assert view.again.text() == f"请第二人复核{asked}处"
    page.go_to(3)
    assert not page.take.take.isEnabled()
    page.go_to(1)
    click(view, "scanSecond")
    assert view.who.text() == ""
    assert not view.two.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.ask is not None, "nobody is named yet"
    view.who.setText("乙监票")
    put_aside(page)
    for _ in range(asked - 1):
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.ask is not None
    assert "两人裁定不一致1处" in view.banner.text.text()
    view.who.setText("乙监票")
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert "由总监票人裁定" in view.banner.text.text()
    view.who.setText("总监票")
    put_aside(page)
    assert view.ask is None
    assert not scan.unchecked
    given = next(d for d in scan.decisions.values() if d.marks == (scanning.NO_BALLOT,))
    assert (given.who, given.second) == ("总监票", "甲监票、乙监票")


def put_aside(page: ScanPage) -> None:
    """Leave the sheet at hand out."""
    QTest.keyClick(page.rule, Qt.Key.Key_R)
    sheet: Any = page.window().findChild(Sheet, "scanAsideSheet")
    sheet.submit()
    sheet.setObjectName("")


def counting_of(office: Office, vote: int) -> list[Any]:
    return [c for c in votes.vote_view(office, vote).counts if counting.ballots(office, c.id)]


def test_unmarked_sheets_go_on_the_contact_sheet_and_can_be_picked_out(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    from meetingdesk.actions import ballots
    from meetingdesk.papers.ballots.drawing import image

    form = ballots.print_file(office, made[1])
    files = []
    for at in range(3):
        path = tmp_path / f"空白{at}.png"
        image(form, 0, 150.0 + at).save(str(path))
        files.append(path)
    read(page, files)
    page.go_to(2)
    assert len(page.blank.shown) == 3
    QTest.keyClick(page.blank, Qt.Key.Key_Down)
    QTest.keyClick(page.blank, Qt.Key.Key_Space)
    assert len(page.blank.out) == 1
    QTest.keyClick(page.blank, Qt.Key.Key_Return)
    assert page.scan is not None
    assert (len(page.scan.unseen), len(page.scan.decisions)) == (1, 2)
    page.go_to(1)
    assert page.rule.ask is not None
    assert page.rule.ask.title == "老旧小区改造二十个"
    QTest.keyClick(page.rule, Qt.Key.Key_1)
    for _ in range(11):
        QTest.keyClick(page.rule, Qt.Key.Key_0)
    assert not page.scan.unseen
    assert sorted(page.scan.patterns().items()) == [((), 2), ((("q1", ("赞成",)),), 1)]


@pytest.mark.slow
def test_where_scan_and_hand_differ_the_images_are_looked_at(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile]
) -> None:
    _, vote, pile = made
    read(page, pile.files)
    settle(page, pile)
    click(page, "scanTake")
    assert page.steps[4].isHidden()
    second = counting.start_count(office, vote, 2, "李秀英")
    sheets = pile.sheets()
    right = "q1" in sheets[0]
    changed = {k: v for k, v in sheets[0].items() if k != "q1"} if right else sheets[0]
    if not right:
        changed = {**sheets[0], "q1": ["赞成"]}
    for sheet in [changed, *sheets[1:]]:
        counting.record_ballot(office, second, sheet)
    counting.finish_count(office, second)
    assert not counting.compare_counts(office, vote).agrees
    page.show_vote(votes.vote_view(office, vote))
    click(page, "scanStepLook")
    view = page.look
    assert view.question.currentText() == "老旧小区改造二十个"
    assert view.question.count() == 12, "a ballot void by one count differs by any of its rows"
    assert view.question.itemText(1).endswith("（一致）")
    assert len(view.shown) == FEW
    assert pump(lambda: all(tile.seen for tile in view.tiles), 20)
    assert not view.mend.isEnabled()
    at = next(n for n, look in enumerate(view.shown) if look.file == pile.files[0].name)
    view.move_to(at)
    QTest.keyClick(view, Qt.Key.Key_0 if right else Qt.Key.Key_1)
    assert view.mend.text().endswith("（1处）")
    QTest.keyClick(view, Qt.Key.Key_1 if right else Qt.Key.Key_0)
    assert not view.mend.isEnabled(), "as it was"
    QTest.keyClick(view, Qt.Key.Key_0 if right else Qt.Key.Key_1)
    click(page, "scanMend")
    assert counting.compare_counts(office, vote).agrees
    assert votes.vote_view(office, vote).counts[0].state == "完成"
    assert page.steps[4].isHidden()
    assert scan_mending.mend_scan(office, page.scan) == 0


@pytest.mark.slow
def test_a_sample_is_drawn_by_dice_and_its_result_kept(
    page: ScanPage, office: Office, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    _, vote, pile = made
    read(page, pile.files)
    assert not page.take.draw.isEnabled()
    settle(page, pile)
    click(page, "scanTake")
    click(page, "scanAudit")
    sheet: Any = page.window().findChild(Sheet, "scanSampleSheet")
    sheet.form.set_values(seed="1234567890", number=2)
    sheet.submit()
    assert sheet.banner.isVisible(), "dice have six sides"
    sheet.form.set_values(seed="35214 66123")
    sheet.submit()
    table = sheet.findChild(RecordTable, "scanSample")
    assert len(table.rows()) == 2
    sheet.form.set_values(wrong=1)
    sheet.submit()
    note = votes.vote_view(office, vote).note
    assert f"骰子种子3521466123，从{FEW}张中抽2张与纸票核对，1张不符" in note
    assert "1张不符" in page.take.audit_said.text()
    text = scan_audit.sample_text(votes.vote_view(office, vote), "3521466123", table.rows())
    assert text.count("第") >= 4
    for seed, number, wrong in (("1", 2, 0), ("3521466123", 2, 3), ("3521466123", 0, 0)):
        with pytest.raises(scanning.Refused):
            scan_audit.record_sample(office, vote, seed=seed, total=FEW, number=number, wrong=wrong)
    with pytest.raises(scanning.Refused):
        scan_audit.sample(page.scan, votes.vote_view(office, vote), "3521466123", FEW + 1)
    with pytest.raises(scanning.Refused, match="确认以前"):
        scan_audit.delete_images(office, vote)


def test_scans_without_greys_are_warned_of(
    page: ScanPage, made: tuple[Path, int, Pile], tmp_path: Path
) -> None:
    grey = cv2.imdecode(np.fromfile(made[2].files[1], np.uint8), cv2.IMREAD_GRAYSCALE)
    path = tmp_path / "黑白.png"
    cv2.imencode(".png", np.where(grey > 128, 255, 0).astype(np.uint8))[1].tofile(path)
    read(page, [path])
    assert pump(page.read.said.isVisible, 5)
    assert "铅笔" in page.read.said.text.text()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_500_ballots_of_twelve_are_scanned_ruled_certified_and_reported(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """票决: at most 10 of 12, office severity; see the module for the same walk with pictures."""
    office = open_office(tmp_path / "a.desk", "张秘书")
    vote = congress_vote(office, 500)
    pile = scan_pile(office, vote, tmp_path, 500, 77)
    meeting = votes.vote_view(office, vote).meeting_id
    window = MainWindow(
        office,
        settings=Settings(tmp_path / "settings.json"),
        meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
    )
    qtbot.addWidget(window)
    window.show()
    window.set_meeting(meeting)
    walk = Walk(window, vote, pile)
    page = walk.read()
    assert walk.told.longest_stall < 2.0, "the window goes on answering"
    assert page.scan is not None
    assert len(page.scan.ballots) == 500
    pump(lambda: not page.findChildren(Task), 20)
    walk.settle(page)
    walk.take()
    assert walk.certify(tmp_path)
    pump(lambda: not page.findChildren(Task), 20)
    # pencil that scans in black and white have lost; found by the second count
    assert walk.told.mended <= 30
    assert len(write(office, meeting, tmp_path, only=("tally",))) == 1
    window.close()
    office.desk.close()
