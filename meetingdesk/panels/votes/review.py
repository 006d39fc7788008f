"""复核比对: the blind second count, where the two differ, and confirming the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from meetingdesk.actions import certify, counting, merging, rulings
from meetingdesk.panels.votes import taking
from meetingdesk.panels.votes.rulings import DoubtsCard
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import (
    Banner,
    Card,
    Column,
    RecordTable,
    Tag,
    button,
    label,
    scrolled,
)

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.votes import CountHead, VoteView
    from meetingdesk.shell.panel import Host

_ROUNDS = "一二"


class ReviewPage(QWidget):
    """Lists the counts without their values; compares them; confirms."""

    opened = Signal(int)

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        inner.setAccessibleName("复核与确认")
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        outer.addWidget(self._counts_card())
        outer.addWidget(self._compare_card(), 1)
        self.doubts = DoubtsCard(office, host)
        outer.addWidget(self.doubts)
        outer.addWidget(self._confirm_card())
        # what counts differ in is never squeezed, however low the window
        room.addWidget(scrolled(inner))

    def _counts_card(self) -> Card:
        card = Card("计票", hint="两遍互不可见，由不同的人录入")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        card.add(self.rows)
        self.second = QWidget()
        row = QHBoxLayout(self.second)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("第二遍由", "label"))
        self.counter = QLineEdit()
        self.counter.setObjectName("votesCounter2")
        self.counter.setAccessibleName("第二遍计票人")
        self.counter.setPlaceholderText("另一位计票人的姓名")
        self.counter.setFixedWidth(240)
        self.counter.returnPressed.connect(self.start_second)
        self.begin = button("开始复核", self.start_second, kind="primary")
        self.begin.setObjectName("votesStartSecond")
        row.addWidget(self.counter)
        row.addWidget(self.begin)
        row.addWidget(label("或", "soft"))
        self.merge = button("并入计票结果", self._ask_result)
        self.merge.setObjectName("votesMerge")
        self.merge.setToolTip("把另一台电脑导出的计票结果作为第二遍")
        row.addWidget(self.merge)
        row.addStretch(1)
        self.job = button("导出计票任务", self._ask_job, kind="ghost")
        self.job.setObjectName("votesExportJob")
        self.job.setToolTip("交给另一台电脑计票；文件里没有票")
        row.addWidget(self.job)
        card.add(self.second)
        self.hand_over = QWidget()
        over = QHBoxLayout(self.hand_over)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(label("这是带入的计票任务：录完后把计票结果交回原台账并入", "label"))
        over.addStretch(1)
        self.give = button("导出计票结果", self._ask_give, kind="primary")
        self.give.setObjectName("votesExportCount")
        over.addWidget(self.give)
        card.add(self.hand_over)
        return card

    def _compare_card(self) -> Card:
        self.compare = Card("比对")
        self.verdict = Banner()
        self.verdict.setObjectName("votesVerdict")
        self.verdict.dismiss.hide()
        self.compare.add(self.verdict)
        self.table = RecordTable(
            [
                Column("项目", lambda d: d[0], width=220, wrap=True),
                Column("不一致之处", lambda d: d[1], stretch=True, wrap=True),
                Column("第一遍", lambda _d: "隐去", width=80, align="center", soft=True),
                Column("第二遍", lambda _d: "隐去", width=80, align="center", soft=True),
            ],
            name="不一致之处",
            row_id=lambda d: d,
        )
        self.table.setObjectName("votesDifferences")
        self.table.setMinimumHeight(96)
        self.compare.add(self.table, 1)
        self.compare.body.addStretch(0)
        return self.compare

    def _confirm_card(self) -> Card:
        self.confirm = Card("确认结果")
        self.why = QWidget()
        box = QHBoxLayout(self.why)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(label("只计一遍的理由", "label"))
        self.reason = QLineEdit()
        self.reason.setObjectName("votesReason")
        self.reason.setAccessibleName("只计一遍的理由")
        self.reason.setPlaceholderText("将印在计票报告单上；有第二遍时不需填写")
        box.addWidget(self.reason, 1)
        self.confirm.add(self.why)
        row = QHBoxLayout()
        self.hint = label("确认后票、票数、人数、规则和次序一并锁定，并生成校验码。", "soft")
        row.addWidget(self.hint)
        row.addStretch(1)
        self.certify = button("确认结果", self.certify_vote, kind="primary")
        self.certify.setObjectName("votesCertify")
        row.addWidget(self.certify)
        self.confirm.add(row)
        return self.confirm

    # -- showing ---------------------------------------------------------------------

    def show_vote(self, vote: VoteView) -> None:
        """Show a vote that is being counted."""
        if self.vote is None or self.vote.id != vote.id:
            self.counter.clear()
            self.reason.clear()
        self.vote = vote
        while (item := self.rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for count in vote.counts:
            self.rows.addWidget(self._count_row(vote, count))
        closed = all(c.state == "完成" for c in vote.counts)
        two = len(vote.counts) > 1
        self.second.setVisible(vote.on_paper and not two and not vote.count_only)
        self.hand_over.setVisible(vote.count_only)
        self.give.setEnabled(closed)
        self._show_comparison(vote, two=two, closed=closed)
        found = rulings.doubts(self.office, vote.id)
        self.doubts.show_vote(vote, found, urgent=two)
        if found.open:
            self.certify.setEnabled(False)
        self.compare.setVisible(vote.on_paper and not vote.count_only)
        self.doubts.setVisible(bool(found.rows) and not vote.count_only)
        self.why.setVisible(vote.on_paper and not two)
        self.confirm.setVisible(closed and not vote.count_only)
        # one next step at a time: the second count first, then the result
        theme.set_role(self.certify, "primary" if two or not vote.on_paper else "")

    def _count_row(self, vote: VoteView, count: CountHead) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        name = label(f"第{_ROUNDS[count.number - 1]}遍　{count.counter}")
        name.setMinimumWidth(200)
        row.addWidget(name)
        done = count.state == "完成"
        words = "已录完" if done else "录票中"
        if count.way == "合计":
            words = f"按合计{words}"
        row.addWidget(Tag(f"{words} {count.entered} / {vote.returned}", "ok" if done else "info"))
        if count.from_paper:
            paper = Tag("断电补录", "warn")
            paper.setObjectName(f"votesFromPaper{count.number}")
            paper.setToolTip(f"断电后据纸质记录补录：{count.from_paper}")
            row.addWidget(paper)
        row.addStretch(1)
        again = button("更正" if done else "继续录入", lambda: self._resume(count))
        again.setObjectName(f"votesResume{count.number}")
        row.addWidget(again)
        return made

    def _show_comparison(self, vote: VoteView, *, two: bool, closed: bool) -> None:
        self.table.hide()
        self.compare.setVisible(vote.on_paper)
        if not two:
            self.verdict.show_message(
                "还没有第二遍计票",
                "info",
                "请另一位计票人从头再录一遍；只计一遍的，须写明理由才能确认。",
            )
        elif not closed:
            self.verdict.show_message("两遍都录完后自动比对", "info")
        else:
            found = counting.compare_counts(self.office, vote.id)
            names = {q.key: q.text for q in vote.questions}
            rows = [
                (names.get(key, "整体"), text.removeprefix(f"{names.get(key, '')}："))
                for key, text in found.differences
            ]
            self.table.set_rows(rows)
            self.table.setVisible(bool(rows))
            if found.waiting:
                self.verdict.show_message(found.waiting, "warn")
            elif found.agrees:
                self.verdict.show_message("两遍计票逐项一致，可以确认结果。", "ok")
            else:
                self.verdict.show_message(
                    f"两遍计票有{len(rows)}处不一致",
                    "bad",
                    "两边的数都不显示。请对照纸票重新核对这些项，在有误的一遍按“更正”。",
                )
        self.certify.setEnabled(self._ready(two=two, closed=closed))

    def _ready(self, *, two: bool, closed: bool) -> bool:
        return closed and (not two or not self.table.rows() or self.table.isHidden())

    def take_focus(self) -> None:
        """Put the keyboard on what comes next."""
        if self.hand_over.isVisibleTo(self):
            self.give.setFocus()
        elif self.doubts.isVisibleTo(self) and self.doubts.urgent:
            self.doubts.rule.setFocus()
        elif self.second.isVisibleTo(self):
            self.counter.setFocus()
        elif self.certify.isEnabled():
            self.certify.setFocus()

    # -- doing -----------------------------------------------------------------------

    def start_second(self) -> None:
        """Begin the second count."""
        if self.vote is None:
            return
        name = self.counter.text()
        if not name.strip():
            self.host.guard(_refuse_nameless)
            self.counter.setFocus()
            return
        made = self.host.guard(counting.start_count, self.office, self.vote.id, 2, name)
        if made is not None:
            self.opened.emit(made)

    def _resume(self, count: CountHead) -> None:
        if count.state == "完成":
            run = counting.resume_count
            if not self.host.guard(run, self.office, count.id, default=True):
                return
        self.opened.emit(count.id)

    def _ask_result(self) -> None:
        kinds = "计票结果 (*.json);;所有文件 (*)"
        taking.ask_file(self, self.merge_file, "并入计票结果", kinds)

    def merge_file(self, path: Path) -> None:
        """Merge another desk's count as the second one."""
        if self.vote is None:
            return
        made = self.host.guard(merging.merge_count, self.office, self.vote.id, str(path))
        if made is not None:
            self.host.toast("计票结果已并入")

    def _ask_job(self) -> None:
        if self.vote is not None:
            name = f"计票任务-{self.vote.title}.json"
            taking.ask_place(self, "导出计票任务", name, self.write_job)

    def write_job(self, path: Path) -> None:
        """Write the vote as a job for another desk."""
        if self.vote is not None:
            taking.write(path, merging.export_job, self.office, self.vote.id, self.host)

    def _ask_give(self) -> None:
        if self.vote is not None and self.vote.counts:
            name = f"计票结果-{self.vote.counts[0].counter}.json"
            taking.ask_place(self, "导出计票结果", name, self.write_result)

    def write_result(self, path: Path) -> None:
        """Write the count of a job, to be handed back."""
        if self.vote is not None and self.vote.counts:
            count = self.vote.counts[0].id
            taking.write(path, merging.export_count, self.office, count, self.host)

    def certify_vote(self) -> None:
        """Confirm the result."""
        vote = self.vote
        if vote is None:
            return
        code = self.host.guard(
            certify.certify, self.office, vote.id, reason=self.reason.text().strip()
        )
        if code is None:
            if self.why.isVisibleTo(self):
                self.reason.setFocus()
            return
        self.host.toast(f"结果已确认，校验码 {code}")


def _refuse_nameless() -> None:
    from meetingdesk.errors import Problem, Refused

    raise Refused("第二遍计票人没有填写。", Problem("请填写另一位计票人的姓名。", field="第二遍由"))
