"""表决规则: every card with its source and doubts on the left, what it says on the right."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from meetingdesk.actions import cardbook, meetings, roster
from meetingdesk.panels.cards.editor import CardEditor
from meetingdesk.panels.cards.trial import TrialCard
from meetingdesk.shell import icons, theme
from meetingdesk.shell.panel import Action, Panel
from meetingdesk.shell.widgets import (
    Card,
    Column,
    RecordTable,
    Tag,
    Toolbar,
    button,
    columns,
    label,
    scrolled,
    share,
)

if TYPE_CHECKING:
    from meetingdesk.actions.cardbook import BookCard

GUESS, SOURCED, OWN, RETIRED = "推测", "有据", "本机", "停用"
_TAGS = {GUESS: "warn", SOURCED: "ok", OWN: "info", RETIRED: "neutral"}


def standing(card: BookCard) -> str:
    """Return how far a card can be relied on, in a word."""
    if card.own_id is not None:
        return RETIRED if card.retired else OWN
    return GUESS if card.view.guess else SOURCED


class CardsPanel(Panel):
    """The book of rule cards; an own card opens for editing in its place."""

    key, title, icon, group, order = "cards", "表决规则", "scales", "工具", 75
    tables: ClassVar[frozenset[str] | None] = frozenset(
        {"own_card", "own_card_version", "vote", "body", "meeting"}
    )

    def build(self) -> None:
        """Make the list and the editor."""
        self.body_id: int | None = None
        self.stack = QStackedWidget(self)
        self.stack.setAccessibleName("表决规则")
        self.body.addWidget(self.stack, 1)
        self.list_page = columns(self.stack)
        self.stack.addWidget(self.list_page)
        self._fill_list(Card(margins=6, parent=self.list_page))
        right = QWidget(self.list_page)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        detail = Card(parent=right)
        column.addWidget(detail, 1)
        self._fill_detail(detail)
        self.trial = TrialCard(right)
        column.addWidget(self.trial)
        share(self.list_page, 56, 44)

    @cached_property
    def editor(self) -> CardEditor:
        """The form of an own card, made when the first is opened."""
        made = CardEditor(self.office, self.host)
        made.left.connect(self.show_list)
        self.stack.addWidget(made)
        return made

    def losing(self) -> str:
        """Say whether changes of a card were not saved."""
        return self.editor.losing() if "editor" in self.__dict__ else ""

    def _editing(self) -> bool:
        return self.stack.currentWidget() is not self.list_page

    def _fill_list(self, card: Card) -> None:
        card.setAccessibleName("全部规则")
        self.table = RecordTable(
            [
                Column("规则", lambda c: c.view.title, width=300, stretch=True, wrap=True),
                Column("种类", lambda c: c.view.kind, width=64, soft=True),
                Column("依据条文", lambda c: c.view.article, width=160, most=340, soft=True,
                       wrap=True),
                Column("存疑", lambda c: f"{len(c.view.doubts)}处" if c.view.doubts else "",
                       width=56, soft=True),
                Column("状态", standing, width=80, tag=lambda c: _TAGS[standing(c)]),
            ],
            name="全部规则",
            sortable=True,
        )  # fmt: skip
        self.table.setObjectName("cardsTable")
        self.table.chosen.connect(self._show)
        self.table.edit_requested.connect(self._edit)
        card.add(self.table, 1)

    def _fill_detail(self, card: Card) -> None:
        card.setAccessibleName("这张规则")
        self.name = label("", "card", wrap=True)
        self.name.setObjectName("cardTitle")
        card.add(self.name)
        tags = QHBoxLayout()
        self.standing, self.version = Tag(), Tag()
        tags.addWidget(self.standing)
        tags.addWidget(self.version)
        tags.addStretch(1)
        card.add(tags)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 2, 8, 0)
        box.setSpacing(10)
        self.rule = label("", wrap=True)
        self.rule.setObjectName("cardWords")
        self.source, self.doubts = label("", "soft", wrap=True), label("", "soft", wrap=True)
        self.doubts.setObjectName("cardDoubts")
        self.lines_title, self.lines = label("票上的说明", "card"), label("", "label", wrap=True)
        for words in (self.rule, self.source, self.doubts, self.lines_title, self.lines):
            box.addWidget(words)
        box.addStretch(1)
        card.add(scrolled(inside), 1)
        self.versions = QComboBox()
        self.versions.setObjectName("cardVersions")
        self.versions.setAccessibleName("各版本")
        self.versions.currentIndexChanged.connect(lambda *_: self._show_version())
        self.load = button("以此版为底修改", self._edit_version)
        self.load.setObjectName("cardLoad")
        self.bar = Toolbar(label("版本", "label"))
        self.bar.add(self.versions, 1)
        self.bar.add(self.load)
        card.add(self.bar)
        self.buttons = Toolbar()
        self.copy = button("复制并修改", self.copy_current, kind="primary", icon="copy")
        self.edit = button("修改", self._edit_current, kind="primary", icon="pencil-simple")
        self.again = button("恢复原样", self._start_again)
        self.again.setToolTip("存一个与原卡相同的新版本，以前的版本都在")
        self.retire = button("停用", self._retire)
        for made, name in (
            (self.copy, "cardCopy"), (self.edit, "cardEdit"), (self.again, "cardAgain"),
            (self.retire, "cardRetire"),
        ):  # fmt: skip
            made.setObjectName(name)
            self.buttons.add(made)
        self.buttons.gap()
        card.add(self.buttons)

    # -- showing ---------------------------------------------------------------------

    def refresh(self, change: Any | None = None) -> None:
        """Read the book again."""
        self.body_id = self._body()
        rows = cardbook.book(self.office, self.body_id)
        self.table.set_rows(rows)
        if self.table.current() is None and rows:
            self.table.select_id(rows[0].id)
        if self._editing() and not any(card.own_id == self.editor.own_id for card in rows):
            self.show_list()  # the card being edited was taken back, or is another body's

    def _body(self) -> int | None:
        """Return the body whose own cards are shown: the meeting's, else the first."""
        if self.meeting_id is not None:
            return meetings.meeting(self.office, self.meeting_id).body_id
        held = roster.terms(self.office)
        return held[0].body_id if held else None

    def _show(self, card: BookCard | None) -> None:
        for made in (self.buttons, self.bar, self.trial):
            made.setVisible(card is not None)
        if card is None:
            return
        own = card.own_id is not None
        self.name.setText(card.view.title)
        words = standing(card)
        said = {GUESS: "凭通常做法拟定，请核对本地规定", SOURCED: "有据可依", OWN: "本机自定"}
        self.standing.set(said.get(words, "已停用，不再供新的表决选用"), _TAGS[words])
        self.version.set(card.view.version, "neutral")
        self._show_words(card)
        theme.set_role(self.copy, "plain" if own else "primary")
        icons.set_icon(self.copy, "copy", "soft" if own else "on_blue")
        self.copy.setEnabled(self.body_id is not None)
        self.copy.setToolTip("" if self.body_id else "请先在名册中登记机构和届次")
        self.edit.setVisible(own)
        self.retire.setVisible(own)
        self.retire.setText("启用" if card.retired else "停用")
        self.again.setVisible(own and bool(card.base_title))
        self.bar.setVisible(own)
        self.versions.blockSignals(True)
        self.versions.clear()
        kept = cardbook.versions(self.office, card.own_id) if card.own_id is not None else []
        for version in kept:
            day = f"{version.saved_on:%Y-%m-%d}" if version.saved_on else ""
            parts = (f"第{version.number}版", day, version.saved_by, version.note)
            self.versions.addItem("　".join(p for p in parts if p), version)
        self.versions.blockSignals(False)
        self.load.setEnabled(False)
        self.trial.show_card(
            kept[0].values if kept else cardbook.values_of(self.office, card.view.name)
        )

    def _show_words(self, card: BookCard) -> None:
        view = card.view
        self.rule.setText(view.words.replace("。", "。\n").strip())
        base = f"\n由“{card.base_title}”复制而来。" if card.base_title else ""
        self.source.setText(f"来源：{view.source}{base}")
        self.doubts.setText("\n".join(f"存疑：{doubt}" for doubt in view.doubts))
        self.doubts.setVisible(bool(view.doubts))
        self._show_lines(view.ballot_lines)

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        self.lines.setText("\n".join(f"{n}．{words}" for n, words in enumerate(lines, 1)))
        self.lines.setVisible(bool(lines))
        self.lines_title.setVisible(bool(lines))

    def _show_version(self) -> None:
        """Show an older version's words and try it."""
        version = self.versions.currentData()
        view = cardbook.words_of(version.values) if version is not None else None
        if view is None:
            return
        self.load.setEnabled(self.versions.currentIndex() > 0)
        self.rule.setText(view.words.replace("。", "。\n").strip())
        self.version.set(version.values["version"], "neutral")
        self._show_lines(view.ballot_lines)
        self.trial.show_card(version.values)

    def show_list(self) -> None:
        """Go back to the book."""
        self.stack.setCurrentWidget(self.list_page)
        self.refresh()
        self.host.actions_changed()
        self.table.setFocus()

    def focus_on(self, **focus: Any) -> None:
        """Show the card another page asked for: ``card_name``."""
        if focus.get("card_name"):
            self.stack.setCurrentWidget(self.list_page)
            self.table.select_id(focus["card_name"])

    def take_focus(self) -> None:
        """Put the keyboard on the list or in the form."""
        (self.editor.take_focus if self._editing() else self.table.setFocus)()

    # -- doing -----------------------------------------------------------------------

    def primary_actions(self) -> list[Action]:
        """Nothing in the header: what can be done depends on the card and stands with it."""
        return []

    def commands(self) -> list[Action]:
        """Offer every card in the palette."""
        rows = self.table.rows() if self.built else []
        return [
            Action(f"规则：{c.view.title}", partial(self.focus_on, card_name=c.id), of_record=True)
            for c in rows
        ]

    def copy_current(self) -> None:
        """Copy the chosen card and open the copy."""
        card = self.table.current()
        if card is None or self.body_id is None:
            return
        title = self._free_title(card.view.title)
        made = self.host.guard(
            cardbook.copy_card, self.office, self.body_id, card.view.name, title=title
        )
        if made is not None:
            self._open(made)
            self.host.toast(f"已复制为“{title}”", undo=True)

    def _free_title(self, title: str) -> str:
        """Return a title for a copy that no card bears yet."""
        taken = {c.view.title for c in self.table.rows()}
        base = title.partition("（本机")[0]
        names = [f"{base}（本机）", *(f"{base}（本机{n}）" for n in range(2, 99))]
        return next(name for name in names if name not in taken)

    def _open(self, own_id: int) -> None:
        self.refresh()
        card = next((c for c in self.table.rows() if c.own_id == own_id), None)
        if card is not None:
            self.table.select_id(card.id)
            self._edit(card)

    def _edit(self, card: BookCard) -> None:
        if card.own_id is None:
            return
        self.editor.show_card(card)
        self.stack.setCurrentWidget(self.editor)
        self.host.actions_changed()
        self.editor.take_focus()

    def _edit_current(self) -> None:
        if (card := self.table.current()) is not None:
            self._edit(card)

    def _edit_version(self) -> None:
        """Open the editor with an older version's table in the form."""
        card, version = self.table.current(), self.versions.currentData()
        if card is not None and version is not None:
            self._edit(card)
            self.editor.load(version.values, f"依第{version.number}版修改")

    def _start_again(self) -> None:
        card = self.table.current()
        if card is None or card.own_id is None:
            return
        number = self.host.guard(cardbook.start_again, self.office, card.own_id)
        if number is not None:
            self.host.toast(f"已恢复原样，存为第{number}版", undo=True)

    def _retire(self) -> None:
        card = self.table.current()
        if card is None or card.own_id is None:
            return
        run = cardbook.restore_card if card.retired else cardbook.retire_card
        if self.host.guard(run, self.office, card.own_id, default=True):
            words = "启用" if card.retired else "停用"
            self.host.toast(f"已{words}“{card.view.title}”", undo=True)
