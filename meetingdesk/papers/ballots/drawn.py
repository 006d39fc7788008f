"""The ink of one box as a drawing: its points in mm, its pieces over the printed lines too.

For telling signs apart the ink outside the box counts as much as that inside, and what lies
under a printed line or a wiped streak is not white but hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import STRONG
from meetingdesk.papers.ballots.patches import MARGIN, PX, RING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Ink, Measured

    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

#: ink in mm² below which there is no drawing, and below which a piece is a speck
_LEAST, _SPECK = 0.4, 0.06
#: print is as dark; hidden are two pixels about it, its own edge and what is left of the box's
#: shift, at a close look one; a scan is rough where so much of that difference is dark;
#: beside print fainter ink is not told from its edge
_PRINT, _AROUND, _CLOSELY, _ROUGH, _DARK = 40, 5, 3, 0.4, 0.6
#: the tip of a neighbour's stroke in the box, and the stroke with it, in mm²
_TIP, _TIPPED = 0.7, 4.0
#: ink is looked for down to this part of the darkest ink's darkness
_FAINTER = 0.22


@dataclass(frozen=True, eq=False)
class Drawn:
    """A box's ink.

    ``points`` are the middles of its pixels in mm from the middle of the box, ``mask`` the
    ink, ``bridged`` with what joins its pieces under the printed lines, ``hidden`` where
    nobody can see, ``wiped`` where a streak or a fold was taken out; ``width`` of the strokes in
    mm, ``fainter`` the area in mm² inside the box that is dark beside the ink, but less so,
    ``pieces`` how many the ink falls into. ``frame`` is the box in the picture: left, top, right,
    bottom in pixels.
    """

    points: Floats
    mask: Bytes
    bridged: Bytes
    hidden: Mask
    wiped: Mask
    width: float
    fainter: float
    pieces: int
    frame: tuple[int, int, int, int]

    @property
    def looped(self) -> Bytes:
        """The ink joined as far as it may run on along printed lines."""
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (21, 21))
        wide = cv2.morphologyEx(self.mask, cv2.MORPH_CLOSE, disc) & self.hidden
        return np.asarray(self.bridged | wide)

    def at(self, points: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask]:
        """Return rows and columns of points (… × 2), and which of them lie off the picture."""
        height, width = self.mask.shape
        columns = np.rint(points[..., 0] * PX + (width - 1) / 2).astype(np.int64)
        rows = np.rint(points[..., 1] * PX + (height - 1) / 2).astype(np.int64)
        out = (columns < 0) | (rows < 0) | (columns >= width) | (rows >= height)
        return rows.clip(0, height - 1), columns.clip(0, width - 1), out


def points_of(mask: Bytes | Mask) -> Floats:
    """Return the middles of a mask's pixels in mm from its middle."""
    height, width = mask.shape
    rows, columns = np.nonzero(mask)
    return np.column_stack([columns, rows]) / PX - np.array([width - 1, height - 1]) / 2 / PX


def drawn_in(measured: Measured, index: int, ink: Ink, wiped: Mask | None) -> Drawn | None:
    """Return what is drawn in a box whose ink was looked at closely, None if hardly anything."""
    if wiped is not None:
        return _drawn(measured, index, ink, wiped)
    return _drawn_whole(measured, index, ink, measured.dark[index].tobytes())


@lru_cache(maxsize=2)
def _drawn_whole(measured: Measured, index: int, ink: Ink, _seen: bytes) -> Drawn | None:
    """Return what is drawn where nothing was wiped out: a doubtful box is asked about repeatedly.

    ``_seen`` is the box's picture: once that is mended it is drawn anew.
    """
    return _drawn(measured, index, ink, np.zeros(measured.dark[index].shape, bool))


def drawn_closely(measured: Measured, index: int, ink: Ink, wiped: Mask | None) -> Drawn | None:
    """Return what is drawn in a box with less hidden beside its lines.

    ``None`` on a rough scan, of faint ink, and where there is hardly any.
    A second look where the first does not tell a sign: strokes that cross just at a line come out
    on its other side. On a rough scan, or about a box a little off its place, print itself would
    be taken for ink there.
    """
    beside = _hidden(measured, index, _AROUND) & ~_hidden(measured, index, _CLOSELY)
    dark = measured.dark[index] > _level(measured, ink)
    rough = np.count_nonzero(dark & beside) > _ROUGH * np.count_nonzero(beside)
    if rough or ink.peak < _DARK:
        return None
    bare = np.zeros(beside.shape, bool)
    return _drawn(measured, index, ink, bare if wiped is None else wiped, _CLOSELY)


def _hidden(measured: Measured, index: int, around: int) -> Mask:
    """Return the print of a box's blank and so many pixels about it, half to each side."""
    print_ = (measured.boxes.blank[index] > _PRINT).astype(np.uint8)
    return np.asarray(cv2.dilate(print_, np.ones((around, around), np.uint8)) > 0)


