"""空白票试扫: what one unmarked sheet tells of printer and scanner before the stack is read.

Scale, skew, contrast, greys, dirt on the glass and where, the seal: each with its number and,
where something is wrong, with what to do about it. Dirt is cheaper found before than after
500 sheets (SCANNING.md §1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from meetingdesk.papers.ballots.inks import measure, tones
from meetingdesk.papers.ballots.judging import LIMITS
from meetingdesk.papers.ballots.known import BARE_PX
from meetingdesk.papers.ballots.lines import page_lines
from meetingdesk.papers.ballots.locate import Finder, place
from meetingdesk.papers.ballots.reading import SideReader
from meetingdesk.papers.ballots.rows import Status
from meetingdesk.papers.ballots.showing import upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from meetingdesk.papers.ballots.inks import Tones
    from meetingdesk.papers.ballots.known import KnownForm
    from meetingdesk.papers.ballots.locate import Place
    from meetingdesk.papers.ballots.pages import PagePicture

    Bytes = NDArray[np.uint8]

GOOD, WARN, BAD = "ok", "warn", "bad"
#: resolutions scanners offer, dpi
_OFFERED = (100, 150, 200, 240, 300, 400, 600)
#: scale off by this much (parts of one) is worth a word, by this much the sheet is not this form
_SCALE, _SCALE_BAD = 0.015, 0.04
#: leaning from which to look at the feeder, degrees; shift, mm
_SKEW, _SHIFT = 1.5, 5.0
#: grey levels between paper and black that are plenty
_CONTRAST = 90.0
#: the share of greys below which a scan is black and white, and which levels are grey
_GREYS, _BLACK, _WHITE = 0.002, 50, 205
#: coloured ink: difference of channels, and mm² from which it is a seal
_COLOURED, _SEAL = 50, 40.0


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``kind`` is ok, warn or bad."""

    kind: str
    what: str
    words: str


def try_sheet(picture: PagePicture, form: KnownForm) -> list[Finding]:
    """Return what an unmarked sheet tells; one ``bad`` finding when it cannot be found at all."""
    row = SideReader([form]).read(picture, "", 1)
    if not row.counts:
        return [Finding(BAD, "票样", _unread(row.status, row.why))]
    grey = picture.grey
    where = _place(grey, form)
    if where is None:
        return [Finding(BAD, "票样", "四角标记看不全，请把整张票放进扫描范围后重扫")]
    paper = tones(grey, form.layout, where)
    return [
        Finding(GOOD, "票样", f"认得：{form.title}，第{where.page + 1}面"),
        *_scale(where),
        _skew(grey, form, where),
        _contrast(paper),
        _greys(grey),
        *_streaks(grey, form, where, paper),
        *_inked(grey, form, where, paper),
        _seal(picture, form, where),
    ]


def _unread(status: Status, why: tuple[str, ...]) -> str:
    if status is Status.BLANK:
        return "这一页是空白的，没有印票样，请放正面重扫"
    return "；".join(why)


def _place(grey: Bytes, form: KnownForm) -> Place | None:
    finder = Finder()
    best = place(form.layout, finder.corners(grey))
    if best is not None:
        return best
    tried = (place(form.layout, found) for found in finder.everywhere(grey))
    return next((one for one in tried if one is not None), None)


def _per_mm(where: Place) -> tuple[float, float]:
    """Return pixels a mm across and down the sheet."""
    local = where.local(105.0, 148.0)
    return float(np.linalg.norm(local[:, 0])), float(np.linalg.norm(local[:, 1]))


def _scale(where: Place) -> list[Finding]:
    across, down = (25.4 * one for one in _per_mm(where))
    middle = (across + down) / 2
    dpi = min(_OFFERED, key=lambda one: abs(one - middle))
    off = max(abs(across / dpi - 1), abs(down / dpi - 1))
    said = f"横{100 * across / dpi:.1f}%、竖{100 * down / dpi:.1f}%（按{dpi} dpi）"
    if off > _SCALE_BAD:
        scale = Finding(BAD, "比例", f"{said}，印票时请选“实际大小”，不要“适合页面”")
    elif off > _SCALE:
        scale = Finding(WARN, "比例", f"{said}，略有缩放，能读；印票时请选“实际大小”")
    else:
        scale = Finding(GOOD, "比例", said)
    if dpi < 150:
        return [scale, Finding(WARN, "分辨率", f"约{dpi} dpi，请设为200 dpi以上")]
    return [scale, Finding(GOOD, "分辨率", f"约{dpi} dpi")]


