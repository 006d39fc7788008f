"""票证台账: its equations always in sight, its lines, and writing another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meetingdesk.actions import ballotledger
from meetingdesk.actions.counting import Equation
from meetingdesk.panels.votes.side import Sum
from meetingdesk.shell.widgets import (
    Column,
    EmptyState,
    RecordTable,
    Sheet,
    button,
    label,
)

if TYPE_CHECKING:
    from meetingdesk.actions.ballotledger import Balance, EventView, LedgerView
    from meetingdesk.actions.votes import VoteView
    from meetingdesk.shell.panel import Host


class LedgerTab(QWidget):
    """The ledger of the vote at hand."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.setAccessibleName("票证台账")
        self.vote_id = 0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 10, 2, 0)
        outer.setSpacing(8)
        self.sums = QVBoxLayout()
        self.sums.setSpacing(1)
        outer.addLayout(self.sums)
        self.note = label("", "soft", wrap=True)
        self.note.setObjectName("votesLedgerNote")
        outer.addWidget(self.note)
        self.table = RecordTable(
            [
                Column("事项", lambda e: e.kind, width=86),
                Column("张数", lambda e: e.sheets or "", width=52, align="right"),
                Column("何处、何人", _where, stretch=True, soft=True, wrap=True),
                Column("日期", _day, width=88, soft=True),
            ],
            name="票证台账",
            sortable=True,
            empty=lambda: EmptyState(
                "台账还是空的", "印制时自动记下张数；发票按排或桌登记，不记人名。"
            ),
        )
        self.table.setObjectName("votesLedger")
        self.table.delete_requested.connect(self.remove)
        self.table.new_requested.connect(self.add)
        outer.addWidget(self.table, 1)
        outer.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, words, run, kind in (
            ("votesLedgerAdd", "登记", self.add, "primary"),
            ("votesLedgerRemove", "移去", lambda: self.remove(self.table.current()), "plain"),
            ("votesLedgerRegister", "填入发出收回", self.register, "plain"),
        ):
            made = button(words, run, kind=kind)
            made.setObjectName(name)
            row.addWidget(made)
            if name == "votesLedgerRemove":
                made.setEnabled(False)
                self.table.chosen.connect(lambda event, made=made: made.setEnabled(bool(event)))
        row.addStretch(1)
        return row

    def show_vote(self, vote_id: int) -> None:
        """Show the ledger of a vote."""
        self.vote_id = vote_id
        found = ballotledger.ledger_of(self.office, vote_id)
        self.table.set_rows(found.events)
        self._show_sums(found)
        self.note.setText(_words(found))

    def _show_sums(self, found: LedgerView) -> None:
        while (item := self.sums.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for balance in found.balances:
            self.sums.addWidget(label(balance.label, "soft"))
            figures = Sum(_equation(balance))
            figures.setObjectName(f"votesLedgerSum_{balance.key}")
            self.sums.addWidget(figures)

    def add(self) -> None:
        """Write a line."""

        def submit(sheet: Sheet) -> None:
            ballotledger.add_ledger_event(self.office, self.vote_id, **sheet.form.values())

        sheet = Sheet(self, "登记票证台账", submit, ok="登记")
        kinds = [(kind, f"{kind}：{words}") for kind, words in ballotledger.KINDS.items()]
        sheet.form.add_choice("kind", "事项", kinds, kinds[0][0])
        sheet.form.add_int("sheets", "张数", 0, high=99999)
        sheet.form.add_text("place", "何处", hint="第1排、第3桌、1号票箱；不写人名")
        sheet.form.add_text("names", "经手人", hint="销毁须写两人，用“、”隔开")
        sheet.form.add_text("note", "原因", hint="作废、不平的原因")
        sheet.named("votesLedgerSheet")
        sheet.open()
        sheet.form.fields["sheets"].control.setFocus()

    def remove(self, event: EventView | None) -> None:
        """Take a line out."""
        if event is None:
            return
        if self.host.guard(ballotledger.remove_ledger_event, self.office, event.id, default=True):
            self.host.toast(f"已移去“{event.kind}”{event.sheets}张", undo=True)

    def register(self) -> None:
        """Take 发出 and 收回 over into the vote."""
        said = self.host.guard(ballotledger.register_from_ledger, self.office, self.vote_id)
        if said is not None:
            self.host.toast("；".join(said) or "已按台账登记发出、收回", undo=True)


def printed_sum(office: Any, vote: VoteView) -> tuple[Equation, ...]:
    """Return the ledger's first equation where one is kept: it stands beside the count's own."""
    found = ballotledger.ledger_of(office, vote.id) if vote.on_paper else None
    if found is None or not found.kept:
        return ()
    return (replace(_equation(found.balances[0]), key="ledger"),)


def _equation(balance: Balance) -> Equation:
    return Equation(balance.key, balance.label, balance.text, balance.ok)


def _where(event: EventView) -> str:
    return "　".join(part for part in (event.place, event.names, event.note) if part)


def _day(event: EventView) -> str:
    return f"{event.on.month}月{event.on.day}日" if event.on else ""


def _words(found: LedgerView) -> str:
    if not found.kept:
        return "登记第一行后，台账须相符才能确认结果。"
    if found.explained:
        return f"不平说明：{found.explained}"
    if found.problems:
        return "台账相符后才能确认结果；确实不能平的，登记“不平说明”。"
    return "台账相符。"
