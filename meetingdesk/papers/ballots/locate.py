"""Finding a ballot in a scan by its four corner marks (ArUco), any way up.

The marks' own numbers say which corner and which side they are, so orientation and page come
with the place. Four marks give a homography; with three, or a poor fit, the place is only a
claim, which the printed boxes must prove (see :mod:`.inks`). Anything less is refused:
inferring missing marks has put grids in the wrong place before (SCANNING.md §1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import Anchor, Layout

    Floats = NDArray[np.float64]

#: largest distance in mm between a mark's corner and where four marks together put it
FIT_FOUR = 0.45
#: above this a fit of four marks has to be proven on the boxes
FIT_SURE = 0.25
#: three marks: affine below the first, homography below the second
FIT_THREE_AFFINE, FIT_THREE = 0.15, 0.30
#: the corner piece looked at first, as a part of the picture's shorter side
_CORNER = 0.19


@dataclass(frozen=True, eq=False)
class Place:
    """Where a side lies in a picture: ``matrix`` takes (x mm, y mm, 1) to pixels.

    ``fit`` is the largest misfit of a mark's corner in mm; ``weak`` places need proof.
    """

    page: int
    matrix: Floats
    fit: float
    weak: bool

    def pixels(self, points: Any) -> Floats:
        """Return ``points`` in mm (n × 2) as pixels."""
        given = np.asarray(points, np.float64).reshape(-1, 1, 2)
        return np.asarray(cv2.perspectiveTransform(given, self.matrix)).reshape(-1, 2)

    def local(self, x: float, y: float) -> Floats:
        """Return the affine 2 × 3 from mm about (x, y) to pixels: (dx, dy, 1) → pixel."""
        here, right, down = self.pixels([(x, y), (x + 1, y), (x, y + 1)])
        return np.column_stack([right - here, down - here, here])


@dataclass(frozen=True)
class Found:
    """The marks seen in a picture: number → four corners in pixels, and numbers seen twice."""

    marks: dict[int, Floats]
    twice: frozenset[int]


def _detector(window: int, step: int = 10, largest: int = 0) -> cv2.aruco.ArucoDetector:
    settings = cv2.aruco.DetectorParameters()
    settings.adaptiveThreshWinSizeMin = window
    settings.adaptiveThreshWinSizeMax = largest or window
    settings.adaptiveThreshWinSizeStep = step
    settings.minMarkerPerimeterRate = 0.03
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.cornerRefinementWinSize = 4
    # a mark is taken for itself only with at most one wrong cell
    settings.errorCorrectionRate = 0.4
    return cv2.aruco.ArucoDetector(
        cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), settings
    )


class Finder:
    """Finds the corner marks; one a process, as the detectors are costly to make."""

    def __init__(self) -> None:
        self._quick = _detector(31)
        self._whole = _detector(41)
        self._thorough = _detector(13, 20, 93)

    def corners(self, grey: NDArray[np.uint8]) -> Found:
        """Look in the four corners only."""
        height, width = grey.shape
        side = int(min(height, width) * _CORNER)
        seen: list[tuple[int, Floats]] = []
        for top in (0, height - side):
            for left in (0, width - side):
                piece = grey[top : top + side, left : left + side]
                seen += [(n, c + np.array((left, top))) for n, c in _detect(self._quick, piece)]
        return _gather(seen)

    def everywhere(self, grey: NDArray[np.uint8]) -> Iterator[Found]:
        """Look at the whole picture, ever harder."""
        half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        # pixel centres: (x + 0.5) halves, not x
        yield _gather([(n, c * 2 + 0.5) for n, c in _detect(self._whole, half)])
        yield _gather(_detect(self._thorough, grey))
        yield _gather(_detect(self._thorough, cv2.medianBlur(grey, 3)))
        yield _gather(_detect(self._thorough, cv2.GaussianBlur(grey, (0, 0), 2.0)))
        # a coarse scan in black and white: cells that grew together
        yield _gather(_detect(self._thorough, cv2.GaussianBlur(grey, (0, 0), 1.5)))


def _detect(detector: cv2.aruco.ArucoDetector, grey: Any) -> list[tuple[int, Floats]]:
    corners, numbers, _ = detector.detectMarkers(grey)
    if numbers is None:
        return []
    return [
        (int(n), c.reshape(4, 2).astype(np.float64))
        for n, c in zip(numbers.ravel(), corners, strict=True)
    ]


def _gather(seen: list[tuple[int, Floats]]) -> Found:
    """Return one place a number; a number seen at two places is known but unusable."""
    marks: dict[int, Floats] = {}
    twice = set()
    for number, corners in seen:
        held = marks.get(number)
        if held is not None and np.abs(held - corners).max() > 6:
            twice.add(number)
        marks[number] = corners
    return Found({n: c for n, c in marks.items() if n not in twice}, frozenset(twice))


def _square(anchor: Anchor) -> Floats:
    """Return the corners of a printed mark in mm, in the order a detector gives them."""
    r = anchor.rect
    return np.array([(r.x, r.y), (r.right, r.y), (r.right, r.bottom), (r.x, r.bottom)])


def place(layout: Layout, found: Found) -> Place | None:
    """Return where a side of ``layout`` lies, or ``None`` when the marks do not say."""
    best: Place | None = None
    for page in range(layout.pages):
        anchors = [a for a in layout.anchors if a.page == page and a.number in found.marks]
        fitted = _fit(page, anchors, found) if len(anchors) >= 3 else None
        if fitted is not None and (best is None or fitted.fit < best.fit):
            best = fitted
    return best


def _fit(page: int, anchors: list[Anchor], found: Found) -> Place | None:
    mm = np.concatenate([_square(a) for a in anchors])
    pixels = np.concatenate([found.marks[a.number] for a in anchors])
    affine = cv2.estimateAffine2D(mm, pixels, method=cv2.LMEDS)[0]
    if affine is None:
        return None
    spread = float(affine[0, 0] * affine[1, 1] - affine[0, 1] * affine[1, 0])
    if spread <= 0:
        return None  # seen in a mirror: not these marks
    per_mm = spread**0.5
    if len(anchors) == 3:
        flat = np.vstack([affine_of(mm, pixels), [0.0, 0.0, 1.0]])
        fit = _misfit(flat, mm, pixels) / per_mm
        if fit <= FIT_THREE_AFFINE:
            return Place(page, flat, fit, weak=True)
    matrix = cv2.findHomography(mm, pixels, 0)[0]
    if matrix is None:
        return None
    fit = _misfit(matrix, mm, pixels) / per_mm
    if fit > (FIT_THREE if len(anchors) == 3 else FIT_FOUR):
        return None
    return Place(page, matrix, fit, weak=len(anchors) == 3 or fit > FIT_SURE)


def affine_of(mm: Floats, pixels: Floats) -> Floats:
    """Return the least-squares affine 2 × 3 taking ``mm`` to ``pixels``."""
    design = np.column_stack([mm, np.ones(len(mm))])
    solved = np.linalg.lstsq(design, pixels, rcond=None)[0]
    return np.ascontiguousarray(solved.T)


def _misfit(matrix: Floats, mm: Floats, pixels: Floats) -> float:
    put = cv2.perspectiveTransform(mm.reshape(-1, 1, 2), matrix).reshape(-1, 2)
    return float(np.linalg.norm(put - pixels, axis=1).max())
