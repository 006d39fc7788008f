"""确认的结果: the table, one sentence a question that says why, the code, what else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import certify
from meetingdesk.actions.certify import QuestionResult, Result, State
from meetingdesk.actions.vote_views import result_columns
from meetingdesk.panels.votes.steps import StepsBox
from meetingdesk.shell.widgets import (
    Card,
    Column,
    RecordTable,
    Tag,
    ask_text,
    button,
    label,
    line,
    scrolled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host

KINDS = {
    State.PASSED: "ok",
    State.FAILED: "bad",
    State.VOID: "bad",
    State.TIE: "warn",
    State.SHORTAGE: "warn",
    State.SECOND_ROUND: "warn",
    State.UNDECIDED: "warn",
}

#: height of the table's head line
_HEAD = 46
#: longer names than this take two lines
_ONE_LINE = 20


class ResultPage(QWidget):
    """Shows a certified vote; reopening needs a reason."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        self.table_card = Card("结果")
        self.code = Tag("", "neutral")
        self.code.setObjectName("votesCode")
        self.table_card.add_action(self.code)
        self.holder = QVBoxLayout()
        self.table_card.add(self.holder)
        self.table: RecordTable | None = None
        self._rows, self._row_high = 0, 36
        outer.addWidget(self.table_card)
        self.why_card = Card("说明")
        self.why_box = QVBoxLayout()
        self.why_box.setContentsMargins(0, 0, 8, 0)
        self.why_box.setSpacing(6)
        inside = QWidget()
        inside.setLayout(self.why_box)
        self.why_card.add(scrolled(inside), 1)
        self.steps = StepsBox(office, host)
        self.why_card.add(self.steps)
        self.why_card.add(self._foot())
        outer.addWidget(self.why_card, 1)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.reopen = button("重新打开", self._reopen)
        self.reopen.setObjectName("votesReopen")
        self.report = button("计票报告单", self._report, icon="printer")
        self.report.setObjectName("votesReport")
        row.addWidget(self.reopen)
        row.addStretch(1)
        row.addWidget(self.report)
        return row

    # -- showing ---------------------------------------------------------------------

    def show_vote(self, vote: VoteView) -> None:
        """Show a certified result."""
        self.vote = vote
        if vote.result is None:
            return
        result = Result.from_dict(vote.result)
        self.code.set(f"校验码 {vote.code}", "neutral")
        self._show_table(vote, result)
        self._show_why(vote, result)
        self.steps.show_vote(vote)

    def _show_table(self, vote: VoteView, result: Result) -> None:
        if self.table is not None:
            self.holder.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        details = {q.key: q.detail for q in vote.questions}

        def name(row: QuestionResult) -> str:
            detail = details.get(row.key, "")
            return f"{row.label}　{detail}" if detail else row.label

        long = any(len(name(row)) > _ONE_LINE for row in result.questions)
        columns = [Column("事项", name, stretch=True, wrap=long)]
        columns += [
            Column(c.label, partial(_votes, c.votes), width=64 if c.spare else 84,
                   align="right")
            for c in result_columns(self.office, vote.id)
        ]  # fmt: skip
        if any(r.score is not None for r in result.questions):
            columns.append(Column("平均分", _score, width=80, align="right"))
        if any(r.rank is not None for r in result.questions):
            columns.append(Column("名次", lambda r: r.rank, width=60, align="right"))
        columns.append(
            Column("结果", lambda r: r.outcome_label, width=130,
                   tag=lambda r: KINDS.get(r.state, "info"))
        )  # fmt: skip
        self.table = RecordTable(columns, name="表决结果", row_id=lambda r: r.key)
        self.table.setObjectName("votesResultTable")
        rows = list(result.questions)
        if vote.choosing is not None:
            rows.sort(key=lambda r: (r.rank or 0, r.state is not State.PASSED))
        self.holder.addWidget(self.table)
        self.table.set_rows(rows)
        self._rows, self._row_high = len(rows), 46 if long else 36
        self._fit()

    def _fit(self) -> None:
        """Show all rows if they take no more than half of the page."""
        if self.table is not None:
            shown = max((self.height() // 2 - 60) // self._row_high, 3)
            self.table.setFixedHeight(_HEAD + self._row_high * min(self._rows, shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table its share of the height."""
        super().resizeEvent(event)
        self._fit()

    def _show_why(self, vote: VoteView, result: Result) -> None:
        while (item := self.why_box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if len(result.questions) > 1:
            self.why_box.addWidget(_words(f"综合：{result.conclusion}。", "card"))
        for row in result.questions:
            self.why_box.addWidget(_words(f"{row.label}：{row.explanation}"))
            extra = [rate.text for rate in row.rates] + list(row.notes)
            if row.consequence:
                limit = f"（{row.consequence_months}个月内）" if row.consequence_months else ""
                extra.append(f"后续：{row.consequence}{limit}")
            if row.what_if:
                extra.append(_what_if(row))
            for words in extra:
                self.why_box.addWidget(_words(words, "soft"))
            self.why_box.addWidget(line())
        for words in vote.note.splitlines():
            self.why_box.addWidget(_words(words, "label"))
        self.why_box.addStretch(1)

    def take_focus(self) -> None:
        """Put the keyboard on the table."""
        if self.table is not None:
            self.table.setFocus()

    # -- doing -----------------------------------------------------------------------

    def _reopen(self) -> None:
        vote = self.vote
        if vote is not None:
            ask_text(
                self,
                "重新打开结果",
                "理由",
                lambda why: certify.reopen(self.office, vote.id, why),
                hint="结果退回计票，原结果和校验码留在备注里；再次确认前，报告单不再有效。",
            ).setObjectName("votesReopenSheet")

    def _report(self) -> None:
        if self.vote is not None:
            self.host.open_panel("documents", kind="计票报告单", vote_id=self.vote.id)


def _words(text: str, role: str = "") -> QWidget:
    return label(text, role, wrap=True)


def _what_if(row: QuestionResult) -> str:
    """Say what other bases would have meant; in few words when it is all the same."""
    met = row.short == 0
    if all(other.met == met for other in row.what_if):
        bases = "、".join(f"{w.base.label}{w.base_count}{w.base.unit}" for w in row.what_if)
        return f"换作其他基数（{bases}），结论相同。"
    return "换作其他基数：" + "；".join(w.text for w in row.what_if) + "。"


def _votes(votes: Mapping[str, int], row: QuestionResult) -> int | None:
    return votes.get(row.key)


def _score(row: QuestionResult) -> str:
    return "" if row.score is None else certify.decimal_text(row.score, 2)
