"""How well ink is two straight strokes, and where they meet: a cross, or a tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.drawn import Drawn, Floats, Mask

    Line = tuple[Floats, Floats]

_ANGLES = np.deg2rad(np.arange(0, 180, 4))
_ACROSS = np.array([-np.sin(_ANGLES), np.cos(_ANGLES)])
#: cells of the search across a stroke, and along it, in mm
_CELL = 0.125
#: ink so near an arm's end, in mm, is a flick of the pen
_FLICK = 1.0
#: in parts of both arms, what lies beyond this is amid them
_AMID = 0.45


@dataclass(frozen=True, eq=False)
class CrossFit:
    """How well ink lies on two strokes, straight or a little bowed.

    ``angle`` between them and ``lean``, the lesser angle of a stroke to upright or level, in
    degrees. ``arms`` how far each runs from where they meet, back and on, in mm; ``ways`` their
    directions (x, y). ``whole`` is the part of the strokes that is ink, ``beside`` the ink on
    neither, ``astray`` that which is far from the arms' ends too, ``bow`` how far a stroke bends,
    in parts of its length, ``wedges`` how many of the four spaces between the arms are seen to
    be white, ``cut`` whether an arm ends, or the two meet, where a streak was wiped away. ``meet`` is where they meet, ``off`` are the ``points``
    beside them.
    """

    angle: float
    lean: float
    arms: tuple[float, float, float, float]
    ways: tuple[tuple[float, float], tuple[float, float]]
    whole: float
    beside: float
    astray: float
    bow: float
    wedges: int
    cut: bool
    meet: Floats
    off: Floats
    points: int

    @property
    def tips(self) -> list[tuple[Floats, float]]:
        """Direction and length of the four arms, in the order of their angles."""
        (x1, y1), (x2, y2) = self.ways
        ways = np.array([(-x1, -y1), (x1, y1), (-x2, -y2), (x2, y2)])
        tips = list(zip(ways, self.arms, strict=True))
        return sorted(tips, key=lambda tip: float(np.arctan2(tip[0][1], tip[0][0])))

    @property
    def arm(self) -> float:
        """The shortest of the four arms in mm."""
        return min(self.arms)

    @property
    def stroke(self) -> float:
        """The length of the shorter stroke in mm."""
        a, b, c, d = self.arms
        return min(a + b, c + d)

    @property
    def share(self) -> float:
        """The least part of its stroke that an arm is."""
        a, b, c, d = self.arms
        return min(min(a, b) / max(a + b, 0.01), min(c, d) / max(c + d, 0.01))


def cross_of(drawn: Drawn) -> CrossFit | None:
    """Return how well the ink is two straight strokes, None if there are no two."""
    points = drawn.points[:: max(1, len(drawn.points) // 400)]
    reach = drawn.width / 2 + 0.2
    first, left = _stroke(points, reach)
    second = _stroke(left, reach)[0]
    if first is None or second is None:
        return None
    lines: list[Line] = [first, second]
    for _ in range(3):
        away = np.stack([_away(points, line) for line in lines])
        mine, close = away.argmin(axis=0), away.min(axis=0) <= reach + 0.15
        better = [_line(points[(mine == k) & close]) for k in (0, 1)]
        if better[0] is None or better[1] is None:
            return None
        lines = [better[0], better[1]]
    return _crossing(drawn, points, lines, reach + 0.15)


def _line(points: Floats) -> Line | None:
    """Return middle and direction of the line through points."""
    if len(points) < 8:
        return None
    middle = points.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((points - middle).T))
    return middle, vectors[:, 1]


def _away(points: Floats, line: Line) -> Floats:
    off = points - line[0]
    return np.asarray(np.abs(off[:, 0] * line[1][1] - off[:, 1] * line[1][0]))


def _stroke(points: Floats, reach: float) -> tuple[Line | None, Floats]:
    """Return the straight stroke that most points lie on, and the points it leaves over."""
    if len(points) < 8:
        return None, points
    bins = np.rint(points @ _ACROSS / _CELL).astype(np.int64)
    bins -= bins.min()
    wide = max(1, round(reach / _CELL))
    size = int(bins.max()) + 2 + 2 * wide
    lanes = bins + np.arange(len(_ANGLES)) * size
    counts = np.bincount(lanes.ravel(), minlength=size * len(_ANGLES)).reshape(-1, size)
    sums = counts.cumsum(axis=1)
    # how many points lie within 2 × wide + 1 lanes, by the last of them
    found = sums[:, 2 * wide :].copy()
    found[:, 1:] -= sums[:, : -2 * wide - 1]
    angle, offset = divmod(int(found.argmax()), found.shape[1])
    on = np.abs(bins[:, angle] - offset - wide) <= wide
    if not on.any():
        return None, points
    way = np.array([np.cos(_ANGLES[angle]), np.sin(_ANGLES[angle])])
    return (points[on].mean(axis=0), way), points[~on]


def _crossing(drawn: Drawn, points: Floats, lines: list[Line], reach: float) -> CrossFit | None:
    (m1, d1), (m2, d2) = lines
    turn = float(d1[0] * d2[1] - d1[1] * d2[0])
    angle = float(np.rad2deg(np.arcsin(min(1.0, abs(turn)))))
    if angle < 10:
        return None
    gap = m2 - m1
    meet = m1 + d1 * float((gap[0] * d2[1] - gap[1] * d2[0]) / turn)
    mine = np.stack([_away(points, line) for line in lines]).argmin(axis=0)
    bent = [_bent(points, line, mine == k, reach) for k, line in enumerate(lines)]
    away = np.stack([off for off, _ in bent])
    arms: list[float] = []
    whole = 1.0
    for k, (_, way) in enumerate(lines):
        along = (points[away[k] <= reach] - meet) @ way
        if len(along) < 6:
            return None
        low, high = (float(end) for end in np.percentile(along, (1, 99)))
        arms += [-low, high]
        whole = min(whole, _inked(drawn, points[away[k] <= reach], lines[k], low, high, meet))
    tips = [(-d1, arms[0]), (d1, arms[1]), (-d2, arms[2]), (d2, arms[3])]
    ends = np.array([meet + way * long for way, long in tips])
    off = points[away.min(axis=0) > reach]
    far = np.linalg.norm(off[:, None] - ends[None], axis=2).min(axis=1, initial=99.0) > _FLICK
    return CrossFit(
        angle,
        min(_lean(d1), _lean(d2)),
        (arms[0], arms[1], arms[2], arms[3]),
        ((float(d1[0]), float(d1[1])), (float(d2[0]), float(d2[1]))),
        whole,
        len(off) / len(points),
        float(np.count_nonzero(far)) / len(points),
        max(bow for _, bow in bent),
        _wedges(drawn, meet, tips),
        any(_near_wiped(drawn, end) for end in (meet, *ends)),
        meet,
        off,
        len(points),
    )


def _bent(points: Floats, line: Line, mine: Mask, reach: float) -> tuple[Floats, float]:
    """Return all points' distances from a stroke as it bends, and its bow."""
    middle, way = line
    off = points - middle
    along, aside = off @ way, off[:, 0] * -way[1] + off[:, 1] * way[0]
    near = mine & (np.abs(aside) <= 2 * reach)
    if np.count_nonzero(near) < 12:
        return np.abs(aside), 0.0
    curve = np.polyfit(along[near], aside[near], 2)
    low, high = np.percentile(along[near], (2, 98))
    bow = abs(float(curve[0])) * float(high - low) / 4
    # beyond its ends a stroke goes straight on
    held = along.clip(low, high)
    return np.abs(aside - np.polyval(curve, held)), bow


