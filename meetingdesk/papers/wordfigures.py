"""Text boxes of WordprocessingML: figures of placed boxes, turned names, side page numbers.

Boxes are anchored text boxes, all to one empty paragraph, so that staff can move each of them
in Word and WPS. Text on its head is WordArt (艺术字), the one form every office program turns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from meetingdesk.papers.figures import INSET_MM, LEADING, fitted
from meetingdesk.papers.model import Align, Run
from meetingdesk.papers.prepared import chars
from meetingdesk.papers.stationery import FONT_NAMES, footer_xml
from meetingdesk.papers.wordparts import ID, JC, gap_xml, run_xml, twips

if TYPE_CHECKING:
    from meetingdesk.papers.model import Figure, Placed

EMU = 36000
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def textbox_xml(
    inner: str,
    size_mm: tuple[float, float],
    *,
    across: str,
    down: str,
    outline: str = "<a:ln><a:noFill/></a:ln>",
    fill: str = "<a:noFill/>",
    body: str = 'anchor="ctr"',
    inset_mm: float = 0.0,
    wrap: str = "<wp:wrapNone/>",
    description: str = "",
) -> str:
    """A run with an anchored text box; ``across`` and ``down`` are its position elements."""
    cx, cy = (round(one * EMU) for one in size_mm)
    inset = round(inset_mm * EMU)
    alt = f" descr={quoteattr(description)}" if description else ""
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{ID}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{across}{down}<wp:extent cx="{cx}" cy="{cy}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/>{wrap}<wp:docPr id="{ID}" name="文本框{ID}"{alt}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{fill}{outline}</wps:spPr><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr rot="0" wrap="square" lIns="{inset}" tIns="0" rIns="{inset}" bIns="0" '
        f"{body}><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></w:r>"
    )


def offset(axis: str, relative: str, mm: float) -> str:
    """Position of a box: ``axis`` H or V, ``relative`` to column, paragraph, page …"""
    return (
        f'<wp:position{axis} relativeFrom="{relative}"><wp:posOffset>{round(mm * EMU)}'
        f"</wp:posOffset></wp:position{axis}>"
    )


def figure_xml(figure: Figure, *, new_page: bool = False) -> str:
    """The anchor paragraph with all boxes, then white of the figure's height."""
    boxes = "".join(_box_xml(box) for box in figure.boxes)
    if figure.description:
        boxes = boxes.replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(figure.description)} ", 1)
    page = "<w:pageBreakBefore/>" if new_page else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="DeskGap"/><w:keepNext/>{page}</w:pPr>{boxes}</w:p>'
        + gap_xml(max(20, twips(figure.height_mm) - 20))
    )


def _box_xml(box: Placed) -> str:
    made = ""
    if box.turned == 180:
        if box.line_mm > 0 or box.fill:
            made = _upright(box, with_text=False)
        return made + "".join(_wordart(box, number) for number in range(len(box.lines)))
    return _upright(box, with_text=True)


def _upright(box: Placed, *, with_text: bool) -> str:
    size = fitted(box)
    line = round(size * LEADING * 20)
    ppr = (
        f'<w:pStyle w:val="DeskCell"/><w:spacing w:line="{line}" w:lineRule="exact"/>'
        f'<w:jc w:val="{JC[box.align]}"/>'
    )
    lines = box.lines if with_text else ()
    inner = "".join(
        f"<w:p><w:pPr>{ppr}</w:pPr>"
        + run_xml(
            Run(text, bold=box.bold, color=None if box.color == "#000000" else box.color),
            face=box.face,
            size_pt=size,
        )
        + "</w:p>"
        for text in lines
    )
    outline = "<a:ln><a:noFill/></a:ln>"
    if box.line_mm > 0:
        dash = '<a:prstDash val="dash"/>' if box.dashed else ""
        outline = (
            f'<a:ln w="{round(box.line_mm * EMU)}"><a:solidFill><a:srgbClr val="000000"/>'
            f"</a:solidFill>{dash}</a:ln>"
        )
    fill = "<a:noFill/>"
    if box.fill:
        fill = f'<a:solidFill><a:srgbClr val="{box.fill.lstrip("#")}"/></a:solidFill>'
    return textbox_xml(
        inner or gap_xml(),
        (box.w_mm, box.h_mm),
        across=offset("H", "column", box.x_mm),
        down=offset("V", "paragraph", box.y_mm),
        outline=outline,
        fill=fill,
        inset_mm=INSET_MM,
    )


def _wordart(box: Placed, number: int) -> str:
    """One line on its head as WordArt: the shape is as large as the text would be set."""
    size = fitted(box)
    text = box.lines[number]
    wide, high = chars(text) * size, size
    pitch = size * LEADING
    free = box.w_mm * 72 / 25.4 - wide
    inset = INSET_MM * 72 / 25.4
    # seen from the reader's side left is right
    shift = {Align.LEFT: free - inset, Align.RIGHT: inset}.get(box.align, free / 2)
    middle = box.h_mm * 72 / 25.4 / 2
    top = middle - high / 2 - (number - (len(box.lines) - 1) / 2) * pitch
    left, down = box.x_mm * 72 / 25.4 + shift, box.y_mm * 72 / 25.4 + top
    weight = "font-weight:bold;" if box.bold else ""
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="DeskTurned{ID}" type="#_x0000_t136" style="position:absolute;'
        f"margin-left:{left:.1f}pt;margin-top:{down:.1f}pt;width:{wide:.1f}pt;height:{high:.1f}pt;"
        f"rotation:180;z-index:{ID};mso-position-horizontal-relative:text;"
        f'mso-position-vertical-relative:text" fillcolor="{box.color}" stroked="f">'
        f'<v:textpath style="font-family:&quot;{FONT_NAMES[box.face.value]}&quot;;{weight}'
        f'font-size:{size:.0f}pt" string={quoteattr(text)}/></v:shape></w:pict></w:r>'
    )


def side_number_xml(*, odd: bool, left_mm: float, top_mm: float, text_height_mm: float) -> str:
    """The page number of a landscape page: turned, on the left edge (GB/T 9704—2012 §7.5).

    Odd pages have it at the foot of the edge, even ones at its head: on the bound sheet that is
    right and left, as elsewhere.
    """
    length, thick = 40.0, 6.0
    top = top_mm + text_height_mm - length if odd else top_mm
    inner = footer_xml("right" if odd else "left")
    box = textbox_xml(
        inner,
        (thick, length),
        across=offset("H", "page", left_mm - 7.0 - thick / 2),
        down=offset("V", "page", top),
        body='vert="vert" anchor="ctr"',
    )
    return f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{box}</w:p>'
