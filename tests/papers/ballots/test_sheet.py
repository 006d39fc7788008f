"""Ballot sheets: composed, measured, drawn, the same for every copy."""

from __future__ import annotations

import io
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from PySide6.QtGui import QImage

from meetingdesk.errors import Refused
from meetingdesk.papers.ballots.columns import BOX_MM
from meetingdesk.papers.ballots.drawing import image, pdf, sheets_for
from meetingdesk.papers.ballots.layout import Layout, Rect
from meetingdesk.papers.ballots.marks import INSET_MM, MARK_MM, fallback
from meetingdesk.papers.ballots.measure import distance, faults, overlap, text_rect
from meetingdesk.papers.ballots.sheet import Form, compose
from meetingdesk.papers.ballots.spec import LIST, Paper, SheetRow, SheetSpec
from meetingdesk.papers.placed import Rule
from tests.papers.ballots.ballotkit import KINDS, LONG_NAME, UNITS, spec

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(form: Form, page: int, dpi: float = 200.0) -> np.ndarray:
    drawn = image(form, page, dpi).convertToFormat(QImage.Format.Format_Grayscale8)
    raw = np.frombuffer(drawn.constBits(), np.uint8)
    return raw.reshape(drawn.height(), drawn.bytesPerLine())[:, : drawn.width()].copy()


def text_of(form: Form) -> str:
    return "".join(item.text for page in form.pages for item in page.glyphs)


def check(form: Form, rows: int) -> None:
    """Everything is there, once, in order, and nothing is in anything's way."""
    layout = form.layout
    assert faults(form) == []
    wanted = [row.key for row in form.spec.rows]
    assert [box.id.partition(".")[0] for box in layout.boxes if box.id[0] == "q"][
        :: len(form.spec.boxes)
    ] == wanted
    assert len({box.id for box in layout.boxes}) == len(layout.boxes)
    assert {box.group for box in layout.boxes} <= {group.id for group in layout.groups}
    assert {box.page for box in layout.boxes} == set(range(layout.pages))
    assert all(box.rect.w == box.rect.h == BOX_MM for box in layout.boxes)
    assert [mark.number for mark in layout.anchors] == list(range(4 * layout.pages))
    assert [code.page for code in layout.codes] == list(range(layout.pages))
    heads = [page.text.count("序号") + page.text.count("序\n号") for page in form.pages]
    assert all(heads)
    if layout.pages > 1:
        for number, page in enumerate(form.pages, start=1):
            assert f"第{number}页　共{layout.pages}页" in page.text
    numbers = [str(n) for n in range(1, rows + 1)]
    drawn = [item.text for page in form.pages for item in page.glyphs if item.text.isdigit()]
    assert sorted(drawn, key=int) == numbers


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 7, 12, 13, 40])
def test_every_kind_is_measured(kind: str, count: int) -> None:
    check(compose(spec(kind, count)), count)


@pytest.mark.slow
@pytest.mark.parametrize("paper", [Paper.A4, Paper.A5])
@pytest.mark.parametrize("kind", KINDS)
def test_from_1_to_120_rows_nothing_overlaps_and_no_page_is_blank(kind: str, paper: Paper) -> None:
    for count in range(1, 121):
        check(compose(spec(kind, count, paper)), count)


@pytest.mark.parametrize("kind", KINDS)
def test_names_stay_whole_and_long_units_are_wrapped(kind: str) -> None:
    form = compose(spec(kind, 12, Paper.A5))
    if form.spec.names:
        assert any(item.text == LONG_NAME for page in form.pages for item in page.glyphs)
        assert "陈　磊" in text_of(form) or "李秀英" in text_of(form)
    elif kind == "测评":
        assert all(unit in text_of(form) for unit in UNITS)


def test_a_sheet_says_what_the_office_expects() -> None:
    form = compose(spec("票决", 12))
    text = text_of(form)
    for words in (
        "示例市2026年民生实事项目票决票",
        "（示例市第十五届人民代表大会第一次会议）",
        "说明：",
        "应选10名（项），“赞成”不得超过10个；超过的，全票无效。",
        "票样识别码",
        "（本次会议每张选票相同）",
        "50毫米",
        fallback("pick-9", 1, 0, form.digest),
    ):
        assert words in text, words
    assert [(g.id, g.min, g.max) for g in form.layout.groups] == [(LIST, 0, 10)]
    assert form.layout.form == "pick-9-1"
    assert form.layout.codes[0].text == f"MD1|pick-9|1|1|{form.digest}"


def test_names_written_by_hand_have_a_line_and_a_box() -> None:
    layout = compose(spec("选举", 5)).layout
    assert [space.box for space in layout.spaces] == ["w1.赞成", "w2.赞成", "w3.赞成"]
    by_id = {box.id: box for box in layout.boxes}
    for space in layout.spaces:
        assert space.rect.w >= 40
        assert space.rect.h >= 8
        assert distance(space.rect, by_id[space.box].rect) > 2
        assert not any(overlap(space.rect, box.rect) for box in layout.boxes)
    assert "w1.反对" not in by_id


