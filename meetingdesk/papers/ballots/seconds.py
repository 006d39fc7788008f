"""A faint second mark in a row that bears one: the row would be void, and nobody would see it.

A row without any mark is shown to a person anyhow, and a list, where several may be chosen, is
searched for the faintest trace. In a row that takes one mark and has it, an empty box is looked
at once more, by cells of half a millimetre, in which paper's grain evens out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.judging import FAINT, Judged, Verdict
from meetingdesk.papers.ballots.lines import Line, crosses, wipe
from meetingdesk.papers.ballots.patches import CELL, PX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Measured
    from meetingdesk.papers.ballots.layout import Box
    from meetingdesk.papers.ballots.patches import BoxSet

    Bytes = NDArray[np.uint8]
    Masks = NDArray[np.bool_]

#: darkness (of 255) that cells of bare paper do not reach, and so many times their usual most
_LEAST, _TIMES = 13.0, 1.5
#: so much faint ink (mm²) is a mark as likely as not
_MARK = 1.5
#: a cell counts if so much of it does (of 255)
_WHOLE = 250
#: where more than this share of the empty boxes look so, it is the paper
_PAPER = 0.2
_CELL_MM2 = (CELL / PX) ** 2


def doubt_seconds(
    measured: Sequence[Measured], lines: Sequence[Line], verdicts: dict[str, Judged]
) -> None:
    """Doubt empty boxes that bear faint ink beside a sure mark in their row."""
    marked = _marked(verdicts, (box for one in measured for box in one.boxes.boxes))
    found: list[str] = []
    seen = 0
    for one in measured:
        at = [
            index
            for index, box in enumerate(one.boxes.boxes)
            if box.group in marked and verdicts[box.id].verdict is Verdict.EMPTY
        ]
        if at:
            seen += len(at)
            found += [one.boxes.boxes[index].id for index in _faint(one, at, lines)]
    if len(found) <= max(1, _PAPER * seen):
        for key in found:
            verdicts[key] = FAINT


def _marked(verdicts: dict[str, Judged], boxes: Iterable[Box]) -> set[str]:
    """Return the rows with a sure mark and no doubt."""
    held: set[str] = set()
    asked: set[str] = set()
    for box in boxes:
        verdict = verdicts[box.id].verdict
        if verdict is not Verdict.EMPTY:
            (held if verdict is Verdict.MARK else asked).add(box.group)
    return held - asked


def _cells(dark: Bytes) -> Bytes:
    """Return patches (n × h × w) averaged by cells."""
    count, height, width = dark.shape
    size = (width // CELL, height // CELL)
    if height % CELL:
        return np.stack([cv2.resize(d, size, interpolation=cv2.INTER_AREA) for d in dark])
    flat = cv2.resize(
        dark.reshape(-1, width), (size[0], count * size[1]), interpolation=cv2.INTER_AREA
    )
    return np.asarray(flat.reshape(count, size[1], size[0]))


def _part(boxes: BoxSet) -> tuple[slice, slice]:
    """Return the rows and columns of patches that are looked at: the inside, if cells end there."""
    left, top, right, bottom = boxes.frame
    if any(at % CELL for at in (*boxes.frame, *boxes.size)):
        return slice(None), slice(None)
    return slice(top, bottom), slice(left, right)


def _grid(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many cells patches of ``size`` pixels have, down and across."""
    return size[1] // CELL, size[0] // CELL


def _coarse(part: slice) -> slice:
    return slice(part.start // CELL, part.stop // CELL)


def _faint(one: Measured, at: list[int], lines: Sequence[Line]) -> list[int]:
    """Return which of the boxes ``at`` bear faint ink that no fold explains."""
    rows, columns = _part(one.boxes)
    cells = _cells(one.dark[at, rows, columns])
    inside = (one.boxes.inside_cells[at] >= _WHOLE).reshape(len(at), *_grid(one.boxes.size))
    if inside.shape != cells.shape:
        inside = inside[:, _coarse(rows), _coarse(columns)]
    if np.count_nonzero((cells > _LEAST) & inside, axis=(1, 2)).max() * _CELL_MM2 < _MARK:
        return []
    # half of the boxes are bare, whatever the others bear
    usual = np.median([np.percentile(c[i], 95) for c, i in zip(cells, inside, strict=True)])
    level = max(_LEAST, _TIMES * float(usual))
    found = []
    for index, held, where in zip(at, cells, inside, strict=True):
        if np.count_nonzero((held > level) & where) * _CELL_MM2 < _MARK:
            continue
        crossing = [line for line in lines if crosses(line, one, index)]
        if crossing:
            wipe(one, index, crossing)
            again = _cells(one.dark[index : index + 1, rows, columns])[0]
            if np.count_nonzero((again > level) & where) * _CELL_MM2 < _MARK:
                continue
        found.append(index)
    return found
