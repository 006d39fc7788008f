"""Figures of placed boxes: seating plans, folding name cards, badges.

Boxes are laid in millimetres within the text block. GB/T 9704 says nothing of them; sizes are
those of the office's usual stands: 席卡 of a third of an A4 sheet a face, badges of 90 × 60 mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meetingdesk.papers.model import Face, Figure, Placed
from meetingdesk.papers.prepared import chars

if TYPE_CHECKING:
    from collections.abc import Sequence

#: White kept on both sides of a box's text, and height of a line in sizes.
INSET_MM, LEADING = 0.8, 1.25
SMALLEST_PT = 6.0
_MM_PER_PT = 25.4 / 72


def fitted(box: Placed) -> float:
    """Size in points at which every line of ``box`` fits its width and all fit its height."""
    size = box.size_pt
    room = max(1.0, box.w_mm - 2 * INSET_MM) / _MM_PER_PT
    height = box.h_mm / _MM_PER_PT
    widest = max((chars(line) for line in box.lines), default=0.0)
    while size > SMALLEST_PT:
        if widest * size <= room + 0.01 and len(box.lines) * size * LEADING <= height + size / 4:
            break
        size -= 0.5
    return size


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a name card or badge: the name large, a line above and below."""

    name: str
    above: str = ""
    below: str = ""


#: Folded cards: height of one face, of the sheet's full width.
CARD_FACE_MM = 95.0
CARD_NAME_PT = 110.0


def name_cards(
    cards: Sequence[Card], *, width_mm: float = 190.0, face_mm: float = CARD_FACE_MM
) -> tuple[Figure, ...]:
    """One figure a card, for a page each (``A4_CARDS``): folded twice, the name on both sides.

    The upper face stands on its head; a strip below is folded under as the foot.
    """
    made = []
    for card in cards:
        foot = 25.0
        faces = (
            *_face(card, 0.0, width_mm, face_mm, turned=180),
            *_face(card, face_mm, width_mm, face_mm, turned=0),
        )
        folds = (
            Placed(0.0, 0.0, width_mm, face_mm, dashed=True),
            Placed(0.0, face_mm, width_mm, face_mm, dashed=True),
            Placed(
                0.0,
                2 * face_mm,
                width_mm,
                foot,
                ("沿虚线折叠，此面为底",),
                size_pt=9.0,
                dashed=True,
                color="#808080",
            ),
        )
        made.append(Figure(2 * face_mm + foot, (*folds, *faces), f"席卡：{card.name}"))
    return tuple(made)


def _face(card: Card, top: float, width: float, height: float, *, turned: int) -> list[Placed]:
    """Name and small lines of one side; turned ones keep their places as seen when read."""
    rows = [
        (card.above, 0.06, 0.16, 20.0, Face.KAI),
        (card.name, 0.22, 0.56, CARD_NAME_PT, Face.TITLE),
    ]
    rows.append((card.below, 0.79, 0.16, 20.0, Face.KAI))
    made = []
    for text, start, share, size, face in rows:
        if not text:
            continue
        at = start if turned == 0 else 1.0 - start - share
        made.append(
            Placed(
                8.0,
                round(top + at * height, 2),
                width - 16.0,
                round(share * height, 2),
                (text,),
                face,
                size,
                line_mm=0.0,
                turned=turned,
            )
        )
    return made


BADGE_MM = (90.0, 60.0)


def badges(
    title: str,
    cards: Sequence[Card],
    *,
    sheet_mm: tuple[float, float] = (190.0, 277.0),
    size_mm: tuple[float, float] = BADGE_MM,
    meeting: str = "",
) -> tuple[Figure, ...]:
    """Badges (出席证, 列席证), several on each sheet with lines to cut at; one figure a sheet."""
    width, height = size_mm
    across = max(1, math.floor(sheet_mm[0] / width))
    down = max(1, math.floor(sheet_mm[1] / height))
    left = (sheet_mm[0] - across * width) / 2
    sheets = []
    for first in range(0, len(cards), across * down):
        boxes: list[Placed] = []
        for number, card in enumerate(cards[first : first + across * down]):
            row, column = divmod(number, across)
            boxes += _badge(title, meeting, card, left + column * width, row * height, size_mm)
        rows = math.ceil(min(len(cards) - first, across * down) / across)
        sheets.append(Figure(rows * height, tuple(boxes), f"{title}第{first + 1}张起"))
    return tuple(sheets)


