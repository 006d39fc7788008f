"""版头 and 版记 on the page: the formats of GB/T 9704—2012 §7.2, §7.4 and §10.

Items are in millimetres from the sheet's corner, heights that text is pushed down in points.
"""

from __future__ import annotations

import math
from dataclasses import replace

from meetingdesk.papers import fonts
from meetingdesk.papers.kinsoku import break_lines, place
from meetingdesk.papers.model import (
    Align,
    Colophon,
    Face,
    Form,
    Letterhead,
    PageSetup,
    Paragraph,
    Role,
    Run,
)
from meetingdesk.papers.placed import ASCENT, MM_PER_PT, Glyphs, Item, Rule, mm, moved
from meetingdesk.papers.setting import (
    BODY_PT,
    GRID_PT,
    PITCH_PT,
    items_of,
    set_paragraph,
    signs_of,
    widths_of,
)

RED = "#FF0000"
RED_RULE_DROP_MM = 4.0
#: Largest mark, and how narrow its characters may become before its size gives way.
MARK_PT = 48.0
MARK_NARROWEST = 0.66
#: Top of the mark's ink: below the text block's top, in 信函格式 below the sheet's edge.
MARK_TOP_MM = {Form.FILE: 35.0, Form.ORDER: 20.0, Form.MINUTES: 35.0, Form.LETTER: 30.0}
LETTER_MARK_PT = 40.0
#: From the foot of the mark's line to the first double rule: 4 mm below the ink.
LETTER_RULE_PT = 7.85
#: Where the mark's line begins in the Word file: that far above the ink. Points below the
#: block's top, in 信函格式 below the sheet's edge.
MARK_LINE_PT = {Form.FILE: 97.8, Form.ORDER: 55.3, Form.MINUTES: 97.8, Form.LETTER: 83.62}
#: What the red rule adds to its line: 5 pt of white and the rule.
RULE_PT = 6.0
#: Width of the red double rules of 信函格式, and the lower one's distance from the sheet's foot.
DOUBLE_MM, DOUBLE_FOOT_MM = 170.0, 20.0
THICK_MM, THIN_MM, BETWEEN_MM = 0.7, 0.25, 0.5
#: 版记: 4号, lines of 20 pt, first and last rule, rule between.
NOTE_PT, NOTE_LINE_PT, NOTE_WHITE_PT = 14.0, 20.0, 3.0
RULE_OUTER_MM, RULE_INNER_MM = 0.35, 0.25


def mark_look(mark: str, measure: float, largest: float = MARK_PT) -> tuple[float, float]:
    """Size (pt) and character stretch that keep the 发文机关标志 on one line."""
    full = len(mark) * largest
    if full <= measure:
        return largest, 1.0
    stretch = max(MARK_NARROWEST, math.floor(measure / full * 100) / 100)
    return min(largest, math.floor(measure * 2 / (len(mark) * stretch)) / 2), stretch


def letterhead(head: Letterhead, setup: PageSetup) -> tuple[list[Item], float]:
    """The 版头 of a format and how far below the block's top, in points, the text goes on."""
    makers = {Form.ORDER: _order, Form.LETTER: _letter}
    items, y = makers.get(head.form, _file)(head, setup)
    return [moved(item, setup.left_mm, setup.top_mm) for item in items], y


def _mark(head: Letterhead, setup: PageSetup) -> tuple[list[Item], float]:
    """The red mark, items from the block's corner, and the foot of its line (pt)."""
    width = setup.text_width_mm / MM_PER_PT
    largest = LETTER_MARK_PT if head.form is Form.LETTER else MARK_PT
    size, stretch = mark_look(head.mark, width, largest)
    signs = signs_of((Run(head.mark, color=RED),), Face.TITLE, size)
    widths = [one * stretch for one in widths_of(signs)]
    left = (width - sum(widths)) / 2
    xs = [left + sum(widths[:i]) for i in range(len(widths))]
    top = MARK_TOP_MM[head.form] - (setup.top_mm if head.form is Form.LETTER else 0.0)
    baseline = top + mm(fonts.ink_top(head.mark, Face.TITLE) * size)
    drop = baseline - mm(ASCENT * size)
    items: list[Item] = [
        moved(replace(one, stretch=stretch), 0.0, drop)
        for one in items_of(signs, xs, widths, size)
        if isinstance(one, Glyphs)
    ]
    # the Word file's line for the mark: two points higher than its characters
    return items, MARK_LINE_PT[head.form] + size + 2.0


