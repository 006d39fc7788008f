"""A desk of many years: no page reads more often because there are more meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from meetingdesk.actions import meetings, sample, search
from meetingdesk.actions.office import open_office
from meetingdesk.shell import icons, theme
from meetingdesk.shell.settings import Settings
from meetingdesk.shell.window import MainWindow
from tests.bench import years

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def _statements(path: Path, folder: Path, app: QApplication) -> dict[str, int]:
    """Return how many SQL statements each page takes to be read again, and a search."""
    theme.apply_theme(app, "light")
    icons.load()
    office = open_office(path, "张秘书", clock=lambda: sample.NOW)
    settings = Settings(folder / "settings.json")
    window = MainWindow(office, settings=settings, meetings=lambda: meetings.switcher(office))
    seen = [0]
    event.listen(
        office.desk.engine,
        "before_cursor_execute",
        lambda *_: seen.__setitem__(0, seen[0] + 1),
    )
    held = next(row[0] for row in window.meeting_rows if "第三十六次" in row[1])
    window.set_meeting(held)
    counts = {}
    for key in window.entries:
        window.open_panel(key)
        panel = window.pages.current_panel()
        assert panel is not None
        seen[0] = 0
        panel.refresh(None)
        counts[key] = seen[0]
    seen[0] = 0
    assert meetings.switcher(office)
    counts["switcher"] = seen[0]
    for wanted in ("zqm", "决定"):
        seen[0] = 0
        assert search.find(office, wanted)
        counts[f"search {wanted}"] = seen[0]
    window.close()
    office.desk.close()
    return counts


@pytest.mark.slow
def test_no_page_reads_more_often_with_more_meetings(qapp: QApplication, tmp_path: Path) -> None:
    made = {}
    for number in (10, 600):
        folder = tmp_path / str(number)
        folder.mkdir()
        years.build(
            folder / "a.desk", meetings=number, items=number * 4, entries=number * 4, people=400
        )
        made[number] = _statements(folder / "a.desk", folder, qapp)
    few, many = made[10], made[600]
    # a list shown in full may name some more bodies or people, never one query a meeting
    assert {key: (few[key], many[key]) for key in few if many[key] > few[key] + 8} == {}
