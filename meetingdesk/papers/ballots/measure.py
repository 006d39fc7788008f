"""Measure a composed ballot: what overlaps, leaves the paper or comes too near a box or mark."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from meetingdesk.papers.ballots.columns import CLEAR_MM, LINE_MM
from meetingdesk.papers.ballots.layout import Rect
from meetingdesk.papers.ballots.marks import QUIET_MM
from meetingdesk.papers.placed import MM_PER_PT, Glyphs, Rule
from meetingdesk.papers.placed import Box as DrawnBox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetingdesk.papers.ballots.sheet import Form

#: printers do not reach the outermost 5 mm
EDGE_MM = 5.0
BOX_GAP_MM = 3.0 - 0.01
SEAL_GAP_MM = 5.0
_SLACK = 0.02
#: marks with ink on the left only: at the end of a line their white may hang over
_CLOSING = "，。、；：？！）》〉」』】〕〗”’"


def distance(one: Rect, other: Rect) -> float:
    """Return the white between two rectangles in mm, 0 when they touch or overlap."""
    across = max(one.x - other.right, other.x - one.right, 0.0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0.0)
    return math.hypot(across, down)


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two rectangles share more than a hair's breadth."""
    return (
        min(one.right, other.right) - max(one.x, other.x) > _SLACK
        and min(one.bottom, other.bottom) - max(one.y, other.y) > _SLACK
    )


def faults(form: Form) -> list[str]:
    """Return what is wrong with the sheet, nothing for a good one."""
    found: list[str] = []
    for number in range(form.layout.pages):
        found += [f"page {number + 1}: {text}" for text in _page(form, number)]
    return found


def _page(form: Form, number: int) -> Iterable[str]:
    page, layout = form.pages[number], form.layout
    width, height = layout.page_mm
    boxes = [box for box in layout.boxes if box.page == number]
    if not boxes:
        yield "nothing to mark"
    texts = [(item.text, text_rect(item)) for item in page.items if isinstance(item, Glyphs)]
    outer = [_grown(box.rect, LINE_MM) for box in boxes]
    rules = _rules(form, number)
    sheet = Rect(EDGE_MM, EDGE_MM, width - 2 * EDGE_MM, height - 2 * EDGE_MM)
    for name, rect in [*texts, *(("rule", rule) for rule in rules)]:
        if not _inside(rect, sheet):
            yield f"off the paper: {name}"
    yield from _texts(texts, rules)
    yield from _boxes(outer, texts, rules)
    marks = [mark.rect for mark in layout.anchors if mark.page == number]
    codes = [code.rect for code in layout.codes if code.page == number]
    for mark in marks:
        near = [*outer, *rules, *codes, *(rect for _, rect in texts)]
        if any(distance(mark, rect) < QUIET_MM - _SLACK for rect in near):
            yield "a corner mark has no quiet zone"
    for code in codes:
        if any(distance(code, rect) < QUIET_MM - _SLACK for rect in [*outer, *rules]) or any(
            distance(code, rect) < QUIET_MM - _SLACK for _, rect in texts
        ):
            yield "the form code has no quiet zone"
    if form.seal and form.seal[0] == number:
        seal = form.seal[1]
        if not _inside(seal, sheet) or any(
            distance(seal, rect) < SEAL_GAP_MM - _SLACK for rect in [*outer, *marks, *codes]
        ):
            yield "the seal nears a box or mark"


def _texts(texts: list[tuple[str, Rect]], rules: list[Rect]) -> Iterable[str]:
    for (one, first), (other, second) in combinations(texts, 2):
        if overlap(first, second):
            yield f"texts overlap: {one} / {other}"
    for name, rect in texts:
        if any(overlap(rect, rule) for rule in rules):
            yield f"a rule crosses: {name}"


def _boxes(outer: list[Rect], texts: list[tuple[str, Rect]], rules: list[Rect]) -> Iterable[str]:
    if any(distance(one, other) < BOX_GAP_MM for one, other in combinations(outer, 2)):
        yield "boxes stand too close"
    for box in outer:
        for name, rect in texts:
            if distance(box, rect) < CLEAR_MM - _SLACK:
                yield f"text nears a box: {name}"
        if any(distance(box, rule) < CLEAR_MM - _SLACK - 0.18 for rule in rules):
            yield "a rule nears a box"


def text_rect(item: Glyphs) -> Rect:
    """Return the rectangle the characters stand in, without the white of a closing mark."""
    white = item.size_pt * MM_PER_PT / 2 if item.text[-1] in _CLOSING else 0.0
    return Rect(item.x, item.top, item.width - white, item.bottom - item.top)


def _rules(form: Form, number: int) -> list[Rect]:
    """Return every printed line but the boxes' own, as thin rectangles."""
    own = {
        (round(box.rect.x - LINE_MM / 2, 3), round(box.rect.y - LINE_MM / 2, 3))
        for box in form.layout.boxes
        if box.page == number
    }
    lines: list[Rect] = []
    for item in form.pages[number].items:
        if isinstance(item, Rule):
            half = item.width / 2
            lines.append(
                Rect(
                    min(item.x1, item.x2) - half,
                    min(item.y1, item.y2) - half,
                    abs(item.x2 - item.x1) + item.width,
                    abs(item.y2 - item.y1) + item.width,
                )
            )
        elif isinstance(item, DrawnBox) and (round(item.x, 3), round(item.y, 3)) not in own:
            lines += _sides(item)
    return lines


def _sides(box: DrawnBox) -> list[Rect]:
    half = box.line / 2
    across, down = box.w + box.line, box.h + box.line
    return [
        Rect(box.x - half, box.y - half, across, box.line),
        Rect(box.x - half, box.y + box.h - half, across, box.line),
        Rect(box.x - half, box.y - half, box.line, down),
        Rect(box.x + box.w - half, box.y - half, box.line, down),
    ]


def _grown(rect: Rect, by: float) -> Rect:
    return Rect(rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by)


def _inside(rect: Rect, sheet: Rect) -> bool:
    return (
        rect.x >= sheet.x - _SLACK
        and rect.y >= sheet.y - _SLACK
        and rect.right <= sheet.right + _SLACK
        and rect.bottom <= sheet.bottom + _SLACK
    )