def _text(text: str, y: float, setup: PageSetup, **look: object) -> list[Item]:
    """One line of 3号 text with its top at ``y`` points; ``align`` and ``face`` may be given."""
    width = setup.text_width_mm / MM_PER_PT
    paragraph = Paragraph(Role.PLAIN, (Run(text),), **look)  # type: ignore[arg-type]
    return [
        moved(item, 0.0, mm(y)) for line in set_paragraph(paragraph, width) for item in line.items
    ]


def _marks(head: Letterhead, y: float, setup: PageSetup) -> list[Item]:
    """份号, 密级, 紧急程度 one under the other, flush left (§7.2.1–7.2.3)."""
    return [
        item
        for number, (text, face) in enumerate(head.marks)
        for item in _text(text, y + number * GRID_PT, setup, face=face, align=Align.LEFT)
    ]


def _file(head: Letterhead, setup: PageSetup) -> tuple[list[Item], float]:
    """文件格式 and 纪要格式: mark 35 mm down, number two lines below, red rule 4 mm below it."""
    items, foot = _mark(head, setup)
    items = [*_marks(head, 0.0, setup), *items]
    y = foot + 2 * GRID_PT
    if head.form is Form.MINUTES and head.organ:
        items += _text(head.number, foot + GRID_PT, setup, align=Align.CENTER)
        items += _at(head.organ, y, setup, 1.0)
        items += _at(head.day, y, setup, None)
    elif head.signers:
        pairs = ["　".join(head.signers[i : i + 2]) for i in range(0, len(head.signers), 2)]
        for line, text in enumerate(pairs):
            items += _signers(text, len(pairs[0]), y + line * GRID_PT, setup, first=line == 0)
        y += (len(pairs) - 1) * GRID_PT
        items += _at(head.number, y, setup, 1.0)
    else:
        items += _text(head.number, y, setup, align=Align.CENTER)
    # the number's square ends (line − size)/2 above the foot of its line
    rule = mm(y + (GRID_PT + BODY_PT) / 2) + RED_RULE_DROP_MM
    items.append(Rule(0.0, rule, setup.text_width_mm, rule, RULE_OUTER_MM, RED))
    return items, y + 3 * GRID_PT + RULE_PT


SIGNER_LABEL = "签发人："


def _signers(text: str, widest: int, y: float, setup: PageSetup, *, first: bool) -> list[Item]:
    """A line of 签发人: names begin under each other, the widest ends one character in (§7.2.6)."""
    total = setup.text_width_mm / MM_PER_PT
    x = total - PITCH_PT * (1 + widest)
    runs: tuple[Run, ...] = (Run(text, face=Face.KAI),)
    if first:
        x -= PITCH_PT * len(SIGNER_LABEL)
        runs = (Run(SIGNER_LABEL), *runs)
    signs = signs_of(runs, Face.FANGSONG, BODY_PT)
    widths = widths_of(signs)
    xs = [x + sum(widths[:i]) for i in range(len(widths))]
    return [moved(item, 0.0, mm(y)) for item in items_of(signs, xs, widths, GRID_PT)]


def _at(text: str, y: float, setup: PageSetup, left: float | None) -> list[Item]:
    """Text one character in from the left (``left`` characters) or, ``None``, from the right."""
    signs = signs_of((Run(text),), Face.FANGSONG, BODY_PT)
    widths = widths_of(signs)
    total = setup.text_width_mm / MM_PER_PT
    x = PITCH_PT * left if left is not None else total - PITCH_PT - sum(widths)
    xs = [x + sum(widths[:i]) for i in range(len(widths))]
    return [moved(item, 0.0, mm(y)) for item in items_of(signs, xs, widths, GRID_PT)]


def _order(head: Letterhead, setup: PageSetup) -> tuple[list[Item], float]:
    """命令格式: mark 20 mm down, 令号 two lines below, text two lines below that (§10.2)."""
    items, foot = _mark(head, setup)
    y = foot + 2 * GRID_PT
    items += _text(head.number, y, setup, align=Align.CENTER)
    return items, y + 3 * GRID_PT


