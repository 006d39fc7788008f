"""Every format of GB/T 9704—2012, measured on the pages LibreOffice prints and on our own.

Tolerances: 1 mm for places, 0.3 pt for sizes. Both renderers must agree on the number of pages
and on the line breaks of body text, except:

- text of table cells: the page breaks short entries between words, Word where they are full;
- a number at a line's end: LibreOffice, its white between digits and Chinese switched off, tears
  it (20|26年); Word and the page do not. Such paragraphs, and the page numbers of those after
  them, are left out, and must be few;
- a full line with a dozen changes between Chinese and digits: LibreOffice leaves the last
  character before each as wide as it was, 0.3 pt, and the line takes a character less;
- the text before a signature: two lines of it go with the signature to the next page, but
  LibreOffice takes the whole paragraph (Word does not), which is allowed up to six lines;
  so it does with the long headings of large print (主持词);
- text standing on its head (席卡): WordArt is not text in a PDF.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from meetingdesk.papers.kinsoku import HANGING
from meetingdesk.papers.layout import lay_out
from meetingdesk.papers.markup import parse
from meetingdesk.papers.model import (
    MIRRORED,
    SCRIPT,
    Cell,
    Colophon,
    Document,
    Form,
    Letterhead,
    PageSetup,
    Paragraph,
    Role,
    Row,
    Table,
    para,
)
from meetingdesk.papers.pdf import render_pdf
from meetingdesk.papers.word import render_docx
from tests.papers import heavy
from tests.papers.measuring import Sheet, breaks, office_pdfs, pitch_pt, sheets

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample
    from tests.conftest import Desks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice"),
]

CLAUSE = (
    "会议听取了市财政局局长李四受市人民政府委托所作的《关于示例市2025年市级决算草案的报告》，"
    "对决算草案进行了审查，同意市人民代表大会财政经济委员会提出的“审查结果报告”；决定批准决算。"
)
TEXT = f"""# 示例市人民代表大会常务委员会关于加强和改进新时代人大代表工作的若干意见
@ （2026年7月30日示例市第十四届人民代表大会常务委员会第三十六次会议通过）

: 市人民政府，市监察委员会，市中级人民法院，市人民检察院：
{CLAUSE}
{CLAUSE}
## 一、总体要求
### （一）强化征管
#### 1. 保障重点
{CLAUSE}
{CLAUSE}

%- 附件：1. 示例市人民代表大会常务委员会2026年监督工作计划安排表及其说明材料目录
%- 2. 名单

