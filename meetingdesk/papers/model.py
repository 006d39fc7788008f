"""The neutral document: what is on the paper, without a word about Word or Qt.

A :class:`Document` is a list of blocks in reading order. Two renderers draw it
(:mod:`meetingdesk.papers.word`, :mod:`meetingdesk.papers.page`); both use the geometry of
GB/T 9704—2012 (A4, margins 37/28/35/26 mm, 22 lines × 28 characters of 3号 = 16 pt).

Lengths are millimetres, font sizes points, unless a name says otherwise.
Everything here is a frozen value: equal documents render to equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Face(StrEnum):
    """The five faces of official paper, by role; renderers choose the installed font."""

    FANGSONG = "仿宋"
    TITLE = "小标宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"


#: Chinese size names to points (GB/T 9704 uses 号).
SIZE_PT = {
    "初号": 42.0,
    "小初": 36.0,
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
}


class Align(StrEnum):
    """Horizontal alignment within the text block or a cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    DISTRIBUTE = "distribute"


class Role(StrEnum):
    """What a paragraph is; look (face, size, indent, alignment) follows from it.

    TITLE 2号小标宋 centred · NOTE 题注 3号楷体 centred · ADDRESSEE 主送 flush left ·
    BODY 3号仿宋, first line 2 characters · LEVEL1 一、黑体 · LEVEL2 （一）楷体 ·
    LEVEL3 1. 仿宋 · SIGNER 落款机关 · DATE 落款日期 · ANNEX 附件 line 黑体 ·
    PLAIN 3号仿宋 without indent · CENTER 3号仿宋 centred · HEADING 3号黑体 centred ·
    BLANK an empty grid line.
    """

    TITLE = "title"
    NOTE = "note"
    ADDRESSEE = "addressee"
    BODY = "body"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    SIGNER = "signer"
    DATE = "date"
    ANNEX = "annex"
    PLAIN = "plain"
    CENTER = "center"
    HEADING = "heading"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; ``None`` means: as the paragraph's role says."""

    text: str
    face: Face | None = None
    size_pt: float | None = None
    bold: bool = False
    underline: bool = False
    color: str | None = None  # "#RRGGBB"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``runs`` concatenated are its text."""

    role: Role
    runs: tuple[Run, ...] = ()
    align: Align | None = None
    size_pt: float | None = None
    face: Face | None = None
    line_pt: float | None = None  # exact line height; None: the 28.95 pt grid
    keep_next: bool = False

    @property
    def text(self) -> str:
        """The paragraph's plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. ``span`` columns wide; lines are separate paragraphs of the cell."""

    lines: tuple[str, ...] = ("",)
    span: int = 1
    align: Align = Align.CENTER
    face: Face = Face.FANGSONG
    size_pt: float = 14.0
    bold: bool = False
    vmerge: str = ""  # "" none · "start" first of a vertical merge · "on" continued

    @property
    def text(self) -> str:
        """The cell's plain text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row, ``height_mm`` exact (``None``: grows with the text)."""

    cells: tuple[Cell, ...]
    height_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table over the full text width.

    ``widths`` are proportions of the text width; the first ``header_rows`` rows repeat on
    each page. ``ruled`` False draws no lines (for name lists and signature grids).
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    header_rows: int = 1
    ruled: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Vertical white of ``mm`` millimetres (for certificates and ballots)."""

    mm: float


Block = Paragraph | Table | PageBreak | Gap


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The sheet, in millimetres. Defaults are GB/T 9704—2012."""

    width_mm: float = 210.0
    height_mm: float = 297.0
    top_mm: float = 37.0
    bottom_mm: float = 35.0
    left_mm: float = 28.0
    right_mm: float = 26.0
    page_numbers: bool = True
    grid: bool = True  # 22 × 28 line/character grid

    @property
    def text_width_mm(self) -> float:
        """Width of the text block."""
        return self.width_mm - self.left_mm - self.right_mm

    @property
    def text_height_mm(self) -> float:
        """Height of the text block."""
        return self.height_mm - self.top_mm - self.bottom_mm


#: A5 portrait for ballots; A4 landscape for letters of appointment.
A5 = PageSetup(148.0, 210.0, 16.0, 14.0, 14.0, 14.0, page_numbers=False, grid=False)
A4_LANDSCAPE = PageSetup(297.0, 210.0, 28.0, 26.0, 35.0, 35.0, page_numbers=False, grid=False)
#: reports and registers that should stand on one sheet
A4_REPORT = PageSetup(210.0, 297.0, 24.0, 18.0, 25.0, 25.0, page_numbers=False, grid=False)
A4_BALLOT = PageSetup(210.0, 297.0, 25.0, 20.0, 22.0, 22.0, page_numbers=False, grid=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """版头: the red mark, 发文字号 and the red rule. GB/T 9704—2012 §7.2."""

    mark: str  # 示例市人民代表大会常务委员会文件
    number: str = ""  # 示人常〔2026〕15号


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, ready to be rendered.

    ``kind`` is the stable key (``agenda``, ``notice`` …), ``title`` the document's plain
    title (also the file's core property). ``watermark`` is printed across every page
    (演练 for rehearsals).
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    page: PageSetup = field(default_factory=PageSetup)
    letterhead: Letterhead | None = None
    subject: str = ""
    author: str = ""
    date: str = ""  # ISO date, goes into the file's properties: bytes stay the same
    watermark: str = ""

    @property
    def text(self) -> str:
        """Everything readable in the document, one line a paragraph or table row."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            elif isinstance(block, Table):
                lines.extend("\t".join(c.text for c in row.cells) for row in block.rows)
        return "\n".join(lines)


def para(role: Role, text: str, **look: object) -> Paragraph:
    """Shortcut for a paragraph of one run."""
    return Paragraph(role, (Run(text),) if text else (), **look)  # type: ignore[arg-type]
