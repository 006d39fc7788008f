"""The office's blank sheet: a lean .docx with the styles of GB/T 9704—2012.

``resources/stationery/base.docx`` is made by :func:`build_stationery`; staff may change its
styles in WPS or Word, so it is kept as a file and only rebuilt on purpose::

    python -m meetingdesk.papers.stationery resources/stationery/base.docx

Geometry in twips (1/1440 inch): text 8844 wide; 22 lines of 579 (28.95 pt); 28 characters of
16 pt set 0.3 pt closer. That gives 22 × 28 in Word, WPS and LibreOffice alike, which Word's
own character grid does not.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from meetingdesk.papers.determinism import normalise_zip

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GRID = 579
TIGHT = -6
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: Role of a face → the font name Word and WPS know.
FONT_NAMES = {
    "仿宋": "仿宋_GB2312",
    "小标宋": "方正小标宋简体",
    "楷体": "楷体_GB2312",
    "黑体": "黑体",
    "宋体": "宋体",
}
#: Newer Windows carries the face under this name.
_FALLBACK = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "小标宋"}


def fonts_xml(face: str) -> str:
    """``w:rFonts`` for a face; the hint keeps “ ” … — in the Chinese font."""
    name = FONT_NAMES[face]
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" '
        f'w:eastAsia="{name}" w:cs="{name}"/>'
    )


def _style(
    style_id: str,
    name: str,
    *,
    ppr: str = "",
    rpr: str = "",
    based: str = "Normal",
    after: str = "",
    priority: int = 10,
) -> str:
    """One paragraph style; children in the order the schema wants."""
    custom = ' w:customStyle="1"' if style_id.startswith("Desk") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        + (f'<w:next w:val="{after}"/>' if after else "")
        + f'<w:uiPriority w:val="{priority}"/><w:qFormat/>'
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + "</w:style>"
    )


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_KEEP = "<w:keepNext/>"
# a tall font would be given two grid lines; its exact line is one pitch high already
_OWN_LINE = '<w:snapToGrid w:val="0"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def _styles() -> str:
    fang, kai, hei = fonts_xml("仿宋"), fonts_xml("楷体"), fonts_xml("黑体")
    biao, song = fonts_xml("小标宋"), fonts_xml("宋体")
    plain_weight = '<w:b w:val="0"/><w:bCs w:val="0"/>'
    centre, body = '<w:jc w:val="center"/>', "BodyText"
    styles = [
        _style("BodyText", "Body Text", ppr=_INDENT, priority=1),
        _style(
            "Title",
            "Title",
            ppr=_OWN_LINE + centre,
            rpr=f'{biao}<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
            after=body,
        ),
        *(
            _style(
                f"Heading{level}",
                f"heading {level}",
                ppr=f'{_KEEP if level < 3 else ""}{_INDENT}<w:outlineLvl w:val="{level - 1}"/>',
                rpr=fonts + plain_weight,
                after=body,
                priority=9,
            )
            for level, fonts in ((1, hei), (2, kai), (3, fang))
        ),
        _style("DeskNote", "题注（通过情况）", ppr=centre, rpr=kai, after=body),
        _style("DeskAddressee", "主送机关", after=body),
        _style("DeskPlain", "正文不缩进"),
        _style("DeskCenter", "居中", ppr=centre),
        _style("DeskHeading", "黑体居中", ppr=f'{_KEEP}{centre}<w:outlineLvl w:val="0"/>', rpr=hei),
        _style("DeskSigner", "发文机关署名", ppr=f'{_KEEP}<w:jc w:val="right"/>'),
        _style("DeskDate", "成文日期", ppr='<w:jc w:val="right"/>'),
        _style("DeskAnnex", "附件标识", ppr='<w:outlineLvl w:val="0"/>', rpr=hei, after="Title"),
        _style("DeskRemark", "附注", ppr=_INDENT),
        _style("DeskEnclosure", "附件说明"),
        _style("DeskAttending", "出席请假列席"),
        _style(
            "DeskMark",
            "发文机关标志",
            ppr=_OWN_LINE + centre,
            rpr=f'{biao}<w:color w:val="FF0000"/><w:spacing w:val="0"/>'
            '<w:sz w:val="96"/><w:szCs w:val="96"/>',
        ),
        _style(
            "DeskNumber",
            "发文字号",
            ppr='<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="5" w:color="FF0000"/></w:pBdr>'
            + centre,
        ),
        _style(
            "DeskCell",
            "表格文字",
            ppr='<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="400" '
            f'w:lineRule="exact"/>{centre}',
            rpr='<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
        ),
        _style(
            "DeskGap",
            "留白",
            ppr='<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" '
            f'w:lineRule="exact"/>{_FLUSH}',
            rpr='<w:spacing w:val="0"/><w:sz w:val="2"/><w:szCs w:val="2"/>',
        ),
        _style(
            "Footer",
            "footer",
            ppr='<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="280" '
            'w:lineRule="exact"/>',
            rpr=f'{song}<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
            priority=99,
        ),
        _style(
            "Header",
            "header",
            ppr='<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" '
            'w:lineRule="exact"/>',
            rpr='<w:spacing w:val="0"/><w:sz w:val="2"/><w:szCs w:val="2"/>',
            priority=99,
        ),
    ]
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fang}'
        '<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:uiPriority w:val="0"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/>'
        # no extra white between 2026 and 年: half characters keep to the grid
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{GRID}" w:lineRule="exact"/>'
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{fang}<w:spacing w:val="{TIGHT}"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr></w:style>{''.join(styles)}</w:styles>"
    )


def _settings() -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{_FALLBACK[name]}"/>' if name in _FALLBACK else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name in FONT_NAMES.values()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def footer_xml(side: str) -> str:
    """— 1 — one character in from ``side``; every part in its own run, which WPS needs."""
    inner = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    look = f"<w:rPr>{fonts_xml('宋体')}</w:rPr>"
    runs = "".join(f"<w:r>{look}{part}</w:r>" for part in inner)
    return (
        '<w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f"{runs}</w:p>"
    )


def _footer(side: str) -> str:
    return f'{HEAD}<w:ftr xmlns:w="{W}">{footer_xml(side)}</w:ftr>'


def _document() -> str:
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:p/><w:sectPr>'
        '<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" '
        'w:left="1588" w:header="851" w:footer="1440" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{GRID}"/></w:sectPr></w:body></w:document>'
    )


_TYPES = (
    ("/word/document.xml", "wordprocessingml.document.main"),
    ("/word/styles.xml", "wordprocessingml.styles"),
    ("/word/settings.xml", "wordprocessingml.settings"),
    ("/word/fontTable.xml", "wordprocessingml.fontTable"),
    ("/word/footer1.xml", "wordprocessingml.footer"),
    ("/word/footer2.xml", "wordprocessingml.footer"),
    ("/docProps/app.xml", "extended-properties"),
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for part, kind in _TYPES
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(*pairs: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{index}" Type="{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(pairs, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def build_stationery() -> bytes:
    """Return the blank sheet as .docx bytes; the same bytes every time."""
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>zh-CN</dc:language>'
        "</cp:coreProperties>"
    )
    app = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>会务台</Application></Properties>'
    )
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{R}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": app,
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _relations(
            (f"{R}/styles", "styles.xml"),
            (f"{R}/settings", "settings.xml"),
            (f"{R}/fontTable", "fontTable.xml"),
            (f"{R}/footer", "footer1.xml"),
            (f"{R}/footer", "footer2.xml"),
        ),
        "word/document.xml": _document(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/settings.xml": _settings(),
        "word/styles.xml": _styles(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return normalise_zip(out.getvalue())


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(build_stationery())
