"""票样与台账 in the window: the sheet as it prints, print runs, the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QPushButton, QTabWidget

from meetingdesk.actions import ballotledger, ballots, votes
from meetingdesk.panels.votes.ballots import BallotsPage
from meetingdesk.shell.printers import Correction, Printers
from meetingdesk.shell.widgets import RecordTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.window import MainWindow

PAGE = "votes"


@pytest.fixture
def vote_id(office: Office, meeting: int) -> int:
    return votes.draft_vote(
        office,
        kind="任免",
        meeting_id=meeting,
        title="人事任免事项的表决",
        questions=[
            ("张三", "任命为示例市教育局局长", {}),
            ("买买提·吐尔逊江", "免去示例市中级人民法院审判员职务", {}),
        ],
    )


@pytest.fixture
def page(
    show: Callable[[], MainWindow], office: Office, meeting: int, vote_id: int, tmp_path: Path
) -> BallotsPage:
    window = show()
    window.set_meeting(meeting)
    window.open_panel("votes", vote_id=vote_id)
    found(window, QPushButton, "votesBallots").click()
    made: BallotsPage = window.findChild(BallotsPage)
    made.printers = Printers(tmp_path / "printers.json")
    assert made.isVisible()
    return made


def found(inside: Any, kind: type[Any], name: str) -> Any:
    widget = inside.findChild(kind, name)
    assert widget is not None, name
    return widget


def put(page: BallotsPage, key: str, value: Any) -> None:
    form = page.choices if key in page.choices.fields else page.run
    form.set_values(**{key: value})
    page.preview()


def sheet_of(page: BallotsPage, name: str) -> Sheet:
    return found(page.window(), Sheet, name)


def test_the_ballot_is_seen_as_it_prints(page: BallotsPage) -> None:
    assert page.form is not None
    assert "买买提·吐尔逊江" in page.view.pages[0].text
    assert (page.view.pages[0].width, len(page.view.pages)) == (210.0, 1)
    put(page, "paper", "A4拼两张A5")
    sheet = page.view.pages[0]
    assert (sheet.width, sheet.height) == (297.0, 210.0)
    assert sheet.text.count("买买提·吐尔逊江") == 2
    put(page, "signs", True)
    assert len(page.form.layout.boxes) == 2
    put(page, "organ", "")
    assert page.form.seal is None
    picture = page.view.canvas.draw(page.view.pages[0], 2.0)
    mark = page.form.layout.anchors[0].rect
    assert picture.pixelColor(round(2 * mark.x) + 1, round(2 * mark.y) + 1).lightness() < 40


def test_a_change_of_choice_shows_after_a_moment(page: BallotsPage, qtbot: QtBot) -> None:
    page.choices.set_values(paper="A5")
    page.choices.changed.emit("paper")
    qtbot.waitUntil(lambda: page.view.pages[0].width == 148.0, timeout=3000)


def test_a_pdf_for_the_print_shop_is_a_print_run(
    page: BallotsPage, office: Office, vote_id: int, tmp_path: Path
) -> None:
    page.run.set_values(copies=0)
    assert not page.save_to(tmp_path / "票.pdf")
    assert page.run.fields["copies"].error
    page.run.set_values(copies=5, spare=1)
    assert page.save_to(tmp_path / "票.pdf")
    assert len(PdfReader(tmp_path / "票.pdf").pages) == 6
    form = ballots.forms_of(office, vote_id)[0]
    assert (form.locked, form.printed, form.spare) == (True, 6, 1)
    assert "已印6张（备用1），已锁定" in page.state.text()
    votes.edit_question(office, votes.vote_view(office, vote_id).questions[0].id, text="李四")
    assert "须出新版" in page.state.text()
    assert not page.save_to(tmp_path / "没有" / "票.pdf")
    assert "没有保存" in page.view.notice.text()


def test_printing_at_true_size_with_the_printer_s_correction(
    page: BallotsPage, office: Office, vote_id: int, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    page.printers[printer.printerName()] = Correction(right=1.0)
    page.run.set_values(copies=2, spare=1)
    assert page.print_on(printer)
    pages = PdfReader(tmp_path / "out.pdf").pages
    assert len(pages) == 3
    assert abs(float(pages[0].mediabox.width) / 72 * 25.4 - 210) < 0.3
    assert ballotledger.ledger_of(office, vote_id).ledger.printed == 3


def test_the_correction_shown_is_that_of_the_printer_chosen(
    page: BallotsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["甲机", "乙机"])
    page.printers["乙机"] = Correction(right=1.5, ruler=49.5)
    found(page, QPushButton, "votesBallotCorrect").click()
    sheet = sheet_of(page, "votesPrinterSheet")
    assert (sheet.form.value("ruler"), sheet.form.value("right")) == ("50", "0")
    sheet.form.fields["printer"].control.setCurrentIndex(1)
    assert (sheet.form.value("ruler"), sheet.form.value("right")) == ("49.5", "1.5")
    sheet.form.set_values(down="-0.5")
    sheet.submit()
    assert page.printers["乙机"] == Correction(right=1.5, down=-0.5, ruler=49.5)
    assert page.printers["甲机"] == Correction()


def test_the_ledger_is_kept_in_the_window(page: BallotsPage, office: Office, vote_id: int) -> None:
    ballots.prepare_form(office, vote_id)
    ballots.print_form(office, vote_id, copies=40, spare=4)
    found(page, QTabWidget, "votesBallotTabs").setCurrentIndex(1)
    table: RecordTable = found(page, RecordTable, "votesLedger")
    assert [row.kind for row in table.rows()] == ["印制"]
    found(page, QPushButton, "votesLedgerAdd").click()
    sheet = sheet_of(page, "votesLedgerSheet")
    sheet.form.set_values(kind="发出", sheets=45, place="第1排")
    sheet.submit()
    assert "只余44张" in sheet.banner.text.text()
    sheet.form.set_values(sheets=40)
    sheet.submit()
    assert [(row.kind, row.place) for row in table.rows()][1:] == [("发出", "第1排")]
    assert "台账相符后" in page.ledger.note.text()
    remove = found(page, QPushButton, "votesLedgerRemove")
    table.view.selectionModel().clear()
    assert not remove.isEnabled()
    table.select_id(table.rows()[1].id)
    remove.click()
    assert len(table.rows()) == 1
    office.undo()
    assert len(table.rows()) == 2
    found(page, QPushButton, "votesLedgerRegister").click()
    assert votes.vote_view(office, vote_id).issued is None  # not open yet: refused with words


def test_the_printer_s_ruler_is_judged(page: BallotsPage) -> None:
    found(page, QPushButton, "votesBallotCorrect").click()
    sheet = sheet_of(page, "votesPrinterSheet")
    sheet.form.set_values(ruler="五十")
    sheet.submit()
    assert sheet.isVisible()
    sheet.form.set_values(ruler="48", right="1.5", down="-0.5")
    name = sheet.form.value("printer")
    sheet.submit()
    kept = Printers(page.printers.path)[name]
    assert (kept.right, kept.down, kept.scale) == (1.5, -0.5, 0.96)
    assert kept.words[1] == "warn"


@pytest.mark.parametrize(
    ("ruler", "kind"), [(50.0, "ok"), (49.5, "ok"), (49.0, "warn"), (47.5, "bad"), (52.5, "bad")]
)
def test_scales_are_judged_as_the_reader_does(ruler: float, kind: str) -> None:
    assert Correction(ruler=ruler).words[1] == kind


def test_a_damaged_file_of_printers_gives_no_correction(tmp_path: Path) -> None:
    path = tmp_path / "printers.json"
    path.write_text('{"甲": {"right": "x"}, "乙": 3}', encoding="utf-8")
    printers = Printers(path)
    assert printers["甲"] == printers["乙"] == printers["丙"] == Correction()
    path.write_text("[", encoding="utf-8")
    assert Printers(path)["甲"] == Correction()


def test_leaving_the_papers_brings_the_vote_back(page: BallotsPage) -> None:
    turn = found(page.window(), QPushButton, "votesBallots")
    assert turn.text() == "返回表决"
    turn.click()
    assert not page.isVisible()
    assert turn.text() == "票样与台账"
