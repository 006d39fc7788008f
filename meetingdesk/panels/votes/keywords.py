"""What each key of the counting does: written under the ballot, and pressed there by a mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from meetingdesk.shell import keys
from meetingdesk.shell.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: shortcut → the character that stands for it, and its words
_WORDS = {
    "many": ("+", "后输数字：多张相同"), "void": ("-", "整票无效"), "illegible": ("/", "无法辨认"),
    "doubt": (".", "疑难"), "aside": (",", "整票疑难"), "blank": ("0", "未划"),
    "over": ("*", "多划"), "other": ("=", "另选他人"),
}  # fmt: skip

#: the character, as delivered, and what is written on its key
Cap = tuple[str, str]


def spoken(*names: str) -> list[Cap]:
    """Return keys of the counting with what each does, ``0 未划``; none for those without."""
    shown = {name: keys.shown(f"count.{name}") for name in names}
    return [(_WORDS[name][0], f"{key} {_WORDS[name][1]}") for name, key in shown.items() if key]


class KeyCaps(QWidget):
    """A row of keys with what each does; ``press`` gets the character of one that is clicked."""

    def __init__(self, name: str, press: Callable[[str], None]) -> None:
        super().__init__()
        self.setAccessibleName("按键说明")
        self._press = press
        self._caps: list[QPushButton] = []
        self._shown: list[Cap] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._rest = label("", "soft", wrap=True)
        self._row.addWidget(self._rest, 1)
        self.setObjectName(name)

    def show_caps(self, caps: Sequence[Cap], rest: str = "") -> None:
        """Show these keys and after them the words for keys no mouse needs."""
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        if self._shown == list(caps):
            return
        for at in range(len(self._caps), len(caps)):
            made = button("", partial(self._clicked, at), kind="key")
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._row.insertWidget(at, made)
            self._caps.append(made)
        for at, made in enumerate(self._caps):
            made.setVisible(at < len(caps))
            if at < len(caps):
                made.setText(caps[at][1])
                made.setAccessibleName(caps[at][1])
        self._shown = list(caps)

    def _clicked(self, at: int) -> None:
        self._press(self._shown[at][0])

    def text(self) -> str:
        """Return all that is written here."""
        return "　".join([*(words for _, words in self._shown), self._rest.text()])