def _skew(grey: Bytes, form: KnownForm, where: Place) -> Finding:
    local = where.local(*(side / 2 for side in form.layout.page_mm))
    angle = float(np.degrees(np.arctan2(local[1, 0], local[0, 0])))
    turned = abs(angle) > 90
    angle = angle + 180 if angle < -90 else angle - 180 if angle > 90 else angle
    middle = np.array(grey.shape[::-1]) / 2
    shift = (local[:, 2] - middle) / np.linalg.norm(local[:, 0])
    said = f"歪{abs(angle):.1f}度，偏{abs(shift[0]):.1f}、{abs(shift[1]):.1f}毫米"
    said += "，倒放（不要紧）" if turned else ""
    if abs(angle) > _SKEW or float(np.abs(shift).max()) > _SHIFT:
        return Finding(WARN, "摆放", f"{said}；请调好进纸挡板")
    return Finding(GOOD, "摆放", said)


def _contrast(paper: Tones) -> Finding:
    said = f"纸白{paper.white:.0f}、墨黑{paper.black:.0f}，相差{paper.contrast:.0f}级"
    if paper.contrast < LIMITS.contrast:
        return Finding(BAD, "反差", f"{said}，太淡，请把扫描调深")
    if paper.contrast < _CONTRAST:
        return Finding(WARN, "反差", f"{said}，偏淡，铅笔划记可能看不清，请把扫描调深")
    return Finding(GOOD, "反差", said)


def _greys(grey: Bytes) -> Finding:
    if float(((grey > _BLACK) & (grey < _WHITE)).mean()) < _GREYS:
        return Finding(WARN, "灰度", "黑白扫描，淡的划记会整个丢失，请改为灰度")
    return Finding(GOOD, "灰度", "有灰度")


def _streaks(grey: Bytes, form: KnownForm, where: Place, paper: Tones) -> list[Finding]:
    """Name lines across the side by where they are in the scan, as dirt lies on the glass."""
    across, _ = _per_mm(where)
    found = []
    for line in page_lines(grey, where, form.layout, paper):
        ends = where.pixels([line.start, line.end])
        x, y = ends.mean(axis=0) / across
        way = np.abs(ends[1] - ends[0])
        if way[1] > way[0]:
            words = f"有一条竖线，距扫描图左边{x:.0f}毫米：玻璃上有污迹，请擦拭后再试"
        else:
            words = f"有一条横线，距扫描图上边{y:.0f}毫米：纸上有折痕，或玻璃上有污迹"
        found.append(Finding(WARN, "条纹", words))
    return found or [Finding(GOOD, "条纹", "没有条纹")]


def _inked(grey: Bytes, form: KnownForm, where: Place, paper: Tones) -> list[Finding]:
    """Name boxes that hold ink on a sheet that should have none."""
    labels = []
    for boxes in form.sets[where.page]:
        one = measure(grey, boxes, where, paper)
        for index, box in enumerate(boxes.boxes):
            if one.strong[index] >= LIMITS.empty_strong or one.weak[index] >= LIMITS.empty_weak:
                x, y = (where.pixels([box.rect.centre])[0] / _per_mm(where)[0]).tolist()
                labels.append(f"距左边{x:.0f}、上边{y:.0f}毫米")
    if not labels:
        return [Finding(GOOD, "框内", "框里都干净")]
    more = f"等{len(labels)}个框" if len(labels) > 3 else "的框"
    said = "；".join(labels[:3]) + more
    return [Finding(WARN, "框内", f"{said}里有墨迹：请确认放的是没有划过的票，再擦拭玻璃")]


def _seal(picture: PagePicture, form: KnownForm, where: Place) -> Finding:
    if picture.colour is None:
        return Finding(GOOD, "印章", "灰度扫描，印章颜色不用看；印章请盖在指定处，不要压框")
    width, height = form.layout.page_mm
    seen = upright(picture.colour, where, (0.0, 0.0, width, height), BARE_PX)
    wide = seen.max(axis=2).astype(np.int16) - seen.min(axis=2)
    mask = (wide > _COLOURED).astype(np.uint8)
    area = np.count_nonzero(mask) / BARE_PX**2
    if area < _SEAL:
        return Finding(GOOD, "印章", "没有见到印章")
    blue, _, red = seen[mask > 0].mean(axis=0)
    colour = "红色" if red > blue else "蓝色"
    points = cv2.findNonZero(mask).reshape(-1, 2) / BARE_PX
    gap = min(
        float(np.hypot(
            np.maximum(np.maximum(b.rect.x - points[:, 0], points[:, 0] - b.rect.right), 0),
            np.maximum(np.maximum(b.rect.y - points[:, 1], points[:, 1] - b.rect.bottom), 0),
        ).min())
        for b in form.layout.boxes if b.page == where.page
    )  # fmt: skip
    if gap < 5.0:
        return Finding(WARN, "印章", f"{colour}印章离框只有{gap:.0f}毫米，压到框的要人工裁定")
    return Finding(GOOD, "印章", f"{colour}印章，离最近的框{gap:.0f}毫米")
