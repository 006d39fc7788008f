"""Lines that run through a box but are none of the voter's: folds, streaks of the glass, dirt.

A line is taken for such only on proof: it is straight, leaves the box's surroundings on two
opposite sides, and shows again in the unprinted margins at both edges of the paper, where no
pen goes. Then it is wiped out of the box and what is left is judged as if it had not been there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import Ink, Measured, remeasure
from meetingdesk.papers.ballots.patches import MARGIN, PX, RING, corner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import Layout
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float64]

#: ink at opposite edges of the ring from which a line may run through, mm²
_EXIT = 0.06
#: a line's ends reach this near to the ring's edge, mm
_NEAR = 1.2
#: margin of the paper in which the line must show again, mm from the edge
_FROM, _TO = 3.5, 9.0
#: wiped on each side of a line, mm
_WIPE = 0.45


@dataclass(frozen=True, eq=False)
class Line:
    """A straight line through a box's surroundings; ends in mm on the sheet."""

    start: Floats
    end: Floats

    @property
    def upright(self) -> bool:
        """Whether it runs from top to bottom rather than across."""
        across, down = np.abs(self.end - self.start)
        return bool(down > across)


def runs_through(ink: Ink) -> bool:
    """Say whether ink leaves the ring on opposite sides."""
    left, top, right, bottom = ink.exits
    return (left > _EXIT and right > _EXIT) or (top > _EXIT and bottom > _EXIT)


def find_lines(measured: Measured, index: int) -> list[Line]:
    """Return the straight lines through one box's surroundings."""
    boxes = measured.boxes
    free = boxes.inner[index] | boxes.ring[index]
    dark = cv2.blur(measured.dark[index], (3, 3))
    mask = ((dark > min(measured.trace, 40)) & free).astype(np.uint8)
    height, width = mask.shape
    found = cv2.HoughLinesP(mask, 1, np.pi / 360, 36, minLineLength=9 * PX, maxLineGap=2 * PX)
    if found is None:
        return []
    x, y = corner(boxes.boxes[index].rect)
    edge = (MARGIN - RING + _NEAR) * PX
    lines: list[Line] = []
    for x1, y1, x2, y2 in found.reshape(-1, 4).astype(float):
        ends = sorted(((x1, y1), (x2, y2)))
        across = ends[0][0] < edge and ends[1][0] > width - edge
        low, high = sorted((y1, y2))
        if not across and not (low < edge and high > height - edge):
            continue
        line = Line(np.array([x + x1 / PX, y + y1 / PX]), np.array([x + x2 / PX, y + y2 / PX]))
        if not any(_same(line, other) for other in lines):
            lines.append(line)
    return lines


def _same(one: Line, other: Line) -> bool:
    return max(_away(other, one.start), _away(other, one.end)) < _WIPE


def _away(line: Line, point: Floats) -> float:
    """Return the distance of a point from an endless line in mm."""
    along = line.end - line.start
    along = along / np.linalg.norm(along)
    off = point - line.start
    return abs(float(along[0] * off[1] - along[1] * off[0]))


def foreign(picture: Bytes, place: Place, layout: Layout, line: Line) -> bool:
    """Say whether a line shows again in the paper's margins at both ends."""
    across, down = layout.page_mm
    along = line.end - line.start
    axis = 1 if line.upright else 0
    along = along / along[axis]
    size = down if line.upright else across
    for start in (_FROM, size - _TO):
        first = line.start + along * (start - line.start[axis])
        last = line.start + along * (start + _TO - _FROM - line.start[axis])
        if not _shows(picture, place, first, last, (across, down)):
            return False
    return True


def _shows(
    picture: Bytes, place: Place, first: Floats, last: Floats, page: tuple[float, float]
) -> bool:
    """Say whether a line near that from ``first`` to ``last`` (mm) is darker than the paper."""
    middle = (first + last) / 2
    if not (3 < middle[0] < page[0] - 3 and 3 < middle[1] < page[1] - 3):
        return False
    reach = 2.4
    along = (last - first) / np.linalg.norm(last - first)
    side = np.array([-along[1], along[0]])
    length = float(np.linalg.norm(last - first))
    steps, wide = round(length * PX), round(2 * reach * PX)
    grid = (
        first[None, None, :]
        + along * (np.arange(steps)[None, :, None] / PX)
        + side * ((np.arange(wide)[:, None, None] / PX) - reach)
    )
    points = place.pixels(grid.reshape(-1, 2)).astype(np.float32).reshape(wide, steps, 2)
    strip = cv2.remap(picture, points, None, cv2.INTER_LINEAR, borderValue=255)
    profile = np.median(strip.astype(np.float32), axis=1)
    paper = float(np.median(profile))
    noise = float(np.percentile(np.abs(profile - paper), 70))
    return paper - float(profile.min()) > max(5.0, 4 * noise)


def wipe(measured: Measured, index: int, lines: list[Line]) -> None:
    """Take lines out of a box's patch and measure it again."""
    x, y = corner(measured.boxes.boxes[index].rect)
    mask = np.zeros(measured.dark[index].shape, np.uint8)
    for line in lines:
        ends = [tuple(int(v) for v in np.rint((end - (x, y)) * PX)) for end in _stretched(line)]
        cv2.line(mask, ends[0], ends[1], 1, round(2 * _WIPE * PX) + 1)
    measured.dark[index][mask > 0] = 0
    remeasure(measured, index)


def _stretched(line: Line) -> tuple[Floats, Floats]:
    """Return a line's ends moved out to beyond the patch."""
    along = (line.end - line.start) / np.linalg.norm(line.end - line.start)
    return line.start - along * 6, line.end + along * 6