def _level(measured: Measured, ink: Ink) -> float:
    """Return from which darkness on there is ink."""
    return min(max(ink.peak * 255 * 0.45, measured.trace), STRONG)


def _drawn(
    measured: Measured, index: int, ink: Ink, wiped: Mask, around: int = _AROUND
) -> Drawn | None:
    boxes, dark = measured.boxes, measured.dark[index]
    hidden = _hidden(measured, index, around) | wiped
    edge = round((MARGIN - RING) * PX)
    hidden[:edge], hidden[-edge:], hidden[:, :edge], hidden[:, -edge:] = True, True, True, True
    mask = _own(((dark > _level(measured, ink)) & ~hidden).astype(np.uint8), boxes.frame)
    points = points_of(mask)
    if len(points) < _LEAST * PX * PX:
        return None
    bridged = _bridged(mask, hidden)
    width = max(ink.width, _width(bridged), 0.2)
    fainter = _fainter(measured, index, mask, hidden, ink.peak * 255)
    return Drawn(points, mask, bridged, hidden, wiped, width, fainter, _pieces(mask), boxes.frame)


def without_neighbours(drawn: Drawn) -> Drawn | None:
    """Return the drawing without what comes in from beyond sight and stays outside the box.

    It belongs to the box next to it, or is a tail; ``None`` if nothing of that kind is there.
    """
    left, top, right, bottom = drawn.frame
    names, from_afar = _from_afar(drawn.mask)
    inside = np.unique(names[top:bottom, left:right])
    foreign = np.setdiff1d(from_afar, inside)
    if not len(foreign):
        return None
    mask = np.asarray(drawn.mask * ~np.isin(names, foreign), np.uint8)
    points = points_of(mask)
    if len(points) < _LEAST * PX * PX:
        return None
    return replace(
        drawn,
        points=points,
        mask=mask,
        bridged=_bridged(mask, drawn.hidden),
        pieces=_pieces(mask),
    )


def is_tip(drawn: Drawn) -> bool:
    """Say whether a stroke comes in from beyond sight and only its tip lies in the box."""
    left, top, right, bottom = drawn.frame
    names, from_afar = _from_afar(drawn.mask)
    inside = np.zeros(names.shape, bool)
    inside[top:bottom, left:right] = True
    tip = np.count_nonzero(drawn.mask[inside])
    beside = np.setdiff1d(names[~inside & (drawn.mask > 0)], from_afar)
    if not len(from_afar) or len(beside):
        return False
    return bool(tip <= _TIP * PX**2) and len(drawn.points) <= _TIPPED * PX**2


def _from_afar(mask: Bytes) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the pieces of ink by number, and the numbers of those that come from beyond sight."""
    edge = round((MARGIN - RING) * PX)
    names = np.asarray(cv2.connectedComponents(mask, connectivity=8)[1], np.int32)
    seen = names[edge:-edge, edge:-edge]
    found = np.unique(np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]]))
    return names, found[found > 0]


def _pieces(mask: Bytes) -> int:
    near = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return int(cv2.connectedComponents(near, connectivity=8)[0]) - 1


def _fainter(measured: Measured, index: int, mask: Bytes, hidden: Mask, peak: float) -> float:
    """Return the area of what is less dark than the ink: another stroke, drawn over by darker."""
    left, top, right, bottom = measured.boxes.frame
    part = np.s_[top:bottom, left:right]
    soft = cv2.blur(measured.dark[index][part], (3, 3))
    beside = cv2.dilate(mask[part], np.ones((7, 7), np.uint8)) == 0
    seen = ((soft > max(_FAINTER * peak, measured.trace)) & beside & ~hidden[part]).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(seen, connectivity=8)[2]
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas[areas >= _SPECK * PX * PX].sum()) / PX**2


def _width(mask: Bytes) -> float:
    """Return the usual width of strokes in mm, those over the edge too."""
    framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - 1e-6) & (depth > 0)
    return float(2 * np.median(depth[ridge]) - 0.5) / PX


def _bridged(mask: Bytes, hidden: Mask) -> Bytes:
    """Return ink with its pieces joined: over a pixel anywhere, over a printed line's width."""
    close = cv2.MORPH_CLOSE
    near = cv2.morphologyEx(mask, close, np.ones((3, 3), np.uint8))
    far = cv2.morphologyEx(mask, close, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11)))
    return np.asarray(near | (far & hidden))


def _own(mask: Bytes, frame: tuple[int, int, int, int]) -> Bytes:
    """Return the ink that belongs to the box: pieces in it, and what they reach over its edge."""
    left, top, right, bottom = frame
    _, names, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < _SPECK * PX * PX
    small[0] = True
    kept = mask.copy()
    kept[small[names]] = 0
    near = cv2.dilate(kept, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    count, groups = cv2.connectedComponents(near, connectivity=8)
    own = np.zeros(count, bool)
    own[groups[top:bottom, left:right][kept[top:bottom, left:right] > 0]] = True
    own[0] = False
    kept[~own[groups]] = 0
    return kept
