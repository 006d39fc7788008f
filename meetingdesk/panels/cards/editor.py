"""Editing one own card: the form, what the rule then says, what is wrong, and a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from meetingdesk.actions import cardbook
from meetingdesk.panels.cards.form import CardForm
from meetingdesk.panels.cards.trial import TrialCard
from meetingdesk.shell import keys
from meetingdesk.shell.widgets import Card, Tag, button, label, scrolled

if TYPE_CHECKING:
    from meetingdesk.actions.cardbook import BookCard
    from meetingdesk.shell.panel import Host

_PAUSE_MS = 180


class CardEditor(QWidget):
    """The page that edits one own card; ``left`` asks for the list again."""

    left = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.own_id: int | None = None
        self._start: dict[str, Any] = {}
        #: changes left unsaved, by card: the version they were made on and the form as it stood
        self._unsaved: dict[int, tuple[str, dict[str, Any]]] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        outer.addLayout(self._head())
        columns = QHBoxLayout()
        columns.setSpacing(18)
        outer.addLayout(columns, 1)
        self.form = CardForm()
        columns.addWidget(scrolled(self.form), 66)
        side = QVBoxLayout()
        side.setSpacing(14)
        columns.addLayout(side, 34)
        side.addWidget(self._words(), 1)
        self.trial = TrialCard(across=2)
        side.addWidget(self.trial)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        self.form.changed.connect(self._pause.start)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.setContentsMargins(-8, 0, 0, 0)
        back = button("全部规则", self.leave, kind="ghost", icon="caret-left")
        back.setObjectName("cardBack")
        self.name = label("", "card")
        self.version = Tag()
        self.note = QLineEdit()
        self.note.setObjectName("cardNote")
        self.note.setAccessibleName("修改说明")
        self.note.setPlaceholderText("修改说明，如 2026年测评办法")
        self.note.setMinimumWidth(240)
        self.save = button("存为新版本", self.submit, kind="primary")
        keys.bind(self.save, "cards.存为新版本")
        self.save.setObjectName("cardSave")
        row.addWidget(back)
        row.addWidget(self.name)
        row.addWidget(self.version)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addWidget(self.save)
        return row

    def _words(self) -> Card:
        card = Card("这张规则说的是")
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(10)
        self.problems = label("", "error", wrap=True)
        self.problems.setObjectName("cardProblems")
        self.rule = label("", wrap=True)
        self.rule.setObjectName("cardRule")
        self.lines_title = label("票上的说明", "card")
        self.lines = label("", "label", wrap=True)
        for made in (self.problems, self.rule, self.lines_title, self.lines):
            box.addWidget(made)
        box.addStretch(1)
        card.add(scrolled(inside), 1)
        return card

    # -- showing ---------------------------------------------------------------------

    def show_card(self, card: BookCard) -> None:
        """Edit the latest version of an own card."""
        if card.own_id is None:
            return
        self.own_id = card.own_id
        self.form.set_values(cardbook.versions(self.office, card.own_id)[0].values)
        self._start = self.form.values()
        version, values = self._unsaved.pop(card.own_id, ("", {}))
        if version == card.view.version:
            self.form.set_values(values)
        self.name.setText(card.view.title)
        self.version.set(card.view.version, "neutral")
        self.note.clear()
        self.check()

    def load(self, values: dict[str, Any], note: str) -> None:
        """Put another version's table into the form; it is only kept when saved."""
        self.form.set_values(values)
        self.note.setText(note)
        self.check()

    def take_focus(self) -> None:
        """Put the keyboard in the first field."""
        self.form.head.fields["title"].control.setFocus()

    def check(self) -> None:
        """Say what is wrong, or what the rule now says."""
        self._pause.stop()
        values = self.form.values()
        wrong = cardbook.problems_of(values)
        self.problems.setText("\n".join(str(p) for p in wrong))
        self.problems.setVisible(bool(wrong))
        self.save.setEnabled(not wrong)
        view = cardbook.words_of(values)
        if view is not None:
            self.rule.setText(view.words.replace("。", "。\n").strip())
            self.lines.setText("\n".join(f"{n}．{w}" for n, w in enumerate(view.ballot_lines, 1)))
        for made in (self.lines_title, self.lines):
            made.setVisible(view is not None and bool(view.ballot_lines))
        self.rule.setVisible(view is not None)
        self.trial.show_card(values)

    # -- doing -----------------------------------------------------------------------

    def submit(self) -> None:
        """Save as the next version."""
        if self.own_id is None:
            return
        number = self.host.guard(
            cardbook.save_card, self.office, self.own_id, self.form.values(),
            note=self.note.text(),
        )  # fmt: skip
        if number is not None:
            self._start = self.form.values()
            self.host.toast(f"已存为第{number}版", undo=True)
            self.left.emit()

    def losing(self) -> str:
        """Say that changes were not saved, "" if all are."""
        open_ = self.own_id is not None and self.form.values() != self._start
        return "规则卡有改动没有保存，关闭后就没有了。" if open_ or self._unsaved else ""

    def leave(self) -> None:
        """Go back; changes not saved wait here until the card is edited again."""
        values = self.form.values()
        if self.own_id is not None and values != self._start:
            self._unsaved[self.own_id] = (self.version.text(), values)
            self.host.toast("改动还没有保存，再点“修改”可以接着改")
        self.left.emit()
