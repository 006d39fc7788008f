"""录选票、票决票: candidates chosen by number or letter, how many of how many, other names written.

A name is toggled by one key; what is not typed is unmarked, or chosen where there are no more
candidates than seats (等额). A sheet with too many names is entered as it is and is void.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QListWidget

from meetingdesk.actions import counting
from meetingdesk.actions.votes import QuestionView
from meetingdesk.actions.write_ins import name_hints, written_key
from meetingdesk.panels.votes.count import CountPage
from meetingdesk.panels.votes.hand import Hand, Marks
from meetingdesk.panels.votes.keywords import spoken
from meetingdesk.panels.votes.sheet import LETTERS, fault_words
from meetingdesk.shell.widgets import Sheet

if TYPE_CHECKING:
    from meetingdesk.actions.counting import BallotView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.panels.votes.keywords import Cap

#: more rows than this are chosen by two digits
_ONE_DIGIT = 9


@dataclass
class Choosing(Hand):
    """A ballot that chooses names; names written on it follow the printed ones."""

    choice: str = ""
    #: most names on one ballot, None for no limit
    most: int | None = None
    printed: int = 0

    @property
    def usual(self) -> list[str]:
        """What an item not typed bears: chosen where everybody may be, unmarked otherwise."""
        full = self.most is None or self.printed <= self.most
        return [self.choices[0]] if full and len(self.choices) > 1 else []

    @property
    def chosen(self) -> int:
        """How many names the ballot chooses as it will be recorded."""
        if self.void:
            return 0
        return sum(given == [self.choice] for given in self.finished().values())

    @property
    def too_many(self) -> bool:
        """Whether the ballot chooses more than it may."""
        return self.most is not None and self.chosen > self.most

    @property
    def single(self) -> bool:
        """Whether a name is chosen or left alone, with nothing else to mark."""
        return len(self.choices) == 1

    def choose(self, at: int) -> bool:
        """Mark a choice; where there is but one, marking it again takes it back."""
        return self.toggle(self.cursor) if self.single else super().choose(at)

    def toggle(self, at: int) -> bool:
        """Choose the 0-based name ``at`` or take that back; tell whether there is one."""
        if not self.jump(at):
            return False
        self.void = False
        key = self.keys[at]
        if self.marks.get(key) == [self.choice]:
            self.marks.pop(key)
        else:
            self.marks[key] = [self.choice]
        return True

    def write(self, key: str) -> None:
        """Put a written name on the ballot, chosen."""
        if key not in self.keys:
            self.keys = (*self.keys, key)
        self.void = False
        self.marks[key] = [self.choice]
        self.cursor = self.keys.index(key)

    def back(self) -> bool:
        """Forget the last mark; a written name goes with it."""
        if self.cursor >= self.printed:
            key = self.keys[self.cursor]
            self.keys = tuple(k for k in self.keys if k != key)
            self.marks.pop(key, None)
            self.cursor = min(self.cursor, len(self.keys) - 1)
            return True
        return super().back()

    def clear(self) -> bool:
        """Begin the ballot again, without the names written on the last."""
        self.keys = self.keys[: self.printed]
        return super().clear()

    def load(self, marks: Marks) -> None:
        """Take a recorded ballot in hand again."""
        self.clear()
        names = sorted(key for key in marks if key not in (*self.keys, counting.WHOLE))
        self.keys += tuple(names)
        written = self.keys
        super().load(marks)
        if not self.void:
            self.keys = written
            self.marks = {key: list(marks.get(key, [])) for key in self.keys}

    def finished(self) -> Marks:
        """Return the ballot to record."""
        if self.void:
            return super().finished()
        whole = {counting.WHOLE: [counting.DOUBT]} if self.aside else {}
        return whole | {
            key: list(self.marks.get(key, self.usual if at < self.printed else []))
            for at, key in enumerate(self.keys)
        }


class ChoicePage(CountPage):
    """Enters one count of an election or of projects."""

    hand: Choosing
    #: the first of two digits typed
    _digit = ""

    def _hand_for(self, vote: VoteView) -> Hand:
        rule, self._digit = vote.choosing, ""
        keys = tuple(q.key for q in vote.questions)
        self.sheet.numbered = rule is None or not rule.single
        return Choosing(
            keys,
            tuple(c.key for c in vote.choices),
            choice=rule.choice if rule else "",
            most=rule.most if rule else None,
            printed=len(keys),
        )

    # -- showing ---------------------------------------------------------------------

    def _shown(self, done: bool = True) -> None:
        vote, hand = self.vote, self.hand
        if vote is None:
            return
        if tuple(q.key for q in self.sheet.questions) != hand.keys:
            extra = [
                QuestionView(-at, key, key[1:], "另选")
                for at, key in enumerate(hand.keys[hand.printed :], 1)
            ]
            self.sheet.set_sheet((*vote.questions, *extra), vote.choices, hand)
        super()._shown(done)
        if done and vote.choosing is not None and vote.choosing.write_in:
            self.sums.hide()  # a sheet of sums has no room for names written on ballots

    def _head_words(self) -> str:
        words, hand = super()._head_words(), self.hand
        if self.sheet.asleep or hand.most is None:
            return words
        digit = f"　{self._digit}_" if self._digit else ""
        return f"{words}　已选 {hand.chosen} / {hand.most}{digit}"

    def _marks(self) -> list[Cap]:
        rule = self.vote.choosing if self.vote else None
        names = ["many", "void", "illegible", "doubt", "aside"]
        if not self.hand.single:
            names[:0] = ["blank", "over"]
        if rule is not None and rule.write_in:
            names.insert(0, "other")
        return spoken(*names)

    def _moving_words(self) -> str:
        return "" if self.hand.single else super()._moving_words()

    def _enter_words(self) -> str:
        hand, label = self.hand, self.vote.choices[0].label if self.vote else ""
        if not hand.usual or hand.complete:
            return "录入"
        return f"其余{label}" if hand.marks else f"全部{label}"

    def _choosing_words(self) -> str:
        hand = self.hand
        if not hand.single or self.sheet.asleep:
            return ""
        two = "两位编号" if len(hand.keys) > _ONE_DIGIT else "编号"
        return f"{two}{'或字母' if len(hand.keys) > 5 else ''} 选／不选"

    def _show_note(self) -> None:
        super()._show_note()
        hand, count = self.hand, self.count
        if count is not None and not count.complete and not self._stopped and hand.too_many:
            self._say(
                f"选了{hand.chosen}名（项），多于规定的{hand.most}名（项）：照票录入，整票无效",
                "warn",
            )

    # -- keys ------------------------------------------------------------------------

    def _mark_key(self, key: int, text: str) -> bool:
        rule = self.vote.choosing if self.vote else None
        if text == "=" and rule is not None and rule.write_in:
            self.ask_name()
            return True
        if not self.hand.single:
            return super()._mark_key(key, text)
        if self._typed and self._typed in "0123456789":
            self._number(self._typed)
            return True
        self._digit = ""
        if text and text.lower() in LETTERS:
            self._shown(self.hand.toggle(LETTERS.index(text.lower())))
            return True
        return super()._mark_key(key, text)

    def _number(self, digit: str) -> None:
        """Choose by number: one digit, or two where there are more than nine rows."""
        if len(self.hand.keys) > _ONE_DIGIT and not self._digit:
            self._digit = digit
            self._shown()
            return
        number, self._digit = int(self._digit + digit), ""
        self.hand.toggle(number - 1)
        self._shown()

    def _enter(self) -> None:
        self._digit = ""
        super()._enter()

    # -- other names -----------------------------------------------------------------

    def ask_name(self) -> None:
        """Ask for a name written on the ballot; the roster helps with pinyin."""
        vote = self.vote
        if vote is None:
            return

        def submit(_sheet: Sheet) -> None:
            at = hints.currentRow()
            if at < 0 and hints.count() and not _is_name(edit.text()):
                at = 0
            self.hand.write(written_key(hints.item(at).text() if at >= 0 else edit.text()))
            self._shown()

        sheet = Sheet(self, "另选他人", submit, ok="写入本张", width=420,
                      hint="照票上所写录入姓名；可以用拼音或首字母从名册中找。")  # fmt: skip
        sheet.setObjectName("votesWrittenSheet")
        edit: QLineEdit = sheet.form.add_text("name", "姓名", required=True)
        edit.setObjectName("votesWrittenName")
        hints = QListWidget()
        hints.setObjectName("votesWrittenHints")
        hints.setAccessibleName("名册中的姓名")
        hints.setFixedHeight(150)
        hints.itemActivated.connect(lambda *_: sheet.submit())
        sheet.add(hints)

        def look(typed: str) -> None:
            hints.clear()
            hints.addItems(name_hints(self.office, vote.id, typed))

        edit.textChanged.connect(look)
        sheet.finished.connect(lambda *_: QTimer.singleShot(0, self.sheet, self.sheet.setFocus))
        sheet.open()
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what was entered ------------------------------------------------------------

    def _marks_words(self, ballot: BallotView) -> str:
        vote = self.vote
        rule = vote.choosing if vote else None
        if vote is None or rule is None or counting.WHOLE in ballot.marks:
            return super()._marks_words(ballot)
        names = {q.key: q.text for q in vote.questions}
        names.update({k: f"{k[1:]}（另选）" for k in ballot.marks if k not in names})
        said: dict[str, list[str]] = {}
        labels = {c.key: c.label for c in vote.choices}
        for key, name in names.items():
            given = list(ballot.marks.get(key, ()))
            if given:
                said.setdefault(fault_words(given) or labels[given[0]], []).append(name)
        return "　".join(f"{word}：{'、'.join(who)}" for word, who in said.items()) or "全部未划"


def _is_name(typed: str) -> bool:
    """Whether characters were typed, not the letters of pinyin."""
    return not typed.strip().isascii()
