"""裁定疑难票: what was laid aside, what each item counts as, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import rulings
from meetingdesk.actions.counting import DOUBT, ILLEGIBLE, WHOLE
from meetingdesk.shell import theme
from meetingdesk.shell.widgets import Card, Column, Form, RecordTable, Sheet, Tag, button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.actions.rulings import Doubts, DoubtView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host

_VOID = "*void*"


class DoubtsCard(Card):
    """Says how many doubtful ballots there are and leads to their rulings."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__("疑难票", hint="放在一边的票，由总监票人对照纸票裁定")
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        #: whether a ruling is the next step
        self.urgent = False
        row = QHBoxLayout()
        self.state = Tag()
        self.state.setObjectName("votesDoubtState")
        row.addWidget(self.state)
        row.addStretch(1)
        self.rule = button("裁定疑难票", self.open)
        self.rule.setObjectName("votesRule")
        row.addWidget(self.rule)
        self.add(row)

    def show_vote(self, vote: VoteView, found: Doubts, *, urgent: bool) -> None:
        """Show the doubtful ballots of ``vote``; without any the card is not there.

        ``urgent``: both counts are done, so that ruling is what comes next.
        """
        self.vote = vote
        self.urgent = urgent and bool(found.open)
        theme.set_role(self.rule, "primary" if self.urgent else "")
        self.setVisible(bool(found.rows))
        total, left = sum(row.copies for row in found.rows), found.open
        if left:
            self.state.set(f"疑难票{total}张，还有{left}张待裁定；裁定以前不能确认结果", "warn")
        else:
            self.state.set(f"疑难票{total}张，都已裁定", "ok")
        self.rule.setText("裁定疑难票" if left else "查看裁定")

    def open(self) -> None:
        """Open the sheet of rulings."""
        if self.vote is not None:
            sheet = RulingSheet(self, self.office, self.vote, self.host)
            sheet.open()


