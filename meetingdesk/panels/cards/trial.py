"""试算: numbers typed in, and what the rule makes of them, at once."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from meetingdesk.actions import cardbook
from meetingdesk.shell.widgets import Card, Tag, label

_TAGS = {
    "passed": ("有结果", "ok"),
    "failed": ("未通过", "bad"),
    "undecided": ("不能判定", "warn"),
    "problem": ("不能试算", "neutral"),
}


class TrialCard(Card):
    """Numbers for one item, or votes for each name; the verdict in the engine's own words."""

    def __init__(self, parent: QWidget | None = None, *, across: int = 3) -> None:
        super().__init__("试算", hint="填上数字，看怎样判定；不留存", parent=parent)
        self._across = across
        self.setObjectName("cardTrial")
        self._values: dict[str, Any] = {}
        self._choices: list[tuple[str, str]] = []
        self._spins: dict[str, QSpinBox] = {}
        top = QHBoxLayout()
        top.setSpacing(10)
        self.members = self._spin("全体组成人员", "trialMembers", 41)
        self.present = self._spin("到会", "trialPresent", 37)
        self.seats = self._spin("应选名额", "trialSeats", 2)
        for title, spin in (("全体组成人员", self.members), ("到会", self.present)):
            top.addWidget(label(title, "label"))
            top.addWidget(spin)
        top.addStretch(1)
        self.add(top)
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self.add(self._holder)
        self.names = QLineEdit("30、25、12")
        self.names.setObjectName("trialNames")
        self.names.setAccessibleName("各人得票")
        self.names.textChanged.connect(lambda *_: self.work())
        self.names_row = QWidget()
        row = QHBoxLayout(self.names_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("各人得票", "label"))
        row.addWidget(self.names, 1)
        row.addWidget(label("应选名额", "label"))
        row.addWidget(self.seats)
        self.add(self.names_row)
        words = QVBoxLayout()
        words.setSpacing(4)
        line = QHBoxLayout()
        self.tag = Tag()
        self.tag.setObjectName("trialTag")
        line.addWidget(self.tag)
        line.addStretch(1)
        words.addLayout(line)
        self.conclusion = label("", wrap=True)
        self.conclusion.setObjectName("trialWords")
        self.rest = label("", "soft", wrap=True)
        words.addWidget(self.conclusion)
        words.addWidget(self.rest)
        self.add(words)

    def _spin(self, title: str, name: str, value: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, 9999)
        made.setValue(value)
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setMinimumWidth(84)
        made.lineEdit().setTextMargins(7, 0, 0, 0)
        made.valueChanged.connect(lambda *_: self.work())
        return made

    def show_card(self, values: dict[str, Any]) -> None:
        """Try another card, or the same one as it is being edited."""
        self._values = values
        choosing = bool(values.get("selection"))
        wanted = [(c["key"], c.get("label") or c["key"]) for c in values.get("choices", [])]
        if wanted != self._choices and not choosing:
            self._set_choices(wanted)
        self._holder.setVisible(not choosing)
        self.names_row.setVisible(choosing)
        self.work()

    def _set_choices(self, wanted: list[tuple[str, str]]) -> None:
        kept = {key: spin.value() for key, spin in self._spins.items()}
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self._choices, self._spins = wanted, {}
        for at, (key, words) in enumerate(wanted):
            spin = self._spin(f"{words}票数", f"trial.{at + 1}", kept.get(key, 0 if at else 21))
            self._spins[key] = spin
            across, down = at % self._across, at // self._across
            self._grid.addWidget(label(words, "label"), down, 2 * across)
            self._grid.addWidget(spin, down, 2 * across + 1)
        self._grid.setColumnStretch(2 * self._across, 1)

    def work(self) -> None:
        """Decide again and show it."""
        if not self._values:
            return
        if self._values.get("selection"):
            numbers = [int(n) for n in re.findall(r"\d{1,6}", self.names.text())]
            counts = {f"第{at}人": votes for at, votes in enumerate(numbers, 1)}
        else:
            counts = {key: spin.value() for key, spin in self._spins.items()}
        found = cardbook.try_card(
            self._values,
            counts,
            members=self.members.value(),
            present=self.present.value(),
            seats=self.seats.value() or None,
        )
        words, kind = _TAGS[found.state]
        if found.state == "passed" and len(found.rows) == 1 and found.rows[0][1]:
            words = found.rows[0][1]
        self.tag.set(words, kind)
        self.conclusion.setText(found.conclusion)
        self.rest.setText("\n".join(found.what_if))
        self.rest.setVisible(bool(found.what_if))
