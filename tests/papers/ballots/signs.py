"""○ and × as people draw them in the one box of a row, and what they draw that is neither.

A sheet's truth is what a person would read: ``q3.赞成`` for a ring, ``q3.反对`` for a cross,
``q3.?`` for a sign that means nothing on such a sheet, nothing for an empty box. Plain signs
and the usual ways of drawing them a little otherwise count as plain; those of :data:`STRANGE`
and the deeds of a rough severity are for a person to see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tests.papers.ballots import strokes
from tests.papers.ballots.scans import Maker, Severity, Sheet

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.layout import Box

Line = np.ndarray
RING, CROSS, NOTHING, OTHER = "赞成", "反对", "", "?"


def _turned(lines: list[Line], angle: float) -> list[Line]:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return [line @ turn.T for line in lines]


def _curve(points: list[tuple[float, float]], n: int = 12) -> Line:
    """A round curve through points (Catmull–Rom)."""
    raw = np.array([points[0], *points, points[-1]], float)
    made = []
    for a, b, c, d in zip(raw, raw[1:], raw[2:], raw[3:], strict=False):
        t = np.linspace(0, 1, n, endpoint=False)[:, None]
        made.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                   + (3 * b - a - 3 * c + d) * t**3)
        )  # fmt: skip
    return np.vstack([*made, raw[-1:]])


# --- rings ----------------------------------------------------------------------------------


def ring(
    rng: np.random.Generator,
    size: float,
    more: tuple[float, float] = (-25, 45),
    aspect: tuple[float, float] = (0.68, 1.0),
) -> list[Line]:
    """A ring: closed, a little open or overlapping, as round as a hand makes it."""
    usual = rng.normal(-1.75, 0.6) if rng.random() < 0.8 else rng.uniform(0, 2 * np.pi)
    turn = 2 * np.pi + np.deg2rad(rng.uniform(*more))
    angle = np.linspace(0, turn, 64) * (1 if rng.random() < 0.3 else -1) + usual
    radius = np.ones(64)
    for k, most in ((2, 0.05), (3, 0.05), (4, 0.03)):
        radius += rng.uniform(0, most) * np.cos(k * angle + rng.uniform(0, 2 * np.pi))
    radius *= 1 + np.linspace(0, rng.normal(0, 0.08), 64)
    big = rng.uniform(0.30, 0.46) * size
    flat = rng.uniform(*aspect)
    line = np.column_stack([big * radius * np.cos(angle), big * flat * radius * np.sin(angle)])
    return _turned([line], rng.uniform(0, np.pi) if flat > 0.8 else rng.normal(1.3, 0.5))


def open_ring(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring that stays open by up to a quarter."""
    return ring(rng, size, (-90, -40))


def zero(rng: np.random.Generator, size: float) -> list[Line]:
    """A narrow ring, like a 0."""
    return ring(rng, size, (-15, 30), (0.42, 0.6))


