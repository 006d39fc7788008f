"""空白行和符号: many rows on a screen; one key confirms all that are not picked out.

First come the rows without a mark. With them are those of scans in black and white, which may have
lost marks: what was read is outlined, and the person holds the sheet beside. Then come the signs
that were read, those read alike together and small: one that is another leaps to the eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions.scan_pages import boxes_in_crop
from meetingdesk.panels.votes.scanpicture import Picture, outlines_of
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Card, EmptyState, button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from meetingdesk.actions.scan_asking import Queue
    from meetingdesk.actions.scan_doubts import Doubt

#: rows of strips: columns, rows; of pictures taller than a third of their width; of signs
_STRIPS, _TALL, _SIGNS = (2, 10), (4, 2), (12, 5)
_LOSSY = "黑白扫描，淡的笔迹可能没扫出来。"


@dataclass(frozen=True)
class Kind:
    """What one screen shows, in words: so many ``rows``, what is picked out, what is confirmed."""

    count: str
    out: str
    right: str
    note: str = ""
    tile: str = "未划"
    unit: str = "行"
    #: columns and rows, and whether one reads along the rows
    size: tuple[int, int] = _STRIPS
    along: bool = False


class Tile(Card):
    """One row; ``picked`` tells of a click."""

    picked = Signal(int)

    def __init__(self, at: int, *, margins: int = 4) -> None:
        super().__init__(margins=margins)
        self.at = at
        self.body.setSpacing(0)
        #: whether it wants no more height than its picture has
        self.fitted = False
        #: the colour of its edge while it is picked out or at hand
        self.edge = ""
        self.picture = Picture("未划的一行", largest=1.6)
        self.picture.setMinimumSize(60, 24)
        self.picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.add(self.picture, 1)
        self.setObjectName(f"scanTile{at}")

    def sizeHint(self) -> QSize:
        """Return the height of the picture as wide as the tile is, or the card's own size."""
        usual, inside = super().sizeHint(), self.contentsRect() - self.body.contentsMargins()
        held = self.picture.height_at(inside.width()) if self.fitted else 0
        return QSize(usual.width(), held + self.height() - inside.height()) if held else usual

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that goes with another width."""
        super().resizeEvent(event)
        if self.fitted and event.oldSize().width() != self.width():
            self.updateGeometry()

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
    """The contact sheets; ``confirmed`` fires after a screen, ``sent`` with rows to be ruled."""

    confirmed = Signal()
    sent = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.queue: Queue | None = None
        self.who = ""
        self.shown: list[Doubt] = []
        self.out: set[int] = set()
        self.kind = Kind("", "", "未划")
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("scanBlank")
        self.setAccessibleName("空白行和符号")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(margins=14)
        card.setAccessibleName("要核对的行")
        outer.addWidget(card)
        head = QHBoxLayout()
        self.count = label("", "card")
        self.count.setObjectName("scanBlankCount")
        head.addWidget(self.count)
        self.keys = label("", "soft")
        head.addWidget(self.keys)
        head.addStretch(1)
        self.confirm = button("", self.confirm_rest, kind="primary")
        self.confirm.setObjectName("scanConfirmBlank")
        self.confirm.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(self.confirm)
        card.add(head)
        self.note = label("", "soft")
        self.note.setObjectName("scanBlankNote")
        card.add(self.note)
        self.sheet = QWidget()
        self.grid = QGridLayout(self.sheet)
        self.grid.setContentsMargins(0, 4, 0, 0)
        self.grid.setSpacing(6)
        self.tiles: list[Tile] = []
        card.add(self.sheet, 1)
        self.done = EmptyState("没有要核对的了", "没有划记的行和要再看一眼的符号都已看过。")
        card.add(self.done, 1)

    def show_queue(self, queue: Queue | None, who: str) -> None:
        """Show the first screen of rows nobody has looked at."""
        self.queue, self.who = queue, who
        self.out = set()
        left = [d for d in queue.scan.unseen if d.number not in queue.exceptions] if queue else []
        # blank rows first, then sign by sign: one screen asks one question
        first = min((d.sign for d in left), default="")
        left = [d for d in left if d.sign == first]
        self.kind = self._kind(left)
        columns, rows = self.kind.size
        self.shown, self._at = left[: columns * rows], 0
        self.count.setText(self.kind.count)
        lossy = any(doubt.why for doubt in self.shown)
        self.note.setText(_LOSSY + self.kind.note if lossy else "")
        self.note.setVisible(lossy)
        self.keys.setText(f"方向键移动　空格 {self.kind.out}　回车 其余确认{self.kind.right}")
        self.confirm.setText(f"其余确认{self.kind.right}　回车")
        for widget in (self.sheet, self.keys, self.confirm):
            widget.setVisible(bool(left))
        self.done.setVisible(not left)
        self._lay()
        self._mark()

    def _kind(self, left: list[Doubt]) -> Kind:
        """Return what the screen is about, in words."""
        if not left or self.queue is None:
            return Kind("都已核对", "", "未划")
        if sign := left[0].sign:
            key = self.queue.scan.form.legend.get(sign, "")
            means = next((c.label for c in self.queue.vote.choices if c.key == key), key)
            read = f"{sign}（{means}）".replace("\n", "") if means else sign
            return Kind(
                f"读作{read}　还有 {len(left)} 个", f"挑出不是{sign}的", f"是{sign}",
                "请对照原票核对。", f"读作{sign}", "个", _SIGNS, along=True,
            )  # fmt: skip
        tall = _tall(left[0])
        size = _TALL if tall else _STRIPS
        if any(doubt.why for doubt in left):
            return Kind(
                f"还有 {len(left)} 行要核对", "挑出有出入的", "无误",
                "框出的是读到的划记，请对照原票核对。", "已读", size=size, along=tall,
            )  # fmt: skip
        return Kind(f"还有 {len(left)} 行没有划记", "挑出有划记的", "未划", size=size, along=tall)

    def _lay(self) -> None:
        """Lay the rows out: down the columns as a list is read, small pictures along the rows."""
        for tile in self.tiles:
            self.grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        small = bool(self.shown and self.shown[0].sign)
        self.grid.setSpacing(4 if small else 6)
        for at in range(_SIGNS[0]):
            self.grid.setColumnStretch(at, at < self.kind.size[0])
        for at in range(_STRIPS[1] + 1):
            # the last screen's few signs are no larger than the others'; rows keep to the top
            self.grid.setRowStretch(at, at < self.kind.size[1] if small else at == _STRIPS[1])
        for at, doubt in enumerate(self.shown):
            tile = Tile(at, margins=3 if small else 4)
            tile.fitted = not small
            scan = self.queue.scan if self.queue else None
            read = boxes_in_crop(scan, doubt) if scan and doubt.reading and not small else {}
            tile.picture.show_picture(
                doubt.crop.picture if doubt.crop else None, outlines_of(read, doubt.reading, ())
            )
            tile.picked.connect(self.toggle)
            self.grid.addWidget(tile, *self._place(at))
            self.tiles.append(tile)

    def _place(self, at: int) -> tuple[int, int]:
        if self.kind.along:
            return divmod(at, self.kind.size[0])
        column, row = divmod(at, self._height)
        return row, column

    @property
    def _height(self) -> int:
        """How many rows stand in a column."""
        return max(1, -(-len(self.shown) // self.kind.size[0]))

    def _mark(self) -> None:
        look = theme.current()
        for tile, doubt in zip(self.tiles, self.shown, strict=True):
            out = doubt.number in self.out
            said = self.kind.tile if doubt.reading else "未划"
            tile.setAccessibleName(f"{'挑出' if out else said}的一行")
            tile.edge = look.bad if out else look.blue if tile.at == self._at else ""
            tile.update()

    def toggle(self, at: int) -> None:
        """Pick a row out as bearing something else, or take that back."""
        if at < len(self.shown):
            self._at = at
            self.out ^= {self.shown[at].number}
            right = self.kind.right
            words = (
                f"其余确认{right}，挑出{len(self.out)}{self.kind.unit}　回车"
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
        down, right = (self.kind.size[0], 1) if self.kind.along else (1, self._height)
        moves = {
            Qt.Key.Key_Down: down, Qt.Key.Key_Up: -down,
            Qt.Key.Key_Right: right, Qt.Key.Key_Left: -right,
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