class RulingSheet(Sheet):
    """One line for ballots marked alike; below it the ruling of the line chosen."""

    def __init__(self, parent: QWidget, office: Any, vote: VoteView, host: Host) -> None:
        super().__init__(
            parent,
            "裁定疑难票",
            hint="请总监票人对照纸票逐张裁定。理由只写票面情况，将印在计票报告单上。",
            ok="关闭",
            width=860,
        )
        self.office, self.vote, self.host = office, vote, host
        #: who ruled last rules next
        self.who = vote.teller_chief
        self.labels = {c.key: c.label for c in vote.choices}
        self.names = {q.key: q.text for q in vote.questions}
        self.cancel.hide()
        theme.set_role(self.ok, "")
        self.ok.setDefault(False)
        self.ok.setAutoDefault(False)
        self.table = RecordTable(
            [
                Column("疑难之处", self._where, width=170, wrap=True),
                Column("票面其余各项", self._rest, stretch=True, wrap=True, soft=True),
                Column("张数", lambda d: d.copies, width=56, align="right"),
                Column("裁定", self._said, width=260, wrap=True),
                Column("状态", lambda d: _left(d.open), width=92,
                       tag=lambda d: "warn" if d.open else "ok"),
            ],
            name="疑难票",
            row_id=lambda d: tuple(sorted(d.marks.items())),
        )  # fmt: skip
        self.table.setObjectName("votesDoubts")
        self.table.setMinimumHeight(230)
        self.table.chosen.connect(lambda *_: self._show_current())
        self.add(self.table, 1)
        self.holder = QVBoxLayout()
        self.add(self.holder)
        self.choices: dict[str, QComboBox] = {}
        self.ruling = Form(label_width=110)
        self.add(self._foot())
        self.setObjectName("votesRulingSheet")
        self.look()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.withdraw = button("撤回这一行的裁定", self._withdraw, kind="ghost")
        self.withdraw.setObjectName("votesWithdrawRuling")
        self.decide = button("裁定一张", self._rule, kind="primary")
        self.decide.setDefault(True)
        self.withdraw.setAutoDefault(False)
        self.decide.setObjectName("votesRuleOne")
        row.addWidget(self.withdraw)
        row.addStretch(1)
        row.addWidget(self.decide)
        return row

    # -- showing ---------------------------------------------------------------------

    def look(self) -> None:
        """Read the doubtful ballots again."""
        kept = self.table.current_id()
        found = rulings.doubts(self.office, self.vote.id).rows
        self.table.set_rows(found)
        wanting = next((row for row in found if row.open), None)
        current = next((r for r in found if tuple(sorted(r.marks.items())) == kept), None)
        chosen = current if current is not None and current.open else wanting or current
        if chosen is not None:
            self.table.select_id(tuple(sorted(chosen.marks.items())))
        self._show_current()

    def _show_current(self) -> None:
        doubt: DoubtView | None = self.table.current()
        while (item := self.holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.choices = {}
        self.ruling = Form(label_width=110)
        self.decide.setVisible(doubt is not None and doubt.open > 0)
        self.withdraw.setVisible(doubt is not None and bool(doubt.rulings))
        if doubt is None or doubt.open <= 0:
            words = "这一行的票都已裁定。" if doubt is not None else ""
            self.holder.addWidget(label(words, "soft"))
            return
        for key in doubt.items:
            title = "整票" if key == WHOLE else self.names.get(key, key)
            box = self.ruling.add_choice(f"item_{key}", title, self._outcomes(key))
            box.setPlaceholderText("请选择")
            box.setCurrentIndex(-1)
            box.setObjectName(f"votesOutcome_{key.replace('*', 'all')}")
            self.choices[key] = box
        self.ruling.add_text("who", "总监票人", self.who)
        self.ruling.add_text(
            "why", "裁定理由", "", placeholder="如：勾压在两格之间，大半在右边一格"
        )
        self.ruling.fields["who"].control.setObjectName("votesRulingWho")
        self.ruling.fields["why"].control.setObjectName("votesRulingWhy")
        self.holder.addWidget(self.ruling)

    def _outcomes(self, key: str) -> list[tuple[Any, str]]:
        if key == WHOLE:
            return [("", "整票有效，按票面计"), (_VOID, "整票无效")]
        said: list[tuple[Any, str]] = [(k, f"计入“{words}”") for k, words in self.labels.items()]
        return [*said, (ILLEGIBLE, "该项无效"), ("", "按未划计"), (_VOID, "整票无效")]

    def _where(self, doubt: DoubtView) -> str:
        return "、".join("整票" if k == WHOLE else self.names.get(k, k) for k in doubt.items)

    def _rest(self, doubt: DoubtView) -> str:
        said: dict[str, list[str]] = {}
        for key, name in self.names.items():
            given = doubt.marks.get(key, ())
            if given != (DOUBT,):
                said.setdefault(self._mark(given), []).append(name)
        if len(said) == 1 and len(next(iter(said.values()))) > 1:
            return f"都是{next(iter(said))}"
        return "；".join(f"{'、'.join(names)}{words}" for words, names in said.items())

    def _mark(self, given: Sequence[str]) -> str:
        if not given:
            return "未划"
        if ILLEGIBLE in given:
            return "无法辨认"
        return "多划" if len(given) > 1 else self.labels.get(given[0], given[0])

    def _said(self, doubt: DoubtView) -> str:
        return "；".join(
            f"{r.words}{f'（{r.copies}张）' if doubt.copies > 1 else ''}，{r.who}：{r.why}"
            for r in doubt.rulings
        )

    # -- doing -----------------------------------------------------------------------

    def _rule(self) -> None:
        doubt: DoubtView | None = self.table.current()
        if doubt is None:
            return
        given = {key: box.currentData() for key, box in self.choices.items()}
        if None in given.values() and _VOID not in given.values():
            self.show_problem("请对每个疑难之处选定裁定。")
            return
        outcome = (
            {WHOLE: [ILLEGIBLE]}
            if _VOID in given.values()
            else {key: [value] if value else [] for key, value in given.items()}
        )
        self.who, why = self.ruling.value("who"), self.ruling.value("why")
        self._do(rulings.rule_doubt, doubt.marks, outcome, self.who, why)

    def _withdraw(self) -> None:
        doubt: DoubtView | None = self.table.current()
        for ruling in doubt.rulings if doubt else ():
            run, one = rulings.withdraw_ruling, ruling
            self._do(run, doubt.marks if doubt else {}, one.ruled, one.who, one.why)

    def _do(self, run: Any, *given: Any) -> None:
        from meetingdesk.errors import DeskError

        self.banner.clear()
        try:
            run(self.office, self.vote.id, *given)
        except DeskError as error:
            self.show_problem(error)
            return
        self.look()


def _left(number: int) -> str:
    if number < 0:
        return f"多{-number}，撤回"
    return f"待裁 {number}" if number else "已裁定"
