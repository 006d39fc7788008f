"""Round seals on a side: a mark under a seal is not for a machine to judge.

The form keeps a place for the seal, away from the boxes; people miss it. Seals of state organs
are circles of 38–45 mm (国发〔1999〕25号). They are looked for only when there is ink on the bare paper about the boxes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.known import BARE_PX
from meetingdesk.papers.ballots.showing import upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Tones
    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.layout import Rect
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]

#: pixels per mm looked at, and the radii of seals in mm
_PX, _LEAST, _MOST = 3, 18.0, 24.0
#: ink on the bare paper from which a seal is looked for, mm²
_STRANGE = 10.0
#: points of the circle that must be dark; so many of 180 on bare paper speak for all
_DRAWN, _ON_BARE = 0.6, 20


def seals(
    picture: Bytes, place: Place, form: KnownForm, page: Tones
) -> list[tuple[float, float, float]]:
    """Return the round seals of a side: x, y and radius in mm."""
    width, height = form.layout.page_mm
    level = page.white - 0.2 * page.contrast
    bare = form.bare[place.page]
    x, y, w, h = cv2.boundingRect(bare)
    if not w:
        return []
    part = (x / BARE_PX, y / BARE_PX, w / BARE_PX, h / BARE_PX)
    small = upright(picture, place, part, BARE_PX, roughly=True)
    strange = cv2.bitwise_and((small < math.ceil(level)).view(np.uint8), bare[y : y + h, x : x + w])
    if cv2.countNonZero(strange) < _STRANGE * BARE_PX**2:
        return []
    seen = upright(picture, place, (0.0, 0.0, width, height), _PX)
    dark = (_shade(seen) > 0.2 * page.contrast).astype(np.uint8) * 255
    found = cv2.HoughCircles(
        cv2.GaussianBlur(dark, (0, 0), 1.0),
        cv2.HOUGH_GRADIENT,
        1.5,
        20 * _PX,
        param1=120,
        param2=30,
        minRadius=round(_LEAST * _PX),
        maxRadius=round(_MOST * _PX),
    )
    if found is None:
        return []
    thick = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    return [
        (float(x) / _PX, float(y) / _PX, float(r) / _PX)
        for x, y, r in found.reshape(-1, 3)[:6]
        if _drawn(thick, bare, float(x), float(y), float(r)) >= _DRAWN
    ]


def _shade(seen: Bytes) -> Bytes:
    """Return how much darker a side is than the paper about: a shadow has no rim."""
    small = cv2.resize(seen, None, fx=1 / 6, fy=1 / 6, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(small, 21), seen.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(paper, seen))


def _drawn(dark: Bytes, bare: Bytes, x: float, y: float, r: float) -> float:
    """Return the share of a circle that is dark, at its best radius within 1 mm.

    Where it runs over bare paper that share alone counts: boxes and rules make up circles too.
    """
    turn = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    best = 0.0
    for radius in np.arange(r - _PX, r + _PX + 0.5):
        across = np.rint(x + radius * np.cos(turn)).astype(int)
        down = np.rint(y + radius * np.sin(turn)).astype(int)
        inside = (across >= 0) & (down >= 0) & (across < dark.shape[1]) & (down < dark.shape[0])
        if not inside.any():
            continue
        across, down = across[inside], down[inside]
        seen = dark[down, across] > 0
        far, low = bare.shape[1] - 1, bare.shape[0] - 1
        free = (
            bare[
                np.minimum(down * BARE_PX // _PX, low),
                np.minimum(across * BARE_PX // _PX, far),
            ]
            > 0
        )
        if np.count_nonzero(free) >= _ON_BARE:
            seen = seen[free]
        best = max(best, float(np.mean(seen)))
    return best


def touched(rect: Rect, found: list[tuple[float, float, float]]) -> bool:
    """Say whether a box lies under a seal, or at its rim."""
    return any(
        np.hypot(x - min(max(x, rect.x), rect.right), y - min(max(y, rect.y), rect.bottom))
        < radius + 1.0
        for x, y, radius in found
    )
