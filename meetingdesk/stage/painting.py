"""Paint a scene for the back row: four things at most, nothing under 30 px at 1080 lines.

Everything is laid out on a canvas 1920 wide and as high as the screen's shape asks for, then
scaled: the same at 1024×768 and 3840×2160. One function paints the projector, the operator's
preview and the pictures of the tests.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
)

from meetingdesk.actions.staging import BAD, GOOD
from meetingdesk.papers.titles import break_title
from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.staging import Scene

WIDTH = 1920.0
#: nothing smaller, in canvas units, which are pixels at 1080 lines
SMALLEST = 30

_TOP, _BOTTOM = QColor("#8C1B17"), QColor("#6B100D")
_GOLD, _PALE, _WHITE = QColor("#FFD666"), QColor("#FBE7B5"), QColor("#FFFFFF")
_SOFT, _RULE, _TILE = QColor("#F3D9D3"), QColor("#D9A441"), QColor(255, 255, 255, 26)
_BAD = QColor("#FFC9C2")
_SERIF = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "Source Han Serif SC",
          "华文中宋", "STZhongsong", "SimSun")  # fmt: skip
_MARGIN = 150.0
_ROW_MAX, _ROW_MIN = 132.0, 72.0
#: height of a row with a photo
_PERSON_MAX = 250.0
#: letters of a list, as large as its rows allow
_SIZES = (68.0, 62.0, 56.0, 52.0, 49.0, 46.0)


def paint_scene(painter: QPainter, area: QRectF, scene: Scene | None, note: str = "") -> None:
    """Fill ``area`` (device pixels) with the scene; ``None`` is black.

    ``note`` is laid across it (演练).
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setClipRect(area)
    if scene is None:
        painter.fillRect(area, QColor("#000000"))
        painter.restore()
        return
    scale = min(area.width() / WIDTH, area.height() / 1080.0)
    canvas = QRectF(0, 0, area.width() / scale, area.height() / scale)
    painter.translate(area.topLeft())
    painter.scale(scale, scale)
    ground = QLinearGradient(0, 0, 0, canvas.height())
    ground.setColorAt(0, _TOP)
    ground.setColorAt(1, _BOTTOM)
    painter.fillRect(canvas, ground)
    _Painting(painter, canvas, scene).run()
    if note:
        _across(painter, canvas, note)
    painter.restore()


@lru_cache(maxsize=32)
def _image(jpeg: bytes) -> QImage:
    return QImage.fromData(jpeg)


def serif(pixels: float) -> QFont:
    """The face of titles."""
    return _font(_SERIF, pixels, QFont.Weight.DemiBold)


