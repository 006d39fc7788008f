"""Synthetic scans of marked ballots in four severities (clean, office, poor, hostile).

After the published descriptions of what offices scan: flatbed with gel pen; feeder with skew,
JPEG, 1-bit, pencil, creases, seals, show-through; bad copies; phone pictures. Everything is
drawn from a seed, so that a set can be named and drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.papers.ballots import strokes

if TYPE_CHECKING:
    from meetingdesk.papers.ballots.layout import Box, Layout

#: pixels per mm of the sheet that is drawn on (300 dpi)
PX = 300 / 25.4
#: sides as they shine through, blurred once
_BACKS: dict[int, tuple[np.ndarray, np.ndarray]] = {}


@dataclass(frozen=True)
class Severity:
    """How rough a stack is; ranges are ± or (least, most)."""

    name: str
    rotate: float
    shift: float
    scale: float
    perspective: float
    quality: tuple[int, int]
    dpi: tuple[int, ...]
    pens: tuple[tuple[str, float], ...]
    hard: float
    jitter: float
    bilevel: float = 0.0
    upside: float = 0.0
    crease: float = 0.0
    seal: float = 0.0
    through: float = 0.0
    streak: float = 0.0
    specks: float = 0.0
    gradient: float = 0.0
    fold: float = 0.0
    phone: float = 0.0
    colour: float = 0.0
    noise: tuple[float, float] = (0.5, 2.0)


SEVERITIES = {
    "clean": Severity(
        "clean", 0.15, 1.0, 0.002, 0.0, (88, 96), (200, 300), (("gel", 1.0),), 0.0, 0.5
    ),
    "office": Severity(
        "office",
        0.8,
        2.0,
        0.006,
        0.0,
        (70, 92),
        (150, 200, 200, 300),
        (("gel", 0.4), ("ballpoint", 0.25), ("blue", 0.15), ("pencil", 0.2)),
        0.02,
        0.7,
        bilevel=0.2,
        upside=0.1,
        crease=0.1,
        seal=0.5,
        through=0.15,
        colour=0.25,
        noise=(1.0, 4.0),
    ),
    "poor": Severity(
        "poor",
        2.0,
        4.0,
        0.02,
        0.0008,
        (50, 85),
        (150, 200, 300),
        (
            ("gel", 0.25),
            ("ballpoint", 0.25),
            ("blue", 0.1),
            ("pencil", 0.2),
            ("red", 0.12),
            ("marker", 0.08),
        ),
        0.10,
        0.9,
        bilevel=0.2,
        upside=0.1,
        crease=0.25,
        seal=0.5,
        through=0.25,
        streak=0.15,
        specks=0.2,
        gradient=0.4,
        fold=0.1,
        colour=0.3,
        noise=(2.0, 7.0),
    ),
    "hostile": Severity(
        "hostile",
        3.0,
        6.0,
        0.03,
        0.002,
        (38, 70),
        (150, 200),
        (
            ("gel", 0.2),
            ("ballpoint", 0.25),
            ("pencil", 0.25),
            ("red", 0.15),
            ("marker", 0.1),
            ("faint", 0.05),
        ),
        0.15,
        1.0,
        bilevel=0.25,
        upside=0.15,
        crease=0.3,
        seal=0.5,
        through=0.3,
        streak=0.2,
        specks=0.3,
        gradient=0.6,
        fold=0.25,
        phone=0.35,
        colour=0.4,
        noise=(3.0, 10.0),
    ),
}


@dataclass
class Sheet:
    """A drawn sheet: its truth by group, and boxes where a reader may well ask."""

    truth: dict[str, set[str]]
    hard: set[str] = field(default_factory=set)
    #: what was done to hard boxes, for the report
    deeds: dict[str, str] = field(default_factory=dict)
    pen: str = ""
    glyph: str = ""
    tricks: set[str] = field(default_factory=set)


class Maker:
    """Makes scans of one side of a form."""

    def __init__(
        self,
        layout: Layout,
        blank: np.ndarray,
        *,
        page: int = 0,
        seal: tuple[float, float] | None = None,
    ) -> None:
        """``blank`` is the side at 300 dpi, ``seal`` the middle of the seal's place in mm."""
        self.layout, self.blank, self.page, self.seal = layout, blank, page, seal
        self.boxes = [box for box in layout.boxes if box.page == page]
        self.groups: dict[str, list[Box]] = {}
        for box in self.boxes:
            self.groups.setdefault(box.group, []).append(box)
        self.most = {group.id: group.max for group in layout.groups}

    def make(self, severity: Severity, rng: np.random.Generator) -> tuple[np.ndarray, Sheet]:
        """Return a scan (grey or BGR) and what it says."""
        colour = rng.random() < severity.colour
        paper = self.blank.copy()
        if colour:
            paper = cv2.cvtColor(paper, cv2.COLOR_GRAY2BGR)
        sheet = self._mark(paper, severity, rng, colour=colour)
        self._stain(paper, severity, rng, sheet)
        return self._scan(paper, severity, rng, sheet), sheet

    # --- ink --------------------------------------------------------------------------------

    def _mark(
        self, paper: np.ndarray, severity: Severity, rng: np.random.Generator, *, colour: bool
    ) -> Sheet:
        names, weights = zip(*severity.pens, strict=True)
        pen = strokes.PENS[str(rng.choice(names, p=np.array(weights) / sum(weights)))]
        glyph = str(
            rng.choice(
                ["tick", "cross", "circle", "stroke", "filled"], p=[0.5, 0.12, 0.18, 0.12, 0.08]
            )
        )
        sheet = Sheet({group: set() for group in self.groups}, pen=pen.name, glyph=glyph)
        hand = rng.uniform(0.75, 1.25)
        for group, boxes in self.groups.items():
            for box in self._chosen(group, boxes, rng):
                sheet.truth[group].add(box.id)
                self._draw_mark(paper, box, pen, glyph, hand, severity, rng, sheet)
            if rng.random() < severity.hard:
                self._misdeed(paper, group, boxes, pen, glyph, hand, severity, rng, sheet)
        return sheet

    def _chosen(self, group: str, boxes: list[Box], rng: np.random.Generator) -> list[Box]:
        most = self.most[group]
        if most == 1:
            if rng.random() < 0.05:
                return []
            weights = np.array([0.7] + [0.3 / max(1, len(boxes) - 1)] * (len(boxes) - 1))
            return [boxes[int(rng.choice(len(boxes), p=weights / weights.sum()))]]
        many = min(most, len(boxes), int(rng.integers(max(1, most - 3), most + 1)))
        return [boxes[k] for k in rng.choice(len(boxes), many, replace=False)]

    def _draw_mark(self, paper, box, pen, glyph, hand, severity, rng, sheet) -> None:
        if rng.random() < 0.08 and severity.hard:
            glyph = str(rng.choice(["tick", "cross", "circle"]))
        width = rng.uniform(*pen.width)
        size = 7.0 * hand * rng.uniform(0.85, 1.15)
        offset = rng.normal(0, severity.jitter, 2)
        dark = rng.uniform(*pen.dark)
        if rng.random() < severity.hard * 0.5:
            deed = str(rng.choice(["short", "faint", "off"]))
            sheet.hard.add(box.id)
            sheet.deeds[box.id] = deed
            if deed == "short":
                size *= rng.uniform(0.25, 0.45)
            elif deed == "faint":
                dark *= rng.uniform(0.25, 0.5)
            else:
                angle = rng.uniform(0, 2 * np.pi)
                offset = rng.uniform(3.0, 4.5) * np.array([np.cos(angle), np.sin(angle)])
        offset = np.clip(offset, -4.5, 4.5)
        if glyph == "filled":
            lines = strokes.filled(rng, 7.0, width)
            offset *= 0.3
        else:
            lines = strokes.GLYPHS[glyph](rng, size)
        self.ink(paper, box, lines, offset, width, dark, pen, rng)

    def _misdeed(self, paper, group, boxes, pen, glyph, hand, severity, rng, sheet) -> None:
        """A correction, a crossing-out, stray ink, a circle round a box, a second mark."""
        held = [box for box in boxes if box.id in sheet.truth[group]]
        free = [box for box in boxes if box.id not in sheet.truth[group]]
        deed = str(
            rng.choice(
                ["corrected", "crossed out", "stray", "ringed", "second"],
                p=[0.4, 0.15, 0.25, 0.1, 0.1],
            )
        )
        if deed in ("corrected", "crossed out") and glyph == "filled":
            deed = "second"  # nobody sees a black box crossed out in black
        width, dark = rng.uniform(*pen.width), rng.uniform(*pen.dark)
        if deed in ("corrected", "crossed out") and held:
            box = held[0]
            over = strokes.scratch if rng.random() < 0.6 else strokes.struck
            self.ink(paper, box, over(rng, 7.0), np.zeros(2), width, dark, pen, rng)
            sheet.truth[group].discard(box.id)
            sheet.hard.add(box.id)
            sheet.deeds[box.id] = deed
            if deed == "corrected" and free:
                other = free[int(rng.integers(len(free)))]
                sheet.truth[group].add(other.id)
                sheet.hard.add(other.id)
                sheet.deeds[other.id] = "instead"
                self._draw_mark(paper, other, pen, glyph, hand, severity, rng, sheet)
        elif deed == "stray" and free:
            box = free[int(rng.integers(len(free)))]
            lines = strokes.stroke(rng, rng.uniform(0.4, 3.0))
            self.ink(paper, box, lines, rng.normal(0, 2.5, 2), width, dark, pen, rng)
            sheet.hard.add(box.id)
            sheet.deeds[box.id] = "stray"
        elif deed == "ringed" and held:
            box = held[0]
            self.ink(
                paper,
                box,
                strokes.circle(rng, 7.0, around=True),
                np.zeros(2),
                width,
                dark,
                pen,
                rng,
            )
            sheet.hard.add(box.id)
            sheet.deeds[box.id] = "ringed"
        elif deed == "second" and free:
            box = free[int(rng.integers(len(free)))]
            sheet.truth[group].add(box.id)
            sheet.hard.update(sheet.truth[group])
            sheet.deeds[box.id] = "second"
            self._draw_mark(paper, box, pen, glyph, hand, severity, rng, sheet)

    def ink(self, paper, box, lines, offset, width, dark, pen, rng) -> None:
        """Lay lines about a box's middle on the paper."""
        middle = np.array(box.rect.centre) + offset
        reach = max(float(np.abs(line).max()) for line in lines) + 1.5
        left, top = np.maximum(0, np.floor((middle - reach) * PX)).astype(int)
        right, bottom = np.ceil((middle + reach) * PX).astype(int)
        piece = paper[top:bottom, left:right]
        alpha = np.zeros(piece.shape[:2], np.uint8)
        strokes.ink_lines(alpha, lines, tuple(middle - np.array([left, top]) / PX), PX, width, rng)
        lay(piece, alpha.astype(np.float32) / 255, dark, pen, rng)

    # --- paper ------------------------------------------------------------------------------

    def _stain(self, paper, severity, rng, sheet) -> None:
        if self.seal and rng.random() < severity.seal:
            seal(paper, self.seal, rng)
            sheet.tricks.add("seal")
        if rng.random() < severity.through:
            through(paper, self.blank, rng)
            sheet.tricks.add("through")
        for _ in range(int(rng.random() < severity.crease) * int(rng.integers(1, 3))):
            crease(paper, rng)
            sheet.tricks.add("crease")

    # --- scanner ----------------------------------------------------------------------------

    def _scan(self, paper, severity, rng, sheet) -> np.ndarray:
        dpi = int(rng.choice(severity.dpi))
        sheet.tricks.add(f"{dpi}dpi")
        phone = rng.random() < severity.phone
        if phone:
            sheet.tricks.add("phone")
        seen = travel(paper, severity, rng, dpi, phone=phone, sheet=sheet)
        if rng.random() < severity.upside:
            seen = cv2.rotate(seen, cv2.ROTATE_180)
            sheet.tricks.add("upside")
        two = seen.ndim == 2 and not phone and rng.random() < severity.bilevel
        if phone or rng.random() < severity.gradient:
            # a feeder that writes black and white has an even lamp, or nobody could read it
            seen = shade(seen, rng, 0.45 if phone else 0.08 if two else 0.25)
            sheet.tricks.add("gradient")
        # a lamp's white is not 255, nor the toner's black 0
        white, black = rng.uniform(225, 254), rng.uniform(5, 55)
        table = (np.arange(256) / 255 * (white - black) + black).astype(np.uint8)
        seen = noisy(cv2.LUT(seen, table), float(rng.uniform(*severity.noise)), rng)
        if rng.random() < severity.streak:
            streak(seen, rng, dpi)
            sheet.tricks.add("streak")
        if rng.random() < severity.specks:
            specks(seen, rng)
            sheet.tricks.add("specks")
        if two:
            sheet.tricks.add("1bit")
            return bilevel(seen, rng)
        quality = int(rng.integers(severity.quality[0], severity.quality[1] + 1))
        done = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return cv2.imdecode(done, cv2.IMREAD_UNCHANGED)


