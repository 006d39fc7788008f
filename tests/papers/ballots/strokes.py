"""Marks as people make them: polylines in mm about a box's middle, and the ink of pens."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Pen:
    """Width in mm, darkness 0–1 on the paper, grain of the line 0–1, BGR of the ink."""

    name: str
    width: tuple[float, float]
    dark: tuple[float, float]
    grain: float
    colour: tuple[int, int, int]


PENS = {
    "gel": Pen("gel", (0.45, 0.7), (0.88, 1.0), 0.03, (20, 20, 20)),
    "ballpoint": Pen("ballpoint", (0.3, 0.5), (0.65, 0.9), 0.15, (20, 20, 20)),
    "blue": Pen("blue", (0.35, 0.6), (0.75, 0.95), 0.1, (150, 60, 25)),
    "pencil": Pen("pencil", (0.4, 0.8), (0.38, 0.65), 0.35, (70, 70, 70)),
    "red": Pen("red", (0.4, 0.7), (0.75, 0.95), 0.08, (45, 35, 205)),
    "marker": Pen("marker", (1.4, 2.4), (0.85, 1.0), 0.05, (15, 15, 15)),
    "faint": Pen("faint", (0.35, 0.6), (0.15, 0.32), 0.35, (80, 80, 80)),
}

Line = np.ndarray


def _smooth(points: list[tuple[float, float]], rng: np.random.Generator, n: int = 14) -> Line:
    """A hand's curve through points: resampled, bowed and trembling."""
    raw = np.array(points, float)
    steps = np.r_[0, np.cumsum(np.linalg.norm(np.diff(raw, axis=0), axis=1))]
    at = np.linspace(0, steps[-1], n * (len(points) - 1) + 1)
    line = np.column_stack([np.interp(at, steps, raw[:, k]) for k in (0, 1)])
    kernel = np.array([0.25, 0.5, 0.25])
    for _ in range(2):
        line[1:-1] = np.column_stack(
            [np.convolve(line[:, k], kernel, "same")[1:-1] for k in (0, 1)]
        )
    wave = rng.normal(0, 0.09, (4, 2))
    phase = np.linspace(0, np.pi, len(line))
    return line + sum(np.outer(np.sin(k * phase), wave[k - 1] / k) for k in range(1, 5))


def tick(rng: np.random.Generator, size: float) -> list[Line]:
    a, b = rng.uniform(-0.45, -0.25), rng.uniform(-0.05, 0.2)
    low = (rng.uniform(-0.2, 0.0), rng.uniform(0.25, 0.48))
    end = (rng.uniform(0.3, 0.85), rng.uniform(-0.8, -0.3))
    return [
        _smooth(
            [(a * size, b * size), (low[0] * size, low[1] * size), (end[0] * size, end[1] * size)],
            rng,
        )
    ]


def cross(rng: np.random.Generator, size: float) -> list[Line]:
    r = lambda: rng.uniform(0.28, 0.5) * size
    return [
        _smooth([(-r(), -r()), (r(), r())], rng),
        _smooth([(r(), -r()), (-r(), r())], rng),
    ]


def circle(rng: np.random.Generator, size: float, around: bool = False) -> list[Line]:
    start, turn = rng.uniform(0, 2 * np.pi), 2 * np.pi * rng.uniform(0.93, 1.12)
    angle = np.linspace(start, start + turn, 40)
    rx, ry = (rng.uniform(0.68, 0.85, 2) if around else rng.uniform(0.27, 0.46, 2)) * size
    drift = np.linspace(0, rng.normal(0, 0.06), 40) * size
    return [np.column_stack([rx * np.cos(angle) + drift, ry * np.sin(angle) + drift])]


def stroke(rng: np.random.Generator, size: float) -> list[Line]:
    half, angle = rng.uniform(0.32, 0.6) * size, rng.choice([0.0, -0.8, 0.8, 1.57])
    angle += rng.normal(0, 0.2)
    dx, dy = half * np.cos(angle), half * np.sin(angle)
    return [_smooth([(-dx, -dy), (dx, dy)], rng)]


def filled(rng: np.random.Generator, size: float, width: float) -> list[Line]:
    """A blackened box: strokes side by side closer than the pen is wide."""
    half = size * rng.uniform(0.42, 0.5)
    rows = int(2 * half / (width * 0.6)) + 1
    points = []
    for k, y in enumerate(np.linspace(-half, half, rows)):
        ends = (-half, half) if k % 2 == 0 else (half, -half)
        points += [(ends[0] + rng.normal(0, 0.15), y), (ends[1] + rng.normal(0, 0.15), y)]
    return [np.array(points)]


def scratch(rng: np.random.Generator, size: float) -> list[Line]:
    """Crossing out: a zigzag or a few strokes over what was there."""
    half, rows = size * rng.uniform(0.4, 0.6), int(rng.integers(5, 11))
    points = []
    for k, y in enumerate(np.linspace(-half, half, rows)):
        side = 1 if k % 2 else -1
        points.append((side * half + rng.normal(0, 0.3), y + rng.normal(0, 0.25)))
    return [np.array(points)]


def struck(rng: np.random.Generator, size: float) -> list[Line]:
    """Two or three long strokes through."""
    return [
        _smooth([(-size * 0.7, y + rng.normal(0, 0.4)), (size * 0.7, y + rng.normal(0, 0.4))], rng)
        for y in np.linspace(-1, 1, int(rng.integers(2, 4)))
    ]


GLYPHS = {"tick": tick, "cross": cross, "circle": circle, "stroke": stroke}


def ink_lines(
    alpha: np.ndarray,
    lines: list[Line],
    origin: tuple[float, float],
    px: float,
    width: float,
    rng: np.random.Generator,
) -> None:
    """Draw lines (mm about ``origin`` mm) into a coverage picture of ``px`` pixels a mm."""
    for line in lines:
        points = (line + origin) * px
        press = np.interp(
            np.linspace(0, 1, len(points)), np.linspace(0, 1, 5), rng.uniform(0.75, 1.15, 5)
        )
        for (p, q), k in zip(itertools.pairwise(points), press, strict=False):
            thick = max(1, round(width * px * k))
            cv2.line(
                alpha, tuple(np.int32(p * 16)), tuple(np.int32(q * 16)), 255, thick, cv2.LINE_AA, 4
            )