def _badge(
    title: str, meeting: str, card: Card, x: float, y: float, size_mm: tuple[float, float]
) -> list[Placed]:
    width, height = size_mm
    rows = (
        (meeting, 0.06, 0.16, 12.0, Face.FANGSONG, "#000000"),
        (title, 0.22, 0.22, 26.0, Face.TITLE, "#FF0000"),
        (card.name, 0.46, 0.30, 36.0, Face.HEI, "#000000"),
        (card.below or card.above, 0.78, 0.16, 12.0, Face.FANGSONG, "#000000"),
    )
    made = [Placed(x, y, width, height, dashed=True)]
    for text, start, share, size, face, color in rows:
        if text:
            made.append(
                Placed(
                    x + 3.0,
                    round(y + start * height, 2),
                    width - 6.0,
                    round(share * height, 2),
                    (text,),
                    face,
                    size,
                    line_mm=0.0,
                    color=color,
                )
            )
    return made


def seat_lines(name: str, width_mm: float, height_mm: float) -> tuple[str, ...]:
    """How a name stands in its seat: downwards, a long one across in as few lines as read best."""
    plain = name.replace(" ", "").replace("\u3000", "")
    best, size = tuple(plain), 0.0
    for per_line in range(1, len(plain) + 1):
        parts = tuple(plain[i : i + per_line] for i in range(0, len(plain), per_line))
        made = fitted(Placed(0.0, 0.0, width_mm, height_mm, parts, size_pt=16.0))
        if made > size + 0.9:
            best, size = parts, made
    return best


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: column and row counted from 0, from the left and from the stage."""

    column: int
    row: int
    name: str
    shaded: bool = False


def seating(
    seats: Sequence[Seat],
    *,
    stage: str = "主席台",
    aisles: Sequence[int] = (),
    width_mm: float = 156.0,
    height_mm: float = 200.0,
) -> Figure:
    """A seating plan: one box a seat with the name written downwards, the stage above.

    ``aisles`` are columns before which half a seat is left free. Seats shrink to the width.
    """
    columns = max((seat.column for seat in seats), default=0) + 1
    rows = max((seat.row for seat in seats), default=0) + 1
    units = columns + 0.5 * len(aisles)
    wide = min(16.0, width_mm / units)
    head = 18.0
    high = min(30.0, (height_mm - head) / rows - 3.0)
    left = (width_mm - wide * units) / 2
    boxes = [Placed(width_mm / 2 - 30.0, 0.0, 60.0, 12.0, (stage,), Face.HEI, 16.0, line_mm=0.3)]
    for seat in seats:
        x = left + wide * (seat.column + 0.5 * sum(1 for one in aisles if one <= seat.column))
        boxes.append(
            Placed(
                round(x + 0.4, 2),
                round(head + seat.row * (high + 3.0), 2),
                round(wide - 0.8, 2),
                round(high, 2),
                seat_lines(seat.name, wide - 0.8, high),
                size_pt=16.0,
                fill="#EDEDED" if seat.shaded else "",
            )
        )
    return Figure(round(head + rows * (high + 3.0), 2), tuple(boxes), "座次图")


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair of a hall drawn to scale: where it begins in half seats and rows, who sits there."""

    x: int
    y: int
    name: str
    shaded: bool = False


def hall_plan(
    chairs: Sequence[Chair],
    *,
    across: int,
    deep: int,
    width_mm: float = 156.0,
    height_mm: float = 200.0,
    stage: str = "主席台",
) -> Figure:
    """A hall to scale, free chairs drawn too: ``across`` half seats wide and ``deep`` rows deep."""
    half = min(8.0, width_mm / across)
    head = 18.0 if stage else 0.0
    pitch = min(33.0, (height_mm - head) / deep)
    left = (width_mm - half * across) / 2
    high = pitch - 3.0
    boxes = []
    if stage:
        boxes.append(
            Placed(width_mm / 2 - 30.0, 0.0, 60.0, 12.0, (stage,), Face.HEI, 16.0, line_mm=0.3)
        )
    for chair in chairs:
        wide = 2 * half - 0.8
        boxes.append(
            Placed(
                round(left + half * chair.x + 0.4, 2),
                round(head + chair.y * pitch, 2),
                round(wide, 2),
                round(high, 2),
                seat_lines(chair.name, wide, high) if chair.name else (),
                size_pt=16.0,
                line_mm=0.2 if chair.name else 0.1,
                fill="#EDEDED" if chair.shaded else "",
                color="#000000",
            )
        )
    return Figure(round(head + deep * pitch, 2), tuple(boxes), "座次图")