@cache
def _grain() -> np.ndarray:
    """Normal noise of 4200 × 3200 pixels in 32nds, cut out at another place for every scan."""
    drawn = np.random.default_rng(20260101).standard_normal((4200, 3200), np.float32)
    return np.clip(np.rint(drawn * 32), -127, 127).astype(np.int8)


def noisy(seen: np.ndarray, much: float, rng: np.random.Generator) -> np.ndarray:
    """Add a sensor's noise of ``much`` grey levels."""
    grain, (height, width) = _grain(), seen.shape[:2]
    planes = []
    for plane in cv2.split(seen):
        top = int(rng.integers(grain.shape[0] - height))
        left = int(rng.integers(grain.shape[1] - width))
        piece = grain[top : top + height, left : left + width]
        planes.append(cv2.addWeighted(plane, 1.0, piece, much / 32, 0, dtype=cv2.CV_8U))
    return planes[0] if len(planes) == 1 else cv2.merge(planes)


def lay(piece, alpha, dark, pen, rng) -> None:
    """Mix ink into paper where ``alpha`` says, with the pen's grain."""
    if pen.grain > 0.05:
        grain = rng.random((alpha.shape[0] // 2 + 1, alpha.shape[1] // 2 + 1), np.float32)
        grain = cv2.resize(grain, (alpha.shape[1], alpha.shape[0]))
        alpha = alpha * (1 - pen.grain * 1.6 * grain)
    alpha = np.clip(alpha * dark, 0, 1)
    if piece.ndim == 3:
        piece[:] = piece * (1 - alpha[..., None]) + np.array(pen.colour) * alpha[..., None]
    else:
        tone = 0.114 * pen.colour[0] + 0.587 * pen.colour[1] + 0.299 * pen.colour[2]
        piece[:] = piece * (1 - alpha) + tone * alpha


def seal(paper, middle, rng) -> None:
    """A round red seal of 42 mm with a star, on the date."""
    size = int(46 * PX)
    alpha = np.zeros((size, size), np.uint8)
    c = size // 2
    cv2.circle(alpha, (c, c), int(20.5 * PX), 255, int(1.1 * PX), cv2.LINE_AA)
    star = [
        (c + r * PX * np.sin(k * np.pi / 5), c - r * PX * np.cos(k * np.pi / 5))
        for k, r in enumerate([7, 2.8] * 5)
    ]
    cv2.fillPoly(alpha, [np.int32(star)], 255, cv2.LINE_AA)
    for k in range(14):
        a = np.pi * (0.75 + 1.5 * k / 13)
        x, y = c + 15.5 * PX * np.cos(a), c + 15.5 * PX * np.sin(a)
        cv2.putText(
            alpha, "EHMBRKNWXZ"[k % 10], (int(x - 18), int(y + 18)), 2, 1.6, 255, 3, cv2.LINE_AA
        )
    at = np.array(middle) + rng.normal(0, 1.5, 2)
    left, top = (at * PX).astype(int) - c
    piece = paper[max(0, top) : top + size, max(0, left) : left + size]
    part = alpha[max(0, -top) :, max(0, -left) :][: piece.shape[0], : piece.shape[1]]
    patchy = cv2.resize(rng.random((24, 24), np.float32), part.shape[::-1])
    pen = strokes.Pen("seal", (0, 0), (0, 0), 0.0, (60, 50, 215))
    lay(
        piece, part.astype(np.float32) / 255 * (0.6 + 0.4 * patchy), rng.uniform(0.6, 0.9), pen, rng
    )


def through(paper, other, rng) -> None:
    """The other side's print shining through, mirrored and soft."""
    key = id(other)
    if key not in _BACKS:
        _BACKS[key] = (other, cv2.GaussianBlur(cv2.flip(other, 1), (0, 0), 3.0))
    back = _BACKS[key][1]
    back = cv2.rotate(back, cv2.ROTATE_180) if rng.random() < 0.5 else back
    gain = rng.uniform(0.04, 0.12)
    dark = ((255 - back) * gain).astype(np.uint8)
    if paper.ndim == 3:
        dark = cv2.merge([dark] * 3)
    np.copyto(paper, cv2.subtract(paper, dark))


def crease(paper, rng) -> None:
    """A fold's line across the sheet, dark beside light."""
    height, width = paper.shape[:2]
    if rng.random() < 0.6:
        y = rng.uniform(0.2, 0.8) * height
        ends = ((0, int(y)), (width, int(y + rng.normal(0, 0.01) * height)))
    else:
        x = rng.uniform(0.2, 0.8) * width
        ends = ((int(x), 0), (int(x + rng.normal(0, 0.01) * width), height))
    mask = np.zeros((height, width), np.uint8)
    cv2.line(mask, *ends, int(rng.uniform(30, 90)), int(rng.integers(3, 8)), cv2.LINE_AA)
    mask = cv2.blur(mask, (5, 5))
    if paper.ndim == 3:
        mask = cv2.merge([mask] * 3)
    np.copyto(paper, cv2.subtract(paper, mask))


def travel(paper, severity, rng, dpi, *, phone, sheet) -> np.ndarray:
    """Move the sheet through the scanner: skewed, shifted, scaled, resampled, folded."""
    height, width = paper.shape[:2]
    scale = dpi / 300
    angle = np.deg2rad(rng.uniform(-severity.rotate, severity.rotate))
    stretch = 1 + rng.uniform(-severity.scale, severity.scale, 2)
    move = rng.uniform(-severity.shift, severity.shift, 2) * dpi / 25.4
    centre = np.array([width, height]) / 2
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float) - centre
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = (corners * stretch) @ turn.T * scale
    pull = (0.03 if phone else severity.perspective) * np.array([width, height]) * scale
    placed += rng.uniform(-1, 1, (4, 2)) * pull
    out = np.ceil(np.array([width, height]) * scale).astype(int)
    if phone:
        placed *= rng.uniform(0.88, 0.97)
    placed += out / 2 + move
    matrix = cv2.getPerspectiveTransform(
        (corners + centre).astype(np.float32), placed.astype(np.float32)
    )
    if scale < 0.9:
        paper = cv2.GaussianBlur(paper, (0, 0), 0.45 / scale)
    backing = int(rng.choice([255, 245, 60, 20])) if not phone else int(rng.integers(40, 120))
    edge = (backing,) * 3 if paper.ndim == 3 else backing
    seen = cv2.warpPerspective(
        paper, matrix, tuple(int(v) for v in out), flags=cv2.INTER_LINEAR, borderValue=edge
    )
    if rng.random() < severity.fold:
        seen = fold(seen, rng, dpi)
        sheet.tricks.add("fold")
    if phone:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 0.9))
    return seen