def test_the_place_of_the_seal_is_free() -> None:
    form = compose(spec("任免", 12))
    assert form.seal is not None
    page, seal = form.seal
    assert seal.w >= 42
    assert all(distance(seal, box.rect) >= 5 for box in form.layout.boxes if box.page == page)
    inside = {item.text for item in form.pages[page].glyphs if overlap(text_rect(item), seal)}
    assert inside
    assert inside == {"示例市人民代表大会", "常务委员会", "2026年3月27日"}
    assert compose(replace(form.spec, organ="", date="")).seal is None


def test_a_rehearsal_says_so() -> None:
    form = compose(replace(spec("测评", 3), rehearsal=True))
    assert "演练用票，不作为正式选票" in text_of(form)


@pytest.mark.parametrize(
    "bad", [{"rows": ()}, {"choices": ()}, {"rows": tuple(SheetRow(f"q{n}", "项") for n in range(999))}]
)  # fmt: skip
def test_what_cannot_be_a_ballot_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(Refused):
        compose(replace(spec("测评", 3), **bad))  # type: ignore[arg-type]


def test_an_overlap_is_found() -> None:
    form = compose(spec("测评", 3))
    box = form.layout.boxes[0].rect
    near = Rule(box.x, box.y - 1.5, box.right, box.y - 1.5)
    page = replace(form.pages[0], items=(*form.pages[0].items, near))
    assert faults(replace(form, pages=(page,))) == ["page 1: a rule nears a box"]
    stamped = Rect(box.x - 20, box.y - 20, 42, 42)
    assert "page 1: the seal nears a box or mark" in faults(replace(form, seal=(0, stamped)))
    twice = replace(form.pages[0], items=(*form.pages[0].items, form.pages[0].glyphs[0]))
    assert any("overlap" in text for text in faults(replace(form, pages=(twice,))))


def test_the_same_content_gives_the_same_form_and_other_content_another() -> None:
    one, again = compose(spec("测评", 5)), compose(spec("测评", 5))
    assert one.digest == again.digest
    assert one.layout == again.layout
    others = [
        spec("测评", 6),
        spec("测评", 5, Paper.A5),
        replace(one.spec, title="别的票"),
        replace(one.spec, rows=one.spec.rows[::-1]),
        replace(one.spec, version=2),
    ]
    assert len({one.digest, *(compose(other).digest for other in others)}) == 6


def test_layout_and_spec_survive_json() -> None:
    for kind in KINDS:
        form = compose(spec(kind, 9))
        assert Layout.from_json(form.layout.to_json()) == form.layout
        assert SheetSpec.from_json(form.spec.to_json()) == form.spec


@pytest.mark.slow
@pytest.mark.parametrize("paper", list(Paper))
def test_marks_and_code_are_found_in_the_picture(paper: Paper) -> None:
    form = compose(spec("测评", 30, paper))
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    detector = cv2.aruco.ArucoDetector(dictionary)
    for page in range(form.layout.pages):
        drawn = pixels(form, page)
        corners, ids, _ = detector.detectMarkers(drawn)
        assert sorted(ids.ravel().tolist()) == list(range(4 * page, 4 * page + 4))
        anchors = {mark.number: mark.rect for mark in form.layout.anchors}
        for number, found in zip(ids.ravel().tolist(), corners, strict=True):
            middle = found.reshape(4, 2).mean(axis=0) / 200 * 25.4
            assert np.allclose(middle, anchors[number].centre, atol=0.15)
        read = zxingcpp.read_barcodes(drawn)
        assert [code.text for code in read] == [form.layout.codes[page].text]


def test_corner_marks_stand_14_mm_from_the_edges() -> None:
    layout = compose(spec("测评", 3)).layout
    width, height = layout.page_mm
    assert [mark.rect.centre for mark in layout.anchors] == [
        (INSET_MM, INSET_MM),
        (width - INSET_MM, INSET_MM),
        (width - INSET_MM, height - INSET_MM),
        (INSET_MM, height - INSET_MM),
    ]
    assert 7.0 <= MARK_MM <= 8.0


def test_boxes_are_drawn_where_the_layout_says() -> None:
    form = compose(spec("任免", 12))
    drawn, scale = pixels(form, 0, 300.0), 300 / 25.4
    for box in form.layout.boxes:
        inside = _cut(drawn, box.rect, scale, -0.3)
        assert inside.min() > 200, box.id
        line = Rect(box.rect.x - 0.3, box.rect.y + 1, 0.25, 5)
        assert _cut(drawn, line, scale, 0.0).mean() < 100, box.id


