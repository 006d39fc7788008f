"""Measured geometry of laid-out pages against GB/T 9704—2012."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetingdesk.papers import fonts, kinsoku, titles
from meetingdesk.papers.heads import mark_look
from meetingdesk.papers.layout import GRID_PT, MM_PER_PT, PITCH_PT, lay_out
from meetingdesk.papers.model import (
    A4_LANDSCAPE,
    A5,
    Align,
    Cell,
    Document,
    Face,
    Gap,
    Letterhead,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Run,
    Table,
    para,
)
from meetingdesk.papers.placed import Glyphs, Page, Rule

pytestmark = pytest.mark.usefixtures("qapp")

LONG = (
    "会议听取了市财政局局长李四受市人民政府委托所作的《关于示例市2025年市级决算草案的报告》，"
    "对决算草案进行了审查，同意市人民代表大会财政经济委员会提出的“审查结果报告”；决定批准决算。"
)


def document(*blocks: object, **look: object) -> Document:
    return Document("test", "示例", blocks, **look)  # type: ignore[arg-type]


def lines_of(page: Page) -> list[list[Glyphs]]:
    """Text items grouped by baseline, the page number left out."""
    foot = page.block[1] + page.block[3]
    rows: dict[float, list[Glyphs]] = {}
    for item in page.glyphs:
        if item.y <= foot and not item.angle:
            rows.setdefault(item.y, []).append(item)
    return [rows[y] for y in sorted(rows)]


def inside(page: Page) -> None:
    """Nothing but page number and watermark stands outside the text block."""
    x, y, width, height = page.block
    for item in page.items:
        if isinstance(item, Glyphs) and (item.angle or item.text.startswith("— ")):
            continue
        if isinstance(item, Glyphs):
            assert item.x >= x - 0.01
            # squeezed marks keep their full cell, but half of it is white
            last = item.xs[-1] + item.size_pt * MM_PER_PT / 2
            # … and 3号 is set 0.3 pt (0.11 mm) closer than its size
            assert last <= x + width + 0.12, item.text
            assert item.top >= y - 0.01
            assert item.bottom <= y + height + 0.01, item.text
        elif isinstance(item, Rule):
            assert x - 0.01 <= min(item.x1, item.x2)
            assert max(item.x1, item.x2) <= x + width + 0.01
            assert y - 0.01 <= min(item.y1, item.y2)
            assert max(item.y1, item.y2) <= y + height + 0.01


def plain(text: str) -> str:
    return "".join(text.split())


def row(*texts: str, height: float | None = None) -> Row:
    return Row(tuple(Cell(tuple(text.split("\n"))) for text in texts), height)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    pages = lay_out(document(para(Role.PLAIN, "国" * (22 * 28 + 1))))
    assert len(pages) == 2
    lines = lines_of(pages[0])
    assert [len(line[0].text) for line in lines] == [28] * 22
    first, last = lines[0][0], lines[-1][0]
    assert first.x == pytest.approx(28.0)
    assert first.right == pytest.approx(184.0, abs=0.01)
    # set 15.7 pt apart, then spread over the whole line
    assert first.xs[1] - first.xs[0] == pytest.approx(15.7 * 25.4 / 72, abs=0.05)
    assert last.y - first.y == pytest.approx(21 * 28.95 * 25.4 / 72, abs=0.01)
    assert first.top >= 37.0
    assert last.bottom <= 297 - 35
    inside(pages[0])


@pytest.mark.parametrize("number", [1, 2])
def test_page_number_is_7_mm_below_on_the_outer_side(number: int) -> None:
    pages = lay_out(document(para(Role.PLAIN, "国" * 1000)))
    item = pages[number - 1].glyphs[-1]
    assert item.text == f"— {number} —"
    assert (item.face, item.size_pt) == (Face.SONG, 14.0)
    dash = item.y - fonts.dash_top(Face.SONG) * 14 * MM_PER_PT
    assert dash - 262.0 == pytest.approx(7.0, abs=0.01)
    inset = 14 * MM_PER_PT
    if number == 1:
        assert item.right == pytest.approx(184 - inset, abs=0.01)
    else:
        assert item.x == pytest.approx(28 + inset, abs=0.01)


def test_roles_have_their_faces_sizes_and_indents() -> None:
    (page,) = lay_out(
        document(
            para(Role.TITLE, "关于示例的决定"),
            para(Role.NOTE, "（2026年1月5日通过）"),
            para(Role.ADDRESSEE, "市人民政府："),
            para(Role.BODY, "正文。"),
            para(Role.LEVEL1, "一、总则"),
            para(Role.LEVEL2, "（一）范围"),
            para(Role.LEVEL3, "1. 事项"),
            para(Role.ANNEX, "附件1"),
            para(Role.HEADING, "名单"),
            para(Role.CENTER, "居中"),
        )
    )
    seen = [(i.face, i.size_pt, round(i.x - 28, 2)) for i in page.glyphs[:-1]]
    two = round(2 * PITCH_PT * MM_PER_PT, 2)
    middle = 156 / MM_PER_PT / 2

    def centred(width: float) -> float:
        return round((middle - width / 2) * MM_PER_PT, 2)

    assert seen == [
        (Face.TITLE, 22.0, centred(7 * 22)),
        (Face.KAI, 16.0, centred(page.glyphs[1].width / MM_PER_PT)),
        (Face.FANGSONG, 16.0, 0.0),
        (Face.FANGSONG, 16.0, two),
        (Face.HEI, 16.0, two),
        (Face.KAI, 16.0, two),
        (Face.FANGSONG, 16.0, two),
        (Face.HEI, 16.0, 0.0),
        (Face.HEI, 16.0, centred(2 * PITCH_PT)),
        (Face.FANGSONG, 16.0, centred(2 * PITCH_PT)),
    ]


def test_organ_and_date_without_seal() -> None:
    em = PITCH_PT * MM_PER_PT
    right = 184.0
    (page,) = lay_out(
        document(
            para(Role.BODY, LONG),
            para(Role.SIGNER, "示例市人民代表大会常务委员会"),
            para(Role.DATE, "2026年1月5日"),
        )
    )
    organ, date = page.glyphs[-3:-1]
    assert organ.right == pytest.approx(right - 2 * em, abs=0.02)
    assert date.x - organ.x == pytest.approx(2 * em, abs=0.02)
    (page,) = lay_out(document(para(Role.SIGNER, "市人大"), para(Role.DATE, "2026年11月22日")))
    organ, date = page.glyphs[:2]
    assert date.right == pytest.approx(right - 2 * em, abs=0.02)
    assert date.x - organ.x == pytest.approx(2 * em, abs=0.02)
    (page,) = lay_out(document(para(Role.DATE, "2026年11月22日")))
    assert page.glyphs[0].right == pytest.approx(right - 4 * em, abs=0.02)


def test_a_signature_never_stands_alone_on_its_page() -> None:
    for filled in range(16, 24):
        pages = lay_out(
            document(
                para(Role.PLAIN, "国" * 28 * filled),
                para(Role.BLANK, ""),
                para(Role.SIGNER, "示例市人民代表大会常务委员会"),
                para(Role.DATE, "2026年1月5日"),
            )
        )
        texts = [line[0].text for line in lines_of(pages[-1])]
        assert texts[-2:] == ["示例市人民代表大会常务委员会", "2026年1月5日"]
        assert texts[-3].startswith("国")


def test_heading_goes_with_its_text() -> None:
    pages = lay_out(
        document(
            para(Role.PLAIN, "国" * 28 * 21), para(Role.LEVEL1, "一、总则"), para(Role.BODY, LONG)
        )
    )
    assert lines_of(pages[1])[0][0].text == "一、总则"


def test_letterhead_mark_number_and_red_rule() -> None:
    head = Letterhead("示例市人民代表大会常务委员会文件", "示人常〔2026〕15号")
    page = lay_out(document(para(Role.TITLE, "通知"), para(Role.BODY, LONG), letterhead=head))[0]
    mark, number, title = page.glyphs[:3]
    assert (mark.face, mark.color, mark.text) == (Face.TITLE, "#FF0000", head.mark)
    ink = mark.y - fonts.ink_top(head.mark, Face.TITLE) * mark.size_pt * MM_PER_PT
    assert ink - 37 == pytest.approx(35.0, abs=0.01)
    (rule,) = [item for item in page.items if isinstance(item, Rule)]
    assert (rule.x1, rule.x2, rule.color) == (28.0, 184.0, "#FF0000")
    assert rule.y1 - number.bottom == pytest.approx(4.0, abs=0.02)
    two_lines = 2 * GRID_PT * MM_PER_PT
    assert two_lines <= number.top - mark.bottom <= two_lines + GRID_PT * MM_PER_PT * 1.3
    assert title.top - rule.y1 >= two_lines
    # number's line, white and rule of 6 pt, two empty lines: as the Word file has it
    down = (title.y - number.y) / MM_PER_PT - (0.88 - 0.5) * (22 - 16)
    assert down == pytest.approx(3 * 28.95 + 6.0, abs=0.02)
    inside(page)


def test_a_long_mark_stays_on_one_line() -> None:
    assert mark_look("示例市人民政府文件", 442.2) == (48.0, 1.0)
    for mark in (
        "示例市人民代表大会常务委员会文件",
        "示例省示例自治州示例市人民代表大会常务委员会文件",
    ):
        size, stretch = mark_look(mark, 442.2)
        assert 0.66 <= stretch < 1
        assert len(mark) * size * stretch <= 442.2


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "示例市人民代表大会常务委员会关于批准2025年市级决算的决议",
            ["示例市人民代表大会常务委员会", "关于批准2025年市级决算的决议"],
        ),
        (
            "示例市第十四届人民代表大会常务委员会第三十六次会议议程",
            ["示例市第十四届人民代表大会常务委员会", "第三十六次会议议程"],
        ),
        (
            "关于召开示例市第十四届人民代表大会常务委员会第三十六次会议的通知",
            ["关于召开示例市", "第十四届人民代表大会常务委员会", "第三十六次会议的通知"],
        ),
        ("表决结果报告单", ["表决结果报告单"]),
        ("关于示例的\n决定", ["关于示例的", "决定"]),
    ],
)
def test_titles_break_between_words(title: str, lines: list[str]) -> None:
    page = lay_out(document(para(Role.TITLE, title)))[0]
    assert [line[0].text for line in lines_of(page)] == lines


def test_title_lines_are_never_wider_than_the_block() -> None:
    text = "关于" + "示例市人民代表大会常务委员会和《示例条例》" * 4 + "的决定"
    for line in titles.break_title(text, [22.0] * len(text), 441.0):
        assert (line.end - line.start) * 22 <= 441
        assert text[line.start] not in kinsoku.CLOSING


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 30),
            st.sampled_from(["，", "。", "；", "》、", "”。", "（", "“", "——", "……", "2026", "·"]),
        ),
        min_size=3,
        max_size=40,
    )
)
def test_kinsoku_holds_on_every_line(parts: list[tuple[int, str]]) -> None:
    text = "".join("国" * count + mark for count, mark in parts) + "国"
    pages = lay_out(document(para(Role.BODY, text)))
    lines = ["".join(i.text for i in line) for page in pages for line in lines_of(page)]
    assert "".join(lines) == text
    for before, after in itertools.pairwise(lines):
        assert after[0] not in kinsoku.CLOSING
        assert before[-1] not in kinsoku.OPENING
        assert not (before[-1].isdigit() and after[0].isdigit())
        assert not (before[-1] == after[0] and after[0] in "—…")
    for page in pages:
        inside(page)


def test_lines_broken_early_are_spread_to_the_edge() -> None:
    page = lay_out(document(para(Role.PLAIN, "国" * 27 + "（甲）" + "国" * 40)))[0]
    first = lines_of(page)[0][0]
    assert first.text == "国" * 27
    assert first.right == pytest.approx(184.0, abs=0.01)


def test_a_comma_is_taken_in_by_squeezing_punctuation() -> None:
    text = "国，国，国，" + "国" * 22 + "，国国"
    page = lay_out(document(para(Role.PLAIN, text)))[0]
    assert lines_of(page)[0][0].text == text[:29]
    inside(page)


def test_a_comma_that_would_hang_is_taken_in_where_nothing_else_gives_way() -> None:
    text = "国" * 28 + "，" + "国" * 28 + "”国国"
    page = lay_out(document(para(Role.PLAIN, text)))[0]
    first, second, third = (line[0].text for line in lines_of(page))
    assert (first, second) == (text[:29], "国" * 27)  # a closing quotation mark may not hang
    assert third == "国”国国"
    inside(page)


def test_runs_keep_their_own_look_on_one_line() -> None:
    runs = (Run("（一）标题。", Face.KAI), Run("红", color="#FF0000"), Run("划线", underline=True))
    page = lay_out(document(Paragraph(Role.BODY, runs)))[0]
    first, second, third = page.glyphs[:3]
    assert (first.face, second.color) == (Face.KAI, "#FF0000")
    assert second.x == pytest.approx(first.right, abs=0.001)
    (rule,) = [item for item in page.items if isinstance(item, Rule)]
    assert (rule.x1, rule.x2) == (third.x, pytest.approx(third.right, abs=0.001))
    assert rule.y1 > third.y


def test_header_rows_repeat_and_no_row_is_split() -> None:
    head = row("序号", "姓名", "签名")
    body = [row(str(n), "张　三", "") for n in range(1, 80)]
    pages = lay_out(document(Table((1, 3, 2), (head, *body))))
    assert len(pages) == 4
    seen: list[str] = []
    for page in pages:
        texts = [item.text for item in page.glyphs[:-1]]
        assert texts[:3] == ["序号", "姓名", "签名"]
        seen += [text for text in texts if text.isdigit()]
        inside(page)
    assert seen == [str(n) for n in range(1, 80)]


def test_columns_are_in_proportion_and_rules_frame_the_table() -> None:
    (page,) = lay_out(document(Table((1, 2, 3), (row("甲", "乙", "丙"), row("一", "二", "三")))))
    upright = sorted(
        {item.x1 for item in page.items if isinstance(item, Rule) and item.x1 == item.x2}
    )
    assert upright == [28.0, 54.0, 106.0, 184.0]
    flat = [item for item in page.items if isinstance(item, Rule) and item.y1 == item.y2]
    assert [(item.x1, item.x2) for item in flat] == [(28.0, 184.0)] * 3


def test_unruled_tables_draw_no_lines() -> None:
    (page,) = lay_out(document(Table((1, 1), (row("张三", "李四"),), ruled=False)))
    assert not [item for item in page.items if isinstance(item, Rule)]


def test_spans_and_vertical_merges() -> None:
    table = Table(
        (1, 1, 1),
        (
            Row((Cell(("合并",), span=2), Cell(("丙",)))),
            Row((Cell(("上午",), vmerge="start"), Cell(("一",)), Cell(("二",)))),
            Row((Cell(vmerge="on"), Cell(("三",)), Cell(("四",)))),
        ),
        header_rows=0,
    )
    (page,) = lay_out(document(table))
    by_text = {item.text: item for item in page.glyphs}
    assert (by_text["合并"].x + by_text["合并"].right) / 2 == pytest.approx(28 + 52, abs=0.01)
    assert by_text["上午"].y == pytest.approx((by_text["一"].y + by_text["三"].y) / 2, abs=0.01)
    between = (by_text["一"].y + by_text["三"].y) / 2 - 1.7
    crossing = [
        item
        for item in page.items
        if isinstance(item, Rule) and item.y1 == item.y2 and abs(item.y1 - between) < 2
    ]
    assert [(item.x1, item.x2) for item in crossing] == [(80.0, 184.0)]


def test_a_merge_cut_by_the_page_is_written_on_both_pages() -> None:
    rows = [
        Row((Cell(("第一组",), vmerge="start" if n == 0 else "on"), Cell((str(n),))))
        for n in range(40)
    ]
    pages = lay_out(document(Table((1, 1), tuple(rows), header_rows=0)))
    assert len(pages) == 2
    for page in pages:
        assert [item.text for item in page.glyphs].count("第一组") == 1
        inside(page)


def test_long_unit_names_wrap_and_rows_grow() -> None:
    name = "示例市人力资源和社会保障局社会保险事业管理中心副主任兼信息科科长"
    (page,) = lay_out(document(Table((1, 2, 5), (row("序号", "单位", "备注"), row("1", name, "")))))
    items = [item for item in page.glyphs if item.text in name and len(item.text) > 1]
    assert "".join(item.text for item in items) == name
    edges = sorted(
        {item.y1 for item in page.items if isinstance(item, Rule) and item.y1 == item.y2}
    )
    assert items[0].top >= edges[1]
    assert items[-1].bottom <= edges[2]
    for item in items:
        assert item.x >= 28 + 156 / 8 + 0.9
        assert item.right <= 28 + 156 * 3 / 8 - 0.9


def test_fixed_rows_keep_their_height_and_text_gives_way() -> None:
    name = "示例市中级人民法院民事审判第二庭副庭长、审判员"
    table = Table(
        (1, 1, 3), (row("姓名", "职务", "栏", height=12), row("张　三", name, "", height=12))
    )
    (page,) = lay_out(document(table, page=A5))
    edges = sorted(
        {item.y1 for item in page.items if isinstance(item, Rule) and item.y1 == item.y2}
    )
    assert [b - a for a, b in itertools.pairwise(edges)] == pytest.approx([12, 12], abs=0.001)
    post = [item for item in page.glyphs if item.text in name]
    assert plain("".join(item.text for item in post)) == name
    assert post[0].size_pt < 14
    assert edges[1] <= post[0].top
    assert post[-1].bottom <= edges[2] + 0.05


def test_a_row_taller_than_any_page_goes_on_and_loses_nothing() -> None:
    text = LONG * 25
    cell = Cell((text,), align=Align.JUSTIFY)
    table = Table((1, 4), (row("条", "修改内容"), Row((Cell(("一",)), cell)), row("二", "短")))
    pages = lay_out(document(para(Role.BODY, LONG), table))
    assert len(pages) > 2
    drawn = ""
    for page in pages:
        inside(page)
        drawn += page.text.replace("条\n修改内容", "").replace(f"— {page.number} —", "")
    assert plain(drawn) == plain(LONG + "一" + text + "二短")
    flat = [item for item in pages[1].items if isinstance(item, Rule) and item.y1 == item.y2]
    assert len(flat) == 3  # frame and header, none between the lines of the row


def test_minority_names_break_after_the_dot() -> None:
    name = "阿卜杜拉·买买提"
    (page,) = lay_out(document(Table((1, 7), (row(name, ""),), header_rows=0)))
    assert [item.text for item in page.glyphs[:2]] == ["阿卜杜拉·", "买买提"]


def test_cells_can_be_distributed() -> None:
    cell = Cell(("张三",), align=Align.DISTRIBUTE)
    (page,) = lay_out(document(Table((1, 7), (Row((cell, Cell())),), header_rows=0)))
    item = page.glyphs[0]
    assert item.x == pytest.approx(29.0, abs=0.02)
    assert item.right == pytest.approx(28 + 156 / 8 - 1.0, abs=0.02)


def test_rows_that_do_not_cover_the_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="row 1"):
        lay_out(document(Table((1, 1), (row("甲"),))))


def test_gap_and_page_break() -> None:
    (page,) = lay_out(document(para(Role.PLAIN, "上"), Gap(20), para(Role.PLAIN, "下")))
    up, down = page.glyphs[:2]
    assert down.y - up.y == pytest.approx(20 + GRID_PT * MM_PER_PT, abs=0.001)
    pages = lay_out(
        document(
            para(Role.PLAIN, "一"), PageBreak(), PageBreak(), para(Role.PLAIN, "二"), PageBreak()
        )
    )
    assert [page.glyphs[0].text for page in pages] == ["一", "二"]
    assert len(lay_out(document())) == 1


@pytest.mark.parametrize("sheet", [A5, A4_LANDSCAPE])
def test_other_sheets_keep_their_margins(sheet: object) -> None:
    pages = lay_out(document(*[para(Role.BODY, LONG)] * 12, page=sheet))
    assert len(pages) > 1
    for page in pages:
        assert (page.width, page.height) == (sheet.width_mm, sheet.height_mm)  # type: ignore[attr-defined]
        assert not any(item.text.startswith("— ") for item in page.glyphs)
        inside(page)


def test_watermark_lies_across_every_page() -> None:
    pages = lay_out(document(para(Role.BODY, LONG * 20), watermark="演练"))
    assert len(pages) > 1
    for page in pages:
        mark = page.items[0]
        assert isinstance(mark, Glyphs)
        assert (mark.text, mark.angle) == ("演练", -45.0)
        assert page.block[0] < mark.x < page.block[0] + page.block[2]


def test_everything_in_the_document_is_on_the_pages() -> None:
    made = document(
        para(Role.TITLE, "关于示例的决定"),
        *[para(Role.BODY, LONG)] * 9,
        Table((1, 2, 3), (row("甲", "乙", LONG),)),
        page=A5,
    )
    drawn = "".join(page.text for page in lay_out(made))
    assert plain(drawn) == plain(made.text)


def test_equal_documents_give_equal_pages_quickly() -> None:
    made = document(*[para(Role.BODY, LONG * 3)] * 62)
    lay_out(made)
    spent = []
    for _ in range(3):
        start = time.process_time()
        pages = lay_out(made)
        spent.append(time.process_time() - start)
    assert len(pages) >= 20
    assert pages == lay_out(made)
    assert min(spent) < 0.6  # the processor's seconds: other work does not count
