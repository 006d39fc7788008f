"""Settings survive restarts and damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetingdesk.shell.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_kept_and_read_again(tmp_path: Path) -> None:
    first = Settings(tmp_path / "deep" / "settings.json")
    first["operator"] = "李四"
    first["last_meeting"] = 7
    again = Settings(first.path)
    assert (again["operator"], again["last_meeting"], again["theme"]) == ("李四", 7, "light")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": "pink", "other": 1}', "\x00"])
def test_damaged_file_gives_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    found = Settings(path)
    assert all(found[setting.key] == setting.default for setting in SETTINGS)


def test_wrong_values_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        Settings(tmp_path / "s.json")["theme"] = "pink"