def fold(seen, rng, dpi) -> np.ndarray:
    """A sheet that does not lie flat: rows displaced smoothly by up to half a millimetre."""
    height, width = seen.shape[:2]
    y = np.arange(height, dtype=np.float32)
    most = rng.uniform(0.15, 0.5) * dpi / 25.4
    bend = rng.uniform(0.3, 0.7) * height
    down = y + most * np.exp(-(((y - bend) / (0.12 * height)) ** 2))
    x = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width))
    there = np.broadcast_to(down.astype(np.float32)[:, None], (height, width))
    return cv2.remap(
        seen,
        np.ascontiguousarray(x),
        np.ascontiguousarray(there),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


def shade(seen, rng, depth) -> np.ndarray:
    """A lamp that is not even, or the shadow of a hand."""
    coarse = 1 - depth * rng.random((3, 3)).astype(np.float32)
    field_ = cv2.resize(coarse, (seen.shape[1], seen.shape[0]), interpolation=cv2.INTER_CUBIC)
    field_ = np.clip(field_, 0.3, 1.0)
    if seen.ndim == 3:
        return (seen * field_[..., None]).astype(np.uint8)
    return (seen * field_).astype(np.uint8)


def streak(seen, rng, dpi) -> None:
    """Dirt on the feeder's glass: an upright line down the whole picture."""
    for _ in range(int(rng.integers(1, 3))):
        x = int(rng.integers(seen.shape[1]))
        wide = max(1, round(rng.uniform(0.1, 0.4) * dpi / 25.4))
        tone = rng.uniform(0.2, 0.8)
        seen[:, x : x + wide] = (seen[:, x : x + wide] * tone).astype(np.uint8)


def specks(seen, rng) -> None:
    """Salt and pepper."""
    share = rng.uniform(0.001, 0.006)
    drawn = rng.random(seen.shape[:2], np.float32)
    seen[drawn < share] = 0
    seen[drawn > 1 - share] = 255


def bilevel(seen, rng) -> np.ndarray:
    """What a 1-bit scanner makes of a grey picture."""
    soft = cv2.GaussianBlur(seen, (0, 0), 0.5)
    level = float(np.percentile(seen[::8, ::8], 90)) * rng.uniform(0.7, 0.85)
    return cv2.threshold(soft, level, 255, cv2.THRESH_BINARY)[1]


def text_page(rng: np.random.Generator, lines: int = 30, dpi: int = 200) -> np.ndarray:
    """A sheet of something else."""
    page = np.full((round(297 * dpi / 25.4), round(210 * dpi / 25.4)), 250, np.uint8)
    for k in range(lines):
        words = "".join(rng.choice(list("ABCDEFGHKLMNOPRST  "), 40))
        cv2.putText(page, words, (180, 250 + k * 60), 0, 1.1, 20, 2, cv2.LINE_AA)
    return page


def blank_page(
    severity: Severity, rng: np.random.Generator, front: np.ndarray | None = None
) -> np.ndarray:
    """The unprinted back of a ballot, with the front shining through if it is given."""
    page = np.full((3508, 2480), 255, np.uint8)
    if front is not None:
        through(page, front, rng)
    if rng.random() < severity.crease * 2:
        crease(page, rng)
    seen = travel(page, severity, rng, 200, phone=False, sheet=Sheet({}))
    table = (np.arange(256) * 0.95).astype(np.uint8)
    seen = noisy(cv2.LUT(seen, table), float(rng.uniform(*severity.noise)), rng)
    if rng.random() < severity.streak:
        streak(seen, rng, 200)
    return seen
