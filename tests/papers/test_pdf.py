"""PDFs can be searched, are the same twice, and have the sheets of the document."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from meetingdesk.papers.markup import parse
from meetingdesk.papers.model import (
    A4_LANDSCAPE,
    A5,
    Cell,
    Document,
    Letterhead,
    PageSetup,
    Role,
    Row,
    Table,
    para,
)
from meetingdesk.papers.page import page_count, render_png
from meetingdesk.papers.pdf import mend_radicals, render_pdf, render_pdf_many

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")

#: Characters whose glyphs fonts share with radicals, and one outside the first plane.
SHARED = (
    "一二工门人大长页民见车马风飞食鱼鸟龙齿韦贝麦黄黑鼠鼻老小王田白目竹米羊耳舌西言走足金青面高鬼"
)
RARE = "\U00020bb7"
PLAIN = PageSetup(page_numbers=False)


def made(kind: str = "decision", page: PageSetup = PLAIN, **look: str) -> Document:
    return Document(
        kind,
        "关于示例的决定",
        (
            para(Role.TITLE, "示例市人民代表大会常务委员会关于示例的决定"),
            para(
                Role.NOTE,
                "（2026年11月22日示例市第十四届人民代表大会常务委员会第三十六次会议通过）",
            ),
            *[para(Role.BODY, f"{SHARED}，“引号”——破折号……省略号（括号）《书名》；A1b·{RARE}。")]
            * 9,
            Table((1, 2), (Row((Cell(("姓名",)), Cell(("张　三",)))),)),
        ),
        page=page,
        author="示例市人大常委会办公室",
        date="2026-11-22",
        **look,
    )


def plain(text: str) -> str:
    return "".join(text.split())


def extracted(data: bytes, folder: Path) -> str:
    file = folder / "made.pdf"
    file.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("page", [PLAIN, A5, A4_LANDSCAPE])
def test_poppler_reads_exactly_the_documents_text(page: PageSetup, tmp_path: Path) -> None:
    document = made(page=page)
    assert plain(extracted(render_pdf(document), tmp_path)) == plain(document.text)


def test_pypdf_reads_every_character() -> None:
    document = made()
    read = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(document))).pages
    )
    assert set(plain(document.text)) == set(plain(read))


def test_a_shared_file_is_read_right_for_each_document(tmp_path: Path) -> None:
    several = [made(), made(page=A5), made(page=A4_LANDSCAPE)]
    data = render_pdf_many(several)
    assert plain(extracted(data, tmp_path)) == plain("".join(one.text for one in several))
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == sum(page_count(one) for one in several)
    last = pages[-1].mediabox
    assert float(last.width) == pytest.approx(297 * 72 / 25.4, abs=0.6)
    assert float(last.height) == pytest.approx(210 * 72 / 25.4, abs=0.6)


def test_the_same_document_gives_the_same_bytes() -> None:
    head = Letterhead("示例市人民代表大会常务委员会文件", "示人常〔2026〕15号")
    for document in (
        made(),
        made(watermark="演练"),
        Document("notice", "通知", (para(Role.BODY, "正文。"),), letterhead=head),
    ):
        assert render_pdf(document) == render_pdf(document)


def test_different_documents_have_different_ids() -> None:
    one, other = (PdfReader(io.BytesIO(render_pdf(made(kind)))) for kind in ("a", "b"))
    assert one.trailer["/ID"] != other.trailer["/ID"]


def test_properties_come_from_the_document() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(made())))
    info = reader.metadata
    assert info is not None
    assert info.title == "关于示例的决定"
    assert info.author == "示例市人大常委会办公室"
    assert info["/CreationDate"] == "D:20261122000000"
    assert reader.root_object["/Lang"] == "zh-CN"


def test_fonts_are_embedded() -> None:
    page = PdfReader(io.BytesIO(render_pdf(made()))).pages[0]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    assert fonts
    for font in fonts.values():
        below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(below.get_object())


def test_radicals_are_mended_also_where_nfkc_does_not() -> None:
    assert mend_radicals("⼀⼆⼯⻔⼈⼤⻓⻚⻢⻰国Ａ") == "一二工门人大长页马龙国Ａ"


def test_no_documents_is_an_error() -> None:
    with pytest.raises(ValueError, match="no documents"):
        render_pdf_many([])


def test_png_is_the_sheet_at_the_asked_resolution() -> None:
    data = render_png(made(), 1, 72)
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 595
    assert int.from_bytes(data[20:24]) == 842
    assert data == render_png(made(), 1, 72)
    with pytest.raises(IndexError):
        render_png(made(), 99)


_SCRIPT = """
import hashlib
from meetingdesk.papers.model import Document, Role, para
from meetingdesk.papers.pdf import render_pdf
blocks = (para(Role.TITLE, "关于示例的决定"), para(Role.LEVEL1, "一、总则"), para(Role.BODY, "正文。"))
print(hashlib.sha256(render_pdf(Document("x", "示例", blocks, date="2026-11-22"))).hexdigest())
"""


@pytest.mark.slow
def test_another_process_without_an_application_writes_the_same_bytes() -> None:
    outputs = set()
    for seed in ("1", "2"):
        env = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
        env |= {"PYTHONHASHSEED": seed, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT], capture_output=True, check=True, text=True, env=env
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_headings_are_the_outline_of_the_file() -> None:
    text = "# 关于示例的决定\n\n## 一、总则\n### （一）范围。适用于本市。\n## 二、附则\n---\n% 附件1\n\n# 名单\n正文。"
    paper = Document("decision", "决定", parse(text))
    bare = Document("sheet", "签到表", (para(Role.BODY, "正文。"),))
    reader = PdfReader(io.BytesIO(render_pdf_many([paper, bare])))

    def flat(entries: list[Any], level: int = 0) -> list[tuple[int, str, int | None]]:
        found: list[tuple[int, str, int | None]] = []
        for entry in entries:
            if isinstance(entry, list):
                found += flat(entry, level + 1)
            else:
                found.append((level, entry.title, reader.get_destination_page_number(entry)))
        return found

    assert flat(reader.outline) == [
        (0, "关于示例的决定", 0),
        (1, "一、总则", 0),
        (2, "（一）范围", 0),
        (1, "二、附则", 0),
        (0, "附件1", 1),
        (0, "名单", 1),
        (0, "签到表", 2),
    ]
