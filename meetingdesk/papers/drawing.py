"""Figures on the page: the placed boxes of :mod:`meetingdesk.papers.figures` as page items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meetingdesk.papers.figures import INSET_MM, LEADING, fitted
from meetingdesk.papers.kinsoku import spread
from meetingdesk.papers.model import Align, Run
from meetingdesk.papers.placed import MM_PER_PT, Box, Glyphs, Item, mm, moved
from meetingdesk.papers.setting import items_of, signs_of, widths_of

if TYPE_CHECKING:
    from meetingdesk.papers.model import Figure, Placed


def draw_figure(figure: Figure) -> list[Item]:
    """Items of a figure, in millimetres from its top left corner."""
    items: list[Item] = []
    for box in figure.boxes:
        if box.line_mm > 0 or box.fill:
            items.append(
                Box(
                    box.x_mm,
                    box.y_mm,
                    box.w_mm,
                    box.h_mm,
                    box.line_mm,
                    fill=box.fill or None,
                    dashed=box.dashed,
                )
            )
        items += _text_of(box)
    return items


def _text_of(box: Placed) -> list[Item]:
    size = fitted(box)
    line_pt = size * LEADING
    top = (box.h_mm / MM_PER_PT - len(box.lines) * line_pt) / 2
    room = (box.w_mm - 2 * INSET_MM) / MM_PER_PT
    items: list[Item] = []
    for number, text in enumerate(box.lines):
        signs = signs_of((Run(text, bold=box.bold, color=box.color),), box.face, size)
        widths = widths_of(signs, tighten=False)
        width = sum(widths)
        if box.align is Align.DISTRIBUTE:
            xs = spread(widths, room)
        else:
            free = {Align.LEFT: 0.0, Align.RIGHT: room - width}.get(box.align, (room - width) / 2)
            xs = [free + sum(widths[:i]) for i in range(len(widths))]
        made = items_of(signs, xs, widths, line_pt)
        down = mm(top + number * line_pt)
        items += [moved(item, box.x_mm + INSET_MM, box.y_mm + down) for item in made]
    return [_turned(item, box) for item in items] if box.turned == 180 else items


def _turned(item: Item, box: Placed) -> Item:
    """A line of text turned about the middle of its box."""
    if not isinstance(item, Glyphs):
        return item
    x = 2 * box.x_mm + box.w_mm - item.x
    y = 2 * box.y_mm + box.h_mm - item.y
    xs = tuple(round(x + one - item.x, 4) for one in item.xs)
    return replace(item, xs=xs, y=round(y, 4), angle=180.0)
