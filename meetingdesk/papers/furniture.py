"""What a sheet carries besides its text: page number and watermark.

Measures of GB/T 9704—2012 §7.5; items are in millimetres from the sheet's corner.
"""

from __future__ import annotations

import math
from dataclasses import replace

from meetingdesk.papers import fonts
from meetingdesk.papers.model import Face, PageSetup, Run
from meetingdesk.papers.placed import ASCENT, MM_PER_PT, Glyphs, Item, mm, moved
from meetingdesk.papers.setting import items_of, signs_of, widths_of

WATERMARK_COLOR = "#E8E8E8"
NUMBER_PT = 14.0
NUMBER_DROP_MM = 7.0


def page_number(number: int, setup: PageSetup) -> list[Item]:
    """— 1 — in 4号 宋体, odd pages right, even left, one character in; dash 7 mm below (§7.5).

    On a landscape page the number stands as on the bound sheet: on the left edge, turned.
    """
    signs = signs_of((Run(f"— {number} —"),), Face.SONG, NUMBER_PT)
    widths = widths_of(signs)
    total = sum(widths)
    inset = NUMBER_PT
    along = setup.text_height_mm if setup.side_numbers else setup.text_width_mm
    left = along / MM_PER_PT - inset - total if number % 2 else inset
    xs = [left + sum(widths[:i]) for i in range(len(widths))]
    rise = mm(fonts.dash_top(Face.SONG) * NUMBER_PT)
    items = items_of(signs, xs, widths, NUMBER_PT)
    if not setup.side_numbers:
        baseline = setup.height_mm - setup.bottom_mm + NUMBER_DROP_MM + rise
        return [
            moved(item, left_of(setup, number), baseline - mm(ASCENT * NUMBER_PT)) for item in items
        ]
    # the sheet is turned to the right: its foot is the left edge, its left the upper one
    across = setup.left_mm - NUMBER_DROP_MM - rise
    return [
        replace(
            one,
            xs=tuple(round(across + x - one.x, 4) for x in one.xs),
            y=round(setup.top_mm + one.x, 4),
            angle=90.0,
        )
        for one in items
        if isinstance(one, Glyphs)
    ]


def left_of(setup: PageSetup, number: int) -> float:
    """Left margin of page ``number``: with mirrored margins even pages have the other one."""
    return setup.right_mm if setup.mirror and number % 2 == 0 else setup.left_mm


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
