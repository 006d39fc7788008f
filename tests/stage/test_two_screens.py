"""A desk with a second screen: the stage covers the projector and leaves the operator alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(sys.argv)
from meetingdesk.actions.staging import Scene
from meetingdesk.stage.window import Stage

desk = QWidget()
desk.setGeometry(40, 40, 600, 400)
desk.show()
stage = Stage(desk)
stage.start()
stage.put(Scene("banner", "banner", "会议", "会标", "", "示例市人大常委会会议"))
app.processEvents()
window = stage.window
shot = window.grab()
print(len(app.screens()), window.screen().name(), window.isFullScreen(),
      window.geometry().getRect(), desk.screen().name(), shot.width(), shot.height())
stage.stop()
print(stage.on, desk.isVisible())
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080), (3840, 2160)])
def test_the_stage_fills_the_second_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = size
    screen = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [
        {"name": "OPERATOR", "x": 0, "y": 0, "width": 1366, "height": 768, **screen},
        {"name": "PROJECTOR", "x": 1366, "y": 0, "width": width, "height": height, **screen},
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    assert first == (f"2 PROJECTOR True (1366, 0, {width}, {height}) OPERATOR {width} {height}")
    assert second == "False True"
