"""发票与收票: what went out, what came back, who counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from meetingdesk.actions import counting, merging, votes
from meetingdesk.panels.votes import taking
from meetingdesk.shell.widgets import Banner, Card, Form, button, confirm, label

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host

_NAMES = (
    ("teller_chief", "总监票人", "votesTellerChief"),
    ("tellers", "监票人", "votesTellers"),
    ("counters", "计票人", "votesCounters"),
)
#: what the numbers will mean, before they are there
_MEANING = "收回的票等于或少于发出的票，投票有效；多于发出的，投票无效。"


class PollingPage(QWidget):
    """Papers out and in; then the first count begins."""

    started = Signal(int)

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        outer.addWidget(self._papers())
        outer.addWidget(self._people())
        outer.addStretch(1)

    def _papers(self) -> Card:
        self.papers = Card("发票与收票", hint="按监票人清点的数登记")
        row = QHBoxLayout()
        row.setSpacing(24)
        out, back = Form(label_width=30), Form(label_width=30)
        self.issued = out.add_int("issued", "发出", suffix=" 张")
        self.returned = back.add_int("returned", "收回", suffix=" 张")
        self.issued.setObjectName("votesIssued")
        self.returned.setObjectName("votesReturned")
        for form in (out, back):
            form.setFixedWidth(190)
            row.addWidget(form)
        self.register = button("登记票数", self.register_papers)
        self.register.setObjectName("votesRegister")
        row.addWidget(self.register)
        row.addStretch(1)
        self.papers.add(row)
        self.warning = Banner()
        self.warning.setObjectName("votesWarning")
        self.papers.add(self.warning)
        return self.papers

    def _people(self) -> Card:
        card = Card("计票", hint="姓名印在计票报告单上")
        columns = QHBoxLayout()
        columns.setSpacing(28)
        left, right = Form(label_width=70), Form(label_width=70)
        columns.addWidget(left, 1)
        columns.addWidget(right, 1)
        self.names: dict[str, QLineEdit] = {}
        for form, (key, words, name) in zip((left, left, right), _NAMES, strict=True):
            edit = form.add_text(key, words)
            edit.setObjectName(name)
            edit.editingFinished.connect(lambda k=key, e=edit: self._name(k, e.text()))
            self.names[key] = edit
        self.counter = right.add_text("counter", "第一遍由", required=True)
        self.counter.setObjectName("votesCounter1")
        self.counter.setToolTip("录入第一遍的人；第二遍须换人")
        card.add(columns)
        card.body.addSpacing(6)
        self.hint = label("", "soft")
        row = QHBoxLayout()
        self.unopen = button("撤回开票", self._unopen)
        self.unopen.setObjectName("votesUnopen")
        self.unopen.setToolTip("回到拟定，可以改票面，并按新的签到重新确定人数")
        row.addWidget(self.unopen)
        row.addWidget(self.hint)
        row.addStretch(1)
        self.job = button("导出计票任务", self._ask_job)
        self.job.setObjectName("votesExportJobEarly")
        self.job.setToolTip("交给另一台电脑同时计票；文件里没有票")
        row.addWidget(self.job)
        self.begin = button("开始计票", self.start, kind="primary")
        self.begin.setObjectName("votesStartCount")
        row.addWidget(self.begin)
        card.add(row)
        return card

    def show_vote(self, vote: VoteView) -> None:
        """Show an opened vote."""
        fresh = self.vote is None or self.vote.id != vote.id
        self.vote = vote
        self.papers.setVisible(vote.on_paper)
        if fresh or vote.issued is not None:
            self.issued.setValue(vote.issued if vote.issued is not None else vote.present or 0)
        if fresh or vote.returned is not None:
            self.returned.setValue(
                vote.returned if vote.returned is not None else self.issued.value()
            )
        for key, edit in self.names.items():
            if edit.text() != getattr(vote, key):
                edit.setText(getattr(vote, key))
        if fresh or not self.counter.text():
            self.counter.setText(self.office.who)
        ready = vote.issued is not None and vote.returned is not None
        self.begin.setEnabled(ready)
        self.job.setEnabled(ready)
        self.job.setVisible(vote.on_paper and not vote.count_only)
        self.unopen.setVisible(not vote.count_only)
        for control in (self.issued, self.returned, self.register):
            control.setEnabled(not vote.count_only)
        self.hint.setText("" if ready else "登记发出和收回的票数后，就可以开始计票")
        if fresh and vote.returned is None:
            # stands where the verdict will: nothing moves under the pointer that registers
            self.warning.show_message(_MEANING, "info")
        elif fresh:
            self.warning.clear()

    def take_focus(self) -> None:
        """Put the keyboard on the first number still wanted."""
        ready = self.vote is not None and self.vote.returned is not None
        (self.begin if ready else self.issued).setFocus()
        if not ready:
            self.issued.selectAll()

    def _name(self, key: str, value: str) -> None:
        vote = self.vote
        if vote is not None and getattr(vote, key) != value.strip():
            self.host.guard(votes.edit_vote, self.office, vote.id, **{key: value})

    def register_papers(self) -> None:
        """Record both numbers; ask first when they would void the vote."""
        issued, returned = self.issued.value(), self.returned.value()
        if returned > issued:
            confirm(
                self,
                "收回多于发出，本次投票将作废",
                f"发出{issued}张，收回{returned}张。票数确实如此的，投票无效，应重新投票；"
                "如是点错或填错，请取消后更正。",
                lambda: self._register(issued, returned),
                ok="登记并作废",
                danger=True,
            ).setObjectName("votesVoidSheet")
            return
        self._register(issued, returned)

    def _register(self, issued: int, returned: int) -> None:
        vote = self.vote
        if vote is None:
            return
        told: list[str] = []
        # the smaller step first, so that a corrected pair is never void in between
        steps = [(votes.set_issued, issued), (votes.set_returned, returned)]
        if vote.returned is not None and issued < vote.returned:
            steps.reverse()
        for step, number in steps:
            found = self.host.guard(step, self.office, vote.id, number)
            if found is None:
                return
            told += found
        if told:
            self.warning.show_message("\n".join(told), "warn")
        else:
            self.warning.show_message("发出与收回相符，投票有效。", "ok")
        self.take_focus()

    def _unopen(self) -> None:
        if self.vote and self.host.guard(
            votes.unopen_vote, self.office, self.vote.id, default=True
        ):
            self.host.toast("已撤回开票", undo=True)

    def _ask_job(self) -> None:
        if self.vote is not None:
            name = f"计票任务-{self.vote.title}.json"
            taking.ask_place(self, "导出计票任务", name, self.write_job)

    def write_job(self, path: Path) -> None:
        """Write the vote as a job for another desk."""
        if self.vote is not None:
            taking.write(path, merging.export_job, self.office, self.vote.id, self.host)

    def start(self) -> None:
        """Begin the first count."""
        vote = self.vote
        if vote is None:
            return
        name = self.counter.text()
        made = self.host.guard(counting.start_count, self.office, vote.id, 1, name)
        if made is not None:
            self.started.emit(made)
