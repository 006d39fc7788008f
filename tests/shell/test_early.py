"""What the first picture takes by number is what Qt means, and no enumeration is made for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from meetingdesk.shell import early

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

_PAINTED = """
import sys
from pathlib import Path
from PySide6 import QtCore
from PySide6.QtWidgets import QApplication
app = QApplication([])
from meetingdesk.main import Desktop, Settings, theme
theme.apply_theme(app, "light")
desktop = Desktop(Settings(Path(sys.argv[1])), "")
window = desktop.window
asked = []
window.painted.disconnect()
window.painted.connect(lambda: asked.append("Qt" in vars(QtCore)))
window.show()
while not asked:
    app.processEvents()
print(asked[0])
from meetingdesk.shell import early
early.load()
shape = QtCore.Qt.CursorShape
print(window.nav.buttons["home"].cursor().shape() == shape.PointingHandCursor,
      window.header.search.cursor().shape() == shape.IBeamCursor)
"""


def test_numbers_are_those_of_qt(qtbot: QtBot) -> None:
    words, area = QLabel("<b>甲</b>"), QScrollArea()
    for made in (words, area):
        qtbot.addWidget(made)
    early.plain(words)
    early.centred(words)
    early.upright(area)
    early.unfocused(area)
    early.pointed(words, "IBeamCursor")
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert words.alignment() == Qt.AlignmentFlag.AlignCenter
    assert area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert words.cursor().shape() == Qt.CursorShape.IBeamCursor


def test_the_first_picture_asks_for_no_enumeration_and_the_pointer_follows(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _PAINTED, str(tmp_path / "settings.json")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == ["False", "True True"]
