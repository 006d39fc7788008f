"""The neutral document: what is on the paper, without a word about Word or Qt.

A :class:`Document` is a list of blocks in reading order. Two renderers draw it
(:mod:`meetingdesk.papers.word`, :mod:`meetingdesk.papers.page`); both use the geometry of
GB/T 9704—2012 (A4, margins 37/28/35/26 mm, 22 lines × 28 characters of 3号 = 16 pt).

Lengths are millimetres, font sizes points, unless a name says otherwise.
Everything here is a frozen value: equal documents render to equal bytes.

For authors of papers
---------------------
Most of a paper is wording (:mod:`meetingdesk.papers.markup`); around it stands, by keyword of
:func:`meetingdesk.papers.wording.compose` or of :class:`Document`:

- **版头** ``letterhead=Letterhead(mark, number, form=...)``. ``Form.FILE`` 文件格式 (``signers``
  moves the number left for a 上行文), ``Form.LETTER`` 信函格式 (two red double rules, first page
  without number), ``Form.ORDER`` 命令（令）, ``Form.MINUTES`` 纪要 (``organ`` and ``day`` stand
  above the red rule). 公告类 (决定, 决议, 公告): no letterhead, title and 题注 in the wording.
- **版记** ``colophon=Colophon(copies, office, printed_on)``: 抄送 and 印发 at the foot of the last
  even page; in 信函格式 only 抄送, without rules.
- **落款**: in wording ``> 机关`` / ``>> 日期`` without seal; ``>章 机关`` / ``>> 日期`` under a seal
  (the organ centred on the date, the date four characters in, two lines kept free above);
  ``>签 主任　张　三`` / ``>> 日期`` for a signature stamp (签名章). 附注 ``>注 （联系人：…）``.
- **附件说明** ``%- 附件：1. 名称`` and ``%- 2. 名称`` (wrapped lines stand under the name);
  the annex itself ``---``, ``% 附件1``, an empty line, ``# 标题``.
- **纪要** ``=: 出席：张三、李四`` (label 黑体, names hang after the colon); also 请假、列席.
- **Landscape pages** in a portrait paper: ``[[landscape]]`` … ``[[portrait]]`` in wording, or the
  block :class:`Section` with :data:`LANDSCAPE_PAGES`; numbers stay where the bound sheet has them.
- **Large print** for 主持词: ``page=SCRIPT`` (二号, 41.5 pt lines: 16 to a page) or ``page=SCRIPT_SMALL`` (小二).
- **Placed boxes**: a :class:`Figure` of :class:`Placed` boxes in millimetres (座次图, 席卡, 证件);
  :mod:`meetingdesk.papers.figures` makes ``name_cards``, ``badges`` and ``seating``; hand it to
  ``compose`` among the tables and write ``[[table NAME]]``.
- **花脸稿**: ``Run(text, change=Change(Edit.INSERTED, author, "2026-01-05"))``; ``Paragraph.change``
  when the paragraph's end itself came or went. Word gets real tracked changes, the page shows
  insertions underlined and deletions struck through.
- **Mirrored margins** for duplex: ``page=MIRRORED``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any


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
    BLANK an empty grid line · SEALED 落款机关 under a seal · STAMPED 签名章 ·
    REMARK 附注 · ENCLOSURE 附件说明 · ATTENDING 出席／请假／列席 of 纪要.
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
    SEALED = "sealed"
    STAMPED = "stamped"
    REMARK = "remark"
    ENCLOSURE = "enclosure"
    ATTENDING = "attending"


class Edit(StrEnum):
    """What a tracked change did."""

    INSERTED = "ins"
    DELETED = "del"


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change (修订): who made it and on which day (ISO date), as Word shows it."""

    edit: Edit
    author: str = ""
    on: str = ""


#: Marks a field that came after papers were first issued; see :func:`content_of`.
_LATER = {"later": True}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; ``None`` means: as the paragraph's role says."""

    text: str
    face: Face | None = None
    size_pt: float | None = None
    bold: bool = False
    underline: bool = False
    color: str | None = None  # "#RRGGBB"
    change: Change | None = field(default=None, metadata=_LATER)


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
    change: Change | None = field(default=None, metadata=_LATER)  # of the paragraph's end

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
    #: looks within a cell of one line: put together they are that line (face, underline)
    runs: tuple[Run, ...] = field(default=(), metadata=_LATER)

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


@dataclass(frozen=True, slots=True)
class Placed:
    """A box of a figure: its place within the figure, outline and text.

    ``lines`` stand one under the other, centred vertically; ``turned`` by 180 the text stands on
    its head (folding 席卡). ``line_mm`` 0 draws no outline; ``dashed`` is for cutting and folding.
    """

    x_mm: float
    y_mm: float
    w_mm: float
    h_mm: float
    lines: tuple[str, ...] = ()
    face: Face = Face.FANGSONG
    size_pt: float = 14.0
    bold: bool = False
    align: Align = Align.CENTER
    line_mm: float = 0.2
    dashed: bool = False
    fill: str = ""  # "#RRGGBB", '' for none
    color: str = "#000000"
    turned: int = 0  # 0 or 180

    @property
    def text(self) -> str:
        """The box's plain text."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of placed boxes, ``height_mm`` high over the full text width; never split."""

    height_mm: float
    boxes: tuple[Placed, ...]
    description: str = ""


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
    mirror: bool = field(default=False, metadata=_LATER)  # even pages swap left and right margins
    body_pt: float = field(
        default=16.0, metadata=_LATER
    )  # size of all text that is 3号 by its role
    line_pt: float | None = field(
        default=None, metadata=_LATER
    )  # line height of all text that states none
    side_numbers: bool = field(
        default=False, metadata=_LATER
    )  # page number on the left edge, as the bound sheet has it

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


