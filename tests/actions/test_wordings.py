"""Own wording and stationery: tried, kept, refused when broken, taken back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.shared import Pt

from meetingdesk.actions import documents, wordings
from meetingdesk.errors import BadInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from meetingdesk.actions.office import Office
    from meetingdesk.actions.sample import Sample


def text_of(office: Office, meeting_id: int, kind: str) -> str:
    reference = next(r for r in documents.available(office, meeting_id) if r.kind == kind)
    return documents.preview(office, reference).text


def tried(office: Office, meeting_id: int, name: str, text: str) -> str:
    first = wordings.papers_using(office, meeting_id, name)[0]
    return wordings.try_template(office, meeting_id, name, text, first).text


@pytest.fixture
def meeting(sample_ids: Sample) -> int:
    return sample_ids.meeting_id


def test_every_template_is_listed_in_chinese_the_papers_first(
    sample_office: Office, meeting: int
) -> None:
    listed = wordings.templates(sample_office, meeting)
    assert [t.title for t in listed][:3] == ["会议通知", "议程", "日程"]
    assert all(not t.title.isascii() for t in listed), [t.name for t in listed if t.title.isascii()]
    assert not any(t.own for t in listed)


def test_a_text_is_tried_kept_and_taken_back(sample_office: Office, meeting: int) -> None:
    text = wordings.template_text(sample_office, meeting, "notice.j2")
    changed = text.replace("关于召开", "关于举行")
    assert "关于举行" in tried(sample_office, meeting, "notice.j2", changed)
    assert "关于召开" in text_of(sample_office, meeting, "notice")  # trying keeps nothing
    wordings.keep_template(sample_office, meeting, "notice.j2", changed)
    assert "关于举行" in text_of(sample_office, meeting, "notice")
    (own,) = [t for t in wordings.templates(sample_office, meeting) if t.own]
    assert (own.title, own.by) == ("会议通知", "张秘书")
    assert wordings.template_text(sample_office, meeting, "notice.j2") == changed
    sample_office.undo()
    assert "关于召开" in text_of(sample_office, meeting, "notice")
    sample_office.redo()
    wordings.reset_template(sample_office, meeting, "notice.j2")
    assert "关于召开" in text_of(sample_office, meeting, "notice")


def test_the_built_in_text_kept_as_it_is_is_no_own_text(
    sample_office: Office, meeting: int
) -> None:
    text = wordings.built_in("notice.j2")
    wordings.keep_template(sample_office, meeting, "notice.j2", text + "\n")
    assert not any(t.own for t in wordings.templates(sample_office, meeting))


def test_a_part_is_tried_on_the_papers_that_include_it(sample_office: Office, meeting: int) -> None:
    text = wordings.built_in("notice_body.j2")
    kinds = [r.kind for r in wordings.papers_using(sample_office, meeting, "notice_body.j2")]
    assert kinds == ["notice", "notices"]
    assert "附加的一句。" in tried(
        sample_office, meeting, "notice_body.j2", f"附加的一句。\n{text}"
    )
    wordings.keep_template(sample_office, meeting, "notice_body.j2", f"附加的一句。\n{text}")
    assert "附加的一句。" in text_of(sample_office, meeting, "notices")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "words", "row"),
    [
        ("# 通知\n{% if %}", "第2行写法有误", 2),
        ("# 通知\n\n{{ nothing_like_it }}", "nothing_like_it", 3),
        ("# 通知\n{% include 'gone.j2' %}", "找不到措辞模板", None),
        ("# 通知\n[[table 没有的表]]", "没有的表", None),
    ],
)
def test_a_broken_text_is_refused_with_its_line_and_the_last_good_one_stays(
    sample_office: Office, meeting: int, text: str, words: str, row: int | None
) -> None:
    good = wordings.built_in("notice.j2").replace("关于召开", "关于举行")
    wordings.keep_template(sample_office, meeting, "notice.j2", good)
    for attempt in (tried, wordings.keep_template):
        with pytest.raises(BadInput) as refused:
            attempt(sample_office, meeting, "notice.j2", text)
        told = f"{refused.value.message}{'；'.join(map(str, refused.value.problems))}"
        assert words in told
        if row is not None:
            assert refused.value.problems[0].row == row
    assert "关于举行" in text_of(sample_office, meeting, "notice")


def test_a_template_no_paper_uses_yet_is_kept_after_its_grammar_alone(
    sample_office: Office, meeting: int
) -> None:
    name = "supervision.j2"
    used = {r.kind for r in documents.available(sample_office, meeting)}
    if "supervision" in used:
        name = "topics.j2"
    text = wordings.built_in(name) + "附加。\n"
    assert wordings.papers_using(sample_office, meeting, name) == []
    wordings.keep_template(sample_office, meeting, name, text)
    assert wordings.template_text(sample_office, meeting, name) == text


def test_there_is_no_template_of_that_name(sample_office: Office, meeting: int) -> None:
    with pytest.raises(Refused, match="没有“x"):
        wordings.template_text(sample_office, meeting, "x.j2")


def test_a_sheet_edited_in_word_is_used_and_taken_back(
    sample_office: Office, meeting: int, tmp_path: Path
) -> None:
    sheet = docx.Document(io.BytesIO(wordings.sheet_file(sample_office, meeting)))
    sheet.styles["Normal"].font.size = Pt(15)
    out = io.BytesIO()
    sheet.save(out)
    wordings.take_sheet(sample_office, meeting, out.getvalue())
    assert wordings.has_own_sheet(sample_office, meeting)
    assert wordings.sheet_file(sample_office, meeting) == out.getvalue()
    (path,) = documents.write(sample_office, meeting, tmp_path, only=["agenda"])
    assert docx.Document(str(path)).styles["Normal"].font.size == Pt(15)
    wordings.reset_sheet(sample_office, meeting)
    assert not wordings.has_own_sheet(sample_office, meeting)
    (path,) = documents.write(sample_office, meeting, tmp_path, only=["agenda"])
    assert docx.Document(str(path)).styles["Normal"].font.size != Pt(15)


@pytest.mark.parametrize("data", [b"not a word file", b""])
def test_a_sheet_that_is_none_is_refused(sample_office: Office, meeting: int, data: bytes) -> None:
    with pytest.raises(BadInput, match="信笺"):
        wordings.take_sheet(sample_office, meeting, data)
    assert not wordings.has_own_sheet(sample_office, meeting)


def test_a_sheet_without_the_styles_is_refused_by_their_names(
    sample_office: Office, meeting: int
) -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(BadInput, match="缺少样式"):
        wordings.take_sheet(sample_office, meeting, out.getvalue())
