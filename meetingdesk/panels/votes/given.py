"""汇总: figures counted elsewhere, row by row, for one or several electorates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from meetingdesk.actions import certify, votes
from meetingdesk.actions.vote_sums import BLANK, INVALID
from meetingdesk.shell.widgets import Card, Form, Tag, button, label, scrolled

if TYPE_CHECKING:
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host

_NUMBERS = (("issued", "发出"), ("returned", "收回"), ("invalid", "整票无效"), ("items", "件数"))


class GivenPage(QWidget):
    """Takes over sums, one electorate at a time; then the result is certified."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self.cells: dict[tuple[str, str], QSpinBox] = {}
        #: the rows and the electorate in the fields; what is typed there is left alone
        self._shown_for: tuple[object, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card("登记汇总票数", hint="照报来的数录入", margins=20)
        outer.addWidget(self.card)
        head = QHBoxLayout()
        self.part = QComboBox()
        self.part.setObjectName("votesPart")
        self.part.setAccessibleName("人员类别")
        self.part.activated.connect(lambda *_: self._show_part())
        head.addWidget(self.part)
        self.state = Tag()
        self.state.setObjectName("votesPartState")
        head.addWidget(self.state)
        head.addStretch(1)
        self.card.add(head)
        self.card.add(self._numbers())
        self.holder = QVBoxLayout()
        inside = QWidget()
        inside.setLayout(self.holder)
        self.card.add(scrolled(inside), 1)
        self.card.add(self._foot())

    def _numbers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        self.numbers: dict[str, QSpinBox] = {}
        for key, words in _NUMBERS:
            form = Form(label_width=28 if len(words) == 2 else 58)
            spin = form.add_int(key, words, -1, low=-1, high=99999)
            spin.setSpecialValueText(" ")
            spin.setObjectName(f"votesNumber_{key}")
            form.setFixedWidth(160 if len(words) == 2 else 190)
            self.numbers[key] = spin
            row.addWidget(form)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.unopen = button("撤回开票", self._unopen)
        self.unopen.setObjectName("votesUnopenSums")
        self.clear = button("清除已登记的票数", self._clear, kind="danger")
        self.clear.setObjectName("votesClearSums")
        self.save = button("登记", self.submit, kind="primary")
        self.save.setObjectName("votesSaveSums")
        self.certify = button("确认结果", self.finish, kind="primary")
        self.certify.setObjectName("votesCertifySums")
        row.addWidget(self.unopen)
        row.addWidget(self.clear)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.certify)
        return row

    # -- showing ---------------------------------------------------------------------

    def show_vote(self, vote: VoteView) -> None:
        """Show an opened vote."""
        fresh = self.vote is None or self.vote.id != vote.id
        self.vote = vote
        held = vote.sums or {}
        shown = [self.part.itemData(at) for at in range(self.part.count())]
        if fresh or shown != [key for key, _ in vote.electorates]:
            self._shown_for = ()
            self.part.clear()
            for key, words in vote.electorates:
                self.part.addItem(words, key)
        self.part.setVisible(bool(vote.electorates))
        left = [words for key, words in vote.electorates if key not in held]
        if vote.state == "计票":
            self.state.set("票数已登记，可以确认结果", "ok")
        elif held:
            self.state.set(f"还差：{'、'.join(left)}", "warn")
        else:
            self.state.set("")
        self.unopen.setVisible(not held)
        self.clear.setVisible(bool(held))
        self.certify.setVisible(vote.state == "计票")
        self._show_part()

    def _key(self) -> str:
        return str(self.part.currentData() or "")

    def _show_part(self) -> None:
        vote = self.vote
        if vote is None:
            return
        now = (vote.id, self._key(), vote.card_name, vote.questions)
        if self._shown_for == now:
            return
        self._shown_for = now
        held = (vote.sums or {}).get(self._key(), {"numbers": {}, "totals": {}})
        for key, spin in self.numbers.items():
            spin.setValue(held["numbers"].get(key, -1))
        while (item := self.holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.holder.addWidget(self._grid(vote, held["totals"]))
        self.holder.addStretch(1)

    def _grid(self, vote: VoteView, totals: dict[str, dict[str, int]]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 4, 8, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        columns = [(c.key, c.label) for c in vote.choices] + [(BLANK, "空白"), (INVALID, "无效")]
        for at, (_, words) in enumerate(columns, 1):
            grid.addWidget(label(words, "label"), 0, at, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(0, 1)
        self.cells = {}
        for row, question in enumerate(vote.questions, 1):
            name = f"{question.text}　{question.detail}" if question.detail else question.text
            grid.addWidget(label(name, wrap=True), row, 0)
            for at, (key, words) in enumerate(columns, 1):
                spin = QSpinBox()
                spin.setRange(0, 99999)
                spin.setFixedWidth(92)
                spin.lineEdit().setTextMargins(7, 0, 0, 0)
                spin.setValue(totals.get(question.key, {}).get(key, 0))
                spin.setObjectName(f"votesCell_{question.key}_{key}")
                spin.setAccessibleName(f"{name}　{words}")
                grid.addWidget(spin, row, at)
                self.cells[question.key, key] = spin
        return made

    def take_focus(self) -> None:
        """Put the keyboard on the first number."""
        self.numbers["issued"].setFocus()
        self.numbers["issued"].selectAll()

    # -- doing -----------------------------------------------------------------------

    def submit(self) -> None:
        """Take over the figures of the electorate shown, and go to the next one wanting."""
        vote = self.vote
        if vote is None:
            return
        totals: dict[str, dict[str, int]] = {}
        for (question, key), spin in self.cells.items():
            totals.setdefault(question, {})[key] = spin.value()
        numbers = {key: spin.value() for key, spin in self.numbers.items() if spin.value() >= 0}
        left = self.host.guard(
            votes.record_sums, self.office, vote.id, totals=totals, numbers=numbers,
            part=self._key(),
        )  # fmt: skip
        if left:
            self.part.setCurrentIndex(self.part.findText(left[0]))
            self._show_part()
            self.take_focus()
        elif left is not None:
            self.certify.setFocus()

    def finish(self) -> None:
        """Certify the result."""
        if self.vote is not None:
            self.host.guard(certify.certify, self.office, self.vote.id)

    def _clear(self) -> None:
        vote = self.vote
        if vote and self.host.guard(votes.clear_sums, self.office, vote.id, default=True):
            self._shown_for = ()
            self.show_vote(votes.vote_view(self.office, vote.id))
            self.host.toast("已清除登记的票数", undo=True)

    def _unopen(self) -> None:
        vote = self.vote
        if vote and self.host.guard(votes.unopen_vote, self.office, vote.id, default=True):
            self.host.toast("已撤回开票", undo=True)
