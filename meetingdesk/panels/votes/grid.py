"""唱票合计表: each question's sums, one number a choice; every row must add up to 收回."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from meetingdesk.actions import counting
from meetingdesk.shell.widgets import Card, Tag, button, label, scrolled

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent

    from meetingdesk.actions.counting import CountView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host

_MOST, _LEAST = 92, 56
#: room of all number columns in the smallest window
_ROOM = 500


class GridPage(QWidget):
    """Enters one count by its sums; ``by_ballot`` asks for ballots in place of them."""

    counted = Signal(object)
    finished = Signal()
    by_ballot = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self.count: CountView | None = None
        #: question key → the number fields of its row, and what the row adds up to
        self.rows: dict[str, dict[str, QLineEdit]] = {}
        self.totals: dict[str, Tag] = {}
        self.order: list[QLineEdit] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card("唱票合计表", margins=20,
                         hint="照纸面合计表逐项录入；Enter 到下一格，↑↓ 换项")  # fmt: skip
        outer.addWidget(self.card)
        self.holder = QVBoxLayout()
        self.card.add(self.holder, 1)
        self.grid = QWidget()
        self.card.add(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label("整票无效", "label"))
        self.spoilt = _number("整票无效张数")
        self.spoilt.setObjectName("votesSpoilt")
        self.spoilt.textChanged.connect(self._show_totals)
        self.spoilt.installEventFilter(self)
        row.addWidget(self.spoilt)
        self.state = Tag()
        self.state.setObjectName("votesGridState")
        row.addWidget(self.state)
        row.addStretch(1)
        self.back = button("改为逐张录", self.by_ballot.emit)
        self.back.setObjectName("votesByBallot")
        self.finish = button("录入并结束", self.submit, kind="primary")
        self.finish.setObjectName("votesGridFinish")
        row.addWidget(self.back)
        row.addWidget(self.finish)
        return row

    # -- showing ---------------------------------------------------------------------

    def show_count(self, vote: VoteView, count: CountView) -> None:
        """Enter ``count``; the same count keeps what has been typed."""
        same = self.count is not None and self.count.id == count.id
        self.vote, self.count = vote, count
        self.back.setVisible(not count.entered)
        if not same:
            self._make(vote)
            self._load(counting.sums_of(self.office, count.id))
        self._show_totals()
        self.counted.emit(count)

    def _columns(self, vote: VoteView) -> list[tuple[str, str]]:
        """Return (key, heading) of each number; where nothing but ✓ is read, the rest is blank."""
        named = [(c.key, c.label) for c in vote.choices]
        blank = [] if len(named) == 1 else [(counting.BLANK, "空白")]
        return [*named, *blank, (counting.ILLEGIBLE, "该项无效")]

    def _make(self, vote: VoteView) -> None:
        while (item := self.holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.grid = QWidget()
        made = QGridLayout(self.grid)
        made.setContentsMargins(0, 4, 12, 0)
        made.setHorizontalSpacing(10)
        made.setVerticalSpacing(6)
        columns = self._columns(vote)
        for at, (_, heading) in enumerate(columns):
            made.addWidget(label(heading, "label"), 0, at + 1, Qt.AlignmentFlag.AlignRight)
        made.addWidget(label(f"合计 {vote.returned}", "label"), 0, len(columns) + 1)
        wide = max(_LEAST, min(_MOST, _ROOM // len(columns) - 10))
        self.rows, self.totals, self.order = {}, {}, []
        for number, question in enumerate(vote.questions, start=1):
            name = label(f"{number}　{question.text}", wrap=True)
            name.setMinimumWidth(120)
            made.addWidget(name, number, 0)
            self.rows[question.key] = {}
            for at, (key, heading) in enumerate(columns):
                cell = _number(f"{question.text}，{heading}")
                cell.setFixedWidth(wide)
                cell.setObjectName(f"votesCell_{number}_{at + 1}")
                cell.textChanged.connect(self._show_totals)
                cell.installEventFilter(self)
                made.addWidget(cell, number, at + 1)
                self.rows[question.key][key] = cell
                self.order.append(cell)
            total = Tag()
            total.setObjectName(f"votesRow_{number}")
            total.setFixedWidth(104)
            made.addWidget(total, number, len(columns) + 1)
            self.totals[question.key] = total
        self.order.append(self.spoilt)
        made.setColumnStretch(0, 1)
        made.setRowStretch(len(vote.questions) + 1, 1)
        self.holder.addWidget(scrolled(self.grid))

    def _load(self, sums: dict[str, dict[str, int]]) -> None:
        for key, cells in self.rows.items():
            for choice, cell in cells.items():
                held = sums.get(key, {}).get(choice)
                cell.setText("" if held is None else str(held))
        spoilt = sums.get(counting.WHOLE, {}).get(counting.ILLEGIBLE)
        self.spoilt.setText("" if spoilt is None else str(spoilt))

    def _row(self, key: str) -> dict[str, int]:
        found = {choice: _value(cell) for choice, cell in self.rows[key].items()}
        if counting.BLANK not in found and any(c.text() for c in self.rows[key].values()):
            rest = (self.vote.returned or 0) if self.vote else 0
            rest -= sum(found.values()) + _value(self.spoilt)
            found[counting.BLANK] = max(rest, 0)
        return found

    def _show_totals(self) -> None:
        """Say of each row whether it adds up, and by how much it does not."""
        if self.vote is None:
            return
        returned, wrong, empty = self.vote.returned or 0, 0, 0
        for key, tag in self.totals.items():
            total = sum(self._row(key).values()) + _value(self.spoilt)
            if not any(cell.text() for cell in self.rows[key].values()):
                empty += 1
                tag.set("")
            elif total == returned:
                tag.set(f"{total} ✓", "ok")
            else:
                wrong += 1
                gap = total - returned
                tag.set(f"{total}，{'多' if gap > 0 else '少'} {abs(gap)}", "bad")
        if wrong:
            self.state.set(f"{wrong}项对不上，请核对合计表", "bad")
        elif empty:
            self.state.set(f"还有{empty}项没有录", "info")
        else:
            self.state.set(f"{len(self.totals)}项都等于收回的{returned}张", "ok")
        self.finish.setEnabled(not wrong and not empty)

    def take_focus(self) -> None:
        """Put the keyboard on the first number still wanted."""
        wanted = next((cell for cell in self.order if not cell.text()), self.spoilt)
        wanted.setFocus()
        wanted.selectAll()

    # -- keys ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, the arrows go up and down a column."""
        if event.type() == QEvent.Type.KeyPress and watched in self.order:
            return self._key(self.order.index(watched), event)  # type: ignore[arg-type]
        return super().eventFilter(watched, event)

    def _key(self, at: int, event: QKeyEvent) -> bool:
        wide = len(self._columns(self.vote)) if self.vote else 1
        steps = {Qt.Key.Key_Up: -wide, Qt.Key.Key_Down: wide}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if at == len(self.order) - 1:
                if self.finish.isEnabled():
                    self.submit()
                return True
            to = at + 1
        elif event.key() in steps:
            to = at + steps[Qt.Key(event.key())]
        else:
            return False
        if 0 <= to < len(self.order):
            self.order[to].setFocus()
            self.order[to].selectAll()
        return True

    # -- doing -----------------------------------------------------------------------

    def submit(self) -> None:
        """Enter the sums and end the count."""
        if self.count is None:
            return
        rows, spoilt = {key: self._row(key) for key in self.rows}, _value(self.spoilt)
        run, count = counting.enter_sums, self.count.id
        if not self.host.guard(run, self.office, count, rows, spoilt, default=True):
            return
        if self.host.guard(counting.finish_count, self.office, count, default=True):
            self.finished.emit()


def _number(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setValidator(QIntValidator(0, 9999, made))
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setFixedWidth(_MOST)
    return made


def _value(cell: QLineEdit) -> int:
    return int(cell.text() or 0)
