"""The formats as values: markup, indents, room for seals, sections, figures, tracked changes."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetingdesk.errors import BadInput
from meetingdesk.papers.figures import Card, Seat, badges, fitted, name_cards, seat_lines, seating
from meetingdesk.papers.layout import lay_out, pages_to_colophon
from meetingdesk.papers.markup import parse
from meetingdesk.papers.model import (
    A4_CARDS,
    LANDSCAPE_PAGES,
    MIRRORED,
    SCRIPT,
    Cell,
    Change,
    Colophon,
    Document,
    Edit,
    Face,
    Figure,
    Form,
    Gap,
    Letterhead,
    PageBreak,
    PageSetup,
    Paragraph,
    Placed,
    Role,
    Row,
    Run,
    Section,
    Table,
    content_of,
    para,
)
from meetingdesk.papers.placed import Box, Rule
from meetingdesk.papers.prepared import indents, prepared, segments
from meetingdesk.papers.word import render_docx

if TYPE_CHECKING:
    from meetingdesk.papers.placed import Page

pytestmark = pytest.mark.usefixtures("qapp")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 25.4 / 72


def document(*blocks: object, **look: object) -> Document:
    return Document("test", "示例", blocks, **look)  # type: ignore[arg-type]


def parts(paper: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(render_docx(paper))) as archive:
        return {n: archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")}


def body(paper: Document) -> ET.Element:
    return ET.fromstring(parts(paper)["word/document.xml"])


def test_signs_of_the_formats_are_roles() -> None:
    blocks = parse(
        "%- 附件：1. 名单\n>章 示例市人民政府\n>签 主任　张　三\n>注 （联系人：张三）\n=: 出席：张三、李四"
    )
    assert [block.role for block in blocks if isinstance(block, Paragraph)] == [
        Role.ENCLOSURE,
        Role.SEALED,
        Role.STAMPED,
        Role.REMARK,
        Role.ATTENDING,
    ]
    label, names = blocks[-1].runs  # type: ignore[union-attr]
    assert (label.text, label.face, names.text) == ("出席：", Face.HEI, "张三、李四")
    assert parse("[[landscape]]\n甲\n[[portrait]]\n乙")[0] == Section(LANDSCAPE_PAGES)
    with pytest.raises(BadInput):
        parse("[[sideways]]")


def test_hanging_indents() -> None:
    assert indents(para(Role.ENCLOSURE, "附件：1. 名单")) == (2.0, 6.5)
    assert indents(para(Role.ENCLOSURE, "2. 名单")) == (5.0, 6.5)
    assert indents(para(Role.ENCLOSURE, "附件：名单")) == (2.0, 5.0)
    assert indents(para(Role.ATTENDING, "出席：张三")) == (2.0, 5.0)
    assert indents(para(Role.BODY, "正文")) == (2.0, 0.0)


def test_a_seal_has_two_lines_of_room_above_whatever_the_wording_left() -> None:
    for white in (0, 1, 4):
        blanks = [Paragraph(Role.BLANK)] * white
        made = prepared(document(para(Role.BODY, "正文"), *blanks, para(Role.SEALED, "机关")))
        assert [b.role for b in made.blocks if isinstance(b, Paragraph)] == [
            Role.BODY,
            Role.BLANK,
            Role.BLANK,
            Role.SEALED,
        ]


def test_enclosures_and_signature_never_stand_on_a_page_without_text() -> None:
    for lines in range(14, 23):
        paper = document(
            para(Role.BODY, "国" * 28 * lines),
            Paragraph(Role.BLANK),
            para(Role.ENCLOSURE, "附件：名单"),
            para(Role.SEALED, "示例市人民政府"),
            para(Role.DATE, "2026年1月5日"),
        )
        last = lay_out(paper)[-1].text
        assert "国" in last
        assert "附件：名单" in last


def test_two_organs_sign_one_under_the_other() -> None:
    made = prepared(document(para(Role.SEALED, "甲机关"), para(Role.SEALED, "乙机关")))
    assert len(made.blocks) == 2


def test_a_stamp_and_its_date_stand_apart() -> None:
    made = prepared(
        document(
            para(Role.BODY, "正文"),
            para(Role.STAMPED, "主任　张　三"),
            para(Role.DATE, "2026年1月5日"),
        )
    )
    roles = [b.role for b in made.blocks if isinstance(b, Paragraph)]
    assert roles == [Role.BODY, Role.BLANK, Role.BLANK, Role.STAMPED, Role.BLANK, Role.DATE]


def test_a_sealed_organ_is_centred_on_its_date() -> None:
    paper = document(
        para(Role.BODY, "正文"), para(Role.SEALED, "市人大"), para(Role.DATE, "2026年1月5日")
    )
    organ, date = lay_out(paper)[0].glyphs[1:3]
    assert date.right == pytest.approx(184 - 4 * 15.7 * MM, abs=0.05)
    assert organ.x + organ.right == pytest.approx(date.x + date.right, abs=0.05)


@given(st.text("人大常委会示例市", min_size=1, max_size=24))
def test_a_sealed_organ_of_any_length_stays_in_the_block(organ: str) -> None:
    paper = document(para(Role.SEALED, organ), para(Role.DATE, "2026年10月15日"))
    for item in lay_out(paper)[0].glyphs[:2]:
        assert item.x >= 28 - 0.01
        assert item.right <= 184.01


def test_large_print_is_stated_for_every_line() -> None:
    made = prepared(document(para(Role.TITLE, "主持词"), para(Role.BODY, "正文"), page=SCRIPT))
    assert [(b.size_pt, b.line_pt) for b in made.blocks if isinstance(b, Paragraph)] == [
        (26.0, 41.5),
        (22.0, 41.5),
    ]
    styles = parts(document(para(Role.BODY, "正文"), page=SCRIPT))["word/styles.xml"]
    assert '<w:sz w:val="44"/>' in styles.split('w:styleId="Normal"')[1].split("</w:style>")[0]


def test_sections_have_their_own_sheets_and_numbers_run_on() -> None:
    paper = document(
        para(Role.BODY, "甲"),
        Section(LANDSCAPE_PAGES),
        para(Role.BODY, "乙"),
        Section(),
        para(Role.BODY, "丙"),
    )
    assert [setup.width_mm for setup, _ in segments(paper)] == [210.0, 297.0, 210.0]
    pages = lay_out(paper)
    assert [(page.width, page.height) for page in pages] == [(210, 297), (297, 210), (210, 297)]
    assert [page.glyphs[-1].text for page in pages] == ["— 1 —", "— 2 —", "— 3 —"]
    assert [page.glyphs[-1].angle for page in pages] == [0.0, 90.0, 0.0]
    sizes = [
        (one.get(f"{W}w"), one.get(f"{W}h"), one.get(f"{W}orient"))
        for one in body(paper).iter(f"{W}pgSz")
    ]
    assert [size[:2] for size in sizes] == [
        ("11906", "16838"),
        ("16838", "11906"),
        ("11906", "16838"),
    ]
    assert sizes[1][2] == "landscape"


def test_a_section_at_the_start_replaces_the_first_sheet() -> None:
    paper = document(Section(LANDSCAPE_PAGES), para(Role.BODY, "甲"))
    assert [page.width for page in lay_out(paper)] == [297.0]
    assert len(list(body(paper).iter(f"{W}pgSz"))) == 1


def test_mirrored_margins_alternate() -> None:
    pages = lay_out(document(para(Role.PLAIN, "国" * 700), page=MIRRORED))
    assert [page.block[0] for page in pages] == [28.0, 26.0]
    paper = document(para(Role.PLAIN, "国"), page=MIRRORED)
    assert "<w:mirrorMargins/>" in parts(paper)["word/settings.xml"]


@pytest.mark.parametrize(
    ("lines", "pages", "breaks", "numbered"),
    [
        (10, 2, 1, [True, True]),  # on the back of a single page
        (30, 2, 0, [True, True]),  # at the foot of page 2
        (43, 4, 2, [True, True, False, False]),  # no room: a blank page between, unnumbered
        (50, 4, 1, [True, True, True, True]),
    ],
)
def test_colophon_is_on_the_last_even_page(
    lines: int, pages: int, breaks: int, numbered: list[bool]
) -> None:
    paper = document(
        para(Role.PLAIN, "国" * 28 * lines),
        colophon=Colophon("市政府办公室", "示例市人大常委会办公室", "2026年1月5日"),
    )
    assert pages_to_colophon(paper) == breaks
    made = lay_out(paper)
    assert len(made) == pages
    assert [any(g.text.startswith("— ") for g in page.glyphs) for page in made] == numbered
    rules = [item for item in made[-1].items if isinstance(item, Rule)]
    assert [rule.width for rule in rules] == [0.35, 0.25, 0.35]
    assert rules[-1].y1 == pytest.approx(262.0)
    assert "抄送：市政府办公室。" in made[-1].text
    xml = parts(paper)["word/document.xml"]
    assert xml.count("<w:pageBreakBefore/>") == (1 if breaks else 0)
    assert xml.count("<w:sectPr") == (2 if breaks == 2 else 1)
    assert 'relativeFrom="margin"><wp:align>bottom' in xml


def test_colophon_of_a_letter_has_no_rules() -> None:
    head = Letterhead("示例市人大常委会", "示人常函〔2026〕1号", form=Form.LETTER)
    paper = document(para(Role.BODY, "正文"), letterhead=head, colophon=Colophon("市政府办公室"))
    first, last = lay_out(paper)
    assert not [item for item in last.items if isinstance(item, Rule)]
    assert not any(glyphs.text.startswith("—") for glyphs in first.glyphs)
    assert "<w:titlePg/>" in parts(paper)["word/document.xml"]


@pytest.mark.parametrize("form", list(Form))
def test_every_head_is_in_the_word_file_and_on_the_page(form: Form) -> None:
    head = Letterhead(
        "示例市人大常委会",
        "第15号",
        form=form,
        urgency="特急",
        secrecy="机密★1年",
        copy_number="000001",
    )
    paper = document(para(Role.TITLE, "标题"), para(Role.BODY, "正文"), letterhead=head)
    text = "".join(node.text or "" for node in body(paper).iter(f"{W}t"))
    drawn = "".join(glyphs.text for glyphs in lay_out(paper)[0].glyphs)
    expected = ["示例市人大常委会", "第15号"]
    expected += ["特急", "机密★1年", "000001"] if form is not Form.ORDER else []
    for words in expected:
        assert words in text
        assert words in drawn
    assert render_docx(paper) == render_docx(paper)


def test_tracked_changes_are_real_in_word_and_seen_on_the_page() -> None:
    ins, gone = (Change(edit, "办公室", "2026-01-05") for edit in (Edit.INSERTED, Edit.DELETED))
    paper = document(
        Paragraph(Role.BODY, (Run("为了"), Run("规范", change=gone), Run("加强", change=ins))),
        Paragraph(Role.BODY, (Run("新增一条。", change=ins),), change=ins),
    )
    root = body(paper)
    (deleted,) = root.iter(f"{W}del")
    assert "".join(t.text or "" for t in deleted.iter(f"{W}delText")) == "规范"
    assert not list(deleted.iter(f"{W}t"))
    assert deleted.get(f"{W}author") == "办公室"
    assert deleted.get(f"{W}date") == "2026-01-05T00:00:00Z"
    numbers = [one.get(f"{W}id") for tag in ("ins", "del") for one in root.iter(f"{W}{tag}")]
    assert len(numbers) == len(set(numbers)) == 4
    page = lay_out(paper)[0]
    lines = [item for item in page.items if isinstance(item, Rule)]
    words = {glyphs.text: glyphs for glyphs in page.glyphs}
    under, through = words["加强"], words["规范"]
    assert any(rule.y1 > under.y and rule.x1 == under.x for rule in lines)
    assert any(through.top < rule.y1 < through.y and rule.x1 == through.x for rule in lines)


def boxes(page: Page) -> list[Box]:
    return [item for item in page.items if isinstance(item, Box)]


def test_a_figures_boxes_stand_where_they_are_placed() -> None:
    figure = Figure(50.0, (Placed(10.0, 5.0, 30.0, 12.0, ("张三",), dashed=True, fill="#EDEDED"),))
    paper = document(figure)
    (box,) = boxes(lay_out(paper)[0])
    assert (box.x, box.y, box.w, box.h) == (38.0, 42.0, 30.0, 12.0)
    assert (box.dashed, box.fill) == (True, "#EDEDED")
    xml = parts(paper)["word/document.xml"]
    assert '<wp:extent cx="1080000" cy="432000"/>' in xml
    assert "<wp:posOffset>360000</wp:posOffset>" in xml
    assert '<a:prstDash val="dash"/>' in xml


def test_name_cards_have_the_name_on_both_faces() -> None:
    cards = name_cards([Card("张　三"), Card("阿不都热西提·买买提", below="市人大代表")])
    page = lay_out(document(cards[0], page=A4_CARDS))[0]
    upright, turned = (
        [g for g in page.glyphs if g.text == "张　三" and g.angle == angle]
        for angle in (0.0, 180.0)
    )
    assert len(upright) == len(turned) == 1
    # the turned name begins where the other one ends
    assert turned[0].x == pytest.approx(210 - upright[0].x, abs=0.1)
    xml = parts(document(cards[1], page=A4_CARDS))["word/document.xml"]
    assert "rotation:180" in xml
    assert 'string="阿不都热西提·买买提"' in xml


def test_badges_fill_sheets() -> None:
    sheets = badges("列席证", [Card(f"姓名{n}") for n in range(9)], meeting="第三十六次会议")
    assert [sum(box.dashed for box in sheet.boxes) for sheet in sheets] == [8, 1]
    assert all(box.x_mm + box.w_mm <= 190 for sheet in sheets for box in sheet.boxes)


def test_seats_do_not_overlap_and_long_names_fit() -> None:
    seats = [Seat(c, r, "阿不都热合曼·买买提依明") for r in range(6) for c in range(12)]
    plan = seating(seats, aisles=(6,))
    placed = [box for box in plan.boxes if box.lines != ("主席台",)]
    for one, other in pairwise(placed):
        assert one.x_mm + one.w_mm <= other.x_mm or one.y_mm + one.h_mm <= other.y_mm
    for box in placed:
        assert len(box.lines) * fitted(box) * 1.25 * MM <= box.h_mm + 1.0
        assert 0 <= box.x_mm <= 156 - box.w_mm + 0.01


def test_how_a_name_stands_in_its_seat() -> None:
    assert seat_lines("张三", 12.0, 25.0) == ("张", "三")
    assert seat_lines("李小明", 12.0, 25.0) == ("李", "小", "明")
    assert len(seat_lines("阿不都热合曼·买买提依明", 12.0, 16.0)) < 8


def test_a_document_made_before_the_formats_reads_as_it_did() -> None:
    """Digests of issued papers must not change: unused new fields are not in the content."""
    plain = document(para(Role.BODY, "正文"), letterhead=Letterhead("文件", "1号"))
    content = content_of(plain)
    assert set(content["blocks"][0]) == {
        "role",
        "runs",
        "align",
        "size_pt",
        "face",
        "line_pt",
        "keep_next",
    }
    assert set(content["letterhead"]) == {"mark", "number"}
    assert "colophon" not in content
    assert "mirror" not in content["page"]
    assert content_of(document(page=MIRRORED))["page"]["mirror"] is True
    assert content_of(PageSetup())["width_mm"] == 210.0


_TEXTS = st.text("国会议，。（）《》2026年一二", min_size=1, max_size=80)
_BLOCKS = st.one_of(
    st.builds(para, st.sampled_from([role for role in Role if role is not Role.BLANK]), _TEXTS),
    st.just(Paragraph(Role.BLANK)),
    st.sampled_from([PageBreak(), Section(LANDSCAPE_PAGES), Section(), Gap(20.0)]),
    st.just(
        Figure(30.0, (Placed(0, 0, 20, 10, ("甲",)), Placed(20, 0, 20, 10, ("乙",), turned=180)))
    ),
    st.just(
        Table((1, 2), (Row((Cell(("序号",)), Cell(("事项",)))), Row((Cell(("1",)), Cell(("丙",))))))
    ),
)
_HEADS = st.none() | st.builds(
    Letterhead,
    st.just("示例市人大常委会文件"),
    st.just("第1号"),
    form=st.sampled_from(list(Form)),
    signers=st.sampled_from([(), ("张　三",), ("张　三", "李小明", "王　五")]),
    urgency=st.sampled_from(["", "特急"]),
)
_NOTES = st.none() | st.builds(
    Colophon,
    st.sampled_from(["", "市政府办公室"]),
    st.just("示例市人大常委会办公室"),
    st.just("2026年1月5日"),
    even=st.booleans(),
)


@settings(max_examples=12)
@given(st.lists(_BLOCKS, max_size=12), _HEADS, _NOTES, st.sampled_from(["", "演练"]))
def test_any_document_is_whole_in_both_renderers(
    blocks: list[object], head: Letterhead | None, note: Colophon | None, watermark: str
) -> None:
    paper = document(*blocks, letterhead=head, colophon=note, watermark=watermark)
    pages = lay_out(paper)
    assert pages
    drawn = "".join(g.text for page in pages for g in page.glyphs)
    word = body(paper)
    written = "".join(node.text or "" for node in word.iter(f"{W}t"))
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            kept = "".join(block.text.split())
            assert "".join(written.split()).count(kept)
            assert "".join(drawn.split()).count(kept)
    identities = [one.get("id") for one in word.iter() if one.tag.endswith("}docPr")]
    assert len(identities) == len(set(identities))
    if note is not None and note.even:
        assert len(pages) % 2 == 0
    assert render_docx(paper) == render_docx(paper)
