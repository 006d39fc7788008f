"""Settings of this machine and person, declared once; the desk itself keeps none of them.

Defaults, checks and the settings sheet all come from :data:`SETTINGS`.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QStandardPaths


class Setting(NamedTuple):
    """One setting: ``kind`` is text, choice, id or keys (name → keys); a choice lists (value, words)."""

    key: str
    kind: str
    default: Any
    title: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    shown: bool = True

    def accepts(self, value: object) -> bool:
        """Tell whether ``value`` can be kept under this key."""
        if self.kind == "choice":
            return value in {key for key, _ in self.choices}
        if self.kind == "id":
            return value is None or (isinstance(value, int | str) and not isinstance(value, bool))
        if self.kind == "keys":
            return isinstance(value, dict) and all(
                isinstance(part, str) for pair in value.items() for part in pair
            )
        return isinstance(value, str)


SETTINGS: tuple[Setting, ...] = (
    Setting("operator", "text", "", "操作人", "记入日志，说明每一步是谁做的。"),
    Setting(
        "theme",
        "choice",
        "light",
        "界面颜色",
        "深色适合光线较暗的会场。",
        (("light", "浅色"), ("dark", "深色")),
    ),
    Setting("last_desk", "text", "", "上次的台账", "启动时打开这个台账。", shown=False),
    Setting("last_meeting", "id", None, "上次的会议", "启动时回到这次会议。", shown=False),
    Setting("last_panel", "text", "", "上次的页面", "演练窗口打开时回到这一页。", shown=False),
    Setting("keys", "keys", {}, "快捷键", "改过的快捷键。", shown=False),
    Setting("window", "text", "", "窗口位置", "窗口上次的大小和位置。", shown=False),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def config_folder() -> Path:
    """Return the person's configuration folder for this program."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(place or Path.home()) / "meetingdesk"


class Settings:
    """Values by key, written to a small JSON file at every change.

    A damaged or foreign file gives defaults: settings are comfort, never a reason not to start.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "settings.json"
        self._values: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads(self.path.read_text(encoding="utf-8"))
            if isinstance(loaded, dict):
                self._values = {
                    key: value
                    for key, value in loaded.items()
                    if key in _BY_KEY and _BY_KEY[key].accepts(value)
                }

    def __getitem__(self, key: str) -> Any:
        """Return the value, or the default of a setting never changed."""
        return self._values.get(key, _BY_KEY[key].default)

    def __setitem__(self, key: str, value: object) -> None:
        """Keep ``value``.

        Raises:
            ValueError: the value does not fit the setting's kind.
        """
        if not _BY_KEY[key].accepts(value):
            raise ValueError(f"{key}: {value!r}")
        if self[key] == value:
            return
        self._values[key] = value
        # a read-only home must not stop the work
        with contextlib.suppress(OSError):
            self._save()

    def _save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, self.path)  # noqa: PTH105 - the atomic one on every system
