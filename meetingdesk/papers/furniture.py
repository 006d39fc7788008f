"""What a sheet carries besides its text: 版头, page number, watermark.

Measures of GB/T 9704—2012 §7.2 and §7.5; items are in millimetres from the sheet's corner.
"""

from __future__ import annotations

import math
from dataclasses import replace

from meetingdesk.papers import fonts
from meetingdesk.papers.model import Face, Letterhead, PageSetup, Paragraph, Role, Run
from meetingdesk.papers.placed import ASCENT, MM_PER_PT, Glyphs, Item, Rule, mm, moved
from meetingdesk.papers.setting import (
    BODY_PT,
    GRID_PT,
    items_of,
    set_paragraph,
    signs_of,
    widths_of,
)

RED = "#FF0000"
WATERMARK_COLOR = "#E8E8E8"
NUMBER_PT = 14.0
NUMBER_DROP_MM = 7.0
MARK_TOP_MM = 35.0
RED_RULE_DROP_MM = 4.0
#: Largest mark, and how narrow its characters may become before its size gives way.
MARK_PT, MARK_NARROWEST = 48.0, 0.66


def mark_look(mark: str, measure: float) -> tuple[float, float]:
    """Size (pt) and character stretch that keep the 发文机关标志 on one line."""
    full = len(mark) * MARK_PT
    if full <= measure:
        return MARK_PT, 1.0
    stretch = max(MARK_NARROWEST, math.floor(measure / full * 100) / 100)
    return min(MARK_PT, math.floor(measure * 2 / (len(mark) * stretch)) / 2), stretch


def letterhead(head: Letterhead, setup: PageSetup) -> tuple[list[Item], float]:
    """The 版头 of §7.2 and how far below the block's top, in points, the text goes on.

    The mark's ink is 35 mm below the block's top, 发文字号 two lines below it, the red rule 4 mm
    below the number; after two empty lines the text goes on upon the grid.
    """
    width = setup.text_width_mm / MM_PER_PT
    size, stretch = mark_look(head.mark, width)
    signs = signs_of((Run(head.mark, color=RED),), Face.TITLE, size)
    widths = [one * stretch for one in widths_of(signs)]
    left = (width - sum(widths)) / 2
    xs = [left + sum(widths[:i]) for i in range(len(widths))]
    baseline = MARK_TOP_MM + mm(fonts.ink_top(head.mark, Face.TITLE) * size)
    drop = baseline - mm(ASCENT * size)
    items: list[Item] = [
        moved(replace(one, stretch=stretch), 0.0, drop)
        for one in items_of(signs, xs, widths, size)
        if isinstance(one, Glyphs)
    ]
    y = (math.ceil((baseline / MM_PER_PT + (1 - ASCENT) * size) / GRID_PT) + 2) * GRID_PT
    for line in set_paragraph(Paragraph(Role.CENTER, (Run(head.number),)), width):
        items += [moved(item, 0.0, mm(y)) for item in line.items]
        y += line.height
    # the number's square ends (line − size)/2 above the foot of its line
    y += RED_RULE_DROP_MM / MM_PER_PT - (GRID_PT - BODY_PT) / 2
    items.append(Rule(0.0, mm(y), setup.text_width_mm, mm(y), 0.35, RED))
    placed = [moved(item, setup.left_mm, setup.top_mm) for item in items]
    return placed, (math.ceil(y / GRID_PT - 0.05) + 2) * GRID_PT


def page_number(number: int, setup: PageSetup) -> list[Item]:
    """— 1 — in 4号 宋体, odd pages right, even left, one character in; dash 7 mm below (§7.5)."""
    signs = signs_of((Run(f"— {number} —"),), Face.SONG, NUMBER_PT)
    widths = widths_of(signs)
    total = sum(widths)
    inset = NUMBER_PT
    left = setup.text_width_mm / MM_PER_PT - inset - total if number % 2 else inset
    xs = [left + sum(widths[:i]) for i in range(len(widths))]
    baseline = setup.height_mm - setup.bottom_mm + NUMBER_DROP_MM
    baseline += mm(fonts.dash_top(Face.SONG) * NUMBER_PT)
    items = items_of(signs, xs, widths, NUMBER_PT)
    return [moved(item, setup.left_mm, baseline - mm(ASCENT * NUMBER_PT)) for item in items]


def watermark(text: str, setup: PageSetup) -> list[Item]:
    """The text across the sheet from lower left to upper right, in light grey."""
    diagonal = math.hypot(setup.text_width_mm, setup.text_height_mm) / MM_PER_PT
    size = min(120.0, math.floor(diagonal * 0.62 / max(1, len(text))))
    signs = signs_of((Run(text, color=WATERMARK_COLOR),), Face.HEI, size)
    pitch_pt = size * (1.4 if len(text) <= 4 else 1.05)
    width = pitch_pt * (len(signs) - 1) + size
    xs = tuple(mm(i * pitch_pt) for i in range(len(signs)))
    angle = -45.0
    turn = math.radians(angle)
    along, up = mm(width) / 2, mm(size) * (ASCENT - 0.5)
    middle = (
        setup.left_mm + setup.text_width_mm / 2,
        setup.top_mm + setup.text_height_mm / 2,
    )
    x = middle[0] - along * math.cos(turn) - up * math.sin(turn)
    y = middle[1] - along * math.sin(turn) + up * math.cos(turn)
    return [
        Glyphs(
            "".join(sign.char for sign in signs),
            tuple(round(x + one, 4) for one in xs),
            round(y, 4),
            Face.HEI,
            size,
            mm(width),
            color=WATERMARK_COLOR,
            angle=angle,
        )
    ]
