"""Two strokes that cross, told by the thin lines of a drawing: one place all its arms go from.

Where strokes are too bent for two straight lines to be laid on them, as hands draw a × in haste,
this still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.patches import PX
from meetingdesk.papers.ballots.thin import SLANT, Part, parts_of, path_of, thinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.drawn import Bytes, Drawn, Floats

#: whites smaller than this (mm²) lie within a stroke
_PINHOLE = 0.12
#: shorter lines than this and half a stroke's width (mm) are frays of its edge; strokes cross
#: over no longer a way than so many of their widths, or this (mm)
_FRAY = 0.3
_OVER_WIDTHS, _OVER = 2.8, 1.8
#: an arm's direction is that of its first part (mm beyond half the stroke's width)
_FIRST = 1.1
#: a flick at an arm's end in mm; without it arms of a × are as far apart as they get, or nearly
_FLICK, _OPEN = 1.2, 0.93
#: strokes tangled where they cross: the white a flick may enclose (mm²), the discs about the place,
#: how close places are to be one, the first part of an arm beyond the disc, the least arm (mm)
_LOOP = 0.75
_DISCS = (0.5, 0.9, 1.2)
_CLOSE, _BEYOND, _STUB = 2.2, 1.0, 0.15
#: how wide the disc's rim is (px)
_RIM = 1.6


@dataclass(frozen=True, eq=False)
class Crossing:
    """Three or four arms that go from one place, in the order of their angles.

    ``arms`` how far each goes in mm, ``ways`` its direction at first (x, y), ``ends`` where it
    ends (mm from the middle of the box), ``straight`` the distance of its end beside its length,
    ``other`` the share of the ink in other pieces, ``closing`` the least distance of two
    neighbouring arms' ends beside the largest their ways have: arms that come together again are
    the ends of a ring, as in α.
    """

    arms: tuple[float, ...]
    ways: Floats
    ends: Floats
    straight: float
    other: float
    closing: float

    @property
    def gaps(self) -> Floats:
        """The angles between neighbouring arms in degrees."""
        turned = np.rad2deg(np.arctan2(self.ways[:, 1], self.ways[:, 0]))
        return np.asarray((np.roll(turned, -1) - turned) % 360)

    @property
    def bend(self) -> float:
        """How far the two strokes of four arms turn where they cross, in degrees."""
        gaps = self.gaps
        return float(np.abs(180 - np.array([gaps[0] + gaps[1], gaps[1] + gaps[2]])).max())

    @property
    def lean(self) -> float:
        """The lesser angle of a stroke, or of the arm that leans most, to upright or level.

        In degrees: strokes of four arms from end to end, else each arm's first part.
        """
        four = len(self.arms) == 4
        lines = self.ends[:2] - self.ends[2:] if four else self.ways
        turned = np.rad2deg(np.arctan2(lines[:, 1], lines[:, 0])) % 90
        leans = np.minimum(turned, 90 - turned)
        return float(leans.min() if four else leans.max())

    @property
    def apart(self) -> float:
        """The least distance of two arms' ends in mm."""
        off = self.ends - np.roll(self.ends, -1, axis=0)
        return float(np.linalg.norm(off, axis=1).min())


def crossing_of(drawn: Drawn) -> Crossing | None:
    """Return the arms of a drawing whose strokes all go through one place, ``None`` if none do."""
    ink, other, _ = _main(drawn, drawn.bridged, _PINHOLE)
    lines = thinned(ink)
    fray = drawn.width / 2 + _FRAY
    for _ in range(4):
        knots, parts = parts_of(lines)
        frays = [part for part in parts if len(part.knots) == 1 and part.long < fray]
        if not frays or len(frays) == len(parts):
            break
        for part in frays:
            lines[part.rows, part.columns] = 0
        # what a fray leaves of its knot
        lines = thinned(lines)
    # crumbs that lie apart
    parts = [part for part in parts if part.knots or part.long >= fray]
    arms = _from_one_place(parts, len(knots), max(_OVER, _OVER_WIDTHS * drawn.width))
    if arms is None:
        return None
    place = np.mean([knots[number] for arm in arms for number in arm.knots], axis=0)
    long = [(arm.points, arm.long) for arm in arms]
    return _crossing(place, long, drawn.width / 2 + _FIRST, other, lines.shape)


def _crossing(
    place: Floats,
    arms: Iterable[tuple[NDArray[np.int64], float]],
    first: float,
    other: float,
    shape: tuple[int, ...],
) -> Crossing:
    """Return arms (pixels, n × 2, and length in mm) whose directions are those up to ``first`` mm."""
    made = []
    for points, long in arms:
        path = path_of(points, place)
        near = path[np.linalg.norm(path - place, axis=1) <= first * PX]
        way = (near if len(near) else path).mean(axis=0) - place
        made.append((way / max(1e-6, float(np.linalg.norm(way))), path, long))
    made.sort(key=lambda one: float(np.arctan2(one[0][1], one[0][0])))
    paths = [path for _, path, _ in made]
    ends = np.array([path[-1] for path in paths])
    far = np.linalg.norm(ends - place, axis=1) / PX
    return Crossing(
        tuple(long for _, _, long in made),
        np.array([way for way, _, _ in made]),
        (ends - np.array([shape[1] - 1, shape[0] - 1]) / 2) / PX,
        min(float(one / long) for one, (_, _, long) in zip(far, made, strict=True)),
        other,
        min(_closing(a, b) for a, b in zip(paths, paths[1:] + paths[:1], strict=True)),
    )