#: Landscape pages within a portrait paper: the portrait margins, the head to the left of the
#: bound sheet (GB/T 9704—2012 §7.5 and 8: 横排表格).
LANDSCAPE_PAGES = PageSetup(297.0, 210.0, 28.0, 26.0, 35.0, 37.0, side_numbers=True)
#: The standard sheet for duplex printing: the binding edge alternates.
MIRRORED = PageSetup(mirror=True)
#: 主持词: 二号 or 小二 with wide lines, page numbers kept; 20 and 25 characters fill a line.
SCRIPT = PageSetup(210.0, 297.0, 30.0, 30.0, 27.0, 27.0, grid=False, body_pt=22.0, line_pt=41.5)
SCRIPT_SMALL = PageSetup(
    210.0, 297.0, 30.0, 30.0, 25.5, 25.5, grid=False, body_pt=18.0, line_pt=36.0
)
#: Sheets for 席卡 and 证件: nothing but the figure.
A4_CARDS = PageSetup(210.0, 297.0, 10.0, 10.0, 10.0, 10.0, page_numbers=False, grid=False)
A4_CARDS_LANDSCAPE = PageSetup(297.0, 210.0, 8.0, 8.0, 10.0, 10.0, page_numbers=False, grid=False)


@dataclass(frozen=True, slots=True)
class Section:
    """What follows stands on new pages of another setup (``None``: the document's own).

    Page numbers run on.
    """

    page: PageSetup | None = None


Block = Paragraph | Table | PageBreak | Gap | Figure | Section


class Form(StrEnum):
    """The special formats of GB/T 9704—2012 §7 and §10."""

    FILE = "文件"
    LETTER = "信函"
    ORDER = "命令"
    MINUTES = "纪要"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """版头: the red mark, 发文字号 and the red rule. GB/T 9704—2012 §7.2, §10.

    ``signers`` 签发人 of a 上行文; ``copy_number`` 份号 (six digits), ``secrecy`` 密级和保密期限
    (机密★1年), ``urgency`` 紧急程度 (特急); ``organ`` and ``day`` stand left and right above the
    red rule of 纪要.
    """

    mark: str  # 示例市人民代表大会常务委员会文件
    number: str = ""  # 示人常〔2026〕15号
    form: Form = field(default=Form.FILE, metadata=_LATER)
    signers: tuple[str, ...] = field(default=(), metadata=_LATER)
    copy_number: str = field(default="", metadata=_LATER)
    secrecy: str = field(default="", metadata=_LATER)
    urgency: str = field(default="", metadata=_LATER)
    organ: str = field(default="", metadata=_LATER)
    day: str = field(default="", metadata=_LATER)

    @property
    def marks(self) -> tuple[tuple[str, Face], ...]:
        """份号, 密级, 紧急程度 in their order, with their faces (§7.2.1–7.2.3)."""
        listed = (
            (self.copy_number, Face.FANGSONG),
            (self.secrecy, Face.HEI),
            (self.urgency, Face.HEI),
        )
        return tuple((text, face) for text, face in listed if text)


@dataclass(frozen=True, slots=True)
class Colophon:
    """版记: 抄送机关, 印发机关 and 印发日期 at the foot of the last even page (§7.4).

    ``copies`` is the whole list after 抄送：, without the full stop; ``addressees`` a 主送 too
    long for the head; ``printed_on`` the day without 印发. ``even`` False: the last page,
    whichever it is.
    """

    copies: str = ""
    office: str = ""
    printed_on: str = ""
    addressees: str = ""
    even: bool = True

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Label and list of 主送 and 抄送."""
        listed = (("主送：", self.addressees), ("抄送：", self.copies))
        return tuple((label, text) for label, text in listed if text)


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
    colophon: Colophon | None = field(default=None, metadata=_LATER)

    @property
    def text(self) -> str:
        """Everything readable in the document, one line a paragraph or table row."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            elif isinstance(block, Table):
                lines.extend("\t".join(c.text for c in row.cells) for row in block.rows)
            elif isinstance(block, Figure):
                lines.extend(box.text for box in block.boxes if box.text)
        return "\n".join(lines)


def content_of(value: Any) -> Any:
    """Return a document, or a part of it, as plain lists and mappings.

    Fields that came after the first papers were issued appear only when used: an old paper
    made again still compares equal to what was recorded of it.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: content_of(found)
            for one in fields(value)
            if (found := getattr(value, one.name)) != one.default or not one.metadata
        }
    if isinstance(value, tuple | list):
        return [content_of(one) for one in value]
    return value


def para(role: Role, text: str, **look: object) -> Paragraph:
    """Shortcut for a paragraph of one run."""
    return Paragraph(role, (Run(text),) if text else (), **look)  # type: ignore[arg-type]
