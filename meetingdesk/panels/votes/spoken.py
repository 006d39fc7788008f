"""无异议: the chair asks, nobody or somebody objects; no ballots, one recorded outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import certify, votes
from meetingdesk.shell.widgets import Card, Form, button, label, line

if TYPE_CHECKING:
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host


class SpokenPage(QWidget):
    """Records what the chair heard and certifies it at once."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card("主持人询问", hint="没有票，只登记结果", margins=22)
        outer.addWidget(card)
        self.words = label("", "page", wrap=True)
        self.words.setObjectName("votesSpokenWords")
        card.add(self.words)
        card.body.addSpacing(10)
        row = QHBoxLayout()
        self.none = button("没有意见，通过", self.nobody, kind="primary")
        self.none.setObjectName("votesNoObjection")
        row.addWidget(self.none)
        row.addStretch(1)
        card.add(row)
        card.add(line())
        card.add(
            label("有人提出异议的，不能以这种方式通过，应改用举手或投票表决。", "soft", wrap=True)
        )
        again = QHBoxLayout()
        form = Form(label_width=70)
        self.number = form.add_int("objections", "异议人数", 1, low=1, suffix=" 人")
        self.number.setObjectName("votesObjections")
        form.setFixedWidth(220)
        again.addWidget(form)
        self.some = button("登记有异议", self.somebody)
        self.some.setObjectName("votesObjected")
        again.addWidget(self.some)
        again.addStretch(1)
        self.unopen = button("撤回开票", self._unopen)
        self.unopen.setObjectName("votesUnopenSpoken")
        again.addWidget(self.unopen)
        card.add(again)
        card.body.addStretch(1)

    def show_vote(self, vote: VoteView) -> None:
        """Show an opened vote."""
        self.vote = vote
        text = "；".join(q.text for q in vote.questions)
        self.words.setText(f"{text}，有没有意见？")
        self.number.setMaximum(max(vote.present or 1, 1))
        self.unopen.setVisible(vote.sums is None)

    def take_focus(self) -> None:
        """Put the keyboard on the usual answer."""
        self.none.setFocus()

    def nobody(self) -> None:
        """Record that nobody objected."""
        self._record(0)

    def somebody(self) -> None:
        """Record how many objected."""
        self._record(self.number.value())

    def _record(self, number: int) -> None:
        vote = self.vote
        if vote is None:
            return
        run = votes.record_no_objection
        if self.host.guard(run, self.office, vote.id, number, default=True):
            self.host.guard(certify.certify, self.office, vote.id)

    def _unopen(self) -> None:
        vote = self.vote
        if vote and self.host.guard(votes.unopen_vote, self.office, vote.id, default=True):
            self.host.toast("已撤回开票", undo=True)
