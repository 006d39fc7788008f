"""Shortcuts in force: those of the keybook, unless the person chose others; kept in the settings.

Widgets listen by name: ``listen(widget, "run.black", run)`` for a shortcut, ``bind(button, name)``
for a button, ``meant("count", event)`` where keys are read one by one. All follow a change at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from meetingdesk.errors import Problem, Refused
from meetingdesk.shell import keybook
from meetingdesk.shell.keybook import DECLARED, PLACES, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from meetingdesk.shell.panel import Action
    from meetingdesk.shell.settings import Settings

#: what text fields and the system listen to wherever one types
_TAKEN = {
    "Ctrl+A": "全选", "Ctrl+C": "复制", "Ctrl+V": "粘贴", "Ctrl+X": "剪切", "Ctrl+Y": "文字的重做",
    "Alt+F4": "关闭窗口", "Tab": "下一个控件", "Shift+Tab": "上一个控件", "Esc": "关闭、不改",
    "Return": "修改、确定", "Enter": "修改、确定",
    "Up": "上一行", "Down": "下一行", "Left": "向左", "Right": "向右",
}  # fmt: skip
_SIGNS = {
    "+": "＋", "-": "−", "Space": "空格", "Backspace": "退格", "Del": "Delete",
    "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓", "Return": "回车", "Ctrl+Return": "Ctrl+回车",
}  # fmt: skip
_DELIVERED = {one.name: one.keys for one in DECLARED}
_PLACES = {place.key: place for place in PLACES}


@dataclass(frozen=True, slots=True)
class Binding:
    """One action that has keys or may have: its name in the settings, keys delivered and now."""

    name: str
    words: str
    delivered: str
    keys: str
    #: words of the place: 全程, 页面, the title of a page, 点名…
    group: str
    place: Place = _PLACES["window"]


class Keys:
    """The keys in force: those delivered, unless the person chose others."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of(self, name: str, delivered: str | None = None) -> str:
        """Return the keys of the action called ``name``, '' for none.

        ``delivered`` overrides the keybook: on some tabs an action has no keys as delivered.
        """
        usual = _DELIVERED.get(name, "") if delivered is None else delivered
        return str(self._settings["keys"].get(name, usual))

    def take(self, bindings: Sequence[Binding], chosen: Mapping[str, str]) -> None:
        """Keep the ``chosen`` keys of ``bindings``; what is as delivered is not kept.

        Raises:
            Refused: two actions would share keys, or keys would hinder typing; nothing is kept.
        """
        if problems := conflicts(bindings, chosen):
            raise Refused("快捷键没有保存，请先改正下面几处。", *problems)
        kept = dict(self._settings["keys"])
        for one in bindings:
            keys = chosen.get(one.name, one.keys)
            kept.pop(one.name, None)
            if keys != one.delivered:
                kept[one.name] = keys
        self._settings["keys"] = kept
        _bell.changed.emit()


class _Bell(QObject):
    """Rings when keys changed."""

    changed = Signal()


_bell = _Bell()
_used: list[Keys] = []


def use(keys: Keys) -> None:
    """Let what is named here listen to ``keys``: those of the window made last."""
    _used.append(keys)


def leave(keys: Keys) -> None:
    """Listen to ``keys`` no more: their window is closed."""
    if keys in _used:
        _used.remove(keys)


def of(name: str) -> str:
    """Return the keys in force of a declared shortcut."""
    return _used[-1].of(name) if _used else _DELIVERED[name]


def shown(name: str) -> str:
    """Return the keys of a shortcut as they are printed beside what it does."""
    return written_short(of(name))


def written_short(keys: str) -> str:
    """Return keys as they are printed for a reader: ``＋``, ``空格``, ``Alt+↑``."""
    return _SIGNS.get(keys, keys)


def name_of(panel: str, action: Action) -> str:
    """Return the name an action's keys are kept under."""
    name = action.name or action.text
    return name if "." in name else f"{panel}.{name}"


def follow(told: Callable[[], Any]) -> None:
    """Call ``told`` (a method of a Qt object) whenever keys changed."""
    _bell.changed.connect(told)


def listen(
    parent: QWidget,
    name: str,
    run: Callable[[], Any],
    context: QtCore.Qt.ShortcutContext | None = None,
) -> QShortcut:
    """Run ``run`` on the keys of ``name`` while ``parent`` is shown."""
    made = _Listener(parent, name)
    if context is not None:
        made.setContext(context)
    made.activated.connect(run)
    return made


def bind(made: QAbstractButton, name: str) -> None:
    """Press ``made`` at once on the keys of ``name``, which its tip tells.

    Qt's own shortcut of a button waits a tenth of a second.
    """
    listen(made, name, made.click)
    tell(made, name)


def tell(made: QWidget, name: str) -> None:
    """Let the tip of ``made`` tell the keys of ``name`` after its own words."""
    _Tip(made, name)