"""
SEALED = f"{TEXT}>章 市人大常委会\n>> 2026年7月30日\n>注 （联系人：张三）"
PLAIN = f"{TEXT}> 示例市人民代表大会常务委员会\n>> 2026年7月30日"
NOTE = Colophon(
    "市委办公室，市政府办公室，市政协办公室，市监委，市中级人民法院，市人民检察院，"
    "各县（市、区）人大常委会",
    "示例市人大常委会办公室",
    "2026年7月31日",
)
LIST = Table(
    (1, 4, 2),
    tuple(
        Row((Cell((str(n),)), Cell(("听取和审议专项工作报告",)), Cell(("三月",))))
        for n in range(1, 31)
    ),
)
NUMBER = "示人常〔2026〕15号"
PAPERS = {
    "full": Document("t", "满版", (para(Role.PLAIN, "国" * 1400),)),
    "mirrored": Document("t", "双面", (para(Role.PLAIN, "国" * 1400),), page=MIRRORED),
    "plain": Document("t", "公告类", parse(PLAIN)),
    "file": Document(
        "t",
        "文件",
        parse(SEALED),
        letterhead=Letterhead("示例市人大常委会文件", NUMBER),
        colophon=NOTE,
    ),
    "long_organ": Document(
        "t",
        "长署名",
        parse(f"{CLAUSE}\n>章 示例市人民代表大会常务委员会办公室\n>> 2026年7月30日"),
    ),
    "upward": Document(
        "t",
        "上行文",
        parse(PLAIN),
        letterhead=Letterhead(
            "示例市人民代表大会常务委员会文件",
            NUMBER,
            signers=("张　三", "李小明", "王　五"),
            copy_number="000001",
            secrecy="机密★1年",
            urgency="特急",
        ),
    ),
    "letter": Document(
        "t",
        "信函",
        parse(SEALED),
        letterhead=Letterhead("示例市人民代表大会常务委员会", NUMBER, form=Form.LETTER),
        colophon=Colophon("市政府办公室"),
    ),
    "order": Document(
        "t",
        "令",
        parse(f"{CLAUSE}\n>签 主任　张　三\n>> 2026年7月30日"),
        letterhead=Letterhead("示例市人民代表大会常务委员会令", "第15号", form=Form.ORDER),
    ),
    "minutes": Document(
        "t",
        "纪要",
        parse(f"{CLAUSE}\n\n=: 出席：{'、'.join(['张　三', '李小明'] * 8)}\n=: 请假：王　五"),
        letterhead=Letterhead(
            "示例市人大常委会会议纪要",
            "第15期",
            form=Form.MINUTES,
            organ="示例市人大常委会办公室",
            day="2026年7月30日",
        ),
        colophon=NOTE,
    ),
    "landscape": Document(
        "t",
        "横表",
        parse(
            f"# 方案\n\n{CLAUSE}\n[[landscape]]\n= 安排表\n[[table t]]\n[[portrait]]\n{CLAUSE}",
            {"t": LIST},
        ),
    ),
    "script": Document("t", "主持词", parse(f"# 主持词\n\n{CLAUSE}\n{CLAUSE}"), page=SCRIPT),
}
ENGINES = ("office", "own")


@dataclass(frozen=True)
class Printed:
    """Pages by engine and paper."""

    pages: dict[tuple[str, str], list[Sheet]]

    def __call__(self, engine: str, name: str) -> list[Sheet]:
        return self.pages[engine, name]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Printed:
    folder = tmp_path_factory.mktemp("formats")
    office = office_pdfs(folder, {name: render_docx(paper) for name, paper in PAPERS.items()})
    pages = {("office", name): sheets(path) for name, path in office.items()}
    pages |= {("own", name): sheets(render_pdf(paper)) for name, paper in PAPERS.items()}
    return Printed(pages)


def near(value: float, wanted: float, by: float = 1.0) -> None:
    assert value == pytest.approx(wanted, abs=by)


@pytest.mark.parametrize("engine", ENGINES)
def test_full_page(printed: Printed, engine: str) -> None:
    pages = printed(engine, "full")
    assert len(pages) == 3
    first = pages[0]
    near(first.width, 210, 0.1)
    near(first.height, 297, 0.1)
    body = first.lines[:22]
    assert [len(line) for line in body] == [28] * 22
    near(body[0][0].x, 28, 0.5)
    near(max(one.right for line in body for one in line), 184)
    # a line is 10.2 mm high, its character 5.6 mm: the block is 225 mm high
    near((body[-1][0].bottom - body[0][0].top) + (10.21 - 5.6), 225, 1.0)
    assert body[0][0].top >= 37
    assert body[-1][0].bottom <= 262
    steps = [below[0].top - above[0].top for above, below in pairwise(body)]
    near(sum(steps) / len(steps) / (25.4 / 72), 28.95, 0.05)


@pytest.mark.parametrize("engine", ENGINES)
def test_page_numbers(printed: Printed, engine: str) -> None:
    odd, even = (printed(engine, "full")[n].lines[-1] for n in (0, 1))
    assert ["".join(c.char for c in line) for line in (odd, even)] == ["—1—", "—2—"]
    near(odd[-1].right, 184 - 4.94)
    near(even[0].left, 28 + 4.94)
    for line in (odd, even):
        near((line[0].top + line[0].bottom) / 2, 262 + 7)


@pytest.mark.parametrize("engine", ENGINES)
def test_mirrored_margins(printed: Printed, engine: str) -> None:
    odd, even, _ = printed(engine, "mirrored")
    near(odd.lines[0][0].x, 28, 0.5)
    near(even.lines[0][0].x, 26, 0.5)
    assert [len(line) for line in even.lines[:22]] == [28] * 22


@pytest.mark.parametrize("engine", ENGINES)
def test_sizes_and_indents(printed: Printed, engine: str) -> None:
    page = printed(engine, "plain")[0]
    title, body = page.lines[0], page.line("会议听取了")
    near(pitch_pt(title), 22.0, 0.3)
    # 16 pt set close, then spread to the line
    near(pitch_pt(body), 15.8, 0.3)
    near(title[0].x + title[-1].right, 212, 2.0)  # centred in the block
    two = 28 + 2 * 15.7 * 25.4 / 72
    for start in ("会议听取了", "一、总体要求", "（一）强化征管", "1."):
        line = next(
            line
            for sheet in printed(engine, "plain")
            for line, text in zip(sheet.lines, sheet.texts, strict=True)
            if text.startswith(start)
        )
        near(line[0].x, two, 0.6)
    near(page.line("市人民政府")[0].x, 28, 0.5)


@pytest.mark.parametrize("engine", ENGINES)
def test_enclosures_hang_under_their_names(printed: Printed, engine: str) -> None:
    page = printed(engine, "plain")[1]
    first = page.line("附件：1.")
    at = page.lines.index(first)
    name = next(one for one in first if one.char == "示")
    near(page.lines[at + 1][0].x, name.x, 1.0)
    assert page.texts[at + 2] == "2.名单"
    near(page.lines[at + 2][0].x, next(one for one in first if one.char == "1").x, 1.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_file_head(printed: Printed, engine: str) -> None:
    page = printed(engine, "file")[0]
    mark, number = page.line("示例市人大常委会文件"), page.line("示人常")
    near(min(one.top for one in mark), 37 + 35)
    (rule,) = page.rules(red=True)
    near(rule.left, 28)
    near(rule.right, 184)
    near(rule.middle - max(c.bottom for c in number if "一" <= c.char <= "鿿"), 4.0, 1.5)
    near(number[0].left + number[-1].right, 212, 2.0)
    title = page.line("示例市人民代表大会常务委员会关于加强")
    two = 2 * 28.95 * 25.4 / 72
    near(min(one.top for one in title) - rule.middle, two, 4.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_seal_stands_over_organ_and_date(printed: Printed, engine: str) -> None:
    pages = printed(engine, "file")
    page = pages[1]
    organ, date = page.line("市人大常委会"), page.line("2026年7月30日")
    near(date[-1].right, 184 - 4 * 15.7 * 25.4 / 72)
    middle = (date[0].left + date[-1].right) / 2
    near((organ[0].left + organ[-1].right) / 2, middle)
    above = page.lines[page.lines.index(organ) - 1]
    lines = (organ[0].top - above[0].top) / (28.95 * 25.4 / 72)
    assert round(lines) == 3  # two empty lines for the seal


@pytest.mark.parametrize("engine", ENGINES)
def test_signature_without_seal(printed: Printed, engine: str) -> None:
    page = next(p for p in printed(engine, "plain") if "2026年7月30日" in p.texts)
    date = page.line("2026年7月30日")
    organ = page.lines[page.lines.index(date) - 1]
    em = 15.7 * 25.4 / 72
    near(organ[-1].right, 184 - 2 * em)
    near(date[0].x - organ[0].x, 2 * em, 0.6)


@pytest.mark.parametrize("engine", ENGINES)
def test_colophon_on_the_last_even_page(printed: Printed, engine: str) -> None:
    pages = printed(engine, "file")
    assert len(pages) % 2 == 0
    last = pages[-1]
    rules = last.rules()
    assert len(rules) == 3
    near(rules[-1].middle, 262)
    for rule in rules:
        near(rule.left, 28)
        near(rule.right, 184)
    copies, office = last.line("抄送："), last.line("示例市人大常委会办公室")
    near(copies[0].x, 28 + 4.94)
    near(office[0].x, 28 + 4.94)
    near(office[-1].right, 184 - 4.94)
    near(pitch_pt(copies), 14.0, 0.3)
    assert last.texts[last.lines.index(office)] == "示例市人大常委会办公室2026年7月31日印发"


@pytest.mark.parametrize("engine", ENGINES)
def test_upward_head(printed: Printed, engine: str) -> None:
    page = printed(engine, "upward")[0]
    assert page.texts[:3] == ["000001", "机密★1年", "特急"]
    for line in page.lines[:3]:
        near(line[0].x, 28, 0.5)
    near(min(c.top for c in page.line("示例市人民代表大会常务委员会文件")), 72, 1.5)
    first = page.line("签发人：")
    near(first[-1].right, 184 - 5.5)
    last = page.line(NUMBER)
    near(last[0].x, 28 + 5.5)
    name = next(one for one in last if one.char == "王")
    near(name.x, first[4].x)


@pytest.mark.parametrize("engine", ENGINES)
def test_letter_head(printed: Printed, engine: str) -> None:
    first, *rest = printed(engine, "letter")
    mark = first.lines[first.texts.index("示例市人民代表大会常务委员会")]
    near(min(one.top for one in mark), 30)
    rules = first.rules(red=True)
    near(min(rule.left for rule in rules), 20)
    near(max(rule.right for rule in rules), 190)
    upper = [rule for rule in rules if rule.middle < 100]
    lower = [rule for rule in rules if rule.middle > 200]
    near(min(r.top for r in upper) - max(one.bottom for one in mark), 4.0)
    near(max(r.bottom for r in lower), 277)
    near(first.line(NUMBER)[-1].right, 184)
    assert not any(text.startswith("—") for text in first.texts)
    assert "—2—" in rest[0].texts
    assert not rest[0].rules()


@pytest.mark.parametrize("engine", ENGINES)
def test_order(printed: Printed, engine: str) -> None:
    (page,) = printed(engine, "order")
    mark, number = page.line("示例市人民代表大会常务委员会令"), page.line("第15号")
    near(min(one.top for one in mark), 37 + 20)
    assert not page.rules(red=True)
    line = 28.95 * 25.4 / 72
    near(page.line("会议听取了")[0].top - number[0].top, 3 * line)
    signer, date = page.line("主任张三"), page.line("2026年7月30日")
    near(date[-1].right, 184 - 4 * 15.7 * 25.4 / 72)
    near(signer[-1].right, 184 - 4 * 15.7 * 25.4 / 72)
    near(date[0].top - signer[0].top, 2 * line)


@pytest.mark.parametrize("engine", ENGINES)
def test_minutes(printed: Printed, engine: str) -> None:
    page = printed(engine, "minutes")[0]
    near(min(one.top for one in page.line("示例市人大常委会会议纪要")), 72)
    ends = page.line("示例市人大常委会办公室")
    near(ends[0].x, 28 + 5.5)
    near(ends[-1].right, 184 - 5.5)
    (rule,) = page.rules(red=True)
    near(rule.middle - max(c.bottom for c in ends), 4.0, 1.5)
    there = page.line("出席：")
    below = page.lines[page.lines.index(there) + 1]
    near(below[0].x, there[3].x)


@pytest.mark.parametrize("engine", ENGINES)
def test_landscape_pages(printed: Printed, engine: str) -> None:
    pages = printed(engine, "landscape")
    sizes = [(round(p.width), round(p.height)) for p in pages]
    assert sizes[0] == sizes[-1] == (210, 297)
    assert set(sizes[1:-1]) == {(297, 210)}
    for number, page in enumerate(pages[1:-1], start=2):
        digit = next(
            c for line in page.lines for c in line if c.char == str(number) and c.right < 34
        )
        near((digit.left + digit.right) / 2, 35 - 7, 1.5)
        wanted = 28 + 4.94 + 6 if number % 2 == 0 else 210 - 26 - 4.94 - 6
        near((digit.top + digit.bottom) / 2, wanted, 4.0)
    assert f"—{len(pages)}—" in pages[-1].texts


@pytest.mark.parametrize("engine", ENGINES)
def test_large_print(printed: Printed, engine: str) -> None:
    page = printed(engine, "script")[0]
    line = page.line("会议听取了")
    near(pitch_pt(line), 22.0, 1.0)
    below = page.lines[page.lines.index(line) + 1]
    near((below[0].top - line[0].top) / (25.4 / 72), 41.5, 0.6)


def _moved_whole(
    theirs: list[tuple[int, str]], ours: list[tuple[int, str]], *, loose: bool
) -> bool:
    """Whether the pages are the same, or LibreOffice took all of it to the later page.

    ``loose``: in large print, full of headings of several lines, it may be a page apart within.
    """
    there, here = [page for page, _ in theirs], [page for page, _ in ours]
    if loose:
        return all(abs(a - b) <= 1 for a, b in zip(there, here, strict=True))
    return there == here or set(there) == {here[-1]}


#: so many changes between Chinese and digits take LibreOffice over the end of a full line
_MANY = 12


def _changes(theirs: list[str], ours: list[tuple[int, str]]) -> int:
    """Changes between Chinese and digits in our first line that LibreOffice broke otherwise."""
    line = next(own for their, (_, own) in zip(theirs, ours, strict=False) if their != own)
    return sum(a.isascii() != b.isascii() for a, b in pairwise(line))


def disagreements(paper: Document, office: list[Sheet], own: list[Sheet]) -> tuple[list[str], int]:
    """Paragraphs printed otherwise, and how many were left out for their numbers."""
    texts = [
        block.text for block in paper.blocks if isinstance(block, Paragraph) and block.text.strip()
    ]
    loose = paper.page.body_pt != 16.0
    wrong, torn = [], 0
    for text, theirs, ours in zip(texts, breaks(office, texts), breaks(own, texts), strict=True):
        if theirs is None or ours is None:
            if theirs is not ours:
                wrong.append(f"{text[:20]}: found by one only")
            continue
        lines = [line for _, line in theirs]
        if any(a[-1:].isdigit() and b[:1].isdigit() for a, b in pairwise(lines)) or (
            lines != [line for _, line in ours] and _changes(lines, ours) >= _MANY
        ):
            torn += 1
        elif lines != [line for _, line in ours]:
            wrong.append(f"{text[:20]}: {lines} / {[line for _, line in ours]}")
        elif not torn and not _moved_whole(theirs, ours, loose=loose):
            wrong.append(f"{text[:20]}: on pages {theirs[0][0]} / {ours[0][0]}")
    return wrong, torn


@pytest.mark.parametrize("name", list(PAPERS))
def test_renderers_agree(printed: Printed, name: str) -> None:
    office, own = printed("office", name), printed("own", name)
    assert len(office) == len(own)
    wrong, torn = disagreements(PAPERS[name], office, own)
    assert wrong == []
    assert torn == 0


#: of a kind with many papers so many are printed
_OF_A_KIND = 2
#: a paper longer than this (notices for 95 persons) is the same page over and over
_LONGEST = 60


def test_heavy_meeting_agrees_paper_by_paper(
    tmp_path: Path, desks: Desks, qapp: QApplication
) -> None:
    office = desks.office(tmp_path, clock=lambda: heavy.NOW)
    compared(office, heavy.build_heavy(office), tmp_path / "printed")
    office.desk.close()


def test_sample_meeting_agrees_paper_by_paper(
    tmp_path: Path, sample_office: Office, sample_ids: Sample, qapp: QApplication
) -> None:
    compared(sample_office, sample_ids.meeting_id, tmp_path / "printed")


def compared(office: Office, meeting_id: int, folder: Path) -> None:
    """Print a meeting's papers by both renderers, compare and measure them."""
    from meetingdesk.actions import documents

    papers: dict[str, Document] = {}
    own: dict[str, list[Sheet]] = {}
    seen: dict[str, int] = {}
    for reference in documents.available(office, meeting_id):
        seen[reference.kind] = seen.get(reference.kind, 0) + 1
        if seen[reference.kind] > _OF_A_KIND:
            continue
        made = documents.preview(office, reference)
        if len(lay_out(made)) <= _LONGEST:
            papers[reference.name] = made
            own[reference.name] = sheets(render_pdf(made))
    assert len(seen) >= 20
    files = {name: render_docx(paper) for name, paper in papers.items()}
    printed = {name: sheets(path) for name, path in office_pdfs(folder, files).items()}
    counts = {name: (len(printed[name]), len(own[name])) for name in papers}
    assert {name: pair for name, pair in counts.items() if pair[0] != pair[1]} == {}
    wrong, torn, whole = [], 0, 0
    for name, paper in papers.items():
        more, numbers = disagreements(paper, printed[name], own[name])
        wrong += [f"{name} {one}" for one in more]
        torn += numbers
        whole += sum(isinstance(block, Paragraph) for block in paper.blocks)
    assert not wrong, "\n".join(wrong)
    assert torn <= whole / 25
    standard = [name for name, paper in papers.items() if paper.page == PageSetup()]
    assert len(standard) >= 20
    for name in standard:
        for pages in (printed[name], own[name]):
            measured(name, papers[name], pages)