def sans(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face of numbers and lines."""
    return _font((theme.ui_family(),), pixels, weight)


def _font(families: tuple[str, ...], pixels: float, weight: QFont.Weight) -> QFont:
    known = set(QFontDatabase.families())
    font = QFont()
    font.setFamilies([*(name for name in families if name in known), theme.ui_family()])
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(weight)
    return font


def _across(painter: QPainter, canvas: QRectF, note: str) -> None:
    painter.save()
    painter.translate(canvas.center())
    painter.rotate(-24)
    painter.setPen(QColor(255, 255, 255, 70))
    painter.setFont(serif(260))
    painter.drawText(QRectF(-960, -200, 1920, 400), Qt.AlignmentFlag.AlignCenter, note)
    painter.restore()


class _Painting:
    """One scene on its canvas, from the head downwards."""

    def __init__(self, painter: QPainter, canvas: QRectF, scene: Scene) -> None:
        self.painter, self.canvas, self.scene = painter, canvas, scene
        self.left, self.right = _MARGIN, canvas.width() - _MARGIN
        self.top, self.bottom = 70.0, canvas.height() - 60.0

    def run(self) -> None:
        draw = {
            "banner": self._banner,
            "item": self._item,
            "call": self._call,
            "table": self._table,
            "tally": self._tally,
            "oath": self._oath,
            "timer": self._timer,
        }.get(self.scene.kind, self._figures)
        if self.scene.head:
            self._head()
        draw()

    def area(self) -> QRectF:
        """What is left between head and foot."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)

    # -- pieces ------------------------------------------------------------------------

    def text(
        self,
        rect: QRectF,
        words: str,
        face: Callable[[float], QFont],
        largest: float,
        color: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    ) -> QRectF:
        """Write ``words`` as large as ``rect`` allows; return where they stand."""
        flags = align | Qt.TextFlag.TextWordWrap
        size = largest
        centred = bool(align & Qt.AlignmentFlag.AlignHCenter) and "\n" not in words
        whole = words
        while True:
            font = face(size)
            if centred:
                words = _by_sense(whole, QFontMetricsF(font), rect.width())
            needed = QFontMetricsF(font).boundingRect(rect, int(flags), words)
            if (needed.height() <= rect.height() and needed.width() <= rect.width() + 1) or (
                size <= SMALLEST
            ):
                break
            size = max(SMALLEST, size * 0.94)
        self.painter.setFont(font)
        self.painter.setPen(color)
        self.painter.drawText(rect, int(flags), words)
        return needed

    def _head(self) -> None:
        rect = QRectF(self.left - 60, 56, self.right - self.left + 120, 96)
        self.text(rect, self.scene.head, serif, 60, _PALE)
        self.painter.setPen(QPen(_RULE, 3))
        self.painter.drawLine(QPointF(self.left, 178), QPointF(self.right, 178))
        self.top = 204.0

    def _title(self, largest: float = 56, height: float = 130) -> None:
        if not self.scene.title:
            return
        rect = QRectF(self.left, self.top, self.right - self.left, height)
        self.text(rect, self.scene.title, serif, largest, _WHITE)
        self.top += height + 18

    def _foot(self) -> None:
        """The reason, and the figures above it, at the foot."""
        if self.scene.why:
            rect = QRectF(self.left, self.bottom - 92, self.right - self.left, 92)
            self.text(rect, self.scene.why, sans, 36, _SOFT)
            self.bottom -= 104
        if self.scene.facts:
            rect = QRectF(self.left, self.bottom - 60, self.right - self.left, 60)
            self.text(rect, "　　".join(self.scene.facts), sans, 40, _SOFT)
            self.bottom -= 76

    # -- kinds of scene ----------------------------------------------------------------

    def _banner(self) -> None:
        self.bottom -= 40
        rect = self.area()
        title = QRectF(rect.x(), rect.y() + rect.height() * 0.22, rect.width(), rect.height() * 0.4)
        self.text(title, self.scene.title, serif, 104, _PALE)
        self.painter.setPen(QPen(_RULE, 4))
        line = title.bottom() + 30
        self.painter.drawLine(QPointF(self.left + 300, line), QPointF(self.right - 300, line))
        for at, words in enumerate(self.scene.facts):
            spot = QRectF(rect.x(), line + 40 + at * 84, rect.width(), 76)
            self.text(spot, words, sans, 50, _SOFT)

    def _item(self) -> None:
        if self.scene.title:
            self._title(52, 96)
        self._foot()
        self.text(self.area(), "\n".join(self.scene.lines), serif, 84, _WHITE)

    def _call(self) -> None:
        self._foot()
        if not self.scene.lines:
            self.text(self.area(), self.scene.title, serif, 76, _WHITE)
            return
        self._title(52, 116)
        self._list([(line,) for line in self.scene.lines], ())

    def _oath(self) -> None:
        self._title(84, 150)
        self.top += 20
        self.text(
            self.area(), "　　" + "".join(self.scene.lines), serif, 84, _PALE,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        )  # fmt: skip

    def _timer(self) -> None:
        self._title(60, 130)
        self._foot()
        color = _BAD if self.scene.tone == BAD else _WHITE
        self.text(
            self.area(), self.scene.verdict, lambda px: sans(px, QFont.Weight.Bold), 420, color
        )

    def _figures(self) -> None:
        """Tiles with numbers, the verdict, the reason."""
        self._title()
        self._foot()
        if self.scene.verdict:
            color = {GOOD: _GOLD, BAD: _BAD}.get(self.scene.tone, _WHITE)
            rect = QRectF(self.left, self.bottom - 128, self.right - self.left, 124)
            self.text(rect, self.scene.verdict, serif, 104, color)
            self.bottom -= 140
        if self.scene.cells:
            self._tiles()

    def _tiles(self) -> None:
        rect = self.area()
        count = len(self.scene.cells)
        gap = 48.0 if count < 5 else 24.0
        width = (rect.width() - gap * (count - 1)) / count
        height = min(rect.height(), 360.0)
        top = rect.y() + (rect.height() - height) / 2
        for at, (words, number) in enumerate(self.scene.cells):
            tile = QRectF(rect.x() + at * (width + gap), top, width, height)
            path = QPainterPath()
            path.addRoundedRect(tile, 16, 16)
            self.painter.fillPath(path, _TILE)
            head = QRectF(tile.x() + 8, tile.y() + 22, tile.width() - 16, height * 0.26)
            self.text(head, words, sans, 48, _PALE)
            body = QRectF(tile.x() + 8, head.bottom(), tile.width() - 16, height * 0.62)
            self.text(body, number, lambda px: sans(px, QFont.Weight.Bold), 190, _WHITE)

    def _table(self) -> None:
        self._title(52, 100)
        self._foot()
        if self.scene.photos:
            self._people()
        else:
            self._list(self.scene.rows, self.scene.heads)

    def _people(self) -> None:
        """One person a row, the photo first."""
        rect, rows = self.area(), self.scene.rows
        high = min(rect.height() / len(rows), _PERSON_MAX)
        top = rect.y() + (rect.height() - high * len(rows)) / 2
        wide = (high - 36) * 3 / 4
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for at, (row, photo) in enumerate(zip(rows, self.scene.photos, strict=True)):
            band = QRectF(rect.x(), top + at * high + 6, rect.width(), high - 12)
            path = QPainterPath()
            path.addRoundedRect(band, 10, 10)
            self.painter.fillPath(path, _TILE)
            frame = QRectF(band.x() + 16, band.y() + 12, wide, band.height() - 24)
            self._photo(frame, photo)
            name = QRectF(frame.right() + 40, band.y(), 300, band.height())
            rest = QRectF(name.right() + 20, band.y(), 0, band.height())
            rest.setRight(band.right() - 24)
            self.text(name, row[0], serif, 64, _WHITE, flags)
            self.text(rest, "　".join(row[1:]), sans, 52, _PALE, flags)

    def _photo(self, frame: QRectF, photo: bytes | None) -> None:
        """Draw a photo whole within its frame; without one the frame stays empty."""
        image = _image(photo) if photo else QImage()
        if image.isNull():
            return
        size = QSizeF(image.size()).scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRectF(QPointF(0, 0), size)
        spot.moveCenter(frame.center())
        self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.painter.drawImage(spot, image)

    def _list(self, rows: object, heads: tuple[str, ...]) -> None:
        """Rows of equal height, the first column wide, the others as wide as they need."""
        table = [tuple(row) for row in rows]  # type: ignore[attr-defined]
        if not table:
            return
        rect = self.area()
        lines = len(table) + bool(heads)
        high = max(_ROW_MIN, min(_ROW_MAX, rect.height() / lines))
        top = rect.y() + max(0.0, (rect.height() - high * lines) / 2)
        whole = [heads, *table] if heads else table
        size = self._size(whole, rect.width(), high)
        widths = self._widths(whole, rect.width(), size)
        for at, row in enumerate(whole):
            head = bool(heads) and at == 0
            y = top + at * high
            if not head:
                band = QRectF(rect.x(), y + 4, rect.width(), high - 8)
                path = QPainterPath()
                path.addRoundedRect(band, 10, 10)
                self.painter.fillPath(path, _TILE)
            x = rect.x()
            for place, words in enumerate(row):
                first = place == 0 or widths[place] > 620
                cell = QRectF(x + 28, y + 6, widths[place] - 40, high - 12)
                align = Qt.AlignmentFlag.AlignLeft if first else Qt.AlignmentFlag.AlignHCenter
                self.text(
                    cell, words, sans, size * 0.78 if head else size, _PALE if head else _WHITE,
                    align | Qt.AlignmentFlag.AlignVCenter,
                )  # fmt: skip
                x += widths[place]

    def _size(self, table: list[tuple[str, ...]], total: float, high: float) -> float:
        """Return the largest letters with which every row stays on one line, for the back rows."""
        for size in _SIZES:
            if size * 1.5 <= high - 8 and sum(self._needs(table, size)) <= total:
                return size
        return _SIZES[-1]

    @staticmethod
    def _needs(table: list[tuple[str, ...]], size: float) -> list[float]:
        metrics = QFontMetricsF(sans(size))
        return [
            max(metrics.horizontalAdvance(row[at]) for row in table if at < len(row)) + 64
            for at in range(len(table[-1]))
        ]

    def _widths(self, table: list[tuple[str, ...]], total: float, size: float) -> list[float]:
        needs = self._needs(table, size)
        if sum(needs) <= total:
            widest = needs.index(max(needs))
            needs[widest] += total - sum(needs)
            return needs
        widest = needs.index(max(needs))
        rest = sum(needs) - needs[widest]
        needs[widest] = max(total - rest, total * 0.3)
        factor = total / sum(needs)
        return [need * factor for need in needs]

    def _tally(self) -> None:
        """正 strokes growing beside each choice."""
        self._title(52, 100)
        self._foot()
        rect = self.area()
        count = max(1, len(self.scene.strokes))
        high = min(rect.height() / count, 190.0)
        top = rect.y() + (rect.height() - high * count) / 2
        most = max((votes for _, votes in self.scene.strokes), default=0)
        for at, (words, votes) in enumerate(self.scene.strokes):
            y = top + at * high
            name = QRectF(rect.x(), y, 330, high - 14)
            self.text(
                name, words, sans, 52, _PALE,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            )  # fmt: skip
            number = QRectF(rect.right() - 190, y, 190, high - 14)
            self.text(number, f"{votes}", lambda px: sans(px, QFont.Weight.Bold), 96, _WHITE)
            field = QRectF(name.right() + 20, y + 8, rect.width() - 330 - 190 - 60, high - 30)
            self._strokes(field, votes, most)

    def _strokes(self, field: QRectF, votes: int, most: int) -> None:
        """Draw ``votes`` as 正, in as many rows as the largest pile needs, all of one size."""
        figures = max(1, -(-most // 5))
        rows = 1
        while True:
            side = min(field.height() / rows, 84.0)
            if figures * side * 1.12 <= field.width() * rows or side <= 16:
                break
            rows += 1
        across = max(1, int(field.width() // (side * 1.12)))
        pen = QPen(_GOLD, max(3.0, side * 0.09))
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        self.painter.setPen(pen)
        used = (votes + 5 * across - 1) // (5 * across)
        top = field.y() + (field.height() - used * side) / 2
        for at in range(-(-votes // 5)):
            box = QRectF(
                field.x() + (at % across) * side * 1.12, top + (at // across) * side,
                side * 0.82, side * 0.82,
            )  # fmt: skip
            for line in _ZHENG[: min(5, votes - at * 5)]:
                (x1, y1), (x2, y2) = line
                self.painter.drawLine(
                    QPointF(box.x() + x1 * box.width(), box.y() + y1 * box.height()),
                    QPointF(box.x() + x2 * box.width(), box.y() + y2 * box.height()),
                )


#: the five strokes of 正 in the order they are written, in a unit square
_ZHENG = (
    ((0.1, 0.12), (0.9, 0.12)),
    ((0.52, 0.12), (0.52, 0.9)),
    ((0.52, 0.48), (0.86, 0.48)),
    ((0.22, 0.44), (0.22, 0.9)),
    ((0.02, 0.9), (0.98, 0.9)),
)


def _by_sense(words: str, metrics: QFontMetricsF, width: float) -> str:
    """Break a centred text as a title is broken on paper: whole phrases, even lines."""
    if metrics.horizontalAdvance(words) <= width:
        return words
    lines = break_title(
        words,
        [metrics.horizontalAdvance(char) for char in words],
        width - 2,
        evenness=0.3,
    )
    return "\n".join(words[line.start : line.end] for line in lines)