class _Listener(QShortcut):
    """A shortcut that follows the keys in force."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(QKeySequence(of(name)), parent)
        self._name = name
        _bell.changed.connect(self._read)

    def _read(self) -> None:
        self.setKey(QKeySequence(of(self._name)))


class _Tip(QObject):
    """Keeps the keys in a tip true."""

    def __init__(self, made: QWidget, name: str) -> None:
        super().__init__(made)
        self._made, self._name, self._words = made, name, made.toolTip()
        _bell.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        parts = (self._words, shown(self._name))
        self._made.setToolTip("　".join(part for part in parts if part))


def pressed(event: QKeyEvent) -> str:
    """Return the keys of an event as they are kept: ``X``, ``+``, ``Space``, ``Alt+Up``."""
    held = event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    plain = not held & ~QtCore.Qt.KeyboardModifier.ShiftModifier
    if plain and len(text) == 1 and text.isprintable() and not text.isspace():
        return text.upper()
    key = event.key()
    if key in (0, QtCore.Qt.Key.Key_unknown):
        return ""
    return written(QKeySequence(int(held.value) | key))


def meant(place: str, event: QKeyEvent) -> str:
    """Return what is meant by the keys pressed at ``place``, as the keys delivered for it.

    Keys of no declared shortcut come back as they are; those given up for others as ''.
    """
    now = pressed(event)
    own = [one for one in DECLARED if one.place == place]
    for one in own:
        if now and of(one.name).upper() == now.upper():
            return one.keys
    return "" if any(one.keys.upper() == now.upper() for one in own) else now


def place_of(name: str, titles: Mapping[str, str]) -> Place:
    """Return the place of a shortcut: a declared one, or the page its name begins with."""
    key = keybook.place_of(name)
    return _PLACES.get(key) or Place(key, titles.get(key, ""), (key,))


def bindings(
    keys: Keys,
    titles: Mapping[str, str],
    pages: Mapping[str, str],
    page: str,
    own: Sequence[Action],
) -> list[Binding]:
    """Return all that has keys or may have them, what the page at hand offers before the others.

    ``titles`` are those of the pages, ``pages`` the keys delivered to open them, ``own`` what the
    page at hand can do.
    """
    found = {one.name: (one.words, one.keys) for one in DECLARED if _known(one.name, titles)}
    found |= {f"page.{key}": (titles[key], given) for key, given in pages.items()}
    for one in own:
        name = name_of(page, one)
        if not one.of_record and name not in found:
            found[name] = (one.text, one.shortcut)
    made = [
        Binding(name, words, given, keys.of(name, given), place.words, place)
        for name, (words, given) in found.items()
        for place in (place_of(name, titles),)
    ]
    order = [one.key for one in PLACES]
    return sorted(made, key=lambda one: _rank(one.place, page, order, list(titles)))


def _known(name: str, titles: Mapping[str, str]) -> bool:
    """Leave out what belongs to a page this window has not."""
    place = place_of(name, titles)
    return not place.pages or place.key == "sheet" or any(key in titles for key in place.pages)


def _rank(place: Place, page: str, order: list[str], pages: list[str]) -> tuple[int, int]:
    if place.key in ("window", "page"):
        return 0, order.index(place.key)
    if page in place.pages:
        return 1, int(place.key in order)
    if not place.pages or place.key == "sheet":
        return 2, order.index(place.key)
    return 3, next(pages.index(key) for key in place.pages if key in pages)


def conflicts(bindings: Sequence[Binding], chosen: Mapping[str, str]) -> list[Problem]:
    """Say which of the chosen keys cannot be used, and why."""
    found = []
    held: list[tuple[Binding, str]] = []
    for one in bindings:
        keys = chosen.get(one.name, one.keys)
        if not keys:
            continue
        changed = keys != one.delivered
        if changed and (why := _hinders(keys, one.place)):
            found.append(Problem(why, field=one.words))
        else:
            # as delivered, two tabs of a page or its table may share keys
            clash = next(
                (
                    other
                    for other, theirs in held
                    if theirs.upper() == keys.upper()
                    and (changed or theirs != other.delivered)
                    and _meet(one.place, other.place)
                ),
                None,
            )
            if clash is not None:  # named at the one that was changed
                new, old = (one, clash) if changed else (clash, one)
                found.append(Problem(f"{keys}已用于“{old.words}”", field=new.words))
        held.append((one, keys))
    return found


def _meet(one: Place, other: Place) -> bool:
    """Tell whether keys of two places can be pressed on one page."""
    if one.key == other.key:
        return True
    if "sheet" in (*one.pages, *other.pages) or (one.plain and other.plain):
        return False  # a sheet is alone before the page; ballots are typed or scanned, not both
    return not one.pages or not other.pages or bool(set(one.pages) & set(other.pages))


def _hinders(keys: str, place: Place) -> str:
    """Say why ``keys`` cannot be chosen, '' when they can."""
    if keys in _TAKEN:
        return f"{keys}已用于“{_TAKEN[keys]}”"
    for pattern, words in place.fixed:
        if re.fullmatch(pattern, keys):
            return f"{keys}已用于“{words}”"
    last = keys.rsplit("+", 1)[-1] or "+"
    if "," in keys and not keys.endswith("+,") and keys != ",":
        return "只能是一次按下的组合键"
    plain = keys in {last, f"Shift+{last}"}
    is_function = last[:1] == "F" and last[1:].isdigit()
    if plain and not is_function and not place.plain:
        return f"{keys}会妨碍录入，请加上 Ctrl 或 Alt"
    return ""


def written(keys: QKeySequence) -> str:
    """Return keys as they are kept and shown: ``Ctrl+Shift+D``."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)
