"""The boxes of a side as small square pictures at one scale, and the blank's beside them.

No page is warped: only the boxes with 3 mm about them, each by the affine that the page's
homography is at that place. Everything is at :data:`PX` pixels per mm, whatever the scan's
resolution, so that areas in pixels are areas in mm².
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.layout import Box, Layout, Rect
    from meetingdesk.papers.ballots.locate import Place

    Bytes = NDArray[np.uint8]
    Bits = NDArray[np.uint64]
    Floats = NDArray[np.float64]

#: pixels per mm of a patch (203 dpi)
PX = 8
#: paper looked at outside the box on every side, in mm
MARGIN = 3.0
#: how far a box may lie from where the corner marks put it, in mm
REACH = 1.0
#: printed ink of the blank is disregarded with this much about it, in mm
SPREAD = 0.42
#: patch pixels to a side of a cell, by which handwriting is compared: half a mm
CELL = 4
#: ink outside the box is looked at this far, in mm
RING = 2.2


@dataclass(frozen=True, eq=False)
class BoxSet:
    """Boxes of one size on one side, and what the unmarked sheet shows there.

    ``blank`` (n × h × w) is the blank's darkness 0–255; ``inner``, ``ring`` are where ink that is
    not printed counts, inside the box and around it; ``frame`` the inside of the box in
    patch pixels (left, top, right, bottom); ``across``, ``down`` the blank's mean darkness by
    column and by row, near the printed lines only.
    """

    page: int
    boxes: tuple[Box, ...]
    size: tuple[int, int]
    frame: tuple[int, int, int, int]
    blank: Bytes
    inner: NDArray[np.bool_]
    ring: NDArray[np.bool_]
    free: NDArray[np.bool_]
    inner_bits: Bits
    ring_bits: Bits
    across: NDArray[np.float32]
    down: NDArray[np.float32]

    @cached_property
    def inside_cells(self) -> NDArray[np.float32]:
        """How much of each cell of :data:`CELL` pixels counts inside the box, 0–255, flat."""
        height, width = self.inner.shape[1:]
        size = (width // CELL, height // CELL)
        whole = self.inner.view(np.uint8) * np.uint8(255)
        small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in whole]
        return np.stack(small).reshape(self.count, -1).astype(np.float32)

    @cached_property
    def within(self) -> Bytes:
        """Where ink counts inside the box, 255, else 0 (n × the inside's height × width)."""
        left, top, right, bottom = self.frame
        return self.inner[:, top:bottom, left:right].view(np.uint8) * np.uint8(255)

    @cached_property
    def rooms(self) -> NDArray[np.int64]:
        """How many pixels that are, a box."""
        return np.asarray(np.count_nonzero(self.within, axis=(1, 2)))

    @cached_property
    def across_own(self) -> Floats:
        """What the lines of ``across`` have in common with themselves, left and right (2 × n)."""
        return _own(self.across)

    @cached_property
    def down_own(self) -> Floats:
        """What the lines of ``down`` have in common with themselves, top and bottom (2 × n)."""
        return _own(self.down)

    @property
    def count(self) -> int:
        """How many boxes."""
        return len(self.boxes)


def _own(lines: NDArray[np.float32]) -> Floats:
    half, square = lines.shape[1] // 2, lines.astype(np.float64) ** 2
    both = square[:, :half].sum(axis=1), square[:, half:].sum(axis=1)
    made: Floats = np.maximum(np.stack(both), 1e-6)
    return made


def packed(mask: NDArray[np.bool_]) -> Bits:
    """Return masks (n × h × w) as bits, one row a mask: quick to combine and to count."""
    bits = np.packbits(mask.reshape(len(mask), -1), axis=1)
    if bits.shape[1] % 8:
        bits = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8)))
    return bits.view(np.uint64)


def side_by_side(patches: Bytes) -> Bytes:
    """Return patches (n × h × w) beside each other as one picture (h × n·w).

    A few long rows are gone through in a fraction of the time of many short ones.
    """
    count, height, width = patches.shape
    return np.ascontiguousarray(patches.transpose(1, 0, 2)).reshape(height, count * width)


def corner(rect: Rect) -> tuple[float, float]:
    """Return the top left of a box's patch in mm."""
    return rect.x - MARGIN, rect.y - MARGIN


