"""Parts of the draft page: the seats to fill, and what is voted on before the whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from meetingdesk.shell.widgets import Tag, button, label

if TYPE_CHECKING:
    from meetingdesk.actions.votes import VoteView

_STATES = {"已确认": "ok", "作废": "bad"}


class SeatsRow(QWidget):
    """应选名额 and 每票至多; 0 leaves them open. Shown only for votes that choose."""

    changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.seats, self.most = QSpinBox(), QSpinBox()
        for spin, name, words, blank in (
            (self.seats, "votesSeats", "应选名额", "未填"),
            (self.most, "votesMost", "每票至多", "同名额"),
        ):
            spin.setObjectName(name)
            spin.setAccessibleName(words)
            spin.setRange(0, 999)
            spin.setSpecialValueText(blank)
            spin.setFixedWidth(110)
            spin.lineEdit().setTextMargins(7, 0, 0, 0)
            spin.editingFinished.connect(self.settle)
            row.addWidget(label(words, "label"))
            row.addWidget(spin)
            row.addSpacing(16)
        self.says = label("", "soft")
        self.says.setObjectName("votesSeatsSay")
        row.addWidget(self.says)
        row.addStretch(1)

    def show_vote(self, vote: VoteView) -> None:
        """Show a draft's numbers, the card's own where none are given."""
        rule = vote.choosing
        self.setVisible(rule is not None)
        if rule is None:
            return
        with QSignalBlocker(self.seats), QSignalBlocker(self.most):
            self.seats.setValue(rule.seats or 0)
            self.most.setValue(vote.choose_at_most or 0)
        here = len(vote.questions)
        people = vote.kind == "选举"
        said = f"现列{here}{'名候选人' if people else '个项目'}"
        if rule.seats and here >= rule.seats:
            gap = here - rule.seats
            said += f"，差额{gap}{'名' if people else '个'}" if gap else "，等额"
        self.says.setText(said)

    def settle(self) -> None:
        """Tell what is typed."""
        if not self.isHidden():
            self.seats.interpretText()
            self.most.interpretText()
            self.changed.emit(self.seats.value(), self.most.value())


class BeforeList(QWidget):
    """Amendments and separate articles that go first, with the way to add one."""

    wanted = Signal(str)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 4, 0, 4)
        outer.setSpacing(6)
        head = QHBoxLayout()
        self.title = label("", "label")
        head.addWidget(self.title, 1)
        self.buttons = []
        for what, name in (("修正案", "votesAddAmendment"), ("单独表决", "votesAddArticle")):
            made = button(f"附{what}", partial(self.wanted.emit, what), kind="ghost")
            made.setObjectName(name)
            self.buttons.append(made)
            head.addWidget(made)
        outer.addLayout(head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        outer.addLayout(self.rows)

    def show_vote(self, vote: VoteView) -> None:
        """Show what comes before ``vote``; nothing for votes that have no such thing."""
        own = vote.whole_id is not None
        self.setVisible(vote.kind == "表决" or own)
        for made in self.buttons:
            made.setVisible(not own)
        if own:
            self.title.setText(f"{vote.relation}：先于全案付表决")
        else:
            self.title.setText(
                "先付表决，全部确认后才能表决全案"
                if vote.before
                else "有修正案、单独表决的，先付表决"
            )
        while (item := self.rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for before in vote.before:
            self.rows.addWidget(self._row(before.id, before.what, before.title,
                                          before.words or before.state,
                                          _STATES.get(before.state, "warn")))  # fmt: skip

    def _row(self, vote_id: int, what: str, title: str, said: str, tag: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Tag(what, "neutral"))
        words = label(title)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(words, 1)
        row.addWidget(Tag(said, tag))
        go = button("打开", lambda: self.opened.emit(vote_id), kind="ghost")
        go.setObjectName(f"votesBefore_{vote_id}")
        go.setAccessibleName(f"打开{title}")
        row.addWidget(go)
        return made
