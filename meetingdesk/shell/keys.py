"""Shortcuts: declared once, changeable by the person, kept in the settings.

A key of the window or of a page's number holds everywhere, one of a page's own actions only there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from meetingdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meetingdesk.shell.settings import Settings

#: name, keys as delivered, words: what the window itself listens to
WINDOW: tuple[tuple[str, str, str], ...] = (
    ("palette", "Ctrl+K", "搜索和命令"),
    ("meetings", "Ctrl+M", "换一次会议"),
    ("undo", "Ctrl+Z", "撤销"),
    ("redo", "Ctrl+Shift+Z", "重做"),
    ("theme", "Ctrl+Shift+D", "深色或浅色"),
    ("settings", "Ctrl+,", "设置"),
    ("help", "F1", "说明和快捷键"),
)
#: what tables, text fields and single pages listen to, whatever page is shown
_TAKEN = {
    "Ctrl+A": "全选", "Ctrl+C": "复制", "Ctrl+V": "粘贴", "Ctrl+X": "剪切", "Ctrl+Y": "文字的重做",
    "Ctrl+Alt+0": "预览适合宽度", "Ctrl++": "预览放大", "Ctrl+=": "预览放大", "Ctrl+-": "预览缩小",
    "Ctrl+N": "新建", "Ctrl+O": "导入文件", "Ctrl+P": "打印", "Ctrl+S": "保存",
    "Ctrl+Shift+V": "粘贴表格", "Ctrl+Shift+N": "新建任免案", "F2": "修改",
    "Alt+Up": "上移", "Alt+Down": "下移", "Alt+F4": "关闭窗口",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binding:
    """One action that has keys or may have: its name in the settings, keys delivered and now."""

    name: str
    words: str
    delivered: str
    keys: str
    #: 全程, 页面 or 本页
    group: str


class Keys:
    """The keys in force: those delivered, unless the person chose others."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of(self, name: str, delivered: str = "") -> str:
        """Return the keys of the action called ``name``; '' for none."""
        return str(self._settings["keys"].get(name, delivered))

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


def conflicts(bindings: Sequence[Binding], chosen: Mapping[str, str]) -> list[Problem]:
    """Say which of the chosen keys cannot be used, and why."""
    found, used = [], dict[str, str]()
    for one in bindings:
        keys = chosen.get(one.name, one.keys)
        if not keys:
            continue
        if keys != one.delivered and (why := _hinders(keys)):
            found.append(Problem(why, field=one.words))
        elif keys in used:
            found.append(Problem(f"{keys}已用于“{used[keys]}”", field=one.words))
        used.setdefault(keys, one.words)
    return found


def _hinders(keys: str) -> str:
    """Say why ``keys`` cannot be chosen, '' when they can."""
    if keys in _TAKEN:
        return f"{keys}已用于“{_TAKEN[keys]}”"
    last = keys.rsplit("+", 1)[-1] or "+"
    if "," in keys and not keys.endswith("+,"):
        return "只能是一次按下的组合键"
    plain = keys in {last, f"Shift+{last}"}
    is_function = last[:1] == "F" and last[1:].isdigit()
    return f"{keys}会妨碍录入，请加上 Ctrl 或 Alt" if plain and not is_function else ""


def written(keys: QKeySequence) -> str:
    """Return keys as they are kept and shown: ``Ctrl+Shift+D``."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)
