"""举手、表决器: one question entered by its sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from meetingdesk.actions import counting
from meetingdesk.shell.widgets import Card, Form, Tag, button, label

if TYPE_CHECKING:
    from meetingdesk.actions.counting import CountView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host


class TotalsPage(QWidget):
    """One number a choice; who did not vote is what remains of those present."""

    counted = Signal(object)
    finished = Signal()

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.count: CountView | None = None
        self.vote: VoteView | None = None
        self.fields: dict[str, QSpinBox] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card("录入表决结果", margins=22)
        outer.addWidget(self.card)
        self.question = label("", wrap=True)
        self.card.add(self.question)
        self.card.body.addSpacing(6)
        self.form = Form()
        self.holder = QVBoxLayout()
        self.card.add(self.holder)
        self.rest = Tag()
        self.rest.setObjectName("votesRest")
        row = QHBoxLayout()
        row.addWidget(self.rest)
        row.addStretch(1)
        self.card.add(row)
        self.card.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.finish = button("录入并结束", self.submit, kind="primary")
        self.finish.setObjectName("votesTotalsFinish")
        foot.addWidget(self.finish)
        self.card.add(foot)

    def show_count(self, vote: VoteView, count: CountView) -> None:
        """Show the numbers of ``count``."""
        same = self.count is not None and self.count.id == count.id
        self.vote, self.count = vote, count
        self.question.setText("；".join(q.text for q in vote.questions))
        if not same:
            self._make_form(vote, count)
        self._show_rest()
        self.counted.emit(count)

    def _make_form(self, vote: VoteView, count: CountView) -> None:
        self.holder.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = Form()
        self.fields = {}
        for choice in vote.choices:
            held = count.sums[0].counts.get(choice.key, 0)
            spin = self.form.add_int(choice.key, choice.label, held, high=vote.returned or 0,
                                     suffix=" 票")  # fmt: skip
            spin.setObjectName(f"votesTotal_{choice.key}")
            spin.setMaximumWidth(200)
            self.fields[choice.key] = spin
        self.form.changed.connect(lambda *_: self._show_rest())
        self.holder.addWidget(self.form)

    def take_focus(self) -> None:
        """Put the keyboard on the first number."""
        for spin in self.fields.values():
            spin.setFocus()
            spin.selectAll()
            return

    def _show_rest(self) -> None:
        if self.vote is None:
            return
        whole = self.vote.returned or 0
        rest = whole - sum(spin.value() for spin in self.fields.values())
        name = "未按表决器" if self.vote.method == "按表决器" else "未表态"
        if rest < 0:
            self.rest.set(f"各项合计多于到会{whole}人，请核对", "bad")
        else:
            self.rest.set(f"{name} {rest} 人", "info" if rest else "ok")

    def submit(self) -> None:
        """Enter the numbers and end the count."""
        if self.count is None:
            return
        numbers = {key: spin.value() for key, spin in self.fields.items()}
        if self.host.guard(counting.enter_totals, self.office, self.count.id, numbers) is None:
            return
        if self.host.guard(counting.finish_count, self.office, self.count.id, default=True):
            self.finished.emit()
