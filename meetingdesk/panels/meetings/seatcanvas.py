"""The hall drawn to scale: seats to drag people between, or to walk with the arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from meetingdesk.actions.seating import place_words
from meetingdesk.rules.seating import FLOOR, PLATFORM, Spot
from meetingdesk.shell import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from meetingdesk.actions.seating import PlanView, Sitter

_EDGE, _GAP = 12.0, 3.0
#: largest half seat and row (px), so that a small hall does not fill the screen
_HALF, _ROW = 44.0, 62.0
_SMALLEST = 9
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SeatCanvas(QWidget):
    """Shows a plan from the hall or from the platform.

    Arrow keys walk; space or Enter takes someone up and puts them down (two people change
    places); Delete frees the seat; Esc lets go. The mouse drags, out of the hall frees.
    """

    #: who (key of a sitter), where
    placed = Signal(str, object)
    freed = Signal(str)
    #: what a screen reader is told, and the line under the plan
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("seatCanvas")
        self.setAccessibleName("座次图")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.plan: PlanView | None = None
        self.flipped = False
        self.cursor_at: Spot | None = None
        self.carried: Sitter | None = None
        self._drag: QPointF | None = None

    def minimumSizeHint(self) -> QSize:
        """Ask for room in which names can still be read."""
        return QSize(320, 240)

    # -- showing -----------------------------------------------------------------------

    def show_plan(self, plan: PlanView | None) -> None:
        """Show a plan; the cursor stays where it is as long as the hall has that seat."""
        self.plan = plan
        if plan is None:
            self.cursor_at = self.carried = None
        else:
            if self.cursor_at is None or self.cursor_at not in plan.room:
                self.cursor_at = next(iter(plan.room.spots()), None)
            everyone = (*plan.seats.values(), *plan.waiting)
            if self.carried is not None and self.carried not in everyone:
                self.carried = None
        self._tell()

    def set_flipped(self, flipped: bool) -> None:
        """Look from the platform into the hall, or from the hall at the platform."""
        self.flipped = flipped
        self.update()

    def take_up(self, sitter: Sitter) -> None:
        """Carry someone who waits for a seat; the next seat chosen is theirs."""
        self.carried = sitter
        self.setFocus()
        self._tell()

    def box_of(self, spot: Spot) -> QRectF:
        """Return where a seat is drawn."""
        if self.plan is None:
            return QRectF()
        room = self.plan.room
        half, row = self._measures()
        x, y = room.place_of(spot)
        left = (self.width() - half * room.width) / 2
        top = (self.height() - row * room.depth) / 2
        if self.flipped:
            x, y = room.width - x - 2, room.depth - y - 1
        return QRectF(
            left + half * x + _GAP / 2, top + row * y + _GAP / 2, 2 * half - _GAP, row - _GAP
        )

    def _measures(self) -> tuple[float, float]:
        if self.plan is None:
            return 0.0, 0.0
        room = self.plan.room
        half = min(_HALF, (self.width() - 2 * _EDGE) / room.width)
        return half, min(_ROW, (self.height() - 2 * _EDGE) / room.depth)

    def spot_at(self, point: QPointF) -> Spot | None:
        """Return the seat drawn at ``point``."""
        if self.plan is None:
            return None
        return next((s for s in self.plan.room.spots() if self.box_of(s).contains(point)), None)

    def _tell(self) -> None:
        words = self.words()
        self.setAccessibleDescription(words)
        self.told.emit(words)
        self.update()

    def words(self) -> str:
        """Say what is under the cursor and who is carried."""
        if self.plan is None or self.cursor_at is None:
            return ""
        there = self.plan.seats.get(self.cursor_at)
        who = f"{there.name}（{there.post}）" if there and there.post else there and there.name
        words = f"{place_words(self.cursor_at)}　{who or '空座'}"
        if self.carried is not None:
            words = f"正在安排{self.carried.name}：{words}。空格放下，Esc取消"
        return words

    # -- doing -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, take up, put down, free."""
        step = _STEPS.get(Qt.Key(event.key()))
        if self.plan is None or self.cursor_at is None or event.modifiers():
            super().keyPressEvent(event)
        elif step is not None:
            self._walk(*step)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_or_put()
        elif event.key() == Qt.Key.Key_Escape and self.carried is not None:
            self.carried = None
            self._tell()
        elif event.key() == Qt.Key.Key_Delete and self.cursor_at in self.plan.seats:
            self.freed.emit(self.plan.seats[self.cursor_at].key)
        else:
            super().keyPressEvent(event)

    def _walk(self, dx: int, dy: int) -> None:
        """Go to the nearest seat in a direction as it is seen."""
        if self.plan is None or self.cursor_at is None:
            return
        here = self.box_of(self.cursor_at).center()
        found: list[tuple[float, Spot]] = []
        for spot in self.plan.room.spots():
            way = self.box_of(spot).center() - here
            along = way.x() * dx + way.y() * dy
            aside = abs(way.x() * dy) + abs(way.y() * dx)
            if along > 1 and (dy or aside < 1):
                found.append((along + 3 * aside if dx else 100 * along + aside, spot))
        if found:
            self.cursor_at = min(found)[1]
            self._tell()

    def _take_or_put(self) -> None:
        if self.plan is None or self.cursor_at is None:
            return
        if self.carried is None:
            self.carried = self.plan.seats.get(self.cursor_at)
            self._tell()
            return
        key, self.carried = self.carried.key, None
        self.placed.emit(key, self.cursor_at)
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take someone up, or put down who is carried."""
        spot = self.spot_at(event.position())
        if spot is None or self.plan is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.cursor_at = spot
        if self.carried is not None:
            self._take_or_put()
            return
        self.carried = self.plan.seats.get(spot)
        self._drag = event.position() if self.carried is not None else None
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show who is dragged where."""
        if self._drag is not None:
            self._drag = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put down on another seat, or free the seat outside the hall."""
        if self._drag is None or self.carried is None:
            return
        key, self._drag, self.carried = self.carried.key, None, None
        spot = self.spot_at(event.position())
        if spot is None and not self.rect().contains(event.position().toPoint()):
            self.freed.emit(key)
        elif spot is not None and spot != self.cursor_at:
            self.cursor_at = spot
            self.placed.emit(key, spot)
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.update()

    # -- painting ----------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hall."""
        if self.plan is None:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_stage(painter, look)
        for spot in self.plan.room.spots():
            self._paint_seat(painter, look, spot)
        if self._drag is not None and self.carried is not None:
            half, row = self._measures()
            box = QRectF(0, 0, 2 * half - _GAP, row - _GAP)
            box.moveCenter(self._drag)
            painter.setPen(QPen(QColor(look.blue), 1.5))
            painter.setBrush(QColor(look.chosen))
            painter.drawRoundedRect(box, 4, 4)
            self._write(painter, box, self.carried.name, look.ink)
        painter.end()

    def _paint_stage(self, painter: QPainter, look: theme.Palette) -> None:
        """Write 主席台 at its side of the hall, or where one looks when there is none."""
        if self.plan is None:
            return
        room = self.plan.room
        rest = self.box_of(Spot(PLATFORM, 0, 0)).height()
        first = self.box_of(Spot(FLOOR, 0, 0))
        y = first.bottom() + _GAP if self.flipped else first.top() - rest - _GAP
        painter.setPen(QColor(look.soft))
        words = "主席台" if room.platform else "前方"
        strip = QRectF(0, y, self.width(), rest)
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_seat(self, painter: QPainter, look: theme.Palette, spot: Spot) -> None:
        plan = self.plan
        sitter = plan.seats.get(spot) if plan else None
        box = self.box_of(spot)
        lifted = sitter is not None and sitter == self.carried
        ground = look.card
        if sitter is not None:
            ground = look.neutral_bg if sitter.guest else look.info_bg
        if lifted:
            ground = look.chosen
        style = Qt.PenStyle.SolidLine if sitter is not None else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(look.line_strong), 1, style))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 4, 4)
        if sitter is not None:
            self._write(painter, box, sitter.name, look.faint if lifted else look.ink)
        if spot == self.cursor_at and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.focus), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    @staticmethod
    def _write(painter: QPainter, box: QRectF, name: str, color: str) -> None:
        """Write a name in one line, a long one in two, as large as fits."""
        font = painter.font()
        lines = [name]
        size = min(theme.DATA, int((box.width() - 4) / max(len(name), 1)), int(box.height() - 2))
        if size < theme.LABEL and len(name) > 2:
            cut = -(-len(name) // 2)
            lines = [name[:cut], name[cut:]]
            size = min(
                theme.DATA, int((box.width() - 4) / cut), int((box.height() - 2) / len(lines) / 1.2)
            )
        font.setPixelSize(max(size, _SMALLEST))
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
