"""The Word renderer: styles, sheet, tables, properties, and equal bytes."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.errors import BadInput
from meetingdesk.papers.determinism import normalise_zip
from meetingdesk.papers.markup import parse
from meetingdesk.papers.model import (
    A4_LANDSCAPE,
    A5,
    Align,
    Cell,
    Document,
    Face,
    Letterhead,
    Paragraph,
    Role,
    Row,
    Run,
    Table,
    para,
)
from meetingdesk.papers.stationery import build_stationery
from meetingdesk.papers.word import mark_size, render_docx
from meetingdesk.papers.wordparts import Sheet, signing_xml
from meetingdesk.papers.wordtables import column_twips
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from lxml.etree import _Element

DECISION = """# 示例市人民代表大会常务委员会关于批准2025年市级决算的决议
@ （2026年7月30日示例市第八届人民代表大会常务委员会第三十六次会议通过）

会议听取了**报告**，决定批准2025年市级决算。
## 一、总体要求
### （一）强化征管。依法征税。
#### 1. 保障重点
~~　　~~年
[[table 票数]]

> 示例市人民代表大会常务委员会
>> 2026年7月30日
---
% 附件
== 名单
= 甲
- 乙
[[gap 20]]
丙"""

HEADER = Row(
    (Cell(("事项",), vmerge="start"), Cell(("票　数",), span=3, face=Face.HEI)), height_mm=12
)
SECOND = Row((Cell(vmerge="on"), *(Cell((word,)) for word in ("赞成", "反对", "弃权"))))
VOTES = Table(
    (2, 1, 1, 1),
    (HEADER, SECOND, Row((Cell(("任命案",), align=Align.LEFT), *(Cell((n,)) for n in "521")))),
    header_rows=2,
    description="表决结果",
)


def decision(**more: object) -> Document:
    return Document(
        "decision",
        "关于批准2025年市级决算的决议",
        parse(DECISION, {"票数": VOTES}),
        author="示例市人大常委会办公室",
        date="2026-07-30",
        **more,  # type: ignore[arg-type]
    )


def opened(paper: Document) -> WordDocument:
    return docx.Document(io.BytesIO(render_docx(paper)))


def part(paper: Document, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(render_docx(paper))) as archive:
        return archive.read(name).decode()


def readable(word: WordDocument) -> str:
    """Return the text in reading order; white, letterhead and drawn breaks left out."""
    lines: list[str] = []
    for child in word.element.body.iterchildren():
        if child.tag == qn("w:p"):
            style = child.pPr.pStyle.val if child.pPr is not None and child.style else ""
            if style not in ("DeskGap", "DeskMark", "DeskNumber"):
                lines.append("".join(t.text or "" for t in child.iter(qn("w:t"))))
        elif child.tag == qn("w:tbl"):
            lines += [
                "\t".join("\n".join(_text(p) for p in cell.iter(qn("w:p"))) for cell in _cells(row))
                for row in child.iter(qn("w:tr"))
            ]
    return "\n".join(lines)


def _cells(row: _Element) -> list[_Element]:
    return row.findall(qn("w:tc"))


def _text(paragraph: _Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def test_two_renders_give_equal_bytes() -> None:
    assert render_docx(decision()) == render_docx(decision())
    assert render_docx(decision()) != render_docx(decision(watermark="演练"))


def test_every_member_is_dated_1980_and_sorted() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(decision()))) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert names[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_normalising_twice_changes_nothing() -> None:
    once = normalise_zip(render_docx(decision()))
    assert normalise_zip(once) == once == render_docx(decision())


def test_text_is_the_documents_text() -> None:
    assert readable(opened(decision())) == decision().text


def test_roles_are_styles_with_outline_levels() -> None:
    word = opened(decision())
    styles = {p.text: p.style.style_id for p in word.paragraphs if p.text and p.style}
    assert styles["一、总体要求"] == "Heading1"
    assert styles["（一）强化征管。依法征税。"] == "Heading2"
    assert styles["1. 保障重点"] == "Heading3"
    assert styles["示例市人民代表大会常务委员会"] == "DeskSigner"
    assert styles["2026年7月30日"] == "DeskDate"
    assert styles["附件"] == "DeskAnnex"
    assert styles["会议听取了报告，决定批准2025年市级决算。"] == "BodyText"
    title = word.paragraphs[0]
    assert title.style is not None
    assert title.style.style_id == "Title"
    # broken before 关于 by a line break inside the one title
    assert title.text == "示例市人民代表大会常务委员会\n关于批准2025年市级决算的决议"
    levels = {
        name: word.styles[name].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val"))
        for name in ("Heading 1", "Heading 2", "Heading 3")
    }
    assert levels == {"Heading 1": "0", "Heading 2": "1", "Heading 3": "2"}


def test_faces_are_named_for_chinese_text() -> None:
    xml = part(decision(), "word/document.xml")
    assert 'w:eastAsia="黑体"' in xml
    styles = part(decision(), "word/styles.xml")
    for name in ("仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:eastAsia="{name}"' in styles


def test_sheet_is_the_standards() -> None:
    section = opened(decision()).element.body.sectPr
    margins = {k: section.pgMar.get(qn(f"w:{k}")) for k in ("top", "bottom", "left", "right")}
    assert margins == {"top": "2098", "bottom": "1984", "left": "1588", "right": "1474"}
    grid = section.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_page_number_stands_in_runs_of_its_own() -> None:
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = part(decision(), name)
        assert f'<w:jc w:val="{side}"/>' in footer
        assert footer.count("<w:r>") == 7
    assert "<w:evenAndOddHeaders/>" in part(decision(), "word/settings.xml")


@pytest.mark.parametrize(("page", "size"), [(A5, (8391, 11906)), (A4_LANDSCAPE, (16838, 11906))])
def test_other_sheets_have_no_grid_and_no_page_number(page: object, size: object) -> None:
    paper = Document("ballot", "表决票", (para(Role.BODY, "甲"),), page=page)  # type: ignore[arg-type]
    section = opened(paper).element.body.sectPr
    assert (int(section.pgSz.get(qn("w:w"))), int(section.pgSz.get(qn("w:h")))) == size
    landscape = section.pgSz.get(qn("w:orient")) == "landscape"
    assert landscape is (page is A4_LANDSCAPE)
    assert section.find(qn("w:docGrid")) is None
    assert section.findall(qn("w:footerReference")) == []
    with zipfile.ZipFile(io.BytesIO(render_docx(paper))) as archive:
        assert not [name for name in archive.namelist() if "footer" in name]


def test_properties_come_from_the_document_alone() -> None:
    core = opened(decision()).core_properties
    assert core.title == "关于批准2025年市级决算的决议"
    assert core.author == core.last_modified_by == "示例市人大常委会办公室"
    assert core.language == "zh-CN"
    assert core.created is not None
    assert core.created.date().isoformat() == "2026-07-30"
    with zipfile.ZipFile(io.BytesIO(render_docx(decision()))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in everything
    assert b'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in (
        everything
    )


def test_table_repeats_its_head_and_keeps_rows_whole() -> None:
    table = opened(decision()).element.body.find(qn("w:tbl"))
    rows = table.findall(qn("w:tr"))
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, True, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    height = rows[0].trPr.find(qn("w:trHeight"))
    assert (height.get(qn("w:val")), height.get(qn("w:hRule"))) == ("680", "exact")
    spans = [cell.grid_span for cell in rows[0].findall(qn("w:tc"))]
    assert spans == [1, 3]
    assert [rows[i].tc_lst[0].vMerge for i in range(3)] == ["restart", "continue", None]
    assert sum(int(col.get(qn("w:w"))) for col in table.tblGrid) == 8844


def test_row_that_does_not_cover_the_columns_is_refused() -> None:
    table = Table((1, 1), (Row((Cell(("甲",)),)),))
    with pytest.raises(ValueError, match="row 1"):
        render_docx(Document("t", "t", (table,)))


@given(st.lists(st.floats(0.1, 50), min_size=1, max_size=20), st.integers(1000, 16000))
def test_column_widths_add_up_exactly(widths: list[float], total: int) -> None:
    columns = column_twips(widths, total)
    assert sum(columns) == total
    assert all(abs(c - total * w / sum(widths)) <= 1 for c, w in zip(columns, widths, strict=True))


def test_long_table_is_written_in_linear_time() -> None:
    row = Row(tuple(Cell(("示例",)) for _ in range(5)))
    paper = Document("list", "名册", (Table((1,) * 5, (row,) * 200),))
    start = time.process_time()
    render_docx(paper)
    assert time.process_time() - start < 1.0


def test_tables_side_by_side_stay_two_and_body_ends_with_a_paragraph() -> None:
    body = opened(Document("t", "t", (VOTES, VOTES))).element.body
    tags = [child.tag.rsplit("}")[-1] for child in body]
    assert tags == ["tbl", "p", "tbl", "p", "sectPr"]


def test_letterhead_is_red_and_ruled() -> None:
    paper = decision(letterhead=Letterhead("示例市人大常委会文件", "示人常〔2026〕15号"))
    word = opened(paper)
    assert [p.style.style_id for p in word.paragraphs[:4] if p.style] == [
        "DeskMark",
        "Normal",
        "Normal",
        "DeskNumber",
    ]
    # ten characters of 48 pt are set narrower, not smaller, to stay on one line
    assert '<w:w w:val="91"/><w:sz w:val="96"/>' in part(paper, "word/document.xml")
    assert word.paragraphs[3].text == "示人常〔2026〕15号"
    assert 'w:color="FF0000"' in part(paper, "word/styles.xml")


@pytest.mark.parametrize("length", [4, 9, 10, 16, 24, 40])
def test_mark_fits_one_line(length: int) -> None:
    size, scale = mark_size("市" * length)
    assert length * size * scale / 100 <= 442.2
    assert size <= 48
    assert 66 <= scale <= 100


@pytest.mark.parametrize(
    ("signer", "date", "signer_right", "date_ind"),
    [
        # 14 characters: date begins 2 further right than the name, 8844 − 14 × 314 from the left
        ("示例市人民代表大会常务委员会", "2026年7月30日", 628, 'w:left="4448"'),
        # the date (6.5 characters) is longer than the name: it stands 2 in, the name moves left
        ("示例市人大", "2026年7月30日", 628 + 628 + 2041 - 1570, 'w:right="628"'),
    ],
)
def test_signing_block_without_seal(
    signer: str, date: str, signer_right: int, date_ind: str
) -> None:
    of_signer, of_date = signing_xml(
        para(Role.SIGNER, signer), para(Role.DATE, date), Sheet(8844, grid=True)
    )
    assert of_signer == f'<w:ind w:right="{signer_right}"/>'
    assert date_ind in of_date


def test_date_alone_leaves_room_for_a_seal() -> None:
    of_date = signing_xml(None, para(Role.DATE, "2026年7月30日"), Sheet(8844, grid=True))[1]
    assert of_date == '<w:ind w:right="1256"/>'


def test_watermark_is_behind_every_page() -> None:
    paper = decision(watermark="演　练")
    for name in ("word/header1.xml", "word/header2.xml"):
        header = part(paper, name)
        assert "PowerPlusWaterMarkObject" in header
        assert 'string="演　练"' in header


def test_control_characters_from_pasted_text_are_dropped() -> None:
    paper = Document("t", "t", (Paragraph(Role.BODY, (Run("甲\x0b乙\x00<&>丙"),)),))
    assert opened(paper).paragraphs[0].text == "甲乙<&>丙"


def test_shipped_stationery_is_what_the_code_builds() -> None:
    shipped, built = resource("stationery", "base.docx").read_bytes(), build_stationery()
    with (
        zipfile.ZipFile(io.BytesIO(shipped)) as one,
        zipfile.ZipFile(io.BytesIO(built)) as other,
    ):
        assert one.namelist() == other.namelist()
        assert all(one.read(name) == other.read(name) for name in one.namelist())


def test_offices_own_stationery_is_used(tmp_path: Path) -> None:
    word = docx.Document(str(resource("stationery", "base.docx")))
    word.styles["Title"].font.bold = True
    word.save(str(tmp_path / "own.docx"))
    made = docx.Document(io.BytesIO(render_docx(decision(), tmp_path / "own.docx")))
    assert made.styles["Title"].font.bold is True
    assert readable(made) == decision().text


@pytest.mark.parametrize("content", [b"", b"not a document", None])
def test_unusable_stationery_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.docx"
    if content is None:
        docx.Document().save(str(path))
    else:
        path.write_bytes(content)
    with pytest.raises(BadInput, match="台账没有改动"):
        render_docx(decision(), path)