def _letter(head: Letterhead, setup: PageSetup) -> tuple[list[Item], float]:
    """信函格式: mark 30 mm below the sheet's edge between two red double rules (§10.1)."""
    items, foot = _mark(head, setup)
    foot -= setup.top_mm / MM_PER_PT
    y = mm(foot + LETTER_RULE_PT)
    left = (setup.width_mm - DOUBLE_MM) / 2 - setup.left_mm
    items = [moved(item, left + (DOUBLE_MM - setup.text_width_mm) / 2, 0.0) for item in items]
    items += _double(left, y, thick_first=True)
    lower = setup.height_mm - DOUBLE_FOOT_MM - setup.top_mm
    items += _double(left, lower - THICK_MM - THIN_MM - BETWEEN_MM, thick_first=False)
    below = (y + THICK_MM + BETWEEN_MM + THIN_MM) / MM_PER_PT
    # 7/8 of a 3号 character between rule and number
    top = below + BODY_PT * 7 / 8 - (GRID_PT - BODY_PT) / 2
    items += _marks(head, top, setup)
    items += _text(head.number, top, setup, align=Align.RIGHT)
    lines = max(len(head.marks), 1)
    return items, top + (lines + 2) * GRID_PT


def _double(left: float, top: float, *, thick_first: bool) -> list[Item]:
    widths = (THICK_MM, THIN_MM) if thick_first else (THIN_MM, THICK_MM)
    first = top + widths[0] / 2
    second = top + widths[0] + BETWEEN_MM + widths[1] / 2
    return [
        Rule(left, round(y, 4), left + DOUBLE_MM, round(y, 4), width, RED)
        for y, width in zip((first, second), widths, strict=True)
    ]


def note_rows(note: Colophon, setup: PageSetup) -> list[list[tuple[str, bool]]]:
    """Lines of 版记 by row; ``True`` marks a line that hangs after its label.

    主送 and 抄送 are one row, for no rule stands between them (§7.4.2); 印发 is the second.
    """
    width = setup.text_width_mm / MM_PER_PT
    rows: list[list[tuple[str, bool]]] = []
    listed: list[tuple[str, bool]] = []
    for label, names in note.entries:
        text = f"{label}{names.rstrip('。')}。"
        widths = widths_of(signs_of((Run(text),), Face.FANGSONG, NOTE_PT))
        hang = NOTE_PT * len(label)
        room = width - 2 * NOTE_PT
        for number, line in enumerate(break_lines(text, widths, room, room - hang)):
            listed.append((text[line.start : line.end], number > 0))
    if listed:
        rows.append(listed)
    if note.office or note.printed_on:
        rows.append([(note.office, False)])
    return rows


def note_height(note: Colophon, setup: PageSetup) -> float:
    """Height of 版记 in points."""
    return sum(len(row) * NOTE_LINE_PT + 2 * NOTE_WHITE_PT for row in note_rows(note, setup))


def colophon(note: Colophon, setup: PageSetup, *, ruled: bool) -> list[Item]:
    """版记 with its last rule on the block's lower edge, from the block's corner (§7.4)."""
    rows = note_rows(note, setup)
    width = setup.text_width_mm
    foot = setup.text_height_mm
    y = foot / MM_PER_PT - note_height(note, setup)
    items: list[Item] = []
    for number, row in enumerate(rows):
        if ruled:
            thick = RULE_INNER_MM if number else RULE_OUTER_MM
            items.append(Rule(0.0, mm(y), width, mm(y), thick))
        y += NOTE_WHITE_PT
        for text, hanging in row:
            left = NOTE_PT * (1 + (3 if hanging else 0))
            items += _note_line(text, left, y, width / MM_PER_PT)
            y += NOTE_LINE_PT
        if row[0][0] == note.office and number == len(rows) - 1 and note.printed_on:
            printed = f"{note.printed_on}印发"
            items += _note_line(printed, None, y - NOTE_LINE_PT, width / MM_PER_PT)
        y += NOTE_WHITE_PT
    if ruled and rows:
        items.append(Rule(0.0, foot, width, foot, RULE_OUTER_MM))
    return items


def _note_line(text: str, left: float | None, y: float, width: float) -> list[Item]:
    signs = signs_of((Run(text),), Face.FANGSONG, NOTE_PT)
    widths = widths_of(signs)
    x = left if left is not None else width - NOTE_PT - sum(widths)
    room = width - NOTE_PT - x
    xs = [x + one for one in place(text, widths, max(room, 0.0), justify=False)]
    return [moved(item, 0.0, mm(y)) for item in items_of(signs, xs, widths, NOTE_LINE_PT)]
