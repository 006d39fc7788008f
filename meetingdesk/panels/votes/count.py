"""录票: one ballot fills the view; no mouse needed, but every key can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import counting
from meetingdesk.panels.votes import taking
from meetingdesk.panels.votes.bundle import slip_of, slip_words
from meetingdesk.panels.votes.entered import entered_sheet, marks_words
from meetingdesk.panels.votes.hand import Hand, Marks
from meetingdesk.panels.votes.keywords import KeyCaps, spoken
from meetingdesk.panels.votes.sheet import LETTERS, BallotSheet, SheetArea
from meetingdesk.shell import keys
from meetingdesk.shell.widgets import (
    Card,
    Tag,
    ask_text,
    button,
    label,
)

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from meetingdesk.actions.counting import BallotView, CountView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.panels.votes.keywords import Cap
    from meetingdesk.shell.panel import Host


#: what the caps of Enter and ← stand for
_ENTER, _LEFT = "\n", "<"


class CountPage(QWidget):
    """Enters one count. ``counted`` tells of new sums; ``finished`` that the count is closed.

    ``by_sums`` asks for the 唱票 sheet in place of the ballots.
    """

    counted = Signal(object)
    finished = Signal()
    by_sums = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self.count: CountView | None = None
        self.hand = Hand((), ())
        #: what was entered since the page was opened, for ←; kept in memory only
        self._trail: list[tuple[Marks, int]] = []
        self._stopped = False
        #: the sums at the start of each bundle; in memory only, nothing on the desk knows bundles
        self._starts: list[CountView] = []
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card(margins=20)
        card.setAccessibleName("录票")
        outer.addWidget(card)
        head = QHBoxLayout()
        self.head = label("", "page")
        self.head.setObjectName("votesBallotNumber")
        self.copies = Tag()
        self.copies.setObjectName("votesCopies")
        keys.follow(self._keys_changed)
        #: what the last key wrote, whatever it is taken to mean
        self._typed = ""
        self.keys = KeyCaps("votesKeys", self._clicked)
        head.addWidget(self.head)
        self.aside = Tag()
        self.aside.setObjectName("votesAside")
        head.addWidget(self.copies)
        head.addWidget(self.aside)
        head.addStretch(1)
        head.addWidget(self.keys)
        card.add(head)
        self.sheet = BallotSheet()
        self.sheet.key_pressed.connect(self._key)
        self.sheet.box_clicked.connect(self._box)
        self.sheet.row_clicked.connect(lambda row: self._shown(self.hand.jump(row)))
        card.add(SheetArea(self.sheet), 1)
        self.more_keys = KeyCaps("votesMoreKeys", self._clicked)
        card.add(self.more_keys)
        card.add(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.note = Tag()
        self.note.setObjectName("votesNote")
        row.addWidget(self.note)
        row.addStretch(1)
        self.bundle = QComboBox()
        self.bundle.setObjectName("votesBundle")
        self.bundle.setAccessibleName("每捆张数")
        self.bundle.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for size in counting.BUNDLES:
            self.bundle.addItem(f"每捆{size}张" if size else "不分捆", size)
        self.bundle.currentIndexChanged.connect(lambda *_: self._rebundle())
        self.entered = button("已录的票", self._show_entered)
        self.entered.setObjectName("votesEntered")
        self.drop = button("作废本遍", self._discard, kind="ghost")
        self.drop.setObjectName("votesDiscard")
        self.finish = button("结束本遍", self.close_count, kind="primary")
        self.finish.setObjectName("votesFinish")
        self.take = button("从文件取", self._ask_file)
        self.take.setObjectName("votesTakeFile")
        self.take.setToolTip("从电子表格或交换文件取一遍计票")
        self.sums = button("按合计录入", self.by_sums.emit)
        self.sums.setObjectName("votesBySums")
        self.sums.setToolTip("照唱票合计表，每项录各选项的票数")
        for widget in (
            self.bundle, self.take, self.sums, self.entered, self.drop, self.finish
        ):  # fmt: skip
            row.addWidget(widget)
        return row

    # -- showing ---------------------------------------------------------------------

    def show_count(self, vote: VoteView, count: CountView) -> None:
        """Enter ``count``; the same count keeps the ballot in hand."""
        same = self.count is not None and self.count.id == count.id
        self.vote, self.count = vote, count
        if not same:
            self.hand = self._hand_for(vote)
            self._trail, self._stopped = [], False
            self.sheet.set_sheet(vote.questions, vote.choices, self.hand)
            self._starts = [count]
            with QSignalBlocker(self.bundle):
                self.bundle.setCurrentIndex(max(self.bundle.findData(count.bundle), 0))
        self._show_sums(count)
        self._shown()

    def _hand_for(self, vote: VoteView) -> Hand:
        keys = tuple(q.key for q in vote.questions)
        return Hand(keys, tuple(c.key for c in vote.choices))

    def take_focus(self) -> None:
        """Put the keyboard on the ballot."""
        self.sheet.setFocus()

    def _show_sums(self, count: CountView) -> None:
        self.count = count
        self.sheet.set_sums({row.key: row.counts for row in count.sums})
        self.counted.emit(count)

    def _shown(self, done: bool = True) -> None:
        """Show the ballot in hand after a key; a key that meant nothing changes nothing."""
        count, hand = self.count, self.hand
        if not done or count is None:
            return
        self.sheet.asleep = count.complete or self._stopped
        self._show_slip()
        self.head.setText(self._head_words())
        self.aside.set(self._aside_words(), "warn")
        self.copies.set(self._copies_words(), "info")
        self.finish.setVisible(count.complete)
        fresh = not count.entered and not hand.touched
        choosing = self.vote.choosing if self.vote else None
        self.take.setVisible(fresh)
        self.sums.setVisible(fresh and not (choosing and choosing.write_in))
        self.entered.setVisible(bool(count.entered))
        self.keys.show_caps(self._ends(), self._choosing_words())
        self.more_keys.setVisible(not self.sheet.asleep)
        self.more_keys.show_caps(self._marks(), self._moving_words())
        self._show_note()
        self.sheet.show_hand()

    def _keys_changed(self) -> None:
        self._shown()

    def _ends(self) -> list[Cap]:
        """Return what Enter and ← do now."""
        if self.sheet.asleep:
            done = self.count is not None and self.count.complete
            return [(_ENTER, f"Enter {'结束本遍' if done else '继续'}"), (_LEFT, "← 撤销上一张")]
        back = "清空本张" if self.hand.touched else "撤销上一张"
        return [(_ENTER, f"Enter {self._enter_words()}"), (_LEFT, f"← {back}")]

    def _enter_words(self) -> str:
        usual = self.vote.choices[0].label if self.vote else ""
        if self.hand.complete:
            return "录入"
        return f"其余{usual}" if self.hand.marks else f"全部{usual}"

    def _choosing_words(self) -> str:
        """Say how a choice is made where the sheet does not."""
        return ""

    def _marks(self) -> list[Cap]:
        return spoken("blank", "over", "many", "void", "illegible", "doubt", "aside")

    def _moving_words(self) -> str:
        far = "　字母键 跳到该项" if len(self.hand.keys) > 5 else ""
        return f"↑↓ 换项　退格 改前一项{far}"

    def _show_note(self) -> None:
        count, size = self.count, self.bundle.currentData()
        if count is None:
            return
        rest = self._slip_rest()
        if count.complete:
            words = f"收回的{count.returned}张已全部录入，按 Enter 结束本遍"
            self.note.set(f"{rest}　{words}" if rest else words, "ok")
        elif self._stopped:
            words = f"{rest}：与纸捆签核对，相符按 Enter"
            self.note.set(words, "warn")
        elif size:
            first = count.entered // size * size + 1
            last = min(first + size - 1, count.returned)
            number = (first - 1) // size + 1
            self.note.set(f"第 {number} 捆（{first}—{last}）：到第{last}张停下，核对捆签", "info")
        else:
            self.note.set("")

    # -- the bundle just ended ------------------------------------------------------

    def _at_slip(self) -> bool:
        """Whether the sums of a bundle stand on the sheet."""
        count = self.count
        if count is None or not self.bundle.currentData():
            return False
        return self._stopped or (count.complete and count.entered > self._starts[-1].entered)

    def _show_slip(self) -> None:
        count = self.count
        at = count is not None and self._at_slip()
        self.sheet.slip = slip_of(self._starts[-1], count) if at and count else None

    def _slip_rest(self) -> str:
        """Say what of the bundle stands in no box of the sheet."""
        count = self.count
        return slip_words(self._starts[-1], count) if count and self._at_slip() else ""

    def _head_words(self) -> str:
        count = self.count
        if count is None:
            return ""
        if count.complete:
            return "已全部录入"
        if self._stopped:
            return f"本捆小计（{self._starts[-1].entered + 1}—{count.entered}）"
        return f"第 {count.entered + 1} 张"

    def _copies_words(self) -> str:
        count, copies = self.count, self.hand.copies
        if copies is not None:
            return f"× {copies or '　'} 张相同的票"
        if count is not None and count.complete and self._at_slip():
            return f"末捆小计（{self._starts[-1].entered + 1}—{count.entered}）"
        return ""

    def _aside_words(self) -> str:
        count = self.count
        if self.hand.doubtful:
            return "整票疑难，放一边待裁定" if self.hand.aside else "疑难票，放一边待裁定"
        if count is not None and count.doubtful:
            return f"疑难票 {count.doubtful} 张"
        return ""

    def _say(self, words: str, kind: str = "info") -> None:
        self.note.set(words, kind)

    # -- keys ------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> None:
        """Understand one key; Ctrl and Alt belong to the window."""
        mods = event.modifiers()
        if mods & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return
        key, text = event.key(), keys.meant("count", event)
        self._typed = event.text()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        count = self.count
        if count is None or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return
        if enter:
            self._enter()
        elif key == Qt.Key.Key_Left:
            self._left()
        elif count.complete or self._stopped:
            return
        elif self.hand.copies is not None:
            self._copies_key(key, self._typed)
        elif not self._mark_key(key, text):
            return
        event.accept()

    def _clicked(self, text: str) -> None:
        """Do what the key with this character does; the keyboard stays on the ballot."""
        self._typed = ""
        awake = self.count is not None and not self.count.complete and not self._stopped
        if text == _ENTER:
            self._enter()
        elif text == _LEFT:
            self._left()
        elif awake and self.hand.copies is None:
            self._mark_key(0, text)
        elif awake and text == "+":
            self._copies_key(Qt.Key.Key_Escape, "")
        self.sheet.setFocus()

    def _mark_key(self, key: int, text: str) -> bool:
        hand = self.hand
        plain = {
            Qt.Key.Key_Up: lambda: hand.move(-1),
            Qt.Key.Key_Down: lambda: hand.move(1),
            Qt.Key.Key_Backspace: hand.back,
            Qt.Key.Key_Escape: hand.clear,
        }
        typed = {
            "0": hand.blank,
            "*": hand.over,
            "?": hand.illegible,
            "/": hand.illegible,
            "-": hand.toggle_void,
            ".": hand.doubt,
            ",": hand.toggle_aside,
        }
        if key in plain:
            self._shown(plain[Qt.Key(key)]())
        elif text == "+":
            hand.copies = ""
            self._shown()
        elif text in typed and text:
            self._shown(typed[text]())
        elif text and text in "123456789":
            self._shown(hand.choose(int(text) - 1))
        elif text and text.lower() in LETTERS:
            self._shown(hand.jump(LETTERS.index(text.lower())))
        else:
            return False
        return True

    def _copies_key(self, key: int, text: str) -> None:
        digits = self.hand.copies or ""
        if key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Backspace and not digits):
            self.hand.copies = None
        elif key == Qt.Key.Key_Backspace:
            self.hand.copies = digits[:-1]
        elif text.isdecimal() and text.isascii() and len(digits) < 4:
            self.hand.copies = digits + text
        self._shown()

    def _box(self, row: int, choice: int) -> None:
        if self.count is None or self.count.complete or self._stopped:
            return
        self.hand.jump(row)
        self._shown(self.hand.choose(choice))

    def _enter(self) -> None:
        count = self.count
        if count is None:
            return
        if count.complete:
            self.close_count()
        elif self._stopped:
            self._stopped = False
            self._starts.append(count)
            self._shown()
        elif self.hand.number:
            self._record()
        else:
            self._say("请输入张数，或按 Esc 取消", "warn")

    def _record(self) -> None:
        count, marks, copies = self.count, self.hand.finished(), self.hand.number
        if count is None:
            return
        run = counting.record_ballot
        if self.host.guard(run, self.office, count.id, marks, copies) is None:
            return
        self._trail.append((marks, copies))
        self.hand.clear()
        before = count.entered
        self._show_sums(counting.count_view(self.office, count.id))
        size = self.bundle.currentData()
        now = self.count.entered
        self._stopped = bool(size) and now // size > before // size and not self.count.complete
        self._shown()

    def _left(self) -> None:
        """Clear the ballot begun, or take the last one back into the hand."""
        count = self.count
        if count is None:
            return
        if self.hand.touched:
            self._shown(self.hand.clear())
            return
        if not self._trail:
            self._say("没有可撤销的上一张；以前录的票请在“已录的票”中更正", "warn")
            return
        marks, copies = self._trail[-1]
        run = counting.take_back_ballot
        if self.host.guard(run, self.office, count.id, marks, copies) is None:
            return
        self._trail.pop()
        self._stopped = False
        left = count.entered - copies
        while len(self._starts) > 1 and self._starts[-1].entered > left:
            self._starts.pop()
        self.hand.load(marks)
        if copies > 1:
            self.hand.copies = str(copies)
        self._show_sums(counting.count_view(self.office, count.id))
        self._begin_again()
        self._shown()
        many = f"{copies}张相同的票" if copies > 1 else "上一张"
        self._say(f"{many}已撤回：改好后按 Enter 重新录入，按 Esc 清空", "warn")

    def _begin_again(self) -> None:
        """Where a ballot of an older bundle was taken out, its bundle's sums begin afresh."""
        if self.count is not None and self._starts[-1].entered > self.count.entered:
            self._starts = [self.count]

    def _rebundle(self) -> None:
        if self.count is not None:
            run, size = counting.set_bundle, self.bundle.currentData()
            if self.count.state == "录票":
                self.host.guard(run, self.office, self.count.id, size)
            self._starts = [self.count]
        self._stopped = False
        self._shown()
        self.sheet.setFocus()

    def _ask_file(self) -> None:
        count = self.count
        if count is not None:
            taking.ask_file(self, self.take_file)

    def take_file(self, path: Path) -> None:
        """Show what a file would put into this count, and take it on 导入."""
        if self.count is not None:
            taking.file_sheet(self, self.office, self.count.id, path, self.host)

    # -- the count as a whole --------------------------------------------------------

    def close_count(self) -> None:
        """End this count."""
        if self.count is not None:
            done = self.host.guard(counting.finish_count, self.office, self.count.id, default=True)
            if done:
                self.finished.emit()

    def _discard(self) -> None:
        count = self.count
        if count is None:
            return
        ask_text(
            self,
            "作废本遍计票",
            "作废原因",
            lambda why: counting.discard_count(self.office, count.id, why),
            hint=f"已录的{count.entered}张将全部清除，须从头再录；原因记入日志。",
        ).setObjectName("votesDiscardSheet")

    def _show_entered(self) -> None:
        """List what was entered, to take a wrong one out."""
        if self.count is None or self.vote is None:
            return
        office, count_id = self.office, self.count.id
        sheet = entered_sheet(
            self, lambda: counting.ballots(office, count_id), self._marks_words, self._take_out
        )
        sheet.finished.connect(lambda *_: QTimer.singleShot(0, self.sheet, self.sheet.setFocus))

    def _take_out(self, ballot: BallotView) -> bool:
        """Take one ballot out of the list; say whether it went."""
        count, run = self.count, counting.take_back_ballot
        marks = {key: list(given) for key, given in ballot.marks.items()}
        if count is None or self.host.guard(run, self.office, count.id, marks) is None:
            return False
        # what ← would take back may be the very ballot just removed
        self._trail, self._stopped = [], False
        now = counting.count_view(self.office, count.id)
        self._starts = [now]
        self._show_sums(now)
        self._shown()
        return True

    def _marks_words(self, ballot: BallotView) -> str:
        return marks_words(self.vote, ballot)
