"""看图核对: where scan and hand differ, the rows of one question from all ballots, as images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import counting, scan_mending, scanning
from meetingdesk.actions.scan_pages import PagePicture, looks, row_picture
from meetingdesk.actions.scan_quota import words_of
from meetingdesk.panels.votes.scanblank import Tile
from meetingdesk.panels.votes.scanpicture import READ
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Banner, Card, Tag, button, confirm, label, run_task

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from meetingdesk.actions.scan_asking import Queue
    from meetingdesk.actions.scan_pages import Look
    from meetingdesk.shell.panel import Host
    from meetingdesk.shell.widgets import Progress, Task

_COLUMNS, _ROWS = 5, 4


class LookView(QWidget):
    """Shows every ballot's row of a question that differs; what is misread is set right by a key."""

    mended = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.queue: Queue | None = None
        self.all: list[Look] = []
        self.shown: list[Look] = []
        self.at_screen, self._at = 0, 0
        self.task: Task | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("scanLook")
        self.setAccessibleName("看图核对")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(margins=14)
        card.setAccessibleName("看图核对")
        outer.addWidget(card)
        card.add(self._head())
        self.said = Banner()
        self.said.dismiss.hide()
        card.add(self.said)
        self.sheet = QWidget()
        self.grid = QGridLayout(self.sheet)
        self.grid.setContentsMargins(0, 4, 0, 0)
        self.grid.setSpacing(6)
        for column in range(_COLUMNS):
            self.grid.setColumnStretch(column, 1)
        self.tiles: list[LookTile] = []
        card.add(self.sheet, 1)
        self.keys = label("", "soft")
        card.add(self.keys)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label("看哪一项", "label"))
        self.question = QComboBox()
        self.question.setObjectName("scanLookQuestion")
        self.question.setAccessibleName("看哪一项")
        self.question.activated.connect(lambda *_: self._begin())
        row.addWidget(self.question)
        self.count = label("", "soft")
        self.count.setObjectName("scanLookCount")
        row.addWidget(self.count)
        row.addStretch(1)
        self.before = button("上一屏", lambda: self.turn(-1))
        self.before.setObjectName("scanLookBefore")
        self.after = button("下一屏　回车", lambda: self.turn(1))
        self.after.setObjectName("scanLookAfter")
        self.mend = button("更正扫描的一遍", self.mend_count, kind="primary")
        self.mend.setObjectName("scanMend")
        for made in (self.before, self.after, self.mend):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(made)
        return row

    @staticmethod
    def wanted(office: Any, queue: Queue | None) -> bool:
        """Whether the two counts are finished and differ, and this stack is one of them."""
        if queue is None or queue.vote.state != "计票" or not queue.scan.stack.finished:
            return False
        found = counting.compare_counts(office, queue.vote.id)
        return found.ready and not found.agrees and bool(scanning.taken_as(office, queue.scan))

    def show_queue(self, queue: Queue) -> None:
        """Show the first question on which the counts differ; the others can be looked at too.

        A ballot that only one count holds for void differs by a mark on any of its rows.
        """
        self.queue = queue
        found = counting.compare_counts(self.office, queue.vote.id)
        keys = {key for key, _ in found.differences}
        self.question.clear()
        for one in sorted(queue.vote.questions, key=lambda one: one.key not in keys):
            self.question.addItem(one.text if one.key in keys else f"{one.text}（一致）", one.key)
        self.said.show_message(
            "扫描的一遍与另一遍有不一致，请逐张看图核对", "info",
            "蓝框是计成划了的。与图不符的，选中后按键改正；纸票仍以原件为准。",
        )  # fmt: skip
        words = "　".join(f"{n} {c.label}" for n, c in enumerate(queue.vote.choices, start=1))
        self.keys.setText(f"方向键移动　{words}　0 未划　回车 下一屏")
        self._begin()

    def _begin(self) -> None:
        self.at_screen = 0
        queue = self.queue
        self.all = looks(queue.scan, self.question.currentData()) if queue else []
        self._fill()

    def turn(self, by: int) -> None:
        """Go to another screen."""
        last = max(0, -(-len(self.all) // (_COLUMNS * _ROWS)) - 1)
        if 0 <= self.at_screen + by <= last:
            self.at_screen += by
            self._fill()

    def _fill(self) -> None:
        size, queue, key = _COLUMNS * _ROWS, self.queue, self.question.currentData()
        self.shown = self.all[self.at_screen * size : (self.at_screen + 1) * size]
        self._at = 0
        pages = max(1, -(-len(self.all) // size))
        self.count.setText(f"{len(self.all)}张　第{self.at_screen + 1} / {pages}屏")
        self.before.setEnabled(self.at_screen > 0)
        self.after.setEnabled(self.at_screen + 1 < pages)
        for tile in self.tiles:
            self.grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        height = max(1, -(-len(self.shown) // _COLUMNS))
        for at, _ in enumerate(self.shown):
            tile = LookTile(at)
            tile.picked.connect(self.move_to)
            self.grid.addWidget(tile, at % height, at // height)
            self.tiles.append(tile)
        self._mark()
        if queue is None or not self.shown:
            return
        scan, wanted = queue.scan, list(self.shown)

        def load(progress: Progress) -> list[PagePicture | None]:
            made = []
            for at, look in enumerate(wanted, start=1):
                made.append(row_picture(scan, look, key))
                progress.step(at, len(wanted))
            return made

        def done(pictures: list[PagePicture | None]) -> None:
            if wanted == [look for look in self.shown if look in wanted]:
                for tile, picture in zip(self.tiles, pictures, strict=False):
                    tile.seen = picture
                self._mark()

        self.task = run_task(self, load, done, label="正在取图")

    def _choices(self, look: Look) -> tuple[str, ...]:
        queue, key = self.queue, self.question.currentData()
        held = queue.scan.corrections if queue else {}
        return held.get((look.ballot, key), look.choices)

    def _mark(self) -> None:
        colours, key = theme.current(), self.question.currentData()
        labels = {c.key: c.label for c in self.queue.vote.choices} if self.queue else {}
        for tile, look in zip(self.tiles, self.shown, strict=True):
            now = self._choices(look)
            changed = now != look.choices
            seen = tile.seen
            boxes = [seen.boxes[b] for c in now if seen and (b := f"{key}.{c}") in seen.boxes]
            tile.picture.show_picture(
                seen.png if seen else None, [(box, READ) for box in boxes], words="……"
            )
            words = "、".join(labels.get(c, c) for c in now) or "未划"
            tile.state.set(words, "warn" if changed else "neutral")
            tile.edge = colours.blue if tile.at == self._at else ""
            tile.update()
        if self.queue is not None:
            scan = self.queue.scan
            new = len({k for k in scan.corrections if scan.mended.get(k) != scan.corrections[k]})
            self.mend.setText(f"更正扫描的一遍（{new}处）" if new else "更正扫描的一遍")
            self.mend.setEnabled(bool(new))

    def move_to(self, at: int) -> None:
        """Take a row in hand."""
        self._at = at
        self._mark()
        self.setFocus()

    def choose(self, number: int) -> None:
        """Set the row at hand to the choice of that number, 0 for none."""
        queue, key = self.queue, self.question.currentData()
        if queue is None or not self.shown or number > len(queue.vote.choices):
            return
        look = self.shown[self._at]
        now = (queue.vote.choices[number - 1].key,) if number else ()
        if now == look.choices and (look.ballot, key) not in queue.scan.mended:
            queue.scan.corrections.pop((look.ballot, key), None)
        else:
            queue.scan.corrections[look.ballot, key] = now
        self._mark()

    def mend_count(self) -> None:
        """Take the corrections into the scanned count; asked first where they void a ballot."""
        queue = self.queue
        if queue is None:
            return
        void, quota = scan_mending.voided(queue.scan), queue.scan.form.quota
        if not void or quota is None:
            self._mend(queue)
            return
        confirm(
            self, f"更正后有{void}张票无效", f"这{void}张票更正后，{words_of(quota)}。",
            lambda: self._mend(queue), ok="照图更正", danger=True,
        ).named("scanMendSheet")  # fmt: skip

    def _mend(self, queue: Queue) -> None:
        number = self.host.guard(scan_mending.mend_scan, self.office, queue.scan)
        if number is not None:
            self.host.toast(f"已更正{number}张")
            self.mended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, set right, next screen."""
        key = event.key()
        height = max(1, -(-len(self.shown) // _COLUMNS))
        moves = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: height, Qt.Key.Key_Left: -height,
        }  # fmt: skip
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.choose(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.turn(1)
        elif (move := moves.get(Qt.Key(key))) is not None and self.shown:
            self.move_to(min(max(self._at + move, 0), len(self.shown) - 1))
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Put the keyboard on the sheet."""
        self.setFocus()


class LookTile(Tile):
    """A row with what it was counted as."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.seen: PagePicture | None = None
        self.body.removeWidget(self.picture)
        row = QHBoxLayout()
        row.addWidget(self.picture, 1)
        self.state = Tag()
        row.addWidget(self.state)
        self.add(row, 1)
