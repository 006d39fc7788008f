"""The preview widget: pages in view, zoom, paging, printing and saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from meetingdesk.papers.model import A4_LANDSCAPE, Document, PageBreak, Role, para
from meetingdesk.papers.pdf import render_pdf
from meetingdesk.shell import theme
from meetingdesk.shell.preview import NO_PRINTER, PreviewColors, PreviewView
from meetingdesk.shell.preview_canvas import FULL_SIZE

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def paper(count: int, **look: object) -> Document:
    blocks: list[object] = []
    for number in range(1, count + 1):
        blocks += [para(Role.BODY, f"第{number}页正文。"), PageBreak()]
    return Document("test", "示例文稿", tuple(blocks[:-1]), **look)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> PreviewView:
    widget = PreviewView()
    qtbot.addWidget(widget)
    widget.resize(700, 800)
    widget.show()
    return widget


def test_pages_fit_the_width_and_stand_on_the_ground_colour(view: PreviewView) -> None:
    view.set_document(paper(2))
    room = view.canvas.viewport().width()
    assert view.canvas.scale == pytest.approx((room - 48) / 210)
    shot = view.canvas.viewport().grab().toImage()
    assert shot.pixelColor(4, 4) == QColor(PreviewColors().ground)
    assert shot.pixelColor(room // 2, 60) == QColor("white")
    assert shot.pixelColor(23, 200) == QColor(PreviewColors().line)
    dark = [
        1
        for x in range(30, room - 30, 2)
        for y in range(60, 500, 2)
        if shot.pixelColor(x, y).lightness() < 100
    ]
    assert dark  # the text is there


def test_the_ground_follows_the_theme(view: PreviewView) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply_theme(app, "dark")
    try:
        assert view.canvas.colors.ground == theme.current().ground != PreviewColors().ground
    finally:
        theme.apply_theme(app, "light")
    assert view.canvas.colors == PreviewColors(danger=theme.current().bad)


def test_a_sheet_lying_on_its_side_fits_a_narrow_card(view: PreviewView) -> None:
    view.resize(310, 500)
    view.set_document(paper(1, page=A4_LANDSCAPE))
    canvas = view.canvas
    assert canvas.horizontalScrollBar().maximum() == 0
    assert 297 * canvas.scale == pytest.approx(canvas.viewport().width() - 24)
    before = canvas.scale
    view.zoom_by(1 / 1.2)
    assert canvas.scale < before


def test_resizing_fits_again(view: PreviewView) -> None:
    view.set_document(paper(3))
    before = view.canvas.scale
    view.resize(1000, 800)
    QApplication.processEvents()
    assert view.canvas.scale > before


def test_the_label_follows_buttons_and_scrolling(view: PreviewView, qtbot: QtBot) -> None:
    view.set_document(paper(3))
    assert view.label.text() == "第 1 / 3 页"
    assert not view.previous.isEnabled()
    with qtbot.waitSignal(view.page_changed) as caught:
        qtbot.mouseClick(view.following, Qt.MouseButton.LeftButton)
    assert caught.args == [2, 3]
    QTest.keyClick(view.canvas, Qt.Key.Key_End)
    assert view.label.text() == "第 3 / 3 页"
    assert not view.following.isEnabled()
    QTest.keyClick(view.canvas, Qt.Key.Key_PageUp)
    assert view.label.text() == "第 2 / 3 页"


def test_ctrl_wheel_and_buttons_zoom(view: PreviewView, qtbot: QtBot) -> None:
    view.set_document(paper(1))
    before = view.canvas.scale
    place = QPointF(100, 100)
    event = QWheelEvent(
        place,
        view.canvas.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.canvas.viewport(), event)
    assert view.canvas.scale == pytest.approx(before * 1.2)
    assert view.canvas.horizontalScrollBar().maximum() > 0
    qtbot.mouseClick(view.smaller, Qt.MouseButton.LeftButton)
    assert view.canvas.scale == pytest.approx(before)
    qtbot.mouseClick(view.larger, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.fit, Qt.MouseButton.LeftButton)
    assert view.canvas.scale == pytest.approx(before)
    assert view.zoom_label.text() == f"{before / FULL_SIZE * 100:.0f}%"


def test_only_pages_in_view_are_drawn(view: PreviewView) -> None:
    view.set_document(paper(60))
    QApplication.processEvents()
    view.canvas.viewport().grab()
    assert len(view.pages) == 60
    assert view.canvas.kept_pages() == [0]
    for number in range(1, 61, 3):
        view.canvas.go_to(number)
        view.canvas.viewport().grab()
    assert len(view.canvas.kept_pages()) <= 10
    assert view.label.text() == "第 58 / 60 页"


def test_no_document_clears_the_view(view: PreviewView) -> None:
    view.set_document(paper(2))
    view.set_document(None)
    assert view.pages == []
    assert view.label.text() == "没有可显示的文稿"
    assert not view.print_()
    assert view.notice.text() == "没有可打印的文稿。"
    assert not view.save_pdf("nowhere.pdf")


def test_everything_has_an_accessible_name(view: PreviewView) -> None:
    view.set_document(paper(1))
    assert view.canvas.accessibleName() == "文稿预览：示例文稿"
    assert "第1页正文" in view.canvas.accessibleDescription()
    for button in view.findChildren(QPushButton):
        assert button.accessibleName()
        assert button.toolTip()


def test_without_a_printer_a_message_stands_above_the_pages(
    view: PreviewView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    view.set_document(paper(1))
    assert not view.print_()
    assert view.notice.isVisible()
    assert view.notice.text() == NO_PRINTER
    view.set_document(paper(2))
    assert not view.notice.isVisible()


def test_printing_gives_the_chosen_pages_at_true_size(view: PreviewView, tmp_path: Path) -> None:
    view.set_document(paper(5, page=A4_LANDSCAPE))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 4)
    assert view.print_on(printer)
    pages = PdfReader(tmp_path / "printed.pdf").pages
    assert len(pages) == 3
    assert float(pages[0].mediabox.width) == pytest.approx(297 * 72 / 25.4, abs=1)


def test_saving_writes_the_same_pdf_and_reports_failure(view: PreviewView, tmp_path: Path) -> None:
    document = paper(2)
    view.set_document(document)
    assert view.save_pdf(tmp_path / "文稿.pdf")
    assert (tmp_path / "文稿.pdf").read_bytes() == render_pdf(document)
    assert not view.save_pdf(tmp_path / "没有的文件夹" / "文稿.pdf")
    assert view.notice.isVisible()
    assert "没有保存" in view.notice.text()


def test_a_hidden_preview_keeps_no_pictures_and_draws_them_again(
    view: PreviewView, qtbot: QtBot
) -> None:
    view.set_document(paper(2))
    qtbot.waitUntil(lambda: bool(view.canvas.kept_pages()))
    view.hide()
    assert not view.canvas.kept_pages()
    view.show()
    qtbot.waitUntil(lambda: bool(view.canvas.kept_pages()))
