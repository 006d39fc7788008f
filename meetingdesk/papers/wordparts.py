"""The pieces of WordprocessingML as XML text: runs, paragraphs, white and watermark."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from meetingdesk.papers.model import Align, Change, Edit, Face, PageSetup, Role
from meetingdesk.papers.prepared import indents
from meetingdesk.papers.stationery import GRID, fonts_xml
from meetingdesk.papers.titles import break_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meetingdesk.papers.model import Paragraph, Run

TWIPS_PER_MM = 1440 / 25.4
#: One character of 3号 text as it is set (16 pt less 0.3 pt), in twips.
CHAR = 314
#: Width of the standard text block, 156 mm, in twips.
TEXT_TWIPS = 8844
BODY_PT, TITLE_PT = 16.0, 22.0
#: Centred roles whose long lines are broken by sense; how much lines of like length count.
_EVENNESS = {Role.TITLE: 1.0, Role.NOTE: 0.2, Role.CENTER: 0.5, Role.HEADING: 1.0}

#: Role → style of the stationery.
STYLES = {
    Role.TITLE: "Title",
    Role.NOTE: "DeskNote",
    Role.ADDRESSEE: "DeskAddressee",
    Role.BODY: "BodyText",
    Role.LEVEL1: "Heading1",
    Role.LEVEL2: "Heading2",
    Role.LEVEL3: "Heading3",
    Role.SIGNER: "DeskSigner",
    Role.DATE: "DeskDate",
    Role.ANNEX: "DeskAnnex",
    Role.PLAIN: "DeskPlain",
    Role.CENTER: "DeskCenter",
    Role.HEADING: "DeskHeading",
    Role.BLANK: "",
    Role.SEALED: "DeskSigner",
    Role.STAMPED: "DeskSigner",
    Role.REMARK: "DeskRemark",
    Role.ENCLOSURE: "DeskEnclosure",
    Role.ATTENDING: "DeskAttending",
}
#: White that a centred line must have left, or another program may break it.
_SPARE = 40
#: Stands for a number of its own, given to drawings and changes when the file is whole.
ID = "@ID@"
JC = {
    Align.LEFT: "left",
    Align.CENTER: "center",
    Align.RIGHT: "right",
    Align.JUSTIFY: "both",
    Align.DISTRIBUTE: "distribute",
}


def twips(mm: float) -> int:
    """Millimetres to whole twips (1/1440 inch)."""
    return round(mm * TWIPS_PER_MM)


def width_in_half_chars(text: str) -> int:
    """Width of ``text`` in half characters: 署名 counts 4, 2026 counts 4."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a paragraph must know of its page.

    ``width`` is the text block's in twips; ``grid``: 22 lines by 28 characters are kept.
    """

    width: int
    grid: bool

    @classmethod
    def of(cls, page: PageSetup) -> Sheet:
        """Return the sheet of ``page``; the standard text block is 8844 twips exactly."""
        standard = page.text_width_mm == PageSetup().text_width_mm
        return cls(TEXT_TWIPS if standard else twips(page.text_width_mm), page.grid)

    def char_twips(self, paragraph: Paragraph) -> float:
        """Width of one full character of ``paragraph``."""
        size = _own_size(paragraph)
        return CHAR if size == BODY_PT else size * 20

    def line_twips(self, paragraph: Paragraph) -> int:
        """Exact line height: as stated, else as many grid lines as the largest size needs."""
        if paragraph.line_pt is not None:
            return round(paragraph.line_pt * 20)
        own = _own_size(paragraph)
        size = max((run.size_pt or own for run in paragraph.runs), default=own)
        return GRID * math.ceil((size + 2) * 20 / GRID)


def _own_size(paragraph: Paragraph) -> float:
    size = paragraph.size_pt or (TITLE_PT if paragraph.role is Role.TITLE else BODY_PT)
    return next((run.size_pt for run in paragraph.runs[:1] if run.size_pt), size)


def balanced_runs(paragraph: Paragraph, sheet: Sheet) -> tuple[Run, ...]:
    """The runs of a centred paragraph with breaks where a long one reads well."""
    evenness = _EVENNESS.get(paragraph.role)
    if evenness is None or paragraph.align not in (None, Align.CENTER):
        return paragraph.runs
    text = paragraph.text
    char = sheet.char_twips(paragraph)
    widths = [char / 2 if c.isascii() else char for c in text]
    if sum(widths) <= sheet.width:
        return paragraph.runs
    lines = break_title(text, widths, sheet.width, evenness=evenness)
    breaks = {line.end for line in lines[:-1] if text[line.end : line.end + 1] != "\n"}
    made, at = [], 0
    for run in paragraph.runs:
        letters = [("\n" if at + i in breaks else "") + c for i, c in enumerate(run.text)]
        made.append(replace(run, text="".join(letters)))
        at += len(run.text)
    return tuple(made)


def signing_xml(signer: Paragraph | None, date: Paragraph, sheet: Sheet) -> tuple[str, str]:
    """Return the ``w:ind`` (and ``w:jc``) of signer and date on ``sheet``.

    GB/T 9704—2012 §7.3.5.2 (no seal): signer two characters in from the right; the date's
    first character two further right than the signer's. A date longer than the signer goes
    two in and moves the signer left. A date alone stands four in, as under a seal (§7.3.5.1).
    The date is set from the left, for digits differ in width from font to font.
    """
    half = sheet.char_twips(date) / 2
    if signer is None:
        return "", f'<w:ind w:right="{round(8 * half)}"/>'
    if signer.role is Role.SEALED:
        return _sealed_xml(signer, date, sheet)
    half_signer = sheet.char_twips(signer) / 2
    long = width_in_half_chars(signer.text) * half_signer
    short = width_in_half_chars(date.text) * half
    if short > long:
        right = 4 * half + short + 4 * half_signer - long
        return f'<w:ind w:right="{round(right)}"/>', f'<w:ind w:right="{round(4 * half)}"/>'
    left = max(0, round(sheet.width - long))
    return (
        f'<w:ind w:right="{round(4 * half_signer)}"/>',
        f'<w:ind w:left="{left}"/><w:jc w:val="left"/>',
    )


def _sealed_xml(signer: Paragraph, date: Paragraph, sheet: Sheet) -> tuple[str, str]:
    """Under a seal: date four characters in, the organ centred on it (§7.3.5.1).

    An organ too long for that ends at the text block's edge and takes the date with it.
    """
    half = sheet.char_twips(date) / 2
    short = width_in_half_chars(date.text) * half
    long = width_in_half_chars(signer.text) * sheet.char_twips(signer) / 2
    middle = sheet.width - 8 * half - short / 2
    middle -= max(0.0, middle + long / 2 - sheet.width)
    right = round(sheet.width - middle - short / 2)
    left = max(0, round(2 * middle - sheet.width))
    slack = min(160, left)  # to both sides, so that an organ that just fits is not broken
    beside = f' w:right="{-slack}"' if middle + long / 2 + slack > sheet.width else ""
    around = f'<w:ind w:left="{left - slack if beside else left}"{beside}/>'
    return f'{around}<w:jc w:val="center"/>', f'<w:ind w:right="{right}"/>'


def run_xml(run: Run, *, face: Face | None = None, size_pt: float | None = None) -> str:
    """One run; ``face`` and ``size_pt`` are the paragraph's own, the run's go before them."""
    face = run.face or face
    size = run.size_pt or size_pt
    look = fonts_xml(face.value) if face is not None else '<w:rFonts w:hint="eastAsia"/>'
    if run.bold:
        look += "<w:b/><w:bCs/>"
    if run.color:
        look += f"<w:color w:val={quoteattr(run.color.lstrip('#').upper())}/>"
    if size is not None:
        look += '<w:spacing w:val="0"/>' if size != 16.0 else ""
        look += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    if run.underline:
        look += '<w:u w:val="single"/>'
    if run.change is None:
        return f"<w:r><w:rPr>{look}</w:rPr>{text_xml(run.text)}</w:r>"
    edit, marks = run.change.edit, change_marks(run.change)
    text = text_xml(run.text)
    if edit is Edit.DELETED:
        text = text.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f"<w:{edit} {marks}><w:r><w:rPr>{look}</w:rPr>{text}</w:r></w:{edit}>"


def change_marks(change: Change) -> str:
    """Attributes of a tracked change; its time is the day's first minute, never the clock's."""
    when = f' w:date="{change.on}T00:00:00Z"' if change.on else ""
    return f'w:id="{ID}" w:author={quoteattr(change.author or "修订")}{when}'


def text_xml(text: str) -> str:
    """Text with its line ends and tabs."""
    parts = []
    for index, line in enumerate(text.split("\n")):
        if index:
            parts.append("<w:br/>")
        for position, piece in enumerate(line.split("\t")):
            if position:
                parts.append("<w:tab/>")
            if piece:
                parts.append(f'<w:t xml:space="preserve">{escape(_printable(piece))}</w:t>')
    return "".join(parts)


def _printable(text: str) -> str:
    """Drop control characters: XML cannot carry them (they come with pasted text)."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff")