def _wedges(drawn: Drawn, meet: Floats, tips: list[tuple[Floats, float]]) -> int:
    """Count the spaces between neighbouring arms that are seen to be white."""
    turned = sorted(tips, key=lambda tip: float(np.arctan2(tip[0][1], tip[0][0])))
    white = 0
    for (way, long), (other, far) in zip(turned, [*turned[1:], turned[0]], strict=True):
        middle = way + other
        middle = middle / max(1e-6, float(np.linalg.norm(middle)))
        part = np.array([0.55, 0.7, 0.85, 1.0]) * (long + far) / 2
        rows, columns, _ = drawn.at(meet + middle * part[:, None])
        white += bool((~drawn.hidden[rows, columns] & (drawn.mask[rows, columns] == 0)).any())
    return white


def _lean(way: Floats) -> float:
    turn = float(np.rad2deg(np.arctan2(way[1], way[0]))) % 90
    return min(turn, 90 - turn)


def _inked(drawn: Drawn, held: Floats, line: Line, low: float, high: float, meet: Floats) -> float:
    """Return the share of a stroke's way from ``low`` to ``high`` that ``held`` ink covers.

    Hidden parts are left out.
    """
    way = line[1]
    count = max(1, int((high - low) / 0.25))
    cells = ((held - meet) @ way - low) / max(1e-6, high - low) * count
    ink = np.bincount(cells.astype(int).clip(0, count - 1), minlength=count) > 0
    spots = meet + (low + (np.arange(count) + 0.5) * (high - low) / count)[:, None] * way
    rows, columns, out = drawn.at(spots)
    clear = ink | ~(drawn.hidden[rows, columns] | out)
    return float(ink[clear].mean()) if clear.any() else 0.0


