"""Compose a ballot: from what it says to where everything stands, in millimetres.

One value comes out, the :class:`Form`: the layout the reader goes by and the very items that are
drawn. A form is set at the most generous level that needs the fewest pages; rows are never
parted, the head is repeated, and nothing on it differs between copies.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetingdesk.errors import Problem, Refused
from meetingdesk.papers.ballots import columns as cols
from meetingdesk.papers.ballots.furniture import Furniture, furniture, running_head
from meetingdesk.papers.ballots.layout import FormCode, Group, Layout, Rect
from meetingdesk.papers.ballots.marks import (
    MOST_PAGES,
    Grid,
    anchors,
    code_grid,
    code_rect,
    mark_grid,
    payload,
)
from meetingdesk.papers.ballots.measure import faults
from meetingdesk.papers.ballots.spec import LIST, Level, Paper, SheetRow, SheetSpec
from meetingdesk.papers.ballots.table import Drawn, dense_pad, draw_table
from meetingdesk.papers.ballots.typeset import line_count
from meetingdesk.papers.placed import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Form", "Paper", "SheetRow", "SheetSpec", "compose"]

#: left edge of the type area (A4, smaller), its top, and how far its foot is from the paper's
_SIDE_MM = {Paper.A4: 22.0, Paper.A5: 15.0, Paper.TWO_A5: 15.0}
TOP_MM, FOOT_MM = 20.5, 27.0
_NEXT_TOP_MM = 21.0
#: white between two tables side by side
_GUTTER_MM = 4.0

_A4_LEVELS = (
    Level(18.0, 15.0, 12.0, 12.0),
    Level(16.0, 14.0, 12.0, 12.0),
    Level(14.0, 14.0, 12.0, 10.5),
    Level(12.8, 12.0, 10.5, 10.5),
    Level(10.7, 12.0, 9.0, 10.0, ruled=False),
)
_A5_LEVELS = (
    Level(16.0, 13.0, 10.5, 10.5),
    Level(14.0, 12.0, 10.5, 10.0),
    Level(12.8, 12.0, 9.0, 9.0),
    Level(10.7, 10.5, 9.0, 9.0, ruled=False),
    Level(10.7, 10.0, 8.0, 8.5, ruled=False),
)


@dataclass(frozen=True, slots=True)
class Form:
    """A composed ballot. ``seal`` is the area kept for the seal: (page, rectangle).

    ``digest`` are the eight hex digits in the code; ``grids`` the modules drawn on each page.
    """

    spec: SheetSpec
    layout: Layout
    pages: tuple[Page, ...]
    grids: tuple[tuple[Grid, ...], ...]
    seal: tuple[int, Rect] | None
    digest: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which rows stand on which page at one level; ``lines`` side by side make a table line."""

    level: Level
    tables: tuple[cols.Columns, ...]
    heights: tuple[float, ...]
    head: float
    pages: tuple[tuple[int, int], ...]


def compose(spec: SheetSpec) -> Form:
    """Return the finished form.

    Raises:
        Refused: there is nothing to vote on, or the paper is too small for so many rows.
    """
    if not spec.rows or not spec.boxes:
        raise Refused("票上还没有事项，不能排出票样。", Problem("请先列入表决事项和选项。"))
    entries = _entries(spec)
    plans = [_plan(spec, entries, level) for level in _levels(spec, len(entries))]
    fitting = [plan for plan in plans if plan is not None]
    if not fitting:
        raise Refused(
            "这张票的内容在所选纸张上排不下，票样没有改动。",
            Problem("请改用 A4 纸，或把事项分列在几张票上。", field="纸张"),
        )
    form = _draw(spec, entries, min(fitting, key=lambda plan: len(plan.pages)))
    if wrong := faults(form):
        raise Refused(
            "这张票排出来有重叠或太挤的地方，没有采用。请缩短票名或事项的文字，或改用 A4 纸。",
            Problem("；".join(wrong[:3]), field="票样"),
        )
    return form


