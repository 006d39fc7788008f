"""A committee of 41 with all present and five objects to evaluate, made once and copied."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from meetingdesk.actions import counting
from meetingdesk.actions.office import Office, open_office
from tests.actions.test_counting import build, opened

NOON = dt.datetime(2026, 8, 18, 4, tzinfo=dt.UTC)
Sheet = dict[str, list[str]]
_MADE: dict[int, tuple[Path, int]] = {}


def hall(folder: Path, ballots: int = 5, name: str = "a") -> tuple[Office, int]:
    """Return an office on a copy of the desk and its vote, opened with ``ballots`` returned."""
    if ballots not in _MADE:
        place = Path(tempfile.mkdtemp()) / "hall.desk"
        office = open_office(place, "甲", clock=lambda: NOON)
        vote = office.perform(
            lambda work: opened(work, build(work, 41, 41), ballots, ballots), name="样例"
        )
        office.desk.close()
        _MADE[ballots] = (place, vote)
    place, vote = _MADE[ballots]
    shutil.copyfile(place, folder / f"{name}.desk")
    return open_office(folder / f"{name}.desk", "甲", clock=lambda: NOON), vote


def fill(office: Office, vote: int, number: int, who: str, *sheets: tuple[Sheet, int]) -> int:
    """Enter and finish one count; return its id."""
    count = counting.start_count(office, vote, number, who)
    for sheet, copies in sheets:
        counting.record_ballot(office, count, sheet, copies)
    counting.finish_count(office, count)
    return count
