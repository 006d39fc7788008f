"""A scanned picture with boxes outlined: what the reader took for marked, what it doubts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meetingdesk.actions.scan_pages import Box

#: outlines: as read, in doubt, and the row asked about
READ, DOUBT = "read", "doubt"
_GROW = 1.18


class Picture(QWidget):
    """Shows one picture as large as there is room, with outlines."""

    def __init__(self, name: str, *, largest: float = 3.0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 60)
        self._image = QImage()
        self._outlines: list[tuple[Box, str]] = []
        self._words = ""
        self._largest = largest

    def sizeHint(self) -> QSize:
        """Return the size at which a pixel is a pixel."""
        return (
            self._image.size().boundedTo(QSize(900, 900)) if self.has_picture else QSize(400, 200)
        )

    def height_at(self, width: int) -> int:
        """Return how high the picture stands in ``width`` pixels, 0 without one."""
        if not self.has_picture or width <= 0:
            return 0
        fit = min(width / self._image.width(), self._largest)
        return math.ceil(self._image.height() * fit)

    @property
    def has_picture(self) -> bool:
        """Whether there is something to see."""
        return not self._image.isNull()

    @property
    def outlines(self) -> list[tuple[Box, str]]:
        """What is outlined, in pixels of the picture."""
        return list(self._outlines)

    def show_picture(
        self,
        png: bytes | None,
        outlines: Iterable[tuple[Box, str]] = (),
        *,
        part: Box | None = None,
        words: str = "",
    ) -> None:
        """Show a PNG, or ``words`` where there is none; ``part`` is all that is kept of it."""
        self._image = QImage.fromData(png) if png else QImage()
        self._outlines = list(outlines)
        self._words = words
        if part is not None and self.has_picture:
            kept = QRect(*part).intersected(self._image.rect())
            self._image = self._image.copy(kept)
            left, top = kept.x(), kept.y()
            self._outlines = [
                ((x - left, y - top, w, h), kind) for (x, y, w, h), kind in self._outlines
            ]
        inside = self._image.rect()
        self._outlines = [o for o in self._outlines if inside.contains(QRect(*o[0]))]
        self.update()

    def paintEvent(self, _event: object) -> None:
        """Paint picture and outlines."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if not self.has_picture:
            painter.setPen(QColor(look.soft))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        size = self._image.size()
        fit = min(self.width() / size.width(), self.height() / size.height(), self._largest)
        width, height = size.width() * fit, size.height() * fit
        place = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(look.line_strong), 1))
        painter.drawRect(place)
        colours = {READ: QColor("#1F5FA8"), DOUBT: QColor("#B3261E")}
        for (x, y, w, h), kind in self._outlines:
            more_w, more_h = w * (_GROW - 1), h * (_GROW - 1)
            box = QRectF(x - more_w, y - more_h, w + 2 * more_w, h + 2 * more_h)
            shown = QRectF(
                place.x() + box.x() * fit, place.y() + box.y() * fit,
                box.width() * fit, box.height() * fit,
            )  # fmt: skip
            line = Qt.PenStyle.SolidLine if kind == READ else Qt.PenStyle.DashLine
            painter.setPen(QPen(colours[kind], 2.2, line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shown, 3, 3)


def outlines_of(
    boxes: Mapping[str, Box], reading: Iterable[str], doubtful: Iterable[str]
) -> list[tuple[Box, str]]:
    """Return outlines for the boxes read as marked and those in doubt."""
    asked = set(doubtful)
    places = [boxes[b] for b in asked if b in boxes]
    read = [(boxes[b], READ) for b in reading if b in boxes and boxes[b] not in places]
    return [*read, *((boxes[b], DOUBT) for b in asked if b in boxes)]
