"""One print job of several papers at true size, each beginning on a new sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.page import paint_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meetingdesk.papers.placed import Page

NO_PRINTER = "本机没有可用的打印机，文稿没有打印。可先另存为PDF，或在系统中添加打印机后再试。"


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What the clerk chose: printer, copies of each paper, both sides or one."""

    printer: str
    copies: int = 1
    duplex: bool = False


def printer_for(choice: PrintChoice, name: str) -> QPrinter:
    """Return a printer set up for a job called ``name``; pages decide their own size."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPrinterName(choice.printer)
    made.setDocName(name)
    made.setFullPage(True)
    made.setCopyCount(choice.copies)
    made.setCollateCopies(True)
    both, one = QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexNone
    made.setDuplex(both if choice.duplex else one)
    return made


class PrintJob:
    """Papers put on one printer after the other; ``end`` sends them, ``abort`` nothing.

    With ``duplex`` a paper never begins on the back of the one before.

    Raises:
        Refused: by :meth:`add`, when the printer does not answer.
    """

    def __init__(self, printer: QPrinter, *, duplex: bool) -> None:
        self.printer, self.duplex = printer, duplex
        self.sides = 0
        self._painter = QPainter()

    def add(
        self,
        pages: Sequence[Page],
        paint: Callable[[QPainter, Page, float], None] = paint_page,
    ) -> None:
        """Put a paper's pages on the job, each drawn by ``paint``."""
        if self.duplex and self.sides % 2:
            self.printer.newPage()
            self.sides += 1
        for page in pages:
            self.printer.setPageLayout(sheet_of(page))
            if self._painter.isActive():
                self.printer.newPage()
            elif not self._painter.begin(self.printer):
                raise Refused(
                    "打印机没有响应，文稿没有打印。",
                    Problem("请检查打印机是否开机、有纸，再试一次。"),
                )
            paint(self._painter, page, self.printer.resolution() / 25.4)
            self.sides += 1

    def end(self) -> None:
        """Send the job."""
        if self._painter.isActive():
            self._painter.end()

    def abort(self) -> None:
        """Send nothing."""
        if self._painter.isActive():
            self.printer.abort()
            self._painter.end()


def sheet_of(page: Page) -> QPageLayout:
    """The page's own size, without margins; wide sheets are turned by the printer."""
    wide = page.width > page.height
    size = QPageSize(
        QSizeF(min(page.width, page.height), max(page.width, page.height)),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    turn = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, turn, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
