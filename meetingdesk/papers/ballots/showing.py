"""Pictures of rows for a person to rule on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.rows import RowCrop
from meetingdesk.papers.ballots.spec import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Tones
    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.layout import Box, Layout
    from meetingdesk.papers.ballots.locate import Place
    from meetingdesk.papers.ballots.reading import SideReading

    Bytes = NDArray[np.uint8]

#: pixels per mm of a row's picture, and paper shown above and below its boxes in mm
CROP_PX, _ABOVE = 6, 3.5
_EDGE = 8.0
#: paper beside the box of a row shown by itself, and about that of a sign shown once more
_BESIDE, _ABOUT = 3.0, 3.0
_LEVELS = np.arange(256, dtype=np.float32)
#: what lies outside a picture, grey or coloured
_PAPER = (255, 255, 255)


def upright(
    grey: Bytes,
    place: Place,
    rect: tuple[float, float, float, float],
    px: int,
    *,
    roughly: bool = False,
) -> Bytes:
    """Return a rectangle (x, y, w, h in mm) of a scanned side, upright, at ``px`` a mm.

    ``roughly`` takes the nearest pixels: three times as quick, rough to look at.
    """
    x, y, w, h = rect
    to_mm = np.array([[1 / px, 0, x], [0, 1 / px, y], [0, 0, 1.0]])
    flags = (cv2.INTER_NEAREST if roughly else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    size = (round(w * px), round(h * px))
    return np.asarray(
        cv2.warpPerspective(grey, place.matrix @ to_mm, size, flags=flags, borderValue=_PAPER)
    )


def row_crops(
    grey: Bytes,
    form: KnownForm,
    place: Place,
    reading: SideReading,
    paper: Tones,
    lossy: frozenset[str] = frozenset(),
    lost: str = "",
) -> tuple[RowCrop, ...]:
    """Return the pictures of doubtful rows, of rows without a mark, and of ``lossy`` rows.

    Those may have lost marks in the scan, as ``lost`` says: they are shown whole besides what
    else is asked. Of a row read by its sign, where that is to be seen again, its box is shown.
    """
    made = []
    by_group: dict[str, list[Box]] = {}
    for box in form.layout.boxes:
        if box.page == place.page:
            by_group.setdefault(box.group, []).append(box)
    for group, boxes in by_group.items():
        doubtful = [box for box in boxes if box.id in reading.doubt]
        sign = "" if group in reading.why else reading.signs.get(group, "")
        if sign and (group in reading.again or group in lossy):
            why = (lost,) if group in lossy else ()
            made.append(_sign_crop(grey, place, paper, boxes[0], why, sign))
            continue
        if group in reading.why:
            made.append(_crop(grey, form, place, paper, group, doubtful or boxes, reading))
        elif not reading.marks[group] and group not in lossy:
            made.append(_crop(grey, form, place, paper, group, boxes, reading))
        if group in lossy:
            whole = _crop(grey, form, place, paper, group, boxes, reading)
            made.append(RowCrop(group, (lost,), whole.picture, blank=True))
    return tuple(made)


def crop_sides(layout: Layout, boxes: Sequence[Box]) -> tuple[float, float]:
    """Return from where to where (x in mm) a row's picture goes: over the page, as a rule.

    Rows of one box for ○ and × may stand side by side: then only the row's own part is shown.
    """
    left, right, own = _EDGE, layout.page_mm[0] - _EDGE, boxes[0]
    line = sorted(
        box.rect.x
        for box in layout.boxes
        if box.page == own.page and abs(box.rect.y - own.rect.y) < own.rect.h / 2
    )
    if own.label != SIGNS or len(line) < 2:
        return left, right
    # a box stands before its name, or after its text: the first one tells
    before = line[0] < layout.page_mm[0] / (2 * len(line))
    for x in line:
        if x > own.rect.x and before:
            right = min(right, x - _BESIDE)
        if x < own.rect.x and not before:
            left = max(left, x + own.rect.w + _BESIDE)
    if before:
        return max(left, own.rect.x - _BESIDE), right
    return left, min(right, own.rect.right + _BESIDE)


def _sign_crop(
    grey: Bytes, place: Place, paper: Tones, box: Box, why: tuple[str, ...], sign: str
) -> RowCrop:
    """Return a small picture of a box with the paper about it, for the contact sheet of signs."""
    r = box.rect
    rect = (r.x - _ABOUT, r.y - _ABOUT, r.w + 2 * _ABOUT, r.h + 2 * _ABOUT)
    edge = round(_ABOUT * CROP_PX)
    where = (edge, edge, round(r.w * CROP_PX), round(r.h * CROP_PX))
    picture = _png(upright(grey, place, rect, CROP_PX), paper)
    return RowCrop(box.group, why, picture, (), (where,), blank=True, sign=sign)


def _png(cut: Bytes, paper: Tones) -> bytes:
    # 16 greys from black to white: small files, nothing a person would miss
    level = np.clip((_LEVELS - paper.black) / max(paper.contrast, 1) * 15, 0, 15)
    few = cv2.LUT(cut, (np.rint(level) * 17).astype(np.uint8))
    # unfiltered such greys are packed sooner, and smaller
    _, png = cv2.imencode(".png", few, [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE])
    return png.tobytes()


def _crop(
    grey: Bytes,
    form: KnownForm,
    place: Place,
    paper: Tones,
    group: str,
    boxes: Sequence[Box],
    reading: SideReading,
) -> RowCrop:
    top = min(box.rect.y for box in boxes) - _ABOVE
    foot = max(box.rect.bottom for box in boxes) + _ABOVE
    left, right = crop_sides(form.layout, boxes)
    cut = upright(grey, place, (left, top, right - left, foot - top), CROP_PX)
    return RowCrop(
        group,
        reading.why.get(group, ()),
        _png(cut, paper),
        tuple(box.id for box in boxes if box.id in reading.doubt),
        tuple(
            (
                round((box.rect.x - left) * CROP_PX),
                round((box.rect.y - top) * CROP_PX),
                round(box.rect.w * CROP_PX),
                round(box.rect.h * CROP_PX),
            )
            for box in boxes
            if box.id in reading.doubt
        ),
        blank=group not in reading.why,
    )
