"""How well ink is a ring: all of it on one ellipse, or all about one round white."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.drawn import Drawn, points_of
from meetingdesk.papers.ballots.patches import PX

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Bytes, Floats, Mask

_BINS = 36
#: the ellipse is found with a wide reach first, so that a tail does not pull it
_REACHES = (3.0, 1.6, 1.0, 1.0)
#: that about a closed ring's own white needs no such care
_CLOSE = (1.0,)
#: so many ellipses through so many of so many points are tried where others lie beside; of
#: such axes (mm)
_TRIES, _THROUGH, _TRIED = 28, 6, 140
_LEAST_AXIS, _MOST_AXIS = 1.6, 12.0
#: more ink inside than this share, and the ellipse does not lie on a ring
_ASKEW = 0.05
#: the middle of a ring, in parts of its half axes
_CORE = 0.35
#: a piece of ink beside a ring from this area on, in mm², is a stub of another stroke
_STUB = 0.12
#: one that is wider than so many strokes and that (mm) is no single stroke
_WIDE, _STRAY = 1.3, 0.4


@dataclass(frozen=True)
class RingFit:
    """How well ink lies on one ellipse: smaller half axis in mm, flatness, opening in degrees.

    ``seen`` is the part of its way that is ink, ``bare`` that which is seen to be white,
    ``inside``, ``outside`` the ink off it, ``core`` the part of its middle that is dark.
    """

    half: float
    flat: float
    gap: float
    seen: float
    inside: float
    outside: float
    core: float
    bare: float


@dataclass(frozen=True, eq=False)
class Hole:
    """The largest white that ink encloses.

    Its area in mm², how full its hull and its tightest rectangle are, the rectangle's shorter side.
    ``other`` is the area of further whites, ``island`` the ink in it, in mm², ``outside`` the
    share of the ink further from it than a stroke is wide, ``stubs`` how many pieces that is.
    ``edge`` are the points about it.
    """

    area: float
    hull: float
    frame: float
    side: float
    other: float
    island: float
    outside: float
    stubs: int
    edge: Floats


@dataclass(frozen=True)
class _Ellipse:
    x: float
    y: float
    across: float
    down: float
    turn: float

    def away(self, points: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return points in parts of the half axes (x, y), their radius, and how far off in mm."""
        a = np.deg2rad(self.turn)
        turned = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
        half = np.array([self.across / 2, self.down / 2])
        off = (points - (self.x, self.y)) @ turned
        along, aside = (off / half).T
        # the root of squares is a third of the work of hypot, and near enough
        radius = np.maximum(np.sqrt(along * along + aside * aside), 1e-9)
        # a point's distance from the middle, less that of the ellipse the same way
        far = np.maximum(np.sqrt(np.einsum("ij,ij->i", off, off)), 1e-9 * half.min())
        return along, aside, radius, far * (1 - 1 / radius)

    def polar(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Return radius (1 on the ellipse), angle, and distance from it in mm."""
        along, aside, radius, away = self.away(points)
        return radius, np.arctan2(aside, along) % (2 * np.pi), away

    def points(self, number: int, part: float = 1.0) -> Floats:
        """Return points along the ellipse, by angle; ``part`` of its size."""
        a = np.deg2rad(self.turn)
        angle = (np.arange(number) + 0.5) * (2 * np.pi / number)
        along, aside = np.cos(angle) * self.across / 2, np.sin(angle) * self.down / 2
        u, v = along * np.cos(a) - aside * np.sin(a), along * np.sin(a) + aside * np.cos(a)
        return np.column_stack([u, v]) * part + (self.x, self.y)


def ring_of(drawn: Drawn, hole: Hole | None, about: Floats | None) -> RingFit | None:
    """Return how well the ink is a ring; ``about`` is the ink round a white it encloses."""
    own = _fit(drawn, about, _CLOSE) if hole is not None and about is not None else None
    if own is not None and own.inside + own.outside < 0.02:
        return own
    fits = [fit for fit in (own, _by_all(drawn)) if fit is not None]
    if drawn.pieces > 1 and all(fit.inside > _ASKEW for fit in fits):
        # a tail beyond the box's edge pulls the ellipse towards it
        largest = _by_largest(drawn)
        fits += [largest] if largest is not None else []
    return min(fits, key=lambda fit: fit.inside + fit.outside, default=None)


# the same drawing is asked about again with another white
@lru_cache(maxsize=2)
def _by_all(drawn: Drawn) -> RingFit | None:
    return _fit(drawn, drawn.points, _REACHES)


@lru_cache(maxsize=2)
def _by_largest(drawn: Drawn) -> RingFit | None:
    return _fit(drawn, _largest(drawn), _REACHES)


def ring_beside(drawn: Drawn) -> RingFit | None:
    """Return the ellipse most ink lies on, whatever is drawn beside it: a tail, another's stroke.

    Ellipses through a few points each are tried; always the same ones.
    """
    points = drawn.points[:: max(1, len(drawn.points) // _TRIED)]
    if len(points) < _THROUGH:
        return None
    dice = np.random.default_rng(len(points))
    reach = 0.6 * drawn.width + 0.35
    best, most = None, 0
    for _ in range(_TRIES):
        some = points[dice.choice(len(points), _THROUGH, replace=False)]
        (x, y), (across, down), turn = cv2.fitEllipseDirect(some.astype(np.float32))
        if not _LEAST_AXIS < min(across, down) <= max(across, down) < _MOST_AXIS:
            continue
        found = _Ellipse(x, y, across, down, turn)
        held = int(np.count_nonzero(np.abs(found.away(points)[-1]) <= reach))
        if held > most:
            best, most = found, held
    if best is None:
        return None
    near = drawn.points[np.abs(best.away(drawn.points)[-1]) <= reach]
    return _fit(drawn, near, _CLOSE)


def _largest(drawn: Drawn) -> Floats:
    """Return the points of the largest piece of ink."""
    _, names, stats, _ = cv2.connectedComponentsWithStats(drawn.bridged, connectivity=8)
    most = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return points_of((names == most) & (drawn.mask > 0))


def _fit(drawn: Drawn, near: Floats, reaches: tuple[float, ...]) -> RingFit | None:
    reach = 0.6 * drawn.width + 0.35
    found = _ellipse(near)
    for more in reaches:
        if found is None:
            return None
        away = found.away(drawn.points)[-1]
        found = _ellipse(drawn.points[np.abs(away) <= reach * more])
    if found is None:
        return None
    radius, angle, away = found.polar(drawn.points)
    on = np.abs(away) <= reach
    bins = (angle * (_BINS / (2 * np.pi))).astype(int) % _BINS
    held = np.bincount(bins[on], minlength=_BINS) >= 2
    open_ = ~held & ~_hidden(drawn, found)
    small, large = sorted((found.across, found.down))
    # the ends of an open ring are round: its stroke's middle ends half a width earlier
    caps = float(np.rad2deg(drawn.width / ((small + large) / 4)))
    gap = _longest(~held, open_) * 360 / _BINS
    return RingFit(
        small / 2,
        small / large,
        gap + caps if gap else 0.0,
        float(held.mean()),
        float(np.mean(~on & (radius < 1))),
        float(np.mean(~on & (radius >= 1))),
        _core(drawn, found),
        float(open_.mean()),
    )


def _ellipse(points: Floats) -> _Ellipse | None:
    if len(points) < 30:
        return None
    some = points[:: max(1, len(points) // 160)].astype(np.float32)
    (x, y), (across, down), turn = cv2.fitEllipse(some)
    if not min(across, down) > 0.5 or not max(across, down) < 16:
        return None
    return _Ellipse(x, y, across, down, turn)


def _core(drawn: Drawn, found: _Ellipse) -> float:
    """Return the part of an ellipse's middle that is dark or hidden."""
    parts = np.vstack([found.points(24, part) for part in (0.04, 0.12, 0.2, 0.28, _CORE)])
    rows, columns, out = drawn.at(parts)
    return float(np.mean((drawn.mask[rows, columns] > 0) | out))


def _hidden(drawn: Drawn, found: _Ellipse) -> Mask:
    """Say for each part of the ellipse whether print covers it or it leaves the picture."""
    rows, columns, out = drawn.at(found.points(4 * _BINS))
    seen = drawn.hidden[rows, columns] | out
    return np.asarray(seen.reshape(_BINS, 4).mean(axis=1) >= 0.5)


def _longest(bare: Mask, open_: Mask) -> int:
    """Return the longest run of ``bare`` bins round the ring that has an ``open_`` one."""
    if bare.all():
        return len(bare)
    shift = int(np.argmin(bare))
    best = run = 0
    truly = False
    for b, o in zip(np.roll(bare, -shift), np.roll(open_, -shift), strict=True):
        run, truly = (run + 1, truly or bool(o)) if b else (0, False)
        best = max(best, run if truly else 0)
    return best


def hole_of(drawn: Drawn, ink: Bytes | None = None) -> tuple[Hole | None, Floats | None]:
    """Return the largest white that ``ink`` (its own, bridged) encloses, and the ink about it."""
    ink = drawn.bridged if ink is None else ink
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    inner = [c for c, links in zip(contours, tree[0], strict=True) if links[3] >= 0]
    if not inner:
        return None, None
    areas = [float(cv2.contourArea(contour)) for contour in inner]
    area, largest = max(areas), inner[int(np.argmax(areas))]
    white = np.zeros_like(ink)
    cv2.drawContours(white, [largest], -1, 1, cv2.FILLED)
    reach = 2 * round((drawn.width * 1.1 + 0.2) * PX) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    near = (cv2.dilate(white, disc) > 0) & (drawn.mask > 0)
    inside = cv2.erode(white, np.ones((3, 3), np.uint8)) > 0
    sides = [float(side) for side in cv2.minAreaRect(largest)[1]]
    hole = Hole(
        area / PX**2,
        area / max(1.0, float(cv2.contourArea(cv2.convexHull(largest)))),
        area / max(1.0, sides[0] * sides[1]),
        min(sides) / PX,
        (sum(areas) - area) / PX**2,
        float(np.count_nonzero(inside & (ink > 0))) / PX**2,
        1 - float(np.count_nonzero(near)) / max(1, len(drawn.points)),
        _pieces((drawn.mask > 0) & ~near, drawn.width),
        (largest.reshape(-1, 2) - (np.array(ink.shape[::-1]) - 1) / 2) / PX,
    )
    return hole, points_of(near)


def _pieces(mask: Mask, width: float) -> int:
    """Count the strokes of a mask that are more than specks, those over a printed line as one.

    A piece wider than a stroke is two at least: the arms of a × beside a ring.
    """
    held = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.dilate(held, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    _, names = cv2.connectedComponents(joined, connectivity=8)
    names[held == 0] = 0
    sizes = np.bincount(names[held > 0])
    found = 0
    for number in np.flatnonzero(sizes >= _STUB * PX**2):
        side = min(cv2.minAreaRect(np.argwhere(names == number).astype(np.float32))[1]) / PX
        found += 2 if side > _WIDE * width + _STRAY else 1
    return found


def looped(drawn: Drawn) -> float:
    """Return the largest white in mm² that ink may enclose if it runs on along printed lines."""
    contours, tree = cv2.findContours(drawn.looped, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    inner = [c for c, links in zip(contours, tree[0], strict=True) if links[3] >= 0]
    return max((float(cv2.contourArea(c)) / PX**2 for c in inner), default=0.0)
