"""Scans in black and white without greys: what is faint is lost in them, and nobody sees it.

A scanner that knows black and white alone turns pencil into crumbs or into nothing. Where a row
takes one mark the loss shows, for the row is empty; elsewhere it does not, so such rows are
shown to a person once more, who can hold the sheet beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import STRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Measured

    Bytes = NDArray[np.uint8]

#: fewer pixels half way between black and white than this share of the black ones
_MIDDLE = 0.03
#: a picture of no more tones than this, each of more than this share, was made of black and white
_TONES, _SOME = 6, 0.0002
#: the pen is too faint for the scanner if this share of the marks is in pieces
_BROKEN = 0.3


def without_greys(grey: Bytes) -> bool:
    """Say whether a side was scanned in black and white, also if it was made smaller since."""
    some = np.ascontiguousarray(grey[::16, ::5])
    counts = cv2.calcHist([some], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    if np.count_nonzero(counts > _SOME * some.size) <= _TONES:
        return True
    below = counts.cumsum()
    black = int(np.searchsorted(below, 0.01 * some.size))
    white = int(np.searchsorted(below, 0.6 * some.size))
    low = round(black + 0.3 * (white - black))
    high = round(white - 0.3 * (white - black))
    return bool(counts[low + 1 : high].sum() < _MIDDLE * counts[: low + 1].sum())


def crumbling(inked: Sequence[tuple[Measured, int]]) -> bool:
    """Say whether marks of a side without greys come in pieces: others may be gone."""
    broken = sum(_pieces(one, index) > 1 for one, index in inked)
    return not inked or (broken > 1 and broken >= _BROKEN * len(inked))


def _pieces(measured: Measured, index: int) -> int:
    """Count the pieces of ink in a box."""
    ink = (measured.dark[index] > STRONG) & measured.boxes.inner[index]
    return int(cv2.connectedComponents(ink.astype(np.uint8))[0]) - 1
