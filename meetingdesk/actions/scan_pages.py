"""Scanned sides to look at: the page from its file, upright, with the boxes as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2

from meetingdesk.errors import BadInput
from meetingdesk.papers.ballots.greys import without_greys
from meetingdesk.papers.ballots.locate import Finder, place
from meetingdesk.papers.ballots.pages import PageDamaged, Reader, survey
from meetingdesk.papers.ballots.rows import PageRow, Status
from meetingdesk.papers.ballots.showing import crop_sides, upright
from meetingdesk.papers.ballots.spec import SIGNS

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from meetingdesk.actions.scan_doubts import Doubt
    from meetingdesk.actions.scanning import Scan

#: pixels a mm of a page to look at
PAGE_PX = 5
#: pixels a mm of a row's picture, as the reader cuts it
_CROP_PX = 6
#: paper shown above and below the boxes of one row, and beside them, in mm
_ROUND, _BESIDE = 3.0, 12.0

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class PagePicture:
    """A side to look at: PNG, and by box id where the printed boxes are in it, in pixels.

    ``boxes`` is empty for a side that could not be placed: it is shown as it was scanned.
    """

    png: bytes
    boxes: dict[str, Box]


def page_picture(scan: Scan, file: str, page: int) -> PagePicture | None:
    """Return page ``page`` (from 1) of ``file``, ``None`` when the file is gone or unreadable."""
    path = scan.paths.get(file)
    if path is None or page < 1:
        return None
    grey = _grey(path, page)
    if grey is None:
        return None
    layout = scan.form.layout
    found = Finder().corners(grey)
    where = place(layout, found)
    if where is None:
        scale = PAGE_PX * layout.page_mm[0] / grey.shape[1]
        shown = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return PagePicture(_png(shown), {})
    shown = upright(grey, where, (0, 0, *layout.page_mm), PAGE_PX)
    boxes = {
        box.id: _pixels(box.rect.x, box.rect.y, box.rect.w, box.rect.h, PAGE_PX)
        for box in layout.boxes
        if box.page == where.page
    }
    return PagePicture(_png(shown), _with_choices(scan, boxes))


@dataclass(frozen=True)
class Look:
    """One ballot at one question: its number in the stack, where its side is, its choices now."""

    ballot: int
    file: str
    page: int
    choices: tuple[str, ...]


def looks(scan: Scan, key: str) -> list[Look]:
    """Return all ballots that count at question ``key``, those marked alike together."""
    side = next((box.page for box in scan.form.layout.boxes if _key(box.id) == key), 0)
    found = []
    for number, sheet in scan.ruled(scan.corrections):
        rows = scan.ballots[number].rows
        row = next((row for row in rows if row.side == side), rows[0])
        found.append(Look(number, row.file, row.page, dict(sheet).get(key, ())))
    return sorted(found, key=lambda look: (look.choices, look.ballot))


def _key(box: str) -> str:
    return box.rpartition(".")[0]


def row_picture(scan: Scan, look: Look, key: str) -> PagePicture | None:
    """Return the row of ``key`` on a side from its file, ``None`` when it cannot be had."""
    path = scan.paths.get(look.file)
    grey = _grey(path, look.page) if path is not None else None
    if grey is None:
        return None
    layout = scan.form.layout
    where = place(layout, Finder().corners(grey))
    own = [b for b in layout.boxes if _key(b.id) == key and where and b.page == where.page]
    if where is None or not own:
        return None
    top = min(box.rect.y for box in own) - _ROUND
    foot = max(box.rect.bottom for box in own) + _ROUND
    left = max(0.0, min(box.rect.x for box in own) - _BESIDE)
    right = min(layout.page_mm[0], max(box.rect.right for box in own) + _BESIDE)
    shown = upright(grey, where, (left, top, right - left, foot - top), PAGE_PX)
    boxes = {
        b.id: _pixels(b.rect.x - left, b.rect.y - top, b.rect.w, b.rect.h, PAGE_PX) for b in own
    }
    return PagePicture(_png(shown), _with_choices(scan, boxes))


def _with_choices(scan: Scan, boxes: dict[str, Box]) -> dict[str, Box]:
    """Return boxes with what may stand in them: one for ○ and × is that of either choice."""
    more = {
        f"{_key(box)}.{choice}": place
        for box, place in boxes.items()
        if box.endswith(SIGNS)
        for choice in scan.form.legend.values()
    }
    return {**boxes, **more}


def _grey(path: Path, page: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]] | None:
    reader = Reader()
    try:
        source = survey(path)
        return reader.read(source, page - 1).grey if page <= source.pages else None
    except (BadInput, PageDamaged):
        return None
    finally:
        reader.close()


def _png(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    return cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def _pixels(x: float, y: float, w: float, h: float, px: int) -> Box:
    return (round(x * px), round(y * px), round(w * px), round(h * px))


def boxes_in_crop(scan: Scan, doubt: Doubt) -> dict[str, Box]:
    """Return where the boxes of a doubt's row are in its picture, the certain ones too."""
    crop = doubt.crop
    if crop is None:
        return {}
    side = scan.side(doubt)
    layout = scan.form.layout
    rows = [box for box in layout.boxes if box.group == doubt.group and box.page == side]
    own = {box.id: box.rect for box in rows}
    if crop.sign:
        return dict.fromkeys(own, crop.where[0])
    left, _ = crop_sides(layout, rows)
    if crop.boxes:
        top = own[crop.boxes[0]].y - crop.where[0][1] / _CROP_PX
    else:
        top = min(rect.y for rect in own.values()) - 3.5
    return {
        box: _pixels(rect.x - left, rect.y - top, rect.w, rect.h, _CROP_PX)
        for box, rect in own.items()
    }


_ADVICE = {
    Status.BLANK: "空白背面，不计，不用处理",
    Status.FOREIGN: "不是这次的票，没有计入；请取出，放回原处",
    Status.UNREADABLE: "请重扫这一张，或裁定时留出、人工录入",
}


def advice(row: PageRow) -> str:
    """Say what to do about a side that is not simply read; empty for one that is."""
    if row.status is Status.FOREIGN and any(why.startswith("旧版") for why in row.why):
        return "旧版票不能用；请取出，核对为什么发出了旧版"
    return _ADVICE.get(row.status, "")


def black_and_white(scan: Scan, most: int = 8) -> bool:
    """Say whether pages of a stack are scanned in black and white without greys.

    Such a scan loses pencil altogether: no reader and nobody at the screen can find it again.
    Up to ``most`` pages, spread over the stack, are looked at in their files.
    """
    read = [row for row in scan.rows if row.counts]
    for row in read[:: max(1, len(read) // most)][:most]:
        path = scan.paths.get(row.file)
        grey = _grey(path, row.page) if path is not None else None
        if grey is not None and without_greys(grey):
            return True
    return False


def streaked(rows: list[PageRow]) -> int:
    """Return on how many sides a line runs through boxes, 0 if too few to blame the glass."""
    struck = sum(any("有线条穿过" in why for why in row.why) for row in rows)
    read = sum(row.counts for row in rows)
    return struck if struck >= 3 and struck * 10 >= read else 0
