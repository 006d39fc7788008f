"""表决与测评: the meeting's votes, and each of them from draft to certified result."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.actions import merging, rehearsal, votes
from meetingdesk.actions.certify import Result
from meetingdesk.panels.votes import taking
from meetingdesk.panels.votes.page import STATES, VotePage
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    RecordTable,
    Sheet,
    Tag,
    button,
    label,
    line,
    scrolled,
)

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.votes import Source, VoteView

_WHAT = {"item": "测评", "motions": "任免", "decision": "表决"}


class VotesPanel(Panel):
    """The list of votes with what still waits to be voted on; a vote opens in its place."""

    key, title, icon, group, order = "votes", "表决与测评", "check-square", "会中", 60
    tables: ClassVar[frozenset[str] | None] = frozenset(
        {
            "vote", "vote_order", "question", "count", "agenda_item", "motion", "motion_entry", "decision",
            "meeting", "attendance", "tenure", "ballot_form", "ballot_ledger",
        }
    )  # fmt: skip

    def build(self) -> None:
        """Make the list and the page of one vote."""
        self.stack = QStackedWidget()
        self.stack.setAccessibleName("表决与测评")
        self.body.addWidget(self.stack, 1)
        self.list_page = QWidget()
        row = QHBoxLayout(self.list_page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._list_card(), 65)
        row.addWidget(self._sources_card(), 35)
        self.stack.addWidget(self.list_page)

    @cached_property
    def page(self) -> VotePage:
        """The page of one vote, made when the first is opened."""
        made = VotePage(self.office, self.host)
        made.left.connect(self.show_list)
        self.stack.addWidget(made)
        return made

    def losing(self) -> str:
        """Say which scanned stacks are in no count yet."""
        made = self.__dict__.get("page")
        return made.scans.losing() if made is not None and made.scans is not None else ""

    def _on_page(self) -> bool:
        return self.stack.currentWidget() is not self.list_page

    def _list_card(self) -> Card:
        card = Card(margins=6)
        card.setAccessibleName("本次会议的表决")
        self.table = RecordTable(
            [
                Column("表决事项", lambda v: v.title, stretch=True, wrap=True),
                Column("种类", lambda v: v.kind, width=60, soft=True),
                Column("方式", lambda v: v.method, width=100, soft=True),
                Column("项数", lambda v: len(v.questions), width=56, align="right"),
                Column("状态", lambda v: v.state, width=84, tag=lambda v: STATES.get(v.state)),
                Column("结果", _result_words, width=150, soft=True, wrap=True),
            ],
            name="本次会议的表决",
            movable=True,
            empty=lambda: EmptyState(
                "这次会议还没有表决",
                "从右边待表决的事项拟定，或新建一次表决。",
                button("新建表决", self.new),
            ),
        )
        self.table.setObjectName("votesList")
        self.table.activated.connect(lambda v: self.show_vote(v.id))
        self.table.new_requested.connect(self.new)
        self.table.delete_requested.connect(self.delete)
        self.table.moved.connect(
            lambda v, to: self.host.guard(votes.move_vote, self.office, v.id, to)
        )
        card.add(self.table, 1)
        return card

    def _sources_card(self) -> Card:
        card = Card("待表决的事项", hint="取自议程、任免案和决定草案")
        inside = QWidget()
        self.sources_box = QVBoxLayout(inside)
        self.sources_box.setContentsMargins(0, 4, 8, 0)
        self.sources_box.setSpacing(10)
        card.add(scrolled(inside), 1)
        return card

    # -- showing ---------------------------------------------------------------------

    def set_meeting(self, meeting_id: Any | None) -> None:
        """Another meeting: back to its list."""
        if meeting_id != self.meeting_id and self.built:
            self.stack.setCurrentWidget(self.list_page)
        super().set_meeting(meeting_id)

    def refresh(self, change: Any | None = None) -> None:
        """Read the votes again, and the one that is open."""
        found = votes.votes_of(self.office, self.meeting_id) if self.meeting_id else []
        self.table.set_rows(found)
        self._show_sources()
        if self._on_page():
            wanted = self.page.vote.id if self.page.vote else None
            vote = next((v for v in found if v.id == wanted), None)
            if vote is None:
                self.show_list()
            else:
                self.page.show_vote(vote)

    def _show_sources(self) -> None:
        while (item := self.sources_box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        found = votes.sources(self.office, self.meeting_id) if self.meeting_id else []
        for number, source in enumerate(found):
            self.sources_box.addWidget(self._source_row(source, number))
            self.sources_box.addWidget(line())
        if not found:
            self.sources_box.addWidget(
                label("没有待表决的事项。议题写明测评对象、登记任免案或起草决定后，会列在这里。",
                      "label", wrap=True)
            )  # fmt: skip
        self.sources_box.addStretch(1)

    def _source_row(self, source: Source, number: int) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(source.title, wrap=True))
        words.addWidget(label(f"{_WHAT[source.what]} ・ {source.rows}项", "soft"))
        row.addLayout(words, 1)
        if source.used:
            row.addWidget(Tag("已拟定", "neutral"))
        else:
            draft = button("拟定", lambda: self.draft(source))
            draft.setObjectName(f"votesDraft_{source.what}_{source.ids[0]}")
            draft.setAccessibleName(f"拟定{source.title}")
            row.addWidget(draft)
        made.setObjectName(f"votesSource{number}")
        return made

    def show_list(self) -> None:
        """Go back to the list of votes."""
        self.stack.setCurrentWidget(self.list_page)
        if self.meeting_id:
            self.table.set_rows(votes.votes_of(self.office, self.meeting_id))
        self.host.actions_changed()
        self.table.setFocus()

    def show_vote(self, vote_id: int) -> None:
        """Open one vote."""
        vote = self.host.guard(votes.vote_view, self.office, vote_id)
        if vote is not None:
            self.page.show_vote(vote)
            self.stack.setCurrentWidget(self.page)
            self.host.actions_changed()
            self.page.take_focus()

    def focus_on(self, **focus: Any) -> None:
        """Show the vote another page asked for: ``vote_id``."""
        if focus.get("vote_id"):
            self.show_vote(focus["vote_id"])

    def take_focus(self) -> None:
        """Put the keyboard on the list or on the work of the open vote."""
        if self._on_page():
            self.page.take_focus()
        else:
            self.table.setFocus()

    # -- doing -----------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Offer a new vote while the list is shown, a rehearsal of the one that is open."""
        if self.built and self._on_page():
            hint = "在一份练习副本里从拟定做到确认，内容不进入台账"
            practising = getattr(self.office, "practice", False)
            return [] if practising else [Action("演练此表决", self.rehearse, "flask", hint=hint)]
        return [
            Action("带入计票任务", self.ask_job, hint="另一台电脑导出的表决，只在这里计票"),
            Action("新建表决", self.new, icon="plus", shortcut="Ctrl+N", primary=True,
                   enabled=self.meeting_id is not None)
        ]  # fmt: skip

    def commands(self) -> list[Action]:
        """Offer every vote of the meeting in the palette."""
        rows = self.table.rows() if self.built else []
        return [
            Action(f"打开：{v.title}", partial(self.show_vote, v.id), of_record=True) for v in rows
        ]

    def rehearse(self) -> None:
        """Open a practice copy of the open vote in a window of its own."""
        vote = self.page.vote
        if vote is None:
            return
        path = self.host.guard(rehearsal.rehearse, self.office, vote_id=vote.id)
        if path is not None:
            self.host.rehearse(path)

    def ask_job(self) -> None:
        """Ask for a 计票任务 of another desk."""
        kinds = "计票任务 (*.json);;所有文件 (*)"
        taking.ask_file(self, self.take_job, "带入计票任务", kinds)

    def take_job(self, path: Path) -> None:
        """Take another desk's vote in, to count it here."""
        made = self.host.guard(merging.take_job, self.office, str(path))
        if made is not None:
            vote = votes.vote_view(self.office, made)
            self.host.set_meeting(vote.meeting_id)
            self.show_vote(made)
            self.host.toast(f"已带入“{vote.title}”", undo=True)

    def draft(self, source: Source) -> None:
        """Draft the vote a source offers and open it."""
        made = self.host.guard(votes.draft_from, self.office, source)
        if made is not None:
            self.show_vote(made)

    def new(self) -> None:
        """Draft a vote by hand."""
        meeting_id = self.meeting_id
        if meeting_id is None:
            return

        def submit(sheet: Sheet) -> None:
            made = votes.draft_vote(self.office, meeting_id=meeting_id, **sheet.form.values())
            self.show_vote(made)

        sheet = Sheet(self, "新建表决", submit, ok="拟定")
        sheet.setObjectName("votesNewSheet")
        sheet.form.add_text("title", "标题", required=True)
        sheet.form.add_choice("kind", "种类", [(k, k) for k in votes.KINDS], votes.KINDS[0])
        ways = [("", "按种类的通常方式"), *((m, m) for m in votes.METHODS)]
        sheet.form.add_choice("method", "表决方式", ways, "")
        sheet.open()
        sheet.form.fields["title"].control.setFocus()

    def delete(self, vote: VoteView) -> None:
        """Delete a draft."""
        if self.host.guard(votes.delete_vote, self.office, vote.id, default=True):
            self.host.toast(f"已删除“{vote.title}”", undo=True)


def _result_words(vote: VoteView) -> str:
    if vote.result is None:
        running = next((c for c in vote.counts if c.state == "录票"), None)
        return f"已录 {running.entered} / {vote.returned}" if running else ""
    result = Result.from_dict(vote.result)
    if len(result.questions) == 1:
        return result.questions[0].outcome_label
    return result.conclusion