def _entries(spec: SheetSpec) -> tuple[cols.Entry, ...]:
    listed = [cols.Entry(str(n), row) for n, row in enumerate(spec.rows, start=1)]
    blanks = [
        cols.Entry("", SheetRow(f"w{n}", cols.WRITE_IN), write_in=True)
        for n in range(1, spec.write_ins + 1)
    ]
    return (*listed, *blanks)


def _levels(spec: SheetSpec, count: int) -> list[Level]:
    levels = _A4_LEVELS if spec.paper is Paper.A4 else _A5_LEVELS
    beside = [1]
    if spec.single and count > 8 and not any(row.detail for row in spec.rows):
        beside += [2, 3] if spec.paper is Paper.A4 else [2]
    return [replace(level, columns=n) for n in beside for level in levels]


def _plan(spec: SheetSpec, entries: Sequence[cols.Entry], level: Level) -> _Plan | None:
    """Share the rows among pages, or say that the level does not suit them."""
    tables = _tables(spec, level, len(entries))
    if level.columns > 1 and not _comfortable(spec, level, tables[0]):
        return None
    heights = [cols.row_height(spec, level, tables[0], entry) for entry in entries]
    if level.columns > 1:
        heights = [max(heights)] * math.ceil(len(entries) / level.columns)
    if min(heights) >= cols.OUTER_MM + 2 * cols.CLEAR_MM + 0.2:
        level = replace(level, ruled=True)  # tall rows have room for their rules
    head = cols.head_height(spec, level, tables[0])
    pages = _paginate(heights, _rooms(spec, level, head + 2 * dense_pad(level)))
    if pages is None or len(pages) > MOST_PAGES:
        return None
    return _Plan(level, tables, tuple(heights), head, tuple(pages))


def _tables(spec: SheetSpec, level: Level, count: int) -> tuple[cols.Columns, ...]:
    side = _SIDE_MM[spec.paper]
    width = spec.paper.page_mm[0] - 2 * side
    each = (width - _GUTTER_MM * (level.columns - 1)) / level.columns
    return tuple(
        cols.lay_columns(spec, level, side + n * (each + _GUTTER_MM), each, count)
        for n in range(level.columns)
    )


def _comfortable(spec: SheetSpec, level: Level, table: cols.Columns) -> bool:
    """Whether names stay on one line (two, if not persons) in tables side by side."""
    if table.text[1] < cols.WRITE_MM and spec.write_ins:
        return False
    most = 1 if spec.names else 2
    return all(line_count(cols.own_block(spec, level, table, row)) <= most for row in spec.rows)


@dataclass(frozen=True, slots=True)
class _Rooms:
    """Height in mm for rows on a page: the only, the first, one between, the last."""

    only: float
    first: float
    middle: float
    last: float


def _rooms(spec: SheetSpec, level: Level, head: float) -> _Rooms:
    parts = _furniture(spec, level)
    height = spec.paper.page_mm[1]
    top, bottom = TOP_MM + parts.head_height, height - FOOT_MM
    further = bottom - _NEXT_TOP_MM - head
    return _Rooms(
        only=bottom - top - head - parts.only_height,
        first=bottom - top - head - parts.notes_height,
        middle=further,
        last=further - parts.seal_height,
    )


def _furniture(spec: SheetSpec, level: Level) -> Furniture:
    side = _SIDE_MM[spec.paper]
    return furniture(spec, level, side, spec.paper.page_mm[0] - 2 * side)


def _paginate(heights: Sequence[float], rooms: _Rooms) -> list[tuple[int, int]] | None:
    """Return (first, end) of each page's table lines, None when a line fits no page."""
    if sum(heights) <= rooms.only:
        return [(0, len(heights))]
    if max(heights) > min(rooms.first, rooms.middle, rooms.last):
        return None
    pages: list[tuple[int, int]] = []
    start = 0
    while start < len(heights):
        room = rooms.middle if pages else rooms.first
        end = start
        while end < len(heights) and sum(heights[start : end + 1]) <= room:
            end += 1
        pages.append((start, end))
        start = end
    return _leave_room(heights, pages, rooms)


