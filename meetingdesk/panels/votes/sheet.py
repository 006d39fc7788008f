"""The ballot on screen: one row a question, one box a choice, 正 strokes growing in the boxes.

Painted by hand so that a key stroke costs one repaint, whatever the number of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from meetingdesk.actions.counting import DOUBT, ILLEGIBLE
from meetingdesk.shell import theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from meetingdesk.actions.cards import ChoiceView
    from meetingdesk.actions.votes import QuestionView
    from meetingdesk.panels.votes.hand import Hand

_TALL, _MOST, _LOW, _GAP_TALL, _GAP_LOW = 48, 60, 27, 10, 2
_BOX_MOST, _BOX_WIDE, _BOX_LEAST, _BOX_GAP = 180, 260, 92, 10
#: sheets with more rows than this show the letter that jumps to each
_LETTERED = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: the five strokes of 正 in writing order, on a unit square
_ZHENG = (
    ((0.08, 0.08), (0.92, 0.08)),
    ((0.5, 0.08), (0.5, 0.94)),
    ((0.5, 0.5), (0.86, 0.5)),
    ((0.22, 0.46), (0.22, 0.94)),
    ((0.0, 0.94), (1.0, 0.94)),
)


class BallotSheet(QWidget):
    """Shows a :class:`Hand`; tells of keys and of boxes clicked."""

    key_pressed = Signal(object)
    box_clicked = Signal(int, int)
    row_clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("votesSheet")
        self.setAccessibleName("正在录的票")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.questions: tuple[QuestionView, ...] = ()
        self.choices: tuple[ChoiceView, ...] = ()
        self.hand: Hand | None = None
        self.sums: Mapping[str, Mapping[str, int]] = {}
        self.asleep = False
        #: the sums of the bundle just ended, shown in place of a ballot; None while entering
        self.slip: Mapping[str, Mapping[str, int]] | None = None
        #: whether a choice has its own key; else the row's number is the key
        self.numbered = True
        self._room = 400

    def set_sheet(
        self, questions: Sequence[QuestionView], choices: Sequence[ChoiceView], hand: Hand
    ) -> None:
        """Show another sheet."""
        self.questions, self.choices, self.hand = tuple(questions), tuple(choices), hand
        self.fit(self._room)

    def set_sums(self, sums: Mapping[str, Mapping[str, int]]) -> None:
        """Show the sums so far as 正 strokes: question key → choice key → votes."""
        self.sums = sums
        self.update()

    def fit(self, room: int) -> None:
        """Choose the row height so that all rows fit in ``room`` pixels if they can."""
        self._room = room
        self.setMinimumHeight(self._step() * max(len(self.questions), 1))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height all rows need."""
        return QSize(600, self._step() * max(len(self.questions), 1))

    def show_hand(self) -> None:
        """Repaint after a key and tell a screen reader what stands at the cursor."""
        hand = self.hand
        if hand is not None and self.questions:
            row = self.questions[hand.cursor]
            self.setAccessibleDescription(f"第{hand.cursor + 1}项 {row.text}")
            area = self._scroll_area()
            if area is not None:
                area.ensureVisible(0, hand.cursor * self._step() + self._step() // 2, 0, 40)
        self.update()

    def _scroll_area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        found = parent.parentWidget() if parent else None
        return found if isinstance(found, QScrollArea) else None

    # -- geometry --------------------------------------------------------------------

    def _row_height(self) -> int:
        count = max(len(self.questions), 1)
        if count * (_TALL + _GAP_TALL) <= self._room:
            return min(_MOST, max(_TALL, self._room // (count + 2) - _GAP_TALL))
        fitting = self._room // count - _GAP_LOW
        return max(_LOW, min(_TALL - 1, fitting))

    def _step(self) -> int:
        height = self._row_height()
        return height + (_GAP_TALL if height >= _TALL else _GAP_LOW)

    def _margin(self) -> int:
        """Return the room of the row numbers and letters."""
        return 52 if len(self.questions) > _LETTERED else 34

    def _boxes(self, row: int) -> list[QRectF]:
        count = max(len(self.choices), 1)
        name = max(self._name_width(), 150)
        free = self.width() - 2 - name - _BOX_GAP * count
        most = _BOX_WIDE if self.width() > 1000 else _BOX_MOST
        width = max(_BOX_LEAST, min(most, free / count))
        left = self.width() - 1 - count * width - (count - 1) * _BOX_GAP
        top = row * self._step() + 1
        return [
            QRectF(left + at * (width + _BOX_GAP), top, width, self._row_height() - 2)
            for at in range(count)
        ]

    def _name_width(self) -> int:
        metrics = QFontMetrics(theme.ui_font(17, bold=True))
        widest = max((metrics.horizontalAdvance(q.text) for q in self.questions), default=0)
        if any(q.detail for q in self.questions):
            small = QFontMetrics(theme.ui_font(theme.LABEL))
            details = max(small.horizontalAdvance(q.detail) for q in self.questions)
            if self._row_height() >= _TALL - 4:
                widest = max(widest, details)
            else:
                widest += details + 12
        return widest + self._margin() + 8

    # -- painting --------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that need it."""
        if self.hand is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.asleep and self.slip is None:
            painter.setOpacity(0.45)
        step, shown = self._step(), event.rect()
        for row in range(len(self.questions)):
            if row * step <= shown.bottom() and (row + 1) * step >= shown.top():
                self._paint_row(painter, row)
        painter.end()

    def _paint_row(self, painter: QPainter, row: int) -> None:
        hand, look = self.hand, theme.current()
        if hand is None:
            return
        current = row == hand.cursor and not hand.void and not self.asleep
        question, boxes = self.questions[row], self._boxes(row)
        given = hand.marks.get(question.key)
        self._paint_name(painter, row, boxes[0].left() - 12, current=current)
        for at, (choice, box) in enumerate(zip(self.choices, boxes, strict=True)):
            chosen = given == [choice.key] and not hand.void
            edge = look.blue if current or chosen else look.line_strong
            painter.setPen(QPen(QColor(edge), 2 if current and not chosen else 1))
            painter.setBrush(QColor(look.blue if chosen else look.field))
            painter.drawRoundedRect(box, 6, 6)
            ink = look.on_blue if chosen else (look.ink if current else look.soft)
            votes = self.sums.get(question.key, {}).get(choice.key, 0)
            words = f"{at + 1}  {choice.label}" if self.numbered else choice.label
            if self.slip is not None:
                self._paint_slip(painter, box, choice.label, question.key, choice.key)
            else:
                self._paint_box(painter, box, words, votes, ink, bold=chosen)
        self._paint_fault(painter, boxes, given, void=hand.void)

    def _paint_name(self, painter: QPainter, row: int, right: float, *, current: bool) -> None:
        question, look = self.questions[row], theme.current()
        height, top = self._row_height(), row * self._step()
        big = theme.ui_font(17 if height > 38 else 15, bold=current)
        small = theme.ui_font(theme.LABEL)
        ink, soft = QColor(look.ink), QColor(look.soft)
        painter.setFont(big)
        painter.setPen(ink if current else soft)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, 34, height), middle, str(row + 1))
        indent = self._margin()
        if len(self.questions) > _LETTERED and row < len(LETTERS):
            painter.setFont(small)
            painter.setPen(QColor(look.faint))
            painter.drawText(QRectF(28, top, 20, height), middle, LETTERS[row])
            painter.setFont(big)
        painter.setPen(ink)
        tall = bool(question.detail) and height >= _TALL - 4
        name = (
            QRectF(indent, top + 3, right - indent, height * 0.55)
            if tall
            else QRectF(indent, top, right - indent, height)
        )
        metrics = QFontMetrics(big)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(name, middle, metrics.elidedText(question.text, elide, int(name.width())))
        if not question.detail:
            return
        painter.setFont(small)
        painter.setPen(soft)
        used = 0 if tall else metrics.horizontalAdvance(question.text) + 12
        box = (
            QRectF(indent, top + height * 0.52, right - indent, height * 0.42)
            if tall
            else QRectF(indent + used, top + 1, right - indent - used, height)
        )
        words = QFontMetrics(small).elidedText(question.detail, elide, int(box.width()))
        painter.drawText(box, middle, words)

    def _paint_box(
        self, painter: QPainter, box: QRectF, words: str, votes: int, ink: str, *, bold: bool
    ) -> None:
        tall = box.height() >= _TALL - 6
        font = theme.ui_font(16 if tall else 14, bold=bold)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        centre = Qt.AlignmentFlag.AlignCenter
        if not votes:
            painter.drawText(box, centre, words)
            return
        strokes = 9.0 if tall else 10.0
        needed = ((votes + 4) // 5) * (strokes + 3)
        if tall:
            painter.drawText(box.adjusted(0, 2, 0, -13), centre, words)
            place = QPointF(box.center().x() - min(needed, box.width() - 16) / 2, box.bottom() - 14)
            room = box.width() - 16
        else:
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(10, 0, 0, 0), left, words)
            room = box.width() - 24 - QFontMetrics(font).horizontalAdvance(words)
            place = QPointF(box.right() - 8 - needed, box.center().y() - strokes / 2)
        if needed <= room:
            _paint_zheng(painter, place, votes, strokes, ink)
        else:
            self._paint_number(painter, box, votes, tall=tall)

    def _paint_slip(
        self, painter: QPainter, box: QRectF, words: str, question: str, choice: str
    ) -> None:
        """Write the bundle's own sum large beside the choice, as it stands on the paper slip."""
        look, votes = theme.current(), (self.slip or {}).get(question, {}).get(choice, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.ui_font(theme.LABEL))
        painter.setPen(QColor(look.soft))
        painter.drawText(box.adjusted(12, 0, -46, 0), middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(theme.ui_font(20 if box.height() > 38 else 16, bold=votes > 0))
        painter.setPen(QColor(look.ink if votes else look.faint))
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, -14, 0), right, str(votes))

    def _paint_number(self, painter: QPainter, box: QRectF, votes: int, *, tall: bool) -> None:
        painter.setFont(theme.ui_font(theme.LABEL))
        if tall:
            at = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box.adjusted(0, 0, 0, -1), at, str(votes))
        else:
            at = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(box.adjusted(0, 0, -8, 0), at, str(votes))

    def _paint_fault(
        self, painter: QPainter, boxes: list[QRectF], given: list[str] | None, *, void: bool
    ) -> None:
        words = fault_words(given) if not void else "整票无效"
        if not words or self.slip is not None:
            return
        ink, ground = theme.current().tag("bad" if void else "warn")
        font = theme.ui_font(theme.DATA, bold=True)
        across = boxes[0].united(boxes[-1])
        width = QFontMetrics(font).horizontalAdvance(words) + 32
        tag = QRectF(0, 0, width, min(across.height() - 6, 30))
        tag.moveCenter(across.center())
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(tag, 4, 4)
        painter.setFont(font)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    # -- hands -----------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim plain keys before any shortcut of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            keys: QKeyEvent = event  # type: ignore[assignment]
            plain = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            if not keys.modifiers() & plain and keys.text():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand every key to the page."""
        event.ignore()
        self.key_pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the box under the pointer, or go to its row."""
        self.setFocus()
        place = event.position()
        row = int(place.y() // self._step())
        if not 0 <= row < len(self.questions):
            return
        for at, box in enumerate(self._boxes(row)):
            if box.contains(place):
                self.box_clicked.emit(row, at)
                return
        self.row_clicked.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Boxes keep to the right edge."""
        super().resizeEvent(event)
        self.update()

    def focusInEvent(self, event: object) -> None:
        """Nothing else shows where the keys go, so repaint."""
        self.update()
        super().focusInEvent(event)  # type: ignore[arg-type]


class SheetArea(QScrollArea):
    """Gives the sheet the height there is, and scrolls when it needs more."""

    def __init__(self, sheet: BallotSheet) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("票面")
        self.setWidget(sheet)
        self._sheet = sheet

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rows grow or shrink with the view."""
        super().resizeEvent(event)
        self._sheet.fit(self.viewport().height())


def fault_words(given: Sequence[str] | None) -> str:
    """Say what is unusual about one item, empty for a single mark or none yet."""
    if given is None:
        return ""
    if not given:
        return "未划"
    if ILLEGIBLE in given:
        return "无法辨认"
    if DOUBT in given:
        return "疑难，待裁定"
    return "多划" if len(given) > 1 else ""


def _paint_zheng(painter: QPainter, place: QPointF, votes: int, size: float, ink: str) -> None:
    """Draw ``votes`` as 正 strokes, five to a character."""
    painter.save()
    painter.setPen(QPen(QColor(ink), 1.2))
    for number in range(votes):
        start = place + QPointF((number // 5) * (size + 3), 0)
        (x1, y1), (x2, y2) = _ZHENG[number % 5]
        painter.drawLine(
            start + QPointF(x1 * size, y1 * size), start + QPointF(x2 * size, y2 * size)
        )
    painter.restore()