def _cut(drawn: np.ndarray, rect: Rect, scale: float, by: float) -> np.ndarray:
    left, right = round((rect.x - by) * scale), round((rect.right + by) * scale)
    top, bottom = round((rect.y - by) * scale), round((rect.bottom + by) * scale)
    return drawn[top:bottom, left:right]


def test_nothing_printed_is_grey() -> None:
    form = compose(spec("名单选举", 40))
    colours = {getattr(item, "color", "#000000") for page in form.pages for item in page.items}
    assert colours == {"#000000"}
    assert not any(getattr(item, "fill", None) for page in form.pages for item in page.items)


@pytest.mark.slow
def test_all_copies_in_the_print_file_are_bit_identical() -> None:
    form = compose(spec("票决", 12))
    reader = PdfReader(io.BytesIO(pdf(form, copies=500)))
    assert len(reader.pages) == 500
    first = reader.pages[0]
    contents = first["/Contents"].get_object().get_data()
    for page in reader.pages:
        assert page.raw_get("/Contents").idnum == first.raw_get("/Contents").idnum
        assert page["/Resources"] == first["/Resources"]
        assert page.mediabox == first.mediabox
        assert set(page) <= {
            "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/TrimBox", "/Annots",
        }  # fmt: skip
    drawn = pypdfium2.PdfDocument(pdf(form, copies=3))
    pictures = {drawn[n].render(scale=1).to_numpy().tobytes() for n in range(3)}
    drawn.close()
    assert len(pictures) == 1
    assert len(contents) > 1000


def test_copies_of_a_form_of_several_pages_follow_one_another() -> None:
    form = compose(spec("测评", 40))
    reader = PdfReader(io.BytesIO(pdf(form, copies=4)))
    assert len(reader.pages) == 12
    seen = [page.raw_get("/Contents").idnum for page in reader.pages]
    assert seen == seen[:3] * 4
    assert len(set(seen)) == 3


def test_the_print_file_has_the_same_bytes_twice_and_true_size() -> None:
    form = compose(spec("测评", 12))
    assert pdf(form, copies=2) == pdf(form, copies=2)
    root = PdfReader(io.BytesIO(pdf(form))).trailer["/Root"]
    assert root["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert root["/Lang"] == "zh-CN"
    opened = pypdfium2.PdfDocument(pdf(form))
    page = opened[0]
    scale = 200 / 72
    drawn = page.render(scale=scale, grayscale=True).to_numpy().squeeze()
    opened.close()
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    corners, ids, _ = detector.detectMarkers(drawn)
    middles = {
        number: found.reshape(4, 2).mean(axis=0) / 200 * 25.4
        for number, found in zip(ids.ravel().tolist(), corners, strict=True)
    }
    assert abs(np.linalg.norm(middles[1] - middles[0]) - 182.0) < 0.2
    assert abs(np.linalg.norm(middles[3] - middles[0]) - 269.0) < 0.2


def test_two_a5_share_an_a4_with_a_cut_between() -> None:
    form = compose(spec("测评", 4, Paper.TWO_A5))
    assert sheets_for(form, 5) == 3
    reader = PdfReader(io.BytesIO(pdf(form, copies=5)))
    assert len(reader.pages) == 3
    width, height = (float(side) / 72 * 25.4 for side in reader.pages[0].mediabox[2:])
    assert abs(width - 297) < 0.3
    assert abs(height - 210) < 0.3
    text = reader.pages[0].extract_text()
    assert text.count("说明") == 2


def test_a_printer_s_offset_moves_everything_alike() -> None:
    form = compose(spec("测评", 3))
    plain, moved = pdf(form), pdf(form, shift=(1.5, -0.5))
    assert plain != moved
    found = []
    for raw in (plain, moved):
        opened = pypdfium2.PdfDocument(raw)
        drawn = opened[0].render(scale=200 / 72, grayscale=True).to_numpy().squeeze() < 128
        opened.close()
        ys, xs = np.nonzero(drawn)
        found.append((xs.min(), ys.min()))
    assert abs((found[1][0] - found[0][0]) / 200 * 25.4 - 1.5) < 0.2
    assert abs((found[1][1] - found[0][1]) / 200 * 25.4 + 0.5) < 0.2


@pytest.mark.slow
@settings(max_examples=25)
@given(
    texts=st.lists(
        st.text("市区县人民政府办公室（、）发展和改革委员会教育", min_size=1, max_size=70),
        min_size=1, max_size=9,
    ),
    paper=st.sampled_from([Paper.A4, Paper.A5]),
)  # fmt: skip
def test_whatever_the_texts_are_they_fit(texts: list[str], paper: Paper) -> None:
    rows = tuple(SheetRow(f"q{n}", text) for n, text in enumerate(texts))
    form = compose(replace(spec("测评", 1, paper), rows=rows))
    printed = text_of(form)
    assert faults(form) == []
    assert all(text in printed for text in texts)
