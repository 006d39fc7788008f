"""Lines across a side that are none of the voter's: folds, streaks of the glass, dirt.

A line is taken for such only on proof: it shows in the unprinted margins at both edges of the
paper, where no pen goes, and most of the way between. Then it is wiped out of the boxes it
crosses and what is left is judged as if it had not been there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import Measured, Tones, remeasure
from meetingdesk.papers.ballots.judging import FAINT, Judged, Limits, Verdict
from meetingdesk.papers.ballots.patches import PX, corner
from meetingdesk.papers.ballots.showing import upright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import Layout
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float64]

#: margin of the paper in which a line must show, mm from the edge (marks begin at 10 mm)
_FROM, _TO = 3.5, 9.0
#: samples per mm there
_FINE = 4
#: how far a line may lean from one edge of the paper to the other, mm
_LEAN = 15.0
#: part of the way between on which it must be darker than beside it
_SHOWN = 0.4
#: wiped on each side of a line, and how far a bent one is followed, mm
_WIPE, _FOLLOW = 0.4, 0.8
#: more lines than this are a pattern, not folds
_MOST = 8


@dataclass(frozen=True, eq=False)
class Line:
    """A straight line from edge to edge of the sheet; ends in mm."""

    start: Floats
    end: Floats

    @property
    def along(self) -> Floats:
        """Its direction, of length 1."""
        way: Floats = (self.end - self.start) / np.linalg.norm(self.end - self.start)
        return way

    def away(self, point: tuple[float, float]) -> float:
        """Return the distance of a point from it in mm."""
        off = np.asarray(point) - self.start
        return abs(float(self.along[0] * off[1] - self.along[1] * off[0]))


def page_lines(picture: Bytes, place: Place, layout: Layout, page: Tones) -> list[Line]:
    """Return the folds and streaks across a side."""
    found: list[Line] = []
    for axis in (0, 1):  # upright lines are looked for along x, level ones along y
        size, other = layout.page_mm[axis], layout.page_mm[1 - axis]
        near = _peaks(picture, place, axis, size, _FROM, page)
        far = _peaks(picture, place, axis, size, other - _TO, page) if near else []
        middle = (_FROM + _TO) / 2
        pairs: list[tuple[float, float, float, Line]] = []
        for one in near:
            for two in far:
                if abs(one - two) <= _LEAN:
                    ends = np.array([(one, middle), (two, other - middle)])
                    line = Line(*(ends if axis == 0 else ends[:, ::-1]))
                    pairs.append((_shown(picture, place, line, page), one, two, line))
        # each end belongs to one line, the one that shows best
        used: set[float] = set()
        for shown, one, two, line in sorted(pairs, key=lambda pair: -pair[0]):
            if shown >= _SHOWN and one not in used and -two not in used:
                used |= {one, -two}
                found.append(line)
    return found if len(found) <= _MOST else []


def _peaks(
    picture: Bytes, place: Place, axis: int, size: float, start: float, page: Tones
) -> list[float]:
    """Return where (mm along ``axis``) a margin strip is darker than about it."""
    # a strip is laid along x whichever way it runs: long rows are quicker made, and summed
    if axis == 1:
        place = replace(place, matrix=place.matrix[:, [1, 0, 2]])
    # what lies outside the picture is white, and says nothing
    seen = upright(picture, place, (3.0, start, size - 6.0, _TO - _FROM), _FINE)
    profile = cv2.reduce(seen, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[0] / np.float32(len(seen))
    least = 0.03 * page.contrast
    if float(profile.max() - profile.min()) <= least:
        return []  # as even as paper is
    usual = cv2.medianBlur(np.clip(profile, 0, 255).astype(np.uint8)[None, :], 31)[0]
    darker = usual.astype(np.float32) - profile
    level = max(least, 5 * float(np.median(np.abs(darker))))
    peaks = [
        k
        for k in np.flatnonzero(darker > level)
        if 2 <= k < len(darker) - 2 and darker[k] == darker[k - 2 : k + 3].max()
    ]
    return [3.0 + (float(k) + 0.5) / _FINE for k in peaks][:12]


def _sampled(picture: Bytes, place: Place, mm: Floats) -> NDArray[np.float32]:
    """Return a picture's values at points in mm; −1 outside of it."""
    shape = mm.shape[:-1]
    points = place.pixels(mm.reshape(-1, 2)).astype(np.float32).reshape(*shape, 2)
    height, width = picture.shape
    seen: NDArray[np.float32] = np.asarray(
        cv2.remap(picture, points, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )
    x, y = points[..., 0], points[..., 1]
    seen[(x < 0) | (y < 0) | (x > width - 1) | (y > height - 1)] = -1
    return seen


def _shown(picture: Bytes, place: Place, line: Line, page: Tones) -> float:
    """Return on which part of its way a line is darker than the paper on both sides."""
    side = np.array([-line.along[1], line.along[0]])
    way = np.linspace(0, 1, 240)[:, None, None]
    across = np.arange(-1.4, 1.41, 0.2)
    points = line.start + way * (line.end - line.start) + across[None, :, None] * side
    seen = _sampled(picture, place, points)
    paper = np.minimum(seen[:, :3].max(axis=1), seen[:, -3:].max(axis=1))
    clear = paper > page.white - 0.3 * page.contrast
    if np.count_nonzero(clear) < 60:
        return 0.0
    darker = paper[clear] - seen[clear][:, 3:-3].min(axis=1)
    return float(np.mean(darker > max(4.0, 0.05 * page.contrast)))


def crosses(line: Line, measured: Measured, index: int) -> bool:
    """Say whether a line comes near a box."""
    box = measured.boxes.boxes[index].rect
    return line.away(box.centre) < (max(box.w, box.h) / 2 + 3.0) * 1.2


def wipe(measured: Measured, index: int, lines: list[Line]) -> None:
    """Take lines out of a box's patch and measure it again."""
    dark = measured.dark[index]
    free = (measured.boxes.inner[index] | measured.boxes.ring[index]).astype(np.uint8)
    at = np.array(corner(measured.boxes.boxes[index].rect))
    mask = np.zeros(dark.shape, np.uint8)
    for line in lines:
        side = np.array([-line.along[1], line.along[0]])
        best, held = -1.0, mask
        for step in np.arange(-_FOLLOW, _FOLLOW + 0.01, 0.2):
            drawn = np.zeros(dark.shape, np.uint8)
            ends = [
                tuple(int(v) for v in np.rint((end + side * step - at) * PX))
                for end in (line.start, line.end)
            ]
            cv2.line(drawn, ends[0], ends[1], 1, 3)
            drawn &= free
            ink = float(dark[drawn > 0].mean()) if drawn.any() else 0.0
            if ink > best:
                thick = np.zeros(dark.shape, np.uint8)
                cv2.line(thick, ends[0], ends[1], 1, 2 * round(_WIPE * PX) + 1)
                best, held = ink, thick
        mask |= held
    dark[mask > 0] = 0
    remeasure(measured, index)


def unfold(
    measured: Sequence[Measured],
    lines: Sequence[Line],
    verdicts: dict[str, Judged],
    limits: Limits,
    *,
    without_greys: bool,
) -> None:
    """Take back the doubts about boxes whose faint ink is a fold's, or grains' of dust.

    A scan without greys has no faint ink; its lists are shown to a person as they are.
    """
    for one in measured:
        for index, box in enumerate(one.boxes.boxes):
            if verdicts[box.id] is not FAINT:
                continue
            crossing = [line for line in lines if crosses(line, one, index)]
            if crossing:
                wipe(one, index, crossing)
            gone = without_greys or one.faint[index] < limits.empty_faint
            # a faint mark beside the box has specks in it too
            beside = one.around_weak[index] >= limits.empty_beside
            if gone or (not beside and _grains(one, index, limits)):
                verdicts[box.id] = Judged(Verdict.EMPTY, 0.0)


def _grains(measured: Measured, index: int, limits: Limits) -> bool:
    """Say whether the faint ink of a box is a few small specks, not a line.

    What averaging smears from the printed border to its inner edge is left aside.
    """
    calm = cv2.blur(measured.dark[index], (5, 5)) > measured.hint
    inner = cv2.erode(measured.boxes.inner[index].astype(np.uint8), np.ones((5, 5), np.uint8))
    ink = calm.astype(np.uint8) & inner
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    longest = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(initial=0)
    return bool(count - 1 <= limits.dust_pieces and longest < limits.dust_halo * PX)
