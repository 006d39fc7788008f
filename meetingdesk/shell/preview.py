"""A paper shown inside the window as it will be printed, with no Office needed.

Pages are laid out once when a document is set and drawn only when they come into view; the same
drawing goes to the printer and into the PDF.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from meetingdesk.errors import Refused
from meetingdesk.papers.layout import lay_out
from meetingdesk.shell import keys, theme
from meetingdesk.shell.preview_canvas import FULL_SIZE, ZOOM_STEP, PageCanvas, PreviewColors
from meetingdesk.shell.printing import NO_PRINTER, PrintJob, sheet_of

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent

    from meetingdesk.papers.model import Document
    from meetingdesk.papers.placed import Page

__all__ = ["NO_PRINTER", "PreviewColors", "PreviewView", "sheet_of"]


class PreviewView(QWidget):
    """A document's pages with zoom, page turning, printing and saving as PDF.

    ``page_changed`` gives the page in view and the number of pages.
    """

    page_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.colors = _worn()
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
        self.previous = self._button("上一页", lambda: self._turn(-1))
        self.following = self._button("下一页", lambda: self._turn(1))
        self.smaller = self._button("缩小", lambda: self.zoom_by(1 / ZOOM_STEP))
        self.larger = self._button("放大", lambda: self.zoom_by(ZOOM_STEP))
        self.fit = self._button("适合宽度", self.fit_width)
        self._build()
        self.canvas.page_changed.connect(self._show_place)
        self.canvas.zoomed.connect(self._show_place)
        self._wear()
        self._show_place()

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _build(self) -> None:
        self._bar = QWidget()
        self._bar.setAccessibleName("翻页和缩放")
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bar = QHBoxLayout(self._bar)
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
        whole.addWidget(self._bar)
        whole.addWidget(self.notice)
        whole.addWidget(self.canvas, 1)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.listen(self, "preview.larger", lambda: self.zoom_by(ZOOM_STEP), here)
        keys.listen(self, "preview.smaller", lambda: self.zoom_by(1 / ZOOM_STEP), here)
        keys.listen(self, "preview.fit", self.fit_width, here)
        # the same key without Shift, as on most keyboards ＋ stands above =
        unshifted = QShortcut(QKeySequence("Ctrl+="), self)
        unshifted.setContext(here)
        unshifted.activated.connect(lambda: self.zoom_by(ZOOM_STEP))
        keys.follow(self._tell_keys)
        self._tell_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room; its keys do the same."""
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        room = self.width() + 8
        for together in (
            (self.previous, self.following), (self.label,), (self.smaller, self.larger),
            (self.fit,), (self.zoom_label,),
        ):  # fmt: skip
            room -= sum(made.sizeHint().width() + 8 for made in together)
            for made in together:
                made.setVisible(room >= 0)

    def _tell_keys(self) -> None:
        """Say in the tips which keys turn and zoom."""
        for made, words in (
            (self.previous, "PgUp"), (self.following, "PgDown"),
            (self.smaller, keys.shown("preview.smaller")),
            (self.larger, keys.shown("preview.larger")), (self.fit, keys.shown("preview.fit")),
        ):  # fmt: skip
            made.setToolTip(f"{made.text()}（{words}）" if words else made.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme; a style change is told of at every change of parent, too."""
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and "notice" in vars(self):
            colors = _worn()
            if colors != self.colors:
                self.colors = colors
                self._wear()

    def _wear(self) -> None:
        colors = self.colors
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
        self.set_pages(pages, document.title if document is not None else "")

    def set_pages(self, pages: list[Page], title: str) -> None:
        """Show pages already laid out, from the first one."""
        self.canvas.set_pages(pages)
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
        self._fit_bar()
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
        job = PrintJob(printer, duplex=False)
        try:
            job.add(chosen)
        except Refused as error:
            self.tell(f"{error.message}请检查打印机后再试。")
            return False
        job.end()
        self.tell("")
        return True

    def save_pdf(self, path: str | Path) -> bool:
        """Write the document as PDF; ``False``, with a message shown, when that failed."""
        if self.document is None:
            self.tell("没有可保存的文稿。")
            return False
        from meetingdesk.papers.pdf import render_pdf

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


def _worn() -> PreviewColors:
    """Return the ground of the sheets in the theme worn now."""
    look = theme.current()
    return PreviewColors(look.ground, look.line, look.soft, look.bad)
