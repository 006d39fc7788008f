"""Cards, labels, tags, fact tiles, buttons and the two-column layout."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from meetingdesk.shell import early, icons, theme
from meetingdesk.shell import keys as key_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KINDS = ("ok", "warn", "bad", "info", "neutral")


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label; roles: page, card, soft, label, number, error."""
    made = QLabel(text)
    early.plain(made)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def line() -> QFrame:
    """Return a horizontal hairline."""
    rule = QFrame()
    rule.setProperty("role", "line")
    rule.setFixedHeight(1)
    return rule


def button(
    text: str,
    on_click: Callable[[], Any] | None = None,
    *,
    kind: str = "plain",
    icon: str = "",
    shortcut: str = "",
    hint: str = "",
    tells: str = "",
) -> QPushButton:
    """Return a button; ``kind`` is plain, primary, danger or ghost.

    ``shortcut`` are keys it listens to; ``tells`` names a shortcut of the keybook that does the
    same, which its tip tells. An icon-only button (empty ``text``) must give ``hint``, which names it to a screen reader.
    """
    made = QPushButton(text)
    if kind != "plain":
        made.setProperty("role", kind)
    if icon:
        roles = {"primary": "on_blue", "danger": "danger"}
        icons.set_icon(made, icon, roles.get(kind, "soft"))
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    if shortcut:
        bind_shortcut(made, shortcut)
    words = "　".join(part for part in (hint, keys) if part)
    if words:
        made.setToolTip(words)
    if tells:
        key_names.tell(made, tells)
    made.setAutoDefault(True)  # Enter presses it as Space does, outside of dialogs too
    made.setAccessibleName(text or hint)
    early.pointed(made)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    if on_click is not None:
        made.clicked.connect(lambda *_: on_click())
    return made


def bind_shortcut(made: QAbstractButton, keys: str) -> None:
    """Press ``made`` at once on ``keys``; Qt's own button shortcut waits a tenth of a second."""
    QShortcut(QKeySequence(keys), made).activated.connect(made.click)


class Card(QFrame):
    """A white card with a hairline; add to ``card.body`` (vertical) or use ``add``."""

    def __init__(
        self, title: str = "", *, hint: str = "", margins: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "box")
        self.setAccessibleName(title or "卡片")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margins, margins - 2, margins, margins - 2)
        self.body.setSpacing(theme.GAP)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.GAP)
        self.body.addLayout(self.head)
        self.head.addStretch(1)
        self.set_title(title, hint)

    # Many cards, and all tiles, have no head line: its labels are made when there are words.

    @cached_property
    def title(self) -> QLabel:
        """What heads the card."""
        made = label("", "card")
        self.head.insertWidget(0, made)
        return made

    @cached_property
    def hint(self) -> QLabel:
        """What follows the title in soft ink."""
        made = label("", "soft")
        self.head.insertWidget(1 if "title" in vars(self) else 0, made)
        return made

    def set_title(self, title: str, hint: str = "") -> None:
        """Change the head line."""
        for name, words in (("title", title), ("hint", hint)):
            if words or name in vars(self):
                said: QLabel = getattr(self, name)
                said.setText(words)
                said.setVisible(bool(words))

    def add(self, item: QWidget | QBoxLayout, stretch: int = 0) -> None:
        """Append a widget or layout."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)

    def add_action(self, widget: QWidget) -> None:
        """Put a small control at the right end of the head line."""
        self.head.addWidget(widget)


class Tag(QLabel):
    """A small word on a coloured ground that says something: ok, warn, bad, info, neutral."""

    def __init__(self, text: str = "", kind: str = "neutral") -> None:
        super().__init__(text)
        early.plain(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.kind = kind
        self.setProperty("role", f"tag-{kind}")

    def set(self, text: str, kind: str = "neutral") -> None:
        """Show other words; empty text hides the tag."""
        self.setText(text)
        self.setVisible(bool(text))
        if kind != self.kind:
            self.kind = kind
            theme.set_role(self, f"tag-{kind}")


class FactTile(Card):
    """One number that matters: label above, number, and a tag that says what it means."""

    def __init__(self, title: str, value: str = "", tag: str = "", kind: str = "neutral") -> None:
        super().__init__(margins=12)
        self.setAccessibleName(title)
        self.body.setSpacing(4)
        self.caption = label(title, "soft")
        self.value = label(value, "number")
        self.tag = Tag()
        self.body.addWidget(self.caption)
        row = QHBoxLayout()
        row.addWidget(self.value)
        row.addStretch(1)
        row.addWidget(self.tag)
        self.body.addLayout(row)
        self.setFixedHeight(76)
        self.set(value, tag, kind)

    def set(self, value: str, tag: str = "", kind: str = "neutral") -> None:
        """Show another value and tag."""
        self.value.setText(value)
        self.tag.set(tag, kind)
        self.setAccessibleDescription(f"{self.caption.text()}：{value}　{tag}".strip())


def fact_row(*tiles: FactTile) -> QHBoxLayout:
    """Lay tiles side by side, equally wide."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for tile in tiles:
        row.addWidget(tile, 1)
    return row


