"""``meetingdesk shots``: a picture of every page, tab, sheet and scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from meetingdesk.cli.shooting import shoot
from meetingdesk.panels.registry import PANELS

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

SCENES = (
    "banner", "item", "roll", "call", "calling-tally", "calling-table", "result", "result-table",
    "oath", "names-table", "takers-table", "timer", "black",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_page_sheet_and_scene_is_a_picture(qapp: QApplication, tmp_path: Path) -> None:
    files = {file.name: file for file in shoot(tmp_path, ["1366x768"], ["light"])}
    pages = {f"{entry.key}-1366x768-light.png" for entry in PANELS}
    pages |= {
        f"{name}-1366x768-light.png"
        for name in (
            "votes-result", "votes-counting", "run-on-air", "scanning-1", "scanning-2-read",
            "scanning-3-rule", "scanning-4-blank", "scanning-5-take", "meetings-3", "documents-5",
        )
    }  # fmt: skip
    scenes = {
        f"stage-{name}-{size}.png"
        for name in SCENES
        for size in ("1024x768", "1920x1080", "3840x2160")
    }
    assert not (pages | scenes) - set(files)
    assert sum(name.startswith("sheet-") for name in files) >= 25
    for name in pages:
        picture = QImage(str(files[name]))
        assert (picture.width(), picture.height()) == (1366, 768), name
    # the scanned page stands beside its question
    seen = QImage(str(files["scanning-3-rule-1366x768-light.png"]))
    right = [seen.pixelColor(x, y) for x in range(920, 1330) for y in range(310, 710)]
    assert sum(color.lightness() < 90 for color in right) > 500