def matrices(boxes: BoxSet, place: Place) -> Floats:
    """Return, for each box, the affine 2 × 3 from patch pixels to picture pixels (n × 2 × 3)."""
    middles = np.array([box.rect.centre for box in boxes.boxes])
    starts = np.array([corner(box.rect) for box in boxes.boxes]) + 0.5 / PX - middles
    three = np.concatenate([middles, middles + np.array((1, 0)), middles + np.array((0, 1))])
    here, right, down = place.pixels(three).reshape(3, -1, 2)
    made = np.empty((len(middles), 2, 3))
    made[:, :, 0], made[:, :, 1] = right - here, down - here
    # the middle of patch pixel u lies at x + (u + 0.5) / PX mm; refined corners already count
    # from the middles of the picture's pixels
    made[:, :, 2] = np.einsum("nij,nj->ni", made[:, :, :2], starts) + here
    made[:, :, :2] /= PX
    return made


def cut(picture: Bytes, boxes: BoxSet, place: Place) -> Bytes:
    """Return the patches of a set's boxes out of a scan (n × h × w)."""
    width, height = boxes.size
    patches = np.empty((boxes.count, height, width), np.uint8)
    for matrix, patch in zip(matrices(boxes, place), patches, strict=True):
        cv2.warpAffine(
            picture,
            matrix,
            boxes.size,
            dst=patch,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=0,
        )
    return patches


def cut_blank(blank: Bytes, dpi: float, box: Rect, size: tuple[int, int]) -> Bytes:
    """Return the patch of ``box`` out of the blank side's own picture."""
    x, y = corner(box)
    scale = dpi / 25.4
    matrix = np.array(
        [
            [scale / PX, 0, (x + 0.5 / PX) * scale - 0.5],
            [0, scale / PX, (y + 0.5 / PX) * scale - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(blank, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    )


def box_sets(layout: Layout, blank: Bytes, dpi: float, page: int) -> list[BoxSet]:
    """Return the boxes of a side, those of one size together."""
    by_size: dict[tuple[int, int], list[Box]] = {}
    for box in layout.boxes:
        if box.page == page:
            size = (
                round((box.rect.w + 2 * MARGIN) * PX),
                round((box.rect.h + 2 * MARGIN) * PX),
            )
            by_size.setdefault(size, []).append(box)
    return [
        _box_set(blank, dpi, page, size, tuple(boxes)) for size, boxes in sorted(by_size.items())
    ]


def _box_set(
    printed: Bytes, dpi: float, page: int, size: tuple[int, int], boxes: tuple[Box, ...]
) -> BoxSet:
    width, height = size
    margin = round(MARGIN * PX)
    frame = (margin, margin, width - margin, height - margin)
    blank = np.stack([255 - cut_blank(printed, dpi, b.rect, size) for b in boxes])
    spread = cv2.getStructuringElement(
        cv2.MORPH_ELLIPSE, (2 * round(SPREAD * PX) + 1, 2 * round(SPREAD * PX) + 1)
    )
    free = np.stack([cv2.dilate((b > 40).astype(np.uint8), spread) == 0 for b in blank])
    inside = np.zeros((height, width), bool)
    inside[frame[1] : frame[3], frame[0] : frame[2]] = True
    near = np.zeros((height, width), bool)
    edge = margin - round(RING * PX)
    near[edge : height - edge, edge : width - edge] = True
    return BoxSet(
        page,
        boxes,
        size,
        frame,
        blank,
        free & inside,
        free & near & ~inside,
        (free & inside) | (free & near & ~inside),
        packed(free & inside),
        packed(free & near & ~inside),
        *_line_profiles(blank, frame),
    )


def _line_profiles(
    blank: Bytes, frame: tuple[int, int, int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the blank's profiles about the four lines of each box, 0 elsewhere."""
    across, down = profiles(blank, frame)
    reach = round(0.8 * PX)
    for profile, ends in ((across, (frame[0], frame[2])), (down, (frame[1], frame[3]))):
        keep = np.zeros(profile.shape[1], bool)
        for end in ends:
            keep[max(0, end - reach) : end + reach] = True
        profile[:, ~keep] = 0
        profile[profile < 0.2 * profile.max(axis=1, keepdims=True)] = 0
    return across, down


def profiles(
    dark: Bytes, frame: tuple[int, int, int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the mean darkness of patches by column and by row, within the box's own extent."""
    left, top, right, bottom = frame
    height, width = dark.shape[1:]
    across = np.empty((1, len(dark) * width), np.float32)
    down = np.empty((len(dark) * height, 1), np.float32)
    upright = side_by_side(dark[:, top:bottom])
    cv2.reduce(upright, 0, cv2.REDUCE_AVG, dst=across, dtype=cv2.CV_32F)
    beside = dark.reshape(-1, width)[:, left:right]
    cv2.reduce(beside, 1, cv2.REDUCE_AVG, dst=down, dtype=cv2.CV_32F)
    return across.reshape(-1, width), down.reshape(-1, height)
