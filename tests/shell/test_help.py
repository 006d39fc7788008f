"""Help and messages name controls and keys as they are on the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

import meetingdesk
from meetingdesk.shell import helping, keybook
from meetingdesk.shell.helping import PAGES
from meetingdesk.shell.widgets import Sheet

if TYPE_CHECKING:
    from meetingdesk.shell.window import MainWindow

ROOT = Path(meetingdesk.__file__).parent
#: quoted in the help, yet no controls: what one types, what is printed, a word of the system
_NOT_OURS = {"12 3", "（草案）", "实际大小"}
#: what makes a quoted name one to be found on the screen: 按“…”, 在“…”, 请到“…”
_SENT = re.compile(r"(?:[点按用在到选]|改用|取消|勾选)“([^”{}\"\n]{2,14})”")
_TYPED = re.compile(r"(?:Ctrl|Alt|Shift)\+[\w↑↓,+-]+|\bF\d{1,2}\b|\bDelete\b|\bBackspace\b")
_IN_BRACES = re.compile(r"\{([^}]+)\}")


def _sources(*folders: str) -> str:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return "\n".join(p.read_text("utf-8") for p in found if p.name != "helping.py")


@pytest.fixture(scope="module")
def screen() -> str:
    """Return the code of all that is shown."""
    return _sources("shell", "panels", "stage")


def _is_there(name: str, screen: str) -> bool:
    """Whether a string of the code is ``name``, or begins with it: 照读出的：…, 打印…, 计入　空格."""
    return re.search(rf'["　]{re.escape(name)}["：　…（{{]', screen) is not None


def test_every_control_named_in_the_help_is_on_the_screen(screen: str) -> None:
    named = {
        name for told in PAGES.values() for words in told for name in re.findall("“([^”]+)”", words)
    }
    assert len(named) > 60
    assert {name for name in named if not _is_there(name, screen)} == _NOT_OURS


def test_what_messages_send_to_is_on_the_screen(screen: str) -> None:
    code = _sources("shell", "panels", "stage", "actions", "papers", "records", "cli")
    sent = set(_SENT.findall(code))
    assert len(sent) > 20
    assert {name for name in sent if not _is_there(name, screen)} <= _NOT_OURS


def test_keys_named_in_the_help_are_those_in_force_where_it_stands() -> None:
    places = {place.key: place for place in keybook.PLACES}
    for page, told in PAGES.items():
        for words in told:
            assert set(_TYPED.findall(words)) <= {"Ctrl+V"}  # the others may be changed
            for name in _IN_BRACES.findall(words):
                place = places.get(keybook.place_of(name))
                assert place is not None, name
                assert not place.pages or page in place.pages, (page, name)


def test_hints_write_out_no_key_that_may_be_changed() -> None:
    fixed = ("Ctrl+A", "Ctrl+C", "Ctrl+V")
    for path in sorted((ROOT / "panels").rglob("*.py")):
        for line in path.read_text("utf-8").splitlines():
            if line.lstrip().startswith('"""'):
                continue
            hint = re.search(r'"[^"]*[\u4e00-\u9fff][^"]*"', line)
            for typed in _TYPED.findall(hint[0]) if hint else ():
                # the frame of a photo reads its keys itself
                assert typed in fixed or path.name == "photo.py", (path.name, line)


def test_the_help_follows_a_changed_key_and_shows_heads_apart(window: MainWindow) -> None:
    window.keys.take(window.bindings(), {"table.up": "Ctrl+Up"})
    assert any("Ctrl+Up、Alt+↓ 调整次序" in words for words in helping.lines("agenda"))
    window.keys.take(window.bindings(), {"table.up": ""})
    assert any("（没有快捷键）" in words for words in helping.lines("agenda"))
    assert helping.lines("votes")[2] == helping.HEAD + "印票和试印"
    window.open_panel("votes")
    window.show_shortcuts()
    sheet = window.findChildren(Sheet)[-1]
    words = [made.text() for made in sheet.findChildren(QLabel)]
    assert "印票和试印" in words
    assert not [text for text in words if helping.HEAD in text or "{" in text]
    sheet.reject()
