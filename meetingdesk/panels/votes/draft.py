"""拟定: the sheet, its rows in their order, and the rule it will be counted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from meetingdesk.actions import votes
from meetingdesk.actions.cards import METHODS, offered
from meetingdesk.panels.votes import objects
from meetingdesk.panels.votes.orders import BeforeList, SeatsRow
from meetingdesk.panels.votes.side import rule_only
from meetingdesk.shell.widgets import (
    Card,
    Column,
    EmptyState,
    RecordTable,
    Sheet,
    Tag,
    button,
    label,
    scrolled,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.actions.votes import QuestionView, VoteView
    from meetingdesk.shell.panel import Host


class DraftPage(QWidget):
    """Edits a drafted vote; every change is saved as it is made."""

    def __init__(self, office: Any, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.vote: VoteView | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._sheet_card(), 63)
        row.addWidget(self._rule_card(), 37)

    def _sheet_card(self) -> Card:
        card = Card("票面", hint="改动随时保存")
        self.title = QLineEdit()
        self.kind, self.method = QComboBox(), QComboBox()
        self.kind.addItems(list(votes.KINDS))
        for widget, key, words in (
            (self.title, "votesTitle", "标题"),
            (self.kind, "votesKind", "种类"),
            (self.method, "votesMethod", "表决方式"),
        ):
            widget.setObjectName(key)
            widget.setAccessibleName(words)
        self.title.editingFinished.connect(lambda: self._edit("title", self.title.text()))
        self.kind.activated.connect(lambda *_: self._pick_kind())
        self.method.activated.connect(lambda *_: self._pick_method())
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(_caption("标题"))
        first.addWidget(self.title, 1)
        second.addWidget(_caption("种类"))
        second.addWidget(self.kind, 1)
        second.addSpacing(16)
        second.addWidget(_caption("方式"))
        second.addWidget(self.method, 1)
        card.add(first)
        card.add(second)
        self.seats = SeatsRow()
        self.seats.changed.connect(self._set_seats)
        card.add(self.seats)
        self.table = RecordTable(
            [
                Column("次序", self._place, width=56, soft=True),
                Column("事项", lambda q: q.text, width=230, wrap=True,
                       set=lambda q, text: self._edit_question(q, text=text)),
                Column("说明", lambda q: q.detail, stretch=True, soft=True, wrap=True,
                       set=lambda q, text: self._edit_question(q, detail=text)),
            ],
            name="票上事项",
            movable=True,
            empty=lambda: EmptyState("票上还没有事项", "逐项加入被测评的对象、任免的人选或表决的文件。"),
        )  # fmt: skip
        self.table.setObjectName("votesQuestions")
        self.table.moved.connect(self._move)
        self.table.delete_requested.connect(self._remove)
        self.table.new_requested.connect(self._add)
        card.add(self.table, 1)
        self.before = BeforeList()
        self.before.wanted.connect(self._add_before)
        self.before.opened.connect(lambda made: self.host.open_panel("votes", vote_id=made))
        card.add(self.before)
        card.add(self._buttons())
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        made_by: dict[str, QPushButton] = {}
        for name, words, hint, run in (
            ("votesAddQuestion", "增加", "增加一项", self._add),
            ("votesPaste", "粘贴", "粘贴多项，每行一项",
             lambda: self._sheet(objects.paste_sheet)),
            ("votesPick", "选取", "从任免案、名册和单位中选",
             lambda: self._sheet(objects.pick_sheet)),
            ("votesParts", "分列", "每个对象分几项测评，如办理过程、办理结果",
             lambda: self._sheet(objects.parts_sheet)),
            ("votesUp", "上移", "", lambda: self.table.move_current(-1)),
            ("votesDown", "下移", "", lambda: self.table.move_current(1)),
            ("votesRemoveQuestion", "移去", "", lambda: self._remove(self.table.current())),
        ):  # fmt: skip
            made = button(words, run)
            made.setObjectName(name)
            made.setToolTip(hint)
            row.addWidget(made)
            made_by[name] = made
        self.parts, self.up = made_by["votesParts"], made_by["votesUp"]
        self.down, self.remove = made_by["votesDown"], made_by["votesRemoveQuestion"]
        self.table.chosen.connect(self._allow)
        row.addStretch(1)
        self.delete = button("删除", self._delete, kind="danger")
        self.delete.setObjectName("votesDelete")
        self.delete.setToolTip("删除这次表决")
        self.open = button("开票", self.open_vote, kind="primary")
        self.open.setObjectName("votesOpen")
        self.open.setToolTip("锁定票面和规则，按当日名册和签到确定全体组成人员和实到人数")
        row.addWidget(self.delete)
        row.addWidget(self.open)
        return row

    def _rule_card(self) -> Card:
        card = Card("计票规则")
        book = button("查看、修改规则", self._open_book, kind="ghost")
        book.setObjectName("votesRuleBook")
        card.add_action(book)
        self.card_list = QComboBox()
        self.card_list.setObjectName("votesCard")
        self.card_list.setAccessibleName("计票规则卡")
        self.card_list.setMinimumContentsLength(10)
        self.card_list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.card_list.activated.connect(
            lambda *_: self._edit("card_name", self.card_list.currentData())
        )
        card.add(self.card_list)
        row = QHBoxLayout()
        self.guess = Tag()
        row.addWidget(self.guess)
        row.addStretch(1)
        card.add(row)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 4, 8, 0)
        box.setSpacing(10)
        self.words = label("", wrap=True)
        self.words.setObjectName("votesCardWords")
        self.source = label("", "soft", wrap=True)
        self.doubts = label("", "soft", wrap=True)
        self.lines_title = label("票上的说明", "card")
        self.lines = label("", "label", wrap=True)
        for widget in (self.words, self.source, self.doubts, self.lines_title, self.lines):
            box.addWidget(widget)
        box.addStretch(1)
        card.add(scrolled(inside), 1)
        return card

    # -- showing ---------------------------------------------------------------------

    def show_vote(self, vote: VoteView) -> None:
        """Show a draft."""
        self.vote = vote
        if self.title.text() != vote.title:
            self.title.setText(vote.title)
        self.kind.setCurrentText(vote.kind)
        ways = list(METHODS.get(vote.kind, ()))
        if [self.method.itemText(at) for at in range(self.method.count())] != ways:
            self.method.clear()
            self.method.addItems(ways)
        self.method.setCurrentText(vote.method)
        self.seats.show_vote(vote)
        self.before.show_vote(vote)
        self.parts.setVisible(vote.kind == "测评")
        self.table.set_rows(vote.questions)
        self._allow(self.table.current())
        self.open.setEnabled(bool(vote.questions))
        fitting = offered(self.office, vote.meeting_id, vote.kind, vote.method)
        self.card_list.clear()
        for card in fitting:
            self.card_list.addItem(card.title, card.name)
        at = self.card_list.findData(vote.card_name)
        self.card_list.setCurrentIndex(at)
        shown = next((c for c in fitting if c.name == vote.card_name), None)
        self.guess.set(
            "凭通常做法拟定，请核对本地规定" if vote.guess else "有据可依",
            "warn" if vote.guess else "ok",
        )
        self.words.setText(rule_only(vote.rule_words).replace("。", "。\n").strip())
        self.source.setText(f"来源：{shown.source}。" if shown else "")
        doubts = shown.doubts if shown else ()
        self.doubts.setText("\n".join(f"存疑：{doubt}" for doubt in doubts))
        self.doubts.setVisible(bool(doubts))
        lines = shown.ballot_lines if shown and vote.on_paper else ()
        self.lines_title.setVisible(bool(lines))
        self.lines.setVisible(bool(lines))
        self.lines.setText("\n".join(f"{n}．{words}" for n, words in enumerate(lines, 1)))

    def _allow(self, question: QuestionView | None) -> None:
        """Offer what can be done to the chosen row."""
        rows = self.table.rows()
        at = rows.index(question) if question in rows else -1
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(rows) - 1)
        self.remove.setEnabled(at >= 0)

    def take_focus(self) -> None:
        """Put the keyboard on the rows, or the title of an empty sheet."""
        (self.table if self.table.rows() else self.title).setFocus()

    def _place(self, question: QuestionView) -> int:
        return self.vote.questions.index(question) + 1 if self.vote else 0

    # -- doing -----------------------------------------------------------------------

    def _edit(self, field: str, value: str) -> None:
        vote = self.vote
        if vote is None or vote.state != "拟定" or getattr(vote, field) == value:
            return
        done = self.host.guard(
            votes.edit_vote, self.office, vote.id, default=True, **{field: value}
        )
        if not done:
            self.show_vote(vote)

    def _pick_kind(self) -> None:
        vote, kind = self.vote, self.kind.currentText()
        if vote is None or vote.kind == kind:
            return
        ways = METHODS[kind]
        method = vote.method if vote.method in ways else ways[0]
        usual = self._usual(vote, kind, method)
        self.host.guard(
            votes.edit_vote, self.office, vote.id, kind=kind, method=method, card_name=usual
        )

    def _pick_method(self) -> None:
        vote, method = self.vote, self.method.currentText()
        if vote is None or vote.method == method:
            return
        values = {"method": method}
        fitting = {card.name for card in offered(self.office, vote.meeting_id, vote.kind, method)}
        usual = vote.card_name == self._usual(vote, vote.kind, vote.method)
        if usual or vote.card_name not in fitting:
            values["card_name"] = self._usual(vote, vote.kind, method)
        self.host.guard(votes.edit_vote, self.office, vote.id, **values)

    def _open_book(self) -> None:
        """Show the chosen card among the rules, where it can be copied and edited."""
        if self.vote is not None:
            self.host.open_panel("cards", card_name=self.vote.card_name)

    def _usual(self, vote: VoteView, kind: str, method: str) -> str:
        """Return the card taken for such a vote unless another is chosen, '' for none."""
        fitting = offered(self.office, vote.meeting_id, kind, method)
        return fitting[0].name if fitting else ""

    def _edit_question(self, question: QuestionView, **values: str) -> None:
        self.host.guard(votes.edit_question, self.office, question.id, **values)

    def _add(self) -> None:
        vote = self.vote
        if vote is None:
            return
        sheet = Sheet(
            self,
            "增加事项",
            lambda s: votes.add_question(self.office, vote.id, **s.form.values()) and None,
        )
        sheet.setObjectName("votesQuestionSheet")
        sheet.form.add_text(
            "text", "事项名称", required=True, hint="被测评的对象、人选姓名或文件名称"
        )
        sheet.form.add_text("detail", "说明", hint="可不填；任免写明“任命为…”")
        sheet.open()
        sheet.form.fields["text"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sheet(self, ask: Callable[[QWidget, Any, int], Sheet]) -> None:
        if self.vote is not None:
            ask(self, self.office, self.vote.id)

    def _set_seats(self, seats: int, most: int) -> None:
        vote = self.vote
        if vote is None or vote.state != "拟定":
            return
        wanted = (seats or None, most or None)
        if wanted != (vote.seats, vote.choose_at_most):
            self.host.guard(votes.set_seats, self.office, vote.id, *wanted)

    def _add_before(self, what: str) -> None:
        vote = self.vote
        if vote is not None:
            objects.before_sheet(
                self, self.office, vote, what,
                lambda made: self.host.open_panel("votes", vote_id=made),
            )  # fmt: skip

    def _remove(self, question: QuestionView | None) -> None:
        if question is None:
            return
        if self.host.guard(votes.remove_question, self.office, question.id, default=True):
            self.host.toast(f"已移去“{question.text}”", undo=True)

    def _move(self, question: QuestionView, to: int) -> None:
        if self.vote is None:
            return
        order = [q.id for q in self.vote.questions if q.id != question.id]
        order.insert(to, question.id)
        self.host.guard(votes.reorder_questions, self.office, self.vote.id, order)

    def _delete(self) -> None:
        vote = self.vote
        if vote and self.host.guard(votes.delete_vote, self.office, vote.id, default=True):
            self.host.toast(f"已删除“{vote.title}”", undo=True)

    def open_vote(self) -> None:
        """Open the vote."""
        if self.vote is None:
            return
        self._edit("title", self.title.text())
        self.seats.settle()
        self.host.guard(votes.open_vote, self.office, self.vote.id)


def _caption(text: str) -> QWidget:
    made = label(text, "label")
    made.setFixedWidth(44)
    return made
