"""Sheets of paper on a scrolling ground: the part of the preview that draws.

Only pages in view are drawn; the last few drawn are kept as pixmaps.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from meetingdesk.papers.page import page_image

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from meetingdesk.papers.placed import Page

#: Pixels per millimetre at 100 %.
FULL_SIZE = 96 / 25.4
#: Smallest and largest scale; a sheet lying on its side fits a narrow card at a fifth of its size.
SMALLEST, LARGEST = 0.1, 4.0
#: One step of zooming.
ZOOM_STEP = 1.2
_MARGIN, _BETWEEN = 24, 18
#: Ground beside the sheets where there is little room, and the width in pixels below which that is
_NARROW_MARGIN, _NARROW = 12, 420
_KEPT_PAGES = 10


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
        #: how a page becomes a picture; ballots have marks of their own
        self.draw: Callable[[Page, float], QImage] = page_image
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

    @property
    def _beside(self) -> int:
        return _MARGIN if self.viewport().width() >= _NARROW else _NARROW_MARGIN

    def _height(self) -> int:
        if not self.pages:
            return 0
        return self._tops[-1] + self._size(self.pages[-1]).height() + _MARGIN

    def _arrange(self) -> None:
        width = self.viewport().width()
        widest = max((page.width for page in self.pages), default=210.0)
        if self.fit_width:
            fitted = (width - 2 * self._beside) / widest
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
        across.setRange(0, max(0, round(widest * self.scale) + 2 * self._beside - width))
        across.setPageStep(max(1, width))

    def _left(self, page: Page) -> int:
        spare = self.viewport().width() - self._size(page).width()
        if self.horizontalScrollBar().maximum() == 0:
            return max(0, spare // 2)
        widest = max(self._size(one).width() for one in self.pages)
        inset = (widest - self._size(page).width()) // 2
        return self._beside + inset - self.horizontalScrollBar().value()

    def _pixmap(self, index: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (index, self.scale, ratio)
        found = self._kept.get(key)
        if found is None:
            found = QPixmap.fromImage(self.draw(self.pages[index], self.scale * ratio))
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

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no pictures of pages nobody looks at: they are soon drawn again."""
        super().hideEvent(event)
        self._kept.clear()

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
            self.zoom_to(self.scale / FULL_SIZE * ZOOM_STEP**steps)
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
