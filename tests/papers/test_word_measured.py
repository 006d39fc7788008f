"""The Word file as LibreOffice prints it, measured in millimetres on the page."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdf
import pytest

from meetingdesk.papers.markup import parse
from meetingdesk.papers.model import (
    A4_LANDSCAPE,
    A5,
    Cell,
    Document,
    Letterhead,
    Role,
    Row,
    Table,
    para,
)
from meetingdesk.papers.word import render_docx

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("soffice", "pdftotext", "pdftoppm")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="needs LibreOffice and poppler"),
]
HEAD = Row((Cell(("序号",)), Cell(("姓名",)), Cell(("签名",))))
LIST = Table(
    (1, 2, 3),
    (
        HEAD,
        *(Row((Cell((str(n),)), Cell(("张　三",)), Cell()), height_mm=12) for n in range(1, 41)),
    ),
)
PAPERS = {
    "full": Document("probe", "满版", (para(Role.PLAIN, "国" * 1400),)),
    "list": Document("roll", "签到表", (para(Role.TITLE, "签到表"), LIST)),
    "ballot": Document("ballot", "表决票", (para(Role.TITLE, "表决票"), LIST), page=A5),
    "letter": Document(
        "certificate",
        "任命书",
        parse("= <小初 小标宋 红> 任　命　书\n\n任命张三为示例市副市长。"),
        page=A4_LANDSCAPE,
    ),
    "notice": Document(
        "notice",
        "通知",
        parse("# 关于召开会议的通知\n\n正文。"),
        letterhead=Letterhead("示例市人大常委会文件", "示人常〔2026〕15号"),
    ),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with every probe as PDF, made in one call under a profile of its own."""
    folder = tmp_path_factory.mktemp("printed")
    for name, paper in PAPERS.items():
        (folder / f"{name}.docx").write_bytes(render_docx(paper))
    profile = (folder / "profile").as_uri()
    office = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    sources = [str(path) for path in sorted(folder.glob("*.docx"))]
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", str(folder), *sources],
        check=True,
        capture_output=True,
        timeout=200,
    )
    return folder


@dataclass(frozen=True)
class Ink:
    """Edges of the ink found in a part of a page, mm from its top left."""

    left: float
    top: float
    right: float
    bottom: float


def ink(pdf: Path, page: int, *, rows: tuple[float, float] = (0, 999), red: bool = False) -> Ink:
    """Measure black (or red) ink between two heights of a page, to 0.2 mm."""
    raw = subprocess.run(
        ["pdftoppm", "-r", "127", "-f", str(page), "-l", str(page), str(pdf)],
        check=True,
        capture_output=True,
    ).stdout
    _, size, _, pixels = raw.split(b"\n", 3)
    width, height = map(int, size.split())
    xs: set[int] = set()
    ys: list[int] = []
    for y in range(max(0, int(rows[0] * 5)), min(height, int(rows[1] * 5))):
        line = pixels[y * width * 3 : (y + 1) * width * 3]
        found = [
            x
            for x, (r, g) in enumerate(zip(line[0::3], line[1::3], strict=True))
            if g < 128 and (r > 200) is red
        ]
        if found:
            ys.append(y)
            xs.update((found[0], found[-1]))
    return Ink(min(xs) / 5, ys[0] / 5, (max(xs) + 1) / 5, (ys[-1] + 1) / 5)


def lines(pdf: Path, page: int) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_full_page_has_22_lines_of_28_characters(printed: Path) -> None:
    first = lines(printed / "full.pdf", 1)
    assert first[:22] == ["国" * 28] * 22
    assert [line.replace(" ", "") for line in first[22:]] == ["—1—"]


def test_full_page_fills_the_text_block(printed: Path) -> None:
    block = ink(printed / "full.pdf", 1, rows=(0, 263))
    assert block.left == pytest.approx(28, abs=1)
    assert block.right == pytest.approx(184, abs=1)
    # a line is 10.2 mm high and its character 5.6 mm: white above the first, below the last
    assert 37 <= block.top <= 41
    assert 258 <= block.bottom <= 262


def test_page_number_is_7_mm_below_and_on_the_outer_side(printed: Path) -> None:
    odd = ink(printed / "full.pdf", 1, rows=(263, 290))
    even = ink(printed / "full.pdf", 2, rows=(263, 290))
    assert odd.right == pytest.approx(184 - 4.9, abs=1)
    assert even.left == pytest.approx(28 + 4.9, abs=1)
    assert (odd.top + odd.bottom) / 2 == pytest.approx(262 + 7, abs=1)


def test_table_head_is_on_every_page(printed: Path) -> None:
    pages = len(pypdf.PdfReader(printed / "list.pdf").pages)
    assert pages == 3
    assert all(any("序号" in line for line in lines(printed / "list.pdf", p + 1)) for p in range(3))


def test_table_is_as_wide_as_the_text_block(printed: Path) -> None:
    table = ink(printed / "list.pdf", 2, rows=(30, 263))
    assert table.left == pytest.approx(28, abs=0.6)
    assert table.right == pytest.approx(184, abs=0.6)


@pytest.mark.parametrize(("name", "size"), [("ballot", (148, 210)), ("letter", (297, 210))])
def test_other_sheets_have_their_size(printed: Path, name: str, size: tuple[int, int]) -> None:
    box = pypdf.PdfReader(printed / f"{name}.pdf").pages[0].mediabox
    assert float(box.width) * 25.4 / 72 == pytest.approx(size[0], abs=0.5)
    assert float(box.height) * 25.4 / 72 == pytest.approx(size[1], abs=0.5)


def test_letterhead_stands_where_the_standard_says(printed: Path) -> None:
    pdf = printed / "notice.pdf"
    mark = ink(pdf, 1, rows=(60, 100), red=True)
    number = ink(pdf, 1, rows=(95, 120))
    rule = ink(pdf, 1, rows=(95, 140), red=True)
    assert 100 < mark.right - mark.left <= 156
    assert mark.bottom < 90  # one line
    # the substitute font's own white moves the ink a little
    assert mark.top == pytest.approx(37 + 35, abs=2)
    assert rule.top - number.bottom == pytest.approx(4, abs=1.5)
    assert rule.left == pytest.approx(28, abs=1)
    assert rule.right == pytest.approx(184, abs=1)