def _near_wiped(drawn: Drawn, point: Floats) -> bool:
    """Say whether something was wiped away within half a millimetre of a point."""
    steps = np.linspace(-0.5, 0.5, 5)
    about = point + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    rows, columns, _ = drawn.at(about)
    return bool(drawn.wiped[rows, columns].any())


def between(fit: CrossFit) -> float:
    """Return the share of ink amid two arms: of a third stroke, not of a flick at an end."""
    tips = fit.tips
    held = np.zeros(len(fit.off), bool)
    for at, (way, long) in enumerate(tips):
        other, far = tips[(at + 1) % 4]
        basis = np.column_stack([way * long, other * far])
        if min(long, far) > 0 and abs(float(np.linalg.det(basis))) >= 0.5:
            held |= ((fit.off - fit.meet) @ np.linalg.inv(basis).T).min(axis=1) > _AMID
    return float(np.count_nonzero(held)) / max(1, fit.points)


@dataclass(frozen=True)
class Link:
    """How the strokes of a cross are joined by a third that was not lifted.

    In parts of the triangle between meeting point and two arms: ``reach`` how far the white goes
    (1 to the chord between the arms' ends), ``full`` how much of it is white. ``astray`` is the
    share of ink that is neither on the strokes nor near that chord, ``tails`` the shorter of the
    other arms beside the longer of these.
    """

    reach: float
    full: float
    astray: float
    tails: float


def link_of(fit: CrossFit, white: Floats, area: float, points: int) -> Link | None:
    """Return how a cross is joined about the ``white`` it encloses, of ``area`` mm²."""
    towards = white.mean(axis=0) - fit.meet
    tips = fit.tips
    for at, (way, long) in enumerate(tips):
        other, far = tips[(at + 1) % 4]
        basis = np.column_stack([way * long, other * far])
        if abs(float(np.linalg.det(basis))) < 0.5 or min(long, far) <= 0:
            continue
        back = np.linalg.inv(basis)
        if (back @ towards).min() < 0:
            continue
        held = (white - fit.meet) @ back.T
        beside = (fit.off - fit.meet) @ back.T
        lost = (beside.min(axis=1, initial=9.0) < -0.12) | (np.abs(beside.sum(axis=1) - 1) > 0.42)
        rest = [tips[(at + 2) % 4][1], tips[(at + 3) % 4][1]]
        return Link(
            float(held.sum(axis=1).max()),
            2 * area / abs(float(np.linalg.det(basis))),
            float(np.count_nonzero(lost)) / max(1, points),
            min(rest) / max(long, far),
        )
    return None
