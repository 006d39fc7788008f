"""What each key of the counting does, as written under the ballot."""

from __future__ import annotations

from meetingdesk.shell import keys

_WORDS = {
    "void": "整票无效", "illegible": "无法辨认", "doubt": "疑难", "aside": "整票疑难",
    "blank": "未划", "over": "多划", "other": "另选他人", "many": "后输数字：多张相同",
}  # fmt: skip


def spoken(*names: str) -> list[str]:
    """Return keys of the counting with what each does, ``0 未划``; none for those without."""
    shown = {name: keys.shown(f"count.{name}") for name in names}
    return [f"{key} {_WORDS[name]}" for name, key in shown.items() if key]
