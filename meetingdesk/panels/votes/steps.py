"""The next legal step after a result, as a button beside its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import votes
from meetingdesk.shell.widgets import Tag, button, label

if TYPE_CHECKING:
    from meetingdesk.actions.votes import FollowUp, NextStep, VoteView
    from meetingdesk.shell.panel import Host


class StepsBox(QWidget):
    """Lists what the rule asks for; a step drafted already is opened instead."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        self.setObjectName("votesSteps")
        self.setAccessibleName("下一步")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(8)

    def show_vote(self, vote: VoteView) -> None:
        """Show the steps open to ``vote``."""
        self.vote = vote
        while (item := self.rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        steps = votes.next_steps(self.office, vote.id)
        for step in steps:
            self.rows.addWidget(self._row(step))
        after = votes.follow_ups(self.office, vote.id)
        if after:
            self.rows.addWidget(self._after(after))
        self.setVisible(bool(steps or after))

    def _after(self, found: list[FollowUp]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Tag("后续", "info"))
        row.addWidget(label("".join(one.text for one in found), wrap=True), 1)
        go = button("列入审议意见", self.enter)
        go.setObjectName("votesFollowUps")
        row.addWidget(go)
        return made

    def enter(self) -> None:
        """Enter the consequences as opinions on the vote's item."""
        vote = self.vote
        if vote is None:
            return
        done = self.host.guard(votes.add_follow_ups, self.office, vote.id)
        if done is not None:
            self.show_vote(vote)
            self.host.toast(f"已列入审议意见{done}条", undo=True)

    def _row(self, step: NextStep) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Tag("下一步", "warn"))
        row.addWidget(label(f"{step.why}{step.lacking}", wrap=True), 1)
        if step.lacking:
            return made
        words = "打开已拟定的一次" if step.done else step.label
        go = button(words, lambda: self.take(step), kind="plain" if step.done else "primary")
        go.setObjectName(f"votesStep_{step.key}")
        row.addWidget(go)
        return made

    def take(self, step: NextStep) -> None:
        """Draft the step's vote, or open the one drafted already."""
        vote = self.vote
        if vote is None:
            return
        made = step.done or self.host.guard(votes.take_step, self.office, vote.id, step.key)
        if made is None:
            return
        if step.meeting_id is not None and step.meeting_id != vote.meeting_id:
            self.host.set_meeting(step.meeting_id)
        self.host.open_panel("votes", vote_id=made)
