"""Where a side lies when its corner marks were seen badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from meetingdesk.papers.ballots.locate import Finder, Found
from meetingdesk.papers.ballots.pages import picture
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import Status
from tests.papers.ballots import kinds
from tests.papers.ballots.scans import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

KIND = "任免票"


class Squinting(Finder):
    """Sees one mark frayed by the scan, and the one opposite on a closer look only."""

    def __init__(self, frayed: float) -> None:
        super().__init__()
        self._frayed = frayed

    def _seen(self, grey: NDArray[np.uint8]) -> dict[int, NDArray[np.float64]]:
        marks = super().corners(grey).marks
        out = marks[0] - marks[0].mean(axis=0)
        return {**marks, 0: marks[0] + out * np.array((self._frayed, -self._frayed))}

    def corners(self, grey: NDArray[np.uint8]) -> Found:
        marks = self._seen(grey)
        del marks[2]
        return Found(marks, frozenset())

    def everywhere(self, grey: NDArray[np.uint8]) -> Iterator[Found]:
        yield Found(self._seen(grey), frozenset())


@pytest.mark.parametrize("frayed", [0.05, 0.06])
def test_the_fourth_mark_counts_though_its_place_must_be_proven(frayed: float) -> None:
    scan, sheet = kinds.maker(KIND).make(SEVERITIES["clean"], np.random.default_rng(3))
    reader = SideReader([kinds.known(KIND)])
    reader._finder = Squinting(frayed)
    row = reader.read(picture(scan), "扫描.png", 1)
    assert row.status is Status.READ, row.why
    assert {box for marks in row.marks.values() for box in marks} == {
        box for marks in sheet.truth.values() for box in marks
    }