def measured(name: str, paper: Document, pages: list[Sheet]) -> None:
    """Sheet, page numbers, title and body of one paper on the standard sheet."""
    titles = {
        "".join(line.split())
        for block in paper.blocks
        if isinstance(block, Paragraph) and block.role is Role.TITLE and block.size_pt is None
        for line in block.text.split("\n")
    }
    # who signs may stand in the title too
    titles -= {
        "".join(block.text.split())
        for block in paper.blocks
        if isinstance(block, Paragraph) and block.role is not Role.TITLE
    }
    for number, page in enumerate(pages, start=1):
        if (round(page.width), round(page.height)) != (210, 297):
            continue
        for line, text in zip(page.lines, page.texts, strict=True):
            if text == f"—{number}—":
                near((line[0].top + line[0].bottom) / 2, 262 + 7)
                if number % 2:
                    near(line[-1].right, 184 - 4.94)
                else:
                    near(line[0].left, 28 + 4.94)
                continue
            if line[0].top > 40 and not text.startswith("抄送"):
                assert line[0].left >= 27.5, (name, number, text)
                # a comma may hang in the margin, nothing else
                last = line[-2] if text[-1] in HANGING and len(line) > 1 else line[-1]
                assert last.right <= 184.5, (name, number, text)
            if text in titles and len(text) > 4 and not set(text) & set("0123456789"):
                near(pitch_pt(line), 22.0, 0.3)
            if len(text) == 28 and not re.search(r"[0-9A-Za-z]", text):
                near(pitch_pt(line), 15.8, 0.3)
