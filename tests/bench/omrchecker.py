"""OMRChecker (MIT, github.com/Udayraj123/OMRChecker) on the pages of :mod:`scan_speed`.

A checkout of it, with its requirements in the Python that is named, reads the same JPEG files by
a template of the same boxes. No page is aligned, which is its quickest way: the pages a second
are to its favour, and what it reads is not looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetingdesk.papers.ballots.layout import Box, Layout

#: pixels per mm of the template's page
_PX = 8
#: it asks for the size of a screen when it starts, also when it shows nothing
_NO_SCREEN = """
class Monitor:
    width, height = 1366, 768

def get_monitors():
    return [Monitor()]
"""


def template(layout: Layout) -> dict[str, object]:
    """Return the template of a form's boxes, one field a group."""
    groups: dict[str, list[Box]] = {}
    for box in layout.boxes:
        groups.setdefault(box.group, []).append(box)
    blocks = {}
    for name, boxes in groups.items():
        first, second = boxes[0].rect, boxes[1].rect
        blocks[name] = {
            "direction": "horizontal",
            "bubbleValues": [str(n) for n in range(len(boxes))],
            "bubblesGap": round((second.x - first.x) * _PX),
            "labelsGap": 0,
            "fieldLabels": [name],
            "origin": [round(first.x * _PX), round(first.y * _PX)],
        }
    side = round(layout.boxes[0].rect.w * _PX)
    return {
        "pageDimensions": [210 * _PX, 297 * _PX],
        "bubbleDimensions": [side, side],
        "preProcessors": [],
        "fieldBlocks": blocks,
    }


def pages_a_second(
    checkout: Path, python: Path, layout: Layout, files: Sequence[Path], jobs: int
) -> float:
    """Return how many pages a second ``jobs`` processes of it read, their start left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "screeninfo.py").write_text(_NO_SCREEN, "utf-8")

        def take(count: int) -> float:
            running, start = [], time.perf_counter()
            for job in range(jobs):
                pages = folder / f"{count}-{job}"
                pages.mkdir()
                (pages / "template.json").write_text(json.dumps(template(layout)), "utf-8")
                (pages / "config.json").write_text('{"outputs": {"show_image_level": 0}}', "utf-8")
                for number in range(count):
                    shutil.copy(files[number % len(files)], pages / f"{number}.jpg")
                order = [python, "main.py", "-i", pages, "-o", folder / f"out-{count}-{job}"]
                running.append(
                    subprocess.Popen(
                        order, cwd=checkout, env={**os.environ, "PYTHONPATH": str(folder)},
                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    )
                )  # fmt: skip
            assert [process.wait() for process in running] == [0] * jobs
            for job in range(jobs):
                found = list((folder / f"out-{count}-{job}").rglob("*.csv"))
                assert any(len(f.read_text("utf-8").splitlines()) > count for f in found)
            return time.perf_counter() - start

        few, many = 4, 60
        return jobs * (many - few) / (take(many) - take(few))