def tangled(drawn: Drawn) -> Iterator[Crossing]:
    """Yield the arms about each place where lines meet, whatever they do close to it.

    A flick may come back there, a stroke run on along a printed line: what counts is what leaves a
    small disc about the place. A line that comes back to it is no arm but a loop: nothing is
    yielded for such a place.
    """
    looped = drawn.looped
    same = np.array_equal(looped, drawn.bridged)
    joined = (looped,) if same else (drawn.bridged, looped)
    for bridged, white in product(joined, (_LOOP, _PINHOLE)):
        ink, other, loops = _main(drawn, bridged, white)
        # several lie between strokes that were crossed out
        if loops > 1:
            continue
        lines = thinned(ink)
        for place in _places(parts_of(lines)[0]):
            for radius in _DISCS:
                wide = max(radius, drawn.width)
                arms = _leaving(lines, place, wide)
                if len(arms) in (3, 4):
                    yield _crossing(place, arms, wide + _BEYOND, other, lines.shape)


def _places(knots: Sequence[Floats]) -> Iterator[Floats]:
    """Yield the knots and the middles of those close to each."""
    yield from knots
    for knot in knots:
        near = [one for one in knots if np.linalg.norm(one - knot) < _CLOSE * PX]
        if len(near) > 1:
            yield np.mean(near, axis=0)


def _leaving(lines: Bytes, place: Floats, radius: float) -> list[tuple[NDArray[np.int64], float]]:
    """Return the lines that leave a disc with their lengths in mm, none if one comes back."""
    rows, columns = np.indices(lines.shape)
    off = np.hypot(columns - place[0], rows - place[1])
    rest = ((lines > 0) & (off > radius * PX)).astype(np.uint8)
    rim = rest * (off <= radius * PX + _RIM)
    count, names = cv2.connectedComponents(rest, connectivity=8)
    arms = []
    for number in range(1, count):
        part = names == number
        doors = cv2.connectedComponents((rim * part).astype(np.uint8), connectivity=8)[0] - 1
        if doors > 1:
            return []
        points = np.column_stack(np.nonzero(part)[::-1])
        long = len(points) * SLANT / PX
        if doors and long >= _STUB:
            arms.append((points, long + radius))
    return arms


def _closing(one: Floats, other: Floats) -> float:
    """Return how far apart two ways end, beside the most they are apart before."""
    shares = []
    for flick in (0, _FLICK):
        last = max(0, len(one) - 1 - round(flick * PX)), max(0, len(other) - 1 - round(flick * PX))
        parts = np.linspace(0, 1, 12)
        a = one[np.rint(parts * last[0]).astype(int)]
        b = other[np.rint(parts * last[1]).astype(int)]
        apart = np.linalg.norm(a - b, axis=1)
        shares.append(float(apart[-1] / max(1e-6, float(apart.max()))))
    whole, unflicked = shares
    # flicks at both ends come together too
    return max(whole, unflicked) if unflicked >= _OPEN else whole


def _main(drawn: Drawn, bridged: Bytes, most_white: float) -> tuple[Bytes, float, int]:
    """Return the largest piece of ink, filled where whites are smaller, in mm².

    With it the share of the ink elsewhere and how many whites it had that are no pinholes.
    """
    _, names, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    most = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    ink = (names == most).astype(np.uint8)
    other = 1 - float(np.count_nonzero(ink & drawn.mask)) / max(1, len(drawn.points))
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    loops = 0
    for contour, links in zip(contours, tree[0], strict=True):
        white = cv2.contourArea(contour) / PX**2
        if links[3] >= 0 and white < most_white:
            cv2.drawContours(ink, [contour], -1, 1, cv2.FILLED)
        loops += links[3] >= 0 and white >= _PINHOLE
    return np.asarray(cv2.medianBlur(ink, 3)), other, loops


def _from_one_place(parts: Sequence[Part], knots: int, over: float) -> list[Part] | None:
    """Return the arms if all lines meet in one place; short ways between its knots count."""
    if not knots:
        return None
    short = [part for part in parts if len(part.knots) == 2 and part.long <= over]
    arms = [part for part in parts if len(part.knots) == 1]
    if len(arms) not in (3, 4) or len(arms) + len(short) != len(parts):
        return None
    held, grown = {arms[0].knots[0]}, True
    while grown:
        more = {k for part in short if held & set(part.knots) for k in part.knots} - held
        grown = bool(more)
        held |= more
    if len(held) != knots or len(short) != knots - 1:
        return None
    return arms