class EmptyState(QWidget):
    """What to show where nothing is yet: what it is for, and the button that begins."""

    def __init__(
        self, title: str, hint: str = "", action: QWidget | None = None, icon: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(title)
        box = QVBoxLayout(self)
        box.setSpacing(theme.GAP)
        box.addStretch(1)
        if icon:
            picture = button("", kind="ghost", icon=icon, hint=title)
            picture.setIconSize(picture.iconSize() * 2)
            picture.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
            picture.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            picture.setToolTip("")
            box.addWidget(picture, 0, QtCore.Qt.AlignmentFlag.AlignCenter)
        self.title = label(title, "card")
        self.hint = label(hint, "label", wrap=True)
        early.centred(self.title)
        early.centred(self.hint)
        self.hint.setMinimumWidth(200)
        self.hint.setMaximumWidth(460)
        if not hint:
            self.hint.hide()
        box.addWidget(self.title)
        # stretches rather than an alignment, which would give wrapped words one line's height
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.hint, 50)
        middle.addStretch(1)
        box.addLayout(middle)
        if action is not None:
            box.addSpacing(6)
            box.addWidget(action, 0, QtCore.Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)


class Toolbar(QWidget):
    """A row of buttons, left to right; ``gap()`` pushes what follows to the right end."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self.setAccessibleName("工具栏")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP)
        for made in buttons:
            self._row.addWidget(made)

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        """Append a widget and return it."""
        self._row.addWidget(widget, stretch)
        return widget

    def gap(self) -> None:
        """Push the next widgets to the right end."""
        self._row.addStretch(1)


def two_columns(left: QWidget, right: QWidget, *, ratio: Sequence[int] = (65, 35)) -> QSplitter:
    """Put the work on the left and the paper it makes on the right, with a movable border."""
    split = columns()
    split.addWidget(left)
    split.addWidget(right)
    share(split, *ratio)
    return split


def columns(parent: QWidget | None = None) -> QSplitter:
    """Return columns with movable borders, empty.

    What is made inside of them, ``Card(parent=columns)``, stands there in turn; then :func:`share`.
    So nothing is dressed twice, as what changes its parent is, with all that it is made of.
    """
    split = QSplitter(QtCore.Qt.Orientation.Horizontal, parent)
    split.setAccessibleName("左右两栏")
    split.setChildrenCollapsible(False)
    split.setHandleWidth(theme.COLUMN_GAP)
    return split


def share(split: QSplitter, *shares: int) -> None:
    """Share the width of columns among what stands in them, in per cent."""
    for at, part in enumerate(shares):
        split.setStretchFactor(at, part)
    split.setSizes([part * 100 for part in shares])


def scrolled(widget: QWidget) -> QScrollArea:
    """Wrap a tall widget in a borderless vertical scroll area."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    early.upright(area)
    # a size of its own, or Qt dresses and measures all of it now and again in its final place
    widget.resize(widget.size())
    area.setWidget(widget)
    area.setAccessibleName(widget.accessibleName() or "滚动区")
    return area
