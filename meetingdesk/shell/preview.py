"""A paper shown inside the window as it will be printed, with no Office needed.

Pages are laid out once when a document is set and drawn only when they come into view; the same
drawing goes to the printer and into the PDF.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
    QPixmap,
    QShortcut,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.errors import Refused
from meetingdesk.papers.layout import Page, lay_out
from meetingdesk.papers.page import page_image, paint_page
from meetingdesk.papers.pdf import render_pdf

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from meetingdesk.papers.model import Document

#: Pixels per millimetre at 100 %.
FULL_SIZE = 96 / 25.4
SMALLEST, LARGEST = 0.25, 4.0
_STEP = 1.2
_MARGIN, _BETWEEN = 24, 18
_KEPT_PAGES = 10

NO_PRINTER = (
    "本机没有可用的打印机，文稿没有打印。可先另存为PDF，或在系统中添加打印机后再试。"
)


@dataclass(frozen=True, slots=True)
class PreviewColors:
    """Colours around the sheets; the sheets themselves are always white."""

    ground: str = "#F5F6F8"
    line: str = "#E3E7EC"
    soft: str = "#5B6470"
    danger: str = "#B3261E"


class PageCanvas(QAbstractScrollArea):
    """The sheets one below the other on the ground colour, scrolled and zoomed."""

    page_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, colors: PreviewColors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colors = colors
        self.pages: list[Page] = []
        self.fit_width = True
        self.scale = FULL_SIZE
        self.current = 1
        self._kept: OrderedDict[tuple[int, float, float], QPixmap] = OrderedDict()
        self._tops: list[int] = []
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # a bar that comes and goes would change the width the pages are fitted to
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("文稿预览")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def set_pages(self, pages: list[Page]) -> None:
        """Show ``pages`` from the first one; an empty list shows the bare ground."""
        self.pages = pages
        self._kept.clear()
        self.current = 1
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._describe()
        self.viewport().update()

    def set_colors(self, colors: PreviewColors) -> None:
        """Follow a change of theme."""
        self.colors = colors
        self.viewport().update()

    def zoom_to(self, factor: float | None) -> None:
        """Show at ``factor`` of full size, or fitted to the width for ``None``."""
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, self._height())
        self.fit_width = factor is None
        if factor is not None:
            self.scale = FULL_SIZE * min(LARGEST, max(SMALLEST, factor))
        self._arrange()
        bar.setValue(round(place * self._height()))
        self.viewport().update()
        self.zoomed.emit(self.scale / FULL_SIZE)

    def go_to(self, number: int) -> None:
        """Bring page ``number`` (from 1) to the top."""
        if self.pages:
            number = min(len(self.pages), max(1, number))
            self.verticalScrollBar().setValue(self._tops[number - 1] - _BETWEEN)

    def visible_pages(self) -> range:
        """Indexes (from 0) of the pages in view."""
        top = self.verticalScrollBar().value()
        foot = top + self.viewport().height()
        seen = [
            i
            for i, page in enumerate(self.pages)
            if self._tops[i] < foot and self._tops[i] + self._size(page).height() > top
        ]
        return range(seen[0], seen[-1] + 1) if seen else range(0)

    def kept_pages(self) -> list[int]:
        """Indexes of the pages that have been drawn and are kept."""
        return sorted({key[0] for key in self._kept})

    def _size(self, page: Page) -> QSize:
        return QSize(round(page.width * self.scale), round(page.height * self.scale))

    def _height(self) -> int:
        if not self.pages:
            return 0
        return self._tops[-1] + self._size(self.pages[-1]).height() + _MARGIN

    def _arrange(self) -> None:
        width = self.viewport().width()
        widest = max((page.width for page in self.pages), default=210.0)
        if self.fit_width:
            fitted = (width - 2 * _MARGIN) / widest
            self.scale = min(LARGEST * FULL_SIZE, max(SMALLEST * FULL_SIZE, fitted))
        self._tops, top = [], _MARGIN
        for page in self.pages:
            self._tops.append(top)
            top += self._size(page).height() + _BETWEEN
        height = self.viewport().height()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, self._height() - height))
        down.setPageStep(max(1, height))
        down.setSingleStep(48)
        across.setRange(0, max(0, round(widest * self.scale) + 2 * _MARGIN - width))
        across.setPageStep(max(1, width))

    def _left(self, page: Page) -> int:
        spare = self.viewport().width() - self._size(page).width()
        if self.horizontalScrollBar().maximum() == 0:
            return max(0, spare // 2)
        widest = max(self._size(one).width() for one in self.pages)
        inset = (widest - self._size(page).width()) // 2
        return _MARGIN + inset - self.horizontalScrollBar().value()

    def _pixmap(self, index: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (index, self.scale, ratio)
        found = self._kept.get(key)
        if found is None:
            found = QPixmap.fromImage(page_image(self.pages[index], self.scale * ratio))
            found.setDevicePixelRatio(ratio)
            self._kept[key] = found
            while len(self._kept) > max(_KEPT_PAGES, len(self.visible_pages())):
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        number = sum(1 for top in self._tops if top <= middle) or 1
        if self.verticalScrollBar().value() == 0:
            number = 1
        if number != self.current:
            self.current = number
            self._describe()
            self.page_changed.emit(number)

    def _describe(self) -> None:
        text = self.pages[self.current - 1].text if self.pages else ""
        self.setAccessibleDescription(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the pages in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self.colors.ground))
        scrolled = self.verticalScrollBar().value()
        for index in self.visible_pages():
            page = self.pages[index]
            place = QPoint(self._left(page), self._tops[index] - scrolled)
            painter.drawPixmap(place, self._pixmap(index))
            painter.setPen(QPen(QColor(self.colors.line), 1))
            painter.drawRect(QRect(place, self._size(page)).adjusted(-1, -1, 0, 0))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages again, staying at the same place."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, self._height())
        before = self.scale
        self._arrange()
        if self.scale != before:
            bar.setValue(round(place * self._height()))
            self.zoomed.emit(self.scale / FULL_SIZE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel zooms, the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom_to(self.scale / FULL_SIZE * _STEP**steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page up and down turn pages, Home and End go to the ends."""
        turns = {
            Qt.Key.Key_PageDown: self.current + 1,
            Qt.Key.Key_PageUp: self.current - 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: len(self.pages),
        }
        number = turns.get(Qt.Key(event.key()))
        if number is None:
            super().keyPressEvent(event)
        else:
            self.go_to(number)


