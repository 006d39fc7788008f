"""空白行: rows without a mark, many on a screen; one key confirms all that are not picked out.

With them are the rows of scans in black and white, which may have lost marks: what was read is
outlined, and the person holds the sheet beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions.scan_pages import boxes_in_crop
from meetingdesk.panels.votes.scanpicture import Picture, outlines_of
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Card, EmptyState, button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from meetingdesk.actions.scan_asking import Queue
    from meetingdesk.actions.scan_doubts import Doubt

#: rows of strips: columns, rows; of pictures taller than a third of their width
_STRIPS, _TALL = (2, 10), (4, 2)
_KEYS = "方向键移动　空格 挑出有划记的　回车 其余确认未划"


class Tile(Card):
    """One row without a mark; ``picked`` tells of a click."""

    picked = Signal(int)

    def __init__(self, at: int) -> None:
        super().__init__(margins=4)
        self.at = at
        self.body.setSpacing(0)
        #: the colour of its edge while it is picked out or at hand
        self.edge = ""
        self.picture = Picture("未划的一行", largest=1.6)
        self.picture.setMinimumSize(60, 24)
        self.picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.add(self.picture, 1)
        self.setObjectName(f"scanTile{at}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and its edge while it is picked out or at hand."""
        super().paintEvent(event)
        if self.edge:
            painter = QPainter(self)
            painter.setPen(QPen(QColor(self.edge), 2.5))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Pick it out, or back in."""
        self.picked.emit(self.at)


class BlankView(QWidget):
    """The contact sheet; ``confirmed`` fires after a screen, ``sent`` with rows to be ruled."""

    confirmed = Signal()
    sent = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.queue: Queue | None = None
        self.who = ""
        self.shown: list[Doubt] = []
        self.out: set[int] = set()
        self._at = 0
        self._right = "未划"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("scanBlank")
        self.setAccessibleName("空白行")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(margins=14)
        card.setAccessibleName("未划的行")
        outer.addWidget(card)
        head = QHBoxLayout()
        self.count = label("", "card")
        self.count.setObjectName("scanBlankCount")
        head.addWidget(self.count)
        self.keys = label(_KEYS, "soft")
        head.addWidget(self.keys)
        head.addStretch(1)
        self.confirm = button("其余确认未划　回车", self.confirm_rest, kind="primary")
        self.confirm.setObjectName("scanConfirmBlank")
        self.confirm.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(self.confirm)
        card.add(head)
        self.note = label(
            "黑白扫描，淡的笔迹可能没扫出来。框出的是读到的划记，请对照原票核对。", "soft"
        )
        self.note.setObjectName("scanBlankNote")
        card.add(self.note)
        self.sheet = QWidget()
        self.grid = QGridLayout(self.sheet)
        self.grid.setContentsMargins(0, 4, 0, 0)
        self.grid.setSpacing(6)
        self.tiles: list[Tile] = []
        card.add(self.sheet, 1)
        self.done = EmptyState("没有要核对的空白行", "没有划记的行都已看过。")
        card.add(self.done, 1)
        self._columns = 2

    def show_queue(self, queue: Queue | None, who: str) -> None:
        """Show the first screen of rows nobody has looked at."""
        self.queue, self.who = queue, who
        self.out = set()
        left = [d for d in queue.scan.unseen if d.number not in queue.exceptions] if queue else []
        tall = any(_tall(d) for d in left[:1])
        columns, rows = _TALL if tall else _STRIPS
        self.shown = left[: columns * rows]
        self._columns, self._at = columns, 0
        lossy = any(doubt.why for doubt in left)
        words = f"还有 {len(left)} 行要核对" if lossy else f"还有 {len(left)} 行没有划记"
        self.count.setText(words if left else "空白行都已核对")
        self.note.setVisible(any(doubt.why for doubt in self.shown))
        self._right = "无误" if self.note.isVisibleTo(self) else "未划"
        self.keys.setText(f"方向键移动　空格 挑出有出入的　回车 其余确认{self._right}"
                          if lossy else _KEYS)  # fmt: skip
        self.confirm.setText(f"其余确认{self._right}　回车")
        for widget in (self.sheet, self.keys, self.confirm):
            widget.setVisible(bool(left))
        self.done.setVisible(not left)
        for tile in self.tiles:
            self.grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        for at, doubt in enumerate(self.shown):
            tile = Tile(at)
            read = boxes_in_crop(queue.scan, doubt) if queue and doubt.reading else {}
            tile.picture.show_picture(
                doubt.crop.picture if doubt.crop else None, outlines_of(read, doubt.reading, ())
            )
            tile.picked.connect(self.toggle)
            # down the first column, then down the second: as a list is read
            height = -(-len(self.shown) // columns) if not tall else rows
            place = (at // columns, at % columns) if tall else (at % height, at // height)
            self.grid.addWidget(tile, *place)
            self.tiles.append(tile)
        self._mark()

    def _mark(self) -> None:
        look = theme.current()
        for tile, doubt in zip(self.tiles, self.shown, strict=True):
            out = doubt.number in self.out
            tile.setAccessibleName(
                f"{'挑出' if out else '已读' if doubt.reading else '未划'}的一行"
            )
            tile.edge = look.bad if out else look.blue if tile.at == self._at else ""
            tile.update()

    def toggle(self, at: int) -> None:
        """Pick a row out as bearing a mark, or take that back."""
        if at < len(self.shown):
            self._at = at
            self.out ^= {self.shown[at].number}
            right = self._right
            words = (
                f"其余确认{right}，挑出{len(self.out)}行　回车"
                if self.out
                else f"确认{right}　回车"
            )
            self.confirm.setText(words)
            self._mark()
            self.setFocus()

    def confirm_rest(self) -> None:
        """Confirm all on the screen but those picked out, which go to be ruled."""
        queue = self.queue
        if queue is None or not self.shown:
            return
        rest = [d.number for d in self.shown if d.number not in self.out]
        queue.scan.confirm_blank(rest, self.who)
        if self.out:
            self.sent.emit(sorted(self.out))
        self.show_queue(queue, self.who)
        self.confirmed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, pick out, confirm."""
        key = event.key()
        height = max(1, -(-len(self.shown) // self._columns))
        moves = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: height, Qt.Key.Key_Left: -height,
        }  # fmt: skip
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm_rest()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_X):
            self.toggle(self._at)
        elif (move := moves.get(Qt.Key(key))) is not None and self.shown:
            self._at = min(max(self._at + move, 0), len(self.shown) - 1)
            self._mark()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Put the keyboard on the sheet."""
        self.setFocus()


def _tall(doubt: Doubt) -> bool:
    image = QImage.fromData(doubt.crop.picture) if doubt.crop else QImage()
    return image.height() * 3 > image.width()