def six(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring with a tail outwards at its beginning or its end, like a 6, a 9 or a Q."""
    (line,) = ring(rng, size, (-5, 25))
    if rng.random() < 0.5:
        line = line[::-1]
    way = line[-1] - line[-4]
    way = way / np.linalg.norm(way)
    out = line[-1] - line.mean(axis=0)
    out = out / np.linalg.norm(out)
    mean = float(np.linalg.norm(line - line.mean(axis=0), axis=1).mean())
    long = rng.uniform(0.4, 1.1) * mean
    t = np.linspace(0, 1, 10)[1:, None]
    tail = line[-1] + way * long * t * rng.uniform(0.5, 1.0) + out * long * t**1.4
    return [np.vstack([line, tail])]


def curled(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring whose end curls inwards."""
    (line,) = ring(rng, size, (0, 20))
    inward = line.mean(axis=0) - line[-1]
    way = line[-1] - line[-4]
    way = way / np.linalg.norm(way) * np.linalg.norm(inward)
    t = np.linspace(0, 1, 8)[1:, None]
    return [np.vstack([line, line[-1] + way * 0.4 * t + inward * rng.uniform(0.2, 0.5) * t**1.5])]


def alpha(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring drawn in one stroke whose ends cross and go on: α, a fish."""
    r = size * rng.uniform(0.28, 0.38)
    tail = rng.uniform(0.25, 0.65) * 2 * r
    spread = rng.uniform(0.5, 0.9)
    cross, end = (r, 0.0), (r + tail * np.cos(spread), tail * np.sin(spread))
    points = [
        (end[0], -end[1]), cross, (r * 0.3, r * 0.85), (-r * 0.5, r * 0.8), (-r, 0.0),
        (-r * 0.5, -r * 0.8), (r * 0.3, -r * 0.85), (cross[0], cross[1] + rng.normal(0, 0.1)), end,
    ]  # fmt: skip
    return _turned([_curve(points) - (tail * 0.3, 0)], rng.uniform(0, 2 * np.pi))


def twice(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring gone round twice."""
    return ring(rng, size, (270, 420))


def double(rng: np.random.Generator, size: float) -> list[Line]:
    """A small ring in a large one."""
    (line,) = ring(rng, max(size, 6.5))
    return [line, line * rng.uniform(0.3, 0.45)]


def dotted(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring filled in."""
    whole = ring(rng, size)
    filled = [line * k for line in whole for k in np.linspace(0.1, 0.9, 7)]
    return [*whole, *filled]


# --- crosses --------------------------------------------------------------------------------


def cross(rng: np.random.Generator, size: float, lean: float = 0.14) -> list[Line]:
    """Two strokes that cross near their middles."""
    made = []
    middle = rng.normal(0, 0.04, 2) * size
    for turn in (np.pi / 4, -np.pi / 4):
        angle = turn + rng.normal(0, lean)
        way = np.array([np.cos(angle), np.sin(angle)])
        a, b = rng.uniform(0.34, 0.58, 2) * size
        slip = rng.normal(0, 0.03, 2) * size
        ends = [tuple(middle + slip - way * a), tuple(middle + slip + way * b)]
        made.append(strokes._smooth(ends, rng))
    return made


def hooked(rng: np.random.Generator, size: float) -> list[Line]:
    """A cross whose strokes bend or end in a flick."""
    made = []
    for straight in cross(rng, size, 0.1):
        way = straight[-1] - straight[0]
        side = np.array([-way[1], way[0]])
        t = np.linspace(0, 1, len(straight))[:, None]
        line = straight + side * rng.normal(0, 0.09) * 4 * t * (1 - t)
        if rng.random() < 0.5:
            flick = line[-1] - way * rng.uniform(0.05, 0.15) + side * rng.choice([-1, 1]) * 0.12
            line = np.vstack([line, flick])
        made.append(line)
    return made


def joined(rng: np.random.Generator, size: float) -> list[Line]:
    """A cross drawn without lifting the pen: its strokes joined by a loop."""
    r = lambda: rng.uniform(0.3, 0.48) * size
    right = r()
    bulge = right * rng.uniform(1.0, 1.25)
    points = [
        (-r(), -r()), (rng.normal(0, 0.1), rng.normal(0, 0.1)), (right * 0.8, r()),
        (bulge, rng.normal(0, 0.3)), (right * 0.8, -r()),
        (rng.normal(0, 0.1), rng.normal(0, 0.1)), (-r(), r()),
    ]  # fmt: skip
    return _turned([_curve(points)], float(rng.choice([0, 0.5, 1, 1.5])) * np.pi)


# --- neither --------------------------------------------------------------------------------


def tick(rng: np.random.Generator, size: float) -> list[Line]:
    """A √, its long arm sometimes ending in a hook."""
    made = strokes.tick(rng, size)
    if rng.random() < 0.3:
        end = made[0][-1]
        made[0] = np.vstack([made[0], end + rng.uniform((0.2, 0.1), (0.8, 0.6))])
    return made


def over(rng: np.random.Generator, size: float) -> list[Line]:
    """A × over a ○: which of them was meant last, nobody can say."""
    return [*ring(rng, size), *cross(rng, size * rng.uniform(0.85, 1.2))]


def slashed(rng: np.random.Generator, size: float) -> list[Line]:
    """A ring with a stroke through it."""
    return [*ring(rng, size), *strokes.stroke(rng, size * 1.2)]


def plus(rng: np.random.Generator, size: float) -> list[Line]:
    """A + or a letter of strokes."""
    kind = int(rng.integers(4))
    h = size * rng.uniform(0.3, 0.45)
    ends = {
        0: [[(-h, 0), (h, 0)], [(0, -h), (0, h)]],
        1: [[(-h, -h), (h, -h)], [(0, -h), (0, h)]],
        2: [[(-h, h), (0, -h)], [(0, -h), (h, h)]],
        3: [[(-h, -h), (-h * 0.2, h)], [(-h * 0.2, h), (h, -h)]],
    }[kind]
    return [strokes._smooth(list(pair), rng) for pair in ends]


def half_ring(rng: np.random.Generator, size: float) -> list[Line]:
    """Hardly half a ring: a C, a bow, a bracket."""
    return ring(rng, size, (-210, -130))


Draw = Callable[[np.random.Generator, float], list[Line]]
#: drawn a little otherwise, still plain to anybody
USUAL: dict[str, tuple[Draw, ...]] = {
    RING: (open_ring, zero, six, curled, twice),
    CROSS: (hooked,),
}
#: plain to a person who looks twice
DIFFICULT: dict[str, tuple[Draw, ...]] = {RING: (alpha,), CROSS: (joined,)}
#: no sign of this sheet
STRANGE: tuple[Draw, ...] = (tick, over, slashed, plus, half_ring, double, dotted)


class SignMaker(Maker):
    """Makes scans of sheets with one box for ○ and × in each row."""

    #: share of signs drawn a little otherwise, of difficult ones, and of strange ones
    usual, difficult, strange = 0.15, 0.02, 0.03

    def _mark(
        self, paper: np.ndarray, severity: Severity, rng: np.random.Generator, *, colour: bool
    ) -> Sheet:
        names, weights = zip(*severity.pens, strict=True)
        pen = strokes.PENS[str(rng.choice(names, p=np.array(weights) / sum(weights)))]
        sheet = Sheet({group: set() for group in self.groups}, pen=pen.name, glyph="sign")
        hand = rng.uniform(0.75, 1.25)
        for group, (box,) in self.groups.items():
            meant = str(rng.choice([RING, CROSS, NOTHING], p=[0.65, 0.25, 0.10]))
            if meant:
                name, lines = self._lines(meant, hand, rng)
                means = OTHER if name in _STRANGE_NAMES else meant
                self._sign(paper, box, name, lines, means, pen, severity, rng, sheet)
            spoilt = sheet.deeds.get(box.id) in ("short", "faint", "off")
            if rng.random() < severity.hard and not spoilt:
                self._deed(paper, group, box, pen, hand, severity, rng, sheet)
        return sheet

    def _lines(self, meant: str, hand: float, rng: np.random.Generator) -> tuple[str, list[Line]]:
        size = 6.5 * hand * rng.uniform(0.85, 1.15)
        dice = rng.random()
        for share, among in (
            (self.strange, STRANGE),
            (self.difficult, DIFFICULT[meant]),
            (self.usual, USUAL[meant]),
        ):
            if dice < share:
                draw = among[int(rng.integers(len(among)))]
                return draw.__name__, draw(rng, size)
            dice -= share
        return ("ring", ring(rng, size)) if meant == RING else ("cross", cross(rng, size))

    def _sign(self, paper, box: Box, name, lines, means, pen, severity, rng, sheet) -> None:
        width, dark = rng.uniform(*pen.width), rng.uniform(*pen.dark)
        offset = rng.normal(0, severity.jitter, 2)
        deed = name
        if name in _HARD_NAMES:
            sheet.hard.add(box.id)
        if rng.random() < severity.hard * 0.5:
            deed = str(rng.choice(["short", "faint", "off"]))
            sheet.hard.add(box.id)
            if deed == "short":
                lines = [line * rng.uniform(0.25, 0.45) for line in lines]
            elif deed == "faint":
                dark *= rng.uniform(0.25, 0.5)
            else:
                angle = rng.uniform(0, 2 * np.pi)
                offset = rng.uniform(3.0, 4.5) * np.array([np.cos(angle), np.sin(angle)])
        means = f"{box.group}.{means}"
        sheet.truth[box.group] = {means}
        sheet.deeds[box.id] = sheet.deeds[means] = deed
        self.ink(paper, box, lines, np.clip(offset, -4.5, 4.5), width, dark, pen, rng)

    def _deed(self, paper, group: str, box: Box, pen, hand, severity, rng, sheet) -> None:
        """A sign struck out or changed, a slip of the pen in or about an empty box."""
        width, dark = rng.uniform(*pen.width), rng.uniform(*pen.dark)
        held, deed = sheet.truth[group], ""
        if held:
            deed = str(rng.choice(["scratched", "struck", "changed", "slip"]))
            lines = {
                "scratched": lambda: strokes.scratch(rng, 7.0),
                "struck": lambda: strokes.struck(rng, 7.0),
                "changed": lambda: (
                    cross(rng, 7.0 * hand) if f"{group}.{RING}" in held else ring(rng, 7.0 * hand)
                ),
                "slip": lambda: strokes.stroke(rng, rng.uniform(0.4, 1.5)),
            }[deed]()
            if deed != "slip":
                sheet.truth[group] = {f"{group}.{OTHER}"}
        else:
            deed = str(rng.choice(["stray", "about"]))
            lines = (
                strokes.stroke(rng, rng.uniform(0.4, 3.0))
                if deed == "stray"
                else strokes.circle(rng, 7.0, around=True)
            )
            if deed == "about":
                sheet.truth[group] = {f"{group}.{OTHER}"}
        sheet.hard.add(box.id)
        for key in (box.id, *held, *sheet.truth[group]):
            sheet.deeds[key] = deed
        offset = rng.normal(0, 2.5 if deed in ("slip", "stray") else 0.3, 2)
        self.ink(paper, box, lines, offset, width, dark, pen, rng)


_STRANGE_NAMES = {draw.__name__ for draw in STRANGE}
_HARD_NAMES = _STRANGE_NAMES | {d.__name__ for some in DIFFICULT.values() for d in some}