def _leave_room(
    heights: Sequence[float], pages: list[tuple[int, int]], rooms: _Rooms
) -> list[tuple[int, int]] | None:
    """Let the last page hold the seal too: half its rows go to a page of their own if need be."""
    start, end = pages[-1]
    if len(pages) > 1 and sum(heights[start:end]) <= rooms.last:
        before = pages[-2][0]
        if end - start == 1 and start - before > 2 and sum(heights[start - 1 :]) <= rooms.last:
            # no row stands alone
            return [*pages[:-2], (before, start - 1), (start - 1, end)]
        return pages
    if end - start < 2:
        return None
    middle = start + (end - start + 1) // 2
    while sum(heights[middle:end]) > rooms.last:
        middle += 1
    return [*pages[:-1], (start, middle), (middle, end)]


def _draw(spec: SheetSpec, entries: Sequence[cols.Entry], plan: _Plan) -> Form:
    drawn = [_page(spec, entries, plan, number) for number in range(len(plan.pages))]
    boxes = tuple(box for page in drawn for box in page.boxes)
    spaces = tuple(space for page in drawn for space in page.spaces)
    size, count = spec.paper.page_mm, len(drawn)
    groups = _groups(spec, entries)
    bare = Layout(f"{spec.form}-{spec.version}", size, count, boxes, groups, (), (), spaces)
    digest = _digest(spec, bare)
    corners = tuple(mark for number in range(count) for mark in anchors(number, size))
    codes = tuple(
        FormCode(n, code_rect(size), payload(spec.form, spec.version, n, digest))
        for n in range(count)
    )
    parts = _furniture(spec, plan.level)
    pages = tuple(
        Page(n + 1, *size, _block(spec), (*page.items, *parts.foot(n, count, digest)))
        for n, page in enumerate(drawn)
    )
    grids = tuple(
        (*(mark_grid(mark) for mark in corners if mark.page == n), code_grid(codes[n]))
        for n in range(count)
    )
    seal = drawn[-1].seal
    return Form(
        spec,
        replace(bare, anchors=corners, codes=codes),
        pages,
        grids,
        (count - 1, seal) if seal else None,
        digest,
    )


def _page(spec: SheetSpec, entries: Sequence[cols.Entry], plan: _Plan, number: int) -> Drawn:
    drawn = Drawn()
    level, (first, end) = plan.level, plan.pages[number]
    parts = _furniture(spec, level)
    if number:
        drawn.items += running_head(spec)
        top = _NEXT_TOP_MM
    else:
        drawn.items += parts.head(TOP_MM)
        top = TOP_MM + parts.head_height
    beside, lines = level.columns, end - first
    listed = entries[first * beside : end * beside]
    foot = top
    for at, table in enumerate(plan.tables):
        own = listed[at * lines : (at + 1) * lines]
        if own:
            rows = list(zip(own, plan.heights[first:end], strict=False))
            foot = max(
                foot,
                draw_table(drawn, spec, level, table, rows, page=number, top=top, head=plan.head),
            )
    items, drawn.seal = parts.below(foot, number, len(plan.pages))
    drawn.items += items
    return drawn


def _block(spec: SheetSpec) -> tuple[float, float, float, float]:
    width, height = spec.paper.page_mm
    side = _SIDE_MM[spec.paper]
    return side, TOP_MM, width - 2 * side, height - TOP_MM - FOOT_MM


def _groups(spec: SheetSpec, entries: Sequence[cols.Entry]) -> tuple[Group, ...]:
    if spec.limit and spec.single:
        return (Group(LIST, *spec.limit),)
    return tuple(Group(entry.row.key, 0, 1) for entry in entries)


def _digest(spec: SheetSpec, layout: Layout) -> str:
    """Eight hex digits over what is said and where the boxes are, the same on every machine."""
    content = {"spec": spec.to_json(), "layout": layout.to_json()}
    written = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(written).hexdigest()[:8]
