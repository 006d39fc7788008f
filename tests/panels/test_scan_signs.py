"""One box for ○ and × before each name, in the real window: read, ruled by keys, taken, counted."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from meetingdesk.actions import counting, votes
from meetingdesk.actions.office import open_office
from meetingdesk.actions.scan_asking import NAME, ROW, SHEET
from meetingdesk.errors import Refused
from meetingdesk.shell.widgets import Sheet, Task
from tests.actions.test_scan_signs import begun, maker_of, scanned
from tests.panels.scanwalk import click, open_scans, pump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.panels.votes.scanning import ScanPage
    from meetingdesk.shell.window import MainWindow

PAGE = "votes"
#: a plain ballot, one that chooses three of two, one with a √, one with a written name
BALLOTS = ("oox--", "ooox-", "oxvx-", "ox-xx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> tuple[Path, int, list[Path]]:
    """A desk with a one-box election of two of five, four ballots scanned."""
    folder = tmp_path_factory.mktemp("signs")
    office = open_office(folder / "made.desk", "张秘书")
    vote = begun(office, ["张三", "李四", "王五", "孙七", "周八"], 2, len(BALLOTS))
    maker = maker_of(office, vote)
    files = [
        scanned(maker, folder, number, signs, name=number == len(BALLOTS))
        for number, signs in enumerate(BALLOTS, 1)
    ]
    office.desk.close()
    return folder / "made.desk", vote, files


@pytest.fixture
def office(made: tuple[Path, int, list[Path]], tmp_path: Path) -> Any:
    shutil.copyfile(made[0], tmp_path / "a.desk")
    opened = open_office(tmp_path / "a.desk", "张秘书")
    yield opened
    opened.desk.close()


@pytest.fixture
def page(
    show: Callable[[], MainWindow], office: Office, made: tuple[Path, int, list[Path]]
) -> ScanPage:
    window = show()
    window.set_meeting(votes.vote_view(office, made[1]).meeting_id)
    return open_scans(window, made[1])


@pytest.mark.slow
def test_a_sign_that_is_another_is_picked_out_and_ruled(
    page: ScanPage, made: tuple[Path, int, list[Path]]
) -> None:
    _, _, files = made
    page.add_files(files[:1])
    assert pump(lambda: not page.run.running, 60)
    pump(lambda: not page.findChildren(Task), 5)
    assert page.scan is not None
    page.go_to(2)
    QTest.keyClick(page.blank, Qt.Key.Key_Return)
    (cross,) = page.blank.shown
    assert page.blank.tiles[0].accessibleName() == "读作×的一行"
    with pytest.raises(Refused, match="1个符号没有核对"):
        page.scan.patterns()
    QTest.keyClick(page.blank, Qt.Key.Key_Space)
    QTest.keyClick(page.blank, Qt.Key.Key_Return)
    assert page.scan.open == []
    page.go_to(1)
    view = page.rule
    assert view.ask is not None
    assert (view.ask.kind, view.title.text()) == (ROW, "王五")
    assert view.why.text() == "读作“×”，核对时挑出"
    assert view.crop.has_picture
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.ask is not None, "who picked it out has said that it is not what was read"
    QTest.keyClick(view, Qt.Key.Key_1)
    assert page.scan.decisions[cross.number].marks == ("q3.赞成",)
    # with a third chosen the ballot is over the two seats: that is put to a person now
    assert view.ask is not None
    assert view.ask.kind == SHEET
    assert "多于应选的2个" in view.why.text()


@pytest.mark.slow
def test_a_one_box_election_from_scans_to_a_count(
    page: ScanPage, office: Office, made: tuple[Path, int, list[Path]]
) -> None:
    _, vote, files = made
    page.add_files(files)
    assert pump(lambda: not page.run.running, 60)
    pump(lambda: not page.findChildren(Task), 5)
    page.go_to(1)
    view = page.rule
    assert view.ask is not None
    assert (view.ask.kind, view.why.text()) == (SHEET, "“赞成”多于应选的2个，依规则全票无效")
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.ask.kind == ROW
    assert view.title.text() == "王五"
    assert "符号" in view.why.text()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.ask.kind == ROW, "what is not read is never accepted by a key"
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.ask.kind == NAME
    view.name.setText("赵六")
    QTest.keyClick(view.name, Qt.Key.Key_Return)
    assert view.ask is None
    page.go_to(2)
    assert len(page.blank.shown) == 8
    QTest.keyClick(page.blank, Qt.Key.Key_Return)
    # the crosses once more, all together and small
    assert page.steps[2].text().startswith("3　空白行和符号　")
    assert page.blank.count.text().startswith("读作×（反对）　还有 7 个")
    assert {doubt.sign for doubt in page.blank.shown} == {"×"}
    assert page.blank.confirm.text() == "其余确认是×　回车"
    while page.blank.shown:
        QTest.keyClick(page.blank, Qt.Key.Key_Return)
    page.go_to(3)
    click(page, "scanTake")
    (count,) = votes.vote_view(office, vote).counts
    assert count.state == "完成"
    counted = counting.count_view(office, count.id)
    assert (counted.entered, counted.spoilt) == (4, 1)
    sums = {q.key: {k: n for k, n in q.counts.items() if n} for q in counted.sums}
    assert sums["q1"] == {"赞成": 3}
    assert sums["q2"] == {"赞成": 1, "反对": 2}
    assert sums["q3"] == {"赞成": 1, "反对": 1}
    # by hand somebody saw a third ○ on the first ballot; the picture is looked at
    second = counting.start_count(office, vote, 2, "李秀英")
    assert page.scan is not None
    for ballot, sheet in page.scan.ruled({}):
        more = {"q4": ("赞成",)} if ballot == 0 else {}
        counting.record_ballot(office, second, {**dict(sheet), **more})
    counting.finish_count(office, second)
    page.show_vote(votes.vote_view(office, vote))
    click(page, "scanStepLook")
    look = page.look
    at = look.question.findData("q4")
    look.question.setCurrentIndex(at)
    look.question.activated.emit(at)
    look.move_to(next(n for n, shown in enumerate(look.shown) if shown.ballot == 0))
    QTest.keyClick(look, Qt.Key.Key_1)
    click(page, "scanMend")
    asked = page.window().findChild(Sheet, "scanMendSheet")
    assert asked is not None
    told = " ".join(one.text() for one in asked.findChildren(QLabel))
    assert "1张票更正后，“赞成”多于应选的2个，依规则全票无效" in told
    assert not counting.compare_counts(office, vote).agrees
    asked.submit()
    assert counting.compare_counts(office, vote).agrees
    assert [counting.count_view(office, c).spoilt for c in (count.id, second)] == [2, 2]
