"""What stands round the table of a ballot: title, 说明, place of the seal, foot with the code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from meetingdesk.papers.ballots.layout import Rect
from meetingdesk.papers.ballots.marks import (
    CODE_FOOT_MM,
    CODE_MM,
    INSET_MM,
    MARK_MM,
    QUIET_MM,
    code_rect,
    fallback,
)
from meetingdesk.papers.ballots.spec import Level, Paper, SheetSpec
from meetingdesk.papers.ballots.typeset import Block, natural, set_text, stack
from meetingdesk.papers.model import Align, Face
from meetingdesk.papers.placed import Item, Rule

#: a body's seal is 45 mm, its office's 42 mm at most; the square kept free for it
SEAL_MM = 44.0
#: white between the table and what follows it
_GAP_MM = 4.5
#: the printed ruler by which the scale is checked
RULER_MM = 50.0
CAPTION = "票样识别码\n（本次会议每张选票相同）"
#: where a committee's name is parted at its seal
_PARTED = ("人民代表大会常务委员会", "人民代表大会\n常务委员会")
REHEARSAL = "（演练用票，不作为正式选票）"


@dataclass(frozen=True, slots=True)
class Furniture:
    """The set blocks of one form at one level, and the heights they ask for in mm."""

    spec: SheetSpec
    left: float
    width: float
    title: Block
    notes: Block | None
    narrow: Block | None
    signature: Block | None

    @property
    def head_height(self) -> float:
        """Title, session and the white before the table."""
        return self.title.height + 4.0

    @property
    def notes_height(self) -> float:
        """说明 at the foot of the first of several pages."""
        return _GAP_MM + self.notes.height if self.notes else 0.0

    @property
    def seal_height(self) -> float:
        """The place of the seal at the foot of the last page."""
        return _GAP_MM + SEAL_MM if self.signature else 0.0

    @property
    def only_height(self) -> float:
        """说明 beside the place of the seal, on a form of one page."""
        beside = self.narrow.height if self.narrow else 0.0
        return max(_GAP_MM + beside if beside else 0.0, self.seal_height)

    def head(self, y: float) -> list[Item]:
        """Draw title and session from ``y`` down."""
        return [*self.title.at(self.left, y)]

    def below(self, y: float, page: int, pages: int) -> tuple[list[Item], Rect | None]:
        """Draw what follows the table on ``page`` (from 0) of ``pages``."""
        items: list[Item] = []
        seal: Rect | None = None
        if pages == 1:
            if self.narrow:
                items += self.narrow.at(self.left, y + _GAP_MM)
        elif page == 0 and self.notes:
            items += self.notes.at(self.left, y + _GAP_MM)
        if page == pages - 1 and self.signature:
            seal = Rect(self.left + self.width - SEAL_MM, y + _GAP_MM, SEAL_MM, SEAL_MM)
            # the seal rides on the date: organ and date stand across its middle
            items += self.signature.at(seal.x, seal.y + (SEAL_MM - self.signature.height) / 2)
        return items, seal

    def foot(self, page: int, pages: int, digest: str) -> list[Item]:
        """Draw ruler, page number and the caption of the code."""
        spec = self.spec
        width, height = spec.paper.page_mm
        small = spec.paper is not Paper.A4
        code = code_rect(spec.paper.page_mm)
        edge = INSET_MM + MARK_MM / 2 + QUIET_MM
        items: list[Item] = [*_ruler(edge + 1.5, height - CODE_FOOT_MM - 2.2)]
        if pages > 1:
            text = f"第{page + 1}页　共{pages}页"
            number = set_text(text, Face.SONG, 9.0 if small else 10.5, 40.0)
            items += number.at(edge + 1.5, height - CODE_FOOT_MM - CODE_MM - 0.5)
        left = code.right + 2.5
        room = width - edge - left
        size = 6.0 if small else 7.0
        words = f"{CAPTION}\n{fallback(spec.form, spec.version, page, digest)}"
        caption = set_text(words, Face.SONG, size, room, leading=1.35)
        items += caption.at(left, code.y + (CODE_MM - caption.height) / 2)
        return items


@lru_cache(maxsize=64)
def furniture(spec: SheetSpec, level: Level, left: float, width: float) -> Furniture:
    """Set the blocks of a form."""
    beside = width - SEAL_MM - 4.0 if spec.organ else width
    return Furniture(
        spec,
        left,
        width,
        _title(spec, width),
        _notes(spec.notes, level.note_pt, width),
        _notes(spec.notes, level.note_pt, beside),
        _signature(spec) if spec.organ else None,
    )


def running_head(spec: SheetSpec) -> list[Item]:
    """Draw the title again, small, between the upper marks of a further page."""
    edge = INSET_MM + MARK_MM / 2 + QUIET_MM + 2.0
    inner = spec.paper.page_mm[0] - 2 * edge
    text = f"{spec.title.replace(chr(10), '')}（续）"
    size = 10.5
    block = set_text(text, Face.SONG, size, inner, align=Align.CENTER, balanced=True)
    while block.height > 10.0 and size > 6.0:
        size -= 0.5
        block = set_text(text, Face.SONG, size, inner, align=Align.CENTER, balanced=True)
    return [*block.at(edge, INSET_MM - block.height / 2)]


def _title(spec: SheetSpec, width: float) -> Block:
    small = spec.paper is not Paper.A4
    size = 18.0 if small else 22.0
    block = set_text(spec.title, Face.TITLE, size, width, align=Align.CENTER, balanced=True)
    while block.height > (24.0 if small else 31.0) and size > 12.0:
        size -= 1.0
        block = set_text(spec.title, Face.TITLE, size, width, align=Align.CENTER, balanced=True)
    blocks = [block]
    below = 12.0 if small else 14.0
    blocks += [
        set_text(line, Face.KAI, below, width, align=Align.CENTER, balanced=True)
        for line in (spec.session, REHEARSAL if spec.rehearsal else "")
        if line
    ]
    return stack(*blocks, gap=1.5)


def _notes(notes: tuple[str, ...], size: float, width: float) -> Block | None:
    """说明 with hanging numbers."""
    if not notes:
        return None
    blocks = [set_text("说明：", Face.HEI, size, width)]
    indent = size * 25.4 / 72 * 1.4
    for number, text in enumerate(notes, start=1):
        own = set_text(text, Face.FANGSONG, size, width - indent, align=Align.JUSTIFY)
        mark = set_text(f"{number}.", Face.FANGSONG, size, indent)
        items = (*mark.items, *own.at(indent, 0.0))
        blocks.append(Block(items, width, own.height))
    return stack(*blocks)


def _signature(spec: SheetSpec) -> Block:
    small = spec.paper is not Paper.A4
    size = 10.5 if small else 12.0
    organ = spec.organ
    if natural(organ, Face.FANGSONG, 10.0) <= SEAL_MM:  # rather a little smaller than parted
        while natural(organ, Face.FANGSONG, size) > SEAL_MM:
            size -= 0.25
    else:
        organ = organ.replace(*_PARTED)
    blocks = [set_text(organ, Face.FANGSONG, size, SEAL_MM, align=Align.CENTER, balanced=True)]
    if spec.date:
        blocks.append(set_text(spec.date, Face.FANGSONG, size, SEAL_MM, align=Align.CENTER))
    return stack(*blocks, gap=1.0)


def _ruler(x: float, y: float) -> list[Item]:
    """A line of exactly 50 mm with a mark each centimetre, ends measured at the outer edges."""
    items: list[Item] = [Rule(x, y, x + RULER_MM, y, 0.15)]
    for centimetre in range(6):
        at = x + 10.0 * centimetre
        tall = 2.2 if centimetre in (0, 5) else 1.2
        items.append(Rule(at, y - tall, at, y, 0.15))
    label = set_text("50毫米", Face.SONG, 6.0, 12.0)
    items += label.at(x + RULER_MM / 2 - 4.0, y - 1.6 - label.height)
    return items
