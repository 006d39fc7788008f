"""Printing chosen papers in one job, and the index of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from meetingdesk.actions import meetings, printing
from meetingdesk.panels.documents import printing as page_printing
from meetingdesk.panels.documents.page import DocumentsPanel
from meetingdesk.shell.printing import PrintChoice, printer_for
from meetingdesk.shell.widgets import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from meetingdesk.shell.window import MainWindow

PAGE = "documents"


@pytest.fixture
def office(sample_office: Office) -> Office:
    return sample_office


@pytest.fixture
def panel(show: Callable[[], MainWindow], sample_ids: Sample) -> DocumentsPanel:
    window = show()
    window.set_meeting(sample_ids.meeting_id)
    found = window.pages.current_panel()
    assert isinstance(found, DocumentsPanel)
    return found


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A printer that prints into a PDF file."""
    path = tmp_path / "printed.pdf"
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["一楼打印机"])

    def to_file(choice: PrintChoice, name: str) -> QPrinter:
        printer = printer_for(choice, name)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return printer

    monkeypatch.setattr(page_printing, "printer_for", to_file)
    return path


def choose(panel: DocumentsPanel, *kinds: str) -> list[str]:
    view = panel.papers.view
    view.clearSelection()
    titles = []
    for row, line in enumerate(panel.papers.rows()):
        if line.paper.reference.kind in kinds:
            view.selectionModel().select(
                view.model().index(row, 0),
                view.selectionModel().SelectionFlag.Select
                | view.selectionModel().SelectionFlag.Rows,
            )
            titles.append(line.paper.reference.title)
    return titles


def sheet(panel: DocumentsPanel) -> Sheet:
    (found,) = [s for s in panel.window().findChildren(Sheet, "printSheet") if s.isVisible()]
    return found


def print_now(panel: DocumentsPanel, qtbot: QtBot, **values: object) -> None:
    panel.print_paper()
    asked = sheet(panel)
    asked.form.set_values(**values)
    asked.ok.click()
    assert panel.printing is not None
    with qtbot.waitSignal(panel.printing.finished, timeout=20_000):
        pass


def test_two_papers_in_one_job_are_noted(
    panel: DocumentsPanel, office: Office, sample_ids: Sample, output: Path, qtbot: QtBot
) -> None:
    choose(panel, "notice", "agenda")
    print_now(panel, qtbot, copies=41)
    rows = printing.printed(office, sample_ids.meeting_id)
    assert [(r.kind_title, r.copies, r.printer, r.stale) for r in rows] == [
        ("议程", 41, "一楼打印机", False), ("会议通知", 41, "一楼打印机", False),
    ]  # fmt: skip
    pages = pypdf.PdfReader(output).pages
    assert len(pages) == sum(row.pages for row in rows)
    assert round(float(pages[0].mediabox.width)) == 595
    panel.tabs.setCurrentWidget(panel.printed)
    assert len(panel.printed.table.rows()) == 2


def test_on_both_sides_every_paper_begins_on_a_front(
    panel: DocumentsPanel, office: Office, sample_ids: Sample, output: Path, qtbot: QtBot
) -> None:
    choose(panel, "agenda", "sign_in")
    print_now(panel, qtbot, sides="both")
    rows = printing.printed(office, sample_ids.meeting_id)
    assert [row.kind_title for row in rows] == ["签到表", "议程"]
    agenda = rows[1].pages
    assert len(pypdf.PdfReader(output).pages) == agenda + agenda % 2 + rows[0].pages


def test_what_changed_after_printing_is_marked(
    panel: DocumentsPanel, office: Office, sample_ids: Sample, output: Path, qtbot: QtBot
) -> None:
    choose(panel, "notice")
    print_now(panel, qtbot)
    meetings.edit_meeting(office, sample_ids.meeting_id, place="第二会议室")
    assert [row.stale for row in printing.printed(office, sample_ids.meeting_id)] == [True]


def test_stopped_half_way_nothing_is_noted(
    panel: DocumentsPanel, office: Office, sample_ids: Sample, output: Path, qtbot: QtBot
) -> None:
    panel.print_everything()
    sheet(panel).ok.click()
    assert panel.printing is not None
    with qtbot.waitSignal(panel.printing.finished, timeout=20_000) as ended:
        panel.printing.cancel()
    assert ended.args == [False]
    assert printing.printed(office, sample_ids.meeting_id) == []


def test_without_a_printer_the_reason_is_said(
    panel: DocumentsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    panel.print_paper()
    assert "没有可用的打印机" in panel.preview.notice.text()