class PreviewView(QWidget):
    """A document's pages with zoom, page turning, printing and saving as PDF.

    ``page_changed`` gives the page in view and the number of pages.
    """

    page_changed = Signal(int, int)

    def __init__(
        self, parent: QWidget | None = None, *, colors: PreviewColors | None = None
    ) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.colors = colors or PreviewColors()
        self.setAccessibleName("文稿预览")
        self.canvas = PageCanvas(self.colors)
        self.label = QLabel()
        self.label.setAccessibleName("页码")
        self.zoom_label = QLabel()
        self.zoom_label.setAccessibleName("显示比例")
        self.notice = QLabel()
        self.notice.setWordWrap(True)
        self.notice.setAccessibleName("提示")
        self.notice.hide()
        self.previous = self._button("上一页", "PgUp", lambda: self._turn(-1))
        self.following = self._button("下一页", "PgDown", lambda: self._turn(1))
        self.smaller = self._button("缩小", "Ctrl+-", lambda: self.zoom_by(1 / _STEP))
        self.larger = self._button("放大", "Ctrl++", lambda: self.zoom_by(_STEP))
        self.fit = self._button("适合宽度", "Ctrl+0", self.fit_width)
        self._build()
        self.canvas.page_changed.connect(self._show_place)
        self.canvas.zoomed.connect(self._show_place)
        self.set_colors(self.colors)
        self._show_place()

    def _button(self, text: str, keys: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setToolTip(f"{text}（{keys}）")
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 8)
        bar.setSpacing(8)
        for widget in (self.previous, self.label, self.following):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self.smaller, self.zoom_label, self.larger, self.fit):
            bar.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.notice)
        whole.addWidget(self.canvas, 1)
        for keys, factor in (("Ctrl+=", _STEP), ("Ctrl++", _STEP), ("Ctrl+-", 1 / _STEP)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=factor: self.zoom_by(by))
        shortcut = QShortcut(QKeySequence("Ctrl+0"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.fit_width)

    def set_colors(self, colors: PreviewColors) -> None:
        """Follow a change of theme."""
        self.colors = colors
        self.canvas.set_colors(colors)
        self.label.setStyleSheet(f"color: {colors.soft}")
        self.zoom_label.setStyleSheet(f"color: {colors.soft}")
        self.notice.setStyleSheet(f"color: {colors.danger}; padding: 0 0 8px 0")

    def set_document(self, document: Document | None) -> None:
        """Show ``document`` from its first page; ``None`` clears the view."""
        self.tell("")
        self.document = document
        try:
            pages = lay_out(document) if document is not None else []
        except Refused as error:
            pages = []
            self.tell(error.message)
        self.canvas.set_pages(pages)
        title = document.title if document is not None else ""
        self.canvas.setAccessibleName(f"文稿预览：{title}" if title else "文稿预览")
        self._show_place()

    @property
    def pages(self) -> list[Page]:
        """The pages shown."""
        return self.canvas.pages

    def tell(self, message: str) -> None:
        """Show a message above the pages; an empty one takes it away."""
        self.notice.setText(message)
        self.notice.setVisible(bool(message))

    def zoom_by(self, factor: float) -> None:
        """Zoom in (factor above 1) or out."""
        self.canvas.zoom_to(self.canvas.scale / FULL_SIZE * factor)

    def fit_width(self) -> None:
        """Let the sheets fill the width again."""
        self.canvas.zoom_to(None)

    def _turn(self, by: int) -> None:
        self.canvas.go_to(self.canvas.current + by)

    def _show_place(self, *_: object) -> None:
        count = len(self.pages)
        now = self.canvas.current if count else 0
        self.label.setText(f"第 {now} / {count} 页" if count else "没有可显示的文稿")
        self.zoom_label.setText(f"{self.canvas.scale / FULL_SIZE * 100:.0f}%")
        self.previous.setEnabled(now > 1)
        self.following.setEnabled(now < count)
        for button in (self.smaller, self.larger, self.fit):
            button.setEnabled(bool(count))
        self.page_changed.emit(now, count)

    def print_(self) -> bool:
        """Ask for a printer and print; ``False`` when nothing was printed."""
        if not self.pages:
            self.tell("没有可打印的文稿。")
            return False
        if not QPrinterInfo.availablePrinterNames():
            self.tell(NO_PRINTER)
            return False
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, len(self.pages))
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return False
        return self.print_on(printer)

    def print_on(self, printer: QPrinter) -> bool:
        """Print at true size on ``printer``, the pages it asks for; ``False`` if it refuses."""
        first = printer.fromPage() or 1
        last = printer.toPage() or len(self.pages)
        chosen = self.pages[first - 1 : last]
        if not chosen:
            self.tell("没有可打印的文稿。")
            return False
        printer.setDocName(self.document.title if self.document else "")
        printer.setFullPage(True)
        printer.setPageLayout(_sheet(chosen[0]))
        painter = QPainter()
        if not painter.begin(printer):
            self.tell("打印机没有响应，文稿没有打印。请检查打印机后再试。")
            return False
        for number, page in enumerate(chosen):
            if number:
                printer.setPageLayout(_sheet(page))
                printer.newPage()
            paint_page(painter, page, printer.resolution() / 25.4)
        painter.end()
        self.tell("")
        return True

    def save_pdf(self, path: str | Path) -> bool:
        """Write the document as PDF; ``False``, with a message shown, when that failed."""
        if self.document is None:
            self.tell("没有可保存的文稿。")
            return False
        target = Path(path)
        try:
            made = render_pdf(self.document)
            target.write_bytes(made)
        except Refused as error:
            self.tell(error.message)
            return False
        except OSError as error:
            self.tell(
                f"“{target.name}”没有保存：{error.strerror or error}。"
                "文稿不受影响，请换一个文件夹再保存。"
            )
            return False
        self.tell("")
        return True


def _sheet(page: Page) -> QPageLayout:
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
