"""打印应急包 by one key, from the operator's page and from 首页, without a printer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meetingdesk.actions import attendance, ballots, recovery, votes
from meetingdesk.shell.printers import Correction, Printers
from tests.driving import Clerk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meetingdesk.actions.office import Office
    from meetingdesk.shell.survival import KitMaker
    from meetingdesk.shell.window import MainWindow

PAGE = "run"
NOW = dt.datetime(2026, 8, 18, 1, tzinfo=dt.UTC)


@pytest.fixture
def window(
    show: Callable[[], MainWindow], meeting: int, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    return show()


def kit_of(window: MainWindow, folder: Path) -> KitMaker:
    panel = window.pages.current_panel()
    assert panel is not None
    kit: KitMaker = panel.kit  # type: ignore[attr-defined]
    kit.folder = folder
    return kit


@pytest.mark.parametrize("page", ["run", "home"])
def test_one_key_writes_the_kit(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, page: str
) -> None:
    Clerk(window).page(page)
    kit = kit_of(window, tmp_path / "包")
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QApplication.processEvents()
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_P, shift)
    qtbot.waitUntil(lambda: kit.written is not None, timeout=5000)
    assert kit.written is not None
    assert "签到记录（断电用）" in PdfReader(kit.written).pages[1].extract_text()
    panel = window.pages.current_panel()
    assert panel is not None
    assert "存为" in panel.banner.text.text()


def test_typing_in_is_begun_and_ended_from_the_operator_s_page(
    window: MainWindow, office: Office, meeting: int
) -> None:
    attendance.open_roll(office, meeting)
    clerk = Clerk(window)
    clerk.header("断电补录")
    assert recovery.running(office, meeting) is not None
    assert clerk.text("rollFromPaper") == "断电补录中　已补录0人"
    clerk.pick("rollTable", lambda r: r.position == 1)
    clerk.key("rollTable", "1")
    assert clerk.text("rollFromPaper") == "断电补录中　已补录1人"
    clerk.page("run")
    assert clerk.text("runTold").startswith("断电补录中")
    clerk.header("补录完毕")
    clerk.page("meetings")
    assert clerk.text("rollFromPaper") == "1人断电后据纸质记录补录"
    assert recovery.running(office, meeting) is None


def test_with_a_printer_it_is_asked_for_and_gets_every_page(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = Clerk(window)
    kit = kit_of(window, tmp_path / "包")
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["文印室"])
    clerk.header("打印应急包")
    assert clerk.sheet("kitSheet").form.value("printer") == "文印室"
    clerk.sheet("kitSheet").reject()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))  # a printer that is a file
    kit.make(printer)
    qtbot.waitUntil(lambda: kit.written is not None, timeout=5000)
    assert kit.written is not None
    printed, written = PdfReader(tmp_path / "printed.pdf"), PdfReader(kit.written)
    assert len(printed.pages) == len(written.pages)
    assert "已送到打印机" in window.pages.current_panel().banner.text.text()  # type: ignore[union-attr]


def left_edge(file: Path, number: int) -> float:
    """Return where a page's ink begins, in mm from the left."""
    made = pypdfium2.PdfDocument(file)[number].render(scale=150 / 72, grayscale=True).to_numpy()
    dark = (made.reshape(made.shape[0], made.shape[1]) < 100).any(axis=0)
    return float(np.flatnonzero(dark)[0]) / 150 * 25.4


def test_ballots_in_a_kit_are_printed_against_the_printer_s_shift(
    window: MainWindow, office: Office, meeting: int, qtbot: QtBot, tmp_path: Path
) -> None:
    vote = votes.draft_vote(
        office, kind="测评", meeting_id=meeting, title="部门工作满意度测评",
        questions=[("市发展和改革委员会", "", {}), ("市财政局", "", {})],
    )  # fmt: skip
    kit = kit_of(window, tmp_path / "包")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    Printers()[printer.printerName()] = Correction(right=3.0)
    kit.make(printer)
    qtbot.waitUntil(lambda: kit.written is not None, timeout=9000)
    assert kit.written is not None
    title = ballots.print_file(office, vote).spec.title
    words = [page.extract_text() for page in PdfReader(kit.written).pages]
    sheets = [n for n, text in enumerate(words) if title in text]
    moved = [left_edge(tmp_path / "printed.pdf", n) - left_edge(kit.written, n) for n in sheets]
    assert moved
    assert moved == pytest.approx([3.0] * len(sheets), abs=0.3)
    # what is no ballot stays where the paper has it
    assert left_edge(tmp_path / "printed.pdf", 0) == pytest.approx(
        left_edge(kit.written, 0), abs=0.3
    )
