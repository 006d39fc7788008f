"""How soon the first ballot of a stack is seen, in the real window.

    QT_QPA_PLATFORM=offscreen python -m tests.bench.first_result [--ballots 200] [--runs 5]

From the moment that chosen files are handed to the page until it has painted the number of
sides read, and until it has painted the first side's picture. A vote on paper with office scans
(JPEG), one process a core; the window has been open for a while, nothing of this vote has been
read before the first run. In milliseconds; ``stall`` is the longest time for which the window
did not answer while the stack was read.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from meetingdesk.actions import meetings, votes
from meetingdesk.actions.office import open_office
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow
from tests.panels.scanwalk import congress_vote, open_scans, pump, scan_pile

if TYPE_CHECKING:
    from collections.abc import Callable

    from meetingdesk.panels.votes.scanning import ScanPage


class Painted(QObject):
    """Notes when a widget was first painted after ``ready()`` held."""

    def __init__(self, widget: Any, ready: Callable[[], bool]) -> None:
        super().__init__()
        self.at = 0.0
        self._ready = ready
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the widget paint, then look at the clock."""
        if event.type() == QEvent.Type.Paint and not self.at and self._ready():
            watched.removeEventFilter(self)
            watched.event(event)
            self.at = time.perf_counter()
            return True
        return False


def one_run(page: ScanPage, files: list[Path]) -> dict[str, int]:
    """Read a stack and forget it again; the processes of the one before have ended."""
    pump(lambda: False, 3)
    tile = page.tiles["scanFactPages"].value
    number = Painted(tile, lambda: tile.text() not in ("", "0", "—"))
    picture = Painted(page.read.page, lambda: page.read.page.has_picture)
    begun = last = time.perf_counter()
    page.read.chosen.emit(files)
    stall = 0.0
    while page.run.running:
        QApplication.processEvents()
        now = time.perf_counter()
        stall, last = max(stall, now - last), now
        time.sleep(0.002)
    assert page.scan is not None
    assert page.scan.stack.finished
    assert number.at
    assert picture.at
    page.forget()
    return {
        "first_number_ms": round((number.at - begun) * 1e3),
        "first_picture_ms": round((picture.at - begun) * 1e3),
        "stall_ms": round(stall * 1e3),
        "whole_ms": round((last - begun) * 1e3),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ballots", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    theme.apply_theme(app, "light")  # type: ignore[arg-type]
    icons.load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "a.desk", "张秘书")
        vote = congress_vote(office, options.ballots)
        pile = scan_pile(office, vote, folder, min(24, options.ballots), 5)
        files = list(pile.files)
        for number in range(len(files), options.ballots):
            copy = folder / f"扫描{number + 1:04}.jpg"
            copy.write_bytes(files[number % 24].read_bytes())
            pile.files.append(copy)
        window = MainWindow(
            office,
            settings=Settings(folder / "settings.json"),
            meetings=lambda: [(m.id, m.title, m.date_text) for m in meetings.meetings(office)],
        )
        window.resize(1366, 768)
        window.show()
        window.set_meeting(votes.vote_view(office, vote).meeting_id)
        page = open_scans(window, vote)
        print(json.dumps([one_run(page, pile.files) for _ in range(options.runs)], indent=1))
        window.close()
        office.desk.close()


if __name__ == "__main__":
    main()