#: heading roles whose style keeps with the next paragraph
RUN_IN = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph is given by its place: page break, signing indents, company on the page."""

    new_page: bool = False
    signing: str = ""
    keep: int = 0  # 1: with the next paragraph; 2: its last two lines are
    section: str = ""  # w:sectPr of the section it ends


def paragraph_xml(paragraph: Paragraph, sheet: Sheet, at: Setting | None = None) -> str:
    """One paragraph in the style of its role, with only what differs from that style."""
    at = at or Setting()
    style = STYLES[paragraph.role]
    ppr = f'<w:pStyle w:val="{style}"/>' if style else ""
    if paragraph.keep_next or at.keep:
        ppr += "<w:keepNext/>"
    elif paragraph.role in RUN_IN:
        # a clause that runs on after its number is text: it may end a page
        ppr += '<w:keepNext w:val="0"/>'
    if at.new_page:
        ppr += "<w:pageBreakBefore/>"
    if at.keep == 2:
        ppr += "<w:widowControl/>"
    line = sheet.line_twips(paragraph)
    if line != GRID:
        ppr += f'<w:snapToGrid w:val="0"/><w:spacing w:line="{line}" w:lineRule="exact"/>'
    if paragraph.align is None:
        ppr += at.signing or _indent_xml(paragraph, sheet)
    else:
        if paragraph.align is not Align.JUSTIFY:
            ppr += '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
        ppr += f'<w:jc w:val="{JC[paragraph.align]}"/>'
    if paragraph.change is not None:
        edit = paragraph.change.edit
        ppr += f"<w:rPr><w:{edit} {change_marks(paragraph.change)}/></w:rPr>"
    ppr += at.section
    runs = "".join(
        run_xml(run, face=paragraph.face, size_pt=paragraph.size_pt)
        for run in balanced_runs(paragraph, sheet)
    )
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}{runs}</w:p>"


def _indent_xml(paragraph: Paragraph, sheet: Sheet) -> str:
    """Indents that the style cannot know: hanging ones, and those of large print."""
    first, rest = indents(paragraph)
    char = sheet.char_twips(paragraph)
    if rest:
        hanging = round((rest - first) * char)
        return f'<w:ind w:left="{round(rest * char)}" w:hanging="{hanging}"/>'
    if first and _own_size(paragraph) != BODY_PT:
        return f'<w:ind w:firstLineChars="0" w:firstLine="{round(first * char)}"/>'
    return ""


def gap_xml(height: int = 20, *, new_page: bool = False, section: str = "", inner: str = "") -> str:
    """White of ``height`` twips as an empty line of exactly that height."""
    ppr = '<w:pStyle w:val="DeskGap"/>' + ("<w:pageBreakBefore/>" if new_page else "")
    if height != 20:
        ppr += f'<w:spacing w:line="{height}" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{ppr}{section}</w:pPr>{inner}</w:p>"


NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}


def watermark_xml(text: str, *, number: int, text_width_pt: float) -> str:
    """A paragraph for a page header that prints ``text`` slantwise behind the page.

    This is the form Word itself writes for a watermark, so its own command can remove it.
    """
    long = max(len(text), 2)
    width = min(text_width_pt * 0.9, 130.0 * long)
    height = width / long
    return (
        '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/>'
        f'</v:shapetype><v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" '
        f'type="#_x0000_t136" alt={quoteattr(text)} style="position:absolute;margin-left:0;'
        f"margin-top:0;width:{width:.1f}pt;height:{height:.1f}pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" '
        'o:allowincell="f" fillcolor="#d0d0d0" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={quoteattr(text)}/>'
        "</v:shape></w:pict></w:r></w:p>"
    )
